"""Devices on which visits are made: known from their first call, wiped on command, shut out when lost."""

from __future__ import annotations

from uuid import UUID

from django.contrib.sessions.models import Session

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.surveys.models import Device
from bedo.surveys.services import receiving

ACTS = {
    "wipe": ("Đã yêu cầu xóa dữ liệu trên máy sau khi gửi hết phiếu.", "device.wipe"),
    "shut": ("Đã chặn máy: không nhận gì từ máy này nữa, dữ liệu trên máy bị xóa khi máy có mạng.", "device.shut"),
    "ok": ("Cho máy dùng lại.", "device.open"),
}
FROM = {
    "wipe": frozenset({"ok"}),
    "shut": frozenset({"ok", "wipe", "wiped"}),
    "ok": frozenset({"wipe", "wiped", "shut"}),
}
"""From which states each act may be done: wiping never lets a shut device in again."""
STATES = {"ok": "Đang dùng", "wipe": "Sẽ xóa khi gửi hết", "wiped": "Đã xóa dữ liệu", "shut": "Đã chặn"}


def greet(*, device: UUID, label: str, waiting: int, session_key: str, user: User) -> Device:
    """A device calls: it is known from now on, and is told what it has to do (`state`).

    One id belongs to one person. Raises Refused (403) for another person's device or a person who makes no visits.
    """
    province = receiving.province_of(user)
    label = label.replace("\x00", "").encode(errors="ignore").decode()
    row, made = Device.objects.get_or_create(
        pk=device,
        defaults={
            "user": user, "province": province, "label": label[:120], "waiting": waiting, "session_key": session_key,
            "first_seen_at": now(), "seen_at": now(),
        },
    )  # fmt: skip
    if row.user_id != user.pk:
        raise Refused("Máy này đang ghi tên người khác.", "Máy tự lấy mã mới cho bạn.", code="other_device", status=403)
    if not made:
        Device.objects.filter(pk=row.pk).update(
            waiting=waiting, session_key=session_key, seen_at=now(), province=province
        )
    return row


def wiped(*, device: Device) -> None:
    """The device says that its data are gone, as it was asked."""
    Device.objects.filter(pk=device.pk, state="wipe").update(state="wiped", waiting=0)


def command(*, device: Device, act: str, by: User) -> None:
    """Ask it to wipe itself after sending (wipe), shut it out (shut) and end its session, or let it in again (ok)."""
    if device.user_id != by.pk and not by.grants.may("visit.review", device.province_id):
        raise Refused("Bạn không quản lý máy này.", "Nhờ lãnh đạo Trung tâm.", code="right", status=403)
    text, kind = ACTS[act]
    with log.writing(device.province.code):
        row = Device.objects.select_for_update().get(pk=device.pk)
        if row.state not in FROM[act]:
            raise Refused(
                f"Máy này đang ở trạng thái “{STATES[row.state].lower()}” nên không làm được việc này.", "Tải lại trang.",
                code="state",
            )  # fmt: skip
        Device.objects.filter(pk=row.pk).update(state=act)
        if act == "shut" and row.session_key:
            Session.objects.filter(session_key=row.session_key).delete()
        log.record(
            device.province.code, kind, subject=f"device:{device.pk}", by=by, text=text, data={"user": row.user_id}
        )


def let_in(device: Device) -> None:
    """Raise Refused (403, code shut) for a device that was shut out."""
    if device.state == "shut":
        raise Refused(
            "Máy này đã bị chặn.", "Dữ liệu đi cơ sở trên máy bị xóa. Liên hệ Trung tâm.", code="shut", status=403
        )
