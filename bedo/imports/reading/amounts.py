"""Amounts of a column: its unit, which mark parts decimals and why, and each cell as whole đồng. Nothing is guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bedo.core.amounts import parse_amount
from bedo.imports.reading.grid import Cell
from bedo.imports.reading.units import WORDS, unit_in

NOTHING = frozenset({"-", "–", "—", "0", "x", "//", "…", "...", "không", "không có", "ko"})
_FIGURE = re.compile(r"-?\d+(?:[., ]\d+)*")
_MONEY_WORD = re.compile(r"đồng|vnd|\bđ\b|\d\s*đ\b|tỷ|tỉ|triệu|\btr\b|nghìn|ngàn", re.IGNORECASE)
SURELY_DONG = 1_000_000
TINY = 1000
SMALLEST = 1000.0


class Amount(NamedTuple):
    """What a cell says: whole đồng or None; `problem` is a Vietnamese sentence."""

    vnd: int | None = None
    qualifier: str = ""
    between: tuple[int, int] | None = None
    problem: str = ""
    refuses: bool = False


@dataclass(frozen=True)
class Reader:
    """How the amounts of one column are read. `unit`: đồng, None when the sheet does not say; `decimal`: "," or "."."""

    unit: int | None
    decimal: str
    reason: str

    def read(self, value: Cell) -> Amount:
        """The amount of one cell."""
        if value is None:
            return Amount()
        if type(value) is float and self.unit is not None and value >= SMALLEST and value.is_integer():
            return Amount(int(value) * self.unit)
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, date):
            return Amount(problem=f"“{value:%d/%m/%Y}” là ngày, không phải số tiền; sửa ô này.", refuses=True)
        return self._number(Decimal(str(value)))

    def _number(self, figure: Decimal) -> Amount:
        if self.unit is None:
            if figure == 0:
                return Amount(0)
            return Amount(problem="Không biết đơn vị tính của số này; chọn đơn vị của bảng.", refuses=True)
        exact = figure * self.unit
        whole = int(exact.to_integral_value(rounding="ROUND_HALF_UP"))
        if whole < 0:
            return Amount(problem=f"Số âm ({figure:f}); sửa hoặc để trống ô này.", refuses=True)
        if abs(exact - whole) > Decimal("0.001"):
            return Amount(whole, problem="Số lẻ dưới 1 đồng, đã làm tròn đến đồng.")
        if self.unit == 1 and 0 < whole < TINY:
            return Amount(whole, problem=f"Chỉ {whole} đồng: xem lại đơn vị tính của ô này.")
        return Amount(whole)

    def _text(self, text: str) -> Amount:
        if text.lower().strip(" .") in NOTHING:
            return Amount(0) if text.strip() == "0" else Amount()
        if _FIGURE.fullmatch(text):
            figure = self._figure(text)
            return self._number(figure) if figure is not None else self._unclear(text)
        if _MONEY_WORD.search(text):
            return self._stated(text, text)
        if self.unit is None:
            if not any(char.isdigit() for char in text):
                return Amount(problem=f"“{text}” là chữ, không phải số tiền; để trống, không đoán.")
            return Amount(problem=f"Không biết đơn vị tính của “{text}”; chọn đơn vị của bảng.", refuses=True)
        return self._stated(f"{self._vietnamese(text)} {WORDS[self.unit]}", text)

    def _stated(self, sentence: str, printed: str) -> Amount:
        found = parse_amount(sentence)
        if found.kind != "money":
            return self._unclear(printed)
        if found.value is None and found.min is not None and found.max is not None:
            return Amount(
                None, "range", (found.min, found.max), f"“{printed}” là khoảng, không phải một số; không đoán."
            )
        qualifier = "" if found.qualifier in (None, "exact") else str(found.qualifier)
        return Amount(found.value, qualifier)

    def _unclear(self, text: str) -> Amount:
        if any(char.isdigit() for char in text):
            return Amount(problem=f"Không hiểu số tiền “{text}”; sửa ô này thành số.", refuses=True)
        return Amount(problem=f"“{text}” là chữ, không phải số tiền; để trống, không đoán.")

    def _figure(self, text: str) -> Decimal | None:
        """A bare figure by the marks of the column; None when its groups are uneven."""
        thousand = "." if self.decimal == "," else ","
        sign, bare = ("-", text[1:]) if text.startswith("-") else ("", text)
        if self.unit == 1 and re.fullmatch(r"\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*", bare):
            return Decimal(sign + re.sub(r"\D", "", bare))  # whole đồng have no decimals
        plain = rf"\d{{1,3}}(?:[{thousand} ]\d{{3}})+|\d+"
        match = re.fullmatch(rf"({plain})(?:[{self.decimal}](\d+))?", bare)
        if not match:
            return None
        return Decimal(f"{sign}{re.sub(r'[^0-9]', '', match[1])}.{match[2] or '0'}")

    def _vietnamese(self, text: str) -> str:
        """Its figures with a comma before decimals, as the reader of sentences takes them."""
        return text if self.decimal == "," else text.translate(str.maketrans(",.", ".,"))


def reader(values: Iterable[Cell], unit: int | None) -> Reader:
    """How to read the column with these cells; `unit` as heading or unit line say."""
    bare = [text for text in values if isinstance(text, str) and _FIGURE.fullmatch(text) and not text.isdigit()]
    decimal, reason = decimal_mark(bare)
    return Reader(unit, decimal, reason)


def decimal_mark(figures: Iterable[str]) -> tuple[str, str]:
    """ "," or "." and why. The law (Luật Kế toán 88/2015/QH13, Điều 11) puts the comma before decimals; a column that is
    clearly written the other way is read the other way."""
    votes: Counter[str] = Counter()
    example: dict[str, str] = {}
    for text in figures:
        if mark := _shown_decimal(text):
            votes[mark] += 1
            example.setdefault(mark, text)
    if not votes:
        return ",", "Theo Luật Kế toán: dấu chấm ngăn hàng nghìn, dấu phẩy trước phần lẻ."
    mark, times = max(votes.items(), key=lambda item: (item[1], item[0] == ","))
    word = "phẩy" if mark == "," else "chấm"
    reason = f"Dấu {word} trước phần lẻ: thấy ở {times} ô, ví dụ “{example[mark]}”."
    if len(votes) > 1:
        other = "." if mark == "," else ","
        reason += f" Có {votes[other]} ô viết ngược lại, ví dụ “{example[other]}”."
    return mark, reason


def _shown_decimal(text: str) -> str:
    """The decimal mark that one figure proves: "1.234,5" and "12,5" prove the comma, "1,234,567" the dot; "" for none."""
    marks = [char for char in text if char in ".,"]
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    after = text.rsplit(marks[0], 1)[1]
    return "" if len(after) == 3 else marks[0]


def plausible_unit(values: Iterable[Cell]) -> int | None:
    """Đồng when no unit stands anywhere but every figure is at least a million; else None: it has to be asked."""
    figures = [_size(value) for value in values]
    known = [figure for figure in figures if figure]
    return 1 if known and min(known) >= SURELY_DONG else None


def _size(value: Cell) -> float:
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and _FIGURE.fullmatch(value):
        return float(re.sub(r"\D", "", value) or 0)
    return 0.0


def names_unit(value: Cell) -> bool:
    """Does the cell carry its own unit of money?"""
    return isinstance(value, str) and bool(_MONEY_WORD.search(value)) and unit_in(value) is not None
