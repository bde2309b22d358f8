"""The page of the rolling fund: instalments as they stand, the button that calls what is due, sums that turn over."""

import re
from datetime import date

import pytest
from django.urls import reverse

from bedo.ledger.queries import stages_of_holders
from bedo.projects.services import rolling
from tests.projects.factory import make_establishment
from tests.projects.group import Several, mil

pytestmark = pytest.mark.django_db
URL = reverse("office:money:fund")
DUE = [date(2026, 11, 1), date(2099, 5, 10), date(2099, 11, 10)]


def text(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


@pytest.fixture
def lend(people, province, commune):
    """lend(number) -> a liquidated loan of 300 triệu with three instalments, the first due."""
    lines = {}

    def make(number):
        who = make_establishment(province, commune, f"Cơ sở mẫu {number:02d}")
        loan = Several(people, commune, kind="single", support=300, fund="quy_kc", establishment=who)
        loan.lines = lines
        loan.funded(envelope=5000)
        row = loan.contract({1: 300}, number=f"{number}/HĐ")
        loan.whole_way(1, row)
        loan.settle(row, (1,))
        rolling.set_schedule(share=loan.share(1), rows=[(day, mil(100)) for day in DUE], **loan.by("director"))
        return loan

    return make


def test_what_is_due_is_called_by_the_button_and_paid_on_the_projects_page(lend, login, people):
    loan = lend(1)
    client = login(people["accountant"])
    assert "Đến hạn, chưa ghi sổ" in text(client.get(URL))
    shown = text(client.post(reverse("office:money:call_due"), follow=True))
    assert "Đã ghi 1 kỳ đến hạn, cộng 100.000.000 đ" in shown
    assert "Quá hạn" in shown
    assert int(stages_of_holders([loan.share(1).holder])[loan.share(1).holder]["recoverable"]) == 100_000_000
    act = reverse("office:projects:act", args=[loan.project.pk, "hoan-tra-quy"])
    assert client.get(act).status_code == 200
    answer = client.post(act, {"amount": "60 triệu", "on": "20/11/2026", "words": ""})
    assert answer.status_code == 302
    shown = re.sub(" +", " ", text(client.get(URL)))
    assert "Đã hoàn trả 60.000.000 đ" in shown
    assert "Quá hạn chưa trả 40.000.000 đ" in shown
    assert "Đã hoàn trả về quỹ 60.000.000 đ" in shown
    assert "Đã bố trí cho vay 300.000.000 đ" in shown


def test_the_schedule_is_written_on_the_projects_page(lend, login, people):
    loan = lend(1)
    client = login(people["director"])
    act = reverse("office:projects:act", args=[loan.project.pk, "lich-hoan-tra"])
    sent = {
        "ky-TOTAL_FORMS": 2,
        "ky-INITIAL_FORMS": 0,
        "ky-0-due_on": "10/05/2099",
        "ky-0-amount": "200 triệu",
        "ky-1-due_on": "",
        "ky-1-amount": "",
    }
    assert client.post(act, sent).status_code == 302
    assert [row.amount for row in loan.share(1).instalments.all()] == [mil(200)]
    sent["ky-0-amount"] = "301 triệu"
    answer = client.post(act, sent)
    assert answer.status_code == 422
    assert "vượt 300.000.000 đ" in text(answer)


def test_who_does_not_pay_does_not_call(lend, login, people):
    lend(1)
    client = login(people["officer"])
    assert "Ghi các kỳ đến hạn" not in text(client.get(URL))
    assert client.post(reverse("office:money:call_due")).status_code == 403


def test_strangers_see_nothing_of_it(lend, login, strangers):
    lend(1)
    assert "Cơ sở mẫu" not in text(login(strangers["accountant"]).get(URL))


def test_the_page_costs_the_same_for_one_and_for_several(lend, login, people, count_queries):
    lend(1)
    client = login(people["accountant"])
    client.get(URL)
    one = count_queries(client.get, URL)
    lend(2)
    lend(3)
    assert count_queries(client.get, URL) == one <= 10
