"""Accounts, roles, delegation, one's own pages, drafts."""

from datetime import date

import pytest

from bedo.accounts.models import Grant, Organisation, User
from bedo.core.clock import today
from bedo.core.models import Draft


@pytest.fixture
def admin(people, login):
    return login(people["administrator"])


@pytest.fixture
def centre(people, province):
    return Organisation.objects.get(kind="trung_tam", province=province)


def typed(centre, **changes):
    return {
        "username": "moi.nguoi",
        "full_name": "Người Mới",
        "email": "moi@example.vn",
        "password": "mat-khau-rat-dai",
        "role": "officer",
        "organisation": centre.pk,
        "valid_from": "01/01/2026",
        **changes,
    }


def test_an_account_opens_with_its_first_role(admin, centre):
    answer = admin.post("/nguoi-dung/moi/", typed(centre))
    one = User.objects.get(username="moi.nguoi")
    assert answer.url == f"/nguoi-dung/{one.pk}/"
    assert one.check_password("mat-khau-rat-dai")
    assert [grant.role for grant in one.grant_rows.all()] == ["officer"]


def test_without_a_password_the_person_gets_a_mail_to_set_it(admin, centre, mailoutbox):
    assert admin.post("/nguoi-dung/moi/", typed(centre, password="")).status_code == 302
    assert not User.objects.get(username="moi.nguoi").has_usable_password()
    assert [mail.to for mail in mailoutbox] == [["moi@example.vn"]]
    assert "/tai-khoan/" in mailoutbox[0].body


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "tên có dấu"},
        {"username": "administrator08"},
        {"password": "ngan"},
        {"password": "", "email": ""},
        {"role": "approver_province"},
        {"valid_from": "31/02/2026"},
        {"valid_to": "01/01/2025"},
        {"organisation": "999999"},
        {"place": "Không Đâu"},
    ],
)
def test_bad_input_opens_nothing(admin, centre, wrong):
    before = User.objects.count()
    answer = admin.post("/nguoi-dung/moi/", typed(centre, **wrong))
    assert answer.status_code == 422
    assert "Người Mới" in answer.content.decode()
    assert User.objects.count() == before


def test_roles_are_given_and_ended(admin, people, centre):
    one = people["accountant"]
    given = {"role": "officer", "organisation": centre.pk, "valid_from": "01/01/2026", "reason": "Quyết định 5"}
    assert admin.post(f"/nguoi-dung/{one.pk}/giao/", given).status_code == 302
    grant = Grant.objects.get(user=one, role="officer")
    assert admin.get(f"/nguoi-dung/{one.pk}/").status_code == 200
    url = f"/nguoi-dung/{one.pk}/quyen/{grant.pk}/ket-thuc/"
    assert admin.post(url, {"last_day": "01/01/2020"}).status_code == 422
    assert admin.post(url, {"last_day": "01/03/2026"}).status_code == 302
    grant.refresh_from_db()
    assert grant.valid_to == date(2026, 3, 1)


def test_administrators_stay_in_their_province(admin, strangers, other_province):
    far = strangers["officer"]
    assert far.full_name not in admin.get("/nguoi-dung/").content.decode()
    assert admin.get(f"/nguoi-dung/{far.pk}/").status_code == 404
    elsewhere = Organisation.objects.get(kind="trung_tam", province=other_province)
    assert admin.post("/nguoi-dung/moi/", typed(elsewhere)).status_code == 422


def test_who_does_not_manage_people_may_only_read_the_roles(login, people):
    officer = login(people["officer"])
    assert officer.get("/nguoi-dung/").status_code == 403
    assert officer.get("/nguoi-dung/moi/").status_code == 403
    assert officer.get(f"/nguoi-dung/{people['director'].pk}/").status_code == 403
    page = officer.get("/nguoi-dung/vai-tro/").content.decode()
    assert "Thẩm định, yêu cầu bổ sung" in page
    assert "Kế toán" in page


def test_an_account_is_corrected_closed_and_cannot_close_itself(admin, people):
    one, me = people["officer"], people["administrator"]
    given = {"full_name": "Tên Mới", "email": "a@example.vn", "phone": ""}
    assert admin.post(f"/nguoi-dung/{one.pk}/sua/", given).status_code == 302
    one.refresh_from_db()
    assert (one.full_name, one.is_active) == ("Tên Mới", False)
    assert admin.post(f"/nguoi-dung/{me.pk}/sua/", given).status_code == 422


def test_the_list_costs_the_same_for_few_and_many(admin, people, province, make_person, count_queries):
    few = count_queries(admin.get, "/nguoi-dung/")
    for number in range(20):
        make_person("officer", province, username=f"nguoi{number}")
    assert count_queries(admin.get, "/nguoi-dung/") == few <= 8


def test_a_role_is_lent_to_a_colleague_for_a_time_and_taken_back(login, people):
    director, officer = people["director"], people["officer"]
    client = login(director)
    given = {
        "role": "director",
        "user": officer.pk,
        "valid_from": f"{today():%d/%m/%Y}",
        "valid_to": "",
        "reason": "nghỉ phép",
    }
    assert client.post("/toi/uy-quyen/", given).status_code == 422
    given["valid_to"] = f"{today():%d/%m/%Y}"
    assert client.post("/toi/uy-quyen/", given).status_code == 302
    grant = Grant.objects.get(user=officer, delegated_by=director)
    assert client.post("/toi/uy-quyen/", {**given, "role": "accountant"}).status_code == 422
    assert login(officer).post(f"/toi/uy-quyen/{grant.pk}/thoi/").status_code == 404
    assert login(director).post(f"/toi/uy-quyen/{grant.pk}/thoi/").status_code == 302


def test_own_pages_open_for_everyone(login, people):
    for user in people.values():
        client = login(user)
        for url in ("/toi/", "/toi/dang-nhap/", "/toi/uy-quyen/", "/ban-nhap/", "/nguoi-dung/vai-tro/"):
            assert client.get(url).status_code == 200, (user.username, url)


def test_own_contacts_are_corrected_without_closing_the_account(login, people):
    me = people["officer"]
    client = login(me)
    assert client.post("/toi/", {"full_name": "Hạnh", "email": "sai"}).status_code == 422
    assert client.post("/toi/", {"full_name": "Hạnh", "email": "h@example.vn"}).status_code == 302
    me.refresh_from_db()
    assert (me.full_name, me.is_active, me.wants_digest) == ("Hạnh", True, False)


def test_drafts_are_kept_shown_and_thrown_away_only_by_their_owner(login, people):
    mine = login(people["officer"])
    told = mine.post(
        "/ban-nhap/co-so:moi/", {"name": "HTX dở dang", "csrfmiddlewaretoken": "x", "nhap-trang": "/co-so/moi/"}
    )
    assert set(told.json()) == {"key", "saved_at", "version"}
    assert mine.get("/ban-nhap/co-so:moi/").json()["data"] == {"name": ["HTX dở dang"], "nhap-trang": ["/co-so/moi/"]}
    page = mine.get("/co-so/moi/").content.decode()
    assert 'value="HTX dở dang"' in page
    assert "Bỏ bản nháp" in page
    other = login(people["director"])
    assert other.get("/ban-nhap/co-so:moi/").status_code == 404
    assert "dở dang" not in other.get("/co-so/moi/").content.decode()
    other.post("/ban-nhap/co-so:moi/bo/")
    assert Draft.objects.count() == 1
    mine = login(people["officer"])
    assert mine.post("/ban-nhap/co-so:moi/bo/?next=/co-so/moi/").url == "/co-so/moi/"
    assert not Draft.objects.exists()


def test_a_draft_longer_than_any_form_is_refused(login, people):
    client = login(people["officer"])
    assert client.post("/ban-nhap/co-so:moi/", {"name": "x" * 500_000}).status_code == 413
    assert not Draft.objects.exists()
