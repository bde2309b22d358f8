"""The register of papers as the address asks for it: conditions, chips."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from bedo.documents.models import Paper
from bedo.office.papers.forms import FilterForm
from bedo.office.shell.exports import CHUNK, Part, Table, conditions_of, download
from bedo.office.shell.http import require

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


PARTS = (
    Part("Loại văn bản", lambda row, _: row.type_label),
    Part("Số, ký hiệu", lambda row, _: row.full_number),
    Part("Trích yếu", lambda row, _: row.summary, width=60),
    Part("Cơ quan ban hành", lambda row, _: row.issuer, width=34),
    Part("Người ký", lambda row, _: row.signer),
    Part("Ngày văn bản", lambda row, _: row.issued_on, "day"),
    Part("Ngày nhập", lambda row, _: row.recorded_at, "moment"),
    Part("Bản ký", lambda row, _: row.attachment.kind_label if row.attachment else "chưa có"),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.is_sample else ""),
)


def _file(request: HttpRequest) -> Table:
    require(request, "paper.view")
    found = asked(request)
    lines = found.rows.select_related("attachment").order_by(*SORTS[found.sort]).iterator(chunk_size=CHUNK)
    return Table(
        "van-ban", "Sổ văn bản, giấy tờ", "văn bản", PARTS, lines, found.rows.count(), **conditions_of(found.form)
    )


export = download(_file, PARTS)
