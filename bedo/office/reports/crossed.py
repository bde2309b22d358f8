"""Bảng tổng hợp: projects and money by province, year and content; every number opens its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from bedo.core.clock import today
from bedo.office.shell.exports import Part, Table, conditions_of, download
from bedo.office.shell.figures import grouped
from bedo.office.shell.http import chips, methods, paginate, provinces_with, require
from bedo.office.shell.quick import esc
from bedo.places.models import Unit
from bedo.programmes import queries as law
from bedo.programmes.rules import Content
from bedo.reports import figures
from bedo.reports.figures import Crossed, Where

RIGHT = "report.view"
PER_PAGE = 100
CODES = (
    "projects_planned",
    "projects_finished",
    "support",
    "money_planned",
    "money_contracted",
    "money_advanced",
    "money_settled",
)
MONEY = frozenset(CODES[2:])
WORDS = {
    "projects_planned": "Đề án kế hoạch", "projects_finished": "Đề án hoàn thành", "support": "Hỗ trợ theo đề án", "money_planned": "Đã bố trí",
    "money_contracted": "Đã ký hợp đồng", "money_advanced": "Đã chi, tạm ứng", "money_settled": "Đã quyết toán",
}  # fmt: skip
ON_PHONE = ("money_planned", "money_advanced", "money_settled")
NO_CONTENT = "Không thuộc đề án"


class FilterForm(forms.Form):
    """Conditions as they stand in the address. What cannot be read narrows nothing."""

    tinh = forms.TypedChoiceField(label="Tỉnh", coerce=int, empty_value=None, required=False)
    nam = forms.TypedChoiceField(label="Năm", coerce=int, empty_value=None, required=False)
    noi_dung = forms.ChoiceField(label="Nội dung", required=False)

    def __init__(self, data: Any, *, provinces: list[Unit], years: Iterable[int], contents: dict[str, str]):
        super().__init__(data)
        everything = ("", "Tất cả")
        self.fields["tinh"].choices = [everything, *((unit.pk, unit.label) for unit in provinces)]
        self.fields["nam"].choices = [everything, *((year, str(year)) for year in years)]
        named = sorted(contents.items(), key=lambda pair: pair[1])
        self.fields["noi_dung"].choices = [everything, *named]
        if len(provinces) < 2:
            del self.fields["tinh"]
        self.full_clean()


class Asked:
    """What the address asks for, read once: the filter, the rows, their sums. Five queries."""

    def __init__(self, request: HttpRequest):
        require(request, RIGHT)
        self.provinces = {unit.pk: unit for unit in provinces_with(request.user, RIGHT)}
        self.contents = {row.key: row.name for row in law.rows(Content)}
        year = today().year
        data = request.GET if "nam" in request.GET else {**request.GET.dict(), "nam": str(year)}
        self.form = FilterForm(
            data,
            provinces=list(self.provinces.values()),
            years=range(year + 1, year - 30, -1),
            contents=self.contents,
        )
        given = self.form.cleaned_data
        where = Where(self.provinces.get(given.get("tinh")), year=given.get("nam"), content=given.get("noi_dung") or "")
        self.rows = figures.crossed(
            CODES, where, ("province_now", "year", "content"), request.user.grants.provinces_with(RIGHT)
        )
        self.sums = {code: sum(row.values[code] for row in self.rows) for code in CODES}

    def place(self, row: Crossed) -> str:
        unit = self.provinces.get(row.key["province_now"])
        return unit.label if unit else "Bộ Công Thương"

    def year(self, row: Crossed) -> str:
        return str(row.key["year"] or "không rõ")

    def content(self, row: Crossed) -> str:
        return self.contents.get(row.key["content"], row.key["content"]) or NO_CONTENT


@methods(read=["GET"])
def table(request: HttpRequest) -> HttpResponse:
    """A hundred rows a page; sums over all of them."""
    asked = Asked(request)
    page = paginate(request, asked.rows, PER_PAGE)
    context = {
        "page": page,
        "body": _body(asked, page.object_list),
        "form": asked.form,
        "chips": chips(request, asked.form, named=("nam",)),
        "heads": [(WORDS[code], "đồng" if code in MONEY else "đề án") for code in CODES],
        "sums": list(asked.sums.values()),
    }
    return render(request, "office/reports/crossed.html", context)


def _body(asked: Asked, rows: Iterable[Crossed]) -> SafeString:
    """The rows of the table as HTML, written at once: a hundred rows have seven hundred linked numbers."""
    pages = {code: reverse("office:reports:figure", args=[code]) for code in CODES}
    return mark_safe("".join(_row(asked, row, pages) for row in rows))  # noqa: S308 - each part is escaped


def _row(asked: Asked, row: Crossed, pages: Mapping[str, str]) -> str:
    """Without place, year or content there is no filter that finds just these records: then its numbers are plain."""
    key = {"tinh": row.key["province_now"], "nam": row.key["year"], "noi_dung": row.key["content"]}
    query = escape(f"?{urlencode(key)}") if all(key.values()) else ""
    cells, on_phone = [], []
    for code, value in row.values.items():
        number = grouped(value)
        link = f'<a href="{pages[code]}{query}">{number}</a>' if query and value else number
        cells.append(f'<td class="num{"" if code == CODES[0] else " lo"}">{link}')
        if code in ON_PHONE and value:
            on_phone.append(f'<span class="s2">{WORDS[code]}: {number}</span>')
    where = f"{esc(asked.place(row))} · năm {asked.year(row)}"
    head = f'<tr><th scope="row">{esc(asked.content(row))}<span class="s2">{where}</span><span class="pho">{"".join(on_phone)}</span></th>'
    return head + "".join(cells)


PARTS = (
    Part("Tỉnh", lambda row, asked: asked.place(row)),
    Part("Năm", lambda row, asked: asked.year(row)),
    Part("Nội dung", lambda row, asked: asked.content(row), width=44),
    *(
        Part(
            f"{WORDS[code]} ({'đồng' if code in MONEY else 'đề án'})",
            lambda row, _, code=code: row.values[code],
            "money" if code in MONEY else "count",
        )
        for code in CODES
    ),
)


def _file(request: HttpRequest) -> Table:
    asked = Asked(request)
    title = "Bảng tổng hợp đề án và kinh phí"
    return Table("bang-tong-hop", title, "dòng", PARTS, asked.rows, len(asked.rows), asked, **conditions_of(asked.form))


export = download(_file, PARTS)
