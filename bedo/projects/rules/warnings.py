"""Reasons to look at a project before it is late or stops, from its record alone. Nothing here is a probability.

Thresholds and points are dated rows (programmes.rules.WarningRule). Source: need N16, N24; the provinces' own accounts of why
projects stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bedo.core.types import Dong
from bedo.programmes.rules import WarningRule


@dataclass(frozen=True)
class Record:
    """What the record of one live share says. Days are those of papers; None: not known or not there yet.

    `counterpart_proven`: own money shown by vouchers or by confirmed work beyond what was paid.
    `late_months`: first days of months without a report that is due. `price_change`: per cent by which the newest price of
    the same machine lies above (+) or below (−) the estimate. `remarks`: requests for correction before it passed.
    `funded_on`: the day the estimate was given, while there is no contract. `is_visited`: False where there is no
    establishment to visit (a task, a pool).
    """

    counterpart: Dong | None = None
    counterpart_proven: Dong = Dong(0)
    signed_on: date | None = None
    ends_on: date | None = None
    late_months: tuple[date, ...] = ()
    planned_percent: int | None = None
    done_percent: int | None = None
    price_change: int | None = None
    stopped_before: int = 0
    last_seen_on: date | None = None
    is_visited: bool = True
    remarks: int = 0
    funded_on: date | None = None
    completed: bool = False


@dataclass(frozen=True)
class Found:
    """One warning: its row, the sentence with its facts, and its points."""

    key: str
    sentence: str
    points: int


def warnings(rules: Mapping[str, WarningRule], record: Record, today: date) -> list[Found]:
    """All warnings of a share, the heaviest first. `rules`: the rows in force, by key."""
    sentences = {
        "overdue": _overdue,
        "reports": _reports,
        "behind": _behind,
        "counterpart": _counterpart,
        "stopped_before": _stopped_before,
        "late_money": _late_money,
        "no_visit": _no_visit,
        "price": _price,
        "remarks": _remarks,
    }
    found = []
    for key, say in sentences.items():
        row = rules.get(key)
        sentence = say(record, row.threshold, today) if row else ""
        if row and sentence:
            found.append(Found(key, sentence, row.points))
    return sorted(found, key=lambda one: -one.points)


def total(found: list[Found]) -> int:
    """The points that order a list of projects."""
    return sum(one.points for one in found)


def _overdue(record: Record, limit: int, today: date) -> str:
    if record.completed or record.ends_on is None or (today - record.ends_on).days < limit:
        return ""
    return f"Quá hạn hợp đồng {(today - record.ends_on).days} ngày (hạn {record.ends_on:%d/%m/%Y})."


def _reports(record: Record, limit: int, today: date) -> str:
    if len(record.late_months) < limit or not record.late_months:
        return ""
    months = ", ".join(f"{month:%m/%Y}" for month in record.late_months[:3])
    more = f" và {len(record.late_months) - 3} tháng nữa" if len(record.late_months) > 3 else ""
    return f"Thiếu báo cáo tiến độ tháng {months}{more}."


def _behind(record: Record, limit: int, today: date) -> str:
    if record.completed or record.planned_percent is None or record.done_percent is None:
        return ""
    gap = record.planned_percent - record.done_percent
    if gap < limit:
        return ""
    return f"Báo cáo gần nhất làm được {record.done_percent} %, kế hoạch {record.planned_percent} %."


def _counterpart(record: Record, limit: int, today: date) -> str:
    if record.completed or not record.counterpart or record.signed_on is None or record.ends_on is None:
        return ""
    half = record.signed_on + (record.ends_on - record.signed_on) // 2
    proven = int(record.counterpart_proven) * 100 // int(record.counterpart)
    if today < half or proven > limit:
        return ""
    return f"Đã quá nửa thời gian hợp đồng, vốn đối ứng mới thấy {record.counterpart_proven} trên {record.counterpart}."


def _stopped_before(record: Record, limit: int, today: date) -> str:
    if record.stopped_before < limit or not record.stopped_before:
        return ""
    return f"Cơ sở từng ngừng {record.stopped_before} đề án."


def _late_money(record: Record, limit: int, today: date) -> str:
    if record.funded_on is None or (today - record.funded_on).days < limit:
        return ""
    return f"Giao dự toán từ {record.funded_on:%d/%m/%Y}, đã {(today - record.funded_on).days} ngày chưa ký hợp đồng."


def _no_visit(record: Record, limit: int, today: date) -> str:
    seen = record.last_seen_on or record.signed_on
    if record.completed or not record.is_visited or seen is None or (today - seen).days < limit:
        return ""
    if record.last_seen_on is None:
        return f"Ký hợp đồng {seen:%d/%m/%Y}, đã {(today - seen).days} ngày chưa kiểm tra tại cơ sở lần nào."
    return f"Kiểm tra tại cơ sở lần gần nhất {seen:%d/%m/%Y}, đã {(today - seen).days} ngày."


def _price(record: Record, limit: int, today: date) -> str:
    if record.price_change is None or abs(record.price_change) < limit:
        return ""
    word = "cao hơn" if record.price_change > 0 else "thấp hơn"
    return f"Giá gần nhất của máy cùng loại {word} dự toán {abs(record.price_change)} %."


def _remarks(record: Record, limit: int, today: date) -> str:
    if record.remarks < limit or not record.remarks:
        return ""
    return f"Thẩm định đạt sau {record.remarks} yêu cầu bổ sung hồ sơ."
