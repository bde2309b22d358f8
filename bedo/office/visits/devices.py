"""Devices on which visits are made: the own ones, and those of the province for who manages them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core.moves import Refused
from bedo.office.shell.http import methods, paginate, require
from bedo.office.visits.listing import RECORD, REVIEW
from bedo.surveys.models import Device
from bedo.surveys.services import devices as services


class Act(NamedTuple):
    """What one may do with a device: code of the service, button, heading, tone of the button, what is said when done."""

    code: str
    button: str
    title: str
    css: str
    done: str


ACTS = {
    "xoa": Act(
        "wipe", "Xóa dữ liệu sau khi gửi hết", "Xóa dữ liệu trên máy", "main", "Đã ghi: máy tự xóa khi gửi hết."
    ),
    "chan": Act("shut", "Chặn máy này", "Chặn máy", "stop", "Đã chặn máy."),
    "mo": Act("ok", "Cho dùng lại", "Cho máy dùng lại", "main", "Máy dùng lại được."),
}
MARKS = {"ok": ("ok", "ok"), "wipe": ("down", "wait"), "wiped": ("minus", ""), "shut": ("lock", "bad")}


def _may_see(request: HttpRequest) -> None:
    if not request.user.grants.any(REVIEW):
        require(request, RECORD)


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    _may_see(request)
    rows = Device.objects.visible_to(request.user).select_related("user", "province").order_by("-seen_at", "pk")
    page = paginate(request, rows)
    for row in page.object_list:
        row.word, (row.mark, row.tone) = services.STATES[row.state], MARKS[row.state]
        row.acts = [(word, act.button) for word, act in ACTS.items() if row.state in services.FROM[act.code]]
        row.own = row.user_id == request.user.pk
    return render(request, "office/visits/devices.html", {"page": page})


@methods(read=["GET"], write=["POST"])
def command(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    """Ask first, with what happens to what the device holds; then do it."""
    asked = ACTS.get(act)
    if asked is None:
        raise Http404("no such act")
    device = get_object_or_404(Device.objects.visible_to(request.user).select_related("user", "province"), pk=pk)
    refusal, status = None, 200
    if request.method == "POST":
        try:
            services.command(device=device, act=asked.code, by=request.user)
        except Refused as found:
            refusal, status = found, found.status
        else:
            messages.success(request, asked.done)
            return redirect("office:visits:devices")
    context = {"device": device, "act": asked, "word": services.STATES[device.state], "refusal": refusal}
    return render(request, "office/visits/device.html", context, status=status)
