"""bedo check-figures: every relation between figures, reckoned now; exit status 1 when one does not hold."""

from __future__ import annotations

import argparse
import json

from bedo.core.moves import Refused
from bedo.places.models import Unit
from bedo.places.queries import present_province
from bedo.reports import relations

HELP = "Đối chiếu số liệu: các quan hệ giữa số đã công bố và số của hệ thống, quan hệ nào không đúng"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--province", metavar="TỈNH", default="", help="chỉ của một tỉnh (tên khi đó hoặc hiện nay)")
    parser.add_argument("--json", action="store_true", help="in một đối tượng JSON")


def run(args: argparse.Namespace) -> int:
    found = relations.checked(province=_province(args.province))
    if args.json:
        print(json.dumps({"relations": [relations.as_json(one) for one in found]}, ensure_ascii=False))
    else:
        print("\n".join(_sentences(found)))
    return 1 if any(one.holds is False for one in found) else 0


def _province(text: str) -> Unit | None:
    if not text:
        return None
    units = [unit for unit in Unit.objects.provinces() if unit.name.casefold() == text.casefold()]
    if not units:
        raise Refused(f"Không có tỉnh “{text}”.", "Ghi tên tỉnh, ví dụ “Nghệ An”.", code="province", status=400)
    return present_province(units[0])


def _sentences(found: list[relations.Checked]) -> list[str]:
    wrong = [one for one in found if one.holds is False]
    lines = [f"{len(found)} quan hệ: {len(wrong)} không đúng, {sum(one.holds is None for one in found)} không so được."]
    for one in wrong:
        lines.append(f"{one.code} {one.name}: {one.lhs} so với {one.rhs}, lệch {one.difference} {one.unit}.")
        lines += [f"  {hint}" for hint in one.hints]
    lines += [f"{one.code}: {one.problem}" for one in found if one.problem]
    return lines
