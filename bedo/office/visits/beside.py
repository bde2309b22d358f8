"""Visits as other pages show them: at an establishment, on a project."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from bedo.accounts.models import User
from bedo.establishments.models import Establishment
from bedo.office.visits.listing import HEAVY, RECORD, VIEW
from bedo.office.visits.words import STATE_MARKS
from bedo.projects.models import Project
from bedo.surveys.models import Visit

SHOWN = 10


def sees(user: User) -> bool:
    """Does the person see any visits at all?"""
    return user.grants.any(VIEW) or user.grants.any(RECORD)


def of_establishment(establishment: Establishment, user: User) -> dict[str, Any]:
    """The newest visits there within the person's scope; one query."""
    return _told(Visit.objects.visible_to(user).filter(establishment=establishment))


def of_project(project: Project, user: User) -> dict[str, Any]:
    """The newest visits about the project's shares; one query."""
    return _told(Visit.objects.visible_to(user).filter(share__project=project))


def _told(rows: QuerySet[Visit]) -> dict[str, Any]:
    found = list(rows.select_related("officer").defer(*HEAVY).order_by("-finished_at", "pk")[: SHOWN + 1])
    for row in found:
        row.mark, row.tone = STATE_MARKS[row.state]
    return {"visits": found[:SHOWN], "more": len(found) > SHOWN}
