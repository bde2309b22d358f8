"""bedo demo: tables, units, rules, published figures, sample people and a sample year; prints address and accounts."""

import argparse
import sys
import time

from django.conf import settings

from bedo.config import demo
from bedo.config.demo import people
from bedo.config.prepare import prepare

HELP = "Nạp số liệu đã công bố và dữ liệu minh hoạ vào cơ sở dữ liệu, in địa chỉ và tài khoản"
NEEDS_DATABASE = True
REAL_PEOPLE = (
    "Cơ sở dữ liệu này đã có tài khoản thật, không nạp dữ liệu minh hoạ vào. "
    "Đặt BEDO_DATA_DIR hoặc BEDO_DATABASE_URL sang nơi khác rồi chạy lại."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--if-empty", action="store_true", help="chỉ nạp khi chưa có tài khoản nào; có rồi thì giữ nguyên"
    )


def run(args: argparse.Namespace) -> int:
    """0 when the demonstration stands; 2 when the database belongs to real people."""
    prepare()
    state = demo.state()
    if state == demo.REAL and not args.if_empty:
        print(REAL_PEOPLE, file=sys.stderr)
        return 2
    if state == demo.EMPTY or not args.if_empty:
        started = time.monotonic()
        for step in demo.fill():
            print(f"· {step}", flush=True)
        print(f"Nạp xong sau {time.monotonic() - started:.0f} giây.")
    print(f"\nĐịa chỉ: {settings.BASE_URL}")
    if state != demo.REAL:
        print(_accounts())
    return 0


def _accounts() -> str:
    """The accounts of one province and the ministry; those of the others follow the same pattern."""
    first, *others = people.PROVINCES
    shown = [one for one in people.accounts() if one.username.endswith(f".{first}") or "." not in one.username]
    width = max((len(one.username) for one in shown), default=0)
    role = max((len(one.role) for one in shown), default=0)
    rows = "\n".join(f"  {one.username:<{width}}  {one.role:<{role}}  {one.organisation}" for one in shown)
    more = ", ".join(f".{short} ({people.PROVINCES[short]})" for short in others)
    return (
        f"Tài khoản minh hoạ, mật khẩu chung: {people.PASSWORD}\n{rows}\n"
        f"  Tỉnh khác: thay .{first} bằng {more}.\n"
        "Chỉ dùng để xem thử. Không dùng các tài khoản này khi chạy thật."
    )
