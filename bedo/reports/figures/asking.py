"""Asking a registered figure: its value, a breakdown, the records, and what others printed of the same."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models import Value as Literal
from django.db.models.functions import (
    Cast,
    Coalesce,
    ExtractMonth,
    ExtractQuarter,
    ExtractYear,
    Floor,
    Mod,
    NullIf,
    Substr,
)

from bedo.accounts.models import User
from bedo.core.periods import Period
from bedo.ledger.rules import FUNDS, STAGES
from bedo.places.models import Unit
from bedo.places.rules import COMMUNE, DISTRICT
from bedo.projects.models import Effect, Project, Share
from bedo.projects.rules import states
from bedo.reports.figures.registry import REGISTRY, Figure
from bedo.reports.models import MoneySum, StatedFigure

DIMENSIONS = {
    "province_now": "tỉnh hiện nay", "province_then": "tỉnh khi đó", "district": "huyện khi đó",
    "commune": "xã khi đó", "year": "năm", "period": "giai đoạn năm năm", "half": "nửa năm", "quarter": "quý",
    "month": "tháng", "fund": "nguồn", "content": "nội dung", "kind": "loại", "status": "trạng thái", "officer": "người phụ trách", "stage": "giai đoạn",
    "reason": "lý do", "channel": "nhận qua", "held_by": "nơi mở",
}  # fmt: skip
NOT_SAID = "không ghi"
_PROJECT_OF_MONEY = Case(
    When(group__startswith="project:", then=Cast(Substr("group", len("project:") + 1), BigIntegerField())),
    output_field=BigIntegerField(),
)
_CONTENT_OF_MONEY = Coalesce(
    Subquery(Project.objects.filter(pk=OuterRef("_project")).values("content")[:1]), Literal("")
)
PERIOD = 5
"""Years of a programme: 2016–2020, 2021–2025."""
PROJECT_OF = {Share: "project", Effect: "share__project"}
"""Records without a scope of their own are seen with their project."""


@dataclass(frozen=True)
class Where:
    """Which records count. `province`: a unit; `as_now`: of a present one everything that went into it, else the unit of
    its day. `year`: of the plan, the receipt or the answer, as the figure says. `period`: days of a part of a year, for
    figures whose records have a day (Figure.has_day). `content`: of the project or wish, for figures broken down by it."""

    province: Unit | None = None
    as_now: bool = True
    year: int | None = None
    samples: bool = True
    period: Period | None = None
    content: str = ""


@dataclass(frozen=True)
class Value:
    """`value` None: the system holds no such records; a ratio is rounded to two decimals. `records`: how many stand behind."""

    value: int | float | None
    records: int
    unit: str


@dataclass(frozen=True)
class Breakdown:
    """One row of a breakdown."""

    key: Any
    label: str
    value: int | float | None
    records: int


def records(code: str, where: Where, user: User | None = None) -> QuerySet:
    """The records behind the figure, each with `adds`; scoped to the person, everything for None. KeyError: no such figure."""
    figure = REGISTRY[code]
    rows = _scoped(figure, figure.rows(), user)
    if where.year is not None:
        rows = rows.filter(**{figure.year: where.year})
    if where.period is not None:
        rows = rows.filter(**{f"{figure.day}__range": (where.period.first, where.period.last)})
    if where.province is not None:
        rows = rows.filter(_within(figure, where))
    if where.content:
        rows = _of_content(figure, rows, where.content)
    if not where.samples and any(field.name == "is_sample" for field in rows.model._meta.fields):
        rows = rows.filter(is_sample=False)
    return rows.annotate(
        adds=figure.adds if figure.adds is not None else Literal(1, output_field=IntegerField())
    ).order_by("pk")


def value(code: str, where: Where, user: User | None = None) -> Value:
    """The figure. 1 query; a ratio 2."""
    figure = REGISTRY[code]
    if figure.missing:
        return Value(None, 0, figure.unit)
    if figure.over:
        above, below = (value(one, where, user) for one in figure.over)
        return Value(_ratio(above.value, below.value), below.records, figure.unit)
    sums = _sums(figure, where, user)
    if sums is not None:
        found = sums.aggregate(total=Sum("_adds"), count=Sum("_records"))
        return Value(int(found["total"] or 0), int(found["count"] or 0), figure.unit)
    found = records(code, where, user).aggregate(total=Sum("adds"), count=Count("pk"))
    return Value(int(found["total"] or 0), found["count"], figure.unit)


def breakdown(code: str, where: Where, dimension: str, user: User | None = None) -> list[Breakdown]:
    """The figure by a dimension, in the order of its keys. KeyError: no such dimension of this figure. 1–3 queries."""
    figure = REGISTRY[code]
    lookup = figure.lookups[dimension]
    if figure.missing:
        return []
    if figure.over:
        below = {row.key: row for row in breakdown(figure.over[1], where, dimension, user)}
        above = breakdown(figure.over[0], where, dimension, user)
        return [Breakdown(row.key, row.label, _ratio(row.value, below[row.key].value), row.records) for row in above]
    found = _summed_by(figure, where, dimension, user)
    if found is None:
        rows = _reckoned(figure, records(code, where, user), lookup).order_by()
        found = list(rows.values("_key").annotate(total=Sum("adds"), count=Count("pk")).order_by("_key"))
    labels = _labels(dimension, [row["_key"] for row in found])
    return [
        Breakdown(row["_key"], labels.get(row["_key"], NOT_SAID), int(row["total"] or 0), row["count"]) for row in found
    ]


def sums_of(figure: Figure, where: Where, provinces: Collection[int] | None) -> QuerySet | None:
    """The rows of the figure's table of sums for a place and year within provinces (None: all), whatever figure they serve;
    None when only the records themselves can tell: old units, parts of a year, samples left out."""
    kept = figure.summed
    if kept is None or where.period is not None or not where.samples:
        return None
    if where.province is not None and not (where.as_now and where.province.is_current):
        return None
    rows = kept.model.objects.all()
    if where.year is not None:
        rows = rows.filter(year=where.year)
    if where.province is not None:
        rows = rows.filter(tenant=where.province.pk)
    if where.content:
        rows = rows.filter(content=where.content)
    if provinces is not None:
        rows = rows.filter(tenant__in=provinces)
    return rows


def _sums(figure: Figure, where: Where, user: User | None) -> QuerySet | None:
    """The rows of the table of sums that make up the figure, each with `_adds` and `_records`; None as sums_of, and for who
    sees single communes or establishments."""
    kept = figure.summed
    if kept is None or (user and any(held.place_id or held.role == "beneficiary" for held in user.grants.held)):
        return None
    rows = sums_of(figure, where, _provinces(figure, user))
    if rows is None:
        return None
    adds: Any = F(kept.adds)
    if kept.minus is not None:
        adds = Case(When(kept.minus, then=-adds), default=adds, output_field=BigIntegerField())
    wanted = kept.rows if kept.minus is None else kept.rows | kept.minus
    return rows.filter(wanted).annotate(_adds=adds, _records=F(kept.records))


def _provinces(figure: Figure, user: User | None) -> Collection[int] | None:
    """Provinces whose records the person sees, with the right that opens them; None: all."""
    if user is None:
        return None
    return user.grants.provinces if figure.summed.model is MoneySum else user.grants.provinces_with("project.view")


def _summed_by(figure: Figure, where: Where, dimension: str, user: User | None) -> list[dict[str, Any]] | None:
    """A breakdown from the table of sums; None when it is not kept by this dimension."""
    sums = _sums(figure, where, user)
    if sums is None:
        return None
    column = figure.summed.dimensions.get(dimension)
    if dimension == "period" and "year" in figure.summed.dimensions:
        key: Any = Case(When(year=0, then=None), default=_first_of_period(F("year")), output_field=IntegerField())
    elif column == "year":
        key = NullIf("year", Literal(0))
    elif column == "tenant":
        key = NullIf("tenant", Literal(0))
    elif column:
        key = F(column)
    else:
        return None
    rows = sums.annotate(_key=key).values("_key").annotate(total=Sum("_adds"), count=Sum("_records"))
    return list(rows.filter(count__gt=0).order_by("_key"))


def _first_of_period(year: Any) -> Any:
    return year - Mod(year - 1, Literal(PERIOD), output_field=IntegerField())


def stated(code: str, where: Where, user: User | None = None) -> list[StatedFigure]:
    """What others printed of the same measure, place and year, whole provinces only. 1 query."""
    figure = REGISTRY[code]
    if not figure.measure or where.year is None:
        return []
    rows = StatedFigure.objects.all() if user is None else StatedFigure.objects.visible_to(user)
    rows = rows.filter(measure=figure.measure, year_from=where.year, year_to=where.year).exclude(value=None)
    if where.province is not None:
        rows = rows.of_province(where.province)
    return list(rows.order_by("pk"))


def _ratio(above: int | float | None, below: int | float | None) -> float | None:
    if above is None or not below:
        return None
    return float(round(Fraction(above) / Fraction(below), 2))


def _scoped(figure: Figure, rows: QuerySet, user: User | None) -> QuerySet:
    """By province, with the right that opens the records."""
    if user is None or hasattr(rows, "visible_to"):
        return rows if user is None else rows.visible_to(user)
    return rows.filter(**{f"{PROJECT_OF[rows.model]}__in": Project.objects.visible_to(user)})


def _within(figure: Figure, where: Where) -> Q:
    """As now: the present tenant; as then, or of a province that has ended: places that were that unit or lay in it."""
    unit = where.province
    if unit is not None and where.as_now and unit.is_current:
        return Q(**{figure.province: unit.pk})
    place = figure.place
    return Q(**{place: unit}) | Q(**{f"{place}__parent": unit}) | Q(**{f"{place}__parent__parent": unit})


def _of_content(figure: Figure, rows: QuerySet, content: str) -> QuerySet:
    lookup = figure.lookups["content"]
    if lookup != "_content":
        return rows.filter(**{lookup: content})
    return rows.annotate(_project=_PROJECT_OF_MONEY, _content=_CONTENT_OF_MONEY).filter(_content=content)


def _reckoned(figure: Figure, rows: QuerySet, lookup: str) -> QuerySet:
    """With `_key`, the value of the dimension."""
    place, day = figure.place, figure.day
    by_day = bool(day) and figure.year == f"{day}__year"
    year = ExtractYear(day) if by_day else F(figure.year)
    keys = {
        "_top": Coalesce(f"{place}__parent__parent_id", f"{place}__parent_id", f"{place}_id"),
        "_district": _at_level(place, DISTRICT),
        "_commune": _at_level(place, COMMUNE),
        "_year": year,
        "_period": _first_of_period(year),
    }
    if day:
        keys |= {
            "_month": ExtractMonth(day),
            "_quarter": ExtractQuarter(day),
            "_half": Floor(
                (ExtractMonth(day) + 5) / Literal(6, output_field=IntegerField()), output_field=IntegerField()
            ),
        }
    if lookup == "_content":
        rows, keys[lookup] = rows.annotate(_project=_PROJECT_OF_MONEY), _CONTENT_OF_MONEY
    return rows.annotate(_key=keys.get(lookup, F(lookup)))


def _at_level(place: str, level: int) -> Case:
    """The place's own unit of a level, or the one above it; none for a place that is known less closely."""
    return Case(
        When(**{f"{place}__level": level}, then=F(f"{place}_id")),
        When(**{f"{place}__parent__level": level}, then=F(f"{place}__parent_id")),
        output_field=BigIntegerField(),
    )


def _labels(dimension: str, keys: list[Any]) -> dict[Any, str]:
    known = [key for key in keys if key not in (None, "")]
    if dimension == "period":
        return {key: f"{key}–{key + PERIOD - 1}" for key in known}
    if dimension.startswith(("province", "district", "commune")):
        return {unit.pk: unit.label for unit in Unit.objects.filter(pk__in=known)}
    if dimension == "officer":
        return {person.pk: person.full_name for person in User.objects.filter(pk__in=known)}
    if dimension == "stage":
        return {key: STAGES[key] for key in known}
    if dimension == "held_by":
        return {True: "Trung tâm tự mở", False: "nơi khác mở"}
    if dimension == "channel":
        return {key: states.CHANNELS.get(key, key) for key in known}
    if dimension == "fund":
        return {key: FUNDS.get(key, key) for key in known}
    if dimension == "status":
        words = {**states.LABELS, **states.WISH_LABELS}
        return {key: words.get(key, key) for key in known}
    return {key: str(key) for key in known}
