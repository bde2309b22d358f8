"""The next deadline that a project keeps for lists and desks."""

from __future__ import annotations

from datetime import date

from bedo.projects import lawbook
from bedo.projects.models import Project


def refresh(project: Project, today: date) -> None:
    """Store the next deadline and its reason, in the caller's transaction."""
    due_on, what = lawbook.next_deadline(project, today)
    Project.objects.filter(pk=project.pk).update(due_on=due_on, due_what=what if due_on else "")
    project.due_on, project.due_what = due_on, what if due_on else ""
