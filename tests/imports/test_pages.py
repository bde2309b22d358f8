"""The pages of an import: upload, columns, one row, commit, undo; what is refused says why and keeps what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bedo.core.models import LogEntry
from bedo.imports.models import Import
from bedo.projects.models import Project
from tests.imports.conftest import LIST
from tests.rules.imports.books import write

pytestmark = pytest.mark.django_db


def upload(client, province, content, name="ds.xlsx", **more):
    data = {"file": SimpleUploadedFile(name, content), "province": province.pk, **more}
    return client.post(reverse("office:imports:new"), data)


@pytest.fixture
def content(tmp_path):
    return write(tmp_path / "ds.xlsx", {"KH": LIST}).read_bytes()


@pytest.fixture
def officer(login, people):
    return login(people["officer"])


def url(name, row, *args, **query):
    from urllib.parse import urlencode

    return reverse(f"office:imports:{name}", args=[row.pk, *args]) + (f"?{urlencode(query)}" if query else "")


def test_from_file_to_records_and_back(officer, province, old_map, content):
    answer = upload(officer, province, content)
    row = Import.objects.get()
    assert answer.url == url("detail", row)
    page = officer.get(answer.url).content.decode()
    assert "Hỗ trợ máy sao chè" in page
    assert "100.000.000 đ" in page
    assert "Hùng An, Bắc Quang, Hà Giang" in page
    assert officer.post(url("commit", row), {"version": row.version}).status_code == 302
    assert Project.objects.count() == 2
    done = officer.get(url("detail", row)).content.decode()
    assert "Đã nhập" in done
    assert "trang “KH”, dòng 4" in done
    row.refresh_from_db()
    assert officer.post(url("undo", row), {"version": row.version}).status_code == 302
    assert not Project.objects.exists()
    assert "Đã hoàn tác" in officer.get(url("detail", row)).content.decode()


def test_columns_are_corrected_and_the_list_is_read_again(officer, province, old_map, content):
    upload(officer, province, content)
    row = Import.objects.get()
    page = officer.get(url("columns", row, 0)).content.decode()
    assert "Cột E: Kinh phí hỗ trợ" in page
    table = row.tables[0]
    columns = {f"cot_{letter}": table["mapping"].get(letter, "-") for letter in table["headings"]}
    sent = {"version": row.version, **columns, "cot_F": "total_vnd", "unit": "1000"}
    assert officer.post(url("columns", row, 0), sent).status_code == 302
    row.refresh_from_db()
    first = row.pages.get().rows[0]["values"]
    assert (first["support_vnd"], first["total_vnd"]) == (100_000, 150_000)
    again = officer.post(url("columns", row, 0), sent)
    assert again.status_code == 409
    assert "vừa sửa" in again.content.decode()


def test_a_row_is_answered_mended_or_left_out(officer, province, old_map, tmp_path):
    rows = [list(row) for row in LIST]
    rows[3][3] = "xã Không Có, huyện Bắc Quang"
    upload(officer, province, write(tmp_path / "a.xlsx", {"KH": rows}).read_bytes())
    row = Import.objects.get()
    assert "cần bạn trả lời" in officer.get(url("detail", row)).content.decode()
    address = url("line", row, dong="KH#1!4", **{"ket-qua": "undecided"})
    assert "Chỉ ghi tới" in officer.get(address).content.decode()
    cells = row.pages.get().rows[0]["cells"]
    sent = {
        "version": row.version,
        "answer": f"place:{old_map['district'].pk}",
        **{f"o_{k}": v for k, v in cells.items()},
        "o_E": "90",
    }
    assert officer.post(address, sent).url == url("detail", row)
    row.refresh_from_db()
    first = row.pages.get().rows[0]
    assert (first["outcome"], first["values"]["support_vnd"]) == ("new", 90_000_000)
    skip = {"version": row.version, "skip": "on", **{f"o_{k}": v for k, v in first["cells"].items()}}
    assert officer.post(url("line", row, dong="KH#1!4"), skip).status_code == 302
    row.refresh_from_db()
    assert row.counts["skipped"] == 1


@pytest.mark.parametrize(("data", "status", "words"), [
    (b"%PDF-1.7", 302, "không phải bảng tính"), (b"abc;def\n1;2\n", 302, "Không thấy dòng tiêu đề"), (b"", 422, "Tệp rỗng"),
])  # fmt: skip
def test_what_cannot_be_read_says_why(officer, province, data, status, words):
    answer = upload(officer, province, data, "x.csv")
    assert answer.status_code == status
    page = answer if status == 422 else officer.get(answer.url)
    assert words in page.content.decode()
    assert not Project.objects.exists()


def test_no_file_and_another_province(officer, province, other_province, content):
    answer = officer.post(reverse("office:imports:new"), {"province": province.pk, "year": "2019"})
    assert answer.status_code == 422
    assert 'value="2019"' in answer.content.decode()
    assert upload(officer, other_province, content).status_code == 422
    assert not Import.objects.exists()


def test_a_row_or_table_that_is_not_there(officer, province, old_map, content):
    upload(officer, province, content)
    row = Import.objects.get()
    assert officer.get(url("line", row, dong="KH#1!999")).status_code == 404
    assert officer.get(url("columns", row, 7)).status_code == 404
    assert officer.get(url("detail", row, trang="9999", **{"ket-qua": "khong-co"})).status_code == 200


def test_the_name_of_a_file_is_not_written_into_the_log(officer, province, old_map, content):
    """A file may be called after a person; the log cannot forget."""
    upload(officer, province, content, name="danh-sach-ba-Nguyen-Thi-X.xlsx")
    answer = officer.get(url("rows_export", Import.objects.get(), "xlsx"))
    assert b"".join(answer.streaming_content)
    entry = LogEntry.objects.get(kind="export.list")
    assert "Nguyen-Thi-X" not in f"{entry.text} {entry.subject}"


def test_queries_do_not_grow_with_the_rows(officer, province, old_map, tmp_path, django_assert_max_num_queries):
    rows = [*LIST[:3], *[[i, f"Máy {i}", f"HTX {i}", "Bắc Quang", 100, 50] for i in range(1, 451)]]
    upload(officer, province, write(tmp_path / "b.xlsx", {"KH": rows}).read_bytes())
    row = Import.objects.get()
    officer.get(url("detail", row))
    with django_assert_max_num_queries(9):
        page = officer.get(url("detail", row, trang=5)).content.decode()
    assert "Máy 201" in page
    assert "Máy 251" not in page
    with django_assert_max_num_queries(9):
        officer.get(reverse("office:imports:list"))
