"""Recoverable support of the rolling fund from the contract to money that is lent again, to the đồng."""

from datetime import date

import pytest

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import checks
from bedo.ledger.queries import find_line, stages_of_holders, totals
from bedo.projects import queries
from bedo.projects.models import Instalment
from bedo.projects.services import rolling, settlement
from tests.projects.factory import make_establishment
from tests.projects.group import Several, mil

pytestmark = pytest.mark.django_db
DAYS = [date(2026, 11, 10), date(2027, 5, 10), date(2027, 11, 10)]
SCHEDULE = [(day, mil(100)) for day in DAYS]


@pytest.fixture
def lent(people, province, commune):
    """300 triệu of the fund, under contract."""
    loan = Several(people, commune, kind="single", support=300, fund="quy_kc", establishment=make_establishment(province, commune))  # fmt: skip
    loan.funded(envelope=500)
    loan.row = loan.contract({1: 300})
    return loan


@pytest.fixture
def liquidated(lent):
    lent.whole_way(1, lent.row)
    lent.settle(lent.row, (1,))
    schedule(lent)
    return lent


def schedule(loan, rows=None):
    return rolling.set_schedule(share=loan.share(1), rows=SCHEDULE if rows is None else rows, **loan.by("director"))


def held(loan):
    key = loan.share(1).holder
    return {stage: int(amount) // 1_000_000 for stage, amount in stages_of_holders([key])[key].items() if amount}


def available(loan, year):
    line = find_line(loan.province, "quy_kc", year)
    return int(totals(line)["available"]) // 1_000_000 if line else None


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value


def pay_back(loan, amount, on):
    rolling.repay_to_fund(share=loan.share(1), amount=mil(amount), on=on, **loan.by("accountant"))


def test_what_was_lent_falls_due_comes_back_and_is_there_again(liquidated):
    assert held(liquidated) == {"settled": 300}
    assert available(liquidated, 2026) == 200
    assert rolling.call_due(today=date(2026, 11, 9)) == rolling.Called(0, Dong(0))
    assert rolling.call_due(today=date(2026, 11, 25)) == rolling.Called(1, mil(100))
    assert rolling.call_due(today=date(2026, 11, 25)) == rolling.Called(0, Dong(0))
    assert held(liquidated) == {"settled": 200, "recoverable": 100}
    assert list(checks.broken_lines()) == []
    pay_back(liquidated, 60, date(2026, 11, 20))
    assert held(liquidated) == {"settled": 200, "recoverable": 40}
    assert available(liquidated, 2026) == 260
    first, second, third = queries.schedule_of(liquidated.share(1), liquidated.today)
    assert (first.paid, first.left, first.days_late) == (mil(60), mil(40), 15)
    assert (second.left, second.days_late, third.word) == (mil(100), 0, "Chưa đến hạn")
    pay_back(liquidated, 40, date(2026, 11, 25))
    assert available(liquidated, 2026) == 300
    assert list(checks.broken_lines()) == []


def test_what_comes_back_in_a_later_year_is_lent_from_that_year(liquidated):
    settlement.settle_year(line=liquidated.lines[2026], on=date(2026, 11, 24), **liquidated.by("finance"))
    liquidated.today = date(2027, 12, 1)
    assert rolling.call_due(today=liquidated.today).count == 3
    pay_back(liquidated, 300, date(2027, 11, 30))
    assert held(liquidated) == {}
    assert (available(liquidated, 2026), available(liquidated, 2027)) == (200, 300)
    assert list(checks.broken_lines()) == []


def test_instalments_do_not_hold_up_the_years_settlement(liquidated):
    rolling.call_due(today=date(2026, 11, 25))
    settlement.settle_year(line=liquidated.lines[2026], on=date(2026, 11, 24), **liquidated.by("finance"))
    assert liquidated.share(1).state == "settled"


def test_nothing_is_called_before_the_liquidation(lent):
    schedule(lent)
    assert rolling.call_due(today=date(2027, 12, 1)).count == 0
    assert held(lent) == {"contracted": 300}


def test_a_schedule_is_rewritten_but_what_fell_due_stays(liquidated):
    rolling.call_due(today=date(2026, 11, 25))
    schedule(liquidated, [(date(2028, 1, 1), mil(150)), (date(2027, 7, 1), mil(50))])
    rows = [(row.number, row.due_on, row.amount) for row in Instalment.objects.order_by("number")]
    assert rows == [(1, DAYS[0], mil(100)), (2, date(2027, 7, 1), mil(50)), (3, date(2028, 1, 1), mil(150))]
    told = refusal(schedule, liquidated, [(date(2027, 7, 1), mil(201))])
    assert (told.field, told.status) == ("rows", 422)
    assert Instalment.objects.count() == 3


def test_more_than_is_due_does_not_come_back(liquidated):
    rolling.call_due(today=date(2026, 11, 25))
    assert refusal(pay_back, liquidated, 101, date(2026, 11, 20)).field == "amount"
    assert held(liquidated) == {"settled": 200, "recoverable": 100}


def test_an_instalment_above_what_was_settled_is_told_and_the_others_are_called(lent):
    schedule(lent)
    lent.whole_way(1, lent.row)
    key = lent.share(1).pk
    row = settlement.submit_settlement(
        contract=lent.row, asked={key: mil(300)}, submitted_on=date(2026, 10, 15), **lent.by("officer")
    )
    settlement.liquidate(settlement=row, settled={key: mil(150)}, decided_on=date(2026, 10, 20), **lent.by("approver_department"))  # fmt: skip
    done = rolling.call_due(today=date(2027, 12, 1))
    assert (done.count, done.amount, len(done.problems)) == (1, mil(100), 2)
    assert held(lent) == {"settled": 50, "recoverable": 250}
    assert list(checks.broken_lines()) == []


def test_only_the_fund_lends(people, province, commune):
    grant = Several(people, commune, kind="single", support=300, establishment=make_establishment(province, commune))
    grant.funded()
    grant.contract({1: 300})
    assert refusal(schedule, grant).code == "fund"
    assert refusal(pay_back, grant, 1, date(2026, 11, 1)).code == "fund"


def test_who_may_not_pay_may_not_call(liquidated):
    call = rolling.call_due(today=date(2026, 11, 25), by=liquidated.people["officer"], province=liquidated.province)
    assert call.count == 0
    assert "không có quyền" in call.problems[0]
    assert refusal(rolling.set_schedule, share=liquidated.share(1), rows=SCHEDULE, **liquidated.by("officer")).status == 403  # fmt: skip


def test_the_next_instalment_is_the_projects_deadline(liquidated):
    liquidated.project.refresh_from_db()
    assert liquidated.project.due_on == DAYS[0]
    assert "Hoàn trả Quỹ khuyến công, kỳ 1" in liquidated.project.due_what
