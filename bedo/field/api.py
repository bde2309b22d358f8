"""What the field app calls. Every answer is JSON; a refusal carries its sentence and code. Signed out: the sign-in redirect."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from bedo.core.clock import now, today
from bedo.core.moves import Refused
from bedo.surveys import packing
from bedo.surveys.models import Device, Visit
from bedo.surveys.rules import documents
from bedo.surveys.services import devices, photos, receiving

DOCUMENTS_LIMIT = 20


def call(*methods: str) -> Callable:
    """A call of the app: allowed methods, and refusals as JSON with their status."""

    def decorate(view):
        @require_http_methods(methods)
        @wraps(view)
        def answer(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except photos.Gap as gap:
                return JsonResponse(
                    {"error": gap.sentence, "code": gap.code, "received": gap.received}, status=gap.status
                )
            except Refused as refusal:
                return JsonResponse({"error": refusal.sentence, "code": refusal.code}, status=refusal.status)

        return answer

    return decorate


@call("POST")
def greet(request: HttpRequest) -> JsonResponse:
    """Who am I, what time is it, what has this device to do. Body: {device, label, waiting}."""
    data = _body(request)
    waiting = data.get("waiting", 0)
    device = devices.greet(
        device=documents.uuid(data.get("device")),
        label=str(data.get("label", "")),
        waiting=min(waiting, 10**6) if isinstance(waiting, int) and waiting > 0 else 0,
        session_key=request.session.session_key or "",
        user=request.user,
    )
    return JsonResponse(
        {
            "user": {
                "id": request.user.pk,
                "name": request.user.full_name,
                "unit": str(request.user.organisation or ""),
            },
            "device": device.state,
            "now": now().isoformat(),
        }
    )


@call("GET")
def package(request: HttpRequest) -> HttpResponse:
    """What visits need without a connection; 304 when the device has it already."""
    _device(request)
    province = receiving.province_of(request.user)
    text = json.dumps(packing.package(request.user, province, today()), cls=DjangoJSONEncoder, ensure_ascii=False)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    if tag.strip('"') in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304)
    return HttpResponse(
        text, content_type="application/json", headers={"ETag": tag, "Cache-Control": "private, no-cache"}
    )


@call("POST")
def visits(request: HttpRequest) -> JsonResponse:
    """Documents of visits, at most 20 at once. Body: {now, visits: […]}; answers one by one, in their order."""
    device, data = _device(request), _body(request)
    items = data.get("visits")
    if not isinstance(items, list) or len(items) > DOCUMENTS_LIMIT:
        raise Refused(
            f"Mỗi lần gửi nhiều nhất {DOCUMENTS_LIMIT} phiếu.", "Máy tự chia nhỏ rồi gửi lại.", code="many", status=400
        )
    answers = receiving.receive(items, officer=request.user, device=device, device_now=_clock(data.get("now")))
    return JsonResponse({"visits": [asdict(one) for one in answers], "now": now().isoformat()})


@call("PUT")
def photo(request: HttpRequest, photo: Any) -> JsonResponse:
    """A piece of a photo from ?tu= on, of ?cua= bytes with the hash ?ma=; answers how many bytes are here, and its visit."""
    _device(request)
    row = photos.take_piece(
        upload=photo,
        start=_number(request, "tu"),
        data=request.read(photos.PIECE_LIMIT + 1),
        size=_number(request, "cua"),
        sha256=request.GET.get("ma", ""),
        officer=request.user,
    )
    visit = Visit.objects.filter(photos=row.pk, officer=request.user).first() if row.attachment_id else None
    told = asdict(receiving.answer(visit)) if visit else None
    return JsonResponse({"received": row.received, "whole": row.attachment_id is not None, "visit": told})


@call("POST")
def statuses(request: HttpRequest) -> JsonResponse:
    """Where visits stand. Body: {ids: […]}, at most 200; those that never arrived are left out."""
    _device(request)
    ids = _body(request).get("ids")
    if not isinstance(ids, list) or len(ids) > 200:
        raise Refused("Mỗi lần hỏi nhiều nhất 200 phiếu.", code="many", status=400)
    found = receiving.statuses([documents.uuid(one) for one in ids], officer=request.user)
    return JsonResponse({"visits": [asdict(one) for one in found]})


@call("POST")
def wiped(request: HttpRequest) -> JsonResponse:
    """The device says that it wiped itself as asked."""
    devices.wiped(device=_device(request))
    return JsonResponse({"device": "wiped"})


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        data = json.loads(request.body)
    except (ValueError, UnicodeDecodeError):
        data = None
    if not isinstance(data, dict):
        raise Refused("Máy chủ không đọc được nội dung gửi lên.", "Máy tự gửi lại.", code="shape", status=400)
    return data


def _device(request: HttpRequest) -> Device:
    """The device that calls; refused when it is unknown, another person's, or shut out."""
    pk = documents.uuid(request.headers.get("X-Device", ""))
    device = Device.objects.select_related("province").filter(pk=pk, user=request.user).first()
    if device is None:
        raise Refused("Máy này chưa được ghi tên.", "Máy tự ghi tên rồi gửi lại.", code="device", status=403)
    devices.let_in(device)
    return device


def _clock(value: Any) -> datetime | None:
    try:
        return documents.moment(value)
    except Refused:
        return None


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise Refused("Đoạn ảnh không hợp lệ.", "Máy tự gửi lại.", code="piece", status=400)
    return int(text)
