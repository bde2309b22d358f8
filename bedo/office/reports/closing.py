"""Chốt số liệu: closing the figures of a period, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.periods import Period
from bedo.office.reports.figures import in_words, joined
from bedo.office.shell.exports import Part, Table, download
from bedo.office.shell.http import form_errors, methods, paginate, provinces_with, require
from bedo.places.models import Unit
from bedo.reports import closing
from bedo.reports.models import ClosedPeriod

RIGHT = "report.view"
YEARS_BACK = 12
MOST_SHOWN = 200
"""Changed records of one figure that the page lists."""


class CloseForm(forms.Form):
    """Which province and period to close."""

    tinh = forms.ChoiceField(label="Tỉnh")
    ky = forms.ChoiceField(label="Kỳ")

    def __init__(self, *args: Any, provinces: list[Unit], periods: list[Period], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["tinh"].choices = [(str(unit.pk), unit.label) for unit in provinces]
        self.fields["ky"].choices = [(_code(one), one.label[0].upper() + one.label[1:]) for one in periods]
        if len(provinces) == 1:
            self.fields["tinh"].widget = forms.HiddenInput()
            self.initial["tinh"] = str(provinces[0].pk)


def _code(period: Period) -> str:
    return f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"


def periods_over(day: date) -> list[Period]:
    """What may be closed on a day, the latest first: parts of this and last year, and whole years before."""
    found = [Period.year(year) for year in range(day.year, day.year - YEARS_BACK, -1)]
    for year in (day.year, day.year - 1):
        found += [Period.months(year, 1, 6), Period.months(year, 1, 9), Period.half(year, 2)]
        found += [Period.quarter(year, number) for number in range(1, 5)]
        found += [Period.month(year, number) for number in range(1, 13)]
    return sorted(
        (one for one in dict.fromkeys(found) if one.is_over(day)), key=lambda one: (one.last, one.days), reverse=True
    )


def _rows(request: HttpRequest) -> Any:
    require(request, RIGHT)
    rows = ClosedPeriod.objects.visible_to(request.user).select_related("province", "closed_by").defer("figures")
    return rows.order_by("-last", "province__sort_key", "-first", "-number")


@methods(read=["GET"], write=["POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Closed periods, and the form that closes another one."""
    page = paginate(request, _rows(request))
    provinces = provinces_with(request.user, closing.RIGHT)
    form, status = CloseForm(request.POST or None, provinces=provinces, periods=periods_over(today())), 200
    if request.method == "POST":
        require(request, closing.RIGHT)
        status = 422
        if form.is_valid():
            try:
                row = _close(request, form.cleaned_data, provinces)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã chốt số liệu {row}.")
                return redirect("office:reports:closed", row.pk)
    context = {
        "page": page,
        "form": form if provinces else None,
        "several": len({row.province_id for row in page.object_list}) > 1,
    }
    return render(request, "office/reports/closing.html", context, status=status)


def _close(request: HttpRequest, asked: dict[str, str], provinces: list[Unit]) -> ClosedPeriod:
    period = next(one for one in periods_over(today()) if _code(one) == asked["ky"])
    province = next(one for one in provinces if str(one.pk) == asked["tinh"])
    return closing.close_period(province=province, period=period, by=request.user, today=today())


@dataclass(frozen=True)
class Line:
    """One figure on the page: closed, now, and its changed records in words."""

    one: closing.Compared
    records: list[dict[str, Any]]
    more: int


def _lines(row: ClosedPeriod) -> list[Line]:
    return [Line(one, _in_words(one), max(len(one.records) - MOST_SHOWN, 0)) for one in closing.compare(row)]


def _in_words(one: closing.Compared) -> list[dict[str, Any]]:
    """The records that changed, with their addresses; one that is gone is told by its number."""
    wanted = one.records[:MOST_SHOWN]
    model = one.figure.rows().model
    rows = list(joined(model.objects.filter(pk__in=[record.pk for record in wanted])))
    there = {row.pk: words for row, words in zip(rows, in_words(rows), strict=True)}
    gone = {"sub": "", "url": ""}
    return [
        {
            **there.get(record.pk, {**gone, "words": f"Bản ghi số {record.pk} (đã rút)"}),
            "before": record.before,
            "after": record.after,
        }
        for record in wanted
    ]


def in_scope(request: HttpRequest, pk: int) -> ClosedPeriod:
    """The closed period, or 404 outside the person's scope."""
    require(request, RIGHT)
    rows = ClosedPeriod.objects.visible_to(request.user).select_related("province", "closed_by")
    return get_object_or_404(rows, pk=pk)


@methods(read=["GET"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What was closed beside what is now."""
    row = in_scope(request, pk)
    lines = _lines(row)
    context = {
        "row": row,
        "lines": lines,
        "changed": [line for line in lines if line.one.has_changed],
        "is_sound": closing.digest(row) == row.sha256,
        "year": row.first.year if row.period.whole_months == closing.WHOLE_YEAR else None,
    }
    return render(request, "office/reports/closed.html", context)


PARTS = (
    Part("Số liệu", lambda line, _: line.one.figure.name, width=44),
    Part("Đơn vị tính", lambda line, _: line.one.figure.unit),
    Part("Đã chốt", lambda line, _: line.one.closed, "number", 20),
    Part("Nay", lambda line, _: line.one.now, "number", 20),
    Part("Chênh lệch", lambda line, _: line.one.difference, "number", 20),
    Part("Bản ghi thay đổi", lambda line, _: len(line.one.records), "number"),
)


def _file(request: HttpRequest, pk: int) -> Table:
    row = in_scope(request, pk)
    lines = _lines(row)
    about = [("Tỉnh", row.province.label), ("SHA-256", row.sha256)]
    return Table("so-lieu-chot", f"Số liệu đã chốt, {row}", "số liệu", PARTS, lines, len(lines), about=about)


export = download(_file, PARTS)
