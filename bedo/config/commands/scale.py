"""bedo scale: fill an empty database with synthetic records, to see and measure how the product behaves when it is full."""

import argparse
import json
import sys
import time

from bedo.accounts.models import User
from bedo.config import scale
from bedo.config.prepare import prepare
from bedo.config.scale import people
from bedo.core.clock import today
from bedo.ledger.models import Transfer

HELP = "Nạp dữ liệu minh hoạ cỡ lớn vào một cơ sở dữ liệu còn trống, để đo tốc độ"
NEEDS_DATABASE = True
NOT_EMPTY = (
    "Cơ sở dữ liệu này đã có dữ liệu, không nạp đè lên. "
    "Đặt BEDO_DATA_DIR hoặc BEDO_DATABASE_URL sang nơi còn trống rồi chạy lại."
)
LIMITS = {"provinces": (1, 34), "years": (1, 40), "projects": (1, 1_000_000)}
WORDS = {"provinces": "số tỉnh", "years": "số năm", "projects": "số đề án"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name, default in (("provinces", 34), ("years", 20), ("projects", 10_000)):
        parser.add_argument(f"--{name}", type=int, default=default, help=f"{WORDS[name]} (mặc định {default})")
    parser.add_argument("--seed", default="1", help="hạt giống: cùng hạt giống và ngày thì cùng dữ liệu (mặc định 1)")
    parser.add_argument("--json", action="store_true", help="in một đối tượng JSON")


def run(args: argparse.Namespace) -> int:
    """0 when filled; 2 when the database holds anything, or a number is out of range."""
    for name, (low, high) in LIMITS.items():
        if not low <= getattr(args, name) <= high:
            print(f"--{name}: {WORDS[name]} phải từ {low} đến {high}.", file=sys.stderr)
            return 2
    prepare()
    if not scale.is_empty():
        print(NOT_EMPTY, file=sys.stderr)
        return 2
    size = scale.Size(args.provinces, args.years, args.projects, args.seed, today())
    started = time.monotonic()
    for step in scale.fill(size):
        print(f"· {step}", file=sys.stderr if args.json else sys.stdout, flush=True)
    _tell(size, time.monotonic() - started, as_json=args.json)
    return 0


def _tell(size: scale.Size, seconds: float, *, as_json: bool) -> None:
    transfers = Transfer.objects.count()
    speed = round(size.written / max(seconds, 0.001))
    if as_json:
        told = {
            "projects": size.projects, "transfers": transfers, "rows": size.written, "seconds": round(seconds, 1),
            "rows_per_second": speed, "seed": size.seed, "password": people.PASSWORD,
        }  # fmt: skip
        json.dump(told, sys.stdout, ensure_ascii=False)
        print()
        return
    code = User.objects.filter(username__startswith="giamdoctt.").order_by("pk").first().username.partition(".")[2]
    print(
        f"{size.projects} đề án, {transfers} bút toán, {size.written} dòng trong {seconds:.0f} giây ({speed} dòng/giây).\n"
        f"Tài khoản: canbo1.{code} (cán bộ), giamdoctt.{code} (lãnh đạo), cuc (Cục); mật khẩu {people.PASSWORD}. "
        "Tất cả là dữ liệu minh hoạ."
    )
