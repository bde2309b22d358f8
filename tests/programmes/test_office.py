"""The rule pages: who sees and does what, what a wrong form keeps, what pages cost."""

from datetime import date

import pytest

from bedo.programmes import queries, rules, services
from bedo.programmes.models import RuleRow

MACHINE = "MAY_MOC_CHUYEN_GIAO_CN"
PAGES = [
    "/quy-dinh/",
    "/quy-dinh/van-ban/",
    "/quy-dinh/tinh-thu/",
    "/quy-dinh/muc-ho-tro/",
    "/quy-dinh/muc-ho-tro/?xem=tat-ca",
    "/quy-dinh/noi-dung/",
    "/quy-dinh/tam-ung/",
    "/quy-dinh/giay-to-tam-ung/",
    "/quy-dinh/giay-to-hoan-thanh/?cap=national",
    "/quy-dinh/giay-to-ho-so/",
    "/quy-dinh/noi-dung-tham-dinh/",
    "/quy-dinh/tieu-chi-nang-luc/",
    "/quy-dinh/thoi-han/",
    "/quy-dinh/ly-do-ngung/",
    "/quy-dinh/tham-quyen/",
    "/quy-dinh/chi-tieu-hieu-qua/",
    "/quy-dinh/lua-chon/",
    "/quy-dinh/thu-tu-uu-tien/",
    "/quy-dinh/thang-diem/",
    "/quy-dinh/dau-hieu-cham/",
]


@pytest.fixture
def loaded(province, other_province):
    services.load_rules()


@pytest.fixture
def row(loaded):
    return RuleRow.objects.get(table="support_norms", key=MACHINE, effective_from=date(2018, 5, 11))


@pytest.mark.parametrize("url", PAGES)
def test_every_page_opens_for_an_officer(loaded, people, login, url):
    response = login(people["officer"]).get(url)
    assert response.status_code == 200
    assert response.content.decode().count("<h1>") == 1


def test_a_list_shows_what_stands_on_the_day_asked_for(loaded, people, login):
    client = login(people["officer"])
    old = client.get("/quy-dinh/muc-ho-tro/", {"ngay": "10/05/2018", "cap": "national", "tim": MACHINE.lower()})
    new = client.get("/quy-dinh/muc-ho-tro/", {"ngay": "11/05/2018", "cap": "national", "tim": "máy móc"})
    assert "200.000.000" in old.content.decode()
    assert "300.000.000" not in old.content.decode()
    assert "300.000.000" in new.content.decode()


def test_a_wrong_day_in_the_filter_is_said_beside_it(loaded, people, login):
    response = login(people["officer"]).get("/quy-dinh/muc-ho-tro/", {"ngay": "31/02/2026"})
    assert response.status_code == 422
    assert "31/02/2026" in response.content.decode()


@pytest.mark.parametrize(
    "role", ["officer", "approver_department", "administrator", "ministry_department", "beneficiary"]
)
def test_a_row_page_shows_source_and_certainty(row, people, login, role):
    page = login(people[role]).get(f"/quy-dinh/dong/{row.pk}/").content.decode()
    assert "Thông tư 28/2018/TT-BTC" in page
    assert "Điều 8 khoản 4" in page
    assert "Chưa đối chiếu văn bản" in page
    assert ("Xác nhận đã đối chiếu" in page) is (role == "approver_department")


def test_the_department_confirms_a_row_and_it_binds(row, people, login):
    given = {"text": "Thông tư 28/2018/TT-BTC, bản ký", "person": "Nguyễn Văn A", "on": "01/03/2026"}
    client = login(people["approver_department"])
    response = client.post(f"/quy-dinh/dong/{row.pk}/xac-nhan/", given, follow=True)
    page = response.content.decode()
    assert "Đã ghi xác nhận" in page
    assert "Nguyễn Văn A đối chiếu ngày 01/03/2026" in page
    assert "Sở đã xác nhận" in page


def test_a_confirmation_without_its_text_keeps_what_was_typed(row, people, login):
    client = login(people["approver_department"])
    response = client.post(f"/quy-dinh/dong/{row.pk}/xac-nhan/", {"person": "Nguyễn Văn A", "on": "31/02/2026"})
    assert response.status_code == 422
    assert 'value="Nguyễn Văn A"' in response.content.decode()
    assert 'value="31/02/2026"' in response.content.decode()
    assert not row.confirmations.exists()


def test_who_may_not_confirm_or_add_is_told_why(row, people, login):
    client = login(people["officer"])
    refused = client.post(f"/quy-dinh/dong/{row.pk}/xac-nhan/", {"text": "x", "person": "y", "on": "01/03/2026"})
    assert refused.status_code == 403
    assert "quyền" in refused.content.decode()
    assert client.get("/quy-dinh/muc-ho-tro/moi/").status_code == 403
    ministry = login(people["ministry_department"])
    assert ministry.post(f"/quy-dinh/dong/{row.pk}/xac-nhan/", {}).status_code == 403


def typed(province):
    given = {
        "key": MACHINE,
        "level": "local",
        "province": str(province.pk),
        "effective_from": "01/01/2026",
        "legal_text": "Nghị quyết 42/2025/NQ-HĐND (Tuyên Quang)",
        "article": "Điều 3",
        "certainty": "read",
        "name": "Máy móc thiết bị",
        "percent": "50",
        "cap": "250 triệu",
        "cap_per": "cơ sở",
    }
    return given


def test_an_administrator_adds_a_newer_row_of_the_province(row, province, people, login):
    client = login(people["administrator"])
    begun = client.get(f"/quy-dinh/muc-ho-tro/moi/?tu={row.pk}").content.decode()
    assert 'value="300.000.000"' in begun
    response = client.post("/quy-dinh/muc-ho-tro/moi/", typed(province), follow=True)
    assert "Đã thêm dòng" in response.content.decode()
    added = RuleRow.objects.get(origin="screen")
    assert (added.values["cap"], added.province, added.added_by) == ("250000000", province, people["administrator"])


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"cap": "nhiều"}, 422),
        ({"percent": "nửa"}, 422),
        ({"article": ""}, 422),
        ({"effective_from": "31/02/2026"}, 422),
        ({"effective_to": "01/01/2020"}, 422),
        ({"key": "có dấu"}, 422),
        ({"province": "999999"}, 422),
        ({"province": "0"}, 422),
        ({"level": "x"}, 422),
        ({"certainty": "confirmed"}, 422),
    ],
)
def test_a_wrong_new_row_keeps_what_was_typed(loaded, province, people, login, changed, status):
    response = login(people["administrator"]).post("/quy-dinh/muc-ho-tro/moi/", {**typed(province), **changed})
    assert response.status_code == status
    assert 'value="Máy móc thiết bị"' in response.content.decode()
    assert not RuleRow.objects.filter(origin="screen").exists()


def test_a_criterion_begins_with_the_evidence_of_the_older_one(loaded, province, people, login):
    older = RuleRow.objects.get(table="capacity_criteria", key="workshop")
    page = login(people["administrator"]).get(f"/quy-dinh/tieu-chi-nang-luc/moi/?tu={older.pk}").content.decode()
    assert page.count("checked") == 3
    assert "Ảnh chụp tại chỗ" in page


def test_dates_of_the_national_track_are_not_listed_for_local_money(loaded, people, login):
    client = login(people["officer"])
    assert "Báo cáo đăng ký kế hoạch gửi Cục" not in client.get("/quy-dinh/thoi-han/?cap=local").content.decode()
    assert "Báo cáo đăng ký kế hoạch gửi Cục" in client.get("/quy-dinh/thoi-han/?cap=national").content.decode()


def test_a_double_submit_adds_one_row(loaded, province, people, login):
    client = login(people["administrator"])
    client.post("/quy-dinh/muc-ho-tro/moi/", typed(province))
    again = client.post("/quy-dinh/muc-ho-tro/moi/", typed(province))
    assert again.status_code == 409
    assert RuleRow.objects.filter(origin="screen").count() == 1


def test_a_row_typed_wrongly_is_withdrawn(loaded, province, people, login):
    client = login(people["administrator"])
    client.post("/quy-dinh/muc-ho-tro/moi/", typed(province))
    row = RuleRow.objects.get(origin="screen")
    assert client.post(f"/quy-dinh/dong/{row.pk}/thu-hoi/", {"reason": ""}).status_code == 422
    done = client.post(f"/quy-dinh/dong/{row.pk}/thu-hoi/", {"reason": "Nhầm mức trần"}, follow=True)
    assert "đã thu hồi nên không áp dụng" in done.content.decode()
    assert row.pk not in {norm.row_id for norm in queries.rows(rules.SupportNorm)}


def test_another_provinces_administrator_does_not_withdraw_it(loaded, province, people, strangers, login):
    login(people["administrator"]).post("/quy-dinh/muc-ho-tro/moi/", typed(province))
    row = RuleRow.objects.get(origin="screen")
    assert (
        login(strangers["administrator"]).post(f"/quy-dinh/dong/{row.pk}/thu-hoi/", {"reason": "x"}).status_code == 403
    )


def test_the_calculator_explains_and_compares(loaded, people, login):
    client = login(people["officer"])
    asked = {"noi_dung": MACHINE, "chi_phi": "620 triệu", "ngay": "10/05/2018", "cap": "national"}
    page = client.get("/quy-dinh/tinh-thu/", {**asked, "de_nghi": "200000001"}).content.decode()
    assert "200.000.000 đ" in page
    assert "vượt mức hỗ trợ tối đa 200.000.000 đ là 1 đ" in page
    local = client.get("/quy-dinh/tinh-thu/", {**asked, "cap": "local", "ngay": "01/03/2026", "de_nghi": "400 triệu"})
    assert "chỉ cảnh báo" in local.content.decode()
    fine = client.get("/quy-dinh/tinh-thu/", {**asked, "de_nghi": "200000000"}).content.decode()
    assert "không vượt mức hỗ trợ tối đa" in fine


@pytest.mark.parametrize("wrong", [{"chi_phi": "nhiều"}, {"ngay": "31/02/2026"}, {"noi_dung": "X"}, {"so_luong": "0"}])
def test_a_wrong_question_is_answered_beside_its_field(loaded, people, login, wrong):
    asked = {"noi_dung": MACHINE, "chi_phi": "620 triệu", "ngay": "10/05/2018", "cap": "national", **wrong}
    assert login(people["officer"]).get("/quy-dinh/tinh-thu/", asked).status_code == 422


@pytest.mark.parametrize("url", ["/quy-dinh/", "/quy-dinh/muc-ho-tro/?xem=tat-ca", "/quy-dinh/van-ban/"])
def test_pages_are_cheap_and_cost_the_same_for_one_row_and_for_many(
    loaded, province, people, login, count_queries, url
):
    client = login(people["officer"])
    client.get(url)
    before = count_queries(client.get, url)
    for number in range(30):
        new = services.NewRow(
            table="support_norms",
            key=f"X{number}",
            level="local",
            province=province,
            effective_from=date(2026, 1, 1),
            certainty="design",
            values={"name": f"Thử {number}", "cap": "5"},
        )
        services.add_rule_row(new=new, by=people["administrator"], today=date(2026, 3, 1))
    client.get(url)
    assert count_queries(client.get, url) == before <= 8


def test_a_row_that_does_not_exist_is_404(loaded, people, login):
    client = login(people["officer"])
    assert client.get("/quy-dinh/dong/999999999/").status_code == 404
    assert client.get("/quy-dinh/khong-co/").status_code == 404
    assert login(people["administrator"]).get("/quy-dinh/muc-ho-tro/moi/?tu=9999999999999999").status_code == 200
