"""Bàn làm việc, by role; and the weekly page of a director."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bedo.core.clock import today
from bedo.core.types import Dong
from bedo.ledger import queries as ledger_queries
from bedo.office.desk import keeping, provinces, weekly_sheet, work
from bedo.office.projects.stretches import STRETCHES
from bedo.office.shell.http import methods, require
from bedo.projects.models import Project
from bedo.projects.rules import states as s

OVERVIEW_ROLES = frozenset({"director", "appraiser", "approver_department", "approver_province", "finance"})
MINISTRY_ROLES = frozenset({"ministry_department", "ministry_minister"})


@methods(read=["GET"])
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me today, what is late."""
    user = request.user
    if user.grants.roles <= {"beneficiary"} and user.grants.roles:
        return render(request, "office/desk/own.html", {"day": today(), **work.own_things(user)})
    count = work.counts(user, today())
    tasks = work.tasks(user, count)
    request.rail_counts = {"desk": len(tasks)} if tasks else {}
    context: dict[str, Any] = {
        "day": today(),
        "tasks": tasks,
        "figures": _figures(count, tasks),
        "roles": user.grants.roles,
        "sees_projects": user.grants.any("project.view"),
        **_samples(tasks),
    }
    if "officer" in user.grants.roles:
        context |= _own_money(user)
    if user.grants.roles & OVERVIEW_ROLES:
        stages = _stages(user)
        context |= {"stages": stages, "sums": _sum(stages)}
    if user.grants.roles & MINISTRY_ROLES:
        context |= provinces.context(request)
    if "collaborator" in user.grants.roles:
        context |= {"wishes": work.recent_wishes(user), "mine": work.at_my_commune(user)}
    if user.grants.any("people.manage"):
        context |= keeping.context(user)
    return render(request, "office/desk/home.html", context)


def _figures(count: dict[str, int], tasks: list[work.Task]) -> list[dict[str, Any]]:
    waiting = sum(task.state == "received" for task in tasks)
    return [
        {"value": count["late"], "word": "Quá hạn", "hint": "đề án, khó khăn chờ tôi", "tone": "late" if count["late"] else "", "icon": "late", "url": "#cho-toi"},
        {"value": count["today"], "word": "Hạn hôm nay", "hint": "", "tone": "day" if count["today"] else "", "icon": "day"},
        {"value": count["soon"], "word": f"Trong {work.SOON} ngày tới", "hint": "", "icon": "soon"},
        {"value": count["all"], "word": "Đề án chờ tôi", "hint": "", "icon": "far"},
        {"value": waiting, "word": "Nhu cầu chờ thẩm tra", "hint": "", "icon": "pin"},
    ]  # fmt: skip


def _samples(tasks: list[work.Task]) -> dict[str, bool]:
    """The tag of sample data stands once in the head when all is sample, else on each row."""
    kinds = {task.is_sample for task in tasks}
    return {"all_sample": kinds == {True}, "mixed": kinds == {True, False}}


def _own_money(user: Any) -> dict[str, Any]:
    """Money by stage of the projects that the officer is responsible for, this year's and older."""
    rows = Project.objects.filter(officer=user).exclude(state__in=s.ENDED).values_list("pk", flat=True)[:500]
    groups = [f"project:{pk}" for pk in rows]
    total = ledger_queries.by_stage(ledger_queries.balances(groups=groups)) if groups else {}
    return {"money": total, "money_sum": Dong(sum(total.values())), "money_count": len(groups)}


def _stages(user: Any) -> list[dict[str, Any]]:
    """Projects and support by stretch of the road, with the late ones; one query."""
    mine = Project.objects.visible_to(user).filter(source_url="")
    rows = {
        row["state"]: row
        for row in mine.values("state")
        .annotate(count=Count("pk"), support=Sum("support"), late=Count("pk", filter=Q(due_on__lt=today())))
        .order_by()
    }
    listing = reverse("office:projects:list")
    found = []
    for key, stretch in STRETCHES.items():
        part = [rows[code] for code in stretch.states if code in rows]
        condition = key if len(stretch.states) > 1 else stretch.states[0]
        found.append(
            {
                "word": stretch.word,
                "count": sum(row["count"] for row in part),
                "support": Dong(sum(int(row["support"] or 0) for row in part)),
                "late": sum(row["late"] for row in part),
                "url": f"{listing}?trang-thai={condition}&goc=cua-minh",
            }
        )
    return found


def _sum(stages: list[dict[str, Any]]) -> dict[str, Any]:
    """The foot of the table of stretches."""
    return {name: sum(stage[name] for stage in stages) for name in ("count", "late")} | {
        "support": Dong(sum(stage["support"] for stage in stages))
    }


@methods(read=["GET"])
def weekly(request: HttpRequest) -> HttpResponse:
    """Phiếu giao ban tuần: the year's money, who is late and why, open difficulties, officers' load; one printable page."""
    require(request, "project.view")
    stages = _stages(request.user)
    context = {"day": today(), "stages": stages, "sums": _sum(stages), **weekly_sheet.context(request.user, today())}
    return render(request, "office/desk/weekly.html", context)
