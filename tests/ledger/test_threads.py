"""Real threads on PostgreSQL: people who press the button in the same second."""

import threading
from datetime import date

import pytest
from django.db import connection

from bedo.core.log import broken_entries
from bedo.core.moves import Refused
from bedo.ledger import checks, queries, services
from bedo.ledger.models import Account, BudgetLine, Transfer
from tests.ledger.conftest import GROUP, SHARE

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(*calls):
    """Run every call in its own thread, all released at once; returns what each gave back or was refused with."""
    start, results = threading.Barrier(len(calls)), [None] * len(calls)

    def one(number, call):
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            results[number] = call()
        except Refused as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    assert None not in results
    return results


def refusals(results):
    return [result for result in results if isinstance(result, Refused)]


def all_holds():
    assert list(checks.broken_lines()) == []
    assert list(broken_entries()) == []


def test_fifty_threads_never_commit_a_dong_more_than_the_line_has(line, give, paper):
    give(1_000_000_003)
    own = BudgetLine.objects.select_related("province")

    def commit(number):
        return lambda: services.plan(
            line=own.get(pk=line.pk), holder=f"part:{number}", group=f"file:{number}", amount=70_000_000, **paper()
        )

    results = together(*(commit(number) for number in range(50)))
    refused = refusals(results)
    assert len(results) - len(refused) == 14
    assert {refusal.code for refusal in refused} == {"over"}
    totals = queries.totals(line)
    assert (totals["planned"], totals["available"]) == (980_000_000, 20_000_003)
    all_holds()


def test_fifty_threads_take_the_last_dong_once(line, give, paper):
    give(1)
    results = together(
        *(lambda n=n: services.plan(line=line, holder=f"part:{n}", group=GROUP, amount=1, **paper()) for n in range(50))
    )
    assert len(refusals(results)) == 49
    assert queries.totals(line)["available"] == 0
    all_holds()


def test_a_reversal_and_a_payment_race_and_one_wins(line, give, bring, paper):
    give(10 * 100)
    for number in range(10):
        holder = f"part:{number}"
        signed = bring("contracted", 100, holder=holder)
        results = together(
            lambda h=holder: services.pay(line=line, holder=h, amount=100, **paper()),
            lambda t=signed: services.reverse(transfer=t, **paper(note="nhầm")),
        )
        assert len(refusals(results)) == 1
        stages = queries.stages_of_holders([holder])[holder]
        assert sorted((stages["planned"], stages["advanced"])) == [0, 100]
    all_holds()


def test_a_transfer_is_reversed_once_by_twenty_threads(line, give, bring, paper):
    give(100)
    planned = bring("planned", 100)
    results = together(*(lambda: services.reverse(transfer=planned, **paper(note="nhầm")) for _ in range(20)))
    assert len(refusals(results)) == 19
    assert Transfer.objects.filter(reverses=planned).count() == 1
    assert queries.totals(line)["available"] == 100
    all_holds()


def test_a_stop_and_an_advance_never_both_take_the_contract(line, give, bring, paper):
    give(100)
    bring("contracted", 100)
    results = together(
        *(lambda: services.pay(line=line, holder=SHARE, amount=70, **paper()) for _ in range(10)),
        *(
            lambda: services.release(line=line, holder=SHARE, stage="contracted", amount=100, **paper())
            for _ in range(10)
        ),
    )
    assert len(refusals(results)) == 19
    totals = queries.totals(line)
    assert (totals["available"], totals["advanced"]) in ((100, 0), (0, 70))
    all_holds()


def test_commits_against_a_cut_leave_nothing_below_zero(line, give, paper):
    give(1_000)
    results = together(
        *(
            lambda n=n: services.plan(line=line, holder=f"part:{n}", group=GROUP, amount=100, **paper())
            for n in range(10)
        ),
        *(lambda: services.cut(line=line, amount=400, **paper()) for _ in range(2)),
    )
    assert not [refusal for refusal in refusals(results) if refusal.code not in ("over", "cut")]
    for account in Account.objects.filter(stage="planned", balance__gt=0):
        services.release(line=line, holder=account.holder, stage="planned", amount=account.balance, **paper())
    totals = queries.totals(line)
    assert (totals["available"], totals["out"]) == (200, 800)
    all_holds()


def test_two_people_who_carry_over_opposite_ways_do_not_lock_each_other(line, next_line, give, paper, province):
    give(1_000)
    results = together(
        *(
            lambda: services.carry_over(line=line, into=next_line, stage="available", amount=10, **paper())
            for _ in range(8)
        ),
        *(lambda: services.receive(line=next_line, amount=5, **paper(date(2026, 11, 1))) for _ in range(8)),
    )
    assert refusals(results) == []
    assert queries.totals(next_line)["available"] == 120
    all_holds()


def test_provinces_and_the_ministry_allot_and_spend_without_deadlock(province, other_province, accountant, paper):
    nation = services.open_line(province=None, fund="kcqg", year=2026, by=accountant)
    ours, theirs = (
        services.open_line(province=where, fund="kcqg", year=2026, by=accountant)
        for where in (province, other_province)
    )
    services.receive(line=nation, amount=1_000, **paper())
    results = together(
        *(
            lambda to=to: services.allot(source=nation, line=to, amount=100, **paper())
            for to in (ours, theirs, ours, theirs, ours, theirs) * 2
        ),
    )
    assert len(refusals(results)) == 2
    assert queries.totals(nation)["available"] == 0
    assert queries.totals(ours)["in"] + queries.totals(theirs)["in"] == 1_000
    all_holds()
