"""J6 and a light J7: appraisal in five contents with a correction; the plan with its decision; the estimate given."""

from playwright.sync_api import expect

from bedo.core.clock import today
from tests.browser.people import choose, fill, go, open_act, path_of, press, said, tab
from tests.browser.test_j05_dossier import YEAR

OFFICER, APPRAISER, DIRECTOR, ACCOUNTANT = "canbo.pt", "chuyenvienso.pt", "giamdoctt.pt", "ketoan.pt"
TODAY = f"{today():%d/%m/%Y}"


def paper(page, number, issuer, summary, kind="Quyết định", symbol="QĐ-UBND"):
    """The fields of a paper that an act rests on."""
    fill(
        page,
        {"Cơ quan ban hành": issuer, "Loại văn bản": kind, "Số": number, "Ký hiệu": symbol, "Ngày văn bản": TODAY,
         "Người ký": "Người ký thử", "Trích yếu": summary},
    )  # fmt: skip


def test_the_appraiser_finds_the_dossier_on_the_desk_and_takes_it(people, story):
    page = people(APPRAISER)
    page.goto("/")
    people.shot(page, "j06-ban-chuyen-vien")
    page.get_by_role("link", name="Nhận hồ sơ vào thẩm định").first.click()
    open_act(page, "Nhận thẩm định")
    press(page, "Nhận thẩm định")
    said(page, "Nhận hồ sơ vào thẩm định")


def test_a_correction_is_asked_and_the_dossier_returned(people, story):
    page = people(APPRAISER)
    page.goto(story["project"])
    tab(page, "Thẩm định")
    open_act(page, "Yêu cầu bổ sung")
    fill(page, {"Cần bổ sung gì": "Giải trình giá máy sao chè so với báo giá.", "Hạn bổ sung": TODAY})
    press(page, "Ghi yêu cầu")
    said(page, "Đã ghi yêu cầu bổ sung")
    open_act(page, "Trả bổ sung")
    press(page, "Trả bổ sung")
    said(page, "Trả hồ sơ để bổ sung")
    people.shot(page, "j06-tra-bo-sung")


def test_the_officer_answers_and_submits_again(people, story):
    page = people(OFFICER)
    page.goto(story["project"])
    tab(page, "Thẩm định")
    open_act(page, "Trả lời yêu cầu bổ sung")
    page.get_by_label("Giải trình giá máy").check()
    fill(page, {"Đã bổ sung gì": "Đã kèm ba báo giá; giá chọn là giá thấp nhất."})
    press(page, "Ghi trả lời")
    said(page, "Đã ghi trả lời")
    people.shot(page, "j06-da-tra-loi")
    tab(page, "Tổng quan")
    open_act(page, "Nộp hồ sơ")
    press(page, "Nộp hồ sơ")
    said(page, "Đã nộp hồ sơ")


def test_the_appraiser_closes_the_correction_and_writes_the_sheet(people, story):
    page = people(APPRAISER)
    page.goto(story["project"])
    tab(page, "Thẩm định")
    open_act(page, "Đóng yêu cầu bổ sung")
    page.get_by_label("Giải trình giá máy").check()
    press(page, "Đóng yêu cầu đã chọn")
    said(page, "Đã đóng yêu cầu")
    open_act(page, "Phiếu thẩm định")
    for group in page.get_by_role("group").filter(has=page.get_by_label("Không đạt", exact=True)).all():
        group.get_by_label("Đạt", exact=True).check()
    for remark in page.get_by_label("Nhận xét", exact=True).all():
        remark.fill("Phù hợp.")
    fill(page, {"Mức hỗ trợ đề xuất (đồng)": "300 triệu", "Biên bản, ý kiến chung": "Đề nghị hỗ trợ."})
    people.shot(page, "j06-phieu-tham-dinh")
    press(page, "Lưu phiếu")
    said(page, "Đã lưu phiếu thẩm định")


def test_the_dossier_passes(people, story):
    page = people(APPRAISER)
    page.goto(story["project"])
    tab(page, "Thẩm định")
    open_act(page, "Kết luận đạt")
    press(page, "Kết luận đạt")
    said(page, "Thẩm định: đạt")
    expect(page.get_by_text("Đạt thẩm định").first).to_be_visible()
    people.shot(page, "j06-dat-tham-dinh")


def test_the_accountant_enters_the_estimate_that_was_given(people, story):
    page = people(ACCOUNTANT)
    page.goto("/")
    go(page, "Tiền và dự toán", "Ghi dự toán được giao")
    fill(
        page,
        {
            "Nguồn vốn": "Kinh phí khuyến công địa phương",
            "Năm ngân sách": str(YEAR),
            "Số tiền được giao (đồng)": "2 tỷ",
        },
    )
    paper(page, "901", "UBND tỉnh Phú Thọ", "Giao dự toán kinh phí khuyến công địa phương")
    people.shot(page, "j07-ghi-du-toan")
    page.get_by_role("main").get_by_role("button", name="Ghi", exact=False).first.click()
    said(page, "Đã ghi 2.000.000.000 đ")


def test_the_director_makes_the_plan_and_submits_it(people, story):
    page = people(DIRECTOR)
    page.goto("/")
    go(page, "Kế hoạch năm")
    page.get_by_role("button", name="Lập kế hoạch").first.click()
    page.get_by_role("row").filter(has_text="máy sao chè").get_by_role("button", name="Thêm").click()
    expect(page.get_by_role("main").get_by_text("Cộng 1 đề án")).to_be_visible()
    story["plan"] = path_of(page)
    people.shot(page, "j07-ke-hoach")
    page.get_by_role("link", name="Trình kế hoạch").click()
    press(page, "Trình kế hoạch")
    said(page, "Đã trình kế hoạch")


def test_the_department_of_finance_gives_its_opinion(people, story):
    page = people("taichinh.pt")
    page.goto(story["plan"])
    page.get_by_role("link", name="Ghi ý kiến").click()
    choose(page, "Sở Tài chính", "Nhất trí")
    fill(page, {"Nội dung ý kiến": "Nhất trí phương án phân bổ."})
    press(page, "Ghi ý kiến")
    said(page, "Đã ghi ý kiến của Sở Tài chính")


def test_the_decider_reads_what_the_signature_moves_and_approves(people, story):
    page = people("chutich.pt")
    page.goto("/")
    people.shot(page, "j07-ban-chu-tich")
    page.goto(story["plan"])
    page.get_by_role("link", name="Mở phiếu trình").click()
    paper(page, "902", "UBND tỉnh Phú Thọ", "Phê duyệt kế hoạch khuyến công")
    people.shot(page, "j07-phieu-trinh")
    press(page, "Phê duyệt kế hoạch")
    page.get_by_role("dialog").get_by_role("button", name="Phê duyệt").click()
    said(page, "Đã ghi quyết định phê duyệt")


def test_no_contract_before_the_estimate_is_given(people, story):
    page = people(DIRECTOR)
    page.goto(f"{story['project']}lam/hop-dong/")
    expect(page.get_by_text("Hiện chưa làm được bước này")).to_be_visible()


def test_the_estimate_is_given(people, story):
    page = people(ACCOUNTANT)
    page.goto(story["plan"])
    page.get_by_role("link", name="Giao dự toán").click()
    paper(page, "903", "Sở Công Thương Phú Thọ", "Giao dự toán thực hiện đề án", symbol="QĐ-SCT")
    press(page, "Ghi giao dự toán")
    said(page, "Đã giao dự toán")
    people.shot(page, "j07-da-giao-du-toan")


def test_the_log_tells_every_step(people, story):
    page = people(OFFICER)
    page.goto(story["project"])
    tab(page, "Nhật ký")
    for words in ("Nộp hồ sơ lên Sở Công Thương", "Trả hồ sơ để bổ sung", "Thẩm định: đạt", "Giao dự toán"):
        expect(page.get_by_role("main").get_by_text(words).first).to_be_visible()
    people.shot(page, "j07-nhat-ky")
