"""What a place is strong in and what is missing there: its establishments, products, certificates and projects, as then or as now. Need N05."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from bedo.accounts.models import User
from bedo.core.types import Dong
from bedo.establishments.models import Certificate, Establishment, Product
from bedo.establishments.rules import KINDS, SHORT_SECTORS
from bedo.ledger.rules import FUNDS
from bedo.places.models import Unit
from bedo.programmes import queries as law
from bedo.projects.models import Project, Share

PRODUCTS_SHOWN, MATERIALS_SHOWN, EXPIRED_SHOWN = 60, 30, 20


@dataclass(frozen=True)
class Counted:
    """One line of a table: code, words, how many."""

    code: str
    words: str
    count: int


@dataclass(frozen=True)
class Money:
    """Projects of one fund: how many, their support in whole đồng, and how many had a figure."""

    fund: str
    words: str
    count: int
    support: Dong
    with_figure: int


@dataclass(frozen=True)
class Strengths:
    """Everything the page of a place says. Counts say over how many rows they go."""

    unit: Unit
    as_now: bool
    establishments: int
    workers: int
    with_workers: int
    never_supported: int
    kinds: list[Counted]
    sectors: list[Counted]
    products: list[Product]
    product_counts: Mapping[str, int]
    materials: list[str]
    certificates: Mapping[str, int]
    expired: list[Certificate]
    money: list[Money]
    contents: list[Counted]
    unused: list[str]


def strengths(user: User, unit: Unit, *, as_now: bool, today: date) -> Strengths:
    """Read a place within the person's scope: where things stand today (`as_now`), or which were of this unit on their day.

    A fixed number of queries whatever the place holds.
    """
    rows = Establishment.objects.visible_to(user).live()
    rows = rows.standing_in(unit.pk) if as_now else rows.then_in(unit.pk)
    projects = _projects(user, unit, as_now)
    totals = rows.aggregate(
        rows=Count("pk"), added=Sum("workers"), told=Count("workers"),
        alone=Count("pk", filter=~Exists(Share.objects.filter(establishment=OuterRef("pk")))),
    )  # fmt: skip
    ids = rows.values("pk")
    names = {row.key: row.name for row in law.contents(today, "local").values()}
    used = _counted(projects, "content", names)
    asked = {row.key for row in law.contents(today, "local").values() if row.beneficiary}
    return Strengths(
        unit, as_now, totals["rows"], int(totals["added"] or 0), totals["told"], totals["alone"],
        _counted(rows, "kind", KINDS), _counted(rows, "sector", {**SHORT_SECTORS, "": "Chưa rõ ngành"}),
        list(_products(ids).order_by("establishment__sort_key", "pk")[:PRODUCTS_SHOWN]), _product_counts(_products(ids)),
        list(rows.exclude(raw_material="").values_list("raw_material", flat=True).distinct().order_by("raw_material")[:MATERIALS_SHOWN]),
        _certificates(ids, today), _expired(ids, today), _money(projects), used,
        [names[key] for key in names if key in asked - {one.code for one in used}],
    )  # fmt: skip


def _projects(user: User, unit: Unit, as_now: bool) -> QuerySet[Project]:
    here = (
        Q(place_now=unit) | Q(province=unit)
        if as_now
        else Q(place=unit) | Q(place__parent=unit) | Q(place__parent__parent=unit)
    )
    return Project.objects.visible_to(user).filter(here)


def _counted(rows: QuerySet, column: str, words: Mapping[str, str]) -> list[Counted]:
    found = rows.order_by().values_list(column).annotate(number=Count("pk", distinct=True))
    return sorted((Counted(code, words.get(code, code), count) for code, count in found), key=lambda one: -one.count)


def _products(ids: Any) -> QuerySet[Product]:
    return Product.objects.filter(establishment__in=ids).select_related("establishment")


def _product_counts(rows: QuerySet[Product]) -> dict[str, int]:
    """How many products, with stars, and without brand, label, packaging (known to be missing)."""
    return rows.aggregate(
        all=Count("pk"), ocop=Count("pk", filter=Q(ocop_stars__gte=3)), brand=Count("pk", filter=Q(has_brand=False)),
        label=Count("pk", filter=Q(has_label=False)), packaging=Count("pk", filter=Q(has_packaging=False)),
    )  # fmt: skip


def _certificates(ids: Any, today: date) -> dict[str, int]:
    rows = Certificate.objects.filter(establishment__in=ids)
    return rows.aggregate(
        valid=Count("pk", filter=Q(never_expires=True) | Q(expires_on__gte=today)),
        expired=Count("pk", filter=Q(expires_on__lt=today)),
        unknown=Count("pk", filter=Q(never_expires=False, expires_on=None)),
    )


def _expired(ids: Any, today: date) -> list[Certificate]:
    rows = Certificate.objects.filter(establishment__in=ids, expires_on__lt=today).select_related("establishment")
    return list(rows.order_by("expires_on", "pk")[:EXPIRED_SHOWN])


def _money(projects: QuerySet[Project]) -> list[Money]:
    rows = (
        projects.order_by().values_list("fund").annotate(Count("pk", distinct=True), Sum("support"), Count("support"))
    )
    return sorted(
        (
            Money(fund, FUNDS.get(fund, "chưa rõ nguồn"), count, Dong(int(total or 0)), told)
            for fund, count, total, told in rows
        ),
        key=lambda one: -one.support,
    )
