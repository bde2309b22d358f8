"""What every act on a plan shares: one transaction with its log chains, the right, a line on the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.moves import Refused
from bedo.planning.models import YearPlan
from bedo.projects.models import Project


@contextmanager
def act(plan: YearPlan, *, by: User, what: str, project: Project | None = None) -> Iterator[None]:
    """One transaction on the plan; a refusal for state or right is itself logged.

    A national plan holds the chains of all provinces whose projects it moves, beside its own: `project` is one more.
    """
    held = chains(plan) | ({project.province.code} if project else set())
    try:
        with log.writing(*held):
            plan.refresh_from_db()
            if not chains(plan) <= held:
                raise Refused("Kế hoạch vừa thêm đề án của tỉnh khác.", "Tải lại trang rồi xem tiếp.", code="race")
            yield
    except Refused as refusal:
        if refusal.status in (403, 409):
            text = f"Không thực hiện được “{what}”: {refusal.reason}"
            log.record(plan.chain, "refused", subject=plan.subject, by=by, text=text, data={"code": refusal.code})
        raise


def chains(plan: YearPlan) -> set[str]:
    """The log chains that an act on the plan holds."""
    if plan.province_id:
        return {plan.chain}
    return {plan.chain, *plan.items.values_list("project__province__code", flat=True).distinct()}


def note(plan: YearPlan, kind: str, text: str, *, by: User, on: date | None = None, data: dict | None = None) -> None:
    """Write into the plan's own timeline."""
    log.record(plan.chain, kind, subject=plan.subject, by=by, on=on, text=text, data=data)


def need(plan_or_line, right: str, by: User, what: str) -> None:
    """Refuse who does not hold the right over the plan's or line's province."""
    if right not in by.grants.rights(plan_or_line.province_id):
        raise Refused(f"Bạn không có quyền {what}.", "Nhờ người có quyền thực hiện.", code="right", status=403)
