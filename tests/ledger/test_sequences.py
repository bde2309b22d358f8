"""Random sequences through the services and the database keep the identity, the balances and the log."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bedo.core.log import broken_entries
from bedo.core.moves import Refused
from bedo.ledger import checks, queries, rules, services
from bedo.ledger.models import Account, PendingCut, Transfer

HOLDERS = st.sampled_from(["part:1", "part:2", "part:3"])
GROUPS = {"part:1": "file:1", "part:2": "file:1", "part:3": "file:2"}
ACTS = ["receive", "plan", "release", "shift", "contract", "uncontract", "pay", "settle", "recover", "repay", "cut"]
ACTS += ["lapse", "carry", "promise", "withdraw", "reverse", "reverse", "reverse"]
steps = st.lists(
    st.tuples(
        st.sampled_from(ACTS),
        HOLDERS,
        HOLDERS,
        st.integers(1, 60),
        st.sampled_from(rules.CARRIED),
        st.integers(0, 50),
    ),
    min_size=15,
    max_size=35,
)


SOURCES = {
    "plan": ["available"],
    "release": ["planned", "contracted"],
    "shift": ["planned"],
    "contract": ["planned"],
    "uncontract": ["contracted"],
    "pay": ["contracted"],
    "settle": ["advanced"],
    "recover": ["advanced", "settled"],
    "repay": ["recoverable"],
    "lapse": ["available"],
    "cut": ["available"],
    "carry": rules.CARRIED,
}


def from_where(world, name, number):
    """An account that has money in a fitting stage, if there is one: most steps shall succeed, some must not."""
    stages = SOURCES.get(name, [])
    rows = Account.objects.filter(line=world.line, stage__in=stages, balance__gt=0).order_by("pk")
    return rows[number % rows.count()] if rows.count() else None


def act(world, next_line, step):
    name, holder, other, amount, stage, number = step
    line, paper = world.line, world.paper(note="lý do")
    found = from_where(world, name, number)
    if found is not None and number % 5:
        stage, holder = found.stage, found.holder or holder
        amount = amount if name == "cut" else min(amount, int(found.balance))
    at = {"line": line, "amount": amount}
    if name == "plan":
        services.plan(**at, holder=holder, group=GROUPS[holder], **paper)
    elif name in ("release", "recover"):
        getattr(services, name)(**at, holder=holder, stage=stage, **paper)
    elif name == "shift":
        services.shift(**at, holder=holder, to=other, **paper)
    elif name in ("contract", "uncontract", "pay", "settle", "repay"):
        getattr(services, name)(**at, holder=holder, **paper)
    elif name == "carry":
        services.carry_over(**at, into=next_line, stage=stage, holder="" if stage == "available" else holder, **paper)
    elif name == "promise":
        services.promise(
            province=world.province, fund="kcdp", year=2027, holder=holder, group=GROUPS[holder], amount=amount, **paper
        )
    elif name == "withdraw":
        if cut := PendingCut.objects.order_by("-pk").first():
            services.withdraw_cut(cut=cut, **paper)
    elif name == "reverse":
        if count := Transfer.objects.count():
            services.reverse(transfer=Transfer.objects.order_by("-pk")[number % count], **paper)
    else:
        getattr(services, name)(**at, **paper)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking through a database takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(sequence=steps)
def test_random_acts_keep_the_books(world, next_line, give, sequence):
    with transaction.atomic():
        give(100)
        for step in sequence:
            before = Transfer.objects.count()
            try:
                act(world, next_line, step)
            except Refused:
                assert Transfer.objects.count() == before
            for line in (world.line, next_line):
                assert rules.identity_gap(queries.totals(line)) == 0
            waiting = queries.line_facts(world.line)
            assert not (waiting.pending_cut and waiting.available)
        assert not Account.objects.filter(balance__lt=0).exists()
        assert list(checks.broken_lines()) == []
        assert list(broken_entries()) == []
        transaction.set_rollback(True)
