"""J1: sign in with a demonstration account and see a province's real year."""

from playwright.sync_api import expect

from tests.browser.people import field, go, press


def test_a_wrong_password_is_told_in_vietnamese_and_the_name_stays(people):
    page = people.stranger()
    page.goto("/")
    field(page, "Tên đăng nhập").fill("canbo.tq")
    field(page, "Mật khẩu").fill("sai-mat-khau")
    press(page, "Đăng nhập")
    expect(page.get_by_role("alert")).to_contain_text("Chưa đăng nhập được")
    expect(field(page, "Tên đăng nhập")).to_have_value("canbo.tq")
    people.shot(page, "j01-dang-nhap-sai", whole=True)
    page.context.close()


def test_an_officer_signs_in_and_sees_what_waits(people):
    page = people("canbo.tq")
    page.goto("/")
    expect(page.get_by_text("Trung tâm Khuyến công Tuyên Quang").first).to_be_visible()
    expect(page.get_by_role("heading", name="Chờ tôi")).to_be_visible()
    expect(page.get_by_role("link", name="Quá hạn")).to_be_visible()
    people.shot(page, "j01-ban-lam-viec")


def test_the_real_year_of_ha_giang_is_shown_as_stated(people):
    page = people("canbo.tq")
    page.goto("/")
    go(page, "Số liệu")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Số liệu")
    people.shot(page, "j01-so-lieu")
    page.get_by_role("link", name="Tuyên Quang").first.click()
    main = page.get_by_role("main")
    for words in ("2023", "1.734,6", "1.646,6", "Hà Giang"):
        expect(main.get_by_text(words).first).to_be_attached()
    people.shot(page, "j01-ha-giang-2023")


def test_a_published_project_shows_its_gaps_and_its_source(people):
    page = people("canbo.tq")
    page.goto("/")
    go(page, "Đề án")
    field(page, "Mã, tên đề án, đơn vị thụ hưởng").fill("coc re")
    press(page, "Lọc")
    main = page.get_by_role("main")
    main.get_by_role("rowheader").get_by_role("link").first.click()
    for words in ("Cốc Rế", "không công bố", "Nguồn"):
        expect(main.get_by_text(words).first).to_be_visible()
    people.shot(page, "j01-de-an-da-cong-bo")


def test_the_director_sees_the_whole_centre(people):
    page = people("giamdoctt.tq")
    page.goto("/")
    people.shot(page, "j01-tong-quan-lanh-dao")
    page.get_by_role("link", name="Phiếu giao ban").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("giao ban")
    people.shot(page, "j01-giao-ban")


def test_the_owner_of_an_establishment_reads_plain_words(people):
    page = people("coso.tq")
    page.goto("/")
    expect(page.get_by_text("Cơ sở mẫu 01").first).to_be_visible()
    people.shot(page, "j01-co-so")
