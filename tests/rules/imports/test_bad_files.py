"""Files that cannot be read are refused with a sentence that says what and what next; nothing else ever comes out of reading."""

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from bedo.core.moves import Refused
from bedo.core.sheets import limits
from bedo.imports.reading.read import read
from tests.rules.imports.books import table, tables, write

DATA = Path(__file__).parents[2] / "data"
LIST = [["ĐVT: đồng"], ["STT", "Tên đề án", "Đơn vị thụ hưởng", "Kinh phí hỗ trợ"], [1, "Máy A", "HTX A", 5_000_000]]


def refusal(path):
    with pytest.raises(Refused) as caught:
        read(path, path.name)
    assert caught.value.status == 422
    assert caught.value.todo
    return caught.value.reason


def put(tmp_path, data, name="a.xlsx"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def packed(**parts):
    box = BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return box.getvalue()


class TestNoWorkbook:
    def test_locked_with_a_password(self):
        assert "mật khẩu" in refusal(DATA / "sheets" / "co_mat_khau.xlsx")

    def test_empty_and_blank(self, tmp_path):
        assert refusal(put(tmp_path, b"")) == "Tệp rỗng."
        assert refusal(put(tmp_path, b"  \r\n ")) == "Tệp rỗng."
        assert "không có ô nào" in refusal(write(tmp_path / "b.xlsx", {"A": [], "B": []}))

    @pytest.mark.parametrize(
        "data",
        [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n123", b"MZ\x90\x00\x03", b"abc\x00\x01\x02\x03def", b"\x1f\x8b\x08\x00"],
    )
    def test_another_kind_of_file(self, tmp_path, data):
        assert "không phải bảng tính" in refusal(put(tmp_path, data))

    def test_a_document_of_words(self, tmp_path):
        assert "văn bản" in refusal(put(tmp_path, packed(word__document_xml="<w/>")))

    def test_zip_of_something_else_and_a_torn_one(self, tmp_path):
        assert "không phải bảng tính" in refusal(put(tmp_path, packed(a_xml="<a/>")))
        whole = write(tmp_path / "c.xlsx", {"A": LIST}).read_bytes()
        assert "không phải bảng tính" in refusal(put(tmp_path, whole[: len(whole) // 2]))

    def test_headings_nowhere(self, tmp_path):
        path = write(tmp_path / "d.xlsx", {"Trang 1": [["abc", "def"], [1, 2]], "Ghi chú": [["x"]]})
        assert refusal(path) == "Không thấy dòng tiêu đề cột của bảng nào (trang “Trang 1”, “Ghi chú”)."

    def test_a_sheet_without_a_table_beside_one_with(self, tmp_path):
        found = read(write(tmp_path / "e.xlsx", {"Bìa": [["Trang bìa"]], "DS": LIST}), "e.xlsx")
        assert [(one.sheet, one.what) for one in found.problems] == [
            ("Bìa", "Không thấy dòng tiêu đề cột; trang này không được đọc.")
        ]


class TestTooLarge:
    def test_a_zip_bomb(self, tmp_path):
        bomb = packed(xl__worksheets__sheet1_xml=b"0" * 20_000_000, xl__workbook_xml="<workbook/>")
        assert len(bomb) < 100_000
        assert "giải nén ra" in refusal(put(tmp_path, bomb))

    def test_too_many_columns(self, tmp_path):
        row = [f"c{number}" for number in range(1000)]
        assert "1000 cột" in refusal(write(tmp_path / "f.xlsx", {"A": [row, row]}))

    def test_a_file_of_blanks(self, tmp_path):
        path = tmp_path / "g.xlsx"
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        sheet, blank = book.add_worksheet("Trống"), book.add_format({"bold": True})
        for row in range(limits.ROWS + 10):
            sheet.write_blank(row, 0, None, blank)
        sheet.write_string(limits.ROWS + 10, 0, "cuối")
        book.close()
        assert "dòng, quá giới hạn" in refusal(path) or "giải nén" in refusal(path)

    def test_heavier_than_the_limit(self, tmp_path, monkeypatch):
        monkeypatch.setattr(limits, "FILE_BYTES", 1000)
        assert "quá 1 MB" in refusal(put(tmp_path, b"a;b\n" * 1000, "h.csv"))

    def test_two_cells_at_opposite_corners(self, tmp_path):
        """The reader would ask for a terabyte of memory: its own process ends, ours goes on."""
        path = tmp_path / "corner.xlsx"
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet("A")
        sheet.write(0, 0, "STT")
        sheet.write(1_048_575, 16_383, "cuối")
        book.close()
        assert "quá lớn" in refusal(path)


class TestSafe:
    def test_macros_and_links_are_said_and_not_followed(self, tmp_path):
        path = write(tmp_path / "i.xlsx", {"A": LIST})
        with zipfile.ZipFile(path, "a") as box:
            box.writestr("xl/vbaProject.bin", b"macro")
            box.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
        words = " ".join(problem.what for problem in read(path, "i.xlsx").problems)
        assert "macro không được chạy" in words
        assert "không mở liên kết" in words

    def test_formulas_of_text_stay_text(self, tmp_path):
        path = tmp_path / "j.csv"
        path.write_text("STT;Tên đề án;Đơn vị thụ hưởng;Kinh phí hỗ trợ (đồng)\n1;=cmd|'/c calc'!A1;HTX;5.000.000\n")
        (found,) = read(path, "j.csv").tables
        assert found.rows[-1].values["title_vi"] == "=cmd|'/c calc'!A1"

    def test_an_entity_is_never_expanded(self, tmp_path):
        whole = write(tmp_path / "k.xlsx", {"A": LIST})
        parts = {}
        with zipfile.ZipFile(whole) as box:
            parts = {name: box.read(name) for name in box.namelist()}
        lol = b'<!DOCTYPE s [<!ENTITY a "' + b"x" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'
        sheet = parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"?>", b"?>" + lol, 1).replace(
            b"<sheetData>", b"<sheetData>&b;"
        )
        box = BytesIO()
        with zipfile.ZipFile(box, "w") as file:
            for name, data in parts.items():
                file.writestr(name, data)
        quiet(put(tmp_path, box.getvalue(), "l.xlsx"))


def quiet(path):
    """Reading either works or refuses with a sentence."""
    caught = None
    try:
        found = read(path, path.name)
    except Refused as refused:
        found, caught = None, refused
    assert caught is None or (caught.reason and caught.status == 422)
    return found


class TestRandom:
    def test_random_bytes(self, tmp_path):
        chance = random.Random(5)
        starts = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"STT;"]
        for number in range(60):
            data = chance.choice(starts) + chance.randbytes(chance.randint(1, 3000))
            quiet(put(tmp_path, data, f"r{number % 3}.xlsx"))

    @pytest.mark.parametrize("name", ["danh_sach.xls", "danh_sach.xlsb", "danh_sach.ods", "tcvn3.xls"])
    def test_changed_bytes_of_real_files(self, tmp_path, name):
        chance, whole = random.Random(name), (DATA / "sheets" / name).read_bytes()
        for _ in range(25):
            data = bytearray(whole)
            for _ in range(chance.randint(1, 40)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            quiet(put(tmp_path, bytes(data), name))

    def test_changed_bytes_of_a_list_of_ours(self, tmp_path):
        chance, whole = random.Random(3), write(tmp_path / "n.xlsx", {"A": LIST}).read_bytes()
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(chance.randint(1, 6)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            quiet(put(tmp_path, bytes(data), "o.xlsx"))

    def test_changed_cells_of_a_real_list(self, tmp_path):
        """Any cell may hold anything: what is read stays whole đồng or None, and every problem names its cell."""
        chance = random.Random(11)
        odd = [None, "", "I", "1.1", "Tổng cộng", "Cộng", -5, 0, 1.5, 10**18, "31/02/2020", "=1+1", "100 triệu", "Hç trî",
               "TT", "x" * 5000, True, "từ 1 đến 2 tỷ", "Ghi chú:", "1/2", "II"]  # fmt: skip
        base = [*LIST, ["I", "Mục", "", 5], [2, "Máy B", "HTX B", 7_000_000], ["", "Tổng cộng", "", 12_000_000]]
        for _ in range(60):
            rows = [list(row) for row in base]
            for _ in range(chance.randint(1, 6)):
                row = chance.choice(rows)
                row[chance.randrange(len(row))] = chance.choice(odd)
            found = quiet(write(tmp_path / "m.xlsx", {"A": rows}))
            for one in found.tables if found else []:
                for row in one.rows:
                    money = [value for name, value in row.values.items() if name.endswith("_vnd")]
                    assert all(type(value) is int and value >= 0 for value in money), row
                    assert all(problem.cell and problem.what for problem in row.problems), row


def test_words_in_a_column_of_amounts_say_their_cell(tmp_path):
    found = table(tmp_path, [LIST[0], LIST[1], [1, "Máy A", "HTX A", "năm triệu rưỡi gì đó 5"]])
    (row,) = (row for row in found.rows if row.kind == "project")
    assert row.refused
    assert [problem.cell for problem in row.problems] == ["D3"]


def test_the_same_file_reads_the_same(tmp_path):
    first, second = tables(tmp_path, LIST), tables(tmp_path, LIST)
    assert [row.values for row in first.tables[0].rows] == [row.values for row in second.tables[0].rows]
