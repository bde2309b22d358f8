"""Pages of writing papers: from the project's tab to a numbered, signed, sent paper; what is wrong is told and nothing is lost."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from bedo.documents import services, tasks
from bedo.documents.models import Paper, WordTemplate, WritingRun, Written
from bedo.projects.models import Contract
from tests.documents.samples import PDF, word_file
from tests.projects.conftest import *  # noqa: F403 - the chain of a project
from tests.projects.factory import TODAY

pytestmark = pytest.mark.django_db
TERMS = {"issuer": "Trung tâm Khuyến công"}


@pytest.fixture
def contract(chain):
    chain.to("contract")
    return Contract.objects.get()


@pytest.fixture
def officer(login, people):
    return login(people["officer"])


def url(name, *args):
    return reverse(f"office:writing:{name}", args=args)


def pdf_text(data):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


@pytest.fixture
def written(officer, contract):
    officer.post(url("new", "hop_dong", contract.pk), TERMS)
    return Written.objects.get()


def test_the_tab_offers_forms_and_says_why_not_yet(officer, chain):
    chain.to("start")
    page = officer.get(reverse("office:projects:tab", args=[chain.project.pk, "van-ban"])).content.decode()
    assert "Chưa soạn được: dự toán chưa có dòng nào." in page
    chain.to("contract")
    page = officer.get(reverse("office:projects:tab", args=[chain.project.pk, "van-ban"])).content.decode()
    assert url("new", "hop_dong", Contract.objects.get().pk) in page


def test_from_preview_to_a_sent_paper(officer, contract, people, province):
    assert "Hỗ trợ máy sao chè" in officer.get(url("new", "hop_dong", contract.pk)).content.decode()
    answer = officer.post(url("new", "hop_dong", contract.pk), TERMS)
    row = Written.objects.get()
    assert answer.url == url("detail", row.pk)
    assert "Bước tiếp theo: ghi số" in officer.get(answer.url).content.decode()
    word = officer.get(url("word", row.pk, 1))
    assert "Ba trăm triệu đồng" in "\n".join(one.text for one in Document(BytesIO(word.content)).paragraphs)
    assert "Ba trăm triệu đồng" in pdf_text(officer.get(url("pdf", row.pk, 1)).content)
    number = {"number": "7", "symbol": "HĐ-TTKC", "on": "2026-03-01", "version": row.version}
    assert officer.post(url("number", row.pk), number).status_code == 302
    row.refresh_from_db()
    assert row.paper.label == "Hợp đồng 7/HĐ-TTKC ngày 01/03/2026"
    scan = services.store_file(province=province, file=PDF, name="ban-ky.pdf", by=people["officer"])
    services.attach_scan(paper=row.paper, attachment=scan, by=people["officer"])
    page = officer.get(url("detail", row.pk)).content.decode()
    assert "ghi ngày gửi" in page
    assert "Soạn lại" not in page
    sent = officer.post(url("send", row.pk), {"to": "Cơ sở mẫu 01", "on": "2026-03-02", "version": row.version})
    assert sent.status_code == 302
    assert "Đã gửi 02/03/2026" in officer.get(url("detail", row.pk)).content.decode()


def test_a_taken_number_keeps_what_was_typed_and_shows_the_paper(officer, written, people, province):
    taken = services.register_paper(
        province=province, issuer="Trung tâm Khuyến công", paper_type="HĐ", number="7", symbol="HĐ-TTKC",
        issued_on=TODAY.replace(month=2), summary="Khác", by=people["officer"], today=TODAY,
    )  # fmt: skip
    papers = Paper.objects.count()
    number = {"number": "07", "symbol": "HĐ-TTKC", "on": "2026-03-01", "version": written.version}
    answer = officer.post(url("number", written.pk), number)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="07"' in page
    assert reverse("office:papers:detail", args=[taken.pk]) in page
    assert Paper.objects.count() == papers
    assert Written.objects.get().paper is None


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("number", {"number": "", "on": "2026-03-01"}, 422),
        ("number", {"number": "7", "on": "2027-01-01"}, 422),
        ("number", {"number": "7", "on": "2026-03-01", "version": 99}, 409),
        ("send", {"to": "x", "on": "2026-03-01"}, 409),
        ("send", {"to": "x", "on": "hôm qua"}, 422),
    ],
)
def test_what_is_wrong_is_told(officer, written, name, data, status):
    assert officer.post(url(name, written.pk), {"version": written.version, **data}).status_code == status
    assert Written.objects.get().paper is None


def test_written_again_after_the_record_changed(officer, written, contract):
    contract.note = "Giao máy tại xưởng."
    contract.save()
    answer = officer.post(url("again", written.pk), {**TERMS, "version": written.version})
    assert answer.status_code == 302
    assert "Giao máy tại xưởng." in officer.get(answer.url).content.decode()
    assert Written.objects.get().versions.count() == 2


def test_outside_the_scope_there_is_nothing(login, strangers, people, written, contract):
    client = login(strangers["officer"])
    for address in (url("detail", written.pk), url("word", written.pk, 1), url("new", "hop_dong", contract.pk)):
        assert client.get(address).status_code == 404
    assert login(people["beneficiary"]).get(url("detail", written.pk)).status_code in (403, 404)


def test_an_unknown_form_record_or_version(officer, written, contract):
    for address in (
        url("new", "khong-co", contract.pk), url("new", "hop_dong", 99999), url("pdf", written.pk, 9), url("form", "khong-co"),
        url("of_record", "khong-co", 1), url("run_new", "tham-tra"),
    ):  # fmt: skip
        assert officer.get(address).status_code == 404


def test_an_office_uploads_sees_and_uses_its_own_word_file(login, people, contract):
    client = login(people["director"])
    file = SimpleUploadedFile("mau.docx", word_file("HỢP ĐỒNG RIÊNG {{ so_hop_dong }}"))
    assert client.post(url("upload", "hop_dong"), {"name": "Mẫu riêng", "file": file}).status_code == 302
    row = WordTemplate.objects.get()
    assert client.post(url("use", row.pk)).status_code == 409
    shown = client.post(url("preview", row.pk))
    assert f"HỢP ĐỒNG RIÊNG {contract.number}" in Document(BytesIO(shown.content)).paragraphs[0].text
    assert client.post(url("use", row.pk)).status_code == 302
    client.post(url("new", "hop_dong", contract.pk), TERMS)
    word = client.get(url("word", Written.objects.get().pk, 1))
    assert f"HỢP ĐỒNG RIÊNG {contract.number}" in Document(BytesIO(word.content)).paragraphs[0].text
    assert client.post(url("retire", row.pk)).status_code == 302


def test_a_broken_word_file_keeps_the_name(login, people):
    client = login(people["director"])
    file = SimpleUploadedFile("mau.docx", word_file("{{ ten_de_an "))
    answer = client.post(url("upload", "hop_dong"), {"name": "Mẫu hỏng", "file": file})
    assert answer.status_code == 422
    assert 'value="Mẫu hỏng"' in answer.content.decode()


def test_many_at_once_with_progress_and_one_file(officer, contract):
    page = officer.get(url("run_new", "hop_dong")).content.decode()
    assert f"hợp đồng {contract.number}" in page
    none = officer.post(url("run_new", "hop_dong"), {**TERMS, "output": "pdf"})
    assert none.status_code == 422
    answer = officer.post(url("run_new", "hop_dong"), {**TERMS, "output": "pdf", "record": [contract.pk]})
    run = WritingRun.objects.get()
    assert answer.url == url("run", run.pk)
    if run.state == "waiting":
        assert "0 trên 1 văn bản" in officer.get(answer.url).content.decode()
        assert officer.get(url("run_file", run.pk)).status_code == 404
        tasks.write_many.call(run.pk)
    assert "Đã soạn xong 1 hồ sơ" in officer.get(answer.url).content.decode()
    data = b"".join(officer.get(url("run_file", run.pk)).streaming_content)
    assert "Ba trăm triệu đồng" in pdf_text(data)


def test_lists_cost_the_same_for_one_and_for_many(officer, written, count_queries):
    for name in ("list", "runs", "forms"):
        officer.get(url(name))
    one = {name: count_queries(officer.get, url(name)) for name in ("list", "runs", "forms")}
    for number in range(20):
        Written.objects.create(
            province=written.province, form="hop_dong", kind="contract", record=number, group="project:0", title=f"Hợp đồng {number}",
            terms=written.terms, created_at=written.created_at, created_by=written.created_by,
        )  # fmt: skip
    assert {name: count_queries(officer.get, url(name)) for name in one} == one
    assert max(one.values()) <= 8
