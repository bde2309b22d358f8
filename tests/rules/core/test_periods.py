"""Periods: both ends counted, neighbours, Vietnamese names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedo.core.periods import Period

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))
WHOLE = st.one_of(
    st.builds(Period.month, st.integers(2000, 2050), st.integers(1, 12)),
    st.builds(Period.quarter, st.integers(2000, 2050), st.integers(1, 4)),
    st.builds(Period.half, st.integers(2000, 2050), st.integers(1, 2)),
    st.builds(Period.year, st.integers(2000, 2050)),
)


@pytest.mark.parametrize(
    ("period", "first", "last", "label"),
    [
        (Period.month(2024, 2), date(2024, 2, 1), date(2024, 2, 29), "tháng 2/2024"),
        (Period.quarter(2025, 1), date(2025, 1, 1), date(2025, 3, 31), "quý I/2025"),
        (Period.quarter(2025, 4), date(2025, 10, 1), date(2025, 12, 31), "quý IV/2025"),
        (Period.half(2025, 1), date(2025, 1, 1), date(2025, 6, 30), "6 tháng đầu năm 2025"),
        (Period.half(2025, 2), date(2025, 7, 1), date(2025, 12, 31), "6 tháng cuối năm 2025"),
        (Period.months(2025, 1, 9), date(2025, 1, 1), date(2025, 9, 30), "9 tháng đầu năm 2025"),
        (Period.year(2025), date(2025, 1, 1), date(2025, 12, 31), "năm 2025"),
        (Period.year_to(date(2025, 3, 15)), date(2025, 1, 1), date(2025, 3, 15), "từ 01/01/2025 đến 15/03/2025"),
        (Period.months(2025, 2, 4), date(2025, 2, 1), date(2025, 4, 30), "từ 01/02/2025 đến 30/04/2025"),
        (Period(date(2025, 3, 15), date(2025, 3, 15)), date(2025, 3, 15), date(2025, 3, 15), "ngày 15/03/2025"),
    ],
)
def test_periods_have_ends_and_names(period, first, last, label):
    assert (period.first, period.last, period.label, str(period)) == (first, last, label, label)


@pytest.mark.parametrize(
    "make", [lambda: Period.quarter(2025, 5), lambda: Period.half(2025, 0), lambda: Period.month(2025, 13)]
)
def test_there_is_no_fifth_quarter(make):
    with pytest.raises(ValueError):
        make()


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="ends before"):
        Period(date(2025, 1, 2), date(2025, 1, 1))


def test_both_ends_belong_to_it():
    july = Period.month(2025, 7)
    assert date(2025, 7, 1) in july
    assert date(2025, 7, 31) in july
    assert date(2025, 6, 30) not in july
    assert date(2025, 8, 1) not in july
    assert july.days == len(list(july)) == 31


def test_the_last_day_itself_is_not_late():
    july = Period.month(2025, 7)
    assert (july.days_left(date(2025, 7, 31)), july.is_over(date(2025, 7, 31))) == (0, False)
    assert (july.days_left(date(2025, 8, 1)), july.is_over(date(2025, 8, 1))) == (-1, True)


@pytest.mark.parametrize(
    ("period", "previous", "last_year"),
    [
        (Period.month(2025, 1), Period.month(2024, 12), Period.month(2024, 1)),
        (Period.month(2025, 2), Period.month(2025, 1), Period.month(2024, 2)),
        (Period.month(2024, 2), Period.month(2024, 1), Period.month(2023, 2)),
        (Period.quarter(2025, 1), Period.quarter(2024, 4), Period.quarter(2024, 1)),
        (Period.half(2025, 1), Period.half(2024, 2), Period.half(2024, 1)),
        (Period.months(2025, 1, 9), Period.months(2024, 4, 12), Period.months(2024, 1, 9)),
        (Period.year(2025), Period.year(2024), Period.year(2024)),
    ],
)
def test_neighbours_of_whole_months(period, previous, last_year):
    assert (period.previous, period.last_year) == (previous, last_year)


def test_a_single_leap_day_last_year_is_the_28th():
    leap = Period(date(2024, 2, 29), date(2024, 2, 29))
    assert leap.last_year == Period(date(2023, 2, 28), date(2023, 2, 28))


@given(PERIODS | WHOLE)
def test_the_previous_period_ends_the_day_before(period):
    assert period.previous.last + timedelta(days=1) == period.first
    assert (
        period.previous.whole_months == period.whole_months or period.previous.first.year != period.previous.last.year
    )


@given(WHOLE)
def test_the_same_period_last_year_keeps_its_kind(period):
    assert period.last_year.whole_months == period.whole_months
    assert period.last_year.label == period.label.replace(str(period.first.year), str(period.first.year - 1))


@given(PERIODS, PERIODS)
def test_overlap_is_mutual_and_is_the_common_days(one, other):
    assert one.overlaps(other) == other.overlaps(one) == (one.common(other) is not None)
    if common := one.common(other):
        assert one.covers(common)
        assert other.covers(common)
    assert one.covers(other) == (one.common(other) == other)


@given(DAYS)
def test_a_day_lies_in_the_periods_made_for_it(day):
    for make in (Period.month_of, Period.quarter_of, Period.half_of, Period.year_of, Period.year_to):
        assert day in make(day)
