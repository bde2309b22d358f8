"""Sample visits of officers and a collaborator: some wait, one says otherwise than the register, one was returned."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from bedo.accounts.models import User
from bedo.config.demo.people import Cast
from bedo.config.demo.sample.days import Days
from bedo.config.demo.sample.stage import picture
from bedo.documents.models import Attachment
from bedo.establishments.models import Establishment
from bedo.projects.models import Share, Wish
from bedo.projects.rules import states
from bedo.surveys.models import Device, Visit
from bedo.surveys.services import devices, photos, receiving, reviewing

MORNING = time(2, 30, tzinfo=UTC)  # half past nine in Vietnam
NEW_NAME = "Cơ sở mẫu 90"
MET = {"met": "Chủ cơ sở", "wants": "chua", "why_not": "Chờ bán xong vụ này."}


class Field:
    """The province's visits under way: documents as devices send them, received by the services."""

    def __init__(self, cast: Cast, days: Days):
        self.cast, self.days = cast, days
        self.devices = {
            word: self._device(cast[word], label, waiting)
            for word, label, waiting in (
                ("canbo", "Điện thoại Android, Chrome", 0), ("canbo2", "Điện thoại Android, Chrome", 2), ("xa", "iPhone, Safari", 0),
            )
        }  # fmt: skip

    def _device(self, user: User, label: str, waiting: int) -> Device:
        return devices.greet(device=uuid4(), label=label, waiting=waiting, session_key="", user=user)

    def send(self, who: str, ago: int, kind: str, answers: Mapping[str, Any], *, shots: int = 0, **more: Any) -> Visit:
        """One visit, `ago` days before the newest day, with so many pictures that are plainly none."""
        at = datetime.combine(self.days.ago(ago), MORNING)
        contents = [picture(320, 180 + 20 * number + ago) for number in range(shots)]
        entries = [_entry(content, at) for content in contents]
        paper = {
            "id": str(uuid4()), "revision": 1, "kind": kind, "form_version": 1, "started_at": at.isoformat(),
            "finished_at": (at + timedelta(minutes=40)).isoformat(), "answers": dict(answers), "photos": entries,
            "lat": 22.8 + ago / 100, "lon": 104.9 + ago / 90, **more,
        }  # fmt: skip
        officer = self.cast[who]
        receiving.receive([paper], officer=officer, device=self.devices[who])
        for entry, content in zip(entries, contents, strict=True):
            photos.take_piece(
                upload=entry["id"], start=0, data=content, size=entry["size"], sha256=entry["sha256"], officer=officer
            )
        Attachment.objects.filter(sha256__in=[entry["sha256"] for entry in entries]).update(is_sample=True)
        Visit.objects.filter(pk=paper["id"]).update(is_sample=True)
        return Visit.objects.select_related("province").get(pk=paper["id"])

    def establishment(self, number: int) -> Establishment:
        return Establishment.objects.get(province=self.cast.province, name=f"Cơ sở mẫu {number:02d}", is_sample=True)


def _entry(content: bytes, at: datetime) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    return {
        "id": str(uuid4()),
        "question": "photos",
        "size": len(content),
        "sha256": digest,
        "taken_at": at.isoformat(),
    }


def _about(row: Establishment, **knew: Any) -> dict[str, Any]:
    """The establishment, and what the device knew of it."""
    return {"establishment": row.pk, "base": {"values": {"name": row.name, "workers": row.workers, **knew}}}


def load(cast: Cast, *, today: date) -> str:
    """Make the visits unless there are some; answers with what was made, in words."""
    if Visit.objects.filter(province=cast.province, is_sample=True).exists():
        return "đã có, giữ nguyên"
    field = Field(cast, Days.up_to(today))
    _waiting(field)
    _reviewed(field, today)
    return f"{Visit.objects.filter(province=cast.province, is_sample=True).count()} phiếu"


def _waiting(field: Field) -> None:
    row = field.establishment(11)
    changed = {
        "workers": (row.workers or 0) + 2,
        "raw_material": "Thép nhíp ô tô cũ, mua ở chợ huyện",
        "local_material": 60,
    }
    tools = {"machines": [{"name": "Máy mài hai đá", "quantity": 2, "condition": "dang_dung"}]}
    field.send("canbo", 2, "khao_sat", {**MET, **changed, **tools, "exports": "khong"}, shots=3, **_about(row))
    row = field.establishment(2)
    other = {"workers": (row.workers or 0) + 5, "sector": "che_bien", "revenue": 2_400_000_000}
    field.send("canbo2", 3, "khao_sat", {**MET, **other}, shots=2, **_about(row, workers=(row.workers or 0) - 4))
    _new_one(field)
    _wish(field)
    _progress(field)


def _new_one(field: Field) -> None:
    """A collaborator found an establishment that nobody knew, and it wishes for something."""
    answers = {
        "name": NEW_NAME, "kind": "ho_kinh_doanh", "sector": "thu_cong", "place": field.cast.commune.pk, "workers": 4,
        "met": "Chủ hộ", "wants": "co", "content": "MAY_MOC_CHUYEN_GIAO_CN", "need": "Máy chẻ nan, máy đánh bóng; nay làm tay.",
        "investment": 180_000_000, "amount_asked": 80_000_000,
        "products": [{"name": "Gùi, rổ đan", "unit": "cái", "output": 1200, "market": "chợ phiên"}],
    }  # fmt: skip
    field.send("xa", 1, "khao_sat", answers, shots=2)


def _wish(field: Field) -> None:
    """The capacity of a wish that waits, seen on site."""
    rows = Wish.objects.waiting().filter(
        province=field.cast.province, is_sample=True, received_on__lt=field.days.ago(4)
    )
    wish = rows.order_by("-received_on", "pk").first()
    if wish is None:
        return
    answers = {
        "content": wish.content, "present": "Chủ cơ sở, cán bộ Trung tâm", "met_counterpart": "co", "figure_counterpart": "150 triệu đồng",
        "met_no_double": "co", "met_workshop": "khong", "note_workshop": "Mặt bằng chật, chưa đổ nền.",
        "opinion": "Cơ sở có nghề và có vốn; chưa có chỗ đặt máy.", "outcome": "refused",
        "reason": "Nhà xưởng chưa đủ chỗ đặt máy.", "feasible_if": "Mở rộng xưởng thêm khoảng 40 m², đổ nền.",
    }  # fmt: skip
    field.send("canbo", 4, "tham_tra", answers, subject=wish.pk)


def _progress(field: Field) -> None:
    """A month that has its report already, seen again on site."""
    share = Share.objects.filter(project__province=field.cast.province, project__is_sample=True, state=states.RUNNING)
    share = share.order_by("project", "number").first()
    if share is None:
        return
    answers = {
        "met": "Chủ cơ sở", "done_percent": 70, "planned_percent": 75, "done_text": "Máy đã về xưởng, đang lắp điện.",
        "spent": 260_000_000, "late": "cham", "difficulty": "Thợ lắp đặt của bên bán chưa lên được vì đường sạt lở.",
    }  # fmt: skip
    field.send("canbo2", 1, "tien_do", answers, shots=1, subject=share.pk)


def _reviewed(field: Field, today: date) -> None:
    """One returned with its reason, one accepted."""
    director = field.cast["giamdoctt"]
    row = field.establishment(5)
    visit = field.send("canbo", 6, "khao_sat", {**MET, "workers": 60}, shots=1, **_about(row))
    reason = "Lao động 60 người có lẽ gõ nhầm, hỏi lại chủ cơ sở; chụp thêm ảnh tủ sấy."
    reviewing.give_back(visit=visit, reason=reason, by=director)
    row = field.establishment(8)
    answers = {**MET, "raw_material": "Thịt trâu của các xã trong vùng", "local_material": 90}
    visit = field.send("canbo2", 8, "khao_sat", answers, shots=1, **_about(row))
    reviewing.accept(visit=visit, version=visit.version, decisions={}, by=director, today=today)
