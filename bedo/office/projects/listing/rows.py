"""What the list reads: plain rows, totals in one query, and a window on the ordered rows that costs one query anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from bedo.core.types import Dong
from bedo.places import rules as places
from bedo.places.known import Map, the_map
from bedo.projects.models import Project
from bedo.projects.rules.next_steps import NextStep, next_step

UNALLOCATED = "chưa phân bổ xã, phường"


class Line(NamedTuple):
    """One project as the list and its files show it. Amounts in whole đồng; None where there is no figure.

    `place_then`: the unit of its day and those above it, “Xín Mần, Hà Giang”; `place_now`: where it stands today, with the
    province; `is_unallocated`: only the province of today is known, though more than that was known in its day.
    """

    pk: int
    code: str
    title: str
    kind: str
    content: str
    fund: str
    track: str
    year: int | None
    state: str
    support: Dong | None
    counterpart: Dong | None
    total: Dong | None
    due_on: date | None
    due_what: str
    names: str
    printed: dict[str, Any]
    source_url: str
    is_sample: bool
    officer: str | None
    place_then: str
    place_now: str
    is_unallocated: bool
    province_now: str

    @property
    def is_published(self) -> bool:
        return bool(self.source_url)

    @property
    def has_moved(self) -> bool:
        """Is the place called otherwise today?"""
        return self.place_then != self.place_now

    @property
    def beneficiaries(self) -> str:
        """The first beneficiary and how many more."""
        first, *rest = self.names.split("; ")
        return f"{first} và {len(rest)} đơn vị khác" if rest else first

    @property
    def year_text(self) -> str:
        """The year, or the span that a published source printed; empty when it printed none."""
        return str(self.year or self.printed.get("year") or "")

    @property
    def next_step(self) -> NextStep | None:
        """What is next and who must act; nobody acts here on published projects and ended ones."""
        return None if self.is_published else next_step(self.state, track=self.track, kind=self.kind)

    def qualifier(self, amount: str) -> str:
        """How the source qualified an amount: over, under, approx, or empty."""
        if not self.printed:
            return ""
        pairs = (part.partition(":") for part in str(self.printed.get("amount_qualifiers", "")).split(";"))
        return {name: word for name, _, word in pairs}.get(amount, "")

    def absence(self, field: str = "") -> str:
        """Which kind of nothing an empty value is."""
        if field == "counterpart" and self.kind == "task" and not self.is_published:
            return "none"
        return "unpublished" if self.is_published else "unknown"


PATHS = {"names": "beneficiary_names", "officer": "officer__full_name"}
OWN = [PATHS.get(name, name) for name in Line._fields[:-4]]
PLACES = ("place_id", "place_now_id", "province_id")


class Sort(NamedTuple):
    """One way to order the list; empty values last. A column that may be empty is read in two parts, so that plain indexes serve."""

    column: str
    descending: bool
    nullable: bool = True

    @property
    def order(self) -> tuple[Any, str]:
        column = F(self.column)
        return (column.desc(nulls_last=True) if self.descending else column.asc(nulls_last=True)), "-pk"


SORTS = {
    "-nam": Sort("year", True),
    "nam": Sort("year", False),
    "ten": Sort("sort_key", False, nullable=False),
    "-ten": Sort("sort_key", True, nullable=False),
    "han": Sort("due_on", False),
    "-han": Sort("due_on", True),
    "-ho-tro": Sort("support", True),
    "ho-tro": Sort("support", False),
    "-doi-ung": Sort("counterpart", True),
    "doi-ung": Sort("counterpart", False),
    "-tong-von": Sort("total", True),
    "tong-von": Sort("total", False),
}
DEFAULT_SORT = "-nam"


class Totals(NamedTuple):
    """Over all rows of the filter: how many, sums in whole đồng, and how many rows had each figure."""

    rows: int
    samples: int
    support: Dong
    counterpart: Dong
    total: Dong
    with_support: int
    with_counterpart: int
    with_total: int
    with_year: int
    with_due_on: int

    def known(self, sort: Sort) -> int:
        return getattr(self, f"with_{sort.column}") if sort.nullable else self.rows


def totals(rows: QuerySet[Project]) -> Totals:
    """Count, sums and gaps in one query over one index (project_totals).

    In SQL of our own: Django takes longer to write ten aggregates than a database to reckon them for a province.
    """
    parts = (RawSQL(part.format(TABLE), ()) for part in TOTALS)  # noqa: S611 - our own columns
    for number, samples, *figures in rows.order_by().values_list(*parts):
        sums = (Dong(int(value or 0)) for value in figures[: len(MONEY)])
        return Totals(number, int(samples or 0), *sums, *figures[len(MONEY) :])
    return Totals(0, 0, *[Dong(0)] * len(MONEY), *[0] * 5)


MONEY = ("support", "counterpart", "total")
TABLE = connection.ops.quote_name(Project._meta.db_table)
TOTALS = (
    "COUNT(*)",
    "SUM(CASE WHEN {0}.is_sample THEN 1 ELSE 0 END)",
    *(f"SUM({{0}}.{name})" for name in MONEY),
    *(f"COUNT({{0}}.{name})" for name in (*MONEY, "year", "due_on")),
)


Order = tuple[str, ...]
FAR = 2000
"""From here on only ids are ordered and skipped over."""


class Window:
    """The ordered rows as a paginator wants them: counted already, a slice for one query.

    Where many rows are skipped only their ids are; the last page is read from the end.
    """

    def __init__(self, rows: QuerySet[Project], sort: Sort, counts: Totals, known: Map | None = None):
        self.rows, self.sort, self.counts, self.known = rows, sort, counts, known

    def count(self) -> int:
        return self.counts.rows

    def __getitem__(self, cut: slice) -> list[Line]:
        start, stop = cut.start or 0, min(cut.stop, self.count())
        parts = self._parts(start, stop)
        if len(parts) == 1 and min(start, self.count() - stop) < FAR:
            return self._at_once(*parts[0])
        wanted = Q(pk__in=[])
        for rows, order, first, last, count in parts:
            wanted |= Q(pk__in=_cut(rows, order, first, last, count)[0].values("pk"))
        return list(lines(Project.objects.filter(wanted), self.sort, known=self.known))

    def _parts(self, start: int, stop: int) -> list[tuple[QuerySet[Project], Order, int, int, int]]:
        """Rows with a value to sort by, then those without: (rows, order, from, to, how many there are)."""
        known, empty = self.counts.known(self.sort), self.sort.column if self.sort.nullable else ""
        parts: list[tuple[QuerySet[Project], Order, int, int, int]] = []
        if start < min(stop, known):
            some = self.rows.filter(**{f"{empty}__isnull": False}) if known < self.count() else self.rows
            sign = "-" if self.sort.descending else ""
            parts.append((some, (f"{sign}{self.sort.column}", "-pk"), start, min(stop, known), known))
        if stop > max(known, start):
            some = self.rows.filter(**{f"{empty}__isnull": True})
            parts.append((some, ("-pk",), max(start - known, 0), stop - known, self.count() - known))
        return parts

    def _at_once(self, rows: QuerySet[Project], order: Order, start: int, stop: int, count: int) -> list[Line]:
        """Near either end nothing much is skipped, and one plain query does."""
        found, backward = _cut(rows, order, start, stop, count)
        page = list(_lines(found, self.known))
        return page[::-1] if backward else page


def _cut(rows: QuerySet[Project], order: Order, start: int, stop: int, count: int) -> tuple[QuerySet[Project], bool]:
    """The rows from start to stop, read from whichever end is nearer; True when they come backward."""
    ordered = rows.order_by(*order)
    if start <= count // 2:
        return ordered[start:stop], False
    return ordered.reverse()[count - stop : count - start], True


def lines(rows: QuerySet[Project], sort: Sort, *, chunk: int = 0, known: Map | None = None) -> Iterator[Line]:
    """The rows in order as plain lines; `chunk` of them at a time when they are many. `known`: the map, when it is at hand."""
    return _lines(rows.order_by(*sort.order), known, chunk)


def _lines(rows: QuerySet[Project], known: Map | None, chunk: int = 0) -> Iterator[Line]:
    found = rows.values_list(*OWN, *PLACES)
    known = known or the_map()
    for *own, then, now, province in found.iterator(chunk_size=chunk) if chunk else found:
        if then not in known.units or now not in known.units:
            known = the_map((then, now))
        unallocated = known.units[now].level == places.PROVINCE and known.units[then].parent is not None
        yield Line(*own, known.path(then), known.path(now), unallocated, known.units[province].name)
