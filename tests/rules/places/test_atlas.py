"""Where a unit stands on a later map: whole, divided, known less closely than asked."""

from datetime import date

import pytest

from bedo.places.rules import Atlas, Group, Link, Standing, UnitRow, area_problem, days_label, full_label

ENDED, BEGAN = date(2025, 6, 30), date(2025, 7, 1)
CERTAINTIES = {"read": "", "summary": ""}


def old(key, name, level, parent, kind):
    return UnitRow(key, str(key), name, kind, level, parent, None, ENDED)


def new(key, name, level, parent, kind):
    return UnitRow(key, str(key), name, kind, level, parent, BEGAN, None)


@pytest.fixture
def atlas():
    """Hà Giang (1) with a district (2), a commune that went whole (3), one that was divided (4); Tuyên Quang (10)."""
    units = [
        old(1, "Hà Giang", 1, None, "tinh"),
        old(2, "Xín Mần", 2, 1, "huyen"),
        old(3, "Cốc Pài", 3, 2, "thi_tran"),
        old(4, "Nàn Ma", 3, 2, "xa"),
        new(10, "Tuyên Quang", 1, None, "tinh"),
        new(11, "Xín Mần", 3, 10, "xa"),
        new(12, "Pà Vầy Sủ", 3, 10, "xa"),
    ]
    pairs = [(1, 10, True), (2, 11, False), (2, 12, False), (3, 11, True), (4, 11, False), (4, 12, False)]
    return Atlas(units, [Link(a, b, BEGAN, whole) for a, b, whole in pairs])


def test_a_whole_unit_stands_on_its_successor(atlas):
    assert atlas.standing(3) == Standing(11, True)
    assert atlas.standing(1) == Standing(10, True)


def test_a_divided_unit_stands_in_the_common_parent_not_allocated(atlas):
    assert atlas.standing(4) == Standing(10, False)
    assert atlas.standing(2) == Standing(10, False)


def test_a_present_unit_stands_on_itself(atlas):
    assert atlas.standing(11) == Standing(11, True)


def test_before_the_day_of_the_change_a_unit_stands_on_itself(atlas):
    assert atlas.standing(4, ENDED) == Standing(4, True)
    assert atlas.standing(4, BEGAN) == Standing(10, False)


def test_as_then_counts_under_the_unit_of_its_time(atlas):
    assert atlas.grouped(3, 1, as_now=False) == Group(1, True)
    assert atlas.grouped(3, 2, as_now=False) == Group(2, True)
    assert atlas.grouped(2, 3, as_now=False) == Group(2, False)


def test_as_now_counts_by_commune_when_it_is_known_else_not_allocated_in_the_province(atlas):
    assert atlas.grouped(3, 3, as_now=True) == Group(11, True)
    assert atlas.grouped(4, 3, as_now=True) == Group(10, False)
    assert atlas.grouped(4, 1, as_now=True) == Group(10, True)


def test_changes_in_a_row_are_followed_to_the_end():
    units = [
        UnitRow(1, "22", "Quảng Ninh", "tinh", 1, None, None, ENDED),
        UnitRow(2, "22", "Quảng Ninh", "tinh", 1, None, BEGAN, date(2026, 8, 31)),
        UnitRow(3, "22", "Quảng Ninh", "thanh_pho", 1, None, date(2026, 9, 1), None),
    ]
    atlas = Atlas(units, [Link(1, 2, BEGAN, True), Link(2, 3, date(2026, 9, 1), True)])
    assert atlas.last(1) == (3,)
    assert atlas.last(1, date(2026, 8, 31)) == (2,)
    assert atlas.predecessors(3) == [2, 1]


def test_successors_without_a_common_parent_have_no_place_but_still_one_line():
    units = [old(1, "A", 1, None, "tinh"), new(2, "B", 1, None, "tinh"), new(3, "C", 1, None, "tinh")]
    atlas = Atlas(units, [Link(1, 2, BEGAN, False), Link(1, 3, BEGAN, False)])
    assert atlas.standing(1) == Standing(None, False)
    assert atlas.grouped(1, 1, as_now=True) == Group(None, False)


def test_first_and_last_day_are_in_force(atlas):
    unit = atlas.units[3]
    assert unit.in_force(ENDED)
    assert not unit.in_force(BEGAN)
    assert atlas.units[11].in_force(BEGAN)
    assert not atlas.units[11].in_force(ENDED)


def test_names_for_people(atlas):
    assert full_label(atlas.units[key] for key in atlas.path(3)) == "Thị trấn Cốc Pài, huyện Xín Mần, tỉnh Hà Giang"
    assert days_label(BEGAN, None) == "từ 01/07/2025"
    assert days_label(None, ENDED) == "đến hết 30/06/2025"
    assert days_label(None, None) == ""


@pytest.mark.parametrize(
    ("flag", "basis", "certainty", "days"),
    [
        ("khac", "QĐ 1", "read", (None, None)),
        ("30a", " ", "read", (None, None)),
        ("30a", "QĐ 1", "sure", (None, None)),
        ("30a", "QĐ 1", "read", (BEGAN, ENDED)),
    ],
)
def test_a_priority_area_needs_flag_text_certainty_and_days_in_order(flag, basis, certainty, days):
    assert area_problem(flag, basis, certainty, days, CERTAINTIES)


def test_a_complete_priority_area_has_no_problem():
    assert area_problem("30a", "QĐ 1", "read", (ENDED, None), CERTAINTIES) == ""
