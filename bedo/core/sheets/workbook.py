"""A workbook as plain rows of values. Cells are addressed from 0 inside and as "F15" towards people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

Value = str | int | float | bool | date | datetime | None
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all included, from 0."""


@lru_cache(maxsize=512)
def letter(column: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """ "F15" for row 14, column 5."""
    return f"{letter(column)}{row + 1}"


def column_of(letters: str) -> int:
    """0 for A."""
    number = 0
    for char in letters.upper():
        number = number * 26 + ord(char) - 64
    return number - 1


def shown(value: Any) -> str:
    """As a person reads it: whole numbers without ".0", days as d/m/Y."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    return str(value)


@dataclass
class Sheet:
    """One worksheet. `rows` start at the sheet's first row, each as long as the widest; an empty cell is "" or None.

    `fonts`: names of old Vietnamese fonts by cell; `errors`: cells whose formula failed, with Excel's word for it;
    `unreckoned`: formulas that were saved without their result.
    """

    name: str
    rows: list[list[Any]]
    hidden: bool = False
    merged: list[Area] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    fonts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    unreckoned: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


@dataclass
class Workbook:
    """What a file holds; `notes` say in Vietnamese what was decided while it was opened."""

    sha256: str
    sheets: list[Sheet]
    notes: list[str] = field(default_factory=list)
