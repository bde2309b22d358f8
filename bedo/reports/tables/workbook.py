"""A built report as a workbook: the same head, lines and totals; sums as formulas with their values; where figures come from."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from bedo.reports.tables.drawing import UNITS, Shown, columns_of, rounding_notes, table
from bedo.reports.tables.model import COUNT, MONEY, PERCENT, SUMMED, Built, Col, Line

HEAD_ROW = 4
"""The first row of the head, from 0: title, period, place and unit stand above it."""


def workbook(built: Built, shown: Shown) -> bytes:
    """The .xlsx. Amounts are exact đồng, or exact triệu đồng shown with one decimal: nothing is rounded away."""
    saved = BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{built.title}, {built.period}", "comments": "Mẫu đề xuất"})
    _Sheet(book, built, shown).write()
    _about(book, built, shown)
    book.close()
    return saved.getvalue()


class _Sheet:
    def __init__(self, book: xlsxwriter.Workbook, built: Built, shown: Shown):
        self.built, self.shown, self.columns = built, shown, columns_of(built)
        self.sheet = book.add_worksheet("Báo cáo")
        base = {"border": 1, "valign": "top", "text_wrap": True, "font_name": "Times New Roman", "font_size": 11}
        self.title = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 14})
        self.plain = book.add_format({"italic": True, "font_name": "Times New Roman", "font_size": 11})
        self.head = book.add_format({**base, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#F0EDE2"})  # fmt: skip
        money = "#,##0" if shown.unit == "dong" else "#,##0.0"
        self.formats = {
            (kind, bold): book.add_format({**base, "num_format": mark, "bold": bold, "align": side})
            for kind, mark, side in (("text", "@", "left"), (COUNT, "#,##0", "right"), (MONEY, money, "right"), (PERCENT, "0.0%", "right"))
            for bold in (False, True)
        }  # fmt: skip

    def write(self) -> None:
        sheet, built = self.sheet, self.built
        sheet.write_string(0, 0, built.title.upper(), self.title)
        sheet.write_string(1, 0, f"{built.period}; {built.place}", self.plain)
        sheet.write_string(2, 0, f"Đơn vị tính: {UNITS[self.shown.unit]}", self.plain)
        for place, column in enumerate(self.columns):
            sheet.set_column(place, place, max(5, column.width * 6))
        first = HEAD_ROW + self._head()
        for number, line in enumerate(built.lines):
            self._line(first + number, line, first)
        self._notes(first + len(built.lines) + 1)
        sheet.freeze_panes(first, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW, first - 1)
        sheet.set_footer("&RTrang &P/&N")

    def _head(self) -> int:
        """Merged heads; how many rows they take."""
        head = table(self.built, self.shown).head
        covered: set[tuple[int, int]] = set()
        for row, cells in enumerate(head):
            place = 0
            for cell in cells:
                while (row, place) in covered:
                    place += 1
                area = (HEAD_ROW + row, place, HEAD_ROW + row + cell.deep - 1, place + cell.span - 1)
                if cell.deep > 1 or cell.span > 1:
                    self.sheet.merge_range(*area, cell.text, self.head)
                else:
                    self.sheet.write_string(area[0], area[1], cell.text, self.head)
                covered |= {(row + down, place + across) for down in range(cell.deep) for across in range(cell.span)}
                place += cell.span
        return len(head)

    def _line(self, row: int, line: Line, first: int) -> None:
        for place, column in enumerate(self.columns):
            look = self.formats[column.kind, bool(line.kind)]
            if column.kind in SUMMED and column.code in line.amounts:
                self._number(row, place, line, column, look, first)
            elif column.kind == PERCENT and (parts := line.percent(column)):
                self.sheet.write_number(row, place, parts[0] / parts[1], look)
            else:
                self.sheet.write_string(row, place, self.shown.text(line, column), look)

    def _number(self, row: int, place: int, line: Line, column: Col, look: object, first: int) -> None:
        value = line.amounts[column.code].value
        shown: float = value if column.kind == COUNT or self.shown.unit == "dong" else value / 10**6
        if line.kind != "total":
            self.sheet.write_number(row, place, shown, look)
            return
        rows = [first + at for at, one in enumerate(self.built.lines) if not one.kind]
        cells = [xl_rowcol_to_cell(at, place) for at in rows if column.code in self.built.lines[at - first].amounts]
        if cells and len(cells) <= 250:
            self.sheet.write_formula(row, place, f"=SUM({','.join(cells)})", look, shown)
        else:
            self.sheet.write_number(row, place, shown, look)

    def _notes(self, row: int) -> None:
        for number, note in enumerate((*rounding_notes(self.built, self.shown), *self.built.notes)):
            self.sheet.write_string(row + number, 0, note, self.plain)


def _about(book: xlsxwriter.Workbook, built: Built, shown: Shown) -> None:
    sheet = book.add_worksheet("Nguồn số liệu")
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    rows = [("Báo cáo", built.title), ("Kỳ", built.period), ("Nơi", built.place), ("Số liệu đến", f"{built.as_of:%H:%M %d/%m/%Y}"), ("Căn cứ", built.basis)]  # fmt: skip
    rows += [("Cách làm tròn", note) for note in rounding_notes(built, shown)]
    for row, (word, text) in enumerate(rows):
        sheet.write_string(row, 0, word, bold)
        sheet.write_string(row, 1, text, wrap)
