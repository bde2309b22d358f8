"""All units as plain values, kept by the process until a newer load of units stands in the log.

A page that names the places of fifty rows, as then and as now, would join the table of units six times for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Subquery

from bedo.core import log
from bedo.core.models import LogEntry
from bedo.places import rules
from bedo.places.models import Succession, Unit


class Known(NamedTuple):
    """One unit, columns in the order of the model."""

    pk: int
    code: str
    name: str
    kind: str
    level: int
    parent: int | None
    valid_from: date | None
    valid_to: date | None

    @property
    def label(self) -> str:
        return rules.label(self.kind, self.name)

    @property
    def row(self) -> Unit:
        """A row of its own with these columns; the others are read when they are asked for."""
        return Unit.from_db(DEFAULT_DB_ALIAS, COLUMNS, self)

    @property
    def short(self) -> str:
        return self.label if self.name.isdigit() else self.name


COLUMNS = ["parent_id" if name == "parent" else "id" if name == "pk" else name for name in Known._fields]


@dataclass(frozen=True)
class Map:
    """Units by id, in the order of level and name; `heirs`: former province → provinces of later days."""

    units: dict[int, Known]
    heirs: dict[int, frozenset[int]]
    stamp: str = ""

    def path(self, pk: int) -> str:
        """Its name and those above it in its own time, "Xín Mần, Hà Giang"; a number does not stand alone."""
        if pk not in self._paths:
            one = self.units[pk]
            self._paths[pk] = one.short if one.parent is None else f"{one.short}, {self.path(one.parent)}"
        return self._paths[pk]

    @cached_property
    def _paths(self) -> dict[int, str]:
        return {}

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

    @cached_property
    def _below(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for unit in self.units.values():
            if unit.parent is not None:
                found.setdefault(unit.parent, []).append(unit.pk)
        return found

    def within(self, pk: int) -> list[int]:
        """The unit and all below it in its own time."""
        found = [pk]
        for one in found:
            found += self._below.get(one, ())
        return found

    def row(self, pk: int) -> Unit:
        """The unit as a row, with those above it."""
        one = self.units[pk]
        row = one.row
        if one.parent is not None:
            row.parent = self.row(one.parent)
        return row

    def leading_to(self, provinces: frozenset[int] | None) -> list[Known]:
        """Provinces of any time that are, or went into, these; all of them for None."""
        if provinces is None:
            return self.provinces
        none: frozenset[int] = frozenset()
        return [one for one in self.provinces if one.pk in provinces or self.heirs.get(one.pk, none) & provinces]


_kept = Map({}, {})
_LOADS = LogEntry.objects.filter(chain=log.NATION, kind="places.load").order_by("-id")


_told: ContextVar[str | None] = ContextVar("units_stamp", default=None)


def tell(stamp: str | None) -> None:
    """What `stamp()` said in another query of this request: it is not asked again until the request ends."""
    _told.set(stamp)


def _forget(**_: Any) -> None:
    _told.set(None)


request_started.connect(_forget, dispatch_uid="units-stamp-begin")
request_finished.connect(_forget, dispatch_uid="units-stamp-end")


def the_map(wanted: Iterable[int] = ()) -> Map:
    """The map of all units. One query, none when the stamp was told; two more when it must be read: a newer load, no load
    at all, or a unit unknown.
    """
    global _kept
    stamp, kept = _told.get() or _LOADS.all().values_list("hash", flat=True).first() or "", _kept
    if not stamp or kept.stamp != stamp or any(pk not in kept.units for pk in wanted):
        _kept = kept = replace(_read(), stamp=stamp)
    return kept


def map_at_hand() -> Map | None:
    """The map that this process keeps, without a query: good as long as `stamp()` of the database is its own."""
    return _kept if _kept.stamp else None


def stamp() -> Subquery:
    """The hash of the last load of units, to ride along in another query; null where units were entered otherwise."""
    return Subquery(_LOADS.values("hash")[:1])


def _read() -> Map:
    rows = Unit.objects.order_by("level", "sort_key", "valid_from", "pk")
    units: dict[int, Known] = {}
    same: dict[Any, Any] = {}
    for pk, code, name, kind, level, parent, *days in rows.values_list(*COLUMNS).iterator():
        shared = (same.setdefault(value, value) for value in (kind, *days))
        kind, begins, ends = shared
        units[pk] = Known(pk, code, name, kind, level, parent, begins, ends)
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
