"""Photos and papers that an establishment sends back by Zalo: many come in at once and are put into the slots of the
checklist, at once or later. What is not sorted yet stays with the project, so that nothing waits in somebody's telephone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bedo.accounts.models import User
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.documents.services import store_file
from bedo.projects.models import Project, ProjectPaper, Share
from bedo.projects.rules import states
from bedo.projects.services.acts import act, note, require

UNSORTED = "unsorted"
"""The slot of what was sent back and stands in no line of a checklist yet."""
NOT_SORTED = "Gửi về, chưa xếp"


@dataclass(frozen=True)
class Slot:
    """A line of a checklist: its key, its name, and the share whose paper it is (None: of the whole project)."""

    key: str
    label: str
    share: Share | None = None


@dataclass
class Taken:
    """What became of the files: papers that were kept, and (name of the file, why) of those that were not."""

    kept: list[ProjectPaper] = field(default_factory=list)
    refused: list[tuple[str, Refused]] = field(default_factory=list)


def take_in(*, project: Project, files: Iterable[tuple[Any, Slot | None]], by: User) -> Taken:
    """Keep files that were sent back, each in its slot or (None) to be sorted. One that cannot be kept does not hold up the others.

    Raises Refused without the right to record papers (403), for an ended project (409), and when there is no file (422).
    """
    found = Taken()
    with act(project, by=by, what="Nhận ảnh gửi về"):
        _open(project, by)
        for file, slot in files:
            try:
                found.kept.append(_keep(project, file, slot or Slot(UNSORTED, NOT_SORTED), by))
            except Refused as refusal:
                found.refused.append((str(getattr(file, "name", ""))[:80], refusal))
        if not found.kept and not found.refused:
            raise Refused("Chưa chọn tệp nào.", "Chọn một hay nhiều ảnh, tệp.", field="files", code="none", status=422)
        if found.kept:
            waiting = sum(row.slot == UNSORTED for row in found.kept)
            text = f"Nhận {len(found.kept)} tệp cơ sở gửi về{f', {waiting} tệp chưa xếp' if waiting else ''}."
            data = {"sha256": [row.attachment.sha256 for row in found.kept if row.attachment]}
            note(project, "project.sent_back", text, by=by, data=data)
    return found


def _keep(project: Project, file: Any, slot: Slot, by: User) -> ProjectPaper:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    _not_twice(project, slot.key, digest.hexdigest())
    kept = store_file(province=project.province, file=file, by=by)
    return ProjectPaper.objects.create(
        project=project, share=slot.share, slot=slot.key, label=slot.label, attachment=kept, added_at=now(), added_by=by
    )


def _not_twice(project: Project, key: str, sha256: str) -> None:
    same = project.papers.filter(attachment__sha256=sha256, slot__in={key, UNSORTED}).first()
    if same:
        raise Refused(f"Tệp này đã có ở “{same.label}”.", "Không cần gửi lại.", field="files", code="twin")


def sort_out(*, project: Project, given: Mapping[int, Slot | None], by: User) -> int:
    """Put unsorted papers into slots, by the id of the paper; None takes it out: it is no paper of the project. How many.

    Raises Refused when somebody else has sorted one of them meanwhile (409); then nothing is changed.
    """
    with act(project, by=by, what="Xếp ảnh gửi về"):
        _open(project, by)
        waiting = {row.pk: row for row in project.papers.filter(slot=UNSORTED).select_related("attachment")}
        if set(given) - set(waiting):
            raise Refused("Người khác vừa xếp một ảnh trong số này.", "Xem lại những ảnh còn chưa xếp.", code="race")
        for pk, slot in given.items():
            _put(waiting[pk], slot)
        if given:
            out = sum(slot is None for slot in given.values())
            text = f"Xếp {len(given) - out} tệp gửi về vào danh mục giấy tờ{f', bỏ {out} tệp' if out else ''}."
            data = {"slots": sorted({slot.key for slot in given.values() if slot})}
            note(project, "project.sorted", text, by=by, data=data)
        return len(given)


def _put(row: ProjectPaper, slot: Slot | None) -> None:
    if slot is None:
        row.delete()
        return
    row.slot, row.label, row.share = slot.key, slot.label, slot.share
    row.save(update_fields=["slot", "label", "share"])


def _open(project: Project, by: User) -> None:
    require(project, "paper.record", by=by, what="thêm giấy tờ")
    if project.state in states.ENDED:
        raise Refused(
            f"Đề án đang ở trạng thái “{states.LABELS[project.state]}”, không nhận thêm giấy tờ.",
            "Chỉ để xem.",
            code="state",
        )
