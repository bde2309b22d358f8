"""Changes and stops: who decides, what moves, to the đồng; and what is refused with nothing half-done."""

from datetime import date

import pytest

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import checks
from bedo.ledger import services as ledger
from bedo.ledger.models import Transfer
from bedo.ledger.queries import find_line, totals
from bedo.places.models import Unit
from bedo.programmes.rules.tables import CHANGES as NAMES
from bedo.projects import lawbook
from bedo.projects.models import ChangeRequest, Project
from bedo.projects.rules import changes as rules
from bedo.projects.services import applying, changes, contracts, money, settlement
from tests.projects.factory import Chain, make_establishment
from tests.projects.groups import MILLION, GroupChain, holdings, money_of

pytestmark = pytest.mark.django_db

STOP = {"reason_code": "no_capital"}


@pytest.fixture
def group(people, establishment):
    return GroupChain(people, establishment)


@pytest.fixture(autouse=True)
def books_hold():
    yield
    assert list(checks.broken_lines()) == []


def test_every_change_is_known_everywhere():
    assert set(applying.CHANGES) == set(rules.ASPECTS)
    assert set(rules.ASPECTS) == set(NAMES) - {"add"}


NATIONAL = {
    "increase": "minister", "content": "minister", "next_year": "minister", "add": "minister", "stop": "minister",
    "stop_violation": "minister", "place": "cuc", "beneficiary": "cuc", "cooperating": "cuc", "time": "cuc",
    "decrease": "cuc", "other": "cuc",
}  # fmt: skip
GROUP = {"place": "so", "beneficiary": "so", "cooperating": "so"}


@pytest.mark.parametrize("change", sorted(NAMES))
@pytest.mark.parametrize("kind", ["single", "group"])
@pytest.mark.parametrize("track", ["national", "local"])
def test_each_change_is_routed_by_what_changes(chain, change, kind, track):
    project = chain.to("start").project
    project.track, project.kind = track, kind
    wanted = NATIONAL[change] if track == "national" else "chairman"
    if kind == "group":
        wanted = GROUP.get(change, wanted)
    answer = lawbook.who_decides(project, change, date(2026, 8, 1))
    assert answer.value == wanted
    assert answer.sources[0].certainty == ("read" if track == "national" else "recalled")


def test_a_stop_with_four_hundred_done_frees_settles_and_takes_back(group):
    """Plan 900, contract, advance 70 %, stop with 400 done, recovery 230, lapse."""
    group.detailed().signed().advanced()
    assert money_of(group.line) == {"in": 2000, "available": 1100, "contracted": 270, "advanced": 630}
    done = {1: 210 * MILLION, 2: 190 * MILLION}
    request = group.change("stop", {"work_done": "Hai cơ sở đã lắp máy", "done": done}, **STOP)
    assert request.after | {"done": 0, "work_done": 0} == {
        "settle": 400 * MILLION, "recover": 230 * MILLION, "free": 270 * MILLION, "done": 0, "work_done": 0,
    }  # fmt: skip
    assert money_of(group.line)["advanced"] == 630, "nothing moves before it is approved"
    group.decided(request)
    assert money_of(group.line) == {"in": 2000, "available": 1370, "recoverable": 230, "settled": 400}
    assert [share.state for share in group.shares] == ["stopped", "stopping", "stopping"]
    assert group.project.state == "stopping"
    second, third = group.shares[1:]
    settlement.repay(share=second, amount=Dong(20 * MILLION), on=date(2026, 9, 1), **group.by("accountant"))
    for part in (150, 60):
        settlement.repay(share=third, amount=Dong(part * MILLION), on=date(2026, 9, 2), **group.by("accountant"))
    group.project.refresh_from_db()
    assert group.project.state == "stopped"
    assert money_of(group.line) == {"in": 2000, "available": 1370, "settled": 400, "out": 230}
    ledger.lapse(line=group.line, amount=1_370 * MILLION, on=date(2026, 11, 20), **group.by("accountant"))
    assert money_of(group.line) == {"in": 2000, "settled": 400, "out": 1600}


def test_one_share_stops_and_the_others_go_on(group):
    group.detailed().signed().advanced(1)
    first, second, _ = group.shares
    request = group.change("stop", {"work_done": "Chưa làm", "done": {2: 0}}, share=second, **STOP)
    group.decided(request)
    assert holdings(second) == {}
    assert [share.state for share in group.shares] == ["running", "stopped", "running"]
    assert group.project.state == "running"
    assert group.project.support == Dong(600 * MILLION)
    assert money_of(group.line) == {"in": 2000, "available": 1400, "contracted": 390, "advanced": 210}
    assert holdings(first) == {"contracted": 90, "advanced": 210}


def test_a_whole_project_stops_before_its_contract(chain):
    chain.to("allocate")
    request = GroupChain.change(chain, "stop", {"work_done": "Chưa làm", "done": {}}, on=date(2026, 2, 10), **STOP)
    GroupChain.decided(chain, request)
    assert (chain.project.state, chain.share.state) == ("stopped", "stopped")
    assert money_of(chain.line) == {"in": 2000, "available": 2000}


def test_a_group_stops_before_its_money_is_shared_out(group):
    group.to("approve")
    request = group.change("stop", {"work_done": "Chưa làm", "done": {}}, on=date(2026, 2, 10), **STOP)
    group.decided(request)
    assert group.project.state == "stopped"
    assert money_of(group.line) == {"in": 2000, "available": 2000}


@pytest.mark.parametrize("step", ["approve", "allocate", "contract", "advance", "complete", "sign", "dossier"])
def test_a_single_project_can_be_stopped_at_every_stage(chain, step):
    chain.to(step)
    paid = Dong(sum(row.amount for row in chain.share.payments.all()))
    request = GroupChain.change(
        chain, "stop", {"work_done": "Dừng", "done": {1: int(paid)}}, on=date(2026, 11, 1), **STOP
    )
    changes.check(request=request, agrees=True, text="Đã xem", on=date(2026, 11, 2), **chain.by("appraiser"))
    changes.approve(request=request, decision=chain.paper("QĐ", 77, date(2026, 11, 3)), **chain.by("approver_province"))
    chain.project.refresh_from_db()
    assert chain.project.state == "stopped"
    assert holdings(chain.share) == ({"settled": int(paid) // MILLION} if paid else {})


def test_a_beneficiary_is_replaced_and_the_money_follows(group):
    group.detailed().signed().advanced(1)
    second = group.shares[1]
    new = make_establishment(second.project.province, group.establishment.place, "Cơ sở thay thế")
    request = group.change("beneficiary", {"establishment": new.pk, "amount": 280 * MILLION}, share=second)
    assert request.body == "so"
    group.decided(request)
    old, fresh = group.shares[1], group.shares[-1]
    assert (old.state, holdings(old), old.support) == ("stopped", {}, Dong(0))
    assert (fresh.state, holdings(fresh), fresh.support, fresh.replaces_id) == (
        "",
        {"planned": 280},
        Dong(280 * MILLION),
        old.pk,
    )
    assert group.project.beneficiary_count == 3
    assert group.project.support == Dong(880 * MILLION)
    assert money_of(group.line) == {"in": 2000, "available": 1120, "planned": 280, "contracted": 390, "advanced": 210}
    group.signed(fresh.number)
    assert group.project.state == "running"
    assert money_of(group.line) == {"in": 2000, "available": 1120, "contracted": 670, "advanced": 210}


def test_what_was_paid_to_the_one_who_leaves_must_come_back(group):
    group.detailed().signed().advanced(2)
    second = group.shares[1]
    new = make_establishment(second.project.province, group.establishment.place, "Cơ sở thay thế")
    after = {"establishment": new.pk, "amount": 90 * MILLION, "done": 100 * MILLION}
    group.decided(group.change("beneficiary", after, share=second))
    assert holdings(group.shares[1]) == {"recoverable": 110, "settled": 100}
    assert group.shares[1].state == "stopping"
    assert holdings(group.shares[-1]) == {"planned": 90}


def test_a_replacement_beyond_the_money_of_the_share_is_refused(group):
    group.detailed().signed().advanced(2)
    new = make_establishment(group.project.province, group.establishment.place, "Cơ sở thay thế")
    with pytest.raises(Refused) as caught:
        group.change("beneficiary", {"establishment": new.pk, "amount": 91 * MILLION}, share=group.shares[1])
    assert (caught.value.field, caught.value.status) == ("amount", 422)
    assert "còn 90.000.000 đ chưa chi" in caught.value.reason
    assert not ChangeRequest.objects.exists()


def test_an_increase_takes_from_the_line_and_a_decrease_gives_back(chain):
    chain.to("contract")
    GroupChain.decided(chain, GroupChain.change(chain, "increase", {"amount": 350 * MILLION}), number=51)
    assert holdings(chain.share) == {"contracted": 350}
    assert chain.project.support == chain.share.support == Dong(350 * MILLION)
    GroupChain.decided(chain, GroupChain.change(chain, "decrease", {"amount": 200 * MILLION}), number=52)
    assert holdings(chain.share) == {"contracted": 200}
    assert money_of(chain.line) == {"in": 2000, "available": 1800, "contracted": 200}
    annexes = chain.contract_row.amendments.order_by("id")
    assert [int(row.items.get().amount) // MILLION for row in annexes] == [350, 200]


def test_an_increase_beyond_the_line_is_refused(people, establishment):
    chain = Chain(people, establishment, envelope=310 * MILLION).to("contract")
    with pytest.raises(Refused) as caught:
        GroupChain.change(chain, "increase", {"amount": 311 * MILLION})
    assert "chỉ còn được bố trí 10.000.000 đ" in caught.value.reason


def test_a_cut_below_what_is_paid_is_refused(chain):
    chain.to("advance")
    with pytest.raises(Refused) as caught:
        GroupChain.change(chain, "decrease", {"amount": 209 * MILLION})
    assert "Đã chi 210.000.000 đ" in caught.value.reason


def test_a_payment_after_the_request_is_seen_when_it_is_decided(chain):
    chain.to("confirm")
    request = GroupChain.change(chain, "decrease", {"amount": 100 * MILLION}, on=date(2026, 7, 1))
    chain.to("advance")
    with pytest.raises(Refused) as caught:
        GroupChain.decided(chain, request)
    assert "Đã chi 210.000.000 đ" in caught.value.reason
    assert holdings(chain.share) == {"contracted": 90, "advanced": 210}
    request.refresh_from_db()
    assert request.state == rules.CHECKED


def test_a_project_goes_into_the_next_year_with_its_money(chain):
    chain.to("advance")
    request = GroupChain.change(chain, "next_year", {"ends_on": "2027-03-31"}, on=date(2026, 11, 1))
    changes.check(request=request, agrees=True, text="Máy về chậm", on=date(2026, 11, 2), **chain.by("appraiser"))
    changes.approve(
        request=request, decision=chain.paper("QĐ", 60, date(2026, 11, 20)), **chain.by("approver_province")
    )
    chain.project.refresh_from_db()
    following = find_line(chain.project.province, "kcdp", 2027)
    assert money_of(chain.line) == {"in": 2000, "available": 1700, "out": 300}
    assert money_of(following) == {"in": 300, "contracted": 90, "advanced": 210}
    assert chain.project.ends_on == date(2027, 3, 31)
    chain.complete()
    chain.minutes()
    chain.sign()
    chain.remaining()
    assert holdings(chain.share) == {"advanced": 300}
    chain.vouchers()
    chain.dossier()
    chain.liquidate()
    assert money_of(following) == {"in": 300, "settled": 300}


def carried_over(chain):
    """A project under contract with its money in the line of 2027."""
    chain.to("contract")
    request = GroupChain.change(chain, "next_year", {"ends_on": "2027-03-31"}, on=date(2026, 11, 1))
    changes.check(request=request, agrees=True, text="Máy về chậm", on=date(2026, 11, 2), **chain.by("appraiser"))
    changes.approve(
        request=request, decision=chain.paper("QĐ", 60, date(2026, 11, 20)), **chain.by("approver_province")
    )
    chain.project.refresh_from_db()
    return find_line(chain.project.province, "kcdp", 2027)


def test_an_increase_after_a_carry_over_is_asked_of_the_year_the_money_lies_in(chain):
    following = carried_over(chain)
    with pytest.raises(Refused) as caught:
        GroupChain.change(chain, "increase", {"amount": 310 * MILLION}, on=date(2026, 11, 21))
    assert "năm 2027" in caught.value.reason
    ledger.receive(line=following, amount=10 * MILLION, on=date(2026, 11, 21), **chain.by("accountant"))
    request = GroupChain.change(chain, "increase", {"amount": 310 * MILLION}, on=date(2026, 11, 21))
    changes.check(request=request, agrees=True, text="Đã xem", on=date(2026, 11, 22), **chain.by("appraiser"))
    changes.approve(
        request=request, decision=chain.paper("QĐ", 61, date(2026, 11, 23)), **chain.by("approver_province")
    )
    assert money_of(following) == {"in": 310, "contracted": 310}
    assert money_of(chain.line) == {"in": 2000, "available": 1700, "out": 300}


def test_a_settlement_after_a_carry_over_is_due_after_the_year_the_money_lies_in(chain):
    chain.to("dossier")
    assert chain.project.due_on == date(2027, 1, 22)
    share = chain.share
    for stage in ("contracted", "advanced"):
        money.carry_over(share, stage, 2026, on=date(2026, 11, 20), **chain.by("accountant"))
    assert lawbook.next_deadline(chain.project, date(2026, 11, 25))[0] == date(2028, 1, 22)


@pytest.mark.parametrize("change", ["increase", "beneficiary"])
def test_what_is_accepted_is_not_given_more_or_given_to_another(chain, change):
    chain.to("sign")
    new = make_establishment(chain.project.province, chain.establishment.place, "Cơ sở thay thế")
    after = {"establishment": new.pk, "amount": 310 * MILLION if change == "increase" else 90 * MILLION}
    with pytest.raises(Refused) as caught:
        GroupChain.change(chain, change, after, on=date(2026, 11, 1))
    assert (caught.value.code, caught.value.status) == ("state", 409)
    assert "đã nghiệm thu" in caught.value.reason


def test_a_carry_over_asked_after_the_year_is_refused(chain):
    chain.to("contract")
    with pytest.raises(Refused) as caught:
        changes.ask(
            project=chain.project, change="next_year", after={"ends_on": "2027-03-31"}, reason="Máy về chậm", on=date(2027, 1, 4),
            by=chain.people["officer"], today=date(2027, 1, 4),
        )  # fmt: skip
    assert "31/12/2026" in caught.value.reason


def test_a_reversal_with_transfers_in_its_way_is_refused(chain):
    chain.to("dossier").to("liquidate")
    advance = Transfer.objects.get(kind="advance")
    with pytest.raises(Refused) as caught:
        ledger.reverse(transfer=advance, note="Ghi nhầm", on=date(2026, 11, 1), **chain.by("accountant"))
    assert "Quyết toán" in caught.value.reason


def test_days_place_unit_content_and_words_change_only_when_approved(chain, commune):
    other = Unit.objects.create(
        level=3, code="08999", name="Nậm Dẩn", kind="xa", parent=chain.establishment.province, sort_key="nam dan", search_text="nam dan"
    )  # fmt: skip
    chain.to("contract")
    asked = {
        "time": {"ends_on": "2026-12-15"}, "place": {"place": other.pk}, "cooperating": {"cooperating": "Hội Nông dân xã"},
        "content": {"content": "THUONG_HIEU"}, "other": {"text": "Đổi tên máy"},
    }  # fmt: skip
    requests = [GroupChain.change(chain, change, after) for change, after in asked.items()]
    before = Project.objects.values().get(pk=chain.project.pk)
    assert (before["content"], before["cooperating"]) == ("MAY_MOC_CHUYEN_GIAO_CN", "")
    for number, request in enumerate(requests, 70):
        GroupChain.decided(chain, request, number=number)
    chain.project.refresh_from_db()
    assert chain.project.ends_on == date(2026, 12, 15)
    assert (chain.project.place_id, chain.share.place_id) == (other.pk, other.pk)
    assert (chain.project.cooperating, chain.project.content) == ("Hội Nông dân xã", "THUONG_HIEU")
    assert chain.contract_row.amendments.get().ends_on == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("first", "second"),
    [("increase", "decrease"), ("stop", "stop"), ("stop", "time"), ("time", "next_year"), ("place", "place")],
)
def test_a_change_to_what_an_open_request_touches_is_refused(chain, commune, first, second):
    chain.to("advance")
    after = {
        "increase": {"amount": 310 * MILLION}, "decrease": {"amount": 290 * MILLION}, "time": {"ends_on": "2026-12-01"},
        "next_year": {"ends_on": "2027-02-01"}, "stop": {"work_done": "Dừng", "done": {1: 0}},
        "place": {"place": chain.establishment.province_id},
    }  # fmt: skip
    codes = {change: STOP if change == "stop" else {} for change in after}
    GroupChain.change(chain, first, after[first], **codes[first])
    with pytest.raises(Refused) as caught:
        GroupChain.change(chain, second, after[second], **codes[second])
    assert caught.value.code == "conflict"
    assert "Đề nghị số 1" in caught.value.reason


def test_requests_on_different_shares_stand_side_by_side(group):
    group.detailed().signed()
    first, second, _ = group.shares
    group.change("decrease", {"amount": 250 * MILLION}, share=first)
    group.change("decrease", {"amount": 260 * MILLION}, share=second)
    with pytest.raises(Refused, match="đang chờ"):
        group.change("stop", {"work_done": "Dừng", "done": {}}, **STOP)


def test_who_asked_does_not_decide_and_strangers_do_neither(group):
    group.detailed().signed()
    request = group.change(
        "place", {"place": group.establishment.province_id}, share=group.shares[0], asker="approver_department"
    )
    changes.check(request=request, agrees=True, text="Đã xem", on=date(2026, 8, 10), **group.by("appraiser"))
    decision = group.paper("QĐ", 91, date(2026, 8, 20))
    for role, code in (("approver_department", "requester"), ("approver_province", "right"), ("officer", "right")):
        with pytest.raises(Refused) as caught:
            changes.approve(request=request, decision=decision, **group.by(role))
        assert (caught.value.code, caught.value.status) == (code, 403)


def test_a_request_the_department_does_not_confirm_is_not_approved(chain):
    chain.to("contract")
    request = GroupChain.change(chain, "time", {"ends_on": "2026-12-01"})
    changes.check(request=request, agrees=False, text="Cơ sở làm kịp", on=date(2026, 8, 10), **chain.by("appraiser"))
    decision = chain.paper("QĐ", 92, date(2026, 8, 20))
    with pytest.raises(Refused, match="không nhất trí"):
        changes.approve(request=request, decision=decision, **chain.by("approver_province"))
    changes.refuse(request=request, reason="Sở không nhất trí", on=date(2026, 8, 21), **chain.by("approver_province"))
    assert request.state == rules.REFUSED
    with pytest.raises(Refused) as caught:
        changes.withdraw(request=request, reason="Rút", **chain.by("officer"))
    assert caught.value.code == "state"


@pytest.mark.parametrize(
    ("day", "field"), [(date(2026, 8, 2), "issued_on"), (date(2026, 8, 9), "issued_on"), (date(2027, 1, 1), "on")]
)
def test_a_decision_dated_before_what_it_rests_on_is_refused(chain, day, field):
    chain.to("contract")
    request = GroupChain.change(chain, "time", {"ends_on": "2026-12-01"})
    changes.check(request=request, agrees=True, text="Đã xem", on=date(2026, 8, 10), **chain.by("appraiser"))
    decision = chain.paper("QĐ", 93, min(day, date(2026, 11, 25)))
    decision.issued_on = day
    with pytest.raises(Refused) as caught:
        changes.approve(request=request, decision=decision, **chain.by("approver_province"))
    assert caught.value.field == field
    request.refresh_from_db()
    assert request.state == rules.CHECKED


def test_a_recovery_larger_than_what_must_come_back_is_refused(group):
    group.detailed().signed().advanced(1)
    first = group.shares[0]
    group.decided(group.change("stop", {"work_done": "Dừng", "done": {1: 0}}, share=first, **STOP))
    with pytest.raises(Refused) as caught:
        settlement.repay(
            share=group.shares[0], amount=Dong(211 * MILLION), on=date(2026, 9, 1), **group.by("accountant")
        )
    assert "Chỉ có 210.000.000 đ" in caught.value.reason


def test_nothing_is_paid_to_a_stopped_share(group):
    group.detailed().signed().advanced(1)
    group.decided(group.change("stop", {"work_done": "Dừng", "done": {1: 0}}, share=group.shares[0], **STOP))
    with pytest.raises(Refused):
        contracts.pay(
            share=group.shares[0], kind="first_advance", amount=Dong(MILLION), on=date(2026, 9, 1), **group.by("accountant")
        )  # fmt: skip


def test_a_stop_recognises_no_more_than_was_paid(group):
    group.detailed().signed().advanced(1)
    with pytest.raises(Refused) as caught:
        group.change("stop", {"work_done": "Dừng", "done": {1: 211 * MILLION}}, share=group.shares[0], **STOP)
    assert caught.value.field == "done"


def test_a_stop_for_violation_needs_a_reason_of_that_kind(chain):
    chain.to("contract")
    with pytest.raises(Refused) as caught:
        GroupChain.change(chain, "stop_violation", {"work_done": "Dừng", "done": {}}, **STOP)
    assert caught.value.field == "reason_code"
    GroupChain.change(chain, "stop_violation", {"work_done": "Dừng", "done": {}}, reason_code="violation")


def test_the_line_after_a_release_can_be_committed_again(chain, people, commune, province):
    chain.to("allocate")
    GroupChain.decided(
        chain, GroupChain.change(chain, "stop", {"work_done": "Chưa làm", "done": {}}, on=date(2026, 2, 10), **STOP)
    )
    assert totals(chain.line)["available"] == Dong(2_000 * MILLION)
