"""Recoverable support of a provincial rolling fund (Quỹ khuyến công): what of a schedule is due, paid and late.

The fund's own statute sets terms; no text is cited here because none was read (design 3.6, certainty: design).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bedo.core.moves import Refused, Verdict, allowed
from bedo.core.types import Dong


@dataclass(frozen=True)
class Due:
    """One instalment as written: when it falls due and how much, whole đồng. `called`: it fell due in the ledger."""

    number: int
    due_on: date
    amount: Dong
    called: bool = False


@dataclass(frozen=True)
class Standing:
    """One instalment on a day: what of it came back, what is still owed, and for how many days already."""

    due: Due
    paid: Dong
    left: Dong
    days_late: int

    @property
    def word(self) -> str:
        """In words: not due, owed, late, or paid."""
        if not self.due.called:
            return f"Đến hạn, chưa ghi sổ {self.days_late} ngày" if self.days_late else "Chưa đến hạn"
        if not self.left:
            return "Đã hoàn trả"
        return f"Quá hạn {self.days_late} ngày" if self.days_late else "Đến hạn hôm nay"


def standings(rows: Iterable[Due], outstanding: Dong, today: date) -> list[Standing]:
    """What came back pays the oldest instalment first. `outstanding`: what the ledger says is still to come back, whole đồng."""
    ordered = sorted(rows, key=lambda row: (row.due_on, row.number))
    came = Dong(max(sum(row.amount for row in ordered if row.called) - outstanding, 0))
    found = []
    for row in ordered:
        paid = min(came, row.amount) if row.called else Dong(0)
        came = Dong(came - paid)
        left = Dong(row.amount - paid)
        late = max((today - row.due_on).days, 0) if left else 0
        found.append(Standing(row, paid, left, late))
    return found


def may_schedule(rows: Iterable[tuple[date, Dong]], most: Dong, since: date | None) -> Verdict:
    """Instalments above zero, one a day, none before the contract, together no more than what was lent."""
    ordered = list(rows)
    if not ordered:
        return _no("Lịch hoàn trả chưa có kỳ nào.", "Ghi từng kỳ: ngày đến hạn và số tiền.")
    if any(amount <= 0 for _, amount in ordered):
        return _no("Số tiền của mỗi kỳ phải lớn hơn 0.", "Sửa số tiền.")
    days = [day for day, _ in ordered]
    if len(set(days)) != len(days):
        return _no("Hai kỳ cùng một ngày.", "Gộp hai kỳ, hoặc sửa ngày.")
    if since and min(days) < since:
        return _no(f"Có kỳ đến hạn trước ngày ký hợp đồng ({since:%d/%m/%Y}).", "Sửa ngày.")
    total = Dong(sum(amount for _, amount in ordered))
    if total > most:
        return _no(f"Các kỳ cộng {total}, vượt {most} đã hỗ trợ.", "Giảm số tiền các kỳ.")
    return allowed()


def _no(reason: str, todo: str) -> Verdict:
    return Verdict(Refused(reason, todo, field="rows", code="schedule", status=422))
