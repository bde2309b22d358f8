"""A Treasury statement beside our books: which of its lines and which of our payments are the same thing.

Source: TTLT 26/2014/TTLT-BTC-BCT Điều 8 (payment through the Treasury, settlement checked with it); design 3.6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bedo.core.moves import Refused, Verdict
from bedo.core.text import fold
from bedo.core.types import Dong

SLIPS = {
    "rut_du_toan": "Giấy rút dự toán",
    "tam_ung": "Giấy đề nghị thanh toán tạm ứng",
    "thanh_toan": "Giấy đề nghị thanh toán",
    "nop_tra": "Giấy nộp trả kinh phí",
}
"""What the office sends to the Treasury; the sheets themselves are the Treasury's own and are not printed here."""

NEAR_DAYS = 5
EXACT, PROBABLE, MANUAL = "exact", "probable", "manual"
HOWS = {
    EXACT: "Khớp số chứng từ và số tiền",
    PROBABLE: f"Khớp số tiền, cách nhau không quá {NEAR_DAYS} ngày",
    MANUAL: "Người đối chiếu tự ghép",
}


def may_tie(ours: Dong, theirs: Dong) -> Verdict:
    """Only what is to the đồng the same amount, in the same direction, is one thing."""
    if ours == theirs:
        return Verdict()
    reason = f"Sổ ghi {_signed(ours)}, Kho bạc ghi {_signed(theirs)}: lệch {abs(theirs - ours)}, không phải một khoản."
    return Verdict(Refused(reason, "Tìm bên ghi sai; sổ ghi sai thì ghi đảo rồi ghi lại.", code="differ"))


def _signed(amount: Dong) -> str:
    return f"nộp trả {-amount}" if amount < 0 else f"chi {amount}"


def fits_year(first: date, last: date, year: int) -> Verdict:
    """A statement of a budget year has days from its first day to the end of the next year (two years are open in January)."""
    if first.year >= year and last.year <= year + 1:
        return Verdict()
    wrong = first if first.year < year else last
    return Verdict(
        Refused(
            f"Sao kê có dòng ngày {wrong:%d/%m/%Y}, ngoài năm ngân sách {year}.",
            "Chọn đúng nguồn và năm rồi tải lên lại.",
            field="file",
            code="year",
            status=422,
        )
    )


@dataclass(frozen=True)
class Entry:
    """One line of either side. `amount` in whole đồng: above 0 was paid out, below 0 came back. `number`: of the voucher."""

    key: int
    on: date
    amount: Dong
    number: str = ""

    @property
    def plain_number(self) -> str:
        """The number as it is compared: without marks, spaces and leading zeros; "" when there is none."""
        kept = "".join(char for char in fold(self.number) if char.isalnum())
        return kept.lstrip("0")


@dataclass(frozen=True)
class Pair:
    """One of ours with one of the Treasury's, and how they were found to be the same."""

    ours: Entry
    theirs: Entry
    how: str

    @property
    def days(self) -> int:
        """How many days lie between the two."""
        return abs((self.ours.on - self.theirs.on).days)

    @property
    def difference(self) -> Dong:
        """Theirs less ours, whole đồng; 0 unless they share nothing but the number."""
        return self.theirs.amount - self.ours.amount


@dataclass(frozen=True)
class Matching:
    """Every line of both sides, once: tied, exact, probable, under the same number with another amount, or alone."""

    tied: tuple[Pair, ...]
    exact: tuple[Pair, ...]
    probable: tuple[Pair, ...]
    differing: tuple[Pair, ...]
    only_ours: tuple[Entry, ...]
    only_theirs: tuple[Entry, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return self.tied + self.exact + self.probable + self.differing

    @property
    def ours(self) -> Dong:
        """The sum of our side, whole đồng."""
        return total([pair.ours for pair in self.pairs]) + total(self.only_ours)

    @property
    def theirs(self) -> Dong:
        """The sum of the Treasury's side, whole đồng."""
        return total([pair.theirs for pair in self.pairs]) + total(self.only_theirs)

    @property
    def difference(self) -> Dong:
        """Theirs less ours: what pairs differ by, and what stands on one side alone."""
        return self.theirs - self.ours


def total(entries: Iterable[Entry]) -> Dong:
    """Sum of the entries, whole đồng."""
    return Dong(sum(entry.amount for entry in entries))


def match(
    ours: Iterable[Entry],
    theirs: Iterable[Entry],
    *,
    tied: Iterable[tuple[int, int, str]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> Matching:
    """Match the two sides; each line at most once.

    First what a person tied, as (our key, their key, how). Then *exact*: same voucher number and same amount, the nearer day
    first. Then *probable*: same amount within NEAR_DAYS, the nearest pairs first. What is left under one number with two
    amounts is told as differing. Pairs that a person took apart are not proposed again. No law says how; the reading is ours.
    """
    left_ours = {entry.key: entry for entry in ours}
    left_theirs = {entry.key: entry for entry in theirs}
    no = set(apart)
    held = tuple(
        Pair(left_ours.pop(mine), left_theirs.pop(other), how)
        for mine, other, how in tied
        if mine in left_ours and other in left_theirs
    )
    exact = _pair_off(left_ours, left_theirs, no, EXACT, _same_number_and_amount)
    probable = _pair_off(left_ours, left_theirs, no, PROBABLE, _same_amount_soon)
    differing = _pair_off(left_ours, left_theirs, no, "", _same_number)
    return Matching(held, exact, probable, differing, tuple(_by_day(left_ours)), tuple(_by_day(left_theirs)))


Fits = Callable[[Entry, Entry], bool]


def _same_number(mine: Entry, other: Entry) -> bool:
    return bool(mine.plain_number) and mine.plain_number == other.plain_number


def _same_number_and_amount(mine: Entry, other: Entry) -> bool:
    return mine.amount == other.amount and _same_number(mine, other)


def _same_amount_soon(mine: Entry, other: Entry) -> bool:
    return mine.amount == other.amount and abs((mine.on - other.on).days) <= NEAR_DAYS


def _pair_off(
    ours: dict[int, Entry], theirs: dict[int, Entry], no: set[tuple[int, int]], how: str, fits: Fits
) -> tuple[Pair, ...]:
    """Take the fitting pairs out of both sides, nearest days first; of equals the smaller keys."""
    found = [
        Pair(mine, other, how)
        for mine, other in _candidates(ours, theirs, by_number=how != PROBABLE)
        if fits(mine, other) and (mine.key, other.key) not in no
    ]
    kept = []
    for pair in sorted(found, key=lambda pair: (pair.days, pair.theirs.key, pair.ours.key)):
        if pair.ours.key in ours and pair.theirs.key in theirs:
            del ours[pair.ours.key], theirs[pair.theirs.key]
            kept.append(pair)
    return tuple(sorted(kept, key=lambda pair: pair.theirs.key))


def _candidates(ours: dict[int, Entry], theirs: dict[int, Entry], *, by_number: bool) -> Iterable[tuple[Entry, Entry]]:
    """Pairs that share a number, or an amount: not every line with every other."""
    shelves: dict[object, list[Entry]] = {}
    for entry in ours.values():
        shelves.setdefault(entry.plain_number if by_number else entry.amount, []).append(entry)
    for other in theirs.values():
        for mine in shelves.get(other.plain_number if by_number else other.amount, ()):
            yield mine, other


def _by_day(entries: dict[int, Entry]) -> list[Entry]:
    return sorted(entries.values(), key=lambda entry: (entry.on, entry.key))
