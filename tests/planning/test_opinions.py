"""Phiếu lấy ý kiến: who was asked when, who answered, how long it took; what the guard of the decision looks at."""

from datetime import date

import pytest

from bedo.core.moves import Refused
from bedo.planning import opinions
from bedo.planning import services as planning
from bedo.planning.models import OpinionRequest
from tests.projects.factory import TODAY

pytestmark = pytest.mark.django_db
ASKED, DUE = date(2026, 1, 6), date(2026, 1, 16)


def refused(act, **what):
    with pytest.raises(Refused) as caught:
        act(**what)
    return caught.value


@pytest.fixture
def plan(chain, people):
    """A plan that was submitted on 05/01/2026; nobody was asked yet."""
    chain.to("envelope")
    made = planning.open_plan(line=chain.line, by=people["director"])
    planning.add_item(plan=made, project=chain.project, amount=chain.support, by=people["director"])
    planning.submit_plan(plan=made, by=people["director"], today=TODAY, on=date(2026, 1, 5))
    return made


@pytest.fixture
def ask(plan, people):
    def asked(department, **more):
        given = {"asked_on": ASKED, "due_on": DUE, **more}
        return opinions.ask(plan=plan, department=department, by=people["director"], today=TODAY, **given)

    return asked


def answer(row, by, **more):
    given = {"agrees": True, "text": "Nhất trí", "on": date(2026, 1, 14), "today": TODAY, **more}
    opinions.answer(row=row, by=by, **given)
    row.refresh_from_db()


def approve(chain, plan, number=20):
    decision = chain.paper("QĐ", number, date(2026, 1, 20))
    planning.approve_plan(plan=plan, decision=decision, **chain.by("approver_province"))


def test_departments_are_asked_and_finance_stands_first(plan, ask, people):
    other = ask("Sở Nông nghiệp và Môi trường")
    finance = ask("  sở   Tài chính ")
    assert opinions.of_submission(plan) == [finance, other]
    assert (finance.department, finance.is_finance, other.is_finance) == ("Sở Tài chính", True, False)
    assert other.days(date(2026, 1, 10)) == 4
    answer(other, people["director"], agrees=False, text="Giảm 50 triệu", reference="120/SNNMT-KH")
    assert (other.days(TODAY), other.agrees, other.waits) == (8, False, False)


def test_finance_answers_for_itself_and_others_are_entered_by_who_keeps_the_plan(ask, people):
    finance, other = ask("Sở Tài chính"), ask("Sở Xây dựng")
    assert refused(answer, row=finance, by=people["director"]).status == 403
    assert refused(answer, row=other, by=people["finance"]).status == 403
    answer(finance, people["finance"])
    answer(other, people["director"])


def test_the_old_way_of_finance_fills_its_row(plan, ask, people):
    row = ask("Sở Tài chính")
    planning.give_opinion(
        plan=plan, agrees=True, text="Nhất trí", on=date(2026, 1, 9), by=people["finance"], today=TODAY
    )
    row.refresh_from_db()
    assert (row.answered_on, row.answered_by) == (date(2026, 1, 9), people["finance"])
    assert OpinionRequest.objects.count() == 1


def test_who_must_be_heard_holds_the_decision(chain, plan, ask, people):
    planning.give_opinion(
        plan=plan, agrees=True, text="Nhất trí", on=date(2026, 1, 9), by=people["finance"], today=TODAY
    )
    ask("Sở Xây dựng")
    row = ask("Sở Nông nghiệp và Môi trường", must=True)
    assert "Sở Nông nghiệp và Môi trường" in refused(approve, chain=chain, plan=plan).reason
    opinions.withdraw(row=row, why="Sở đã họp trực tiếp", by=people["director"], today=TODAY)
    approve(chain, plan, 21)
    assert plan.state == "approved"


def test_without_finance_there_is_no_decision_even_when_others_answered(chain, plan, ask, people):
    answer(ask("Sở Xây dựng"), people["director"])
    assert refused(approve, chain=chain, plan=plan).code == "opinion"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"department": "  "}, "department"),
        ({"asked_on": date(2026, 1, 4)}, "asked_on"),
        ({"asked_on": date(2099, 1, 1), "due_on": None}, "asked_on"),
        ({"due_on": date(2026, 1, 5)}, "due_on"),
    ],
)
def test_a_bad_value_is_said_beside_its_field(ask, changes, field):
    refusal = refused(ask, **{"department": "Sở Xây dựng", **changes})
    assert (refusal.field, refusal.status) == (field, 422)
    assert not OpinionRequest.objects.exists()


def test_wrong_moments(chain, plan, ask, people):
    row = ask("Sở Xây dựng")
    assert refused(ask, department="sở xây dựng").code == "twin"
    assert refused(answer, row=row, by=people["director"], on=date(2026, 1, 5)).field == "on"
    assert refused(answer, row=row, by=people["director"], text=" ").field == "text"
    assert refused(opinions.withdraw, row=row, why="", by=people["director"], today=TODAY).field == "why"
    answer(row, people["director"])
    assert refused(opinions.withdraw, row=row, why="x", by=people["director"], today=TODAY).code == "state"
    planning.return_plan(plan=plan, reason="Bớt", by=people["approver_province"], today=TODAY)
    assert refused(ask, department="Sở Y tế").code == "state"
    assert refused(answer, row=row, by=people["director"]).code == "state"


def test_after_a_return_opinions_are_asked_anew_and_the_old_ones_stay(chain, plan, ask, people):
    answer(ask("Sở Tài chính"), people["finance"])
    planning.return_plan(plan=plan, reason="Bớt", by=people["approver_province"], today=TODAY)
    planning.submit_plan(plan=plan, by=people["director"], today=TODAY, on=date(2026, 1, 18))
    assert opinions.of_submission(plan) == []
    assert refused(approve, chain=chain, plan=plan).code == "opinion"
    assert OpinionRequest.objects.get().submission == 1
