"""An accountant, an open line with an estimate, and short ways to move its money."""

from datetime import date
from types import SimpleNamespace

import pytest

from bedo.core.types import Dong
from bedo.ledger import checks, queries, rules, services

TODAY = date(2026, 11, 20)
SHARE, GROUP = "part:12", "file:7"  # keys of nobody: the ledger asks no one


@pytest.fixture
def accountant(province, make_person):
    return make_person("accountant", province)


@pytest.fixture
def paper(accountant):
    """paper(on=…, note=…) → the facts of a paper, entered by the accountant."""

    def make(on=date(2026, 3, 2), **more):
        return {"by": accountant, "on": on, "today": TODAY, **more}

    return make


@pytest.fixture
def line(province, accountant):
    return services.open_line(province=province, fund="kcdp", year=2026, by=accountant)


@pytest.fixture
def next_line(province, accountant):
    return services.open_line(province=province, fund="kcdp", year=2027, by=accountant)


@pytest.fixture
def give(line, paper):
    """give(900_000_000) → the estimate is given."""
    return lambda amount, to=None: services.receive(line=to or line, amount=amount, **paper(date(2026, 1, 5)))


@pytest.fixture
def bring(line, paper):
    """bring("advanced", 100) → a share's money is brought that far, step by step."""

    def make(stage, amount, *, line=line, holder=SHARE, group=GROUP):
        last = services.plan(line=line, holder=holder, group=group, amount=amount, **paper())
        for reached, verb in (("contracted", "contract"), ("advanced", "pay"), ("settled", "settle")):
            if stage == last.target.stage:
                break
            last = getattr(services, verb)(line=line, holder=holder, amount=amount, **paper())
            assert last.target.stage == reached
        return last

    return make


@pytest.fixture
def holds():
    """holds(line, in_=900, available=900) → every stage of the line is as written (0 where not), and all recounts."""

    def check(line, in_=0, **expected):
        totals = queries.totals(line)
        assert totals == {s: Dong(0) for s in rules.STAGES} | {"in": Dong(in_)} | {
            stage: Dong(amount) for stage, amount in expected.items()
        }
        assert rules.identity_gap(totals) == 0
        assert list(checks.broken_lines()) == []

    return check


@pytest.fixture
def world(province, accountant, line, paper):
    return SimpleNamespace(province=province, accountant=accountant, line=line, paper=paper)
