"""A paper written here: draft, number, signed scan, sent; nothing half-done, the signed one never changes."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.documents import drafting, runs, services, tasks
from bedo.documents.models import Paper, WritingRun, Written, WrittenVersion
from bedo.documents.writing.forms import FORMS, Terms
from bedo.projects.models import Contract, Project
from tests.projects.conftest import *  # noqa: F403 - the chain of a project
from tests.projects.factory import TODAY

pytestmark = pytest.mark.django_db
TERMS = Terms(
    issuer="Trung tâm Khuyến công", superior="Sở Công Thương", symbol="HĐ-TTKC", place="Tuyên Quang", position="GIÁM ĐỐC",
    signer="Nguyễn Văn A", recipients=("- Như trên;", "- Lưu: VT."),
)  # fmt: skip
PDF = b"%PDF-1.4 minh hoa"


@pytest.fixture
def contract(chain):
    chain.to("contract")
    return Contract.objects.get()


@pytest.fixture
def draft(contract, people):
    return drafting.write(form=FORMS["hop_dong"], record=contract, terms=TERMS, by=people["officer"])


def numbered(draft, contract, people, **more):
    facts = {"number": "7", "symbol": "HĐ-TTKC", "on": date(2026, 3, 1), **more}
    return drafting.number(
        row=draft, version=draft.version, form=FORMS["hop_dong"], record=contract, by=people["officer"], today=TODAY, **facts
    )  # fmt: skip


def test_the_same_again_is_no_new_version_and_a_change_is(draft, contract, people):
    again = drafting.write(form=FORMS["hop_dong"], record=contract, terms=TERMS, by=people["officer"])
    assert (again.pk, again.versions.count()) == (draft.pk, 1)
    other = drafting.write(
        form=FORMS["hop_dong"], record=contract, terms=replace(TERMS, place="Hà Giang"), by=people["officer"]
    )
    assert (other.pk, other.versions.count()) == (draft.pk, 1)  # the contract says no place
    contract.note = "Giao máy tại xưởng."
    contract.save()
    changed = drafting.write(form=FORMS["hop_dong"], record=contract, terms=TERMS, by=people["officer"])
    assert [one.number for one in changed.versions.order_by("number")] == [1, 2]
    assert "Giao máy tại xưởng." in str(drafting.newest(changed).content)


def test_number_scan_and_sending_follow_one_another(draft, contract, people, province):
    with pytest.raises(Refused, match="Chưa có bản ký|chưa có bản ký"):
        drafting.send(row=draft, version=draft.version, to="Cơ sở", on=TODAY, by=people["officer"], today=TODAY)
    row = numbered(draft, contract, people)
    assert (row.state, row.paper.full_number, row.paper.issued_on) == ("numbered", "7/HĐ-TTKC", date(2026, 3, 1))
    scan = services.store_file(province=province, file=PDF, name="ban-ky.pdf", by=people["officer"])
    services.attach_scan(paper=row.paper, attachment=scan, by=people["officer"])
    row = Written.objects.get(pk=row.pk)
    assert row.state == "signed"
    before = [one.digest for one in row.versions.all()]
    with pytest.raises(Refused, match="không đổi nữa"):
        drafting.write_again(
            row=row, version=row.version, record=contract, form=FORMS["hop_dong"], terms=TERMS, by=people["officer"]
        )
    assert [one.digest for one in row.versions.all()] == before
    sent = drafting.send(
        row=row, version=row.version, to="Cơ sở mẫu 01", on=date(2026, 3, 2), by=people["officer"], today=TODAY
    )
    assert sent.state == "sent"
    assert LogEntry.objects.filter(group=draft.group, kind__startswith="written.").count() == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"on": date(2027, 1, 1)}, "sau hôm nay"),
        ({"number": "bảy"}, "không có chữ số"),
    ],
)
def test_a_refused_number_leaves_nothing(draft, contract, people, change, why):
    papers = Paper.objects.count()
    with pytest.raises(Refused, match=why):
        numbered(draft, contract, people, **change)
    draft.refresh_from_db()
    assert (draft.paper, draft.version, draft.versions.count()) == (None, 1, 1)
    assert Paper.objects.count() == papers


def test_a_number_that_is_taken_is_refused_with_the_paper(draft, contract, people, province):
    services.register_paper(
        province=province, issuer=TERMS.issuer, paper_type="HĐ", number="07", symbol="HĐ-TTKC", issued_on=date(2026, 2, 1),
        summary="Hợp đồng khác", by=people["officer"], today=TODAY,
    )  # fmt: skip
    with pytest.raises(Refused, match="đã có trong sổ"):
        numbered(draft, contract, people)
    assert Written.objects.get(pk=draft.pk).paper is None


def test_what_the_text_says_is_not_corrected_apart_from_it(draft, contract, people):
    paper = numbered(draft, contract, people).paper
    with pytest.raises(Refused, match="đã in trong nội dung"):
        services.correct_paper(paper=paper, version=paper.version, by=people["officer"], today=TODAY, number="8")
    corrected = services.correct_paper(
        paper=paper, version=paper.version, by=people["officer"], today=TODAY, summary="Rõ hơn"
    )
    assert corrected.summary == "Rõ hơn"


def test_another_editor_is_told(draft, contract, people):
    numbered(draft, contract, people)
    with pytest.raises(Refused, match="Người khác vừa sửa"):
        numbered(draft, contract, people, number="8")


def test_a_version_is_never_changed(draft):
    with pytest.raises(DatabaseError), transaction.atomic():
        WrittenVersion.objects.filter(written=draft).update(digest="0" * 64)


def test_a_letter_that_cannot_be_drawn_is_refused_and_nothing_is_kept(contract, people):
    contract.note = "Máy \U0001f375 sao chè"
    contract.save()
    with pytest.raises(Refused, match="không có ký tự"):
        drafting.write(form=FORMS["hop_dong"], record=contract, terms=TERMS, by=people["officer"])
    assert not Written.objects.exists()


@pytest.mark.parametrize("output", ["zip", "pdf"])
def test_a_run_writes_what_it_can_and_says_what_it_cannot(chain, people, province, output):
    chain.to("write")
    bare = Project.objects.create(
        **{one: getattr(chain.project, one) for one in ("province", "place", "title", "content", "fund", "year", "officer")},
        code="DA-TRONG", created_at=chain.project.created_at,
    )  # fmt: skip
    run = runs.ask(
        province=province, form=FORMS["m1"], records=[chain.project.pk, bare.pk, 987654], terms=TERMS, output=output,
        by=people["officer"], enqueue=lambda pk: None,
    )  # fmt: skip
    tasks.write_many.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, Written.objects.count()) == ("done", 3, 1)
    assert [problem[0] for problem in run.problems] == [bare.pk, 987654]
    tasks.write_many.call(run.pk)
    assert Written.objects.count() == 1


@pytest.mark.parametrize(("records", "output"), [([], "zip"), (list(range(1001)), "zip"), ([1], "exe")])
def test_a_run_that_makes_no_sense_is_refused(people, province, records, output):
    with pytest.raises(Refused):
        runs.ask(
            province=province, form=FORMS["m1"], records=records, terms=TERMS, output=output, by=people["officer"],
            enqueue=lambda pk: None,
        )  # fmt: skip
    assert not WritingRun.objects.exists()
