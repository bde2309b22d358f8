"""The figures that pictures are drawn from: the registered ones, within a person's scope."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Sum

from bedo.accounts.models import User
from bedo.core.periods import Period
from bedo.documents.writing.content import Picture
from bedo.ledger.rules import FUNDS
from bedo.places.models import Unit
from bedo.places.queries import full_name
from bedo.reports import figures
from bedo.reports.figures import Where
from bedo.reports.pictures import charts, map
from bedo.reports.tables import Asked, build
from bedo.reports.tables.model import NOTHING

STEPS = (
    ("wishes", "Nhu cầu đã nhận"),
    ("wishes_appraised", "Đã thẩm tra năng lực"),
    ("projects_planned", "Đề án trong kế hoạch"),
    ("projects_contracted", "Đã ký hợp đồng"),
    ("projects_finished", "Đã hoàn thành"),
)


def pictures(place: Unit | None, year: int, user: User | None) -> list[Picture]:
    """All of them for a place and a year."""
    where = Where(place, as_now=place is None or place.is_current, year=year)
    words = f"{place.label if place else 'các địa phương được xem'}, năm {year}"
    found = [
        *pictures_of_report(place, year, user),
        charts.funnel([(label, int(figures.value(code, where, user).value or 0)) for code, label in STEPS], words),
        charts.many_years(_years(place, user), place.label if place else "các địa phương được xem"),
    ]
    provinces = _provinces(year, user)
    if len(provinces) > 1:
        found.append(charts.compare([(unit.name, amount) for unit, amount in provinces], f"kinh phí hỗ trợ năm {year}"))
    values = {unit.code: amount for unit, amount in provinces}
    found.append(map.country(values, f"kinh phí hỗ trợ năm {year}", outlined=place.code if place and place.level == 1 else ""))  # fmt: skip
    if place and place.level == 1 and place.is_current:
        found.append(map.province(place.code, _communes(where, user), f"kinh phí hỗ trợ theo xã, {words}"))
    return found


def _communes(where: Where, user: User | None) -> list[map.Point]:
    """The communes that projects named, with the support of the year; whole đồng."""
    sums = {row.key: int(row.value or 0) for row in figures.breakdown("support", where, "commune", user) if row.key}
    units = Unit.objects.filter(pk__in=sums).with_parents()
    return [map.Point(full_name(unit), unit.lon, unit.lat, sums[unit.pk]) for unit in units]


def pictures_of_report(place: Unit | None, year: int, user: User | None) -> list[Picture]:
    """Those that stand in a written report too: money by stage and fund, plan against done."""
    where = Where(place, as_now=place is None or place.is_current, year=year)
    words = f"{place.label if place else 'các địa phương được xem'}, năm {year}"
    return [
        charts.money_by_stage(_money(where, user), words),
        charts.plan_against_done(_contents(place, year, user), words),
    ]


def _money(where: Where, user: User | None) -> list[tuple[str, dict[str, int]]]:
    """Fund → stage → whole đồng that lie there now."""
    rows = figures.records("standing_planned", where, user).order_by()
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for fund, stage, amount in rows.values_list("line__fund", "stage").annotate(sum=Sum("balance")):
        found[fund][stage] = int(amount)
    return [(FUNDS[fund].removeprefix("Kinh phí ").capitalize(), found[fund]) for fund in FUNDS if fund in found]


def _contents(place: Unit | None, year: int, user: User | None) -> list[tuple[str, int, int]]:
    """Group of contents, planned and paid of the year, whole đồng."""
    built = build("r1", Asked(Period.year(year), place, as_now=place is None or place.is_current, user=user))
    groups = [line for line in built.lines if line.key.startswith("group:")]
    return [
        (
            line.texts["name"],
            line.amounts.get("plan_money", NOTHING).value,
            line.amounts.get("cum_money", NOTHING).value,
        )
        for line in groups
    ]


def _years(place: Unit | None, user: User | None) -> list[tuple[int, int | None, int | None]]:
    """Every year between the first and the last that is known; None where nothing is."""
    where = Where(place, as_now=place is None or place.is_current)
    counts = {
        row.key: int(row.value or 0) for row in figures.breakdown("projects_planned", where, "year", user) if row.key
    }
    money = {row.key: int(row.value or 0) for row in figures.breakdown("support", where, "year", user) if row.key}
    if not counts:
        return []
    return [(year, counts.get(year), money.get(year)) for year in range(min(counts), max(counts) + 1)]


def _provinces(year: int, user: User | None) -> list[tuple[Unit, int]]:
    rows = figures.breakdown("support", Where(year=year), "province_now", user)
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[row.key for row in rows if row.key])}
    return [(units[row.key], int(row.value or 0)) for row in rows if row.key in units]
