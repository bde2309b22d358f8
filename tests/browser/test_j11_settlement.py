"""J11: completion, minutes printed and signed, remaining advance, vouchers, settlement, liquidation, the year, effects."""

from playwright.sync_api import expect

from tests.browser.people import add_papers, fill, go, open_act, press, row_of, said, tab
from tests.browser.test_j05_dossier import YEAR
from tests.browser.test_j06_appraisal import ACCOUNTANT, APPRAISER, OFFICER, TODAY, paper


def on_tab(page, story, word):
    page.goto(story["project"])
    tab(page, word)
    return page


def test_completion_is_reported_at_a_hundred_percent(people, story):
    page = on_tab(people(OFFICER), story, "Tiến độ")
    open_act(page, "Báo hoàn thành")
    press(page, "Báo hoàn thành")
    expect(page.get_by_role("alert").first).to_contain_text("50 %")
    page = on_tab(page, story, "Tiến độ")
    open_act(page, "Báo cáo tiến độ tháng")
    fill(page, {"Kế hoạch luỹ kế (%)": "100", "Thực hiện luỹ kế (%)": "100",
                "Kinh phí đã thực hiện luỹ kế (đồng)": "700 triệu", "Việc đã làm trong tháng": "Chạy thử xong."})  # fmt: skip
    press(page, "Ghi báo cáo")
    said(page, "Đã ghi báo cáo tiến độ")
    open_act(page, "Báo hoàn thành")
    press(page, "Báo hoàn thành")
    said(page, "Báo hoàn thành, chờ nghiệm thu")


def test_minutes_are_prepared_before_the_trip(people, story):
    page = on_tab(people(OFFICER), story, "Nghiệm thu, quyết toán")
    open_act(page, "Biên bản nghiệm thu")
    press(page, "Lưu biên bản")
    said(page, "Đã lưu biên bản, chưa ký")
    page.get_by_role("link", name="Soạn biên bản").first.click()
    expect(page.get_by_role("main").get_by_text("Biên bản nghiệm thu cơ sở cho từng địa điểm").first).to_be_visible()


def test_what_was_found_is_written_and_the_sheet_signed(people, story):
    page = on_tab(people(OFFICER), story, "Nghiệm thu, quyết toán")
    open_act(page, "Biên bản nghiệm thu")
    fill(page, {"Số biên bản": "05/BB-NT", "Chất lượng": "Máy chạy ổn định.", "Kết luận": "Đạt"})
    people_table, work_table = 0, 1
    for number, name in enumerate(("Chuyên viên Sở", "Cán bộ xã", "Cán bộ Trung tâm", "Chủ cơ sở"), 1):
        fill(row_of(page, number, people_table), {"Họ tên": name})
    fill(row_of(page, 1, work_table), {"SL thực hiện": "2", "Giá trị thực hiện": "500 triệu",
                                       "Khuyến công": "200 triệu", "Cơ sở": "300 triệu"})  # fmt: skip
    fill(row_of(page, 2, work_table), {"SL thực hiện": "1", "Giá trị thực hiện": "200 triệu",
                                       "Khuyến công": "100 triệu", "Cơ sở": "100 triệu"})  # fmt: skip
    people.shot(page, "j11-bien-ban")
    press(page, "Lưu biên bản")
    said(page, "Đã lưu biên bản, chưa ký")
    page = on_tab(people(APPRAISER), story, "Nghiệm thu, quyết toán")
    open_act(page, "Ký chốt biên bản nghiệm thu")
    press(page, "Ký chốt")
    said(page, "Đã ký chốt biên bản")
    expect(page.get_by_text("Đã nghiệm thu").first).to_be_visible()
    people.shot(page, "j11-da-nghiem-thu")


def test_the_remaining_advance_is_paid(people, story):
    page = on_tab(people(ACCOUNTANT), story, "Hợp đồng, tiền")
    open_act(page, "Tạm ứng, chi")
    expect(page.get_by_label("Số tiền (đồng)").first).to_have_value("90.000.000")
    press(page, "Ghi khoản chi")
    said(page, "Đã ghi khoản chi")


def test_settlement_is_refused_until_vouchers_and_papers_cover_it(people, story):
    page = on_tab(people(OFFICER), story, "Nghiệm thu, quyết toán")
    open_act(page, "Nộp hồ sơ quyết toán")
    press(page, "Nộp quyết toán")
    expect(page.get_by_role("alert").first).to_contain_text("còn thiếu")
    page = on_tab(page, story, "Nghiệm thu, quyết toán")
    add_papers(page, lambda: tab(page, "Nghiệm thu, quyết toán"))
    open_act(page, "Ghi chứng từ")
    fill(page, {"Số chứng từ": "0000123", "Ngày": TODAY, "Người bán": "Công ty bán máy thử", "Nội dung": "Máy sao chè",
                "Số tiền gồm thuế (đồng)": "300 triệu"})  # fmt: skip
    press(page, "Ghi chứng từ")
    said(page, "Đã ghi chứng từ")
    open_act(page, "Nộp hồ sơ quyết toán")
    people.shot(page, "j11-nop-quyet-toan")
    press(page, "Nộp quyết toán")
    said(page, "Đã nộp hồ sơ quyết toán")


def test_the_director_of_the_department_liquidates(people, story):
    page = people("giamdocso.pt")
    page.goto("/")
    people.shot(page, "j11-ban-giam-doc-so")
    page = on_tab(page, story, "Nghiệm thu, quyết toán")
    open_act(page, "Duyệt quyết toán, thanh lý")
    press(page, "Duyệt, thanh lý")
    said(page, "Đã duyệt quyết toán và thanh lý")
    people.shot(page, "j11-thanh-ly")


def test_the_year_is_settled(people, story):
    page = people("taichinh.pt")
    page.goto("/")
    go(page, "Kế hoạch năm")
    page.get_by_role("link", name="Quyết toán năm").first.click()
    paper(page, "904", "Sở Tài chính Phú Thọ", "Thông báo quyết toán năm", kind="Thông báo", symbol="TB-STC")
    people.shot(page, "j11-quyet-toan-nam")
    press(page, "Ghi quyết toán năm")
    said(page, f"Đã quyết toán năm {YEAR}")


def test_effects_are_asked_and_the_file_is_closed(people, story):
    page = people(OFFICER)
    page.goto(story["project"])
    open_act(page, "Theo dõi sau hỗ trợ")
    press(page, "Theo dõi sau hỗ trợ")
    said(page, "Chuyển sang theo dõi sau hỗ trợ")
    tab(page, "Nghiệm thu, quyết toán")
    open_act(page, "Hiệu quả sau hỗ trợ")
    fill(page, {"Lao động đang làm việc (người, số tại thời điểm)": "17",
                "Lao động tăng thêm trong năm (người, số phát sinh)": "5",
                "Doanh thu trong năm (đồng, số phát sinh)": "1,2 tỷ", "Sản lượng trong năm (ghi cả đơn vị)": "12 tấn",
                "Máy còn dùng": "Còn dùng", "Ai cho biết": "Chủ cơ sở"})  # fmt: skip
    people.shot(page, "j11-hieu-qua")
    press(page, "Ghi hiệu quả")
    said(page, "Đã ghi hiệu quả")
    tab(page, "Tổng quan")
    open_act(page, "Kết thúc theo dõi")
    press(page, "Kết thúc theo dõi")
    said(page, "Kết thúc theo dõi")
    people.shot(page, "j11-ket-thuc")


def test_the_money_came_to_rest_to_the_dong(people, story):
    page = people(ACCOUNTANT)
    page.goto("/")
    go(page, "Tiền và dự toán")
    main = page.get_by_role("main")
    for words in ("2.000.000.000", "1.700.000.000", "300.000.000"):
        expect(main.get_by_text(words).first).to_be_visible()
    people.shot(page, "j11-tien")
