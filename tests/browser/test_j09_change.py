"""J9: a change goes to who may decide it; the beneficiary of a project is replaced and the money follows, nothing before the signature."""

import re

from playwright.sync_api import expect

from tests.browser.people import choose, fill, open_act, press, refused, said, tab
from tests.browser.test_j06_appraisal import TODAY, paper

OFFICER, APPRAISER, CHAIRMAN, CUC = "canbo.tq", "chuyenvienso.tq", "chutich.tq", "cuc"
OLD, NEW = "Cơ sở mẫu 03", "Cơ sở mẫu 10"
REPLACE = "Thay đổi đơn vị thụ hưởng"


def open_project(page, name, state):
    """The sample project of an establishment."""
    page.goto(f"/de-an/?trang-thai={state}&q={name}")
    page.locator("tbody tr", has_text="DA08-").filter(has_text=name).locator("th a").first.click()


def kinds(page, name, state):
    """The page that lists what may be changed."""
    open_project(page, name, state)
    open_act(page, "Đề nghị điều chỉnh, ngừng")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đề nghị điều chỉnh, ngừng")


def who_decides(page, kind):
    return page.locator("tbody tr").filter(has=page.get_by_role("link", name=kind, exact=True)).locator("td").first


def test_what_changes_says_who_decides(people):
    page = people(OFFICER)
    kinds(page, OLD, "contracted")
    for kind in (REPLACE, "Ngừng triển khai theo đề nghị", "Tăng tổng kinh phí hỗ trợ"):
        expect(who_decides(page, kind)).to_have_text("Chủ tịch UBND tỉnh")
    people.shot(page, "j09-thay-doi-gi", whole=True)
    kinds(page, "Cơ sở mẫu 42", "running")
    expect(who_decides(page, REPLACE)).to_have_text("Cục")
    expect(who_decides(page, "Ngừng triển khai theo đề nghị")).to_have_text("Bộ trưởng")


def test_a_new_establishment_gets_no_more_than_what_was_not_paid(people, story):
    page = people(OFFICER)
    kinds(page, OLD, "contracted")
    page.get_by_role("link", name=REPLACE, exact=True).click()
    fill(page, {"Tên cơ sở, mã số thuế, địa chỉ": NEW})
    press(page, "Tìm cơ sở")
    people.shot(page, "j09-chon-co-so", whole=True)
    page.get_by_role("main").get_by_role("link", name=NEW, exact=True).click()
    fill(page, {"Lý do": "Cơ sở cũ không đủ vốn đối ứng.", "Kinh phí cho cơ sở mới (đồng)": "400 triệu"})
    press(page, "Gửi đề nghị")
    refused(page, "Phần này còn 300.000.000 đ chưa chi")
    fill(page, {"Kinh phí cho cơ sở mới (đồng)": "280 triệu"})
    press(page, "Tính thử")
    trial = page.locator("#tinh-thu")
    expect(trial).to_contain_text("280.000.000 đ")
    expect(trial).to_contain_text("giải phóng 20.000.000 đ")
    people.shot(page, "j09-tinh-thu", whole=True)
    press(page, "Gửi đề nghị")
    said(page, "Chưa có gì của đề án thay đổi")
    expect(page.locator("section.change").first).to_contain_text("chờ Sở kiểm tra")
    story["j09"] = re.sub(r"#.*", "", page.url)


def test_the_department_looks_at_the_place(people, story):
    page = people(APPRAISER)
    page.goto("/dieu-chinh/?tt=asked")
    page.get_by_role("link", name=re.compile(REPLACE)).first.click()
    open_act(page, re.compile("^Ghi kết quả kiểm tra"))
    press(page, "Ghi kết quả kiểm tra")
    refused(page, "Ý kiến của Sở")
    choose(page, "Ý kiến của Sở", "Nhất trí")
    fill(page, {"Đã kiểm tra gì, thấy gì": "Đã đến hai cơ sở; cơ sở mới đủ vốn, đủ mặt bằng."})
    people.shot(page, "j09-so-kiem-tra", whole=True)
    press(page, "Ghi kết quả kiểm tra")
    said(page, "Đã ghi kết quả kiểm tra")


def test_nothing_moved_before_the_signature(people, story):
    page = people(OFFICER)
    page.goto(story["j09"])
    tab(page, "Hợp đồng, tiền")
    expect(page.get_by_role("main").get_by_text("300.000.000").first).to_be_visible()
    page.goto(story["j09"])
    expect(page.locator("h1 + .sec, .head .sec").first).to_contain_text("Đã ký hợp đồng")


def test_the_chairman_sees_what_the_signature_does_and_signs(people, story):
    page = people(CHAIRMAN)
    page.goto("/")
    expect(page.get_by_role("main").get_by_text(REPLACE).first).to_be_visible()
    page.goto(story["j09"])
    open_act(page, re.compile("^Ghi quyết định duyệt"))
    slip = page.locator("section", has=page.get_by_role("heading", name=re.compile("^Chữ ký này làm gì")))
    expect(slip).to_contain_text("280.000.000 đ chưa chi chuyển từ")
    expect(slip).to_contain_text("phần mới, chờ ký hợp đồng")
    paper(page, "901", "UBND tỉnh Tuyên Quang", "Thay đổi đơn vị thụ hưởng")
    people.shot(page, "j09-phieu-quyet-dinh", whole=True)
    press(page, "Duyệt")
    page.get_by_role("dialog").get_by_role("button", name="Duyệt", exact=True).click()
    said(page, "Đã ghi quyết định")


def test_the_money_went_to_the_new_establishment_to_the_dong(people, story):
    page = people(OFFICER)
    page.goto(story["j09"])
    card = page.locator("section.change", has_text=REPLACE).first
    expect(card).to_contain_text("Đã được duyệt")
    expect(card).to_contain_text(TODAY)
    people.shot(page, "j09-da-duyet", whole=True)
    tab(page, "Tổng quan")
    shares = page.get_by_role("main").locator("tbody tr")
    expect(shares.filter(has_text=NEW).first).to_contain_text("280.000.000")
    expect(shares.filter(has_text=OLD).first).to_contain_text("Đã ngừng")
    page.goto("/dieu-chinh/?tt=approved")
    expect(page.get_by_role("link", name=re.compile(REPLACE)).first).to_be_visible()
    people.shot(page, "j09-danh-sach", whole=True)
