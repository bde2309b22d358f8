"""bedo doctor: orphans, impossible days, totals, lost files, failed jobs."""

import argparse
import json

from bedo.config.doctor import SHOWN, examine

HELP = "Khám dữ liệu: đề án không người phụ trách, ngày vô lý, tổng lệch, tệp mất, việc nền hỏng"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="in một đối tượng JSON")


def run(args: argparse.Namespace) -> int:
    """0: nothing found; 1: something to look at."""
    found = examine()
    wrong = sum(map(len, found.values()))
    if args.json:
        print(json.dumps({"ok": not wrong, "found": found}, ensure_ascii=False))
        return 1 if wrong else 0
    for name, sentences in found.items():
        print(f"{name}: {'ổn' if not sentences else f'{len(sentences)} chỗ cần xem'}")
        for sentence in sentences[:SHOWN]:
            print(f"  - {sentence}")
        if len(sentences) > SHOWN:
            print(f"  … và {len(sentences) - SHOWN} chỗ nữa (--json in đủ)")
    return 1 if wrong else 0
