"""Quỹ khuyến công: instalments of recoverable support with what came back and is late, and what is lent out again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bedo.core.clock import today
from bedo.core.types import Dong
from bedo.ledger import queries as ledger
from bedo.ledger.models import BudgetLine, Transfer
from bedo.ledger.rules import INSIDE, ROLLING_FUNDS
from bedo.office.money.views import VIEW
from bedo.office.projects.scene import PART
from bedo.office.shell.http import methods, paginate, require
from bedo.places.queries import present_provinces
from bedo.projects.models import Instalment, Project, Share
from bedo.projects.rules import rolling as rules
from bedo.projects.rules import states
from bedo.projects.services import rolling

PAY = "money.pay"
TURNS = {"reuse": "Đã hoàn trả về quỹ", "plan": "Đã bố trí cho vay", "release": "Bố trí rồi giải phóng"}
"""Kinds of transfers that show how the fund turns over, in the order of the strip."""


@dataclass(frozen=True)
class Row:
    """One instalment with its project and how it stands."""

    share: Share
    standing: rules.Standing

    @property
    def url(self) -> str:
        part = f"?{PART}={self.share.number}" if self.share.project.kind in states.SHARED else ""
        return reverse("office:projects:tab", args=[self.share.project_id, "hop-dong"]) + part


@methods(read=["GET"])
def fund(request: HttpRequest) -> HttpResponse:
    """Every instalment within scope, fifty a page by the day it falls due; sums over all of them."""
    require(request, VIEW)
    everything = instalments(request, today())
    page = paginate(request, everything)
    late = [row for row in everything if row.standing.days_late]
    context = {
        "page": page,
        "day": today(),
        "waiting": sum(not row.standing.due.called for row in late),
        "sums": _sums(everything, late),
        "lines": _lines(request),
        "turns": _turns(request),
        "may_call": request.user.grants.any(PAY),
    }
    return render(request, "office/money/fund.html", context)


def instalments(request: HttpRequest, day: date) -> list[Row]:
    """Every instalment within scope by the day it falls due, and how it stands."""
    shares = _shares(request)
    rows = _standings(shares, _outstanding(shares), day)
    return sorted(rows, key=lambda row: (row.standing.due.due_on, row.share.pk))


def _shares(request: HttpRequest) -> list[Share]:
    """Shares with a schedule that were not stopped, with their instalments: two queries."""
    seen = Project.objects.visible_to(request.user).filter(fund__in=sorted(ROLLING_FUNDS))
    ids = Instalment.objects.filter(share__project__in=seen.values("pk")).values("share")
    rows = Share.objects.filter(pk__in=ids).exclude(state__in=states.GONE)
    return list(rows.select_related("project", "establishment").prefetch_related("instalments").order_by("pk"))


def _outstanding(shares: list[Share]) -> dict[str, Dong]:
    """Holder → what must still come back; one query for all."""
    found = ledger.stages_of_holders([share.holder for share in shares])
    return {holder: stages["recoverable"] for holder, stages in found.items()}


def _standings(shares: list[Share], owed: dict[str, Dong], day: date) -> list[Row]:
    found = []
    for share in shares:
        rows = [
            rules.Due(row.number, row.due_on, row.amount, row.transfer_id is not None)
            for row in share.instalments.all()
        ]
        found += [Row(share, standing) for standing in rules.standings(rows, owed[share.holder], day)]
    return found


def _sums(rows: list[Row], late: list[Row]) -> list[tuple[str, Dong, int]]:
    """Word, whole đồng, how many instalments."""
    paid = [row for row in rows if row.standing.paid]
    return [
        ("Phải hoàn trả theo lịch", Dong(sum(row.standing.due.amount for row in rows)), len(rows)),
        ("Đã hoàn trả", Dong(sum(row.standing.paid for row in paid)), len(paid)),
        ("Quá hạn chưa trả", Dong(sum(row.standing.left for row in late)), len(late)),
    ]


def _of_fund(request: HttpRequest) -> QuerySet[BudgetLine]:
    seen = request.user.grants.provinces_with(VIEW)
    lines = BudgetLine.objects.visible_to(request.user).filter(fund__in=sorted(ROLLING_FUNDS))
    return lines if seen is None else lines.filter(province__in=seen)


def _lines(request: HttpRequest) -> list[tuple[BudgetLine, list[Dong]]]:
    """The fund's lines, newest first, with what lies in each stage."""
    rows = _of_fund(request).select_related("province").with_totals().order_by("-year", "province__sort_key")
    return [(line, [line.totals[stage] for stage in INSIDE]) for line in rows]


def _turns(request: HttpRequest) -> list[tuple[str, Dong]]:
    """What came back into the fund, what was lent from it, what of that was freed; reversed transfers do not count."""
    rows = Transfer.objects.filter(line__in=_of_fund(request).values("pk"), kind__in=TURNS, reversal=None)
    rows = rows.exclude(kind="reuse", target__stage="out")
    sums = dict(rows.order_by().values_list("kind").annotate(total=Sum("amount")))
    return [(word, Dong(int(sums.get(kind) or 0))) for kind, word in TURNS.items()]


@methods(write=["POST"])
def call(request: HttpRequest) -> HttpResponse:
    """Write into the books every instalment that is due by today, in the provinces where this person pays."""
    require(request, PAY)
    mine = request.user.grants.provinces_with(PAY)
    count, amount, problems = 0, Dong(0), []
    for province in present_provinces().filter(**({} if mine is None else {"pk__in": mine})):
        done = rolling.call_due(today=today(), by=request.user, province=province)
        count, amount = count + done.count, Dong(amount + done.amount)
        problems += done.problems
    if count or not problems:
        messages.success(request, f"Đã ghi {count} kỳ đến hạn, cộng {amount}.")
    for problem in problems[:5]:
        messages.error(request, f"{problem} Sửa lịch hoàn trả ở trang đề án.")
    return redirect("office:money:fund")
