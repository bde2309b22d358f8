"""Scenarios of a plan: the legal order with its cut line, the best set, by hand; one becomes the plan, never a stale one."""

from datetime import date

import pytest

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import services as ledger
from bedo.planning import candidates, scenarios
from bedo.planning import services as planning
from bedo.planning.choosing import more_money, why_not
from bedo.projects.models import Project
from tests.projects.factory import TODAY, Chain, make_establishment

pytestmark = pytest.mark.django_db
M = 1_000_000


@pytest.fixture
def desk(people, province, commune):
    """A plan with 1,000 triệu and four appraised projects of 300 triệu; the law puts the third first, then the others by code."""
    chains = []
    for number, facts in enumerate([{}, {"workers": 12}, {"workers": 60}, {"sector": "che_bien"}], 1):
        chain = Chain(
            people, make_establishment(province, commune, f"Cơ sở {number}", **facts), number=number, envelope=1_000 * M
        )
        if number > 1:
            chain.envelope = lambda: None
        chains.append(chain.to("passed" if number > 1 else "envelope"))
    plan = planning.open_plan(line=chains[0].line, by=people["director"])
    plan.codes = {chain.project.code: number for number, chain in enumerate(chains, 1)}
    plan.projects = {number: chain.project for number, chain in enumerate(chains, 1)}
    return plan


def make(desk, people, kind, **more):
    return scenarios.make(plan=desk, kind=kind, by=people["director"], today=TODAY, **more)


def chosen(desk, scenario):
    rows = scenario.items.filter(chosen=True).select_related("project").order_by("position")
    return [desk.codes[row.project.code] for row in rows]


def test_candidates_stand_in_the_order_of_the_law_and_say_why(desk):
    rows = candidates.standing(desk, TODAY)
    assert [desk.codes[row.project.code] for row in rows] == [3, 4, 1, 2]
    assert "từ 50 người" in rows[0].ranked.steps[2].value
    assert rows[0].ask == Dong(300 * M)
    assert rows[0].ruling


def test_candidates_cost_the_same_for_few_and_many(desk, django_assert_max_num_queries):
    candidates.standing(desk, TODAY)
    with django_assert_max_num_queries(13):
        candidates.standing(desk, TODAY)


def test_the_ranked_list_is_cut_where_the_money_ends(desk, people):
    assert chosen(desk, make(desk, people, "ranked")) == [3, 4, 1]
    assert chosen(desk, make(desk, people, "ranked", reserve=Dong(500 * M))) == [3]


def test_the_suggested_set_follows_the_order_as_far_as_the_limits_allow(desk, people):
    limit = {
        "name": "Không quá một đề án chế biến",
        "kind": "max_count",
        "by": "content",
        "key": "MAY_MOC_CHUYEN_GIAO_CN",
        "value": 2,
    }
    scenario = make(desk, people, "suggested", constraints=[limit], fixed={desk.projects[2].pk: "in"})
    choice = scenarios.compute(scenario=scenario, by=people["director"], today=TODAY, seconds=20)
    assert choice.status == "optimal"
    assert chosen(desk, scenario) == [3, 2]
    problem, classes = scenarios.problem_of(scenario, TODAY)
    swap = why_not(problem, choice, desk.projects[4].pk, classes=classes)
    assert swap.went == (desk.projects[3].pk,)
    assert more_money(problem, choice, "kcdp", 100 * M, classes=classes).came == ()


def test_limits_that_collide_are_named_and_the_plan_stays_as_it_was(desk, people):
    limit = {"name": "Ít nhất bốn", "kind": "min_count", "by": "all", "key": None, "value": 4}
    scenario = make(desk, people, "suggested", constraints=[limit])
    choice = scenarios.compute(scenario=scenario, by=people["director"], today=TODAY, seconds=20)
    assert (choice.status, set(choice.conflict)) == ("infeasible", {"Ít nhất bốn", "fund:kcdp"})
    with pytest.raises(Refused):
        scenarios.choose(scenario=scenario, why="", by=people["director"], today=TODAY)
    assert not desk.items.exists()


def test_a_limit_that_nothing_could_meet_is_refused_before_the_solver(desk, people):
    limit = {"name": "Ít nhất năm", "kind": "min_count", "by": "all", "key": None, "value": 5}
    with pytest.raises(Refused) as caught:
        make(desk, people, "suggested", constraints=[limit])
    assert (caught.value.code, caught.value.status) == ("impossible", 422)
    assert "“Ít nhất năm”" in caught.value.reason


def test_choosing_makes_the_plan_and_a_departure_needs_its_reason(desk, people):
    scenario = make(desk, people, "manual")
    scenarios.pick(scenario=scenario, project_id=desk.projects[4].pk, chosen=False, reason="", by=people["director"])
    scenarios.pick(
        scenario=scenario, project_id=desk.projects[2].pk, chosen=True, reason="Xã chưa có đề án", by=people["director"]
    )
    with pytest.raises(Refused) as caught:
        scenarios.choose(scenario=scenario, why="", by=people["director"], today=TODAY)
    assert caught.value.code == "departure"
    assert not desk.items.exists()
    scenarios.choose(scenario=scenario, why="Ưu tiên xã chưa có đề án", by=people["director"], today=TODAY)
    assert [desk.codes[item.project.code] for item in desk.items.order_by("position")] == [3, 1, 2]
    again = make(desk, people, "ranked")
    scenarios.choose(scenario=again, why="", by=people["director"], today=TODAY)
    assert [desk.codes[item.project.code] for item in desk.items.order_by("position")] == [3, 4, 1]
    assert desk.scenarios.exclude(chosen_on=None).get() == again


def test_a_stale_scenario_says_so_and_is_not_chosen(desk, people):
    scenario = make(desk, people, "ranked")
    ledger.receive(line=desk.line, amount=M, on=date(2026, 1, 5), by=people["accountant"], today=TODAY)
    with pytest.raises(Refused) as caught:
        scenarios.choose(scenario=scenario, why="", by=people["director"], today=TODAY)
    assert caught.value.code == "stale"
    other = make(desk, people, "ranked")
    Project.objects.filter(pk=desk.projects[1].pk).update(version=99)
    with pytest.raises(Refused, match="đã thay đổi"):
        scenarios.choose(scenario=other, why="", by=people["director"], today=TODAY)
    assert not desk.items.exists()


def test_a_scenario_is_made_by_who_may_plan(desk, people):
    with pytest.raises(Refused) as caught:
        scenarios.make(plan=desk, kind="ranked", by=people["officer"], today=TODAY)
    assert caught.value.status == 403
