"""What a report is asked for: place, days, fund, content, as whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone

from bedo.accounts.models import User
from bedo.core.clock import now
from bedo.core.periods import Period
from bedo.ledger.rules import FUNDS
from bedo.places.models import Unit
from bedo.places.queries import full_name
from bedo.projects.models import Project
from bedo.reports.figures import Where, records
from bedo.reports.tables.model import Built, Col, Line


@dataclass(frozen=True)
class Asked:
    """`place`: a province of today, one that has ended (as then), a district or a commune; None: all that the person sees.
    `period`: both days included. `user` None: everything, for the command line."""

    period: Period
    place: Unit | None = None
    as_now: bool = True
    fund: str = ""
    content: str = ""
    user: User | None = None

    @property
    def years(self) -> range:
        """The plan years that the period touches."""
        return range(self.period.first.year, self.period.last.year + 1)

    @property
    def whole_years(self) -> bool:
        """Does it consist of whole years? Published projects have no days and belong to such periods alone."""
        first, last = self.period.first, self.period.last
        return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)

    @property
    def cumulative(self) -> Asked:
        """From 1 January of its last year to its end; a period of several years is its own."""
        if len(self.years) > 1:
            return self
        return replace(self, period=Period.year_to(self.period.last))

    @property
    def last_year(self) -> Asked:
        """The same days a year before; of several years, as many years before."""
        if len(self.years) == 1:
            return replace(self, period=self.period.last_year)
        first, count = self.years[0], len(self.years)
        return replace(self, period=Period(Period.year(first - count).first, Period.year(first - 1).last))

    def projects(self, years: Iterable[int] | None = None) -> QuerySet[Project]:
        """Projects of the plan years (those of the period) within place, fund, content and the person's scope."""
        rows = records("projects", Where(self.place, self.as_now, content=self.content), self.user)
        rows = rows.filter(year__in=list(self.years if years is None else years))
        return rows.filter(fund=self.fund) if self.fund else rows

    @property
    def place_words(self) -> str:
        return full_name(self.place) if self.place else "Tất cả địa phương"

    @property
    def period_words(self) -> str:
        first, last = self.years[0], self.years[-1]
        return f"giai đoạn {first}–{last}" if self.whole_years and first != last else self.period.label

    def built(
        self,
        code: str,
        title: str,
        columns: Iterable[Col],
        lines: Iterable[Line],
        notes: Iterable[str],
        basis: str = "",
    ) -> Built:
        """The report of this question."""
        more = [f"Nguồn: {FUNDS[self.fund]}."] if self.fund else []
        return Built(
            code, title, self.period_words, self.place_words, tuple(columns), tuple(lines), tuple([*more, *notes]), timezone.localtime(now()), basis
        )  # fmt: skip
