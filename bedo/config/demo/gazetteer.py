"""Units of the time by the words of a published row, as precisely as they can be known, never more precisely."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Q

from bedo.core.text import fold
from bedo.places.models import Succession, Unit
from bedo.places.queries import present_province
from bedo.places.rules import COMMUNE, DISTRICT, REFORM

LAST_DAY_BEFORE = date.fromordinal(REFORM.toordinal() - 1)
KIND_WORDS = re.compile(r"^(?:thanh pho|tp\.?|thi xa|tx\.?|thi tran|tt\.?|phuong|quan|huyen|xa)\s*(?=\S)")


class Gazetteer:
    """Looks places up once each. Districts and communes are those of the last map before 1 July 2025: a unit that was
    merged or renamed earlier is not found, and the row keeps the unit above it with the printed words beside.
    """

    def __init__(self) -> None:
        self._provinces: dict[tuple[str, date], Unit] = {}
        self._below: dict[int, dict[int, list[Unit]]] = {}
        self._present: dict[int, Unit] = {}

    def province(self, name: str, day: date) -> Unit:
        """The province that carried the name on that day; LookupError when none did."""
        key = (fold(name), day)
        if key not in self._provinces:
            on_map = Unit.objects.provinces().in_force(day)
            found = [unit for unit in on_map if fold(unit.name) == key[0]]
            if len(found) != 1:
                raise LookupError(f"no province {name!r} on {day}")
            self._provinces[key] = found[0]
        return self._provinces[key]

    def present(self, province: Unit) -> Unit:
        """Today's province: the tenant."""
        if province.pk not in self._present:
            self._present[province.pk] = present_province(province)
        return self._present[province.pk]

    def place(self, province: Unit, district: str, commune: str) -> Unit:
        """The commune, else the district, else the province; a name that several units carry counts as not known."""
        if ";" in district:
            return province
        at = self._named(province, DISTRICT, district) if district else province
        if not commune or ";" in commune or at is None:
            return at or province
        return self._named(at, COMMUNE, commune) or at

    def _named(self, above: Unit, level: int, name: str) -> Unit | None:
        wanted = bare(name)
        found = [unit for unit in self._units(above, level) if fold(unit.name) == wanted]
        return found[0] if len(found) == 1 else None

    def _units(self, above: Unit, level: int) -> list[Unit]:
        """Units of a level under `above`, on the last map before the reform."""
        known = self._below.setdefault(above.pk, {})
        if level not in known:
            tops = self._on_last_map(above)
            units = Unit.objects.in_force(LAST_DAY_BEFORE).filter(level=level)
            near = units.filter(Q(parent__in=tops) | Q(parent__parent__in=tops))
            known[level] = list(near.select_related("parent__parent"))
        return known[level]

    def _on_last_map(self, unit: Unit) -> list[int]:
        """The unit, or what it had become by then (Thừa Thiên Huế became Huế on 1 January 2025)."""
        if unit.valid_to is None or unit.valid_to >= LAST_DAY_BEFORE:
            return [unit.pk]
        return list(Succession.objects.filter(old=unit, on__lt=REFORM).values_list("new", flat=True))


def bare(name: str) -> str:
    """The folded name without the word for its kind: the kind may have changed since."""
    return KIND_WORDS.sub("", fold(name).strip())
