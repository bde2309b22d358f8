"""The list of projects, its files, and the columns that a person keeps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bedo.accounts.services import keep_columns as keep
from bedo.office.projects.listing import columns, filters, rows
from bedo.office.projects.listing.bulk import offered
from bedo.office.shell.http import back_to, methods, paginate, require_or_own

PER_PAGE = 50
VIEW = "project.view"
LIST = "office:projects:list"


@methods(read=["GET"])
def project_list(request: HttpRequest) -> HttpResponse:
    require_or_own(request, VIEW)
    asked = filters.ask(request)
    totals = rows.totals(asked.rows)
    page = paginate(request, rows.Window(asked.rows, asked.sort, totals, asked.known), PER_PAGE)
    shown = columns.shown_columns(request.user)
    mixed = 0 < totals.samples < totals.rows
    view = columns.View(asked, mixed=mixed, shown=frozenset(column.key for column in shown))
    context = {
        "page": page,
        "rows": columns.body(page.object_list, shown, view),
        "asked": asked,
        "totals": totals,
        "only_samples": bool(totals.rows) and totals.samples == totals.rows,
        "heads": columns.heads(shown, asked, request.GET),
        "feet": columns.feet(shown, totals),
        "column_boxes": columns.boxes(view.shown),
        "chips": filters.chips(request, asked),
        **_fields(asked),
        "carried": _carried(request),
        "actions": offered(request.user, asked.day),
        "may_watch": request.user.grants.any(VIEW),
        "may_start": request.user.grants.any("project.draft"),
    }
    return render(request, "office/projects/list.html", context, status=200 if asked.is_valid else 422)


def _fields(asked: filters.Asked) -> dict[str, Any]:
    """The few conditions of every day, and the others folded away unless one of them is in force."""
    first = [name if name != "noi" or asked.as_now else "tinh_cu" for name in filters.SHORT_FIRST]
    form = asked.form
    others = [name for name in form.fields if name not in first]
    return {
        "first_fields": [filters.html(form[name]) for name in first if name in form.fields],
        "other_fields": [filters.html(form[name]) for name in others],
        "others_open": any(name in asked.in_force or name in form.errors for name in others),
    }


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form carries on beside its own fields: order and view."""
    return [(name, request.GET[name]) for name in ("sap", "luc") if request.GET.get(name)]


@methods(write=["POST"])
def keep_columns(request: HttpRequest) -> HttpResponse:
    """Keep which columns this person wants to see; names that are not columns are left out."""
    require_or_own(request, VIEW)
    chosen = set(request.POST.getlist("cot"))
    keep(user=request.user, table=columns.TABLE, columns=[one.key for one in columns.COLUMNS if one.key in chosen])
    messages.success(request, "Đã giữ các cột này cho bạn.")
    return redirect(back_to(request, reverse(LIST)))
