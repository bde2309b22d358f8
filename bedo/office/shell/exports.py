"""Lists as files: what a filter shows, as a workbook or CSV, written while it is sent; taking rows out stays in the log.

A list describes itself once (`Table`); `download` makes the view of its file and the tag {% files %} its button.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from io import StringIO
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple
from urllib.parse import unquote

import xlsxwriter
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from xlsxwriter.utility import xl_range

from bedo.accounts.services import note_export
from bedo.core.clock import now, today
from bedo.core.moves import Refused
from bedo.core.text import fold
from bedo.core.types import Dong
from bedo.office.shell.figures import moment
from bedo.office.shell.http import methods

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = ("xlsx", "csv")
DELIMITER = ";"
"""Vietnamese Windows writes decimals with a comma, so its Excel parts the cells of a CSV file at “;” (at a comma a whole
line would stand in one cell). A first line “sep=…” would make Excel forget the UTF-8 mark and break every letter with marks."""
RISKY = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
EXACT = 10**15
"""From here on a spreadsheet, which keeps 15 digits, would round: such an amount is written as text."""
CHUNK = 2000
WIDTHS = {"money": 17, "count": 10, "number": 10, "year": 8, "day": 12, "moment": 17, "text": 24}
NUMBERS = ("money", "count", "number", "year")
SUMMED = ("money", "count")


class Part(NamedTuple):
    """One column of a file: head, what stands in it, its kind, and its width (0: that of its kind).

    Kinds: text; money (whole đồng) and count, which are summed; number, year; day; moment. `value` gets the row and what
    the list was asked for.
    """

    word: str
    value: Callable[[Any, Any], Any]
    kind: str = "text"
    width: int = 0

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return re.sub(r"[^a-z0-9]+", "-", fold(self.word)).strip("-")


@dataclass(frozen=True)
class Table:
    """A list as a file holds it. `name`: of the file; `noun`: what a row is; `rows`: in order, read once.

    `conditions`: each in words; `given`: the same as the log keeps them; `about`, `notes`: lines before and behind them.
    """

    name: str
    title: str
    noun: str
    parts: Sequence[Part]
    rows: Iterable[Any]
    count: int
    asked: Any = None
    conditions: Sequence[tuple[str, str]] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    about: Sequence[tuple[str, str]] = ()
    notes: Sequence[tuple[str, str]] = ()


def download(table: Callable[..., Table], parts: Sequence[Part] = ()) -> Callable[..., HttpResponseBase]:
    """The view of a list's file at …/<kind>/: `table` reads the address and refuses who may not see the list.

    `parts`: the columns to choose from beside the button; empty where the list keeps its own choice.
    """

    @methods(write=["GET"])
    def export(request: HttpRequest, *args: Any, kind: str, **kwargs: Any) -> HttpResponseBase:
        if kind not in FILES:
            raise Http404("no such kind of file")
        return send(request, kind, table(request, *args, **kwargs))

    export.parts = parts
    return export


def send(request: HttpRequest, kind: str, table: Table) -> HttpResponseBase:
    """Note it in the log, then send the rows as CSV or XLSX."""
    table = _narrowed(table, request.GET.getlist("cot"))
    note_export(by=request.user, what=table.title, rows=table.count, form=kind, conditions=table.given)
    name = f"{table.name}-{today():%Y-%m-%d}.{kind}"
    if kind == "csv":
        answer = StreamingHttpResponse(csv_chunks(table), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    about = [
        ("Danh sách", table.title),
        ("Lập lúc", f"{moment(now())} ngày {today():%d/%m/%Y}"),
        ("Người lập", request.user.full_name),
        ("Số dòng", f"{table.count} {table.noun}"),
        *table.about,
        ("Địa chỉ", unquote(request.build_absolute_uri())),
        *(table.conditions or [("Điều kiện", "Không lọc gì.")]),
        *table.notes,
    ]
    return FileResponse(xlsx_file(table, about), as_attachment=True, filename=name, content_type=XLSX)


def conditions_of(form: Any) -> dict[str, Any]:
    """For a Table: the conditions of a filter form in force, in words and for the log. Refuses a form that cannot be read."""
    if form.errors:
        raise unreadable()
    words, given = [], {}
    for name, one in form.fields.items():
        value = form.cleaned_data.get(name)
        if value is None or value is False or value in ("", []):
            continue
        choices = dict(getattr(one, "choices", ()))
        shown = choices.get(value, choices.get(str(value), value))
        words.append(
            ("Điều kiện", f"{one.label}: {shown:%d/%m/%Y}" if isinstance(shown, date) else f"{one.label}: {shown}")
        )
        given[name] = str(value)
    return {"conditions": words, "given": given}


def unreadable() -> Refused:
    """A filter that cannot be read gives no file: it would hold other rows than the person thinks."""
    return Refused(
        "Chưa xuất được vì bộ lọc có chỗ chưa đúng.", "Quay lại danh sách và sửa bộ lọc.", code="filter", status=422
    )


def _narrowed(table: Table, chosen: list[str]) -> Table:
    """Only the columns that were chosen; names that are none mean nothing, and none at all means all."""
    parts = [part for part in table.parts if part.key in chosen]
    return replace(table, parts=parts) if parts else table


def in_batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Rows some thousand at a time, for what is looked up for many at once."""
    ahead = iter(rows)
    while batch := list(islice(ahead, CHUNK)):
        yield batch


# --- CSV ---------------------------------------------------------------------------------------------------------


def csv_chunks(table: Table) -> Iterator[str]:
    """UTF-8 with its mark; some hundred lines at a time."""
    yield "\ufeff"
    yield _csv([[part.word for part in table.parts]])
    lines = ([csv_cell(part.value(row, table.asked)) for part in table.parts] for row in table.rows)
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
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}"


def _as_text(value: int) -> str:
    return str(Dong(value))


# --- XLSX --------------------------------------------------------------------------------------------------------


def xlsx_file(table: Table, about: Sequence[tuple[str, str]]) -> IO[bytes]:
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
    book.set_properties({"title": table.title})
    _Sheet(book, table).write()
    _conditions_sheet(book, about)
    book.close()
    page.seek(0)
    return page


class _Sheet:
    """The sheet with the rows. Rows go in order: memory holds one at a time."""

    def __init__(self, book: xlsxwriter.Workbook, table: Table):
        self.table, self.parts = table, table.parts
        self.sheet = book.add_worksheet(f"{table.noun[0].upper()}{table.noun[1:]}"[:31])
        head = {"bold": True, "bg_color": "#F0EDE2", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        self.head, self.head_right = book.add_format(head), book.add_format({**head, "align": "right"})
        self.wrapped = book.add_format({"valign": "top", "text_wrap": True})
        marks = {"money": "#,##0", "count": "#,##0", "number": "#,##0.##", "year": "0"}
        self.formats = {kind: book.add_format({"num_format": mark, "valign": "top"}) for kind, mark in marks.items()}
        for kind, mark in {"day": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm"}.items():
            self.formats[kind] = book.add_format({"num_format": mark, "valign": "top", "align": "left"})
        foot = {"bold": True, "top": 2, "bg_color": "#F0EDE2"}
        self.foot, self.foot_money = book.add_format(foot), book.add_format({**foot, "num_format": "#,##0"})
        self.right = book.add_format({"align": "right", "valign": "top"})
        self.sums = {place: 0 for place, part in enumerate(self.parts) if part.kind in SUMMED}

    def write(self) -> None:
        sheet, last = self.sheet, 0
        for place, part in enumerate(self.parts):
            sheet.set_column(place, place, part.width or WIDTHS[part.kind])
            sheet.write_string(0, place, part.word, self.head_right if part.kind in NUMBERS else self.head)
        for last, row in enumerate(self.table.rows, start=1):
            for place, part in enumerate(self.parts):
                self._cell(last, place, part, part.value(row, self.table.asked))
        self._totals(last)
        sheet.freeze_panes(1, 1)
        if last:
            sheet.autofilter(0, 0, last, len(self.parts) - 1)
        self._for_paper()

    def _cell(self, row: int, place: int, part: Part, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            self.sheet.write_string(row, place, value, self.wrapped if part.width > WIDTHS["text"] else None)
        elif isinstance(value, datetime):
            self.sheet.write_datetime(
                row, place, timezone.localtime(value).replace(tzinfo=None), self.formats["moment"]
            )
        elif isinstance(value, date):
            self.sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), self.formats["day"])  # noqa: DTZ001
        else:
            self._number(row, place, part, value)

    def _number(self, row: int, place: int, part: Part, value: Any) -> None:
        if part.kind in SUMMED:
            self.sums[place] += int(value)
        if abs(value) < EXACT:
            number = value if isinstance(value, float) else int(value)
            self.sheet.write_number(row, place, number, self.formats.get(part.kind))
        else:
            self.sheet.write_string(row, place, _as_text(value), self.right)

    def _totals(self, last: int) -> None:
        """Formulas that follow Excel's own filter, with their values for every other reader."""
        for place in range(len(self.parts)):
            if place not in self.sums:
                word = f"Cộng {last} {self.table.noun}" if place == 0 else ""
                self.sheet.write_string(last + 1, place, word, self.foot) if word else self.sheet.write_blank(
                    last + 1, place, None, self.foot
                )
            elif last and abs(self.sums[place]) < EXACT:
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


def _conditions_sheet(book: xlsxwriter.Workbook, about: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("Điều kiện")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    for row, (word, value) in enumerate(about):
        sheet.write_string(row, 0, word, bold)
        sheet.write_string(row, 1, value, wrap)
