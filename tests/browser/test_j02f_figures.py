"""J2, figures: a relation entered on screen is reckoned at once, a table opens its records, a list is taken out in chosen columns,
a period is closed."""

import io

from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.checks import findings
from tests.browser.people import go, press, said

DIRECTOR = "giamdoctt.tq"


def test_a_relation_is_reckoned_at_once(people):
    page = people(DIRECTOR)
    page.goto("/")
    go(page, "Số liệu", "Đối chiếu số liệu")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đối chiếu số liệu")
    assert findings(page) == []
    page.get_by_role("link", name="Ghi quan hệ").click()
    assert findings(page) == []
    page.get_by_label("Quan hệ này nói gì").fill("Hỗ trợ năm 2021 không quá hai tỷ")
    page.get_by_label("Biểu thức").fill('ours("support", "Tuyên Quang", 2021) <= 2000 triệu đồng')
    page.get_by_label("Tính theo").select_option("triệu đồng")
    press(page, "Ghi và đối chiếu")
    found = page.get_by_role("main").locator("section", has_text="Hỗ trợ năm 2021 không quá hai tỷ")
    expect(found.get_by_text("Đúng", exact=True)).to_be_visible()
    people.shot(page, "j02f-doi-chieu")


def test_a_number_of_the_table_opens_records_that_add_up_to_it(people):
    page = people(DIRECTOR)
    page.goto("/so-lieu/bang/?nam=2026")
    assert findings(page) == []
    people.shot(page, "j02f-bang", whole=True)
    number = page.get_by_role("main").locator("tbody td a").nth(2)
    shown = number.inner_text().split()[0]
    number.click()
    expect(page.get_by_role("group", name="Giá trị").locator("b").first).to_have_text(shown)
    assert findings(page) == []
    adds = [
        int(text.replace(".", ""))
        for text in page.locator("section:has(h2:text('Các bản ghi')) tbody td.num").all_inner_texts()
    ]
    assert sum(adds) == int(shown.replace(".", ""))


def test_a_list_is_taken_out_in_the_columns_ticked(people):
    page = people(DIRECTOR)
    page.goto("/giay-to/?loai=QĐ")
    assert findings(page) == []
    page.get_by_text("Xuất tệp").click()
    page.get_by_role("checkbox", name="Bản ký").uncheck()
    page.get_by_role("checkbox", name="Người ký").uncheck()
    people.shot(page, "j02f-xuat-tep")
    with page.expect_download() as download:
        page.get_by_role("button", name="Xuất Excel").click()
    assert download.value.suggested_filename.startswith("van-ban-")
    with open(download.value.path(), "rb") as file:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(file.read())).get_sheet_by_index(0).to_python()
    assert rows[0] == [
        "Loại văn bản",
        "Số, ký hiệu",
        "Trích yếu",
        "Cơ quan ban hành",
        "Ngày văn bản",
        "Ngày nhập",
        "Dữ liệu minh hoạ",
    ]
    assert {row[0] for row in rows[1:-1]} == {"Quyết định"}


def test_a_year_is_closed_and_stays_as_it_was(people):
    page = people(DIRECTOR)
    page.goto("/so-lieu/chot/")
    assert findings(page) == []
    page.get_by_label("Kỳ").select_option("Năm 2021")
    press(page, "Chốt số liệu")
    said(page, "Đã chốt số liệu năm 2021, lần 1")
    expect(page.get_by_text("Chưa có gì thay đổi từ khi chốt")).to_be_visible()
    people.shot(page, "j02f-da-chot", whole=True)
    assert findings(page) == []
