"""What counts as a contradiction between printed figures, and what printed words leave room for."""

import pytest

from bedo.reports import rules
from bedo.reports.rules import Printed


def figure(key, measure, value, qualifier="exact", *, years=(2018, 2018), kind="plan", place="A", source="s", **more):
    facts = {"period": str(years), "group": "row", **more}
    return Printed(key, measure, value, qualifier, years, kind=kind, place=place, source=source, **facts)


def test_parts_that_do_not_make_the_total_are_told_with_the_gap():
    found = rules.contradictions(
        [figure(1, "fund_total", 100), figure(2, "fund_national", 60), figure(3, "fund_local", 50)]
    )
    assert [(one.stated, one.computed, one.gap, one.unit) for one in found] == [(100, 110, 10, "đồng")]
    assert found[0].parts == (2, 3)
    assert found[0].total == 1


def test_a_total_without_one_of_its_parts_is_not_judged():
    assert rules.contradictions([figure(1, "fund_total", 100), figure(2, "fund_national", 60)]) == []


@pytest.mark.parametrize(
    ("total", "qualifier", "agrees"),
    [
        (6_000, "over", True),  # “hơn 6” against 4,4 + 1,7
        (6_100, "exact", True),
        (6_200, "over", False),
        (6_200, "under", True),
        (6_000, "under", False),
        (6_000, "approx", True),
        (5_000, "approx", False),
        (5_900, "at_least", True),
    ],
)
def test_words_before_a_figure_widen_it(total, qualifier, agrees):
    figures = [
        figure(1, "fund_total", total, qualifier),
        figure(2, "fund_national", 4_400),
        figure(3, "fund_local", 1_700),
    ]
    assert (rules.contradictions(figures) == []) is agrees


def test_yearly_sums_are_multiplied_by_their_years():
    billion = 1_000_000_000
    yearly = [
        figure(1, "fund_local_per_year", 2 * billion, years=(2002, 2005), group="a"),
        figure(2, "fund_local_per_year", 3 * billion, years=(2006, 2006), group="b"),
        figure(3, "fund_local_per_year", 4 * billion, years=(2007, 2016), group="c"),
        figure(4, "fund_local_per_year", 4_500_000_000, years=(2017, 2018), group="d"),
    ]
    total = figure(5, "fund_local", 53_700_000_000, years=(2002, 2018), group="e")
    [found] = rules.contradictions([*yearly, total])
    assert (found.stated, found.computed, found.gap) == (53_700_000_000, 60 * billion, 6_300_000_000)


def test_years_with_a_gap_are_not_added_up():
    yearly = [figure(1, "fund_local_per_year", 2, years=(2002, 2005), group="a")]
    assert rules.contradictions([*yearly, figure(2, "fund_local", 99, years=(2002, 2006), group="b")]) == []


def test_two_sources_that_differ_are_told_and_a_part_is_not_taken_for_the_whole():
    one, other = (
        figure(1, "fund_local", 216, group="a", source="x"),
        figure(2, "fund_local", 120, group="b", source="y"),
    )
    assert [found.gap for found in rules.contradictions([one, other])] == [96]
    part = figure(2, "fund_local", 120, group="b", source="y", partial=True)
    assert rules.contradictions([one, part]) == []


def test_what_one_article_says_twice_is_told_once():
    figures = [
        figure(1, "fund_local_per_year", 4, years=(2017, 2018), group="a"),
        figure(2, "fund_local", 9, years=(2017, 2018), group="b"),
        figure(3, "fund_local", 9, years=(2017, 2018), group="c"),
    ]
    assert len(rules.contradictions(figures)) == 1


def test_every_measure_and_kind_has_words():
    assert all(measure.label for measure in rules.MEASURES.values())
    assert rules.label("never_heard_of") == "never_heard_of"
