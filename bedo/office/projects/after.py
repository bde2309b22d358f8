"""Theo dõi sau hỗ trợ: accepted shares with the three years in which their effects are asked; missing years stay visible."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bedo.core.clock import today
from bedo.core.text import search_words
from bedo.office.shell.exports import Part, Table, conditions_of, download
from bedo.office.shell.http import chips, methods, paginate, require
from bedo.projects import effects_due
from bedo.projects.models import Share
from bedo.projects.rules import effects

VIEW = "project.view"
ALL = ("", "Tất cả")
MARKS = {
    effects.ANSWERED: ("c-full", "ok"),
    effects.LATE: ("late", "bad"),
    effects.DUE: ("day", "wait"),
    effects.LATER: ("far", ""),
}


class FilterForm(forms.Form):
    """Conditions as they stand in the address. What cannot be read narrows nothing."""

    q = forms.CharField(label="Cơ sở, đề án", required=False, max_length=120)
    tt = forms.ChoiceField(
        label="Tình trạng", choices=[ALL, ("can-hoi", "Cần hỏi bây giờ"), ("thieu", "Quá hạn chưa hỏi")], required=False
    )
    nam = forms.TypedChoiceField(label="Năm nghiệm thu", coerce=int, empty_value=None, required=False)
    cb = forms.TypedChoiceField(label="Phụ trách", coerce=int, empty_value=None, required=False)
    noi = forms.TypedChoiceField(label="Địa bàn nay", coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any, *, choices: dict[str, Iterable[tuple[Any, str]]]):
        super().__init__(data)
        for name, rows in choices.items():
            self.fields[name].choices = [ALL, *rows]
        self.full_clean()


def _choices(seen: QuerySet[Share]) -> dict[str, list[tuple[Any, str]]]:
    years = seen.order_by().annotate(year=ExtractYear("accepted")).values_list("year", flat=True).distinct()
    people = (
        seen.exclude(project__officer=None).values_list("project__officer", "project__officer__full_name").distinct()
    )
    places = seen.exclude(establishment=None).values_list(
        "establishment__place_now", "establishment__place_now__name", "establishment__place_now__sort_key"
    )
    named = sorted(set(places.distinct()), key=lambda row: row[2])
    return {
        "nam": [(year, str(year)) for year in sorted(years, reverse=True)],
        "cb": sorted(set(people), key=lambda row: row[1]),
        "noi": [(pk, name) for pk, name, _ in named],
    }


def _asked(request: HttpRequest) -> tuple[FilterForm, QuerySet[Share]]:
    """The form as the address fills it, and the shares it names: the oldest acceptance first."""
    require(request, VIEW)
    seen = effects_due.accepted_shares(request.user)
    form = FilterForm(request.GET, choices=_choices(seen))
    given, rows = form.cleaned_data, seen
    if given.get("tt"):
        rows = {"can-hoi": effects_due.to_ask, "thieu": effects_due.lacking}[given["tt"]](rows, today())
    if given.get("nam"):
        rows = rows.filter(accepted__year=given["nam"])
    if given.get("cb"):
        rows = rows.filter(project__officer=given["cb"])
    if given.get("noi"):
        rows = rows.filter(establishment__place_now=given["noi"])
    for word in search_words(given.get("q") or ""):
        rows = rows.filter(project__search_text__contains=word)
    return form, effects_due.whole(rows).order_by("accepted", "pk")


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """Every accepted share with its years 1, 2, 3; a fixed number of queries."""
    form, rows = _asked(request)
    page = paginate(request, rows)
    shown = effects_due.with_years(page.object_list, today())
    context = {
        "page": page,
        "rows": [
            (row, [(*MARKS[one.state], effects.ASKED_WORDS[one.state], one) for one in row.years]) for row in shown
        ],
        "form": form,
        "chips": chips(request, form, named=("nam", "cb")),
        "only_samples": bool(shown) and all(row.share.project.is_sample for row in shown),
        "to_ask": effects_due.to_ask(rows, today()).count(),
    }
    return render(request, "office/projects/after.html", context)


def _year(number: int) -> Any:
    def told(row: effects_due.Row, _: Any) -> str:
        one = row.state(number)
        return f"{one.year}: {effects.ASKED_WORDS[one.state]}" if one else ""

    return told


PARTS = (
    Part("Mã", lambda row, _: row.share.project.code, width=18),
    Part("Tên đề án", lambda row, _: row.share.project.title, width=52),
    Part("Đơn vị thụ hưởng", lambda row, _: row.share.label, width=36),
    Part("Địa bàn nay", lambda row, _: row.share.establishment.place_now.label if row.share.establishment else ""),
    Part("Ngày nghiệm thu", lambda row, _: row.accepted, "day"),
    *(Part(f"Năm thứ {number}", _year(number), width=22) for number in effects.YEARS),
    Part("Người phụ trách", lambda row, _: row.share.project.officer.full_name if row.share.project.officer else ""),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.share.project.is_sample else ""),
)


def _file(request: HttpRequest) -> Table:
    form, rows = _asked(request)
    found = effects_due.with_years(rows, today())
    return Table(
        "theo-doi-sau-ho-tro", "Theo dõi sau hỗ trợ", "phần hỗ trợ", PARTS, found, len(found), **conditions_of(form)
    )


export = download(_file, PARTS)
