"""Verbs on papers that are written here from their records: write, number, send; what they were is kept and never changes."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.documents import services, word_templates
from bedo.documents.models import Written, WrittenVersion
from bedo.documents.writing import content
from bedo.documents.writing.forms import SUBJECTS, Form, Terms
from bedo.documents.writing.glyphs import refuse_missing

STALE = "Người khác vừa sửa văn bản này."
WIDEST = {"title": 300, "basis": 200, "sent_to": 200}


def terms_of(data: dict[str, Any]) -> Terms:
    """Terms as they were kept; the day and number stand on the registered paper."""
    return Terms(**{**data, "addressees": tuple(data["addressees"]), "recipients": tuple(data["recipients"])})


def kept(terms: Terms) -> dict[str, Any]:
    """Terms as plain values, without number and day."""
    return asdict(replace(terms, number="", on=None))


def write(*, form: Form, record: Any, terms: Terms, by: User, basis: str = "", is_sample: bool = False) -> Written:
    """Write the form for the record: a new draft, or a new version of the draft that has no number yet.

    A version is added only when it says something else. Refused when the record is not so far or a letter cannot be drawn;
    then nothing is kept.
    """
    subject = SUBJECTS[form.kind]
    province = subject.province(record)
    with log.writing(log.chain_of(province)):
        row = Written.objects.select_for_update().open_draft(form.code, form.kind, record.pk)
        paper = _said(form, record, terms)
        if row is None:
            row = Written(
                province=province, form=form.code, kind=form.kind, record=record.pk, group=subject.group(record), created_at=now(),
                created_by=by, is_sample=is_sample,
            )  # fmt: skip
        row.title, row.terms, row.basis = (
            f"{form.title}: {subject.label(record)}"[: WIDEST["title"]],
            kept(terms),
            basis,
        )
        row.version = row.version + 1 if row.pk else 1
        row.save()
        _add_version(row, form, record, terms, paper, by)
        return row


def write_again(*, row: Written, version: int, record: Any, form: Form, terms: Terms, by: User) -> Written:
    """A new version after the record or the terms changed. The number stays; a signed paper is replaced by a new one instead."""
    with log.writing(row.chain):
        row = _fresh(row, version)
        if row.state not in ("draft", "numbered"):
            raise Refused(
                "Văn bản đã ký thì không đổi nữa.", "Soạn văn bản mới thay thế, hoặc văn bản đính chính.", code="signed"
            )
        if row.paper:
            terms = replace(terms, number=row.paper.number, symbol=row.paper.symbol, on=row.paper.issued_on)
        paper = _said(form, record, terms)
        row.terms, row.version = kept(terms), row.version + 1
        row.save(update_fields=["terms", "version"])
        _add_version(row, form, record, terms, paper, by)
        return row


def number(
    *, row: Written, version: int, form: Form, record: Any, number: str, symbol: str, on: date, by: User, today: date
) -> Written:
    """Give the draft the number and day of the office's own register. `on` may lie before today, not after.

    Refuses a twin (issuer, year, type, number and symbol), and then nothing is numbered or written.
    """
    with log.writing(row.chain):
        row = _fresh(row, version)
        if row.paper:
            raise Refused(f"Văn bản đã có số: {row.paper.label}.", "Tải lại trang.", code="numbered")
        terms = replace(terms_of(row.terms), number=number, symbol=symbol, on=on)
        row.paper = services.register_paper(
            province=row.province, issuer=terms.issuer, paper_type=form.paper_type, number=number, symbol=symbol, issued_on=on,
            summary=row.title, signer=terms.signer, by=by, today=today, is_sample=row.is_sample,
        )  # fmt: skip
        row.terms = kept(replace(terms, symbol=row.paper.symbol))
        row.version += 1
        row.save(update_fields=["paper", "terms", "version"])
        numbered = replace(terms, number=row.paper.number, symbol=row.paper.symbol)
        _add_version(row, form, record, numbered, _said(form, record, numbered), by)
        return row


def send(*, row: Written, version: int, to: str, on: date, by: User, today: date) -> Written:
    """Say on which day the signed paper left, and to whom. Refused before it is signed, before its own day, or in the future."""
    with log.writing(row.chain):
        row = _fresh(row, version)
        if row.state != "signed":
            raise Refused(
                "Văn bản chưa có bản ký." if not row.sent_on else "Văn bản đã gửi.",
                "Đính kèm bản ký rồi ghi ngày gửi." if not row.sent_on else "Tải lại trang.",
                code="state",
            )
        if not row.paper.issued_on <= on <= today:
            raise Refused("Ngày gửi phải từ ngày văn bản đến hôm nay.", "Kiểm tra lại ngày.", field="on", status=422)
        row.sent_on, row.sent_to, row.version = on, " ".join(to.split())[: WIDEST["sent_to"]], row.version + 1
        row.save(update_fields=["sent_on", "sent_to", "version"])
        _note(row, "written.send", "Gửi văn bản.", by, on=on)
        return row


def document_of(version: WrittenVersion) -> content.Document:
    """What the version says."""
    return content.from_data(version.content)


def newest(row: Written) -> WrittenVersion:
    """The last version."""
    return row.versions.select_related("file", "template", "made_by").order_by("-number").first()


def _said(form: Form, record: Any, terms: Terms) -> content.Document:
    paper = form.write(record, terms)
    refuse_missing([paper])
    return paper


def _add_version(row: Written, form: Form, record: Any, terms: Terms, paper: content.Document, by: User) -> None:
    """Keep what it says, unless the last version says the same."""
    template = word_templates.in_use(row.province, form.code)
    last = row.versions.order_by("-number").first()
    said = content.digest(paper)
    if last and last.digest == said and last.template == template:
        return
    file = word_templates.fill(template, form, record, terms, by=by) if template else None
    version = WrittenVersion.objects.create(
        written=row, number=last.number + 1 if last else 1, content=content.as_data(paper), digest=said, template=template,
        file=file, made_at=now(), made_by=by,
    )  # fmt: skip
    data = {"form": row.form, "number": version.number, "digest": said}
    _note(row, "written.write", f"Soạn “{form.title}”, bản {version.number}.", by, data=data)


def _fresh(row: Written, version: int) -> Written:
    """The row as it is now, locked; refused when somebody changed it since."""
    found = Written.objects.select_for_update(of=("self",)).select_related("paper", "province").get(pk=row.pk)
    if found.version != version:
        raise Refused(STALE, "Tải lại trang để xem bản mới nhất rồi làm lại.", code="stale", status=409)
    return found


def _note(row: Written, kind: str, text: str, by: User, *, on: date | None = None, data: dict | None = None) -> None:
    log.record(row.chain, kind, subject=row.subject, group=row.group, by=by, on=on, text=text, data=data or {})
