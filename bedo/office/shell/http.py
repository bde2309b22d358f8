"""What views of the office share: declared methods, rights, pages of a list, refusals on forms, stale versions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from bedo.accounts.rights import RIGHTS
from bedo.core.moves import Refused
from bedo.places.models import Unit
from bedo.places.queries import present_provinces

WRITES = re.compile(r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?([\w.]+)"?', re.I)
OWN_BOOKS = ("django_session", "account_", "mfa_", "core_cache", "auth_")
METHOD_WORDS = {"GET": "mở trang", "POST": "gửi biểu mẫu"}


class WroteWhileReading(RuntimeError):
    """A view declared as reading tried to change data."""


def _no_writes(execute, sql, params, many, context):
    found = WRITES.match(sql)
    if found and not found.group(1).startswith(OWN_BOOKS):
        raise WroteWhileReading(f"a read view writes to {found.group(1)}")
    return execute(sql, params, many, context)


def methods(*, read: Iterable[str] = (), write: Iterable[str] = ()) -> Callable:
    """Declare what a view does to the data: `read` methods may not write, other methods are answered 405.

    Sessions, sign-in records and the cache stay writable while reading. An export that leaves a trace in the log is a
    `write`, whatever its method.
    """
    reading = {*read, *(["HEAD"] if "GET" in read else [])}
    allowed = reading | set(write)

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            if request.method not in allowed:
                return _wrong_method(request, allowed)
            if request.method in reading:
                with connection.execute_wrapper(_no_writes):
                    return view(request, *args, **kwargs)
            return view(request, *args, **kwargs)

        answer.bedo_methods = {"read": frozenset(reading), "write": frozenset(write)}
        return answer

    return decorate


def _wrong_method(request: HttpRequest, allowed: set[str]) -> HttpResponse:
    ways = " hoặc ".join(METHOD_WORDS[name] for name in sorted(allowed) if name in METHOD_WORDS)
    refusal = Refused(
        "Địa chỉ này không nhận cách gửi vừa rồi.", f"Ở đây chỉ {ways}. Quay lại trang trước và làm lại.", status=405
    )
    response = render(request, "shell/refused.html", {"refusal": refusal}, status=405)
    response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def require(request: HttpRequest, right: str, province_id: Any = None) -> None:
    """Raise Refused (403) with the reason unless the person holds the right, in that province or (None) anywhere."""
    grants = request.user.grants
    if grants.may(right, province_id) if province_id is not None else grants.any(right):
        return
    where = " ở tỉnh này" if province_id is not None else ""
    raise Refused(
        f"Bạn chưa được giao việc này{where}: cần quyền “{RIGHTS.get(right, right)}”.",
        "Nhờ người có quyền thực hiện, hoặc đề nghị quản trị cấp quyền.",
        code="right",
        status=403,
    )


def require_or_own(request: HttpRequest, right: str) -> None:
    """As require, but who has an establishment of their own sees at least that; the rows are theirs alone."""
    if not request.user.grants.establishments:
        require(request, right)


def provinces_with(user: Any, right: str) -> list[Unit]:
    """Today's provinces in which the person holds the right, in the order of the alphabet."""
    held, rows = user.grants.provinces_with(right), present_provinces()
    return list(rows if held is None else rows.filter(pk__in=held))


@dataclass(frozen=True)
class PageLink:
    """One link of the pager; `url` is empty for the page shown and for the gap "…"."""

    word: str
    url: str = ""
    current: bool = False


def paginate(request: HttpRequest, rows: Any, per_page: int = 50) -> Page:
    """The page of `rows` that ?trang= asks for, as a Django Page with `links`, `first`, `last` and the rows as a list.

    Costs two queries: the count and the rows. A page number out of range gives the nearest page.
    """
    paginator = Paginator(rows, per_page)
    page = paginator.get_page(request.GET.get("trang"))
    page.object_list = list(page.object_list)
    page.links = _links(request, page)
    page.first, page.last, page.count = page.start_index(), page.end_index(), paginator.count
    page.before = _page_url(request, page.number - 1) if page.has_previous() else ""
    page.after = _page_url(request, page.number + 1) if page.has_next() else ""
    return page


def _page_url(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query.pop("trang", None)
    if number > 1:
        query["trang"] = str(number)
    return f"?{query.urlencode()}"


def _links(request: HttpRequest, page: Page) -> list[PageLink]:
    if page.paginator.num_pages < 2:
        return []
    return [
        PageLink(str(number))
        if number == page.paginator.ELLIPSIS
        else PageLink(str(number), _page_url(request, number), number == page.number)
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]


def chips(request: HttpRequest, form: Any, *, named: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Every condition of a filter form in force, with the address that drops it; `named` ones say the field's label too."""
    found = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, ""):
            continue
        word = dict(field.choices).get(value, value) if hasattr(field, "choices") else f"“{value}”"
        query = request.GET.copy()
        for gone in (name, "trang"):
            query.pop(gone, None)
        found.append((f"{field.label}: {word}" if name in named else str(word), f"?{query.urlencode()}"))
    return found


def form_errors(form: Any, refusal: Refused | None = None) -> int:
    """The status to answer a failed form with; a service's refusal is put beside its field first (422 without one)."""
    if refusal is None:
        return 422
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    return refusal.status


@dataclass(frozen=True)
class Difference:
    """One field where what was typed is not what is stored now."""

    name: str
    label: str
    typed: str
    stored: str


KEEP = "giu-"
STORED = "dang-luu"


def sent_version(request: HttpRequest) -> int:
    """The version the form was opened with (hidden field `version`)."""
    text = request.POST.get("version", "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Refused("Biểu mẫu thiếu số phiên bản.", "Tải lại trang rồi nhập lại.", code="version", status=400)
    return int(text)


def changed_since(form: Any, stored: Mapping[str, Any]) -> list[Difference]:
    """Field by field, where the form's typed values differ from the row as it is now (`stored`: field name → value).

    Shown by `shell/_choice.html`; what the person chose there comes back through `chosen`.
    """
    found = []
    for name, field in form.fields.items():
        if name not in stored:
            continue
        now = _as_text(field.prepare_value(stored[name]))
        typed = _as_text(form[name].value())
        if typed != now:
            found.append(Difference(name, str(form[name].label), typed, now))
    return found


def worded(form: Any, difference: Difference) -> Difference:
    """The choice in the words of the field's list instead of its codes."""
    words = {str(code): str(word) for code, word in getattr(form.fields[difference.name], "choices", ())}
    return replace(
        difference,
        typed=words.get(difference.typed, difference.typed),
        stored=words.get(difference.stored, difference.stored),
    )


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, list | tuple):
        return ", ".join(_as_text(part) for part in value)
    return str(value).strip()


def chosen(request: HttpRequest, form_class: Any, stored: Mapping[str, Any]) -> QueryDict:
    """The posted data with the stored value put back wherever the person chose "bản đang lưu" in `_choice.html`."""
    data = request.POST.copy()
    for name, field in form_class.base_fields.items():
        if data.get(KEEP + name) == STORED and name in stored:
            data[name] = _as_text(field.prepare_value(stored[name]))
    return data


def back_to(request: HttpRequest, default: str) -> str:
    """The address in `next` when it is one of ours, else `default`."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return default
