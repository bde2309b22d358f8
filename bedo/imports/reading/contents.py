"""What a column is by its cells, where its heading says nothing: names of establishments, titles, amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bedo.imports.reading.grid import Grid
from bedo.imports.reading.kinds import is_firm
from bedo.imports.reading.tables import Frame

LOOKED_AT = 200
MOST = 0.5
TITLE_LENGTH = 25


def name_silent_columns(grid: Grid, frame: Frame) -> list[int]:
    """Give a field to columns whose heading names none, where a list of projects misses its establishment or its title;
    answers the columns that were named so."""
    named = []
    if frame.column("beneficiary_name") is None and frame.both is None:
        named += _name(grid, frame, "beneficiary_name", lambda texts: sum(map(is_firm, texts)) / len(texts), MOST)
    if frame.column("title_vi") is None:
        named += _name(grid, frame, "title_vi", lambda texts: sum(map(len, texts)) / len(texts), TITLE_LENGTH)
    return named


def _name(grid: Grid, frame: Frame, field: str, score: Callable[[list[str]], float], least: float) -> list[int]:
    best = max(((score(texts), column) for column, texts in _silent(grid, frame)), default=(0, -1))
    if best[0] < least:
        return []
    frame.fields[best[1]] = field
    frame.labels.setdefault(best[1], "")
    return [best[1]]


def _silent(grid: Grid, frame: Frame) -> Iterator[tuple[int, list[str]]]:
    rows = range(frame.header[-1] + 1, min(frame.last + 1, frame.header[-1] + 1 + LOOKED_AT))
    for column in range(grid.width):
        if frame.fields.get(column):
            continue
        texts = [value for row in rows if type(value := grid.cells[row][column]) is str]
        if len(texts) > 1 or (texts and len(rows) < 4):
            yield column, texts
