"""A small builder of SVG: everything escaped, presentation attributes only, textures that survive a photocopier."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

FONT = "Liberation Serif, Noto Sans, sans-serif"
INK, RULE, LIGHT = "#1d2130", "#878170", "#f0ede2"
BLANK, DOTS, HATCH, MID, CROSS, DARK = "blank", "dots", "hatch", "mid", "cross", "dark"
TEXTURES = (BLANK, DOTS, HATCH, MID, CROSS, DARK)
"""From empty to full, as in the bar of money."""


def tag(name: str, *inside: str, **attributes: object) -> str:
    """An element; `x_y` becomes x-y; what is None is left out. `inside` is markup already."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_plain(value))}" for key, value in attributes.items() if value is not None
    )  # fmt: skip
    return f"<{name}{told}>{''.join(inside)}</{name}>" if inside else f"<{name}{told}/>"


def _plain(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def text(words: object, x: float, y: float, *, size: float = 11, anchor: str = "start", bold: bool = False) -> str:
    """Words at a place; `anchor`: start, middle, end."""
    weight = "bold" if bold else None
    return tag("text", escape(str(words)), x=x, y=y, font_size=size, text_anchor=anchor, font_weight=weight, fill=INK)


def bar(x: float, y: float, width: float, height: float, texture: str) -> str:
    """A rectangle with a texture and a thin outline; nothing of no width."""
    return tag("rect", x=x, y=y, width=max(0.0, width), height=height, fill=fill(texture), stroke=INK, stroke_width=0.7) if width > 0 else ""  # fmt: skip


def line(x1: float, y1: float, x2: float, y2: float, *, width: float = 0.7, colour: str = RULE) -> str:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width)


def fill(texture: str) -> str:
    """What a shape of the texture is filled with."""
    return {BLANK: "#ffffff", MID: "#6b75b3", DARK: "#2a3577"}.get(texture, f"url(#{texture})")


_PATTERNS = "".join(
    tag("pattern", tag("rect", width=6, height=6, fill="#ffffff"), *inside, id=name, width=6, height=6, patternUnits="userSpaceOnUse")
    for name, inside in (
        (DOTS, (tag("circle", cx=3, cy=3, r=1, fill="#2a3577"),)),
        (HATCH, (tag("path", d="M0 6L6 0", stroke="#2a3577", stroke_width=1.2),)),
        (CROSS, (tag("path", d="M0 0L6 6M0 6L6 0", stroke="#9a2d22", stroke_width=1.1),)),
    )
)  # fmt: skip


def drawing(width: float, height: float, parts: Iterable[str], *, title: str, alt: str) -> str:
    """The whole drawing, in units of a point; named for who cannot see it."""
    return tag(
        "svg", tag("title", escape(title)), tag("desc", escape(alt)), tag("defs", _PATTERNS), tag("rect", width=width, height=height, fill="#ffffff"),
        *parts, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_plain(float(width))} {_plain(float(height))}", role="img", font_family=FONT,
    )  # fmt: skip
