"""J13 and the papers of J5, J7, J8, J10, J11: written from their records, numbered, signed, sent; the year's report in official
form, each figure opened to its records. The pages of every PDF are kept as pictures."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.checks import findings
from tests.browser.conftest import SHOTS
from tests.browser.people import field, fill, press, refused, said, tab

OFFICER, DIRECTOR, APPRAISER = "canbo.tq", "giamdoctt.tq", "chuyenvienso.tq"
PAGES = SHOTS.parent / "papers"


def keep_pages(page, name):
    """Take the PDF down and keep its pages as pictures; its text."""
    address = page.get_by_role("main").get_by_role("link", name="PDF", exact=True).first.get_attribute("href")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    PAGES.mkdir(parents=True, exist_ok=True)
    file = PAGES / f"{name}.pdf"
    file.write_bytes(answer.body())
    subprocess.run(["pdftoppm", "-r", "60", "-png", str(file), str(PAGES / name)], check=True)
    return " ".join(
        subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode().split()
    )


def open_project(page, state, code="DA08-"):
    page.goto(f"/de-an/?trang-thai={state}")
    page.locator("tbody tr", has_text=code).locator("th a").first.click()
    tab(page, "Văn bản")


def write(page, form):
    """The form of the first record that offers it: preview, then the draft."""
    page.get_by_role("main").get_by_role("link", name=re.compile(rf"^Soạn\s+{re.escape(form)},")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(form)
    expect(page.get_by_role("region", name="Nội dung văn bản")).to_be_visible()
    press(page, "Soạn văn bản")
    said(page, "Đã soạn.")


@pytest.mark.parametrize(
    ("journey", "who", "state", "form", "words"),
    [
        ("j05", OFFICER, "submitted", "Dự toán kinh phí", "Đơn vị tính: triệu đồng"),
        ("j05", OFFICER, "submitted", "Đề án", "VIII. HIỆU QUẢ"),
        ("j08", OFFICER, "running", "Hợp đồng", "Bằng chữ:"),
        ("j10", APPRAISER, "stopped", "Quyết định ngừng triển khai đề án", "Ngừng triển khai"),
        ("j11", OFFICER, "accepted", "Biên bản nghiệm thu cơ sở cho từng địa điểm", "NGHIỆM THU"),
        ("j11", OFFICER, "liquidated", "Biên bản thanh lý hợp đồng", "Thanh lý hợp đồng"),
        ("j11", OFFICER, "liquidated", "Biểu chi tiết quyết toán kinh phí", "KẾ TOÁN TRƯỞNG"),
        ("j11", OFFICER, "liquidated", "Bảng kê chứng từ đề nghị quyết toán", "BẢNG KÊ CHỨNG TỪ"),
    ],
)  # fmt: skip
def test_a_paper_is_written_of_its_record(people, journey, who, state, form, words):
    page = people(who)
    open_project(page, state)
    write(page, form)
    assert words.lower() in keep_pages(page, f"{journey}-{form.lower().replace(' ', '-')}").lower()


def test_the_submission_of_the_plan_is_written(people):
    page = people(APPRAISER)
    page.goto("/ke-hoach/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Đợt")).first.click()
    page.get_by_role("main").get_by_role("link", name="Văn bản", exact=True).click()
    assert findings(page) == []
    write(page, "Tờ trình phê duyệt kế hoạch khuyến công")
    said_words = keep_pages(page, "j07-to-trinh")
    assert "Kính gửi: Ủy ban nhân dân Tỉnh Tuyên Quang" in said_words
    assert "DANH MỤC ĐỀ ÁN" in said_words


def test_a_draft_is_numbered_signed_and_sent(people):
    page = people(OFFICER)
    open_project(page, "running")
    assert findings(page) == []
    page.get_by_role("region", name="Văn bản đã soạn").get_by_role("link", name=re.compile("^Hợp đồng:")).first.click()
    assert findings(page) == []
    people.shot(page, "j13-du-thao", whole=True)
    fill(page, {"Số": "77", "Ký hiệu": "HĐ-TTKC", "Ngày văn bản": "2026-03-09"})
    press(page, "Ghi số")
    said(page, "Đã ghi số.")
    page.get_by_role("link", name="Đính kèm bản ký").click()
    page.get_by_label("Bản ký").set_input_files(
        {"name": "ban-ky.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 minh hoa"}
    )
    press(page, "Đính kèm")
    page.goto("/soan/?trang-thai=signed")
    assert findings(page) == []
    page.locator("tbody th a").first.click()
    fill(page, {"Gửi đến": "Cơ sở mẫu 01", "Ngày gửi": "2026-03-10"})
    press(page, "Ghi đã gửi")
    said(page, "Đã ghi ngày gửi.")
    people.shot(page, "j13-da-gui")


def test_a_number_that_is_taken_is_refused_and_stays_typed(people):
    page = people(OFFICER)
    open_project(page, "contracted")
    write(page, "Hợp đồng")
    fill(page, {"Số": "77", "Ký hiệu": "HĐ-TTKC", "Ngày văn bản": "2026-04-01"})
    press(page, "Ghi số")
    expect(page.get_by_role("alert").filter(has_text="đã có trong sổ").first).to_be_visible()
    expect(field(page, "Số")).to_have_value("77")


def test_many_minutes_at_once(people):
    page = people(OFFICER)
    page.goto("/soan/loat/")
    assert findings(page) == []
    page.get_by_role("link", name="Hợp đồng", exact=True).click()
    assert findings(page) == []
    page.get_by_role("button", name=re.compile(r"^Soạn \d+ văn bản$")).click()
    expect(page.get_by_text("chạy nền, có thể rời trang này")).to_be_visible()
    people.site.work()
    page.reload()
    expect(page.get_by_role("link", name="Tải tệp PDF")).to_be_visible(timeout=60_000)
    assert findings(page) == []
    answer = page.request.get(page.get_by_role("link", name="Tải tệp PDF").get_attribute("href"))
    assert answer.body().startswith(b"%PDF-")


def test_forms_and_their_fields_are_listed(people):
    page = people(DIRECTOR)
    page.goto("/soan/mau/")
    assert findings(page) == []
    page.get_by_role("link", name="Hợp đồng", exact=True).click()
    assert findings(page) == []
    expect(page.get_by_text("so_hop_dong").first).to_be_visible()
    page.get_by_label("Tên mẫu").fill("Mẫu thử")
    page.get_by_label("Tệp Word .docx").set_input_files(
        {"name": "mau.docx", "mimeType": "application/octet-stream", "buffer": b"khong phai Word"}
    )
    press(page, "Tải mẫu lên")
    refused(page, "Chưa nhận được mẫu")


def test_the_years_report_opens_every_figure(people):
    page = people(DIRECTOR)
    page.goto("/so-lieu/bao-cao/")
    assert findings(page) == []
    page.get_by_role("link", name=re.compile(r"^R1\.")).click()
    assert findings(page) == []
    people.shot(page, "j13-bao-cao", whole=True)
    number = page.locator(".rep tr.total td a").nth(1)
    shown = number.inner_text()
    number.click()
    expect(page.locator("tfoot td").last).to_have_text(shown)
    assert findings(page) == []
    page.go_back()
    assert "Kết quả hoạt động khuyến công" in keep_report(page, "j13-r1")


def keep_report(page, name):
    """The report as PDF, its pages kept; Word and Excel are there too."""
    head = page.locator(".head")
    for word in ("Excel", "Word"):
        answer = page.request.get(head.get_by_role("link", name=word, exact=True).get_attribute("href"))
        assert answer.status == 200
        assert answer.body().startswith(b"PK")
    return keep_pages(page, name)


def test_the_report_in_words_is_edited_and_sent(people):
    page = people(DIRECTOR)
    page.goto("/so-lieu/bao-cao/bang-loi/?nam=2026")
    assert findings(page) == []
    people.shot(page, "j13-bang-loi", whole=True)
    page.get_by_label("Giải pháp").fill("Ký hợp đồng trong quý I; {ke_hoach_so} đề án đều có người phụ trách.")
    press(page, "Lưu lời")
    said(page, "Đã lưu lời")
    expect(page.get_by_text(re.compile(r"Ký hợp đồng trong quý I; \d+ đề án")).first).to_be_visible()
    address = page.locator(".head").get_by_role("link", name="PDF", exact=True).get_attribute("href")
    assert (
        page.request.get(f"/so-lieu/bao-cao/bang-loi/tep/pdf/{address[address.index('?') :]}")
        .body()
        .startswith(b"%PDF-")
    )
    fill(page, {"Gửi đến": "UBND tỉnh"})
    press(page, "Ghi đã gửi")
    said(page, "Đã lưu báo cáo như đã gửi")
    assert findings(page) == []


def test_what_was_sent_stands_beside_what_is_now(people):
    page = people(DIRECTOR)
    page.goto("/so-lieu/bao-cao/r3/?nam=2026")
    assert findings(page) == []
    fill(page, {"Gửi đến": "Cục", "Yêu cầu đột xuất (nếu có)": "Công văn hỏi giải ngân"})
    press(page, "Ghi đã gửi")
    said(page, "Đã lưu báo cáo như đã gửi")
    expect(page.get_by_text("Không có số nào khác so với lúc gửi.")).to_be_visible()
    people.shot(page, "j13-da-gui-bao-cao")
