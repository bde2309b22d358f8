"""The first screen on a slow line: few requests, little to carry, nothing from elsewhere; and it stands without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import PASSWORD, field, press

MOST_BYTES, MOST_REQUESTS = 150 * 1024, 12


@pytest.mark.parametrize("username", ["canbo.tq", "giamdoctt.tq", "chuyenvienso.tq", "coso.tq"])
def test_the_first_screen_is_light_on_a_cold_load(people, username):
    state = people(username).context.storage_state()
    context = people.browser.new_context(base_url=people.site.address, storage_state=state)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    asked, carried = [], []
    wire.on("Network.requestWillBeSent", lambda told: asked.append(told["request"]["url"]))
    wire.on("Network.loadingFinished", lambda told: carried.append(told["encodedDataLength"]))
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto("/")
    page.wait_for_load_state("networkidle")
    context.close()
    asked = [url for url in asked if not url.startswith("data:")]
    assert {url for url in asked if not url.startswith(people.site.address)} == set()
    assert len(asked) <= MOST_REQUESTS
    assert sum(carried) <= MOST_BYTES


def test_signing_in_and_the_desk_work_without_scripts(people):
    context = people.browser.new_context(base_url=people.site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    field(page, "Tên đăng nhập").fill("canbo.tq")
    field(page, "Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")
    expect(page.get_by_role("heading", name="Chờ tôi")).to_be_visible()
    page.get_by_role("link", name="Đề án", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đề án")
    context.close()
