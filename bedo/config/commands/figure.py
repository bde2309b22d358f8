"""bedo figure: a registered figure with its records and what others printed of the same."""

from __future__ import annotations

import argparse
import json
from typing import Any

from bedo.core.moves import Refused
from bedo.core.text import fold
from bedo.places.models import Unit
from bedo.reports import figures
from bedo.reports.figures.asking import DIMENSIONS

HELP = "Một số liệu của hệ thống: giá trị, chia theo chiều, số bản ghi đứng sau, số đã công bố cùng loại"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="MÃ", nargs="?", help="mã số liệu; xem --list")
    parser.add_argument("--list", action="store_true", help="liệt kê mọi số liệu với định nghĩa")
    parser.add_argument(
        "--province", metavar="TỈNH", default="", help="tên tỉnh hiện nay, hoặc tỉnh cũ (tính theo khi đó)"
    )
    parser.add_argument("--year", metavar="NĂM", type=int, help="năm")
    parser.add_argument("--by", metavar="CHIỀU", help=f"chia theo: {', '.join(DIMENSIONS)}")
    parser.add_argument("--json", action="store_true", help="in một đối tượng JSON")


def run(args: argparse.Namespace) -> int:
    if args.list:
        return _list(as_json=args.json)
    if args.code not in figures.REGISTRY:
        raise Refused(f"Không có số liệu “{args.code or ''}”.", "Xem bedo figure --list.", code="code", status=400)
    figure = figures.REGISTRY[args.code]
    if args.by and args.by not in figure.lookups:
        raise Refused(
            f"Số liệu “{figure.name}” không chia được theo “{args.by}”.", f"Chia được theo: {', '.join(figure.lookups)}.", code="by",
            status=400,
        )  # fmt: skip
    found = _object(figure, figures.Where(province_named(args.province), year=args.year), args.by)
    print(json.dumps(found, ensure_ascii=False) if args.json else _sentences(figure, found))
    return 0


def province_named(text: str) -> Unit | None:
    """Today's province of that name, else the last one that carried it; None for no name. Refused when none did."""
    if not text:
        return None
    units = [unit for unit in Unit.objects.provinces().order_by("-valid_from") if fold(unit.name) == fold(text)]
    if not units:
        raise Refused(f"Không có tỉnh “{text}”.", "Ghi tên tỉnh, ví dụ “Hà Giang”.", code="province", status=400)
    return next((unit for unit in units if unit.is_current), units[0])


def _list(*, as_json: bool) -> int:
    rows = [
        {"code": one.code, "name": one.name, "definition": one.definition, "unit": one.unit, "flow": one.flow,
         "kind": "flow" if one.flow else "stock", "dimensions": list(one.lookups)}
        for one in figures.REGISTRY.values()
    ]  # fmt: skip
    if as_json:
        print(json.dumps({"figures": rows}, ensure_ascii=False))
    else:
        print("\n".join(f"{row['code']:<22} {row['name']} ({row['unit']}): {row['definition']}" for row in rows))
    return 0


def _object(figure: figures.Figure, where: figures.Where, by: str | None) -> dict[str, Any]:
    value = figures.value(figure.code, where)
    found: dict[str, Any] = {"code": figure.code, "unit": figure.unit, "records": value.records}
    if by:
        rows = figures.breakdown(figure.code, where, by)
        found["rows"] = [{"key": r.key, "label": r.label, "value": r.value, "records": r.records} for r in rows]
    else:
        found["value"] = value.value
    found["stated"] = [
        {
            "value": one.value,
            "qualifier": one.qualifier,
            "source": one.source_url,
            "period": one.period,
            "kind": one.kind,
        }
        for one in figures.stated(figure.code, where)
    ]
    if figure.missing:
        found["missing"] = figure.missing
    return found


def _sentences(figure: figures.Figure, found: dict[str, Any]) -> str:
    lines = [f"{figure.name}: {figure.definition}"]
    if figure.missing:
        lines.append(figure.missing)
    elif "rows" in found:
        lines += [f"  {row['label']}: {row['value']} {figure.unit} ({row['records']} bản ghi)" for row in found["rows"]]
    else:
        lines.append(f"{found['value']} {figure.unit}, {found['records']} bản ghi.")
    lines += [f"Đã công bố ({one['kind']}): {one['value']} {figure.unit}, {one['source']}" for one in found["stated"]]
    return "\n".join(lines)
