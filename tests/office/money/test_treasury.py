"""Đối chiếu Kho bạc: seen before it is kept, kept once, tied and untied, sums that add up, bad files told; slips."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedo.core.models import LogEntry
from bedo.ledger import services
from bedo.ledger.models import Statement, StatementLine, Transfer
from bedo.office.money import treasury as views
from bedo.projects import treasury
from bedo.projects.models import Payment
from bedo.projects.services.treasury import record_slip
from tests.ledger.treasury.workbooks import HEAD, workbook
from tests.projects.factory import TODAY, Chain, make_establishment

MILLION = 1_000_000
JULY, OCTOBER = date(2026, 7, 6), date(2026, 10, 9)


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr(views, "today", lambda: TODAY)


@pytest.fixture
def chain(people, province, commune):
    """Two payments: 210 million on 6 July with its slip, 90 million on 9 October without."""
    chain = Chain(people, make_establishment(province, commune)).to("remaining")
    first = Payment.objects.order_by("pk").first()
    record_slip(payment=first, kind="rut_du_toan", number="GRDT-01", on=JULY, by=people["accountant"], today=TODAY)
    return chain


@pytest.fixture
def bare(people, province):
    """A line without any payment, for files that are refused."""
    return SimpleNamespace(line=services.open_line(province=province, fund="kcdp", year=2026, by=people["accountant"]))


@pytest.fixture
def accountant(login, people):
    return login(people["accountant"])


GOOD = workbook(
    HEAD,
    [1, date(2026, 7, 8), "grdt01", "Tạm ứng máy sao chè", 210 * MILLION],
    [2, date(2026, 10, 12), "77", "Thanh toán", 90 * MILLION],
    [3, date(2026, 10, 20), "78", "Khoản của đơn vị khác", 5 * MILLION],
)


def file(content, name="sao-ke.xlsx"):
    return SimpleUploadedFile(name, content)


def look(client, chain, content, name="sao-ke.xlsx"):
    return client.post(reverse("office:money:statements", args=[chain.line.pk]), {"file": file(content, name)})


def bring(client, chain, content=GOOD):
    token = look(client, chain, content).context["token"]
    return client.post(reverse("office:money:keep_statement", args=[chain.line.pk]), {"token": token}, follow=True)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def shape(found):
    """How many lines of each kind."""
    return [
        len(getattr(found, name)) for name in ("tied", "exact", "probable", "differing", "only_theirs", "only_ours")
    ]


# --- looking, keeping


def test_a_statement_is_shown_beside_the_books_before_anything_is_kept(accountant, chain):
    entries = LogEntry.objects.count()
    page = look(accountant, chain, GOOD)
    found = page.context["comparison"]
    assert page.status_code == 200
    assert shape(found) == [0, 1, 1, 0, 1, 0]
    assert (found.theirs, found.ours, found.difference) == (305 * MILLION, 300 * MILLION, 5 * MILLION)
    assert "3 dòng, từ 08/07/2026 đến 20/10/2026" in text(page)
    assert not Statement.objects.exists()
    assert LogEntry.objects.count() == entries


def test_it_is_kept_and_the_same_file_again_is_the_same_statement(accountant, chain):
    assert "Đã nhận sao kê 3 dòng" in text(bring(accountant, chain))
    row = Statement.objects.get()
    assert (row.line, row.spent, row.returned, row.first_on, row.name) == (
        chain.line, 305 * MILLION, 0, date(2026, 7, 8), "sao-ke.xlsx",
    )  # fmt: skip
    assert "Tệp này đã nhận" in text(look(accountant, chain, GOOD))
    assert "đã nhận trước đây" in text(bring(accountant, chain))
    assert (Statement.objects.count(), StatementLine.objects.count()) == (1, 3)


def test_a_file_that_stands_with_another_line_is_not_taken_twice(accountant, chain, people, province):
    bring(accountant, chain)
    chain.line = services.open_line(province=province, fund="quy_kc", year=2026, by=people["accountant"])
    response = bring(accountant, chain)
    assert response.status_code == 422
    assert "Tệp này đã nhận cho Kinh phí khuyến công địa phương năm 2026" in text(response)


def test_days_of_another_budget_year_are_refused(accountant, bare):
    response = look(accountant, bare, workbook(HEAD, [1, date(2025, 7, 8), "1", "", 5]))
    assert response.status_code == 422
    assert "ngày 08/07/2025, ngoài năm ngân sách 2026" in text(response)


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "9" * 5000])
def test_a_preview_that_is_not_ours_keeps_nothing(accountant, bare, token):
    response = accountant.post(reverse("office:money:keep_statement", args=[bare.line.pk]), {"token": token})
    assert response.status_code == 422
    assert "Tải tệp lên lại" in text(response)
    assert not Statement.objects.exists()


def test_a_preview_of_another_person_is_not_kept(login, people, accountant, chain):
    token = look(accountant, chain, GOOD).context["token"]
    found, _ = views.unpack(token, chain.line, people["accountant"].pk)
    assert len(found.rows) == 3
    with pytest.raises(views.Refused):
        views.unpack(token, chain.line, people["director"].pk)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp trống"),
        (b"%PDF-1.7", "không phải bảng tính Excel"),
        (workbook(["Kính gửi Kho bạc"]), "Không thấy dòng tiêu đề"),
        (workbook(HEAD, [1, JULY, "1", "", "hai trăm linh gì đó"]), "Ô Sao kê!E2"),
        (b"PK" + b"\0" * (50 * MILLION), "lớn hơn 5 MB"),
    ],
)
def test_a_bad_file_is_a_sentence_beside_its_field(accountant, bare, content, words):
    response = look(accountant, bare, content)
    assert response.status_code == 422
    assert words in text(response)
    assert "file" in response.context["form"].errors
    assert not Statement.objects.exists()


def test_no_file_at_all(accountant, bare):
    assert accountant.post(reverse("office:money:statements", args=[bare.line.pk]), {}).status_code == 422


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=300), name=st.sampled_from(["a.xlsx", "b", "c.exe"]))
def test_random_bytes_are_told_and_leave_nothing(accountant, bare, content, name):
    response = look(accountant, bare, content, name)
    assert response.status_code == 422
    assert not Statement.objects.exists()


# --- tying


@pytest.fixture
def kept(accountant, chain):
    bring(accountant, chain)
    return Statement.objects.select_related("line__province").get()


def tie(client, row, **sent):
    return client.post(reverse("office:money:tie", args=[row.pk]), sent, follow=True)


def test_exact_pairs_are_confirmed_at_once_and_a_probable_one_by_itself(accountant, kept):
    assert "Đã xác nhận 1 dòng khớp" in text(tie(accountant, kept, all="1"))
    assert shape(treasury.compare(kept)) == [1, 0, 1, 0, 1, 0]
    [pair] = treasury.compare(kept).probable
    assert "Đã xác nhận 1 dòng khớp" in text(tie(accountant, kept, pair=pair.key))
    found = treasury.compare(kept)
    assert shape(found) == [2, 0, 0, 0, 1, 0]
    assert found.difference == 5 * MILLION == found.only_theirs_sum
    assert [line.how for line in kept.lines.order_by("number")] == ["exact", "probable", ""]
    assert tie(accountant, kept, pair=pair.key).status_code == 409


def test_what_was_taken_apart_is_not_proposed_again(accountant, kept):
    tie(accountant, kept, all="1")
    line = kept.lines.get(number=1)
    response = accountant.post(reverse("office:money:untie", args=[line.pk]), follow=True)
    assert "Đã bỏ ghép" in text(response)
    found = treasury.compare(kept)
    assert shape(found) == [0, 0, 1, 0, 2, 0]
    assert accountant.post(reverse("office:money:untie", args=[line.pk])).status_code == 409
    response = tie(accountant, kept, line=line.pk, ours=found.loose[0].transfer.pk)
    assert "Đã xác nhận 1 dòng khớp" in text(response)
    assert kept.lines.get(number=1).how == "manual"


def test_every_form_carries_its_token(accountant, kept):
    tie(accountant, kept, all="1")
    page = accountant.get(reverse("office:money:statement", args=[kept.pk])).content.decode()
    assert page.count('method="post"') == page.count("csrfmiddlewaretoken") >= 3


def test_two_of_different_amounts_are_not_one_thing(accountant, kept, people, chain):
    tie(accountant, kept, all="1")
    accountant.post(reverse("office:money:untie", args=[kept.lines.get(number=1).pk]))
    ours = treasury.compare(kept).loose[0].transfer.pk
    response = tie(accountant, kept, line=kept.lines.get(number=3).pk, ours=ours)
    assert response.status_code == 409
    assert "Sổ ghi chi 210.000.000 đ, Kho bạc ghi chi 5.000.000 đ: lệch 205.000.000 đ" in text(response)


@pytest.mark.parametrize(
    "sent", [{}, {"pair": "1"}, {"pair": "999:999"}, {"line": "x", "ours": "1"}, {"line": "999999"}]
)
def test_what_is_no_pair_ties_nothing(accountant, kept, sent):
    assert tie(accountant, kept, **sent).status_code in (409, 422)
    assert not StatementLine.objects.exclude(transfer=None).exists()


def test_a_line_tied_with_a_payment_that_was_reversed_says_so(accountant, kept, people, chain):
    tie(accountant, kept, all="1")
    transfer = kept.lines.get(number=1).transfer
    Transfer.objects.create(
        province=transfer.province, line=transfer.line, source=transfer.target, target=transfer.source, amount=transfer.amount,
        kind="reverse", reverses=transfer, on=TODAY, entered_at=transfer.entered_at, entered_by=people["accountant"],
    )  # fmt: skip
    page = accountant.get(reverse("office:money:statement", args=[kept.pk]))
    assert "bút toán ấy đã ghi đảo" in text(page)
    assert [line.number for line in page.context["found"].only_theirs] == [1, 3]


def test_a_number_with_another_amount_is_told_as_a_difference(accountant, chain):
    bring(
        accountant, chain, workbook(HEAD, [1, JULY, "GRDT-01", "", 201 * MILLION], [2, OCTOBER, "", "", 90 * MILLION])
    )
    found = treasury.compare(Statement.objects.get())
    assert shape(found) == [0, 0, 1, 1, 0, 0]
    assert found.differing_sum == found.difference == -9 * MILLION


def test_repayments_stand_beside_what_came_back(accountant, chain, people):
    services.recover(line=chain.line, holder=chain.share.holder, stage="advanced", amount=70 * MILLION, by=people["accountant"], on=OCTOBER, today=TODAY)  # fmt: skip
    services.repay(line=chain.line, holder=chain.share.holder, amount=70 * MILLION, by=people["accountant"], on=date(2026, 11, 2), today=TODAY)  # fmt: skip
    rows = [["Ngày", "Số CT", "Diễn giải", "Nợ", "Có"], [date(2026, 11, 3), "9", "Nộp trả", None, 70 * MILLION]]
    bring(accountant, chain, workbook(*rows))
    found = treasury.compare(Statement.objects.get())
    assert [pair.ours.transfer.kind for pair in found.probable] == ["repay"]
    assert (found.theirs, found.ours) == (-70 * MILLION, -70 * MILLION)


# --- who, and what a page costs


def test_who_may_look_and_who_may_write(login, people, strangers, kept, chain):
    looks = {"accountant": 200, "director": 200, "ministry_department": 200, "collaborator": 403}
    for role, status in looks.items():
        assert login(people[role]).get(reverse("office:money:statement", args=[kept.pk])).status_code == status, role
    assert login(strangers["accountant"]).get(reverse("office:money:statement", args=[kept.pk])).status_code == 404
    director = login(people["director"])
    assert tie(director, kept, all="1").status_code == 403
    assert look(director, chain, GOOD).status_code == 403
    assert "Nhận sao kê" not in text(director.get(reverse("office:money:statements", args=[chain.line.pk])))


@pytest.mark.parametrize("name", ["statement", "statements"])
def test_a_page_costs_the_same_for_three_lines_and_for_sixty(accountant, chain, kept, count_queries, name):
    def asked(row):
        return reverse(f"office:money:{name}", args=[row.pk if name == "statement" else chain.line.pk])

    accountant.get(asked(kept))
    few = count_queries(accountant.get, asked(kept))
    rows = [[n, OCTOBER, f"K{n}", "Chi", 1000 + n] for n in range(60)]
    bring(accountant, chain, workbook(HEAD, *rows))
    assert count_queries(accountant.get, asked(Statement.objects.order_by("-pk").first())) <= few <= 14


# --- slips


def test_the_data_of_a_slip_says_where_its_codes_come_from(accountant, chain):
    payment = Payment.objects.order_by("pk").first()
    page = text(accountant.get(reverse("office:money:slip", args=[payment.pk])))
    assert "Giấy rút dự toán" in page
    assert "GRDT-01 ngày 06/07/2026" in page
    assert re.search(r"Loại 280 .*Thông tư 28/2018/TT-BTC.* Chưa đối chiếu văn bản", page)
    assert "Hai trăm mười triệu đồng" in page
    assert "Số tài khoản đơn vị nhận chưa rõ" in page


def test_in_2016_the_older_codes_stood(chain):
    payment = Payment.objects.order_by("pk").first()
    payment.on = date(2016, 5, 1)
    section, item = treasury.budget_codes(payment)
    assert (section.value, item.value) == ("070", "102")


def test_a_slip_is_written_and_written_again(accountant, chain):
    payment = Payment.objects.order_by("pk").last()
    url = reverse("office:money:slip", args=[payment.pk])
    sent = {"slip_kind": "thanh_toan", "slip_number": "DNTT-5", "slip_on": "09/10/2026"}
    assert "Đã ghi số giấy" in text(accountant.post(url, sent, follow=True))
    payment.refresh_from_db()
    assert (payment.slip_kind, payment.slip_number, payment.slip_on) == ("thanh_toan", "DNTT-5", OCTOBER)
    accountant.post(url, sent | {"slip_number": "DNTT-6"})
    said = LogEntry.objects.filter(kind="money.slip").order_by("pk").last().text
    assert "DNTT-6" in said
    assert "trước đây ghi số DNTT-5" in said


@pytest.mark.parametrize(("name", "value"), [("slip_kind", ""), ("slip_kind", "x"), ("slip_number", " "), ("slip_on", "01/01/2099"), ("slip_on", "x")])  # fmt: skip
def test_a_wrong_slip_changes_nothing(accountant, chain, name, value):
    payment = Payment.objects.order_by("pk").last()
    sent = {"slip_kind": "thanh_toan", "slip_number": "DNTT-5", "slip_on": "09/10/2026", name: value}
    response = accountant.post(reverse("office:money:slip", args=[payment.pk]), sent)
    assert response.status_code == 422
    assert name in response.context["form"].errors
    payment.refresh_from_db()
    assert payment.slip_number == ""


def test_a_slip_of_another_province_is_not_found(login, strangers, chain):
    payment = Payment.objects.first()
    assert login(strangers["accountant"]).get(reverse("office:money:slip", args=[payment.pk])).status_code == 404


def test_a_slip_may_be_written_with_its_payment(accountant, people, province, commune, monkeypatch):
    monkeypatch.setattr("bedo.office.projects.scene.today", lambda: TODAY)
    chain = Chain(people, make_establishment(province, commune)).to("confirm")
    url = reverse("office:projects:act", args=[chain.project.pk, "chi"])
    sent = {"kind": "first_advance", "amount": "210 triệu", "on": "06/07/2026", "slip_kind": "tam_ung"}
    assert "Ghi cả loại và số giấy" in text(accountant.post(url, sent))
    assert accountant.post(url, sent | {"slip_number": "TU-1"}).status_code == 302
    payment = Payment.objects.get()
    assert (payment.slip_kind, payment.slip_number, payment.slip_on) == ("tam_ung", "TU-1", JULY)
