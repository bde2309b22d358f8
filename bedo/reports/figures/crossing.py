"""Several figures by several dimensions at once, from the tables of sums: two queries whatever the number of records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, F, QuerySet, Sum, When
from django.db.models import Value as Literal

from bedo.reports.figures.asking import Where, sums_of
from bedo.reports.figures.registry import REGISTRY, SUM_OF_MONEY, Figure


@dataclass(frozen=True)
class Crossed:
    """One row: the key by dimension, each figure's value by its code."""

    key: dict[str, Any]
    values: dict[str, int]


def crossed(
    codes: Sequence[str], where: Where, dimensions: Sequence[str], provinces: Collection[int] | None
) -> list[Crossed]:
    """Rows within provinces (None: all) in the order of their keys; those in which every figure is 0 are left out.

    `dimensions`: those by which every table of sums is kept (SUM_OF_MONEY). ValueError: a figure or a place that only records
    can tell.
    """
    columns = [SUM_OF_MONEY[dimension] for dimension in dimensions]
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for model in dict.fromkeys(REGISTRY[code].summed.model for code in codes):
        own = [REGISTRY[code] for code in codes if REGISTRY[code].summed.model is model]
        for row in sums_by(own, columns, where, provinces):
            key = tuple(row[column] for column in columns)
            found.setdefault(key, dict.fromkeys(codes, 0)).update({one.code: int(row[one.code]) for one in own})
    rows = sorted((key, values) for key, values in found.items() if any(values.values()))
    return [Crossed(dict(zip(dimensions, key, strict=True)), values) for key, values in rows]


def sums_by(own: Sequence[Figure], columns: Sequence[str], where: Where, provinces: Collection[int] | None) -> QuerySet:
    """One query: figures of one table of sums, each under its code, by columns of the table."""
    rows = sums_of(own[0], where, provinces)
    if rows is None:
        raise ValueError("these figures are told from records only")
    return rows.order_by().values(*columns).annotate(**{one.code: _sum(one) for one in own})


def _sum(figure: Figure) -> Sum:
    kept = figure.summed
    cases = [When(kept.rows, then=F(kept.adds))] if kept.rows else []
    if kept.minus is not None:
        cases.append(When(kept.minus, then=-F(kept.adds)))
    zero = Literal(0, output_field=BigIntegerField())
    return Sum(Case(*cases, default=zero if cases else F(kept.adds), output_field=BigIntegerField()))
