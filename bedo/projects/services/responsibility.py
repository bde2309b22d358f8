"""One responsible officer for every live project and every live wish at every moment (need N19)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from bedo.accounts.models import Grant, User
from bedo.core.moves import Refused, Verdict
from bedo.projects.models import Project, Responsibility, Wish, WishResponsibility
from bedo.projects.rules import handing, states
from bedo.projects.services.acts import act, note

CARERS = ("officer", "director")
"""Roles that may be responsible for a project."""
WISH_CARERS = (*CARERS, "collaborator")
"""Roles that may be responsible for a wish: a collaborator may record one and hold it."""


def begin(project: Project, officer: User, *, on: date, by: User) -> None:
    """The first responsible officer, in the caller's transaction."""
    if project.province_id not in _provinces_of(officer, on):
        raise handing.cannot_be_responsible(officer.full_name, on).refusal
    Responsibility.objects.create(project=project, officer=officer, from_on=on, recorded_by=by)


def hand_over(
    *,
    project: Project,
    officer: User,
    from_on: date,
    reason: str,
    by: User,
    today: date,
    right: str = "project.assign",
) -> None:
    """Another officer takes over from `from_on` (included); the former one's last day is the day before.

    Refuses without reason, a day before the present officer began or in the future, and a person who cannot act there.
    `right`: what the act is that this belongs to; a guided hand-over is one of the network.
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
            right=right,
        )
        if not verdict:
            raise verdict.refusal
        _end(current, from_on)
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


def _end(current: Responsibility | WishResponsibility, from_on: date) -> None:
    """The last day is the day before; of who began that very day, that day."""
    current.to_on = from_on if current.from_on == from_on else from_on - timedelta(days=1)
    current.save(update_fields=["to_on"])


def begin_wish(wish: Wish, *, by: User) -> None:
    """The first responsible person of a wish, from the day it was received, in the caller's transaction."""
    WishResponsibility.objects.create(wish=wish, officer=wish.officer, from_on=wish.received_on, recorded_by=by)


def hand_over_wish(
    *, wish: Wish, officer: User, from_on: date, reason: str, by: User, today: date, right: str = "project.assign"
) -> None:
    """Another person takes over a live wish from `from_on` (included). Refuses what `hand_over` refuses."""
    with act(wish, by=by, what="Giao người phụ trách nhu cầu"):
        wish.refresh_from_db()
        if wish.state not in states.WISH_LIVE:
            raise Refused("Nhu cầu đã dừng, không giao cho ai nữa.", "Xem lại trạng thái nhu cầu.", code="state")
        current = WishResponsibility.objects.select_for_update().get(wish=wish, to_on=None)
        facts = handing.Handing(
            officer=officer.pk,
            name=officer.full_name,
            acts_here=wish.province_id in _provinces_of(officer, from_on, WISH_CARERS),
            present=current.officer_id,
            since=current.from_on,
            what="Nhu cầu",
        )
        rights = by.grants.rights(wish.province_id)
        verdict = handing.may_hand_over(facts, from_on=from_on, reason=reason, rights=rights, today=today, right=right)
        if not verdict:
            raise verdict.refusal
        _give_wish(wish, current, officer, from_on=from_on, reason=reason, by=by)


def _give_wish(wish: Wish, current: WishResponsibility, officer: User, *, from_on: date, reason: str, by: User) -> None:
    _end(current, from_on)
    WishResponsibility.objects.create(wish=wish, officer=officer, from_on=from_on, reason=reason, recorded_by=by)
    Wish.objects.filter(pk=wish.pk).update(officer=officer)
    wish.refresh_from_db()
    data = {"before": current.officer_id, "after": officer.pk}
    note(wish, "wish.hand_over", f"Đổi người phụ trách. Lý do: {reason}", by=by, on=from_on, data=data)


def revive_wish(wish: Wish, *, on: date, by: User) -> None:
    """A wish that was refused lives again: who appraises it takes it, when its officer works here no more. In the caller's
    transaction."""
    current = WishResponsibility.objects.select_for_update().get(wish=wish, to_on=None)
    if wish.province_id in _provinces_of(current.officer, on, WISH_CARERS):
        return
    day = max(on, current.from_on)
    _give_wish(wish, current, by, from_on=day, reason="Người phụ trách đã nghỉ; người thẩm tra nhận", by=by)


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
    right: str = "project.assign",
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
    return handing.may_hand_over(facts, from_on=from_on, reason=reason, rights=rights, today=today, right=right)


def _provinces_of(officer: User, on: date, roles: Iterable[str] = CARERS) -> frozenset[int]:
    """Provinces where the person may be responsible on that day."""
    if not officer.is_active:
        return frozenset()
    grants = Grant.objects.of(officer, on).filter(role__in=roles)
    return frozenset(grants.values_list("organisation__province_id", flat=True))


def who_may_hold(province_id: int, on: date, roles: Iterable[str] = CARERS) -> QuerySet[User]:
    """People with an account who may be responsible in the province on that day, by name."""
    grants = Grant.objects.in_force(on).filter(role__in=roles, organisation__province_id=province_id)
    return User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by("full_name", "pk")


def who_may_hold_wishes(province_id: int, on: date) -> QuerySet[User]:
    """The same for wishes, where a collaborator may be responsible too."""
    return who_may_hold(province_id, on, WISH_CARERS)
