"""What may be done on a day with money that is left when a budget year ends: one table by stage, and the marks of each way.

Source: Nghị định 45/2012/NĐ-CP Điều 14 (the year ends, carry-over under the rules in force); TT 36/2013/TT-BCT Điều 11 khoản 2
(extension into the next year, stopping), Điều 12 khoản 6 (recovery), Điều 18 (settlement, liquidation). The last days come from the
dated table of deadlines; that accepted work may still be paid until liquidation is our reading of Điều 14 and Điều 18.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bedo.core.types import Dong
from bedo.ledger.rules import CARRIED
from bedo.projects.rules import states
from bedo.projects.rules.changes import STOPS

READY, OPEN, WAITING, LATE = "ready", "open", "waiting", "late"
MARKS = {
    READY: "Làm được ngay",
    OPEN: "Còn hạn, chưa đủ điều kiện",
    WAITING: "Đã đề nghị, chờ quyết định",
    LATE: "Quá hạn",
}
YEAR_ENDS, BOOKS_CLOSE, NO_DAY = "year_ends", "books_close", ""
NEVER_CONTRACTED = frozenset({states.PLANNED, states.FUNDED, states.DETAILED})
ACCEPTED = frozenset({states.ACCEPTED, states.SETTLING})


@dataclass(frozen=True)
class Calendar:
    """The last days of a budget year, both included: of the year itself, and of liquidation and settlement."""

    year_ends: date
    books_close: date

    def last(self, which: str) -> date | None:
        """The day a way of the table names; None where it names none."""
        return {YEAR_ENDS: self.year_ends, BOOKS_CLOSE: self.books_close}.get(which)


@dataclass(frozen=True)
class Leftover:
    """Money of one stage of a line, whole đồng. `state`: of the share that holds it, "" for money of the line itself.

    `asked`: the kind of the open change request of the project, "" without one. `rolling`: of a fund that takes its money back.
    """

    stage: str
    amount: Dong
    state: str = ""
    asked: str = ""
    rolling: bool = False


@dataclass(frozen=True)
class Way:
    """One thing that may be done with a leftover: last day on time (None: none is set), how it stands, and why so."""

    act: str
    label: str
    until: date | None
    mark: str
    basis: str
    then: str = ""

    @property
    def short(self) -> str:
        """The act in two or three words, for a row among many."""
        return SHORT[self.act]

    @property
    def sentence(self) -> str:
        """What late means; "" when it is not late."""
        return self.then if self.mark == LATE else ""


SHORT = {
    "plan": "Bố trí cho đề án khác",
    "lapse": "Hủy dự toán",
    "contract": "Ký hợp đồng",
    "pay": "Chi",
    "settle": "Quyết toán, thanh lý",
    "next_year": "Kéo dài sang năm sau",
    "stop": "Ngừng",
    "repay": "Nộp lại ngân sách",
    "reuse": "Thu về quỹ",
}
LAST_RESORT = frozenset({"next_year", "stop"})
"""Ways of money that will not be used as it was meant: asked of the body that decides, never the ordinary next step."""


@dataclass(frozen=True)
class Row:
    """One row of the table. `states`: where it may be done at all; `ready`: where nothing else must come first (None: anywhere)."""

    stage: str
    act: str
    label: str
    until: str
    basis: str
    then: str = ""
    states: frozenset[str] | None = None
    ready: frozenset[str] | None = None


_NEXT = "Đề nghị kéo dài, chuyển sang năm sau"
_NEXT_THEN = "Quá hạn đề nghị chuyển: đề nghị ngừng, phần chưa chi được giải phóng rồi hủy dự toán."
_NEXT_BASIS = "TT 36/2013 Điều 11 khoản 2; NĐ 45/2012 Điều 14"
_STOP_BASIS = "TT 36/2013 Điều 11, Điều 12 khoản 6"

TABLE: tuple[Row, ...] = (
    Row("available", "plan", "Bố trí cho đề án khác bằng đợt kế hoạch bổ sung", YEAR_ENDS, "TT 36/2013 Điều 11 khoản 2", "Năm đã kết thúc: không bố trí thêm, hủy dự toán."),
    Row("available", "lapse", "Hủy dự toán theo văn bản", BOOKS_CLOSE, "NĐ 45/2012 Điều 14", "Đã qua hạn quyết toán: hủy ngay để khóa được năm."),
    Row("planned", "contract", "Ký hợp đồng, giao nhiệm vụ", YEAR_ENDS, "TT 36/2013 Điều 6, Điều 12", "Năm đã kết thúc mà chưa ký: kinh phí phải trả về nguồn.", states=NEVER_CONTRACTED, ready=frozenset({states.FUNDED, states.DETAILED})),
    Row("planned", "next_year", _NEXT, YEAR_ENDS, _NEXT_BASIS, _NEXT_THEN, states=states.STOPPABLE),
    Row("planned", "stop", "Đề nghị ngừng: kinh phí trả về nguồn", NO_DAY, _STOP_BASIS, states=states.STOPPABLE),
    Row("contracted", "pay", "Tạm ứng, chi theo hợp đồng", YEAR_ENDS, "TT 36/2013 Điều 13, Điều 14", "Năm đã kết thúc mà chưa nghiệm thu: không chi tiếp từ nguồn năm này.", states=states.STOPPABLE - ACCEPTED, ready=frozenset()),
    Row("contracted", "pay", "Chi phần còn lại của việc đã nghiệm thu", BOOKS_CLOSE, "TT 36/2013 Điều 14, Điều 18", "Đã qua hạn thanh lý: đề nghị ngừng để giải phóng phần chưa chi.", states=ACCEPTED),
    Row("contracted", "next_year", _NEXT, YEAR_ENDS, _NEXT_BASIS, _NEXT_THEN, states=states.STOPPABLE),
    Row("contracted", "stop", "Đề nghị ngừng: phần chưa chi trả về nguồn", NO_DAY, _STOP_BASIS, states=states.STOPPABLE),
    Row("advanced", "settle", "Quyết toán, thanh lý", BOOKS_CLOSE, "TT 36/2013 Điều 18", "Quá hạn: làm việc với Kho bạc theo biên bản nghiệm thu và định ngày thanh lý mới (Điều 18 khoản 3).", ready=ACCEPTED),
    Row("advanced", "next_year", _NEXT, YEAR_ENDS, _NEXT_BASIS, _NEXT_THEN, states=states.STOPPABLE),
    Row("advanced", "stop", "Đề nghị ngừng: quyết toán phần đã làm, thu hồi phần còn lại", NO_DAY, _STOP_BASIS, states=states.STOPPABLE),
    Row("recoverable", "repay", "Thu hồi nộp ngân sách", NO_DAY, "TT 36/2013 Điều 12 khoản 6"),
    Row("recoverable", "reuse", "Thu hồi về quỹ để hỗ trợ tiếp", NO_DAY, "quy chế của quỹ"),
)  # fmt: skip
"""Every way out of every stage that is not settled. Money that is available is never carried over: it lapses (ADR 0012)."""


def ways(left: Leftover, day: date, calendar: Calendar) -> tuple[Way, ...]:
    """What may be done with the leftover on that day, in the order of the table.

    A late way stays in the answer, marked, with what is left to do; a rolling fund takes its money back, any other pays it
    to the budget.
    """
    rows = [row for row in TABLE if row.stage == left.stage and _fits(row, left)]
    return tuple(_way(row, left, day, calendar) for row in rows)


def _fits(row: Row, left: Leftover) -> bool:
    if row.act in ("repay", "reuse"):
        return (row.act == "reuse") == left.rolling
    return row.states is None or not left.state or left.state in row.states


def _way(row: Row, left: Leftover, day: date, calendar: Calendar) -> Way:
    until = calendar.last(row.until)
    return Way(row.act, row.label, until, _mark(row, left, day, calendar), row.basis, row.then)


def _mark(row: Row, left: Leftover, day: date, calendar: Calendar) -> str:
    until = calendar.last(row.until)
    if left.asked and (row.act == left.asked or (row.act == "stop" and left.asked in STOPS)):
        return WAITING
    if until is not None and day > until:
        return LATE
    if row.act == "lapse":
        return READY if day >= calendar.year_ends else OPEN
    return READY if row.ready is None or left.state in row.ready else OPEN


def standing(found: Iterable[Way]) -> str:
    """One mark for a leftover: waiting when something was asked, late when every way with a last day is, ready when its ordinary
    next step is."""
    rows = list(found)
    if any(way.mark == WAITING for way in rows):
        return WAITING
    dated = [way for way in rows if way.until]
    if dated and all(way.mark == LATE for way in dated):
        return LATE
    return READY if any(way.mark == READY and way.act not in LAST_RESORT for way in rows) else OPEN


def guide(stage: str, day: date, calendar: Calendar, *, rolling: bool = False) -> tuple[Way, ...]:
    """Every way of a stage, whoever holds the money: the legend of the page."""
    return ways(Leftover(stage, Dong(0), rolling=rolling), day, calendar)


def left_over(totals: Mapping[str, int]) -> Dong:
    """What is left of a line, whole đồng: in − out − settled; by the line's identity the sum of the stages that wait."""
    return Dong(int(totals.get("in", 0)) - int(totals.get("out", 0)) - int(totals.get("settled", 0)))


def gap(totals: Mapping[str, int], found: Iterable[Leftover]) -> Dong:
    """What the leftovers lack of the line's own figure, whole đồng; 0 when every đồng that waits is listed."""
    return Dong(left_over(totals) - sum(left.amount for left in found))


STAGES = CARRIED
"""Stages that can hold a leftover, in the order of the money bar."""
