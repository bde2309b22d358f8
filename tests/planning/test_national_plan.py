"""The national plan: the ministry's money, the Minister's decision, one transaction over all provinces."""

import threading
from datetime import date

import pytest
from django.db import connection

from bedo.core import log
from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.ledger import checks
from bedo.ledger import queries as ledger_queries
from bedo.ledger import services as ledger
from bedo.planning import services as planning
from bedo.planning.models import YearPlan
from bedo.projects.models import Project, Tranche
from tests.conftest import _unit
from tests.projects.factory import TODAY, Chain, make_establishment
from tests.projects.national import NationalChain

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


@pytest.fixture(autouse=True)
def _whole(request):
    yield
    assert list(checks.broken_lines()) == []
    assert list(log.broken_entries()) == []


@pytest.fixture
def here(people, province, commune):
    return NationalChain(people, make_establishment(province, commune), envelope=500 * MILLION)


@pytest.fixture
def there(people, strangers, other_province):
    """A project of another province, before the same ministry."""
    far = _unit("00009", "Tân Lạc", date(2025, 7, 1), level=3, kind="xa", parent=other_province)
    ministry = {role: people[role] for role in ("ministry_department", "ministry_minister")}
    return NationalChain({**strangers, **ministry}, make_establishment(other_province, far, name="Cơ sở xa"), number=2)


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value


def both_in_plan(here, there, amounts=(300, 200)):
    here.to("envelope")
    there.to("ministry_passed")
    cuc = here.people["ministry_department"]
    here.plan_row = planning.open_plan(line=here.source, by=cuc)
    for chain, amount in zip((here, there), amounts, strict=True):
        planning.add_item(plan=here.plan_row, project=chain.project, amount=Dong(amount * MILLION), by=cuc)
    planning.submit_plan(plan=here.plan_row, on=date(2026, 1, 5), **here.cuc)
    return here.plan_row


def stages(line):
    return {stage: int(amount) for stage, amount in ledger_queries.totals(line).items() if amount}


def test_the_decision_gives_every_province_its_money_in_one_transaction(here, there):
    plan = both_in_plan(here, there)
    here.done.append("plan")
    here.to("approve")
    assert stages(here.source) == {"in": 500 * MILLION, "out": 500 * MILLION}
    for chain, amount in ((here, 300), (there, 200)):
        line = ledger_queries.find_line(chain.establishment.province, "kcqg", 2026)
        assert stages(line) == {"in": amount * MILLION, "planned": amount * MILLION}
        chain.project.refresh_from_db()
        assert (chain.project.state, chain.project.rule_day) == ("planned", date(2026, 1, 20))
        assert chain.share.support == Dong(amount * MILLION)
        assert LogEntry.objects.filter(chain=chain.project.province.code, kind="project.plan_national").count() == 1
    plan.refresh_from_db()
    assert (plan.state, plan.province, plan.decision.province) == ("approved", None, None)
    assert LogEntry.objects.filter(chain="VN", kind="plan.approve").count() == 1
    here.to("allocate")
    assert set(Project.objects.values_list("state", flat=True)) == {"funded"}


def test_the_line_covers_the_plan_or_nothing_moves(here, there):
    plan = both_in_plan(here, there)
    ledger.cut(line=here.source, amount=100 * MILLION, on=date(2026, 1, 10), note="Cắt giảm", **here.cuc)
    paper = here.nation_paper("QĐ", 20, date(2026, 1, 20))
    refusal = refused(planning.approve_plan, plan=plan, decision=paper, **here.minister)
    assert refusal.code == "over"
    assert stages(here.source) == {"in": 500 * MILLION, "out": 100 * MILLION, "available": 400 * MILLION}
    assert ledger_queries.find_line(here.project.province, "kcqg", 2026) is None
    assert set(Project.objects.values_list("state", flat=True)) == {"ministry_passed"}


def test_a_project_the_decision_does_not_take_goes_to_the_reserve_list(here, there):
    plan = both_in_plan(here, there)
    item = plan.items.get(project=there.project)
    paper = here.nation_paper("QĐ", 20, date(2026, 1, 20))
    planning.approve_plan(plan=plan, decision=paper, left_out={item.pk: "Ưu tiên vùng khó khăn"}, **here.minister)
    there.project.refresh_from_db()
    assert there.project.state == "not_planned"
    assert stages(here.source)["available"] == 200 * MILLION
    assert ledger_queries.find_line(there.project.province, "kcqg", 2026) is None


def test_the_paper_is_not_older_than_the_submission_and_the_submitter_does_not_record_it(here, people):
    here.to("plan")
    early = here.nation_paper("QĐ", 19, date(2026, 1, 4))
    assert refused(planning.approve_plan, plan=here.plan_row, decision=early, **here.minister).field == "issued_on"
    paper = here.nation_paper("QĐ", 20, date(2026, 1, 20))
    assert refused(planning.approve_plan, plan=here.plan_row, decision=paper, **here.cuc).status == 403
    people["ministry_department"].grants = people["ministry_minister"].grants
    own = refused(planning.approve_plan, plan=here.plan_row, decision=paper, **here.cuc)
    assert own.code == "requester"


def test_only_projects_that_passed_at_the_ministry_and_of_the_national_track(here, people, province, commune):
    here.to("register").envelope()
    cuc = people["ministry_department"]
    plan = planning.open_plan(line=here.source, by=cuc)
    early = refused(planning.add_item, plan=plan, project=here.project, amount=here.support, by=cuc)
    assert "chưa đạt thẩm định" in early.reason
    local = Chain(people, make_establishment(province, commune, name="Cơ sở mẫu 02"), number=2).to("passed")
    wrong = refused(planning.add_item, plan=plan, project=local.project, amount=here.support, by=cuc)
    assert (wrong.field, wrong.status) == ("project", 422)
    local.to("envelope")
    own = planning.open_plan(line=local.line, by=people["director"])
    national = refused(planning.add_item, plan=own, project=here.project, amount=here.support, by=people["director"])
    assert national.status == 422


def test_a_province_has_no_part_in_the_national_plan(here, people):
    here.to("plan")
    for role in ("director", "accountant", "approver_province", "approver_department"):
        assert refused(planning.open_plan, line=here.source, by=people[role]).status == 403
        paper = here.nation_paper("QĐ", role, date(2026, 1, 20))
        assert refused(planning.approve_plan, plan=here.plan_row, decision=paper, **here.by(role)).status == 403
        assert not YearPlan.objects.visible_to(people[role]).exists()
        assert Paper.objects.visible_to(people[role]).filter(pk=paper.pk).exists()
    given = {"fund": "kcqg", "year": 2026, "amount": Dong(1), "on": TODAY, "decision": None, "today": TODAY}
    assert refused(planning.give_envelope, province=None, by=people["accountant"], **given).status == 403
    opinion = {"agrees": True, "text": "x", "on": TODAY, "today": TODAY}
    assert refused(planning.give_opinion, plan=here.plan_row, by=people["finance"], **opinion).status == 403


def test_later_tranches_are_promised_on_the_ministrys_line_and_honoured_by_it(here):
    here.to("ministry_passed")
    project = here.project
    Project.objects.filter(pk=project.pk).update(kind="key")
    for year, amount in ((2026, 100), (2027, 200)):
        Tranche.objects.create(project=project, year=year, amount=Dong(amount * MILLION))
    here.to("envelope")
    cuc = here.people["ministry_department"]
    here.plan_row = planning.open_plan(line=here.source, by=cuc)
    planning.add_item(plan=here.plan_row, project=project, amount=Dong(100 * MILLION), by=cuc)
    planning.submit_plan(plan=here.plan_row, on=date(2026, 1, 5), **here.cuc)
    here.done.append("plan")
    here.to("approve")
    promise = ledger_queries.promises_of(project.subject).get()
    assert (promise.province, promise.year, int(promise.amount)) == (None, 2027, 200 * MILLION)
    coming = planning.give_envelope(
        province=None, fund="kcqg", year=2027, amount=Dong(200 * MILLION), on=TODAY, decision=None, **here.cuc
    )
    assert ledger_queries.line_facts(coming).promised == Dong(200 * MILLION)
    plan = planning.open_plan(line=coming, by=cuc)
    planning.add_item(plan=plan, project=Project.objects.get(pk=project.pk), amount=Dong(200 * MILLION), by=cuc)
    planning.submit_plan(plan=plan, on=TODAY, **here.cuc)
    planning.approve_plan(plan=plan, decision=here.nation_paper("QĐ", 50, TODAY), **here.minister)
    promise.refresh_from_db()
    assert promise.honoured_by is not None
    assert stages(ledger_queries.find_line(project.province, "kcqg", 2027)) == {
        "in": 200 * MILLION,
        "planned": 200 * MILLION,
    }


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_approvals_at_once_never_overcommit(here, there):
    plan = both_in_plan(here, there)
    papers = [here.nation_paper("QĐ", number, date(2026, 1, 20)) for number in range(100, 120)]
    start, results = threading.Barrier(len(papers)), []

    def approve(paper):
        try:
            connection.ensure_connection()
            own = YearPlan.objects.select_related("line").get(pk=plan.pk)
            start.wait(timeout=60)
            planning.approve_plan(plan=own, decision=paper, **here.minister)
            results.append("done")
        except Refused as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(paper,)) for paper in papers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert (len(results), results.count("done")) == (20, 1)
    assert set(results) <= {"done", "state", "version"}
    assert stages(here.source) == {"in": 500 * MILLION, "out": 500 * MILLION}
    for chain, amount in ((here, 300), (there, 200)):
        line = ledger_queries.find_line(chain.establishment.province, "kcqg", 2026)
        assert stages(line) == {"in": amount * MILLION, "planned": amount * MILLION}
