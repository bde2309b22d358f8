"""What the director and the Cục look at: a year against its calendar, warnings, the merged registrations; numbers that open their rows."""

import re

import pytest
from playwright.sync_api import expect

from bedo.config.demo.sample.days import Days
from bedo.core.clock import today
from tests.browser.checks import findings

DIRECTOR, CUC = "giamdoctt.tq", "cuc"
YEAR = Days.up_to(today()).year


def number_of(link):
    return int(re.match(r"[\d.]+", link.inner_text()).group().replace(".", ""))


def test_the_director_reads_the_year_and_opens_the_projects_behind_a_number(people):
    page = people(DIRECTOR)
    page.goto("/")
    page.get_by_role("link", name="Tổng quan năm").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tổng quan năm")
    page.goto(f"/tong-quan/?nam={YEAR}")
    people.shot(page, "j07d-tong-quan", whole=True)
    link = page.get_by_role("link", name="đề án Đã ký hợp đồng")
    number = number_of(link)
    assert number > 0
    link.click()
    expect(page.get_by_text(f"{number} đề án khớp bộ lọc")).to_be_visible()


def test_warnings_stand_by_points_and_lead_to_the_project(people):
    page = people(DIRECTOR)
    page.goto("/de-an/dau-hieu-cham/")
    people.shot(page, "j07d-dau-hieu", whole=True)
    points = [
        int(cell) for cell in page.locator("main table").first.locator("tbody td.num:first-child").all_inner_texts()
    ]
    assert points == sorted(points, reverse=True)
    page.locator("main table").first.locator("tbody th a").first.click()
    warned = page.locator("section").filter(has=page.get_by_role("heading", name="Dấu hiệu chậm, ngừng"))
    expect(warned.get_by_role("listitem").first).to_be_visible()
    people.shot(page, "j07d-de-an", whole=True)
    warned.get_by_role("link", name="ngưỡng").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dấu hiệu chậm")


def test_the_ministry_reads_the_merged_table_and_takes_it_out(people):
    page = people(CUC)
    page.goto("/de-an/quoc-gia/")
    expect(page.get_by_role("heading", name="Chờ Cục, Bộ trưởng quyết định")).to_be_visible()
    page.get_by_role("link", name="Tổng hợp đăng ký").click()
    people.shot(page, "j07d-tong-hop", whole=True)
    rows = page.get_by_role("region", name="Theo tỉnh").locator("tbody tr")
    number = number_of(rows.first.get_by_role("link").first)
    rows.first.get_by_role("link").first.click()
    expect(page.get_by_role("region", name="Đề án đăng ký").locator("tbody tr")).to_have_count(number)
    page.get_by_text("Xuất tệp").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Xuất Excel").click()
    assert taken.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize(
    ("who", "address"),
    [
        (DIRECTOR, f"/tong-quan/?nam={YEAR}"),
        (DIRECTOR, "/de-an/dau-hieu-cham/"),
        (DIRECTOR, "/giao-ban/"),
        ("giamdoctt.na", "/tong-quan/"),
        (CUC, f"/tong-quan/?nam={YEAR}"),
        (CUC, "/de-an/dau-hieu-cham/"),
        (CUC, "/de-an/quoc-gia/tong-hop/"),
        (CUC, "/de-an/quoc-gia/"),
    ],
)
def test_nothing_is_wrong_with_the_pages_at_any_width(people, who, address):
    page = people(who)
    page.goto(address)
    assert findings(page) == []
