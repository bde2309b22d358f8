"""The shell in a real Chromium: no axe findings at both widths, drafts that save themselves, small helpers of tables."""

import json
import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import engines
from django.urls import path, reverse
from playwright.sync_api import expect

from bedo.config import urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = Path(os.environ.get("BEDO_TEST_OUTPUT", "test-output")) / "shell"
WIDTHS = {"1366": {"width": 1366, "height": 768}, "390": {"width": 390, "height": 844}}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PAGE = """{% extends "shell/page.html" %}{% load static %}{% block title %}Thử{% endblock %}
{% block head %}<div class="head"><h1>Thử lưu nháp</h1></div>{% endblock %}
{% block main %}<form method="post" action="/thu/" class="sheet pad form" data-bedo-autosave="/thu/luu/">{% csrf_token %}
<div class="fld"><label for="chu">Ghi chép</label><textarea class="f" id="chu" name="chu"></textarea></div>
{% include "shell/_autosave.html" only %}<button class="btn main" type="submit">Nộp</button></form>{% endblock %}
{% block scripts %}{{ block.super }}<script src="{% static 'bedo/autosave.js' %}" defer></script>{% endblock %}"""


class Server:
    """What the address of drafts does next, and what it was sent."""

    mode = "ok"
    sent: list = []


def page_view(request):
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


def save(request):
    Server.sent.append(request.POST.get("chu"))
    if Server.mode == "gone":
        return HttpResponseRedirect("/tai-khoan/login/")
    if Server.mode == "broken":
        return HttpResponse("x", status=500)
    if Server.mode == "refused":
        return JsonResponse({"error": "Bản nháp dài quá."}, status=400)
    return JsonResponse({"saved_at": "08:42"})


handler404 = urls.handler404
urlpatterns = [path("thu/", page_view), path("thu/luu/", save), *urls.urlpatterns]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("BEDO_CHROMIUM", "/usr/bin/chromium"),
        "args": FLAGS,
    }


@pytest.fixture
def officer_page(live_server, page, make_person, province, client, settings):
    """A browser page of a signed-in officer; console errors fail the test."""
    settings.ROOT_URLCONF = __name__
    Server.mode, Server.sent = "ok", []
    client.force_login(make_person("officer", province), backend="allauth.account.auth_backends.AuthenticationBackend")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.base = live_server.url
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    assert broken == []


def findings(page):
    rows = Axe().run(page).response["violations"]
    return [(row["id"], node["html"][:120]) for row in rows for node in row["nodes"]]


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(officer_page, width):
    SHOTS.mkdir(parents=True, exist_ok=True)
    officer_page.set_viewport_size(WIDTHS[width])
    addresses = {
        "bang-thanh-phan": reverse("office:gallery"),
        "xac-thuc-hai-lop": reverse("mfa_index"),
        "doi-mat-khau": reverse("account_change_password"),
        "khong-co-trang": "/khong-co-trang-nay/",
    }
    for name, address in addresses.items():
        officer_page.goto(officer_page.base + address)
        officer_page.wait_for_load_state("networkidle")
        officer_page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
        assert findings(officer_page) == [], name
        assert officer_page.evaluate("document.documentElement.scrollWidth") <= int(width), name


@pytest.mark.parametrize("width", WIDTHS)
def test_signing_in_is_light_and_accessible(live_server, page, width, db):
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size(WIDTHS[width])
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(live_server.url + reverse("account_login"))
    page.wait_for_load_state("networkidle")
    assert len(answers) <= 12
    assert sum(len(answer.body()) for answer in answers) <= 150 * 1024
    assert {answer.url.split("/")[2] for answer in answers} == {live_server.url.split("/")[2]}
    page.screenshot(path=SHOTS / f"dang-nhap-{width}.png", full_page=True)
    assert findings(page) == []


def test_a_draft_saves_itself_and_says_so(officer_page):
    officer_page.goto(officer_page.base + "/thu/")
    officer_page.locator("#chu").press_sequentially("Máy sao chè")
    expect(officer_page.locator("[data-bedo-autosave-line]")).to_have_text("Đã lưu nháp 08:42, chưa nộp", timeout=8000)
    assert Server.sent == ["Máy sao chè"]


def test_half_composed_letters_are_never_saved(officer_page):
    officer_page.goto(officer_page.base + "/thu/")
    field = officer_page.locator("#chu")
    field.evaluate("one => { one.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true})); one.value = 'duowngf';"
                   "one.dispatchEvent(new InputEvent('input', {bubbles: true, isComposing: true})); }")  # fmt: skip
    officer_page.wait_for_timeout(2500)
    assert Server.sent == []
    field.evaluate("one => { one.value = 'đường'; one.dispatchEvent(new InputEvent('input', {bubbles: true}));"
                   "one.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true})); }")  # fmt: skip
    expect(officer_page.locator("[data-bedo-autosave-line]")).to_contain_text("Đã lưu nháp", timeout=8000)
    assert Server.sent == ["đường"]


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("gone", "phiên đăng nhập đã hết"),
        ("broken", "máy chủ gặp lỗi"),
        ("refused", "Bản nháp dài quá."),
        ("offline", "mất mạng"),
    ],
)
def test_a_draft_that_is_not_saved_says_why(officer_page, mode, words):
    officer_page.goto(officer_page.base + "/thu/")
    Server.mode = mode
    officer_page.context.set_offline(mode == "offline")
    officer_page.locator("#chu").press_sequentially("x")
    line = officer_page.locator("[data-bedo-autosave-line]")
    expect(line).to_contain_text(words, timeout=8000)
    expect(line).to_have_class(re.compile(r"\bno\b"))
    assert officer_page.locator("#chu").input_value() == "x"


def test_a_draft_is_saved_when_the_network_comes_back(officer_page):
    officer_page.goto(officer_page.base + "/thu/")
    officer_page.context.set_offline(True)
    officer_page.locator("#chu").press_sequentially("x")
    expect(officer_page.locator("[data-bedo-autosave-line]")).to_contain_text("mất mạng", timeout=8000)
    officer_page.context.set_offline(False)
    expect(officer_page.locator("[data-bedo-autosave-line]")).to_contain_text("Đã lưu nháp", timeout=8000)


def test_rows_are_picked_by_keyboard_and_summed(officer_page):
    officer_page.goto(officer_page.base + reverse("office:gallery"))
    officer_page.keyboard.press("j")
    officer_page.keyboard.press("j")
    officer_page.keyboard.press("x")
    expect(officer_page.locator(".bulk")).to_contain_text("Đã chọn 1 đề án")
    expect(officer_page.locator("[data-bedo-sum]")).to_have_text("hỗ trợ cộng 150.000.000 đ")
    officer_page.check("[data-bedo-pick-all]")
    expect(officer_page.locator("[data-bedo-sum]")).to_have_text("hỗ trợ cộng 450.000.000 đ")
    officer_page.click("[data-bedo-unpick]")
    expect(officer_page.locator(".bulk button[type=submit]").first).to_be_disabled()


def test_keys_stay_letters_while_typing(officer_page):
    officer_page.goto(officer_page.base + reverse("office:gallery"))
    officer_page.locator("#id_name").press_sequentially("jkx/")
    assert officer_page.input_value("#id_name") == "jkx/"
    assert officer_page.locator("tr.here").count() == 0


def test_money_gets_its_dots_and_words_are_left_alone(officer_page):
    officer_page.goto(officer_page.base + reverse("office:gallery"))
    for typed, left in (("320000000", "320.000.000"), ("1,2 tỷ", "1,2 tỷ"), ("0005000", "5.000"), ("12.5", "12.5")):
        officer_page.fill("#id_own", typed)
        officer_page.press("#id_own", "Tab")
        assert officer_page.input_value("#id_own") == left


def test_a_destructive_button_asks_first(officer_page):
    officer_page.goto(officer_page.base + reverse("office:gallery"))
    button = officer_page.get_by_role("button", name="Ngừng phần này")
    button.click()
    expect(officer_page.get_by_role("dialog")).to_contain_text("210.000.000 đ đã chi phải thu hồi")
    officer_page.keyboard.press("Escape")
    expect(officer_page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()
    assert json.loads(officer_page.evaluate("JSON.stringify(location.pathname)")) == reverse("office:gallery")


def test_the_phone_reaches_every_place(officer_page):
    officer_page.set_viewport_size(WIDTHS["390"])
    officer_page.goto(officer_page.base + reverse("office:gallery"))
    expect(officer_page.locator(".rest .menu a").last).to_be_hidden()
    officer_page.click(".rest summary")
    expect(officer_page.locator(".rest .menu a", has_text="Địa bàn")).to_be_visible()
    assert findings(officer_page) == []
    officer_page.keyboard.press("Escape")
    officer_page.check(".allf input")
    expect(officer_page.get_by_label("Nguồn")).to_be_visible()


def test_the_first_tab_stop_leads_to_the_content(officer_page):
    officer_page.goto(officer_page.base + reverse("office:gallery"))
    officer_page.keyboard.press("Tab")
    expect(officer_page.get_by_text("Đến nội dung chính")).to_be_focused()
    officer_page.keyboard.press("Enter")
    expect(officer_page.locator("#chinh")).to_be_focused()
