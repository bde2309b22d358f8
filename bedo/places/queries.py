"""Named reads over units and successions; the reasoning itself stands in rules.Atlas."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from bedo.core import clock
from bedo.places import rules
from bedo.places.models import PriorityArea, Succession, Unit


class Place(NamedTuple):
    """Where a unit stands today: on `unit`, or (`exact` False) somewhere within it, not allocated to one commune."""

    unit: Unit
    exact: bool

    @property
    def label(self) -> str:
        return self.unit.label if self.exact else f"{self.unit.label} ({rules.UNALLOCATED.lower()})"


class Line(NamedTuple):
    """The line of a table by place that a unit counts under (`known` False: “chưa phân bổ” within `unit`)."""

    unit: Unit
    known: bool


class Area(NamedTuple):
    """A priority area that a unit lies in; `inherited` when it was said of a unit above it or before it."""

    area: PriorityArea
    inherited: bool


def row(unit: Unit) -> rules.UnitRow:
    return rules.UnitRow(
        unit.pk, unit.code, unit.name, unit.kind, unit.level, unit.parent_id, unit.valid_from, unit.valid_to
    )


def atlas_of(units: Iterable[Unit], links: Iterable[rules.Link] = ()) -> rules.Atlas:
    """The units (fetched `with_parents`) and those above them."""
    known = {}
    for unit in units:
        up = unit
        while up is not None and up.pk not in known:
            known[up.pk] = row(up)
            up = up.parent
    return rules.Atlas(known.values(), links)


def _links(ids: set[int], end: str) -> list[rules.Link]:
    """All successions reachable from the ids, forward (`end` "old") or backward ("new").

    One query a step; a step that leads only to units still in force, or to units without a beginning, is the last.
    """
    far, day = ("new", "new__valid_to") if end == "old" else ("old", "old__valid_from")
    found: dict[tuple[int, int], rules.Link] = {}
    edge = set(ids)
    while edge:
        steps = Succession.objects.filter(**{f"{end}__in": edge}).values_list("old", "new", "on", "whole", day)
        fresh = [step for step in steps if step[:2] not in found]
        found.update({step[:2]: rules.Link(*step[:4]) for step in fresh})
        edge = {step[("old", "new").index(far)] for step in fresh if step[4] is not None}
    return sorted(found.values(), key=lambda link: (link.on, link.old, link.new))


def _forward(ids: set[int]) -> tuple[rules.Atlas, dict[int, Unit]]:
    """What is needed to stand these units on today's map: successions ahead, units, the units above."""
    links = _links(ids, "old")
    wanted = ids | {link.new for link in links}
    units = {unit.pk: unit for unit in Unit.objects.with_parents().filter(pk__in=wanted)}
    return atlas_of(units.values(), links), _with_uppers(units)


def _with_uppers(units: dict[int, Unit]) -> dict[int, Unit]:
    known = dict(units)
    for unit in units.values():
        while unit.parent is not None:
            unit = unit.parent
            known.setdefault(unit.pk, unit)
    return known


def standings(ids: Iterable[int]) -> dict[int, Place]:
    """For each unit, where it stands today. A constant number of queries however many units."""
    wanted = set(ids)
    atlas, units = _forward(wanted)
    found = {key: atlas.standing(key) for key in wanted}
    return {key: Place(units[at.place], at.exact) for key, at in found.items() if at.place is not None}


def lines(ids: Iterable[int], level: int, *, as_now: bool) -> dict[int, Line]:
    """For each unit, its line in a table by units of a level: as then, or as now (design 3.7).

    Each unit has exactly one line in both views, so both add up to the same total.
    """
    wanted = set(ids)
    atlas, units = _forward(wanted)
    found = {key: atlas.grouped(key, level, as_now=as_now) for key in wanted}
    return {key: Line(units[group.place], group.known) for key, group in found.items() if group.place is not None}


def present_place(unit: Unit) -> Place | None:
    """Where the unit stands today."""
    return Place(unit, True) if unit.is_current else standings([unit.pk]).get(unit.pk)


def present(unit: Unit) -> Unit | None:
    """The one unit that holds today what this one held; None when it is divided among several."""
    place = present_place(unit)
    return place.unit if place and place.exact else None


def province_of(unit: Unit) -> Unit:
    """The province the unit belonged to in its own time."""
    while unit.parent is not None:
        unit = unit.parent
    return unit


def present_province(unit: Unit) -> Unit:
    """Today's province: the tenant of whatever happened in the unit."""
    place = present_place(province_of(unit))
    if place is None:
        raise LookupError(f"{unit.label} has no present province")
    return province_of(place.unit)


def predecessors(unit: Unit) -> list[Unit]:
    """All units this one came from, whole or in part: provinces first, then by name."""
    ids = {link.old for link in _links({unit.pk}, "new")}
    return list(Unit.objects.with_parents().filter(pk__in=ids).order_by("level", "sort_key", "pk"))


def links_onward(unit: Unit) -> QuerySet[Succession]:
    """What it became, one step, with the units above these."""
    return unit.became.select_related("new__parent__parent").order_by("new__level", "new__sort_key", "pk")


def links_back(unit: Unit) -> QuerySet[Succession]:
    """What it came from, one step, with the units above these."""
    return unit.came_from.select_related("old__parent__parent").order_by("old__level", "old__sort_key", "pk")


def below(unit: Unit, day: date) -> QuerySet[Unit]:
    """The units directly below on a day, by name."""
    return unit.children.in_force(day).order_by("sort_key", "pk")


def successors(unit: Unit) -> list[Unit]:
    """The units it became directly, by level and name."""
    return list(Unit.objects.with_parents().filter(came_from__old=unit).order_by("level", "sort_key", "pk"))


def within(unit: Unit, *, as_now: bool = False) -> QuerySet[Unit]:
    """The unit and all units below it: of its own time, or (as now) of all times that stand within it today.

    As now, units divided among several communes belong to their province, not to any of these communes. Meant for
    `filter(place__in=within(unit))`: no list of ids passes through Python for a province.
    """
    roots = {unit.pk}
    if as_now:
        roots |= _whole_predecessors(unit)
    return Unit.objects.filter(Q(pk__in=roots) | Q(parent__in=roots) | Q(parent__parent__in=roots))


def _whole_predecessors(unit: Unit) -> set[int]:
    """Units that went into this one whole, directly or through others."""
    found: set[int] = set()
    edge = {unit.pk}
    while edge:
        before = Succession.objects.filter(new__in=edge, whole=True).values_list("old", flat=True)
        edge = set(before) - found
        found |= edge
    return found


def find(text: str, as_of: date | None = None, *, level: int | None = None, limit: int | None = None) -> list[Unit]:
    """Units that the text names, begun by that day: those in force first, then those that had ended (rules.find).

    The text may carry the kind ("xã", "TP.") and units above, divided by commas. One query.
    """
    query = rules.parse_query(text)
    if not query.parts:
        return []
    named = Q()
    for option in query.parts[0]:
        named |= Q(search_text__contains=option.name)
    candidates = Unit.objects.with_parents().filter(named)
    if level is not None:
        candidates = candidates.filter(level=level)
    units = {unit.pk: unit for unit in candidates}
    found = rules.find(query, atlas_of(units.values()), as_of or clock.today(), units)
    return [units[key] for key in found[:limit]]


def full_name(unit: Unit) -> str:
    """“Xã Lũng Cú, huyện Đồng Văn, tỉnh Hà Giang”, by the units above it in its own time."""
    path = [unit]
    while path[-1].parent is not None:
        path.append(path[-1].parent)
    return rules.full_label(row(one) for one in path)


def names_above(unit: Unit) -> str:
    """“Huyện Đồng Văn, tỉnh Hà Giang”; empty for a province."""
    return full_name(unit.parent) if unit.parent is not None else ""


def present_provinces() -> QuerySet[Unit]:
    """Today's provinces in the order of the alphabet."""
    return Unit.objects.provinces().current().order_by("sort_key")


def communes_on(province: Unit, day: date) -> QuerySet[Unit]:
    """The communes of a province row on a day, by name: what a form offers."""
    below = Unit.objects.filter(Q(parent=province) | Q(parent__parent=province), level=rules.COMMUNE)
    return below.in_force(day).with_parents().order_by("sort_key", "pk")


def area_flags(units: Iterable[int], day: date) -> dict[int, frozenset[str]]:
    """The priority flags of many units on a day, as priority_areas finds them for one; a few queries however many."""
    wanted = set(units)
    rows = list(
        PriorityArea.objects.filter(
            Q(effective_from=None) | Q(effective_from__lte=day), Q(effective_to=None) | Q(effective_to__gte=day)
        ).values_list("unit", "flag")
    )
    if not rows:
        return dict.fromkeys(wanted, frozenset())
    before: dict[int, set[int]] = {}
    links = _links(wanted, "new")
    for link in links:
        before.setdefault(link.new, set()).add(link.old)
    known = wanted | {link.old for link in links}
    ups = {
        pk: {up for up in pair if up is not None}
        for pk, *pair in Unit.objects.filter(pk__in=known).values_list("pk", "parent", "parent__parent")
    }
    flags: dict[int, set[str]] = {}
    for unit, flag in rows:
        flags.setdefault(unit, set()).add(flag)
    return {unit: _flags_of(unit, before, ups, flags) for unit in wanted}


def _flags_of(
    unit: int, before: dict[int, set[int]], ups: dict[int, set[int]], flags: dict[int, set[str]]
) -> frozenset[str]:
    roots = _roots(unit, before)
    roots |= {up for root in roots for up in ups.get(root, ())}
    return frozenset(flag for root in roots for flag in flags.get(root, ()))


def districts(units: Iterable[int]) -> dict[int, list[Unit]]:
    """The districts that held each unit, or any of those it came from, by name; four queries however many units."""
    wanted = set(units)
    before: dict[int, set[int]] = {}
    links = _links(wanted, "new")
    for link in links:
        before.setdefault(link.new, set()).add(link.old)
    known = wanted | {link.old for link in links}
    above = dict(Unit.objects.filter(pk__in=known, parent__level=rules.DISTRICT).values_list("pk", "parent"))
    found = {unit.pk: unit for unit in Unit.objects.filter(pk__in=set(above.values()))}
    return {
        unit: sorted(
            {found[above[root]] for root in _roots(unit, before) if root in above},
            key=lambda one: (one.sort_key, one.pk),
        )
        for unit in wanted
    }


def origins(units: Iterable[int]) -> dict[int, list[frozenset[int]]]:
    """For each unit what it is and came from, nearest first: itself, the units it came from, the districts above these.

    A few queries however many units; for finding what was said of an earlier unit, as priority areas are.
    """
    wanted = set(units)
    before: dict[int, set[int]] = {}
    links = _links(wanted, "new")
    for link in links:
        before.setdefault(link.new, set()).add(link.old)
    known = wanted | {link.old for link in links}
    above = dict(Unit.objects.filter(pk__in=known, parent__level=rules.DISTRICT).values_list("pk", "parent"))
    found = {}
    for unit in wanted:
        roots = _roots(unit, before)
        districts = frozenset(above[root] for root in roots if root in above)
        found[unit] = [frozenset([unit]), frozenset(roots - {unit}), districts]
    return found


def _roots(unit: int, before: dict[int, set[int]]) -> set[int]:
    """The unit and all it came from, whole or in part."""
    roots, edge = set(), {unit}
    while edge:
        roots |= edge
        edge = {old for new in edge for old in before.get(new, ())} - roots
    return roots


def priority_areas(unit: Unit, day: date) -> list[Area]:
    """Dated priority areas of the unit on a day: its own, those of the units above it, those of what it came from.

    After 1/7/2025 the lists that name districts speak of units that ended: they reach today's communes through the
    successions and are marked as inherited.
    """
    roots = {unit.pk} | {link.old for link in _links({unit.pk}, "new")}
    ups = Unit.objects.filter(pk__in=roots).values_list("parent", "parent__parent")
    roots |= {up for pair in ups for up in pair if up is not None}
    rows = PriorityArea.objects.filter(
        Q(effective_from=None) | Q(effective_from__lte=day),
        Q(effective_to=None) | Q(effective_to__gte=day),
        unit__in=roots,
    ).select_related("unit")
    return [Area(area, area.unit_id != unit.pk) for area in rows.order_by("flag", F("effective_from").desc(), "pk")]
