"""The guided hand-over: everything on a person's desk, a new holder for each, one transaction, then the minutes."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html

from bedo.core import drafts
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.network.models import Member
from bedo.office.drafts.forms import opened
from bedo.office.network.fields import OneOf, words
from bedo.office.network.forms import Filter
from bedo.office.network.scene import MANAGE, member_in_scope, page, province_of
from bedo.office.network.sheets import matching
from bedo.office.shell.exports import Part, Table, conditions_of, download
from bedo.office.shell.http import chips, form_errors, methods, paginate, require
from bedo.office.shell.inputs import PaperDay
from bedo.projects.models import HandOver
from bedo.projects.models.handover import KINDS
from bedo.projects.services import handover
from bedo.projects.services.handover import Given, Item

VACANT = "khuyet"
PAGES = {"project": "office:projects:detail", "wish": "office:wishes:detail"}
"""Where an item has a page of its own."""


class HandOverForm(forms.Form):
    """Who takes what. An item without a choice of its own goes to `everything`, where that person may take it."""

    on = PaperDay(label="Người nhận làm từ ngày", help_text="Người giao làm đến hết ngày trước đó.")
    everything = OneOf(label="Tất cả cho", required=False, none="Chọn từng việc ở dưới")
    reason = words(
        "Lý do bàn giao",
        500,
        required=True,
        help_text="Ví dụ: nghỉ hưu từ ngày …, chuyển công tác theo quyết định số …",
    )

    def __init__(self, *args: Any, items: list[Item], takers: dict[str, list[Member]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.items, self.takers = items, takers
        self.fields["everything"].offer(takers["place"])
        for item in items:
            field = OneOf(label=item.label, required=False, none="Theo “Tất cả cho”")
            field.offer(takers[item.kind])
            if item.kind == "post":
                known = field.coerce
                field.choices = [*field.choices, (VACANT, "Để khuyết")]
                field.coerce = lambda value, known=known: VACANT if value == VACANT else known(value)
            self.fields[item.key] = field
            self.fields[f"note-{item.key}"] = words(f"Ghi chú: {item.label}", 300)

    def given(self) -> dict[str, Given]:
        """What the service takes; what nobody was chosen for is left out, and the service says so beside it."""
        everything = self.cleaned_data["everything"]
        found = {}
        for item in self.items:
            chosen = self.cleaned_data[item.key]
            if chosen is None and everything in self.takers[item.kind]:
                chosen = everything
            if chosen is not None:
                taker = None if chosen == VACANT else chosen
                found[item.key] = Given(taker, self.cleaned_data[f"note-{item.key}"])
        return found


class Row(NamedTuple):
    """One item as the page shows it."""

    item: Item
    word: str
    url: str
    taker: Any
    note: Any
    taker_label: str
    note_label: str


def _label(word: str, item: Item) -> str:
    """Short for the eye, whole for a screen reader."""
    return format_html('{}<span class="off">: {}</span>', word, item.label)


def _rows(form: HandOverForm) -> list[Row]:
    return [
        Row(
            item, KINDS[item.kind], reverse(PAGES[item.kind], args=[item.ref]) if item.kind in PAGES else "",
            form[item.key], form[f"note-{item.key}"], _label("Người nhận", item),
            _label("Ghi chú", item),
        )
        for item in form.items
    ]  # fmt: skip


@methods(read=["GET"], write=["POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give on everything that the member holds."""
    member = member_in_scope(request, pk)
    require(request, MANAGE, member.province_id)
    key, draft, status = f"ban-giao-{member.pk}", None, 200
    more = {"items": handover.desk_of(member), "takers": handover.takers(member, today())}
    if request.method == "GET":
        form, draft, _ = opened(request, key, HandOverForm, initial={"on": today()}, **more)
    else:
        form = HandOverForm(request.POST, **more)
        row, status = _carried_out(request, member, form)
        if row:
            drafts.drop(user=request.user, key=key)
            messages.success(request, f"Đã bàn giao {len(form.items)} việc của {member.full_name}.")
            return redirect("office:network:handed", row.pk)
    context = {
        "member": member, "form": form, "rows": _rows(form), "draft": draft, "draft_key": key, "draft_title": f"Bàn giao việc của {member.full_name}",
    }  # fmt: skip
    return page(request, "hand_over.html", "", context, status)


def _carried_out(request: HttpRequest, member: Member, form: HandOverForm) -> tuple[HandOver | None, int]:
    """The hand-over that was made; or None and the status of the form that says why not."""
    if not form.is_valid():
        return None, form_errors(form)
    if gone := _gone(request, form):
        return None, form_errors(form, gone)
    on, reason = form.cleaned_data["on"], form.cleaned_data["reason"]
    try:
        row = handover.hand_over(
            member=member, given=form.given(), on=on, reason=reason, by=request.user, today=today()
        )
    except Refused as refusal:
        return None, form_errors(form, refusal)
    return row, 302


def _gone(request: HttpRequest, form: HandOverForm) -> Refused | None:
    """Something the person chose a taker for is on the desk no more: told, nothing is done."""
    known = {item.key for item in form.items}
    sent = {name for name in request.POST if name.partition("-")[0] in KINDS}
    if not sent - known:
        return None
    return Refused(
        "Trong lúc bạn ghi, người khác đã giao đi một phần việc ở đây.", "Xem lại các việc còn lại rồi bàn giao.",
        code="stale", status=409,
    )  # fmt: skip


@methods(read=["GET"])
def handed(request: HttpRequest, pk: int) -> HttpResponse:
    """One hand-over as it happened, with its minutes."""
    rows = HandOver.objects.visible_to(request.user).select_related("member", "province", "recorded_by")
    row = get_object_or_404(rows, pk=pk)
    lines = row.lines.select_related("taker").order_by("number")
    context = {"row": row, "lines": list(lines), "may_write": request.user.grants.may("paper.view", row.province_id)}
    return page(request, "handed.html", "handovers", context)


class HandOverFilter(Filter):
    q = words("Người bàn giao", 80)
    tu = PaperDay(label="Từ ngày", required=False)
    den = PaperDay(label="Đến ngày", required=False)


def _asked(request: HttpRequest) -> tuple[HandOverFilter, Any]:
    province = province_of(request)
    form = HandOverFilter(request.GET, province=province)
    rows = HandOver.objects.visible_to(request.user).filter(province=province)
    rows = matching(rows, form.given("q"), "member__search_text")
    days = {"on__gte": form.given("tu"), "on__lte": form.given("den")}
    rows = rows.filter(**{name: value for name, value in days.items() if value})
    return form, rows.select_related("member").annotate(items=Count("lines")).order_by("-on", "-pk")


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    form, rows = _asked(request)
    context = {"form": form, "page": paginate(request, rows), "chips": chips(request, form, named=("tu", "den"))}
    return page(request, "handovers.html", "handovers", context)


PARTS = (
    Part("Người bàn giao", lambda row, _: row.member.full_name),
    Part("Từ ngày", lambda row, _: row.on, "day"),
    Part("Số việc", lambda row, _: row.items, "count"),
    Part("Lý do", lambda row, _: row.reason, width=44),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.is_sample else ""),
)


def _file(request: HttpRequest) -> Table:
    form, rows = _asked(request)
    given = conditions_of(form)
    return Table("ban-giao", "Các lần bàn giao", "lần bàn giao", PARTS, rows, rows.count(), **given)


export = download(_file, PARTS)
