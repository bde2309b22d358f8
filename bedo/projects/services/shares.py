"""Moves of a share; the project shows its least advanced live share (design 3.3)."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.core.text import fold
from bedo.core.types import Dong
from bedo.ledger.models import Transfer
from bedo.projects import facts, queries
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
        queries.forget(share)
        project.refresh_from_db()
        if share.role == "pool":
            raise Refused(
                "Kinh phí này chưa chia cho phần nào.", "Duyệt kế hoạch chi tiết rồi làm với từng phần.", code="pool"
            )
        not_future(on or today, today, "on")
        not_before_contract(share, on or today, "on")
        current = share.state or project.state
        known = facts.ShareReading(share, today)
        verdict = row.check(
            current, known, by.grants.rights(project.province_id), comment=comment, labels=states.LABELS
        )
        if not verdict:
            raise verdict.refusal
        set_state(share, row.target)
        text = f"{row.done} {comment.strip()}".strip()
        data = {"share": share.number, "from": current, "to": row.target}
        note(project, f"share.{name}", text, by=by, on=on or today, data=data)
        follow_shares(project, today)


def set_state(share: Share, target: str) -> None:
    """Write a share's state by compare-and-set, in the caller's transaction. Raises Refused when somebody was faster."""
    if not Share.objects.filter(pk=share.pk, state=share.state).update(state=target):
        raise Refused("Người khác vừa chuyển trạng thái phần này.", "Tải lại trang rồi xem tiếp.", code="race")
    share.refresh_from_db()


def end_stop(*, share: Share, by: User, today: date, on: date) -> None:
    """A stopped share from which nothing more must come back is done with. In the caller's transaction."""
    share.refresh_from_db()
    if share.state == states.STOPPING and not facts.ShareReading(share, today).recoverable:
        move_share(share=share, name="cleared", by=by, today=today, on=on)


def reopen_stop(*, share: Share, reversal: Transfer) -> None:
    """A repayment was reversed: what was stopped has money to give back again. In the caller's transaction."""
    if share.state != states.STOPPED:
        return
    set_state(share, states.STOPPING)
    project = share.project
    text = f"Ghi đảo một khoản nộp lại: “{share.label}” còn phải thu hồi {reversal.amount}."
    data = {"share": share.number, "from": states.STOPPED, "to": states.STOPPING}
    note(project, "share.reopen_stop", text, by=reversal.entered_by, on=reversal.on, data=data)
    follow_shares(project, reversal.on)


def follow_shares(project: Project, today: date) -> None:
    """Let the project show what its shares say, in the caller's transaction."""
    rows = list(project.shares.values_list("role", "state"))
    shared_out = [state for role, state in rows if role != "pool"]
    after = states.project_state(project.state, shared_out or [state for _, state in rows])
    Project.objects.filter(pk=project.pk).update(state=after, version=F("version") + 1)
    project.refresh_from_db()
    deadlines.refresh(project, today)


def keep_sums(project: Project) -> None:
    """Recompute what the project keeps of its shares: sums (null where any share's is unknown), beneficiaries, search text.

    A beneficiary that another one replaced is not counted, one with shares of several years once.
    """
    shares = list(project.shares.select_related("establishment"))
    replaced = {share.replaces_id for share in shares}
    kept = {
        share.establishment_id or -share.pk: share
        for share in shares
        if share.role == "beneficiary" and share.pk not in replaced
    }
    names = [share.establishment.name for share in kept.values() if share.establishment_id]
    sums = {name: _sum([getattr(share, name) for share in shares]) for name in ("support", "counterpart")}
    total = _sum([line.total for line in project.estimate.all()]) if project.estimate.exists() else None
    Project.objects.filter(pk=project.pk).update(
        **sums,
        total=total,
        beneficiary_names="; ".join(names),
        beneficiary_count=len(kept),
        search_text=fold(" ".join([project.code, project.title, *names])),
    )
    project.refresh_from_db()


def _sum(values: list[Dong | None]) -> Dong | None:
    known = [value for value in values if value is not None]
    return Dong(sum(known)) if known and len(known) == len(values) else None
