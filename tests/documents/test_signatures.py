"""No signature stands alone on the last page, wherever the page ends."""

import subprocess
from io import BytesIO

import pytest
from docx import Document as open_word

from bedo.documents.writing.content import Document, Letterhead, Para, Signature, Signatures
from bedo.documents.writing.pdf import pdf
from bedo.documents.writing.word import word

TEXT = "Nội dung của văn bản dài hơn một dòng để đoạn này chiếm chỗ trên trang như các đoạn khác của văn bản."
CLOSINGS = {
    "signature": {"signature": Signature("GIÁM ĐỐC", "Nguyễn Văn Ký"), "recipients": ("- Như trên;", "- Lưu: VT.")},
    "signatures": {},
}


def paper(kind, count):
    blocks = [Para(f"Đoạn {number}. {TEXT}") for number in range(1, count + 1)]
    if kind == "signatures":
        blocks.append(Signatures((Signature("BÊN A"), Signature("BÊN B"))))
    return Document("BIÊN BẢN", "Về việc thử", tuple(blocks), Letterhead("Sở Công Thương"), **CLOSINGS[kind])


@pytest.mark.parametrize("kind", sorted(CLOSINGS))
def test_the_last_page_of_the_pdf_holds_words_before_the_signature(kind):
    pages_seen = set()
    for count in range(12, 30):
        made = pdf(paper(kind, count))
        said = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True
        ).stdout.decode()
        pages = [page for page in said.split("\f") if page.strip()]
        pages_seen.add(len(pages))
        assert f"Đoạn {count}." in pages[-1], count
    assert len(pages_seen) > 1, "the sweep passed an end of a page"


@pytest.mark.parametrize("kind", sorted(CLOSINGS))
def test_word_keeps_the_last_paragraph_with_the_signature(kind):
    file = open_word(BytesIO(word(paper(kind, 3))))
    last = next(one for one in file.paragraphs if one.text.startswith("Đoạn 3."))
    first = next(one for one in file.paragraphs if one.text.startswith("Đoạn 1."))
    assert (last.paragraph_format.keep_with_next, first.paragraph_format.keep_with_next) == (True, None)
