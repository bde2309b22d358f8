"""Provinces side by side, as then or as now: projects one by one, and the newest figures that somebody printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from bedo.accounts.models import User
from bedo.core.types import Dong
from bedo.places.models import Unit
from bedo.places.rules import PROVINCE
from bedo.projects.models import Project
from bedo.projects.rules import states as s
from bedo.reports import queries, rules
from bedo.reports.models import StatedFigure

CARRIED_OUT = (s.CONTRACTED, s.RUNNING, s.REWORK)
FINISHED = (s.COMPLETED, s.ACCEPTED, s.SETTLING, s.LIQUIDATED, s.SETTLED, s.FOLLOWED, s.CLOSED)
OFF_THE_ROAD = (s.REJECTED, s.WITHDRAWN, s.STOPPED, s.NOT_PLANNED)
WHOLE_PROVINCE = "tỉnh"
TOLD = ("projects_planned", "projects_finished", "fund_total", "fund_spent")
"""The measures that the comparison shows, in this order."""
PROJECT_TOP = Coalesce("place__parent__parent_id", "place__parent_id", "place_id")
COUNTS = {
    "projects": Count("pk"),
    "carried_out": Count("pk", filter=Q(state__in=CARRIED_OUT)),
    "finished": Count("pk", filter=Q(state__in=FINISHED)),
    "off": Count("pk", filter=Q(state__in=OFF_THE_ROAD)),
    "unknown": Count("pk", filter=Q(state=s.UNKNOWN)),
    "with_amount": Count("support"),
    "sample": Count("pk", filter=Q(is_sample=True)),
    "support": Sum("support"),
}


@dataclass
class Side:
    """One province. `ahead`: not yet contracted; the five parts add up to `projects`."""

    unit: Unit
    projects: int = 0
    carried_out: int = 0
    finished: int = 0
    off: int = 0
    unknown: int = 0
    with_amount: int = 0
    sample: int = 0
    support: Dong = Dong(0)
    stated: list[StatedFigure] = field(default_factory=list)
    stated_any: bool = False
    contradictions: int = 0

    @property
    def ahead(self) -> int:
        return self.projects - self.carried_out - self.finished - self.off - self.unknown

    @property
    def period(self) -> str:
        """Whose figures and of which period: of an old province its own name."""
        if not self.stated:
            return ""
        first = self.stated[0]
        return first.period if first.place_text == self.unit.name else f"{first.place_text}, {first.period}"

    @property
    def words(self) -> list[tuple[str, StatedFigure]]:
        return [(rules.label(row.measure), row) for row in self.stated]


def side_by_side(user: User, *, as_now: bool) -> list[Side]:
    """Every present province (as now), or every province of its day that something is known of (as then). 3 queries."""
    counted = _counted(user, "province_id" if as_now else "top")
    told, odd, heard = _told(user, as_now)
    known = counted.keys() | heard
    wanted = Q(pk__in=known)
    if as_now:
        wanted |= Q(valid_to=None)
    units = Unit.objects.provinces().filter(wanted).order_by("sort_key", "valid_from", "pk")
    return [
        Side(
            unit,
            stated=told.get(unit.pk, []),
            stated_any=unit.pk in heard,
            contradictions=odd.get(unit.pk, 0),
            **counted.get(unit.pk, {}),
        )
        for unit in units
    ]


def total(sides: Iterable[Side]) -> Side:
    """The foot of the table: sums of what can be added; printed figures of different periods are not."""
    found = Side(Unit())
    for side in sides:
        for name in (*COUNTS, "contradictions"):
            setattr(found, name, getattr(found, name) + getattr(side, name))
    return found


def _counted(user: User, top: str) -> dict[int, dict]:
    rows = Project.objects.visible_to(user).annotate(top=PROJECT_TOP).order_by().values(top).annotate(**COUNTS)
    return {row.pop(top): row | {"support": Dong(int(row["support"] or 0))} for row in rows}


def _told(user: User, as_now: bool) -> tuple[dict[int, list[StatedFigure]], dict[int, int], set[int]]:
    """By province: the figures of the newest period, how many contradictions, and where anything was printed at all."""
    rows = StatedFigure.objects.visible_to(user).exclude(value=None).select_related("place")
    figures = list(rows.order_by("pk"))
    where = {row.pk: _top(row, as_now) for row in figures}
    odd: dict[int, int] = {}
    for one in queries.contradictions(figures):
        odd[where[one.total]] = odd.get(where[one.total], 0) + 1
    groups: dict[int, list[StatedFigure]] = {}
    for row in figures:
        if where[row.pk] and row.measure in TOLD and row.kind in ("plan", "result") and row.year_from:
            groups.setdefault(where[row.pk], []).append(row)
    newest = {pk: _newest(found) for pk, found in groups.items()}
    return {pk: rows for pk, rows in newest.items() if rows}, odd, {pk for pk in where.values() if pk}


def _top(row: StatedFigure, as_now: bool) -> int | None:
    if as_now or row.place is None:
        return row.province_id
    return row.place_id if row.place.level == PROVINCE else row.place.parent_id


def _newest(rows: list[StatedFigure]) -> list[StatedFigure]:
    """What is told of the newest year of whole provinces, each measure once; plan and result of one year stand together."""
    whole = [row for row in rows if row.place is not None and row.scope == WHOLE_PROVINCE]
    if not whole:
        return []
    last = max(whole, key=lambda row: (row.year_to or row.year_from, row.year_from))
    same = [row for row in whole if (row.place_id, row.period) == (last.place_id, last.period)]
    found: dict[str, StatedFigure] = {}
    for row in same:
        found.setdefault(row.measure, row)
    return [found[name] for name in TOLD if name in found]
