"""J10: one share of a group stops; what was not paid is freed, what was paid and not done comes back in two instalments, to the đồng."""

import re

from playwright.sync_api import expect

from tests.browser.people import choose, fill, go, open_act, press, refused, said
from tests.browser.test_j05_dossier import YEAR
from tests.browser.test_j06_appraisal import paper

OFFICER, APPRAISER, CHAIRMAN, ACCOUNTANT, DIRECTOR = (
    "canbo.tq",
    "chuyenvienso.tq",
    "chutich.tq",
    "ketoan.tq",
    "giamdoctt.tq",
)
SHARE, STOP = "Cơ sở mẫu 51", "Ngừng triển khai theo đề nghị"
"""150 triệu under contract, 105 triệu of it advanced."""
TITLE = "Hỗ trợ máy chế biến chè cho các cơ sở vùng chè shan"


def freed_of_plan(page):
    """What the year's first plan says was freed since, đồng."""
    page.goto(f"/ke-hoach/?nguon=kcdp&nam={YEAR}")
    page.get_by_role("link", name="Đợt 1").first.click()
    words = page.locator("#giai-phong h2 .r").inner_text()
    return int(re.sub(r"\D", "", words.split("đ")[0]))


def test_the_officer_reckons_before_asking(people, story):
    page = people(DIRECTOR)
    story["j10-freed"] = freed_of_plan(page)
    page = people(OFFICER)
    page.goto("/de-an/?trang-thai=running&q=vùng chè shan")
    page.get_by_role("link", name=TITLE).first.click()
    open_act(page, "Đề nghị điều chỉnh, ngừng")
    page.get_by_role("navigation", name="Điều chỉnh phần nào").get_by_role("link", name=re.compile(SHARE)).click()
    people.shot(page, "j10-phan-nao", whole=True)
    page.get_by_role("link", name=STOP, exact=True).click()
    done = f"Kinh phí cho phần đã làm · 1. {SHARE} (đồng)"
    fill(page, {"Lý do ngừng theo danh mục": "Cơ sở không đủ vốn đối ứng", "Lý do": "Không vay được vốn.",
                "Đã làm được gì": "Đã xây bệ máy; chưa mua máy.", done: "106 triệu"})  # fmt: skip
    press(page, "Gửi đề nghị")
    refused(page, "phải từ 0 đến 105.000.000 đ")
    fill(page, {done: "45 triệu"})
    press(page, "Tính thử")
    row = page.locator("#tinh-thu tbody tr").first
    for amount in ("105.000.000", "45.000.000", "60.000.000"):
        expect(row).to_contain_text(amount)
    people.shot(page, "j10-tinh-thu", whole=True)
    press(page, "Gửi đề nghị")
    said(page, "Chưa có gì của đề án thay đổi")
    story["j10"] = re.sub(r"[?#].*", "", page.url)


def test_it_is_checked_and_decided(people, story):
    page = people(APPRAISER)
    page.goto(story["j10"])
    open_act(page, re.compile("^Ghi kết quả kiểm tra"))
    choose(page, "Ý kiến của Sở", "Nhất trí")
    fill(page, {"Đã kiểm tra gì, thấy gì": "Bệ máy đã xong, khớp chứng từ 45 triệu đồng."})
    press(page, "Ghi kết quả kiểm tra")
    said(page, "Đã ghi kết quả kiểm tra")
    page = people(CHAIRMAN)
    page.goto(story["j10"])
    open_act(page, re.compile("^Ghi quyết định duyệt"))
    paper(page, "902", "UBND tỉnh Tuyên Quang", "Ngừng một phần của đề án nhóm")
    people.shot(page, "j10-phieu-quyet-dinh", whole=True)
    press(page, "Duyệt")
    page.get_by_role("dialog").get_by_role("button", name="Duyệt", exact=True).click()
    refused(page, "Hạn nộp lại")
    fill(page, {"Hạn nộp lại": f"31/12/{YEAR}", "Nộp vào tài khoản": "Tài khoản của Trung tâm tại Kho bạc"})
    press(page, "Duyệt")
    page.get_by_role("dialog").get_by_role("button", name="Duyệt", exact=True).click()
    said(page, "Đã ghi quyết định")


def test_the_undisbursed_money_is_free_and_offered_to_the_reserve(people, story):
    page = people(DIRECTOR)
    assert freed_of_plan(page) == story["j10-freed"] + 45_000_000
    expect(page.locator("#giai-phong")).to_contain_text("Danh sách dự phòng")
    people.shot(page, "j10-giai-phong", whole=True)


def test_the_letters_say_how_much_until_when_and_where(people, story):
    page = people(OFFICER)
    page.goto(story["j10"])
    page.locator("section.change", has_text=SHARE).first.get_by_role("link", name=re.compile("^In số liệu thông báo")).click()  # fmt: skip
    main = page.get_by_role("main")
    for words in ("60.000.000 đ", f"31/12/{YEAR}", "Tài khoản của Trung tâm tại Kho bạc", "Đã xây bệ máy"):
        expect(main.get_by_text(words).first).to_be_visible()
    people.shot(page, "j10-so-lieu-thong-bao", whole=True)


def repay(page, amount):
    go(page, "Tiền và dự toán")
    page.locator("#phai-thu-hoi").get_by_role("link", name=re.compile(f"^Ghi nộp lại .*{SHARE}")).click()
    fill(page, {"Số tiền nộp lại (đồng)": amount})
    press(page, "Ghi nộp lại")


def test_the_advance_comes_back_in_two_instalments(people, story):
    page = people(ACCOUNTANT)
    page.goto("/")
    repay(page, "60.000.001")
    refused(page, "60.000.000")
    fill(page, {"Số tiền nộp lại (đồng)": "20 triệu"})
    press(page, "Ghi nộp lại")
    said(page, "Đã ghi nộp lại ngân sách")
    go(page, "Tiền và dự toán")
    row = page.locator("#phai-thu-hoi tbody tr", has_text=SHARE)
    expect(row).to_contain_text("40.000.000")
    expect(row).to_contain_text("20.000.000")
    people.shot(page, "j10-phai-thu-hoi", whole=True)
    repay(page, "40.000.000")
    said(page, "Đã ghi nộp lại ngân sách")
    go(page, "Tiền và dự toán")
    expect(page.locator("#phai-thu-hoi tbody tr", has_text=SHARE)).to_have_count(0)


def test_the_share_has_stopped_and_the_others_go_on(people, story):
    page = people(OFFICER)
    page.goto(story["j10"].replace("xem/dieu-chinh/", ""))
    rows = page.get_by_role("main").locator("tbody tr")
    expect(rows.filter(has_text=SHARE).first).to_contain_text("Đã ngừng")
    expect(rows.filter(has_text="Cơ sở mẫu 59").first).to_contain_text("Đang thực hiện")
    people.shot(page, "j10-con-lai", whole=True)
