"""The preview of an import: what was read and matched, as plain JSON in pages of some hundred rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bedo.core import bulk
from bedo.imports.matching import Match
from bedo.imports.models import Import, PreviewPage
from bedo.imports.reading.results import Reading, Table

PER_PAGE = 200
PAGES_AT_ONCE = 25
SAMPLE = 5
MOST_WHOLE = 5000
"""Up to so many rows the preview keeps the cells of each; of a longer list only of rows that need a look."""
MOST_CONVERSIONS = 200


def write(row: Import, reading: Reading, found: list[Match]) -> None:
    """Replace the stored preview of the import; in the caller's transaction."""
    PreviewPage.objects.filter(owner=row).delete()
    for first in range(0, len(found), PER_PAGE * PAGES_AT_ONCE):
        starts = range(first, min(first + PER_PAGE * PAGES_AT_ONCE, len(found)), PER_PAGE)
        bulk.insert(PreviewPage, [_page(row, found, start) for start in starts])
    row.counts = dict(Counter(one.outcome for one in found))
    row.tables = [_table(table, found) for table in reading.tables]


def _page(row: Import, found: list[Match], start: int) -> dict[str, Any]:
    part = found[start : start + PER_PAGE]
    whole = len(found) <= MOST_WHOLE
    return {
        "owner_id": row.pk,
        "number": start // PER_PAGE,
        "outcomes": Counter(one.outcome for one in part),
        "rows": [_line(one, whole=whole) for one in part],
    }


def lines(row: Import, outcome: str = "") -> Iterator[dict[str, Any]]:
    """Rows of the preview in the order of the file; only those of an outcome when one is named."""
    for page in row.pages.order_by("number").iterator(chunk_size=5):
        if not outcome or page.outcomes.get(outcome):
            yield from (line for line in page.rows if not outcome or line["outcome"] == outcome)


def window(row: Import, outcome: str, start: int, count: int) -> list[dict[str, Any]]:
    """Rows start … start + count of an outcome ("" all), reading only the pages that hold them."""
    seen, wanted = 0, []
    for pk, outcomes in row.pages.order_by("number").values_list("pk", "outcomes"):
        here = outcomes.get(outcome, 0) if outcome else sum(outcomes.values())
        if seen + here > start and seen < start + count:
            wanted.append((pk, seen))
        seen += here
    if not wanted:
        return []
    pages = {page.pk: page for page in PreviewPage.objects.filter(pk__in=[pk for pk, _ in wanted])}
    found = [line for pk, _ in wanted for line in pages[pk].rows if not outcome or line["outcome"] == outcome]
    first = start - wanted[0][1]
    return found[first : first + count]


def _line(one: Match, *, whole: bool) -> dict[str, Any]:
    row = one.row
    return {
        "key": one.key,
        "table": one.table,
        "sheet_row": row.sheet_row,
        "parent": row.parent,
        "kind": row.kind,
        "outcome": one.outcome,
        "values": {name: _plain(value) for name, value in row.values.items()},
        "qualifiers": row.qualifiers,
        "problems": [[problem.cell, problem.what, problem.refuses] for problem in row.problems],
        "cells": row.cells if whole or row.problems or one.outcome in ("refused", "undecided") else {},
        "project": one.project,
        "establishment": one.establishment,
        "place": one.place,
        "why": one.why,
        "question": one.question,
        "choices": one.choices,
        "changes": one.changes,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _table(table: Table, found: Iterable[Match]) -> dict[str, Any]:
    data = [row for row in table.rows if row.kind in ("project", "group_member", "other_line", "aggregate")]
    return {
        "key": table.key,
        "sheet": table.sheet,
        "number": table.number,
        "kind": table.kind,
        "layout": table.layout,
        "header_rows": table.header_rows,
        "unit": table.unit_multiplier,
        "headings": table.headings,
        "mapping": table.mapping,
        "units": table.units,
        "reasons": table.reasons,
        "rows": len(data),
        "sample": [{"row": row.sheet_row, "cells": row.cells} for row in data[:SAMPLE]],
        "problems": [problem.what for problem in table.problems],
        "hidden_rows": table.hidden_rows,
        "hidden_columns": table.hidden_columns,
        "hidden": table.sheet_hidden,
        "checks": [[c.sheet_row, c.what, c.stated_vnd, c.computed_vnd, c.difference_vnd] for c in table.checks],
        "shared": [[one.cells, one.field, one.vnd, list(one.sheet_rows)] for one in table.shared],
        "conversions": [
            [one.cell, one.before, one.after, one.encoding] for one in table.conversions[:MOST_CONVERSIONS]
        ],
        "converted": len(table.conversions),
        "titles": [row.values.get("title_vi", "") for row in table.rows if row.kind == "section"][:SAMPLE],
    }
