"""Matching a Treasury statement with our books: the table written out, and what holds for any two lists."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedo.core.types import Dong
from bedo.ledger.treasury.rules import EXACT, MANUAL, NEAR_DAYS, PROBABLE, Entry, match

DAY = date(2026, 7, 6)


def e(key, amount, number="", days=0):
    return Entry(key, DAY + timedelta(days=days), Dong(amount), number)


def found(matching):
    pairs = {(pair.ours.key, pair.theirs.key): pair.how for pair in matching.pairs}
    return pairs, [one.key for one in matching.only_ours], [one.key for one in matching.only_theirs]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ([], [], ({}, [], [])),
        ([e(1, 210, "GRDT-01")], [e(9, 210, "grdt 01")], ({(1, 9): EXACT}, [], [])),
        ([e(1, 210, "0015")], [e(9, 210, "15", days=20)], ({(1, 9): EXACT}, [], [])),
        ([e(1, 210)], [e(9, 210, "15", days=5)], ({(1, 9): PROBABLE}, [], [])),
        ([e(1, 210)], [e(9, 210, "15", days=6)], ({}, [1], [9])),
        ([e(1, 210)], [e(9, 211)], ({}, [1], [9])),
        ([e(1, 210)], [e(9, -210)], ({}, [1], [9])),
        ([e(1, -70)], [e(9, -70, days=-3)], ({(1, 9): PROBABLE}, [], [])),
        ([e(1, 210, "15")], [e(9, 201, "15")], ({(1, 9): ""}, [], [])),
        # two of one amount: the number decides, then the nearer day
        ([e(1, 90, "7"), e(2, 90)], [e(8, 90), e(9, 90, "7")], ({(1, 9): EXACT, (2, 8): PROBABLE}, [], [])),
        ([e(1, 90), e(2, 90, days=4)], [e(9, 90, days=3)], ({(2, 9): PROBABLE}, [1], [])),
        # an amount without a number is not the same number as another without
        ([e(1, 90)], [e(9, 80)], ({}, [1], [9])),
    ],
)
def test_which_lines_are_the_same_thing(ours, theirs, expected):
    assert found(match(ours, theirs)) == expected


def test_what_a_person_tied_comes_first_and_what_was_taken_apart_is_not_proposed_again():
    ours, theirs = [e(1, 90, "7"), e(2, 90)], [e(8, 90), e(9, 90, "7")]
    tied = match(ours, theirs, tied=[(1, 8, MANUAL)])
    assert found(tied)[0] == {(1, 8): MANUAL, (2, 9): PROBABLE}
    apart = match(ours, theirs, apart=[(1, 9)])
    assert found(apart)[0] == {(1, 8): PROBABLE, (2, 9): PROBABLE}


def test_the_difference_is_what_pairs_differ_by_and_what_stands_alone():
    ours = [e(1, 210, "15"), e(2, 90), e(3, 50, days=30)]
    theirs = [e(7, 201, "15"), e(8, 90, days=1), e(9, 40, days=60)]
    matching = match(ours, theirs)
    assert (matching.ours, matching.theirs, matching.difference) == (350, 331, -19)
    assert [pair.difference for pair in matching.differing] == [-9]


ENTRIES = st.lists(
    st.tuples(st.sampled_from([-70, 70, 90, 210]), st.sampled_from(["", "7", "07", "A-7"]), st.integers(0, 12)), max_size=12
)  # fmt: skip


@given(mine=ENTRIES, others=ENTRIES, seed=st.randoms(use_true_random=False))
def test_every_line_stands_once_and_the_sums_add_up(mine, others, seed):
    ours = [e(number, *one) for number, one in enumerate(mine)]
    theirs = [e(100 + number, *one) for number, one in enumerate(others)]
    pairs = [(one.key, other.key) for one in ours for other in theirs]
    apart = seed.sample(pairs, min(len(pairs), 3))
    matching = match(ours, theirs, apart=apart)
    left = [pair.ours.key for pair in matching.pairs] + [one.key for one in matching.only_ours]
    right = [pair.theirs.key for pair in matching.pairs] + [one.key for one in matching.only_theirs]
    assert sorted(left) == [one.key for one in ours]
    assert sorted(right) == [one.key for one in theirs]
    assert matching.ours == sum(one.amount for one in ours)
    assert matching.theirs == sum(one.amount for one in theirs)
    assert not {(pair.ours.key, pair.theirs.key) for pair in matching.pairs} & set(apart)
    for pair in matching.exact:
        assert pair.difference == 0
        assert pair.ours.plain_number == pair.theirs.plain_number != ""
    for pair in matching.probable:
        assert pair.difference == 0
        assert pair.days <= NEAR_DAYS


@given(mine=ENTRIES)
def test_our_own_list_matches_itself_whole(mine):
    ours = [e(number, *one) for number, one in enumerate(mine)]
    assert match(ours, ours).difference == 0
    assert not match(ours, ours).only_ours
