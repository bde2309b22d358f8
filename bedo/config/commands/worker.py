"""bedo worker: the process of background jobs alone, for machines that serve no pages."""

import argparse

from bedo.config import worker

HELP = "Chạy tiến trình việc nền (gửi thư, báo cáo dài, kiểm tra hằng đêm); bedo serve đã kèm sẵn một tiến trình"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--parent", type=int, default=0, help="dừng khi tiến trình này không còn (bedo serve dùng)")
    parser.add_argument("--interval", type=float, default=1.0, help="số giây giữa hai lần xem hàng đợi")


def run(args: argparse.Namespace) -> int:
    worker.run(parent=args.parent, interval=args.interval)
    return 0
