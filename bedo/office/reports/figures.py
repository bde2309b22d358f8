"""The system's own figures: their list, and one figure with its breakdown, its records and what others printed of the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bedo.core.clock import today
from bedo.ledger import holders
from bedo.ledger.models import Account, Transfer
from bedo.ledger.rules import STAGES
from bedo.network.models import Attendance, Course, CourseClass
from bedo.office.shell.http import methods, paginate, require
from bedo.places.models import Unit
from bedo.programmes import queries as law
from bedo.programmes.rules import Content
from bedo.projects.models import Effect, Project, Share, Wish
from bedo.reports import closing, figures
from bedo.reports.figures.asking import DIMENSIONS
from bedo.reports.figures.targets import reached

RIGHT = "report.view"
HELPERS = frozenset({"investment_known", "support_known", "income_told", "income_answers"})
"""Figures that only serve a ratio: reached from it, not listed."""


class WhereForm(forms.Form):
    """Which records count, and by what they are broken down. It lives in the address."""

    nam = forms.IntegerField(label="Năm", required=False, min_value=1995, max_value=2100)
    tinh = forms.ChoiceField(label="Tỉnh", required=False)
    noi_dung = forms.ChoiceField(label="Nội dung", required=False)
    theo = forms.ChoiceField(label="Chia theo", required=False)

    def __init__(self, *args: Any, provinces: list[Unit], dimensions: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["tinh"].choices = [("", "Mọi tỉnh được xem"), *((str(unit.pk), unit.label) for unit in provinces)]
        self.fields["theo"].choices = [("", "Không chia"), *((code, DIMENSIONS[code]) for code in dimensions)]
        if "content" in dimensions:
            named = sorted(((row.key, row.name) for row in law.rows(Content)), key=lambda pair: pair[1])
            self.fields["noi_dung"].choices = [("", "Mọi nội dung"), *named]
        else:
            del self.fields["noi_dung"]


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """Every figure of this year so far with its definition."""
    require(request, RIGHT)
    year = today().year
    return render(request, "office/reports/figures.html", {"rows": all_of_year(request.user, year), "year": year})


def all_of_year(user: Any, year: int) -> list[tuple[figures.Figure, figures.Value]]:
    """Every figure of a year that is listed for the person, with its value."""
    where = figures.Where(year=year)
    listed = [one for one in figures.REGISTRY.values() if one.code not in HELPERS and may_see(user, one)]
    return [(one, figures.value(one.code, where, user)) for one in listed]


def may_see(user: Any, figure: figures.Figure) -> bool:
    """Does the person hold the right that opens its records somewhere?"""
    return not figure.right or user.grants.any(figure.right)


@methods(read=["GET"])
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One figure; its records add up to it."""
    figure = named(request, code)
    form = where_form(request, figure)
    where = where_of(form)
    unit, by = where.province, form.cleaned_data.get("theo", "") if form.is_valid() else ""
    page = paginate(request, joined(figures.records(code, where, request.user)))
    context = {
        "figure": figure,
        "form": form,
        "value": figures.value(code, where, request.user),
        "before": figures.value(code, replace(where, year=where.year - 1), request.user) if where.year else None,
        "rows": figures.breakdown(code, where, by, request.user) if by else [],
        "by": DIMENSIONS.get(by, ""),
        "stated": [] if where.content else figures.stated(code, where, request.user),
        "closed": None if where.content else closing.latest(unit, where.year, code),
        "reached": reached(code, where, request.user),
        "page": page,
        "records": in_words(page.object_list),
        "over": [figures.REGISTRY[one] for one in figure.over] if figure.over else [],
    }
    return render(
        request, "office/reports/figure.html", context, status=200 if not form.is_bound or form.is_valid() else 422
    )


def named(request: HttpRequest, code: str) -> figures.Figure:
    """The figure of that code, for who may see figures and what stands behind this one."""
    require(request, RIGHT)
    figure = figures.REGISTRY.get(code)
    if figure is None:
        raise Http404("no such figure")
    if figure.right:
        require(request, figure.right)
    return figure


def where_form(request: HttpRequest, figure: figures.Figure) -> WhereForm:
    """The conditions of the address for this figure."""
    provinces = seen_provinces(request.user, RIGHT)
    return WhereForm(request.GET or None, provinces=provinces, dimensions=list(figure.lookups))


def where_of(form: WhereForm) -> figures.Where:
    """What they ask for; all that the person may see when they cannot be read."""
    asked = form.cleaned_data if form.is_valid() else {}
    unit = Unit.objects.filter(pk=asked["tinh"]).first() if asked.get("tinh") else None
    return figures.Where(unit, year=asked.get("nam"), content=asked.get("noi_dung") or "")


def seen_provinces(user: Any, right: str) -> list[Unit]:
    """Provinces in which the person holds the right, and those of earlier days that went into them."""
    held = user.grants.provinces_with(right)
    rows = Unit.objects.provinces()
    if held is not None:
        rows = rows.filter(pk__in=held) | Unit.objects.provinces().filter(became__new__in=held)
    return list(rows.distinct().order_by("sort_key", "pk"))


JOINED = {Project: (), Share: ("project", "establishment"), Effect: ("share__project", "share__establishment"),
          Wish: ("establishment",), Transfer: ("line",), Account: ("line",),
          Course: (), CourseClass: ("course",), Attendance: ("member", "course_class__course")}  # fmt: skip


def joined(rows: Any) -> Any:
    """The records with what their words need."""
    return rows.select_related(*JOINED[rows.model]) if JOINED[rows.model] else rows


def in_words(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Records in words with their addresses and what each adds; holders of money are looked up at once."""
    everything = list(rows)
    named = holders.named(row.holder for row in everything if isinstance(row, Account))
    return [{**_words(row, named), "adds": getattr(row, "adds", None)} for row in everything]


def _words(row: Any, named: Mapping[str, holders.Holder]) -> dict[str, str]:
    if isinstance(row, Project):
        words, sub, url = row.title or row.code, row.code, reverse("office:projects:detail", args=[row.pk])
    elif isinstance(row, Share):
        words, sub, url = row.label, row.project.title, reverse("office:projects:detail", args=[row.project_id])
    elif isinstance(row, Effect):
        words, sub = row.share.label, f"{row.share.project.title}, theo dõi năm {row.year}"
        url = reverse("office:projects:detail", args=[row.share.project_id])
    elif isinstance(row, Wish):
        words, sub, url = row.establishment.name, row.code, reverse("office:wishes:detail", args=[row.pk])
    elif isinstance(row, Account):
        words, sub = named[row.holder].label, f"{STAGES[row.stage]} · {row.line.name}"
        url = f"{reverse('office:money:transfers', args=[row.line_id])}?{urlencode({'giai_doan': row.stage, 'ai': row.holder})}"
    elif isinstance(row, Transfer):
        words, sub, url = row.label, f"{row.on:%d/%m/%Y}", reverse("office:money:transfer", args=[row.pk])
    else:
        words, sub, url = _of_training(row)
    return {"words": words, "sub": sub, "url": url}


def _of_training(row: Any) -> tuple[str, str, str]:
    """A course, a class or an attendance: words, what stands beneath, address."""
    if isinstance(row, Course):
        query = urlencode({"q": row.name, "nam": row.from_on.year})
        return row.name, f"từ {row.from_on:%d/%m/%Y}", f"{reverse('office:network:sheet', args=['course'])}?{query}"
    held = row.course_class if isinstance(row, Attendance) else row
    words = row.member.full_name if isinstance(row, Attendance) else held.name
    sub = f"{held.course.name} · {held.name} · từ {held.from_on:%d/%m/%Y}"
    return words, sub, reverse("office:network:class", args=[held.pk])
