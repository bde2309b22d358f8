"""Workbooks for tests, written as rows of cells: what provinces' lists look like, in layouts nobody agreed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from bedo.imports.reading.read import read
from bedo.imports.reading.results import Reading, Said, Table

Rows = Sequence[Sequence[Any]]


def write(path: Path, sheets: dict[str, Rows], *, merge: dict[str, list[str]] | None = None, hidden_rows: Sequence[int] = (),
          hidden_columns: Sequence[str] = (), fonts: dict[str, str] | None = None, hidden_sheets: Sequence[str] = ()) -> Path:  # fmt: skip
    """An .xlsx with these sheets. `merge`: areas such as "A1:C1" by sheet; `fonts`: font of a cell "B3"; "=…" is a formula
    without a result; (formula, value) one with its result."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 - the same rows are the same bytes
    plain = book.add_format()
    styles = {name: book.add_format({"font_name": name}) for name in set((fonts or {}).values())}
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden_sheets:
            sheet.hide()
        areas = (merge or {}).get(name, [])
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                place = xlsxwriter.utility.xl_rowcol_to_cell(number, column)
                style = styles.get((fonts or {}).get(place, ""))
                _cell(sheet, number, column, value, style)
        for area in areas:
            first = xlsxwriter.utility.xl_cell_to_rowcol(area.split(":")[0])
            value = rows[first[0]][first[1]] if first[1] < len(rows[first[0]]) else ""
            sheet.merge_range(area, "", plain)
            _cell(sheet, *first, value, plain)
        for number in hidden_rows:
            sheet.set_row(number - 1, options={"hidden": True})
        for column in hidden_columns:
            sheet.set_column(f"{column}:{column}", options={"hidden": True})
    book.close()
    return path


def _cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, tuple):
        sheet.write_formula(row, column, value[0], style, value[1])
    elif isinstance(value, str) and value.startswith("="):
        sheet.write_formula(row, column, value, style, "")
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    elif isinstance(value, date | datetime):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write(row, column, value, style)


def tables(tmp_path: Path, rows: Rows, said: Said | None = None, *, sheet: str = "Sheet1", **options: Any) -> Reading:
    """The reading of a workbook of one sheet."""
    merge = {sheet: options.pop("merge")} if "merge" in options else None
    path = write(tmp_path / "book.xlsx", {sheet: rows}, merge=merge, **options)
    return read(path, "book.xlsx", said or Said())


def table(tmp_path: Path, rows: Rows, said: Said | None = None, **options: Any) -> Table:
    """The only table of a workbook of one sheet."""
    (found,) = tables(tmp_path, rows, said, **options).tables
    return found


def seen(found: Table, *fields: str) -> list[tuple[Any, ...]]:
    """Kind and these fields of each data row, in order."""
    data = [row for row in found.rows if row.kind in ("project", "group_member", "other_line", "aggregate")]
    return [(row.kind, *(row.values.get(name) for name in fields)) for row in data]


def kinds(found: Table) -> dict[int, str]:
    """Kind by worksheet row, headings and blank rows left out."""
    return {row.sheet_row: row.kind for row in found.rows if row.kind not in ("header", "blank")}
