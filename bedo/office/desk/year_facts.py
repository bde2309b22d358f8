"""What the records say of one year: projects by how far they came, money by stage, by fund, content and area; years side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from bedo.accounts.models import User
from bedo.core.types import Dong
from bedo.ledger import queries as ledger
from bedo.ledger.models import BudgetLine
from bedo.office.projects.stretches import CONTRACTED, FINISHED, PLANNED, SETTLED
from bedo.projects.models import Project
from bedo.projects.rules import states as s
from bedo.reports.models import StatedFigure

SIGNED = ("contracted", "advanced", "recoverable", "settled")
SPENT = ("advanced", "recoverable", "settled")
EACH_YEAR = "fund_local_per_year"
MONEY = ("fund_total", "fund_national", "fund_local", EACH_YEAR)
STATED = (
    *MONEY,
    "fund_spent",
    "projects_planned",
    "projects_finished",
    "projects_national",
    "projects_local",
    "projects_stopped",
)
"""Measures of printed figures that the years show; those of MONEY stand in the drawing."""


@dataclass
class Part:
    """Projects of a part of the year by how far they came, and money of the year's lines; whole đồng."""

    every: int = 0
    planned: int = 0
    contracted: int = 0
    finished: int = 0
    settled: int = 0
    stopped: int = 0
    money: dict[str, Dong] = field(default_factory=lambda: ledger.by_stage([]))

    def add(self, state: str, number: int) -> None:
        self.every += number
        self.planned += number * (state in PLANNED)
        self.contracted += number * (state in CONTRACTED)
        self.finished += number * (state in FINISHED)
        self.settled += number * (state in SETTLED)
        self.stopped += number * (state in s.GONE)

    @property
    def money_planned(self) -> Dong:
        return Dong(sum(amount for stage, amount in self.money.items() if stage != "available"))

    @property
    def money_signed(self) -> Dong:
        return Dong(sum(self.money[stage] for stage in SIGNED))

    @property
    def money_spent(self) -> Dong:
        return Dong(sum(self.money[stage] for stage in SPENT))

    @property
    def money_settled(self) -> Dong:
        return self.money["settled"]


@dataclass(frozen=True)
class Year:
    """One year of a scope. `held`: all money of the year's lines, with what is not planned yet. `lines`, `by_line`: ids of
    the lines and their money by fund. `samples`: how many projects are sample data.
    """

    all: Part
    by: dict[str, dict[Any, Part]]
    held: Dong
    lines: dict[str, list[int]]
    by_line: dict[str, Dong]
    samples: int


def elapsed(year: int, today: date) -> int:
    """How much of the year is over, whole percent: 0 before it, 100 after it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if today >= last:
        return 100
    return max(0, (today - first).days + 1) * 100 // ((last - first).days + 1)


def own_projects(user: User, province: int | None) -> QuerySet[Project]:
    """Projects of our own records (not published ones) that the person sees, of one province when it is named."""
    rows = Project.objects.filter(pk__in=Project.objects.visible_to(user).filter(source_url="").order_by().values("pk"))
    return rows.filter(province=province) if province else rows


PARTS: dict[str, str] = {"fund": "fund", "content": "content", "area": "place_now"}


def year_of(user: User, year: int, province: int | None, *, area: str = "place_now") -> Year:
    """Everything of one year in three queries, or four when money of other years' projects stands on its lines."""
    rows = own_projects(user, province)
    fields = ("fund", "content", area)
    projects = list(rows.filter(year=year).values_list("pk", "state", "is_sample", *fields))
    found: dict[str, dict[Any, Part]] = {name: defaultdict(Part) for name in PARTS}
    whole = Part()
    places: dict[str, tuple[Any, ...]] = {}
    for pk, state, _, *at in projects:
        places[f"project:{pk}"] = tuple(at)
        whole.add(state, 1)
        for name, value in zip(PARTS, at, strict=True):
            found[name][value].add(state, 1)
    seen = BudgetLine.objects.visible_to(user).filter(year=year)
    lines = list((seen.filter(province=province) if province else seen).values_list("pk", "fund"))
    balances = ledger.balances(lines=[pk for pk, _ in lines]) if lines else []
    places |= _others(rows, {one.group for one in balances if one.group} - places.keys(), fields)
    by_line: dict[str, Dong] = defaultdict(Dong)
    for one in balances:
        if one.stage not in whole.money:
            continue
        by_line[one.fund] += one.amount
        whole.money[one.stage] += one.amount
        if one.group in places:
            for name, value in zip(PARTS, places[one.group], strict=True):
                found[name][value].money[one.stage] += one.amount
    by_fund: dict[str, list[int]] = defaultdict(list)
    for pk, fund in lines:
        by_fund[fund].append(pk)
    held = Dong(sum(whole.money.values()))
    return Year(
        whole,
        {name: dict(part) for name, part in found.items()},
        held,
        dict(by_fund),
        dict(by_line),
        sum(row[2] for row in projects),
    )


def _others(rows: QuerySet[Project], groups: Iterable[str], fields: tuple[str, ...]) -> dict[str, tuple[Any, ...]]:
    """Where projects of other years belong whose money stands on this year's lines (key projects of several years)."""
    ids = [int(group.partition(":")[2]) for group in groups if group.startswith("project:")]
    if not ids:
        return {}
    return {f"project:{pk}": tuple(at) for pk, *at in rows.filter(pk__in=ids).values_list("pk", *fields)}


# --- years side by side -------------------------------------------------------------------------------------------


@dataclass
class Line:
    """One year in the table of years. Amounts in whole đồng, None where nothing is known."""

    year: int
    own: Part = field(default_factory=Part)
    own_support: Dong = Dong(0)
    published: int = 0
    published_support: Dong | None = None
    published_known: int = 0
    stated: list[StatedFigure] = field(default_factory=list)


@dataclass(frozen=True)
class Years:
    """Years in order, and each content over all years before this one."""

    lines: list[Line]
    contents: dict[str, Part]


def years_of(user: User, province: int | None, today: date) -> Years:
    """All years that anything is known of, in three queries: our records, projects published one by one, printed figures."""
    lines: dict[int, Line] = {}
    contents: dict[str, Part] = defaultdict(Part)
    own = own_projects(user, province).exclude(year=None).order_by()
    for year, content, state, number, support in own.values_list("year", "content", "state").annotate(
        number=Count("pk"), money=Sum("support")
    ):
        line = lines.setdefault(year, Line(year))
        line.own.add(state, number)
        if state in PLANNED:
            line.own_support += Dong(int(support or 0))
        if year < today.year:
            contents[content].add(state, number)
    published = Project.objects.visible_to(user).exclude(source_url="").exclude(year=None).order_by()
    if province:
        published = published.filter(province=province)
    for year, number, support, known in published.values_list("year").annotate(
        number=Count("pk", distinct=True), money=Sum("support"), known=Count("support")
    ):
        line = lines.setdefault(year, Line(year))
        line.published, line.published_known = number, known
        line.published_support = Dong(int(support)) if support is not None else None
    for figure in stated(user, province) if province else ():
        for year in range(figure.year_from, min(figure.year_to, today.year) + 1):
            lines.setdefault(year, Line(year)).stated.append(figure)
    return Years([lines[year] for year in sorted(lines)], dict(contents))


def stated(user: User, province: int) -> QuerySet[StatedFigure]:
    """Printed figures of one year, and those printed for each year of a period, of a whole province and of what went into it."""
    rows = (
        StatedFigure.objects.visible_to(user).filter(province=province, year_from__lte=F("year_to")).exclude(value=None)
    )
    one_year = Q(year_from=F("year_to"), scope="tỉnh", kind__in=["plan", "result"], measure__in=STATED)
    return rows.filter(one_year | Q(measure=EACH_YEAR)).order_by("place_text", "kind", "pk")


def carried_out_least(contents: Mapping[str, Part]) -> list[tuple[str, Part]]:
    """Contents that were planned, those of which the smallest part was finished first. Need N91."""
    planned = [(key, one) for key, one in contents.items() if one.planned]
    return sorted(planned, key=lambda pair: (Fraction(pair[1].finished, pair[1].planned), -pair[1].planned, pair[0]))
