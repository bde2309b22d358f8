"""Deadlines: the last day that is still on time, with the reckoning."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from bedo.core.answers import Answer, Step
from bedo.programmes.rules.rows import in_force
from bedo.programmes.rules.tables import DeadlineRule

GivenT = TypeVar("GivenT")


def deadline(
    rows: Iterable[DeadlineRule],
    key: str,
    *,
    level: str,
    on: date,
    province: str = "",
    start: date | None = None,
    year: int | None = None,
    month: int | None = None,
) -> Answer:
    """The last day on time (included); None where the table is silent.

    `after` and `months_after` count from `start`, that day not counted; `yearly` takes `year`, `monthly` also `month`,
    `next_year` the year of the contract. “Trước ngày 25” makes the 24th the last day. Calendar days: the texts do not
    say working days. Source: TT 36/2013 Điều 6, 10, 18, 22, 23; programme dates by TT 17/2018.
    """
    rule = in_force(rows, on, level, province).get(key)
    if rule is None or rule.track not in ("any", level):
        return Answer(f"Thời hạn: {key}", None, note="Bảng thời hạn chưa có dòng cho việc này.")
    named = _named_day(rule, start, year, month)
    last = named - timedelta(days=1) if rule.before else named
    steps = [Step("Cách tính", _how(rule, start, named)), Step("Ngày cuối đúng hạn", f"{last:%d/%m/%Y}")]
    steps += [Step("Ai làm", rule.who)] if rule.who else []
    return Answer(f"Thời hạn: {rule.name}", last, tuple(steps), (rule.source(level, province),), rule.notes)


def _named_day(rule: DeadlineRule, start: date | None, year: int | None, month: int | None) -> date:
    if rule.kind == "after":
        return _given(start, "start") + timedelta(days=rule.days)
    if rule.kind == "months_after":
        return add_months(_given(start, "start"), rule.months)
    if rule.kind == "monthly":
        return _day_of(_given(year, "year"), _given(month, "month"), rule.day)
    return _day_of(_given(year, "year") + (rule.kind == "next_year"), rule.month, rule.day)


def _given(value: GivenT | None, name: str) -> GivenT:
    if value is None:
        raise ValueError(f"this deadline needs `{name}`")
    return value


def _day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _day_of(year, month + 1, day.day)


def _how(rule: DeadlineRule, start: date | None, named: date) -> str:
    if rule.kind == "after":
        return f"{rule.days} ngày kể từ {rule.starts} {start:%d/%m/%Y}"
    if rule.kind == "months_after":
        return f"{rule.months} tháng kể từ {rule.starts} {start:%d/%m/%Y}"
    return f"{'trước ngày' if rule.before else 'chậm nhất ngày'} {named:%d/%m/%Y}"
