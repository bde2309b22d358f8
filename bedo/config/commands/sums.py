"""bedo sums: set the tables of sums beside the records they add up; with --rebuild make them anew first."""

from __future__ import annotations

import argparse
import json

from bedo.reports import summaries
from bedo.reports.models import MoneySum, ProjectSum

HELP = "So bảng cộng sẵn (đề án, bút toán) với các bản ghi; --rebuild thì cộng lại từ đầu"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rebuild", action="store_true", help="cộng lại từ các bản ghi rồi so")
    parser.add_argument("--json", action="store_true", help="in một đối tượng JSON")


def run(args: argparse.Namespace) -> int:
    """0: every sum is that of its records; 1: some are not, each told."""
    if args.rebuild:
        summaries.rebuild()
    wrong = list(summaries.differences())
    kept = MoneySum.objects.count() + ProjectSum.objects.count()
    if args.json:
        print(
            json.dumps(
                {"ok": not wrong, "rebuilt": args.rebuild, "sums": kept, "differences": wrong}, ensure_ascii=False
            )
        )
    else:
        print("\n".join(wrong) or f"{kept} dòng cộng sẵn đều bằng tổng các bản ghi.")
    return 1 if wrong else 0
