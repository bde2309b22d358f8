"""An office's own Word template: checked, seen on a real record, then used; what is dangerous or wrong is refused."""

from io import BytesIO

import pytest
from docx import Document

from bedo.core.moves import Refused
from bedo.documents import drafting, runs, word_templates
from bedo.documents.models import WordTemplate
from bedo.documents.writing.content import BLANK
from bedo.documents.writing.forms import FORMS, Terms
from bedo.projects.models import Contract
from tests.documents.samples import packed, word_file
from tests.projects.conftest import *  # noqa: F403 - the chain of a project
from tests.projects.factory import TODAY

pytestmark = pytest.mark.django_db
FORM = FORMS["hop_dong"]
TERMS = Terms(issuer="Trung tâm Khuyến công", signer="Nguyễn Văn A")
LOOP = (
    ("TT", "Đề án"),
    ("{%tr for phan in cac_phan %}", ""),
    ("{{ loop.index }}", "{{ phan.ten }}: {{ phan.ho_tro }}"),
    ("{%tr endfor %}", ""),
)
GOOD = word_file("Hợp đồng số {{ so_hop_dong }}", "Người ký: {{ nguoi_ky }}. Mã số thuế: {{ ghi_chu }}", rows=LOOP)
EXTERNAL = '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://example.vn/mau.dotm" TargetMode="External"/>'


@pytest.fixture
def contract(chain):
    chain.to("contract")
    return Contract.objects.get()


def upload(people, province, file=GOOD, name="Mẫu riêng"):
    return word_templates.upload(province=province, form=FORM, name=name, file=_named(file), by=people["director"])


def _named(data):
    file = BytesIO(data)
    file.name, file.size = "mau.docx", len(data)
    return file


def texts(data):
    file = Document(BytesIO(data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return [one.text for one in file.paragraphs] + cells


def test_a_template_is_seen_used_and_retired(contract, people, province):
    row = upload(people, province)
    assert row.problems == []
    assert "ten_de_an" in row.left_out
    with pytest.raises(Refused, match="Chưa ai xem trước"):
        word_templates.put_in_use(template=row, by=people["director"], today=TODAY)
    shown = word_templates.preview(template=row, form=FORM, record=contract, terms=TERMS, by=people["director"])
    found = texts(shown)
    assert f"Hợp đồng số {contract.number}" in found
    assert f"Người ký: Nguyễn Văn A. Mã số thuế: {BLANK}" in found
    assert "Hỗ trợ máy sao chè: 300.000.000" in found
    row.refresh_from_db()
    word_templates.put_in_use(template=row, by=people["director"], today=TODAY)
    written = drafting.write(form=FORM, record=contract, terms=TERMS, by=people["officer"])
    version = drafting.newest(written)
    assert version.template == row
    assert f"Hợp đồng số {contract.number}" in texts(runs.word_of(version))
    word_templates.retire(template=row, by=people["director"], today=TODAY)
    again = drafting.write(form=FORM, record=contract, terms=TERMS, by=people["officer"])
    assert [one.template_id for one in again.versions.order_by("number")] == [row.pk, None]


def test_the_newer_template_takes_the_place_of_the_older(contract, people, province):
    for name in ("Mẫu 1", "Mẫu 2"):
        row = upload(people, province, name=name)
        word_templates.preview(template=row, form=FORM, record=contract, terms=TERMS, by=people["director"])
        row.refresh_from_db()
        word_templates.put_in_use(template=row, by=people["director"], today=TODAY)
    assert word_templates.in_use(province, "hop_dong").name == "Mẫu 2"
    assert WordTemplate.objects.get(name="Mẫu 1").retired_on == TODAY


@pytest.mark.parametrize(
    ("file", "unknown"),
    [
        (word_file("{{ khong_co }}"), ["khong_co"]),
        (word_file("{{ ten_de_an.lower }}"), ["ten_de_an.lower"]),
        (word_file("x", rows=(("{%tr for d in cac_phan %}",), ("{{ d.so_may }}",), ("{%tr endfor %}",))), ["d.so_may"]),
    ],
)
def test_unknown_fields_are_listed_and_keep_it_from_being_used(contract, people, province, file, unknown):
    row = upload(people, province, file)
    assert row.problems == unknown
    for act in (
        lambda: word_templates.preview(template=row, form=FORM, record=contract, terms=TERMS, by=people["director"]),
        lambda: word_templates.put_in_use(template=row, by=people["director"], today=TODAY),
    ):
        with pytest.raises(Refused, match="không có trong biểu mẫu"):
            act()


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (word_file("x", rels=EXTERNAL), "liên kết ra ngoài"),
        (word_file("{{ ten_de_an "), "không chạy được"),
        (word_file("{% for x in cac_phan %}"), "không chạy được"),
        (b"%PDF-1.4 minh hoa", "Word"),
        (packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), "không chạy được"),
    ],
)
def test_what_is_dangerous_or_broken_is_refused(people, province, file, why):
    with pytest.raises(Refused, match=why):
        upload(people, province, file)
    assert not WordTemplate.objects.exists()


@pytest.mark.parametrize("attack", ["{{ ten_de_an.__class__.__mro__ }}", "{{ cac_phan.__init__.__globals__ }}"])
def test_a_template_reaches_nothing_but_its_values(contract, attack):
    assert word_templates.check(FORM, word_file(attack)).unknown
    with pytest.raises(Refused):
        word_templates.filled(word_file(attack), FORM.values(contract), TERMS)


def test_what_is_typed_is_text_and_no_markup(contract):
    contract.note = "<w:p>&{{ so_hop_dong }}"
    made = word_templates.filled(word_file("{{ ghi_chu }}"), FORM.values(contract), TERMS)
    assert texts(made) == ["<w:p>&{{ so_hop_dong }}"]


def test_without_libreoffice_the_pdf_says_so(monkeypatch):
    monkeypatch.setattr(word_templates, "office_program", lambda: None)
    with pytest.raises(Refused, match="chưa cài LibreOffice"):
        word_templates.as_pdf(GOOD)


@pytest.mark.skipif(word_templates.office_program() is None, reason="LibreOffice is optional")
def test_with_libreoffice_it_is_a_pdf():
    assert word_templates.as_pdf(GOOD).startswith(b"%PDF-")
