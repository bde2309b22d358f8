"""People of the demonstration in front of their browsers."""

import re

from playwright.sync_api import expect

from tests.browser.checks import AXE, DESK, PHONE, RUN, sideways, words

PASSWORD = "bedo-minh-hoa"
EXPECTED = re.compile(r"the server responded with a status of 4(03|04|09|22)")


class People:
    """Signed-in pages by user name; `wrong` gathers what no page may do."""

    def __init__(self, site, browser, shots):
        self.site, self.browser, self.shots = site, browser, shots
        self.pages, self.wrong = {}, []

    def __call__(self, username):
        if username not in self.pages:
            page = self.stranger()
            sign_in(page, username)
            self.pages[username] = page
        return self.pages[username]

    def stranger(self):
        """A page that nobody is signed in on."""
        context = self.browser.new_context(
            base_url=self.site.address, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport=DESK
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self._heard(page, line))
        page.on("request", lambda request: self._asked(page, request))
        page.on("response", lambda answer: self._answered(page, answer))
        return page

    def _heard(self, page, line):
        if line.type in ("error", "warning") and not EXPECTED.search(line.text):
            self.wrong.append(f"{page.url}: console: {line.text}")

    def _asked(self, page, request):
        if not request.url.startswith((self.site.address, "data:", "blob:", "about:")):
            self.wrong.append(f"{page.url}: asks another host: {request.url}")

    def _answered(self, page, answer):
        if answer.status >= 500:
            self.wrong.append(f"{page.url}: {answer.status} from {answer.url}")

    def shot(self, page, name, *, whole=False):
        """The page as it stands, on the desk and on the phone; its words and width are checked, with `whole` axe too."""
        found = [*words(page)]
        if whole:
            page.evaluate(AXE)
            found += page.evaluate(RUN)
        for width, size in (("1366", DESK), ("390", PHONE)):
            page.set_viewport_size(size)
            page.screenshot(path=self.shots / f"{name}-{width}.png", full_page=True)
        self.wrong += [f"{name}: {one}" for one in [*found, *sideways(page)]]
        page.set_viewport_size(DESK)

    def close(self):
        for page in self.pages.values():
            page.context.close()


def sign_in(page, username):
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("navigation", name="Chính")).to_be_visible()


def go(page, *places):
    """Through the rail and links, by their words."""
    for place in places:
        page.get_by_role("link", name=place, exact=True).first.click()


def press(page, word):
    """The button with this word."""
    page.get_by_role("button", name=word, exact=True).click()


def field(page, label):
    """A field by its label; the star of a required one is not part of the name."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$"))


def fill(page, values):
    """Fields by their labels, as a person fills them."""
    for label, value in values.items():
        found = field(page, label).first
        kind = found.evaluate("one => one.type || one.tagName")
        if kind == "select-one":
            found.select_option(label=value)
        elif kind in ("checkbox", "radio"):
            found.set_checked(value)
        elif kind == "file":
            found.set_input_files(value)
        else:
            found.fill(value)


def choose(page, group, word):
    """One of several round buttons under a question."""
    page.get_by_role("group", name=re.compile(rf"^{re.escape(group)}")).get_by_label(word, exact=True).check()


def said(page, words):
    """The message after an act."""
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()


def refused(page, words):
    """The list of what is wrong, above the form."""
    expect(page.get_by_role("alert").filter(has_text=words).first).to_be_visible()


def path_of(page):
    """The address without the host."""
    return re.sub(r"^https?://[^/]+", "", page.url)


def tab(page, word):
    """One of the parts of a project, by its word."""
    page.get_by_role("navigation", name="Các phần của đề án").get_by_role("link", name=word, exact=True).click()


def open_act(page, word):
    """The link of an act that may be done now."""
    page.get_by_role("main").get_by_role("link", name=word, exact=True).first.click()


def row_of(page, number, table=0):
    """A row of a table of fields."""
    return page.locator("table.rows").nth(table).locator("tbody tr").nth(number - 1)


def add_papers(page, back, limit=15):
    """Every paper that the page says is missing, one after the other; `back` returns to the list after each."""
    missing = page.get_by_role("main").get_by_text("Thiếu:")
    expect(missing.first).to_be_visible()
    for _ in range(limit):
        if missing.count() == 0:
            break
        name = missing.first.locator("xpath=..").inner_text().split("\n")[0].removeprefix("Thiếu:").strip()
        open_act(page, "Thêm giấy tờ")
        fill(page, {"Giấy tờ": name, "Ghi chú": "Bản gốc lưu tại Trung tâm"})
        press(page, "Thêm giấy tờ")
        said(page, "Đã thêm giấy tờ")
        back()
    expect(missing).to_have_count(0)
