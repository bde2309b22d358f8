"""The words of a paper as its two files say them."""

import subprocess
from collections import Counter
from io import BytesIO

from docx import Document

from bedo.documents.writing.pdf import pdf
from bedo.documents.writing.word import word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_lines(file):
    """Paragraphs of a Word file in the order of reading, those in tables too."""
    for paragraph in file.element.body.iter(f"{W}p"):
        pieces = ("\n" if node.tag == f"{W}br" else node.text or "" for node in paragraph.iter(f"{W}t", f"{W}br"))
        yield "".join(pieces)


def word_words(paper):
    """Every word of the Word file with how often it stands there."""
    return Counter(" ".join(word_lines(Document(BytesIO(word(paper))))).split())


def pdf_words(paper):
    """Every word of the PDF, set on endless pages so that no head repeats."""
    made = pdf(paper, endless=True)
    said = subprocess.run(["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    return Counter(said.replace("\f", " ").split())


def same_text(paper):
    """Do both say the same words as often? Else what only one of them says is told."""
    in_word, in_pdf = word_words(paper), pdf_words(paper)
    assert in_word == in_pdf, f"only in Word {in_word - in_pdf}, only in the PDF {in_pdf - in_word}"
    return True
