import pytest

from bedo.documents import rules
from tests.documents import samples


@pytest.mark.parametrize("name", samples.ACCEPTED)
def test_kind_is_read_from_the_content(name):
    content, ending = samples.ACCEPTED[name]
    assert rules.KINDS[rules.kind_of(content, name)].ending == ending


@pytest.mark.parametrize("name", ["quyet-dinh.pdf", "anh.jpg", "to-trinh.docx", "du-toan.xlsx", "cu.doc"])
def test_a_false_name_changes_nothing(name):
    content, ending = samples.ACCEPTED[name]
    assert rules.KINDS[rules.kind_of(content, "trang.html")].ending == ending


@pytest.mark.parametrize("name", samples.REFUSED)
def test_pages_programs_and_macros_have_no_kind(name):
    assert rules.kind_of(samples.REFUSED[name], name) is None


def test_empty_has_no_kind():
    assert rules.kind_of(b"", "a.txt") is None


def test_only_pdf_and_pictures_open_in_the_browser():
    assert {kind.ending for kind in rules.KINDS.values() if kind.inline} == {"pdf", "jpg", "png", "webp"}


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("../../etc/passwd", "application/pdf", "passwd.pdf"),
        ("C:\\Users\\an\\Quyết định 310.PDF", "application/pdf", "Quyết định 310.pdf"),
        ("bao cao.html", "application/pdf", "bao cao.html.pdf"),
        ("anh.jpeg", "image/jpeg", "anh.jpg"),
        ("", "text/plain", "tep.txt"),
        ("...", "application/pdf", "tep.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "application/pdf", "aSet-Cookie x.pdf"),
        ("fdp.\u202egpj.exe", "application/pdf", "fdp.gpj.exe.pdf"),
        ('a"b;c.pdf', "application/pdf", "abc.pdf"),
        ("x" * 400 + ".pdf", "application/pdf", "x" * 120 + ".pdf"),
        ("Quye\u0302\u0301t.pdf", "application/pdf", "Quy\u1ebft.pdf"),
    ],
)
def test_names_are_safe_to_show_and_to_send(name, kind, safe):
    assert rules.safe_name(name, kind) == safe


@pytest.mark.parametrize(("size", "code"), [(0, "empty"), (1, ""), (1000, ""), (1001, "too_big")])
def test_size_limit_is_included(size, code):
    verdict = rules.may_store(size, "application/pdf", limit=1000, name="a.pdf")
    assert (verdict.refusal.code if verdict.refusal else "") == code


def test_refusal_says_what_may_be_sent():
    verdict = rules.may_store(10, None, limit=1000, name="trang.html")
    assert "trang.html" in verdict.reason
    assert "PDF" in verdict.reason


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 KB"), (1024 * 1024, "1 MB"), (1572864, "1,5 MB"), (26214400, "25 MB"), (2097151, "1,9 MB")],
)
def test_sizes_in_words(size, words):
    assert rules.megabytes(size) == words
