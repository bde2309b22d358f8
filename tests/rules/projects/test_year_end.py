"""What may be done with a leftover on a day: the table written out, days and đồng."""

from datetime import date

import pytest

from bedo.core.types import Dong
from bedo.ledger.rules import CARRIED
from bedo.projects.rules import states as s
from bedo.projects.rules import year_end as rules
from bedo.projects.rules.year_end import LATE, OPEN, READY, WAITING, Leftover

CALENDAR = rules.Calendar(date(2026, 12, 31), date(2027, 1, 22))
NOVEMBER, LAST, NEW_YEAR = date(2026, 11, 26), date(2026, 12, 31), date(2027, 1, 1)
CLOSING, AFTER = date(2027, 1, 22), date(2027, 1, 23)


def marks(left, day):
    return [(way.act, way.mark) for way in rules.ways(left, day, CALENDAR)]


@pytest.mark.parametrize(
    ("stage", "state", "asked", "day", "expected", "together"),
    [
        ("available", "", "", NOVEMBER, [("plan", READY), ("lapse", OPEN)], READY),
        ("available", "", "", LAST, [("plan", READY), ("lapse", READY)], READY),
        ("available", "", "", NEW_YEAR, [("plan", LATE), ("lapse", READY)], READY),
        ("available", "", "", AFTER, [("plan", LATE), ("lapse", LATE)], LATE),
        ("planned", s.PLANNED, "", NOVEMBER, [("contract", OPEN), ("next_year", READY), ("stop", READY)], OPEN),
        ("planned", s.FUNDED, "", LAST, [("contract", READY), ("next_year", READY), ("stop", READY)], READY),
        ("planned", s.FUNDED, "", NEW_YEAR, [("contract", LATE), ("next_year", LATE), ("stop", READY)], LATE),
        ("planned", s.FUNDED, "next_year", NEW_YEAR, [("contract", LATE), ("next_year", WAITING), ("stop", READY)], WAITING),
        ("planned", s.DETAILED, "stop", NEW_YEAR, [("contract", LATE), ("next_year", LATE), ("stop", WAITING)], WAITING),
        ("contracted", s.RUNNING, "", LAST, [("pay", OPEN), ("next_year", READY), ("stop", READY)], OPEN),
        ("contracted", s.RUNNING, "", NEW_YEAR, [("pay", LATE), ("next_year", LATE), ("stop", READY)], LATE),
        ("contracted", s.ACCEPTED, "", NEW_YEAR, [("pay", READY), ("next_year", LATE), ("stop", READY)], READY),
        ("contracted", s.SETTLING, "", AFTER, [("pay", LATE), ("next_year", LATE), ("stop", READY)], LATE),
        ("advanced", s.RUNNING, "", NOVEMBER, [("settle", OPEN), ("next_year", READY), ("stop", READY)], OPEN),
        ("advanced", s.RUNNING, "", NEW_YEAR, [("settle", OPEN), ("next_year", LATE), ("stop", READY)], OPEN),
        ("advanced", s.SETTLING, "", CLOSING, [("settle", READY), ("next_year", LATE), ("stop", READY)], READY),
        ("advanced", s.SETTLING, "", AFTER, [("settle", LATE), ("next_year", LATE), ("stop", READY)], LATE),
        ("advanced", s.RUNNING, "stop_violation", AFTER, [("settle", LATE), ("next_year", LATE), ("stop", WAITING)], WAITING),
        ("recoverable", s.STOPPING, "", AFTER, [("repay", READY)], READY),
    ],
)  # fmt: skip
def test_what_may_be_done_with_a_leftover_on_a_day(stage, state, asked, day, expected, together):
    left = Leftover(stage, Dong(300_000_000), state, asked)
    assert marks(left, day) == expected
    assert rules.standing(rules.ways(left, day, CALENDAR)) == together


def test_a_rolling_fund_takes_its_money_back():
    assert marks(Leftover("recoverable", Dong(5), s.STOPPING, rolling=True), NOVEMBER) == [("reuse", READY)]


def test_a_late_way_says_what_is_left_to_do_and_one_in_time_says_nothing():
    late = rules.ways(Leftover("planned", Dong(1), s.FUNDED), NEW_YEAR, CALENDAR)
    assert [bool(way.sentence) for way in late] == [True, True, False]
    assert not any(way.sentence for way in rules.ways(Leftover("planned", Dong(1), s.FUNDED), LAST, CALENDAR))


def test_every_stage_that_waits_has_a_way_out_and_no_settled_one():
    assert {row.stage for row in rules.TABLE} == set(CARRIED)
    assert rules.ways(Leftover("settled", Dong(1), s.SETTLED), AFTER, CALENDAR) == ()


@pytest.mark.parametrize("state", sorted(s.STOPPABLE))
@pytest.mark.parametrize("stage", ["planned", "contracted", "advanced"])
@pytest.mark.parametrize("day", [NOVEMBER, NEW_YEAR, AFTER])
def test_money_of_a_project_that_can_be_stopped_is_never_without_a_way(stage, state, day):
    assert ("stop", READY) in marks(Leftover(stage, Dong(1), state), day)


def test_leftovers_are_what_came_in_less_what_went_out_and_was_settled():
    totals = {"in": 2_000_000_000, "out": 150_000_000, "available": 400_000_000, "planned": 250_000_000,
              "contracted": 200_000_000, "advanced": 630_000_000, "recoverable": 70_000_000, "settled": 300_000_000}  # fmt: skip
    assert rules.left_over(totals) == 1_550_000_000
    found = [Leftover(stage, Dong(totals[stage])) for stage in CARRIED]
    assert rules.gap(totals, found) == 0
    assert rules.gap(totals, found[1:]) == 400_000_000
