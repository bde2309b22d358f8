"""Warnings from the record alone: each at its limit, one day or one đồng before it nothing, with the facts in the sentence."""

from datetime import date

import pytest

from bedo.core.types import Dong
from bedo.programmes.rules import WarningRule, in_force
from bedo.projects.rules.warnings import Record, total, warnings
from tests.rules.programmes.book import book

TODAY = date(2026, 11, 25)
RULES = in_force(book(WarningRule), TODAY, "local", "08")

CASES = [
    ("overdue", {"ends_on": date(2026, 11, 24)}, {"ends_on": TODAY}, "Quá hạn hợp đồng 1 ngày (hạn 24/11/2026)."),
    ("overdue", {"ends_on": date(2026, 11, 1)}, {"ends_on": date(2026, 11, 1), "completed": True}, "24 ngày"),
    ("reports", {"late_months": (date(2026, 10, 1),)}, {}, "Thiếu báo cáo tiến độ tháng 10/2026."),
    ("behind", {"planned_percent": 80, "done_percent": 60}, {"planned_percent": 80, "done_percent": 61}, "làm được 60 %, kế hoạch 80 %"),
    ("stopped_before", {"stopped_before": 2}, {"stopped_before": 0}, "từng ngừng 2 đề án"),
    ("late_money", {"funded_on": date(2026, 9, 26)}, {"funded_on": date(2026, 9, 27)}, "Giao dự toán từ 26/09/2026, đã 60 ngày chưa ký hợp đồng."),
    ("no_visit", {"last_seen_on": date(2026, 9, 26)}, {"last_seen_on": date(2026, 9, 27)}, "lần gần nhất 26/09/2026, đã 60 ngày"),
    ("no_visit", {"signed_on": date(2026, 9, 1)}, {"signed_on": date(2026, 9, 1), "is_visited": False}, "chưa kiểm tra tại cơ sở lần nào"),
    ("price", {"price_change": 15}, {"price_change": 14}, "cao hơn dự toán 15 %"),
    ("price", {"price_change": -20}, {"price_change": None}, "thấp hơn dự toán 20 %"),
    ("remarks", {"remarks": 2}, {"remarks": 0}, "sau 2 yêu cầu bổ sung"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "facts", "before", "words"), CASES)
def test_a_warning_begins_at_its_limit(key, facts, before, words):
    [found] = warnings(RULES, Record(**facts), TODAY)
    assert found.key == key
    assert words in found.sentence
    assert warnings(RULES, Record(**before), TODAY) == []


def test_own_money_is_asked_for_once_half_the_contract_is_over():
    about = {"counterpart": Dong(400), "signed_on": date(2026, 10, 1), "last_seen_on": TODAY}
    late, early = Record(**about, ends_on=date(2026, 12, 31)), Record(**about, ends_on=date(2027, 12, 31))
    assert [one.key for one in warnings(RULES, late, TODAY)] == ["counterpart"]
    assert warnings(RULES, early, TODAY) == []


def test_nothing_is_said_of_a_healthy_project_and_the_sum_orders_the_rest():
    assert warnings(RULES, Record(), TODAY) == []
    found = warnings(RULES, Record(ends_on=date(2026, 10, 1), remarks=1), TODAY)
    assert [one.key for one in found] == ["overdue", "remarks"]
    assert total(found) == 4


def test_a_threshold_is_a_dated_row():
    assert warnings({}, Record(ends_on=date(2020, 1, 1)), TODAY) == []
