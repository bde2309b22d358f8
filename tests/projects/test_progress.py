"""Monthly progress and difficulties."""

from datetime import date

import pytest

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.projects import queries
from bedo.projects.services import progress
from tests.projects.factory import TODAY


@pytest.fixture
def running(chain):
    return chain.to("begin")


def report(chain, month, percent, **more):
    return progress.report_progress(
        share=chain.share,
        month=date(2026, month, 1),
        planned_percent=percent,
        done_percent=percent,
        **chain.by("officer", **more),
    )


def test_nothing_new_keeps_last_months_figures(running):
    report(running, 4, 35, spent=Dong(50_000_000))
    [kept] = progress.nothing_new(shares=[running.share], month=date(2026, 5, 1), **running.by("officer"))
    assert (kept.planned_percent, kept.done_percent, kept.spent, kept.nothing_new) == (35, 35, 50_000_000, True)


def test_less_than_last_month_must_say_why(running):
    with pytest.raises(Refused, match="thấp hơn"):
        report(running, 4, 10)
    assert report(running, 4, 10, done_text="Máy hỏng, phải đổi").done_percent == 10


def test_a_month_before_the_contract_or_not_begun_is_refused(running):
    for month in (date(2026, 2, 1), date(2026, 12, 1)):
        with pytest.raises(Refused):
            progress.report_progress(
                share=running.share, month=month, planned_percent=1, done_percent=30, **running.by("officer")
            )


def test_the_next_month_is_prefilled_after_the_newest(running):
    assert queries.next_report_month(running.share, TODAY) == date(2026, 4, 1)


def test_a_stale_report_is_refused(running):
    first = report(running, 4, 30)
    report(running, 4, 31, version=first.version)
    with pytest.raises(Refused) as refusal:
        report(running, 4, 32, version=first.version)
    assert refusal.value.code == "stale"


def test_a_difficulty_has_a_holder_a_day_and_an_outcome(running, people):
    row = progress.raise_difficulty(
        share=running.share,
        text="Thiếu điện ba pha",
        holder=people["director"],
        due_on=date(2026, 12, 5),
        **running.by("officer"),
    )
    with pytest.raises(Refused):
        progress.close_difficulty(difficulty=row, outcome="  ", **running.by("officer"))
    progress.close_difficulty(difficulty=row, outcome="Đã kéo điện", **running.by("officer"))
    row.refresh_from_db()
    assert (row.outcome, row.closed_on) == ("Đã kéo điện", TODAY)


def test_a_difficulty_due_in_the_past_is_refused(running, people):
    with pytest.raises(Refused, match="đã qua"):
        progress.raise_difficulty(
            share=running.share,
            text="Chậm",
            holder=people["director"],
            due_on=date(2026, 1, 1),
            **running.by("officer"),
        )
