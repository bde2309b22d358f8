"""First advance: percentage, progress, confirmation, papers, ceiling."""

from datetime import date

import pytest

from bedo.core.types import Dong
from bedo.programmes import rules
from tests.rules.programmes.book import book

MACHINE = "MAY_MOC_CHUYEN_GIAO_CN"
READY = rules.Work(
    done=Dong(434_000_001),
    total=Dong(620_000_000),
    confirmed=True,
    papers=frozenset({"contract", "report_3b", "progress_confirmed"}),
)
ON = date(2016, 6, 1)


def allowed(content, amount, *, support=300_000_000, before=0, work=READY, on=ON, level="national", strict=False):
    return rules.advance_allowed(
        book(rules.AdvanceRule),
        book(rules.SupportNorm),
        book(rules.AdvancePaper),
        content,
        amount=Dong(amount),
        support=Dong(support),
        before=Dong(before),
        work=work,
        level=level,
        on=on,
        province="08",
        strict=strict,
    )


@pytest.mark.parametrize(
    ("content", "share"),
    [
        ("HA_TANG_CCN", 30),
        ("XU_LY_ON_CUM", 30),
        ("DAO_TAO_NGHE", 70),
        ("THUONG_HIEU", 70),
        ("HOI_CHO_NUOC_NGOAI", 70),
        (MACHINE, 70),
        ("XU_LY_ON_CO_SO", 70),
        ("THANH_LAP_DN", 100),
        ("PHONG_TRUNG_BAY", 0),
    ],
)
def test_first_advance_is_30_70_or_100_percent_by_content(content, share):
    answer = rules.first_advance(book(rules.AdvanceRule), content, Dong(100_000_000), level="national", on=ON)
    assert answer.value == share * 1_000_000


def test_no_rule_before_the_circular():
    answer = rules.first_advance(book(rules.AdvanceRule), MACHINE, Dong(100), level="national", on=date(2014, 2, 9))
    assert (answer.value, answer.sources) == (0, ())


@pytest.mark.parametrize(
    ("amount", "before", "good"),
    [
        (210_000_000, 0, True),
        (210_000_001, 0, False),
        (110_000_000, 100_000_000, True),
        (110_000_001, 100_000_000, False),
    ],
)
def test_an_advance_keeps_to_its_percentage_counting_earlier_ones(amount, before, good):
    assert bool(allowed(MACHINE, amount, before=before)) is good


@pytest.mark.parametrize(("done", "good"), [(433_999_999, False), (434_000_000, False), (434_000_001, True)])
def test_more_than_seventy_percent_of_the_investment_must_be_done(done, good):
    work = rules.Work(Dong(done), Dong(620_000_000), True, False, READY.papers)
    assert bool(allowed(MACHINE, 1, work=work)) is good


def test_the_departments_confirmation_and_each_paper_are_asked_for():
    work = rules.Work(READY.done, READY.total, False, False, frozenset({"contract"}))
    reason = allowed(MACHINE, 1, work=work).reason
    assert "Sở Công Thương chưa xác nhận" in reason
    assert "Mẫu 3b" in reason


def test_founding_an_enterprise_is_paid_whole_but_only_after_acceptance():
    papers = frozenset({"contract", "report_3b", "acceptance_5b"})
    before = rules.Work(papers=papers)
    after = rules.Work(accepted=True, papers=papers)
    assert "sau nghiệm thu" in allowed("THANH_LAP_DN", 10_000_000, support=10_000_000, work=before).reason
    assert allowed("THANH_LAP_DN", 10_000_000, support=10_000_000, work=after)


@pytest.mark.parametrize("on", [date(2018, 5, 10), date(2018, 5, 11)])
def test_seventy_percent_stands_before_and_after_may_2018_and_binds_only_as_read(on):
    answer = rules.advance_ceiling(book(rules.SupportNorm), Dong(300_000_001), level="local", on=on, province="08")
    assert answer.value == 210_000_001
    assert answer.binding is (on == date(2018, 5, 10))


def test_the_local_track_borrows_the_national_row_and_warns_unless_the_office_is_strict():
    work = rules.Work()
    lenient = allowed(MACHINE, 300_000_000, work=work, on=date(2026, 3, 1), level="local")
    assert lenient
    assert len(lenient.warnings) >= 4
    assert not allowed(MACHINE, 300_000_000, work=work, on=date(2026, 3, 1), level="local", strict=True)


def test_other_local_contents_fall_to_the_local_row():
    answer = rules.first_advance(
        book(rules.AdvanceRule), "PHONG_TRUNG_BAY", Dong(50_000_001), level="local", on=date(2026, 1, 1)
    )
    assert answer.value == 35_000_001
    assert not answer.binding


@pytest.mark.parametrize(
    ("support", "paid", "accepted", "left"),
    [(300, 210, 300, 90), (300, 210, 250, 40), (300, 210, 200, 0), (300, 0, 301, 300)],
)
def test_what_is_left_follows_what_was_accepted(support, paid, accepted, left):
    assert rules.remaining_advance(Dong(support), Dong(paid), Dong(accepted)).value == left


def test_the_papers_of_an_advance_come_in_the_rows_order():
    rule = rules.advance_rule(book(rules.AdvanceRule), MACHINE, level="national", on=ON)
    papers = rules.advance_papers(book(rules.AdvancePaper), rule, level="national", on=ON)
    assert [paper.key for paper in papers] == ["contract", "report_3b", "progress_confirmed"]
