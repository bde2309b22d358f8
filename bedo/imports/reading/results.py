"""What reading a workbook gives. Rows are 1-based worksheet rows, columns letters, money whole đồng or None (never a guess)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bedo.core.sheets.workbook import letter, shown

RowKind = Literal[
    "project", "group_member", "other_line", "aggregate", "section", "subtotal", "total", "note", "header", "blank"
]
DATA: frozenset[str] = frozenset({"project", "group_member", "other_line", "aggregate"})
"""Kinds of rows that hold something to bring in; `other_line` is money of the list that is no project."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell or row. `refuses`: the row cannot come in like this."""

    sheet: str
    cell: str  # "F15"; a whole row is "15", a whole table ""
    what: str  # Vietnamese: what, why, what next
    refuses: bool = False


@dataclass(frozen=True)
class Conversion:
    """A text that stood in an old font or form. `encoding`: TCVN3, VNI, CP1258, NFD."""

    sheet: str
    cell: str
    before: str
    after: str
    encoding: str


@dataclass(slots=True)
class Row:
    """One worksheet row. `values`: by field, text in NFC, whole đồng as int, years as int, days as date; blank fields are
    left out. `qualifiers`, `ranges`: by field. `raw`: its cells from column A on. `parent`: sheet row
    of the group project of a member. `section`: sheet row of the nearest section heading above."""

    sheet_row: int
    kind: RowKind
    values: dict[str, Any] = field(default_factory=dict)
    qualifiers: dict[str, str] = field(default_factory=dict)
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    raw: Sequence[Any] = ()
    parent: int | None = None
    section: int | None = None
    hidden: bool = False

    @property
    def cells(self) -> dict[str, str]:
        """By column letter, as a person reads the cell; empty ones left out."""
        return {letter(column): shown(value) for column, value in enumerate(self.raw) if value is not None}

    @property
    def refused(self) -> bool:
        return any(problem.refuses for problem in self.problems)


@dataclass(frozen=True)
class SharedAmount:
    """One amount of a cell merged over several rows: nobody's own, never split."""

    cells: str
    field: str
    vnd: int
    sheet_rows: tuple[int, ...]


@dataclass(frozen=True)
class Check:
    """A sum that the sheet states against the sum of its rows, both whole đồng."""

    what: str
    sheet_row: int
    field: str
    stated_vnd: int
    computed_vnd: int

    @property
    def difference_vnd(self) -> int:
        return self.stated_vnd - self.computed_vnd


@dataclass
class Table:
    """One table of a sheet.

    `layout`: key of the headings under which a corrected mapping is remembered. `headings`, `mapping`, `units`, `reasons`
    by column letter: words of the heading, field, đồng a unit of the column is, why the decimal mark was read so.
    `about`: what title and unit lines say (province, year, level, status, unit).
    """

    sheet: str
    number: int  # of the tables of the sheet, from 1
    kind: Literal["projects", "aggregates", "nothing"]
    layout: str
    header_rows: list[int]
    unit_multiplier: int | None
    headings: dict[str, str]
    mapping: dict[str, str]
    units: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    shared: list[SharedAmount] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    conversions: list[Conversion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    sheet_hidden: bool = False

    @property
    def key(self) -> str:
        """Name of the table within its file: sheet and number."""
        return f"{self.sheet}#{self.number}"


@dataclass
class Reading:
    """A whole file as it was understood."""

    file: str
    sha256: str
    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """What a person decided before reading: which the file's own words do not overrule.

    `province`, `year`: of rows that do not name any. `mappings`: by table key, column letter → field ("" = leave out).
    `remembered`: by layout key, column letter → field, from earlier imports. `cells`: by (sheet, "F15"), the text to read
    instead. `with_hidden`: table keys whose hidden rows and columns count. `units`: by table key, đồng a unit is where the
    table does not say.
    """

    province: str = ""
    year: int | None = None
    mappings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    remembered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)
    with_hidden: frozenset[str] = frozenset()
    units: Mapping[str, int] = field(default_factory=dict)
