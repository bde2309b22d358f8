"""Bringing a list in: upload, columns, preview row by row, commit, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.imports import models as m
from bedo.imports import services, tasks
from bedo.imports.models import Import
from bedo.office.imports import show
from bedo.office.imports.forms import ColumnsForm, FileForm, LineForm
from bedo.office.shell.http import form_errors, methods, paginate, provinces_with, require, sent_version
from bedo.places.models import Unit

RIGHT = services.RIGHT


def in_scope(request: HttpRequest, pk: int) -> Import:
    """The import, or 404 outside the person's scope."""
    require(request, RIGHT)
    rows = Import.objects.visible_to(request.user).select_related("province", "created_by", "committed_by", "undone_by")
    return get_object_or_404(rows, pk=pk)


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "office/imports/list.html", {"page": paginate(request, imports_seen(request))})


def imports_seen(request: HttpRequest) -> QuerySet[Import]:
    """Imports of the person's provinces, the newest first."""
    require(request, RIGHT)
    rows = Import.objects.visible_to(request.user).select_related("created_by", "province")
    return rows.defer("tables", "decisions").order_by("-pk")


def outcome_of(request: HttpRequest, row: Import) -> str:
    """The outcome that the address asks for; "" for all rows."""
    outcome = request.GET.get("ket-qua", "")
    return outcome if outcome in row.counts else ""


@methods(read=["GET"], write=["POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A file is taken; a small one is read at once, a large one by the worker."""
    require(request, RIGHT)
    provinces = provinces_with(request.user, RIGHT)
    form = FileForm(request.POST or None, request.FILES or None, provinces=provinces)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return redirect("office:imports:detail", _bring(request, form, provinces).pk)
            except Refused as refusal:
                status = form_errors(form, refusal)
        else:
            status = form_errors(form)
    return render(request, "office/imports/new.html", {"form": form}, status=status)


def _bring(request: HttpRequest, form: FileForm, provinces: list[Unit]) -> Import:
    file = form.cleaned_data["file"]
    province = next(unit for unit in provinces if str(unit.pk) == form.cleaned_data["province"])
    row = services.bring(
        province=province, name=file.name, content=file.read(), by=request.user, year=form.cleaned_data["year"]
    )
    if row.size > services.BACKGROUND_BYTES:
        tasks.look.enqueue(row.pk)
        return row
    return services.look(row)


@methods(read=["GET"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the import stands: being read, its preview, or what it brought."""
    row = in_scope(request, pk)
    outcome = outcome_of(request, row)
    context = {
        "row": row,
        "page": paginate(request, show.Window(row, outcome)),
        "filters": show.filters(row, outcome),
        "outcome": outcome,
        "open": row.counts.get("undecided", 0),
        "ready": row.counts.get("new", 0) + row.counts.get("changed", 0),
        "refused": row.counts.get("refused", 0),
        "reading": row.state == m.READING,
        "preview": row.state == m.PREVIEW,
        "made": _made(row) if row.state == m.COMMITTED else [],
    }
    return render(request, "office/imports/detail.html", context)


def _made(row: Import) -> list[Any]:
    records = row.records.select_related("project", "establishment").exclude(is_new=False, before={})
    return list(records.order_by("sheet_row", "pk")[:100])


@methods(read=["GET"], write=["POST"])
def columns(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What each column of a table is; what was corrected is remembered for its layout."""
    row = _deciding(request, pk)
    table = show.table_of(row, number)
    if table is None:
        raise Http404("no such table")
    form = ColumnsForm(request.POST or None, table=table, decisions=row.decisions, initial={"version": row.version})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                _keep_columns(request, row, table, form)
                messages.success(request, "Đã đọc lại bảng theo các cột này.")
                return redirect("office:imports:detail", row.pk)
            except Refused as refusal:
                status = form_errors(form, refusal)
        else:
            status = form_errors(form)
    context = {"row": row, "table": table, "form": form, "number": number}
    return render(request, "office/imports/columns.html", context, status=status)


def _keep_columns(request: HttpRequest, row: Import, table: dict[str, Any], form: ColumnsForm) -> None:
    key, corrected = table["key"], form.mapping != {letter: table["mapping"].get(letter, "") for letter in form.letters}

    def change(decisions: dict[str, Any]) -> None:
        decisions.setdefault("mappings", {})[key] = form.mapping
        unit = form.cleaned_data["unit"]
        decisions["units"] = {k: v for k, v in decisions.get("units", {}).items() if k != key} | (
            {key: int(unit)} if unit else {}
        )
        hidden = set(decisions.get("with_hidden", [])) - {key}
        decisions["with_hidden"] = sorted(hidden | ({key} if form.cleaned_data.get("hidden") else set()))

    if corrected:
        services.remember_mapping(row=row, table=key, mapping=form.mapping, by=request.user)
    services.decide(row=row, version=form.cleaned_data["version"], by=request.user, change=change)


@methods(read=["GET"], write=["POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One row: answer its question, mend its cells, or leave it out."""
    row = _deciding(request, pk)
    found = show.line_of(row, request.GET.get("dong", ""))
    if found is None:
        raise Http404("no such row")
    table = next(one for one in row.tables if one["key"] == found["table"])
    form = LineForm(request.POST or None, line=found, headings=table["headings"], initial=_told(row, found))
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                _keep_line(request, row, found, form)
                return redirect(_back(row, request))
            except Refused as refusal:
                status = form_errors(form, refusal)
        else:
            status = form_errors(form)
    shown = show.shown(found, show.the_map())
    context = {"row": row, "line": found, "shown": shown, "form": form, "table": table}
    return render(request, "office/imports/line.html", context, status=status)


def _told(row: Import, found: dict[str, Any]) -> dict[str, Any]:
    chosen = row.decisions.get("choices", {}).get(found["key"], {})
    return {"version": row.version, "skip": bool(chosen.get("skip"))}


def _back(row: Import, request: HttpRequest) -> str:
    """To the rows that still ask, or to those the person came from."""
    outcome = request.GET.get("ket-qua", "")
    fresh = Import.objects.only("counts").get(pk=row.pk)
    query = f"?{urlencode({'ket-qua': outcome})}" if outcome and fresh.counts.get(outcome) else ""
    return reverse("office:imports:detail", args=[row.pk]) + query


def _keep_line(request: HttpRequest, row: Import, found: dict[str, Any], form: LineForm) -> None:
    mended, answer = form.mended(), form.cleaned_data.get("answer", "")
    sheet = found["table"].rpartition("#")[0]

    def change(decisions: dict[str, Any]) -> None:
        chosen = decisions.setdefault("choices", {}).setdefault(found["key"], {})
        if answer:
            kind, value = answer.split(":", 1)
            chosen[kind] = value
        chosen.pop("skip", None)
        if form.cleaned_data["skip"]:
            chosen["skip"] = "1"
        for letter, text in mended.items():
            decisions.setdefault("cells", {})[f"{sheet}!{letter}{found['sheet_row']}"] = text

    services.decide(row=row, version=form.cleaned_data["version"], by=request.user, change=change)


def _deciding(request: HttpRequest, pk: int) -> Import:
    """An import that still waits for decisions."""
    row = in_scope(request, pk)
    if row.state != m.PREVIEW:
        raise Refused(f"Lần nhập này đang ở bước “{row.state_label}”.", "Mở trang lần nhập để xem.", code="state")
    return row


# --- acts


@methods(write=["POST"])
def look_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and match once more: the register may have changed."""
    row = _deciding(request, pk)
    services.decide(row=row, version=sent_version(request), by=request.user, change=lambda decisions: None)
    return redirect("office:imports:detail", row.pk)


@methods(write=["POST"])
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_scope(request, pk)
    done = services.commit(row=row, version=sent_version(request), by=request.user, today=today())
    messages.success(
        request,
        f"Đã nhập: {done.projects} đề án mới, {done.changed} đề án sửa, {done.establishments} cơ sở mới, {done.figures} số liệu.",
    )
    return redirect("office:imports:detail", row.pk)


@methods(write=["POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_scope(request, pk)
    services.undo(row=row, version=sent_version(request), by=request.user, today=today())
    messages.success(request, "Đã hoàn tác cả lần nhập; dữ liệu trở lại như trước.")
    return redirect("office:imports:detail", row.pk)
