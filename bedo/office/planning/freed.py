"""Money that changes and stops freed after the plan was approved, and who waits for it on the reserve list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Cast, Concat

from bedo.core.types import Dong
from bedo.ledger.models import Transfer
from bedo.planning import rules
from bedo.planning.models import YearPlan
from bedo.programmes.rules.tables import CHANGES
from bedo.projects.models import ChangeRequest, Project
from bedo.projects.rules import states
from bedo.projects.rules.changes import APPROVED

SHOWN = 20


@dataclass(frozen=True)
class Freed:
    """One decided change with the money it freed, whole đồng."""

    request: ChangeRequest
    amount: Dong

    @property
    def word(self) -> str:
        return CHANGES[self.request.change]


def context(plan: YearPlan) -> dict[str, Any]:
    """For a plan that was decided: what was freed of its fund and year since, the reserve list, the next round.

    One query when nothing was freed, else two. The plan comes from page.whole.
    """
    if plan.state not in (rules.APPROVED, rules.ALLOCATED):
        return {}
    freed = _freed(plan)
    if not freed:
        return {}
    reserve = Project.objects.filter(state=states.NOT_PLANNED, track=plan.level.track, **_same(plan))
    return {
        "freed": freed,
        "freed_sum": Dong(sum(one.amount for one in freed)),
        "reserve": list(reserve.order_by("pk")[:SHOWN]),
        "newer_round": None if plan.newest == plan.pk else plan.newest,
    }


def _same(plan: YearPlan) -> dict[str, Any]:
    """Conditions on projects: the plan's fund and year, in its province (the ministry's plan: anywhere)."""
    found: dict[str, Any] = {"fund": plan.line.fund, "year": plan.line.year}
    return found | ({"province": plan.province_id} if plan.province_id else {})


def _freed(plan: YearPlan) -> list[Freed]:
    """Approved changes that released money of the plan's fund and year; one query."""
    own = {"reference": _key("change:", "pk"), "group": _key("project:", "project_id")}
    lines = {f"line__{name}": value for name, value in _same(plan).items()}
    released = Transfer.objects.filter(kind="release", reverses=None, reversal=None, **own, **lines)
    total = released.order_by().values("reference").annotate(total=Sum("amount")).values("total")
    where = {"project__fund": plan.line.fund}
    where |= {"project__province": plan.province_id} if plan.province_id else {}
    rows = ChangeRequest.objects.filter(state=APPROVED, **where).annotate(freed=Subquery(total)).filter(freed__gt=0)
    found = rows.select_related("project", "share__establishment").order_by("-decided_on", "-pk")
    return [Freed(row, Dong(int(row.freed))) for row in found]


def _key(prefix: str, name: str) -> Concat:
    """The ledger's text key of a row of the outer query."""
    return Concat(Value(prefix), Cast(OuterRef(name), CharField()))
