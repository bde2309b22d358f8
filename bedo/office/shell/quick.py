"""HTML of long tables at once. Django's format_html costs some 10 µs a call, a template loop as much for each variable;
a list of 50 rows has some thousand of them."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from django.utils.safestring import SafeString

_SPECIAL = re.compile("[&<>\"']").search


def esc(value: Any) -> str:
    """The value as HTML: escaped, unless it is HTML already."""
    if isinstance(value, SafeString):
        return value
    text = str(value)
    return escape(text) if _SPECIAL(text) else text
