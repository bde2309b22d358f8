"""bedo plan solve: the best set of candidates under the money and the rules, from a file, without a database."""

import argparse
import json
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from bedo.core.moves import Refused
from bedo.planning.choosing import read, solve
from bedo.planning.choosing.solver import SECONDS, OutOfTime

HELP = "Chọn phương án đề án tốt nhất trong kinh phí và ràng buộc (bedo plan solve TỆP), trả về JSON"
NEEDS_DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="solve", choices=["solve"], help="giải bài toán trong tệp")
    parser.add_argument("file", metavar="TỆP", help="tệp JSON; dấu - để đọc đầu vào chuẩn")
    parser.add_argument(
        "--seconds", metavar="GIÂY", type=float, default=SECONDS, help="thời gian nhiều nhất, mặc định 60"
    )
    parser.add_argument("--json", action="store_true", help="không đổi gì: lệnh này luôn trả về JSON")


def run(args: argparse.Namespace) -> int:
    """0 when the question was answered, also when nothing fits; 2 for a bad file."""
    try:
        choice = solve(read(_load(args.file)), seconds=args.seconds)
    except OutOfTime as error:
        raise Refused(f"Sau {args.seconds:g} giây chưa tìm được phương án nào.", "Tăng --seconds.") from error
    answer = {
        "status": choice.status,
        "objective": _plain(choice.objective),
        "bound": _plain(choice.bound),
        "chosen": list(choice.chosen),
        "spent": choice.spent,
        "conflict": list(choice.conflict),
        "seconds": round(choice.seconds, 3),
    }
    print(json.dumps(answer, ensure_ascii=False))
    return 0


def _load(name: str) -> object:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        return json.loads(text, parse_float=Decimal)
    except OSError as error:
        raise Refused(f"Không đọc được tệp {name}: {error.strerror}.", "Kiểm tra lại đường dẫn.") from error
    except (ValueError, RecursionError) as error:
        raise Refused(f"Tệp {name} không phải JSON đúng: {error}.", "Sửa tệp rồi chạy lại.") from error


def _plain(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)
