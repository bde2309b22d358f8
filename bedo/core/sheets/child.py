"""The process that opens a stranger's workbook: `python -m bedo.core.sheets.child FILE`, rows as JSON lines on standard output.

The fast reader trusts what a file says of itself: a broken .xls, or two cells at opposite corners of a sheet, make it ask
for a terabyte and end its process. So it gets a process of its own, with little memory and little time; what it says are
plain values. First line: how many sheets, or why not. Then for each sheet a line about it and one line for each row.
"""

from __future__ import annotations

import contextlib
import json
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import python_calamine as calamine

from bedo.core.sheets import limits

with contextlib.suppress(ImportError):  # Windows has none
    import resource

DAY = "\x00"
"""Before the ISO form of a day, which JSON has no word for; no cell begins so."""


class No(Exception):
    """The file is not read: `args` are what and what next, in Vietnamese."""


def main(path: str) -> int:
    _bound()
    try:
        _write(Path(path))
    except No as no:
        print(json.dumps({"refused": list(no.args)}))
    except calamine.PasswordError:
        print(json.dumps({"locked": True}))
    except BaseException:  # noqa: BLE001 - the reader raises its own kinds, plain ones, and panics that are no Exception
        print(json.dumps({"broken": True}))
    return 0


def _bound() -> None:
    """Limits of memory and time, where the system has them."""
    with contextlib.suppress(NameError, OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_BYTES, limits.CHILD_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_SECONDS, limits.CHILD_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(path: Path) -> None:
    book = calamine.load_workbook(BytesIO(path.read_bytes()))  # by its content: names of files say nothing
    metas = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
    if len(metas) > limits.SHEETS:
        raise No(f"Tệp có {len(metas)} trang tính, quá {limits.SHEETS}.", "Tách thành nhiều tệp.")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    out = sys.stdout.write
    out(json.dumps({"sheets": len(metas)}) + "\n")
    cells = 0
    for meta in metas:
        sheet = book.get_sheet_by_name(meta.name)
        height, width = _size(sheet, meta.name)
        cells += height * width
        if cells > limits.CELLS:
            raise No(f"Tệp có hơn {limits.CELLS // 10**6} triệu ô.", "Tách thành nhiều tệp.")
        about = {
            "name": meta.name,
            "hidden": meta.visible != calamine.SheetVisibleEnum.Visible,
            "merged": [[*first, *last] for first, last in sheet.merged_cell_ranges or ()],
            "rows": height,
        }
        out(json.dumps(about) + "\n")
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
        for row in sheet.to_python(skip_empty_area=False) if height else ():
            out(encode(row) + "\n")


def _size(sheet: Any, name: str) -> tuple[int, int]:
    if sheet.end is None:
        return 0, 0
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if height > limits.ROWS or width > limits.COLUMNS:
        what = f"{height} dòng" if height > limits.ROWS else f"{width} cột"
        raise No(
            f"Trang “{name}” có {what}, quá giới hạn {limits.ROWS} dòng, {limits.COLUMNS} cột.",
            "Xóa các dòng, cột trống phía dưới và bên phải bảng, hoặc tách tệp.",
        )
    return height, width


def _plain(value: Any) -> str:
    """Days by their ISO form; times as text."""
    if isinstance(value, date):
        return DAY + value.isoformat()[:10]
    return str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
