"""Phải thu hồi: which shares still have to pay back, since when, how much was repaid so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.urls import reverse

from bedo.core.types import Dong
from bedo.ledger.models import Account, BudgetLine, Transfer
from bedo.projects.models import Share

SHOWN = 50


@dataclass(frozen=True)
class Recovery:
    """One share with money to come back, whole đồng; `since`: the day of the first paper that wanted it."""

    share: Share
    since: date | None
    left: Dong
    repaid: Dong
    url: str


@dataclass(frozen=True)
class Recoveries:
    """The oldest SHOWN of them, how many there are, and the sum of all; whole đồng."""

    rows: list[Recovery]
    count: int
    total: Dong


def recoveries(lines: QuerySet[BudgetLine]) -> Recoveries:
    """Shares with money to come back on these lines; one query when there are none, else four."""
    due = Account.objects.filter(line__in=lines, stage="recoverable", balance__gt=0, holder__startswith="share:")
    sums = due.aggregate(total=Sum("balance"), count=Count("holder", distinct=True))
    if not sums["count"]:
        return Recoveries([], 0, Dong(0))
    grouped = due.values("holder").annotate(total=Sum("balance"), first=Min("pk")).order_by("first")[:SHOWN]
    left = {row["holder"]: Dong(int(row["total"])) for row in grouped}
    since, repaid = _history(list(left))
    ids = [int(holder.removeprefix("share:")) for holder in left]
    shares = Share.objects.filter(pk__in=ids).select_related("project__province", "establishment")
    rows = [_recovery(one, since.get(one.holder), repaid.get(one.holder, 0), left[one.holder]) for one in shares]
    rows.sort(key=lambda one: (one.since or date.max, one.share.pk))
    return Recoveries(rows, sums["count"], Dong(int(sums["total"])))


def _history(holders: list[str]) -> tuple[dict[str, date], dict[str, int]]:
    """Since when each must pay back, and what was repaid; one query."""
    wanted = Q(target__stage="recoverable", target__holder__in=holders)
    paid = Q(source__stage="recoverable", source__holder__in=holders, kind="repay", reversal=None)
    since: dict[str, date] = {}
    repaid: dict[str, int] = {}
    rows = Transfer.objects.filter(wanted | paid, reverses=None).order_by()
    ends = ("source__stage", "source__holder", "target__holder")
    for stage, source, target, first, total in rows.values_list(*ends).annotate(first=Min("on"), total=Sum("amount")):
        if stage == "recoverable":
            repaid[source] = repaid.get(source, 0) + int(total)
        else:
            since[target] = min(since.get(target, first), first)
    return since, repaid


def _recovery(share: Share, since: date | None, repaid: int, left: Dong) -> Recovery:
    url = f"{reverse('office:projects:act', args=[share.project_id, 'nop-lai'])}?phan={share.number}"
    return Recovery(share, since, left, Dong(repaid), url)
