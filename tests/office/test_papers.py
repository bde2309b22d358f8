"""The pages of papers and files: /giay-to/."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bedo.core.models import Draft
from bedo.documents.models import Attachment, Paper
from bedo.documents.services import attach_scan, register_paper, store_file
from bedo.ledger import services as ledger
from bedo.projects.models import ProjectPaper
from tests.documents import samples
from tests.projects.factory import Chain, make_establishment

URL = "/giay-to/"
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


@pytest.fixture
def register(province, people):
    def enter(number="310/QĐ-UBND", **changes):
        facts = {
            "province": province, "issuer": "UBND tỉnh Tuyên Quang", "paper_type": "QĐ", "number": number,
            "issued_on": date(2026, 1, 5), "summary": "Phê duyệt kế hoạch khuyến công năm 2026",
            "signer": "Nguyễn Văn A", "by": people["officer"], "today": TODAY,
        }  # fmt: skip
        return register_paper(**{**facts, **changes})

    return enter


@pytest.fixture
def officer(login, people):
    return login(people["officer"])


def typed(**changes):
    return {
        "issuer": "UBND tỉnh Tuyên Quang", "paper_type": "QĐ", "number": "310", "symbol": "QĐ-UBND", "issued_on": "05/01/2026",
        "signer": "Nguyễn Văn A", "received_on": "", "summary": "Phê duyệt kế hoạch", "kept": "", **changes,
    }  # fmt: skip


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def pdf(content=samples.PDF, name="bản ký.pdf"):
    return SimpleUploadedFile(name, content)


class TestList:
    def test_it_shows_what_a_register_shows(self, officer, register):
        register()
        page = text_of(officer.get(URL))
        assert all(words in page for words in ("Quyết định 310/QĐ-UBND", "05/01/2026", "Nguyễn Văn A", "chưa có"))

    def test_it_finds_without_marks_and_filters_from_the_address(self, officer, register):
        register()
        register(
            "87/BC-SCT", paper_type="BC", issuer="Sở Công Thương", summary="Báo cáo năm", issued_on=date(2025, 12, 1)
        )
        for query, seen in (
            ("q=phe+duyet", "310/QĐ-UBND"), ("q=87%2Fbc", "87/BC-SCT"), ("loai=BC", "87/BC-SCT"), ("nam=2026", "310/QĐ-UBND"),
        ):  # fmt: skip
            page = text_of(officer.get(f"{URL}?{query}"))
            assert seen in page
            assert "1 văn bản khớp" in page

    def test_nonsense_in_the_address_narrows_nothing(self, officer, register):
        register()
        page = text_of(officer.get(URL, {"nam": "xx", "loai": "<b>", "ban": "?", "sap": "'", "trang": "-5"}))
        assert "1 văn bản khớp" in page

    def test_it_costs_the_same_for_one_and_for_many(self, officer, register, count_queries):
        register("1/QĐ-UBND")
        one = count_queries(officer.get, URL)
        for number in range(2, 30):
            register(f"{number}/QĐ-UBND")
        assert count_queries(officer.get, URL) == one
        assert one <= 8

    def test_an_empty_register_says_what_to_do(self, officer):
        assert "Ghi văn bản đầu tiên" in text_of(officer.get(URL))


class TestNew:
    def test_a_paper_with_its_scan_enters_the_register(self, officer):
        answer = officer.post(f"{URL}moi/", {**typed(), "file": pdf()})
        paper = Paper.objects.get()
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"{URL}{paper.pk}/"
        assert (paper.full_number, paper.attachment.original_name) == ("310/QĐ-UBND", "bản ký.pdf")

    def test_a_twin_is_refused_with_a_link_and_nothing_typed_is_lost(self, officer, register):
        twin = register()
        answer = officer.post(f"{URL}moi/", {**typed(summary="Trích yếu khác hẳn"), "file": pdf()})
        page = text_of(answer, 409)
        assert f'href="{URL}{twin.pk}/"' in page
        assert "Trích yếu khác hẳn" in page
        assert "đã nhận, không cần chọn lại" in page
        kept = Attachment.objects.get()
        officer.post(f"{URL}moi/", typed(number="311", kept=str(kept.pk)))
        assert Paper.objects.get(number="311").attachment == kept

    def test_a_kept_file_of_somebody_else_is_not_taken(self, officer, province, people):
        foreign = store_file(province=province, file=samples.PDF, name="a.pdf", by=people["director"])
        officer.post(f"{URL}moi/", typed(kept=str(foreign.pk)))
        assert Paper.objects.get().attachment is None

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"issued_on": "31/02/2026"}, "31/02/2026"),
            ({"issued_on": "01/01/2099"}, "sau hôm nay"),
            ({"issued_on": ""}, "hint red"),
            ({"issuer": "  "}, "hint red"),
            ({"number": "abc", "symbol": ""}, "không có chữ số"),
            ({"number": "", "symbol": ""}, "phải có số"),
            ({"paper_type": "XYZ"}, "XYZ"),
            ({"received_on": "01/01/2020"}, "Ngày đến"),
            ({"number": "9" * 41}, "40"),
        ],
    )
    def test_bad_input_is_told_beside_its_field(self, officer, changes, words):
        page = text_of(officer.post(f"{URL}moi/", typed(**changes)), 422)
        assert words in page
        assert "Phê duyệt kế hoạch" in page
        assert not Paper.objects.exists()

    def test_a_page_dressed_as_pdf_is_refused(self, officer):
        sent = pdf(samples.REFUSED["trang.pdf"])
        page = text_of(officer.post(f"{URL}moi/", {**typed(), "file": sent}), 422)
        assert "không thuộc loại tệp được nhận" in page
        assert not Attachment.objects.exists()

    def test_it_needs_the_right(self, login, people):
        for role in ("finance", "approver_province", "beneficiary", "administrator"):
            assert login(people[role]).get(f"{URL}moi/").status_code == 403

    def test_a_draft_opens_again_and_is_dropped_when_the_paper_is_entered(self, officer, people):
        Draft.objects.create(
            user=people["officer"], key="giay-to:moi", data={"summary": ["Đang gõ dở"]}, saved_at="2026-03-01T00:00:00Z"
        )
        assert "Đang gõ dở" in text_of(officer.get(f"{URL}moi/"))
        officer.post(f"{URL}moi/", typed())
        assert not Draft.objects.exists()


class TestOne:
    def test_it_shows_the_register_and_what_rests_on_it(self, officer, register, people, province, commune):
        chain = Chain(people, make_establishment(province, commune, name="HTX chè")).to("start")
        paper = register()
        ProjectPaper.objects.create(
            project=chain.project,
            slot="appraisal:council",
            paper=paper,
            added_by=people["officer"],
            added_at=paper.recorded_at,
        )
        page = text_of(officer.get(f"{URL}{paper.pk}/"))
        assert "Phê duyệt kế hoạch khuyến công năm 2026" in page
        assert chain.project.code in page

    def test_it_shows_the_money_that_moved_on_it(self, login, register, people, province):
        paper = register()
        line = ledger.open_line(province=province, fund="kcdp", year=2026, by=people["accountant"])
        ledger.receive(
            line=line,
            amount=900_000_000,
            by=people["accountant"],
            on=paper.issued_on,
            today=TODAY,
            document_id=paper.pk,
        )
        assert "900.000.000 đ" in text_of(login(people["finance"]).get(f"{URL}{paper.pk}/"))

    def test_another_province_gets_404_and_no_right_gets_403(self, login, register, people, strangers):
        paper = register()
        for address in (f"{URL}{paper.pk}/", f"{URL}{paper.pk}/sua/", f"{URL}{paper.pk}/ban-ky/"):
            assert login(strangers["officer"]).get(address).status_code == 404
            assert login(people["administrator"]).get(address).status_code == 403
        assert login(people["finance"]).get(f"{URL}{paper.pk}/sua/").status_code == 403

    def test_a_correction_keeps_what_was_typed_and_refuses_a_stale_version(self, officer, register):
        paper = register()
        officer.post(f"{URL}{paper.pk}/sua/", typed(number="311", version="1"))
        assert Paper.objects.get().full_number == "311/QĐ-UBND"
        page = text_of(officer.post(f"{URL}{paper.pk}/sua/", typed(number="312", version="1")), 409)
        assert "312" in page
        assert 'name="giu-number"' in page
        assert Paper.objects.get().full_number == "311/QĐ-UBND"

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
    def test_a_nonsense_version_is_told(self, officer, register, version):
        paper = register()
        assert officer.post(f"{URL}{paper.pk}/sua/", typed(version=version)).status_code in (400, 422)

    def test_a_scan_is_attached(self, officer, register):
        paper = register()
        assert officer.post(f"{URL}{paper.pk}/ban-ky/", {"file": pdf()}).status_code == 302
        assert Paper.objects.get().attachment.kind == "application/pdf"
        assert officer.post(f"{URL}{paper.pk}/ban-ky/", {}).status_code == 422
        assert officer.post(f"{URL}{paper.pk}/ban-ky/", {"file": pdf(b"<html>")}).status_code == 422


class TestFile:
    def address(self, row):
        return reverse("office:papers:file", args=[row.pk])

    def test_a_pdf_opens_sandboxed_under_its_true_kind(self, officer, province, people):
        row = store_file(province=province, file=samples.PDF, name="Quyết định.pdf", by=people["officer"])
        answer = officer.get(self.address(row))
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert b"".join(answer.streaming_content) == samples.PDF

    @pytest.mark.parametrize("name", ["to-trinh.docx", "ke.csv", "ghi-chu.txt", "cu.xls"])
    def test_what_is_not_shown_is_downloaded(self, officer, province, people, name):
        row = store_file(province=province, file=samples.ACCEPTED[name][0], name=name, by=people["officer"])
        answer = officer.get(self.address(row))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "html" not in answer.headers["Content-Type"]
        b"".join(answer.streaming_content)

    def test_files_of_another_province_do_not_exist(self, login, province, people, strangers):
        row = store_file(province=province, file=samples.PDF, name="a.pdf", by=people["officer"])
        assert login(strangers["officer"]).get(self.address(row)).status_code == 404
        assert login(people["beneficiary"]).get(self.address(row)).status_code == 403

    def test_an_establishment_opens_the_files_of_its_own_project(self, login, people, province, commune, make_person):
        mine = make_establishment(province, commune, name="HTX chè")
        chain = Chain(people, mine).to("start")
        row = store_file(province=province, file=samples.PDF, name="a.pdf", by=people["officer"])
        ProjectPaper.objects.create(
            project=chain.project,
            slot="dossier:x",
            attachment=row,
            added_by=people["officer"],
            added_at=row.uploaded_at,
        )
        owner = make_person("beneficiary", province, username="chu", establishment_id=mine.pk)
        owner.organisation.establishment_id = mine.pk
        owner.organisation.save()
        owner.__dict__.pop("grants", None)
        answer = login(owner).get(self.address(row))
        assert answer.status_code == 200
        b"".join(answer.streaming_content)

    def test_a_scan_of_a_paper_is_served(self, officer, register, province, people):
        row = store_file(province=province, file=samples.PNG, name="a.png", by=people["officer"])
        attach_scan(paper=register(), attachment=row, by=people["officer"])
        assert self.address(row) in text_of(officer.get(URL))
