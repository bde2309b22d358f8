"""Deadlines, authorities, settings and criteria."""

from datetime import date

import pytest

from bedo.programmes import rules
from tests.rules.programmes.book import book

NOW = date(2026, 3, 1)


def last_day(key, on=NOW, level="national", **more):
    return rules.deadline(book(rules.DeadlineRule), key, level=level, on=on, **more).value


@pytest.mark.parametrize(
    ("key", "more", "last"),
    [
        ("settlement", {"start": date(2025, 12, 10)}, date(2025, 12, 25)),
        ("settlement", {"start": date(2025, 12, 20)}, date(2026, 1, 4)),
        ("liquidation", {"year": 2025}, date(2026, 1, 22)),
        ("monthly_report", {"year": 2026, "month": 2}, date(2026, 2, 24)),
        ("unit_to_department", {"year": 2026}, date(2026, 5, 19)),
        ("department_to_ministry", {"year": 2026}, date(2026, 6, 19)),
        ("budget_year_end", {"year": 2025}, date(2025, 12, 31)),
        ("effects_1", {"start": date(2024, 2, 29)}, date(2025, 2, 28)),
        ("effects_3", {"start": date(2025, 11, 5)}, date(2028, 11, 5)),
    ],
)
def test_the_last_day_on_time(key, more, last):
    assert last_day(key, **more) == last


@pytest.mark.parametrize(
    ("on", "last"), [(date(2018, 12, 31), date(2019, 6, 14)), (date(2019, 1, 1), date(2019, 6, 19))]
)
def test_the_registration_report_moved_from_15_to_20_june(on, last):
    assert last_day("department_to_ministry", on, year=2019) == last


def test_national_dates_are_not_asked_of_local_projects():
    assert last_day("unit_to_department", level="local", year=2026) is None


def test_the_answer_shows_the_reckoning_and_its_text():
    answer = rules.deadline(book(rules.DeadlineRule), "settlement", level="national", on=NOW, start=date(2025, 12, 10))
    assert "15 ngày kể từ ngày nghiệm thu cuối cùng của hợp đồng 10/12/2025" in answer.explanation
    assert "Thông tư 36/2013/TT-BCT, Điều 18" in answer.explanation
    assert answer.binding


def test_a_deadline_without_its_day_is_a_programmers_mistake():
    with pytest.raises(ValueError, match="start"):
        last_day("settlement")


@pytest.mark.parametrize(
    ("change", "kind", "level", "body"),
    [
        ("increase", "single", "national", "minister"),
        ("content", "single", "national", "minister"),
        ("next_year", "group", "national", "minister"),
        ("add", "single", "national", "minister"),
        ("stop", "single", "national", "minister"),
        ("stop_violation", "single", "national", "minister"),
        ("beneficiary", "single", "national", "cuc"),
        ("place", "single", "national", "cuc"),
        ("time", "group", "national", "cuc"),
        ("decrease", "single", "national", "cuc"),
        ("other", "single", "national", "cuc"),
        ("beneficiary", "group", "national", "so"),
        ("place", "group", "national", "so"),
        ("cooperating", "group", "national", "so"),
        ("stop", "single", "local", "chairman"),
        ("increase", "single", "local", "chairman"),
        ("beneficiary", "single", "local", "chairman"),
        ("beneficiary", "group", "local", "so"),
    ],
)
def test_each_change_goes_to_who_may_decide_it(change, kind, level, body):
    answer = rules.who_decides(book(rules.ChangeAuthority), change, level=level, on=NOW, kind=kind)
    assert answer.value == body
    assert answer.binding is (level == "national")


def test_every_change_has_a_decider_on_both_tracks():
    for level in ("national", "local"):
        for change in rules.CHANGES:
            for kind in ("single", "group"):
                answer = rules.who_decides(book(rules.ChangeAuthority), change, level=level, on=NOW, kind=kind)
                assert answer.value in rules.BODIES


@pytest.mark.parametrize(
    ("key", "level", "on", "value"),
    [
        ("reuse_recovered", "local", NOW, False),
        ("finance_opinion", "local", NOW, True),
        ("stall_days", "national", NOW, 31),
        ("dossier_copies", "national", date(2018, 12, 31), 3),
        ("dossier_copies", "national", date(2019, 1, 1), 2),
        ("finance_opinion", "national", NOW, None),
    ],
)
def test_choices_are_read_by_kind(key, level, on, value):
    assert rules.setting(book(rules.Setting), key, on=on, level=level).value == value


def test_criteria_are_asked_by_content():
    def keys(content):
        asked = rules.for_contents(book(rules.CapacityCriterion), [content], level="local", on=NOW, province="08")
        return {criterion.key for criterion in asked}

    everywhere = {"counterpart", "no_double", "registered", "manager", "books", "market"}
    assert keys("TU_VAN") == everywhere
    assert {"workshop", "utilities", "material", "new_machine"} <= keys("MAY_MOC_CHUYEN_GIAO_CN")
    assert "new_machine" not in keys("THUONG_HIEU")
    assert {criterion.aspect for criterion in book(rules.CapacityCriterion)} >= {
        "money", "land", "management", "material", "market",
    }  # fmt: skip


def test_a_machine_in_use_is_asked_only_where_there_is_a_machine():
    def keys(content):
        asked = rules.for_contents(book(rules.EffectIndicator), [content], level="local", on=NOW)
        return [indicator.key for indicator in asked]

    assert "in_use" in keys("MAY_MOC_CHUYEN_GIAO_CN")
    assert "in_use" not in keys("DAO_TAO_NGHE")
