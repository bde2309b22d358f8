"""Rule rows as people read them: which columns a table shows, and each value in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bedo.programmes import rules
from bedo.programmes.rules import rows as kinds

COLUMNS: dict[str, tuple[str, ...]] = {
    "contents": ("group", "unit", "completion_type"),
    "support_norms": ("percent_bp", "cap", "cap_per"),
    "advances": ("percent_bp", "progress_bp", "confirmed"),
    "advance_papers": (),
    "completion_papers": ("completion_type", "condition"),
    "dossier_papers": ("when", "track"),
    "appraisal_contents": ("hint",),
    "capacity_criteria": ("aspect", "evidence", "question"),
    "deadlines": ("kind", "who"),
    "stop_reasons": ("side", "violation"),
    "change_authorities": ("project_kind", "body", "form"),
    "priorities": ("step", "place", "criterion"),
    "score_points": ("criterion", "threshold", "points"),
    "warnings": ("threshold", "points"),
    "effect_indicators": ("unit", "nature"),
    "forms": ("number", "proposed"),
    "settings": ("value",),
}
FIGURES = frozenset({kinds.PERCENT, kinds.DONG, kinds.NUMBER})
CODED = {"group": rules.GROUPS, "completion_type": rules.COMPLETION_TYPES}


@dataclass(frozen=True)
class Cell:
    """One value in words, with its head; `figure` is set to the right, `empty` says that nothing applies."""

    label: str
    text: str
    figure: bool = False

    @property
    def plain(self) -> str:
        """As it stands in a column: the unit is in the head."""
        return self.text.removesuffix(" đ") if self.figure else self.text

    @property
    def empty(self) -> bool:
        return not self.text


@dataclass(frozen=True)
class Table:
    """A table for templates, which would call the row's class."""

    code: str
    title: str
    about: str

    @classmethod
    def of(cls, row_type: type[rules.Rule]) -> Table:
        return cls(row_type.TABLE, row_type.TITLE, row_type.ABOUT)


@dataclass(frozen=True)
class Line:
    """One row of a table as it is listed."""

    row: rules.Rule
    name: str
    cells: tuple[Cell, ...]
    standing: bool
    certainty: str
    province: str

    @property
    def code(self) -> str:
        """Codes of contents are known to people; other keys are the system's own."""
        return self.row.key if self.row.key.isupper() else ""

    @property
    def short(self) -> str:
        """The columns in one line, for the phone."""
        return " · ".join(cell.text for cell in self.cells if not cell.empty)


def name_of(row: Any) -> str:
    """What a row is called: its own name, or the change it speaks of."""
    if isinstance(row, rules.ChangeAuthority):
        return rules.CHANGES[row.change]
    return str(row.name)


def heads(row_type: type[rules.Rule]) -> list[Cell]:
    """The heads of the columns that a table's list shows."""
    specs = {spec.name: spec for spec in kinds.columns(row_type)}
    return [
        Cell(specs[name].metadata["label"], "", specs[name].metadata["kind"] in FIGURES and name not in CODED)
        for name in COLUMNS[row_type.TABLE]
    ]


def cells(row: rules.Rule, names: Mapping[str, str], only: tuple[str, ...] | None = None) -> tuple[Cell, ...]:
    """The columns of a row in words; `names` gives words for codes of contents and papers."""
    specs = {spec.name: spec for spec in kinds.columns(type(row))}
    wanted = specs if only is None else only
    return tuple(
        Cell(specs[name].metadata["label"], _text(row, specs[name], names), specs[name].metadata["kind"] in FIGURES)
        for name in wanted
    )


def _text(row: Any, spec: Any, names: Mapping[str, str]) -> str:
    value, kind = getattr(row, spec.name), spec.metadata["kind"]
    if isinstance(row, rules.DeadlineRule) and spec.name == "kind":
        return reckoning(row)
    if isinstance(row, rules.Setting) and spec.name == "value" and row.kind == kinds.FLAG:
        return "Có" if value == "1" else "Không"
    if spec.name in CODED:
        return f"{value}. {CODED[spec.name][value]}" if value in CODED[spec.name] else ""
    if kind == kinds.PERCENT:
        return kinds.percent(value) if value else ""
    if kind == kinds.FLAG:
        return "Có" if value else "Không"
    if kind == kinds.CHOICE:
        return spec.metadata["choices"].get(value, "")
    if kind == kinds.WORDS:
        return "; ".join(rules.EVIDENCE.get(word) or names.get(word, word) for word in value).replace(
            "*", "mọi nội dung"
        )
    if spec.name == "factor_max":
        return f"{value // 1000},{value % 1000:03d}".rstrip("0").rstrip(",") + " lần"
    if kind in (kinds.DONG, kinds.NUMBER):
        return str(value) if value else ""
    return str(value)


def reckoning(rule: rules.DeadlineRule) -> str:
    """A deadline in words: “15 ngày kể từ …”, “trước ngày 25 hằng tháng”."""
    until = "trước ngày" if rule.before else "chậm nhất ngày"
    if rule.kind == "after":
        return f"{rule.days} ngày kể từ {rule.starts}"
    if rule.kind == "months_after":
        return f"{rule.months} tháng kể từ {rule.starts}"
    if rule.kind == "monthly":
        return f"{until} {rule.day} hằng tháng"
    return f"{until} {rule.day:02d}/{rule.month:02d}" + (" năm sau" if rule.kind == "next_year" else " hằng năm")


def days(first: date | None, last: date | None) -> str:
    """“từ 11/05/2018”, “08/04/2014 – 10/05/2018”, “chưa rõ ngày hiệu lực”."""
    if first is None:
        return "chưa rõ ngày hiệu lực nên chưa áp dụng"
    if last is None:
        return f"từ {first:%d/%m/%Y}"
    return f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
