from datetime import date

import pytest

from bedo.core import log
from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.documents.models import Paper
from bedo.documents.services import attach_scan, correct_paper, register_paper, store_file
from tests.documents import samples

TODAY = date(2026, 3, 10)


@pytest.fixture
def register(province, people):
    def enter(**changes):
        facts = {
            "province": province,
            "issuer": "UBND tỉnh Tuyên Quang",
            "paper_type": "QĐ",
            "number": "310/QĐ-UBND",
            "issued_on": date(2026, 1, 5),
            "summary": "Phê duyệt kế hoạch khuyến công địa phương năm 2026",
            "signer": "Nguyễn Văn A",
            "by": people["officer"],
            "today": TODAY,
        }
        return register_paper(**{**facts, **changes})

    return enter


def test_a_paper_is_kept_as_its_register_gives_it(register, people):
    paper = register()
    assert paper.full_number == "310/QĐ-UBND"
    assert paper.label == "Quyết định 310/QĐ-UBND ngày 05/01/2026"
    assert (paper.year, paper.recorded_by) == (2026, people["officer"])


def test_a_twin_is_refused_with_the_paper_already_there(register):
    paper = register()
    with pytest.raises(Refused) as caught:
        register(
            issuer="Ủy ban nhân dân tỉnh Tuyên Quang", number="0310", symbol="qđ - ubnd", issued_on=date(2026, 2, 1)
        )
    assert caught.value.paper == paper
    assert (caught.value.field, caught.value.status) == ("number", 409)
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"issued_on": date(2025, 1, 5)},
        {"paper_type": "KH"},
        {"issuer": "Sở Công Thương tỉnh Tuyên Quang"},
        {"number": "311/QĐ-UBND"},
        {"number": "310/QĐ-CTUBND"},
    ],
)
def test_another_year_type_issuer_or_number_is_another_paper(register, changes):
    register()
    register(**changes)
    assert Paper.objects.count() == 2


def test_another_province_keeps_its_own_register(register, other_province):
    register()
    register(province=other_province)
    assert Paper.objects.count() == 2


def test_papers_without_number_are_no_twins(register):
    register(paper_type="BB", number="")
    register(paper_type="BB", number="")
    assert Paper.objects.count() == 2


def test_refused_paper_leaves_nothing(register):
    with pytest.raises(Refused) as caught:
        register(issued_on=date(2026, 3, 11))
    assert caught.value.status == 422
    assert not Paper.objects.exists()
    assert not LogEntry.objects.filter(kind__startswith="paper").exists()


def test_search_needs_no_marks(register):
    paper = register()
    assert list(Paper.objects.matching("phe duyet KHUYEN cong")) == [paper]
    assert list(Paper.objects.matching("310/qd")) == [paper]
    assert not Paper.objects.matching("dieu chinh").exists()


def test_the_signer_stays_out_of_the_chain(register):
    register()
    entry = LogEntry.objects.get(kind="paper.register")
    assert entry.on == date(2026, 1, 5)
    assert "Nguyễn Văn A" not in entry.text + str(entry.data)
    assert entry.personal.data["signer"] == "Nguyễn Văn A"


def test_correction_keeps_keys_and_history(register, people):
    paper = register()
    fixed = correct_paper(
        paper=paper, version=1, by=people["officer"], today=TODAY, number="311", summary="Sửa trích yếu"
    )
    assert (fixed.number_key, fixed.version) == ("311/qd-ubnd", 2)
    assert list(Paper.objects.matching("sua trich yeu")) == [fixed]
    assert LogEntry.objects.get(kind="paper.correct").data["changed"]["number"] == ["310", "311"]
    assert list(log.broken_entries()) == []


def test_stale_correction_is_refused(register, people):
    paper = register()
    correct_paper(paper=paper, version=1, by=people["officer"], today=TODAY, signer="Trần Thị B")
    with pytest.raises(Refused) as caught:
        correct_paper(paper=paper, version=1, by=people["director"], today=TODAY, signer="Lê Văn C")
    assert caught.value.status == 409
    assert Paper.objects.get().signer == "Trần Thị B"


def test_correction_into_a_twin_is_refused(register, people):
    register()
    other = register(number="311/QĐ-UBND")
    with pytest.raises(Refused, match="đã có trong sổ"):
        correct_paper(paper=other, version=1, by=people["officer"], today=TODAY, number="310")


def test_scan_is_attached_and_a_replaced_one_is_named_in_the_log(register, province, people, own_store):
    paper = register()
    first = store_file(province=province, file=samples.PDF, name="a.pdf", by=people["officer"])
    second = store_file(province=province, file=samples.PNG, name="b.png", by=people["officer"])
    attach_scan(paper=paper, attachment=first, by=people["officer"])
    paper = attach_scan(paper=paper, attachment=second, by=people["officer"])
    assert paper.attachment == second
    assert LogEntry.objects.filter(kind="paper.scan").latest("id").data["before"] == first.sha256


def test_scan_of_another_province_is_refused(register, other_province, people, own_store):
    foreign = store_file(province=other_province, file=samples.PDF, name="a.pdf", by=people["officer"])
    with pytest.raises(Refused, match="tỉnh khác"):
        attach_scan(paper=register(), attachment=foreign, by=people["officer"])


def test_papers_of_another_province_are_not_seen(register, people, strangers):
    paper = register()
    assert list(Paper.objects.visible_to(people["finance"])) == [paper]
    assert not Paper.objects.visible_to(strangers["director"]).exists()
