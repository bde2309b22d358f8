"""Administrative units without a database: kinds, names, validity days, and where a unit of one day stands on another.

Sources: Nghị quyết 202/2025/QH15 (34 provinces from 1/7/2025, districts end), Quyết định 19/2025/QĐ-TTg (codes).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from bedo.core.text import fold, nfc, sort_key

PROVINCE, DISTRICT, COMMUNE = 1, 2, 3
LEVELS = {PROVINCE: "Cấp tỉnh", DISTRICT: "Cấp huyện", COMMUNE: "Cấp xã"}
REFORM = date(2025, 7, 1)

KINDS = {
    "tinh": "Tỉnh",
    "thanh_pho": "Thành phố",
    "quan": "Quận",
    "huyen": "Huyện",
    "thi_xa": "Thị xã",
    "xa": "Xã",
    "phuong": "Phường",
    "thi_tran": "Thị trấn",
    "dac_khu": "Đặc khu",
}
AREA_FLAGS = {
    "dan_toc_mien_nui": "Vùng đồng bào dân tộc thiểu số và miền núi",
    "bien_gioi": "Biên giới đất liền",
    "hai_dao": "Hải đảo",
    "30a": "Huyện nghèo theo Nghị quyết 30a",
    "kho_khan": "Địa bàn kinh tế - xã hội khó khăn",
    "dac_biet_kho_khan": "Địa bàn kinh tế - xã hội đặc biệt khó khăn",
    "ntm": "Xã trong kế hoạch xây dựng nông thôn mới",
}
UNALLOCATED = "Chưa phân bổ"


def label(kind: str, name: str) -> str:
    """“Tỉnh Hà Giang”: the kind in Vietnamese and the name."""
    return f"{KINDS[kind]} {name}"


def search_text(kind: str, name: str) -> str:
    """What searching compares with: kind and name, marks and case set aside."""
    return fold(label(kind, name))


# --- units, successions, and where a unit stands -----------------------------------------------------------------


class UnitRow(NamedTuple):
    """A unit as plain values. `parent` is a key; days as in models.Unit (empty: always, still in force)."""

    key: int
    code: str
    name: str
    kind: str
    level: int
    parent: int | None
    valid_from: date | None
    valid_to: date | None

    def begun(self, day: date) -> bool:
        return self.valid_from is None or self.valid_from <= day

    def in_force(self, day: date) -> bool:
        """Does the unit exist on that day? First and last day included."""
        return self.begun(day) and (self.valid_to is None or day <= self.valid_to)


class Link(NamedTuple):
    """From the day `on`, `new` holds what `old` held; `whole`: all of it."""

    old: int
    new: int
    on: date
    whole: bool


class Standing(NamedTuple):
    """Where a unit stands on a later map: on one unit, or somewhere within `place` (`exact` False: chưa phân bổ)."""

    place: int | None
    exact: bool


class Group(NamedTuple):
    """The line of a table that a unit counts under. `known` False: it lies within `place`, but not known where."""

    place: int | None
    known: bool


class Atlas:
    """Units with their parents and successions, enough of them for the questions asked."""

    def __init__(self, units: Iterable[UnitRow], links: Iterable[Link] = ()):
        self.units = {unit.key: unit for unit in units}
        self.became: dict[int, list[Link]] = {}
        self.came_from: dict[int, list[Link]] = {}
        for link in links:
            self.became.setdefault(link.old, []).append(link)
            self.came_from.setdefault(link.new, []).append(link)

    def path(self, key: int | None) -> list[int]:
        """The unit and the units above it, from below."""
        found = []
        while key is not None:
            found.append(key)
            key = self.units[key].parent
        return found

    def above(self, key: int, level: int) -> int | None:
        """The unit itself or the one above it at that level; None where there is none."""
        return next((up for up in self.path(key) if self.units[up].level == level), None)

    def last(self, key: int, day: date | None = None) -> tuple[int, ...]:
        """The units that hold, on that day (None: after all known changes), what this one held."""
        links = [link for link in self.became.get(key, ()) if day is None or link.on <= day]
        if not links:
            return (key,)
        found = dict.fromkeys(last for link in links for last in self.last(link.new, day))
        return tuple(found)

    def standing(self, key: int, day: date | None = None) -> Standing:
        """Where the unit stands on that day's map: its one successor, or the lowest unit above all its successors."""
        holders = self.last(key, day)
        if len(holders) == 1:
            return Standing(holders[0], True)
        paths = [self.path(holder) for holder in holders]
        shared = (up for up in paths[0] if all(up in path for path in paths[1:]))
        return Standing(next(shared, None), False)

    def grouped(self, key: int, level: int, *, as_now: bool, day: date | None = None) -> Group:
        """The unit's line in a table by units of a level, as then or as now (design 3.7).

        As then: the unit of its own time. As now: through its standing; what was divided, or is known less closely
        than the level, counts under the unit above as not allocated. Every unit has exactly one line in both views.
        """
        place = self.standing(key, day).place if as_now else key
        if place is None:
            return Group(None, False)
        line = self.above(place, level)
        return Group(line, True) if line is not None else Group(place, False)

    def predecessors(self, key: int) -> list[int]:
        """All units that this one came from, whole or in part, nearest first."""
        found: dict[int, None] = {}
        queue = [key]
        while queue:
            for link in self.came_from.get(queue.pop(0), ()):
                if link.old not in found:
                    found[link.old] = None
                    queue.append(link.old)
        return list(found)


def totals(rows: Iterable[tuple[int, int]], line: Callable[[int], Group]) -> dict[Group, int]:
    """Amounts added up by the line of each row's unit."""
    found: dict[Group, int] = {}
    for key, amount in rows:
        found[line(key)] = found.get(line(key), 0) + amount
    return found


# --- finding a unit by what people type --------------------------------------------------------------------------

PREFIXES = {
    "tinh": "tinh",
    "thanh pho": "thanh_pho",
    "tp": "thanh_pho",
    "quan": "quan",
    "q": "quan",
    "huyen": "huyen",
    "h": "huyen",
    "thi xa": "thi_xa",
    "tx": "thi_xa",
    "xa": "xa",
    "x": "xa",
    "phuong": "phuong",
    "p": "phuong",
    "thi tran": "thi_tran",
    "tt": "thi_tran",
    "dac khu": "dac_khu",
}
ALIASES = {"hcm": "ho chi minh", "tphcm": "ho chi minh", "sai gon": "ho chi minh"}
_PREFIX = re.compile(rf"({'|'.join(sorted(PREFIXES, key=len, reverse=True))})(?:\s*\.\s*|\s+)(.+)")


class Option(NamedTuple):
    """One way to read what was typed: a name (folded), and the kind if it was typed before it."""

    kind: str | None
    name: str


class Query(NamedTuple):
    """What was typed: readings of the unit's name, then of the units above it ("xã Lũng Cú, Đồng Văn, Hà Giang")."""

    written: str
    parts: tuple[tuple[Option, ...], ...]


def parse_query(text: str) -> Query:
    """Read a search: parts divided by commas, each with or without its kind ("TP.", "huyện", "P. 5")."""
    parts = [" ".join(fold(part).split()) for part in text.split(",")]
    options = tuple(_options(part) for part in parts if part)
    return Query(" ".join(nfc(text.split(",")[0]).lower().split()), options)


def _options(part: str) -> tuple[Option, ...]:
    """Both readings: “Xá Nhè” may be a name, or the commune “Nhè”."""
    whole = Option(None, ALIASES.get(part, part))
    found = _PREFIX.fullmatch(part)
    if not found:
        return (whole,)
    name = found[2].strip()
    return (whole, Option(PREFIXES[found[1]], ALIASES.get(name, name)))


def _named(unit: UnitRow, name: str, options: tuple[Option, ...]) -> bool:
    return any(option.name == name and option.kind in (None, unit.kind) for option in options)


def _within_name(unit: UnitRow, name: str, options: tuple[Option, ...]) -> bool:
    return any(f" {option.name} " in f" {name} " and option.kind in (None, unit.kind) for option in options)


def find(query: Query, atlas: Atlas, day: date, keys: Iterable[int] | None = None) -> list[int]:
    """Units the query names that had begun by that day: those in force first, then those that had ended.

    Whole names count; only when no unit has that name, units that have the words within theirs. Within each half:
    same marks first, then from province to commune, then by name.
    """
    if not query.parts:
        return []
    begun = [atlas.units[key] for key in (atlas.units if keys is None else keys) if atlas.units[key].begun(day)]
    folded = {unit.key: fold(unit.name) for unit in begun}
    for same in (_named, _within_name):
        found = [u for u in begun if same(u, folded[u.key], query.parts[0]) and _under(u, query.parts[1:], atlas)]
        if found:
            return [unit.key for unit in sorted(found, key=lambda unit: _rank(unit, query, atlas, day))]
    return []


def _under(unit: UnitRow, parts: tuple[tuple[Option, ...], ...], atlas: Atlas) -> bool:
    above = [atlas.units[key] for key in atlas.path(unit.parent)]
    return all(any(_named(up, fold(up.name), options) for up in above) for options in parts)


def _rank(unit: UnitRow, query: Query, atlas: Atlas, day: date) -> tuple[object, ...]:
    typed = query.written in (unit.name.lower(), label(unit.kind, unit.name).lower())
    above = "\x02".join(sort_key(atlas.units[key].name) for key in reversed(atlas.path(unit.parent)))
    ended = -(unit.valid_to or date.max).toordinal()
    return (not unit.in_force(day), not typed, unit.level, sort_key(unit.name), above, ended, unit.key)


def full_label(units: Iterable[UnitRow]) -> str:
    """“Xã Lũng Cú, huyện Đồng Văn, tỉnh Hà Giang” from a path, lowest first."""
    names = [label(unit.kind, unit.name) for unit in units]
    return ", ".join([*names[:1], *(name[0].lower() + name[1:] for name in names[1:])])


def days_label(valid_from: date | None, valid_to: date | None) -> str:
    """“từ 01/07/2025”, “đến hết 30/06/2025”, “từ … đến hết …”; empty for a unit without days."""
    since = f"từ {valid_from:%d/%m/%Y}" if valid_from else ""
    until = f"đến hết {valid_to:%d/%m/%Y}" if valid_to else ""
    return " ".join(part for part in (since, until) if part)


# --- priority areas ----------------------------------------------------------------------------------------------


def area_problem(
    flag: str, basis: str, certainty: str, days: tuple[date | None, date | None], known: Mapping[str, str]
) -> str:
    """What is wrong with a priority area someone wants to enter; empty when nothing is."""
    if flag not in AREA_FLAGS:
        return "Chọn một loại địa bàn ưu tiên trong danh sách."
    if not basis.strip():
        return "Ghi văn bản làm căn cứ (số, ký hiệu, điều khoản)."
    if certainty not in known:
        return "Chọn mức độ đối chiếu văn bản."
    if days[0] and days[1] and days[1] < days[0]:
        return "Ngày hết hiệu lực phải từ ngày bắt đầu trở đi."
    return ""
