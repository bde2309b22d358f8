"""What is asked after support, each measure declared as stock (a state at a day) or flow (over a year). Need N18."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True)
class Measure:
    """`kind` is "stock" (never added over years) or "flow" (may be added over years); `unit` for people."""

    label: str
    unit: str
    kind: str


MEASURES: dict[str, Measure] = {
    "workers": Measure("Lao động đang làm việc", "người", "stock"),
    "jobs_new": Measure("Lao động tăng thêm nhờ hỗ trợ trong năm", "người", "flow"),
    "income": Measure("Thu nhập bình quân một lao động một tháng", "đồng/người/tháng", "stock"),
    "revenue": Measure("Doanh thu trong năm", "đồng", "flow"),
    "output": Measure("Sản lượng trong năm", "theo đơn vị của sản phẩm", "flow"),
    "new_customers": Measure("Khách hàng, thị trường mới trong năm", "khách hàng", "flow"),
    "exports": Measure("Giá trị xuất khẩu trong năm", "đồng", "flow"),
}
KIND_LABELS = {"stock": "số tại thời điểm, không cộng các năm", "flow": "số phát sinh trong năm"}
YEARS = (1, 2, 3)
"""Effects are asked one, two and three years after acceptance."""
ANSWERED, LATE, DUE, LATER = "answered", "late", "due", "later"
ASKED_WORDS = {ANSWERED: "đã hỏi", LATE: "còn thiếu", DUE: "đến hạn hỏi", LATER: "chưa đến"}
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """One of the years after acceptance: which calendar year, by when it is asked (included), how it stands."""

    number: int
    year: int
    due_on: date
    state: str


def asked_years(accepted: date, answered: Collection[int], today: date, due: Mapping[int, date]) -> list[Asked]:
    """The three years after an acceptance. `due`: day by number, from the dated deadlines; a number without one is not asked."""
    found = []
    for number in YEARS:
        if number in due:
            year, due_on = accepted.year + number, due[number]
            state = (
                ANSWERED if year in answered else LATE if due_on < today else DUE if due_on <= today + SOON else LATER
            )
            found.append(Asked(number, year, due_on, state))
    return found


@dataclass(frozen=True)
class Against:
    """One measure: what was promised, and for each year what was answered (None: not answered) with how many shares said it."""

    name: str
    measure: Measure
    promised: Any
    answers: tuple[tuple[int, Any, int], ...]


def against(promise: Mapping[str, Any], answers: Mapping[int, list[Mapping[str, Any]]]) -> list[Against]:
    """Each measure beside its promise, year by year. Shares of one year add up; an average does not, texts do not.

    Years never add up here: a stock may not, and a flow is compared with the promise of one year.
    """
    found = []
    for name, measure in MEASURES.items():
        told = tuple((year, *_together(name, rows)) for year, rows in sorted(answers.items()))
        promised = promise.get(name)
        if promised not in (None, "") or any(value not in (None, "") for _, value, _ in told):
            found.append(Against(name, measure, promised, told))
    return found


def _together(name: str, rows: list[Mapping[str, Any]]) -> tuple[Any, int]:
    known = [row[name] for row in rows if row.get(name) not in (None, "")]
    if not known:
        return None, 0
    if name == "output":
        return "; ".join(known), len(known)
    if name == "income":
        return (known[0] if len(known) == 1 else None), len(known)
    return sum(known), len(known)
