"""Closing a period: its figures are kept as they are, with a hash; afterwards every figure is set beside what it is now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.periods import Period
from bedo.places.models import Unit
from bedo.reports import figures
from bedo.reports.figures import REGISTRY, Figure, Where
from bedo.reports.models import ClosedPeriod

RIGHT = "report.close"
WHOLE_YEAR = 12


@dataclass(frozen=True)
class Record:
    """A record that adds something else than it did: None before it counted, None once it counts no more."""

    pk: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Compared:
    """One figure: closed, and now. A ratio has no records of its own; its parts have."""

    figure: Figure
    closed: int | float | None
    now: int | float | None
    records: list[Record]

    @property
    def has_changed(self) -> bool:
        return self.closed != self.now or bool(self.records)

    @property
    def difference(self) -> int | float:
        """now − closed; whole đồng where the unit is đồng."""
        return round((self.now or 0) - (self.closed or 0), 2)


def where_of(province: Unit, period: Period) -> Where:
    """A whole year by the year of plan, receipt or answer, as each figure says; a part of it by days."""
    if period.whole_months == WHOLE_YEAR:
        return Where(province, year=period.first.year)
    return Where(province, period=period)


def figures_for(period: Period) -> list[Figure]:
    """Those that can be asked for the period: all for a whole year, else those whose records have a day."""
    whole = period.whole_months == WHOLE_YEAR
    return [one for one in REGISTRY.values() if not one.missing and (whole or one.has_day)]


def close_period(*, province: Unit, period: Period, by: User, today: date) -> ClosedPeriod:
    """Keep the figures of today's province for a period that is over. Closed again it gets the next number.

    Refuses who has no right to it, a period that is not over (422), and one in which nothing changed since it was closed.
    """
    if not by.grants.may(RIGHT, province.pk):
        raise Refused(
            "Bạn chưa được giao việc chốt số liệu của tỉnh này.", "Nhờ người có quyền.", code="right", status=403
        )
    if not period.is_over(today):
        raise Refused(
            f"Kỳ {period.label} chưa hết: còn đến {period.last:%d/%m/%Y}.",
            "Chốt sau ngày cuối của kỳ.",
            field="ky",
            status=422,
        )
    with log.writing(province.code):
        earlier = ClosedPeriod.objects.filter(province=province, first=period.first, last=period.last)
        before = earlier.order_by("-number").first()
        found = _figures(province, period)
        if before is not None and before.figures == found:
            raise Refused(
                "Từ lần chốt trước chưa có gì thay đổi.", "Không cần chốt lại.", field="ky", code="same", status=422
            )
        row = ClosedPeriod(
            province=province,
            first=period.first,
            last=period.last,
            number=before.number + 1 if before else 1,
            figures=found,
            closed_at=now(),
            closed_by=by,
        )
        row.sha256 = digest(row)
        row.save(force_insert=True)
        log.record(
            province.code,
            "report.closed",
            subject=f"closed:{row.pk}",
            by=by,
            text=f"Chốt số liệu {row}.",
            data={"first": str(row.first), "last": str(row.last), "number": row.number, "sha256": row.sha256},
        )
    return row


def digest(row: ClosedPeriod) -> str:
    """SHA-256 over province, days, number and all figures with their records."""
    told = [row.province_id, str(row.first), str(row.last), row.number, row.figures]
    return sha256(json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def broken() -> Iterator[str]:
    """A sentence for each closed period whose figures are not those of its hash."""
    for row in ClosedPeriod.objects.select_related("province").order_by("pk").iterator(chunk_size=20):
        if digest(row) != row.sha256:
            yield f"Số liệu đã chốt {row} của {row.province.label} không khớp mã băm."


def compare(row: ClosedPeriod) -> list[Compared]:
    """Every closed figure beside what it is now, with the records that make the difference."""
    found = _figures(row.province, row.period, codes=row.figures)
    return [_compared(code, old, found.get(code)) for code, old in row.figures.items() if code in REGISTRY]


def latest(province: Unit | None, year: int | None, code: str) -> tuple[ClosedPeriod, int | float | None] | None:
    """The last closing of a whole year of today's province, with what the figure was then."""
    if province is None or year is None:
        return None
    days = Period.year(year)
    rows = ClosedPeriod.objects.filter(province=province, first=days.first, last=days.last)
    row = rows.select_related("closed_by").order_by("-number").first()
    return (row, row.figures[code]["value"]) if row and code in row.figures else None


def _figures(province: Unit, period: Period, codes: Any = None) -> dict[str, Any]:
    where = where_of(province, period)
    return {one.code: _frozen(one, where) for one in figures_for(period) if codes is None or one.code in codes}


def _frozen(figure: Figure, where: Where) -> dict[str, Any]:
    told = figures.value(figure.code, where)
    adds = {}
    if not figure.over:
        adds = {str(pk): int(added) for pk, added in figures.records(figure.code, where).values_list("pk", "adds")}
    return {"value": told.value, "unit": told.unit, "records": told.records, "adds": adds}


def _compared(code: str, old: dict[str, Any], new: dict[str, Any] | None) -> Compared:
    before, after = old["adds"], new["adds"] if new else {}
    other = [pk for pk in {**before, **after} if before.get(pk) != after.get(pk)]
    records = [Record(int(pk), before.get(pk), after.get(pk)) for pk in sorted(other, key=int)]
    return Compared(REGISTRY[code], old["value"], new["value"] if new else None, records)
