"""A main journey without a mouse: a dossier written and submitted by keyboard alone."""

import pytest
from playwright.sync_api import expect

from bedo.core.clock import today
from tests.browser.people import said

YEAR = today().year
NAME = """() => { const one = document.activeElement;
  const label = one.labels && one.labels[0] ? one.labels[0].innerText : one.getAttribute("aria-label") || one.innerText || one.value;
  return (label || "").replace("*", "").trim(); }"""


class Keys:
    """Hands that have only a keyboard."""

    def __init__(self, page):
        self.page = page

    def to(self, name, *, back=False, limit=150):
        """Tab until the focus stands on the thing with this name."""
        for _ in range(limit):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            if self.page.evaluate(NAME) == name:
                return self
        pytest.fail(f"“{name}” cannot be reached by Tab")

    def write(self, text):
        """Replace what stands in the field."""
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        return self

    def pick(self, word):
        """Choose in a list by arrow keys."""
        texts = self.page.evaluate("() => [...document.activeElement.options].map(one => one.text.trim())")
        place = next(number for number, text in enumerate(texts) if text.startswith(word))
        self.page.keyboard.press("Home")
        for _ in range(place):
            self.page.keyboard.press("ArrowDown")
        return self

    def go(self):
        """Press what has the focus, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self


def test_a_dossier_is_written_and_submitted_by_keyboard_alone(people):
    page = people("canbo2.tq")
    page.goto("/nhu-cau/?tt=screened&q=Cơ sở mẫu 26")
    keys = Keys(page)
    keys.to("Cơ sở mẫu 26").go()
    keys.to("Lập đề án").go()
    keys.to("Tên đề án").write("Hỗ trợ máy ép viên nén gỗ")
    keys.to("Năm kế hoạch").write(str(YEAR))
    keys.to("Lập đề án").go()
    said(page, "Đã lập đề án")
    _write_parts(keys)
    _write_estimate(keys)
    _add_papers(page, keys)
    keys.to("Tổng quan").go()
    keys.to("Nộp hồ sơ").go()
    keys.to("Nộp hồ sơ").go()
    said(page, "Đã nộp hồ sơ")
    people.shot(page, "ban-phim-da-nop")


def _write_parts(keys):
    keys.to("1. Đơn vị thực hiện, phối hợp, thụ hưởng, địa điểm").write("Cơ sở tự thực hiện.")
    for number in ("2. ", "3. ", "4. ", "5. ", "7. ", "8. "):
        keys.page.keyboard.press("Tab")
        assert keys.page.evaluate(NAME).startswith(number)
        keys.write(f"Phần {number}viết bằng bàn phím.")
    keys.to("Lưu hồ sơ").go()
    said(keys.page, "Đã lưu hồ sơ, chưa nộp")


def _write_estimate(keys):
    keys.to("Dự toán (Mẫu 1)").go()
    keys.to("Nội dung chi").write("Máy ép viên nén")
    keys.to("Tổng (đồng)").write("900 triệu")
    keys.to("Khuyến công").write("300 triệu")
    keys.to("Cơ sở").write("600 triệu")
    keys.to("Lưu dự toán").go()
    said(keys.page, "Đã lưu dự toán")


def _add_papers(page, keys):
    missing = page.get_by_role("main").get_by_text("Thiếu:")
    expect(missing.first).to_be_visible()
    for _ in range(15):
        if missing.count() == 0:
            return
        name = missing.first.locator("xpath=..").inner_text().split("\n")[0].removeprefix("Thiếu:").strip()
        keys.to("Thêm giấy tờ").go()
        keys.to("Giấy tờ").pick(name)
        keys.to("Ghi chú").write("Bản gốc lưu tại Trung tâm")
        keys.to("Thêm giấy tờ").go()
        said(page, "Đã thêm giấy tờ")
    pytest.fail("papers are still missing")
