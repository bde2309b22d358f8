"""The list of wishes as the address asks for it: conditions, choices, chips, what a line shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, ExtractYear
from django.http import HttpRequest

from bedo.accounts.models import User
from bedo.core.clock import today
from bedo.core.text import search_words, sort_key
from bedo.office.wishes import funnel
from bedo.office.wishes.forms import LIVE, FilterForm
from bedo.places.rules import label
from bedo.programmes import queries as law
from bedo.projects.models import Wish

SORTS = {
    "": ("-received_on", "-pk"),
    "cu": ("received_on", "pk"),
    "co-so": ("establishment__sort_key", "-received_on", "pk"),
    "-tien": (F("amount_asked").desc(nulls_last=True), "-received_on", "pk"),
}


@dataclass(frozen=True)
class Listing:
    """What the address asks for, read once."""

    form: FilterForm
    rows: QuerySet[Wish]
    sort: str


def asked(request: HttpRequest) -> Listing:
    """Read the address. Unknown values narrow nothing; the form says so beside the field. One query, for the choices."""
    seen = Wish.objects.visible_to(request.user)
    form = FilterForm(request.GET, choices=_choices(seen))
    sort = request.GET.get("sap", "")
    return Listing(form, matching(seen, form.cleaned_data), sort if sort in SORTS else "")


def matching(seen: QuerySet[Wish], given: dict[str, Any]) -> QuerySet[Wish]:
    """Wishes that meet every condition."""
    state = given.get("tt")
    rows = seen.live() if state == LIVE[0] else seen
    for word in search_words(given.get("q", "")):
        rows = rows.filter(Q(establishment__search_text__contains=word) | Q(code__icontains=word))
    exact = {
        "state": "" if state == LIVE[0] else state,
        "content": given.get("nd"),
        "channel": given.get("qua"),
        "officer": given.get("cb"),
        "establishment__place_now": given.get("noi"),
        "received_on__year": given.get("nam"),
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return funnel.reached(rows, given.get("chang", ""))


def for_list(listing: Listing) -> QuerySet[Wish]:
    """In order, with all that a line shows."""
    wanted = listing.rows.select_related("establishment__place_now", "establishment__place", "officer")
    return funnel.with_farthest(wanted).order_by(*SORTS[listing.sort])


def _choices(seen: QuerySet[Wish]) -> dict[str, list[tuple[Any, str]]]:
    """Officers, places and years that occur, in one query."""
    found: dict[str, list[tuple[int, str, str]]] = {"cb": [], "noi": [], "nam": []}
    for name, number, one, other in _occurring(seen):
        found[name].append((number, one, other))
    names = {key: content.name for key, content in law.contents(today()).items()}
    places = [(number, label(kind, name)) for number, kind, name in found["noi"]]
    return {
        "chang": [(word, text) for word, text in funnel.STEPS.values() if word],
        "nd": sorted(names.items(), key=lambda row: sort_key(row[1])),
        "cb": sorted(((number, name) for number, name, _ in found["cb"]), key=lambda row: sort_key(row[1])),
        "noi": sorted(places, key=lambda row: sort_key(row[1])),
        "nam": sorted(((number, str(number)) for number, _, _ in found["nam"]), reverse=True),
    }


def _occurring(seen: QuerySet[Wish]) -> QuerySet:
    plain = seen.order_by()
    place = "establishment__place_now__"

    def rows(tag: str, number: Any, one: Any, other: Any) -> QuerySet:
        text, whole = CharField(), IntegerField()
        return plain.annotate(
            tag=Value(tag, text), number=Cast(number, whole), one=Cast(one, text), other=Cast(other, text)
        ).values_list("tag", "number", "one", "other")

    officers = rows("cb", F("officer_id"), F("officer__full_name"), Value(""))
    places = rows("noi", F("establishment__place_now_id"), F(f"{place}kind"), F(f"{place}name"))
    years = rows("nam", ExtractYear("received_on"), Value(""), Value(""))
    return officers.union(places, years)


def dress(rows: Iterable[Wish], day: date) -> None:
    """What a line shows beyond its own columns."""
    contents = law.contents(day)
    for row in rows:
        content = contents.get(row.content)
        row.content_word = content.name if content else row.content
        row.waiting_days = (day - row.received_on).days


def figures(request: HttpRequest, found: funnel.Funnel) -> list[dict[str, Any]]:
    """The funnel as a strip: each figure opens its rows, with what was lost on the way there."""
    query = request.GET.copy()
    query.pop("trang", None)
    strip = []
    for number, step in enumerate(found.steps):
        link = query.copy()
        link.pop("chang", None)
        if step.word:
            link["chang"] = step.word
        strip.append(
            {"value": step.count, "word": step.label, "hint": _hint(found, number), "url": f"?{link.urlencode()}"}
        )
    return strip


def _hint(found: funnel.Funnel, number: int) -> str:
    step = found.steps[number]
    parts = [f"{step.waiting} đang chờ"] if step.waiting and number < funnel.DONE else []
    if step.lost_count:
        parts.append(f"{step.lost_count} dừng")
    return " · ".join(parts)


def personal(user: User) -> bool:
    """Sees only the wishes of their own establishment."""
    return not user.grants.any("wish.view")
