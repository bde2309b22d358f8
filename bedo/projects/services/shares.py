"""Moves of a share; the project shows its least advanced live share (design 3.3)."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.ledger.models import BudgetLine
from bedo.ledger.queries import find_line
from bedo.projects import facts
from bedo.projects.models import Project, Share
from bedo.projects.rules import states
from bedo.projects.services import deadlines
from bedo.projects.services.acts import act, not_before_contract, not_future, note


def move_share(*, share: Share, name: str, by: User, today: date, on: date | None = None, comment: str = "") -> None:
    """Make one move of states.SHARE_MOVES by compare-and-set; the project's state follows. Raises Refused."""
    row = states.SHARE_MOVES[name]
    project = share.project
    with act(project, by=by, what=row.label):
        share.refresh_from_db()
        project.refresh_from_db()
        not_future(on or today, today, "on")
        not_before_contract(share, on or today, "on")
        current = share.state or project.state
        known = facts.ShareReading(share, today)
        verdict = row.check(
            current, known, by.grants.rights(project.province_id), comment=comment, labels=states.LABELS
        )
        if not verdict:
            raise verdict.refusal
        if not Share.objects.filter(pk=share.pk, state=share.state).update(state=row.target):
            raise Refused("Người khác vừa chuyển trạng thái phần này.", "Tải lại trang rồi xem tiếp.", code="race")
        share.refresh_from_db()
        text = f"{row.done} {comment.strip()}".strip()
        data = {"share": share.number, "from": current, "to": row.target}
        note(project, f"share.{name}", text, by=by, on=on or today, data=data)
        follow_shares(project, today)


def follow_shares(project: Project, today: date) -> None:
    """Let the project show what its shares say, in the caller's transaction."""
    after = states.project_state(project.state, project.shares.values_list("state", flat=True))
    Project.objects.filter(pk=project.pk).update(state=after, version=F("version") + 1)
    project.refresh_from_db()
    deadlines.refresh(project, today)


def line_of(project: Project) -> BudgetLine:
    """The budget line that carries the project. Refuses when nobody opened it."""
    line = find_line(project.province, project.fund, project.year)
    if line is None:
        raise Refused(
            f"Năm {project.year} chưa có dòng dự toán cho nguồn này.",
            "Ghi dự toán được giao trước.",
            field="fund",
            code="line",
        )
    return line
