"""What many projects were planned, done and paid in a stretch of days: four queries whatever their number.

Whole đồng. A published project has no days and no transfers: its year and the amounts its source printed stand for it, in
periods of whole years alone. A project of ours is done when its minutes say so, and paid by the transfers of the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max, Sum

from bedo.core.periods import Period
from bedo.ledger.models import Transfer
from bedo.ledger.rules import NATIONAL_FUNDS
from bedo.projects.models import Acceptance, Project
from bedo.projects.rules import states as s
from bedo.reports.figures.registry import FINISHED, PLANNED

HELD = ("planned", "contracted", "advanced", "recoverable", "settled")
ACCEPTED = ("passed", "conditional")


@dataclass(frozen=True)
class Fact:
    """One project. `flows`: (source stage, target stage) → whole đồng of each (period name); `done_on`: last accepted share."""

    project: Project
    done_on: object
    flows: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)

    @property
    def published(self) -> bool:
        return self.project.is_published

    @property
    def planned(self) -> bool:
        """Is it in an approved plan, even if it was stopped afterwards?"""
        return self.project.state in PLANNED

    @property
    def national(self) -> bool | None:
        """Of the national fund? None where the source of a published project does not say."""
        if self.project.fund:
            return self.project.fund in NATIONAL_FUNDS
        return {"national": True, "local": False}.get(self.project.track)

    @property
    def stopped(self) -> bool:
        return self.project.state == s.STOPPED

    def done(self, period: Period, *, whole_years: bool) -> bool:
        """Was it finished within these days?"""
        if self.published:
            return whole_years and self.project.state in FINISHED and self.project.year in _years(period)
        return self.done_on is not None and self.done_on in period

    def spent(self, name: str, period: Period, *, whole_years: bool) -> int:
        """Whole đồng paid to it in these days (advances and payments, less what was reversed)."""
        if self.published:
            return int(self.project.support or 0) if self.done(period, whole_years=whole_years) else 0
        flows = self.flows.get(name, {})
        return flows.get(("contracted", "advanced"), 0) - flows.get(("advanced", "contracted"), 0)

    def standing(self, name: str) -> dict[str, int]:
        """Stage → whole đồng that lie there after all transfers of that name's days."""
        found = dict.fromkeys(HELD, 0)
        for (source, target), amount in self.flows.get(name, {}).items():
            if source in found:
                found[source] -= amount
            if target in found:
                found[target] += amount
        return found


def _years(period: Period) -> range:
    return range(period.first.year, period.last.year + 1)


def facts_of(projects: Iterable[Project], periods: dict[str, Period]) -> list[Fact]:
    """The projects with what happened to them within each named period."""
    rows = list(projects)
    own = [one for one in rows if not one.is_published]
    done = dict(
        Acceptance.objects.filter(share__project__in=own, result__in=ACCEPTED, signed_on__isnull=False)
        .values_list("share__project")
        .annotate(last=Max("held_on"))
    )
    flows = {name: _flows(own, period) for name, period in periods.items()}
    return [
        Fact(one, done.get(one.pk), {name: found[one.subject] for name, found in flows.items() if one.subject in found})
        for one in rows
    ]


def _flows(projects: list[Project], period: Period) -> dict[str, dict[tuple[str, str], int]]:
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    moved = Transfer.objects.filter(
        group__in=[one.subject for one in projects], on__range=(period.first, period.last)
    ).order_by()
    for group, source, target, amount in moved.values_list("group", "source__stage", "target__stage").annotate(sum=Sum("amount")):  # fmt: skip
        pair = (source, target)
        found[group][pair] = found[group].get(pair, 0) + int(amount)
    return found
