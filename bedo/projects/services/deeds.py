"""What every kind of change is made of: values before and after, the approver's deed, the share and the amount it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bedo.accounts.models import User
from bedo.core.moves import Refused, Verdict
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.projects import queries
from bedo.projects.models import ChangeRequest, Project, Share
from bedo.projects.rules import states

Values = dict[str, Any]


@dataclass(frozen=True)
class Prepared:
    """A change as plain values: what it is now and what it would be."""

    before: Values
    after: Values


@dataclass(frozen=True)
class Deed:
    """What an approver hands to the change that is carried out."""

    request: ChangeRequest
    project: Project
    share: Share | None
    by: User
    today: date
    on: date
    decision: Paper

    @property
    def paper(self) -> Values:
        """The facts of the paper for the ledger."""
        return {
            "by": self.by,
            "on": self.on,
            "today": self.today,
            "reference": f"change:{self.request.pk}",
            "document_id": self.decision.pk,
        }


def ask(verdict: Verdict) -> None:
    """Go on, or raise the refusal."""
    if not verdict:
        raise verdict.refusal


def one_share(project: Project, share: Share | None) -> Share:
    """The share a change of money or beneficiary is about: the one chosen, or the only one there is."""
    if share is not None:
        return share
    live = [one for one in queries.carrying_shares(project) if one.state not in states.GONE]
    if len(live) == 1:
        return live[0]
    if not live:
        return queries.pool_of(project)
    raise Refused("Đề án có nhiều phần.", "Chọn phần nào thay đổi.", field="share", code="share", status=422)


def amount_of(after: Values) -> Dong:
    """The support after the change, whole đồng. Raises Refused when none was given."""
    value = after.get("amount")
    if value is None:
        raise Refused("Chưa ghi số tiền.", "Ghi số kinh phí hỗ trợ sau khi thay đổi.", field="amount", status=422)
    return Dong(value)
