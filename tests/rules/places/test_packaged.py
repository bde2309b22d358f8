"""The packaged data: published counts on both sides of 1/7/2025, and successions that lose nothing."""

import random
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedo.places import packaged, rules

ATLAS = packaged.atlas()
KEYS = sorted(ATLAS.units)


def on(day, level):
    return [unit for unit in ATLAS.units.values() if unit.level == level and unit.in_force(day)]


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2012, 7, 5), (63, 696, 10035)),
        (date(2024, 12, 31), (63, 696, 10035)),
        (date(2025, 1, 1), (63, 696, 10035)),
        (date(2025, 6, 30), (63, 696, 10035)),
        (date(2025, 7, 1), (34, 0, 3321)),
        (date(2026, 4, 30), (34, 0, 3321)),
        (date(2026, 9, 20), (34, 0, 3321)),
    ],
)
def test_counts_are_the_published_ones(day, counts):
    assert tuple(len(on(day, level)) for level in (1, 2, 3)) == counts


def test_kinds_of_communes_after_the_reform_and_today():
    assert Counter(u.kind for u in on(date(2025, 7, 1), 3)) == {"xa": 2621, "phuong": 687, "dac_khu": 13}
    assert Counter(u.kind for u in on(date(2026, 12, 1), 3)) == {"xa": 2599, "phuong": 709, "dac_khu": 13}
    assert Counter(u.kind for u in on(date(2026, 12, 1), 1)) == {"tinh": 25, "thanh_pho": 9}


def test_everything_that_ended_has_successors_that_began_the_day_after():
    for key, unit in ATLAS.units.items():
        assert bool(ATLAS.became.get(key)) == (unit.valid_to is not None), unit
        for link in ATLAS.became.get(key, ()):
            assert ATLAS.units[link.new].valid_from == link.on == date.fromordinal(unit.valid_to.toordinal() + 1)
            assert link.whole == (len(ATLAS.became[key]) == 1)


def test_every_commune_of_today_came_from_something():
    assert all(ATLAS.came_from.get(u.key) for u in on(date(2025, 7, 1), 3))


def test_every_unit_has_exactly_one_province_of_today():
    provinces = {u.key for u in on(date(2026, 12, 1), 1)}
    for key in KEYS:
        place = ATLAS.standing(key).place
        assert ATLAS.path(place)[-1] in provinces


def test_parents_are_one_level_up_and_in_force_on_the_last_day():
    for unit in ATLAS.units.values():
        last = unit.valid_to or date(2026, 12, 1)
        if unit.level == 1:
            assert unit.parent is None
        else:
            parent = ATLAS.units[unit.parent]
            assert parent.in_force(last), unit
            assert parent.level == (unit.level - 1 if last < rules.REFORM else 1)


def test_a_code_is_in_force_once_a_day_and_keeps_its_leading_zero():
    for day in (date(2024, 6, 1), date(2026, 12, 1)):
        for level, length in ((1, 2), (2, 3), (3, 5)):
            codes = [u.code for u in on(day, level)]
            assert len(codes) == len(set(codes))
            assert {len(code) for code in codes} <= {length}
    assert {u.name for u in ATLAS.units.values() if u.code == "08"} == {"Tuyên Quang"}


def test_namesakes_of_merged_provinces_are_not_confused():
    ward = next(u for u in ATLAS.units.values() if u.code == "27691" and u.valid_to)  # Phường 4, Tân An, Long An
    assert [ATLAS.units[new].name for new in ATLAS.last(ward.key)] == ["Long An"]


def test_points_lie_in_vietnam_with_the_archipelagos_in_the_sea():
    points = [(u.lat, u.lon) for u in packaged.units() if u.lat is not None]
    assert all(6 < lat < 24 and 101 < lon < 118 for lat, lon in points)
    sea = {u.row.name: (u.lat, u.lon) for u in packaged.units() if u.row.name in ("Hoàng Sa", "Trường Sa")}
    assert sea == {"Hoàng Sa": (16.568, 112.135), "Trường Sa": (9.71, 114.45)}


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(st.sampled_from(KEYS), st.integers(0, 10**10)), max_size=60),
    level=st.sampled_from((1, 2, 3)),
)
def test_as_then_and_as_now_add_up_to_the_same_total(rows, level):
    then = rules.totals(rows, lambda key: ATLAS.grouped(key, level, as_now=False))
    now = rules.totals(rows, lambda key: ATLAS.grouped(key, level, as_now=True))
    assert sum(then.values()) == sum(now.values()) == sum(amount for _, amount in rows)


def test_provinces_of_today_take_exactly_what_stood_in_their_old_provinces():
    picked = random.Random(1).sample(KEYS, 500)  # noqa: S311
    for key in picked:
        old_province = ATLAS.path(key)[-1]
        now = ATLAS.grouped(key, 1, as_now=True)
        assert now == rules.Group(ATLAS.standing(old_province).place, True)
