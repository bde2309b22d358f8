"""J12: a year after acceptance somebody asks by telephone; missing years stay visible until then."""

import re

from playwright.sync_api import expect

from tests.browser.people import fill, press, said

OFFICER = "canbo.tq"


def test_a_missing_year_is_answered_by_telephone(people):
    page = people(OFFICER)
    page.goto("/de-an/")
    page.get_by_role("link", name="Theo dõi sau hỗ trợ").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Theo dõi sau hỗ trợ")
    people.shot(page, "j12-theo-doi", whole=True)
    page.get_by_role("link", name=re.compile("phần cần hỏi bây giờ")).click()
    first = page.get_by_role("main").locator("tbody tr").first
    expect(first.get_by_text("đến hạn hỏi").locator("visible=true").first).to_be_visible()
    year = int(re.search(r"năm (\d{4})", first.inner_text()).group(1))
    link = first.get_by_role("link").first
    name = link.inner_text()
    link.click()
    page.get_by_role("main").get_by_role("link", name="Hiệu quả sau hỗ trợ").first.click()
    fill(page, {"Năm": str(year), "Lao động đang làm việc (người, số tại thời điểm)": "11", "Máy còn dùng": "Còn dùng"})
    page.get_by_label("Hỏi bằng cách nào").select_option(label="Điện thoại")
    fill(page, {"Ai cho biết": "Chủ cơ sở"})
    press(page, "Ghi hiệu quả")
    said(page, "Đã ghi hiệu quả")
    expect(page.get_by_role("region", name="So với mục tiêu của hồ sơ")).to_contain_text("11")
    people.shot(page, "j12-so-voi-muc-tieu", whole=True)
    page.goto("/de-an/theo-doi/")
    row = page.get_by_role("main").locator("tbody tr").filter(has_text=name).first
    expect(row.get_by_text("đã hỏi").locator("visible=true").first).to_be_visible()
