"""J8: contract, first advance refused before the Sở confirms 70 %, paid after it, monthly progress, nothing new in one act."""

from playwright.sync_api import expect

from tests.browser.people import fill, go, open_act, press, row_of, said, tab
from tests.browser.test_j05_dossier import YEAR
from tests.browser.test_j06_appraisal import ACCOUNTANT, APPRAISER, DIRECTOR, OFFICER


def confirm_work(page, story, number, done):
    page.goto(story["project"])
    tab(page, "Hợp đồng, tiền")
    open_act(page, "Xác nhận khối lượng tại cơ sở")
    fill(page, {"Số biên bản kiểm tra": number, "Giá trị đã thực hiện (đồng)": done})
    press(page, "Xác nhận")
    said(page, "Đã xác nhận khối lượng")


def test_the_director_signs_the_contract(people, story):
    page = people(DIRECTOR)
    page.goto("/")
    people.shot(page, "j08-ban-lanh-dao")
    page.goto(story["project"])
    open_act(page, "Ký hợp đồng")
    fill(page, {"Số hợp đồng": "01/HĐ-TTKC", "Ngày hết hạn": f"31/12/{YEAR}"})
    row = row_of(page, 2, page.locator("table.rows").count() - 1)
    fill(row, {"Người đại diện": "Chủ cơ sở", "Chức vụ": "Giám đốc"})
    people.shot(page, "j08-ky-hop-dong")
    press(page, "Ghi hợp đồng")
    said(page, "Đã ghi hợp đồng")
    expect(page.get_by_role("main").get_by_text("01/HĐ-TTKC").first).to_be_visible()


def test_the_officer_starts_and_reports_the_month(people, story):
    page = people(OFFICER)
    page.goto(story["project"])
    open_act(page, "Bắt đầu thực hiện")
    press(page, "Bắt đầu thực hiện")
    said(page, "Bắt đầu thực hiện")
    tab(page, "Tiến độ")
    open_act(page, "Báo cáo tiến độ tháng")
    fill(page, {"Kế hoạch luỹ kế (%)": "60", "Thực hiện luỹ kế (%)": "50",
                "Kinh phí đã thực hiện luỹ kế (đồng)": "350 triệu", "Việc đã làm trong tháng": "Lắp máy sao chè."})  # fmt: skip
    press(page, "Ghi báo cáo")
    said(page, "Đã ghi báo cáo tiến độ")
    open_act(page, "Ghi khó khăn")
    fill(page, {"Khó khăn": "Nhà cung cấp giao máy vò chậm.", "Hạn tháo gỡ": f"31/12/{YEAR}"})
    page.get_by_label("Người tháo gỡ").select_option(index=1)
    press(page, "Ghi khó khăn")
    said(page, "Đã ghi khó khăn")
    people.shot(page, "j08-tien-do")


def test_the_first_advance_is_refused_before_seventy_percent(people, story):
    page = people(APPRAISER)
    confirm_work(page, story, "BB-01", "350 triệu")
    page = people(ACCOUNTANT)
    page.goto(story["project"])
    tab(page, "Hợp đồng, tiền")
    open_act(page, "Tạm ứng, chi")
    fill(page, {"Số tiền (đồng)": "210 triệu"})
    press(page, "Ghi khoản chi")
    refusal = page.get_by_role("alert").first
    expect(refusal).to_contain_text("70 %")
    expect(page.get_by_label("Số tiền (đồng)").first).to_have_value("210 triệu")
    people.shot(page, "j08-tam-ung-bi-tu-choi", whole=True)


def test_the_advance_is_paid_once_the_work_is_confirmed(people, story):
    confirm_work(people(APPRAISER), story, "BB-02", "504 triệu")
    page = people(ACCOUNTANT)
    page.goto(story["project"])
    tab(page, "Hợp đồng, tiền")
    open_act(page, "Tạm ứng, chi")
    people.shot(page, "j08-tam-ung")
    press(page, "Ghi khoản chi")
    said(page, "Đã ghi khoản chi")
    expect(page.get_by_role("main").get_by_text("210.000.000").first).to_be_visible()
    people.shot(page, "j08-da-tam-ung")


def test_nothing_new_is_said_for_many_in_one_act(people):
    page = people("canbo.tq")
    page.goto("/")
    go(page, "Đề án")
    page.get_by_role("checkbox", name="DA08-").first.wait_for()
    for mark in page.get_by_role("checkbox", name="DA08-").all():
        mark.check()
    page.get_by_role("button", name="Không phát sinh").click()
    expect(page.get_by_role("heading", name="Không làm được, sẽ bỏ qua")).to_be_visible()
    people.shot(page, "j08-khong-phat-sinh-xem-truoc", whole=True)
    press(page, "Ghi các dòng đánh dấu")
    expect(page.get_by_role("heading", name="Đã làm")).to_be_visible()
    people.shot(page, "j08-khong-phat-sinh")


def test_the_money_calendar_tells_the_owner_when_which_money_comes(people, story):
    page = people(OFFICER)
    page.goto(story["project"])
    page.get_by_role("link", name="Lịch tiền").click()
    expect(page.get_by_text("210.000.000").first).to_be_visible()
    expect(page.get_by_text("sau khi nghiệm thu đạt").first).to_be_visible()
    people.shot(page, "j08-lich-tien")
