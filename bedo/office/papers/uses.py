"""Where a paper or a file is used: projects and yearly plans that rest on it, as far as the person may see them."""

from typing import Any

from django.db.models import Q

from bedo.documents.models import Attachment, Paper
from bedo.ledger.models import Transfer
from bedo.planning.models import YearPlan
from bedo.projects.models import Project

SHOWN = 20
PAPER_AT = (
    "papers__paper",
    "appraisals__decision",
    "shares__contract_items__contract__paper",
    "shares__payments__paper",
    "shares__settlement_lines__settlement__paper",
)
FILE_AT = (
    "papers__attachment",
    "shares__confirmations__attachment",
    "shares__reports__photos",
    "shares__acceptances__scan",
    "shares__vouchers__attachment",
)


def projects(user: Any, paper: Paper) -> list[Project]:
    """Projects that rest on the paper, newest first."""
    found = Project.objects.visible_to(user).filter(pk__in=_resting_on(Project.objects, PAPER_AT, paper))
    return list(found.order_by("-pk")[:SHOWN])


def plans(user: Any, paper: Paper) -> list[YearPlan]:
    """Yearly plans approved or allocated by the paper."""
    found = YearPlan.objects.visible_to(user).filter(Q(decision=paper) | Q(allocation=paper))
    return list(found.select_related("line").order_by("-year", "round")[:SHOWN])


def transfers(user: Any, paper: Paper) -> list[Transfer]:
    """Movements of money made on the paper, newest first; nothing for who may not see money."""
    if not user.grants.may("money.view", paper.province_id):
        return []
    rows = Transfer.objects.filter(province=paper.province_id, document_id=paper.pk)
    return list(rows.select_related("line").order_by("-pk")[:SHOWN])


def file_of_project(user: Any, pk: int) -> Attachment | None:
    """The file when it belongs to a project that the person may see (an establishment its own, a collaborator theirs)."""
    row = Attachment.objects.filter(pk=pk).first()
    if row is None:
        return None
    scans = tuple(f"{place}__attachment" for place in PAPER_AT)
    mine = Project.objects.visible_to(user).filter(pk__in=_resting_on(Project.objects, FILE_AT + scans, row))
    return row if mine.exists() else None


def _resting_on(rows: Any, places: tuple[str, ...], thing: Any) -> Any:
    condition = Q()
    for place in places:
        condition |= Q(**{place: thing})
    return rows.filter(condition).values("pk")
