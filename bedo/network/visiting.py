"""When a place was last visited: visits live in a higher context, which registers here how to ask for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from bedo.places.models import Unit

LastVisits = Callable[[Unit, Collection[int]], Mapping[int, date]]
"""fn(province, ids of today's communes) → {commune: the last day somebody visited there}; a commune nobody visited is left out."""
_ASKED: dict[str, LastVisits] = {}


def register(name: str, fn: LastVisits) -> None:
    """Called in `AppConfig.ready`; the same name again replaces it."""
    _ASKED[name] = fn


def known() -> bool:
    """Does anybody keep visits at all? Without, a page says so instead of counting every place as never visited."""
    return bool(_ASKED)


def last_visits(province: Unit, units: Collection[int]) -> dict[int, date]:
    """The newest day over all who keep visits."""
    found: dict[int, date] = {}
    for fn in _ASKED.values():
        for unit, day in fn(province, units).items():
            found[unit] = max(day, found.get(unit, day))
    return found
