"""Verbs on files and papers: store, register, correct, attach a scan, take the next code."""

import hashlib
from datetime import date, datetime
from unicodedata import normalize

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from bedo.accounts.models import Organisation, User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.documents import rules
from bedo.documents.models import Attachment, Paper, Sequence
from bedo.places.models import Unit

EDITABLE = ("paper_type", "issuer", "number", "symbol", "issued_on", "received_on", "signer", "summary")
"""What may be corrected in a paper that was typed wrongly."""


def store_file(
    *,
    province: Unit | None,
    file,
    by: User | None,
    name: str = "",
    taken_at: datetime | None = None,
    lat: float | None = None,
    lon: float | None = None,
    is_sample: bool = False,
) -> Attachment:
    """Keep a file (an uploaded one, or bytes with `name`); `province` None: the ministry's. Refuses what is empty, too big or not of an accepted kind.

    The content is written before the transaction begins: a rolled back row leaves an unnamed copy behind, nothing else.
    """
    given = normalize("NFC", name or getattr(file, "name", "") or "")
    content = _content(file, given)
    kind = rules.kind_of(content, given)
    _check(rules.may_store(len(content), kind, limit=settings.MAX_FILE_BYTES, name=given[:80]))
    sha256 = hashlib.sha256(content).hexdigest()
    path = keep_content(sha256, content)
    with log.writing(log.chain_of(province)):
        row = Attachment.objects.create(
            province=province,
            sha256=sha256,
            size=len(content),
            kind=kind,
            original_name=rules.safe_name(given, kind),
            path=path,
            uploaded_by=by,
            uploaded_at=now(),
            is_photo=rules.KINDS[kind].photo,
            taken_at=taken_at,
            lat=lat,
            lon=lon,
            is_sample=is_sample,
        )
        log.record(
            log.chain_of(province),
            "file.store",
            subject=f"attachment:{row.pk}",
            by=by,
            text=f"Tải lên một tệp {row.kind_label}, {row.size_label}.",
            data={"sha256": sha256, "size": row.size, "kind": kind},
            personal={"name": row.original_name},
        )
        return row


def register_paper(
    *,
    province: Unit | None,
    issuer: str,
    paper_type: str,
    number: str,
    issued_on: date,
    summary: str,
    by: User | None,
    today: date,
    symbol: str = "",
    signer: str = "",
    organisation: Organisation | None = None,
    received_on: date | None = None,
    attachment: Attachment | None = None,
    is_sample: bool = False,
) -> Paper:
    """Enter a paper as its issuer's register gives it; `province` None: in the ministry's own register.

    Refuses a twin (`paper` on the refusal is the one already there).
    """
    paper = Paper(
        province=province,
        issuer=_line(issuer),
        organisation=organisation,
        paper_type=paper_type,
        number=number,
        symbol=symbol,
        issued_on=issued_on,
        received_on=received_on,
        signer=_line(signer),
        summary=_line(summary),
        attachment=attachment,
        recorded_by=by,
        recorded_at=now(),
        is_sample=is_sample,
    )
    _check_paper(paper, today)
    _check_province(paper, attachment)
    with log.writing(log.chain_of(province)):
        _refuse_twin(paper)
        paper.save(force_insert=True)
        _log_paper(paper, "paper.register", f"Ghi sổ: {paper.label}, {paper.issuer}.", by)
        return paper


def correct_paper(*, paper: Paper, version: int, by: User, today: date, **changes) -> Paper:
    """Correct what was typed wrongly. Refuses a stale version and a number that another paper carries."""
    unknown = changes.keys() - set(EDITABLE)
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    with log.writing(paper.chain):
        row = Paper.objects.select_for_update().get(pk=paper.pk)
        if row.version != version:
            raise Refused(
                "Người khác vừa sửa văn bản này.", "Xem lại nội dung mới nhất rồi sửa.", code="stale", status=409
            )
        before = {field: getattr(row, field) for field in changes}
        _keep_written(row, changes)
        for field, value in changes.items():
            setattr(row, field, _line(value) if isinstance(value, str) else value)
        _check_paper(row, today)
        _refuse_twin(row)
        row.version = F("version") + 1
        row.save()
        row.refresh_from_db()
        changed = {
            field: [before[field], getattr(row, field)] for field in changes if before[field] != getattr(row, field)
        }
        public = {field: pair for field, pair in changed.items() if field not in ("signer", "summary")}
        _log_paper(row, "paper.correct", f"Sửa: {row.label}.", by, data={"changed": public})
        return row


def _keep_written(paper: Paper, changes: dict) -> None:
    """The number, day and issuer of a paper that was written here stand in its text: they are not corrected apart from it."""
    said = ("paper_type", "issuer", "number", "symbol", "issued_on")
    if any(name in changes and changes[name] != getattr(paper, name) for name in said) and hasattr(paper, "written"):
        raise Refused(
            "Văn bản này soạn từ hồ sơ: số, ngày, cơ quan đã in trong nội dung.", "Soạn văn bản mới thay thế, hoặc văn bản đính chính.",
            field="number", code="written",
        )  # fmt: skip


def attach_scan(*, paper: Paper, attachment: Attachment, by: User | None) -> Paper:
    """Put the signed scan beside its paper; a scan that is replaced stays stored and named in the log."""
    _check_province(paper, attachment)
    with log.writing(paper.chain):
        row = Paper.objects.select_for_update(of=("self",)).select_related("attachment", "province").get(pk=paper.pk)
        before = row.attachment.sha256 if row.attachment else None
        if before == attachment.sha256:
            raise Refused("Bản ký này đã đính kèm.", "Chọn tệp khác nếu bản ấy sai.", field="file", code="twin")
        Paper.objects.filter(pk=row.pk).update(attachment=attachment, version=F("version") + 1)
        row.refresh_from_db()
        text = f"{'Thay' if before else 'Đính kèm'} bản ký của {row.label}."
        _log_paper(row, "paper.scan", text, by, data={"sha256": attachment.sha256, "before": before})
        return row


def next_number(key: str, year: int) -> int:
    """The next number under the key in the year: no twins, and no gap since it is given back when the transaction fails."""
    with transaction.atomic():
        Sequence.objects.get_or_create(key=key, year=year)
        row = Sequence.objects.select_for_update().get(key=key, year=year)
        Sequence.objects.filter(pk=row.pk).update(last=row.last + 1)
        return row.last + 1


def next_code(key: str, year: int) -> str:
    """The next of our own codes, e.g. “DA08-2026-0012”; call it inside the transaction that uses it."""
    return rules.code(key, year, next_number(key, year))


def _content(file, name: str) -> bytes:
    """All bytes, but not before the announced size was looked at."""
    if isinstance(file, bytes):
        return file
    size = getattr(file, "size", None)
    if size is not None and size > settings.MAX_FILE_BYTES:
        _check(rules.may_store(size, "application/pdf", limit=settings.MAX_FILE_BYTES, name=name[:80]))
    file.seek(0)
    return file.read(settings.MAX_FILE_BYTES + 1)


def keep_content(sha256: str, content: bytes) -> str:
    """Write the content once under its hash and answer where; an unfinished copy of an earlier crash is written again."""
    path = rules.stored_name(sha256)
    if default_storage.exists(path):
        if default_storage.size(path) == len(content):
            return path
        default_storage.delete(path)
    written = default_storage.save(path, ContentFile(content))
    if written != path:
        default_storage.delete(written)
    return path


def _line(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


def _check(verdict) -> None:
    if not verdict:
        verdict.refusal.status = 422
        raise verdict.refusal


def _check_paper(paper: Paper, today: date) -> None:
    paper.refresh_keys()
    _check(
        rules.may_register(
            paper_type=paper.paper_type,
            issuer=paper.issuer,
            number=paper.number,
            issued_on=paper.issued_on,
            received_on=paper.received_on,
            summary=paper.summary,
            today=today,
        )
    )


def _check_province(paper: Paper, attachment: Attachment | None) -> None:
    if attachment and attachment.province_id != paper.province_id:
        raise Refused("Tệp này thuộc tỉnh khác.", "Tải tệp lên lại.", field="attachment", code="province", status=422)


def _refuse_twin(paper: Paper) -> None:
    twin = Paper.objects.twins_of(
        province=paper.province_id,
        issuer=paper.issuer,
        year=paper.year,
        paper_type=paper.paper_type,
        number=paper.number,
        symbol=paper.symbol,
    ).exclude(pk=paper.pk)
    found = twin.first()
    if found:
        refusal = Refused(
            f"{found.label} của {found.issuer} đã có trong sổ.",
            "Mở văn bản đã có, hoặc kiểm tra lại số, ký hiệu và ngày.",
            field="number",
            code="twin",
            status=409,
        )
        refusal.paper = found
        raise refusal


def _log_paper(paper: Paper, kind: str, text: str, by: User | None, data: dict | None = None) -> None:
    log.record(
        paper.chain,
        kind,
        subject=f"paper:{paper.pk}",
        by=by,
        on=paper.issued_on,
        text=text,
        data={"type": paper.paper_type, "number": paper.full_number, "version": paper.version, **(data or {})},
        personal={"signer": paper.signer} if paper.signer else None,
    )
