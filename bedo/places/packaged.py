"""The administrative units that come with the package, read without a database."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bedo.places.rules import Atlas, Link, UnitRow

FOLDER = Path(__file__).resolve().parent / "data"


class PackagedUnit(NamedTuple):
    """One line of units.csv; `row.key` and `row.parent` are line numbers."""

    row: UnitRow
    lat: float | None
    lon: float | None


def _lines(name: str) -> Iterator[list[str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        yield from lines


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=1)
def units() -> tuple[PackagedUnit, ...]:
    """Every unit. A parent is the row of its code that was in force on the unit's last day."""
    raw = list(_lines("units.csv"))
    by_code: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for key, line in enumerate(raw):
        by_code.setdefault((line[0], line[1]), []).append((line[7] or "9999-12-31", key))
    return tuple(_unit(key, line, by_code) for key, line in enumerate(raw))


def _unit(key: int, line: list[str], by_code: dict[tuple[str, str], list[tuple[str, int]]]) -> PackagedUnit:
    level, code, kind, name, parent_level, parent_code, since, until, lat, lon = line
    rows = by_code.get((parent_level, parent_code), ())
    parent = min((row for row in rows if row[0] >= (until or "9999-12-31")), default=(None, None))[1]
    row = UnitRow(key, code, name, kind, int(level), parent, _day(since), _day(until))
    return PackagedUnit(row, float(lat) if lat else None, float(lon) if lon else None)


@lru_cache(maxsize=1)
def links() -> tuple[Link, ...]:
    """Every succession, between line numbers: the old unit ended the day before, the new one began on the day."""
    begins = {(u.row.level, u.row.code, u.row.valid_from): u.row.key for u in units()}
    ends = {(u.row.level, u.row.code, u.row.valid_to): u.row.key for u in units()}
    found = []
    for on, old_level, old_code, new_level, new_code, whole in _lines("successions.csv"):
        day = date.fromisoformat(on)
        old = ends[int(old_level), old_code, date.fromordinal(day.toordinal() - 1)]
        found.append(Link(old, begins[int(new_level), new_code, day], day, whole == "1"))
    return tuple(found)


@lru_cache(maxsize=1)
def atlas() -> Atlas:
    """All packaged units with their successions."""
    return Atlas((unit.row for unit in units()), links())
