"""Điều chỉnh, ngừng: the requests of the person's provinces, by what the address asks for."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bedo.core.clock import today
from bedo.core.text import search_words
from bedo.office.changes import show
from bedo.office.changes.forms import FilterForm
from bedo.office.shell.http import chips, methods, paginate, require
from bedo.projects.models import ChangeRequest, Project
from bedo.projects.rules import changes as rules


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """Newest first, open ones before decided ones; a fixed number of queries."""
    require(request, "project.view")
    seen = ChangeRequest.objects.filter(project__in=Project.objects.visible_to(request.user))
    provinces, years = _choices(seen)
    form = FilterForm(request.GET, years=years, provinces=provinces)
    rows = matching(seen, form.cleaned_data)
    page = paginate(request, rows.select_related("project__province", "share__establishment"))
    day = today()
    for row in page.object_list:
        row.title, row.who, row.waited = show.title_of(row), show.body_word(row.body), (day - row.asked_on).days
        row.mark = (show.TONES[row.state][0], rules.STATES[row.state], show.TONES[row.state][1])
    context = {
        "page": page,
        "form": form,
        "chips": chips(request, form, named=("nam",)),
        "several": len(provinces) > 1,
        "day": day,
        "only_samples": bool(page.object_list) and all(row.project.is_sample for row in page.object_list),
    }
    return render(request, "office/changes/list.html", context)


def matching(seen: QuerySet[ChangeRequest], given: dict[str, Any]) -> QuerySet[ChangeRequest]:
    """Requests that meet every condition: open ones first, then the newest."""
    rows = seen
    for word in search_words(given.get("q") or ""):
        rows = rows.filter(project__search_text__contains=word)
    state = given.get("tt")
    if state == "mo":
        rows = rows.filter(state__in=rules.OPEN)
    exact = {
        "state": state if state != "mo" else "",
        "body": given.get("cap"),
        "change": given.get("loai"),
        "asked_on__year": given.get("nam"),
        "project__province": given.get("tinh"),
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    waits = Case(When(state__in=rules.OPEN, then=Value(0)), default=Value(1))
    return rows.order_by(waits, "-asked_on", "-pk")


def _choices(seen: QuerySet[ChangeRequest]) -> tuple[list[tuple[int, str]], list[int]]:
    """Provinces and years that occur, in one query."""
    found = seen.order_by().values_list("project__province", "project__province__name", ExtractYear("asked_on"))
    rows = set(found.distinct())
    provinces = sorted({(pk, name) for pk, name, _ in rows}, key=lambda row: row[1])
    return provinces, sorted({year for _, _, year in rows}, reverse=True)
