"""Stretches of days, first and last day both counted, with their Vietnamese names. Plain Python: no clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, order=True)
class Period:
    """From `first` to `last`, both included. Periods sort by their first day, then by their last."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period ends before it starts: {self.first} > {self.last}")

    # --- making ---

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Period:
        """Whole months of one year: months(2025, 1, 9) is the first nine."""
        return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls.months(year, month, month)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        return cls.months(year, _one_of(quarter, 4) * 3 - 2, quarter * 3)

    @classmethod
    def half(cls, year: int, half: int) -> Period:
        return cls.months(year, _one_of(half, 2) * 6 - 5, half * 6)

    @classmethod
    def year(cls, year: int) -> Period:
        return cls.months(year, 1, 12)

    @classmethod
    def month_of(cls, day: date) -> Period:
        return cls.month(day.year, day.month)

    @classmethod
    def quarter_of(cls, day: date) -> Period:
        return cls.quarter(day.year, (day.month + 2) // 3)

    @classmethod
    def half_of(cls, day: date) -> Period:
        return cls.half(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def year_of(cls, day: date) -> Period:
        return cls.year(day.year)

    @classmethod
    def year_to(cls, day: date) -> Period:
        """From 1 January to the day: *luỹ kế từ đầu năm*."""
        return cls(date(day.year, 1, 1), day)

    # --- asking ---

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def covers(self, other: Period) -> bool:
        """Every day of the other one lies in this one."""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: Period) -> bool:
        """At least one day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def common(self, other: Period) -> Period | None:
        """The days that lie in both."""
        return Period(max(self.first, other.first), min(self.last, other.last)) if self.overlaps(other) else None

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def days_left(self, today: date) -> int:
        """Days to the last day: 0 on the last day itself, negative when it is over."""
        return (self.last - today).days

    def is_over(self, today: date) -> bool:
        return today > self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + _ONE_DAY * step for step in range(self.days))

    # --- neighbours ---

    @property
    def whole_months(self) -> int:
        """How many months, when the period is whole months of one year; else 0."""
        same_year = self.first.year == self.last.year
        whole = self.first.day == 1 and _ends_month(self.last)
        return self.last.month - self.first.month + 1 if same_year and whole else 0

    @property
    def previous(self) -> Period:
        """The one of the same length just before: as many whole months, or as many days."""
        eve = self.first - _ONE_DAY
        if not self.whole_months:
            return Period(eve - _ONE_DAY * (self.days - 1), eve)
        start = self.first.year * 12 + self.first.month - 1 - self.whole_months
        return Period(date(start // 12, start % 12 + 1, 1), eve)

    @property
    def last_year(self) -> Period:
        """The same period of the year before (*cùng kỳ năm trước*): an end of month stays an end of month."""
        return Period(_year_before(self.first), _year_before(self.last, keep_end=self.last != self.first))

    # --- naming ---

    @property
    def label(self) -> str:
        """ "tháng 3/2025", "quý I/2025", "6 tháng đầu năm 2025", "năm 2025", "từ 02/01/2025 đến 15/03/2025"."""
        year, start, count = self.first.year, self.first.month, self.whole_months
        if count == 12:
            return f"năm {year}"
        if count == 1:
            return f"tháng {start}/{year}"
        if count == 3 and start % 3 == 1:
            return f"quý {_ROMAN[start // 3]}/{year}"
        if count and start == 1:
            return f"{count} tháng đầu năm {year}"
        if count and self.last.month == 12:
            return f"{count} tháng cuối năm {year}"
        if self.first == self.last:
            return f"ngày {self.first:%d/%m/%Y}"
        return f"từ {self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y}"

    def __str__(self) -> str:
        return self.label


def _one_of(number: int, most: int) -> int:
    if not 1 <= number <= most:
        raise ValueError(f"{number} is not one of 1 to {most}")
    return number


def _ends_month(day: date) -> bool:
    return (day + _ONE_DAY).day == 1


def _year_before(day: date, *, keep_end: bool = False) -> date:
    length = monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, length if keep_end and _ends_month(day) else min(day.day, length))
