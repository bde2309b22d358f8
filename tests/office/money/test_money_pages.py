"""The money pages: who sees what, figures that agree with their records, papers that give and cut, reversal."""

import re
from datetime import date

import pytest
from django.urls import reverse

from bedo.core.clock import today
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.ledger import checks, holders, queries, services
from bedo.ledger.models import BudgetLine, PendingCut, Transfer

pytestmark = pytest.mark.django_db
YEAR = today().year


@pytest.fixture
def accountant(people):
    return people["accountant"]


@pytest.fixture
def paper(accountant):
    return lambda **more: {"by": accountant, "on": date(YEAR, 1, 5), "today": today(), **more}


@pytest.fixture
def line(province, accountant, paper):
    line = services.open_line(province=province, fund="kcdp", year=YEAR, by=accountant)
    services.receive(line=line, amount=1_000, **paper())
    at = {"line": line, "holder": "part:1"}
    services.plan(**at, group="file:1", amount=600, **paper())
    services.contract(**at, amount=500, **paper())
    services.pay(**at, amount=300, **paper(note="Đợt một"))
    services.settle(**at, amount=100, **paper())
    services.recover(**at, stage="advanced", amount=50, **paper())
    services.repay(**at, amount=20, **paper())
    return line


@pytest.fixture
def envelope():
    return {
        "fund": "kcdp",
        "year": str(YEAR),
        "amount": "1.734.600.000",
        "words": "Giao đầu năm",
        "issuer": "UBND tỉnh Tuyên Quang",
        "paper_type": "QĐ",
        "number": "310",
        "symbol": "QĐ-UBND",
        "issued_on": f"05/01/{YEAR}",
        "signer": "Nguyễn Văn A",
        "summary": "Giao dự toán khuyến công địa phương",
    }


def text(response):
    """The page without its tags, spaces folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- who sees what


PAGES = ["line", "transfers", "cut", "lock"]


@pytest.mark.parametrize("name", PAGES)
def test_another_provinces_line_is_not_found(login, strangers, line, name):
    client = login(strangers["accountant" if name != "lock" else "finance"])
    assert client.get(reverse(f"office:money:{name}", args=[line.pk])).status_code == 404


def test_another_provinces_transfer_is_not_found(login, strangers, line):
    transfer = line.transfers.first()
    client = login(strangers["accountant"])
    assert client.get(reverse("office:money:transfer", args=[transfer.pk])).status_code == 404
    asked = {"on": "01/02/2026", "note": "x"}
    assert client.post(reverse("office:money:reverse", args=[transfer.pk]), asked).status_code == 404


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        ("collaborator", "line", 403),
        ("beneficiary", "line", 403),
        ("administrator", "transfers", 403),
        ("officer", "line", 200),
        ("officer", "cut", 403),
        ("officer", "lock", 403),
        ("director", "cut", 403),
        ("accountant", "cut", 200),
        ("accountant", "lock", 200),
        ("finance", "cut", 200),
        ("finance", "lock", 200),
        ("ministry_department", "line", 200),
        ("ministry_department", "cut", 403),
    ],
)
def test_a_page_asks_for_its_right(login, people, line, role, name, status):
    response = login(people[role]).get(reverse(f"office:money:{name}", args=[line.pk]))
    assert response.status_code == status
    if status == 403:
        assert "cần quyền" in text(response)


@pytest.mark.parametrize("role", ["collaborator", "beneficiary"])
def test_the_list_asks_for_the_right(login, people, line, role):
    assert login(people[role]).get(reverse("office:money:list")).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"),
    [("officer", 403), ("accountant", 200), ("ministry_department", 200), ("ministry_minister", 403)],
)
def test_only_who_may_records_an_envelope(login, people, role, status):
    assert login(people[role]).get(reverse("office:money:envelope")).status_code == status


def test_nobody_signed_in_is_sent_to_sign_in(client, line):
    assert client.get(reverse("office:money:list")).status_code == 302


# --- figures agree with their records


def test_the_list_totals_its_lines_and_says_the_equation(login, people, line, province, accountant, paper):
    other = services.open_line(province=province, fund="kcqg", year=YEAR, by=accountant)
    services.receive(line=other, amount=5_000, **paper())
    page = login(people["officer"]).get(reverse("office:money:list"))
    assert "vào 6.000 đ − ra 20 đ = 5.980 đ trong các giai đoạn" in text(page)
    assert page.context["totals"] == {
        "in": 6_000, "out": 20, "available": 5_400, "planned": 100, "contracted": 200,
        "advanced": 150, "recoverable": 30, "settled": 100,
    }  # fmt: skip


def test_the_list_shows_only_what_is_in_scope(login, strangers, people, line):
    assert line.name not in text(login(strangers["officer"]).get(reverse("office:money:list")))
    assert line.name in text(login(people["ministry_department"]).get(reverse("office:money:list")))


def test_the_list_chooses_its_year(login, people, line, province, accountant):
    services.open_line(province=province, fund="kcdp", year=YEAR + 1, by=accountant)
    client = login(people["officer"])
    assert client.get(reverse("office:money:list")).context["year"] == YEAR
    assert client.get(reverse("office:money:list"), {"nam": YEAR + 1}).context["year"] == YEAR + 1
    assert client.get(reverse("office:money:list"), {"nam": "x"}).context["year"] == YEAR


def test_each_figure_of_a_line_is_the_sum_of_its_records(login, people, line):
    client = login(people["officer"])
    page = client.get(reverse("office:money:line", args=[line.pk]))
    totals = queries.totals(line)
    for stage, url in page.context["links"].items():
        records = client.get(url)
        assert records.context["moved"]["left"] == totals[stage]
        assert sum(row.effect for row in records.context["rows"]) == totals[stage]
    [holder] = page.context["page"].object_list
    for cell in holder.cells:
        assert client.get(cell.url).context["moved"]["left"] == cell.amount
    assert holder.total == page.context["held_total"] == 580


def test_holders_are_named_by_those_who_own_them(login, people, line, monkeypatch):
    monkeypatch.setattr(holders, "_REGISTRY", {})
    holders.register("part", lambda idents: {key: holders.Holder("HTX Chè Phìn Hồ", "/de-an/7/") for key in idents})
    page = login(people["officer"]).get(reverse("office:money:line", args=[line.pk]))
    assert '<a href="/de-an/7/">HTX Chè Phìn Hồ</a>' in page.content.decode()


def test_a_line_without_money_lives_with_it(login, people, province, accountant):
    line = services.open_line(province=province, fund="xa_hoi_hoa", year=YEAR, by=accountant)
    client = login(people["accountant"])
    for name in PAGES[:3]:
        assert client.get(reverse(f"office:money:{name}", args=[line.pk])).status_code == 200


@pytest.mark.parametrize("asked", [{"loai": "không có"}, {"giai_doan": "x", "trang": "99"}, {"ai": "part:404"}])
def test_a_filter_that_cannot_be_read_narrows_nothing_or_finds_nothing(login, people, line, asked):
    assert login(people["officer"]).get(reverse("office:money:transfers", args=[line.pk]), asked).status_code == 200


@pytest.mark.parametrize("name", ["line", "transfers"])
def test_a_page_costs_the_same_for_one_holder_and_for_sixty(login, people, line, paper, count_queries, name):
    client = login(people["officer"])
    url = reverse(f"office:money:{name}", args=[line.pk])
    client.get(url)
    one = count_queries(client.get, url)
    for number in range(2, 62):
        services.plan(line=line, holder=f"part:{number}", group=f"file:{number}", amount=1, **paper())
    assert count_queries(client.get, url) == one <= 12


def test_the_list_costs_the_same_for_one_line_and_for_ten(
    login, people, line, province, accountant, paper, count_queries
):
    client = login(people["ministry_department"])
    url = reverse("office:money:list")
    client.get(url)
    one = count_queries(client.get, url)
    for fund in ("kcqg", "long_ghep", "xa_hoi_hoa", "quy_kc"):
        services.receive(
            line=services.open_line(province=province, fund=fund, year=YEAR, by=accountant), amount=5, **paper()
        )
    assert count_queries(client.get, url) == one <= 8


# --- the envelope


def test_an_envelope_opens_its_line_and_registers_its_decision(login, accountant, envelope, province):
    response = login(accountant).post(reverse("office:money:envelope"), envelope, follow=True)
    line = BudgetLine.objects.get()
    assert response.redirect_chain == [(reverse("office:money:line", args=[line.pk]), 302)]
    assert "Đã ghi 1.734.600.000 đ" in text(response)
    transfer = Transfer.objects.get()
    decision = Paper.objects.get()
    assert (transfer.document_id, transfer.on, transfer.note) == (decision.pk, date(YEAR, 1, 5), "Giao đầu năm")
    assert queries.totals(line)["available"] == 1_734_600_000


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("amount", "ba trăm", "không phải số tiền"),
        ("amount", "-5", ""),
        ("amount", "0", "Số tiền"),
        ("amount", "", ""),
        ("issued_on", "31/02/2026", ""),
        ("issued_on", "05/01/2099", ""),
        ("fund", "vàng", ""),
        ("year", "12", ""),
        ("paper_type", "??", ""),
        ("summary", "", ""),
    ],
)
def test_a_wrong_envelope_keeps_what_was_typed_and_saves_nothing(login, accountant, envelope, name, value, sentence):
    response = login(accountant).post(reverse("office:money:envelope"), envelope | {name: value})
    assert 400 <= response.status_code < 500
    assert sentence in text(response)
    kept = envelope | {name: value}
    for field, typed in kept.items():
        if field not in ("fund", "paper_type"):
            assert response.context["form"][field].value() == typed
    assert name in response.context["form"].errors
    assert not Transfer.objects.exists()
    assert not Paper.objects.exists()


def test_the_same_decision_twice_is_refused_with_nothing_half_saved(login, accountant, envelope):
    client = login(accountant)
    client.post(reverse("office:money:envelope"), envelope)
    again = client.post(reverse("office:money:envelope"), envelope)
    assert again.status_code == 409
    assert again.context["form"]["amount"].value() == "1.734.600.000"
    assert Transfer.objects.count() == 1


def test_an_envelope_of_a_closed_year_is_refused(login, accountant, envelope, province):
    line = services.open_line(province=province, fund="kcdp", year=YEAR, by=accountant)
    services.close_line(line=line, by=accountant, on=date(YEAR, 1, 4))
    response = login(accountant).post(reverse("office:money:envelope"), envelope)
    assert response.status_code == 409
    assert "đã khóa" in text(response)
    assert not Paper.objects.exists()


# --- cuts


def test_a_cut_larger_than_available_waits_and_says_so(login, accountant, line, envelope):
    asked = envelope | {"kind": "cut", "amount": "500"}
    response = login(accountant).post(reverse("office:money:cut", args=[line.pk]), asked, follow=True)
    assert "Đã cắt giảm 400 đ; 100 đ còn lại chờ phần giải phóng" in text(response)
    assert "Cắt giảm còn chờ" in text(response)
    assert PendingCut.objects.get().reference == "310/QĐ-UBND"
    assert list(checks.broken_lines()) == []


def test_a_cut_beyond_what_is_not_paid_is_refused(login, accountant, line, envelope):
    asked = envelope | {"kind": "cut", "amount": "701"}
    response = login(accountant).post(reverse("office:money:cut", args=[line.pk]), asked)
    assert response.status_code == 409
    assert "Chỉ còn 700 đ chưa giải ngân" in text(response)
    assert response.context["form"]["amount"].value() == "701"
    assert not Paper.objects.exists()


def test_money_lapses_at_the_end_of_the_year(login, accountant, line, envelope):
    login(accountant).post(reverse("office:money:lapse", args=[line.pk]), envelope | {"amount": "400"})
    assert Transfer.objects.filter(kind="lapse").get().amount == 400


def test_a_waiting_cut_is_withdrawn_with_its_reason(login, accountant, line, envelope):
    client = login(accountant)
    client.post(reverse("office:money:cut", args=[line.pk]), envelope | {"kind": "cut", "amount": "500"})
    url = reverse("office:money:withdraw_cut", args=[PendingCut.objects.get().pk])
    assert client.get(url).status_code == 200
    wrong = client.post(url, {"on": f"06/01/{YEAR}", "note": ""})
    assert wrong.status_code == 422
    client.post(url, {"on": f"06/01/{YEAR}", "note": "Quyết định bị thu hồi"})
    assert queries.totals(line)["available"] == 400
    assert queries.line_facts(line).pending_cut == 0
    assert client.post(url, {"on": f"06/01/{YEAR}", "note": "lần hai"}).status_code == 409


# --- reversal, closing


def test_a_transfer_is_reversed_with_its_reason(login, accountant, line):
    client, transfer = login(accountant), Transfer.objects.get(kind="repay")
    page = reverse("office:money:transfer", args=[transfer.pk])
    assert "Ghi đảo bút toán này" in text(client.get(page))
    asked = {"on": f"07/01/{YEAR}", "note": "Ghi hai lần"}
    response = client.post(reverse("office:money:reverse", args=[transfer.pk]), asked, follow=True)
    assert f"Đã ghi đảo bút toán số {transfer.pk}." in text(response)
    assert "đã ghi đảo 07/01" in text(response)
    assert queries.totals(line)["recoverable"] == 50
    again = client.post(reverse("office:money:reverse", args=[transfer.pk]), asked)
    assert again.status_code == 409


@pytest.mark.parametrize("asked", [{"on": f"07/01/{YEAR}", "note": ""}, {"on": "31/02/2026", "note": "Ghi hai lần"}])
def test_a_reversal_without_reason_or_day_keeps_what_was_typed(login, accountant, line, asked):
    transfer = Transfer.objects.get(kind="repay")
    response = login(accountant).post(reverse("office:money:reverse", args=[transfer.pk]), asked)
    assert response.status_code == 422
    assert {name: response.context["form"][name].value() for name in asked} == asked
    assert not Transfer.objects.filter(kind="reverse").exists()


def test_what_stands_in_the_way_of_a_reversal_is_named(login, accountant, line):
    client, transfer = login(accountant), Transfer.objects.get(kind="receive")
    named = f"Bố trí vào kế hoạch 600 đ ngày 05/01/{YEAR}"
    assert named in text(client.get(reverse("office:money:transfer", args=[transfer.pk])))
    response = client.post(
        reverse("office:money:reverse", args=[transfer.pk]), {"on": f"07/01/{YEAR}", "note": "Ghi nhầm"}
    )
    assert response.status_code == 409
    assert named in text(response)
    assert response.context["form"]["note"].value() == "Ghi nhầm"


def test_who_may_not_reverse_is_not_offered_it(login, people, line):
    transfer = Transfer.objects.get(kind="repay")
    client = login(people["officer"])
    assert "Ghi đảo bút toán này" not in text(client.get(reverse("office:money:transfer", args=[transfer.pk])))
    response = client.post(reverse("office:money:reverse", args=[transfer.pk]), {"on": f"07/01/{YEAR}", "note": "x"})
    assert response.status_code == 403


def test_a_year_closes_only_when_nothing_waits_and_opens_with_a_reason(login, people, province, accountant, line):
    client = login(people["finance"])
    refused = client.post(reverse("office:money:lock", args=[line.pk]), {"on": f"07/01/{YEAR}"})
    assert refused.status_code == 409
    assert "còn chưa bố trí 400 đ" in text(refused)
    empty = services.open_line(province=province, fund="kcqg", year=YEAR, by=accountant)
    url = reverse("office:money:lock", args=[empty.pk])
    client.post(url, {"on": f"07/01/{YEAR}"})
    assert not BudgetLine.objects.get(pk=empty.pk).is_open
    assert client.post(url, {"on": f"08/01/{YEAR}", "note": ""}).status_code == 422
    client.post(url, {"on": f"08/01/{YEAR}", "note": "Kiểm toán kiến nghị"})
    assert BudgetLine.objects.get(pk=empty.pk).is_open


@pytest.mark.parametrize("name", ["envelope", "cut", "lock"])
def test_a_day_in_the_future_is_refused(login, people, line, envelope, name):
    ahead = date(YEAR + 1, 12, 31)
    client, asked = login(people["finance"]), envelope | {"issued_on": f"{ahead:%d/%m/%Y}", "on": f"{ahead:%d/%m/%Y}"}
    url = reverse(f"office:money:{name}", args=[] if name == "envelope" else [line.pk])
    assert 400 <= client.post(url, asked | {"kind": "cut", "amount": "5"}).status_code < 500
    assert Dong(400) == queries.totals(line)["available"]
