"""bedo verify: recompute every chain of the log and recount the ledger from its transfers."""

import argparse
import json
import sys
from itertools import chain

from bedo.core import log
from bedo.core.models import LogEntry, LogHead
from bedo.ledger import checks
from bedo.ledger.models import BudgetLine, Transfer
from bedo.planning import versions
from bedo.reports import closing, summaries

HELP = "Kiểm tra nhật ký không bị sửa và sổ tiền khớp từng đồng"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="in một đối tượng JSON")


def run(args: argparse.Namespace) -> int:
    """0: everything holds; 1: something was altered, the first broken entry is named."""
    counted = {
        "chains": LogHead.objects.count(),
        "log_entries": LogEntry.objects.count(),
        "lines": BudgetLine.objects.count(),
        "transfers": Transfer.objects.count(),
    }
    broken = list(
        chain(log.broken_entries(), checks.broken_lines(), versions.broken(), closing.broken(), summaries.differences())
    )
    if args.json:
        json.dump({"ok": not broken, "checked": counted, "broken": broken}, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        _tell(counted, broken)
    return 1 if broken else 0


def _tell(counted: dict[str, int], broken: list[str]) -> None:
    shown = {name: f"{number:,}".replace(",", ".") for name, number in counted.items()}
    print(f"Nhật ký: {shown['chains']} chuỗi, {shown['log_entries']} mục.")
    print(f"Sổ tiền: {shown['lines']} nguồn vốn, {shown['transfers']} bút toán.")
    if not broken:
        print("Tất cả đều khớp.")
        return
    print(f"Sai {len(broken)} chỗ, chỗ đầu tiên: {broken[0]}")
    for sentence in broken[1:]:
        print(f"  - {sentence}")
