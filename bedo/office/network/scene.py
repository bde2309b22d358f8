"""What the pages of the network share: whose network, rows in scope, one shape for a small act."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bedo.core.moves import Refused
from bedo.network.models import Member
from bedo.office.shell.http import form_errors, provinces_with, require
from bedo.places.models import Unit

VIEW, OWN, MANAGE = "network.view", "network.own", "network.manage"


def province_of(request: HttpRequest, right: str = VIEW) -> Unit:
    """The province whose network is shown: the person's, or the one of theirs that ?tinh= names. Refused without the right."""
    require(request, right)
    mine = provinces_with(request.user, right)
    named = request.GET.get("tinh", "")
    found = next((unit for unit in mine if str(unit.pk) == named), mine[0] if mine else None)
    if found is None:
        raise Http404("no province of the present map")
    return found


def member_in_scope(request: HttpRequest, pk: int) -> Member:
    """The member, or 404 when outside the person's scope."""
    rows = Member.objects.visible_to(request.user).select_related("province", "user")
    return get_object_or_404(rows, pk=pk)


class Tab(NamedTuple):
    """One part of the area, as the row of tabs shows it."""

    word: str
    url: str
    current: bool


def tabs(request: HttpRequest, current: str) -> dict[str, list[Tab]]:
    """The parts of the area and those of the current part, for who may see the whole network; nothing for who sees only
    their own page."""
    if not request.user.grants.any(VIEW):
        return {"tabs": [], "parts": []}
    here = next((word for word, parts in TABS.items() if current in parts), "")
    inside = TABS.get(here, {})
    return {
        "tabs": [Tab(word, _address(next(iter(parts))), word == here) for word, parts in TABS.items()],
        "parts": [Tab(word, _address(name), name == current) for name, word in inside.items()]
        if len(inside) > 1
        else [],
    }


def _address(name: str) -> str:
    view, _, sheet = name.partition(" ")
    return reverse(f"office:network:{view}", args=[sheet] if sheet else [])


TABS: dict[str, dict[str, str]] = {
    "Địa bàn": {"list": "Địa bàn"},
    "Con người": {"sheet member": "Mọi người", "sheet contract": "Hợp đồng cộng tác viên", "handovers": "Bàn giao"},
    "Vị trí": {"sheet post": "Vị trí"},
    "Khối lượng việc": {"workload": "Khối lượng việc"},
    "Năng lực": {
        "gaps": "Còn thiếu", "sheet skill": "Khung năng lực", "sheet assessment": "Đánh giá", "sheet training": "Kế hoạch đào tạo",
    },
    "Đào tạo": {
        "years": "Theo năm", "sheet course": "Khóa học", "sheet class": "Lớp", "sheet attendance": "Lượt học",
    },
    "Dịch vụ": {"sheet organisation": "Tổ chức", "sheet resource": "Phòng, thiết bị"},
    "Kiến nghị": {"sheet proposal": "Kiến nghị"},
    "Trao đổi": {"sheet exchange": "Lần trao đổi", "shared": "Hồ sơ chia sẻ"},
}  # fmt: skip
"""Word of a part → URL names of its pages (with the register they name), the first of them opens it."""


def page(request: HttpRequest, template: str, tab: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the area with its tabs."""
    return render(request, f"office/network/{template}", {**tabs(request, tab), **context}, status=status)


def act(
    request: HttpRequest,
    form: Any,
    do: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    back: str,
    button: str,
    done: str,
    crumbs: Iterable[tuple[str, str]] = (),
    lead: str = "",
    stop: bool = False,
    ahead: Callable[[Any], str] | None = None,
    next_step: tuple[str, str] | None = None,
) -> HttpResponse:
    """One small act: a form, what is done with it, where one goes then. A refusal comes back beside its field.

    `next_step`: a word and an address of what has to be done first.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                result = do(form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, done)
                return redirect(ahead(result) if ahead else back)
        else:
            status = form_errors(form)
    context = {"form": form, "title": title, "back": back, "button": button, "crumbs": crumbs, "lead": lead, "stop": stop, "next_step": next_step}  # fmt: skip
    return render(request, "office/network/act.html", context, status=status)


def marks(rows: Iterable[Any]) -> dict[str, bool]:
    """Are sample rows among these (`samples`), and real ones beside them (`mixed`)? One mark in the head, or one a row."""
    kinds = {row.is_sample for row in rows}
    return {"samples": True in kinds, "mixed": len(kinds) > 1}
