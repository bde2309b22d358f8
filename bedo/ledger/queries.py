"""Named reads of the ledger: facts for may_commit, balances, totals, transfers. Every function says what it costs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from bedo.core.moves import Verdict
from bedo.core.types import Dong
from bedo.ledger import following, holders, rules
from bedo.ledger.models import Account, BudgetLine, Commitment, PendingCut, Transfer
from bedo.places.models import Unit


@dataclass(frozen=True)
class Balance:
    """One balance above zero, with the line it stands in."""

    line_id: int
    fund: str
    year: int
    stage: str
    holder: str
    group: str
    amount: Dong


def find_line(province: Unit | None, fund: str, year: int) -> BudgetLine | None:
    """The line of a fund and year, open or not; one query."""
    return BudgetLine.objects.select_related("province").filter(province=province, fund=fund, year=year).first()


def line_facts(line: BudgetLine, holder: str = "", groups: Iterable[str] = ()) -> rules.LineFacts:
    """What may_commit asks of a line; promises already made to `holder` or to the `groups` are theirs. Two small queries."""
    asking = frozenset(groups)
    balance = Account.objects.filter(line=OuterRef("pk"), stage="available").values("balance")[:1]
    cuts = PendingCut.objects.filter(line=OuterRef("pk"), left__gt=0).order_by().values("line")
    waits = cuts.annotate(total=Sum("left")).values("total")
    row = BudgetLine.objects.filter(pk=line.pk).values_list(Subquery(balance), Subquery(waits))
    available, waiting = (Dong(int(amount or 0)) for amount in row.get())
    promised = own = Dong(0)
    for who, group, amount in open_promises(line).values_list("holder", "group", "amount"):
        promised += amount
        own += amount if who == holder or group in asking else Dong(0)
    return rules.LineFacts(line.name, line.is_open, available, waiting, promised, own)


def open_promises(line: BudgetLine) -> QuerySet[Commitment]:
    """Tranches promised for this line's year that are neither planned nor dropped."""
    return Commitment.objects.filter(
        province=line.province_id, fund=line.fund, year=line.year, honoured_by=None, dropped_on=None
    )


def promises_of(group: str) -> QuerySet[Commitment]:
    """Everything promised to a group, by year."""
    return Commitment.objects.filter(group=group).order_by("year", "pk")


def totals(line: BudgetLine) -> dict[str, Dong]:
    """Stage → sum over the line, all eight stages; one query."""
    rows = Account.objects.filter(line=line).values_list("stage").annotate(total=Sum("balance"))
    return {stage: Dong(0) for stage in rules.STAGES} | {stage: Dong(int(total)) for stage, total in rows}


def balances(
    *,
    groups: Iterable[str] | None = None,
    holders: Iterable[str] | None = None,
    lines: Iterable[BudgetLine | int] | None = None,
) -> list[Balance]:
    """All balances above zero of the groups, holders and lines given (None: any); one query."""
    rows = Account.objects.filter(balance__gt=0)
    if groups is not None:
        rows = rows.filter(group__in=list(groups)).exclude(group="")
    if holders is not None:
        rows = rows.filter(holder__in=list(holders)).exclude(holder="")
    if lines is not None:
        rows = rows.filter(line__in=list(lines))
    rows = rows.order_by("line__year", "line__fund", "line_id", "holder", "pk")
    return [
        Balance(*row)
        for row in rows.values_list("line_id", F("line__fund"), F("line__year"), "stage", "holder", "group", "balance")
    ]


def by_stage(found: Iterable[Balance]) -> dict[str, Dong]:
    """Sum of balances by the held stages and available, all present."""
    out = {stage: Dong(0) for stage in rules.INSIDE}
    for balance in found:
        if balance.stage in out:
            out[balance.stage] += balance.amount
    return out


def stages_of_groups(groups: Iterable[str]) -> dict[str, dict[str, Dong]]:
    """group → stage → sum over all its lines and holders; one query."""
    out: dict[str, dict[str, Dong]] = {group: {stage: Dong(0) for stage in rules.INSIDE} for group in groups}
    rows = Account.objects.filter(group__in=list(out), balance__gt=0).exclude(group="")
    for group, stage, amount in rows.values_list("group", "stage", "balance"):
        out[group][stage] += amount
    return out


def stages_of_holders(holders: Iterable[str]) -> dict[str, dict[str, Dong]]:
    """holder → stage → sum over all its lines; one query."""
    out: dict[str, dict[str, Dong]] = {key: {stage: Dong(0) for stage in rules.INSIDE} for key in holders}
    for balance in balances(holders=out):
        out[balance.holder][balance.stage] += balance.amount
    return out


def stages_by_fund(group: str) -> dict[tuple[str, int], dict[str, Dong]]:
    """(fund, year) → stage → sum of one group, for bars by source; one query."""
    out: dict[tuple[str, int], dict[str, Dong]] = defaultdict(lambda: {stage: Dong(0) for stage in rules.INSIDE})
    for balance in balances(groups=[group]):
        out[(balance.fund, balance.year)][balance.stage] += balance.amount
    return dict(out)


def transfers() -> QuerySet[Transfer]:
    """Transfers with all a row shows, newest first."""
    return Transfer.objects.select_related(
        "line__province", "source", "target", "entered_by", "reverses", "reversal"
    ).order_by("-pk")


def transfers_of(group: str) -> QuerySet[Transfer]:
    """All transfers of a group, newest first; one query."""
    return transfers().filter(group=group)


def transfers_of_line(line: BudgetLine) -> QuerySet[Transfer]:
    """All transfers of a line, newest first; one query."""
    return transfers().filter(province=line.province_id, line=line)


def paid_of_holder(holder: str) -> Dong:
    """What was ever paid to a holder: payments less payments reversed; one query."""
    rows = Transfer.objects.filter(target__holder=holder, kind__in=rules.PAYMENTS, reversal=None)
    return rows.aggregate(total=Coalesce(Sum("amount"), Dong(0)))["total"]


def given_back(holders: Iterable[str]) -> dict[str, Dong]:
    """holder → what it gave back of what it had to: repayments and re-use less those reversed, whole đồng; one query."""
    keys = list(holders)
    rows = Transfer.objects.filter(
        source__holder__in=keys, source__stage="recoverable", kind__in=["repay", "reuse"], reversal=None
    )
    found = dict(rows.values_list("source__holder").annotate(total=Sum("amount")).order_by("source__holder"))
    return {key: Dong(int(found.get(key, 0))) for key in keys}


def taken_on(transfer: Transfer) -> QuerySet[Transfer]:
    """Later transfers, still standing, that took money on from where this one brought it; newest first."""
    rows = Transfer.objects.filter(source=transfer.target_id, pk__gt=transfer.pk, reverses=None, reversal=None)
    return rows.order_by("-pk")


def standing(rows: QuerySet[Transfer], most: int = 200) -> list[rules.Standing]:
    """Transfers as people name them: their references by the names of those who own them."""
    found = list(rows[:most])
    named = holders.named(row.reference for row in found)
    return [
        rules.Standing(row.kind, row.on, row.amount, named[row.reference].label if row.reference else "")
        for row in found
    ]


def may_reverse(transfer: Transfer) -> Verdict:
    """May this transfer be reversed now, as far as the ledger can tell beforehand? Same rule as services.reverse."""
    done = getattr(transfer, "reversal", None)
    verdict = rules.may_reverse(
        is_reversal=transfer.reverses_id is not None,
        reversed_on=done.on if done else None,
        amount=transfer.amount,
        held=transfer.target.balance,
        later=standing(taken_on(transfer)),
    )
    return verdict and following.may_reverse(transfer)
