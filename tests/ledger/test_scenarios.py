"""Money scenarios written out in đồng; each ends with the identity of the line and a recount from the transfers."""

from datetime import date

import pytest

from bedo.core.answers import Source
from bedo.core.moves import Refused, Verdict, refused
from bedo.core.types import Dong
from bedo.ledger import following, holders, queries, rules, services
from bedo.ledger.models import Account, Commitment, PendingCut, Transfer
from tests.ledger.conftest import GROUP, SHARE

TR = 1_000_000


def refusal(function, **arguments):
    with pytest.raises(Refused) as caught:
        function(**arguments)
    return caught.value


def test_a_stopped_share_pays_back_to_the_dong(line, paper, give, holds):
    """Plan 900, contract, advance 70 %, stop with 400 done, recovery 230, lapse."""
    give(900 * TR)
    at = {"line": line, "holder": SHARE}
    services.plan(**at, group=GROUP, amount=900 * TR, **paper())
    services.contract(**at, amount=900 * TR, **paper())
    services.pay(**at, amount=630 * TR, kind="advance", **paper(date(2026, 4, 1)))
    holds(line, in_=900 * TR, contracted=270 * TR, advanced=630 * TR)

    services.settle(**at, amount=400 * TR, **paper(date(2026, 9, 1)))
    services.recover(**at, stage="advanced", amount=230 * TR, **paper(date(2026, 9, 1)))
    services.release(**at, stage="contracted", amount=270 * TR, **paper(date(2026, 9, 1)))
    holds(line, in_=900 * TR, available=270 * TR, recoverable=230 * TR, settled=400 * TR)

    services.repay(**at, amount=130 * TR, **paper(date(2026, 10, 1)))
    services.repay(**at, amount=100 * TR, **paper(date(2026, 11, 1)))
    services.lapse(line=line, amount=270 * TR, **paper(date(2026, 11, 20)))
    holds(line, in_=900 * TR, settled=400 * TR, out=500 * TR)
    assert services.close_line(line=line, by=paper()["by"], on=date(2026, 11, 20)).is_open is False


def test_released_money_is_available_for_another_share(line, paper, give, holds, bring):
    give(100 * TR)
    bring("contracted", 100 * TR)
    services.release(line=line, holder=SHARE, stage="contracted", amount=40 * TR, **paper())
    services.plan(line=line, holder="part:99", group="file:8", amount=40 * TR, **paper())
    holds(line, in_=100 * TR, contracted=60 * TR, planned=40 * TR)


def test_a_replaced_beneficiary_hands_its_planned_money_on(line, paper, give, holds, bring):
    give(300 * TR)
    bring("contracted", 300 * TR)
    services.uncontract(line=line, holder=SHARE, amount=300 * TR, **paper())
    services.shift(line=line, holder=SHARE, to="part:13", amount=300 * TR, **paper())
    services.contract(line=line, holder="part:13", amount=300 * TR, **paper())
    holds(line, in_=300 * TR, contracted=300 * TR)
    assert queries.stages_of_holders(["part:13"])["part:13"]["contracted"] == 300 * TR
    assert queries.stages_of_groups([GROUP])[GROUP]["contracted"] == 300 * TR


def test_money_does_not_shift_to_another_project(line, paper, give, bring):
    give(300 * TR)
    bring("planned", 100 * TR)
    bring("planned", 100 * TR, holder="part:99", group="file:8")
    assert refusal(services.shift, line=line, holder=SHARE, to="part:99", amount=1, **paper()).code == "group"


def test_more_than_available_is_refused_with_both_figures(line, paper, give, holds):
    give(900 * TR)
    no = refusal(services.plan, line=line, holder=SHARE, group=GROUP, amount=900 * TR + 1, **paper())
    assert no.field == "amount"
    assert "900.000.000 đ" in no.reason
    assert "900.000.001 đ" in no.reason
    assert "thiếu 1 đ" in no.reason
    holds(line, in_=900 * TR, available=900 * TR)


def test_a_payment_above_the_contract_names_what_is_left(line, paper, give, bring, holds):
    give(500 * TR)
    bring("contracted", 500 * TR)
    no = refusal(services.pay, line=line, holder=SHARE, amount=500 * TR + 1, **paper())
    assert "đã ký hợp đồng" in no.reason
    assert "500.000.000 đ" in no.reason
    holds(line, in_=500 * TR, contracted=500 * TR)


def test_recovery_above_what_was_paid_is_refused(line, paper, give, bring):
    give(500 * TR)
    bring("advanced", 200 * TR)
    no = refusal(services.recover, line=line, holder=SHARE, stage="advanced", amount=201 * TR, **paper())
    assert "200.000.000 đ" in no.reason


def test_a_holder_without_money_is_told_so(line, paper, give):
    give(500 * TR)
    no = refusal(services.pay, line=line, holder="part:404", amount=1, **paper())
    assert "chỉ còn 0 đ" in no.reason
    assert not Account.objects.filter(holder="part:404").exists()


# --- cuts


def test_a_cut_within_available_goes_out_at_once(line, paper, give, holds):
    give(900 * TR)
    transfer, waiting = services.cut(line=line, amount=100 * TR, **paper())
    assert (transfer.amount, waiting) == (100 * TR, None)
    holds(line, in_=900 * TR, available=800 * TR, out=100 * TR)


def test_a_larger_cut_waits_blocks_and_takes_what_comes_free(line, paper, give, bring, holds):
    give(1_000 * TR)
    bring("contracted", 800 * TR)
    transfer, waiting = services.cut(line=line, amount=300 * TR, **paper(reference="12/QĐ-UBND"))
    assert (transfer.amount, waiting.left) == (200 * TR, 100 * TR)
    holds(line, in_=1_000 * TR, contracted=800 * TR, out=200 * TR)

    no = refusal(services.plan, line=line, holder="part:13", group=GROUP, amount=1, **paper())
    assert "cắt giảm" in no.reason

    services.release(line=line, holder=SHARE, stage="contracted", amount=60 * TR, **paper())
    holds(line, in_=1_000 * TR, contracted=740 * TR, out=260 * TR)
    services.release(line=line, holder=SHARE, stage="contracted", amount=70 * TR, **paper())
    holds(line, in_=1_000 * TR, contracted=670 * TR, available=30 * TR, out=300 * TR)
    waiting.refresh_from_db()
    assert waiting.left == 0
    services.plan(line=line, holder="part:13", group=GROUP, amount=30 * TR, **paper())
    assert Transfer.objects.filter(batch=waiting.batch).count() == 3


def test_a_cut_below_what_is_paid_is_refused(line, paper, give, bring, holds):
    give(1_000 * TR)
    bring("advanced", 800 * TR)
    no = refusal(services.cut, line=line, amount=201 * TR, **paper())
    assert "200.000.000 đ" in no.reason
    assert not PendingCut.objects.exists()
    holds(line, in_=1_000 * TR, available=200 * TR, advanced=800 * TR)


def test_two_cuts_that_wait_never_take_more_than_can_come_free(line, paper, give, bring):
    give(100 * TR)
    bring("contracted", 100 * TR)
    services.cut(line=line, amount=70 * TR, **paper())
    no = refusal(services.cut, line=line, amount=31 * TR, **paper())
    assert "30.000.000 đ" in no.reason
    services.cut(line=line, amount=30 * TR, **paper())


def test_a_cut_that_waited_is_reversed_as_a_whole(line, paper, give, bring, holds):
    give(1_000 * TR)
    bring("contracted", 800 * TR)
    transfer, waiting = services.cut(line=line, amount=300 * TR, **paper())
    services.release(line=line, holder=SHARE, stage="contracted", amount=60 * TR, **paper())
    undone = services.reverse(transfer=transfer, **paper(note="Quyết định cắt giảm bị thu hồi"))
    assert [row.amount for row in undone] == [60 * TR, 200 * TR]
    holds(line, in_=1_000 * TR, contracted=740 * TR, available=260 * TR)
    waiting.refresh_from_db()
    assert (waiting.left, waiting.withdrawn_on) == (0, date(2026, 3, 2))
    assert refusal(services.withdraw_cut, cut=waiting, **paper(note="lần hai")).code == "withdrawn"


# --- carry-over, allotment, closing


@pytest.mark.parametrize("stage", ["planned", "contracted", "advanced"])
def test_carry_over_keeps_the_stage_and_the_holder(stage, line, next_line, paper, give, bring, holds):
    give(300 * TR)
    bring(stage, 300 * TR)
    out, into = services.carry_over(
        line=line, into=next_line, stage=stage, holder=SHARE, amount=200 * TR, **paper(date(2026, 11, 20))
    )
    assert out.batch == into.batch
    holds(line, in_=300 * TR, out=200 * TR, **{stage: 100 * TR})
    holds(next_line, in_=200 * TR, **{stage: 200 * TR})
    assert queries.stages_by_fund(GROUP)[("kcdp", 2027)][stage] == 200 * TR

    services.reverse(transfer=into, **paper(date(2026, 11, 20), note="Không được chuyển nguồn"))
    holds(line, in_=300 * TR, **{stage: 300 * TR})
    holds(next_line)


def test_available_money_is_carried_over_without_a_holder(line, next_line, paper, give, holds):
    give(300 * TR)
    services.carry_over(line=line, into=next_line, stage="available", amount=300 * TR, **paper())
    holds(line, in_=300 * TR, out=300 * TR)
    holds(next_line, in_=300 * TR, available=300 * TR)


def test_carried_money_that_was_used_stands_in_the_way_of_its_reversal(line, next_line, paper, give, bring):
    give(300 * TR)
    bring("contracted", 300 * TR)
    out, _ = services.carry_over(
        line=line, into=next_line, stage="contracted", holder=SHARE, amount=300 * TR, **paper()
    )
    services.pay(line=next_line, holder=SHARE, amount=100 * TR, **paper(reference="contract:5"))
    no = refusal(services.reverse, transfer=out, **paper(note="nhầm"))
    assert "Tạm ứng lần một 100.000.000 đ ngày 02/03/2026, contract:5" in no.reason


def test_carry_over_goes_only_to_the_next_year_of_the_same_fund(line, province, accountant, paper, give):
    give(100)
    far = services.open_line(province=province, fund="kcdp", year=2028, by=accountant)
    other = services.open_line(province=province, fund="kcqg", year=2027, by=accountant)
    for into in (far, other, line):
        assert (
            refusal(services.carry_over, line=line, into=into, stage="available", amount=1, **paper()).code == "carry"
        )


def test_settled_money_is_not_carried_over(line, next_line, paper, give, bring):
    give(100)
    bring("settled", 100)
    no = refusal(services.carry_over, line=line, into=next_line, stage="settled", holder=SHARE, amount=1, **paper())
    assert no.code == "pair"


def test_the_ministry_allots_to_a_province_in_one_transaction(province, accountant, paper, holds):
    nation = services.open_line(province=None, fund="kcqg", year=2026, by=accountant)
    local = services.open_line(province=province, fund="kcqg", year=2026, by=accountant)
    services.receive(line=nation, amount=5_000 * TR, **paper(date(2026, 1, 2)))
    out, _ = services.allot(source=nation, line=local, amount=900 * TR, **paper())
    holds(nation, in_=5_000 * TR, available=4_100 * TR, out=900 * TR)
    holds(local, in_=900 * TR, available=900 * TR)
    no = refusal(services.allot, source=nation, line=local, amount=4_100 * TR + 1, **paper())
    assert "4.100.000.000 đ" in no.reason
    services.reverse(transfer=out, **paper(note="Bộ thu hồi phân bổ"))
    holds(nation, in_=5_000 * TR, available=5_000 * TR)
    holds(local)


def test_a_province_does_not_allot(line, next_line, paper, give):
    give(100)
    assert refusal(services.allot, source=line, line=next_line, amount=1, **paper()).code == "allot"


def test_a_closed_year_takes_no_money_but_still_takes_back(line, paper, give, bring, accountant, holds):
    give(300 * TR)
    last = bring("settled", 300 * TR)
    services.close_line(line=line, by=accountant, on=date(2026, 11, 1))
    line.refresh_from_db()
    for verb, more in (
        ("receive", {}),
        ("plan", {"holder": SHARE, "group": GROUP}),
        ("cut", {}),
        ("lapse", {}),
    ):
        assert "khóa" in refusal(getattr(services, verb), line=line, amount=1, **more, **paper()).reason or verb in (
            "cut",
        )
    assert refusal(services.reverse, transfer=last, **paper(note="nhầm")).code == "closed"
    services.recover(line=line, holder=SHARE, stage="settled", amount=50 * TR, **paper(date(2026, 11, 10)))
    services.repay(line=line, holder=SHARE, amount=50 * TR, **paper(date(2026, 11, 12)))
    holds(line, in_=300 * TR, settled=250 * TR, out=50 * TR)
    services.reopen_line(line=line, by=accountant, on=date(2026, 11, 13), note="Kiểm toán kiến nghị")
    give(1)
    assert refusal(services.reopen_line, line=line, by=accountant, on=date(2026, 11, 13), note="x").code == "open"


def test_a_year_with_money_on_the_way_does_not_close(line, give, bring, accountant):
    give(300 * TR)
    bring("advanced", 100 * TR)
    no = refusal(services.close_line, line=line, by=accountant, on=date(2026, 11, 1))
    assert "chưa bố trí 200.000.000 đ" in no.reason
    assert "đã chi, chưa quyết toán 100.000.000 đ" in no.reason


# --- promises, rolling fund


def test_a_promise_of_a_later_year_is_kept_for_its_holder(province, next_line, paper, holds):
    services.promise(province=province, fund="kcdp", year=2027, holder=SHARE, group=GROUP, amount=400 * TR, **paper())
    services.receive(line=next_line, amount=500 * TR, **paper())
    no = refusal(services.plan, line=next_line, holder="part:13", group="file:8", amount=101 * TR, **paper())
    assert "đã hứa 400.000.000 đ" in no.reason
    services.plan(line=next_line, holder="part:13", group="file:8", amount=100 * TR, **paper())
    tranche = services.plan(line=next_line, holder=SHARE, group=GROUP, amount=400 * TR, **paper())
    assert Commitment.objects.get().honoured_by == tranche
    holds(next_line, in_=500 * TR, planned=500 * TR)
    services.reverse(transfer=tranche, **paper(note="ghi nhầm ngày"))
    assert queries.line_facts(next_line).promised == 400 * TR


def test_a_dropped_promise_frees_the_line(province, next_line, paper, accountant):
    made = services.promise(province=province, fund="kcdp", year=2027, holder=SHARE, group=GROUP, amount=400, **paper())
    services.receive(line=next_line, amount=400, **paper())
    services.drop_promise(commitment=made, by=accountant, on=date(2026, 5, 1), note="Đề án ngừng")
    services.plan(line=next_line, holder="part:13", group="file:8", amount=400, **paper())
    assert refusal(services.drop_promise, commitment=made, by=accountant, on=date(2026, 5, 1), note="x").code == "ended"


def test_a_promise_is_made_once_and_within_an_open_line(province, next_line, paper):
    to = {"province": province, "fund": "kcdp", "year": 2027, "holder": SHARE, "group": GROUP}
    services.receive(line=next_line, amount=10, **paper())
    services.promise(**to, amount=6, **paper())
    assert refusal(services.promise, **to, amount=1, **paper()).code == "promised"
    assert refusal(services.promise, **to | {"holder": "part:13"}, amount=5, **paper()).code == "over"


def test_a_rolling_fund_lends_its_repayments_again(province, accountant, paper, bring, holds):
    fund = services.open_line(province=province, fund="quy_kc", year=2026, by=accountant)
    services.receive(line=fund, amount=200 * TR, **paper())
    bring("settled", 200 * TR, line=fund)
    services.fall_due(line=fund, holder=SHARE, amount=50 * TR, **paper())
    holds(fund, in_=200 * TR, recoverable=50 * TR, settled=150 * TR)
    services.reuse(line=fund, holder=SHARE, amount=50 * TR, **paper())
    services.plan(line=fund, holder="part:13", group="file:8", amount=50 * TR, **paper())
    holds(fund, in_=200 * TR, planned=50 * TR, settled=150 * TR)


def test_a_rolling_fund_repaid_after_its_year_lends_in_the_open_year(province, accountant, paper, bring, holds):
    old = services.open_line(province=province, fund="quy_kc", year=2025, by=accountant)
    new = services.open_line(province=province, fund="quy_kc", year=2026, by=accountant)
    services.receive(line=old, amount=200 * TR, **paper())
    bring("settled", 200 * TR, line=old)
    services.close_line(line=old, by=accountant, on=date(2026, 3, 3))
    services.fall_due(line=old, holder=SHARE, amount=80 * TR, **paper(date(2026, 4, 1)))
    assert refusal(services.reuse, line=old, holder=SHARE, amount=80 * TR, **paper()).code == "closed"
    services.reuse(line=old, holder=SHARE, amount=80 * TR, into=new, **paper(date(2026, 4, 2)))
    holds(old, in_=200 * TR, settled=120 * TR, out=80 * TR)
    holds(new, in_=80 * TR, available=80 * TR)


def test_recovered_money_is_used_again_only_under_a_rule_in_force(line, paper, give, bring, holds):
    give(100)
    bring("advanced", 100)
    services.recover(line=line, holder=SHARE, stage="advanced", amount=100, **paper())
    at = {"line": line, "holder": SHARE, "amount": 60}
    ended = Source("Nghị quyết tỉnh", effective_to=date(2025, 12, 31), certainty="confirmed")
    recalled = Source("Nghị quyết tỉnh", certainty="recalled")
    for source in (None, ended, recalled):
        assert refusal(services.reuse, **at, allowed_by=source, **paper()).code == "reuse"
    in_force = Source("Nghị quyết tỉnh", effective_from=date(2026, 1, 1), certainty="confirmed")
    services.reuse(**at, allowed_by=in_force, **paper())
    services.repay(line=line, holder=SHARE, amount=40, **paper())
    holds(line, in_=100, available=60, out=40)


def test_only_a_rolling_fund_has_instalments(line, paper, give, bring):
    give(100)
    bring("settled", 100)
    assert refusal(services.fall_due, line=line, holder=SHARE, amount=1, **paper()).code == "fund"


# --- reversal


def test_a_reversal_undoes_once(line, paper, give, bring, holds):
    give(100)
    paid = bring("advanced", 100)
    [undone] = services.reverse(transfer=paid, **paper(note="Ghi nhầm số tiền"))
    assert (undone.reverses, undone.note, undone.source.stage) == (paid, "Ghi nhầm số tiền", "advanced")
    holds(line, in_=100, contracted=100)
    assert refusal(services.reverse, transfer=paid, **paper(note="lần hai")).code == "reversed"
    assert refusal(services.reverse, transfer=undone, **paper(note="đảo lại")).code == "reversal"


def test_a_reversal_needs_its_reason(line, paper, give):
    no = refusal(services.reverse, transfer=give(100), **paper(note="  "))
    assert (no.field, no.status) == ("note", 400)


def test_a_reversal_names_the_transfers_in_its_way(line, paper, give, bring, holds):
    given = give(900 * TR)
    services.plan(line=line, holder=SHARE, group=GROUP, amount=500 * TR, **paper(date(2026, 3, 7), reference="plan:1"))
    services.plan(line=line, holder="part:13", group=GROUP, amount=300 * TR, **paper(date(2026, 5, 9)))
    no = refusal(services.reverse, transfer=given, **paper(note="nhầm"))
    assert "chỉ còn 100.000.000 đ" in no.reason
    assert "Bố trí vào kế hoạch 300.000.000 đ ngày 09/05/2026" in no.reason
    assert "Bố trí vào kế hoạch 500.000.000 đ ngày 07/03/2026, plan:1" in no.reason
    holds(line, in_=900 * TR, available=100 * TR, planned=800 * TR)


def test_a_release_whose_money_was_cut_is_not_reversed_silently(line, paper, give, bring):
    give(100)
    bring("contracted", 100)
    services.cut(line=line, amount=50, **paper())
    freed = services.release(line=line, holder=SHARE, stage="contracted", amount=50, **paper())
    no = refusal(services.reverse, transfer=freed, **paper(note="nhầm"))
    assert "Cắt giảm dự toán 50 đ" in no.reason


# --- papers and amounts


@pytest.mark.parametrize("amount", [0, -5])
def test_an_amount_must_be_above_zero(amount, line, paper, give):
    give(100)
    no = refusal(services.lapse, line=line, amount=amount, **paper())
    assert (no.field, no.status) == ("amount", 400)


@pytest.mark.parametrize("on", [date(2026, 11, 21), date(2024, 12, 31)])
def test_a_paper_of_an_impossible_day_is_refused(on, line, paper):
    no = refusal(services.receive, line=line, amount=1, **paper(on))
    assert (no.field, no.status) == ("on", 400)


def test_opening_a_line_twice_gives_the_same_line(province, accountant, line):
    assert services.open_line(province=province, fund="kcdp", year=2026, by=accountant) == line
    assert refusal(services.open_line, province=province, fund="tien", year=2026, by=accountant).field == "fund"
    assert refusal(services.open_line, province=None, fund="kcdp", year=2026, by=accountant).field == "fund"


def test_each_transfer_logs_one_entry_on_the_groups_timeline(line, paper, give, bring):
    from bedo.core.models import LogEntry

    give(100)
    paid = bring("advanced", 100)
    entries = LogEntry.objects.filter(kind__startswith="money.", subject__startswith="transfer:")
    assert entries.count() == Transfer.objects.count() == 4
    entry = entries.get(subject=f"transfer:{paid.pk}")
    assert (entry.kind, entry.group, entry.chain, entry.on) == ("money.advance", GROUP, "08", date(2026, 3, 2))
    assert entry.text == "Tạm ứng lần một 100 đ (Kinh phí khuyến công địa phương năm 2026)"


def test_may_commit_answers_the_form_as_it_answers_the_transaction(line, paper, give):
    give(100)
    answer = rules.may_commit(queries.line_facts(line), Dong(101))
    assert not answer
    assert answer.value == 100
    assert refusal(services.plan, line=line, holder=SHARE, group=GROUP, amount=101, **paper()).reason in answer.reason


# --- those who own the holders


@pytest.fixture
def follower(monkeypatch):
    """Somebody owns the holders "part:…" and writes down what was reversed."""
    told = []
    monkeypatch.setattr(following, "_REGISTRY", {})
    following.register("part", may=lambda transfer: answer["may"], done=lambda *both: told.append(both))
    answer = {"may": Verdict(), "told": told}
    return answer


def test_the_owner_of_a_holder_is_told_of_a_reversal(line, paper, give, bring, follower):
    give(100)
    paid = bring("advanced", 100)
    [undone] = services.reverse(transfer=paid, **paper(note="nhầm"))
    assert follower["told"] == [(paid, undone)]


def test_the_owner_of_a_holder_may_refuse_a_reversal(line, paper, give, bring, follower, holds):
    give(100)
    signed = bring("contracted", 100)
    follower["may"] = refused("Hợp đồng còn hiệu lực.")
    assert refusal(services.reverse, transfer=signed, **paper(note="nhầm")).reason == "Hợp đồng còn hiệu lực."
    assert not queries.may_reverse(queries.transfers().get(pk=signed.pk))
    assert follower["told"] == []
    holds(line, in_=100, contracted=100)


def test_what_may_be_reversed_is_known_beforehand(line, paper, give, bring):
    given, paid = give(100), bring("advanced", 100)
    known = {row.pk: queries.may_reverse(row) for row in queries.transfers()}
    assert known[paid.pk]
    assert "Bố trí vào kế hoạch 100 đ" in known[given.pk].reason
    [undone] = services.reverse(transfer=paid, **paper(note="nhầm"))
    known = {row.pk: queries.may_reverse(row).refusal for row in queries.transfers()}
    assert (known[paid.pk].code, known[undone.pk].code) == ("reversed", "reversal")


def test_what_stands_in_the_way_is_named_as_its_owner_names_it(line, paper, give, monkeypatch):
    monkeypatch.setattr(holders, "_REGISTRY", {})
    holders.register("plan", lambda idents: {key: holders.Holder(f"Kế hoạch đợt {key}") for key in idents})
    given = give(100)
    services.plan(line=line, holder=SHARE, group=GROUP, amount=100, **paper(reference="plan:1"))
    no = refusal(services.reverse, transfer=given, **paper(note="nhầm"))
    assert "Bố trí vào kế hoạch 100 đ ngày 02/03/2026, Kế hoạch đợt 1." in no.reason


def test_a_holder_is_named_by_its_owner_and_an_unknown_key_names_itself(monkeypatch):
    asked = []

    def describe(idents):
        asked.append(idents)
        return {"1": holders.Holder("HTX Chè", "/de-an/7/")}

    monkeypatch.setattr(holders, "_REGISTRY", {})
    holders.register("part", describe)
    assert holders.named(["part:1", "part:2", "other:3", "", "310/QĐ-UBND"]) == {
        "part:1": holders.Holder("HTX Chè", "/de-an/7/"),
        "part:2": holders.Holder("part:2"),
        "other:3": holders.Holder("other:3"),
        "310/QĐ-UBND": holders.Holder("310/QĐ-UBND"),
    }
    assert asked == [{"1", "2"}]
