"""Đối chiếu số liệu: every relation with what it comes to, its terms and sources, and what could explain a gap."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core.moves import Refused
from bedo.office.reports.figures import seen_provinces
from bedo.office.reports.forms import StatedForm
from bedo.office.shell.http import form_errors, methods, require, sent_version
from bedo.places.models import Unit
from bedo.reports import relations, services
from bedo.reports.models import Relation

RIGHT = "report.view"
UNITS = [
    "đồng",
    "triệu đồng",
    "tỷ đồng",
    "đồng/năm",
    "tỷ đồng/năm",
    "đề án",
    "cơ sở",
    "người",
    "năm",
    "%",
    "đồng/đề án",
]
SHOWN = {"": "Tất cả", "khong-dung": "Không đúng", "dung": "Đúng", "khong-ro": "Không so được"}
WANTED = {"khong-dung": False, "dung": True, "khong-ro": None}


class RelationForm(forms.Form):
    """A relation as a person writes it."""

    name = forms.CharField(label="Quan hệ này nói gì", max_length=200)
    expression = forms.CharField(
        label="Biểu thức",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: F003-04 + F003-09 = F003-02; years(F003-05) * F003-05; so sánh bằng =, <=, >=; đặt cạnh nhau bằng ~.",
    )
    unit = forms.ChoiceField(label="Tính theo", choices=[(one, one) for one in UNITS])
    note = forms.CharField(label="Ghi chú", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """What does not hold comes first."""
    require(request, RIGHT)
    found = relations.checked(request.user)
    rows, chosen = shown_of(found, request.GET.get("xem", ""))
    counts = {code: sum(one.holds is wanted for one in found) for code, wanted in WANTED.items()}
    context = {
        "rows": rows,
        "filters": [(code, word, counts.get(code, len(found)), code == chosen) for code, word in SHOWN.items()],
        "may_state": request.user.grants.any(services.STATE),
    }
    return render(request, "office/reports/comparing.html", context)


def shown_of(found: list[relations.Checked], chosen: str) -> tuple[list[relations.Checked], str]:
    """Those with the result asked for, what does not hold first; and the result asked for ("" all)."""
    chosen = chosen if chosen in WANTED else ""
    rows = [one for one in found if not chosen or one.holds is WANTED[chosen]]
    return sorted(rows, key=lambda one: (one.holds is not False, one.holds is None)), chosen


@methods(read=["GET"], write=["POST"])
def relate(request: HttpRequest) -> HttpResponse:
    """A new relation is reckoned at once; what is wrong with it is said beside its field."""
    require(request, services.STATE)
    form, status = RelationForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                row = services.relate(**form.cleaned_data, by=request.user)
                messages.success(request, f"Đã ghi và đối chiếu quan hệ {row.code}.")
                return redirect("office:reports:comparing")
            except Refused as refusal:
                status = form_errors(form, refusal)
        else:
            status = form_errors(form)
    context = {"form": form, "terms": relations.terms_for(request.user, request.GET.get("tim", ""))}
    return render(request, "office/reports/relate.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def state(request: HttpRequest) -> HttpResponse:
    """A figure that somebody printed, with its source; expressions may name it afterwards."""
    require(request, services.STATE)
    provinces = {str(unit.pk): unit for unit in seen_provinces(request.user, services.STATE)}
    form, status = StatedForm(request.POST or None, provinces=provinces.values()), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return _stated(request, provinces, form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
        else:
            status = form_errors(form)
    return render(request, "office/reports/state.html", {"form": form}, status=status)


def _stated(request: HttpRequest, provinces: dict[str, Unit], told: dict[str, Any]) -> HttpResponse:
    row = services.state_figure(
        province=provinces[told["province"]],
        measure=told["measure"],
        years=(told["year_from"], told["year_to"] or told["year_from"]),
        printed=told["printed"],
        kind=told["kind"],
        source=told["source"],
        note=told["note"],
        by=request.user,
    )
    messages.success(
        request, f"Đã ghi số liệu {row.origin.rpartition(':')[2]}; biểu thức đối chiếu gọi nó bằng tên này."
    )
    return redirect("office:reports:detail", row.province_id)


@methods(write=["POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    require(request, services.STATE)
    row = get_object_or_404(Relation.objects.visible_to(request.user).select_related("province"), pk=pk)
    services.drop_relation(relation=row, version=sent_version(request), by=request.user)
    messages.success(request, f"Đã bỏ quan hệ {row.code}.")
    return redirect("office:reports:comparing")
