"""What only the Cục or the Minister may decide and waits now; the ministry's money on the provinces' lines."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from bedo.accounts.models import User
from bedo.ledger.models import BudgetLine
from bedo.office.projects.stretches import PLANNED
from bedo.planning import rules as plans
from bedo.planning.models import YearPlan
from bedo.projects.models import ChangeRequest, Project
from bedo.projects.rules import changes, states

BODIES = {"cuc": "Cục", "minister": "Bộ trưởng"}
PLAN_WORDS = {
    plans.SUBMITTED: ("Bộ trưởng", "phê duyệt kế hoạch"),
    plans.APPROVED: ("Cục", "giao dự toán"),
    plans.DRAFT: ("Cục", "trình kế hoạch"),
    plans.RETURNED: ("Cục", "trình lại kế hoạch"),
}


def waiting(user: User, year: int, steps: dict[str, str]) -> list[dict[str, Any]]:
    """Who must decide what, how many, since when; three queries. `steps`: address of the projects of a state."""
    return [*_projects(user, year, steps), *_plans(user, year), *_changes(user)]


def _projects(user: User, year: int, steps: dict[str, str]) -> list[dict[str, Any]]:
    words = {states.REGISTERED: "nhận hồ sơ vào thẩm định", states.MINISTRY_REVIEW: "kết luận thẩm định"}
    rows = (
        Project.objects.visible_to(user).filter(track="national", source_url="", year=year, state__in=words).order_by()
    )
    found = {
        state: (number, due)
        for state, number, due in rows.values_list("state").annotate(number=Count("pk"), due=Min("due_on"))
    }
    return [
        {"who": "Cục", "what": f"{word}: {found[state][0]} đề án", "due": found[state][1], "url": steps[state]}
        for state, word in words.items()
        if state in found
    ]


def _plans(user: User, year: int) -> list[dict[str, Any]]:
    rows = YearPlan.objects.visible_to(user).filter(province=None, year=year, state__in=PLAN_WORDS).order_by("round")
    return [
        {
            "who": PLAN_WORDS[plan.state][0],
            "what": f"{PLAN_WORDS[plan.state][1]} quốc gia năm {plan.year}, đợt {plan.round}",
            "due": None,
            "url": reverse("office:planning:detail", args=[plan.pk]),
        }
        for plan in rows
    ]


def _changes(user: User) -> list[dict[str, Any]]:
    seen = Project.objects.visible_to(user).order_by().values("pk")
    rows = ChangeRequest.objects.filter(project__in=seen, state__in=changes.OPEN, body__in=BODIES).order_by()
    found = dict(rows.values_list("body").annotate(number=Count("pk")))
    return [
        {
            "who": word,
            "what": f"điều chỉnh, ngừng: {found[body]} đề nghị",
            "due": None,
            "url": f"{reverse('office:changes:list')}?cap={body}&tt=mo",
        }
        for body, word in BODIES.items()
        if body in found
    ]


def allotments(user: User, year: int) -> list[dict[str, Any]]:
    """National money that reached the provinces' lines: what came in and where it stands; two queries."""
    lines = BudgetLine.objects.visible_to(user).filter(fund="kcqg", year=year).exclude(province=None).with_totals()
    seen = (
        Project.objects.visible_to(user)
        .filter(track="national", source_url="", year=year, state__in=PLANNED)
        .order_by()
    )
    planned = dict(seen.values_list("province").annotate(number=Count("pk")))
    found = []
    for line in lines.select_related("province").order_by("province__sort_key", "pk"):
        totals = line.totals
        held = sum(totals[stage] for stage in totals if stage not in ("in", "out"))
        signed = sum(totals[stage] for stage in ("contracted", "advanced", "recoverable", "settled"))
        spent = sum(totals[stage] for stage in ("advanced", "recoverable", "settled"))
        found.append(
            {"line": line, "projects": planned.get(line.province_id, 0), "held": held, "signed": signed, "spent": spent}
        )
    return found
