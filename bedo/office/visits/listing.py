"""The list of visits as the address asks for it, on the page and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.http import HttpRequest

from bedo.core.text import search_words, sort_key
from bedo.office.shell.exports import CHUNK, Part, Table, conditions_of, download
from bedo.office.shell.http import require
from bedo.office.visits.forms import EVERY, FilterForm
from bedo.places.rules import label
from bedo.surveys.models import Visit, VisitPhoto
from bedo.surveys.rules import kinds

VIEW, RECORD, REVIEW = "visit.view", "visit.record", "visit.review"
HEAVY = ("answers", "base", "decisions")

PARTS = (
    Part("Số phiếu", lambda row, _: row.receipt, width=18),
    Part("Loại phiếu", lambda row, _: row.kind_label),
    Part("Cơ sở", lambda row, _: row.about, width=44),
    Part("Cơ sở mới", lambda row, _: "" if row.establishment_id or row.share_id else "có"),
    Part("Địa bàn nay", lambda row, _: row.establishment.place_now.label if row.establishment_id else ""),
    Part("Người đi", lambda row, _: row.officer.full_name),
    Part("Lúc thăm", lambda row, _: row.finished_at, "moment"),
    Part("Ngày thăm do người xem xét ghi", lambda row, _: row.visited_on, "day"),
    Part("Nhận đủ lúc", lambda row, _: row.received_at, "moment"),
    Part("Ảnh máy ghi", lambda row, _: row.named, "count"),
    Part("Ảnh đã nhận", lambda row, _: row.here, "count"),
    Part("Trạng thái", lambda row, _: row.state_label),
    Part("Người xem xét", lambda row, _: row.reviewed_by.full_name if row.reviewed_by else ""),
    Part("Xem xét lúc", lambda row, _: row.reviewed_at, "moment"),
    Part("Lý do trả lại", lambda row, _: row.reason, width=40),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.is_sample else ""),
)


@dataclass(frozen=True)
class Listing:
    """What the address asks for, read once."""

    form: FilterForm
    rows: QuerySet[Visit]


def see(request: HttpRequest) -> None:
    """Refuse who neither sees visits nor makes them; who makes them sees the own ones."""
    if not request.user.grants.any(VIEW):
        require(request, RECORD)


def asked(request: HttpRequest) -> Listing:
    """Read the address. Unknown values narrow nothing; the form says so beside the field. One query, for the choices."""
    seen = Visit.objects.visible_to(request.user)
    form = FilterForm(request.GET, choices=_choices(seen))
    return Listing(form, matching(seen, form.cleaned_data))


def matching(seen: QuerySet[Visit], given: dict[str, Any]) -> QuerySet[Visit]:
    """Visits that meet every condition; without a state those that wait."""
    rows = seen
    for word in search_words(given.get("q", "")):
        rows = rows.filter(Q(establishment__search_text__contains=word) | Q(receipt__icontains=word))
    state = given.get("tt") or kinds.PENDING
    exact = {
        "state": "" if state == EVERY else state,
        "kind": given.get("loai"),
        "officer": given.get("cb"),
        "establishment__place_now": given.get("noi"),
        "finished_at__year": given.get("nam"),
    }
    return rows.filter(**{name: value for name, value in exact.items() if value})


def for_list(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """The newest first, with what a line shows: its name, photos that the device named and that are here."""
    photos = VisitPhoto.objects.filter(visit=OuterRef("pk")).order_by().values("visit")
    new_name = Cast(KeyTextTransform("name", "answers"), TextField())
    return (
        rows.select_related("establishment__place_now", "officer", "reviewed_by")
        .annotate(
            about=Coalesce(
                "establishment__name", "share__project__title", new_name, Value("Cơ sở mới"), output_field=TextField()
            ),
            named=Coalesce(Subquery(photos.annotate(n=Count("pk")).values("n")), 0),
            here=Coalesce(Subquery(photos.annotate(n=Count("attachment")).values("n")), 0),
        )
        .defer(*HEAVY)
        .order_by("-finished_at", "pk")
    )


def _choices(seen: QuerySet[Visit]) -> dict[str, list[tuple[Any, str]]]:
    """Officers, places and years that occur, in one query."""
    found: dict[str, list[tuple[int, str, str]]] = {"cb": [], "noi": [], "nam": []}
    for name, number, one, other in _occurring(seen):
        if number is not None:
            found[name].append((number, one, other))
    places = [(number, label(kind, name)) for number, kind, name in found["noi"]]
    return {
        "cb": sorted(((number, name) for number, name, _ in found["cb"]), key=lambda row: sort_key(row[1])),
        "noi": sorted(places, key=lambda row: sort_key(row[1])),
        "nam": sorted(((number, str(number)) for number, _, _ in found["nam"]), reverse=True),
    }


def _occurring(seen: QuerySet[Visit]) -> QuerySet:
    plain, text, whole = seen.order_by(), CharField(), IntegerField()

    def rows(tag: str, number: Any, one: Any, other: Any) -> QuerySet:
        return plain.annotate(
            tag=Value(tag, text), number=Cast(number, whole), one=Cast(one, text), other=Cast(other, text)
        ).values_list("tag", "number", "one", "other")

    place = "establishment__place_now"
    officers = rows("cb", F("officer_id"), F("officer__full_name"), Value(""))
    places = rows("noi", F(f"{place}_id"), F(f"{place}__kind"), F(f"{place}__name"))
    years = rows("nam", ExtractYear("finished_at"), Value(""), Value(""))
    return officers.union(places, years)


def _file(request: HttpRequest) -> Table:
    see(request)
    found = asked(request)
    rows = for_list(found.rows)
    return Table(
        "phieu-di-co-so", "Phiếu đi cơ sở", "phiếu", PARTS, rows.iterator(chunk_size=CHUNK), found.rows.count(),
        **conditions_of(found.form),
    )  # fmt: skip


export = download(_file, PARTS)
