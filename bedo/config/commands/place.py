"""bedo place: which administrative units have a name on a day, and what became of those that had ended."""

import argparse
import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bedo.core.moves import Refused
from bedo.places import packaged, rules

HELP = "Tra đơn vị hành chính theo tên vào một ngày, kể cả đơn vị đã hết hiệu lực và đơn vị kế thừa"
NEEDS_DATABASE = False
EPILOG = """Đơn vị đang có vào ngày tra đứng trước; đơn vị cùng tên đã hết hiệu lực trước ngày đó đứng sau, kèm đơn vị kế thừa
(ví dụ “Hà Giang” tra vào 01/01/2026 cho biết tỉnh Hà Giang nay thuộc Tuyên Quang). Đơn vị chưa có vào ngày tra thì không nêu.
Tên gõ có dấu hay không dấu đều được, có thể kèm loại và đơn vị cấp trên: “xã Lũng Cú, Đồng Văn, Hà Giang”, “TP.HCM”.
Dưới cấp tỉnh, danh mục trước 01/07/2025 là danh mục ngày 30/06/2025. Mã thoát: 0 có kết quả, 1 không có, 2 ngày sai."""
SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "text", metavar="TÊN", nargs="+", help="tên đơn vị, ví dụ “Hà Giang” hoặc “xã Lũng Cú, Đồng Văn”"
    )
    parser.add_argument(
        "--as-of", metavar="NGÀY", help="tra vào ngày này, ví dụ 2026-01-01 hoặc 01/01/2026 (mặc định: hôm nay)"
    )
    parser.add_argument("--json", action="store_true", help="trả về JSON")


def run(args: argparse.Namespace) -> int:
    text, day = " ".join(args.text).strip(), _day(args.as_of)
    if not rules.parse_query(text).parts:
        raise Refused("Chưa có tên đơn vị để tra.", "Ghi tên, ví dụ “Hà Giang”.", code="text", status=400)
    atlas = packaged.atlas()
    found = rules.find(rules.parse_query(text), atlas, day)
    if args.json:
        print(json.dumps(_object(text, day, atlas, found), ensure_ascii=False))
    else:
        print(_sentences(text, day, atlas, found))
    return 0 if found else 1


def _day(text: str | None) -> date:
    """The day asked for (yyyy-mm-dd, d/m/yyyy or d-m-yyyy); today in Vietnam when none was."""
    if text is None:
        return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007 a legal day has no time zone
        except ValueError:
            continue
    raise Refused(
        f"“{text}” không phải một ngày có thật.", "Ghi như 2026-01-01 hoặc 01/01/2026.", code="date", status=400
    )


def _object(text: str, day: date, atlas: rules.Atlas, found: list[int]) -> dict[str, object]:
    return {"query": text, "as_of": day.isoformat(), "matches": [_match(atlas, key) for key in found]}


def _match(atlas: rules.Atlas, key: int) -> dict[str, object]:
    unit = atlas.units[key]
    successors = [atlas.units[link.new] for link in atlas.became.get(key, ())]
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "valid_from": unit.valid_from and unit.valid_from.isoformat(),
        "valid_to": unit.valid_to and unit.valid_to.isoformat(),
        "successors": [{"code": one.code, "name": one.name} for one in successors],
    }


def _sentences(text: str, day: date, atlas: rules.Atlas, found: list[int]) -> str:
    if not found:
        return f"Không có đơn vị hành chính nào tên “{text}” vào ngày {day:%d/%m/%Y} hoặc trước đó. Kiểm tra lại tên."
    lines = [f"“{text}” vào ngày {day:%d/%m/%Y}:"]
    lines += [line for key in found[:SHOWN] for line in _lines(atlas, key, day)]
    if len(found) > SHOWN:
        lines.append(f"… còn {len(found) - SHOWN} đơn vị nữa. Ghi thêm đơn vị cấp trên, ví dụ “{text}, Phú Thọ”.")
    return "\n".join(lines)


def _lines(atlas: rules.Atlas, key: int, day: date) -> list[str]:
    unit = atlas.units[key]
    days = rules.days_label(unit.valid_from, unit.valid_to)
    state = "" if unit.in_force(day) else " – đã hết hiệu lực"
    name = rules.full_label(atlas.units[up] for up in atlas.path(key))
    lines = [f"- {name} (mã {unit.code}{', ' + days if days else ''}){state}"]
    became = atlas.became.get(key, ())
    if became:
        names = "; ".join(rules.full_label(atlas.units[up] for up in atlas.path(link.new)) for link in became)
        lines.append(f"    kế thừa từ {became[0].on:%d/%m/%Y}: {names}")
    return lines
