"""Year end: the guided page of leftovers, a lapse, a stop asked, a lock refused; and a Treasury statement set beside the books."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from bedo.core.clock import today
from tests.browser import checks
from tests.browser.people import fill, press, refused, said
from tests.browser.test_j05_dossier import YEAR
from tests.ledger.treasury.workbooks import HEAD, workbook

ACCOUNTANT, OFFICER = "ketoan.tq", "canbo.tq"
PAGE = f"/tien/cuoi-nam/?nam={YEAR}&nguon=kcdp"


def number(words):
    """1.234.567 → 1234567."""
    return int(re.sub(r"\D", "", words))


def test_the_page_lists_every_leftover_and_they_add_up(people):
    page = people(ACCOUNTANT)
    page.goto("/tien/")
    page.get_by_role("link", name="Cuối năm", exact=True).click()
    page.goto(PAGE)
    rows = page.locator("#con-lai tbody tr td.num").all_inner_texts()
    total = page.locator("#con-lai tfoot td.num").first.inner_text()
    assert sum(map(number, rows)) == number(total) > 0
    expect(page.get_by_role("main").get_by_text("Hủy dự toán theo văn bản")).to_be_visible()
    expect(page.locator("#khoa-nam").get_by_text("Chưa khóa được năm ngân sách")).to_be_visible()
    assert checks.findings(page) == []
    people.shot(page, "cuoi-nam", whole=True)


def test_what_nobody_used_lapses_with_its_paper(people):
    page = people(ACCOUNTANT)
    page.goto(PAGE)
    page.get_by_role("link", name="Hủy dự toán", exact=True).click()
    fill(page, {"Số tiền hủy (đồng)": "ba trăm gì đó", "Cơ quan ban hành": "UBND tỉnh Tuyên Quang", "Số": "990", "Ký hiệu": "QĐ-UBND",
                "Ngày văn bản": f"{today():%d/%m/%Y}", "Người ký": "Nguyễn Văn A", "Trích yếu": "Hủy dự toán không sử dụng"})  # fmt: skip
    press(page, "Ghi hủy dự toán")
    refused(page, "không phải số tiền")
    fill(page, {"Số tiền hủy (đồng)": "1 triệu"})
    people.shot(page, "huy-du-toan", whole=True)
    press(page, "Ghi hủy dự toán")
    said(page, "Đã hủy dự toán 1.000.000 đ")
    expect(page.locator("#con-lai").get_by_text("Đã hủy dự toán")).to_be_visible()


def test_the_officer_asks_to_stop_what_never_got_a_contract(people):
    page = people(OFFICER)
    page.goto(PAGE)
    box = page.locator("#chua-ky")
    box.get_by_role("checkbox").first.check()
    press(page, "Đề nghị ngừng các phần đã chọn")
    expect(page.locator("#chua-ky :invalid").first).to_be_attached()
    box.get_by_label("Lý do ngừng").select_option(label="Cơ sở không đủ vốn đối ứng")
    box.get_by_label("Nói rõ lý do").fill("Cơ sở không thu xếp được vốn trong năm.")
    press(page, "Đề nghị ngừng các phần đã chọn")
    said(page, "Đã ghi 1 đề nghị ngừng")
    expect(page.locator("#tung-phan").get_by_text("Đã đề nghị, chờ quyết định").first).to_be_visible()


def test_a_year_in_which_something_waits_is_not_locked(people):
    page = people(ACCOUNTANT)
    page.goto(PAGE)
    page.get_by_role("link", name="Khóa năm ngân sách").click()
    press(page, "Khóa năm ngân sách")
    refused(page, "Chưa khóa được năm ngân sách")


@pytest.fixture(scope="module")
def payment(people):
    """The day and amount of a payment in the books of the line, and the address of its statements."""
    page = people(ACCOUNTANT)
    page.goto(PAGE)
    page.get_by_role("link", name="Sổ của nguồn này").click()
    books = page.url
    page.goto(f"{books}but-toan/?loai=advance")
    row = page.locator("table tbody tr").first
    day = re.search(r"\d\d/\d\d/\d{4}", row.inner_text()).group()
    return {"day": date(*map(int, reversed(day.split("/")))), "amount": number(row.locator("td.num").first.inner_text()), "books": books}  # fmt: skip


def test_a_file_that_is_no_statement_is_told(people, payment, tmp_path):
    page = people(ACCOUNTANT)
    page.goto(payment["books"])
    page.get_by_role("link", name="Đối chiếu Kho bạc").click()
    wrong = tmp_path / "khong-phai.xlsx"
    wrong.write_bytes(workbook(HEAD, [1, payment["day"], "1", "", "không rõ"]))
    fill(page, {"Sao kê của Kho bạc": wrong})
    press(page, "Xem trước")
    refused(page, "Ô Sao kê!E2: “không rõ” không phải số tiền")
    assert checks.findings(page) == []


def test_a_statement_is_seen_kept_and_matched(people, payment, tmp_path):
    page = people(ACCOUNTANT)
    page.goto(f"{payment['books']}kho-bac/")
    good = tmp_path / "sao-ke.xlsx"
    good.write_bytes(
        workbook(
            HEAD,
            [1, payment["day"], "KB-01", "Tạm ứng", payment["amount"]],
            [2, payment["day"], "KB-02", "Khoản của đơn vị khác", 7],
        )
    )
    fill(page, {"Sao kê của Kho bạc": good})
    press(page, "Xem trước")
    expect(page.get_by_role("heading", name="Xem trước sao kê")).to_be_visible()
    assert checks.findings(page) == []
    press(page, "Nhận sao kê này")
    said(page, "Đã nhận sao kê 2 dòng")
    page.locator("#co-the").get_by_role("button").first.click()
    said(page, "Đã xác nhận 1 dòng khớp")
    expect(page.locator("#chi-kho-bac").get_by_text("Khoản của đơn vị khác")).to_be_visible()
    assert checks.findings(page) == []
    people.shot(page, "sao-ke-kho-bac", whole=True)
    page.locator("#da-khop").get_by_role("button").first.click()
    said(page, "Đã bỏ ghép")


def test_the_same_file_again_is_the_same_statement(people, payment, tmp_path):
    page = people(ACCOUNTANT)
    page.goto(f"{payment['books']}kho-bac/")
    expect(page.locator("table tbody tr").filter(has_text="sao-ke.xlsx")).to_have_count(1)


def test_a_draft_rate_is_tried_on_past_projects(people):
    page = people(OFFICER)
    page.goto("/quy-dinh/muc-ho-tro/?tim=máy móc&cap=national")
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Thử mức mới").click()
    fill(page, {"Tỷ lệ thử (%)": "60", "Mức trần thử (đồng)": "250 triệu"})
    press(page, "Tính lại trên đề án đã qua")
    expect(page.get_by_role("heading", name="Cộng lại")).to_be_visible()
    assert checks.findings(page) == []
    people.shot(page, "thu-muc-moi", whole=True)
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="Đề án ở hai phía").click()
    assert checks.findings(page) == []
