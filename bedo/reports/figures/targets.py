"""How much of a programme's target a figure has reached: counted over the programme's years and the target's contents."""

from __future__ import annotations

from dataclasses import dataclass

from bedo.accounts.models import User
from bedo.core.types import Dong
from bedo.places.models import Unit
from bedo.planning.models import Programme, Target
from bedo.reports.figures.asking import Where
from bedo.reports.figures.crossing import crossed
from bedo.reports.figures.registry import REGISTRY

COUNTING, PAYING = "projects_finished", "money_settled"
"""Figures that targets are stated in: numbers of projects, money."""


@dataclass(frozen=True)
class Reached:
    """`value` of `wanted` (projects or whole đồng), up to and with `year`."""

    target: Target
    value: int
    wanted: int
    year: int

    @property
    def share(self) -> int:
        """Whole percent, halves up."""
        return (200 * self.value + self.wanted) // (2 * self.wanted)


def reached(code: str, where: Where, user: User) -> list[Reached]:
    """Targets of the programme of the place that is under way in the year, which this figure can tell; one query a programme.

    Of a province its own programme, of the whole nation the nation's, for who sees all of it: programmes are only those of
    places whose reports the person may see.
    """
    if code not in (COUNTING, PAYING) or where.year is None:
        return []
    found = []
    for programme in _programmes(where, user):
        last = min(where.year, programme.last_year)
        by_content: dict[str, int] = {}
        for row in crossed([code], Where(programme.province), ("year", "content"), None):
            if programme.first_year <= row.key["year"] <= last:
                content = row.key["content"]
                by_content[content] = by_content.get(content, 0) + row.values[code]
        for target in programme.targets.order_by("position"):
            wanted = _wanted(code, target)
            if wanted and (not where.content or where.content in target.contents):
                value = sum(by_content.get(content, 0) for content in target.contents)
                found.append(Reached(target, value, wanted, last))
    return found


def _programmes(where: Where, user: User) -> list[Programme]:
    rows = Programme.objects.filter(first_year__lte=where.year, last_year__gte=where.year).select_related("province")
    seen = user.grants.provinces_with("report.view")
    home: Unit | int | None = where.province
    if home is None and seen is not None:
        home = next(iter(seen)) if len(seen) == 1 else None
        if home is None:
            return []
    return list(rows.filter(province=home).order_by("first_year", "pk"))


def _wanted(code: str, target: Target) -> int:
    """What the target states in the figure's unit; 0 when it states none, or says not of which contents."""
    if not target.contents:
        return 0
    if code == PAYING:
        return int(target.money or Dong(0))
    return int(target.number or 0) if target.unit.casefold() == REGISTRY[COUNTING].unit else 0
