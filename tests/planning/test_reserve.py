"""The reserve list: in the order of the law, those that fit the free money, while the budget year still runs."""

from datetime import date

import pytest

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import queries as ledger_queries
from bedo.ledger import services as ledger
from bedo.planning import reserve
from bedo.planning import services as planning
from bedo.projects.models import Project
from tests.projects.factory import TODAY, Chain, make_establishment

pytestmark = pytest.mark.django_db
M = 1_000_000


@pytest.fixture
def waiting(people, province, commune):
    """A plan of 1,300 triệu that took one of four projects of 300, 300, 500 and 300 triệu; the law puts the third first."""
    chains = []
    for number, (support, facts) in enumerate(
        [(300, {}), (300, {}), (500, {"workers": 60}), (300, {"sector": "che_bien"})], 1
    ):
        made = make_establishment(province, commune, f"Cơ sở {number}", **facts)
        chain = Chain(people, made, number=number, support=support * M, envelope=1_500 * M)
        if number > 1:
            chain.envelope = lambda: None
        chains.append(chain.to("passed" if number > 1 else "envelope"))
    first, by = chains[0], people["director"]
    plan = planning.open_plan(line=first.line, by=by)
    for chain in chains:
        planning.add_item(plan=plan, project=chain.project, amount=chain.support, by=by)
    planning.submit_plan(plan=plan, by=by, today=TODAY, on=date(2026, 1, 5))
    planning.give_opinion(
        plan=plan, agrees=True, text="Nhất trí", on=date(2026, 1, 8), by=people["finance"], today=TODAY
    )
    left = {item.pk: "Chưa đủ kinh phí" for item in plan.items.exclude(project=first.project)}
    planning.approve_plan(
        plan=plan, decision=first.paper("QĐ", 20, date(2026, 1, 20)), left_out=left, **first.by("approver_province")
    )
    first.codes = {chain.project.code: number for number, chain in enumerate(chains, 1)}
    return first


def cut(chain, amount):
    ledger.cut(line=chain.line, amount=amount * M, on=date(2026, 3, 1), note="Cắt", **chain.by("accountant"))


def numbers(chain, rows):
    return [chain.codes[row.project.code] for row in rows]


def open_round(chain, people, rows):
    expected = {row.project.pk for row in rows}
    return reserve.open_round(line=chain.line, expected=expected, by=people["director"], today=TODAY)


def test_the_list_stands_in_legal_order_and_takes_who_fits(waiting):
    found = reserve.proposal(waiting.line, TODAY)
    assert found.free == Dong(1_200 * M)
    assert numbers(waiting, found.rows) == [3, 4, 2]
    assert numbers(waiting, found.taken) == [3, 4, 2]
    assert (found.ends.value, found.days_left) == (date(2026, 12, 31), 36)
    cut(waiting, 800)
    found = reserve.proposal(waiting.line, TODAY)
    assert numbers(waiting, found.taken) == [4]
    assert [row.left for row in found.rows] == [Dong(400 * M), Dong(400 * M), Dong(100 * M)]


def test_one_press_opens_the_round_with_them(waiting, people):
    cut(waiting, 800)
    plan = open_round(waiting, people, reserve.proposal(waiting.line, TODAY).taken)
    assert (plan.round, plan.state) == (2, "draft")
    assert [waiting.codes[item.project.code] for item in plan.items.select_related("project")] == [4]
    assert plan.items.get().project.state == "base_passed"
    assert Project.objects.filter(state="not_planned").count() == 2
    planning.submit_plan(plan=plan, by=people["director"], today=TODAY, on=date(2026, 3, 5))
    planning.give_opinion(
        plan=plan, agrees=True, text="Nhất trí", on=date(2026, 3, 8), by=people["finance"], today=TODAY
    )
    planning.approve_plan(
        plan=plan, decision=waiting.paper("QĐ", 60, date(2026, 3, 20)), **waiting.by("approver_province")
    )
    assert ledger_queries.totals(waiting.line)["planned"] == Dong(600 * M)


def test_what_changed_since_the_page_is_told_and_nothing_is_opened(waiting, people):
    seen = reserve.proposal(waiting.line, TODAY).taken
    cut(waiting, 800)
    with pytest.raises(Refused) as caught:
        open_round(waiting, people, seen)
    assert caught.value.code == "stale"
    assert Project.objects.filter(state="not_planned").count() == 3


def test_nothing_fits_or_the_year_is_over(waiting, people):
    cut(waiting, 1_100)
    with pytest.raises(Refused) as caught:
        open_round(waiting, people, [])
    assert caught.value.code == "empty"
    with pytest.raises(Refused) as caught:
        reserve.open_round(line=waiting.line, expected=set(), by=people["director"], today=date(2027, 1, 4))
    assert caught.value.code == "late"


def test_while_a_round_is_open_no_other_begins(waiting, people):
    planning.open_plan(line=waiting.line, by=people["director"])
    with pytest.raises(Refused) as caught:
        open_round(waiting, people, reserve.proposal(waiting.line, TODAY).taken)
    assert caught.value.code == "open"
    assert Project.objects.filter(state="not_planned").count() == 3


def test_it_costs_the_same_for_few_and_many(waiting, django_assert_max_num_queries):
    reserve.proposal(waiting.line, TODAY)
    with django_assert_max_num_queries(16):
        reserve.proposal(waiting.line, TODAY)
