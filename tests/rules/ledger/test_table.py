"""The table of transfers: every pair of stages × every kind, allowed exactly where design 3.6 allows it."""

from datetime import date
from itertools import product

import pytest

from bedo.core.answers import Source
from bedo.core.types import Dong
from bedo.ledger import rules
from bedo.ledger.rules import Side

ALLOWED = {
    ("in", "available"): {"receive", "allot", "reuse", "carry"},
    ("available", "planned"): {"plan"},
    ("planned", "available"): {"release"},
    ("planned", "planned"): {"shift"},
    ("planned", "contracted"): {"contract"},
    ("contracted", "planned"): {"uncontract"},
    ("contracted", "available"): {"release"},
    ("contracted", "advanced"): {"advance", "remaining", "payment"},
    ("advanced", "settled"): {"settle"},
    ("advanced", "recoverable"): {"recover"},
    ("settled", "recoverable"): {"recover", "fall_due"},
    ("recoverable", "out"): {"repay", "reuse", "carry"},
    ("recoverable", "available"): {"reuse"},
    ("available", "out"): {"cut", "lapse", "allot", "carry"},
    ("planned", "out"): {"carry"},
    ("contracted", "out"): {"carry"},
    ("advanced", "out"): {"carry"},
    ("in", "planned"): {"carry"},
    ("in", "contracted"): {"carry"},
    ("in", "advanced"): {"carry"},
    ("in", "recoverable"): {"carry"},
}


def side(stage, holder="share:1", group="project:1"):
    return Side(stage) if stage in rules.LINE_STAGES else Side(stage, holder, group)


@pytest.mark.parametrize(("source", "target"), product(rules.STAGES, rules.STAGES))
def test_each_pair_of_stages_allows_only_its_kinds(source, target):
    to = side(target, "share:2") if (source, target) == ("planned", "planned") else side(target)
    found = {kind for kind in rules.KINDS if rules.allowed(side(source), to, kind)}
    assert found == ALLOWED.get((source, target), set())


@pytest.mark.parametrize(("source", "target"), product(rules.STAGES, rules.STAGES))
def test_a_closed_year_only_takes_back_what_was_paid(source, target):
    found = {kind for kind in rules.KINDS if rules.allowed(side(source), side(target), kind, is_open=False)}
    expected = {
        ("advanced", "recoverable"): {"recover"},
        ("settled", "recoverable"): {"recover", "fall_due"},
        ("recoverable", "out"): {"repay", "reuse"},
    }
    assert found == expected.get((source, target), set())


@pytest.mark.parametrize("stage", ["contracted", "advanced", "settled", "recoverable", "in", "out"])
def test_nothing_is_committed_from_elsewhere_than_available(stage):
    assert not rules.allowed(side(stage), side("planned"), "plan")


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [
        (Side("available"), Side("planned"), "plan"),
        (Side("available", "share:1"), Side("planned", "share:1"), "plan"),
        (Side("planned", "share:1"), Side("contracted", "share:2"), "contract"),
        (Side("contracted", "share:1"), Side("advanced", "share:2"), "advance"),
        (Side("advanced", "share:1"), Side("settled", "share:2"), "settle"),
        (Side("planned", "share:1", "project:1"), Side("planned", "share:2", "project:2"), "shift"),
        (Side("planned", "share:1"), Side("planned", "share:2"), "shift"),
        (Side("planned", "share:1", "project:1"), Side("planned", "share:1", "project:1"), "shift"),
    ],
)
def test_money_stays_with_its_holder_except_within_one_project(source, target, kind):
    verdict = rules.allowed(source, target, kind)
    assert not verdict
    assert verdict.reason


def test_a_refused_pair_is_said_in_words_of_the_office():
    assert rules.allowed(Side("available"), Side("settled", "share:1"), "settle").reason == (
        "Không có bút toán “Quyết toán” từ “Chưa bố trí” sang “Đã quyết toán”. Chọn đúng bước của đồng tiền."
    )


# --- may_commit


def facts(**changed):
    base = {"name": "Nguồn", "is_open": True, "available": Dong(1_000)}
    return rules.LineFacts(
        **base | {k: Dong(v) if isinstance(v, int) and k != "is_open" else v for k, v in changed.items()}
    )


@pytest.mark.parametrize(
    ("changed", "amount", "free", "code"),
    [
        ({}, 1_000, 1_000, None),
        ({}, 1_001, 1_000, "over"),
        ({}, 1, 1_000, None),
        ({}, 0, 1_000, "amount"),
        ({}, -1, 1_000, "amount"),
        ({"promised": 300}, 700, 700, None),
        ({"promised": 300}, 701, 700, "over"),
        ({"promised": 300, "own_promise": 300}, 1_000, 1_000, None),
        ({"promised": 300, "own_promise": 100}, 801, 800, "over"),
        ({"pending_cut": 1}, 1_000, 999, "over"),
        ({"available": 0, "pending_cut": 50}, 1, 0, "over"),
        ({"pending_cut": 400, "promised": 600}, 1, 0, "over"),
        ({"is_open": False}, 1, 1_000, "closed"),
        ({"is_open": False}, 5_000, 1_000, "closed"),
    ],
)
def test_may_commit_subtracts_cuts_and_promises(changed, amount, free, code):
    answer = rules.may_commit(facts(**changed), Dong(amount))
    assert (answer.value, answer.refusal.code if answer.refusal else None, bool(answer)) == (free, code, code is None)


def test_may_commit_explains_its_reckoning():
    answer = rules.may_commit(facts(pending_cut=100, promised=300), Dong(601))
    assert answer.explanation == (
        "Chưa bố trí: 1.000 đ; Trừ phần cắt giảm còn chờ: 100 đ; Trừ phần đã hứa cho đề án nhiều năm: 300 đ; "
        "Còn được bố trí: 600 đ; Đề nghị: 601 đ — Thông tư liên tịch 26/2014/TTLT-BTC-BCT, Điều 8"
    )
    assert answer.reason == (
        "Nguồn chỉ còn được bố trí 600 đ (còn 100 đ cắt giảm chưa thực hiện được; đã hứa 300 đ cho đề án nhiều năm), "
        "không đủ 601 đ: thiếu 1 đ. Giảm số đề nghị, hoặc chờ có dự toán bổ sung, phần giải phóng."
    )


# --- boundaries of the other rules

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("on", "fits"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2025, 1, 1), True),
        (date(2024, 12, 31), False),
    ],
)
def test_a_papers_day(on, fits):
    assert bool(rules.day_fits(on, year=2026, today=TODAY)) is fits


@pytest.mark.parametrize(
    ("fund", "source", "may"),
    [
        ("kcdp", None, False),
        ("quy_kc", None, True),
        ("kcdp", Source("NQ", effective_from=date(2026, 11, 20), certainty="confirmed"), True),
        ("kcdp", Source("NQ", effective_from=date(2026, 11, 21), certainty="confirmed"), False),
        ("kcdp", Source("NQ", effective_to=date(2026, 11, 20), certainty="read"), True),
        ("kcdp", Source("NQ", effective_to=date(2026, 11, 19), certainty="read"), False),
        ("kcdp", Source("NQ", certainty="summary"), False),
    ],
)
def test_reuse_rests_on_a_rule_in_force_on_the_day(fund, source, may):
    assert bool(rules.may_reuse(fund, on=TODAY, source=source)) is may


@pytest.mark.parametrize(
    ("source", "target", "may"),
    [
        ((1, "kcdp", 2026), (1, "kcdp", 2027), True),
        ((1, "kcdp", 2026), (1, "kcdp", 2026), False),
        ((1, "kcdp", 2026), (1, "kcdp", 2028), False),
        ((1, "kcdp", 2027), (1, "kcdp", 2026), False),
        ((1, "kcdp", 2026), (1, "kcqg", 2027), False),
        ((1, "kcdp", 2026), (2, "kcdp", 2027), False),
    ],
)
def test_carry_over_goes_one_year_on(source, target, may):
    assert bool(rules.may_carry(source, target)) is may


@pytest.mark.parametrize(
    ("source", "target", "may"),
    [
        ((None, "kcqg", 2026), (1, "kcqg", 2026), True),
        ((None, "kcqg", 2026), (1, "kcqg", 2027), False),
        ((None, "kcqg", 2026), (1, "kcdp", 2026), False),
        ((1, "kcqg", 2026), (2, "kcqg", 2026), False),
        ((None, "kcqg", 2026), (None, "kcqg", 2026), False),
    ],
)
def test_only_the_ministry_allots(source, target, may):
    assert bool(rules.may_allot(source, target)) is may


def test_those_in_the_way_are_named_until_they_cover_what_is_missing():
    later = [rules.Standing("plan", TODAY, Dong(10), f"plan:{n}") for n in range(9)]
    assert rules.in_the_way(later, Dong(15)) == (
        "Bố trí vào kế hoạch 10 đ ngày 20/11/2026, plan:0; Bố trí vào kế hoạch 10 đ ngày 20/11/2026, plan:1"
    )
    assert rules.in_the_way(later, Dong(80)).endswith("plan:4; và 3 bút toán khác")


def test_a_year_closes_only_when_nothing_waits():
    assert rules.may_close({"settled": 5, "recoverable": 3}, pending_cut=Dong(0))
    assert not rules.may_close({"advanced": 1}, pending_cut=Dong(0))
    assert not rules.may_close({}, pending_cut=Dong(1))
