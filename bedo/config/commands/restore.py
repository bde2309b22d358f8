"""bedo restore: a backup into an empty place, on either database."""

import argparse
import json
from pathlib import Path

from bedo.config import archive
from bedo.core import log

HELP = "Khôi phục bản sao lưu vào một cơ sở dữ liệu trống (SQLite hoặc PostgreSQL)"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="TỆP", type=Path, help="tệp .zip do “bedo backup” ghi")
    parser.add_argument("--check", action="store_true", help="chỉ kiểm tra bản sao lưu, không khôi phục")
    parser.add_argument("--json", action="store_true", help="in bản kê dưới dạng JSON")


def run(args: argparse.Namespace) -> int:
    manifest = archive.read_manifest(args.file) if args.check else archive.restore(args.file)
    broken = [] if args.check else list(log.broken_entries())
    if args.json:
        print(json.dumps({"restored": not args.check, "broken": broken, **manifest}, ensure_ascii=False))
    else:
        rows = sum(table["rows"] for table in manifest["tables"].values())
        done = "Bản sao lưu nguyên vẹn" if args.check else "Đã khôi phục, số dòng và tổng tiền khớp bản kê"
        print(
            f"{done}: {rows} dòng, {manifest['files']['count']} tệp, sao lưu lúc {manifest['made_at'][:16].replace('T', ' ')}."
        )
        print(
            "\n".join(broken) if broken else "" if args.check else "Nhật ký nguyên vẹn. Người dùng cần đăng nhập lại."
        )
    return 1 if broken else 0
