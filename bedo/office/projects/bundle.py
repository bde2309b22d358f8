"""Hồ sơ kiểm tra: all papers of one project in the order of its life, with a contents page and the gaps listed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO

from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from bedo.core.text import fold
from bedo.documents.models import Attachment, Paper
from bedo.office.projects.scene import Scene
from bedo.planning.models import PlanItem
from bedo.projects import queries
from bedo.projects.lawbook import CheckItem
from bedo.projects.models import CapacityFinding

IN_MEMORY = 8 * 1024 * 1024


@dataclass(frozen=True)
class Item:
    """One paper: its words, day, file (None: kept elsewhere, see note) or a gap."""

    label: str
    on: date | None = None
    file: Attachment | None = None
    note: str = ""
    missing: bool = False


@dataclass(frozen=True)
class Part:
    """One part of the bundle, numbered I, II, …"""

    number: str
    title: str
    items: tuple[Item, ...]

    @property
    def gaps(self) -> int:
        return sum(item.missing for item in self.items)


def parts(scene: Scene) -> list[Part]:
    """The bundle's contents, gaps included; what a stage not reached yet would hold is no gap."""
    made = (
        ("Nhu cầu, thẩm tra năng lực", _wishes(scene)),
        ("Hồ sơ đề án", _checked(scene.dossier_papers)),
        ("Thẩm định", _appraisal(scene)),
        ("Kế hoạch, dự toán", _plan(scene)),
        ("Hợp đồng, tạm ứng", _of_all(_contract, scene)),
        ("Tiến độ", _of_all(_progress, scene)),
        ("Nghiệm thu, quyết toán", _of_all(_closing, scene)),
    )
    numbers = ("I", "II", "III", "IV", "V", "VI", "VII")
    return [Part(number, title, tuple(items)) for number, (title, items) in zip(numbers, made, strict=True)]


def _of_all(read: Callable[[Scene], Iterator[Item]], scene: Scene) -> Iterator[Item]:
    """What is kept share by share: of a project of several every share's, under its name."""
    if not scene.several:
        yield from read(scene)
        return
    for share in scene.parts:
        for item in read(replace(scene, number=share.number)):
            yield replace(item, label=f"{share.number}. {share.label}: {item.label}")


def _checked(checklist: list[CheckItem]) -> Iterator[Item]:
    for item in checklist:
        if item.missing:
            yield Item(item.name, missing=True, note="chưa có")
        elif item.automatic:
            yield Item(item.name, note=f"{item.automatic} (trong hệ thống)")
        for row in item.papers:
            file = row.attachment or (row.paper.attachment if row.paper else None)
            yield Item(item.name, row.dated_on, file, row.note or ("" if file else "bản giấy"))


def _wishes(scene: Scene) -> Iterator[Item]:
    for wish in scene.project.wishes.order_by("received_on"):
        yield Item(f"Nhu cầu {wish.code}: {wish.need[:80]}", wish.received_on, note="trong hệ thống")
    found = CapacityFinding.objects.filter(appraisal__wish__projects=scene.project, evidence__isnull=False)
    for row in found.select_related("evidence", "appraisal").order_by("appraisal_id", "id"):
        yield Item(f"Chứng cứ: {row.label}", row.appraisal.visited_on, row.evidence)


def _appraisal(scene: Scene) -> Iterator[Item]:
    for sheet in scene.project.appraisals.select_related("decision__attachment").order_by("round"):
        if sheet.decision:
            yield _numbered(sheet.decision)
        yield Item(f"Phiếu thẩm định lần {sheet.round}", sheet.held_on, note="trong hệ thống")


def _plan(scene: Scene) -> Iterator[Item]:
    rows = PlanItem.objects.filter(project=scene.project, outcome="planned")
    for row in rows.select_related("plan__decision__attachment", "plan__allocation__attachment"):
        for paper in (row.plan.decision, row.plan.allocation):
            if paper:
                yield _numbered(paper)


def _numbered(paper: Paper) -> Item:
    """A numbered paper; without its signed scan it is a gap for an inspection."""
    scan = paper.attachment
    return Item(paper.label, paper.issued_on, scan, "" if scan else "chưa có bản ký", missing=scan is None)


def _contract(scene: Scene) -> Iterator[Item]:
    contract = queries.contract_of(scene.share) if scene.share else None
    if contract is None:
        return
    scan = contract.paper.attachment if contract.paper else None
    label = f"Hợp đồng số {contract.number}"
    yield Item(label, contract.signed_on, scan, "" if scan else "chưa có bản ký", missing=scan is None)
    for row in scene.share.confirmations.select_related("attachment").order_by("on"):
        gap = row.attachment is None
        label = f"Biên bản kiểm tra tại cơ sở số {row.number}"
        yield Item(label, row.on, row.attachment, "chưa có bản ký" if gap else "", missing=gap)
    yield from _checked(scene.advance_papers)


def _progress(scene: Scene) -> Iterator[Item]:
    reports = scene.share.reports.prefetch_related("photos").order_by("month") if scene.share else []
    for report in reports:
        yield Item(f"Báo cáo tiến độ tháng {report.month:%m/%Y}", report.submitted_on, note="trong hệ thống")
        for photo in report.photos.all():
            yield Item(f"Ảnh tiến độ tháng {report.month:%m/%Y}", report.submitted_on, photo)


def _closing(scene: Scene) -> Iterator[Item]:
    if scene.share is None or not scene.share.state:
        return
    for minutes in scene.share.acceptances.select_related("scan").exclude(signed_on=None).order_by("round"):
        gap = minutes.scan is None
        label = f"Biên bản nghiệm thu số {minutes.number}"
        yield Item(label, minutes.held_on, minutes.scan, "chưa có bản ký" if gap else "", missing=gap)
    for row in scene.share.vouchers.select_related("attachment").order_by("on", "id"):
        gap = row.attachment is None
        label = f"Chứng từ số {row.number}: {row.amount}"
        yield Item(label, row.on, row.attachment, "chưa có bản chụp" if gap else "", missing=gap)
    yield from _checked(scene.completion_papers)


def name_of(part: Part, number: int, item: Item) -> str:
    """The file's name in the ZIP: part, number, folded words, the ending of its kind; never a path of its owner's."""
    words = "-".join("".join(c if c.isalnum() else " " for c in fold(item.label)).split())[:60].strip("-")
    ending = item.file.original_name.rpartition(".")[2].lower() if item.file else ""
    safe = "".join(c for c in fold(ending) if c.isalnum())[:5] or "bin"
    return f"{part.number}-{number:02}-{words}.{safe}"


def pack(scene: Scene, found: list[Part]) -> IO[bytes]:
    """The ZIP as a temporary file: contents page first, then every file that is there. Large bundles go to disk."""
    out = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    rows = [(part, [(name_of(part, n, item), item) for n, item in enumerate(part.items, 1)]) for part in found]
    page = render_to_string(
        "office/projects/bundle_contents.html", {"project": scene.project, "day": scene.today, "rows": rows}
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("00-muc-luc.html", page)
        for _, items in rows:
            for name, item in items:
                if item.file:
                    with default_storage.open(item.file.path) as content:
                        archive.writestr(name, content.read())
    out.seek(0)
    return out
