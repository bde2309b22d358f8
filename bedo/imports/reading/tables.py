"""Finding the tables of a sheet: where headings stand, what each column is, where a table ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bedo.core.sheets.workbook import letter
from bedo.core.text import fold
from bedo.imports.reading import headings
from bedo.imports.reading.dates import period_of, span
from bedo.imports.reading.grid import Grid
from bedo.imports.reading.units import unit_of_heading

LOOKED_AT = 60
"""Rows in which the first headings are looked for; a table that begins later is found after the first one."""
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-Za-z])\s*\)?(?:\s*=.*)?|\(?\d{1,2}\s*=\s*[\d\s+()\-=]+\)?")


@dataclass
class Frame:
    """One table before its rows are read. Rows and columns from 0; `last` included.

    `labels`: heading of a column, levels joined by " / "; `fields` column → field ("" left out); `periods` column → first
    and last year of a column that is a period; `both`: the column that holds titles and, in rows of members, names.
    """

    kind: str
    first: int
    header: list[int]
    last: int
    labels: dict[int, str]
    fields: dict[int, str] = field(default_factory=dict)
    units: dict[int, int] = field(default_factory=dict)
    periods: dict[int, tuple[int, int]] = field(default_factory=dict)
    both: int | None = None
    above: list[int] = field(default_factory=list)

    @property
    def layout(self) -> str:
        return headings.layout_key(self.kind, [self.labels[column] for column in sorted(self.labels)])

    def column(self, name: str) -> int | None:
        return next((column for column, known in self.fields.items() if known == name), None)


def frames(grid: Grid) -> list[Frame]:
    """The tables of the sheet from top to bottom; one whose headings are the same as the one before goes on."""
    found: list[Frame] = []
    row = 0
    while row < len(grid):
        block = _header_at(grid, row)
        if block is None or (found and not _mostly_named(grid, block)):
            row += 1
            continue
        frame = _frame(grid, block)
        if found and found[-1].labels == frame.labels:
            row = block[-1] + 1
            continue
        found.append(frame)
        row = block[-1] + 1
    _close(grid, found)
    return found


def _close(grid: Grid, found: list[Frame]) -> None:
    """A table ends before the title lines of the next one: behind its last row with a gap, else right at the headings."""
    for place, frame in enumerate(found):
        if place + 1 == len(found):
            frame.last = len(grid) - 1
            frame.above = frame.above or list(range(frame.first, frame.header[0]))
            continue
        nearest = found[place + 1].header[0]
        end = nearest - 1
        while end > frame.header[-1] and grid.filled(end):
            end -= 1
        frame.last = end if end > frame.header[-1] else nearest - 1
        found[place + 1].first = frame.last + 1
        found[place + 1].above = list(range(frame.last + 1, nearest))
    if found:
        found[0].above = list(range(found[0].header[0]))
        found[0].first = 0


# --- headings


def _header_at(grid: Grid, row: int) -> list[int] | None:
    """Rows of the headings that begin at this row, 1 to 3 of them; None when it is no row of headings."""
    if _score(grid, row) < 2:
        return None
    block = [row]
    while len(block) < 3 and block[-1] + 1 < len(grid) and _goes_on(grid, block):
        block.append(block[-1] + 1)
    return block if _is_header(grid, block) else None


def _words(grid: Grid, row: int) -> list[tuple[int, str]]:
    return [(column, grid.text(row, column)) for column in grid.filled(row)]


def _score(grid: Grid, row: int) -> int:
    """How many different fields the row's cells name; 0 for a row with figures, which no heading has."""
    known: set[str] = set()
    periods = 0
    if any(type(value) is float and not 1990 <= value <= 2060 for value in grid.cells[row]):
        return 0
    for _, text in _words(grid, row):
        if len(text) > headings.LONGEST:
            return 0
        if period_of(text):
            periods += 1
            continue
        name = headings.field_of(text)
        name = headings.field_of(text, "aggregates") if name is None else name
        if name is None and re.fullmatch(r"[\d.,\s]+", text):
            return 0
        if name:
            known.add(name)
    return len(known) + (periods if periods > 1 else 0)


def _is_header(grid: Grid, block: list[int]) -> bool:
    """Enough different fields, among them one that only headings name."""
    texts = [text for row in block for _, text in _words(grid, row)]
    fields = {headings.field_of(text) for text in texts} - {None, ""}
    numbered = any(headings.field_of(text) == "number" for text in texts)
    several = len({column for row in block for column, _ in _words(grid, row)}) > 1
    return several and (len(fields) >= 3 or (numbered and len(fields) >= 2) or _is_pivot(texts) or _counted(texts))


def _mostly_named(grid: Grid, block: list[int]) -> bool:
    """Do most cells name a field or a period? Below a table that goes on, a row whose texts happen to sound like headings
    ("Dự án …", "Hợp tác xã …") is one of its rows."""
    texts = [text for row in block for _, text in _words(grid, row)]
    named = sum(
        bool(period_of(text)) or any(headings.field_of(text, kind) is not None for kind in headings.WORDS)
        for text in texts
    )
    return 2 * named >= len(texts)


def _is_pivot(texts: list[str]) -> bool:
    return sum(period_of(text) for text in texts) > 1


def _counted(texts: list[str]) -> bool:
    named = {headings.field_of(text, "aggregates") for text in texts} - {None, ""}
    return any(headings.counts_projects(text) for text in texts) and len(named) >= 2


def _goes_on(grid: Grid, block: list[int]) -> bool:
    """Does the next row still belong to the headings: below a heading spread over columns, or under cells left blank?"""
    row = block[-1] + 1
    cells = _words(grid, row)
    if not cells or any(isinstance(grid.cells[row][c], int | float) and not period_of(t) for c, t in cells):
        return False
    if _is_numbers(grid, row):
        return False
    spread = [area for (r, _), area in grid.wide.items() if r == block[-1] and area[3] > area[1]]
    below = [c for c, _ in cells if any(area[1] <= c <= area[3] for area in spread)]
    joined = {c for c in range(grid.width) if (row, c) in grid.tall and grid.tall[row, c][0] <= block[-1]}
    free = [c for c, _ in cells if c not in joined]
    if below and all(c in below or grid.cells[block[-1]][c] is None for c in free):
        return True
    blank_above = [c for c in free if grid.cells[block[-1]][c] is None]
    first = min(grid.filled(block[0]), default=0)
    under = len(blank_above) >= 1 and grid.cells[row][first] is None
    return bool(under and all(len(t) <= headings.LONGEST for _, t in cells) and _score(grid, row) + len(blank_above) > 1
                and any(headings.field_of(t) or headings.field_under("kinh phi", t) or period_of(t) for _, t in cells))  # fmt: skip


def _is_numbers(grid: Grid, row: int) -> bool:
    """A row of column numbers: (1) (2) (3), A B 1 2, or 5=6+7."""
    texts = grid.texts(row)
    marks = [t for t in texts if _COLUMN_NUMBER.fullmatch(t)]
    digits = [int(m[0]) for t in marks if (m := re.search(r"\d+", t))]
    rising = all(a < b for a, b in zip(digits, digits[1:], strict=False)) and len(digits) > 1
    return len(texts) > 2 and len(marks) == len(texts) and rising and digits[0] <= 3


is_column_numbers = _is_numbers


def _frame(grid: Grid, block: list[int]) -> Frame:
    labels = _labels(grid, block)
    texts = [text for label in labels.values() for text in label.split(" / ")]
    kind = "aggregates" if _is_aggregate(labels, texts) else "projects"
    frame = Frame(kind, block[0], block, len(grid) - 1, labels)
    frame.periods = _periods(labels) if kind == "aggregates" else {}
    _name_columns(frame)
    return frame


def _is_aggregate(labels: Mapping[int, str], texts: list[str]) -> bool:
    """Rows that sum up many projects: a column counts projects, or the columns are periods, or indicators have units."""
    fields = {headings.field_of(text) for text in texts}
    if any(headings.counts_projects(text) for text in texts) and not fields & {"beneficiary_name", "code"}:
        return True
    if _is_pivot(texts) and "beneficiary_name" not in fields:
        return True
    words = {headings.tidy(text) for text in texts}
    return bool(words & {"chi tieu", "ten chi tieu", "noi dung chi tieu"})


def _periods(labels: Mapping[int, str]) -> dict[int, tuple[int, int]]:
    found = {}
    for column, label in labels.items():
        parts = [part for part in label.split(" / ") if period_of(part)]
        if parts and (years := span(parts[-1])):
            found[column] = years
    return found


def _labels(grid: Grid, block: list[int]) -> dict[int, str]:
    """Heading of each column; a heading spread over columns stands over all of them."""
    levels: dict[int, list[str]] = {}
    for row in block:
        for column in range(grid.width):
            text = _spread(grid, block, row, column)
            if text and text not in levels.setdefault(column, []):
                levels[column].append(text)
    return {column: " / ".join(parts) for column, parts in levels.items() if parts}


def _spread(grid: Grid, block: list[int], row: int, column: int) -> str:
    if grid.cells[row][column] is not None:
        return grid.text(row, column)
    if (area := grid.wide.get((row, column))) is not None:
        return grid.text(area[0], area[1])
    if row == block[-1] or (row, column) in grid.tall or grid.sheet.merged:
        return ""
    below = any(grid.cells[deeper][column] is not None for deeper in block if deeper > row)
    left = next((c for c in range(column - 1, -1, -1) if grid.cells[row][c] is not None), None)
    shared = left is not None and any(grid.cells[deeper][left] is not None for deeper in block if deeper > row)
    return grid.text(row, left) if below and left is not None and shared else ""


# --- columns


def _name_columns(frame: Frame) -> None:
    """Field and unit of each column, the first column of a field winning."""
    taken: set[str] = set()
    for column in sorted(frame.labels):
        label = frame.labels[column]
        *above, leaf = label.split(" / ") if not _slashed(label) else [label]
        if headings.two_in_one(label) and frame.both is None and frame.kind == "projects":
            frame.both, name = column, "title_vi"
        else:
            name = _name(above, leaf, frame.kind, taken)
        frame.fields[column] = name
        taken.add(name)
        unit = next((u for text in (leaf, *reversed(above)) if (u := unit_of_heading(text)) is not None), None)
        if unit is not None:
            frame.units[column] = unit
    _settle(frame)


def _slashed(label: str) -> bool:
    """A heading that was written with " / " in one cell: "Tên đề án / Đơn vị thụ hưởng"."""
    return headings.two_in_one(label)


def _name(above: list[str], leaf: str, kind: str, taken: set[str]) -> str:
    if kind == "aggregates":
        choices = [headings.field_of(" ".join([*above, leaf]), kind), headings.field_of(leaf, kind)]
        choices = choices if len(above) else choices[1:]
    else:
        choices = [headings.field_under(" ".join(above), leaf) if above else None, headings.field_of(leaf, kind)]
        choices += [headings.field_of(part, kind) for part in reversed(above)]
    return next((name for name in choices if name is not None and (name == "" or name not in taken)), "")


def _settle(frame: Frame) -> None:
    """What the words of one heading cannot tell but the others do."""
    fields = frame.fields
    if frame.kind == "projects":
        if "title_vi" not in fields.values() and (content := frame.column("content")) is not None:
            fields[content] = "title_vi"
        if "support_vnd" not in fields.values() and (one := frame.column("total_vnd")) is not None:
            others = {"support_national_vnd", "support_local_vnd", "member_support_vnd", "counterpart_vnd"}
            words = fold(frame.labels[one])
            if not others & set(fields.values()) and "khuyen cong" in words:
                fields[one] = "support_vnd"
        return
    for column in frame.periods:
        fields[column] = "period"


def letters(by_column: Mapping[int, str]) -> dict[str, str]:
    """Keyed by the letter of the column."""
    return {letter(column): value for column, value in by_column.items()}
