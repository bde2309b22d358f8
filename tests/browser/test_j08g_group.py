"""J8 of a group project: its detailed plan, one contract over two shares, one share carried to its acceptance."""

from playwright.sync_api import expect

from bedo.config.demo.sample.several import GROUP, WAITING
from tests.browser.people import fill, open_act, path_of, press, row_of, said, tab
from tests.browser.test_j06_appraisal import TODAY, paper

OFFICERS, HEAD, DIRECTOR, APPRAISER = ("canbo.tq", "canbo2.tq"), "giamdocso.tq", "giamdoctt.tq", "chuyenvienso.tq"
OFFICER = OFFICERS[0]
FIRST, SECOND = WAITING.members


def open_group(page, title, state=""):
    page.goto(f"/de-an/?loai=group&trang-thai={state}")
    page.get_by_role("link", name=title).first.click()


def choose_share(page, name):
    """One of the shares in the switch under the tabs."""
    page.get_by_role("navigation", name="Phần").get_by_role("link", name=name).click()


def test_the_detailed_plan_is_written_beside_the_money_that_waits(people, story):
    page = people(OFFICER)
    open_group(page, WAITING.title)
    story["group"] = path_of(page)
    open_act(page, "Kế hoạch chi tiết (Mẫu 11)")
    expect(page.get_by_text("Kinh phí chờ chia: 200.000.000 đ")).to_be_visible()
    for number, (case, amount) in enumerate(((FIRST, "120 triệu"), (SECOND, "70 triệu")), 1):
        row = {"Cơ sở thụ hưởng": case.name, "Kinh phí (đồng)": amount, "Đối ứng (đồng)": "140 triệu"}
        fill(row_of(page, number), row)
    people.shot(page, "j08g-ke-hoach-chi-tiet", whole=True)
    press(page, "Lưu kế hoạch chi tiết")
    said(page, "Đã lưu kế hoạch chi tiết, chưa duyệt")
    expect(page.get_by_text("còn 10.000.000 đ chưa chia")).to_be_visible()
    people.shot(page, "j08g-chua-khop", whole=True)
    open_act(page, "Kế hoạch chi tiết (Mẫu 11)")
    fill(row_of(page, 2), {"Kinh phí (đồng)": "80 triệu"})
    press(page, "Lưu kế hoạch chi tiết")
    expect(page.get_by_text("chưa chia.")).to_have_count(0)


def test_the_department_approves_it_and_the_money_is_shared_out(people, story):
    page = people(HEAD)
    page.goto(story["group"])
    open_act(page, "Duyệt kế hoạch chi tiết")
    paper(page, "915", "Sở Công Thương", "Duyệt kế hoạch chi tiết đề án nhóm", symbol="QĐ-SCT")
    people.shot(page, "j08g-duyet", whole=True)
    press(page, "Duyệt kế hoạch chi tiết")
    said(page, "Đã duyệt kế hoạch chi tiết")
    table = page.get_by_role("region", name="Các phần", exact=True)
    expect(table.get_by_role("row").filter(has_text=SECOND.name)).to_contain_text("80.000.000")
    expect(table.get_by_role("row").filter(has_text="Cộng cả đề án")).to_contain_text("200.000.000")


def test_one_contract_covers_both_shares(people, story):
    page = people(DIRECTOR)
    page.goto(story["group"])
    open_act(page, "Ký hợp đồng")
    fill(page, {"Số hợp đồng": "15/HĐ-NHOM", "Ngày ký": TODAY, "Ngày hết hạn": f"31/12/{TODAY[-4:]}",
                f"Cùng hợp đồng: {SECOND.name} (đồng)": "80 triệu"})  # fmt: skip
    people.shot(page, "j08g-hop-dong", whole=True)
    press(page, "Ghi hợp đồng")
    said(page, "Đã ghi hợp đồng")
    choose_share(page, SECOND.name)
    expect(page.get_by_role("main").get_by_text("15/HĐ-NHOM").first).to_be_visible()


def test_the_second_share_is_carried_out_and_accepted_alone(people, story):
    page = people(OFFICER)
    page.goto(story["group"])
    choose_share(page, SECOND.name)
    story["share"] = path_of(page)
    assert story["share"].endswith("?phan=2")
    open_act(page, "Bắt đầu thực hiện")
    press(page, "Bắt đầu thực hiện")
    said(page, "Bắt đầu thực hiện")
    tab(page, "Tiến độ")
    open_act(page, "Báo cáo tiến độ tháng")
    fill(page, {"Kế hoạch luỹ kế (%)": "100", "Thực hiện luỹ kế (%)": "100", "Kinh phí đã thực hiện luỹ kế (đồng)": "220 triệu"})  # fmt: skip
    press(page, "Ghi báo cáo")
    said(page, "Đã ghi báo cáo tiến độ")
    open_act(page, "Báo hoàn thành")
    press(page, "Báo hoàn thành")
    said(page, "chờ nghiệm thu")
    tab(page, "Nghiệm thu, quyết toán")
    open_act(page, "Biên bản nghiệm thu")
    fill(page, {"Số biên bản": "07/BB-NT", "Kết luận": "Đạt"})
    work = row_of(page, 1, 1)
    fill(work, {"SL thực hiện": "1", "Giá trị thực hiện": "220 triệu", "Khuyến công": "80 triệu", "Cơ sở": "140 triệu"})
    people.shot(page, "j08g-bien-ban", whole=True)
    press(page, "Lưu biên bản")
    said(page, "Đã lưu biên bản, chưa ký")
    page = people(APPRAISER)
    page.goto(story["share"])
    tab(page, "Nghiệm thu, quyết toán")
    open_act(page, "Ký chốt biên bản nghiệm thu")
    fill(page, {"Ngày ký": TODAY})
    press(page, "Ký chốt")
    said(page, "Đã ký chốt biên bản")
    switch = page.get_by_role("navigation", name="Phần")
    expect(switch.get_by_role("link", name=SECOND.name)).to_contain_text("Đã nghiệm thu")
    expect(switch.get_by_role("link", name=FIRST.name)).to_contain_text("Đã ký hợp đồng")
    people.shot(page, "j08g-nghiem-thu", whole=True)


def test_a_group_with_several_running_shares_reads_well(people):
    page = people(OFFICER)
    open_group(page, GROUP.title)
    people.shot(page, "j08g-de-an-nhom", whole=True)
    choose_share(page, GROUP.members[2].name)
    expect(page.get_by_role("region", name="Các phần", exact=True)).to_contain_text("Cộng cả đề án")
    tab(page, "Hợp đồng, tiền")
    people.shot(page, "j08g-hop-dong-tien", whole=True)


def test_the_rolling_fund_shows_what_is_late_and_what_came_back(people):
    page = people("ketoan.tq")
    page.goto("/tien/quy/")
    expect(page.get_by_role("main").get_by_text("Quá hạn").first).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Đã hoàn trả").first).to_be_visible()
    people.shot(page, "j08g-quy-khuyen-cong", whole=True)


def test_a_group_begins_without_an_establishment(people):
    page = people(OFFICER)
    page.goto("/de-an/lap/")
    people.shot(page, "j08g-chon-loai", whole=True)
    page.get_by_role("navigation", name="Loại đề án").get_by_role("link", name="Đề án nhóm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lập đề án")
    people.shot(page, "j08g-lap-de-an-nhom", whole=True)
