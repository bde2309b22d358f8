"""Photos in pieces: each piece says where it begins; what is here already is not needed again, a gap is refused with the place."""

from __future__ import annotations

import hashlib
from uuid import UUID

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.documents import rules as files
from bedo.documents.services import store_file
from bedo.surveys.models import Piece, Upload, VisitPhoto
from bedo.surveys.rules import documents
from bedo.surveys.services import receiving

PIECE_LIMIT = 512 * 1024


class Gap(Refused):
    """The piece does not begin where the received bytes end; `received` says where to go on."""

    def __init__(self, received: int, reason: str = "Đoạn ảnh gửi lên không nối tiếp đoạn đã nhận."):
        super().__init__(reason, "Máy tự gửi tiếp từ chỗ đã nhận.", code="gap", status=409)
        self.received = received


def take_piece(*, upload: UUID, start: int, data: bytes, size: int, sha256: str, officer: User) -> Upload:
    """Keep the bytes from `start` on. With the last one the photo is put together, checked and stored.

    Answers the upload with `received`. Raises Gap (409) for bytes beyond the end of what is here or a photo whose hash
    is wrong, Refused (422) for what is no photo, (403) for another person's photo. The same piece again changes nothing.
    """
    _check(size, sha256, data, start)
    province = receiving.province_of(officer)
    with log.writing(province.code):
        row = _row(upload, size, sha256, officer, province)
        if row.attachment_id:
            return row
        _append(row, start, data)
        if row.received < row.size:
            return row
        content = b"".join(bytes(piece.data) for piece in row.pieces.order_by("start"))
        if hashlib.sha256(content).hexdigest() == row.sha256:
            return _keep(row, content, officer)
        _empty(row)
    raise Gap(0, "Ảnh bị hỏng trên đường gửi.")


def _check(size: int, sha256: str, data: bytes, start: int) -> None:
    good = 0 < size <= documents.PHOTO_BYTES_LIMIT and 0 <= start < size and 0 < len(data) <= PIECE_LIMIT
    if not good or start + len(data) > size or not documents.SHA256.fullmatch(sha256):
        raise Refused("Đoạn ảnh không hợp lệ.", "Chụp lại ảnh; câu trả lời vẫn còn.", code="piece", status=422)


def _row(upload: UUID, size: int, sha256: str, officer: User, province) -> Upload:
    row, _ = (
        Upload.objects.select_for_update(of=("self",))
        .select_related("attachment")
        .get_or_create(
            pk=upload,
            defaults={"province": province, "user": officer, "size": size, "sha256": sha256, "begun_at": now()},
        )
    )
    if row.user_id != officer.pk:
        raise Refused("Ảnh này của người khác.", "Đăng nhập đúng người đã chụp.", code="other", status=403)
    if (row.size, row.sha256) != (size, sha256):
        raise Refused("Ảnh này khác ảnh đã gửi dưới cùng mã.", "Chụp lại ảnh.", code="photo", status=409)
    return row


def _append(row: Upload, start: int, data: bytes) -> None:
    if start > row.received:
        raise Gap(row.received)
    rest = data[row.received - start :]
    if rest:
        Piece.objects.create(upload=row, start=row.received, data=rest)
        row.received += len(rest)
        row.save(update_fields=["received"])


def _empty(row: Upload) -> None:
    row.pieces.all().delete()
    row.received = 0
    row.save(update_fields=["received"])


def _keep(row: Upload, content: bytes, officer: User) -> Upload:
    """Store the whole photo, hand it to its visit, finish the visit when it was the last."""
    kind = files.kind_of(content)
    if kind is None or not files.KINDS[kind].photo:
        raise Refused(
            "Tệp này không phải ảnh.",
            "Bỏ ảnh này khỏi phiếu hoặc chụp lại; câu trả lời vẫn còn.",
            code="not_photo",
            status=422,
        )
    row.attachment = attachment = store_file(
        province=row.province, file=content, name=f"anh-{str(row.pk)[:8]}", by=officer
    )
    row.save(update_fields=["attachment"])
    row.pieces.all().delete()
    photo = (
        VisitPhoto.objects.filter(pk=row.pk, sha256=row.sha256, visit__officer=officer).select_related("visit").first()
    )
    if photo:
        photo.attachment = attachment
        photo.save(update_fields=["attachment"])
        receiving.tell_place(photo)
        visit = (
            type(photo.visit).objects.select_for_update(of=("self",)).select_related("province").get(pk=photo.visit_id)
        )
        receiving.finish(visit, now())
    return row
