"""A built report as a table of the content model, for paper and screen, and as a paper with its signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bedo.documents.writing import say
from bedo.documents.writing.content import Cell, Column, Document, Para, Row, Signature, Signatures, Table
from bedo.documents.writing.forms import Terms
from bedo.reports.tables.model import COUNT, MONEY, PERCENT, TEXT, Built, Col, Line

DONG, MILLION = "dong", "trieu"
UNITS = {DONG: "đồng", MILLION: "triệu đồng"}
DECIMALS = 1
"""Of triệu đồng."""
NUMBER = Col("number", "TT", TEXT, width=1, align="center")
Href = Callable[[Line, Col], str]


@dataclass(frozen=True)
class Shown:
    """How amounts are written: in đồng exactly, or rounded to tenths of triệu đồng."""

    unit: str = DONG

    def money(self, amount: int) -> str:
        return say.dong(amount) if self.unit == DONG else say.million_rounded(amount, DECIMALS)

    def rounded(self, amount: int) -> int:
        """Whole đồng of what is written."""
        if self.unit == DONG:
            return amount
        step = 10 ** (6 - DECIMALS)
        size = (abs(amount) * 2 + step) // (2 * step) * step
        return size if amount >= 0 else -size

    def text(self, line: Line, column: Col) -> str:
        """What stands in the cell; "" where there is nothing to say."""
        if column.kind == TEXT:
            text = line.number if column is NUMBER else line.texts.get(column.code, "")
            return UNITS[self.unit] if column.code == "unit" and text == UNITS[DONG] else text
        if column.kind == PERCENT:
            parts = line.percent(column)
            return say.percent(*parts) if parts else ""
        if column.code not in line.amounts:
            return ""
        value = line.amounts[column.code].value
        counted = column.kind == COUNT or line.texts.get("unit") not in ("đồng", None) and column.code in ("plan", "now", "cum", "last")  # fmt: skip
        return say.dong(value) if counted else self.money(value)


def columns_of(built: Built) -> tuple[Col, ...]:
    """The columns with the number in front."""
    return (NUMBER, *built.columns)


def table(built: Built, shown: Shown, href: Href | None = None) -> Table:
    """The report as a table; `href`: where the records of a number are, on screen alone."""
    columns = columns_of(built)
    return Table(
        columns=tuple(Column(one.width, one.align or ("left" if one.kind == TEXT else "right")) for one in columns),
        head=tuple(_head(columns)),
        rows=tuple(_row(line, columns, shown, href) for line in built.lines),
        unit=f"Đơn vị tính: {UNITS[shown.unit]}" if any(one.kind == MONEY for one in columns) else "",
        notes=(*rounding_notes(built, shown), *built.notes),
    )


def _head(columns: tuple[Col, ...]) -> Iterator[tuple[Cell, ...]]:
    if not any(column.over for column in columns):
        yield tuple(Cell(column.words) for column in columns)
        return
    first: list[Cell] = []
    second: list[Cell] = []
    last = ""
    for column in columns:
        if not column.over:
            first.append(Cell(column.words, deep=2))
        else:
            second.append(Cell(column.words))
            if column.over == last:
                first[-1] = Cell(column.over, span=first[-1].span + 1)
            else:
                first.append(Cell(column.over))
        last = column.over
    yield tuple(first)
    yield tuple(second)


def _row(line: Line, columns: tuple[Col, ...], shown: Shown, href: Href | None) -> Row:
    cells = []
    for column in columns:
        text = shown.text(line, column)
        link = href(line, column) if href and text and _opens(line, column) else ""
        cells.append(Cell(text, href=link))
    return Row(tuple(cells), {"group": "section"}.get(line.kind, line.kind))


def _opens(line: Line, column: Col) -> bool:
    """Has the cell anything behind it: records of a number, or the thing that the line is about?"""
    if column.kind in (COUNT, MONEY):
        return bool(line.amounts.get(column.code) and line.amounts[column.code].records)
    return column.code == "name" and line.record is not None


def rounding_notes(built: Built, shown: Shown) -> list[str]:
    """Where the rounded lines of a column do not add up to its rounded exact total."""
    if shown.unit == DONG:
        return []
    notes = [f"Số tiền làm tròn đến {10 ** (6 - DECIMALS):,} đồng; dòng cộng là số đúng làm tròn.".replace(",", ".")]
    total = next((line for line in built.lines if line.kind == "total"), None)
    for column in built.columns if total else ():
        if column.kind != MONEY:
            continue
        lines = sum(shown.rounded(line.amounts[column.code].value) for line in built.lines if not line.kind and column.code in line.amounts)  # fmt: skip
        exact = shown.rounded(total.amounts[column.code].value) if column.code in total.amounts else lines
        if lines != exact:
            name = f"{column.over}, {column.words}" if column.over else column.words
            notes.append(f"Cột “{name}”: các dòng đã làm tròn cộng {shown.money(lines)}, chênh {shown.money(exact - lines)} do làm tròn.")  # fmt: skip
    return notes


def document(built: Built, shown: Shown, terms: Terms) -> Document:
    """The report on paper: landscape, with who made it and who signs."""
    money = any(column.kind == MONEY for column in built.columns)
    signatures = [Signature("NGƯỜI LẬP BIỂU", note="(Ký, ghi rõ họ tên)")]
    if money:
        signatures.append(Signature("KẾ TOÁN", note="(Ký, ghi rõ họ tên)"))
    signatures.append(
        Signature(terms.position or "THỦ TRƯỞNG ĐƠN VỊ", terms.signer, terms.authority, "(Ký, ghi rõ họ tên, đóng dấu)")
    )
    return Document(
        title="BÁO CÁO",
        summary=f"{built.title}, {built.period}",
        head=terms.head if terms.issuer else None,
        blocks=(
            Para(built.place, align="center", italic=True),
            table(built, shown),
            Para(f"Số liệu đến {built.as_of:%H:%M} ngày {built.as_of:%d/%m/%Y}.", italic=True, indent=False),
            Signatures(tuple(signatures)),
        ),
        landscape=True,
        proposed=True,
    )
