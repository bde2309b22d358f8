"""A device in the hands of an officer: a browser with a folder of its own, that can be cut off, killed and started again."""

import os
import re
import signal
import struct
import subprocess
import time
import zlib

from playwright.sync_api import expect

from tests.browser.checks import PHONE
from tests.browser.people import PASSWORD, sign_in

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PHOTOS = """async () => (await Promise.all(['ready', 'sending'].map(s => Store.inState(s, 1000)))).flat()
  .flatMap(row => row.document.photos.map(one => [row.id, one.sha256, one.size]))"""
COUNTS = """async () => Object.fromEntries(await Promise.all(
  ['draft', 'ready', 'sending', 'received', 'accepted', 'returned', 'refused'].map(async s => [s, await Store.count(s)])))"""


def png(number, width=1800, height=900):
    """A real picture of stripes, another one for each number, larger than what a device keeps."""
    line = b"".join(
        bytes(((x // 60 * 40 + number * 53) % 256, (x // 90 * 70) % 256, number * 29 % 256)) for x in range(width)
    )
    rows = b"".join(b"\x00" + line for _ in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


class Device:
    """One browser with its own folder. `page` is the field app; `wrong` gathers what no page may do."""

    def __init__(self, playwright, site, folder, username):
        self.playwright, self.site, self.folder, self.username = playwright, site, folder, username
        self.wrong, self.context, self.page, self.loaded = [], None, None, []

    def start(self):
        chromium = self.playwright.chromium
        self.context = chromium.launch_persistent_context(
            str(self.folder), executable_path=os.environ.get("BEDO_CHROMIUM", "/usr/bin/chromium"), args=FLAGS,
            viewport=PHONE, base_url=self.site.address, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
            geolocation={"latitude": 22.8, "longitude": 105.0}, permissions=["geolocation"],
        )  # fmt: skip
        self.context.set_default_timeout(10_000)
        self.page = self.context.pages[0]
        self.context.on("requestfinished", self._weigh)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        return self

    def _weigh(self, request):
        """Bytes of everything the field app fetched, the worker's own copies too."""
        if "/di-co-so/" in request.url or "/static/" in request.url:
            self.loaded.append(request.sizes()["responseBodySize"])

    def sign_in(self, username=""):
        self.page.goto("/")
        sign_in(self.page, username or self.username)
        return self

    def password(self):
        """Sign in again from the link of the field app: the dead battery ended the session."""
        self.page.get_by_label("Tên đăng nhập").fill(self.username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()

    def open(self, path="#/"):
        self.page.goto(f"/di-co-so/{path}")
        expect(self.page.locator("body[data-ready]")).to_be_attached()
        return self.page

    def ready(self):
        """Everything for the trip is on the device, the app itself too."""
        self.open()
        expect(self.page.get_by_role("link", name="Buổi thăm mới")).to_be_visible()
        self.page.evaluate("navigator.serviceWorker.ready")
        self.page.evaluate("Sync.now(true)")
        self.names = self.page.evaluate(
            "async () => (await Store.meta('package')).establishments.map(one => one.values.name)"
        )
        assert len(self.names) > 9
        return self

    def name(self, number):
        """An establishment that is on the device; after the last the first again."""
        return self.names[number % len(self.names)]

    def offline(self, cut=True):
        self.context.set_offline(cut)

    def counts(self):
        return self.page.evaluate(COUNTS)

    def begin(self, name, kind="Khảo sát cơ sở"):
        """A new visit at the establishment of that name."""
        page = self.page
        page.goto("/di-co-so/#/moi")
        page.get_by_role("link", name=kind).click()
        page.get_by_role("searchbox").fill(name)
        page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}")).first.click()
        expect(page.get_by_role("button", name="Xong buổi thăm")).to_be_visible()
        return page

    def survey(self, name, *pictures, workers=None, met="Chủ cơ sở"):
        """A whole survey visit, finished on the device."""
        page = self.begin(name)
        if workers is not None:
            page.get_by_label("Lao động hiện nay").fill(str(workers))
        page.get_by_text("Không", exact=True).last.click()
        page.get_by_label("Đã gặp ai").fill(met)
        self.shoot(*pictures)
        self.finish()

    def shoot(self, *pictures):
        for number, content in enumerate(pictures):
            self.page.get_by_label("Ảnh xưởng").set_input_files(
                {"name": f"anh{number}.png", "mimeType": "image/png", "buffer": content}
            )
            expect(self.page.locator(".photo img")).to_have_count(number + 1)

    def finish(self):
        self.page.get_by_role("button", name="Xong buổi thăm").click()
        expect(self.page.get_by_role("heading", name="Đi cơ sở")).to_be_visible()

    def kill(self):
        """End the browser as a flat battery does: no word to the page."""
        found = subprocess.run(
            ["pgrep", "-f", f"user-data-dir={self.folder}"], capture_output=True, text=True, check=False
        )
        for pid in found.stdout.split():
            os.kill(int(pid), signal.SIGKILL)
        try:
            self.context.close()
        except Exception:  # the browser is gone, which is what was asked for
            self.context = None
        for lock in self.folder.glob("Singleton*"):
            lock.unlink()
        time.sleep(0.3)

    def close(self):
        if self.context:
            self.context.close()


def server(site, code):
    """What a few lines say about the visits on the server."""
    return site.home.python("from bedo.surveys.models import *\nfrom bedo.documents.models import *\n" + code)
