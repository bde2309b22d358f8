"""Effects in the years after acceptance: who is to be asked, what was promised, stocks and flows."""

from datetime import date

import pytest

from bedo.core.types import Dong
from bedo.projects import effects_due
from bedo.projects.models import Acceptance, Effect
from bedo.projects.rules import effects as rules
from bedo.projects.services import effects
from tests.projects.factory import TODAY

DUE = {1: date(2024, 3, 5), 2: date(2025, 3, 5), 3: date(2026, 3, 5)}


def test_three_years_and_how_each_stands():
    told = rules.asked_years(date(2023, 3, 5), {2024}, date(2025, 2, 20), DUE)
    assert [(one.year, one.state) for one in told] == [(2024, "answered"), (2025, "due"), (2026, "later")]
    late = rules.asked_years(date(2023, 3, 5), set(), date(2025, 3, 6), DUE)
    assert [one.state for one in late] == ["late", "late", "later"]
    assert rules.asked_years(date(2023, 3, 5), set(), date(2030, 1, 1), {}) == []


def test_shares_of_a_year_add_up_and_years_never_do():
    answers = {
        2024: [{"workers": 10, "income": 6, "output": "5 tấn"}, {"workers": 4, "income": 7, "output": ""}],
        2025: [{"workers": 12, "income": 8, "revenue": None}],
    }
    told = {one.name: one for one in rules.against({"workers": 20}, answers)}
    assert told["workers"].promised == 20
    assert told["workers"].answers == ((2024, 14, 2), (2025, 12, 1))
    assert told["income"].answers == ((2024, None, 2), (2025, 8, 1)), "an average is not added"
    assert told["output"].answers == ((2024, "5 tấn", 1), (2025, None, 0))
    assert "revenue" not in told


@pytest.mark.django_db
def test_a_missing_year_is_found_until_it_is_answered(chain):
    chain.to("follow")
    Acceptance.objects.update(held_on=date(2024, 10, 5))
    user, share = chain.people["officer"], chain.share
    seen = effects_due.accepted_shares(user)
    (row,) = effects_due.with_years(effects_due.whole(seen), TODAY)
    assert [(one.year, one.state) for one in row.years] == [(2025, "late"), (2026, "late"), (2027, "later")]
    assert list(effects_due.lacking(seen, TODAY)) == [share]
    assert [one.share for one in effects_due.effects_due(user, share.project.province, TODAY)] == [share]
    assert list(effects_due.to_ask(seen, date(2025, 9, 6))) == [share], "a month before the first is due"
    assert not effects_due.to_ask(seen, date(2025, 9, 4)).exists()
    for year in (2025, 2026):
        effects.record_effect(
            share=share,
            year=year,
            as_of=date(2026, 11, 1),
            said_by="Chủ cơ sở",
            said_how="phone",
            workers=9,
            **chain.by("officer"),
        )
    assert not effects_due.lacking(seen, TODAY).exists()
    assert effects_due.effects_due(user, share.project.province, TODAY) == []


@pytest.mark.django_db
def test_what_was_promised_stands_beside_what_was_answered(chain):
    chain.to("start")
    effects.promise_effects(project=chain.project, by=chain.people["officer"], workers=12, revenue=Dong(900_000_000))
    chain.to("follow")
    Effect.objects.create(
        share=chain.share, year=2027, as_of=date(2027, 10, 1), workers=9, said_by="Chủ cơ sở", said_how="phone",
        recorded_at=chain.project.created_at, recorded_by=chain.people["officer"],
    )  # fmt: skip
    told = {one.name: (one.promised, one.answers) for one in effects_due.against(chain.project)}
    assert told == {"workers": (12, ((2027, 9, 1),)), "revenue": (Dong(900_000_000), ((2027, None, 0),))}


@pytest.mark.django_db
def test_the_promise_is_written_with_the_dossier_alone(chain):
    from bedo.core.moves import Refused

    chain.to("submit")
    with pytest.raises(Refused):
        effects.promise_effects(project=chain.project, by=chain.people["officer"], workers=12)
