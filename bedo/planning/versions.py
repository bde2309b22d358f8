"""Versions of a plan: what was submitted each time, kept as it was with its hash; what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bedo.accounts.models import User
from bedo.core import clock, log
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import queries as ledger_queries
from bedo.planning.models import PlanReturn, PlanVersion, YearPlan


@dataclass(frozen=True)
class Line:
    """One project of a version, whole đồng."""

    project: int
    code: str
    title: str
    who: str
    amount: Dong


@dataclass(frozen=True)
class Difference:
    """What a version changed against the one before: projects added, removed, and (before, now) where the amount moved."""

    added: tuple[Line, ...] = ()
    removed: tuple[Line, ...] = ()
    changed: tuple[tuple[Line, Line], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def snapshot(plan: YearPlan) -> dict[str, Any]:
    """The plan as it is now: items in their order, their sum, the line's money, the chosen scenario. Plain values, whole đồng."""
    items = plan.items.filter(outcome="").select_related("project").order_by("position", "pk")
    rows = [
        {
            "project": item.project_id,
            "code": item.project.code,
            "title": item.project.title,
            "who": item.project.beneficiary_names,
            "amount": int(item.amount),
        }
        for item in items
    ]
    facts = ledger_queries.line_facts(plan.line)
    chosen = plan.scenarios.filter(chosen_on__isnull=False).first()
    return {
        "items": rows,
        "total": sum(row["amount"] for row in rows),
        "available": int(facts.available),
        "pending_cut": int(facts.pending_cut),
        "scenario": {"number": chosen.number, "name": chosen.name, "why": chosen.why} if chosen else None,
    }


def keep(*, plan: YearPlan, number: int, on: date, by: User) -> PlanVersion:
    """Keep the plan as it is submitted now. Call it inside the submission's transaction."""
    taken = snapshot(plan)
    return PlanVersion.objects.create(
        plan=plan,
        number=number,
        snapshot=taken,
        digest=log.digest(log.canonical(taken)),
        submitted_on=on,
        submitted_by=by,
        made_at=clock.now(),
    )


def send_back(*, plan: YearPlan, remarks: str, on: date, by: User) -> None:
    """Keep the remarks beside the version that was sent back. Call it inside the return's transaction."""
    version = current(plan)
    if version:
        PlanReturn.objects.create(version=version, remarks=remarks.strip(), on=on, by=by)


def current(plan: YearPlan) -> PlanVersion | None:
    """The version that was submitted last; None for plans older than versions."""
    return plan.versions.filter(number=plan.submissions).first()


def same_as_submitted(plan: YearPlan) -> None:
    """Refuse a decision when the items are not those of the version that was submitted."""
    version = current(plan)
    if version is None:
        return
    now = {item.project_id: int(item.amount) for item in plan.items.filter(outcome="")}
    if now != {line.project: int(line.amount) for line in lines(version)}:
        raise Refused(
            f"Kế hoạch không còn đúng bản trình lần {version.number}.",
            "Trả lại để lập và trình bản mới.",
            code="version",
        )


def lines(version: PlanVersion) -> list[Line]:
    """The projects of a version in their order."""
    return [Line(**{**row, "amount": Dong(row["amount"])}) for row in version.snapshot["items"]]


def difference(before: PlanVersion, after: PlanVersion) -> Difference:
    """What changed from one version to the next."""
    old = {line.project: line for line in lines(before)}
    new = {line.project: line for line in lines(after)}
    return Difference(
        tuple(line for key, line in new.items() if key not in old),
        tuple(line for key, line in old.items() if key not in new),
        tuple((old[key], line) for key, line in new.items() if key in old and old[key].amount != line.amount),
    )


def broken() -> Iterator[str]:
    """Versions whose hash does not agree with what they hold, in words."""
    for version in PlanVersion.objects.order_by("pk").iterator():
        if log.digest(log.canonical(version.snapshot)) != version.digest:
            yield f"Bản trình {version.number} của kế hoạch {version.plan_id} không khớp mã băm."
