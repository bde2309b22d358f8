"""The register of papers as the address asks for it: conditions, chips."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from bedo.documents.models import Paper
from bedo.office.papers.forms import FilterForm

SORTS = {
    "": ("-issued_on", "-pk"),
    "cu": ("issued_on", "pk"),
    "nhap": ("-recorded_at", "-pk"),
    "co-quan": ("issuer_key", "-issued_on", "-pk"),
}


@dataclass(frozen=True)
class Listing:
    """What the address asks for, read once."""

    form: FilterForm
    rows: QuerySet[Paper]
    sort: str


def asked(request: HttpRequest) -> Listing:
    """Read the address. Unknown values narrow nothing."""
    seen = Paper.objects.visible_to(request.user)
    years = list(seen.order_by("-year").values_list("year", flat=True).distinct())
    form = FilterForm(request.GET, years=years)
    sort = request.GET.get("sap", "")
    return Listing(form, matching(seen, form.cleaned_data), sort if sort in SORTS else "")


def matching(seen: QuerySet[Paper], given: dict[str, Any]) -> QuerySet[Paper]:
    """Papers that meet every condition."""
    rows = seen.matching(given.get("q") or "")
    if given.get("loai"):
        rows = rows.filter(paper_type=given["loai"])
    if given.get("nam"):
        rows = rows.filter(year=given["nam"])
    if given.get("ban"):
        rows = rows.filter(attachment__isnull=given["ban"] == "chua")
    return rows
