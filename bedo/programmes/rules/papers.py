"""Which papers a dossier and a completed project need, which are missing, and the message that asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from bedo.core.answers import Answer, Step
from bedo.programmes.rules.rows import Rule, in_force
from bedo.programmes.rules.tables import COMPLETION_TYPES, CompletionPaper, Content, DossierPaper


class Paper(Protocol):
    """A paper by its key and name; `optional` ones are asked for and never missing."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def optional(self) -> bool: ...


def completion_papers(
    rows: Iterable[CompletionPaper],
    content: Content,
    *,
    level: str,
    on: date,
    province: str = "",
    facts: frozenset[str] = frozenset(),
) -> Answer:
    """The papers at completion of one content, by the 15 types; `facts`: which cases of CompletionPaper.when hold.

    Source: TT 36/2013 Điều 14 (Điều 15: relocation), Điều 19.
    """
    found = tuple(
        row
        for row in in_force(rows, on, level, province).values()
        if row.completion_type in (0, content.completion_type)
        and (row.when == "always" or row.when in facts)
        and content.key in (row.contents or (content.key,))
    )
    label = COMPLETION_TYPES.get(content.completion_type, "Không thuộc 15 loại")
    return _list(f"Giấy tờ khi hoàn thành: {label}", found, level, province)


def dossier_papers(
    rows: Iterable[DossierPaper],
    contents: Iterable[str],
    *,
    level: str,
    on: date,
    province: str = "",
    facts: frozenset[str] = frozenset(),
) -> Answer:
    """The papers of a dossier. `facts`: which cases of DossierPaper.when hold. Source: TT 36/2013 Điều 5, 10, 21, 23."""
    asked = set(contents)
    found = tuple(
        row
        for row in in_force(rows, on, level, province).values()
        if row.track in ("any", level)
        and (row.when == "always" or row.when in facts)
        and (not row.contents or asked & set(row.contents))
    )
    return _list("Giấy tờ của hồ sơ đề án", found, level, province)


def _list(question: str, found: tuple[Rule, ...], level: str, province: str) -> Answer:
    """The papers as value, one step each, and each source once."""
    sources = dict.fromkeys(row.source(level, province) for row in found)
    steps = tuple(Step(f"{number}", row.name) for number, row in enumerate(found, start=1))  # type: ignore[attr-defined]
    return Answer(question, found, steps, tuple(sources))


def missing_papers(needed: Iterable[Paper], present: frozenset[str]) -> Answer:
    """The needed papers that are not on file; optional ones never count as missing."""
    wanted = [paper for paper in needed if not paper.optional]
    missing = tuple(paper for paper in wanted if paper.key not in present)
    have = Step("Đã có", f"{len(wanted) - len(missing)} trên {len(wanted)} giấy tờ bắt buộc")
    return Answer("Giấy tờ còn thiếu", missing, (have, *(Step("Thiếu", paper.name) for paper in missing)))


def reminder(missing: Iterable[Paper], *, project: str, office: str, before: date | None = None) -> str:
    """A message to copy: which papers are still to be brought, by when, to whom. Empty when nothing is missing."""
    names = [paper.name for paper in missing]
    if not names:
        return ""
    until = f" trước ngày {before:%d/%m/%Y}" if before else ""
    lines = "\n".join(f"{number}. {name}" for number, name in enumerate(names, start=1))
    return f"Hồ sơ “{project}” còn thiếu:\n{lines}\nĐề nghị gửi về {office}{until}. Cảm ơn."
