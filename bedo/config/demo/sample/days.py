"""The calendar of the sample year: two budget years, fixed days early in them, days counted back from the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

REPORT_DAY = 20
READY_MONTH = 9  # before September this year's projects could not have come through acceptance


@dataclass(frozen=True)
class Days:
    """`year` is the sample's current budget year, `last` its newest day: today, or the year's end when that has passed."""

    year: int
    last: date

    @classmethod
    def up_to(cls, today: date) -> Days:
        year = today.year if today.month >= READY_MONTH else today.year - 1
        return cls(year, min(today, date(year, 12, 31)))

    @property
    def previous(self) -> int:
        return self.year - 1

    def ago(self, days: int) -> date:
        """So many days before the newest day."""
        return self.last - timedelta(days=days)

    @property
    def reported(self) -> date:
        """A day of the newest month whose report has been given: this month's from the 20th on, else last month's."""
        return self.last if self.last.day >= REPORT_DAY else self.last.replace(day=1) - timedelta(days=1)

    def months(self, first: date, until: date) -> list[date]:
        """First days of the months from `first` to `until`, both months included."""
        found, month = [], first.replace(day=1)
        while month <= until:
            found.append(month)
            month = (month + timedelta(days=32)).replace(day=1)
        return found
