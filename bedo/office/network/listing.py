"""The list of a register and its file; entering, correcting and taking out a row."""

import re
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bedo.core import drafts, log
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.documents import services as documents
from bedo.network import services
from bedo.network.models import Skill
from bedo.network.services.kinds import KINDS
from bedo.network.services.members import note_reading
from bedo.office.drafts.forms import opened
from bedo.office.network.fields import OneOf
from bedo.office.network.forms import RemoveForm, initial_of
from bedo.office.network.registry import BY_KIND
from bedo.office.network.scene import MANAGE, act, marks, page, province_of
from bedo.office.network.sheets import Column, Sheet
from bedo.office.shell.exports import CHUNK, Part, Table, conditions_of, download, in_batches
from bedo.office.shell.files import stored
from bedo.office.shell.http import (
    KEEP,
    STORED,
    changed_since,
    chips,
    chosen,
    form_errors,
    methods,
    paginate,
    require,
    sent_version,
)

PAPER_OF = {kind: "paper" for kind, what in KINDS.items() if "paper" in what.fields}
"""Registers whose rows carry a file, and the field it stands in."""
NUMBER = re.compile("[0-9]{1,9}")
OWN_PAGE = ("member", "post")
"""Registers whose rows have a page of their own: one goes back there from the form."""


def _asked(request, sheet: Sheet) -> tuple[Any, Any, Any]:
    """The province, the filter and the rows that the address asks for."""
    province = province_of(request)
    form = sheet.filter(request.GET, province=province)
    seen = sheet.model.objects.visible_to(request.user).filter(province=province)
    return province, form, sheet.rows(seen, form, today()).order_by(*sheet.order)


@methods(read=["GET"])
def listing(request, sheet):
    what = BY_KIND[sheet]
    province, form, rows = _asked(request, what)
    shown = paginate(request, rows)
    if what.dress:
        what.dress(shown.object_list, today())
    columns = [column for column in what.columns if not column.only_file]
    context = {
        "sheet": what,
        "page": shown,
        "lines": [_line(what, columns, row) for row in shown.object_list],
        "columns": columns,
        "form": form,
        "chips": chips(request, form),
        "may_add": request.user.grants.may(MANAGE, province.pk),
        "may_adopt": sheet == "skill" and not Skill.objects.filter(province=province).exists(),
        **marks(shown.object_list),
    }
    return page(request, "sheet.html", f"sheet {sheet}", context)


def _line(sheet: Sheet, columns: list[Column], row: Any) -> dict[str, Any]:
    cells = [
        {
            "value": column.value(row),
            "under": column.under(row) if column.under else "",
            "kind": column.kind,
            "lo": column.lo,
            "tone": column.tone(row) if column.tone else "",
        }
        for column in columns
    ]
    return {"row": row, "url": sheet.link(row), "first": cells[0], "cells": cells[1:]}


def _file(request, sheet) -> Table:
    what = BY_KIND[sheet]
    _, form, rows = _asked(request, what)
    given = conditions_of(form)
    lines = rows.iterator(chunk_size=CHUNK)
    if what.dress:
        lines = (row for batch in in_batches(lines) for row in _dressed(what, batch))
    return Table(what.slug, what.title, what.noun, parts(what), lines, rows.count(), **given)


def _dressed(sheet: Sheet, batch: Any) -> list:
    rows = list(batch)
    sheet.dress(rows, today())
    return rows


def parts(sheet: Sheet) -> list[Part]:
    sample = Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.is_sample else "")
    return [*(_part(column) for column in sheet.columns), sample]


def _part(column: Column) -> Part:
    return Part(column.word, lambda row, _: column.value(row), column.kind)


export = download(_file)


@methods(read=["GET"], write=["POST"])
def new(request, sheet):
    what = BY_KIND[sheet]
    province = province_of(request, MANAGE)
    first = _first(request, what)
    key = "-".join(["mang-luoi", what.slug, "moi", *(f"{name}{value}" for name, value in sorted(first.items()))])
    if request.method != "POST":
        form, draft, _ = opened(request, key, what.form, initial=first, province=province)
        return _form(request, form, what, draft=draft, key=key)
    form = what.form(request.POST, request.FILES, province=province, initial=first)
    if not form.is_valid():
        return _form(request, form, what, status=form_errors(form), key=key)
    try:
        with log.writing(province.code):
            values = _with_file(request, what, province, form)
            row = services.add(kind=what.kind, province=province, by=request.user, today=today(), **values)
    except Refused as refusal:
        return _form(request, form, what, status=form_errors(form, refusal), key=key)
    drafts.drop(user=request.user, key=key)
    messages.success(request, f"Đã thêm {what.word}.")
    return redirect(_after(what, row))


def _first(request, sheet: Sheet) -> dict[str, Any]:
    """What the address already knows: ?member=5 chooses the person. Each choice has a draft of its own."""
    fields = sheet.form.base_fields
    named = {name: request.GET[name] for name in request.GET if isinstance(fields.get(name), OneOf)}
    return {name: value for name, value in named.items() if NUMBER.fullmatch(value)}


def _with_file(request, sheet: Sheet, province, form) -> dict[str, Any]:
    """The values, with the file stored: refused together, nothing stays."""
    values, name = form.values(), PAPER_OF.get(sheet.kind)
    if name and (sent := form.cleaned_data.get("file")):
        values[name] = documents.store_file(province=province, file=sent, by=request.user)
    return values


def row_in_scope(request, sheet: Sheet, pk: int) -> Any:
    """The row, or 404 when outside the person's scope."""
    rows = sheet.model.objects.visible_to(request.user).select_related("province", "created_by")
    return get_object_or_404(rows, pk=pk)


@methods(write=["GET", "POST"])
def edit(request, sheet, pk):
    """Correct a row. Opening a person's form reads personal data, which leaves a trace: hence a write."""
    what = BY_KIND[sheet]
    row = row_in_scope(request, what, pk)
    require(request, MANAGE, row.province_id)
    more = {"province": row.province, "row": row}
    if request.method != "POST":
        if what.kind == "member":
            note_reading(member=row, by=request.user, what="mở biểu mẫu sửa")
        return _form(request, what.form(initial=initial_of(what.form, row), **more), what, row=row)
    form = what.form(_chosen(request, what, row), request.FILES or None, **more)
    if not form.is_valid():
        return _form(request, form, what, row=row, status=form_errors(form))
    try:
        with log.writing(row.province.code):
            values = _with_file(request, what, row.province, form)
            services.change(row=row, version=sent_version(request), by=request.user, today=today(), **values)
    except Refused as refusal:
        if refusal.code == "stale":
            return _stale(request, form, what, row)
        return _form(request, form, what, row=row, status=form_errors(form, refusal))
    messages.success(request, "Đã lưu.")
    return redirect(_after(what, row))


def _after(sheet: Sheet, row) -> str:
    """The row's own page, or the list where its page is only the form."""
    link = sheet.link(row)
    return _list(sheet) if link == reverse("office:network:edit", args=[sheet.kind, row.pk]) else link


def _chosen(request, sheet: Sheet, row):
    """What was posted, with the stored value wherever the person chose it; a set of rows is kept or taken as a whole."""
    stored = initial_of(sheet.form, row)
    sets = {name: value for name, value in stored.items() if isinstance(value, list)}
    data = chosen(request, sheet.form, {name: value for name, value in stored.items() if name not in sets})
    for name, value in sets.items():
        if request.POST.get(KEEP + name) == STORED:
            data.setlist(name, value)
    return data


def _in_words(form, difference):
    """Codes and ids in the words of the field's list."""
    words = {str(code): str(word) for code, word in getattr(form.fields[difference.name], "choices", ())}
    several = [
        ", ".join(words.get(part, part) for part in text.split(", ")) for text in (difference.typed, difference.stored)
    ]
    return replace(difference, typed=several[0], stored=several[1]) if words else difference


def _stale(request, form, sheet: Sheet, row):
    """Two editors: the same form on the stored version, with a choice for every field that differs."""
    current = row_in_scope(request, sheet, row.pk)
    stored = initial_of(sheet.form, current)
    found = [_in_words(form, one) for one in changed_since(form, stored) if one.name != "version"]
    data = form.data.copy()
    data["version"] = str(current.version)
    again = sheet.form(data, province=current.province, row=current)
    return _form(request, again, sheet, row=current, status=409, differences=found)


def _form(request, form, sheet: Sheet, *, row=None, status=200, differences=(), draft=None, key=""):
    back = sheet.link(row) if row is not None and sheet.kind in OWN_PAGE else _list(sheet)
    context = {
        "form": form,
        "sheet": sheet,
        "row": row,
        "differences": differences,
        "back": back,
        "list_url": _list(sheet),
        "files": "file" in form.fields,
        "paper": _paper(sheet, row),
        "draft": draft,
        "draft_key": key,
        "draft_title": f"Thêm {sheet.word}",
    }
    return render(request, "office/network/edit.html", context, status=status)


def _paper(sheet: Sheet, row) -> Any:
    name = PAPER_OF.get(sheet.kind)
    return getattr(row, name) if name and row is not None else None


def _list(sheet: Sheet) -> str:
    return reverse("office:network:sheet", args=[sheet.kind])


@methods(read=["GET"], write=["POST"])
def remove(request, sheet, pk):
    """Take out what was entered by mistake, with the reason."""
    what = BY_KIND[sheet]
    row = row_in_scope(request, what, pk)
    require(request, MANAGE, row.province_id)
    form = RemoveForm(request.POST or None, initial={"version": row.version})
    return act(
        request, form,
        lambda given: services.remove(row=row, version=given["version"], reason=given["reason"], by=request.user),
        title=f"Bỏ {what.word}", lead=f"{row}: chỉ bỏ điều ghi nhầm. Nhật ký vẫn giữ đã có gì, ai bỏ và vì sao.",
        back=_list(what), button=f"Bỏ {what.word}", done=f"Đã bỏ {what.word}.", stop=True,
        crumbs=[(what.title, _list(what))],
    )  # fmt: skip


@methods(read=["GET"])
def paper(request, sheet, pk):
    """The file that a row carries, to who may see the row."""
    what = BY_KIND[sheet]
    found = _paper(what, row_in_scope(request, what, pk))
    if found is None:
        raise Http404("no file")
    return stored(found)
