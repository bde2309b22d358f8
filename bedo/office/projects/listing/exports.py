"""The rows of the filter as a file for a spreadsheet, written while it is sent."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import StringIO
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import unquote

import xlsxwriter
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from xlsxwriter.utility import xl_range

from bedo.core.clock import now
from bedo.core.types import Dong
from bedo.office.projects.listing.columns import Part, file_parts, shown_columns
from bedo.office.projects.listing.filters import Asked
from bedo.office.projects.listing.rows import Line
from bedo.office.shell.figures import moment
from bedo.projects.services.exports import note_export

DELIMITER = ";"
"""Vietnamese Windows writes decimals with a comma, so its Excel parts the cells of a CSV file at “;” (at a comma a whole
line would stand in one cell). A first line “sep=…” would make Excel forget the UTF-8 mark and break every letter with marks."""
RISKY = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
EXACT = 10**15
"""From here on a spreadsheet, which keeps 15 digits, would round: such an amount is written as text."""
CHUNK = 2000
WIDTHS = {"money": 17, "year": 8, "day": 12, "text": 24}
WIDE = {"Tên đề án": 52, "Đơn vị thụ hưởng": 44, "Mã": 18, "Nguồn công bố": 40, "Ghi chú số tiền": 34}


# --- CSV ---------------------------------------------------------------------------------------------------------


def csv_chunks(rows: Iterable[Line], parts: list[Part], asked: Asked) -> Iterator[str]:
    """UTF-8 with its mark; some hundred lines at a time."""
    yield "\ufeff"
    yield _csv([[part.word for part in parts]])
    lines = ([csv_cell(part.value(row, asked)) for part in parts] for row in rows)
    while batch := list(islice(lines, 500)):
        yield _csv(batch)


def _csv(lines: list[list[Any]]) -> str:
    page = StringIO()
    csv.writer(page, delimiter=DELIMITER, lineterminator="\r\n").writerows(lines)
    return page.getvalue()


def csv_cell(value: Any) -> Any:
    """Days as d/m/Y, amounts as plain digits; text that a spreadsheet would run as a formula gets an apostrophe."""
    if isinstance(value, str):
        return f"'{value}" if RISKY.match(value) else value
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{int(value):d}" if -EXACT < value < EXACT else _as_text(value)
    return f"{value:%d/%m/%Y}"


def _as_text(value: int) -> str:
    return str(Dong(value))


# --- XLSX --------------------------------------------------------------------------------------------------------


def xlsx_file(
    rows: Iterable[Line], parts: list[Part], asked: Asked, *, conditions: list[tuple[str, str]], title: str
) -> IO[bytes]:
    """A workbook written row by row to a temporary file: the list with totals, and the conditions it was made under."""
    page = TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    options = {
        "constant_memory": True,
        "default_date_format": "dd/mm/yyyy",
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(page, options)
    book.set_properties({"title": title})
    List(book, parts).write(rows, asked)
    _conditions_sheet(book, conditions)
    book.close()
    page.seek(0)
    return page


class List:
    """The sheet with the rows. Rows go in order: memory holds one at a time."""

    def __init__(self, book: xlsxwriter.Workbook, parts: list[Part]):
        self.parts = parts
        self.sheet = book.add_worksheet("Đề án")
        head = {"bold": True, "bg_color": "#F0EDE2", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        self.head, self.head_right = book.add_format(head), book.add_format({**head, "align": "right"})
        self.text = book.add_format({"valign": "top", "text_wrap": True})
        self.formats = {
            "money": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "year": book.add_format({"num_format": "0", "valign": "top"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"}),
        }
        foot = {"bold": True, "top": 2, "bg_color": "#F0EDE2"}
        self.foot, self.foot_money = book.add_format(foot), book.add_format({**foot, "num_format": "#,##0"})
        self.right = book.add_format({"align": "right", "valign": "top"})
        self.sums = {place: 0 for place, part in enumerate(parts) if part.kind == "money"}

    def write(self, rows: Iterable[Line], asked: Asked) -> None:
        sheet, last = self.sheet, 0
        for place, part in enumerate(self.parts):
            sheet.set_column(place, place, WIDE.get(part.word, WIDTHS[part.kind]))
            sheet.write_string(0, place, part.word, self.head_right if part.kind in ("money", "year") else self.head)
        for last, row in enumerate(rows, start=1):
            for place, part in enumerate(self.parts):
                self._cell(last, place, part, part.value(row, asked))
        self._totals(last)
        sheet.freeze_panes(1, 1)
        if last:
            sheet.autofilter(0, 0, last, len(self.parts) - 1)
        self._for_paper()

    def _cell(self, row: int, place: int, part: Part, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, date):
            self.sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), self.formats["day"])  # noqa: DTZ001
        elif isinstance(value, int):
            if part.kind == "money":
                self.sums[place] += int(value)
            if abs(value) < EXACT:
                self.sheet.write_number(row, place, int(value), self.formats.get(part.kind))
            else:
                self.sheet.write_string(row, place, _as_text(value), self.right)
        else:
            self.sheet.write_string(row, place, value, self.text if part.word in WIDE else None)

    def _totals(self, last: int) -> None:
        """Formulas that follow Excel's own filter, with their values for every other reader."""
        for place, part in enumerate(self.parts):
            if part.kind != "money":
                word = f"Cộng {last} đề án" if place == 0 else ""
                self.sheet.write_string(last + 1, place, word, self.foot) if word else self.sheet.write_blank(
                    last + 1, place, None, self.foot
                )
            elif last and self.sums[place] < EXACT:
                formula = f"=SUBTOTAL(109,{xl_range(1, place, last, place)})"
                self.sheet.write_formula(last + 1, place, formula, self.foot_money, self.sums[place])
            else:
                self.sheet.write_string(last + 1, place, _as_text(self.sums[place]), self.foot)

    def _for_paper(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_footer("&L&A&RTrang &P/&N")


def _conditions_sheet(book: xlsxwriter.Workbook, conditions: list[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("Điều kiện")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    for row, (word, value) in enumerate(conditions):
        sheet.write_string(row, 0, word, bold)
        sheet.write_string(row, 1, value, wrap)


# --- the answer ---------------------------------------------------------------------------------------------------


def send_file(
    request: HttpRequest,
    kind: str,
    asked: Asked,
    count: int,
    lines: Iterable[Line],
    words: list[tuple[str, str]],
) -> HttpResponseBase:
    """Note it in the log, then send the rows as CSV or XLSX."""
    conditions = {asked.form.add_prefix(name): str(value) for name, value in asked.in_force.items()}
    note_export(by=request.user, rows=count, form=kind, conditions=conditions)
    parts = file_parts(shown_columns(request.user))
    name = f"de-an-{asked.day:%Y-%m-%d}.{kind}"
    if kind == "csv":
        answer = StreamingHttpResponse(csv_chunks(lines, parts, asked), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    about = [*_about(request, asked, count), *(words or [("Điều kiện", "Không lọc gì.")]), *NOTES]
    book = xlsx_file(lines, parts, asked, conditions=about, title="Danh sách đề án khuyến công")
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = ("xlsx", "csv")
NOTES = [
    ("Ô trống về tiền", "Không có số: xem cột “Ghi chú số tiền” (chưa rõ, không công bố, không áp dụng). Tổng chỉ cộng ô có số."),
    ("Số có chữ “trên”, “gần”", "Ghi và cộng theo con số in ở nguồn."),
]  # fmt: skip


def _about(request: HttpRequest, asked: Asked, count: int) -> list[tuple[str, str]]:
    order = "tăng dần" if not asked.sort.descending else "giảm dần"
    return [
        ("Danh sách", "Đề án khuyến công"),
        ("Lập lúc", f"{moment(now())} ngày {asked.day:%d/%m/%Y}"),
        ("Người lập", request.user.full_name),
        ("Số đề án", str(count)),
        ("Sắp theo", f"{ORDERED_BY[asked.sort.column]}, {order}"),
        ("Địa chỉ", unquote(request.build_absolute_uri())),
    ]


ORDERED_BY = {
    "year": "năm",
    "sort_key": "tên đề án",
    "due_on": "hạn",
    "support": "hỗ trợ",
    "counterpart": "đối ứng",
    "total": "tổng vốn",
}
