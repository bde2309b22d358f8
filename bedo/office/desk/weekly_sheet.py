"""The weekly sheet: the year's money by stage, late projects with what stands in the way, open difficulties, load, reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Sum
from django.urls import reverse

from bedo.accounts.models import User
from bedo.core.types import Dong
from bedo.ledger import queries as ledger
from bedo.ledger.models import BudgetLine
from bedo.office.desk.work import SOON
from bedo.office.projects import watched
from bedo.office.shell.figures import millions
from bedo.projects.models import Difficulty, ProgressReport, Project
from bedo.projects.rules import states as s
from bedo.projects.rules.next_steps import next_step

SHOWN = 50
REPORTS = 12
WARNED = 6


def context(user: User, day: date) -> dict[str, Any]:
    """Everything below the overview; the same number of queries whatever there is."""
    live = Project.objects.visible_to(user).filter(source_url="").exclude(state__in=s.ENDED)
    difficulties = _difficulties(live)
    warned, warned_count = watched.heaviest(user, day, WARNED)
    return {
        "warned": warned,
        "warned_count": warned_count,
        "money": _money(user, day),
        "late": _late(live, difficulties, day),
        "late_count": live.late(day).count(),
        "difficulties": difficulties,
        "load": _load(live, day),
        "recent": _recent(live),
        "may_assign": user.grants.any("project.assign"),
        "soon_days": SOON,
    }


def _money(user: User, day: date) -> dict[str, Any]:
    """This year's lines together: what came in and where it stands."""
    lines = list(BudgetLine.objects.visible_to(user).filter(year=day.year).values_list("pk", flat=True))
    stages = ledger.by_stage(ledger.balances(lines=lines)) if lines else ledger.by_stage([])
    held = Dong(sum(stages.values()))
    signed = Dong(sum(stages[name] for name in ("contracted", "advanced", "recoverable", "settled")))
    spent = Dong(sum(stages[name] for name in ("advanced", "recoverable", "settled")))
    figures = [
        {"value": millions(held), "word": f"triệu đồng dự toán năm {day.year}", "hint": "tất cả nguồn"},
        {"value": millions(held - stages["available"]), "word": "triệu đồng đã bố trí", "hint": _percent(held - stages['available'], held)},
        {"value": millions(signed), "word": "triệu đồng đã ký hợp đồng", "hint": _percent(signed, held)},
        {"value": millions(spent), "word": "triệu đồng đã chi", "hint": _percent(spent, held)},
        {"value": millions(stages["settled"]), "word": "triệu đồng đã quyết toán", "hint": _percent(stages['settled'], held)},
    ]  # fmt: skip
    return {"year": day.year, "held": held, "stages": stages, "figures": figures}


def _percent(part: int, whole: int) -> str:
    return f"{(200 * int(part) + int(whole)) // (2 * int(whole))} %" if whole else "chưa có dự toán"


def _difficulties(live: Any) -> list[Difficulty]:
    rows = Difficulty.objects.filter(share__project__in=live.values("pk"), closed_on=None)
    return list(rows.select_related("share__project", "holder").order_by("due_on", "pk")[:SHOWN])


def _late(live: Any, difficulties: list[Difficulty], day: date) -> list[dict[str, Any]]:
    """Late projects: what has to be done next, and the difficulties that somebody wrote down for them."""
    held: dict[int, list[Difficulty]] = {}
    for one in difficulties:
        held.setdefault(one.share.project_id, []).append(one)
    rows = live.late(day).select_related("officer", "place_now").order_by("due_on", "pk")[:SHOWN]
    return [
        {
            "project": row,
            "next": next_step(row.state, track=row.track, kind=row.kind),
            "difficulties": held.get(row.pk, []),
        }
        for row in rows
    ]


def _load(live: Any, day: date) -> list[dict[str, Any]]:
    soon = Q(due_on__gte=day, due_on__lte=day + timedelta(days=SOON))
    rows = live.values("officer", "officer__full_name").annotate(
        count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=day)), soon=Count("pk", filter=soon), support=Sum("support")
    )  # fmt: skip
    listing = reverse("office:projects:list")
    return [
        row | {"url": f"{listing}?phu-trach={row['officer']}&trang-thai=dang-lam"}
        for row in rows.order_by(F("late").desc(), F("count").desc(), "officer__full_name")
    ]


def _recent(live: Any) -> list[ProgressReport]:
    """The newest report of each share, newest first."""
    newest = ProgressReport.objects.filter(share=OuterRef("share")).values("share").annotate(m=Max("month")).values("m")
    rows = ProgressReport.objects.filter(share__project__in=live.values("pk"), month=Subquery(newest))
    return list(rows.select_related("share__project").order_by("-submitted_on", "-pk")[:REPORTS])
