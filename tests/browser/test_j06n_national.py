"""The national track: the Sở registers, the Cục appraises, the Minister decides, money of the ministry reaches the establishment."""

import re

from playwright.sync_api import expect

from bedo.config.demo.sample.days import Days
from bedo.core.clock import today
from tests.browser.people import choose, fill, open_act, path_of, press, row_of, said, tab
from tests.browser.test_j06_appraisal import TODAY, paper

CUC, MINISTER, APPRAISER, DIRECTOR, OFFICER, ACCOUNTANT = (
    "cuc", "botruong", "chuyenvienso.tq", "giamdoctt.tq", "canbo2.tq", "ketoan.tq",
)  # fmt: skip
YEAR = Days.up_to(today()).year + 1
TITLE = "máy sấy, đóng gói trong sản xuất hạt dổi"


def row(page, words=TITLE):
    return page.get_by_role("row").filter(has_text=words)


def test_the_department_registers_its_set_with_the_gaps_in_sight(people, story):
    page = people(APPRAISER)
    page.goto("/")
    page.get_by_role("link", name="Đề án quốc gia", exact=True).first.click()
    people.shot(page, "j06n-quoc-gia", whole=True)
    page.get_by_role("link", name="Đăng ký với Cục", exact=True).first.click()
    expect(row(page)).to_contain_text("Đủ")
    story["national"] = row(page).get_by_role("link").get_attribute("href")
    paper(
        page,
        "77",
        "Sở Công Thương Tuyên Quang",
        "Đăng ký kế hoạch khuyến công quốc gia",
        kind="Báo cáo",
        symbol="BC-SCT",
    )
    press(page, "Đăng ký với Cục")
    expect(page.get_by_text("quá hạn").first).to_be_visible()
    people.shot(page, "j06n-dang-ky-tre", whole=True)
    fill(page, {"Lý do gửi chậm": "Chờ cơ sở bổ sung báo giá."})
    press(page, "Đăng ký với Cục")
    said(page, "Đã đăng ký 1 đề án với Cục")
    people.shot(page, "j06n-da-dang-ky", whole=True)


def test_the_ministry_takes_appraises_and_passes_it(people, story):
    page = people(CUC)
    page.goto("/")
    people.shot(page, "j06n-ban-cuc")
    page.goto(story["national"])
    open_act(page, "Nhận thẩm định cấp Bộ")
    press(page, "Nhận thẩm định cấp Bộ")
    said(page, "Cục nhận hồ sơ")
    tab(page, "Thẩm định")
    open_act(page, "Phiếu thẩm định")
    for group in page.get_by_role("group").filter(has=page.get_by_label("Không đạt", exact=True)).all():
        group.get_by_label("Đạt", exact=True).check()
    people.shot(page, "j06n-phieu-cap-bo", whole=True)
    press(page, "Lưu phiếu")
    said(page, "Đã lưu phiếu thẩm định")
    open_act(page, "Cục kết luận đạt")
    press(page, "Cục kết luận đạt")
    said(page, "Thẩm định cấp Bộ: đạt")


def test_the_ministry_makes_the_plan_on_its_own_money(people, story):
    page = people(CUC)
    page.goto("/tien/ghi-du-toan/")
    fill(page, {"Năm ngân sách": str(YEAR), "Số tiền được giao (đồng)": "1 tỷ"})
    paper(page, "501", "Bộ Công Thương", "Giao dự toán khuyến công quốc gia", symbol="QĐ-BCT")
    press(page, "Ghi dự toán")
    said(page, "Đã ghi 1.000.000.000 đ")
    page.goto(f"/ke-hoach/?nam={YEAR}")
    people.shot(page, "j06n-ke-hoach-nguon", whole=True)
    page.get_by_role("button", name=re.compile("^Lập kế hoạch")).first.click()
    row(page).get_by_role("button", name="Thêm").click()
    expect(page.get_by_role("main").get_by_text("Cộng 1 đề án")).to_be_visible()
    story["national_plan"] = path_of(page)
    people.shot(page, "j06n-ke-hoach", whole=True)
    page.get_by_role("link", name="Trình kế hoạch").click()
    press(page, "Trình kế hoạch")
    said(page, "Đã trình kế hoạch")


def test_the_minister_reads_what_the_signature_moves_and_decides(people, story):
    page = people(MINISTER)
    page.goto(story["national_plan"])
    page.get_by_role("link", name="Mở phiếu trình").click()
    paper(page, "502", "Bộ Công Thương", "Phê duyệt kế hoạch khuyến công quốc gia", symbol="QĐ-BCT")
    people.shot(page, "j06n-phieu-trinh", whole=True)
    press(page, "Phê duyệt kế hoạch")
    page.get_by_role("dialog").get_by_role("button", name="Phê duyệt").click()
    said(page, "Đã ghi quyết định phê duyệt")


def test_the_ministry_gives_the_estimate(people, story):
    page = people(CUC)
    page.goto(story["national_plan"])
    page.get_by_role("link", name="Giao dự toán").click()
    paper(page, "503", "Cục", "Giao dự toán", kind="Thông báo", symbol="TB-ĐCK")
    press(page, "Ghi giao dự toán")
    said(page, "Đã giao dự toán")
    people.shot(page, "j06n-da-giao", whole=True)


def test_the_contract_rests_on_the_provinces_line(people, story):
    page = people(DIRECTOR)
    page.goto(story["national"])
    open_act(page, "Ký hợp đồng")
    fill(page, {"Số hợp đồng": "07/HĐ-KCQG", "Ngày hết hạn": f"20/12/{YEAR}"})
    fill(row_of(page, 2, page.locator("table.rows").count() - 1), {"Người đại diện": "Chủ cơ sở", "Chức vụ": "Chủ"})
    press(page, "Ghi hợp đồng")
    said(page, "Đã ghi hợp đồng")
    page = people(OFFICER)
    page.goto(story["national"])
    open_act(page, "Bắt đầu thực hiện")
    press(page, "Bắt đầu thực hiện")
    said(page, "Bắt đầu thực hiện")
    tab(page, "Tiến độ")
    open_act(page, "Báo cáo tiến độ tháng")
    fill(page, {"Kế hoạch luỹ kế (%)": "80", "Thực hiện luỹ kế (%)": "80", "Việc đã làm trong tháng": "Lắp máy sấy."})
    press(page, "Ghi báo cáo")
    said(page, "Đã ghi báo cáo tiến độ")


def test_seventy_percent_is_advanced_after_the_work_is_confirmed_and_passed_on(people, story):
    page = people(APPRAISER)
    page.goto(story["national"])
    tab(page, "Hợp đồng, tiền")
    open_act(page, "Xác nhận khối lượng tại cơ sở")
    fill(page, {"Số biên bản kiểm tra": "BB-QG-01", "Giá trị đã thực hiện (đồng)": "180 triệu"})
    press(page, "Xác nhận")
    said(page, "Đã xác nhận khối lượng")
    page = people(ACCOUNTANT)
    page.goto(story["national"])
    tab(page, "Hợp đồng, tiền")
    open_act(page, "Tạm ứng, chi")
    people.shot(page, "j06n-tam-ung")
    press(page, "Ghi khoản chi")
    said(page, "Đã ghi khoản chi")
    expect(page.get_by_role("main").get_by_text("77.000.000").first).to_be_visible()
    expect(page.get_by_text("chưa ghi chuyển cho cơ sở")).to_be_visible()
    open_act(page, "Chuyển cho cơ sở")
    choose(page, "Khoản đã nhận", f"Tạm ứng lần một 77.000.000 đ ngày {TODAY}")
    fill(page, {"Số chứng từ chuyển tiền": "UNC-77"})
    people.shot(page, "j06n-chuyen-co-so", whole=True)
    press(page, "Ghi đã chuyển")
    said(page, "Đã ghi chuyển cho cơ sở")
    people.shot(page, "j06n-da-chuyen", whole=True)


def test_the_nations_desk_shows_where_every_project_stands(people):
    page = people(CUC)
    page.goto(f"/de-an/quoc-gia/?nam={YEAR}")
    expect(row(page)).to_contain_text("Đang thực hiện")
    people.shot(page, "j06n-ban-quoc-gia", whole=True)
