"""The frame, the gallery, sign-in, error pages, and what the browser loads."""

import hashlib
import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

import bedo.office.shell
from bedo.office.shell import errors

SHELL = Path(bedo.office.shell.__file__).parent
STATIC = SHELL / "static/bedo"
ENGLISH = re.compile(
    r"\b(the|your|you|password|sign|login|username|email|enter|code|invalid|please|submit|required|this|page|error)\b",
    re.I,
)
SIGN_IN = ["account_login", "account_reset_password", "account_reset_password_done", "account_signup", "account_inactive",
           "account_reset_password_from_key_done", "account_email_verification_sent"]  # fmt: skip
OWN = ["account_logout", "account_change_password", "account_email", "account_reauthenticate", "mfa_index"]


def words(html):
    """What people read on a page, with placeholders and spoken labels."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.S)
    spoken = re.findall(r'(?:placeholder|aria-label|title|alt)="([^"]*)"', html)
    return " ".join([re.sub(r"<[^>]+>", " ", html), *spoken])


@pytest.fixture
def officer(people, login):
    return login(people["officer"])


@pytest.fixture
def strict_templates():
    """Unknown variables show themselves."""
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, "!!%s!!"
    yield
    engine.string_if_invalid = before


def test_the_gallery_shows_every_component(officer, strict_templates):
    html = officer.get(reverse("office:gallery")).content.decode()
    assert "!!" not in html
    assert html.count("<h1") == 1
    for word in (
        "Đang lập hồ sơ",
        "Phải thu hồi",
        "Quá hạn 3 ngày",
        "không công bố",
        "Chưa đối chiếu văn bản",
        "lệch 17.500.000 đ",
    ):
        assert word in html


def test_pages_obey_the_strict_policy(officer):
    html = officer.get(reverse("office:gallery")).content.decode()
    assert not re.search(r"\sstyle=", html)
    assert not re.search(r"\son\w+=", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert "{{" not in html
    assert "{%" not in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_ids_are_unique_and_labels_find_their_fields(officer):
    html = officer.get(reverse("office:gallery")).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert [one for one in set(ids) if ids.count(one) > 1] == []
    for name in ("for", "aria-describedby"):
        for target in " ".join(re.findall(rf'\s{name}="([^"]+)"', html)).split():
            assert target in ids, (name, target)


def test_the_gallery_needs_sign_in(client, db):
    answer = client.get(reverse("office:gallery"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_the_frame_costs_few_queries(officer, count_queries):
    assert count_queries(officer.get, reverse("office:gallery")) <= 3


def test_the_rail_shows_only_what_the_person_may_open(people, login):
    beneficiary = login(people["beneficiary"]).get(reverse("office:gallery")).content.decode()
    rail = beneficiary.split('aria-label="Chính"')[1].split("</nav>")[0]
    assert "Quy định" in rail
    assert "Bảng thành phần" not in rail
    assert "Tiền và dự toán" not in rail
    assert "Người dùng" not in rail


def test_the_frame_names_the_person_the_unit_and_the_place_one_is_in(officer, people):
    html = officer.get(reverse("office:places:list")).content.decode()
    assert people["officer"].full_name in html
    assert "Trung tâm Khuyến công Tuyên Quang" in html
    assert re.search(r'aria-current="page"[^>]*>Địa bàn', html)
    assert 'href="#chinh"' in html


@pytest.mark.parametrize("name", SIGN_IN)
def test_pages_before_sign_in_are_vietnamese(client, db, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert ENGLISH.findall(words(html)) == []
    assert html.count("<h1") == 1
    assert 'class="rail"' not in html


@pytest.mark.parametrize("name", OWN)
def test_pages_of_the_own_account_are_vietnamese(officer, name):
    answer = officer.get(reverse(name))
    assert answer.status_code == 200
    assert [word for word in ENGLISH.findall(words(answer.content.decode())) if word != "email"] == []


def test_a_wrong_password_is_told_in_vietnamese_and_the_name_stays(client, people):
    html = client.post(
        reverse("account_login"), {"login": people["officer"].username, "password": "sai"}
    ).content.decode()
    assert "Chưa đăng nhập được." in html
    assert f'value="{people["officer"].username}"' in html
    assert ENGLISH.findall(words(html)) == []


def test_a_used_reset_link_says_what_to_do(client, db):
    html = client.get(reverse("account_reset_password_from_key", args=["1", "set-password"])).content.decode()
    assert "Xin đường dẫn mới" in html


def test_the_second_factor_is_switched_on_and_asked_for(officer, people):
    officer.post(reverse("account_reauthenticate"), {"password": "mat-khau-thu"})
    html = officer.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml' in html
    assert ENGLISH.findall(words(re.sub(r'value="[^"]*"', "", html)).replace("Google Authenticator, FreeOTP", "")) == []
    wrong = officer.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert "Chưa bật được." in wrong


@pytest.mark.parametrize(
    ("handler", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.server_error, 500)],
)
def test_error_pages_need_no_database_and_show_the_id(handler, status):
    request = RequestFactory().get("/")
    request.id = "abc123def456"
    answer = handler(request)
    html = answer.content.decode()
    assert answer.status_code == status
    assert "abc123def456" in html
    assert errors.WORDS[status][0] in html
    assert errors.WORDS[status][2] in html


def test_a_form_without_its_token_says_that_nothing_was_written(people):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "Chưa ghi gì cả." in answer.content.decode()


def test_an_unknown_address_is_a_vietnamese_404(officer):
    answer = officer.get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()


def test_vendored_files_are_what_was_fetched():
    lines = (STATIC / "vendor/SHA256SUMS").read_text().splitlines()
    sums = dict(reversed(line.split()) for line in lines)
    assert {path.name for path in (STATIC / "vendor").iterdir()} - {"SHA256SUMS"} == set(sums)
    for name, told in sums.items():
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == told, name


def test_first_screens_stay_light(officer):
    """Fonts, style, marks, scripts and the heaviest page of the shell, uncompressed, against 150 KB for a first screen."""
    loaded = [STATIC / name for name in ("bedo.css", "bedo.js", "marks.svg", "brocade.svg")] + list(
        (STATIC / "vendor").glob("*.woff2")
    )
    assert (STATIC / "bedo.css").stat().st_size <= 45 * 1024
    assert sum(path.stat().st_size for path in loaded) <= 115 * 1024
    assert len(loaded) + 1 <= 12


def test_the_style_sheet_asks_no_other_host_and_knows_its_tokens():
    css = (STATIC / "bedo.css").read_text() + (STATIC / "paper.css").read_text()
    assert "http" not in css
    assert "@import" not in css
    known = set(re.findall(r"(--bd-[\w-]+):", css))
    assert set(re.findall(r"var\((--bd-[\w-]+)\)", css)) <= known
