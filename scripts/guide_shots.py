"""Take the pictures of the user guide from a running demonstration.

    bedo demo && bedo serve      (a fresh database, its address: http://127.0.0.1:8000)
    .venv/bin/python scripts/guide_shots.py [ADDRESS]

Writes docs/vi/anh/*.png. Pages are found by the words of links and filters, never by ids.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PASSWORD = "bedo-minh-hoa"  # noqa: S105 - that of the demonstration, printed by `bedo demo`
FOLDER = Path(__file__).resolve().parents[1] / "docs" / "vi" / "anh"
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


def at(address):
    return lambda page: page.goto(address)


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
    ("vai-tro", "quantri.tq", at("/nguoi-dung/vai-tro/"), ""),
)


def main(address):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("BEDO_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for name, username, come, begin in SHOTS:
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
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
