"""Chờ chi: what may be paid today, what not yet and why. The accountant's list over all contracts."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bedo.core.clock import today
from bedo.core.types import Dong
from bedo.office.projects.scene import PART
from bedo.office.shell.http import methods, paginate, require
from bedo.projects import lawbook, queries
from bedo.projects.models import Share
from bedo.projects.rules.states import SHARED
from bedo.projects.services.contracts import PAYMENT_KINDS


@dataclass(frozen=True)
class Due:
    """One share under contract: paid so far, what is due next, and what stands in the way ("" when nothing does)."""

    share: Share
    paid: Dong
    kind: str
    amount: Dong
    blocked: str
    url: str
    home: str


@methods(read=["GET"])
def due(request: HttpRequest) -> HttpResponse:
    """Every share under contract within scope, fifty a page, each with the gate that the payment itself will ask."""
    require(request, "money.view")
    page = paginate(request, queries.shares_to_pay(request.user))
    rows = [due_of(share) for share in page.object_list]
    context = {
        "page": page,
        "day": today(),
        "ready": [row for row in rows if row.amount and not row.blocked],
        "waiting": [row for row in rows if row.amount and row.blocked],
        "done": [row for row in rows if not row.amount],
        "may_pay": request.user.grants.any("money.pay"),
    }
    context["ready_sum"] = Dong(sum(row.amount for row in context["ready"]))
    return render(request, "office/money/due.html", context)


def due_of(share: Share) -> Due:
    """What is due of one share today, and what stands in the way."""
    kind, amount, gate = lawbook.next_payment(share, today())
    blocked = gate.verdict.refusal.reason if amount and gate.verdict.refusal else ""
    part = f"?{PART}={share.number}" if share.project.kind in SHARED else ""
    url = reverse("office:projects:act", args=[share.project_id, "chi"]) + part
    home = reverse("office:projects:tab", args=[share.project_id, "hop-dong"]) + part
    return Due(share, queries.paid(share), PAYMENT_KINDS[kind], amount, blocked, url, home)
