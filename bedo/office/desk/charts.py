"""Charts of the overview as inline SVG with percent attributes; every chart has its table beneath, and is told apart without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from bedo.office.shell.figures import grouped, millions

TOP, BOTTOM = 16, 168
"""Pixels from the top of the drawing to its highest value and to zero."""
LEFT, WIDTH = 3, 80
"""Percent of the width: where the first year stands, and how far the last is from it."""
LABELS = 6


def progress(rows: Sequence[tuple[str, int]], whole: int, elapsed: int) -> SafeString:
    """A bar for each (word, đồng) as part of `whole`, with a dashed line where the calendar stands (percent of the year)."""
    return format_html_join("", "{}", ((_progress_row(word, amount, whole, elapsed),) for word, amount in rows))


def _progress_row(word: str, amount: int, whole: int, elapsed: int) -> SafeString:
    percent = min(100, int(amount) * 100 / int(whole)) if whole else 0
    return format_html(
        '<span>{}</span><svg role="img" aria-label="{}: {} đồng, {} % dự toán; đã qua {} % năm"><rect class="c" x="0" y="3" width="100%" height="14"/>'
        '<rect class="a" x="0" y="3" width="{}%" height="14"/><line class="now" x1="{}%" x2="{}%" y1="-1" y2="21"/></svg>'
        '<span class="num">{}</span>',
        word, word, grouped(amount), round(percent), elapsed, f"{percent:.1f}", elapsed, elapsed, f"{round(percent)} %",
    )  # fmt: skip


@dataclass(frozen=True)
class Series:
    """Points (year, đồng) of one kind: `mark` dot, square or cross; joined by a line when `joined`."""

    word: str
    mark: str
    points: Sequence[tuple[int, int]]
    joined: bool = False


MARKS = {
    "dot": mark_safe('<circle class="dot" r="4"/>'),
    "square": mark_safe('<rect class="sq" x="-4" y="-4" width="8" height="8"/>'),
    "cross": mark_safe('<path class="cr" d="M-4-4 4 4M4-4-4 4"/>'),
}


def mark(kind: str) -> SafeString:
    """The mark alone, for the key."""
    return format_html('<svg aria-hidden="true"><svg x="10" y="5" overflow="visible">{}</svg></svg>', MARKS[kind])


def lines(series: Sequence[Series], label: str) -> SafeString:
    """Years from left to right, đồng upwards from zero. Nothing without at least two years."""
    known = [point for one in series for point in one.points]
    years = sorted({year for year, _ in known})
    if len(years) < 2:
        return mark_safe("")
    most = max(int(amount) for _, amount in known) or 1
    first, span = years[0], years[-1] - years[0]

    def x(year: int) -> str:
        return f"{LEFT + (year - first) * WIDTH / span:.2f}"

    def y(amount: int) -> str:
        return f"{BOTTOM - int(amount) * (BOTTOM - TOP) / most:.1f}"

    parts = [_grid(most), *(_joined(one, x, y) for one in series if one.joined)]
    parts += [
        format_html('<svg x="{}%" y="{}" overflow="visible">{}</svg>', x(year), y(amount), MARKS[one.mark])
        for one in series
        for year, amount in one.points
    ]
    every = -(-(span + 1) // LABELS)
    parts += [
        format_html('<text x="{}%" y="{}">{}</text>', x(year), BOTTOM + 18, year)
        for year in range(first, years[-1] + 1)
        if (year - first) % every == 0
    ]
    spoken = f"{label}, từ {first} đến {years[-1]}; cao nhất {millions(most)} triệu đồng. Số từng năm ở bảng bên dưới."
    return format_html(
        '<svg class="years" role="img" aria-label="{}">{}</svg>',
        spoken,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _grid(most: int) -> SafeString:
    rows = ((BOTTOM, 0), ((TOP + BOTTOM) // 2, most // 2), (TOP, most))
    return format_html_join(
        "",
        '<line class="grid" x1="0" x2="100%" y1="{}" y2="{}"/><text class="amount" x="100%" y="{}">{}</text>',
        ((level, level, level - 4, millions(amount) if amount else "0") for level, amount in rows),
    )


def _joined(one: Series, x, y) -> SafeString:
    pairs = zip(one.points, one.points[1:], strict=False)
    return format_html_join(
        "",
        '<line class="join" x1="{}%" y1="{}" x2="{}%" y2="{}"/>',
        ((x(a), y(va), x(b), y(vb)) for (a, va), (b, vb) in pairs),
    )
