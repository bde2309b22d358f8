"""What is left of a budget line when its year ends, by who holds it and by stage, and what may be done with each. Reads only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum

from bedo.core.answers import Answer
from bedo.core.moves import Verdict
from bedo.core.types import Dong
from bedo.ledger import holders, queries
from bedo.ledger import rules as money
from bedo.ledger.models import BudgetLine, Commitment, Transfer
from bedo.programmes import queries as law
from bedo.programmes import rules as law_rules
from bedo.projects.models import ChangeRequest, Project, Share
from bedo.projects.rules import changes, states, year_end


@dataclass(frozen=True)
class Days:
    """The last days of a line's year with the rule rows they come from."""

    calendar: year_end.Calendar
    answers: tuple[Answer, ...]


def days_of(line: BudgetLine) -> Days:
    """The end of the budget year and of liquidation, as the table of deadlines has them for the line's province and fund.

    A local line without a row of its own takes the national date, as a local project does.
    """
    ends = _deadline(line, "budget_year_end")
    closes = _deadline(line, "liquidation")
    calendar = year_end.Calendar(ends.value or date(line.year, 12, 31), closes.value or date(line.year + 1, 1, 22))
    return Days(calendar, (ends, closes))


def _deadline(line: BudgetLine, key: str) -> Answer:
    rows = law.rows(law_rules.DeadlineRule)
    where = {"on": date(line.year, 12, 31), "province": line.province.code if line.province else "", "year": line.year}
    level = law_rules.NATIONAL if line.fund in money.NATIONAL_FUNDS else law_rules.LOCAL
    found = law_rules.deadline(rows, key, level=level, **where)
    return found if found.value else law_rules.deadline(rows, key, level=law_rules.NATIONAL, **where)


@dataclass
class Item:
    """One leftover: who holds it, how much in which stage, its share, what may be done.

    `request`: the open request that decides over this money; `other`: an open request of the project for something else.
    """

    holder: str
    left: year_end.Leftover
    ways: tuple[year_end.Way, ...]
    share: Share | None = None
    request: ChangeRequest | None = None
    other: ChangeRequest | None = None
    name: holders.Holder = field(default_factory=lambda: holders.Holder("Nguồn vốn, chưa bố trí"))

    @property
    def project(self) -> Project | None:
        return self.share.project if self.share else None

    @property
    def query(self) -> str:
        """What names the share in the address of a change: "" when the whole project is asked for."""
        if self.share is None or self.share.project.kind not in states.SHARED or self.share.role == "pool":
            return ""
        return f"?phan={self.share.number}"

    @property
    def stage_label(self) -> str:
        return money.STAGES[self.left.stage]

    @property
    def mark(self) -> str:
        return year_end.standing(self.ways)

    @property
    def mark_label(self) -> str:
        return year_end.MARKS[self.mark]

    @property
    def never_contracted(self) -> bool:
        """Planned and not contracted, no stop or extension asked yet: what a stop would bring back to the line."""
        return self.left.stage == "planned" and self.left.state in year_end.NEVER_CONTRACTED and self.request is None


@dataclass(frozen=True)
class Sheet:
    """All leftovers of a line, the sums they add up to, the next year's line and what it has been promised to."""

    line: BudgetLine
    next_line: BudgetLine | None
    days: Days
    items: list[Item]
    moved: dict[str, Dong]
    promises: list[Promise]
    may_close: Verdict

    @property
    def left(self) -> Dong:
        """in − out − settled of the line, whole đồng."""
        return year_end.left_over(self.line.totals)

    @property
    def gap(self) -> Dong:
        """What the rows lack of that figure: 0 unless the books are broken."""
        return year_end.gap(self.line.totals, [item.left for item in self.items])

    @property
    def promised(self) -> Dong:
        return Dong(sum(one.row.amount for one in self.promises))

    @property
    def next_free(self) -> Dong:
        """What next year's line has over the tranches it was promised to, whole đồng; never below 0."""
        return Dong(max(self._over, 0))

    @property
    def short(self) -> Dong:
        """What next year's line lacks of those tranches, whole đồng; never below 0."""
        return Dong(max(-self._over, 0))

    @property
    def _over(self) -> int:
        there = self.next_line.totals["available"] - self.next_line.pending_cut if self.next_line else 0
        return int(there) - int(self.promised)


@dataclass(frozen=True)
class Promise:
    """A tranche of the next year with the name of the project it was promised to."""

    row: Commitment
    name: holders.Holder


def find(lines, year: int, fund: str, province_id: int | None = None) -> BudgetLine | None:
    """The line of a year and fund among `lines` with totals; of one province where several are in scope. One query."""
    rows = lines.filter(year=year, fund=fund).select_related("province").with_totals()
    if province_id is not None:
        rows = rows.filter(province=province_id)
    return rows.order_by("province__sort_key", "pk").first()


def sheet(line: BudgetLine, today: date) -> Sheet:
    """The year-end sheet of a line (which comes with totals). Eight queries, whatever the number of holders."""
    days = days_of(line)
    following = BudgetLine.objects.filter(province=line.province_id, fund=line.fund, year=line.year + 1)
    return Sheet(
        line=line,
        next_line=following.select_related("province").with_totals().first(),
        days=days,
        items=_items(line, today, days.calendar),
        moved=moved(line),
        promises=_promises(line),
        may_close=money.may_close(line.totals, pending_cut=line.pending_cut),
    )


def _items(line: BudgetLine, today: date, calendar: year_end.Calendar) -> list[Item]:
    held = [row for row in queries.balances(lines=[line]) if row.stage in year_end.STAGES]
    shares = _shares({row.holder for row in held})
    asked = _open_requests({share.project_id for share in shares.values()})
    strangers = holders.named(row.holder for row in held if row.holder and row.holder not in shares)
    items = []
    for row in held:
        share = shares.get(row.holder)
        request = _request_of(share, asked) if share else None
        left = year_end.Leftover(
            row.stage,
            row.amount,
            (share.state or share.project.state) if share else "",
            request.change if request else "",
            line.fund in money.ROLLING_FUNDS,
        )
        item = Item(row.holder, left, year_end.ways(left, today, calendar), share, request)
        if share and request is None:
            item.other = next(iter(asked.get(share.project_id, [])), None)
        if share:
            item.name = holders.Holder(f"{share.project.code} · {share.label}", f"/de-an/{share.project_id}/")
        elif row.holder:
            item.name = strangers[row.holder]
        items.append(item)
    order = {stage: number for number, stage in enumerate(year_end.STAGES)}
    return sorted(items, key=lambda item: (order[item.left.stage], item.name.label))


def _shares(keys: set[str]) -> dict[str, Share]:
    idents = [int(key.removeprefix("share:")) for key in keys if key.removeprefix("share:").isdigit()]
    found = Share.objects.filter(pk__in=idents).select_related("project__province", "establishment")
    return {share.holder: share for share in found}


def _open_requests(projects: set[int]) -> dict[int, list[ChangeRequest]]:
    found: dict[int, list[ChangeRequest]] = {}
    rows = ChangeRequest.objects.filter(project__in=projects, state__in=changes.OPEN).order_by("number")
    for row in rows:
        found.setdefault(row.project_id, []).append(row)
    return found


def _request_of(share: Share, asked: dict[int, list[ChangeRequest]]) -> ChangeRequest | None:
    """The open request that decides over the share's money: an extension or a stop of it or of the whole project."""
    wanted = {"next_year", *changes.STOPS}
    rows = asked.get(share.project_id, [])
    return next((row for row in rows if row.change in wanted and row.share_id in (None, share.pk)), None)


def moved(line: BudgetLine) -> dict[str, Dong]:
    """What left the line and what came into it by kind of act ("lapse", "carry", …; "carry_in" from the year before). One query."""
    rows = Transfer.objects.filter(line=line, reverses=None, reversal=None).filter(
        Q(target__stage="out") | Q(source__stage="in", kind="carry")
    )
    found: dict[str, Dong] = {}
    for kind, stage, amount in rows.values_list("kind", "target__stage").annotate(total=Sum("amount")):
        key = kind if stage == "out" else "carry_in"
        found[key] = Dong(found.get(key, 0) + amount)
    return found


def _promises(line: BudgetLine) -> list[Promise]:
    rows = list(
        Commitment.objects.filter(
            province=line.province_id, fund=line.fund, year=line.year + 1, honoured_by=None, dropped_on=None
        ).order_by("pk")
    )
    named = holders.named(row.holder for row in rows)
    return [Promise(row, named[row.holder]) for row in rows]
