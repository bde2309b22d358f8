"""Build bedo/places/data/{units,successions}.csv from the MIT package vietnamadminunits (a developer's tool).

    python3 -m venv /tmp/units && /tmp/units/bin/pip install --no-deps vietnamadminunits==1.0.4
    python3 scripts/build_places.py /tmp/units/lib/python3.*/site-packages/vietnamadminunits/data

Reads dataset.db (the maps of 30/6/2025 and 1/7/2025) and converter_2025.json (old commune -> new communes), mends what
bedo/places/data/README.md lists, applies changes.csv (kinds and names that changed on other days), checks, writes.
"""

import csv
import json
import math
import re
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent.parent / "bedo" / "places" / "data"
REFORM = date(2025, 7, 1)
KINDS = {
    "tỉnh": "tinh",
    "thành phố": "thanh_pho",
    "quận": "quan",
    "huyện": "huyen",
    "thị xã": "thi_xa",
    "xã": "xa",
    "phường": "phuong",
    "thị trấn": "thi_tran",
    "đặc khu": "dac_khu",
}
FULL_NAME = re.compile(rf"({'|'.join(sorted(KINDS, key=len, reverse=True))}) (.+)", re.IGNORECASE)
# The source has the mainland offices of these two districts; the archipelagos stand where its own đặc khu stand.
ARCHIPELAGOS = {"Hoàng Sa": (16.568, 112.135), "Trường Sa": (9.71, 114.45)}


@dataclass
class Unit:
    level: int
    code: str
    kind: str
    name: str
    parent: "Unit | None"
    since: date | None
    until: date | None
    point: tuple[float, float] | None = None
    became: dict[str, "Unit"] = field(default_factory=dict, repr=False)

    @property
    def key(self) -> tuple:
        return (self.since or date.min, self.level, self.code)

    def becomes(self, new: "Unit") -> None:
        self.became[f"{new.level}:{new.code}"] = new


def unit(level: int, full: str, code: str, lat, lon, parent: Unit | None, *, old: bool) -> Unit:
    """One unit from the source's full name; a first letter left small by the source is made a capital."""
    kind, name = FULL_NAME.fullmatch(unicodedata.normalize("NFC", full)).groups()
    point = (round(lat, 4), round(lon, 4)) if lat is not None else None
    since, until = (None, REFORM - timedelta(days=1)) if old else (REFORM, None)
    return Unit(level, code, KINDS[kind.lower()], name[0].upper() + name[1:], parent, since, until, point)


def read_old(db: sqlite3.Connection) -> dict[str, Unit]:
    """Units of 30/6/2025 under the source's keys: "province", "province_district", "province_district_commune"."""
    found: dict[str, Unit] = {}
    for row in db.execute("SELECT * FROM admin_units_legacy"):
        p, d = row["provinceKey"], f"{row['provinceKey']}_{row['districtKey']}"
        if p not in found:
            found[p] = unit(
                1, row["province"], row["provinceCode"], row["provinceLat"], row["provinceLon"], None, old=True
            )
        if d not in found:
            found[d] = unit(
                2, row["district"], row["districtCode"], row["districtLat"], row["districtLon"], found[p], old=True
            )
        if row["ward"]:
            found[f"{d}_{row['wardKey']}"] = unit(
                3, row["ward"], row["wardCode"], row["wardLat"], row["wardLon"], found[d], old=True
            )
    return found


def read_new(db: sqlite3.Connection) -> dict[str, Unit]:
    """Units of 1/7/2025 under "province" and "province_commune"."""
    found: dict[str, Unit] = {}
    for row in db.execute("SELECT * FROM admin_units"):
        p = row["provinceKey"]
        if p not in found:
            found[p] = unit(
                1, row["province"], row["provinceCode"], row["provinceLat"], row["provinceLon"], None, old=False
            )
        found[f"{p}_{row['wardKey']}"] = unit(
            3, row["ward"], row["wardCode"], row["wardLat"], row["wardLon"], found[p], old=False
        )
    return found


def read_successors(converter: dict) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Old key -> new keys, and new key -> the old keys that went into it whole."""
    became, whole = defaultdict(list), defaultdict(list)
    for p, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for key, olds in communes.items():
            for old in olds:
                became[old].append(f"{p}_{key}")
                whole[f"{p}_{key}"].append(old)
    for p, olds in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in olds.items():
            became[old] += [f"{p}_{part['newWardKey']}" for part in parts]
    return became, whole


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return math.hypot((a[0] - b[0]) * 111, (a[1] - b[1]) * 111 * math.cos(math.radians(a[0])))


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    return round(median(p[0] for p in points), 4), round(median(p[1] for p in points), 4)


def drop_namesakes(
    became: dict[str, list[str]], whole: dict[str, list[str]], old: dict[str, Unit], new: dict[str, Unit]
) -> list[str]:
    """Remove successors the source gave to the wrong one of two communes with the same name.

    A divided commune loses a successor when a namesake of it, elsewhere in the same new province, has that successor
    too and lies less than half as far from it, and the commune has another successor less than half as far away.
    """
    before, dropped = defaultdict(list), []
    for key, successors in became.items():
        for successor in successors:
            before[successor].append(key)

    def away(key: str, successor: str) -> float:
        base = [old[k].point for k in whole[successor] if old[k].point]
        return km(old[key].point, middle(base) if base else new[successor].point)

    for key, successors in list(became.items()):
        for successor in [s for s in successors if len(successors) > 1]:
            namesakes = [k for k in before[successor] if k != key and k.split("_")[2] == key.split("_")[2]]
            others = [away(key, s) for s in successors if s != successor]
            far = away(key, successor)
            if namesakes and far > 2 * min(away(k, successor) for k in namesakes) and far > 2 * min(others):
                dropped.append((key, successor))
    for key, successor in dropped:
        became[key].remove(successor)
    return [f"{old[key].name} ({old[key].parent.name}) -/-> {new[successor].name}" for key, successor in dropped]


def mend_points(whole: dict[str, list[str]], old: dict[str, Unit], new: dict[str, Unit]) -> list[str]:
    """Place a new commune amid its predecessors when these lie close together and its own point is far from them."""
    mended = []
    for key, olds in whole.items():
        points = [old[k].point for k in olds if old[k].point]
        if len(set(points)) < 2:
            continue
        centre = middle(points)
        if max(km(p, centre) for p in points) <= 12 and km(new[key].point, centre) > 20:
            mended.append(f"{new[key].name} ({new[key].parent.name})")
            new[key].point = centre
    for one in old.values():
        for name, point in ARCHIPELAGOS.items():
            if (
                one.level > 1
                and name in (one.name, one.parent.name)
                and one.parent.name in (name, "Đà Nẵng", "Khánh Hòa")
            ):
                one.point = point
    return mended


def link(
    became: dict[str, list[str]], old: dict[str, Unit], new: dict[str, Unit], provinces: dict[str, list[str]]
) -> None:
    """Successions of communes, of districts through their communes, of provinces."""
    for key, successors in became.items():
        for successor in successors:
            if not key.endswith("_"):
                old[key].becomes(new[successor])
            old["_".join(key.split("_")[:2])].becomes(new[successor])
    for key, olds in provinces.items():
        for one in olds:
            old[one].becomes(new[key])


def renew(one: Unit, on: date, parent: Unit | None, kind: str, name: str) -> Unit:
    """Close a unit the day before and open the one that takes its place whole."""
    after = replace(one, kind=kind, name=name, parent=parent, since=on, until=one.until, became=one.became)
    one.until, one.became = on - timedelta(days=1), {}
    one.becomes(after)
    return after


def apply_changes(units: list[Unit], rows: list[dict[str, str]]) -> list[Unit]:
    """Changes of kind and name on one day; when a province changes, so do all communes of today's map under it."""
    for on in sorted({date.fromisoformat(row["on"]) for row in rows}):
        todays = {(int(r["level"]), r["code"]): r for r in rows if date.fromisoformat(r["on"]) == on}
        for (level, code), row in [item for item in todays.items() if item[0][0] == 1]:
            province = next(u for u in units if u.level == level and u.code == code and in_force(u, on))
            assert row["kind_after"] == province.kind or row["kind_before"] == province.kind, row
            if on < REFORM:
                units.append(earlier(province, on, row))
                continue
            after = renew(province, on, None, row["kind_after"], row["name_after"])
            units.append(after)
            for child in [u for u in units if u.parent is province]:
                own = todays.get((3, child.code), {"kind_after": child.kind, "name_after": child.name})
                was = (own.get("kind_before", child.kind), own.get("name_before", child.name))
                assert was == (child.kind, child.name), own
                units.append(renew(child, on, after, own["kind_after"], own["name_after"]))
    return units


def earlier(province: Unit, on: date, row: dict[str, str]) -> Unit:
    """The province as it was before a change older than the map; what lies below it stays with the later row."""
    before = Unit(
        1, province.code, row["kind_before"], row["name_before"], None, None, on - timedelta(days=1), province.point
    )
    province.since = on
    before.becomes(province)
    return before


def in_force(one: Unit, day: date) -> bool:
    return (one.since or date.min) <= day <= (one.until or date.max)


def check(units: list[Unit]) -> None:
    """The published counts on both sides of 1/7/2025, and that no unit is divided between two of today's provinces."""
    for day, counts in (
        (date(2024, 6, 1), (63, 696, 10035)),
        (date(2025, 6, 30), (63, 696, 10035)),
        (REFORM, (34, 0, 3321)),
        (date(2026, 12, 1), (34, 0, 3321)),
    ):
        got = tuple(sum(u.level == level and in_force(u, day) for u in units) for level in (1, 2, 3))
        assert got == counts, (day, got)
    kinds = [
        sum(u.kind == kind and u.level == 3 and in_force(u, REFORM) for u in units)
        for kind in ("phuong", "xa", "dac_khu")
    ]
    assert kinds == [687, 2621, 13], kinds
    for one in units:
        assert one.until is None or one.became, one
        assert len({province(last).code for last in ends(one)}) == 1, one


def ends(one: Unit) -> list[Unit]:
    return [last for new in one.became.values() for last in ends(new)] if one.became else [one]


def province(one: Unit) -> Unit:
    return province(one.parent) if one.parent else one


def write(units: list[Unit]) -> None:
    units.sort(key=lambda u: u.key)
    with (HERE / "units.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(
            ["level", "code", "kind", "name", "parent_level", "parent_code", "valid_from", "valid_to", "lat", "lon"]
        )
        for u in units:
            up = (u.parent.level, u.parent.code) if u.parent else ("", "")
            out.writerow([u.level, u.code, u.kind, u.name, *up, u.since or "", u.until or "", *(u.point or ("", ""))])
    with (HERE / "successions.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["on", "old_level", "old_code", "new_level", "new_code", "whole"])
        for u in units:
            for new in sorted(u.became.values(), key=lambda n: n.key):
                out.writerow([new.since, u.level, u.code, new.level, new.code, int(len(u.became) == 1)])


def main(folder: str) -> None:
    db = sqlite3.connect(Path(folder) / "dataset.db")
    db.row_factory = sqlite3.Row
    converter = json.loads((Path(folder) / "converter_2025.json").read_text(encoding="utf-8"))
    old, new = read_old(db), read_new(db)
    became, whole = read_successors(converter)
    for key in [k for k in became if k.endswith("_")]:  # island districts without communes
        old[key] = old[key.rstrip("_")]
    dropped = drop_namesakes(became, whole, old, new)
    mended = mend_points(whole, old, new)
    link(became, old, new, converter["DICT_PROVINCE"])
    with (HERE / "changes.csv").open(encoding="utf-8", newline="") as file:
        changes = list(csv.DictReader(file))
    units = apply_changes([*{id(u): u for u in old.values()}.values(), *new.values()], changes)
    check(units)
    write(units)
    print(f"{len(units)} units, {sum(len(u.became) for u in units)} successions")
    print(f"{len(dropped)} successors of namesakes dropped:", *dropped, sep="\n  ")
    print(f"{len(mended)} points mended:", *mended, sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1])
