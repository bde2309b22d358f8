"""A draft norm over past supports: written-out đồng, and sums that add up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedo.core.types import Dong
from bedo.programmes import rules

DAY = date(2026, 11, 26)


def norm(percent_bp=5000, cap=300_000_000):
    return rules.draft_norm("MAY", "Máy móc", percent_bp=percent_bp, cap=Dong(cap), cap_per="cơ sở")


def past(basis, given, key=1):
    return rules.Past(key, None if basis is None else Dong(basis), None if given is None else Dong(given))


@pytest.mark.parametrize(
    ("percent_bp", "cap", "basis", "was", "allowed", "difference"),
    [
        (5000, 300_000_000, 700_000_000, 300_000_000, 300_000_000, 0),
        (5000, 300_000_000, 400_000_000, 300_000_000, 200_000_000, -100_000_000),
        (7000, 400_000_000, 500_000_000, 200_000_000, 350_000_000, 150_000_000),
        (0, 100_000_000, 80_000_000, 50_000_000, 80_000_000, 30_000_000),
        (3333, 0, 100_000_001, 0, 33_330_000, 33_330_000),
        (5000, 300_000_000, None, 300_000_000, None, None),
        (5000, 300_000_000, 400_000_000, None, 200_000_000, None),
    ],
)
def test_what_a_draft_would_allow(percent_bp, cap, basis, was, allowed, difference):
    [row] = rules.replay(norm(percent_bp, cap), [past(basis, was)], on=DAY)
    assert (row.allowed, row.difference) == (allowed, difference)


def test_each_row_explains_itself():
    [row] = rules.replay(norm(), [past(400_000_000, 1)], on=DAY)
    assert "50 % của 400.000.000 đ: 200.000.000 đ" in row.answer.explanation
    assert "Mức trần 300.000.000 đ/cơ sở: 300.000.000 đ" in row.answer.explanation
    assert not row.answer.binding


def test_sums_of_what_can_be_compared():
    rows = rules.replay(
        norm(), [past(700_000_000, 250_000_000), past(400_000_000, 300_000_000, 2), past(None, 5, 3)], on=DAY
    )
    found = rules.replay_sums(rows)
    assert (found.compared, found.unknown, found.given, found.allowed) == (2, 1, 550_000_000, 500_000_000)
    assert (found.more, found.less, found.difference) == (50_000_000, 100_000_000, -50_000_000)


AMOUNT = st.one_of(st.none(), st.integers(0, 10**10))


@given(
    rows=st.lists(st.tuples(AMOUNT, AMOUNT), max_size=20), percent_bp=st.integers(1, 10_000), cap=st.integers(1, 10**9)
)
def test_sums_add_up_and_no_support_is_above_its_cost(rows, percent_bp, cap):
    found = rules.replay(norm(percent_bp, cap), [past(*row, key) for key, row in enumerate(rows)], on=DAY)
    total = rules.replay_sums(found)
    assert total.difference == total.more - total.less
    assert total.compared + total.unknown == len(rows)
    for row in found:
        assert row.allowed is None or (row.allowed <= cap and row.allowed <= row.past.basis)
