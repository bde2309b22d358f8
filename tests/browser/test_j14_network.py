"""J14: the network: who covers which place, vacant posts, skills and courses; an officer leaves and hands everything over.

Leaves the demonstration as it found it but for people of its own, so that the journeys behind it meet the same officers.
"""

import re

from playwright.sync_api import expect

from tests.browser.people import fill, go, open_act, path_of, press, refused, said
from tests.browser.test_j06_appraisal import TODAY

DIRECTOR, COLLABORATOR = "giamdoctt.tq", "xa.tq"
PARTS = "Các phần của mạng lưới"
LEAVER, TAKER = "Cộng tác viên P", "Cộng tác viên Q"


def part(page, word, inside=""):
    """One part of the network, perhaps one of its pages."""
    page.get_by_role("navigation", name=PARTS).get_by_role("link", name=word, exact=True).click()
    if inside:
        page.get_by_role("navigation", name="Các trang của phần này").get_by_role(
            "link", name=inside, exact=True
        ).click()


def member(page, name):
    page.goto("/mang-luoi/nguoi/?con=het")
    page.get_by_role("link", name=name, exact=True).click()


def test_who_covers_which_place(people):
    page = people(DIRECTOR)
    page.goto("/")
    go(page, "Mạng lưới")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mạng lưới khuyến công")
    people.shot(page, "j14-dia-ban", whole=True)
    page.get_by_role("link", name=re.compile("chưa ai phụ trách")).first.click()
    name = page.locator("tbody th").first.inner_text()
    open_act(page, "Giao " + name)
    fill(page, {"Người phụ trách": TAKER, "Từ ngày": TODAY, "Lý do, căn cứ": "Phân công lại"})
    press(page, "Giao địa bàn")
    said(page, f"Đã giao {name}")
    page.goto("/mang-luoi/?xem=ban-do")
    people.shot(page, "j14-ban-do", whole=True)
    go(page, "Như khi đó")
    expect(page.locator("tbody").first).to_contain_text("Huyện")


def test_vacant_posts_say_since_when(people):
    page = people(DIRECTOR)
    part(page, "Vị trí")
    page.goto("/mang-luoi/vi-tri/?tt=khuyet")
    expect(page.locator("tbody tr").first).to_contain_text("khuyết từ")
    people.shot(page, "j14-vi-tri", whole=True)


def test_skills_gaps_and_a_course(people):
    page = people(DIRECTOR)
    part(page, "Năng lực")
    people.shot(page, "j14-con-thieu", whole=True)
    page.get_by_role("link", name=re.compile("^Đánh giá .+")).first.click()
    fill(
        page, {"Mức": "2 – làm được khi có người hướng dẫn", "Ngày đánh giá": TODAY, "Căn cứ": "Việc đã làm (minh hoạ)"}
    )
    press(page, "Lưu")
    said(page, "Đã thêm đánh giá năng lực")
    part(page, "Đào tạo", "Lớp")
    page.locator("tbody th a").first.click()
    fill(page, {f"{TAKER}": "Có học", f"Số chứng chỉ: {TAKER}": "02 (minh hoạ)"})
    press(page, "Lưu người học")
    said(page, "2 người có học")
    people.shot(page, "j14-lop", whole=True)
    part(page, "Khối lượng việc")
    people.shot(page, "j14-khoi-luong", whole=True)


def test_an_officer_leaves_only_when_everything_is_handed_over(people):
    page = people(DIRECTOR)
    member(page, LEAVER)
    back = path_of(page)
    open_act(page, "Ghi nghỉ…")
    fill(page, {"Ngày làm việc cuối": TODAY, "Lý do": "Chuyển công tác"})
    press(page, "Ghi nghỉ")
    refused(page, "còn phụ trách địa bàn")
    open_act(page, "Bàn giao việc")
    fill(page, {"Lý do bàn giao": "Chuyển công tác (minh hoạ)"})
    press(page, page.get_by_role("button", name=re.compile("^Bàn giao ")).inner_text())
    refused(page, "chưa có người nhận")
    people.shot(page, "j14-ban-giao", whole=True)
    fill(page, {"Tất cả cho": TAKER})
    press(page, page.get_by_role("button", name=re.compile("^Bàn giao ")).inner_text())
    said(page, f"việc của {LEAVER}")
    people.shot(page, "j14-da-ban-giao", whole=True)
    open_act(page, "Biên bản bàn giao")
    expect(page.get_by_role("main")).to_contain_text("Biên bản bàn giao công việc")
    page.goto(f"{back}nghi/")
    fill(page, {"Ngày làm việc cuối": TODAY, "Lý do": "Chuyển công tác"})
    press(page, "Ghi nghỉ")
    said(page, "Đã ghi nghỉ")
    page.goto("/mang-luoi/nguoi/?con=nghi")
    expect(page.locator("tbody")).to_contain_text(LEAVER)


def test_a_collaborator_sees_only_their_own_page(people):
    page = people(COLLABORATOR)
    page.goto("/")
    go(page, "Mạng lưới")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cộng tác viên C")
    expect(page.get_by_role("navigation", name=PARTS)).to_have_count(0)
    people.shot(page, "j14-cua-toi", whole=True)
