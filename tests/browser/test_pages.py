"""Every page of the office, found by following links as each role: axe, widths, words, and that no address was missed."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404
from playwright.sync_api import expect

from bedo.accounts.rights import ROLES
from bedo.office.projects.acts import ACTS
from tests.browser.checks import findings
from tests.browser.people import choose, field, fill, path_of, press, said
from tests.browser.test_j06_appraisal import paper

WALKERS = {
    "officer": "canbo.tq", "director": "giamdoctt.tq", "appraiser": "chuyenvienso.tq", "approver_department": "giamdocso.tq",
    "finance": "taichinh.tq", "approver_province": "chutich.tq", "accountant": "ketoan.tq", "administrator": "quantri.tq",
    "collaborator": "xa.tq", "beneficiary": "coso.tq", "ministry_department": "cuc",
}  # fmt: skip
OWN = {
    "director": ("/ke-hoach/", "/mang-luoi/", "/nhu-cau/"), "finance": ("/ke-hoach/", "/tien/"), "approver_province": ("/ke-hoach/",),
    "accountant": ("/tien/", "/ke-hoach/"), "administrator": ("/quy-dinh/muc-ho-tro/",),
}  # fmt: skip
"""Parts that a role walks through again although others were there: its buttons lead further."""
FIRST_ROWS = {
    "officer": (
        "/nhu-cau/?tt=received",
        "/nhu-cau/?tt=refused",
        "/co-so/?giay=sap-het",
        "/de-an/?trang-thai=accepted",
        "/dieu-chinh/?tt=asked",
        "/phieu-di-co-so/?loai=khao_sat",
        "/phieu-di-co-so/?tt=returned",
        "/phieu-di-co-so/?tt=accepted",
    ),
    "director": (
        "/de-an/?trang-thai=returned",
        "/de-an/?trang-thai=rework",
        "/de-an/?trang-thai=not_planned",
        "/dieu-chinh/?loai=stop&tt=approved",
        "/mang-luoi/nguoi/?con=nghi",
        "/mang-luoi/nguoi/?tk=co",
        "/mang-luoi/nguoi/?cd=cong_tac_vien",
        "/mang-luoi/vi-tri/?tt=nguoi",
        "/mang-luoi/vi-tri/?tt=khuyet",
        "/mang-luoi/ho-so-chia-se/",
    ),
    "approver_province": ("/dieu-chinh/?tt=checked",),
    "beneficiary": (),
}
"""Lists whose first row is opened: objects in a state that shows more than the first one met."""
MORE = {
    "officer": ("/ban-nhap/", "/toi/dang-nhap/", "/toi/uy-quyen/", "/tai-khoan/2fa/", "/tai-khoan/password/change/", "/khong-co-trang-nay/"),
    "administrator": ("/quy-dinh/muc-ho-tro/",),
}  # fmt: skip
FILES = re.compile(r"/tep/|/xuat/|\.csv$|\.docx$|\.pdf$|/chung-cu/|/static/|download|^/di-co-so/")
"""Links to files; and the field app, which is no page of the office."""
IN_QUERY = {"co-so", "nhu-cau"}
ELSEWHERE = {
    "office:projects:act", "office:drafts:draft", "office:money:statement", "office:planning:answer", "office:planning:withdraw_opinion",
    "office:planning:compare", "office:planning:scenario", "office:planning:scenario_pick", "office:projects:register",
    "office:programmes:sides", "office:programmes:trial",
}  # fmt: skip
"""Walked by a test or a journey of their own, or answering JSON to a script."""
MANY = {"office:planning:detail"}
"""Views of which every object is looked at."""


@pytest.fixture(scope="module")
def seen():
    """Pages that were looked at, by key."""
    return {}


@pytest.fixture(scope="module")
def unfinished(people):
    """What the sample year lacks: a form left half-way, two files of one establishment, an opinion, a neighbour's file."""
    page = people(WALKERS["officer"])
    page.goto("/co-so/moi/")
    fill(page, {"Loại hình": "Hợp tác xã", "Tên cơ sở": "Cơ sở mẫu 02", "Địa bàn": "Xã Bằng Hành, tỉnh Tuyên Quang"})
    press(page, "Lưu hồ sơ")
    twins = [page.get_by_role("link", name="So sánh và gộp").first.get_attribute("href"), f"{path_of(page)}nhat-ky/"]
    page.goto("/co-so/moi/")
    field(page, "Thôn, số nhà, đường").fill("Thôn 1")
    expect(page.locator("[data-bedo-autosave-line]")).to_contain_text("Đã lưu nháp")
    page = people(WALKERS["finance"])
    page.goto("/ke-hoach/")
    page.get_by_role("link", name="Đợt 3").click()
    page.get_by_role("link", name="Ghi ý kiến").click()
    choose(page, "Sở Tài chính", "Nhất trí")
    fill(page, {"Nội dung ý kiến": "Nhất trí."})
    press(page, "Ghi ý kiến")
    _shared_project(people(WALKERS["director"]))
    return twins


def _shared_project(page):
    """A project comes back as the file in which it was given away, as if a neighbour had sent it."""
    page.goto("/mang-luoi/ho-so-chia-se/")
    page.locator("a[href*='/ho-so-chia-se/de-an/']").first.click()
    with page.expect_download() as file:
        press(page, "Tải tệp chia sẻ")
    page.goto("/mang-luoi/ho-so-chia-se/nhan/")
    page.locator("input[type=file]").set_input_files(file.value.path())
    press(page, "Nhận tệp")
    said(page, "Đã nhận hồ sơ của tỉnh bạn")


def key_of(address):
    """The page that an address shows, whatever the object: view, words in the path, and what the query chooses."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return parts.path
    words = [str(value) for value in match.kwargs.values() if isinstance(value, str) or match.view_name in MANY]
    chosen = sorted(IN_QUERY & parse_qs(parts.query).keys())
    return "|".join([match.view_name or match.func.__name__, *words, *chosen])


@pytest.mark.parametrize("role", WALKERS)
def test_pages_keep_their_promises(people, seen, unfinished, role):
    page = people(WALKERS[role])
    asked = ["/", *_first_rows(page, role), *MORE.get(role, ()), *(unfinished if role == "officer" else ())]
    assert walk(page, seen, asked, OWN.get(role, ())) == []


def test_a_plan_that_was_returned_is_open_again(people, seen):
    page = people(WALKERS["approver_province"])
    page.goto("/ke-hoach/")
    plan = page.get_by_role("link", name="Đợt 3").get_attribute("href")
    page.goto(plan)
    page.get_by_role("link", name="Trả lại…").click()
    field(page, "Lý do").fill("Chờ ý kiến của Sở Tài chính.")
    page.get_by_role("main").get_by_role("button").first.click()
    said(page, "Đã trả lại kế hoạch")
    assert walk(people(WALKERS["director"]), seen, [plan], (plan,)) == []


def test_a_cut_larger_than_what_is_free_waits(people, seen):
    page = people(WALKERS["accountant"])
    page.goto("/tien/")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    line = path_of(page)
    page.get_by_role("link", name="cắt giảm").first.click()
    fill(page, {"Số tiền cắt giảm (đồng)": "1,5 tỷ"})
    paper(page, "990", "UBND tỉnh", "Cắt giảm dự toán")
    press(page, "Ghi cắt giảm")
    expect(page.get_by_role("status").first).to_be_visible()
    assert walk(page, seen, [line], ()) == []


def walk(page, seen, asked, own):
    """Look at the asked addresses and at all that their links lead to and nobody saw yet; everything that is wrong."""
    mine, looked_at, found, queue = set(), set(), [], list(asked)
    while queue:
        address = queue.pop(0)
        key = key_of(address)
        known = key in mine or (key in seen and not address.startswith(own))
        if address in looked_at or (known and address not in asked):
            continue
        looked_at.add(address)
        mine.add(key)
        seen[key] = address
        answer = page.goto(address)
        if answer.status >= 500 or (answer.status == 404 and key != address):
            found.append(f"{address}: {answer.status}")
        found += [f"{address}: {one}" for one in findings(page)]
        queue += _links(page)
    return found


def _first_rows(page, role):
    for address in FIRST_ROWS.get(role, ()):
        page.goto(address)
        link = page.locator("tbody th a").first
        if link.count():
            yield link.get_attribute("href").partition("#")[0]
            if "/nhu-cau/" in address:
                yield f"{link.get_attribute('href')}nhat-ky/"


def _links(page):
    hrefs = page.evaluate("() => [...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href'))")
    own = (urlsplit(href) for href in hrefs if href.startswith(("/", "?")))
    here = urlsplit(page.url).path
    return [f"{one.path or here}?{one.query}".rstrip("?") for one in own if not FILES.search(one.path)]


def test_every_act_on_a_project_keeps_its_promises(people):
    found = []
    ids = _projects_by_state(people(WALKERS["officer"]))
    for slug, act in ACTS.items():
        state = next((state for state in sorted(act.states) if state in ids), None)
        assert state, f"no project to try {slug} on"
        page = people(WALKERS[next(role for role in WALKERS if act.right in ROLES[role].rights)])
        answer = page.goto(f"/de-an/{ids[state]}/lam/{slug}/")
        if answer.status not in (200, 409):
            found.append(f"{slug}: {answer.status}")
        found += [f"{slug}: {one}" for one in findings(page)]
    assert found == []


def _projects_by_state(page):
    """One project of the sample year for every state, by the list's own filter."""
    page.goto("/de-an/")
    codes = page.evaluate("() => [...document.querySelectorAll('[name=trang-thai] option')].map(one => one.value)")
    found = {}
    for code in filter(None, codes):
        page.goto(f"/de-an/?trang-thai={code}")
        link = page.locator("tbody tr", has_text="DA08-").locator("th a").first
        if link.count():
            found[code] = re.search(r"/de-an/(\d+)/", link.get_attribute("href")).group(1)
    return found


def test_no_page_was_missed(seen):
    looked_at = {key.split("|")[0] for key in seen}
    missed = sorted(set(_pages(get_resolver(), "")) - looked_at - ELSEWHERE)
    assert missed == [], "; ".join(missed)


def _pages(resolver, prefix):
    """Names of the office's addresses that answer GET with a page."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _pages(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern) and prefix.startswith("office:"):
            is_page = "GET" in getattr(pattern.callback, "bedo_methods", {}).get("read", ())
            if is_page and not FILES.search(f"/{pattern.pattern}"):
                yield f"{prefix}{pattern.name}"
