"""The main job: one local single project from wish to settlement, and the money at each step."""

import pytest

from bedo.core import log
from bedo.core.types import Dong
from bedo.ledger import checks
from bedo.ledger import queries as ledger_queries
from tests.projects.factory import STEPS

STATES = {
    "start": "draft", "submit": "submitted", "receive": "base_review", "passed": "base_passed", "approve": "planned", "allocate": "funded",
    "contract": "contracted", "begin": "running", "complete": "completed", "sign": "accepted", "dossier": "settling", "liquidate": "liquidated",
    "settle_year": "settled", "follow": "followed", "close": "closed",
}  # fmt: skip
M = 1_000_000
MONEY = {
    "envelope": {"available": 2000 * M},
    "approve": {"available": 1700 * M, "planned": 300 * M},
    "contract": {"available": 1700 * M, "contracted": 300 * M},
    "advance": {"available": 1700 * M, "contracted": 90 * M, "advanced": 210 * M},
    "remaining": {"available": 1700 * M, "advanced": 300 * M},
    "liquidate": {"available": 1700 * M, "settled": 300 * M},
    "close": {"available": 1700 * M, "settled": 300 * M},
}


def test_one_project_from_wish_to_settlement(chain):
    for step in STEPS:
        chain.to(step)
        if step in STATES:
            assert chain.project.state == STATES[step], step
        if step in MONEY:
            totals = ledger_queries.totals(chain.line)
            assert {stage: int(value) for stage, value in totals.items() if value and stage != "in"} == MONEY[step], (
                step
            )
    assert list(checks.broken_lines()) == []
    assert list(log.broken_entries()) == []
    assert chain.project.shares.get().counterpart_proven == Dong(400 * M)


@pytest.mark.parametrize("step", ["start", "contract", "sign"])
def test_every_live_project_has_one_responsible_officer(chain, step):
    chain.to(step)
    assert chain.project.responsibilities.filter(to_on=None).count() == 1
