"""Places of a list on the map of its own year: which unit the printed words are, and why one cannot be found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bedo.core.text import fold
from bedo.places.known import Known, Map
from bedo.places.rules import COMMUNE, DISTRICT, PROVINCE, REFORM

_KIND = re.compile(
    r"^(?:thanh pho|tp\.?|thi xa|tx\.?|thi tran|tt\.?|phuong|p\.|quan|q\.|huyen|h\.|xa|x\.|tinh|t\.|dac khu)\s*(?=\S)"
)
LAST_DAY_BEFORE = date.fromordinal(REFORM.toordinal() - 1)
FIRST_KNOWN = date(2004, 1, 1)


@dataclass(frozen=True)
class Found:
    """The unit that is surely meant; `missing` is the word that names none, `above` what it should lie in."""

    unit: int
    missing: str = ""
    above: str = ""


class Places:
    """Looks up by province, district and commune as printed; every answer is kept."""

    def __init__(self, units: Map):
        self.map = units
        self.children: dict[tuple[int, int], dict[str, list[Known]]] = {}
        self.provinces: dict[str, list[Known]] = {}
        for unit in units.provinces:
            self.provinces.setdefault(fold(unit.name), []).append(unit)
        self.find = lru_cache(maxsize=50_000)(self._find)

    def province(self, name: str, year: int | None) -> Known | None:
        """The province of that name at the end of the year; today's where no year is known and the name still stands."""
        rows = self.provinces.get(fold(name), [])
        day = self._day(year)
        standing = [unit for unit in rows if _stands(unit, day)]
        return standing[0] if len(standing) == 1 else rows[0] if len(rows) == 1 else None

    def present(self, province: Known) -> int:
        """Today's province of one of any time."""
        heirs = self.map.heirs.get(province.pk, frozenset())
        now = [pk for pk in heirs if self.map.units[pk].valid_to is None]
        return now[0] if now else province.pk

    def _find(self, province: int, district: str, commune: str) -> Found:
        at = self.map.units[province]
        if district:
            named = self._named(province, DISTRICT, district)
            if named is None and not commune:
                named = self._named(province, COMMUNE, district)
            if named is None:
                return Found(province, district, at.label)
            at = named
        if not commune:
            return Found(at.pk)
        named = self._named(at.pk, COMMUNE, commune)
        return Found(named.pk) if named else Found(at.pk, commune, at.label)

    def _named(self, above: int, level: int, name: str) -> Known | None:
        """The one unit below of this name, with or without the word for its kind; None for none or several."""
        below = self._below(above, level)
        found = below.get(fold(name)) or below.get(bare(name)) or []
        return found[0] if len(found) == 1 else None

    def _below(self, above: int, level: int) -> dict[str, list[Known]]:
        key = (above, level)
        if key not in self.children:
            names: dict[str, list[Known]] = {}
            for pk in self.map.within(above):
                unit = self.map.units[pk]
                if unit.level == level:
                    for word in {fold(unit.name), fold(unit.label)}:
                        names.setdefault(word, []).append(unit)
            self.children[key] = names
        return self.children[key]

    def near(self, above: int, word: str, most: int = 6) -> list[Known]:
        """Units below that are written much alike."""
        wanted = bare(word)
        found = []
        for level in (COMMUNE, DISTRICT):
            for name, units in self._below(above, level).items():
                if name and (wanted in name or name in wanted) and units[0] not in found:
                    found.append(units[0])
        return found[:most]

    @staticmethod
    def _day(year: int | None) -> date:
        if year is None:
            return LAST_DAY_BEFORE
        day = date(year, 12, 31)
        return LAST_DAY_BEFORE if year <= LAST_DAY_BEFORE.year and day >= REFORM and year < REFORM.year else day


def _stands(unit: Known, day: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or unit.valid_to >= day)


def bare(name: str) -> str:
    """The folded name without the word for its kind, which may have changed since."""
    return _KIND.sub("", fold(name).strip())


LEVELS = (PROVINCE, DISTRICT, COMMUNE)
