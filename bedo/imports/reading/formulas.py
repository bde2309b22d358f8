"""Sums that were saved without their result are added again; any other formula stays unknown."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from bedo.core.sheets.workbook import column_of

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_RANGE = re.compile(rf"{_REFERENCE.pattern}:{_REFERENCE.pattern}")
_SUM = re.compile(r"(?:SUM|SUBTOTAL\((?:9|109)[;,])\(?(.*)\)", re.IGNORECASE)
DEEPEST = 30


class Formulas:
    """Adds up what formulas of one sheet refer to. `cells` rows of plain values, `formulas` by cell from 0, `failed`: cells
    whose own formula failed, of which no sum can be made."""

    def __init__(
        self,
        cells: Sequence[Sequence[object]],
        formulas: Mapping[tuple[int, int], str],
        failed: Container[tuple[int, int]] = (),
    ):
        self.cells, self.formulas, self.failed = cells, formulas, failed

    def value(self, at: tuple[int, int], depth: int = 0) -> Decimal | None:
        """The result of the formula in the cell; None when it is more than sums and differences of figures."""
        formula = self.formulas[at].lstrip("=").replace(" ", "").upper()
        if depth > DEEPEST or not formula:
            return None
        terms = re.findall(r"([+-]?)([^+-]+)", formula)
        if "".join(sign + term for sign, term in terms) != formula:
            return None
        total = Decimal(0)
        for sign, term in terms:
            part = self._term(term, depth)
            if part is None:
                return None
            total += -part if sign == "-" else part
        return total

    def _term(self, term: str, depth: int) -> Decimal | None:
        if match := _SUM.fullmatch(term):
            return self._sum(match[1], depth)
        if match := _REFERENCE.fullmatch(term):
            return self._cell((int(match[2]) - 1, column_of(match[1])), depth, alone=True)
        return _figure(term)

    def _sum(self, inside: str, depth: int) -> Decimal | None:
        total = Decimal(0)
        for part in re.split(r"[;,]", inside):
            if match := _RANGE.fullmatch(part):
                first, last = int(match[2]) - 1, min(int(match[4]) - 1, len(self.cells) - 1)
                columns = range(column_of(match[1]), column_of(match[3]) + 1)
                values = [self._cell((row, column), depth) for row in range(first, last + 1) for column in columns]
            else:
                values = [self._term(part, depth)]
            for value in values:
                if value is None:
                    return None
                total += value
        return total

    def _cell(self, at: tuple[int, int], depth: int, *, alone: bool = False) -> Decimal | None:
        """A figure; in a range an empty cell or words are nothing, as a spreadsheet has it."""
        row, column = at
        if at in self.failed:
            return None
        if at in self.formulas:
            return self.value(at, depth + 1)
        if row >= len(self.cells) or column >= len(self.cells[row]):
            return Decimal(0)
        value = self.cells[row][column]
        if isinstance(value, int | float):
            return Decimal(repr(value))
        if value is None or value == "":
            return Decimal(0)
        found = _figure(str(value))
        return found if found is not None or alone else None


def _figure(text: str) -> Decimal | None:
    """A bare figure in text, Vietnamese marks; None for words or a figure with a unit of its own."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?", text):
        text = text.replace(".", "").replace(",", ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
