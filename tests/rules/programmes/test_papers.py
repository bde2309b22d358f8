"""Papers of a dossier and of a completed project."""

from datetime import date

import pytest

from bedo.programmes import rules
from tests.rules.programmes.book import book

CONTENTS = {content.key: content for content in book(rules.Content) if content.effective_from == date(2012, 7, 5)}
ALWAYS = {"all.minutes", "all.summary", "all.report_3b"}
ON = date(2026, 3, 1)


def completion(code, on=ON):
    answer = rules.completion_papers(book(rules.CompletionPaper), CONTENTS[code], level="national", on=on)
    return {paper.key for paper in answer.value}


@pytest.mark.parametrize(
    ("code", "papers"),
    [
        ("DAO_TAO_NGHE", {"1.certificates", "1.trainees", "1.employed", "1.allowances"}),
        ("TU_VAN", {"2.contract", "2.product", "2.vouchers"}),
        ("HOI_NGHI_TAP_HUAN", {"2.trainees", "2.delegates"}),
        ("MO_HINH_TRINH_DIEN_MOI", {"3.invoices", "3.meeting", "3.leaflet"}),
        ("MAY_MOC_CHUYEN_GIAO_CN", {"5.contract", "5.acceptance", "5.liquidation"}),
        ("SXSH_DANH_GIA", {"6.report"}),
        ("THUONG_HIEU", {"7.certificate", "7.collective", "7.strategy", "7.vouchers"}),
        ("HA_TANG_CCN", {"14.works", "14.audit"}),
        ("XU_LY_ON_CO_SO", {"14.works", "14.standard"}),
        ("LAI_SUAT_DI_DOI", {"loan.contract", "loan.interest", "loan.works"}),
        ("PHONG_TRUNG_BAY", set()),
    ],
)
def test_papers_at_completion_follow_the_type(code, papers):
    assert completion(code) == ALWAYS | papers


def test_all_fifteen_types_have_papers():
    typed = {paper.completion_type for paper in book(rules.CompletionPaper)} - {0}
    assert typed == set(rules.COMPLETION_TYPES) == set(range(1, 16))


def dossier(contents, facts=(), level="local", on=ON):
    answer = rules.dossier_papers(
        book(rules.DossierPaper), contents, level=level, on=on, province="08", facts=frozenset(facts)
    )
    return {paper.key for paper in answer.value}


def test_a_dossier_asks_by_beneficiary_content_and_track():
    plain = {"letter", "project", "estimate", "commitment_counterpart", "commitment_single"}
    assert dossier(["HOI_NGHI_TAP_HUAN"]) == plain
    assert dossier(["MAY_MOC_CHUYEN_GIAO_CN"], ["other_beneficiary", "enterprise", "priced"]) == plain | {
        "request", "registration", "sme", "investment", "quotes", "capacity",
    }  # fmt: skip
    assert "training_12" in dossier(["DAO_TAO_NGHE"])
    assert "sheet_4" not in dossier(["DAO_TAO_NGHE"], ["to_ministry"])
    assert "sheet_4" in dossier(["DAO_TAO_NGHE"], ["to_ministry"], level="national")
    assert "list_11" in dossier(["DAO_TAO_NGHE"], ["group"])


def test_optional_papers_are_asked_for_but_never_missing():
    needed = rules.completion_papers(
        book(rules.CompletionPaper), CONTENTS["THUONG_HIEU"], level="national", on=ON
    ).value
    missing = rules.missing_papers(needed, frozenset(ALWAYS | {"7.certificate", "7.strategy"}))
    assert [paper.key for paper in missing.value] == ["7.vouchers"]
    assert "5 trên 6" in missing.steps[0].value


def test_the_message_names_what_is_missing_and_is_empty_when_nothing_is():
    needed = rules.dossier_papers(book(rules.DossierPaper), [], level="local", on=ON).value
    text = rules.reminder(needed[:2], project="Máy sao chè", office="Trung tâm Khuyến công", before=date(2026, 3, 20))
    assert text.startswith("Hồ sơ “Máy sao chè” còn thiếu:\n1. ")
    assert "2. " in text
    assert "trước ngày 20/03/2026" in text
    assert rules.reminder([], project="x", office="y") == ""
