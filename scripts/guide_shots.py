"""Take the pictures of the user guide from a running demonstration.

    bedo demo && bedo serve      (a fresh database, its address: http://127.0.0.1:8000)
    .venv/bin/python scripts/guide_shots.py [ADDRESS [PICTURE ...]]

Writes docs/vi/anh/*.png. Pages are found by the words of links and filters, never by ids.
The two pictures of the planning desk are cut from those of its journey (tests/browser/test_j07_plan.py).
"""

import io
import os
import re
import sys
from pathlib import Path

import xlsxwriter
from playwright.sync_api import sync_playwright

PASSWORD = "bedo-minh-hoa"  # noqa: S105 - that of the demonstration, printed by `bedo demo`
FOLDER = Path(__file__).resolve().parents[1] / "docs" / "vi" / "anh"
BOOK = FOLDER.parents[2] / "tests" / "data" / "xlsx" / "S3_danh_sach_nghiem_thu_nhieu_tinh.xlsx"
DESK, PHONE = {"width": 1000, "height": 580}, {"width": 390, "height": 700}
MOST_BYTES = 120 * 1024


def project(state):
    """The first sample project in a state."""

    def find(page):
        page.goto(f"/de-an/?trang-thai={state}")
        page.locator("tbody tr", has_text="DA08-").locator("th a").first.click()

    return find


def part(state, word, act=""):
    """One part of such a project, perhaps one of its acts."""

    def find(page):
        project(state)(page)
        page.get_by_role("navigation", name="Các phần của đề án").get_by_role("link", name=word, exact=True).click()
        if act:
            page.get_by_role("main").get_by_role("link", name=act, exact=True).first.click()

    return find


def wish(state, act=""):
    """The first wish in a state, perhaps one of its acts."""

    def find(page):
        page.goto(f"/nhu-cau/?tt={state}")
        page.locator("tbody th a").first.click()
        if act:
            page.get_by_role("link", name=act).click()

    return find


def plan(page):
    page.goto("/ke-hoach/")
    page.get_by_role("link", name="Đợt 3").first.click()


def change(kind):
    """The tab of the newest decided change of a kind."""

    def find(page):
        page.goto(f"/dieu-chinh/?loai={kind}&tt=approved")
        page.locator("tbody th a").first.click()

    return find


def stop(page):
    """A stop of the first share of the group of tea makers, reckoned and not sent."""
    page.goto("/de-an/?trang-thai=running&q=vùng chè shan")
    page.locator("tbody tr", has_text="DA08-").locator("th a").first.click()
    page.get_by_role("main").get_by_role("link", name="Đề nghị điều chỉnh, ngừng").click()
    page.get_by_role("link", name="Ngừng triển khai theo đề nghị", exact=True).click()
    page.get_by_label("Lý do ngừng theo danh mục").select_option(label="Cơ sở không đủ vốn đối ứng")
    page.locator("[name=work_done]").fill("Đã xây bệ máy; chưa mua máy.")
    page.locator("[name=reason]").fill("Không vay được vốn.")
    page.locator("[name^=done_]").first.fill("45 triệu")
    page.get_by_role("button", name="Tính thử").click()


def group(page):
    """The sample group of tea makers, from its parts on."""
    page.goto("/de-an/?trang-thai=running&q=vùng chè shan")
    page.locator("tbody tr", has_text="DA08-").locator("th a").first.click()


def at(address):
    return lambda page: page.goto(address)


def paper(page):
    """The contract of a running project, as it will be written."""
    part("running", "Văn bản")(page)
    page.get_by_role("main").get_by_role("link", name=re.compile("^Soạn\\s+Hợp đồng,")).first.click()


def sent_back(page):
    """Where the papers of a dossier that an establishment sends back are dropped."""
    project("draft")(page)
    page.get_by_role("main").get_by_role("link", name="Nhận ảnh gửi về").click()


def hand_over(page):
    """Everything that lies on an officer's desk, before it goes to others."""
    page.goto("/mang-luoi/nguoi/?q=Cán bộ A")
    page.locator("tbody th a").first.click()
    page.get_by_role("main").get_by_role("link", name="Bàn giao việc").click()


def statement(page):
    """A Treasury statement of one sample payment and one line of nobody's, seen before it is kept."""
    page.goto("/tien/")
    page.get_by_role("link", name="Kinh phí khuyến công địa phương").first.click()
    books = page.url
    page.goto(f"{books}but-toan/?loai=advance")
    row = page.locator("table tbody tr").first
    day, amount = re.search(r"\d\d/\d\d/\d{4}", row.inner_text()).group(), row.locator("td.num").first.inner_text()
    sheet = io.BytesIO()
    book = xlsxwriter.Workbook(sheet, {"in_memory": True})
    leaf = book.add_worksheet("Sao kê")
    heads = ["Ngày", "Số chứng từ", "Nội dung", "Số tiền"]
    for place, cells in enumerate(
        [heads, [day, "0131", "Tạm ứng", amount], [day, "0132", "Phí chuyển tiền", "55.000"]]
    ):
        leaf.write_row(place, 0, cells)
    book.close()
    page.goto(f"{books}kho-bac/")
    file = {"name": "sao-ke-quy-3.xlsx", "mimeType": "application/octet-stream", "buffer": sheet.getvalue()}
    page.get_by_label("Sao kê của Kho bạc").set_input_files(file)
    page.get_by_role("button", name="Xem trước").click()


def import_list(step=""):
    """The list of ten provinces that the tests have, as it is read for Tuyên Quang."""

    def find(page):
        page.goto("/nhap/moi/")
        page.locator("input[type=file]").set_input_files(BOOK)
        page.get_by_role("button", name="Đọc tệp").click()
        if step:
            page.get_by_role("link", name=step).click()

    return find


SHOTS = (
    # picture, who is signed in, how to come there, part of the page to begin with
    ("dang-nhap", "", at("/"), ""),
    ("ban-lam-viec", "canbo.tq", at("/"), ""),
    ("dien-thoai", "canbo.tq", at("/"), ""),
    ("tham-tra", "canbo.tq", wish("received", "Ghi kết quả thẩm tra"), ""),
    ("chua-du-dieu-kien", "canbo.tq", wish("refused"), "h2:has-text('Cơ sở muốn gì')"),
    ("ho-so", "canbo.tq", part("draft", "Hồ sơ"), "h2:has-text('Dự toán')"),
    ("phieu-tham-dinh", "chuyenvienso.tq", part("base_review", "Thẩm định", "Phiếu thẩm định"), ""),
    ("ke-hoach", "giamdoctt.tq", plan, ""),
    ("hop-dong-tien", "ketoan.tq", part("completed", "Hợp đồng, tiền"), ""),
    ("tien-do", "canbo.tq", part("running", "Tiến độ"), ""),
    ("nghiem-thu", "canbo.tq", part("accepted", "Nghiệm thu, quyết toán"), ""),
    ("hieu-qua", "canbo.tq", part("followed", "Nghiệm thu, quyết toán"), "h2:has-text('Hiệu quả')"),
    ("dieu-chinh", "canbo.tq", change("decrease"), ""),
    ("ngung", "canbo.tq", stop, "#tinh-thu h2"),
    ("cuoi-nam", "ketoan.tq", at("/tien/cuoi-nam/?nguon=kcdp"), ""),
    ("sao-ke-kho-bac", "ketoan.tq", statement, "#tong-hop h2"),
    ("de-an-nhom", "canbo.tq", group, "h2:has-text('Các phần')"),
    ("dang-ky-cuc", "giamdocso.tq", at("/de-an/quoc-gia/dang-ky/"), ""),
    ("nhap-xem-truoc", "canbo.tq", import_list(), "h2:has-text('Từng dòng')"),
    ("nhap-cot", "canbo.tq", import_list("Xem và sửa các cột"), ""),
    ("doi-chieu", "canbo.na", at("/so-lieu/doi-chieu/?xem=khong-dung"), ""),
    ("van-ban-the", "canbo.tq", part("running", "Văn bản"), ""),
    ("van-ban-mot", "canbo.tq", paper, "h2:has-text('Xem trước')"),
    ("bao-cao-r1", "giamdoctt.tq", at("/so-lieu/bao-cao/r1/?nam=2026&don_vi=trieu"), ""),
    ("bao-cao-loi", "giamdoctt.tq", at("/so-lieu/bao-cao/bang-loi/?nam=2026"), "h2:has-text('Báo cáo')"),
    ("hinh-ve", "giamdoctt.tq", at("/so-lieu/hinh/?nam=2026"), ""),
    ("anh-gui-ve", "canbo.tq", sent_back, ""),
    ("mang-luoi", "giamdoctt.tq", at("/mang-luoi/"), ""),
    ("ban-giao", "giamdoctt.tq", hand_over, ""),
    ("con-thieu", "giamdoctt.tq", at("/mang-luoi/con-thieu/"), ""),
    ("vai-tro", "quantri.tq", at("/nguoi-dung/vai-tro/"), ""),
)


def main(address, *wanted):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("BEDO_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for name, username, come, begin in SHOTS:
            if wanted and name not in wanted:
                continue
            size = PHONE if name == "dien-thoai" else DESK
            page = browser.new_context(base_url=address, locale="vi-VN", viewport=size).new_page()
            page.goto("/")
            if username:
                page.get_by_label("Tên đăng nhập").fill(username)
                page.get_by_label("Mật khẩu").fill(PASSWORD)
                page.get_by_role("button", name="Đăng nhập").click()
            come(page)
            page.wait_for_load_state("networkidle")
            if begin:
                page.locator(begin).first.evaluate("one => one.closest('section').scrollIntoView()")
            picture = page.screenshot(path=FOLDER / f"{name}.png")
            page.context.close()
            print(f"{name}: {len(picture) // 1024} KB")
            if len(picture) > MOST_BYTES:
                return f"{name}.png is larger than {MOST_BYTES // 1024} KB"
    return 0


if __name__ == "__main__":
    sys.exit(main(*(sys.argv[1:] or ["http://127.0.0.1:8000"])))
