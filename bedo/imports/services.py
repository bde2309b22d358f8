"""Verbs of bringing a list in: take the file, look at it, decide, commit as a whole, undo as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

from django.core.files.storage import default_storage
from django.db import transaction

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.models import LogHead
from bedo.core.moves import Refused
from bedo.core.sheets import limits
from bedo.documents.services import keep_content
from bedo.establishments.models import Establishment
from bedo.establishments.services.register import update, withdraw_many
from bedo.imports import matching, preview
from bedo.imports import models as m
from bedo.imports.models import Import, ImportedRecord, RememberedMapping
from bedo.imports.reading.known import KnownProject, recognise
from bedo.imports.reading.read import read
from bedo.imports.reading.results import Reading, Said
from bedo.imports.writing import Writer, Written
from bedo.places.models import Unit
from bedo.projects.models import Project
from bedo.projects.services.published import correct_published, withdraw_published
from bedo.reports.models import StatedFigure

RIGHT = "import.bring"
BACKGROUND_BYTES = 400_000
"""A larger file is read by the worker."""
AGAIN = "Tải lại trang để xem bản mới nhất rồi làm lại."


def bring(*, province: Unit, name: str, content: bytes, by: User, year: int | None = None) -> Import:
    """Take a file for today's province; nothing is read yet. The same content from the same person, not brought in yet,
    is the same import."""
    _need(by, province)
    given = Path(normalize("NFC", name).replace("\\", "/")).name[:160] or "danh-sach"
    if not content:
        raise Refused("Tệp rỗng.", "Chọn đúng tệp có danh sách.", field="file", status=422)
    if len(content) > limits.FILE_BYTES:
        raise Refused("Tệp quá nặng.", "Tách thành nhiều tệp nhỏ hơn.", field="file", status=422)
    sha256 = hashlib.sha256(content).hexdigest()
    path = keep_content(sha256, content)
    with log.writing(province.code):
        same = Import.objects.filter(
            province=province, sha256=sha256, created_by=by, state__in=(m.READING, m.PREVIEW, m.FAILED)
        )
        if (earlier := same.order_by("-pk").first()) is not None:
            return earlier
        row = Import.objects.create(
            province=province,
            name=given,
            sha256=sha256,
            size=len(content),
            path=path,
            decisions={"year": year} if year else {},
            created_at=now(),
            created_by=by,
        )
        _log(row, "import.bring", f"Nhận tệp để nhập: {row.size} byte.", by, {"sha256": sha256})
    return row


def look(row: Import) -> Import:
    """Read and match the file by what was decided, and keep the preview. A file that cannot be read says why in `error`."""
    try:
        reading = _read(row)
    except Refused as refusal:
        row.state, row.error = m.FAILED, refusal.sentence
        row.save(update_fields=["state", "error"])
        return row
    rows = f"{sum(len(table.rows) for table in reading.tables):,}".replace(",", ".")
    _tell(row, f"Đã đọc {rows} dòng, đang ghép với dữ liệu của tỉnh.")
    stamp = _stamp(row.province)  # before matching: what is written meanwhile makes the stamp an old one
    found = matching.match(reading, row.province, row.decisions.get("choices", {}))
    _tell(row, f"Đã ghép {rows} dòng, đang lập bản xem trước.")
    with transaction.atomic():
        preview.write(row, reading, found)
        row.state, row.error = m.PREVIEW, ""
        row.decisions["stamp"] = stamp
        row.save(update_fields=["state", "error", "counts", "tables", "decisions"])
    return row


def _tell(row: Import, step: str) -> None:
    """Say to who waits how far it is; seen at once, outside of a transaction."""
    Import.objects.filter(pk=row.pk).update(step=step)


def decide(*, row: Import, version: int, by: User, change: Callable[[dict[str, Any]], None]) -> Import:
    """Change what was decided (columns, cells, choices) and look again. Refuses a stale version and an ended import."""
    _need(by, row.province)
    with log.writing(row.province.code):
        fresh = _fresh(row, version)
        change(fresh.decisions)
        fresh.version += 1
        fresh.save(update_fields=["decisions", "version"])
    return look(fresh)


def remember_mapping(*, row: Import, table: str, mapping: Mapping[str, str], by: User) -> None:
    """Keep how a layout's columns were corrected, for the next file of the province that looks so."""
    found = next((one for one in row.tables if one["key"] == table), None)
    if found is not None:
        RememberedMapping.objects.update_or_create(
            province=row.province,
            layout=found["layout"],
            defaults={"mapping": dict(mapping), "changed_at": now(), "changed_by": by},
        )


def commit(*, row: Import, version: int, by: User, today: date) -> Written:
    """Write every accepted row in one transaction. Refuses while something is undecided, and when the register changed
    since the preview so that a row would come out otherwise: then the preview is new."""
    _need(by, row.province)
    with log.writing(row.province.code):
        fresh = _fresh(row, version)
        _refuse_open_questions(fresh)
        if fresh.decisions.get("stamp") != _stamp(fresh.province):
            _refuse_if_otherwise(fresh)
        written = Writer(fresh, by, today).write(preview.lines(fresh))
        fresh.state, fresh.committed_at, fresh.committed_by = m.COMMITTED, now(), by
        fresh.version += 1
        fresh.save(update_fields=["state", "committed_at", "committed_by", "version"])
        words = f"Nhập danh sách: {written.projects} đề án mới, {written.changed} đề án sửa, {written.establishments} cơ sở mới, {written.figures} số liệu."
        _log(fresh, "import.commit", words, by, {"sha256": fresh.sha256, **vars(written)})
    return written


def undo(*, row: Import, version: int, by: User, today: date) -> None:
    """Take the whole import back: new records leave, changed ones get their values again. Refuses, by name, what
    something else was built on since."""
    _need(by, row.province)
    with log.writing(row.province.code):
        fresh = Import.objects.select_for_update().get(pk=row.pk)
        if fresh.version != version or fresh.state != m.COMMITTED:
            raise Refused("Lần nhập này không còn ở trạng thái đã nhập.", AGAIN, code="state")
        records = list(fresh.records.all())
        _refuse_later_imports(fresh, records)
        changed = {one.project_id: one.before for one in records if one.before and one.project_id}
        _refuse_touched(fresh, changed)
        register = {one.establishment_id: one.before for one in records if one.before and one.establishment_id}
        _restore_register(fresh, register, by, today)
        made = [one.project_id for one in records if one.is_new and one.project_id]
        if changed:
            correct_published(province=fresh.province, changes=changed, origin=fresh.source, by=by)
        if made:
            withdraw_published(province=fresh.province, projects=made, origin=fresh.source, by=by)
        firms = [one.establishment_id for one in records if one.is_new and one.establishment_id]
        if firms:
            withdraw_many(province=fresh.province, establishments=firms, origin=fresh.source, by=by)
        figures = [one.figure_id for one in records if one.is_new and one.figure_id]
        StatedFigure.objects.filter(pk__in=figures).delete()
        fresh.state, fresh.undone_at, fresh.undone_by = m.UNDONE, now(), by
        fresh.version += 1
        fresh.save(update_fields=["state", "undone_at", "undone_by", "version"])
        words = f"Hoàn tác lần nhập: {len(made)} đề án, {len(firms)} cơ sở, {len(figures)} số liệu rút ra, {len(changed)} đề án trở lại như trước."
        _log(fresh, "import.undo", words, by, {"sha256": fresh.sha256, "projects": len(made)})


# --- helpers


def _need(by: User, province: Unit) -> None:
    if not by.grants.may(RIGHT, province.pk):
        raise Refused(
            "Bạn chưa được giao việc nhập danh sách ở tỉnh này.", "Nhờ người có quyền.", code="right", status=403
        )


def _read(row: Import) -> Reading:
    decided = row.decisions
    remembered = dict(RememberedMapping.objects.filter(province=row.province).values_list("layout", "mapping"))
    said = Said(
        province="",
        year=decided.get("year"),
        mappings=decided.get("mappings", {}),
        remembered=remembered,
        cells={tuple(place.rsplit("!", 1)): text for place, text in decided.get("cells", {}).items()},
        with_hidden=frozenset(decided.get("with_hidden", [])),
        units=decided.get("units", {}),
    )
    reading = read(Path(default_storage.path(row.path)), row.name, said)
    recognise(reading, _known(row.province))
    return reading


def _known(province: Unit) -> list[KnownProject]:
    """Published projects of the province, whose year a list may leave out. 1 query."""
    rows = Project.objects.filter(province=province).exclude(source_url="").exclude(year=None)
    columns = (
        "code",
        "title",
        "beneficiary_names",
        "support",
        "year",
        "printed__province_at_time",
        "printed__province",
    )
    return [
        KnownProject(code, then or told or province.name, title, names if ";" not in names else "", support, year, "")
        for code, title, names, support, year, then, told in rows.values_list(*columns)
    ]


def _stamp(province: Unit) -> str:
    """The end of the province's log: equal as long as nothing was written there."""
    return LogHead.objects.filter(chain=province.code).values_list("hash", flat=True).first() or ""


def _fresh(row: Import, version: int) -> Import:
    fresh = Import.objects.select_for_update().get(pk=row.pk)
    if fresh.state != m.PREVIEW:
        raise Refused(f"Lần nhập này đang ở bước “{fresh.state_label}”.", AGAIN, code="state")
    if fresh.version != version:
        raise Refused("Có người vừa sửa lần nhập này.", AGAIN, code="stale")
    fresh.province = row.province
    return fresh


def _refuse_open_questions(row: Import) -> None:
    if count := row.counts.get(matching.UNDECIDED):
        raise Refused(f"Còn {count} dòng cần quyết định.", "Trả lời từng dòng, hoặc chọn bỏ qua.", code="undecided")
    if not any(row.counts.get(name) for name in (matching.NEW, matching.CHANGED)):
        raise Refused("Không có dòng nào mới hay thay đổi.", "Không cần nhập.", code="nothing")


def _refuse_if_otherwise(row: Import) -> None:
    """Look again under the lock: rows that would now come out otherwise than the person saw are not written."""
    reading = _read(row)
    found = matching.match(reading, row.province, row.decisions.get("choices", {}))
    seen = [
        (line["key"], line["outcome"], line["project"], line["establishment"], line["changes"])
        for line in preview.lines(row)
    ]
    fresh = [(one.key, one.outcome, one.project, one.establishment, one.changes) for one in found]
    if seen != fresh:
        raise Refused(
            "Dữ liệu của tỉnh vừa thay đổi nên có dòng không còn như bạn đã xem.",
            "Bấm “Xem lại” rồi nhập.",
            code="stale",
        )


def _refuse_later_imports(row: Import, records: list[ImportedRecord]) -> None:
    touched = {one.project_id for one in records if one.project_id and (one.is_new or one.before)}
    later = ImportedRecord.objects.filter(project__in=touched, owner__pk__gt=row.pk, owner__state=m.COMMITTED)
    if one := later.exclude(before={}, is_new=False).select_related("owner").first():
        raise Refused(
            f"Lần nhập sau, “{one.owner.name}”, đã sửa những đề án này.", "Hoàn tác lần nhập đó trước.", code="built_on"
        )


def _refuse_touched(row: Import, changed: Mapping[int, Mapping[str, Any]]) -> None:
    """A value that somebody changed once more since is not overwritten."""
    wrote = {line["project"]: line["changes"] for line in preview.lines(row, matching.CHANGED)}
    for project in Project.objects.filter(pk__in=changed):
        for column, (_, after) in wrote.get(project.pk, {}).items():
            if getattr(project, column) != after:
                raise Refused(
                    f"Đề án {project.code} đã được sửa sau khi nhập.", "Sửa tay đề án này trước.", code="built_on"
                )


def _restore_register(row: Import, before: Mapping[int, Mapping[str, Any]], by: User, today: date) -> None:
    """Establishments get their values again; refused, by name, when somebody changed one once more since."""
    lines = (line for line in preview.lines(row, matching.CHANGED) if not line["project"])
    wrote = {line["establishment"]: line["changes"] for line in lines}
    for firm in Establishment.objects.select_related("province").filter(pk__in=before).order_by("pk"):
        if any(getattr(firm, name) != after for name, (_, after) in wrote.get(firm.pk, {}).items()):
            raise Refused(f"Cơ sở {firm.name} đã được sửa sau khi nhập.", "Sửa tay cơ sở này trước.", code="built_on")
        update(establishment=firm, version=firm.version, by=by, today=today, **before[firm.pk])


def _log(row: Import, kind: str, text: str, by: User, data: dict[str, Any]) -> None:
    log.record(row.province.code, kind, subject=row.subject, by=by, text=text, data=data, personal={"name": row.name})
