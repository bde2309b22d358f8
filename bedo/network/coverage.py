"""Who covers which place of a province: as the map is now, or as it was on an earlier day (design 3.7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from bedo.network import queries, visiting
from bedo.network.models import Member, PlaceDuty
from bedo.places import queries as places
from bedo.places import rules as units
from bedo.places.models import Unit

LONG_AGO = 365
"""Days after which a place counts as not visited for a year."""


class Line(NamedTuple):
    """One place and who covers it. `duty` None: nobody; then `since` is the first day without anybody (None: never was).
    `below`: of a district, its communes and how many of them have somebody of their own. `visited`: the last visit.
    """

    unit: Unit
    duty: PlaceDuty | None
    since: date | None
    visited: date | None
    below: tuple[int, int] | None = None

    @property
    def inherited(self) -> bool:
        """Covered through a unit that went into it."""
        return self.duty is not None and self.duty.place_id != self.unit.pk


class Load(NamedTuple):
    """How many places one member covers."""

    member: Member
    places: int


def now(province: Unit, day: date) -> list[Line]:
    """Today's communes of the province, by name, with who covers each on the day. A fixed number of queries."""
    communes = list(places.communes_on(province, day))
    ids = {unit.pk for unit in communes}
    duties = queries.duties_over(ids, day)
    ended = _ended(ids - duties.keys(), day)
    visited = visiting.last_visits(province, ids)
    return [
        Line(unit, duties.get(unit.pk), None if unit.pk in duties else ended.get(unit.pk), visited.get(unit.pk))
        for unit in communes
    ]


def then(province: Unit, day: date) -> list[Line]:
    """The districts in force on the day in what is the province today, with who covered each; communes where there were
    no districts any more."""
    former = {unit.pk for unit in places.predecessors(province) if unit.level == units.PROVINCE} | {province.pk}
    rows = Unit.objects.in_force(day).with_parents().filter(parent__in=former, level=units.DISTRICT)
    districts = list(rows.order_by("parent__sort_key", "sort_key", "pk"))
    if not districts:
        return now(province, day)
    communes = dict(Unit.objects.in_force(day).filter(parent__in=districts).values_list("pk", "parent"))
    ids = {unit.pk for unit in districts}
    rows = PlaceDuty.objects.on(day).filter(place__in=ids | communes.keys()).select_related("member", "place")
    duties = {row.place_id: row for row in rows}
    ended = _ended(ids - duties.keys(), day)
    return [
        Line(unit, duties.get(unit.pk), ended.get(unit.pk), None, _below(unit.pk, communes, duties))
        for unit in districts
    ]


def _below(district: int, communes: dict[int, int], duties: dict[int, PlaceDuty]) -> tuple[int, int]:
    mine = [pk for pk, above in communes.items() if above == district]
    return len(mine), sum(pk in duties for pk in mine)


def _ended(unit_ids: Iterable[int], day: date) -> dict[int, date]:
    """For places nobody covers: the first day without anybody."""
    origins = places.origins(unit_ids)
    roots = {pk for circles in origins.values() for circle in circles for pk in circle}
    last: dict[int, date] = {}
    for place, to_on in PlaceDuty.objects.filter(place__in=roots, to_on__lt=day).values_list("place", "to_on"):
        last[place] = max(to_on, last.get(place, to_on))
    found = {}
    for unit, circles in origins.items():
        ends = [last[pk] for circle in circles for pk in circle if pk in last]
        if ends:
            found[unit] = date.fromordinal(max(ends).toordinal() + 1)
    return found


def loads(lines: Iterable[Line]) -> list[Load]:
    """Places per person, the most first."""
    found: dict[int, Load] = {}
    for line in lines:
        if line.duty is not None:
            member = line.duty.member
            before = found.get(member.pk, Load(member, 0))
            found[member.pk] = Load(member, before.places + 1)
    return sorted(found.values(), key=lambda load: (-load.places, load.member.sort_key))


def not_visited(lines: Iterable[Line], day: date) -> int | None:
    """How many places nobody visited for a year; None when nobody keeps visits."""
    if not visiting.known():
        return None
    return sum(line.visited is None or (day - line.visited).days > LONG_AGO for line in lines)
