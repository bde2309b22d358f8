"""How papers write amounts, days and names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from bedo.core.words import doc_tien
from bedo.documents.writing.content import Cell, Column, Row, day_text

MILLION = 10**6


def dong(amount: int | None) -> str:
    """ "23.615.149.080", without a unit; "" where it is not known."""
    return "" if amount is None else f"{int(amount):,}".replace(",", ".")


def million(amount: int | None) -> str:
    """Exactly, in triệu đồng: "1.734,6" for 1.734.600.000; "" where it is not known."""
    if amount is None:
        return ""
    whole, rest = divmod(abs(int(amount)), MILLION)
    decimals = f"{rest:06d}".rstrip("0")
    return "-" * (amount < 0) + dong(whole) + ("," + decimals if decimals else "")


def million_rounded(amount: int | None, decimals: int = 0) -> str:
    """In triệu đồng, rounded half away from zero to so many decimals."""
    if amount is None:
        return ""
    step = 10 ** (6 - decimals)
    size = (abs(int(amount)) * 2 + step) // (2 * step) * step
    return million(size if amount >= 0 else -size)


def in_words(amount: int | None) -> str:
    """ "Một trăm hai mươi triệu đồng"; "" where it is not known."""
    return "" if amount is None else doc_tien(int(amount))


def with_words(amount: int | None) -> str:
    """ "120.000.000 đồng (Bằng chữ: Một trăm hai mươi triệu đồng)"."""
    return "" if amount is None else f"{dong(amount)} đồng (Bằng chữ: {in_words(amount)})"


def day(on: date | None) -> str:
    """ "05/02/2026"; "" where it is not known."""
    return f"{on:%d/%m/%Y}" if on else ""


def long_day(on: date | None) -> str:
    """ "ngày 05 tháng 02 năm 2026"; "" where it is not known."""
    return day_text(on) if on else ""


def percent(part: int, whole: int) -> str:
    """ "66,7 %" in one piece, halves away from zero; "" of nothing."""
    if not whole:
        return ""
    thousandths = Fraction(part * 1000, whole)
    size = int((abs(thousandths) * 2 + 1) // 2)
    whole_part, rest = divmod(size, 10)
    return f"{'-' * (thousandths < 0)}{dong(whole_part)}{f',{rest}' if rest else ''}\u00a0%"


def cells(*texts: str | Cell) -> tuple[Cell, ...]:
    """Cells of plain texts."""
    return tuple(text if isinstance(text, Cell) else Cell(text) for text in texts)


def row(*texts: str | Cell, kind: str = "") -> Row:
    """A row of plain texts."""
    return Row(cells(*texts), kind)


def columns(*specs: tuple[float, str] | float) -> tuple[Column, ...]:
    """Columns by width, or (width, align)."""
    return tuple(Column(*spec) if isinstance(spec, tuple) else Column(spec) for spec in specs)


def numbered(cells_of: Iterable[tuple[str, ...]]) -> tuple[Row, ...]:
    """Rows with their number in front."""
    return tuple(row(str(number), *texts) for number, texts in enumerate(cells_of, start=1))
