"""One responsible officer for every live project at every moment (need N19)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bedo.accounts.models import Grant, User
from bedo.core.moves import Verdict
from bedo.projects.models import Project, Responsibility
from bedo.projects.rules import handing
from bedo.projects.services.acts import act, note


def begin(project: Project, officer: User, *, on: date, by: User) -> None:
    """The first responsible officer, in the caller's transaction."""
    if project.province_id not in _provinces_of(officer, on):
        raise handing.cannot_be_responsible(officer.full_name, on).refusal
    Responsibility.objects.create(project=project, officer=officer, from_on=on, recorded_by=by)


def hand_over(*, project: Project, officer: User, from_on: date, reason: str, by: User, today: date) -> None:
    """Another officer takes over from `from_on` (included); the former one's last day is the day before.

    Refuses without reason, a day before the present officer began or in the future, and a person who cannot act there.
    """
    with act(project, by=by, what="Giao người phụ trách"):
        current = Responsibility.objects.select_for_update().filter(project=project, to_on=None).first()
        verdict = _verdict(
            project,
            current,
            officer,
            _provinces_of(officer, from_on),
            from_on=from_on,
            reason=reason,
            by=by,
            today=today,
        )
        if not verdict:
            raise verdict.refusal
        if current.from_on == from_on:
            current.to_on = from_on
        else:
            current.to_on = from_on - timedelta(days=1)
        current.save(update_fields=["to_on"])
        Responsibility.objects.create(project=project, officer=officer, from_on=from_on, reason=reason, recorded_by=by)
        Project.objects.filter(pk=project.pk).update(officer=officer)
        project.refresh_from_db()
        note(
            project,
            "project.hand_over",
            f"Đổi người phụ trách. Lý do: {reason}",
            by=by,
            on=from_on,
            data={"before": current.officer_id, "after": officer.pk},
        )


def hand_over_verdicts(
    *, projects: Iterable[Project], officer: User, from_on: date, reason: str, by: User, today: date
) -> dict[int, Verdict]:
    """What `hand_over` would answer for each project, by its id, without doing it. Two queries however many."""
    projects = list(projects)
    open_rows = Responsibility.objects.filter(project__in=projects, to_on=None)
    current = {row.project_id: row for row in open_rows}
    provinces = _provinces_of(officer, from_on)
    return {
        project.pk: _verdict(
            project, current.get(project.pk), officer, provinces, from_on=from_on, reason=reason, by=by, today=today
        )
        for project in projects
    }


def _verdict(
    project: Project,
    current: Responsibility | None,
    officer: User,
    provinces: frozenset[int],
    *,
    from_on: date,
    reason: str,
    by: User,
    today: date,
) -> Verdict:
    facts = handing.Handing(
        officer=officer.pk,
        name=officer.full_name,
        acts_here=project.province_id in provinces,
        present=current.officer_id if current else None,
        since=current.from_on if current else None,
        published=project.is_published,
    )
    rights = by.grants.rights(project.province_id)
    return handing.may_hand_over(facts, from_on=from_on, reason=reason, rights=rights, today=today)


def _provinces_of(officer: User, on: date) -> frozenset[int]:
    """Provinces where the person may be responsible on that day."""
    if not officer.is_active:
        return frozenset()
    grants = Grant.objects.of(officer, on).filter(role__in=["officer", "director"])
    return frozenset(grants.values_list("organisation__province_id", flat=True))
