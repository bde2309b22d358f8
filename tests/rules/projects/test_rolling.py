"""A schedule of repayments on a day: what came back pays the oldest instalment first."""

from datetime import date

import pytest

from bedo.core.types import Dong
from bedo.projects.rules.rolling import Due, may_schedule, standings

TODAY = date(2027, 6, 20)
ROWS = [Due(1, date(2027, 1, 15), Dong(100), True), Due(2, date(2027, 6, 15), Dong(100), True), Due(3, date(2027, 12, 15), Dong(100))]  # fmt: skip


@pytest.mark.parametrize(
    ("outstanding", "left", "late"),
    [
        (200, [100, 100, 100], [156, 5, 0]),
        (130, [30, 100, 100], [156, 5, 0]),
        (60, [0, 60, 100], [0, 5, 0]),
        (0, [0, 0, 100], [0, 0, 0]),
        (260, [100, 100, 100], [156, 5, 0]),
    ],
)
def test_the_oldest_instalment_is_paid_first(outstanding, left, late):
    found = standings(ROWS, Dong(outstanding), TODAY)
    assert [row.left for row in found] == left
    assert [row.days_late for row in found] == late
    assert all(row.paid + row.left == row.due.amount for row in found)


def test_words_say_how_an_instalment_stands():
    found = standings([*ROWS, Due(4, date(2027, 6, 1), Dong(5))], Dong(60), TODAY)
    words = {row.due.number: row.word for row in found}
    assert words == {1: "Đã hoàn trả", 2: "Quá hạn 5 ngày", 3: "Chưa đến hạn", 4: "Đến hạn, chưa ghi sổ 19 ngày"}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "chưa có kỳ nào"),
        ([(TODAY, Dong(0))], "lớn hơn 0"),
        ([(TODAY, Dong(1)), (TODAY, Dong(1))], "cùng một ngày"),
        ([(date(2026, 1, 1), Dong(1))], "trước ngày ký hợp đồng"),
        ([(TODAY, Dong(301))], "vượt 300 đ"),
    ],
)
def test_a_schedule_that_does_not_fit_is_refused(rows, words):
    verdict = may_schedule(rows, Dong(300), date(2026, 3, 1))
    assert not verdict
    assert words in verdict.reason
    assert verdict.refusal.status == 422


def test_a_schedule_may_ask_for_less_than_was_lent():
    assert may_schedule([(TODAY, Dong(100))], Dong(300), date(2026, 3, 1))
