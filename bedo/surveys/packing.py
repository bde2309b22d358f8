"""What goes to a device: the least that visits need, of the person's places only; no telephone, no tax or identity number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localtime

from bedo.accounts.models import User
from bedo.establishments.models import Establishment, Product
from bedo.establishments.rules import KINDS
from bedo.network import queries as network
from bedo.places.models import Unit
from bedo.places.queries import communes_on
from bedo.programmes import queries as law
from bedo.programmes.rules import Content
from bedo.projects import effects_due
from bedo.projects.models import Project, Share, Wish
from bedo.projects.rules import effects, states
from bedo.surveys.models import Visit
from bedo.surveys.rules import forms, kinds

ON_DEVICE = (
    "name", "kind", "sector", "address", "workers", "revenue", "raw_material", "local_material", "exports",
)  # fmt: skip
"""Fields of the register that a visit asks about and that may be on a device."""
LONG_AGO = timedelta(days=365)
IN_THE_FIELD = states.since(states.CONTRACTED) - {states.CLOSED}
SHARE_KINDS = {
    **{state: ("tien_do",) for state in (states.CONTRACTED, states.RUNNING)},
    **{state: ("tien_do", "nghiem_thu") for state in (states.REWORK, states.COMPLETED)},
}


def package(user: User, province: Unit, today: date) -> dict[str, Any]:
    """Everything that visits need without a connection, as JSON; a fixed number of queries."""
    mine = _mine(user, province, today)
    rows = list(_with_last_visit(mine).order_by("sort_key", "pk"))
    wishes, shares = _wishes(user, mine), _shares(user, mine)
    named = _products(mine)
    contents = {row.key: row.name for row in law.rows(Content)}
    return {
        "province": {"id": province.pk, "name": province.label, "lat": province.lat, "lon": province.lon},
        "kinds": kinds.KINDS,
        "needs": kinds.NEEDS,
        "establishment_kinds": KINDS,
        "forms": [form.as_data() for form in forms.newest()],
        "communes": [[one.pk, one.label, one.lat, one.lon] for one in communes_on(province, today)],
        "establishments": [_establishment(row, named.get(row.pk, ())) for row in rows],
        "wishes": [_wish(row, contents) for row in wishes],
        "shares": [_share(row) for row in shares],
        "next": _reasons(rows, wishes, shares, effects_due.effects_due(user, province, today), today),
    }


def _mine(user: User, province: Unit, today: date) -> QuerySet[Establishment]:
    """Establishments of the places that the person covers, and those whose wish or project is theirs; of who covers no
    place in particular, those of the province."""
    rows = Establishment.objects.visible_to(user).live().filter(province=province)
    places = network.places_of(user, today)
    if not places:
        return rows
    own = (
        Wish.objects.filter(officer=user).values("establishment"),
        Share.objects.filter(project__officer=user).values("establishment"),
    )
    return rows.filter(
        Q(place_now__in=places) | Q(pk__in=own[0]) | Q(pk__in=own[1].filter(establishment__isnull=False))
    )


def _with_last_visit(rows: QuerySet[Establishment]) -> QuerySet[Establishment]:
    """With `seen_at`, when somebody was there last, and `seen_lat`, `seen_lon`: where a device last said it is."""
    visits = Visit.objects.received().filter(establishment=OuterRef("pk")).order_by("-finished_at")
    placed = visits.filter(lat__isnull=False)
    return rows.annotate(
        seen_at=Subquery(visits.values("finished_at")[:1]),
        seen_lat=Subquery(placed.values("lat")[:1]),
        seen_lon=Subquery(placed.values("lon")[:1]),
    )


def _establishment(row: Establishment, products: Iterable[str]) -> dict[str, Any]:
    found = {
        "id": row.pk,
        "version": row.version,
        "place": row.place_now_id,
        "values": {name: getattr(row, name) for name in ON_DEVICE if getattr(row, name) not in (None, "")},
        "products": list(products),
    }
    if row.seen_at:
        found |= {"seen": localtime(row.seen_at).date(), "lat": row.seen_lat, "lon": row.seen_lon}
    return found


def _products(mine: QuerySet[Establishment]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    named = Product.objects.filter(establishment__in=mine.values("pk"))
    for pk, name in named.order_by("pk").values_list("establishment", "name"):
        found[pk].append(name)
    return found


def last_visited_places(province: Unit, units: Iterable[int]) -> dict[int, date]:
    """The last day on which somebody was in each of these communes of today; those never visited are left out. One query."""
    received = Visit.objects.received().filter(province=province, establishment__place_now__in=list(units))
    rows = received.values_list("establishment__place_now").annotate(Max("finished_at"))
    return {pk: localtime(at).date() for pk, at in rows.order_by("establishment__place_now")}


def _wishes(user: User, mine: QuerySet[Establishment]) -> list[Wish]:
    rows = Wish.objects.visible_to(user).waiting().filter(establishment__in=mine.values("pk"))
    return list(rows.order_by("received_on", "pk"))


def _wish(row: Wish, contents: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "code": row.code,
        "establishment": row.establishment_id,
        "content": row.content,
        "content_name": contents.get(row.content, row.content),
        "need": row.need,
        "on": row.received_on,
    }


def _shares(user: User, mine: QuerySet[Establishment]) -> list[Share]:
    projects = Project.objects.visible_to(user).filter(source_url="")
    rows = Share.objects.filter(project__in=projects, state__in=IN_THE_FIELD, establishment__in=mine.values("pk"))
    return list(rows.select_related("project").order_by("project", "number"))


def _share(row: Share) -> dict[str, Any]:
    return {
        "id": row.pk,
        "code": row.project.code,
        "title": row.project.title,
        "establishment": row.establishment_id,
        "state": states.LABELS.get(row.state, row.state),
        "kinds": SHARE_KINDS.get(row.state, ("hieu_qua",)),
    }


def _reasons(
    rows: list[Establishment],
    wishes: list[Wish],
    shares: list[Share],
    asked: list[effects_due.Row],
    today: date,
) -> list[dict[str, Any]]:
    """Why somebody should go there: establishment by establishment, the most pressing reason first."""
    why: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for share in shares:
        due = share.project.due_on
        if due and due < today:
            why[share.establishment_id].append(
                (0, f"Đề án {share.project.code} quá hạn {due:%d/%m}: {share.project.due_what}")
            )
        elif due and due <= today + timedelta(days=10):
            why[share.establishment_id].append(
                (2, f"Đề án {share.project.code} đến hạn {due:%d/%m}: {share.project.due_what}")
            )
    for wish in wishes:
        why[wish.establishment_id].append((1, f"Nhu cầu {wish.code} chờ thẩm tra từ {wish.received_on:%d/%m/%Y}"))
    here = {row.pk for row in rows}
    for one in (row for row in asked if row.share.establishment_id in here):
        years = ", ".join(str(year.year) for year in one.years if year.state in (effects.LATE, effects.DUE))
        why[one.share.establishment_id].append((2, f"Hỏi hiệu quả năm {years} của đề án {one.share.project.code}"))
    for row in rows:
        if row.seen_at is None:
            why[row.pk].append((4, "Chưa thăm lần nào"))
        elif (last := localtime(row.seen_at).date()) < today - LONG_AGO:
            why[row.pk].append((3, f"Lần thăm cuối {last:%d/%m/%Y}"))
    return [
        {"establishment": pk, "rank": min(rank for rank, _ in found), "why": [text for _, text in sorted(found)]}
        for pk, found in why.items()
    ]
