"""J4: two wishes appraised on site: one refused with what would make it feasible, the other passed."""

from playwright.sync_api import expect

from tests.browser.people import choose, field, fill, go, path_of, press, refused, said

OFFICER = "canbo.pt"
NAMES = {"passed": "Cơ sở thử 90", "refused": "Cơ sở thử 91"}


def register(page, name, place):
    page.goto("/")
    go(page, "Cơ sở CNNT", "Ghi cơ sở mới")
    fill(page, {"Loại hình": "Hợp tác xã", "Tên cơ sở": name, "Địa bàn": place, "Lao động (người)": "12"})
    press(page, "Lưu hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def wish_for(page, need, asked, investment):
    go(page, "Ghi nhu cầu")
    content = field(page, "Nội dung hỗ trợ")
    option = content.locator("option", has_text="máy móc").first
    content.select_option(value=option.get_attribute("value"))
    fill(
        page,
        {"Cơ sở muốn gì": need, "Đề nghị hỗ trợ (đồng)": asked, "Tổng vốn đầu tư dự kiến (đồng)": investment},
    )
    press(page, "Ghi nhu cầu")
    said(page, "Đã ghi nhu cầu")


def criteria(page):
    return page.get_by_role("main").locator("section.sheet", has=page.get_by_label("Chưa xem", exact=True))


def test_a_wrong_amount_and_place_are_told_beside_the_field(people):
    page = people(OFFICER)
    page.goto("/")
    go(page, "Cơ sở CNNT", "Ghi cơ sở mới")
    fill(
        page,
        {"Loại hình": "Hợp tác xã", "Tên cơ sở": NAMES["passed"], "Địa bàn": "Xã Không Có", "Vốn (đồng)": "nhiều lắm"},
    )
    press(page, "Lưu hồ sơ")
    refused(page, "Địa bàn")
    expect(page.get_by_text("Không tìm thấy nơi nào tên “Xã Không Có”").last).to_be_visible()
    expect(field(page, "Vốn (đồng)")).to_have_value("nhiều lắm")
    expect(field(page, "Tên cơ sở")).to_have_value(NAMES["passed"])
    people.shot(page, "j04-co-so-nhap-sai", whole=True)


def test_an_establishment_is_registered_and_its_wish_noted(people, story):
    page = people(OFFICER)
    register(page, NAMES["passed"], "Xã Cao Phong, tỉnh Phú Thọ")
    people.shot(page, "j04-co-so")
    wish_for(page, "Mua máy sao chè bằng ga và máy vò chè.", "300 triệu", "700 triệu")
    expect(page.get_by_role("main").get_by_text("300.000.000 đ").first).to_be_visible()
    story["wish"] = path_of(page)
    people.shot(page, "j04-nhu-cau")


def test_the_blank_sheet_is_printed_for_the_trip(people, story):
    page = people(OFFICER)
    page.goto(story["wish"])
    page.get_by_role("main").get_by_role("link", name="Phiếu đi cơ sở").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Vốn đối ứng").first).to_be_visible()
    people.shot(page, "j04-phieu-di-co-so")


def test_a_wish_is_refused_with_what_would_make_it_feasible(people):
    page = people(OFFICER)
    register(page, NAMES["refused"], "Xã Bản Nguyên, tỉnh Phú Thọ")
    wish_for(page, "Mua dây chuyền chiết rót tương.", "250 triệu", "600 triệu")
    page.get_by_role("link", name="Ghi kết quả thẩm tra").click()
    fill(page, {"Có mặt": "Chủ cơ sở, cán bộ Trung tâm, đại diện xã", "Ý kiến của cán bộ thẩm tra": "Vốn chưa đủ."})
    choose(page, "Kết luận", "Chưa đủ điều kiện")
    press(page, "Ghi kết quả thẩm tra")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(field(page, "Ý kiến của cán bộ thẩm tra")).to_have_value("Vốn chưa đủ.")
    money = criteria(page).filter(has=page.get_by_role("heading", name="Vốn đối ứng"))
    money.get_by_label("Không đạt", exact=True).check()
    money.get_by_label("Bổ sung sao kê").check()
    fill(page, {"Lý do chưa đủ điều kiện": "Mới có 100 triệu đồng vốn đối ứng, cần 350 triệu đồng."})
    people.shot(page, "j04-tham-tra-chua-dat", whole=True)
    press(page, "Ghi kết quả thẩm tra")
    said(page, "Đã ghi kết quả thẩm tra")
    main = page.get_by_role("main")
    expect(main.get_by_text("Mới có 100 triệu đồng vốn đối ứng").first).to_be_visible()
    expect(main.get_by_text("Bổ sung sao kê, hợp đồng vay hoặc giảm quy mô đầu tư.").first).to_be_visible()
    people.shot(page, "j04-chua-du-dieu-kien")


def test_a_wish_passes_with_evidence(people, story, tmp_path):
    page = people(OFFICER)
    page.goto(story["wish"])
    page.get_by_role("link", name="Ghi kết quả thẩm tra").click()
    fill(
        page,
        {"Có mặt": "Chủ cơ sở, cán bộ Trung tâm, đại diện xã", "Ý kiến của cán bộ thẩm tra": "Đủ năng lực thực hiện."},
    )
    for section in criteria(page).all():
        section.get_by_label("Đạt", exact=True).check()
    money = criteria(page).filter(has=page.get_by_role("heading", name="Vốn đối ứng"))
    field(money, "Số liệu (đồng)").fill("400.000.000")
    paper = tmp_path / "sao-ke.pdf"
    paper.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    field(money, "Ảnh, giấy tờ").set_input_files(paper)
    choose(page, "Kết luận", "Đủ điều kiện lập đề án")
    people.shot(page, "j04-tham-tra-dat")
    press(page, "Ghi kết quả thẩm tra")
    said(page, "Đã ghi kết quả thẩm tra")
    expect(page.get_by_role("link", name="sao-ke.pdf")).to_be_visible()
    expect(page.get_by_role("link", name="Lập đề án", exact=True)).to_be_visible()
    people.shot(page, "j04-du-dieu-kien")
    story["passed_wish"] = path_of(page)


def test_the_funnel_counts_the_drop_with_its_reason(people):
    page = people(OFFICER)
    page.goto("/")
    go(page, "Nhu cầu")
    page.get_by_role("link", name="Đi tới đâu, dừng vì sao").click()
    row = page.get_by_role("row").filter(has_text="Thẩm tra: chưa đủ điều kiện")
    expect(row).to_contain_text("Vốn đối ứng")
    people.shot(page, "j04-duong-di")
