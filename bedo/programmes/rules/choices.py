"""What is asked of whom: capacity criteria by content, effect indicators, and what a province chose for its own track."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from bedo.core.answers import Answer, Step
from bedo.programmes.rules.rows import ALL, FLAG, LOCAL, NUMBER, PERCENT, Rule, basis_points, in_force, percent
from bedo.programmes.rules.tables import Setting

AskedT = TypeVar("AskedT", bound=Rule)


def for_contents(
    rows: Iterable[AskedT], contents: Iterable[str], *, level: str, on: date, province: str = ""
) -> tuple[AskedT, ...]:
    """The rows that name one of the contents, or none at all (asked of all); for criteria and effect indicators."""
    asked = set(contents)
    standing = in_force(rows, on, level, province).values()
    return tuple(row for row in standing if not _named(row) or asked & set(_named(row)))


def _named(row: Rule) -> tuple[str, ...]:
    return tuple(getattr(row, "contents", ()))


def setting(rows: Iterable[Setting], key: str, *, on: date, province: str = "", level: str = LOCAL) -> Answer:
    """What stands for a choice: a flag, a number, basis points or a text; None where the table is silent."""
    row = in_force(rows, on, level, province).get(key)
    if row is None:
        return Answer(f"Lựa chọn: {key}", None, note="Bảng lựa chọn chưa có dòng này.")
    value, shown = _read(row)
    whose = "Của tỉnh" if row.province else "Chung" if row.level == ALL else "Mặc định"
    return Answer(row.name, value, (Step(whose, shown),), (row.source(level, province),), row.notes)


def _read(row: Setting) -> tuple[object, str]:
    if row.kind == FLAG:
        return row.value == "1", "có" if row.value == "1" else "không"
    if row.kind == NUMBER:
        return int(row.value), row.value
    if row.kind == PERCENT:
        return basis_points(row.value), percent(basis_points(row.value))
    return row.value, row.value
