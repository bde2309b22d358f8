"""A change before and after, in words. Plain values of ChangeRequest.before and .after; amounts in whole đồng."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bedo.core.types import Dong

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One line: what, how it is, how it would be, what happens to the money."""

    item: str
    before: Any
    after: Any
    effect: str = ""


def rows_of(row: Any, contents: Mapping[str, Any]) -> list[Row]:
    """The lines of a change request. `contents`: contents of support by code, for their names."""
    return ROWS[row.change](row.before, row.after, contents)


def _money(before: Values, after: Values, contents: Any) -> list[Row]:
    now, to = Dong(before["amount"]), Dong(after["amount"])
    effect = f"thêm {to - now}, lấy từ phần chưa bố trí" if to > now else f"giải phóng {now - to}" if now > to else "giữ nguyên"  # fmt: skip
    return [Row("Kinh phí hỗ trợ", now, to, effect)]


def _content(before: Values, after: Values, contents: Any) -> list[Row]:
    now, to = (contents[code].name if code in contents else code for code in (before["content"], after["content"]))
    return [Row("Nội dung hỗ trợ", now, to)]


def day_word(text: str | None) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else "chưa ghi"


def _time(before: Values, after: Values, contents: Any) -> list[Row]:
    return [Row("Ngày kết thúc", day_word(before["ends_on"]), day_word(after["ends_on"]))]


def _next_year(before: Values, after: Values, contents: Any) -> list[Row]:
    moved = f"chuyển nguồn {Dong(after['carried'])}, giữ nguyên giai đoạn"
    return [*_time(before, after, contents), Row("Năm ngân sách", str(before["year"]), str(after["year"]), moved)]


def _place(before: Values, after: Values, contents: Any) -> list[Row]:
    return [Row("Địa điểm", before["place_name"], after["place_name"])]


def _beneficiary(before: Values, after: Values, contents: Any) -> list[Row]:
    freed = f"giải phóng {Dong(after['free'])}" if after["free"] else ""
    paid = Dong(after["done"] + after["recover"])
    rows = [
        Row("Đơn vị thụ hưởng", before["name"], after["name"]),
        Row("Kinh phí hỗ trợ", Dong(before["amount"]), Dong(after["amount"]), freed),
    ]
    if paid:
        back = f"phải thu hồi {Dong(after['recover'])}"
        rows.append(Row("Đã chi cho cơ sở cũ", paid, f"quyết toán {Dong(after['done'])}", back))
    return rows


def _cooperating(before: Values, after: Values, contents: Any) -> list[Row]:
    return [Row("Đơn vị phối hợp", before["cooperating"] or "chưa có", after["cooperating"])]


def _stop(before: Values, after: Values, contents: Any) -> list[Row]:
    unpaid, paid = Dong(before["planned"] + before["contracted"]), Dong(before["advanced"])
    return [
        Row("Đã làm", "", after["work_done"]),
        Row("Đã bố trí, đã ký, chưa chi", unpaid, Dong(0), f"giải phóng {Dong(after['free'])}"),
        Row("Đã chi, chưa quyết toán", paid, f"quyết toán {Dong(after['settle'])}", f"phải thu hồi {Dong(after['recover'])}"),
    ]  # fmt: skip


def _other(before: Values, after: Values, contents: Any) -> list[Row]:
    return [Row("Nội dung", before.get("text") or "như đã duyệt", after["text"])]


ROWS = {
    "increase": _money,
    "decrease": _money,
    "content": _content,
    "next_year": _next_year,
    "time": _time,
    "place": _place,
    "beneficiary": _beneficiary,
    "cooperating": _cooperating,
    "stop": _stop,
    "stop_violation": _stop,
    "other": _other,
}
