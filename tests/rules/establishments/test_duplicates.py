"""Likeness of two rows, with its reasons."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bedo.establishments.rules import Key, likeness

ONE = Key(1, name_key="htx minh anh", place=7, district=3, phones=frozenset({"+84912345678"}))


def test_the_same_tax_code_is_certain():
    assert likeness(Key(1, tax_code="0100233488"), Key(2, tax_code="0100233488")).grade == "certain"


def test_the_same_name_in_the_same_commune_is_probable():
    found = likeness(replace(ONE, phones=frozenset()), Key(2, name_key="htx minh anh", place=7))
    assert found.grade == "probable"
    assert "cùng xã, phường" in found.reasons


def test_the_same_name_in_the_same_old_district_is_probable():
    assert likeness(ONE, Key(2, name_key="htx minh anh", place=None, district=3)).grade == "probable"


def test_the_same_name_elsewhere_is_only_possible():
    assert likeness(ONE, Key(2, name_key="htx minh anh", place=9, district=4)).grade == "possible"


def test_the_same_telephone_is_possible_and_with_the_commune_probable():
    phone = frozenset({"+84912345678"})
    assert likeness(ONE, Key(2, name_key="ho kd hoa", phones=phone)).grade == "possible"
    assert likeness(ONE, Key(2, name_key="ho kd hoa", place=7, phones=phone)).grade == "probable"


def test_the_same_commune_alone_says_nothing():
    assert likeness(ONE, Key(2, name_key="khac", place=7, district=3)) is None


def test_two_tax_codes_tell_two_apart_but_a_branch_is_shown():
    one, other = replace(ONE, tax_code="0100233488"), replace(ONE, id=2, tax_code="0100112437")
    assert likeness(one, other) is None
    assert likeness(one, replace(other, tax_code="0100233488-001")).grade == "possible"


def test_empty_rows_are_not_alike():
    assert likeness(Key(1), Key(2)) is None


KEYS = st.builds(
    Key,
    id=st.integers(1, 9),
    tax_code=st.sampled_from(["", "0100233488", "0100233488-001", "0100112437"]),
    name_key=st.sampled_from(["", "a", "b"]),
    place=st.sampled_from([None, 1, 2]),
    district=st.sampled_from([None, 1]),
    phones=st.sampled_from([frozenset(), frozenset({"x"}), frozenset({"x", "y"})]),
)


@given(KEYS, KEYS)
def test_likeness_does_not_depend_on_the_order(one, other):
    there, back = likeness(one, other), likeness(other, one)
    assert (there and there.grade) == (back and back.grade)
