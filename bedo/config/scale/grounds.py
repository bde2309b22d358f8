"""Where projects stand: real communes of before and after 1 July 2025, each with where it is today."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random
from typing import NamedTuple

from bedo.places.models import Unit
from bedo.places.queries import present_provinces, standings
from bedo.places.rules import COMMUNE, REFORM


class Ground(NamedTuple):
    """A commune of its day, and the unit of today (`exact` unset: somewhere within that province)."""

    place_id: int
    now_id: int
    exact: bool
    label: str


class Grounds:
    """Communes of one present province on the two maps."""

    def __init__(self, province: Unit):
        self.province = province
        self.before: list[Ground] = []
        self.after: list[Ground] = []

    def any(self, rng: Random, day: date) -> Ground:
        """A commune of that day."""
        return rng.choice((self.before if day < REFORM else self.after) or self.after)


def grounds_of(number: int) -> list[Grounds]:
    """The first `number` provinces of today in the order of the alphabet, each with its communes; a handful of queries."""
    found = {province.pk: Grounds(province) for province in present_provinces()[:number]}
    old = Unit.objects.filter(level=COMMUNE, valid_from=None, valid_to=date.fromordinal(REFORM.toordinal() - 1))
    names = {unit.pk: unit.label for unit in old.order_by("pk")}
    by_province = defaultdict(list)
    for pk, place in standings(names).items():
        home = place.unit.parent_id if place.unit.level == COMMUNE else place.unit.pk
        by_province[home].append(Ground(pk, place.unit.pk, place.exact, names[pk]))
    for pk, grounds in found.items():
        grounds.before = sorted(by_province[pk])
        now = Unit.objects.current().filter(level=COMMUNE, parent=pk).order_by("pk")
        grounds.after = [Ground(unit.pk, unit.pk, True, unit.label) for unit in now]
    return list(found.values())
