"""bedo amount: an amount as printed, in đồng; one JSON object, or one a line for each line of standard input."""

import argparse
import json
import sys
from dataclasses import asdict

from bedo.core.amounts import parse_amount

HELP = "Đọc số tiền như người ta viết (“1,290 tỷ đồng”) thành số đồng, trả về JSON"
NEEDS_DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "text", metavar="SỐ_TIỀN", nargs="+", help="số tiền như đã viết; dấu - để đọc từng dòng của đầu vào chuẩn"
    )
    parser.add_argument("--json", action="store_true", help="không đổi gì: lệnh này luôn trả về JSON")


def run(args: argparse.Namespace) -> int:
    """0 when everything was an amount of money, 1 when something was refused."""
    lines = sys.stdin if args.text == ["-"] else [" ".join(args.text)]
    refused = False
    for line in lines:
        amount = parse_amount(line)
        refused |= amount.kind != "money"
        print(json.dumps(asdict(amount), ensure_ascii=False))
    return 1 if refused else 0
