"""A file of visits that a device saved, read in at the office: checked whole before anything is kept, the same as if it was sent.

First line: JSON with `format`, `officer`, `device`, `made_at`, `visits` (documents) and `photos` (id, size, sha256); behind it the
bytes of the photos in that order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import IO, Any
from uuid import UUID

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.moves import Refused
from bedo.places.models import Unit
from bedo.surveys.models import Device, Visit
from bedo.surveys.rules import documents
from bedo.surveys.services import photos, receiving

FORMAT = "bedo-phieu-1"
REVIEW = "visit.review"
FILE_LIMIT = 300 * 1024 * 1024
HEAD_LIMIT = 32 * 1024 * 1024
VISITS_LIMIT, PHOTOS_LIMIT = 300, 5000
TRIES = 3


@dataclass(frozen=True)
class Packed:
    """A photo in the file: its bytes begin at `start`."""

    id: UUID
    start: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Head:
    """What the first line says; `end` is where the photos begin."""

    officer: int
    device: str
    visits: list[Any]
    photos: tuple[Packed, ...]
    end: int


@dataclass(frozen=True)
class Brought:
    """What became of one visit of the file; `problems` are sentences about its photos."""

    document: Any
    answer: receiving.Answer
    problems: tuple[str, ...] = ()


def read_in(*, file: IO[bytes], size: int, by: User) -> list[Brought]:
    """Receive the visits and photos of a file, in its order. The same file again changes nothing.

    Only the officer, or who reviews visits in the officer's province, brings it. Raises Refused (422, 403) with nothing kept
    for a foreign, cut or spoilt file; a visit that is not taken does not stop the others.
    """
    head = _head(file, size)
    officer, province = _officer(head.officer, by)
    _check_photos(file, head)
    device = Device.objects.filter(pk=_uuid(head.device), user=officer).first()
    answers = receiving.receive(head.visits, officer=officer, device=device, brought_by=by)
    here = {str(one.id): one for one in head.photos}
    found = [
        _with_photos(file, document, answer, here, officer)
        for document, answer in zip(head.visits, answers, strict=True)
    ]
    taken = sum(not one.answer.error for one in found)
    with log.writing(province.code):
        log.record(
            province.code, "visit.file", subject=f"officer:{officer.pk}", by=by,
            text=f"Đọc tệp phiếu lưu từ máy: {taken}/{len(found)} phiếu, {len(head.photos)} ảnh trong tệp.",
            data={"officer": officer.pk, "visits": len(found), "taken": taken},
        )  # fmt: skip
    return found


def _officer(pk: int, by: User) -> tuple[User, Unit]:
    """Whose visits they are. Who does not exist and whose visits one may not bring are answered alike."""
    officer = by if by.pk == pk else User.objects.filter(pk=pk).first()
    with suppress(Refused):
        if officer is not None:
            province = receiving.province_of(officer)
            if officer == by or by.grants.may(REVIEW, province.pk):
                return officer, province
    if officer == by:
        receiving.province_of(by)
    raise Refused(
        "Bạn không đọc được tệp phiếu của người này.",
        "Người đi cơ sở tự đọc tệp của mình, hoặc nhờ người xem xét phiếu của tỉnh; người đi phải còn được giao việc đi cơ sở.",
        field="file", code="officer", status=403,
    )  # fmt: skip


# --- the first line


def _head(file: IO[bytes], size: int) -> Head:
    file.seek(0)
    line = file.readline(HEAD_LIMIT + 1)
    data = _json(line)
    told = data.get("format")
    if isinstance(told, str) and told.startswith("bedo-phieu-") and told != FORMAT:
        raise _bad("Tệp do một bản khác của trang Đi cơ sở ghi ra, hệ thống chưa đọc được.", "Nhờ quản trị cập nhật.")
    officer, visits = data.get("officer"), data.get("visits")
    whole = isinstance(officer, int) and not isinstance(officer, bool) and 0 < officer < 2**53
    if told != FORMAT or not whole or not isinstance(visits, list) or not isinstance(data.get("photos"), list):
        raise _foreign()
    if len(visits) > VISITS_LIMIT or len(data["photos"]) > PHOTOS_LIMIT:
        raise _bad("Tệp có quá nhiều phiếu hoặc ảnh.", f"Mỗi tệp nhiều nhất {VISITS_LIMIT} phiếu.")
    packed = tuple(_packed(data["photos"], len(line)))
    _whole(len(line) + sum(one.size for one in packed), size)
    return Head(officer, str(data.get("device", "")), visits, packed, len(line))


def _json(line: bytes) -> dict[str, Any]:
    if line.endswith(b"\n"):
        with suppress(ValueError, RecursionError):
            data = json.loads(line)
            if isinstance(data, dict):
                return data
    if line.startswith(b'{"format":"bedo-phieu-'):
        raise _cut()
    raise _foreign()


def _packed(entries: list[Any], start: int) -> Iterator[Packed]:
    seen = set()
    for entry in entries:
        if not isinstance(entry, dict):
            raise _foreign()
        size, sha256 = entry.get("size"), entry.get("sha256")
        good = isinstance(size, int) and not isinstance(size, bool) and 0 < size <= documents.PHOTO_BYTES_LIMIT
        pk = _uuid(entry.get("id"))
        if (
            not good
            or not isinstance(sha256, str)
            or not documents.SHA256.fullmatch(sha256)
            or pk is None
            or pk in seen
        ):
            raise _foreign()
        seen.add(pk)
        yield Packed(pk, start, size, sha256)
        start += size


def _uuid(value: Any) -> UUID | None:
    with suppress(Refused):
        return documents.uuid(value)
    return None


def _whole(told: int, size: int) -> None:
    if size < told:
        raise _cut()
    if size > told:
        raise _bad("Tệp dài hơn nội dung nó ghi, có thể đã bị sửa.", "Lưu lại tệp từ máy rồi đọc lại.")


def _cut() -> Refused:
    return _bad("Tệp bị cắt giữa chừng, chưa có gì được nhận.", "Chép lại tệp từ máy cho đủ rồi đọc lại.")


def _foreign() -> Refused:
    return _bad("Tệp này không phải tệp phiếu của trang Đi cơ sở.", "Chọn tệp có đuôi .bedo lưu từ máy.")


def _bad(reason: str, todo: str) -> Refused:
    return Refused(reason, todo, field="file", code="file", status=422)


# --- the photos


def _check_photos(file: IO[bytes], head: Head) -> None:
    """Every photo is what its hash says, before anything is kept."""
    file.seek(head.end)
    for number, one in enumerate(head.photos, 1):
        digest, left = hashlib.sha256(), one.size
        while left:
            data = file.read(min(left, photos.PIECE_LIMIT))
            if not data:
                raise _cut()
            digest.update(data)
            left -= len(data)
        if digest.hexdigest() != one.sha256:
            raise _bad(f"Ảnh thứ {number} trong tệp bị hỏng, chưa có gì được nhận.", "Lưu lại tệp từ máy rồi đọc lại.")


def _with_photos(
    file: IO[bytes], document: Any, answer: receiving.Answer, here: dict[str, Packed], officer: User
) -> Brought:
    """Take the photos that this visit still misses and that are in the file."""
    if answer.error or not answer.missing:
        return Brought(document, answer)
    problems = []
    for pk, received in answer.missing:
        if one := here.get(pk):
            try:
                _send(file, one, received, officer)
            except Refused as refusal:
                problems.append(refusal.sentence)
    visit = Visit.objects.prefetch_related("photos").get(pk=answer.id)
    return Brought(document, replace(receiving.answer(visit), id=answer.id), tuple(problems))


def _send(file: IO[bytes], one: Packed, start: int, officer: User) -> None:
    """Piece by piece as a device does it; a gap (the device sends at the same time) goes on where the server is."""
    gaps = 0
    while start < one.size:
        file.seek(one.start + start)
        data = file.read(min(photos.PIECE_LIMIT, one.size - start))
        try:
            row = photos.take_piece(
                upload=one.id, start=start, data=data, size=one.size, sha256=one.sha256, officer=officer
            )
        except photos.Gap as gap:
            gaps += 1
            if gaps > TRIES:
                raise
            start = gap.received
        else:
            start = one.size if row.attachment_id else row.received
