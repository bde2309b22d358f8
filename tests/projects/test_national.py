"""The national track: registered by the Sở, appraised by the Cục, decided by the Minister, money from the ministry's line."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bedo.core import log
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import checks
from bedo.ledger import queries as ledger_queries
from bedo.projects import lawbook, queries
from bedo.projects.models import Project, RegistrationSet
from bedo.projects.services import appraisal, contracts, dossiers, national
from tests.projects.factory import TODAY, Chain, make_establishment
from tests.projects.national import LATE, SENT, NationalChain

pytestmark = pytest.mark.django_db


@pytest.fixture
def national_chain(people, province, commune):
    return NationalChain(people, make_establishment(province, commune))


@pytest.fixture(autouse=True)
def _whole():
    yield
    assert list(checks.broken_lines()) == []
    assert list(log.broken_entries()) == []


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value


# --- registration


def test_the_department_registers_its_set_with_one_report(national_chain):
    national_chain.to("register")
    made = RegistrationSet.objects.get()
    assert national_chain.project.state == "registered"
    assert (made.year, made.sent_on, made.due_on, made.late_reason) == (2026, SENT, date(2025, 6, 19), LATE)
    assert list(made.projects.all()) == [national_chain.project]
    assert national_chain.project.papers.get(slot="registration:report").paper == made.paper


def test_a_late_report_needs_its_reason_and_one_in_time_keeps_none(national_chain):
    national_chain.to("passed")
    paper = national_chain.report_paper()
    late = refused(
        national.register_set, projects=[national_chain.project], paper=paper, **national_chain.by("appraiser")
    )
    assert (late.status, late.field, late.code) == (422, "late_reason", "late")
    assert "19/06/2025" in late.reason


def test_a_project_with_gaps_is_named_and_nothing_is_sent(national_chain):
    national_chain.to("passed")
    project = national_chain.project
    Project.objects.filter(pk=project.pk).update(ends_on=None)
    project.papers.filter(slot="dossier:letter").delete()
    paper = national_chain.report_paper()
    refusal = refused(
        national.register_set, projects=[project], paper=paper, late_reason=LATE, **national_chain.by("appraiser")
    )
    assert refusal.code == "gaps"
    for words in (project.code, "Công văn của đơn vị thực hiện", "chưa ghi ngày bắt đầu"):
        assert words in refusal.reason
    [ready] = national.set_of(national_chain.people["appraiser"], project.province_id, 2026, TODAY)
    assert len(ready.gaps) == 2
    assert not RegistrationSet.objects.exists()
    project.refresh_from_db()
    assert project.state == "base_passed"


def test_only_passed_national_projects_are_registered_by_who_may(national_chain, people, province, commune):
    national_chain.to("passed")
    local = Chain(people, make_establishment(province, commune, name="Cơ sở mẫu 02"), number=2).to("passed").project
    paper, given = national_chain.report_paper(), {"late_reason": LATE, "today": TODAY}
    mixed = refused(
        national.register_set, projects=[national_chain.project, local], paper=paper, by=people["appraiser"], **given
    )
    assert local.code in mixed.reason
    wrong = refused(
        national.register_set, projects=[national_chain.project], paper=paper, by=people["officer"], **given
    )
    assert wrong.status == 403
    early = national_chain.report_paper(date(2025, 10, 1), number=41)
    older = refused(
        national.register_set, projects=[national_chain.project], paper=early, by=people["appraiser"], **given
    )
    assert (older.field, older.code) == ("issued_on", "day")
    national.register_set(projects=[national_chain.project], paper=paper, by=people["appraiser"], **given)
    twice = refused(
        national.register_set, projects=[national_chain.project], paper=paper, by=people["appraiser"], **given
    )
    assert twice.code == "state"


def test_the_gaps_of_twenty_cost_what_those_of_one_cost(national_chain, people, province, commune):
    national_chain.to("passed")

    def cost():
        with CaptureQueriesContext(connection) as found:
            national.set_of(people["appraiser"], province.pk, 2026, TODAY)
        return sum("programmes_rulebook" not in query["sql"] for query in found)  # read once in a request

    cost()
    one = cost()
    NationalChain(people, make_establishment(province, commune, name="Cơ sở mẫu 02"), number=2).to("passed")
    assert cost() == one


# --- appraisal at the ministry


def test_the_ministry_appraises_on_its_own_sheet(national_chain, people):
    national_chain.to("ministry_receive")
    project = national_chain.project
    assert queries.appraisal_outcome(project) == ""
    empty = refused(appraisal.conclude, project=project, passed=True, **national_chain.cuc)
    assert empty.code == "appraisal"
    sheet = {"project": project, "findings": [], "held_on": TODAY, "today": TODAY}
    assert refused(appraisal.write_sheet, by=people["appraiser"], **sheet).status == 403
    national_chain.to("ministry_passed")
    levels = list(project.appraisals.order_by("round").values_list("round", "level", "conclusion"))
    assert levels == [(1, "base", "pass"), (2, "ministry", "pass")]
    assert national_chain.project.state == "ministry_passed"


def test_what_the_ministry_returned_goes_back_to_the_ministry(national_chain, people):
    national_chain.to("ministry_receive")
    project = national_chain.project
    row = appraisal.ask_correction(
        project=project, kind="missing", part="need", text="Bổ sung căn cứ", due_on=TODAY, **national_chain.cuc
    )
    assert row.level == "ministry"
    appraisal.give_back(project=project, **national_chain.cuc)
    assert project.state == "returned"
    wrong_way = refused(dossiers.move_project, project=project, name="resubmit", **national_chain.by("officer"))
    assert wrong_way.code == "reviewer"
    appraisal.answer_correction(correction=row, answer="Đã bổ sung", **national_chain.by("officer"))
    dossiers.submit(project=project, **national_chain.by("officer"))
    assert project.state == "ministry_review"
    assert refused(appraisal.close_correction, correction=row, **national_chain.by("appraiser")).status == 403
    appraisal.close_correction(correction=row, **national_chain.cuc)
    national_chain.to("ministry_passed")
    assert national_chain.project.state == "ministry_passed"


def test_what_the_department_returned_stays_with_the_department(national_chain):
    national_chain.to("sheet")
    project = national_chain.project
    appraisal.ask_correction(
        project=project, kind="wrong", part="", text="Sửa", due_on=TODAY, **national_chain.by("appraiser")
    )
    appraisal.give_back(project=project, **national_chain.by("appraiser"))
    wrong_way = refused(
        dossiers.move_project, project=project, name="ministry_resubmit", **national_chain.by("officer")
    )
    assert wrong_way.code == "reviewer"


def test_the_ministry_rejects_with_the_content_that_failed(national_chain):
    national_chain.to("ministry_receive")
    national_chain.ministry_sheet(passed=False)
    appraisal.conclude(project=national_chain.project, passed=False, comment="Ngoài định hướng", **national_chain.cuc)
    assert national_chain.project.state == "rejected"


# --- money


def test_the_first_advance_follows_the_national_rows(national_chain):
    national_chain.to("contract")
    offer = lawbook.advance_offer(national_chain.share, TODAY)
    assert offer.value == Dong(210_000_000)
    assert "Thông tư 36/2013/TT-BCT" in offer.sources[0].sentence
    national_chain.to("begin")
    gate = lawbook.payment_gate(national_chain.share, "first_advance", Dong(210_000_000), TODAY)
    assert "70 %" in gate.verdict.refusal.reason
    national_chain.to("advance")
    assert ledger_queries.totals(national_chain.line)["advanced"] == Dong(210_000_000)


@pytest.mark.parametrize(
    ("content", "percent"),
    [
        ("HA_TANG_CCN", 30),
        ("DAO_TAO_NGHE", 70),
        ("TRUYEN_THONG", 70),
        ("MAY_MOC_CHUYEN_GIAO_CN", 70),
        ("THANH_LAP_DN", 100),
    ],
)
def test_first_advances_by_content(national_chain, content, percent):
    national_chain.to("contract")
    share = national_chain.share
    share.project.content = content
    assert lawbook.advance_offer(share, TODAY).value == Dong(300_000_000).share(percent, 100)


def test_money_reaches_the_establishment_in_two_legs(national_chain, people):
    national_chain.to("advance")
    payment = national_chain.share.payments.get()
    given = {"payment": payment, "number": "UNC-07", "by": people["accountant"], "today": TODAY}
    assert refused(contracts.pass_on, on=date(2026, 7, 5), **given).field == "on"
    assert refused(contracts.pass_on, on=date(2026, 7, 8), **{**given, "number": " "}).field == "number"
    assert refused(contracts.pass_on, on=date(2026, 7, 8), **{**given, "by": people["officer"]}).status == 403
    contracts.pass_on(on=date(2026, 7, 8), **given)
    payment.refresh_from_db()
    assert (payment.passed_on, payment.passed_number) == (date(2026, 7, 8), "UNC-07")
    assert refused(contracts.pass_on, on=date(2026, 7, 8), **given).code == "state"


def test_a_local_payment_has_one_leg(chain):
    chain.to("advance")
    payment = chain.share.payments.get()
    refusal = refused(contracts.pass_on, payment=payment, number="1", on=TODAY, **chain.by("accountant"))
    assert refusal.code == "track"


@pytest.mark.parametrize(("invoice", "wanted"), [(False, {"m7", "m8a", "m8b", "m9"}), (True, {"invoice"})])
def test_settlement_papers_follow_the_invoice(national_chain, invoice, wanted):
    national_chain.to("write")
    dossiers.write_dossier(
        project=national_chain.project, version=None, parts={}, about={"issues_invoice": invoice}, by=national_chain.people["officer"]
    )  # fmt: skip
    national_chain.to("contract")
    slots = {item.key for item in lawbook.completion_checklist(national_chain.share, TODAY)}
    assert {slot.rpartition(".")[2] for slot in slots if slot.startswith("completion:settle.")} == wanted


def test_a_local_project_has_no_papers_for_the_ministry(chain):
    chain.to("contract")
    slots = {item.key for item in lawbook.completion_checklist(chain.share, TODAY)}
    assert not any("settle." in slot for slot in slots)


def test_the_whole_national_chain_ends_settled_to_the_dong(national_chain):
    national_chain.to("close")
    assert national_chain.project.state == "closed"
    totals = ledger_queries.totals(national_chain.line)
    assert (totals["in"], totals["settled"], totals["available"]) == (Dong(300_000_000), Dong(300_000_000), Dong(0))
    source = ledger_queries.totals(national_chain.source)
    assert (source["in"], source["out"], source["available"]) == (
        Dong(2_000_000_000),
        Dong(300_000_000),
        Dong(1_700_000_000),
    )
