"""The rules on screen: tables, rows with their sources, confirmation by the Sở, newer rows, a calculator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core import log
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.text import fold
from bedo.office.programmes import show
from bedo.office.programmes.forms import CalculatorForm, ConfirmForm, RetireForm, RowForm, TableFilter, initial_of
from bedo.office.shell.http import form_errors, methods, paginate, require
from bedo.places.models import Unit
from bedo.programmes import queries, rules, services
from bedo.programmes.models import LegalText, RuleRow


def home_of(request: HttpRequest) -> Unit | None:
    """The province whose rules this person reads; None for the ministry."""
    organisation = request.user.organisation
    return organisation.province if organisation else None


def _code(unit: Unit | None) -> str:
    return unit.code if unit else ""


def _names() -> dict[str, str]:
    """Words for the codes of contents and of advance papers."""
    named = [*queries.rows(rules.Content), *queries.rows(rules.AdvancePaper)]
    return {row.key: row.name for row in named}


@methods(read=["GET"])
def table_list(request: HttpRequest) -> HttpResponse:
    """Every table: how many rows, how many stand today, how many of those nobody has checked."""
    require(request, "rule.view")
    home, day = home_of(request), today()
    tables = []
    for row_type in rules.TABLES.values():
        standing = {
            row.row_id: row.source(level, _code(home))
            for level in (rules.NATIONAL, rules.LOCAL)
            for row in queries.in_force(row_type, day, level, _code(home)).values()
            if _on_track(row, level)
        }
        open_rows = sum(not source.binding for source in standing.values())
        tables.append((show.Table.of(row_type), len(queries.rows(row_type)), len(standing), open_rows))
    context = {"tables": tables, "home": home, "day": day, "texts": LegalText.objects.count()}
    return render(request, "office/programmes/list.html", context)


@methods(read=["GET"])
def table_detail(request: HttpRequest, table: str) -> HttpResponse:
    """The rows of one table that stand on a day for a level, or all of them; each with source and certainty."""
    require(request, "rule.view")
    row_type, home = rules.TABLES[table], home_of(request)
    form = TableFilter(table_asked(request))
    lines = lines_of(row_type, form.cleaned_data, home) if form.is_valid() else []
    context = {
        "table": show.Table.of(row_type),
        "form": form,
        "heads": show.heads(row_type),
        "page": paginate(request, lines),
        "home": home,
        "may_add": request.user.grants.any("rule.edit"),
    }
    return render(request, "office/programmes/table.html", context, status=200 if form.is_valid() else 422)


def table_asked(request: HttpRequest) -> dict[str, str]:
    """The conditions of the address: today and the local track unless it says otherwise."""
    return {"ngay": f"{today():%d/%m/%Y}", "cap": rules.LOCAL, **request.GET.dict()}


def lines_of(row_type: type[rules.Rule], asked: dict[str, Any], home: Unit | None) -> list[show.Line]:
    """The rows that meet the filter, in words, as a province reads them."""
    day, level = asked["ngay"] or today(), asked["cap"] or rules.LOCAL
    standing = {
        row.row_id for row in queries.in_force(row_type, day, level, _code(home)).values() if _on_track(row, level)
    }
    everything = asked["xem"] == "tat-ca"
    rows = [row for row in queries.rows(row_type) if everything or row.row_id in standing]
    names, places = _names(), _places(rows)
    lines = [
        show.Line(
            row,
            show.name_of(row),
            show.cells(row, names, show.COLUMNS[row_type.TABLE]),
            row.row_id in standing,
            row.source("" if everything else level, _code(home)).certainty,
            places.get(row.province, ""),
        )
        for row in rows
    ]
    words = fold(asked["tim"]).split()
    return [line for line in lines if all(word in _searched(line) for word in words)]


def _on_track(row: rules.Rule, level: str) -> bool:
    """Rows of some tables are asked on one track only."""
    return getattr(row, "track", "any") in ("any", level)


def _searched(line: show.Line) -> str:
    return fold(f"{line.name} {line.row.key} {line.row.legal_text} {line.row.article} {line.row.notes}")


def _places(rows: list[Any]) -> dict[str, str]:
    codes = {row.province for row in rows if row.province}
    if not codes:
        return {}
    return {unit.code: unit.label for unit in Unit.objects.provinces().filter(code__in=codes).order_by("valid_from")}


def _row(pk: int) -> RuleRow:
    rows = RuleRow.objects.with_sources().select_related("added_by", "retired_by")
    row = get_object_or_404(rows.prefetch_related("confirmations__province", "confirmations__recorded_by"), pk=pk)
    if row.table not in rules.TABLES:
        raise Http404
    return row


@methods(read=["GET"])
def row_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One row: every column, its text and certainty, what stood before and after, who confirmed it."""
    require(request, "rule.view")
    return _row_page(request, _row(pk))


def _row_page(
    request: HttpRequest, row: RuleRow, *, confirming: Any = None, retiring: Any = None, status: int = 200
) -> HttpResponse:
    typed, home = queries.typed(row), home_of(request)
    place = _confirming_place(request, row)
    text = f"{typed.legal_text}, {typed.article}".strip(", ")
    versions = RuleRow.objects.filter(table=row.table, key=row.key).exclude(pk=row.pk).with_sources()
    context = {
        "row": row,
        "table": show.Table.of(type(typed)),
        "name": show.name_of(typed),
        "cells": show.cells(typed, _names()),
        "days": show.days(row.effective_from, row.effective_to),
        "source": typed.source("", _code(home)),
        "level": rules.LEVELS[row.level],
        "versions": [
            (other, show.days(other.effective_from, other.effective_to))
            for other in versions.order_by("-effective_from")
        ],
        "over_time": row.table == "support_norms" and request.user.grants.any("project.view"),
        "place": place,
        "confirm_form": confirming or ConfirmForm(initial={"text": text, "on": today()}),
        "retire_form": retiring or RetireForm(),
        "may_edit": _may_edit(request, row),
        "may_retire": _may_edit(request, row) and row.origin == "screen" and not (row.used_on or row.retired_on),
        "entries": list(log.timeline(f"rule:{row.pk}")[:20]),
    }
    return render(request, "office/programmes/row.html", context, status=status)


def _may_edit(request: HttpRequest, row: RuleRow) -> bool:
    places = request.user.grants.provinces_with("rule.edit")
    return places is None or row.province_id in places


def _confirming_place(request: HttpRequest, row: RuleRow) -> Unit | None:
    """The province for which this person may confirm the row and has not yet."""
    home = home_of(request)
    if home is None or row.retired_on or not request.user.grants.may("rule.confirm", home.pk):
        return None
    if row.province and row.province.code != home.code:
        return None
    return None if any(c.province_id == home.pk for c in row.confirmations.all()) else home


@methods(write=["POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The Sở of the person's province says it has set the row beside the text."""
    row, home = _row(pk), home_of(request)
    if home is None:
        raise Refused("Chỉ Sở Công Thương của một tỉnh xác nhận được.", "Nhờ Sở xác nhận.", code="right", status=403)
    require(request, "rule.confirm", home.pk)
    form, status = ConfirmForm(request.POST), 422
    if form.is_valid():
        try:
            services.confirm_row(row=row, province=home, by=request.user, today=today(), **form.cleaned_data)
        except Refused as refusal:
            status = form_errors(form, refusal)
        else:
            messages.success(request, f"Đã ghi xác nhận. Từ nay dòng này được dùng để chặn ở {home.label}.")
            return redirect("office:programmes:row", pk)
    return _row_page(request, row, confirming=form, status=status)


@methods(write=["POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a row that was typed wrongly."""
    row = _row(pk)
    require(request, "rule.edit")
    if not _may_edit(request, row):
        raise Refused("Dòng này không thuộc tỉnh của bạn.", "Nhờ quản trị của Cục thu hồi.", code="right", status=403)
    form, status = RetireForm(request.POST), 422
    if form.is_valid():
        try:
            services.retire_row(row=row, reason=form.cleaned_data["reason"], by=request.user, today=today())
        except Refused as refusal:
            status = form_errors(form, refusal)
        else:
            messages.success(request, "Đã thu hồi dòng. Dòng cũ hơn cùng mã, nếu còn hiệu lực, được áp dụng trở lại.")
            return redirect("office:programmes:row", pk)
    return _row_page(request, row, retiring=form, status=status)


@methods(read=["GET"], write=["POST"])
def add_row(request: HttpRequest, table: str) -> HttpResponse:
    """A newer row, from scratch or beginning with an older one (?tu=)."""
    require(request, "rule.edit")
    held = request.user.grants.provinces_with("rule.edit")
    units = Unit.objects.provinces().current().order_by("sort_key")
    places = list(units if held is None else units.filter(pk__in=held))
    older = _older(request, table)
    form = RowForm(
        request.POST if request.method == "POST" else None,
        row_type=rules.TABLES[table],
        places=places,
        nation=held is None,
        initial=initial_of(older, today()) if older else {"effective_from": today(), "level": rules.LOCAL},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = services.add_rule_row(new=form.row(), by=request.user, today=today())
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, "Đã thêm dòng. Dòng cũ hơn vẫn giữ cho các ngày trước đó.")
                return redirect("office:programmes:row", row.pk)
    context = {"table": show.Table.of(rules.TABLES[table]), "form": form, "older": older}
    return render(request, "office/programmes/add.html", context, status=status)


def _older(request: HttpRequest, table: str) -> RuleRow | None:
    asked = request.GET.get("tu", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        return None
    return RuleRow.objects.filter(pk=int(asked), table=table).first()


@methods(read=["GET"])
def calculator(request: HttpRequest) -> HttpResponse:
    """Try a support norm: content, cost, day, level; the answer with its steps, and whether an amount goes over it."""
    require(request, "rule.view")
    contents = [(row.key, row.name) for row in queries.contents(today(), rules.LOCAL).values()]
    first = {"ngay": f"{today():%d/%m/%Y}", "cap": rules.LOCAL, "he_so": "1000", "so_luong": "1"}
    asked = bool(request.GET)
    form = CalculatorForm({**first, **request.GET.dict()} if asked else None, contents=contents, initial=first)
    answer = ruling = None
    if asked and form.is_valid():
        answer = _ceiling(form.cleaned_data, home_of(request))
        if form.cleaned_data["de_nghi"] is not None:
            ruling = rules.may_exceed(form.cleaned_data["de_nghi"], answer)
    context = {"form": form, "answer": answer, "ruling": ruling}
    return render(request, "office/programmes/calculator.html", context, status=422 if form.errors else 200)


def _ceiling(asked: dict[str, Any], home: Unit | None) -> Any:
    return rules.support_ceiling(
        queries.rows(rules.SupportNorm),
        asked["noi_dung"],
        asked["chi_phi"],
        level=asked["cap"],
        on=asked["ngay"],
        province=_code(home),
        factor=asked["he_so"],
        units=asked["so_luong"] or 1,
    )


@methods(read=["GET"])
def text_list(request: HttpRequest) -> HttpResponse:
    """The legal texts with their days, what they replace and amend."""
    require(request, "rule.view")
    texts = LegalText.objects.select_related("replaces", "amends").order_by("effective_from", "number")
    return render(request, "office/programmes/texts.html", {"page": paginate(request, texts), "day": today()})
