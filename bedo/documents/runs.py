"""Many papers of one form at once: asked for on a page, made by the worker, one ZIP of Word files or one PDF."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from pypdf import PdfReader, PdfWriter

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import fold
from bedo.documents import drafting
from bedo.documents.models import WritingRun, WrittenVersion
from bedo.documents.writing.forms import FORMS, SUBJECTS, Form, Terms
from bedo.documents.writing.pdf import pdf
from bedo.documents.writing.word import word
from bedo.places.models import Unit

MOST = 1000
TOGETHER = 20
"""So many papers are set as one PDF, then joined: memory stays the same however many there are."""
KEPT = timedelta(days=7)
"""How long the file of a run is kept; the papers themselves stay."""


def ask(
    *, province: Unit | None, form: Form, records: Sequence[int], terms: Terms, output: str, by: User, enqueue: Callable
) -> WritingRun:
    """Note a run and hand it to the worker (`enqueue(pk)`); the same one that still waits is the same. Refuses none, too many, or a form that is there once only."""
    if not records:
        raise Refused("Chưa chọn hồ sơ nào.", "Chọn ít nhất một hồ sơ.", field="records", status=422)
    if len(records) > MOST:
        raise Refused(f"Mỗi lần soạn nhiều nhất {MOST} văn bản.", "Chia thành nhiều lần.", field="records", status=422)
    if output not in ("zip", "pdf"):
        raise Refused("Chưa chọn loại tệp.", "Chọn ZIP hoặc PDF.", field="output", status=422)
    _forget_old()
    with log.writing(log.chain_of(province)):
        asked = {"form": form.code, "records": list(records), "terms": drafting.kept(terms), "output": output}
        if same := WritingRun.objects.filter(province=province, asked_by=by, state="waiting", **asked).first():
            return same
        run = WritingRun.objects.create(
            province=province, kind=form.kind, asked_at=now(), asked_by=by, **asked
        )  # fmt: skip
        enqueue(run.pk)
        return run


def carry_out(run: WritingRun) -> None:
    """Write them all; what cannot be written is told with its reason and the others go on. Run again it begins anew."""
    form, subject = FORMS[run.form], SUBJECTS[run.kind]
    WritingRun.objects.filter(pk=run.pk).update(state="running", done=0, problems=[], error="")
    problems: list[list[Any]] = []
    with TemporaryFile() as page:
        made = _written(run, form, subject.visible(run.asked_by), problems)
        _PACK[run.output](page, made)
        page.seek(0)
        path = default_storage.save(f"soan/{run.pk}.{run.output}", File(page))
    WritingRun.objects.filter(pk=run.pk).update(
        state="done", problems=problems, path=path, finished_at=now(), done=len(run.records)
    )


def failed(run: WritingRun, why: str) -> None:
    """The whole run came to nothing."""
    WritingRun.objects.filter(pk=run.pk).update(state="failed", error=why, finished_at=now())


def _written(
    run: WritingRun, form: Form, visible: Any, problems: list[list[Any]]
) -> Iterator[tuple[str, WrittenVersion]]:
    """(name, version) of each paper, written or found as it was."""
    terms, subject = drafting.terms_of(run.terms), SUBJECTS[run.kind]
    for done, pk in enumerate(run.records, start=1):
        record = visible.filter(pk=pk).first()
        try:
            if record is None:
                raise Refused("Hồ sơ này ngoài phạm vi của người yêu cầu.", "Bỏ hồ sơ này khỏi lần soạn.", code="scope")
            row = drafting.write(form=form, record=record, terms=terms, by=run.asked_by)
        except Refused as refusal:
            problems.append([pk, subject.label(record) if record else f"số {pk}", refusal.sentence])
        else:
            yield _file_name(done, subject.label(record)), drafting.newest(row)
        WritingRun.objects.filter(pk=run.pk).update(done=done)


def _file_name(number: int, label: str) -> str:
    word_part = "-".join("".join(c if c.isalnum() else " " for c in fold(label)).split())[:60]
    return f"{number:03d}-{word_part or 'van-ban'}"


def _zip(page: IO[bytes], made: Iterator[tuple[str, WrittenVersion]]) -> None:
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as package:
        for name, version in made:
            package.writestr(f"{name}.docx", word_of(version))


def _pdf(page: IO[bytes], made: Iterator[tuple[str, WrittenVersion]]) -> None:
    joined, waiting = PdfWriter(), []
    for _, version in made:
        waiting.append(drafting.document_of(version))
        if len(waiting) == TOGETHER:
            _join(joined, waiting)
            waiting = []
    if waiting:
        _join(joined, waiting)
    if not joined.pages:
        joined.add_blank_page(595, 842)
    joined.write(page)


def _join(joined: PdfWriter, papers: list[Any]) -> None:
    with TemporaryFile() as part:
        part.write(pdf(*papers, tagged=False))
        part.seek(0)
        joined.append(PdfReader(part), import_outline=False)


_PACK: dict[str, Callable[[IO[bytes], Iterator[tuple[str, WrittenVersion]]], None]] = {"zip": _zip, "pdf": _pdf}


def word_of(version: WrittenVersion) -> bytes:
    """The Word file of a version: the office's own one where it was made of its template."""
    if version.file is None:
        return word(drafting.document_of(version))
    with default_storage.open(version.file.path) as file:
        return file.read()


def _forget_old() -> None:
    """Files of runs that nobody fetched for a week go; the papers stay."""
    for run in WritingRun.objects.filter(finished_at__lt=now() - KEPT).exclude(path=""):
        default_storage.delete(run.path)
        WritingRun.objects.filter(pk=run.pk).update(path="")
