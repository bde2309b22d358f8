"""Stated figures of the shipped files: one row per printed measure, with its words and source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from bedo.config.demo import sources
from bedo.config.demo.gazetteer import LAST_DAY_BEFORE, Gazetteer
from bedo.places.models import Unit
from bedo.places.queries import province_of
from bedo.places.rules import REFORM
from bedo.reports import rules
from bedo.reports.models import StatedFigure
from bedo.reports.services import state_figures

RESULTS, FACTS = "annual_results.csv", "seed_facts.json"
AFTER_REFORM = "tỉnh sau sắp xếp 2025"
FACT_KINDS = {
    "projects_finished": "result",
    "projects_local": "result",
    "fund_spent": "result",
    "projects_stopped": "result",
}
MEASURES = (
    "projects_planned", "projects_finished", "projects_national", "projects_local", "projects_stopped", "fund_total",
    "fund_national", "fund_local", "fund_spent", "counterpart", "total_investment", "beneficiaries", "jobs",
    "people_trained", "products_district", "products_province", "products_region", "products_national",
)  # fmt: skip
SAME_AS = {
    "fund_spent_total": "fund_spent",
    "fund_planned_total": "fund_total",
    "fund_planned_national": "fund_national",
    "fund_planned_local": "fund_local",
    "projects_planned_national": "projects_national",
    "projects_planned_local": "projects_local",
}
"""What an article measures under a name of its own → our measure."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def load(gazetteer: Gazetteer) -> int:
    """Enter what is not there yet; returns how many figures were added."""
    results = list(_from_results(gazetteer))
    return state_figures(figures=results, origin=RESULTS, by=None) + state_figures(
        figures=list(_from_facts(gazetteer)), origin=FACTS, by=None
    )


def _from_results(gazetteer: Gazetteer) -> Iterator[StatedFigure]:
    rows = sources.rows(RESULTS)
    after = {row["source_url"] for row in rows if AFTER_REFORM in row["other_facts"]}
    for row in rows:
        first = sources.number(row["year_from"])
        is_new = row["source_url"] in after or (first or 0) > REFORM.year
        province = gazetteer.province(row["province_at_time"], REFORM if is_new else _day(row["year_to"]))
        common = {**_place(gazetteer, province, row["scope"]), **_period(row)}
        qualifiers = _qualifiers(row["qualifiers"])
        measures = [measure for measure in MEASURES if row[_column(measure)]]
        for measure in measures:
            yield StatedFigure(
                **common,
                measure=measure,
                value=int(row[_column(measure)]),
                unit=rules.MEASURES[measure].unit,
                qualifier=qualifiers.get(measure, "exact"),
            )
        if not measures:
            yield StatedFigure(
                **common, measure=rules.WORDS_ONLY, qualifier="unstated", text_value=row["printed_numbers"]
            )


def _column(measure: str) -> str:
    return f"{measure}_vnd" if rules.MEASURES[measure].unit == rules.DONG else measure


def _period(row: dict[str, str]) -> dict[str, Any]:
    return {
        "period": row["period_label"],
        "year_from": sources.number(row["year_from"]),
        "year_to": sources.number(row["year_to"]),
        "kind": row["kind"],
        "subject": row["other_facts"],
        "printed": row["printed_numbers"],
        "check_note": row["arithmetic_check"],
        "source_url": " ; ".join(sources.cite(row["source_url"])),
        "origin": f"{RESULTS}:{row['row_id']}",
    }


def _place(gazetteer: Gazetteer, province: Unit, scope: str) -> dict[str, Any]:
    """The present province, the unit of the time, and the words."""
    district = scope if scope.startswith("huyện ") else ""
    place = gazetteer.place(province, district, "")
    return {
        "province": gazetteer.present(province),
        "place": place if province_of(place) == province else province,
        "place_text": f"{district}, {province.name}" if district else province.name,
        "scope": scope,
    }


def _day(year: str) -> date:
    return min(date(int(year), 12, 31), LAST_DAY_BEFORE) if year else LAST_DAY_BEFORE


def _qualifiers(text: str) -> dict[str, str]:
    """“fund_total:over (bài) / exact (tít)” → over: the words of the article itself come first."""
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return {column.strip(): words.split()[0] for column, words in pairs}


def _from_facts(gazetteer: Gazetteer) -> Iterator[StatedFigure]:
    for fact in sources.facts():
        years = [int(year) for year in YEAR.findall(fact["year_or_period"])]
        province = gazetteer.province(fact["province"], _day(str(years[-1]) if years else ""))
        measure = SAME_AS.get(fact["measure"], fact["measure"])
        known = rules.MEASURES.get(measure)
        value = fact["value_vnd"] if fact["value_vnd"] is not None else _whole(fact["value"])
        yield StatedFigure(
            **_place(gazetteer, province, "tỉnh"),
            period=fact["year_or_period"],
            year_from=years[0] if years else None,
            year_to=_last_year(fact["year_or_period"], years),
            kind=_fact_kind(fact["measure"], measure),
            measure=measure,
            subject="; ".join(part for part in (fact["subject"], fact["note"]) if part),
            value=value,
            text_value="" if value is not None or fact["value"] is None else str(fact["value"]),
            unit=known.unit if known and value is not None else fact["unit"] or "",
            qualifier=fact["qualifier"],
            printed=fact["original_text_number"],
            source_url=sources.cite(fact["seed_file"])[0],
            origin=f"{FACTS}:{fact['id']}",
        )


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"\d+", text) else None


def _last_year(period: str, years: list[int]) -> int | None:
    """An open span (“từ 2005 đến khi viết bài”) has no last year."""
    return None if "khi viết" in period or not years else years[-1]


def _fact_kind(printed: str, measure: str) -> str:
    if "planned" in printed or printed == "beneficiaries_national":
        return "plan"
    return FACT_KINDS.get(measure, "fact")
