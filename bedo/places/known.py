"""All units as plain values, kept by the process until a newer load of units stands in the log.

A page that names the places of fifty rows, as then and as now, would join the table of units six times for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from bedo.core import log
from bedo.core.models import LogEntry
from bedo.places import rules
from bedo.places.models import Succession, Unit


class Known(NamedTuple):
    """One unit. `path`: its name and those above it in its own time, "Xín Mần, Hà Giang"; a number does not stand alone."""

    pk: int
    level: int
    kind: str
    name: str
    parent: int | None
    valid_from: date | None
    valid_to: date | None
    path: str

    @property
    def label(self) -> str:
        return rules.label(self.kind, self.name)

    @property
    def short(self) -> str:
        return self.label if self.name.isdigit() else self.name


@dataclass(frozen=True)
class Map:
    """Units by id, in the order of level and name; `heirs`: former province → provinces of later days."""

    units: dict[int, Known]
    heirs: dict[int, frozenset[int]]

    @cached_property
    def provinces(self) -> list[Known]:
        return [unit for unit in self.units.values() if unit.level == rules.PROVINCE]

    @cached_property
    def communes(self) -> dict[int, list[Known]]:
        """Today's communes by their province."""
        found: dict[int, list[Known]] = {}
        for unit in self.units.values():
            if unit.level == rules.COMMUNE and unit.valid_to is None and unit.parent is not None:
                found.setdefault(unit.parent, []).append(unit)
        return found

    def leading_to(self, provinces: frozenset[int] | None) -> list[Known]:
        """Provinces of any time that are, or went into, these; all of them for None."""
        if provinces is None:
            return self.provinces
        none: frozenset[int] = frozenset()
        return [one for one in self.provinces if one.pk in provinces or self.heirs.get(one.pk, none) & provinces]


_kept: tuple[str, Map] = ("", Map({}, {}))


def the_map(wanted: Iterable[int] = ()) -> Map:
    """The map of all units. One query; two more when it must be read: a newer load, no load at all, or a unit unknown."""
    global _kept
    stamp, kept = _stamp(), _kept
    if not stamp or kept[0] != stamp or any(pk not in kept[1].units for pk in wanted):
        _kept = kept = (stamp, _read())
    return kept[1]


def _stamp() -> str:
    """The hash of the last load of units; empty where units were entered otherwise."""
    loads = LogEntry.objects.filter(chain=log.NATION, kind="places.load").order_by("-id")
    return loads.values_list("hash", flat=True).first() or ""


def _read() -> Map:
    rows = Unit.objects.order_by("level", "sort_key", "valid_from", "pk")
    columns = [name for name in Known._fields if name not in ("parent", "path")]
    units: dict[int, Known] = {}
    for *values, parent in rows.values_list(*columns, "parent_id"):
        one = Known(*values[:4], parent, *values[4:], path="")
        above = units[parent].path if parent in units else ""
        units[one.pk] = one._replace(path=f"{one.short}, {above}" if above else one.short)
    return Map(units, _heirs())


def _heirs() -> dict[int, frozenset[int]]:
    onward: dict[int, set[int]] = {}
    for old, new in Succession.objects.filter(old__level=rules.PROVINCE).values_list("old", "new"):
        onward.setdefault(old, set()).add(new)
    found = {}
    for old in onward:
        seen, edge = set(), {old}
        while edge:
            edge = {new for one in edge for new in onward.get(one, ())} - seen
            seen |= edge
        found[old] = frozenset(seen)
    return found
