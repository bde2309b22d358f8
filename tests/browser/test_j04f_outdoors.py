"""J4 outdoors: a wish appraised without a network, a new establishment found, a visit given back and sent again; all through the office."""

import re

from playwright.sync_api import expect

from tests.browser.checks import AXE, RUN, sideways
from tests.browser.field import png
from tests.browser.people import press, said

OFFICER, DIRECTOR = "canbo.tq", "giamdoctt.tq"


def review(people, words):
    """The waiting visit whose row says these words, opened by the director."""
    page = people(DIRECTOR)
    page.goto("/phieu-di-co-so/")
    page.get_by_role("main").get_by_role("row").filter(has_text=words).get_by_role("link").first.click()
    expect(page.get_by_role("button", name="Chấp nhận phiếu")).to_be_visible()
    return page


def sent(device):
    device.offline(False)
    device.page.evaluate("Sync.now()")
    expect(device.page.locator("[data-left='0']")).to_be_visible()


def test_capacity_is_appraised_on_the_mountain_and_taken_over_at_the_office(devices, people, story):
    device = devices(OFFICER)
    device.offline()
    page = device.page
    page.goto("/di-co-so/#/moi")
    page.get_by_role("link", name="Thẩm tra năng lực").click()
    wish = page.locator(".picks button").first
    code = re.search(r"NC08-\d+-\d+", wish.inner_text()).group()
    wish.click()
    expect(page.get_by_role("button", name="Xong buổi thăm")).to_be_visible()
    page.get_by_label("Có mặt").fill("Chủ cơ sở, cán bộ Trung tâm")
    for box in page.locator("fieldset:visible").filter(has=page.get_by_label("Đạt", exact=True)).all():
        box.get_by_text("Đạt", exact=True).click()
    page.get_by_label("Ý kiến của cán bộ thẩm tra").fill("Nhà xưởng rộng, điện đủ.")
    page.get_by_text("Đủ điều kiện lập đề án").click()
    page.get_by_label("Ảnh khác").set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": png(81)})
    expect(page.locator(".photo img")).to_have_count(1)
    device.finish()
    sent(device)
    page = review(people, "Thẩm tra năng lực")
    expect(page.get_by_role("complementary")).to_contain_text(code)
    people.shot(page, "j04f-xem-xet", whole=True)
    press(page, "Chấp nhận phiếu")
    said(page, "Đã chấp nhận")
    page.goto(f"/nhu-cau/?q={code}")
    expect(page.get_by_role("main").locator("tbody tr").filter(has_text=code)).to_contain_text("Đã thẩm tra năng lực")


def test_a_new_establishment_is_found_and_given_back_and_sent_again(devices, people):
    device = devices(OFFICER)
    device.offline()
    page = device.page
    page.goto("/di-co-so/#/moi")
    page.get_by_role("link", name="Khảo sát cơ sở").click()
    page.get_by_role("button", name="Cơ sở chưa có trong danh sách").click()
    page.get_by_role("button", name="Xong buổi thăm").click()
    expect(page.get_by_text("Còn 5 câu chưa xong.")).to_be_visible()
    page.get_by_label("Tên cơ sở").fill("HTX thêu lanh thử nghiệm")
    page.get_by_label("Loại hình").select_option("hop_tac_xa")
    commune = page.locator("datalist option").nth(5).get_attribute("value")
    page.get_by_label("Xã, phường").fill(commune)
    page.get_by_label("Xã, phường").press("Tab")
    page.get_by_text("Chưa", exact=True).click()
    page.get_by_label("Đã gặp ai").fill("Chủ nhiệm")
    device.finish()
    sent(device)
    page = review(people, "HTX thêu lanh thử nghiệm")
    press(page, "Trả lại")
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label(re.compile("^Lý do")).fill("Hỏi thêm số lao động.")
    press(page, "Trả lại")
    said(page, "Đã trả lại")
    device.page.evaluate("Sync.now()")
    back = device.page.locator("li.visit[data-state='returned']")
    expect(back).to_contain_text("Hỏi thêm số lao động.")
    back.get_by_role("link").click()
    device.page.get_by_role("button", name="Sửa phiếu").click()
    device.page.get_by_label("Lao động hiện nay").fill("17")
    device.finish()
    sent(device)
    page = review(people, "HTX thêu lanh thử nghiệm")
    press(page, "Chấp nhận phiếu")
    said(page, "Đã chấp nhận")
    page.goto("/co-so/?q=thêu+lanh+thử")
    page.get_by_role("link", name="HTX thêu lanh thử nghiệm").click()
    expect(page.get_by_role("main").get_by_text("17").first).to_be_visible()


def test_a_file_from_the_device_is_read_in_at_the_office(devices, people, tmp_path):
    device = devices(OFFICER)
    device.offline()
    device.survey(name := device.name(5), png(82), met="Kế toán")
    with device.page.expect_download() as download:
        device.page.once("dialog", lambda dialog: dialog.accept())
        device.page.get_by_role("button", name="Lưu ra tệp").click()
    path = tmp_path / "phieu.bedo"
    download.value.save_as(path)
    page = people(OFFICER)
    page.goto("/phieu-di-co-so/doc-tep/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name=re.compile("Đọc tệp")).click()
    expect(page.get_by_role("main").get_by_text(re.compile(r"PT08-\d{4}-\d{4}")).first).to_be_visible()
    receipt = re.search(r"PT08-\d{4}-\d{4}", page.get_by_role("main").inner_text()).group()
    sent(device)
    expect(device.page.locator("li.visit").filter(has_text=name).first).to_contain_text(receipt)


def test_devices_and_the_guide_of_the_first_page(devices, people):
    page = people(DIRECTOR)
    page.goto("/phieu-di-co-so/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Máy đi cơ sở")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Máy đi cơ sở")
    people.shot(page, "j04f-may", whole=True)
    device = devices(OFFICER)
    device.offline()
    device.begin(device.name(6))
    device.page.get_by_label("Đã gặp ai").fill("Chủ cơ sở")
    device.page.goto("/di-co-so/#/")
    expect(device.page.locator("li.visit").first).to_be_visible()
    device.page.evaluate(AXE)
    assert device.page.evaluate(RUN) == []
    assert [*sideways(device.page)] == []
    device.page.screenshot(path=people.shots / "di-co-so.png")
    device.offline(False)
