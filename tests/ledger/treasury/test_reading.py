"""A Treasury statement out of a workbook: heads, days, amounts; and a sentence for everything that cannot be understood."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedo.core.moves import Refused
from bedo.ledger.treasury import reading
from tests.ledger.treasury.workbooks import HEAD, workbook

TODAY = date(2026, 11, 26)
JULY = date(2026, 7, 6)


def read(content):
    return reading.read(content, today=TODAY)


def refusal(content):
    with pytest.raises(Refused) as caught:
        read(content)
    assert (caught.value.status, caught.value.field) == (422, "file")
    return caught.value.sentence


def told(content):
    """The statement, or None when it was refused in words."""
    try:
        return read(content)
    except Refused as refused:
        return refused.sentence and None


def lines(statement):
    return [(row.on, row.number, int(row.spent), int(row.returned)) for row in statement.rows]


def test_a_plain_list_is_read():
    found = read(
        workbook(
            HEAD,
            [1, JULY, "GRDT-01", "Tạm ứng đề án", 210_000_000],
            [2, "09/10/2026", 15, "Thanh toán", "90.000.000"],
            ["", "", "", "Cộng", 300_000_000],
        )
    )
    assert lines(found) == [(JULY, "GRDT-01", 210_000_000, 0), (date(2026, 10, 9), "15", 90_000_000, 0)]
    assert (found.sheet, found.spent, found.warnings, found.rows[1].place) == ("Sao kê", 300_000_000, (), "Sao kê!E3")
    assert (found.first, found.last) == (JULY, date(2026, 10, 9))


def test_debit_and_credit_below_a_merged_head_after_the_titles():
    found = read(
        workbook(
            ["Ngày hạch toán", "Chứng từ", None, "Diễn giải", "Phát sinh", None],
            [None, "Số", "Ngày", None, "Nợ", "Có"],
            ["A", "B", "C", "D", "1", "2"],
            ["", "", "", "Số dư đầu kỳ", 5_000_000, ""],
            [JULY, "01", JULY, "Chi", 210_000_000, ""],
            [date(2026, 8, 1), "02", "", "Nộp trả kinh phí", "", 70_000_000],
            ["", "", "", "Cộng phát sinh", 210_000_000, 70_000_000],
            ["", "", "", "Kế toán trưởng", "", ""],
            before=[["KHO BẠC NHÀ NƯỚC"], ["SAO KÊ CHI TIẾT", "Đơn vị tính: đồng"], []],
        )
    )
    assert lines(found) == [(JULY, "01", 210_000_000, 0), (date(2026, 8, 1), "02", 0, 70_000_000)]
    assert (found.spent, found.returned, found.warnings) == (210_000_000, 70_000_000, ())


def test_a_head_of_two_rows_with_no_day_in_either_alone():
    found = read(workbook(["Chứng từ", None, "Phát sinh"], ["Ngày", "Số", "Nợ"], [JULY, "7", 5], [JULY, "8", 6]))
    assert lines(found) == [(JULY, "7", 5, 0), (JULY, "8", 6, 0)]


@pytest.mark.parametrize(
    ("cell", "spent", "returned"),
    [(210_000_000.0, 210_000_000, 0), ("126 triệu", 126_000_000, 0), ("(70.000.000)", 0, 70_000_000), (-5, 0, 5), ("1,290 tỷ đồng", 1_290_000_000, 0)],
)  # fmt: skip
def test_amounts_as_they_are_written(cell, spent, returned):
    assert lines(read(workbook(HEAD, [1, JULY, "", "", cell]))) == [(JULY, "", spent, returned)]


def test_a_printed_total_that_is_no_sum_is_told():
    found = read(workbook(HEAD, [1, JULY, "1", "", 100], ["", "", "", "Tổng cộng", 110]))
    assert found.warnings == ("Ô Sao kê!E3 in tổng 110 đ, các dòng cộng lại được 100 đ.",)


@pytest.mark.parametrize("words", ["Công ty máy chè", "Tổng công ty A", "Tổng cục B", "Công nghiệp nông thôn"])
def test_a_line_about_a_company_is_no_total(words):
    found = read(workbook(HEAD, [1, "06/07/2026", "1", words, 100]))
    assert found.spent == 100
    assert "thiếu ngày" in refusal(workbook(HEAD, [1, "", "1", words, 100]))


def test_the_second_sheet_is_found_when_the_first_has_no_head():
    page = io.BytesIO()
    book = xlsxwriter.Workbook(page, {"in_memory": True})
    book.add_worksheet("Bìa").write(0, 0, "Kính gửi")
    leaf = book.add_worksheet("Quý 3")
    for column, word in enumerate(["Ngày", "Số tiền"]):
        leaf.write(0, column, word)
    leaf.write(1, 0, "06/07/2026")
    leaf.write(1, 1, 5)
    book.close()
    assert read(page.getvalue()).sheet == "Quý 3"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp trống"),
        (b"%PDF-1.7 not a workbook", "không phải bảng tính Excel"),
        (b"PK\x03\x04" + b"\0" * 200, "không phải bảng tính Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "không phải bảng tính Excel"),
        (workbook(["Kính gửi"], ["Kho bạc"]), "Không thấy dòng tiêu đề ở trang tính nào (“Sao kê”)"),
        (workbook(["Ngày", "Nội dung"], [JULY, "Chi"]), "Không thấy dòng tiêu đề"),
        (workbook(HEAD), "không có dòng tiền nào"),
        (workbook(HEAD, [1, JULY, "1", "", "không rõ"]), "Ô Sao kê!E2: “không rõ” không phải số tiền"),
        (workbook(HEAD, [1, JULY, "1", "", 10.5]), "Ô Sao kê!E2: “10.5” không phải số tiền"),
        (workbook(HEAD, [1, JULY, "1", "", "khoảng 5 triệu"]), "không phải số tiền"),
        (workbook(HEAD, [1, "31/02/2026", "1", "", 5]), "Ô Sao kê!B2: “31/02/2026” không phải ngày"),
        (workbook(HEAD, [1, "", "1", "", 5]), "Ô Sao kê!B2: thiếu ngày"),
        (workbook(HEAD, [1, date(2027, 1, 1), "1", "", 5]), "ở sau hôm nay"),
        (workbook(HEAD, [1, JULY, "1", "", ""]), "đúng một số tiền"),
        (workbook(["Ngày", "Nợ", "Có"], [JULY, 5, 6]), "đúng một số tiền"),
        (workbook(HEAD, [1, JULY, "1", "", 5], before=[["Đơn vị tính: triệu đồng"]]), "Ô Sao kê!A1"),
        (workbook(HEAD, *[[1, JULY, "1", "", 5]] * 5_100), "đọc được nhiều nhất 5000 dòng"),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_place(content, words):
    assert words in refusal(content)


def test_several_cells_are_told_at_once_and_not_without_end():
    said = refusal(workbook(HEAD, *[[n, JULY, "", "", "x"] for n in range(50)]))
    assert said.count("Ô Sao kê!") == reading.MOST_FAULTS


def test_fifty_megabytes_are_not_opened():
    assert "lớn hơn 5 MB" in refusal(b"PK" + b"\0" * (50 * 1024 * 1024))


def test_a_small_file_that_unpacks_into_a_large_one_is_not_opened():
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (reading.MOST_UNPACKED + 1))
    assert "mở ra quá lớn" in refusal(page.getvalue())


def test_a_packed_file_that_only_looks_like_a_workbook():
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as packed:
        packed.writestr("xl/workbook.xml", b"<workbook><sheets><sheet name='A'")
    assert "không đọc được" in refusal(page.getvalue())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=400))
def test_random_bytes_are_a_sentence(content):
    refusal(content)


GOOD = workbook(HEAD, [1, JULY, "GRDT-01", "Tạm ứng", 210_000_000])


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255), cut=st.booleans())
def test_a_spoilt_workbook_is_read_or_is_a_sentence(place, byte, cut):
    spoilt = GOOD[:place] if cut else GOOD[:place] + bytes([byte]) + GOOD[place + 1 :]
    found = told(spoilt)
    assert found is None or found.rows


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-(10**17), 10**17), st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(), st.sampled_from(["Cộng", "06/07/2026", "-", "5 triệu", "Số dư"]),
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_any_cells_below_a_head_are_read_or_are_a_sentence(rows):
    safe = [
        [cell if not isinstance(cell, str) else cell.replace("=", " ").replace("{", " ") for cell in row]
        for row in rows
    ]
    found = told(workbook(HEAD, *safe))
    assert found is None or all((row.spent > 0) != (row.returned > 0) for row in found.rows)
