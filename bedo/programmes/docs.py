"""docs/rules.md, made from the shipped tables and the functions that read them: source → rows → function → test."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from inspect import getdoc
from typing import Any

from bedo.programmes import loading, rules
from bedo.programmes.rules.rows import DESIGN_TEXT

Row = tuple[Callable[..., Any], tuple[type[rules.Rule], ...], str]
FUNCTIONS: tuple[Row, ...] = (
    (rules.support_ceiling, (rules.SupportNorm,), "test_norms.py"),
    (rules.may_exceed, (rules.SupportNorm,), "test_norms.py"),
    (rules.first_advance, (rules.AdvanceRule,), "test_advances.py"),
    (rules.advance_ceiling, (rules.SupportNorm,), "test_advances.py"),
    (rules.advance_papers, (rules.AdvancePaper,), "test_advances.py"),
    (rules.advance_allowed, (rules.AdvanceRule, rules.SupportNorm, rules.AdvancePaper), "test_advances.py"),
    (rules.remaining_advance, (), "test_advances.py"),
    (rules.completion_papers, (rules.CompletionPaper, rules.Content), "test_papers.py"),
    (rules.dossier_papers, (rules.DossierPaper,), "test_papers.py"),
    (rules.missing_papers, (rules.CompletionPaper, rules.DossierPaper), "test_papers.py"),
    (rules.reminder, (rules.CompletionPaper, rules.DossierPaper), "test_papers.py"),
    (rules.deadline, (rules.DeadlineRule,), "test_deadlines.py"),
    (rules.who_decides, (rules.ChangeAuthority,), "test_deadlines.py"),
    (rules.rank, (rules.Priority, rules.ScorePoint), "test_priorities.py"),
    (rules.for_contents, (rules.CapacityCriterion, rules.EffectIndicator), "test_deadlines.py"),
    (rules.setting, (rules.Setting,), "test_deadlines.py"),
    (rules.in_force, tuple(rules.TABLES.values()), "test_tables.py"),
)
HEAD = """# Rules

Generated from `bedo/programmes/data/` and `bedo/programmes/rules/`; do not edit (`make docs`, or
`bedo.programmes.docs.rules_page()`). A row refuses when its certainty is *read* or, in a province whose Sở says so,
*confirmed*; *summary*, *recalled* and *design* only warn. A row without a first day is shown and never applied. A national
row asked for the local track is a pattern (*design*) until the province confirms it.
"""


def rules_page() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *_functions(), "", *_tables(), "", *_sources(), ""])


def _functions() -> Iterator[str]:
    yield "## Functions\n"
    yield "| Function | Answers | Reads | Source | Tests |"
    yield "|---|---|---|---|---|"
    for function, row_types, tests in FUNCTIONS:
        text = " ".join((getdoc(function) or "").split())
        source = re.search(r"Source: (.*)", text)
        reads = "all tables" if len(row_types) == len(rules.TABLES) else ", ".join(t.TABLE for t in row_types)
        first = re.split(r"(?<=[.:;]) ", text)[0].rstrip(".:;")
        cells = (
            f"`{function.__name__}`",
            first,
            reads,
            source[1] if source else "",
            f"`tests/rules/programmes/{tests}`",
        )
        yield _line(*cells)


def _tables() -> Iterator[str]:
    yield "## Tables\n"
    yield "| Table | Vietnamese | Read by | Rows | read | summary | recalled | design |"
    yield "|---|---|---|---:|---:|---:|---:|---:|"
    for row_type in rules.TABLES.values():
        sure = Counter(row.certainty for row in loading.shipped(row_type))
        counts = [str(sure[code]) for code in ("read", "summary", "recalled", "design")]
        readers = [
            f"`{f.__name__}`" for f, types, _ in FUNCTIONS if row_type in types and len(types) < len(rules.TABLES)
        ]
        yield _line(f"`{row_type.TABLE}`", row_type.TITLE, ", ".join(readers), str(sure.total()), *counts)


def _sources() -> Iterator[str]:
    """Every row under its legal text; rows that say the same of themselves share a line."""
    yield "## Sources\n"
    shipped = [row for row_type in rules.TABLES.values() for row in loading.shipped(row_type)]
    for text in sorted({row.legal_text for row in shipped}, key=lambda name: (not name, name)):
        groups: dict[tuple[str, ...], list[str]] = {}
        for row in shipped:
            if row.legal_text == text:
                groups.setdefault(_about(row), []).append(row.key)
        yield f"### {text or DESIGN_TEXT}\n"
        yield "| Article | Table | Rows | Level | In force | Certainty |"
        yield "|---|---|---|---|---|---|"
        for (article, table, level, days, certainty), keys in groups.items():
            yield _line(article, f"`{table}`", ", ".join(f"`{key}`" for key in keys), level, days, certainty)
        yield ""


def _about(row: rules.Rule) -> tuple[str, ...]:
    first = f"{row.effective_from:%d/%m/%Y}" if row.effective_from else "unknown, never applied"
    last = f" to {row.effective_to:%d/%m/%Y}" if row.effective_to else ""
    level = f"{row.level}, province {row.province}" if row.province else row.level
    return (row.article, row.TABLE, level, first + last, row.certainty)


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
