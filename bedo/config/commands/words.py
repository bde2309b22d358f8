"""bedo words: an amount of đồng as a sentence; one a line for each line of standard input."""

import argparse
import json
import sys

from bedo.config import env
from bedo.core.amounts import parse_amount
from bedo.core.words import ZERO_TENS, doc_tien, prefer

HELP = "Viết số tiền bằng chữ (“Hai mươi ba tỷ … đồng”)"
NEEDS_DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "amount", metavar="SỐ_TIỀN", nargs="+", help="số đồng; dấu - để đọc từng dòng của đầu vào chuẩn"
    )
    parser.add_argument("--json", action="store_true", help="trả về JSON: value, words")


def run(args: argparse.Namespace) -> int:
    """0 when everything was read, 2 when something was no exact amount; its line on standard output stays empty."""
    prefer(env.choice("BEDO_ZERO_TEN", ZERO_TENS[0], ZERO_TENS))
    lines = sys.stdin if args.amount == ["-"] else [" ".join(args.amount)]
    status = 0
    for number, line in enumerate(lines, start=1):
        amount = parse_amount(line)
        value = amount.value if amount.qualifier == "exact" else None
        if value is not None or lines is sys.stdin:
            print(_shown(value, as_json=args.json))
        if value is None:
            where = f"Dòng {number}: " if lines is sys.stdin else ""
            print(
                f"{where}“{line.strip()}” không phải số tiền cụ thể. Ghi số đồng, ví dụ 23615149080.", file=sys.stderr
            )
            status = 2
    return status


def _shown(value: int | None, *, as_json: bool) -> str:
    words = None if value is None else doc_tien(value)
    return json.dumps({"value": value, "words": words}, ensure_ascii=False) if as_json else words or ""
