"""J2: an old list comes in: what is known stays, another province's rows say whose they are, one row is mended, all is undone."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.checks import findings
from tests.browser.people import go, path_of, press, said

OFFICER = "canbo.tq"
BOOK = Path(__file__).parent.parent / "data" / "xlsx" / "S3_danh_sach_nghiem_thu_nhieu_tinh.xlsx"
TITLE = "Hỗ trợ ứng dụng máy móc thiết bị tiên tiến vào sản xuất chế biến chè xanh (bổ sung dây chuyền)"


def test_the_list_is_read_and_every_row_explained(people, story):
    page = people(OFFICER)
    page.goto("/")
    go(page, "Nhập từ Excel", "Nhập một tệp")
    page.locator("input[type=file]").set_input_files(BOOK)
    press(page, "Đọc tệp")
    expect(page.get_by_role("heading", level=1)).to_have_text(BOOK.name)
    story["import"] = path_of(page)
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="Bị từ chối (15)")).to_be_visible()
    expect(main.get_by_role("link", name="Không đổi (3)")).to_be_visible()
    expect(main.get_by_text("Dòng của Tỉnh Hòa Bình, nay thuộc Tỉnh Phú Thọ").first).to_be_visible()
    expect(main.get_by_text("405.000.000 đ").first).to_be_visible()
    expect(main.get_by_text("“còn lại” là chữ, không phải số tiền").first).to_be_visible()
    people.shot(page, "j02-xem-truoc", whole=True)
    assert findings(page) == []


def test_columns_and_conversions_can_be_looked_at(people, story):
    page = people(OFFICER)
    page.goto(story["import"])
    page.get_by_text("Chữ đã chuyển sang Unicode").click()
    expect(page.get_by_text("CP1258").first).to_be_visible()
    page.get_by_role("link", name="Xem và sửa các cột").click()
    expect(page.get_by_label("Cột C: Đơn vị thụ hưởng")).to_have_value("beneficiary_name")
    people.shot(page, "j02-cac-cot", whole=True)
    assert findings(page) == []
    press(page, "Đọc lại bảng")
    said(page, "Đã đọc lại bảng")


def test_a_row_is_mended_and_decided_then_the_list_comes_in(people, story):
    page = people(OFFICER)
    page.goto(story["import"])
    page.get_by_role("link", name="Sửa, bỏ qua… dòng 7", exact=False).first.click()
    assert findings(page) == []
    page.get_by_label("E7 · Nội dung hỗ trợ").fill(TITLE)
    people.shot(page, "j02-sua-dong", whole=True)
    press(page, "Ghi quyết định")
    page.get_by_role("link", name="Trả lời từng dòng").click()
    page.get_by_role("link", name="Trả lời… dòng 7", exact=False).click()
    page.get_by_label("Đề án khác, ghi mới").check()
    press(page, "Ghi quyết định")
    expect(page.get_by_text("Sẽ ghi 1 dòng mới", exact=False)).to_be_visible()
    press(page, "Nhập vào hệ thống")
    said(page, "Đã nhập: 1 đề án mới")
    people.shot(page, "j02-da-nhap", whole=True)
    page.get_by_role("link", name=TITLE).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("bổ sung dây chuyền")
    expect(page.get_by_role("main").get_by_text("200.000.000 đ").first).to_be_visible()


def test_the_whole_import_is_taken_back(people, story):
    page = people(OFFICER)
    page.goto(story["import"])
    press(page, "Hoàn tác cả lần nhập")
    page.get_by_role("dialog").get_by_role("button", name="Hoàn tác").click()
    said(page, "Đã hoàn tác cả lần nhập")
    page.goto("/de-an/?q=bổ sung dây chuyền")
    expect(page.get_by_role("main").get_by_text(TITLE)).to_have_count(0)


def test_the_second_import_of_the_same_file_has_nothing_new(people):
    page = people(OFFICER)
    page.goto("/nhap/moi/")
    page.locator("input[type=file]").set_input_files(BOOK)
    press(page, "Đọc tệp")
    expect(page.get_by_text("Không có dòng nào mới hay thay đổi", exact=False)).to_be_visible()
    people.shot(page, "j02-dien-thoai")
    assert findings(page) == []
