"""bedo migrate: make or upgrade the tables, collect the static files."""

import argparse

from bedo.config.health import pending_migrations
from bedo.config.prepare import prepare

HELP = "Tạo hoặc nâng cấp cơ sở dữ liệu và chuẩn bị tệp giao diện"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="chỉ xem còn bước nâng cấp nào chưa chạy (mã thoát 1 nếu còn)"
    )


def run(args: argparse.Namespace) -> int:
    pending = pending_migrations()
    if args.check:
        print("\n".join(pending) or "Cơ sở dữ liệu đã ở phiên bản mới nhất.")
        return 1 if pending else 0
    done = prepare()
    steps = f"{len(pending)} bước nâng cấp" if pending else "không có gì phải nâng cấp"
    static = f", {done['static']} tệp giao diện" if done["static"] else ""
    print(f"Cơ sở dữ liệu sẵn sàng: {steps}{static}.")
    return 0
