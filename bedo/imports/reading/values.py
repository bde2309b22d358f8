"""The values of one data row of a list of projects: cells by field, title and name told apart, what the context adds."""

from __future__ import annotations

import re
from typing import Any

from bedo.core.sheets.workbook import address
from bedo.imports.reading import dates, headings, places
from bedo.imports.reading.amounts import Reader
from bedo.imports.reading.context import Context, level_of_cell, status_in
from bedo.imports.reading.fields import MONEY
from bedo.imports.reading.grid import Grid
from bedo.imports.reading.kinds import Line, is_firm
from bedo.imports.reading.results import Problem, Row
from bedo.imports.reading.tables import Frame

_PREFIX = re.compile(r"(?i)^(?:đề án|dự án|nhiệm vụ)(?:\s+(?:nhóm|điểm))?\s*(?::|-|–)\s*")
_BARE_PREFIX = re.compile(r"^(?:Đề án|ĐỀ ÁN|Dự án)\s+(?=(.))")
FILLED_DOWN = frozenset(
    {"place", "province", "district", "commune", "level", "status", "date", "year", "batch", "content", "note", "code"}
)
_OF_MEMBER = frozenset({"beneficiary_name", "tax_code", "place", "district", "commune", "jobs", "note", "result"})
_WHOLE = re.compile(r"\d[\d.]*")


def _bare_title(title: str) -> str:
    """Without "Đề án nhóm: ", and without "Đề án" before a capital letter; "đề án điểm ngành dệt may" is a title itself."""
    rest = _PREFIX.sub("", title)
    match = _BARE_PREFIX.match(rest)
    return (rest[match.end() :] if match and match[1].isupper() else rest).strip()


class Values:
    """Reads data rows of one table."""

    def __init__(self, grid: Grid, frame: Frame, readers: dict[int, Reader]):
        self.grid, self.frame, self.readers = grid, frame, readers
        self.columns = [(column, name) for column, name in sorted(frame.fields.items()) if name and name != "number"]

    def row(self, line: Line, context: Context) -> Row:
        """A project, member of a group or other line with everything that its cells and their context say."""
        row = Row(line.row + 1, line.kind, parent=None if line.parent is None else line.parent + 1)
        for column, name in self.columns:
            cell_row = self._source(line.row, column, name)
            value = self.grid.cells[cell_row][column]
            if value is not None:
                self._put(row, cell_row, column, name, value)
        self._errors(row, line.row)
        self._names(row, line)
        self._funds(row)
        self._places(row, context)
        self._context(row, context)
        return row

    def first_member(self, row: Row) -> Row:
        """Of a group whose number and title are one cell over its members: the member in the project's own row. What is
        not merged is its own and leaves the project."""
        member = Row(row.sheet_row, "group_member", parent=row.sheet_row, section=row.section)
        at = row.sheet_row - 1
        for column, name in self.columns:
            if (at, column) in self.grid.tall or name not in row.values:
                continue
            if name in _OF_MEMBER or name in MONEY:
                member.values[name] = row.values.pop(name)
                if name in row.qualifiers:
                    member.qualifiers[name] = row.qualifiers.pop(name)
        for name in ("district", "commune"):
            if "place" in member.values and name in row.values:
                member.values[name] = row.values.pop(name)
        return member

    def amounts(self, line: Line) -> Row:
        """Only what is stated in money: of a section, subtotal or total."""
        row = Row(line.row + 1, line.kind)
        for column, name in self.columns:
            value = self.grid.cells[line.row][column]
            if name in MONEY and value is not None and self._source(line.row, column, name) == line.row:
                self._money(row, line.row, column, name, value)
        if line.name:
            row.values["title_vi"] = line.name
        self._errors(row, line.row)
        self._funds(row)
        return row

    # --- cells

    def _source(self, row: int, column: int, name: str) -> int:
        """The row in which the cell's value stands: that of a merged cell for what holds for all its rows."""
        area = self.grid.tall.get((row, column))
        return area[0] if area and name in FILLED_DOWN else row

    def _put(self, row: Row, at: int, column: int, name: str, value: Any) -> None:
        if name in MONEY:
            if not self._is_shared(row.sheet_row - 1, column):
                self._money(row, at, column, name, value)
        elif name == "date":
            self._day(row, at, column, value)
        elif name == "year":
            year = dates.year_of(value)
            if year is None:
                self._problem(row, at, column, f"“{self.grid.text(at, column)}” không phải một năm; để trống.")
            else:
                row.values["year"] = year
        elif name in ("jobs", "beneficiary_count"):
            self._count(row, at, column, name)
        elif name == "level":
            self._level(row, at, column)
        elif name == "status":
            row.values["status_text"] = self.grid.text(at, column)
            if status := status_in(row.values["status_text"]):
                row.values["status"] = status
        elif not headings.says_nothing(text := self.grid.text(at, column)):
            row.values[name] = text

    def _is_shared(self, row: int, column: int) -> bool:
        """A cell merged over several rows is read apart (read.py): its amount may be nobody's own."""
        area = self.grid.tall.get((row, column))
        return area is not None and area[2] > area[0]

    def _money(self, row: Row, at: int, column: int, name: str, value: Any) -> None:
        found = self.readers[column].read(value)
        if found.vnd is not None:
            row.values[name] = found.vnd
        if found.qualifier:
            row.qualifiers[name] = found.qualifier
        if found.between:
            row.ranges[name] = found.between
        if found.problem:
            self._problem(row, at, column, found.problem, refuses=found.refuses)

    def _day(self, row: Row, at: int, column: int, value: Any) -> None:
        found = dates.when(value)
        if found.day:
            row.values["date"] = found.day
        if found.month:
            row.values["month"] = found.month
        if found.year:
            row.values["date_year"] = found.year
        if found.problem:
            self._problem(row, at, column, found.problem, refuses=found.year is None)

    def _count(self, row: Row, at: int, column: int, name: str) -> None:
        text = self.grid.text(at, column)
        match = _WHOLE.match(text)
        if match:
            row.values[name] = int(match[0].replace(".", ""))
        else:
            self._problem(row, at, column, f"“{text}” không phải số đếm; để trống.")

    def _level(self, row: Row, at: int, column: int) -> None:
        text = self.grid.text(at, column)
        if level := level_of_cell(text):
            row.values["level"] = level
        else:
            self._problem(row, at, column, f"“{text}”: không rõ là quốc gia hay địa phương; để trống.")

    def _errors(self, row: Row, at: int) -> None:
        sheet = self.grid.sheet
        for column in self.frame.fields:
            if (word := sheet.errors.get((at, column))) is not None:
                self._problem(row, at, column, f"Công thức báo lỗi {word}; sửa trong tệp hoặc nhập số.", refuses=True)
            elif (at, column) in self.grid.reckoned:
                self._problem(row, at, column, "Công thức chưa có kết quả trong tệp; số này cộng lại từ các ô nó cộng.")
            elif (at, column) in sheet.unreckoned and self.grid.cells[at][column] is None:
                self._problem(row, at, column, "Công thức chưa có kết quả; mở tệp bằng Excel, lưu lại hoặc nhập số.")

    def _problem(self, row: Row, at: int, column: int, what: str, *, refuses: bool = False) -> None:
        row.problems.append(Problem(self.grid.name, address(at, column), what, refuses))

    # --- meaning

    def _names(self, row: Row, line: Line) -> None:
        values = row.values
        if row.kind == "group_member":
            if "beneficiary_name" not in values and "title_vi" in values:
                values["beneficiary_name"] = values.pop("title_vi")
            elif values.get("title_vi") == values.get("beneficiary_name"):
                values.pop("title_vi", None)
            if "member_support_vnd" in values:
                values["support_vnd"] = values.pop("member_support_vnd")
                self._rename(row, "member_support_vnd")
            return
        if row.kind == "other_line":
            values.setdefault("title_vi", line.name)
        if title := values.get("title_vi"):
            values["title_vi"] = _bare_title(title) or title
            if self.frame.column("beneficiary_name") is None and is_firm(title) and self.frame.both is not None:
                values["beneficiary_name"] = values.pop("title_vi")
        if "member_support_vnd" in values and "support_vnd" not in values:
            values["support_vnd"] = values.pop("member_support_vnd")
            self._rename(row, "member_support_vnd")

    def _rename(self, row: Row, old: str) -> None:
        if old in row.qualifiers:
            row.qualifiers["support_vnd"] = row.qualifiers.pop(old)
        if old in row.ranges:
            row.ranges["support_vnd"] = row.ranges.pop(old)

    def _funds(self, row: Row) -> None:
        """Support of a row whose funds stand in columns of their own: their sum, and the level when only one gives."""
        parts = {
            name: row.values[name] for name in ("support_national_vnd", "support_local_vnd") if row.values.get(name)
        }
        if not parts or "support_vnd" in row.values:
            return
        row.values["support_vnd"] = sum(parts.values())
        for name in parts:
            if name in row.qualifiers:
                row.qualifiers["support_vnd"] = row.qualifiers[name]
        if len(parts) == 1 and "level" not in row.values:
            row.values["level"] = "quoc_gia" if "support_national_vnd" in parts else "dia_phuong"

    def _places(self, row: Row, context: Context) -> None:
        values = row.values
        if province := values.get("province"):
            values["province"] = places.province_named(province) or province
        if text := values.get("place"):
            home = values.get("province") or context.province
            for name, part in places.split(text, home).items():
                values.setdefault(name, part)

    def _context(self, row: Row, context: Context) -> None:
        for name, value in context.values.items():
            row.values.setdefault(name, value)
        if "year" not in row.values and "date_year" in row.values:
            row.values["year"] = row.values["date_year"]
