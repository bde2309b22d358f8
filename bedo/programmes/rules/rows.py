"""What every rule row has: a key, a level, days in force, a legal text, a certainty; and how its columns are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from typing import Any, ClassVar, TypeVar

from bedo.core.answers import Source
from bedo.core.types import Dong

NATIONAL, LOCAL, ALL = "national", "local", "all"
LEVELS = {NATIONAL: "Khuyến công quốc gia", LOCAL: "Khuyến công địa phương", ALL: "Mọi cấp kinh phí"}
DESIGN_TEXT = "Đề xuất của hệ thống, chưa có văn bản"

TEXT, NUMBER, PERCENT, DONG, FLAG, WORDS, CHOICE = "text", "number", "percent", "dong", "flag", "words", "choice"


class BadRow(ValueError):
    """A row that cannot be read: which column, and what is wrong with it, in Vietnamese."""

    def __init__(self, column: str, reason: str):
        super().__init__(f"{column}: {reason}" if column else reason)
        self.column, self.reason = column, reason


def column(
    label: str,
    kind: str = TEXT,
    *,
    default: Any = MISSING,
    choices: Mapping[str, str] | None = None,
    stored: str = "",
) -> Any:
    """A column of a table as a dataclass field; without a default it must be filled.

    `stored`: its name in files and in the database, where that is not the field's own.
    """
    required = default is MISSING
    metadata = {"label": label, "kind": kind, "choices": dict(choices or {}), "required": required, "stored": stored}
    return field(default=_EMPTY[kind] if default is MISSING else default, metadata=metadata)


_EMPTY: dict[str, Any] = {TEXT: "", NUMBER: 0, PERCENT: 0, DONG: Dong(0), FLAG: False, WORDS: (), CHOICE: ""}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule as it stands for one level and, where `province` is set, one province (code of that day)."""

    TABLE: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    ABOUT: ClassVar[str] = ""

    key: str
    level: str = NATIONAL
    province: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    legal_text: str = ""
    article: str = ""
    certainty: str = "design"
    confirmed_in: frozenset[str] = frozenset()
    notes: str = ""
    row_id: int | None = None

    def covers(self, on: date) -> bool:
        """First and last day included; a rule whose first day is unknown is never in force."""
        if self.effective_from is None or on < self.effective_from:
            return False
        return self.effective_to is None or on <= self.effective_to

    def source(self, level: str = "", province: str = "") -> Source:
        """The row as a source for a question on `level` in `province`.

        Confirmed by that province's Sở it is `confirmed`. A national row borrowed for the local level, where each
        province sets its own rules (TTLT 26/2014 Điều 6 khoản 3; TT 46/2012 Điều 8), is only a `design` until then.
        """
        certainty = self.certainty
        if province and province in self.confirmed_in:
            certainty = "confirmed"
        elif self.borrowed(level):
            certainty = "design"
        return Source(self.legal_text or DESIGN_TEXT, self.article, self.effective_from, self.effective_to, certainty)

    def borrowed(self, level: str) -> bool:
        """Is this a national row used for a local question?"""
        return level == LOCAL and self.level == NATIONAL


RuleT = TypeVar("RuleT", bound=Rule)


def columns(row_type: type[Rule]) -> list[Field[Any]]:
    """The columns that are a table's own, in order."""
    return [f for f in fields(row_type) if "kind" in f.metadata]


def stored_name(spec: Field[Any]) -> str:
    return spec.metadata["stored"] or spec.name


def read_values(row_type: type[Rule], values: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a row from their texts; raises BadRow for what is missing, unknown or not readable."""
    known = {stored_name(f): f for f in columns(row_type)}
    for name in values:
        if name not in known:
            raise BadRow(name, "bảng này không có cột đó.")
    read: dict[str, Any] = {}
    for name, spec in known.items():
        text = str(values.get(name, "") or "").strip()
        if text:
            read[spec.name] = _read(spec, text)
        elif spec.metadata["required"]:
            raise BadRow(name, f"Cột “{spec.metadata['label']}” phải có giá trị.")
    return read


def _read(spec: Field[Any], text: str) -> Any:
    kind, label = spec.metadata["kind"], spec.metadata["label"]
    if kind in (CHOICE, WORDS):
        words = tuple(word.strip() for word in text.split(";") if word.strip()) if kind == WORDS else (text,)
        for word in words:
            if spec.metadata["choices"] and word not in spec.metadata["choices"]:
                raise BadRow(stored_name(spec), f"Cột “{label}”: “{word}” không thuộc danh mục.")
        return words if kind == WORDS else text
    if kind == PERCENT:
        return basis_points(text, stored_name(spec), label)
    if kind == FLAG:
        if text not in ("0", "1"):
            raise BadRow(stored_name(spec), f"Cột “{label}” ghi 1 (có) hoặc 0 (không).")
        return text == "1"
    if kind in (NUMBER, DONG):
        if not re.fullmatch(r"\d{1,16}", text):
            raise BadRow(stored_name(spec), f"Cột “{label}”: “{text}” không phải số nguyên không âm.")
        return Dong(int(text)) if kind == DONG else int(text)
    return text


def basis_points(text: str, name: str = "", label: str = "Tỷ lệ") -> int:
    """ "2,5" or "2.5" percent → 250: percentages are whole hundredths of a percent, never floats."""
    found = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2}))?", text.strip())
    if not found:
        raise BadRow(name, f"Cột “{label}”: “{text}” không phải tỷ lệ phần trăm, ví dụ 50 hoặc 2,5.")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def percent(points: int) -> str:
    """250 → “2,5 %”, 5000 → “50 %”."""
    whole, rest = divmod(points, 100)
    part = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{whole}{part} %"


def in_force(rows: Iterable[RuleT], on: date, level: str, province: str = "") -> dict[str, RuleT]:
    """The rule of each key that stands on that day for that level and province.

    A local question prefers local rows, then rows for all levels, then national ones (the pattern that provinces start
    from); a national question never reads local rows. Within a level the province's own row comes first, then the newest.
    """
    best: dict[str, tuple[tuple[int, date], RuleT]] = {}
    for row in rows:
        rank = _rank(row, on, level, province)
        if rank is not None and (row.key not in best or rank > best[row.key][0]):
            best[row.key] = (rank, row)
    return {key: row for key, (_, row) in best.items()}


_NEARNESS = {LOCAL: {LOCAL: 4, ALL: 2, NATIONAL: 0}, NATIONAL: {NATIONAL: 4, ALL: 2}}


def _rank(row: Rule, on: date, level: str, province: str) -> tuple[int, date] | None:
    near = _NEARNESS[level].get(row.level)
    if near is None or not row.covers(on) or row.effective_from is None:
        return None
    if row.province and row.province != province:
        return None
    return (near + bool(row.province), row.effective_from)
