"""bedo report: a report table (r1–r8) or the written report of a year, as Word, PDF or Excel."""

from __future__ import annotations

import argparse
import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bedo.config.commands.figure import province_named
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.periods import Period
from bedo.documents.writing.forms import Terms
from bedo.documents.writing.pdf import pdf
from bedo.documents.writing.word import word
from bedo.ledger.rules import FUNDS
from bedo.places.models import Unit
from bedo.reports import written
from bedo.reports.tables import REPORTS, Asked, Built, build
from bedo.reports.tables.drawing import DONG, MILLION, Shown, document
from bedo.reports.tables.workbook import workbook

HELP = "Báo cáo theo mẫu (r1–r8) hoặc báo cáo năm bằng lời (year), ra tệp Word, PDF, Excel"
NEEDS_DATABASE = True
FORMATS = ("docx", "pdf", "xlsx")
YEAR = "year"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = "; ".join(f"{code}: {report.title}" for code, report in REPORTS.items())
    parser.add_argument("kind", metavar="LOẠI", help=f"{kinds}; {YEAR}: báo cáo năm bằng lời")
    parser.add_argument(
        "--province", metavar="TỈNH", default="", help="tên tỉnh hiện nay, hoặc tỉnh cũ (tính theo khi đó)"
    )
    parser.add_argument("--year", metavar="NĂM", type=int, help="năm; mặc định là năm nay")
    parser.add_argument("--month", metavar="THÁNG", type=int, help="một tháng của năm")
    parser.add_argument("--quarter", metavar="QUÝ", type=int, help="một quý của năm")
    parser.add_argument("--half", metavar="NỬA", type=int, help="6 tháng đầu (1) hoặc cuối năm (2)")
    parser.add_argument("--nine-months", action="store_true", help="9 tháng đầu năm")
    parser.add_argument("--from", dest="first", metavar="NGÀY", help="từ ngày, dạng 31/12/2025")
    parser.add_argument("--to", dest="last", metavar="NGÀY", help="đến hết ngày")
    parser.add_argument("--fund", metavar="NGUỒN", default="", help=f"một nguồn: {', '.join(FUNDS)}")
    parser.add_argument("--content", metavar="MÃ", default="", help="một nội dung hoạt động")
    parser.add_argument("--unit", default=DONG, metavar="ĐƠN_VỊ", help="dong (mặc định) hoặc trieu")
    parser.add_argument("--format", metavar="DẠNG", default="", help="docx, pdf, xlsx; mặc định theo đuôi tệp")
    parser.add_argument("-o", "--output", metavar="TỆP", default="", help="tệp ghi ra")
    parser.add_argument("--json", action="store_true", help="in các ô dưới dạng JSON")


def run(args: argparse.Namespace) -> int:
    if args.kind not in (*REPORTS, YEAR):
        raise Refused(f"Không có báo cáo “{args.kind}”.", f"Chọn: {', '.join((*REPORTS, YEAR))}.", status=400)
    if args.unit not in (DONG, MILLION):
        raise Refused(f"Không có đơn vị “{args.unit}”.", "Chọn dong hoặc trieu.", status=400)
    if args.fund and args.fund not in FUNDS:
        raise Refused(f"Không có nguồn “{args.fund}”.", f"Chọn: {', '.join(FUNDS)}.", status=400)
    place = province_named(args.province)
    asked = Asked(
        period_of(args), place, as_now=place is None or place.is_current, fund=args.fund, content=args.content
    )
    form = _format(args)
    if args.kind == YEAR:
        return _written(args, asked, form)
    built = build(args.kind, asked)
    if args.json:
        print(json.dumps(as_json(built), ensure_ascii=False))
    if args.output:
        _write(Path(args.output), _bytes(built, Shown(args.unit), terms_of(place), form))
    elif not args.json:
        raise Refused("Chưa có tên tệp.", "Thêm -o TỆP, hoặc --json.", status=400)
    return 0


def _written(args: argparse.Namespace, asked: Asked, form: str) -> int:
    found = written.draft(asked)
    if args.json:
        print(json.dumps(written.as_json(found), ensure_ascii=False))
    if args.output:
        if form == "xlsx":
            raise Refused("Báo cáo bằng lời không có dạng Excel.", "Chọn docx hoặc pdf.", status=400)
        paper = written.document(found, terms_of(asked.place))
        _write(Path(args.output), word(paper) if form == "docx" else pdf(paper))
    elif not args.json:
        raise Refused("Chưa có tên tệp.", "Thêm -o TỆP, hoặc --json.", status=400)
    return 0


def period_of(args: argparse.Namespace) -> Period:
    """The period that the options ask for. Refused when two are asked for, or days are wrong."""
    parts = [args.month is not None, args.quarter is not None, args.half is not None, args.nine_months, bool(args.first or args.last)]  # fmt: skip
    if sum(parts) > 1:
        raise Refused("Chỉ chọn một cách tính kỳ.", "Bỏ bớt --month, --quarter, --half, --nine-months, --from/--to.", status=400)  # fmt: skip
    year = args.year or today().year
    if not 1995 <= year <= 2100:
        raise Refused(f"Năm {year} ngoài khoảng 1995–2100.", "Ghi lại năm.", status=400)
    try:
        if args.first or args.last:
            return Period(_day(args.first), _day(args.last))
        if args.month is not None:
            return Period.month(year, args.month)
        if args.quarter is not None:
            return Period.quarter(year, args.quarter)
        if args.half is not None:
            return Period.half(year, args.half)
        return Period.months(year, 1, 9) if args.nine_months else Period.year(year)
    except ValueError as error:
        raise Refused(
            "Kỳ báo cáo không đúng: tháng 1–12, quý 1–4, nửa năm 1–2, ngày đầu không sau ngày cuối, dạng 31/12/2025.", "Ghi lại kỳ.",
            status=400,
        ) from error  # fmt: skip


def _day(text: str | None) -> date:
    return datetime.strptime(text or "", "%d/%m/%Y").date()  # noqa: DTZ007 - a day without a time


def terms_of(place: Unit | None) -> Terms:
    """The Sở of the province as the issuer; nobody for the whole country."""
    if place is None:
        return Terms()
    return Terms(
        issuer="Sở Công Thương", superior=f"UBND {place.label}", symbol="BC-SCT", place=place.name, position="GIÁM ĐỐC"
    )


def _format(args: argparse.Namespace) -> str:
    form = args.format or Path(args.output).suffix.lstrip(".").lower()
    if args.output and form not in FORMATS:
        raise Refused(f"Không ghi được dạng “{form}”.", f"Chọn: {', '.join(FORMATS)}.", status=400)
    return form


def _bytes(built: Built, shown: Shown, terms: Terms, form: str) -> bytes:
    if form == "xlsx":
        return workbook(built, shown)
    paper = document(built, shown, terms)
    return word(paper) if form == "docx" else pdf(paper)


def _write(path: Path, data: bytes) -> None:
    """The whole file or none."""
    if not path.parent.is_dir():
        raise Refused(f"Không có thư mục {path.parent}.", "Tạo thư mục hoặc chọn nơi khác.", status=400)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refused(f"Không ghi được {path}: {error.strerror}.", "Chọn nơi khác.", status=400) from error


def as_json(built: Built) -> dict[str, Any]:
    """Cells as plain values: whole đồng and counts, with how many records stand behind each."""
    return {
        "report": built.code, "title": built.title, "period": built.period, "place": built.place, "notes": list(built.notes),
        "columns": [{"code": one.code, "words": one.words, "over": one.over, "kind": one.kind} for one in built.columns],
        "lines": [
            {
                "key": line.key, "kind": line.kind or "line", "number": line.number, "texts": dict(line.texts),
                "values": {code: amount.value for code, amount in line.amounts.items()},
                "records": {code: len(amount.records) for code, amount in line.amounts.items()},
            }
            for line in built.lines
        ],
    }  # fmt: skip
