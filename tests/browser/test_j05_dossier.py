"""J5: the dossier from the wish: eight parts, an estimate that first does not add up, the norm explained, papers, submitted."""

from playwright.sync_api import expect

from bedo.core.clock import today
from tests.browser.field import png
from tests.browser.people import add_papers, field, fill, open_act, path_of, press, row_of, said, tab

OFFICER = "canbo.pt"
PARTS = (
    "1. Đơn vị thực hiện, phối hợp, thụ hưởng, địa điểm",
    "2. Sự cần thiết và căn cứ",
    "3. Mục tiêu",
    "4. Quy mô, đặc điểm nổi bật",
    "5. Nội dung, tiến độ, phân công",
    "7. Tổ chức thực hiện",
    "8. Hiệu quả kinh tế, xã hội, môi trường, bền vững, nhân rộng",
)
YEAR = today().year
"""The budget year of the story."""


def estimate(page, *lines):
    for number, line in enumerate(lines, 1):
        fill(row_of(page, number), line)
    press(page, "Lưu dự toán")
    said(page, "Đã lưu dự toán")


def test_a_project_begins_from_the_wish(people, story):
    page = people(OFFICER)
    page.goto(story["passed_wish"])
    page.get_by_role("link", name="Lập đề án", exact=True).click()
    expect(field(page, "Mức đề nghị hỗ trợ (đồng)")).to_have_value("300.000.000")
    fill(
        page,
        {
            "Tên đề án": "Hỗ trợ ứng dụng máy sao chè bằng ga và máy vò chè",
            "Nguồn kinh phí": "Kinh phí khuyến công địa phương",
            "Năm kế hoạch": str(YEAR),
            "Bắt đầu": f"01/01/{YEAR}",
            "Kết thúc": f"31/12/{YEAR}",
        },
    )
    people.shot(page, "j05-lap-de-an")
    press(page, "Lập đề án")
    said(page, "Đã lập đề án")


def test_what_is_written_saves_itself_and_is_not_yet_submitted(people, story):
    page = people(OFFICER)
    for label in PARTS[:2]:
        field(page, label).fill(f"Nội dung của phần “{label[3:]}”.")
    expect(page.get_by_text("chưa nộp").first).to_be_visible()
    expect(page.locator("[data-bedo-autosave-line]")).to_contain_text("Đã lưu nháp")
    page.reload()
    expect(field(page, PARTS[1])).to_have_value(f"Nội dung của phần “{PARTS[1][3:]}”.")
    for label in PARTS:
        field(page, label).fill(f"Nội dung của phần “{label[3:]}”.")
    people.shot(page, "j05-viet-ho-so")
    press(page, "Lưu hồ sơ")
    said(page, "Đã lưu hồ sơ, chưa nộp")
    story["project"] = path_of(page).split("xem/")[0]


def test_an_estimate_that_does_not_add_up_says_by_how_much(people, story):
    page = people(OFFICER)
    page.goto(story["project"])
    tab(page, "Hồ sơ")
    open_act(page, "Dự toán (Mẫu 1)")
    expect(page.get_by_role("main").get_by_text("Mức hỗ trợ tối đa").first).to_be_visible()
    estimate(
        page,
        {"Nội dung chi": "Máy sao chè", "Máy": True, "Số lượng": "2", "Đơn vị": "máy", "Tổng (đồng)": "500 triệu",
         "Khuyến công": "200 triệu", "Cơ sở": "282.500.000"},
        {"Nội dung chi": "Máy vò chè", "Máy": True, "Số lượng": "1", "Đơn vị": "máy", "Tổng (đồng)": "200 triệu",
         "Khuyến công": "100 triệu", "Cơ sở": "100 triệu"},
    )  # fmt: skip
    expect(page.get_by_text("thiếu 17.500.000 đ").first).to_be_visible()
    people.shot(page, "j05-du-toan-chua-khop", whole=True)


def test_submitting_is_refused_in_words_while_something_is_missing(people, story):
    page = people(OFFICER)
    page.goto(story["project"])
    open_act(page, "Nộp hồ sơ")
    press(page, "Nộp hồ sơ")
    expect(page.get_by_text("Dự toán chưa khớp").first).to_be_visible()
    people.shot(page, "j05-nop-bi-tu-choi", whole=True)


def test_the_estimate_is_put_right(people, story):
    page = people(OFFICER)
    page.goto(story["project"])
    tab(page, "Hồ sơ")
    open_act(page, "Dự toán (Mẫu 1)")
    estimate(page, {"Cơ sở": "300 triệu"})
    expect(page.get_by_text("Chưa khớp")).to_have_count(0)
    expect(page.get_by_role("main").get_by_text("700.000.000").first).to_be_visible()


def test_missing_papers_are_listed_with_a_message_to_send_and_then_added(people, story):
    page = people(OFFICER)
    page.goto(story["project"])
    tab(page, "Hồ sơ")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "Chép tin nhắn")
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    assert "Cam kết" in page.evaluate("navigator.clipboard.readText()")
    people.shot(page, "j05-thieu-giay-to")
    _photos_of_zalo(people, page)
    add_papers(page, lambda: tab(page, "Hồ sơ"))
    people.shot(page, "j05-ho-so-du")


def _photos_of_zalo(people, page):
    """Two photos at a line of the checklist, two of nobody knows what, one of them sent twice, and one that is no photo."""

    def photo(name, number):
        return {"name": name, "mimeType": "image/png", "buffer": png(number, 320, 240)}

    page.get_by_role("main").get_by_role("link", name="Nhận ảnh gửi về").click()
    page.locator("#files").set_input_files(
        [photo("z1.png", 1), photo("z2.png", 2), photo("z1 (1).png", 1), {"name": "z3.jpg", "mimeType": "image/jpeg", "buffer": b"MZ"}]
    )  # fmt: skip
    page.get_by_label("Văn bản đề nghị của đơn vị thụ hưởng").set_input_files([photo("a.png", 3), photo("b.png", 4)])
    people.shot(page, "j05-anh-gui-ve")
    press(page, "Tải lên")
    said(page, "Đã nhận 4 tệp")
    for words in ("Chưa nhận “z3.jpg”", "Tệp này đã có ở “Gửi về, chưa xếp”"):
        expect(page.get_by_role("main").get_by_text(words)).to_be_visible()
    people.shot(page, "j05-chua-xep", whole=True)
    fill(page, {"Tệp 1 là giấy tờ nào": "Cam kết đã đầu tư hoặc bảo đảm đủ vốn đối ứng"})
    fill(page, {"Tệp 2 là giấy tờ nào": "Bỏ: không phải giấy tờ của đề án"})
    press(page, "Xếp vào danh mục")
    said(page, "Đã xếp 2 tệp")
    page.get_by_role("link", name="Về hồ sơ").click()
    papers = page.get_by_role("main").get_by_role("listitem")
    expect(papers.filter(has_text="Văn bản đề nghị của đơn vị thụ hưởng").filter(has_text="a.png")).to_be_visible()
    expect(papers.filter(has_text="Cam kết đã đầu tư").filter(has_text="z1.png")).to_be_visible()


def test_the_dossier_is_submitted(people, story):
    page = people(OFFICER)
    page.goto(story["project"])
    open_act(page, "Nộp hồ sơ")
    press(page, "Nộp hồ sơ")
    said(page, "Đã nộp hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_contain_text("máy sao chè")
    people.shot(page, "j05-da-nop")
