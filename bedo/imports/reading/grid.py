"""A sheet whose texts are in today's Unicode and whose merged cells are known; every conversion is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bedo.core.old_text import habit, modern
from bedo.core.sheets.workbook import Area, Sheet, address, column_of, shown
from bedo.imports.reading.formulas import Formulas
from bedo.imports.reading.results import Conversion

Cell = str | int | float | date | None
"""Clean text, a number or a day; None for an empty cell."""
SAMPLE = 4000


class Grid:
    """Rows and columns from 0. `cells[row][column]` is clean: text without stray spaces, a number, a day or None."""

    def __init__(self, sheet: Sheet, said: Mapping[tuple[str, str], str]):
        self.sheet, self.name = sheet, sheet.name
        self.conversions: list[Conversion] = []
        self.habit = habit(_old_looking(sheet.rows))
        self.width = sheet.width
        self.cells: list[list[Cell]] = sheet.rows  # cleaned in place: a long sheet stands in memory once
        for number, row in enumerate(sheet.rows):
            self.cells[number] = self._row(number, row)
        self._put(said)
        self.reckoned = self._reckon()
        self.tall: dict[tuple[int, int], Area] = {}
        self.wide: dict[tuple[int, int], Area] = {}
        for area in sheet.merged:
            self._merge(area)

    def __len__(self) -> int:
        return len(self.cells)

    def text(self, row: int, column: int) -> str:
        """The cell as a person reads it."""
        return shown(self.cells[row][column])

    def filled(self, row: int) -> list[int]:
        """Columns of the row that hold anything."""
        return [column for column, value in enumerate(self.cells[row]) if value is not None]

    def texts(self, row: int) -> list[str]:
        return [shown(value) for value in self.cells[row] if value is not None]

    # --- making

    def _row(self, number: int, values: list[Any]) -> list[Cell]:
        found: list[Cell] = []
        fonts = self.sheet.fonts
        for column, value in enumerate(values):
            if type(value) is str:
                text = " ".join(value.split()) if value else ""
                if text and (fonts or not text.isascii()):
                    text = self._modern(number, column, text, fonts.get((number, column), ""))
                found.append(text or None)
            else:
                found.append(_plain(value))
        return found

    def _modern(self, row: int, column: int, text: str, font: str) -> str:
        now, encoding = modern(text, font, self.habit)
        if encoding:
            self.conversions.append(Conversion(self.name, address(row, column), text, now, encoding))
        return now

    def _put(self, said: Mapping[tuple[str, str], str]) -> None:
        """What a person typed instead of what stands in the file."""
        for (sheet, place), text in said.items():
            letters = "".join(char for char in place if char.isalpha())
            digits = place[len(letters) :]
            if sheet != self.name or not letters or not digits.isdigit():
                continue
            row, column = int(digits) - 1, column_of(letters)
            if 0 <= row < len(self.cells) and 0 <= column < self.width:
                self.cells[row][column] = " ".join(modern(text)[0].split()) or None

    def _reckon(self) -> frozenset[tuple[int, int]]:
        """Put the results of sums that were saved without one; answers their cells."""
        formulas = Formulas(self.cells, self.sheet.unreckoned, self.sheet.errors)
        found = set()
        for row, column in self.sheet.unreckoned:
            if row < len(self.cells) and column < self.width and self.cells[row][column] is None:
                value = formulas.value((row, column))
                if value is not None:
                    self.cells[row][column] = float(value)
                    found.add((row, column))
        return frozenset(found)

    def _merge(self, area: Area) -> None:
        top, left, bottom, right = area
        if bottom >= len(self.cells) or right >= self.width:
            return
        for row in range(top, bottom + 1):
            if bottom > top:
                for column in range(left, right + 1):
                    self.tall[row, column] = area
            if right > left:
                for column in range(left, right + 1):
                    self.wide[row, column] = area


def _plain(value: Any) -> Cell:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, int | float | date):
        return value
    return None if value is None else str(value)


def _old_looking(rows: list[list[Any]]) -> list[str]:
    """Some texts in which an old font would show."""
    found: list[str] = []
    for row in rows:
        found += [value for value in row if type(value) is str and value and not value.isascii()]
        if len(found) > SAMPLE:
            break
    return found
