"""The order of selection by the shipped table: key first, area before sector, b before a, capacity; cleaner production apart."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedo.programmes import rules
from bedo.programmes.rules import Priority, ScorePoint, cut_line
from bedo.programmes.rules.priorities import LAST, Candidate
from tests.rules.programmes.book import book

BEFORE, SINCE = date(2025, 10, 14), date(2025, 10, 15)


def order(*candidates, on=SINCE):
    found = rules.rank(book(Priority), candidates, level="local", on=on)
    return [one.candidate.code for one in found if not one.apart]


def one(code, **facts):
    return Candidate(id=hash(code) % 1000, code=code, content="MAY_MOC_CHUYEN_GIAO_CN", **facts)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"is_key": True}, {"areas": frozenset({"bien_gioi"}), "exports": True}),
        ({"areas": frozenset({"ntm"})}, {"exports": True, "has_certificate": True, "workers": 200}),
        ({"areas": frozenset({"dan_toc_mien_nui"})}, {"areas": frozenset({"30a"})}),
        ({"areas": frozenset({"30a"})}, {"areas": frozenset({"ntm"})}),
        ({"areas": frozenset({"ntm"})}, {"areas": frozenset({"kho_khan"})}),
        ({"workers": 50}, {"workers": 49, "sectors": frozenset({"che_bien"})}),
        ({"local_material": 51}, {"local_material": 50, "sectors": frozenset({"co_khi_dien"})}),
        ({"sectors": frozenset({"che_bien"})}, {"owner_first": True}),
        ({"owner_first": True}, {"capacity": 9}),
        ({"capacity": 2}, {"capacity": 1}),
    ],
)  # fmt: skip
def test_the_law_puts_the_first_before_the_second(first, second):
    assert order(one("B", **first), one("A", **second)) == ["B", "A"]


def test_owners_count_from_the_day_of_the_decree():
    woman, able = one("B", owner_first=True), one("A", capacity=1)
    assert order(woman, able, on=SINCE) == ["B", "A"]
    assert order(woman, able, on=BEFORE) == ["A", "B"]


def test_cleaner_production_is_ranked_apart():
    cleaner = Candidate(1, "C", "SXSH_DANH_GIA", is_key=True)
    found = rules.rank(book(Priority), [cleaner, one("A")], level="national", on=SINCE)
    assert [(row.candidate.code, row.apart, row.position) for row in found] == [("A", False, 1), ("C", True, 1)]
    assert "xét riêng" in found[1].steps[0].value


def test_every_step_says_why_and_cites_its_text():
    [found] = rules.rank(
        book(Priority), [one("A", areas=frozenset({"bien_gioi"}), capacity=3)], level="national", on=SINCE
    )
    assert [step.label for step in found.steps] == [f"Bước {n}" for n in range(1, 6)]
    assert found.order == (LAST, 1, LAST, LAST, -3)
    assert "biên giới" in found.steps[1].value
    assert "3 đề án" in found.steps[4].value
    assert {source.text for source in found.sources} == {"Thông tư 46/2012/TT-BCT", "Thông tư 36/2013/TT-BCT"}


facts = st.builds(
    one,
    st.text("ABCDEF", min_size=3, max_size=6),
    is_key=st.booleans(),
    areas=st.frozensets(st.sampled_from(["bien_gioi", "30a", "ntm", "kho_khan"]), max_size=2),
    workers=st.one_of(st.none(), st.integers(0, 99)),
    owner_first=st.one_of(st.none(), st.booleans()),
    capacity=st.integers(0, 3),
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.lists(facts, max_size=12, unique_by=lambda one: one.code), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_they_come(candidates, random):
    shuffled = list(candidates)
    random.shuffle(shuffled)
    assert order(*candidates) == order(*shuffled)


@pytest.mark.parametrize(("asks", "money", "count"), [([], 5, 0), ([3, 3], 5, 1), ([6, 1], 5, 0), ([2, 3], 5, 2)])
def test_the_line_is_drawn_before_the_first_that_does_not_fit(asks, money, count):
    assert cut_line(asks, money) == count


def scale(**more):
    """A made-up scale of one province: points for export and for work done before."""
    since = {"level": "local", "province": "08", "effective_from": BEFORE, **more}
    return [
        ScorePoint(key="export", name="Hàng xuất khẩu", criterion="export", points=10, **since),
        ScorePoint(key="done", name="Đã có đề án nghiệm thu", criterion="capacity", threshold=2, points=15, **since),
    ]


def ranked(*candidates, level="local", province="08", points=()):
    return rules.rank(book(Priority), candidates, level=level, on=SINCE, province=province, scale=points)


def test_a_province_scale_orders_only_within_a_class_of_the_law():
    low = one("a", exports=True, workers=60)
    high = one("b", workers=60, has_certificate=True)
    above = one("c", areas=frozenset({"ntm"}))
    assert [row.candidate.code for row in ranked(high, low, above, points=scale())] == ["c", "a", "b"]
    assert [row.points for row in ranked(high, low, above, points=scale())] == [0, 10, 0]
    assert [row.scored[0].label for row in ranked(low, points=scale())] == ["Hàng xuất khẩu"]
    assert ranked(one("d", capacity=2), points=scale())[0].points == 15


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ({"province": "25"}, {}),
        ({"level": "national"}, {}),
        ({}, {"effective_from": date(2026, 1, 1)}),
        ({}, {"province": ""}),
    ],
)
def test_nobody_elses_scale_counts(asked, written):
    found = ranked(one("a"), one("b", exports=True, workers=60), points=scale(**written), **asked)
    assert {row.points for row in found} == {None}
