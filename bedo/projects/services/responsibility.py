"""One responsible officer for every live project at every moment (need N19)."""

from __future__ import annotations

from datetime import date, timedelta

from bedo.accounts.models import Grant, User
from bedo.core.moves import Refused
from bedo.projects.models import Project, Responsibility
from bedo.projects.services.acts import act, note, require


def begin(project: Project, officer: User, *, on: date, by: User) -> None:
    """The first responsible officer, in the caller's transaction."""
    _can_be_responsible(project, officer, on)
    Responsibility.objects.create(project=project, officer=officer, from_on=on, recorded_by=by)


def hand_over(*, project: Project, officer: User, from_on: date, reason: str, by: User, today: date) -> None:
    """Another officer takes over from `from_on` (included); the former one's last day is the day before.

    Refuses without reason, a day before the present officer began or in the future, and a person who cannot act there.
    """
    with act(project, by=by, what="Giao người phụ trách"):
        require(project, "project.assign", by=by, what="giao người phụ trách")
        _can_be_responsible(project, officer, from_on)
        if not reason.strip():
            raise Refused("Đổi người phụ trách phải ghi lý do.", "Ghi lý do.", field="reason", status=422)
        current = Responsibility.objects.select_for_update().get(project=project, to_on=None)
        if current.officer_id == officer.pk:
            raise Refused("Người này đang phụ trách đề án.", "Chọn người khác.", field="officer", status=422)
        if not current.from_on <= from_on <= today:
            raise Refused(
                f"Ngày bàn giao phải từ {current.from_on:%d/%m/%Y} đến hôm nay.",
                "Sửa ngày bàn giao.",
                field="from_on",
                status=422,
            )
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
            data={"from": current.officer_id, "to": officer.pk},
        )


def _can_be_responsible(project: Project, officer: User, on: date) -> None:
    grants = Grant.objects.of(officer, on).filter(
        role__in=["officer", "director"], organisation__province_id=project.province_id
    )
    if not officer.is_active or not grants.exists():
        raise Refused(
            f"{officer.full_name} không phải cán bộ của tỉnh này vào ngày {on:%d/%m/%Y}.",
            "Chọn cán bộ khác.",
            field="officer",
            status=422,
        )
