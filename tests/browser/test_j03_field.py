"""J3: visits without a network, with photos, a dead battery and a broken connection; everything arrives once."""

import json
import random

import pytest
from playwright.sync_api import expect

from bedo.core.text import fold
from bedo.surveys.rules import answers, forms
from tests.browser.checks import AXE, RUN, sideways
from tests.browser.field import PHOTOS, png, server

FULL = """() => { window.bedoPut = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError'); }; }"""
ALL = """
import json
rows = Visit.objects.filter(officer__username__in=['canbo.tq', 'canbo2.tq', 'giamdoctt.tq'], is_sample=False).prefetch_related('photos__attachment')
print(json.dumps([[str(v.pk), v.receipt, v.state, v.answers, [[p.sha256, p.attachment.sha256, p.attachment.size] if p.attachment else None for p in v.photos.all()]] for v in rows]))
"""


def _server(site):
    return {row[0]: row[1:] for row in json.loads(server(site, ALL))}


def test_thirty_visits_in_flight_mode_a_dead_battery_and_a_broken_connection(devices, site):
    device = devices("canbo.tq")
    device.offline()
    for number in range(1, 13):
        device.survey(device.name(number), *([png(number)] if number % 2 else []), workers=number)
    page = device.begin(device.name(13))
    page.get_by_label("Đã gặp ai").fill("Kế toán, đang ghi dở")
    expect(page.get_by_text("Lưu trên máy này lúc")).to_be_visible()
    page.wait_for_timeout(700)
    device.kill()
    device.start()
    device.offline()
    page = device.open()
    assert device.counts() == {
        "draft": 1,
        "ready": 12,
        "sending": 0,
        "received": 0,
        "accepted": 0,
        "returned": 0,
        "refused": 0,
    }
    page.locator("li.visit[data-state=draft] a").click()
    expect(page.get_by_label("Đã gặp ai")).to_have_value("Kế toán, đang ghi dở")
    page.get_by_text("Không", exact=True).last.click()
    device.finish()
    for number in range(14, 31):
        device.survey(device.name(number), *([png(number)] if number % 3 == 0 else []))
    expect(page.locator("[data-left='30']")).to_contain_text("30 phiếu chưa được nhận")
    expect(page.locator(".net")).to_contain_text("Không có mạng")
    kept = page.evaluate(PHOTOS)
    assert len(kept) == 6 + 6

    cuts = Cuts(seed=7, cuts=5)
    device.context.route("**/goi/phieu/**", cuts)
    device.context.route("**/goi/anh/**", cuts)
    device.offline(False)
    page.get_by_role("link", name="Đăng nhập lại").click()
    device.password()
    device.open()
    for _ in range(80):
        page.evaluate("Sync.now()")
        if not page.evaluate("Sync.waits()"):
            break
        page.wait_for_timeout(150)
    assert cuts.left == 0, "the connection was cut five times"
    expect(page.locator("[data-left='0']")).to_contain_text("Mọi phiếu đã xong đều được nhận")
    assert device.counts()["received"] == 30

    found = _server(site)
    assert len(found) == 30
    assert len({row[0] for row in found.values()}) == 30, "a receipt of its own for each"
    assert {row[1] for row in found.values()} == {"pending"}
    assert {(pk, sha, size) for pk, row in found.items() for _, sha, size in row[3]} == {tuple(one) for one in kept}
    shown = page.locator(".sync.in").first
    expect(shown).to_contain_text("Đã nhận – số phiếu PT08-")


class Cuts:
    """Breaks some calls: before the server hears them, or after it and before the answer comes back."""

    def __init__(self, seed, cuts):
        self.random, self.left = random.Random(seed), cuts

    def __call__(self, route):
        if self.left and self.random.random() < 0.5:
            self.left -= 1
            if self.random.random() < 0.5:
                route.fetch()
            return route.abort("connectionreset")
        return route.continue_()


def test_two_devices_write_about_one_establishment(devices, site):
    first, second = devices("canbo.tq"), devices("giamdoctt.tq")
    for device in (first, second):
        device.offline()
    first.survey(first.name(3), workers=21)
    second.survey(first.name(3), workers=34)
    for device in (first, second):
        device.offline(False)
        device.page.evaluate("Sync.now()")
        expect(device.page.locator("[data-left='0']")).to_be_visible()
    said = sorted(row[2]["workers"] for row in _server(site).values() if row[2].get("workers") in (21, 34))
    assert said == [21, 34]


def test_the_load_is_small_and_it_opens_fast_without_a_network(devices):
    device = devices("canbo.tq", fresh=True)
    total = sum(device.loaded)
    assert 50_000 < total <= 1_500_000, total
    client = device.context.new_cdp_session(device.page)
    device.offline()
    client.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    times = []
    for _ in range(3):
        device.page.reload()
        expect(device.page.locator("body[data-ready]")).to_be_attached()
        expect(device.page.get_by_role("link", name="Buổi thăm mới")).to_be_visible()
        times.append(int(device.page.locator("body").get_attribute("data-ready")))
    client.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    assert min(times) <= 2000, times


def test_another_person_on_the_device_sees_nothing_of_the_first(devices):
    device = devices("canbo.tq")
    device.offline()
    device.survey(device.name(4), met="Người gác cổng")
    device.context.route("**/goi/phieu/**", lambda route: route.abort())
    device.offline(False)
    device.context.clear_cookies()
    page = device.open()
    expect(page.locator(".net")).to_contain_text("Đăng nhập lại để gửi")
    device.sign_in("canbo2.tq")
    device.ready()
    expect(device.page.locator("[data-left='0']")).to_be_visible()
    assert device.counts()["ready"] == 0
    assert device.page.locator("li.visit").count() == 0
    device.begin(device.name(2))
    device.context.clear_cookies()
    device.sign_in("canbo.tq")
    device.ready()
    assert device.counts()["ready"] == 1, "signing in again throws nothing away"
    device.context.unroute("**/goi/phieu/**")
    device.page.evaluate("Sync.now()")
    expect(device.page.locator("[data-left='0']")).to_be_visible()


def test_what_is_no_photo_and_a_full_device_are_told_and_lose_nothing(devices):
    device = devices("canbo.tq")
    page = device.begin(device.name(42))
    page.get_by_label("Đã gặp ai").fill("Chủ cơ sở")
    page.get_by_label("Ảnh xưởng").set_input_files(
        {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"khong phai anh"}
    )
    expect(page.get_by_role("alert")).to_contain_text("không phải ảnh")
    device.shoot(png(3))
    page.evaluate(FULL)
    page.get_by_label("Ảnh xưởng").set_input_files({"name": "b.png", "mimeType": "image/png", "buffer": png(4)})
    expect(page.get_by_role("alert")).to_contain_text("CHƯA được lưu")
    page.get_by_label("Ghi chép").fill("Chữ gõ khi máy đầy")
    expect(page.get_by_text("Chưa lưu được từ")).to_contain_text("máy đã đầy")
    page.evaluate("() => { IDBObjectStore.prototype.put = window.bedoPut; }")
    expect(page.get_by_text("Lưu trên máy này lúc")).to_be_visible()
    expect(page.locator(".photo img")).to_have_count(1)
    expect(page.get_by_label("Đã gặp ai")).to_have_value("Chủ cơ sở")
    page.get_by_text("Không", exact=True).last.click()
    device.finish()
    expect(page.locator("[data-left='0']")).to_be_visible()


THROWN_AWAY = """() => new Promise((good, bad) => {
  const gone = indexedDB.deleteDatabase(`bedo-di-co-so-${Store.who().id}`);
  gone.onsuccess = () => good(); gone.onerror = () => bad(gone.error); })"""
COPIES = """async () => (await (await caches.open(`bedo-ban-hai-${Store.who().id}`)).keys()).length"""


def test_what_the_browser_throws_away_on_a_full_disk_comes_back(devices, site):
    """A disk that runs full under Chromium makes it throw its database away: the second copy brings visits and photos back."""
    device = devices("canbo.tq")
    device.offline()
    device.survey(device.name(46), png(46))
    device.survey(device.name(47), png(47), png(48))
    kept = sorted(device.page.evaluate(PHOTOS))
    assert len(kept) == 3
    page = device.begin(device.name(45))
    page.get_by_label("Đã gặp ai").fill("Kế toán, máy đầy")
    device.shoot(png(45))
    expect(page.get_by_text("Lưu trên máy này lúc")).to_be_visible()
    page.evaluate(FULL)
    page.evaluate(THROWN_AWAY)
    page.get_by_label("Ghi chép").fill("Chữ gõ khi máy đầy")
    expect(page.get_by_text("Chưa lưu được từ")).to_contain_text("máy đã đầy")
    page.evaluate("() => { IDBObjectStore.prototype.put = window.bedoPut; }")
    expect(page.get_by_text("Lưu trên máy này lúc")).to_be_visible()
    assert sorted(page.evaluate(PHOTOS)) == kept
    page.get_by_text("Không", exact=True).last.click()
    device.finish()
    kept = sorted(device.page.evaluate(PHOTOS))
    assert len(kept) == 4
    device.kill()
    device.start()
    device.context.clear_cookies()
    page = device.open()
    expect(page.get_by_role("listitem").filter(has_text="Phiếu khảo sát cơ sở CNNT")).to_have_count(3)
    page.get_by_role("link", name="Đăng nhập lại").click()
    device.password()
    expect(page.locator("[data-left='0']")).to_be_visible()
    here = _server(site)
    assert all([sha, sha, size] in here[visit][3] for visit, sha, size in kept)
    (told,) = [row[2] for row in here.values() if row[2].get("met") == "Kế toán, máy đầy"]
    assert told["note"] == "Chữ gõ khi máy đầy"
    page.evaluate("Sync.now()")
    assert page.evaluate(COPIES) == 0, "what was received needs no second copy"
    left = "caches.open('bedo-ban-hai-' + Store.who().id).then(kept => kept.put('/di-co-so/ban-hai/phieu/%s', new Response('{}')))"
    page.evaluate(left % kept[0][0])
    page.evaluate(left % "00000000-0000-4000-8000-000000000000")
    page.evaluate("Sync.now()")
    assert page.evaluate(COPIES) == 1, "a copy left by a killed tab is swept, one that the database does not know stays"


def test_ten_thousand_waiting_visits_are_counted_and_not_all_drawn(devices):
    device = devices("canbo2.tq", fresh=True)
    page = device.page
    page.evaluate(
        """async () => {
          const pack = await Store.meta('package'), one = pack.establishments[0], db = await new Promise((good) => {
            const request = indexedDB.open(`bedo-di-co-so-${Store.who().id}`); request.onsuccess = () => good(request.result); });
          const step = db.transaction('visits', 'readwrite'), rows = step.objectStore('visits');
          for (let n = 0; n < 10000; n += 1) {
            const id = crypto.randomUUID(), at = new Date(Date.now() - 1e7 + n).toISOString();
            rows.put({ id, kind: 'khao_sat', state: 'refused', title: one.values.name, where: '', saved_at: at, started_at: at, finished_at: at, answers: {},
              error: 'thử', document: { id, photos: [] } });
          }
          await new Promise((good) => { step.oncomplete = good; });
          db.close();
        }"""
    )
    device.open()
    page.reload()
    expect(page.locator("[data-left='10000']")).to_contain_text("10000 phiếu")
    assert page.locator("li.visit").count() < 100
    page.evaluate("Store.wipe()")


SENT = "from bedo.surveys.models import Device; Device.objects.filter(pk='{}').update(state='{}')"


def test_a_device_is_wiped_once_everything_was_received(devices, site):
    device = devices("canbo2.tq", fresh=True)
    device.offline()
    device.survey(device.name(45))
    server(site, SENT.format(device.page.evaluate("Store.device()"), "wipe"))
    device.offline(False)
    device.page.evaluate("Sync.now()")
    expect(device.page.locator(".net")).to_contain_text("Đã gửi hết và xóa dữ liệu")
    assert [row[0] for row in _server(site).values() if row[2].get("met")], "what was there was sent first"
    assert device.page.evaluate("Store.who()") is None
    assert device.page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert device.page.evaluate("caches.keys().then(all => all.filter(one => one.includes('ban-hai')).length)") == 0


def test_a_device_that_was_shut_out_erases_itself(devices, site):
    device = devices("canbo2.tq", fresh=True)
    device.offline()
    device.survey(device.name(46))
    server(site, SENT.format(device.page.evaluate("Store.device()"), "shut"))
    device.offline(False)
    device.page.evaluate("Sync.now()")
    expect(device.page.locator(".net")).to_contain_text("đã bị chặn")
    assert device.page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert device.page.evaluate("caches.keys().then(all => all.filter(one => one.includes('ban-hai')).length)") == 0
    device.page.reload()
    expect(device.page.locator(".net")).to_contain_text("đã bị chặn")


def test_the_device_asks_and_checks_as_the_server_does(devices):
    page = devices("canbo2.tq").page
    rng, cases = random.Random(11), []
    for form in forms.newest():
        for _ in range(40):
            given = {one.key: guess(one, rng) for one in form.questions() if rng.random() < 0.7}
            given = {key: value for key, value in given.items() if value is not None}
            photos = {one.key: rng.randrange(14) for one in form.questions() if one.type == "photo"}
            cases.append((form, given, photos, rng.random() < 0.5))
    told = page.evaluate(
        "cases => cases.map(([form, answers, photos, fresh]) => Forms.check(form, answers, photos, fresh).map(one => one.key))",
        [[form.as_data(), given, photos, fresh] for form, given, photos, fresh in cases],
    )
    for (form, given, photos, fresh), said in zip(cases, told, strict=True):
        ours = dict.fromkeys(one.key for one in answers.problems(form, given, photos, fresh=fresh))
        assert said == list(ours), (form.kind, given)


def guess(question, rng):
    """Something that somebody might answer, within the limits or not; None: nothing."""
    if question.type in ("text",):
        return "x" * rng.choice([1, 5, 300, 2500])
    if question.type in ("whole", "dong"):
        return rng.choice([0, 1, 50, 101, -1, 2025, 3 * 10**9, "mười"])
    if question.type == "choice":
        return rng.choice(question.options)[0]
    if question.type == "many":
        return [code for code, _ in question.options if rng.random() < 0.5] or None
    if question.type == "date":
        return "2026-11-20"
    if question.type == "position":
        return {"lat": 22.5, "lon": 105.1}
    if question.type == "place":
        return 7
    if question.type == "group":
        return [{one.key: guess(one, rng) for one in question.questions} for _ in range(rng.choice([1, 2, 13]))]
    return None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12), ("1.500", 1500), ("1,500", 1500), ("12 000 000", 12_000_000), ("120tr", 120_000_000), ("1,5 triệu", 1_500_000),
        ("1.5 tỷ", 1_500_000_000), ("1.250 triệu", 1_250_000_000), ("30 nghìn", 30_000), ("500.000 đ", 500_000), ("-3", -3),
        ("0", 0), ("1,5", None), ("mười", None), ("", None), ("1.50", None), ("12a", None),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(devices_page, typed, number):
    assert devices_page.evaluate("text => Words.whole(text)", typed) == number


@pytest.fixture(scope="module")
def devices_page(devices):
    return devices("canbo2.tq").page


@pytest.mark.parametrize("text", ["Chè Shan tuyết", "Hoà Bình", "ĐẮK Lắk  xã", "Nguyễn Thị Ươm"])
def test_search_folds_as_the_server_does(devices_page, text):
    assert devices_page.evaluate("text => Words.fold(text)", text) == " ".join(fold(text).split())


def test_the_pages_pass_axe_and_are_worked_by_keyboard(devices):
    device = devices("canbo.tq")
    page = device.page
    for path in ("#/", "#/moi", "#/moi/khao_sat", "#/den", "#/tim", "#/ban-do", "#/may"):
        device.open(path)
        page.evaluate(AXE)
        assert [path, *page.evaluate(RUN)] == [path]
        assert [path, *sideways(page)] == [path]
    device.begin(device.name(43))
    page.evaluate(AXE)
    assert page.evaluate(RUN) == []
    page.get_by_role("button", name="Xong buổi thăm").press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.fld').classList.contains('wrong')")
    page.get_by_label("Đã gặp ai").press_sequentially("Bà chủ")
    page.get_by_label("Không", exact=True).last.press("Space")
    page.get_by_role("button", name="Xong buổi thăm").press("Enter")
    expect(page.get_by_role("heading", name="Đi cơ sở")).to_be_visible()
