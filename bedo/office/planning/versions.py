"""What was submitted each time, with what changed since the time before and the remarks it came back with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bedo.office.planning.views import in_scope
from bedo.office.shell.http import methods
from bedo.planning import versions
from bedo.planning.models import PlanVersion, YearPlan


def _all(plan: YearPlan) -> list[PlanVersion]:
    rows = plan.versions.select_related("submitted_by", "sent_back__by")
    return list(rows.order_by("number"))


def change_of(plan: YearPlan) -> dict[str, Any]:
    """What the last submission changed against the one before; empty for a first one. One query."""
    newest = list(plan.versions.select_related("sent_back").order_by("-number")[:2])
    if len(newest) < 2:
        return {}
    return {"before_version": newest[1], "difference": versions.difference(newest[1], newest[0])}


@methods(read=["GET"])
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions, the newest first, each with its difference from the one before."""
    plan = in_scope(request, pk)
    found = _all(plan)
    rows = [
        (version, versions.difference(found[place - 1], version) if place else None)
        for place, version in enumerate(found)
    ]
    return render(request, "office/planning/versions.html", {"plan": plan, "rows": rows[::-1]})


@methods(read=["GET"])
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version as it was submitted."""
    plan = in_scope(request, pk)
    found = get_object_or_404(plan.versions.select_related("submitted_by", "sent_back__by"), number=number)
    context = {"plan": plan, "version": found, "lines": versions.lines(found), "taken": found.snapshot}
    return render(request, "office/planning/version.html", context)
