"""Biểu tổng hợp đề án đăng ký: the registrations of all provinces for a year, checked; as a page and as a file (Mẫu 2)."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bedo.core.clock import today
from bedo.office.shell.exports import Part, Table, conditions_of, download
from bedo.office.shell.http import chips, methods, paginate, require
from bedo.office.shell.labels import state_word
from bedo.programmes import queries as law
from bedo.programmes.rules import Content
from bedo.projects import merging
from bedo.projects.models import RegistrationSet

VIEW = "project.view"
ALL = ("", "Tất cả")
ANY = "co"


class FilterForm(forms.Form):
    """Conditions as they stand in the address. What cannot be read narrows nothing."""

    tinh = forms.TypedChoiceField(label="Tỉnh", coerce=int, empty_value=None, required=False)
    noi_dung = forms.ChoiceField(label="Nội dung", required=False)
    kiem_tra = forms.ChoiceField(
        label="Kiểm tra", choices=[ALL, (ANY, "Có chỗ cần xem"), *merging.PROBLEMS.items()], required=False
    )
    nam = forms.TypedChoiceField(label="Năm kế hoạch", coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any, *, years: list[int], provinces: Any, contents: Any):
        super().__init__(data)
        self.fields["nam"].choices = [(year, str(year)) for year in years]
        self.fields["tinh"].choices = [ALL, *provinces]
        self.fields["noi_dung"].choices = [ALL, *contents]
        if len(provinces) < 2:
            del self.fields["tinh"]
        self.full_clean()


class Asked:
    """What the address asks for, read once."""

    def __init__(self, request: HttpRequest):
        seen = RegistrationSet.objects.visible_to(request.user)
        self.day: date = today()
        self.years = list(seen.order_by("-year").values_list("year", flat=True).distinct()) or [self.day.year + 1]
        named = request.GET.get("nam", "")
        self.year = int(named) if named in map(str, self.years) else self.years[0]
        self.entries = merging.merged(request.user, self.year, self.day)
        self.names = {row.key: row.name for row in law.rows(Content)}
        provinces = dict.fromkeys((one.project.province_id, one.project.province.name) for one in self.entries)
        contents = sorted({(one.project.content, self.content(one)) for one in self.entries}, key=lambda pair: pair[1])
        data = request.GET.copy()
        data["nam"] = str(self.year)
        self.form = FilterForm(data, years=self.years, provinces=list(provinces), contents=contents)
        self.rows = self._matching()

    def content(self, entry: merging.Entry) -> str:
        return self.names.get(entry.project.content, entry.project.content)

    def _matching(self) -> list[merging.Entry]:
        given = self.form.cleaned_data
        kind = given.get("kiem_tra")
        return [
            one
            for one in self.entries
            if (not given.get("tinh") or one.project.province_id == given["tinh"])
            and (not given.get("noi_dung") or one.project.content == given["noi_dung"])
            and (not kind or (bool(one.problems) if kind == ANY else kind in one.kinds))
        ]

    def url(self, **conditions: Any) -> str:
        return f"?{urlencode({'nam': self.year, **conditions})}"


@methods(read=["GET"])
def table(request: HttpRequest) -> HttpResponse:
    """The merged table of a year with sums by province and content; a fixed number of queries."""
    require(request, VIEW)
    asked = Asked(request)
    whole = merging.Sums()
    for one in asked.entries:
        whole.add(one)
    context = {
        "asked": asked,
        "form": asked.form,
        "chips": [
            chip for chip in chips(request, asked.form, named=("nam",)) if not chip[0].startswith("Năm kế hoạch")
        ],
        "page": paginate(request, asked.rows),
        "whole": whole,
        "strip": [
            {"value": number, "word": merging.PROBLEMS[kind], "url": asked.url(kiem_tra=kind), "hint": ""}
            for kind, number in whole.by_kind.items()
        ],
        "provinces": _sums(
            asked, "province_id", {one.project.province_id: one.project.province.name for one in asked.entries}, "tinh"
        ),
        "contents": _sums(asked, "content", asked.names, "noi_dung"),
        "several": len({one.project.province_id for one in asked.entries}) > 1,
        "only_samples": bool(asked.rows) and all(one.project.is_sample for one in asked.rows),
    }
    return render(request, "office/projects/merged.html", context)


def _sums(asked: Asked, by: str, words: dict[Any, str], condition: str) -> list[dict[str, Any]]:
    rows = merging.sums(asked.entries, by)
    return [
        {
            "word": words.get(key, key),
            "sums": found,
            "url": asked.url(**{condition: key}),
            "wrong_url": asked.url(**{condition: key, "kiem_tra": ANY}),
        }
        for key, found in sorted(rows.items(), key=lambda pair: -pair[1].fund)
    ]


def _dossier(name: str) -> Any:
    return lambda one, asked: getattr(getattr(one.project, "dossier", None), name, "")


def _time(one: merging.Entry, asked: Any) -> str:
    first, last = one.project.starts_on, one.project.ends_on
    return f"{first:%d/%m/%Y} đến {last:%d/%m/%Y}" if first and last else ""


PARTS = [
    Part("Tỉnh", lambda one, asked: one.project.province.name),
    Part("Mã", lambda one, asked: one.project.code),
    Part("Tên đề án", lambda one, asked: one.project.title),
    Part("Đơn vị thực hiện", lambda one, asked: one.project.implementer.name if one.project.implementer else ""),
    Part("Đơn vị thụ hưởng", lambda one, asked: one.project.beneficiary_names),
    Part("Địa điểm", lambda one, asked: one.project.place_now.label),
    Part("Nội dung khuyến công", lambda one, asked: asked.content(one)),
    Part("Mục tiêu", _dossier("goal")),
    Part("Nội dung chính", _dossier("content")),
    Part("Dự kiến kết quả", _dossier("effect")),
    Part("Thời gian thực hiện", _time),
    Part("Tổng kinh phí (đồng)", lambda one, asked: one.total, "money"),
    Part("Khuyến công quốc gia (đồng)", lambda one, asked: one.fund, "money"),
    Part("Đơn vị thụ hưởng đóng góp (đồng)", lambda one, asked: one.own, "money"),
    Part("Nguồn khác (đồng)", lambda one, asked: one.other, "money"),
    Part("Báo cáo đăng ký", lambda one, asked: one.sent.paper.label),
    Part("Ngày đăng ký", lambda one, asked: one.sent.sent_on, "day"),
    Part("Trạng thái", lambda one, asked: state_word(one.project.state, track="national")),
    Part("Cần xem", lambda one, asked: "; ".join(text for _, text in one.problems)),
    Part("Dữ liệu minh hoạ", lambda one, asked: "có" if one.project.is_sample else ""),
]
"""Columns of the part of Mẫu 2 that was read, with beneficiary, place and sources beside them."""


def _file(request: HttpRequest) -> Table:
    """The rows of the filter."""
    require(request, VIEW)
    asked = Asked(request)
    return Table(
        f"tong-hop-dang-ky-{asked.year}",
        f"Tổng hợp đề án đăng ký khuyến công quốc gia năm {asked.year}",
        "đề án",
        PARTS,
        asked.rows,
        len(asked.rows),
        asked,
        **conditions_of(asked.form),
        notes=[("Mẫu", "Theo phần đã đọc của Mẫu 2, Thông tư 36/2013/TT-BCT; các cột còn lại cần đối chiếu phụ lục")],
    )


export = download(_file, PARTS)
