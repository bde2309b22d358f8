"""Facts for the guards of the tables of moves, read from the rows only when a guard looks at them.

Both classes answer to the names of rules.guards.ProjectFacts and ShareFacts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.functional import cached_property

from bedo.core.types import Dong
from bedo.ledger import queries as ledger_queries
from bedo.projects import lawbook, queries
from bedo.projects.models import Acceptance, Project, Share
from bedo.projects.rules import states

OPEN_PLAN_CHECKS: list[Callable[[Project], bool]] = []
"""Registered by planning: does the project stand in a plan that is not decided yet?"""


class ProjectReading:
    """What guards of project moves look at, today."""

    def __init__(self, project: Project, today: date):
        self.project, self.today = project, today

    @property
    def track(self) -> str:
        return self.project.track

    @property
    def responsible(self) -> bool:
        return self.project.officer_id is not None

    @cached_property
    def empty_parts(self) -> tuple[str, ...]:
        return queries.empty_parts(self.project)

    @cached_property
    def estimate_problems(self) -> tuple[str, ...]:
        return queries.estimate_problems(self.project)

    @cached_property
    def norm_problem(self) -> str:
        ruling = lawbook.norm_ruling(self.project, self.today)
        return ruling.refusal.reason if ruling.refusal else ""

    @cached_property
    def checklist(self) -> list[lawbook.CheckItem]:
        return lawbook.dossier_checklist(self.project, self.today)

    @property
    def missing_papers(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.checklist if item.missing)

    @cached_property
    def _corrections(self) -> list[date | None]:
        return list(self.project.corrections.filter(closed_on=None).values_list("answered_on", flat=True))

    @property
    def open_corrections(self) -> int:
        return len(self._corrections)

    @property
    def unanswered_corrections(self) -> int:
        return sum(answered is None for answered in self._corrections)

    @cached_property
    def returned_by(self) -> str:
        """Who asked for what is open: the Sở ("base") or the Cục ("ministry")."""
        return "ministry" if self.project.corrections.filter(closed_on=None, level="ministry").exists() else "base"

    @cached_property
    def shared_out_problem(self) -> str:
        return queries.detail_problem(self.project)

    @cached_property
    def key_problem(self) -> str:
        return queries.key_problem(self.project)

    @cached_property
    def appraisal(self) -> str:
        return queries.appraisal_outcome(self.project)

    @cached_property
    def in_open_plan(self) -> bool:
        return any(check(self.project) for check in OPEN_PLAN_CHECKS)


def submitting(project: Project, today: date) -> str:
    """The row of the table of moves by which the dossier is submitted now: the first time, or again to who returned it."""
    if project.state != states.RETURNED:
        return "submit"
    return "ministry_resubmit" if ProjectReading(project, today).returned_by == "ministry" else "resubmit"


class ShareReading:
    """What guards of share moves look at, today. Amounts in whole đồng."""

    def __init__(self, share: Share, today: date):
        self.share, self.today = share, today

    @property
    def track(self) -> str:
        return self.share.project.track

    @property
    def undetailed(self) -> bool:
        project = self.share.project
        return project.kind in states.SHARED and project.state == states.FUNDED

    @property
    def own_part(self) -> bool:
        return self.share.role == "unit"

    @cached_property
    def recoverable(self) -> Dong:
        return ledger_queries.stages_of_holders([self.share.holder])[self.share.holder]["recoverable"]

    @cached_property
    def done_percent(self) -> int:
        if hasattr(self.share, "reported_percent"):  # as the page fetched it
            return self.share.reported_percent or 0
        return self.share.reports.order_by("-month").values_list("done_percent", flat=True).first() or 0

    @cached_property
    def _minutes(self) -> Acceptance | None:
        return queries.signed_minutes(self.share)

    @property
    def minutes(self) -> str:
        return self._minutes.result if self._minutes else ""

    @cached_property
    def support(self) -> Dong:
        """What may be settled at most: the contract's support, and no more than was accepted of the fund."""
        accepted = Dong(sum(row.from_fund for row in self._minutes.lines.all())) if self._minutes else Dong(0)
        return min(self.share.support or Dong(0), accepted)

    @cached_property
    def vouchers_of_fund(self) -> Dong:
        return Dong(sum(self.share.vouchers.filter(source="fund").values_list("amount", flat=True)))

    @cached_property
    def checklist(self) -> list[lawbook.CheckItem]:
        return lawbook.completion_checklist(self.share, self.today)

    @property
    def missing_papers(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.checklist if item.missing)

    @cached_property
    def effects(self) -> int:
        return self.share.effects.count()
