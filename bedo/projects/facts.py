"""Facts for the guards of the tables of moves, gathered from the rows."""

from __future__ import annotations

from datetime import date

from bedo.core.types import Dong
from bedo.projects import lawbook, queries
from bedo.projects.models import Project, Share
from bedo.projects.rules.guards import ProjectFacts, ShareFacts

OPEN_PLAN_CHECKS: list = []
"""Functions project → bool registered by planning: does the project stand in a plan that is not decided yet?"""


def project_facts(project: Project, today: date) -> ProjectFacts:
    """What guards of project moves look at, today."""
    ruling = lawbook.norm_ruling(project, today) if project.content else None
    corrections = list(project.corrections.filter(closed_on=None).values_list("answered_on", flat=True))
    return ProjectFacts(
        responsible=project.responsibilities.filter(to_on=None).exists(),
        empty_parts=queries.empty_parts(project),
        estimate_problems=queries.estimate_problems(project),
        norm_problem=ruling.refusal.reason if ruling is not None and ruling.refusal else "",
        missing_papers=tuple(item.name for item in lawbook.dossier_checklist(project, today) if item.missing),
        open_corrections=len(corrections),
        unanswered_corrections=sum(answered is None for answered in corrections),
        appraisal=queries.appraisal_outcome(project),
        in_open_plan=any(check(project) for check in OPEN_PLAN_CHECKS),
    )


def share_facts(share: Share, today: date) -> ShareFacts:
    """What guards of share moves look at, today. Amounts in whole đồng."""
    report = share.reports.order_by("-month").first()
    minutes = queries.signed_minutes(share)
    accepted = Dong(sum(row.from_fund for row in minutes.lines.all())) if minutes else Dong(0)
    return ShareFacts(
        done_percent=report.done_percent if report else 0,
        minutes=minutes.result if minutes else "",
        support=min(share.support or Dong(0), accepted),
        vouchers_of_fund=Dong(sum(share.vouchers.filter(source="fund").values_list("amount", flat=True))),
        missing_papers=tuple(item.name for item in lawbook.completion_checklist(share, today) if item.missing),
        effects=share.effects.count(),
    )
