"""Whole đồng: what adds up, what is refused, how shares round."""

import copy
import json
import operator
import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedo.core.types import Dong

AMOUNTS = st.integers(-(10**16), 10**16)


@pytest.mark.parametrize("value", [1.0, "1", None, True, Fraction(1)])
def test_only_whole_numbers_become_dong(value):
    with pytest.raises(TypeError):
        Dong(value)


@pytest.mark.parametrize("other", [1.5, True, "1", Fraction(1, 2)])
@pytest.mark.parametrize("act", [operator.add, operator.sub, operator.mul])
def test_arithmetic_refuses_what_is_not_a_whole_number(act, other):
    with pytest.raises(TypeError):
        act(Dong(1), other)


@pytest.mark.parametrize("act", [operator.truediv, operator.floordiv, operator.mod, divmod, pow])
@pytest.mark.parametrize("pair", [(Dong(7), 2), (7, Dong(2)), (Dong(7), Dong(2))])
def test_division_is_refused_in_every_form(act, pair):
    with pytest.raises(TypeError, match="share"):
        act(*pair)


@given(AMOUNTS, AMOUNTS, st.integers(-100, 100))
def test_sums_and_multiples_stay_dong(one, other, times):
    for result, expected in (
        (Dong(one) + Dong(other), one + other),
        (one + Dong(other), one + other),
        (Dong(one) - other, one - other),
        (one - Dong(other), one - other),
        (Dong(one) * times, one * times),
        (times * Dong(one), one * times),
        (-Dong(one), -one),
        (+Dong(one), one),
        (abs(Dong(one)), abs(one)),
        (sum([Dong(one), Dong(other)]), one + other),
    ):
        assert type(result) is Dong
        assert result == expected


@given(AMOUNTS, st.integers(0, 1000), st.integers(1, 1000))
def test_a_share_is_the_nearest_whole_dong_halves_away_from_zero(amount, numerator, denominator):
    exact = Fraction(amount * numerator, denominator)
    share = Dong(amount).share(numerator, denominator)
    assert type(share) is Dong
    error = abs(int(share) - exact)
    assert error <= Fraction(1, 2)
    if error == Fraction(1, 2):
        assert abs(share) > abs(exact)


@given(AMOUNTS, st.integers(0, 1000), st.integers(1, 1000))
def test_a_share_of_what_is_owed_mirrors_the_share_of_what_is_had(amount, numerator, denominator):
    assert Dong(-amount).share(numerator, denominator) == -Dong(amount).share(numerator, denominator)


@given(AMOUNTS.filter(lambda amount: amount >= 0), st.integers(0, 100))
def test_a_percentage_never_exceeds_the_whole(amount, percent):
    assert 0 <= Dong(amount).share(percent, 100) <= amount


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_share_needs_a_positive_denominator(denominator):
    with pytest.raises(ValueError, match="positive"):
        Dong(1).share(1, denominator)


@pytest.mark.parametrize("parts", [(0.5, 1), (1, 2.0)])
def test_a_share_takes_whole_numbers_only(parts):
    with pytest.raises(TypeError):
        Dong(1).share(*parts)


def test_it_shows_as_vietnamese_money_and_travels_as_a_number():
    amount = Dong(23_615_149_080)
    assert str(amount) == f"{amount}" == "23.615.149.080 đ"
    assert str(Dong(-1500)) == "-1.500 đ"
    assert f"{amount:d}" == json.dumps(amount) == "23615149080"
    assert pickle.loads(pickle.dumps(amount)) == copy.deepcopy(amount) == amount
    assert {amount: 1}[23_615_149_080] == 1
