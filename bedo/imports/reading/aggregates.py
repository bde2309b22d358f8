"""Tables of sums (provinces or contents × periods): each row a stated figure, never a project, never added up over periods."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bedo.core.sheets.workbook import address
from bedo.core.text import fold
from bedo.imports.reading import dates, places
from bedo.imports.reading.amounts import Reader, names_unit
from bedo.imports.reading.context import Context, level_in
from bedo.imports.reading.fields import AGGREGATE_COUNTS, AGGREGATE_MONEY
from bedo.imports.reading.grid import Grid
from bedo.imports.reading.kinds import Line
from bedo.imports.reading.results import Problem, Row
from bedo.imports.reading.tables import Frame
from bedo.imports.reading.units import unit_in

_COUNT = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+")
_COUNTED = (
    ("projects_finished", r"(?:de an|du an|nhiem vu).*(?:hoan thanh|nghiem thu)"),
    ("projects_stopped", r"(?:de an|du an|nhiem vu).*(?:ngung|cham dut)"),
    ("people_trained", r"dao tao|hoc vien"),
    ("jobs", r"lao dong|viec lam"),
    ("beneficiaries", r"co so|don vi thu huong|doanh nghiep"),
    ("projects", r"de an|du an|nhiem vu|mo hinh"),
)
_PAID = (
    ("counterpart_vnd", r"doi ung|dong gop|cua co so"),
    ("total_investment_vnd", r"tong von dau tu|tong muc dau tu"),
    ("fund_spent_vnd", r"thuc hien|giai ngan|quyet toan"),
    ("fund", r"kinh phi|von|ngan sach|ho tro"),
)

_COUNTS_THINGS = re.compile(
    r"^(?:tong )?so (?:luong )?(?:chuong trinh|de an|du an|nhiem vu|mo hinh|co so|don vi|lao dong|nguoi)"
)
_PAYS = re.compile(r"kinh phi|\bkp\b|\bvon\b|so tien|ngan sach")


def rows(grid: Grid, frame: Frame, lines: list[Line], readers: Mapping[int, Reader], about: Context) -> list[Row]:
    """The rows of a table of sums; a row with several periods gives one figure row for each."""
    reader = _Reader(grid, frame, readers, about)
    found: list[Row] = []
    for line in lines:
        if line.kind in ("aggregate", "total", "subtotal"):
            found += reader.row(line)
        elif line.kind == "section":
            reader.section(line.name)
            found.append(Row(line.row + 1, "section", {"scope": line.name}))
        else:
            found.append(Row(line.row + 1, line.kind))
    return found


class _Reader:
    def __init__(self, grid: Grid, frame: Frame, readers: Mapping[int, Reader], about: Context):
        self.grid, self.frame, self.readers, self.about = grid, frame, readers, about
        self.now = about
        self.unit_column = next(
            (c for c, label in frame.labels.items() if re.match(r"(?i)đơn vị tính|đvt", label)), None
        )
        texts = [label for c, label in frame.labels.items() if frame.fields.get(c) in ("scope", "")]
        self.indicators = self.unit_column is not None or any(fold(text).startswith("chi tieu") for text in texts)

    def section(self, text: str) -> None:
        """A heading between the rows: a province, a year, a period."""
        province = places.province_named(text)
        years = dates.span(text)
        own = Context(province=province, year=years[0] if years and years[0] == years[1] else None, years=years)
        self.now = self.about.within(own)

    def row(self, line: Line) -> list[Row]:
        if self.frame.periods:
            return self._by_period(line)
        row = Row(line.row + 1, line.kind, self._label(line))
        for column, name in self.frame.fields.items():
            value = self.grid.cells[line.row][column]
            if value is None:
                continue
            if self.indicators and name in (
                "fund_local_vnd",
                "fund_national_vnd",
                "projects_local",
                "projects_national",
                "fund_total_vnd",
            ):
                self._indicator(row, line, column, name)
            elif name in AGGREGATE_MONEY:
                self._money(row, line.row, column, name)
            elif name in AGGREGATE_COUNTS:
                self._count(row, line.row, column, name)
        return [row]

    # --- what the row is about

    def _label(self, line: Line) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column, name in self.frame.fields.items() if line.kind == "aggregate" else ():
            text = self.grid.text(line.row, column)
            if text and name in ("scope", "province_at_time", "period_label", "note"):
                values[name] = text
        name = values.get("scope") or line.name
        if "province_at_time" in values:
            values["province_at_time"] = places.province_named(values["province_at_time"]) or values["province_at_time"]
        elif province := places.province_named(name):
            values["province_at_time"] = province
        elif dates.period_of(name):
            values.setdefault("period_label", name)
            values.pop("scope", None)
        else:
            values.setdefault("scope", name)
        if self.now.province:
            values.setdefault("province_at_time", self.now.province)
        self._years(values)
        return values

    def _years(self, values: dict[str, Any]) -> None:
        years = dates.span(values.get("period_label", "")) or self.now.years
        if years is None and self.now.year:
            years = (self.now.year, self.now.year)
        if years:
            values["year_from"], values["year_to"] = years
            values.setdefault("period_label", str(years[0]) if years[0] == years[1] else f"{years[0]}-{years[1]}")

    # --- cells

    def _money(self, row: Row, at: int, column: int, name: str) -> None:
        found = self.readers[column].read(self.grid.cells[at][column])
        if found.vnd is not None:
            row.values[name] = found.vnd
        if found.qualifier:
            row.qualifiers[name] = found.qualifier
        if found.between:
            row.ranges[name] = found.between
        if found.problem:
            row.problems.append(Problem(self.grid.name, address(at, column), found.problem, found.refuses))

    def _count(self, row: Row, at: int, column: int, name: str) -> None:
        """ "05", "13 đề án", "01/02 đề án nhóm" (done of planned): the first number."""
        text = self.grid.text(at, column)
        match = _COUNT.search(text)
        if match:
            row.values[name] = row.values.get(name, 0) + int(match[0].replace(".", ""))
        elif text.strip("-–x ") and text.lower() not in ("không",):
            row.problems.append(Problem(self.grid.name, address(at, column), f"“{text}” không phải số đếm; để trống."))

    def _by_period(self, line: Line) -> list[Row]:
        found = []
        label = self._label(line)
        for column, years in sorted(self.frame.periods.items()):
            if self.grid.cells[line.row][column] is None:
                continue
            text = f"{years[0]}" if years[0] == years[1] else f"{years[0]}-{years[1]}"
            values = {**label, "period_label": text, "year_from": years[0], "year_to": years[1]}
            row = Row(line.row + 1, line.kind, values)
            name = self._measure(line, column)
            if name in AGGREGATE_MONEY:
                self._money(row, line.row, column, name)
            else:
                self._count(row, line.row, column, name)
            found.append(row)
        return found or [Row(line.row + 1, line.kind, label)]

    def _measure(self, line: Line, column: int) -> str:
        """Of a cell below a period: what the heading counts or pays, else what the row does, else what the title does."""
        if self.unit_column is not None:
            unit = self.grid.text(line.row, self.unit_column)
            return self._named(line.name, money=unit_in(unit) is not None)
        heading = self.frame.labels[column]
        for words in (*reversed(heading.split(" / ")), line.name, *self._title()):
            if _COUNTS_THINGS.search(fold(words)) and not names_unit(self.grid.cells[line.row][column]):
                return self._named(words, money=False)
            if _PAYS.search(fold(words)):
                return self._named(f"{heading} {line.name}" if level_in(heading) == "" else heading, money=True)
        return self._named(line.name, money=self.readers[column].unit is not None)

    def _title(self) -> list[str]:
        return [text for row in self.frame.above for text in self.grid.texts(row)]

    def _named(self, words: str, *, money: bool) -> str:
        folded, level = fold(words), level_in(words)
        name = next((name for name, pattern in (_PAID if money else _COUNTED) if re.search(pattern, folded)), "")
        if money:
            side = {"quoc_gia": "fund_national_vnd", "dia_phuong": "fund_local_vnd"}.get(level, "fund_total_vnd")
            return side if name in ("fund", "") else name
        side = {"quoc_gia": "projects_national", "dia_phuong": "projects_local"}.get(level, "projects_total")
        return side if name in ("projects", "") else name

    def _indicator(self, row: Row, line: Line, column: int, name: str) -> None:
        """A form whose rows are indicators: unit of the row, fund of the column."""
        unit_text = self.grid.text(line.row, self.unit_column) if self.unit_column is not None else ""
        unit = unit_in(unit_text) if unit_text else unit_in(line.name)
        money = unit is not None or bool(re.search(r"kinh phi|von\b", fold(line.name)))
        side = "quốc gia" if "national" in name else "địa phương" if "local" in name else ""
        field = self._named(f"{line.name} {side}", money=money)
        if money and unit is not None:
            reader = Reader(unit, self.readers[column].decimal if column in self.readers else ",", "")
            found = reader.read(self.grid.cells[line.row][column])
            if found.vnd is not None:
                row.values[field] = found.vnd
            if found.problem:
                row.problems.append(Problem(self.grid.name, address(line.row, column), found.problem, found.refuses))
        elif money:
            self._money(row, line.row, column, field)
        else:
            self._count(row, line.row, column, field)
