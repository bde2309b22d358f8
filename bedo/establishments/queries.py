"""Named reads of the register: the list with its conditions, everything about one row, rows that look alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum

from bedo.accounts.models import User
from bedo.core.models import LogEntry
from bedo.core.text import search_words
from bedo.establishments import rules
from bedo.establishments.models import Certificate, Establishment, NotADuplicate, Person
from bedo.establishments.rules.certificates import WARN_DAYS
from bedo.places.models import Unit

SORTS: dict[str, tuple[Any, ...]] = {
    "ten": ("sort_key", "pk"),
    "-ten": ("-sort_key", "pk"),
    "-lao-dong": (F("workers").desc(nulls_last=True), "sort_key", "pk"),
    "-von": (F("capital").desc(nulls_last=True), "sort_key", "pk"),
    "han": (F("next_expiry").asc(nulls_last=True), "sort_key", "pk"),
    "-sua": ("-updated_at", "pk"),
}


NEXT_EXPIRY = (
    Certificate.objects.filter(establishment=OuterRef("pk"))
    .order_by()
    .values("establishment")
    .annotate(first=Min("expires_on"))
    .values("first")
)
"""Asked for the rows of a page; a join would group the whole province first."""


@dataclass(frozen=True)
class Criteria:
    """Conditions of the list; empty ones do not narrow. `place` is a unit's id, taken as it stands now or as then."""

    words: str = ""
    kind: str = ""
    sector: str = ""
    place: int | None = None
    as_now: bool = True
    certificate: str = ""
    owner: str = ""
    exports: str = ""
    gaps: str = ""
    twins: bool = False
    sort: str = "ten"


class Totals(NamedTuple):
    """Sums over what the filter shows, each with how many rows had the figure."""

    rows: int
    workers: int
    with_workers: int
    capital: int
    with_capital: int


def matching(user: User, criteria: Criteria, *, today: date) -> QuerySet[Establishment]:
    """Live establishments in the person's scope that meet every condition."""
    rows = Establishment.objects.visible_to(user).live()
    for word in search_words(criteria.words):
        rows = rows.filter(search_text__contains=word)
    if criteria.place is not None:
        rows = rows.standing_in(criteria.place) if criteria.as_now else rows.then_in(criteria.place)
    exact = {"kind": criteria.kind, "sector": criteria.sector}
    rows = rows.filter(**{field: value for field, value in exact.items() if value})
    rows = rows.filter(_owner(criteria.owner), _exports(criteria.exports), _gaps(criteria.gaps))
    rows = _by_certificate(rows, criteria.certificate, today)
    return _twins(rows) if criteria.twins else rows


def for_list(rows: QuerySet[Establishment], sort: str) -> QuerySet[Establishment]:
    """In order, with the units and the next expiry that a line of the list shows."""
    wanted = rows.select_related("place__parent__parent", "place_now__parent", "province")
    return wanted.annotate(next_expiry=Subquery(NEXT_EXPIRY)).order_by(*SORTS.get(sort, SORTS["ten"]))


def totals(rows: QuerySet[Establishment]) -> Totals:
    found = rows.aggregate(Count("pk"), Sum("workers"), Count("workers"), Sum("capital"), Count("capital"))
    names = ("pk__count", "workers__sum", "workers__count", "capital__sum", "capital__count")
    return Totals(*(int(found[name] or 0) for name in names))


def _owner(code: str) -> Q:
    """Owned by a woman, by someone of an ethnic minority, or by both."""
    found = Q()
    if code in ("nu", "nu-dtts"):
        found &= Q(owner_is_woman=True)
    if code in ("dtts", "nu-dtts"):
        found &= Q(owner_is_minority=True)
    return found


def _exports(code: str) -> Q:
    return {"co": Q(exports=True), "khong": Q(exports=False)}.get(code, Q())


def _gaps(code: str) -> Q:
    """Rows where something is still to be asked."""
    return {
        "lao-dong": Q(workers=None),
        "von": Q(capital=None),
        "nganh": Q(sector=""),
        "ma-so-thue": Q(tax_code=""),
        "xa": ~Q(place__level=3),
    }.get(code, Q())


def _by_certificate(rows: QuerySet[Establishment], code: str, today: date) -> QuerySet[Establishment]:
    mine = Certificate.objects.filter(establishment=OuterRef("pk"))
    if code == "sap-het":
        return rows.filter(Exists(mine.filter(expires_on__range=(today, today + timedelta(days=WARN_DAYS)))))
    if code == "het-han":
        return rows.filter(Exists(mine.filter(expires_on__lt=today)))
    if code == "chua-co":
        return rows.filter(~Exists(mine))
    return rows


def _twins(rows: QuerySet[Establishment]) -> QuerySet[Establishment]:
    """Rows that share their name or a telephone with another live row of the province."""
    others = Establishment.objects.live().filter(province=OuterRef("province")).exclude(pk=OuterRef("pk"))
    phones = Person.objects.filter(establishment=OuterRef(OuterRef("pk"))).exclude(phone="").values("phone")
    same_phone = others.filter(people__phone__in=phones)
    return rows.filter(Exists(others.filter(name_key=OuterRef("name_key"))) | Exists(same_phone))


class Twin(NamedTuple):
    """Another row that looks like this one, and why."""

    establishment: Establishment
    likeness: rules.Likeness


def twins_of(row: Establishment) -> list[Twin]:
    """Live rows of the province that look like this one, the likeliest first; without those told apart."""
    phones = {person.phone for person in row.people.all() if person.phone}
    like = Q(name_key=row.name_key) | Q(people__phone__in=phones)
    if row.tax_code and "-" not in row.tax_code or len(row.tax_code) > 12:
        like |= Q(tax_code__startswith=row.tax_code[:10])
    apart = NotADuplicate.objects.filter(Q(first=row) | Q(second=row)).values_list("first", "second")
    others = (
        Establishment.objects.live()
        .filter(like, province=row.province_id)
        .exclude(pk__in={pk for pair in apart for pk in pair} | {row.pk})
        .select_related("place__parent__parent", "place_now__parent", "province")
        .prefetch_related("people")
        .order_by("pk")
        .distinct()[:20]
    )
    found = [Twin(other, likeness) for other in others if (likeness := rules.likeness(key_of(row), key_of(other)))]
    return sorted(found, key=lambda twin: list(rules.GRADES).index(twin.likeness.grade))


def key_of(row: Establishment) -> rules.Key:
    """What a row is compared by; its people should be fetched already."""
    return rules.Key(
        row.pk,
        row.tax_code,
        row.name_key,
        row.place_now_id if row.place_exact and row.place_now_id != row.province_id else None,
        _district(row.place),
        frozenset(person.phone for person in row.people.all() if person.phone),
    )


def _district(unit: Unit) -> int | None:
    """The district of its day, by the levels of places: 1 province, 2 district, 3 commune."""
    if unit.level == 2:
        return unit.pk
    return unit.parent_id if unit.level == 3 and unit.parent and unit.parent.level == 2 else None


def one(user: User, pk: int) -> QuerySet[Establishment]:
    """One row in scope, with everything its page shows of itself."""
    return (
        Establishment.objects.visible_to(user)
        .filter(pk=pk)
        .select_related(
            "place__parent__parent", "place_now__parent", "province", "merged_into", "updated_by", "created_by"
        )
        .prefetch_related("people", "products", "machines", "certificates__product", "photos__attachment")
    )


def history(row: Establishment) -> QuerySet[LogEntry]:
    """The timeline of the row and of the rows that were merged into it, newest first."""
    merged = Establishment.objects.filter(merged_into=row).values_list("pk", flat=True)
    groups = [row.group, *(f"establishment:{pk}" for pk in merged)]
    return LogEntry.objects.filter(group__in=groups).select_related("actor").order_by("-id")


def needs_of(row: Establishment, *, today: date) -> rules.Needs:
    """What the row's own products, machines and certificates point at (rules.openings)."""
    products, machines = list(row.products.all()), list(row.machines.all())
    years = [machine.year for machine in machines if machine.year and machine.condition != "thanh_ly"]
    return rules.Needs(
        kind=row.kind,
        products=len(products),
        without_brand=sum(product.has_brand is False for product in products),
        without_packaging=sum(product.has_packaging is False or product.has_label is False for product in products),
        machines=len(machines),
        oldest_machine=min(years, default=None),
        exports=row.exports,
        expiring=sum(status_of(certificate, today).code == "soon" for certificate in row.certificates.all()),
    )


def status_of(certificate: Certificate, today: date) -> rules.CertificateStatus:
    return rules.certificate_status(certificate.expires_on, never_expires=certificate.never_expires, today=today)


def candidate_of(row: Establishment) -> rules.Candidate:
    """The row as the rule of eligibility sees it, where it stands today."""
    place = row.place_now
    return rules.Candidate(
        kind=row.kind,
        sector=row.sector,
        place_kind=place.kind if place.level > 1 else "",
        above_kind=place.parent.kind if place.parent and place.parent.level > 1 else "",
        province_kind=row.province.kind,
        cleaner_production=row.sector == "sxsh",
        owner_is_woman=row.owner_is_woman,
        owner_is_minority=row.owner_is_minority,
    )


def places_now(provinces: Iterable[int] | None) -> QuerySet[Unit]:
    """What the filter by place offers as now: communes of one's provinces, or all provinces."""
    if provinces is None:
        return Unit.objects.current().provinces().order_by("sort_key")
    return Unit.objects.current().filter(parent__in=provinces).order_by("sort_key", "pk")


def places_then(provinces: Iterable[int] | None) -> QuerySet[Unit]:
    """What it offers as then: provinces that ended, and the districts of one's own."""
    ended = Unit.objects.exclude(valid_to=None)
    if provinces is None:
        return ended.provinces().order_by("sort_key", "pk")
    mine = list(provinces)
    within = Q(level=1, became__new__in=mine) | Q(level=2, parent__became__new__in=mine)
    found = ended.filter(within).distinct().select_related("parent")
    return found.order_by("level", "parent__sort_key", "sort_key", "pk")
