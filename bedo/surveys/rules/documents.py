"""The document of a visit as a device sends it: shape and limits checked, nothing of its answers judged."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bedo.core.moves import Refused
from bedo.surveys.rules.answers import degrees
from bedo.surveys.rules.kinds import KINDS, NEEDS

DOCUMENT_LIMIT = 200_000
PHOTO_BYTES_LIMIT = 8 * 1024 * 1024
PHOTOS_LIMIT = 60
DEPTH_LIMIT = 12
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Picture:
    """A photo that belongs to the visit: which question, how many bytes, their hash; where and when it was taken."""

    id: UUID
    question: str
    size: int
    sha256: str
    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Document:
    """One visit as sent. `revision` grows with each time it is sent anew after a return; `base` is what the device knew."""

    id: UUID
    revision: int
    kind: str
    form_version: int
    started_at: datetime
    finished_at: datetime
    establishment: int | None
    subject: int | None
    base: Mapping[str, Any]
    answers: Mapping[str, Any]
    pictures: tuple[Picture, ...]
    lat: float | None
    lon: float | None
    digest: str


def read(data: Any) -> Document:
    """Check the shape. Raises Refused (422) with a sentence and the part that is wrong."""
    if not isinstance(data, Mapping):
        raise _bad("phiếu")
    text = _canonical(data)
    if len(text) > DOCUMENT_LIMIT:
        raise Refused("Phiếu dài quá mức cho phép.", "Bớt chữ ở phần ghi chép rồi gửi lại.", code="long", status=422)
    kind = data.get("kind")
    if kind not in KINDS:
        raise _bad("loại phiếu")
    pictures = data.get("photos", [])
    if not isinstance(pictures, list) or len(pictures) > PHOTOS_LIMIT:
        raise _bad("danh sách ảnh")
    answers, base = data.get("answers"), data.get("base", {})
    if not isinstance(answers, Mapping) or not isinstance(base, Mapping):
        raise _bad("câu trả lời")
    document = Document(
        id=uuid(data.get("id")),
        revision=_whole(data.get("revision", 1), "số lần gửi", most=1000),
        kind=str(kind),
        form_version=_whole(data.get("form_version"), "phiên bản phiếu", most=10_000),
        started_at=moment(data.get("started_at")),
        finished_at=moment(data.get("finished_at")),
        establishment=_maybe(data.get("establishment")),
        subject=_maybe(data.get("subject")),
        base=base,
        answers=answers,
        pictures=tuple(_picture(one) for one in pictures),
        lat=_degrees(data.get("lat"), 90),
        lon=_degrees(data.get("lon"), 180),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    _belongs(document)
    return document


def _canonical(data: Mapping[str, Any]) -> str:
    """The text that is hashed. Refuses what JSON or a database cannot hold: NaN, halves of letters, endless nesting."""
    if not _shallow(data, DEPTH_LIMIT):
        raise _bad("phiếu")
    with suppress(ValueError, TypeError):
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        text.encode()
        return text
    raise _bad("phiếu")


def _shallow(value: Any, left: int) -> bool:
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return left > 0 and all(_shallow(one, left - 1) for one in parts)


def _belongs(document: Document) -> None:
    if len({one.id for one in document.pictures}) != len(document.pictures):
        raise _bad("danh sách ảnh (một ảnh hai lần)")
    if document.kind in NEEDS and document.subject is None:
        raise _bad("nhu cầu hoặc đề án của phiếu")


def _picture(data: Any) -> Picture:
    if not isinstance(data, Mapping):
        raise _bad("ảnh")
    sha256 = data.get("sha256")
    if not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
        raise _bad("dấu kiểm của ảnh")
    taken = data.get("taken_at")
    return Picture(
        id=uuid(data.get("id")),
        question=str(data.get("question", "")).replace("\x00", "")[:60],
        size=_whole(data.get("size"), "dung lượng ảnh", most=PHOTO_BYTES_LIMIT),
        sha256=sha256,
        taken_at=moment(taken) if taken else None,
        lat=_degrees(data.get("lat"), 90),
        lon=_degrees(data.get("lon"), 180),
    )


def uuid(value: Any) -> UUID:
    """An id that a device made."""
    if isinstance(value, str):
        with suppress(ValueError):
            return UUID(value)
    raise _bad("mã phiếu")


def moment(value: Any) -> datetime:
    """A moment of a device's clock in UTC (2026-11-27T03:04:05.678Z), whatever year it says."""
    if isinstance(value, str) and len(value) < 40:
        with suppress(ValueError, OverflowError):
            found = datetime.fromisoformat(value)
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    raise _bad("thời điểm")


def _whole(value: Any, what: str, *, least: int = 1, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _bad(what)
    return value


def _maybe(value: Any) -> int | None:
    return None if value is None else _whole(value, "mã cơ sở, đề án", most=2**53)


def _degrees(value: Any, most: int) -> float | None:
    found = degrees(value, most)
    if found is None and value is not None:
        raise _bad("vị trí")
    return found


def _bad(what: str) -> Refused:
    return Refused(
        f"Không đọc được {what}.",
        "Phiếu vẫn còn ở máy; xuất tệp gửi cho Trung tâm để được giúp.",
        code="shape",
        status=422,
    )
