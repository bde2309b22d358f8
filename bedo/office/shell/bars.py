"""Bars as inline SVG with percent attributes: no style attribute, no script, readable when printed without colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bedo.office.shell.figures import grouped, millions
from bedo.office.shell.labels import FREED, STAGES, Stage

LABEL_FROM = 4  # percent of the bar: narrower pieces carry no number, the key has them


def _amounts(stages: Mapping[str, Any]) -> list[tuple[Stage, int]]:
    found = [(stage, int(stages.get(stage.code) or 0)) for stage in STAGES]
    if stages.get(FREED.code):
        found.append((FREED, int(stages[FREED.code])))
    return found


def _pieces(amounts: list[tuple[Stage, int]], height: int) -> SafeString:
    total = sum(value for _, value in amounts)
    start, pieces = 0, []
    for stage, value in amounts:
        if value <= 0:
            continue
        pieces.append(_piece(stage, start * 100 / total, value * 100 / total, height))
        start += value
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _piece(stage: Stage, left: float, width: float, height: int) -> SafeString:
    rect = format_html(
        '<rect class="pc {}" x="{}%" y="1" width="{}%" height="{}"/>',
        stage.css,
        f"{left:.2f}",
        f"{width:.2f}",
        height - 2,
    )
    if height < 24 or width < LABEL_FROM:
        return rect
    return rect + format_html(
        '<svg x="{}%" y="15" overflow="visible"><rect class="kb" x="-9" y="-9" width="18" height="18"/>'
        '<text x="0" y="4">{}</text></svg>',
        f"{left + width / 2:.2f}",
        stage.number,
    )


def _key(amounts: list[tuple[Stage, int]], links: Mapping[str, str]) -> SafeString:
    return format_html(
        '<dl class="key">{}</dl>', format_html_join("", "{}", ((_key_row(*row, links),) for row in amounts))
    )


def _key_row(stage: Stage, value: int, links: Mapping[str, str]) -> SafeString:
    figure: Any = f"{grouped(value)} đ"
    if links.get(stage.code):
        figure = format_html('<a href="{}">{}</a>', links[stage.code], figure)
    return format_html(
        '<div{}><dt><svg aria-hidden="true"><rect class="pc {}" x=".5" y=".5" width="19" height="11"/></svg>{}. {}</dt><dd>{}</dd></div>',
        format_html(' class="z"') if not value else "",
        stage.css,
        stage.number,
        stage.word,
        figure,
    )


def money(stages: Mapping[str, Any], links: Mapping[str, str], label: str, *, key: bool, small: bool) -> SafeString:
    """The money bar: fixed order, each stage with number, texture and word; the key lists all with full đồng."""
    amounts = _amounts(stages)
    spoken = "; ".join(f"{stage.word} {grouped(value)} đồng" for stage, value in amounts)
    pieces = _pieces(amounts, 14 if small else 30)
    bar = format_html(
        '<svg class="bar" role="img" aria-label="{}: {}">{}</svg>', label, spoken, pieces or _blank(small)
    )
    return format_html(
        '<figure class="money{}">{}{}</figure>', " sm" if small else "", bar, _key(amounts, links) if key else ""
    )


def _blank(small: bool) -> SafeString:
    return format_html('<rect class="pc g-fr" x="0" y="1" width="100%" height="{}"/>', 12 if small else 28)


def pair(label: str, first: int, second: int, most: int, first_word: str, second_word: str) -> SafeString:
    """Two bars of one scale, solid over hatched, with figures in triệu đồng."""
    scale = max(int(most), 1)
    return format_html(
        '<span>{}</span><svg role="img" aria-label="{}: {} {} đồng, {} {} đồng">'
        '<rect class="a" x="0" y="1" width="{}%" height="8"/><rect class="b" x="0" y="11" width="{}%" height="8"/></svg>'
        '<span class="num">{}<br>{}</span>',
        label,
        label,
        first_word,
        grouped(first),
        second_word,
        grouped(second),
        f"{int(first) * 99 / scale:.1f}",
        f"{int(second) * 99 / scale:.1f}",
        millions(first),
        millions(second),
    )


SHADES = ("a", "b", "c")


def several(label: str, amounts: list[tuple[str, int]], most: int) -> SafeString:
    """Two or three bars of one scale under each other (solid, hatched, empty), figures in triệu đồng."""
    scale = max(int(most), 1)
    spoken = ", ".join(f"{word} {grouped(amount)} đồng" for word, amount in amounts)
    bars = format_html_join(
        "",
        '<rect class="{}" x="0" y="{}" width="{}%" height="10"/>',
        ((SHADES[n], 3 + 16 * n, f"{int(amount) * 99 / scale:.1f}") for n, (_, amount) in enumerate(amounts)),
    )
    figures = format_html_join("", "<span>{}</span>", ((millions(amount),) for _, amount in amounts))
    return format_html(
        '<span>{}</span><svg class="n{}" role="img" aria-label="{}: {}">{}</svg><span class="num tall-num">{}</span>',
        label,
        len(amounts),
        label,
        spoken,
        bars,
        figures,
    )
