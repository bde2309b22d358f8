"""What the pages of an import show: its rows in words, its outcomes as filters, its tables with their sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bedo.core.types import Dong
from bedo.imports import preview
from bedo.imports.matching import OUTCOMES, WORDS
from bedo.imports.models import Import
from bedo.imports.reading.fields import AGGREGATE_COUNTS, AGGREGATE_MONEY, MONEY
from bedo.places.known import the_map

MARKS = {
    "new": ("plus", "ok"),
    "changed": ("pen", "go"),
    "same": ("ok", ""),
    "undecided": ("q", "wait"),
    "refused": ("x", "bad"),
    "kept": ("minus", ""),
    "skipped": ("minus", ""),
}
KIND_WORDS = {
    "project": "",
    "group_member": "cơ sở của đề án nhóm",
    "other_line": "khoản chi khác",
    "aggregate": "số liệu tổng hợp",
}
QUALIFIERS = {"over": "trên", "under": "gần", "approx": "khoảng", "range": "khoảng"}
ORDER = ("undecided", "refused", "changed", "new", "same", "kept", "skipped")


@dataclass(frozen=True)
class Shown:
    """One row for people. `amounts`: pairs of words and text with đồng."""

    line: dict[str, Any]
    mark: tuple[str, str, str]
    title: str
    sub: str
    amounts: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]

    @property
    def key(self) -> str:
        return str(self.line["key"])


class Window:
    """Rows of the preview with one outcome ("" all), of which a page is read when it is asked for."""

    def __init__(self, row: Import, outcome: str):
        self.row, self.outcome = row, outcome

    def __len__(self) -> int:
        return self.row.counts.get(self.outcome, 0) if self.outcome else sum(self.row.counts.values())

    def __getitem__(self, part: slice) -> list[Shown]:
        units = the_map()
        start, stop = part.start or 0, part.stop if part.stop is not None else len(self)
        return [shown(line, units) for line in preview.window(self.row, self.outcome, start, stop - start)]


def shown(line: dict[str, Any], units: Any) -> Shown:
    values = line["values"]
    icon, tone = MARKS[line["outcome"]]
    title = (
        values.get("title_vi")
        or values.get("scope")
        or values.get("province_at_time")
        or values.get("beneficiary_name")
        or "(không có tên)"
    )
    parts = [
        KIND_WORDS.get(line["kind"], ""),
        values.get("beneficiary_name", "") if title != values.get("beneficiary_name") else "",
        units.path(line["place"]) if line["place"] in units.units else "",
        f"năm {values['year']}" if values.get("year") else values.get("period_label", ""),
        {"quoc_gia": "quốc gia", "dia_phuong": "địa phương"}.get(values.get("level", ""), ""),
    ]
    return Shown(
        line,
        (icon, OUTCOMES[line["outcome"]], tone),
        str(title),
        " · ".join(str(part) for part in parts if part),
        _amounts(line),
        [(WORDS[column], _word(before), _word(after)) for column, (before, after) in line["changes"].items()],
    )


def _amounts(line: dict[str, Any]) -> list[tuple[str, str]]:
    values, qualifiers = line["values"], line["qualifiers"]
    words = AGGREGATE_MONEY if line["kind"] == "aggregate" else MONEY
    found = [
        (word, f"{QUALIFIERS.get(qualifiers.get(name, ''), '')} {Dong(values[name])}".strip())
        for name, word in words.items()
        if values.get(name) is not None
    ]
    if line["kind"] == "aggregate":
        found += [(word, str(values[name])) for name, word in AGGREGATE_COUNTS.items() if name in values]
    return found


def _word(value: Any) -> str:
    if value is None:
        return "(trống)"
    return str(Dong(value)) if isinstance(value, int) and value > 9999 else str(value)


def filters(row: Import, chosen: str) -> list[tuple[str, str, int, bool]]:
    """Code, words, how many, whether it is the one shown; those that ask for something come first."""
    total = sum(row.counts.values())
    found = [("", "Tất cả", total, not chosen)]
    return found + [(code, OUTCOMES[code], row.counts[code], code == chosen) for code in ORDER if row.counts.get(code)]


def line_of(row: Import, key: str) -> dict[str, Any] | None:
    """One row of the preview by its name."""
    return next((line for line in preview.lines(row) if line["key"] == key), None)


def table_of(row: Import, number: int) -> dict[str, Any] | None:
    """A table of the file by its place in it, from 0."""
    return row.tables[number] if 0 <= number < len(row.tables) else None
