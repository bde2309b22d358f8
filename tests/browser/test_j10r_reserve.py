"""J10, the freed money: the desk proposes the first of the reserve list; a supplementary round with it is made and approved."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import site as sites
from tests.browser.conftest import SHOTS
from tests.browser.people import People, choose, fill, press, said
from tests.browser.test_j05_dossier import YEAR
from tests.browser.test_j06_appraisal import paper
from tests.browser.test_j10_stop import CHAIRMAN, DIRECTOR

FINANCE = "taichinh.tq"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A demonstration of its own: these steps use up the waiting round that other files look at. Its stops freed money."""
    from django.conf import settings

    found = sites.open_site(tmp_path_factory.mktemp("reserve"), settings.DATABASES["default"], "bedo_reserve")
    yield found
    found.close()


@pytest.fixture(scope="module")
def people(site, browser):
    """People on that site."""
    found = People(site, browser, SHOTS)
    yield found
    found.close()


def plan_page(page, number):
    page.goto(f"/ke-hoach/?nguon=kcdp&nam={YEAR}")
    page.get_by_role("link", name=f"Đợt {number}", exact=True).first.click()


def decide(people, number, decision):
    """Sở Tài chính agrees, the chairman's decision is recorded."""
    page = people(FINANCE)
    plan_page(page, number)
    page.get_by_role("link", name="Ghi ý kiến").first.click()
    choose(page, "Sở Tài chính", "Nhất trí")
    fill(page, {"Nội dung ý kiến": "Nhất trí."})
    press(page, "Ghi ý kiến")
    said(page, "Đã ghi ý kiến")
    page = people(CHAIRMAN)
    plan_page(page, number)
    page.get_by_role("link", name="Mở phiếu trình").click()
    paper(page, decision, "UBND tỉnh Tuyên Quang", f"Phê duyệt kế hoạch, đợt {number}")
    press(page, "Phê duyệt kế hoạch")
    page.get_by_role("dialog").get_by_role("button", name="Phê duyệt").click()
    said(page, "Đã ghi quyết định phê duyệt")


def test_the_director_sees_who_has_not_answered(people):
    page = people(DIRECTOR)
    page.goto("/")
    expect(page.get_by_role("main").get_by_text("Nhắc Sở Tài chính trả lời phiếu lấy ý kiến").first).to_be_visible()
    plan_page(page, 3)
    page.get_by_role("link", name="Lấy ý kiến, ghi trả lời").click()
    people.shot(page, "j10r-phieu-lay-y-kien", whole=True)


def test_the_round_that_waits_is_decided(people):
    decide(people, 3, "911")
    page = people(DIRECTOR)
    plan_page(page, 3)
    page.get_by_role("link", name=re.compile("^Đã trình 1 lần")).click()
    people.shot(page, "j10r-cac-lan-trinh", whole=True)


def test_the_desk_proposes_the_first_of_the_reserve_list(people):
    page = people(DIRECTOR)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Xét danh sách dự phòng")).first.click()
    expect(page.get_by_role("main")).to_contain_text("ngày đến hết năm ngân sách")
    people.shot(page, "j10r-du-phong", whole=True)
    page.get_by_role("button", name=re.compile("^Lập đợt bổ sung với")).click()
    said(page, "Đã lập đợt 4")
    expect(page.get_by_role("main").get_by_text("khung nhà thép").first).to_be_visible()
    page.get_by_role("link", name="Trình kế hoạch").click()
    press(page, "Trình kế hoạch")
    said(page, "Đã trình kế hoạch")


def test_the_supplementary_round_is_approved(people):
    decide(people, 4, "912")
    page = people(DIRECTOR)
    page.goto(f"/ke-hoach/du-toan/?nam={YEAR}")
    people.shot(page, "j10r-du-toan", whole=True)
    page.goto("/ke-hoach/chuong-trinh/")
    people.shot(page, "j10r-chuong-trinh", whole=True)
    for name in ("quốc gia giai đoạn 2021–2025", "Chương trình khuyến công tỉnh"):
        page.goto("/ke-hoach/chuong-trinh/")
        page.get_by_role("main").get_by_role("link", name=re.compile(name)).first.click()
        people.shot(page, f"j10r-muc-tieu-{len(name)}", whole=True)
