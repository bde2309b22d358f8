"""The same list in every kind of file, in old fonts and forms of text; what each conversion was is told."""

import unicodedata
from pathlib import Path

import pytest

from bedo.core.text import _TCVN3
from bedo.imports.reading.read import read
from tests.rules.imports.books import seen, table

FOLDER = Path(__file__).parents[2] / "data" / "sheets"
EXPECTED = [
    (
        "project",
        "Hỗ trợ máy sao chè",
        "HTX chè Hùng An",
        100_000_000,
        150_500_000,
        "xã Hùng An",
        "huyện Bắc Quang",
        2012,
    ),
    ("project", "Hỗ trợ máy bóc gỗ", "Công ty TNHH Gỗ Vĩnh Hảo", 70_500_000, 100_000_000, None, "Bắc Quang", 2012),
]
FIELDS = ("title_vi", "beneficiary_name", "support_vnd", "counterpart_vnd", "commune", "district", "year")
TEXTS = ["Hỗ trợ máy sao chè", "Đơn vị tư vấn sự nghiệp", "Hợp tác xã Quỳnh Lưu", "gạch không nung", "Trần Thị Bưởi"]


def tcvn3(text):
    """As a .VnTime font would hold it."""
    letters = {letter: chr(code) for code, letter in _TCVN3.items()}
    return "".join(letters.get(char, char) for char in text)


@pytest.mark.parametrize("name", ["danh_sach.xls", "danh_sach.xlsb", "danh_sach.ods", "tcvn3.xls"])
def test_every_kind_of_file_gives_the_same_rows(name):
    (found,) = read(FOLDER / name, name).tables
    assert seen(found, *FIELDS) == EXPECTED
    assert [check.difference_vnd for check in found.checks] == [0, 0]
    assert {one.encoding for one in found.conversions} == ({"TCVN3"} if "tcvn3" in name else set())


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_text_with_separators(tmp_path, mark, encoding):
    rows = [
        ["STT", "Tên đề án", "Đơn vị thụ hưởng", "Kinh phí hỗ trợ (đồng)"],
        ["1", "Hỗ trợ máy sao chè", "HTX Hùng An", "100.000.000"],
    ]
    text = "\r\n".join(mark.join(row) for row in rows)
    if encoding == "cp1258":
        marks = str.maketrans({"ỗ": "ô\u0303", "ợ": "ơ\u0323", "ề": "ê\u0300", "ị": "i\u0323", "ụ": "u\u0323"})
        text = unicodedata.normalize("NFC", text).translate(marks)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding, "ignore" if encoding == "cp1258" else "strict"))
    (found,) = read(path, "a.csv").tables
    assert seen(found, "title_vi", "beneficiary_name", "support_vnd") == [
        ("project", "Hỗ trợ máy sao chè", "HTX Hùng An", 100_000_000)
    ]


def test_cells_of_several_lines_in_quotes(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        'STT;Tên đề án;Đơn vị thụ hưởng;"Kinh phí hỗ trợ\n(đồng)"\n1;"Máy\nsao; chè";HTX A;5.000.000\n',
        encoding="utf-8",
    )
    (found,) = read(path, "a.csv").tables
    assert seen(found, "title_vi", "support_vnd") == [("project", "Máy sao; chè", 5_000_000)]


def rows_of(texts):
    return [
        ["STT", "Tên đề án", "Đơn vị thụ hưởng", "Kinh phí hỗ trợ (đồng)"],
        *[[i, text, "HTX", 5_000_000] for i, text in enumerate(texts, 1)],
    ]


@pytest.mark.parametrize(("written", "encoding"), [
    (tcvn3, "TCVN3"), (lambda text: unicodedata.normalize("NFD", text), "NFD"),
])  # fmt: skip
def test_old_text_becomes_todays_and_is_told(tmp_path, written, encoding):
    found = table(tmp_path, rows_of([written(text) for text in TEXTS]))
    assert [row[1] for row in seen(found, "title_vi")] == TEXTS
    told = [one for one in found.conversions if one.cell.startswith("B") and one.cell != "B1"]
    assert {one.encoding for one in told} == {encoding}
    assert [one.after for one in told] == TEXTS


def test_vni(tmp_path):
    found = table(tmp_path, rows_of(["Hoã trôï maùy sao cheø", "Coâng ty Baéc Quang", "Ñeà aùn naêm 2009"]))
    assert [row[1] for row in seen(found, "title_vi")] == ["Hỗ trợ máy sao chè", "Công ty Bắc Quang", "Đề án năm 2009"]


def test_the_font_of_a_cell_decides_where_the_text_does_not(tmp_path):
    rows = rows_of(["sù", "hç trî chÌ", "§Ò ¸n"])
    plain = table(tmp_path, rows[:2])
    assert [row[1] for row in seen(plain, "title_vi")] == ["sù"]
    found = table(tmp_path, rows, fonts={"B2": ".VnTime", "B3": ".VnTimeH", "B4": ".VnTime"})
    assert [row[1] for row in seen(found, "title_vi")] == ["sự", "HỖ TRỢ CHÈ", "Đề án"]


def test_unicode_names_that_only_look_old_are_left_alone(tmp_path):
    texts = ["Máy vò chè", "Cơ sở Citroën", "Bún khô", "Công ty Société", "Mũi Né"]
    found = table(tmp_path, rows_of(texts))
    assert [row[1] for row in seen(found, "title_vi")] == texts
    assert found.conversions == []


def test_eth_for_d_with_stroke(tmp_path):
    found = table(tmp_path, rows_of(["Ðề án Hỗ trợ sấy chuối"]))
    assert seen(found, "title_vi") == [("project", "Hỗ trợ sấy chuối")]
