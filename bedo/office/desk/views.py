"""Bàn làm việc, by role; and the weekly page of a director."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bedo.core.clock import today
from bedo.core.types import Dong
from bedo.ledger import queries as ledger_queries
from bedo.office.desk import work
from bedo.office.shell.http import methods, require
from bedo.projects.models import ProgressReport, Project
from bedo.projects.rules import states as s

OVERVIEW_ROLES = frozenset(
    {"director", "approver_department", "approver_province", "ministry_department", "ministry_minister"}
)


@methods(read=["GET"])
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me today, what is late."""
    user = request.user
    if user.grants.roles <= {"beneficiary"} and user.grants.roles:
        return render(request, "office/desk/own.html", {"day": today(), **work.own_things(user)})
    tasks, count = work.tasks(user), work.counts(user, today())
    request.rail_counts = {"desk": len(tasks)}
    context: dict[str, Any] = {
        "day": today(),
        "tasks": tasks,
        "figures": _figures(count, tasks),
        "roles": user.grants.roles,
        **_samples(tasks),
    }
    if "officer" in user.grants.roles:
        context |= _own_money(user)
    if user.grants.roles & OVERVIEW_ROLES:
        context |= {"stages": _stages(user)}
    return render(request, "office/desk/home.html", context)


def _figures(count: dict[str, int], tasks: list[work.Task]) -> list[dict[str, Any]]:
    listing = reverse("office:projects:list")
    waiting = sum(task.state == "received" for task in tasks)
    return [
        {"value": count["late"], "word": "Quá hạn", "hint": "đề án chờ tôi", "tone": "late" if count["late"] else "", "icon": "late", "url": f"{listing}?tre=1"},
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
    for word, codes in work.STAGES:
        part = [rows[code] for code in codes if code in rows]
        found.append(
            {
                "word": word,
                "count": sum(row["count"] for row in part),
                "support": Dong(sum(int(row["support"] or 0) for row in part)),
                "late": sum(row["late"] for row in part),
                "url": f"{listing}?{'&'.join(f'tt={code}' for code in codes)}",
            }
        )
    return found


@methods(read=["GET"])
def weekly(request: HttpRequest) -> HttpResponse:
    """Phiếu giao ban tuần: plan against done, danger, officers' load, one printable page."""
    require(request, "project.view")
    seen = Project.objects.visible_to(request.user).filter(source_url="")
    live = seen.exclude(state__in=s.ENDED)
    late = list(live.late(today()).select_related("officer", "place_now").order_by("due_on")[:50])
    load = live.values("officer__full_name").annotate(
        count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today())), support=Sum("support")
    )
    recent = (
        ProgressReport.objects.filter(share__project__in=live.values("pk"))
        .select_related("share__project")
        .order_by("-submitted_on", "-pk")[:10]
    )
    context = {
        "day": today(),
        "stages": _stages(request.user),
        "late": late,
        "load": list(load.order_by(F("late").desc(), F("count").desc())),
        "recent": list(recent),
    }
    return render(request, "office/desk/weekly.html", context)
