"""Có thể ghép thành đề án nhóm: wishes with the same content and the same place or product, each group with its reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bedo.core.clock import today
from bedo.core.text import fold
from bedo.office.shell.http import methods, paginate, require
from bedo.places.rules import PROVINCE
from bedo.programmes import queries as law
from bedo.projects.models import Wish
from bedo.projects.rules import grouping, states

MOST = 2000
"""Open wishes that one page looks at."""


@methods(read=["GET"])
def proposals(request: HttpRequest) -> HttpResponse:
    """Groups of open wishes, the largest first; a fixed number of queries."""
    require(request, "wish.view")
    rows = list(_free(request)[: MOST + 1])
    found = grouping.proposals([_asked(row) for row in rows[:MOST]])
    page = paginate(request, found, per_page=20)
    names = {row.key: row.name for row in law.contents(today(), "local").values()}
    by_id = {row.pk: row for row in rows}
    context = {
        "page": page,
        "groups": [
            (one, names.get(one.content, one.content), [by_id[asked.wish] for asked in one.wishes])
            for one in page.object_list
        ],
        "looked_at": min(len(rows), MOST),
        "too_many": len(rows) > MOST,
        "may_start": request.user.grants.any("project.draft"),
        "only_samples": bool(rows) and all(row.is_sample for row in rows),
    }
    return render(request, "office/wishes/grouping.html", context)


def _free(request: HttpRequest):
    open_ones = Wish.objects.visible_to(request.user).filter(
        state__in=[states.RECEIVED, states.SCREENED], projects=None
    )
    return (
        open_ones.select_related("establishment__place_now").prefetch_related("establishment__products").order_by("pk")
    )


def _asked(row: Wish) -> grouping.Asked:
    place = row.establishment.place_now
    products = {fold(one.name): one.name for one in row.establishment.products.all()}
    return grouping.Asked(
        row.pk, row.establishment_id, row.content, place.pk if place.level > PROVINCE else None, place.label, tuple(products.items()), row.amount_asked,
        row.state == states.SCREENED,
    )  # fmt: skip
