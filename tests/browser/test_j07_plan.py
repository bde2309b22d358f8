"""J7: the year's money, candidates with their reasons, scenarios beside each other, one chosen, decided; the reserve list."""

import re

from playwright.sync_api import expect

from bedo.config.demo.sample.days import Days
from bedo.config.demo.sample.next_year import WAITING
from bedo.core.clock import today
from tests.browser.people import choose, fill, go, open_act, path_of, press, refused, said
from tests.browser.test_j06_appraisal import paper

ACCOUNTANT, DIRECTOR = "ketoan.tq", "giamdoctt.tq"
YEAR = Days.up_to(today()).year + 1
FIRST, BRAND, CLEANER = WAITING[0], WAITING[5], WAITING[7]
BRAND_CONTENT = "Xây dựng, đăng ký thương hiệu"
NAME = "Trải đều, có giấy đế"


def test_the_money_of_the_year_comes_with_its_decision(people):
    page = people(ACCOUNTANT)
    page.goto("/")
    go(page, "Tiền và dự toán", "Ghi dự toán được giao")
    fill(
        page,
        {
            "Nguồn vốn": "Kinh phí khuyến công địa phương",
            "Năm ngân sách": str(YEAR),
            "Số tiền được giao (đồng)": "1 tỷ",
        },
    )
    paper(page, "951", "UBND tỉnh Tuyên Quang", "Giao dự toán kinh phí khuyến công địa phương")
    page.get_by_role("main").get_by_role("button", name="Ghi", exact=False).first.click()
    said(page, "Đã ghi 1.000.000.000 đ")


def test_candidates_stand_in_the_order_of_the_law_and_say_why(people, story):
    page = people(DIRECTOR)
    page.goto(f"/ke-hoach/?nguon=kcdp&nam={YEAR}")
    page.get_by_role("button", name="Lập kế hoạch").first.click()
    story["j7"] = path_of(page)
    open_act(page, "Bàn lập kế hoạch")
    table = page.get_by_role("region", name="Đề án theo thứ tự ưu tiên")
    expect(table.get_by_text("Đường cắt kinh phí: còn")).to_be_visible()
    row = table.get_by_role("row").filter(has_text=FIRST.title)
    row.get_by_text("Vì sao đứng thứ").click()
    expect(row.get_by_text("từ 50 người")).to_be_visible()
    expect(row.get_by_text("Thông tư 46/2012/TT-BCT, Điều 6").first).to_be_visible()
    expect(page.get_by_role("region", name="Đề án sản xuất sạch hơn")).to_contain_text(CLEANER.title)
    people.shot(page, "j07p-ban-lap-ke-hoach", whole=True)


def test_the_ranked_list_is_the_first_scenario(people, story):
    page = people(DIRECTOR)
    open_act(page, "Lập phương án")
    page.get_by_label(re.compile(r"^\s*Theo thứ tự ưu tiên")).check()
    press(page, "Lập phương án")
    said(page, "Đã lập phương án 1")
    people.shot(page, "j07p-theo-thu-tu", whole=True)
    page.get_by_role("link", name=re.compile("^Vì sao không chọn")).first.click()
    expect(page.get_by_text("Nếu chọn đề án này thì phải bỏ đề án sau:")).to_be_visible()


def test_a_limit_that_cannot_hold_is_named_before_the_search(people, story):
    page = people(DIRECTOR)
    page.goto(f"{story['j7']}phuong-an/lap/")
    page.get_by_label(re.compile(r"^\s*Phương án gợi ý")).check()
    limit(page, 1, "Ít nhất … đề án", "Tất cả đề án", "40")
    press(page, "Lập phương án")
    refused(page, "không thể đạt")
    people.shot(page, "j07p-rang-buoc-sai", whole=True)


def limit(page, number, kind, over, value):
    fill(
        page,
        {f"Ràng buộc {number}": kind, f"Phạm vi của ràng buộc {number}": over, f"Mức của ràng buộc {number}": value},
    )


def test_the_best_set_is_searched_for_in_the_background(people, story):
    page = people(DIRECTOR)
    fill(page, {"Tên phương án": NAME, "Dành riêng cho sản xuất sạch hơn (đồng)": "200 triệu"})
    limit(page, 1, "Nhiều nhất … đồng", "Mỗi xã", "300 triệu")
    limit(page, 2, "Ít nhất … đề án", BRAND_CONTENT, "1")
    row = page.get_by_role("region", name="Cố định bằng tay").get_by_role("row").filter(has_text=CLEANER.title)
    row.get_by_role("combobox").select_option(label="luôn chọn")
    people.shot(page, "j07p-lap-phuong-an", whole=True)
    press(page, "Lập phương án")
    said(page, "Đã lập phương án 2")
    expect(page.get_by_role("button", name="Dừng tính")).to_be_visible()
    people.shot(page, "j07p-dang-tinh", whole=True)
    people.site.work()
    expect(page.get_by_text("tối ưu (đã chứng minh)").first).to_be_visible()
    chosen = page.get_by_role("region", name="Đề án của phương án").get_by_role("row").filter(has_text=BRAND.title)
    expect(chosen).to_contain_text("Chọn")
    people.shot(page, "j07p-goi-y", whole=True)


def test_it_says_what_more_money_would_buy(people, story):
    page = people(DIRECTOR)
    fill(page, {"Thêm (đồng)": "300 triệu"})
    press(page, "Thì chọn thêm được gì?")
    expect(page.get_by_role("region", name="Trả lời")).to_contain_text("Chọn thêm được:")
    people.shot(page, "j07p-them-tien", whole=True)


def test_the_scenarios_stand_side_by_side(people, story):
    page = people(DIRECTOR)
    page.goto(f"{story['j7']}ban/")
    for number in (1, 2):
        page.get_by_label(f"So sánh phương án {number}").check()
    press(page, "So sánh")
    expect(page.get_by_role("region", name="Đề án khác nhau")).to_contain_text(BRAND.title)
    expect(page.get_by_role("heading", name="Khác với thứ tự ưu tiên")).to_be_visible()
    people.shot(page, "j07p-so-sanh", whole=True)


def test_one_is_chosen_with_its_reason_and_becomes_the_plan(people, story):
    page = people(DIRECTOR)
    page.goto(f"{story['j7']}phuong-an/2/")
    press(page, "Chọn phương án này")
    refused(page, "bỏ qua đề án đứng trên")
    fill(page, {"Lý do chọn phương án này": "Trải đều các xã, có một nhãn hiệu và một mô hình sản xuất sạch hơn."})
    press(page, "Chọn phương án này")
    said(page, "Đã chọn phương án 2 làm kế hoạch")
    expect(page.get_by_role("region", name="Đề án trong kế hoạch")).to_contain_text(CLEANER.title)
    people.shot(page, "j07p-ke-hoach", whole=True)


def test_it_is_submitted_and_finance_gives_its_opinion(people, story):
    page = people(DIRECTOR)
    page.goto(story["j7"])
    page.get_by_role("link", name="Trình kế hoạch").click()
    press(page, "Trình kế hoạch")
    said(page, "Đã trình kế hoạch")
    page = people("taichinh.tq")
    page.goto(story["j7"])
    page.get_by_role("link", name="Ghi ý kiến").first.click()
    choose(page, "Sở Tài chính", "Nhất trí")
    fill(page, {"Nội dung ý kiến": "Nhất trí phương án phân bổ."})
    press(page, "Ghi ý kiến")
    said(page, "Đã ghi ý kiến của Sở Tài chính")


def test_the_decision_leaves_one_out_and_it_stands_on_the_reserve_list(people, story):
    page = people("chutich.tq")
    page.goto(story["j7"])
    page.get_by_role("link", name="Mở phiếu trình").click()
    row = page.get_by_role("row").filter(has_text=BRAND.title)
    row.get_by_label(re.compile("^\\s*Không bố trí")).check()
    row.get_by_label(re.compile("^\\s*Lý do")).fill("Chờ hồ sơ đăng ký nhãn hiệu.")
    paper(page, "952", "UBND tỉnh Tuyên Quang", "Phê duyệt kế hoạch khuyến công")
    people.shot(page, "j07p-phieu-trinh", whole=True)
    press(page, "Phê duyệt kế hoạch")
    page.get_by_role("dialog").get_by_role("button", name="Phê duyệt").click()
    said(page, "Đã ghi quyết định phê duyệt")
    page.get_by_role("link", name=re.compile("dự phòng", re.IGNORECASE)).first.click()
    expect(page.get_by_role("region", name="Danh sách dự phòng")).to_contain_text(BRAND.title)
    people.shot(page, "j07p-du-phong", whole=True)
