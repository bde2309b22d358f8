"""Projects with several shares: what is refused, how the money goes to the đồng, years, stops, own parts."""

from datetime import date

import pytest

from bedo.core.moves import Refused
from bedo.ledger import checks
from bedo.ledger.queries import promises_of, stages_of_groups, stages_of_holders
from bedo.planning import services as planning
from bedo.programmes import services as programmes
from bedo.programmes.models import RuleRow
from bedo.projects import queries
from bedo.projects.models import Project, Share
from bedo.projects.rules import guards
from bedo.projects.rules import states as s
from bedo.projects.services import changes, details, dossiers, settlement
from bedo.projects.services.shares import move_share
from tests.projects.factory import CONTENT, make_establishment
from tests.projects.group import Several, mil

pytestmark = pytest.mark.django_db
TASK_CONTENT = "TRUYEN_THONG"


@pytest.fixture
def members(province, commune):
    return [make_establishment(province, commune, f"Cơ sở mẫu 0{number}") for number in (1, 2, 3)]


@pytest.fixture
def group(people, commune):
    return Several(people, commune)


@pytest.fixture
def three(group, members):
    """Three beneficiaries and the unit's own part: 150 + 120 + 130 + 50 of 450 triệu."""
    a, b, c = members
    return group.funded().detailed({a: (150, 200), b: (120, 150), c: (130, 160)}, own=50)


def money(thing):
    """Stage → triệu, what is there only."""
    key = thing.subject if isinstance(thing, Project) else thing.holder
    read = stages_of_groups if isinstance(thing, Project) else stages_of_holders
    return {stage: int(amount) // 1_000_000 for stage, amount in read([key])[key].items() if amount}


def holds():
    """The identity of the ledger, recounted from its transfers."""
    assert list(checks.broken_lines()) == []
    return True


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value


# --- before the contract


def test_a_group_is_planned_as_one_sum_and_shared_out_to_the_dong(group, members):
    group.funded()
    pool = queries.pool_of(group.project)
    assert money(pool) == {"planned": 450}
    assert group.project.beneficiary_count == 0
    assert holds()
    a, b, c = members
    group.detailed({a: (150, 200), b: (120, 150), c: (130, 160)}, own=50)
    assert [money(group.share(number)) for number in range(5)] == [
        {}, {"planned": 150}, {"planned": 120}, {"planned": 130}, {"planned": 50},
    ]  # fmt: skip
    project = group.project
    assert project.state == s.DETAILED
    assert (project.support, project.counterpart, project.beneficiary_count) == (mil(450), mil(510), 3)
    assert group.share(4).role == "unit"
    assert Project.objects.count() == 1
    assert holds()


def test_no_contract_before_the_detailed_plan(group):
    group.funded()
    assert refusal(group.contract, {0: 450}).code == "pool"
    assert money(group.project) == {"planned": 450}


def test_the_detailed_plan_gives_out_exactly_what_was_planned(group, members):
    a, b, _ = members
    group.funded()
    told = refusal(group.detailed, {a: (150, 200), b: (120, 150)})
    assert told.code == "detail"
    assert "270.000.000" in told.reason
    assert "450.000.000" in told.reason
    assert group.project.state == s.FUNDED
    assert money(group.project) == {"planned": 450}


def test_the_detailed_plan_names_two_beneficiaries(group, members):
    group.funded()
    assert "hai cơ sở" in refusal(group.detailed, {members[0]: (250, 300)}, own=200).reason


def test_what_a_detailed_plan_may_not_say(group, members, other_province):
    far = make_establishment(other_province, other_province, "Cơ sở ở xa")
    a, b, _ = members
    group.draft()
    writer = {"project": group.project, "by": group.people["officer"]}
    assert refusal(details.write_detail, rows=[details.Row(mil(10), a)], **writer).code == "state"
    group = Several(group.people, group.place, support=300).funded()
    writer["project"] = group.project
    bad = {
        "ở tỉnh khác": [details.Row(mil(10), far)],
        "hai lần": [details.Row(mil(10), a), details.Row(mil(20), a)],
        "lớn hơn 0": [details.Row(mil(0), a)],
        "chi việc gì": [details.Row(mil(10))],
        "Chưa ghi phần nào": [],
    }
    for words, rows in bad.items():
        told = refusal(details.write_detail, rows=rows, **writer)
        assert (told.field, told.status) == ("rows", 422)
        assert words in told.reason
    assert group.project.details.count() == 0


def test_a_share_over_the_norm_is_refused_and_nothing_is_shared_out(group, members):
    a, b, _ = members
    group.passed()
    row = RuleRow.objects.get(table="support_norms", key=CONTENT, effective_to=None)
    programmes.confirm_row(
        row=row, province=group.province, text="Thông tư 28/2018/TT-BTC", person="Chuyên viên Sở", on=date(2026, 1, 5),
        **group.by("approver_department"),
    )  # fmt: skip
    group.planned()
    group.project.refresh_from_db()
    planning.allocate(plan=group.plan, paper=group.paper(date(2026, 2, 1)), **group.by("accountant"))
    told = refusal(group.detailed, {a: (250, 10), b: (200, 300)})
    assert told.code == "norm"
    assert a.name in told.reason
    assert group.project.shares.count() == 1
    assert money(group.project) == {"planned": 450}


def test_the_approval_is_not_older_than_the_plan(group, members):
    a, b, c = members
    group.funded()
    told = refusal(group.detailed, {a: (150, 200), b: (150, 200), c: (150, 200)}, on=date(2026, 1, 10))
    assert (told.field, told.status) == ("on", 422)


def test_only_the_department_approves(group, members):
    a, b, c = members
    group.funded()
    group.write_detail({a: (150, 200), b: (150, 200), c: (150, 200)})
    call = {"project": group.project, "paper": None, "on": date(2026, 2, 10)}
    assert refusal(details.approve_detail, **call, **group.by("director")).status == 403


def test_a_single_project_has_no_detailed_plan(people, commune, members):
    single = Several(people, commune, kind="single", support=300, establishment=members[0]).funded()
    rows = [details.Row(mil(10), members[1])]
    assert refusal(details.write_detail, project=single.project, rows=rows, by=people["officer"]).code == "kind"


# --- carrying out


def test_one_contract_over_several_shares_waits_for_all_of_them(three):
    contract = three.contract({1: 150, 2: 120})
    assert three.share(3).state == ""
    assert Project.objects.get().state == s.DETAILED
    three.contract({3: 130}, number="02/HĐ")
    three.contract({4: 50}, number="03/HĐ", kind="giao_nhiem_vu")
    assert Project.objects.get().state == s.CONTRACTED
    assert money(three.project) == {"contracted": 450}
    for number in (1, 2):
        three.begin(number)
        three.advance(number)
        three.complete(number)
    assert money(three.share(1)) == {"contracted": 45, "advanced": 105}
    three.accept(1)
    three.prove(1)
    assert "chưa nghiệm thu" in refusal(three.settle, contract, (1, 2)).reason
    three.accept(2)
    three.prove(2)
    three.settle(contract, (1, 2))
    assert [three.share(number).state for number in (1, 2, 3)] == [s.LIQUIDATED, s.LIQUIDATED, s.CONTRACTED]
    assert Project.objects.get().state == s.CONTRACTED
    assert money(three.project) == {"settled": 270, "contracted": 180}
    assert holds()


def stop(several, number, done=0, on=date(2026, 8, 1)):
    project, share = several.project, several.share(number)
    after = {"work_done": "Đã lắp nền máy", "done": {str(number): done * 1_000_000}}
    reason = next(code for code, row in _reasons(project, on).items() if not row.violation)
    row = changes.ask(
        project=project, change="stop", share=share, after=after, reason="Cơ sở ngừng sản xuất", reason_code=reason, on=on, **several.by("officer")
    )  # fmt: skip
    changes.check(request=row, on=on, text="Đúng như đề nghị", agrees=True, **several.by("appraiser"))
    decider = "approver_department" if row.body == "so" else "approver_province"
    changes.approve(request=row, decision=several.paper(on), recover_by=date(2026, 12, 1), **several.by(decider))


def _reasons(project, on):
    from bedo.projects import lawbook

    return lawbook.stop_reasons(project, on)


def test_a_stopped_share_does_not_hold_up_the_settlement_of_its_contract(three):
    contract = three.contract({1: 150, 2: 120})
    for number in (1, 2):
        three.begin(number)
        three.advance(number)
    stop(three, 2, done=50)
    assert money(three.share(2)) == {"recoverable": 34, "settled": 50}
    assert three.share(2).state == s.STOPPING
    three.complete(1)
    three.accept(1)
    three.prove(1)
    row = three.settle(contract, (1,))
    assert [line.share_id for line in row.lines.all()] == [three.share(1).pk]
    assert three.share(1).state == s.LIQUIDATED
    assert money(three.share(1)) == {"settled": 150}
    settlement.repay(share=three.share(2), amount=mil(34), on=date(2026, 11, 1), **three.by("accountant"))
    assert three.share(2).state == s.STOPPED
    assert money(three.share(2)) == {"settled": 50}
    assert holds()


def test_a_share_stopped_after_the_dossier_is_left_out_of_the_liquidation(three):
    contract = three.contract({1: 150, 2: 120})
    for number in (1, 2):
        three.whole_way(number, contract)
    asked = {three.share(number).pk: three.share(number).support for number in (1, 2)}
    row = settlement.submit_settlement(
        contract=contract, asked=asked, submitted_on=date(2026, 10, 15), **three.by("officer")
    )
    stop(three, 2, done=120, on=date(2026, 10, 20))
    assert three.share(2).state == s.STOPPED
    settlement.liquidate(
        settlement=row, settled=asked, decided_on=date(2026, 10, 28), **three.by("approver_department")
    )
    assert [three.share(number).state for number in (1, 2)] == [s.LIQUIDATED, s.STOPPED]
    assert money(three.project) == {"settled": 270, "planned": 180}
    assert holds()


def test_a_contract_whose_shares_all_stopped_has_nothing_to_settle(three):
    contract = three.contract({1: 150})
    stop(three, 1)
    call = {"contract": contract, "asked": {}, "submitted_on": date(2026, 10, 15), **three.by("officer")}
    assert "đã ngừng" in refusal(settlement.submit_settlement, **call).reason


def test_the_units_own_part_is_accepted_by_one_body_and_closed_without_effects(three):
    contract = three.contract({4: 50}, kind="giao_nhiem_vu")
    three.begin(4)
    three.complete(4)
    three.accept(4, bodies=("Trung tâm",))
    three.prove(4)
    three.settle(contract, (4,))
    Share.objects.filter(project=three.project, number=4).update(state=s.SETTLED)
    mine = three.by("officer", on=date(2026, 11, 20))
    assert refusal(move_share, share=three.share(4), name="follow", **mine).code == "kind"
    move_share(share=three.share(4), name="close_own", **mine)
    assert three.share(4).state == s.CLOSED
    assert holds()


def test_a_beneficiary_is_not_accepted_by_one_body(three):
    three.contract({1: 150})
    three.begin(1)
    three.complete(1)
    assert "ba bên" in refusal(three.accept, 1, bodies=("Trung tâm",)).reason


# --- tasks


def test_a_task_has_no_beneficiary_from_plan_to_close(people, commune):
    task = Several(people, commune, kind="task", support=60, content=TASK_CONTENT).funded()
    assert (task.share(1).role, task.project.beneficiary_count) == ("unit", 0)
    contract = task.contract({1: 60}, kind="giao_nhiem_vu")
    task.begin(1)
    task.complete(1)
    task.accept(1, bodies=("Sở Công Thương",))
    task.prove(1)
    task.settle(contract, (1,))
    settlement.settle_year(line=task.lines[2026], on=date(2026, 11, 10), **task.by("finance"))
    assert money(task.project) == {"settled": 60}
    move_share(share=task.share(1), name="close_own", on=date(2026, 11, 20), **task.by("officer"))
    assert Project.objects.get().state == s.CLOSED
    assert holds()


# --- years


KEY = {2026: 300, 2027: 200, 2028: 100}


@pytest.fixture
def key(people, commune):
    return Several(people, commune, kind="key", support=600, tranches=KEY)


@pytest.mark.parametrize(
    ("tranches", "words"),
    [
        ({2026: 600}, "hai hoặc ba năm"),
        ({2026: 300, 2028: 300}, "liền nhau"),
        ({2027: 300, 2028: 300}, "bắt đầu từ 2026"),
    ],
)
def test_a_key_project_is_complete_before_it_is_submitted(people, commune, tranches, words):
    key = Several(people, commune, kind="key", support=600, tranches=tranches).draft()
    told = refusal(dossiers.submit, project=key.project, **key.by("officer"))
    assert told.code == "key"
    assert words in told.reason


def test_a_key_project_has_two_contents(key):
    key.draft()
    dossiers.write_dossier(project=key.project, version=None, parts={}, about={"more_contents": []}, by=key.people["officer"])  # fmt: skip
    assert "hai nội dung" in refusal(dossiers.submit, project=key.project, **key.by("officer")).reason


def test_only_a_key_project_has_tranches(group):
    group.draft()
    call = {"project": group.project, "amounts": {2026: mil(10)}, "by": group.people["officer"]}
    assert refusal(details.set_tranches, **call).field == "kind"


def test_the_first_years_money_is_planned_and_the_others_promised(key):
    key.funded()
    assert money(key.project) == {"planned": 300}
    promised = promises_of(key.project.subject).values_list("year", "amount")
    assert dict(promised) == {2027: mil(200), 2028: mil(100)}
    assert key.project.support == mil(600)
    assert holds()


def test_the_next_years_money_is_planned_detailed_and_joins_the_contracts(key, members):
    a, b, c = members
    key.funded().detailed({a: (150, 200), b: (150, 200)})
    assert key.share(0).support == mil(300)
    assert key.project.support == mil(600)
    contract = key.contract({1: 150, 2: 150})
    key.begin(1)
    key.advance(1)
    key.today = date(2027, 3, 1)
    key.funded(2027, envelope=200)
    assert promises_of(key.project.subject).filter(honoured_by=None).get().year == 2028
    assert money(queries.pool_of(key.project)) == {"planned": 200}
    assert key.project.state == s.CONTRACTED
    assert holds()
    key.detailed({a: (50, 60), c: (150, 200)}, on=date(2027, 2, 10))
    assert money(key.share(1)) == {"contracted": 95, "advanced": 105}
    assert (key.share(1).support, key.share(3).establishment) == (mil(200), c)
    assert money(key.share(3)) == {"planned": 150}
    assert [int(item.amount) for item in contract.items.order_by("share__number")] == [200_000_000, 150_000_000]
    assert contract.amendments.count() == 1
    assert key.project.state == s.DETAILED
    assert key.share(0).support == mil(100)
    assert key.project.support == mil(600)
    assert holds()
    key.contract({3: 150}, number="01/2027/HĐ", on=date(2027, 2, 15))
    assert Project.objects.get().state == s.CONTRACTED
    assert holds()


def test_who_is_accepted_already_gets_a_further_share_in_the_next_year(key, members):
    a, b, _ = members
    key.funded().detailed({a: (150, 200), b: (150, 200)})
    contract = key.contract({1: 150, 2: 150})
    for number in (1, 2):
        key.whole_way(number, contract)
    key.settle(contract, (1, 2))
    settlement.settle_year(line=key.lines[2026], on=date(2026, 11, 10), **key.by("finance"))
    assert Project.objects.get().state == s.SETTLED
    key.today = date(2027, 3, 1)
    key.funded(2027)
    key.detailed({a: (100, 120), b: (100, 120)}, on=date(2027, 2, 10))
    assert [share.establishment for share in queries.carrying_shares(key.project)] == [a, b, a, b]
    assert money(key.share(1)) == {"settled": 150}
    assert money(key.share(3)) == {"planned": 100}
    assert key.project.beneficiary_count == 2
    assert key.project.state == s.DETAILED
    assert holds()


def test_a_tranche_is_planned_once(key, members):
    a, b, _ = members
    key.funded().detailed({a: (150, 200), b: (150, 200)})
    key.today = date(2027, 3, 1)
    key.funded(2027)
    plan = planning.open_plan(line=key.lines[2027], by=key.people["director"])
    call = {"plan": plan, "project": key.project, "amount": mil(200), "by": key.people["director"]}
    assert refusal(planning.add_item, **call).field == "project"


@pytest.mark.parametrize(("guard", "own_part"), [(guards.is_own_part, False), (guards.has_beneficiary, True)])
def test_effects_are_those_of_a_beneficiary(guard, own_part):
    assert guard(guards.ShareFacts(own_part=not own_part))
    refusal = guard(guards.ShareFacts(own_part=own_part)).refusal
    assert refusal.code == "kind"
    assert "đơn vị thụ hưởng" in refusal.reason
