"""Receive visits: any number of times, in any order, from a device or from a file; each is here exactly once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import nfc
from bedo.documents.models import Attachment
from bedo.documents.services import next_code
from bedo.establishments.models import Establishment
from bedo.places.models import Unit
from bedo.projects.models import Project, Share, Wish
from bedo.surveys.models import Device, Upload, Visit, VisitCopy, VisitPhoto
from bedo.surveys.rules import clocks, documents, kinds

RIGHT = "visit.record"


@dataclass(frozen=True)
class Answer:
    """What the device is told of one visit: where it stands, its receipt, photos still missing; or why it was not taken."""

    id: str
    state: str = ""
    receipt: str = ""
    revision: int = 0
    missing: tuple[tuple[str, int], ...] = ()
    error: str = ""
    code: str = ""
    reason: str = ""


def province_of(user: User) -> Unit:
    """The province in which the person makes visits. Raises Refused (403) when there is none."""
    for row in user.grant_rows_today:
        if row.organisation.province_id and user.grants.may(RIGHT, row.organisation.province_id):
            return Unit.objects.get(pk=row.organisation.province_id)
    raise Refused(
        "Bạn chưa được giao việc đi cơ sở ở tỉnh nào.",
        "Đề nghị quản trị cấp quyền; phiếu vẫn còn ở máy.",
        code="right",
        status=403,
    )


def receive(
    items: Iterable[Any],
    *,
    officer: User,
    device: Device | None = None,
    device_now: datetime | None = None,
    brought_by: User | None = None,
) -> list[Answer]:
    """Take in documents of visits, one after another; a refused one does not stop the others.

    Answers each in its order. The same document may come again (nothing changes, the same receipt); a newer revision takes
    the place of one that was returned or is not whole; an older or other one is kept aside. Raises Refused without the right.
    """
    province, moment = province_of(officer), now()
    answers = []
    with log.writing(province.code):
        for item in items:
            try:
                with transaction.atomic():
                    document = documents.read(item)
                    visit = _take(document, province, officer, device, device_now, brought_by, moment)
            except Refused as refusal:
                answers.append(Answer(_id(item), error=refusal.sentence, code=refusal.code))
            else:
                answers.append(answer(visit))
    return answers


def _id(item: Any) -> str:
    return str(item.get("id", ""))[:40] if isinstance(item, dict) else ""


def answer(visit: Visit) -> Answer:
    """What its device is told of a visit."""
    missing = [photo for photo in visit.photos.all() if photo.attachment_id is None]
    here = dict(Upload.objects.filter(pk__in=[photo.pk for photo in missing]).values_list("pk", "received"))
    return Answer(
        str(visit.pk),
        visit.state,
        visit.receipt,
        visit.revision,
        tuple((str(photo.pk), here.get(photo.pk, 0)) for photo in missing),
        reason=visit.reason,
    )


def _take(
    document: documents.Document,
    province: Unit,
    officer: User,
    device: Device | None,
    device_now: datetime | None,
    brought_by: User | None,
    moment: datetime,
) -> Visit:
    visit = Visit.objects.select_for_update().filter(pk=document.id).first()
    if visit is None:
        visit = Visit(pk=document.id, province=province, officer=officer, first_arrived_at=moment)
        return _write(visit, document, device, device_now, brought_by, moment, new=True)
    if visit.officer_id != officer.pk:
        raise Refused("Phiếu này của người khác.", "Đăng nhập đúng người đã ghi phiếu.", code="other", status=403)
    if visit.digest == document.digest:
        return visit
    if visit.state in kinds.OPEN and document.revision > visit.revision:
        _keep_aside(visit, visit.revision, visit.digest, visit.answers, moment)
        return _write(visit, document, device, device_now, brought_by, moment)
    _keep_aside(visit, document.revision, document.digest, document.answers, moment)
    return visit


def _keep_aside(visit: Visit, revision: int, digest: str, answers: Any, moment: datetime) -> None:
    VisitCopy.objects.get_or_create(
        visit=visit, digest=digest, defaults={"revision": revision, "answers": answers, "arrived_at": moment}
    )


def _write(
    visit: Visit,
    document: documents.Document,
    device: Device | None,
    device_now: datetime | None,
    brought_by: User | None,
    moment: datetime,
    *,
    new: bool = False,
) -> Visit:
    """Put the document into the row (again), name its photos, and finish it when they are all here."""
    _stand_on(visit, document)
    told = clocks.told(document.finished_at, device_now=device_now, received_at=moment)
    begun = clocks.told(document.started_at, device_now=device_now, received_at=moment)
    visit.kind, visit.form_version = document.kind, document.form_version
    visit.revision, visit.digest = document.revision, document.digest
    visit.answers, visit.base = _tidy(document.answers), _tidy(document.base)
    visit.lat, visit.lon = document.lat, document.lon
    visit.finished_at, visit.started_at = told.at, min(begun.at, told.at)
    visit.clock_trusted, visit.clock_note = told.trusted, told.sentence
    visit.device, visit.brought_by = device or visit.device, brought_by
    visit.state, visit.reason = kinds.INCOMING, ""
    visit.version += 0 if new else 1
    visit.save(force_insert=new)
    _name_photos(visit, document.pictures, off=told.at - document.finished_at if told.trusted else None)
    finish(visit, moment)
    return visit


def _tidy(value: Any) -> Any:
    """Text of answers in NFC, without control characters that a database cannot keep."""
    if isinstance(value, str):
        return nfc(value).replace("\x00", "").strip()
    if isinstance(value, list | tuple):
        return [_tidy(one) for one in value]
    if isinstance(value, dict):
        return {nfc(str(key)).replace("\x00", ""): _tidy(one) for key, one in value.items()}
    return value


def _stand_on(visit: Visit, document: documents.Document) -> None:
    """The establishment, wish or share it is about, within the officer's scope; refused beside the device otherwise."""
    officer = visit.officer
    visit.establishment = visit.wish = visit.share = None
    if document.establishment is not None:
        found = Establishment.objects.visible_to(officer).filter(pk=document.establishment).first()
        visit.establishment = _live(_seen(found, "Cơ sở"))
    need = kinds.NEEDS.get(document.kind)
    if need == "wish":
        visit.wish = _seen(Wish.objects.visible_to(officer).filter(pk=document.subject).first(), "Nhu cầu")
        visit.establishment = visit.establishment or visit.wish.establishment
    elif need == "share":
        projects = Project.objects.visible_to(officer)
        share = Share.objects.filter(pk=document.subject, project__in=projects).select_related("establishment").first()
        visit.share = _seen(share, "Đề án")
        visit.establishment = visit.establishment or visit.share.establishment


def _seen(row: Any, what: str) -> Any:
    if row is None:
        raise Refused(
            f"{what} của phiếu không còn trong phạm vi của bạn.",
            "Phiếu vẫn còn ở máy; xuất tệp gửi cho Trung tâm.",
            code="scope",
            status=404,
        )
    return row


def _live(row: Establishment) -> Establishment:
    """An establishment that was merged meanwhile stands for the one that is kept."""
    while row.merged_into is not None:
        row = row.merged_into
    return row


def _name_photos(visit: Visit, pictures: Iterable[documents.Picture], *, off: timedelta | None) -> None:
    """The photos of this revision; content that arrived before is taken at once, of a former revision too.

    Their clock was wrong as the visit's was: by `off`, or (None) so that nobody knows when they were taken.
    """
    pictures = list(pictures)
    foreign = VisitPhoto.objects.filter(pk__in=[one.id for one in pictures]).exclude(visit=visit)
    if foreign.exists():
        raise Refused("Ảnh này đã thuộc một phiếu khác.", "Chụp hoặc chọn lại ảnh.", code="photo", status=409)
    visit.photos.all().delete()
    uploads = Upload.objects.select_related("attachment").in_bulk([one.id for one in pictures])
    rows = []
    for number, one in enumerate(pictures, 1):
        upload = uploads.get(one.id)
        here = upload if upload and upload.user_id == visit.officer_id and upload.sha256 == one.sha256 else None
        row = VisitPhoto(
            pk=one.id, visit=visit, number=number, question=one.question, size=one.size, sha256=one.sha256,
            taken_at=one.taken_at + off if one.taken_at and off is not None else None, lat=one.lat, lon=one.lon, attachment=here.attachment if here else None,
        )  # fmt: skip
        rows.append(row)
    VisitPhoto.objects.bulk_create(rows)
    for row in rows:
        if row.attachment_id:
            tell_place(row)


def tell_place(photo: VisitPhoto) -> None:
    """Where and when the photo was taken, beside its file."""
    Attachment.objects.filter(pk=photo.attachment_id).update(taken_at=photo.taken_at, lat=photo.lat, lon=photo.lon)


def finish(visit: Visit, moment: datetime) -> None:
    """Give the receipt when nothing is missing any more; in the caller's transaction, which holds the province's log."""
    if visit.state != kinds.INCOMING or visit.photos.filter(attachment=None).exists():
        return
    visit.receipt = visit.receipt or next_code(f"PT{visit.province.code}", moment.year)
    visit.state, visit.received_at = kinds.PENDING, moment
    visit.save(update_fields=["receipt", "state", "received_at"])
    log.record(
        visit.province.code,
        "visit.receive",
        subject=visit.subject,
        by=visit.brought_by or visit.officer,
        text=f"Nhận phiếu {visit.receipt}: {visit.kind_label.lower()}, {visit.photos.count()} ảnh.",
        data={"digest": visit.digest, "revision": visit.revision, "officer": visit.officer_id},
    )


def statuses(ids: Iterable[UUID], *, officer: User) -> list[Answer]:
    """Where visits of this officer stand; ids that never arrived are left out."""
    rows = Visit.objects.filter(pk__in=list(ids), officer=officer).prefetch_related("photos")
    return [answer(row) for row in rows]
