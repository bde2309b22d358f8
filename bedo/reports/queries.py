"""Reads over stated figures: provinces as then and as now, blocks of one source, what does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from bedo.accounts.models import User
from bedo.core.types import Dong
from bedo.places.models import Unit
from bedo.projects.models import Project
from bedo.reports import rules
from bedo.reports.models import StatedFigure

PARTIAL = "chỉ phần"
TRACKS = {"national": ("projects_national", "fund_national"), "local": ("projects_local", "fund_local")}


@dataclass(frozen=True)
class ProvinceLine:
    """One line of the overview; years None when no figure of the province names any."""

    unit: Unit
    figures: int
    first_year: int | None
    last_year: int | None
    projects: int
    contradictions: int


@dataclass
class Row:
    """One measure in a block, with the words as printed where the source gives them for this figure alone."""

    figure: StatedFigure
    label: str
    printed: str

    @property
    def text(self) -> str:
        """A value that is no number; a day as people write it."""
        text = self.figure.text_value
        if self.figure.measure in rules.DAYS and len(text) == len("2017-02-20"):
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        return text


@dataclass
class Block:
    """What one source says of one place, period and kind."""

    place: str
    scope: str
    period: str
    kind: str
    sources: list[str]
    year: int
    rows: list[Row] = field(default_factory=list)
    printed: str = ""
    notes: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        return rules.KINDS[self.kind]

    @property
    def has_words(self) -> bool:
        return any(row.printed for row in self.rows)

    @property
    def at_odds(self) -> bool:
        """Did whoever read the source note that its figures do not add up?"""
        return any("lệch" in check for check in self.checks)


@dataclass(frozen=True)
class Coverage:
    """How much of a stated plan or result is known project by project."""

    place: str
    year: int
    track: str
    kind: str
    stated_projects: int | None
    projects: int
    stated_fund: Dong | None
    fund: Dong
    without_amount: int

    @property
    def too_many(self) -> bool:
        """More projects published one by one than the total that was stated."""
        return self.stated_projects is not None and self.projects > self.stated_projects

    @property
    def too_much(self) -> bool:
        """More money published one by one than the total that was stated."""
        return self.stated_fund is not None and self.fund > self.stated_fund


def printed(figures: Iterable[StatedFigure]) -> list[rules.Printed]:
    """The figures that have a value, as plain values for the rules."""
    return [
        rules.Printed(
            key=row.pk,
            measure=row.measure,
            value=row.value,
            qualifier=row.qualifier,
            years=(row.year_from, row.year_to) if row.year_from and row.year_to else None,
            period=row.period,
            kind=row.kind,
            place=row.place_text,
            source=row.source_url,
            group=row.origin,
            partial=PARTIAL in row.subject,
        )
        for row in figures
        if row.value is not None
    ]


def contradictions(figures: Iterable[StatedFigure]) -> list[rules.Contradiction]:
    return rules.contradictions(printed(figures))


def overview(user: User, *, as_now: bool) -> tuple[list[ProvinceLine], list[rules.Contradiction]]:
    """Provinces with stated figures or published projects, by name, and everything that does not add up. 4 queries."""
    seen = StatedFigure.objects.visible_to(user)
    top = "province_id" if as_now else "top"
    counted = {
        line[top]: line
        for line in _tops(seen).values(top).annotate(n=Count("id"), a=Min("year_from"), z=Max("year_to"))
    }
    published = Project.objects.visible_to(user).exclude(source_url="")
    projects = dict(_project_tops(published).values_list(top).annotate(n=Count("id")))
    figures = list(_tops(seen.exclude(value=None)).order_by("id"))
    found = contradictions(figures)
    at = {row.pk: getattr(row, top) for row in figures}
    odd: dict[int, int] = {}
    for one in found:
        odd[at[one.total]] = odd.get(at[one.total], 0) + 1
    units = Unit.objects.filter(pk__in=counted.keys() | projects.keys()).order_by("sort_key", "pk")
    none = {"n": 0, "a": None, "z": None}
    lines = [
        ProvinceLine(unit, line["n"], line["a"], line["z"], projects.get(unit.pk, 0), odd.get(unit.pk, 0))
        for unit in units
        for line in [counted.get(unit.pk, none)]
    ]
    return lines, found


def _tops(figures: QuerySet) -> QuerySet:
    """With `top`: the province of the figure's own time."""
    return figures.annotate(top=Coalesce("place__parent_id", "place_id"))


def _project_tops(projects: QuerySet) -> QuerySet:
    return projects.annotate(top=Coalesce("place__parent__parent_id", "place__parent_id", "place_id")).order_by()


def figures_of(user: User, unit: Unit) -> list[StatedFigure]:
    """Stated figures of a province, newest period first."""
    found = StatedFigure.objects.visible_to(user).of_province(unit)
    return list(found.order_by("-year_to", "-year_from", "id"))


def years_of(figures: Iterable[StatedFigure]) -> list[int]:
    """Years in which a period of these figures begins or ends, newest first."""
    found = {year for row in figures for year in (row.year_from, row.year_to) if year}
    return sorted(found, reverse=True)


def covers(figure: StatedFigure, year: int) -> bool:
    """Does the period of the figure contain the year? A period without a last year is open."""
    if figure.year_from is None:
        return False
    return figure.year_from <= year and (figure.year_to is None or year <= figure.year_to)


def blocks(figures: Sequence[StatedFigure]) -> list[Block]:
    """One block per place, period, kind and source; a figure told twice by one source stands once."""
    found: dict[tuple[str, ...], Block] = {}
    for row in figures:
        key = (row.place_text, row.period, row.kind, row.source_url)
        block = found.get(key)
        if block is None:
            year = row.year_to or row.year_from or 0
            sources = row.source_url.split(" ; ")
            block = found[key] = Block(row.place_text, row.scope, row.period, row.kind, sources, year)
        _add(block, row)
    order = list(rules.KINDS)
    return sorted(
        found.values(), key=lambda block: (block.kind == "fact", -block.year, block.place, order.index(block.kind))
    )


def _add(block: Block, row: StatedFigure) -> None:
    own_words = row.printed if " | " not in row.printed else ""
    twin = next((one for one in block.rows if (one.figure.measure, one.figure.value) == (row.measure, row.value)), None)
    if twin and row.value is not None:
        twin.printed = twin.printed or own_words
    else:
        block.rows.append(Row(row, rules.label(row.measure), own_words))
    if not own_words and row.printed:
        block.printed = row.printed
    for text, kept in ((row.subject, block.notes), (row.check_note, block.checks)):
        if text and text not in kept and (kept is block.checks or not own_words):
            kept.append(text)


def coverage(user: User, unit: Unit, figures: Sequence[StatedFigure]) -> list[Coverage]:
    """For each year and fund whose total was stated: how many projects are known one by one. 1 query."""
    projects = Project.objects.visible_to(user).exclude(source_url="").exclude(year=None)
    tops = _project_tops(projects.filter(province=unit) if unit.is_current else projects)
    counted = {
        (line["top"], line["year"], line["track"]): line
        for line in tops.values("top", "year", "track").annotate(
            n=Count("id"), money=Sum("support"), blank=Count("id", filter=Q(support=None))
        )
    }
    return [
        one
        for (top, place, year, kind), stated in _stated_years(figures).items()
        for track, (number, fund) in TRACKS.items()
        if number in stated or fund in stated
        for one in [
            _covered(counted.get((top, year, track)), place, year, kind, track, stated.get(number), stated.get(fund))
        ]
        if one
    ]


def _stated_years(figures: Sequence[StatedFigure]) -> dict[tuple[int, str, int, str], dict[str, int]]:
    """By place, year and kind, the first value told of each measure; only whole provinces and single years."""
    found: dict[tuple[int, str, int, str], dict[str, int]] = {}
    for row in figures:
        whole = row.scope == "tỉnh" and row.kind in ("plan", "result") and PARTIAL not in row.subject
        if whole and row.value is not None and row.year_from and row.year_from == row.year_to:
            key = (row.place_id, row.place_text, row.year_from, row.kind)
            found.setdefault(key, {}).setdefault(row.measure, row.value)
    return found


def _covered(
    line: dict | None, place: str, year: int, kind: str, track: str, number: int | None, fund: int | None
) -> Coverage | None:
    if line is None:
        return None
    stated = None if fund is None else Dong(fund)
    return Coverage(place, year, track, kind, number, line["n"], stated, Dong(line["money"] or 0), line["blank"])
