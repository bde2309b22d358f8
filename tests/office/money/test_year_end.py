"""Cuối năm: leftovers that add up, lapse, stops asked at once, both years, locking; who may do what."""

import re
from datetime import date

import pytest
from django.urls import reverse

from bedo.core.types import Dong
from bedo.ledger import checks, queries, services
from bedo.ledger.models import Transfer
from bedo.office.money import year_end as views
from bedo.projects import leftovers
from bedo.projects.models import ChangeRequest
from bedo.projects.rules import states as s
from bedo.projects.services import changes
from tests.projects.factory import TODAY, Chain, make_establishment
from tests.projects.groups import GroupChain

PAGE = reverse("office:money:year_end")
MILLION = 1_000_000
JANUARY = date(2027, 1, 5)


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr(views, "today", lambda: TODAY)
    monkeypatch.setattr("bedo.office.money.acts.today", lambda: TODAY)


@pytest.fixture
def one(people, province, commune):
    """A project that got its estimate and no contract; 300 of 2.000 million."""
    return Chain(people, make_establishment(province, commune)).to("allocate")


@pytest.fixture
def both(one, people, province, commune):
    """Another beside it that was advanced: 210 paid, 90 contracted."""
    more = Chain(people, make_establishment(province, commune, name="Cơ sở mẫu 02"), number=2)
    more.done.append("envelope")
    more.line = one.line
    return one, more.to("advance")


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sheet_of(line, day=TODAY):
    return leftovers.sheet(type(line).objects.select_related("province").with_totals().get(pk=line.pk), day)


PAPER = {
    "issuer": "UBND tỉnh", "paper_type": "QĐ", "number": "900", "symbol": "QĐ-UBND", "issued_on": "20/11/2026",
    "signer": "Người ký", "summary": "Hủy dự toán",
}  # fmt: skip


# --- the sheet


def test_the_leftovers_add_up_to_the_lines_own_figure(both):
    found = sheet_of(both[0].line)
    held = [(item.left.stage, item.left.amount, item.mark) for item in found.items]
    assert held == [
        ("available", 1_400 * MILLION, "ready"),
        ("planned", 300 * MILLION, "ready"),
        ("contracted", 90 * MILLION, "open"),
        ("advanced", 210 * MILLION, "open"),
    ]
    assert (found.left, found.gap) == (2_000 * MILLION, 0)
    assert found.days.calendar.year_ends == date(2026, 12, 31)
    assert found.days.calendar.books_close == date(2027, 1, 22)


def test_in_january_what_was_not_asked_in_time_is_late(both):
    found = sheet_of(both[0].line, JANUARY)
    assert {item.left.stage: item.mark for item in found.items} == {
        "available": "ready", "planned": "late", "contracted": "late", "advanced": "open",
    }  # fmt: skip


def test_an_extension_that_was_asked_waits_and_after_its_decision_stands_in_the_next_year(both, people):
    project = both[1].project
    request = changes.ask(
        project=project, change="next_year", after={"ends_on": date(2027, 6, 30)}, reason="Máy về chậm", by=people["officer"], today=TODAY,
    )  # fmt: skip
    marks = {item.left.stage: item.mark for item in sheet_of(both[0].line, JANUARY).items}
    assert marks["contracted"] == marks["advanced"] == "waiting"
    changes.check(request=request, agrees=True, text="Đã xem", by=people["appraiser"], on=TODAY, today=TODAY)
    decision = both[1].paper("QĐ", 70, TODAY)
    changes.approve(request=request, decision=decision, by=people["approver_province"], today=TODAY)
    found = sheet_of(both[0].line)
    assert [item.left.stage for item in found.items] == ["available", "planned"]
    assert found.moved == {"carry": 300 * MILLION}
    assert found.gap == 0
    assert found.next_line.totals == queries.totals(found.next_line) == {
        "in": 300 * MILLION, "out": 0, "available": 0, "planned": 0, "contracted": 90 * MILLION,
        "advanced": 210 * MILLION, "recoverable": 0, "settled": 0,
    }  # fmt: skip
    assert leftovers.moved(found.next_line) == {"carry_in": 300 * MILLION}
    assert list(checks.broken_lines()) == []


def test_next_years_tranches_stand_beside_what_the_next_line_has(one, people, province):
    paper = {"by": people["accountant"], "on": TODAY, "today": TODAY}
    services.promise(
        province=province, fund="kcdp", year=2027, holder=one.share.holder, group=one.project.subject, amount=500 * MILLION, **paper
    )  # fmt: skip
    found = sheet_of(one.line)
    assert (found.promised, found.next_free, found.short) == (500 * MILLION, 0, 500 * MILLION)
    line = services.open_line(province=province, fund="kcdp", year=2027, by=people["accountant"])
    services.receive(line=line, amount=600 * MILLION, **paper)
    found = sheet_of(one.line)
    assert (found.next_free, found.short) == (100 * MILLION, 0)


# --- the page


def test_the_page_shows_every_leftover_with_what_may_be_done(login, people, both):
    page = login(people["accountant"]).get(PAGE, {"nam": 2026, "nguon": "kcdp"})
    words = text(page)
    assert "vào 2.000.000.000 − ra 0 − đã quyết toán 0" in words
    for label in (
        "Hủy dự toán theo văn bản",
        "Ký hợp đồng, giao nhiệm vụ",
        "Đề nghị kéo dài, chuyển sang năm sau",
        "Quyết toán, thanh lý",
    ):
        assert label in words
    assert "đến hết ngày 31/12/2026" in words
    assert "đến hết ngày 22/01/2027" in words
    assert f"/dieu-chinh/de-an/{both[1].project.pk}/next_year/" in page.content.decode()
    assert "chuyển sang Đã ngừng" in words
    assert "Chưa khóa được năm ngân sách" in words


@pytest.mark.parametrize("asked", [{}, {"nam": "x", "nguon": "vàng", "tinh": "y"}, {"nam": "2026"}])
def test_what_cannot_be_read_falls_back_to_the_present_year(login, people, one, asked):
    page = login(people["finance"]).get(PAGE, asked)
    assert page.status_code == 200
    assert page.context["line"] == one.line


def test_a_year_without_money_says_so(login, people, one):
    page = login(people["officer"]).get(PAGE, {"nam": "2026", "nguon": "kcqg"})
    assert "chưa có dự toán trong phạm vi của bạn" in text(page)


def test_another_province_sees_nothing_of_it(login, strangers, one):
    client = login(strangers["accountant"])
    page = client.get(PAGE, {"nam": 2026, "nguon": "kcdp", "tinh": one.line.province_id})
    assert "line" not in page.context or not page.context["line"]
    assert client.get(reverse("office:money:lapse", args=[one.line.pk])).status_code == 404


def test_the_ministry_looks_and_writes_nothing(login, people, one):
    client = login(people["ministry_department"])
    page = client.get(PAGE, {"nam": 2026, "nguon": "kcdp", "tinh": one.line.province_id})
    assert page.context["line"] == one.line
    assert not page.context["may"]["lapse"]
    assert client.post(reverse("office:money:lapse", args=[one.line.pk]), PAPER).status_code == 403


def test_the_page_costs_the_same_for_one_project_and_for_six(login, people, one, province, commune, count_queries):
    client, asked = login(people["accountant"]), {"nam": 2026, "nguon": "kcdp"}
    client.get(PAGE, asked)
    first = count_queries(client.get, PAGE, asked)
    for number in range(2, 7):
        more = Chain(
            people, make_establishment(province, commune, name=f"Cơ sở {number}"), number=number, support=100 * MILLION
        )
        more.done.append("envelope")
        more.line = one.line
        more.to("allocate")
    assert count_queries(client.get, PAGE, asked) == first <= 16


# --- lapse


def test_what_nobody_used_lapses_with_its_paper(login, people, one):
    url = reverse("office:money:lapse", args=[one.line.pk])
    client = login(people["accountant"])
    assert client.get(url).context["form"]["amount"].value() == "1.700.000.000"
    assert "phần chưa bố trí vẫn dùng được" in text(client.get(url))
    response = client.post(url, PAPER | {"amount": "700 triệu", "words": "Không dùng hết"}, follow=True)
    assert "Đã hủy dự toán 700.000.000 đ" in text(response)
    transfer = Transfer.objects.get(kind="lapse")
    assert (transfer.amount, transfer.reference, transfer.on) == (700 * MILLION, "900/QĐ-UBND", date(2026, 11, 20))
    assert sheet_of(one.line).moved == {"lapse": 700 * MILLION}
    assert list(checks.broken_lines()) == []


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [("amount", "1.700.000.001", 409), ("amount", "0", 422), ("amount", "hai", 422), ("issued_on", "01/01/2099", 422), ("summary", "", 422)],
)  # fmt: skip
def test_a_wrong_lapse_moves_nothing(login, people, one, name, value, status):
    asked = PAPER | {"amount": "5.000.000", name: value}
    response = login(people["accountant"]).post(reverse("office:money:lapse", args=[one.line.pk]), asked)
    assert response.status_code == status
    assert not Transfer.objects.filter(kind="lapse").exists()


def test_who_only_gives_the_envelope_does_not_lapse_it(login, people, one):
    assert login(people["finance"]).post(reverse("office:money:lapse", args=[one.line.pk]), PAPER).status_code == 403


# --- projects that never got a contract


def ask(client, line, projects, **more):
    sent = {
        "reason_code": "no_capital",
        "reason": "Cơ sở không thu xếp được vốn",
        "on": "20/11/2026",
        "phan": [p.shares.get(number=1).pk for p in projects],
    }
    return client.post(reverse("office:money:ask_stops", args=[line.pk]), sent | more, follow=True)


def test_projects_without_a_contract_are_asked_to_stop_and_their_money_comes_back_when_decided(login, people, one):
    response = ask(login(people["officer"]), one.line, [one.project])
    assert "Đã ghi 1 đề nghị ngừng" in text(response)
    request = ChangeRequest.objects.get()
    assert (request.change, request.reason_code, request.after["free"]) == ("stop", "no_capital", 300 * MILLION)
    found = sheet_of(one.line)
    assert [item.mark for item in found.items if item.left.stage == "planned"] == ["waiting"]
    assert not any(item.never_contracted for item in found.items)
    changes.check(request=request, agrees=True, text="Đúng", by=people["appraiser"], on=TODAY, today=TODAY)
    changes.approve(request=request, decision=one.paper("QĐ", 71, TODAY), by=people["approver_province"], today=TODAY)
    one.project.refresh_from_db()
    assert one.project.state == s.STOPPED
    assert queries.totals(one.line)["available"] == 2_000 * MILLION


def test_one_that_cannot_be_stopped_keeps_all_from_being_asked(login, people, both):
    response = ask(login(people["officer"]), both[0].line, [both[0].project, both[1].project])
    assert response.status_code == 409
    assert "không còn ở bước chờ ký hợp đồng" in text(response)
    assert not ChangeRequest.objects.exists()
    assert response.context["form"]["reason"].value() == "Cơ sở không thu xếp được vốn"


@pytest.mark.parametrize(("more", "status"), [({"reason_code": ""}, 422), ({"reason": ""}, 422), ({"phan": []}, 422), ({"phan": ["x", "9" * 30]}, 409), ({"on": "20/11/2099"}, 422)])  # fmt: skip
def test_a_wrong_request_asks_nothing(login, people, one, more, status):
    assert ask(login(people["officer"]), one.line, [one.project], **more).status_code == status
    assert not ChangeRequest.objects.exists()


def test_one_that_waits_for_another_decision_is_not_offered(login, people, one):
    changes.ask(
        project=one.project, change="cooperating", after={"cooperating": "Phòng Kinh tế"}, reason="Đổi đơn vị", by=people["officer"], today=TODAY
    )  # fmt: skip
    page = login(people["officer"]).get(PAGE, {"nam": 2026})
    assert (len(page.context["choices"]), len(page.context["waiting"])) == (0, 1)
    assert "đang chờ, xử lý xong mới đề nghị ngừng" in text(page)
    response = ask(login(people["officer"]), one.line, [one.project])
    assert response.status_code == 409
    assert f"{one.project.code}: Đề nghị số 1" in text(response)


def test_of_a_group_only_the_share_without_a_contract_is_asked_to_stop(login, people, province, commune):
    group = GroupChain(people, make_establishment(province, commune))
    group.detailed()
    group.signed(1)
    found = sheet_of(group.line)
    never = [item.share for item in found.items if item.never_contracted]
    assert [share.number for share in never] == [2, 3]
    sent = {"reason_code": "asked", "reason": "Cơ sở xin dừng", "on": "20/11/2026", "phan": [never[0].pk]}
    response = login(people["officer"]).post(reverse("office:money:ask_stops", args=[group.line.pk]), sent)
    assert response.status_code == 302
    request = ChangeRequest.objects.get()
    assert (request.share, request.after["free"]) == (never[0], never[0].support)
    marks = {item.share.number: item.mark for item in sheet_of(group.line).items if item.share}
    assert (marks[2], marks[3]) == ("waiting", "ready")


def test_an_accountant_does_not_ask_for_changes(login, people, one):
    assert ask(login(people["accountant"]), one.line, [one.project]).status_code == 403


# --- locking


def test_the_year_is_locked_when_nothing_waits(login, people, one):
    client, url = login(people["accountant"]), reverse("office:money:lock", args=[one.line.pk])
    assert client.post(url, {"on": "25/11/2026"}).status_code == 409
    ask(login(people["officer"]), one.line, [one.project])
    request = ChangeRequest.objects.get()
    changes.check(request=request, agrees=True, text="Đúng", by=people["appraiser"], on=TODAY, today=TODAY)
    changes.approve(request=request, decision=one.paper("QĐ", 71, TODAY), by=people["approver_province"], today=TODAY)
    client = login(people["accountant"])
    client.post(reverse("office:money:lapse", args=[one.line.pk]), PAPER | {"amount": "2 tỷ"})
    assert client.post(url, {"on": "01/01/2099"}).status_code == 422
    assert client.post(url, {"on": "25/11/2026"}).status_code == 302
    found = sheet_of(one.line)
    assert (found.line.is_open, found.left, found.items) == (False, Dong(0), [])
    assert client.post(url, {"on": "25/11/2026", "note": "Ghi thêm"}).status_code == 302


@pytest.mark.parametrize(("role", "status"), [("accountant", 200), ("finance", 200), ("approver_department", 200), ("officer", 403), ("director", 403)])  # fmt: skip
def test_who_locks_a_year(login, people, one, role, status):
    assert login(people[role]).get(reverse("office:money:lock", args=[one.line.pk])).status_code == status
