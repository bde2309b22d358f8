"""A report as it was built: columns, lines, and for each number the records that add up to it. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

TEXT, COUNT, MONEY, PERCENT = "text", "count", "money", "percent"
SUMMED = (COUNT, MONEY)


@dataclass(frozen=True)
class Record:
    """A record behind a number: of which kind and which, in words, what it adds (whole đồng, or 1)."""

    kind: str  # project | change | establishment | person | stated | wish | visit
    pk: int | str
    label: str
    adds: int = 1


@dataclass(frozen=True)
class Amount:
    """A number and its records: their sum, by construction."""

    records: tuple[Record, ...] = ()

    @property
    def value(self) -> int:
        return sum(one.adds for one in self.records)


NOTHING = Amount()


def added(amounts: Iterable[Amount]) -> Amount:
    """All their records together."""
    return Amount(tuple(record for one in amounts for record in one.records))


@dataclass(frozen=True)
class Col:
    """A column. `over`: a head above it and its neighbours of the same words. `ratio`: (above, below) of a per cent."""

    code: str
    words: str
    kind: str = MONEY
    over: str = ""
    width: float = 2.0
    ratio: tuple[str, str] | None = None
    align: str = ""


@dataclass(frozen=True)
class Line:
    """One line. `kind`: "" for a record, "group" for the head of a group, "total". `key`: what its cells are found by;
    `record`: the thing the line is about, for its link."""

    key: str
    number: str
    texts: Mapping[str, str]
    amounts: Mapping[str, Amount] = field(default_factory=dict)
    kind: str = ""
    record: Record | None = None

    def percent(self, column: Col) -> tuple[int, int] | None:
        """(above, below) of a ratio; None where there is nothing to divide by."""
        if column.ratio is None:
            return None
        above, below = (self.amounts.get(code, NOTHING).value for code in column.ratio)
        return (above, below) if below else None


@dataclass(frozen=True)
class Built:
    """A report. `title`, `period`, `place` in words; `as_of`: until when the records were read; `notes`: said beneath."""

    code: str
    title: str
    period: str
    place: str
    columns: tuple[Col, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    as_of: datetime
    basis: str = ""

    def cell(self, line: str, column: str) -> Amount | None:
        """The number at a line and column, None where there is none."""
        for one in self.lines:
            if one.key == line:
                return one.amounts.get(column)
        return None

    def line(self, key: str) -> Line | None:
        """The line of that key."""
        return next((one for one in self.lines if one.key == key), None)


@dataclass(frozen=True)
class Report:
    """A kind of report. `build(asked)` reads the records; `about`: what it answers; `basis`: who asks for it."""

    code: str
    title: str
    about: str
    build: Callable[[Any], Built]
    basis: str = ""


def with_total(
    lines: Iterable[Line], columns: Iterable[Col], words: str = "Tổng cộng", key: str = "total"
) -> list[Line]:
    """The lines and one more that adds up those that stand for a record."""
    rows = list(lines)
    counted = [row for row in rows if not row.kind]
    summed = [column.code for column in columns if column.kind in SUMMED]
    total = {code: added(row.amounts.get(code, NOTHING) for row in counted) for code in summed}
    return [*rows, Line(key, "", {"name": words}, total, "total")]
