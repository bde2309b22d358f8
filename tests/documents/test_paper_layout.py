"""The layout of Nghị định 30/2020/NĐ-CP in both files: paper, margins, fonts, blocks in order, page numbers, equal texts."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document as open_word
from docx.shared import Mm, Pt
from pypdf import PdfReader

from bedo.core.moves import Refused
from bedo.documents.writing import glyphs, layout, say
from bedo.documents.writing.content import (
    BLANK,
    Annex,
    Cell,
    Document,
    Heading,
    Letterhead,
    Para,
    Picture,
    Run,
    Signature,
    Signatures,
    Table,
    as_data,
    day_text,
    digest,
    from_data,
    listed,
)
from bedo.documents.writing.pdf import pdf, png
from bedo.documents.writing.word import word
from tests.documents.papers_text import pdf_words, same_text, word_lines, word_words

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 20"><rect width="80" height="20" fill="#444"/></svg>'


def table(rows=3):
    return Table(
        columns=say.columns((1, "center"), 6, (3, "right"), (3, "right")),
        head=(
            (Cell("TT", deep=2), Cell("Nội dung", deep=2), Cell("Kinh phí", span=2)),
            say.cells("KPKCQG", "KPKCĐP"),
        ),
        rows=(
            say.row("I", Cell("Máy móc", span=3), kind="section"),
            *say.numbered((f"Đề án {n}", say.dong(n * 100_000_000), "0") for n in range(rows)),
            say.row("", "Cộng", "300.000.000", "0", kind="total"),
        ),
        caption="Biểu 1",
        unit="Đơn vị tính: đồng",
        notes=("Ghi chú: minh hoạ.",),
    )


@pytest.fixture(scope="module")
def paper():
    return Document(
        title="TỜ TRÌNH",
        summary="Về việc phê duyệt kế hoạch khuyến công địa phương năm 2026",
        head=Letterhead("Sở Công Thương", "UBND tỉnh Tuyên Quang", "TTr-SCT", "5", "Tuyên Quang", date(2026, 2, 5)),
        addressees=("Ủy ban nhân dân tỉnh Tuyên Quang",),
        bases=("Căn cứ Nghị định số 45/2012/NĐ-CP về khuyến công;", "Căn cứ Thông tư số 46/2012/TT-BCT."),
        blocks=(
            Heading("I. NỘI DUNG"),
            Para((Run("Tổng kinh phí: "), Run("300.000.000 đồng", bold=True))),
            table(),
            Picture(SVG, "Hình 1. Kinh phí", "Một thanh dài 80.", table(1)),
            Signatures((Signature("BÊN A", "Nguyễn Thị Ắt", note="(Ký)"), Signature("BÊN B", "Trần Ưỡn"))),
        ),
        signature=Signature("PHÓ GIÁM ĐỐC", "Lê Văn Ộp", "KT. GIÁM ĐỐC"),
        recipients=("- Như trên;", "- Lưu: VT."),
        annexes=(Annex("Phụ lục I", "Danh mục đề án", (table(60),), "(Kèm theo Tờ trình số 05/TTr-SCT)", landscape=True),),
        proposed=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def file(paper):
    return open_word(BytesIO(word(paper)))


def test_word_is_a4_with_the_margins_of_the_decree(file):
    first, annex = file.sections
    near = lambda measure, millimetres: abs(measure - Mm(millimetres)) < 2000  # noqa: E731 - twips round
    assert near(first.page_width, 210)
    assert near(first.page_height, 297)
    assert (annex.page_width, annex.page_height) == (first.page_height, first.page_width)
    for section in (first, annex):
        assert 20 <= round(section.top_margin.mm) <= 25
        assert 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35
        assert 15 <= round(section.right_margin.mm) <= 20
        assert section.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    assert file.styles["Normal"].font.name == "Times New Roman"
    assert file.styles["Normal"].font.size == Pt(14)


def test_the_properties_say_that_it_is_a_proposal(file, paper):
    assert "Mẫu đề xuất" in file.core_properties.comments
    assert "Mẫu đề xuất" not in open_word(BytesIO(word(replace(paper, proposed=False)))).core_properties.comments


ORDER = [
    "UBND TỈNH TUYÊN QUANG", "SỞ CÔNG THƯƠNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 05/TTr-SCT",
    "Tuyên Quang, ngày 05 tháng 02 năm 2026", "TỜ TRÌNH", "Về việc phê duyệt", "Kính gửi: Ủy ban nhân dân", "Căn cứ Nghị định", "I. NỘI DUNG",
    "Biểu 1", "Đơn vị tính", "KPKCQG", "Hình 1", "BÊN A", "Nguyễn Thị Ắt", "Nơi nhận:", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Văn Ộp",
    "Phụ lục I", "DANH MỤC ĐỀ ÁN", "(Kèm theo",
]  # fmt: skip
"""Blocks as the decree orders them."""


def test_the_blocks_stand_in_order_in_word(file):
    said = "\n".join(word_lines(file))
    places = [said.find(block) for block in ORDER]
    assert -1 not in places
    assert places == sorted(places)


def test_the_blocks_stand_on_the_pages_of_the_pdf(paper):
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf(paper))).pages]
    first = " ".join(pages[0].split())
    assert all(block in first for block in ORDER[:11])
    annex = next(number for number, page in enumerate(pages) if "Phụ lục I" in page)
    assert pages[annex + 1].split()[0] == "2"  # the annex has numbers of its own
    assert pages[1].split()[0] == "2"
    assert pages[annex + 1].count("KPKCQG") == 1  # the head goes on


def test_both_files_say_the_same(paper):
    assert same_text(paper)
    assert "Ộp" in word_words(paper)
    assert word_words(paper) == pdf_words(paper)


def test_the_pdf_has_our_fonts_alone_and_is_tagged(paper):
    reader = PdfReader(BytesIO(pdf(paper)))
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts
    assert all(name.startswith("LiberationSerif") for name in (font.lstrip("/") for font in fonts))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"
    assert reader.metadata.title == paper.name


def test_pages_can_be_seen(paper):
    assert all(page.startswith(b"\x89PNG") for page in png(paper, ppi=30))


def test_several_papers_in_one_pdf_each_begin_at_one(paper):
    pages = PdfReader(BytesIO(pdf(paper, replace(paper, annexes=()), tagged=False))).pages
    firsts = [number for number, page in enumerate(pages) if "TỜ TRÌNH" in page.extract_text()]
    assert len(firsts) == 2
    assert not pages[firsts[1]].extract_text().split()[0].isdigit()


def test_what_it_says_goes_to_json_and_back(paper):
    assert from_data(as_data(paper)) == paper
    assert digest(paper) == digest(from_data(as_data(paper)))
    assert digest(paper) != digest(replace(paper, summary="Khác"))


def test_a_letter_without_a_glyph_is_refused_with_its_line(paper):
    wrong = replace(paper, blocks=(Para("Chè 🍵 Shan tuyết"),))
    for make in (pdf, word):
        with pytest.raises(Refused, match=r"“🍵” \(U\+1F375\) trong “Chè 🍵 Shan tuyết”"):
            make(wrong)


def test_every_letter_of_vietnamese_can_be_drawn():
    vowels = "aăâeêioôơuưy"
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    import unicodedata

    letters = "".join(unicodedata.normalize("NFC", vowel + mark) for vowel in vowels for mark in marks) + "đ"
    assert glyphs.missing(letters + letters.upper() + BLANK + "“”–…×≤≥§%/;:,.()-–—1234567890 đ") == []


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2025, 12, 10), "ngày 10 tháng 12 năm 2025"),
    ],
)
def test_a_day_is_written_as_the_decree_says(day, text):
    assert day_text(day) == text


@pytest.mark.parametrize(
    ("number", "symbol", "text"),
    [("5", "TTr-SCT", "Số: 05/TTr-SCT"), ("310", "QĐ-UBND", "Số: 310/QĐ-UBND"), ("", "", ""), ("01/HĐ", "", "Số: 01/HĐ")],
)  # fmt: skip
def test_a_number_below_ten_has_a_zero(number, symbol, text):
    assert Letterhead("Sở", symbol=symbol, number=number).number_text == text


def test_a_list_of_addressees_ends_as_the_decree_says(paper):
    assert listed(("Sở A", "Sở B;", "Sở C.")) == ("Sở A;", "Sở B;", "Sở C.")
    assert same_text(replace(paper, addressees=("Sở A", "Sở B"), title="", summary="V/v bổ sung hồ sơ"))


@pytest.mark.parametrize(
    ("amount", "text"),
    [(1_734_600_000, "1.734,6"), (525_652_001, "525,652001"), (0, "0"), (1_000_000, "1"), (-2_500_000, "-2,5"), (None, "")],
)  # fmt: skip
def test_million_is_exact(amount, text):
    assert say.million(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(1_734_600_000, "1.735"), (1_499_999, "1"), (1_500_000, "2"), (-1_500_000, "-2"), (499_999, "0"), (None, "")],
)
def test_rounded_million_goes_half_away_from_zero(amount, text):
    assert say.million_rounded(amount) == text


@pytest.mark.parametrize(("part", "whole", "text"), [(2, 3, "66,7 %"), (1, 2, "50 %"), (0, 5, "0 %"), (5, 0, ""), (5, 4, "125 %")])  # fmt: skip
def test_a_share_in_per_cent(part, whole, text):
    assert say.percent(part, whole).replace("\u00a0", " ") == text


def test_a_paper_of_several_parties_has_no_letterhead(paper):
    joint = replace(paper, head=Letterhead(number="01/HĐ-TTKC"))
    assert same_text(joint)
    assert "ngày" not in " ".join(list(word_lines(open_word(BytesIO(word(joint)))))[:3])
    assert layout.table_size(6) > layout.table_size(9) > layout.table_size(12) > layout.table_size(16)
