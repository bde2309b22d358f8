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
from bedo.office.shell.exports import CHUNK, Part, Table, conditions_of, download
from bedo.office.shell.http import chips, methods, paginate, require
from bedo.projects.models import ChangeRequest, Project
from bedo.projects.rules import changes as rules


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """Newest first, open ones before decided ones; a fixed number of queries."""
    form, provinces, rows = asked(request)
    page = paginate(request, rows)
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


def asked(request: HttpRequest) -> tuple[FilterForm, list[tuple[int, str]], QuerySet[ChangeRequest]]:
    """What the address asks for: the form, the provinces to choose from, the rows in order."""
    require(request, "project.view")
    seen = ChangeRequest.objects.filter(project__in=Project.objects.visible_to(request.user))
    provinces, years = _choices(seen)
    form = FilterForm(request.GET, years=years, provinces=provinces)
    rows = matching(seen, form.cleaned_data)
    return form, provinces, rows.select_related("project__province", "share__establishment")


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


PARTS = (
    Part("Mã đề án", lambda row, _: row.project.code, width=18),
    Part("Tên đề án", lambda row, _: row.project.title, width=52),
    Part("Tỉnh", lambda row, _: row.project.province.name),
    Part("Thay đổi", lambda row, _: show.title_of(row), width=36),
    Part("Lý do", lambda row, _: row.reason, width=44),
    Part("Người quyết định", lambda row, _: show.body_word(row.body)),
    Part("Trạng thái", lambda row, _: rules.STATES[row.state]),
    Part("Đề nghị ngày", lambda row, _: row.asked_on, "day"),
    Part("Quyết định ngày", lambda row, _: row.decided_on, "day"),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.project.is_sample else ""),
)


def _file(request: HttpRequest) -> Table:
    form, _, rows = asked(request)
    lines = rows.iterator(chunk_size=CHUNK)
    return Table(
        "dieu-chinh", "Đề nghị điều chỉnh, ngừng", "đề nghị", PARTS, lines, rows.count(), **conditions_of(form)
    )


export = download(_file, PARTS)
