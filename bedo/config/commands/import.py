"""bedo import: what a workbook of projects or sums says, row by row; brought in unless only asked to look."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bedo.accounts.models import User
from bedo.config.demo import sources
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.imports import services
from bedo.imports.matching import CHANGED, NEW, OUTCOMES, REFUSED, UNDECIDED
from bedo.imports.models import FAILED
from bedo.imports.reading import places
from bedo.imports.reading.fields import AGGREGATE_FIELDS
from bedo.imports.reading.known import KnownProject, recognise
from bedo.imports.reading.read import read
from bedo.imports.reading.results import DATA, Check, Reading, Row, Said, Table
from bedo.places.models import Unit

HELP = "Đọc một danh sách Excel, ODS hoặc CSV: tiêu đề, từng dòng, số tiền, tổng; --dry-run chỉ đọc, không ghi gì"
NEEDS_DATABASE = True
EPILOG = """Số tiền luôn là đồng; ô không rõ thì để trống, không đoán, kèm lý do. Mã thoát: 0 đọc được và không có gì sai;
1 đọc được nhưng có dòng bị từ chối, cần quyết định, hoặc tổng của bảng không khớp; 2 tệp không đọc được.
Không có --dry-run thì danh sách được nhập cho tỉnh của người ghi ở --by; còn dòng cần quyết định thì chưa ghi gì, trả lời ở trang
Nhập từ Excel."""
SHOWN = ("title_vi", "beneficiary_name", "province", "district", "commune", "support_vnd", "counterpart_vnd", "total_vnd",
         "year", "level", "status")  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("file", metavar="TỆP", help="tệp .xlsx, .xlsm, .xlsb, .xls, .ods hoặc .csv")
    parser.add_argument("--province", metavar="TỈNH", default="", help="tỉnh của những dòng không ghi tỉnh")
    parser.add_argument("--year", metavar="NĂM", type=int, help="năm của những dòng không ghi năm")
    parser.add_argument("--by", metavar="TÊN", default="", help="tên đăng nhập của người nhập (khi ghi vào hệ thống)")
    parser.add_argument("--dry-run", action="store_true", help="chỉ đọc và báo lại; không cần cơ sở dữ liệu")
    parser.add_argument("--json", action="store_true", help="trả về một đối tượng JSON")


def run(args: argparse.Namespace) -> int:
    path = Path(args.file)
    if not path.is_file():
        raise Refused(f"Không có tệp “{args.file}”.", "Kiểm tra lại đường dẫn.", code="file", status=400)
    if not args.dry_run:
        return _bring(path, args)
    said = Said(province=_province(args.province), year=args.year)
    reading = read(path, path.name, said)
    recognise(reading, published())
    if args.json:
        print(json.dumps(as_object(reading), ensure_ascii=False))
    else:
        print("\n".join(_sentences(reading)))
    return 1 if _wrong(reading) else 0


def _bring(path: Path, args: argparse.Namespace) -> int:
    """Into the system, as the page does it; what still asks is left for the page."""
    by = User.objects.filter(username=args.by, is_active=True).first()
    if by is None:
        raise Refused(
            "Chưa rõ ai nhập.", "Ghi --by và tên đăng nhập, hoặc --dry-run để chỉ đọc.", code="by", status=400
        )
    row = services.bring(
        province=_tenant(by, args.province), name=path.name, content=path.read_bytes(), by=by, year=args.year
    )
    row = services.look(row)
    if row.state == FAILED:
        raise Refused(row.error, "", code="file", status=422)
    open_rows = row.counts.get(UNDECIDED, 0)
    ready = row.counts.get(NEW, 0) + row.counts.get(CHANGED, 0)
    written = services.commit(row=row, version=row.version, by=by, today=today()) if ready and not open_rows else None
    told = {"file": path.name, "import": row.pk, "counts": row.counts, "written": asdict(written) if written else None}
    words = ", ".join(f"{OUTCOMES[name].lower()} {count}" for name, count in row.counts.items())
    said = "Đã nhập." if written else "Còn dòng cần quyết định; chưa ghi gì." if open_rows else "Không có gì mới."
    print(json.dumps(told, ensure_ascii=False) if args.json else f"{path.name}: {words}. {said}")
    return 1 if open_rows or row.counts.get(REFUSED) else 0


def _tenant(by: User, text: str) -> Unit:
    """The present province named, else the only one in which the person may bring lists in."""
    held = by.grants.provinces_with(services.RIGHT)
    rows = Unit.objects.current().provinces()
    units = list(rows if held is None else rows.filter(pk__in=held))
    name = _province(text)
    found = [unit for unit in units if not name or unit.name == name]
    if len(found) != 1:
        raise Refused(
            "Chưa rõ nhập cho tỉnh nào.",
            "Ghi --province và tên một tỉnh hiện nay được giao.",
            code="province",
            status=400,
        )
    return found[0]


def _province(text: str) -> str:
    if not text:
        return ""
    if not (name := places.province_named(text)):
        raise Refused(f"Không có tỉnh “{text}”.", "Ghi tên tỉnh, ví dụ “Hà Giang”.", code="province", status=400)
    return name


def published() -> list[KnownProject]:
    """The published projects that come with the product."""
    rows = sources.rows("projects_real.csv")
    return [
        KnownProject(
            code=row["project_key"],
            province=row["province_at_time"],
            title=row["title_vi"],
            beneficiary=row["beneficiary_name"],
            support=sources.number(row["support_vnd"]),
            year=int(row["year"]) if row["year"].isdigit() else None,
            status=row["status"],
        )
        for row in rows
        if row["row_kind"] == "project"
    ]


def _wrong(reading: Reading) -> bool:
    rows = any(row.refused for table in reading.tables for row in table.rows)
    tables = any(problem.refuses for table in reading.tables for problem in table.problems)
    return rows or tables or any(check.difference_vnd for table in reading.tables for check in table.checks)


# --- JSON


def as_object(reading: Reading) -> dict[str, Any]:
    """The reading as one JSON object; worksheet rows from 1, whole đồng or null."""
    return {
        "file": reading.file,
        "sha256": reading.sha256,
        "problems": [problem.what for problem in reading.problems],
        "sheets": [_table(table) for table in reading.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "table": table.number,
        "kind": table.kind,
        "header_rows": table.header_rows,
        "unit_multiplier": table.unit_multiplier,
        "mapping": table.mapping,
        "headings": table.headings,
        "rows": [_row(row) for row in table.rows],
        "shared_amounts": [
            {"cells": one.cells, "field": one.field, "vnd": one.vnd, "sheet_rows": list(one.sheet_rows)}
            for one in table.shared
        ],
        "checks": [_check(check) for check in table.checks],
        "conversions": [
            {"cell": one.cell, "before": one.before, "after": one.after, "encoding": one.encoding}
            for one in table.conversions
        ],
        "hidden_rows": table.hidden_rows,
        "hidden_columns": table.hidden_columns,
        "problems": [problem.what for problem in table.problems],
    }


def _row(row: Row) -> dict[str, Any]:
    shape: dict[str, Any] = {"sheet_row": row.sheet_row, "row_kind": row.kind}
    if row.kind == "aggregate" or (row.values.keys() & {"fund_total_vnd", "projects_total", "year_from", "scope"}):
        shape |= {name: row.values[name] for name in AGGREGATE_FIELDS if name in row.values}
    else:
        shape |= {name: row.values.get(name) for name in SHOWN}
    if row.parent is not None:
        shape["parent_row"] = row.parent
    shape["qualifiers"] = dict(row.qualifiers)
    shape["problems"] = [{"cell": one.cell, "what": one.what, "refuses": one.refuses} for one in row.problems]
    return shape


def _check(check: Check) -> dict[str, Any]:
    return {
        "what": check.what,
        "sheet_row": check.sheet_row,
        "field": check.field,
        "stated_vnd": check.stated_vnd,
        "computed_vnd": check.computed_vnd,
        "difference_vnd": check.difference_vnd,
    }


# --- sentences


def _sentences(reading: Reading) -> list[str]:
    lines = [f"{reading.file} (SHA-256 {reading.sha256[:12]}…)", *(problem.what for problem in reading.problems)]
    for table in reading.tables:
        data = [row for row in table.rows if row.kind in DATA]
        refused = sum(row.refused for row in data)
        lines.append(
            f"Trang “{table.sheet}”, bảng {table.number}: {len(data)} dòng dữ liệu, {refused} dòng bị từ chối."
        )
        lines += [f"  {one.what}" for one in table.problems]
        lines += [f"  {one.cell}: {one.what}" for row in table.rows for one in row.problems]
        lines += [
            f"  Dòng {one.sheet_row}, {one.what}: bảng ghi {Dong(one.stated_vnd)}, "
            f"cộng lại {Dong(one.computed_vnd)}, lệch {Dong(one.difference_vnd)}."
            for one in table.checks
            if one.difference_vnd
        ]
    return lines
