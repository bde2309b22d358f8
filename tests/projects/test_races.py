"""Real threads on PostgreSQL: two people press the button on one project in the same second."""

import threading
from datetime import date

import pytest
from django.db import connection

from bedo.core import log
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import checks
from bedo.ledger import queries as ledger_queries
from bedo.ledger import services as ledger
from bedo.planning import services as planning
from bedo.projects.models import ChangeRequest, Dossier, Payment, Project, Share
from bedo.projects.services import changes, contracts, dossiers, progress
from tests.projects.factory import PARTS, TODAY, Chain, make_establishment
from tests.projects.groups import GroupChain

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(*calls):
    """Run the calls in threads released at once; "done" or the code of the refusal, sorted."""
    start, results = threading.Barrier(len(calls)), []

    def one(call):
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            call()
            results.append("done")
        except Refused as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(results) == len(calls)
    return sorted(results)


@pytest.fixture
def whole():
    yield
    assert list(checks.broken_lines()) == []
    assert list(log.broken_entries()) == []


def again(chain):
    """The project as another request would load it."""
    return Project.objects.select_related("province", "dossier").get(pk=chain.project.pk)


def test_a_dossier_is_submitted_once(chain, people, whole):
    chain.to("write")
    calls = [lambda: dossiers.submit(project=again(chain), by=people["officer"], today=TODAY) for _ in range(2)]
    assert together(*calls) == ["done", "state"]


def test_a_first_advance_is_paid_once(chain, people, whole):
    chain.to("confirm")
    amount = chain.support.share(70, 100)

    def pay():
        share = again(chain).shares.select_related("project__province").get()
        contracts.pay(share=share, kind="first_advance", amount=amount, on=date(2026, 7, 6), **chain.by("accountant"))

    assert together(pay, pay, pay).count("done") == 1
    assert ledger_queries.totals(chain.line)["advanced"] == amount


def test_of_two_editors_with_one_version_one_is_told(chain, people, whole):
    chain.to("start")
    version = Dossier.objects.get(project=chain.project).version

    def write(role):
        return lambda: dossiers.write_dossier(project=again(chain), version=version, parts=PARTS, by=people[role])

    assert together(write("officer"), write("director")) == ["done", "stale"]


def test_two_approvals_never_exceed_the_money(people, province, commune, whole):
    first = Chain(people, make_establishment(province, commune), envelope=400_000_000).to("plan")
    second = Chain(people, make_establishment(province, commune, name="Cơ sở mẫu 02"), number=2).to("passed")
    with pytest.raises(Refused):
        planning.open_plan(line=first.line, by=people["director"])
    papers = [first.paper("QĐ", number, date(2026, 1, 20)) for number in (21, 22)]
    calls = [
        lambda paper=paper: planning.approve_plan(
            plan=type(first.plan_row).objects.select_related("province", "line__province").get(pk=first.plan_row.pk),
            decision=paper,
            **first.by("approver_province"),
        )
        for paper in papers
    ]
    assert together(*calls) == ["done", "state"]
    totals = ledger_queries.totals(first.line)
    assert (totals["planned"], totals["available"]) == (Dong(300_000_000), Dong(100_000_000))
    assert second.project.state == "base_passed"


def fresh_line(chain):
    return type(chain.line).objects.select_related("province").get(pk=chain.line.pk)


def test_two_plans_of_a_line_are_never_open_together(chain, people, whole):
    chain.to("envelope")
    calls = [lambda: planning.open_plan(line=fresh_line(chain), by=people["director"]) for _ in range(3)]
    assert together(*calls) == ["done", "open", "open"]


def test_two_projects_for_the_last_money_of_a_plan(people, province, commune, whole):
    first = Chain(people, make_establishment(province, commune), envelope=400_000_000).to("envelope")
    second = Chain(people, make_establishment(province, commune, name="Cơ sở mẫu 02"), number=2).to("passed")
    plan = planning.open_plan(line=first.line, by=people["director"])

    def add(chain):
        own = type(plan).objects.select_related("province", "line__province").get(pk=plan.pk)
        return planning.add_item(plan=own, project=again(chain), amount=chain.support, by=people["director"])

    assert together(lambda: add(first), lambda: add(second)) == ["done", "money"]
    assert planning.asked_sum(plan) == Dong(300_000_000)


def test_an_approval_and_a_cut_for_the_same_money(chain, people, whole):
    chain.to("plan")
    decision = chain.paper("QĐ", 21, date(2026, 1, 20))

    def approve():
        own = type(chain.plan_row).objects.select_related("province", "line__province").get(pk=chain.plan_row.pk)
        planning.approve_plan(plan=own, decision=decision, **chain.by("approver_province"))

    def cut():
        ledger.cut(
            line=fresh_line(chain), amount=1_900_000_000, on=date(2026, 1, 21), note="Cắt", **chain.by("accountant")
        )

    assert together(approve, cut) in (["done", "over"], ["done", "done"])
    totals = ledger_queries.totals(chain.line)
    assert totals["planned"] + totals["available"] + totals["out"] == Dong(2_000_000_000)
    assert totals["available"] >= 0


FIFTY = 50


def test_fifty_advances_and_stops_of_one_share(people, establishment, whole):
    """Whoever comes first wins: paid and then stopped with all of it to come back, or stopped and nothing is paid."""
    group = GroupChain(people, establishment).detailed().signed().advanced(1)
    second = group.shares[1]
    value = second.support + second.counterpart
    progress.report_progress(
        share=second, month=date(2026, 6, 1), planned_percent=80, done_percent=80, done_text="Lắp máy",
        submitted_on=date(2026, 6, 20), **group.by("officer"),
    )  # fmt: skip
    contracts.confirm_work(
        share=second, number="BB-2", on=date(2026, 6, 25), done_value=value.share(80, 100), total_value=value, **group.by("appraiser")
    )  # fmt: skip
    request = group.change("stop", {"work_done": "Dừng", "done": {}}, share=second, reason_code="no_capital")
    changes.check(request=request, agrees=True, text="Đã xem", on=date(2026, 8, 10), **group.by("appraiser"))
    decision = group.paper("QĐ", 77, date(2026, 8, 20))

    def pay():
        share = Share.objects.select_related("project__province").get(pk=second.pk)
        contracts.pay(
            share=share, kind="first_advance", amount=Dong(210_000_000), on=date(2026, 7, 6), **group.by("accountant")
        )  # fmt: skip

    def stop():
        own = ChangeRequest.objects.select_related("project__province", "share").get(pk=request.pk)
        changes.approve(request=own, decision=decision, **group.by("approver_province"))

    results = together(*[pay if number % 2 else stop for number in range(FIFTY)])
    paid = Payment.objects.filter(share=second).exists()
    second.refresh_from_db()
    held = {stage: amount for stage, amount in ledger_queries.stages_of_holders([second.holder])[second.holder].items() if amount}  # fmt: skip
    assert results.count("done") == (2 if paid else 1)
    after = ("stopping", {"recoverable": Dong(210_000_000)}) if paid else ("stopped", {})
    assert (second.state, held) == after


def test_fifty_decisions_on_one_request_move_the_money_once(people, establishment, whole):
    group = GroupChain(people, establishment).detailed().signed()
    request = group.change("increase", {"amount": 350_000_000}, share=group.shares[0])
    changes.check(request=request, agrees=True, text="Đã xem", on=date(2026, 8, 10), **group.by("appraiser"))
    decision = group.paper("QĐ", 77, date(2026, 8, 20))

    def approve():
        own = ChangeRequest.objects.select_related("project__province", "share").get(pk=request.pk)
        changes.approve(request=own, decision=decision, **group.by("approver_province"))

    assert together(*[approve] * FIFTY).count("done") == 1
    assert ledger_queries.totals(group.line)["contracted"] == Dong(950_000_000)


def test_fifty_cuts_and_one_approval_never_overcommit(chain, people, whole):
    chain.to("plan")
    decision = chain.paper("QĐ", 21, date(2026, 1, 20))

    def approve():
        own = type(chain.plan_row).objects.select_related("province", "line__province").get(pk=chain.plan_row.pk)
        planning.approve_plan(plan=own, decision=decision, **chain.by("approver_province"))

    def cut():
        ledger.cut(line=fresh_line(chain), amount=100_000_000, on=date(2026, 1, 21), note="Cắt", **chain.by("accountant"))  # fmt: skip

    together(*[approve if number == 25 else cut for number in range(FIFTY)])
    totals = ledger_queries.totals(chain.line)
    assert totals["planned"] + totals["available"] + totals["out"] == Dong(2_000_000_000)
    assert totals["planned"] in (Dong(0), Dong(300_000_000))


TWENTY = 20


@pytest.mark.parametrize("cuts", [0, 6])
def test_twenty_approvals_and_cuts_in_between_plan_all_rows_or_none(people, province, commune, whole, cuts):
    """Three rows of 300 triệu against 1,000: one approval takes them all, or the cuts came first and none is taken."""
    chains = [Chain(people, make_establishment(province, commune), envelope=1_000_000_000).to("envelope")]
    for number in (2, 3):
        one = Chain(people, make_establishment(province, commune, name=f"Cơ sở mẫu 0{number}"), number=number)
        one.envelope = lambda: None
        chains.append(one.to("passed"))
    first = chains[0]
    plan = planning.open_plan(line=first.line, by=people["director"])
    for one in chains:
        planning.add_item(plan=plan, project=one.project, amount=one.support, by=people["director"])
    planning.submit_plan(plan=plan, on=date(2026, 1, 5), **first.by("director"))
    planning.give_opinion(plan=plan, agrees=True, text="Nhất trí", on=date(2026, 1, 8), **first.by("finance"))
    papers = [first.paper("QĐ", 100 + number, date(2026, 1, 20)) for number in range(TWENTY)]

    def approve(number):
        own = type(plan).objects.select_related("province", "line__province").get(pk=plan.pk)
        planning.approve_plan(plan=own, decision=papers[number], **first.by("approver_province"))

    def cut(number):
        ledger.cut(
            line=fresh_line(first), amount=60_000_000, on=date(2026, 1, 21), note="Cắt", **first.by("accountant")
        )

    acts = [approve] * TWENTY + [cut] * cuts
    together(*[lambda act=act, number=number: act(number) for number, act in enumerate(acts)])
    plan.refresh_from_db()
    totals = ledger_queries.totals(first.line)
    planned = plan.items.filter(outcome="planned").count()
    assert planned in ((3,) if not cuts else (0, 3))
    assert totals["planned"] == Dong(300_000_000 * planned)
    assert totals["planned"] + totals["available"] + totals["out"] == Dong(1_000_000_000)
    assert plan.state == ("approved" if planned else "submitted")
