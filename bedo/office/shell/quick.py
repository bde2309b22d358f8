"""HTML of long tables at once. Django's format_html costs some 10 µs a call, a template loop as much for each variable;
a list of 50 rows has some thousand of them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

MARKS = Path(__file__).parent / "static" / "bedo" / "marks.svg"
_SPECIAL = re.compile("[&<>\"']").search
SYMBOL = re.compile(r'<symbol id="(i-[\w-]+)".*?</symbol>', re.S)


def esc(value: Any) -> str:
    """The value as HTML: escaped, unless it is HTML already."""
    if isinstance(value, SafeString):
        return value
    text = str(value)
    return escape(text) if _SPECIAL(text) else text


@cache
def _symbols() -> dict[str, str]:
    return {found.group(1): found.group(0) for found in SYMBOL.finditer(MARKS.read_text("utf-8"))}


@lru_cache(maxsize=64)
def _sheet(names: frozenset[str]) -> str:
    found = "".join(_symbols()[name] for name in sorted(names))
    return f'<svg width="0" height="0" class="off" aria-hidden="true">{found}</svg>'


def with_marks(html: str) -> tuple[SafeString, SafeString]:
    """The HTML with its marks pointing into the page itself, and the marks it needs, to stand once on the page.

    A table repeats its few marks a hundred times; the long address of marks.svg would be a tenth of the page.
    """
    short = html.replace(f'href="{static("bedo/marks.svg")}#', 'href="#')
    names = frozenset(name for name in re.findall(r'<use href="#(i-[\w-]+)"', short) if name in _symbols())
    return mark_safe(short), mark_safe(_sheet(names))  # noqa: S308 - escaped by who wrote it; the marks are our own
