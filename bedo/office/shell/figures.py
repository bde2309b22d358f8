"""How figures, dates and the kinds of nothing are written in pages (docs/look.md)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bedo.office.shell.labels import NOTHINGS, QUALIFIERS


def grouped(value: int) -> str:
    """1234567 → "1.234.567"."""
    return f"{int(value):,}".replace(",", ".")


def nothing(kind: str = "unknown", href: str = "") -> SafeString:
    """The mark for a value that is not there: none (—), unknown (chưa rõ), unpublished (không công bố)."""
    if kind == "none":
        return mark_safe('<span class="v-none" title="Không áp dụng">—<span class="off"> không áp dụng</span></span>')
    if kind == "unpublished":
        return mark_safe('<span class="v-np">không công bố</span>')
    if href:
        return format_html('<a class="v-unk" href="{}">{}</a>', href, NOTHINGS["unknown"])
    return mark_safe('<span class="v-unk">chưa rõ</span>')


def absent(value: Any) -> bool:
    return value is None or value == ""


def number(value: Any, kind: str = "unknown") -> str:
    """The figure alone, "1.234"; a fraction keeps up to two places after the comma."""
    if absent(value):
        return nothing(kind)
    if isinstance(value, int) and not isinstance(value, bool):
        return grouped(value)
    whole, _, rest = f"{float(value):.2f}".partition(".")
    sign = "-" if whole.startswith("-") else ""
    text = sign + grouped(abs(int(whole)))
    return f"{text},{rest.rstrip('0')}" if rest.strip("0") else text


def money(value: Any, kind: str = "unknown") -> str:
    """ "1.234 đ", for sentences; columns use `number`."""
    return nothing(kind) if absent(value) else f"{grouped(value)} đ"


def millions(value: Any, kind: str = "unknown") -> str:
    """Triệu đồng with one place after the comma, halves away from zero: 1734600000 → "1.734,6"."""
    if absent(value):
        return nothing(kind)
    tenths, rest = divmod(abs(int(value)), 100_000)
    tenths += rest >= 50_000
    sign = "-" if int(value) < 0 and tenths else ""
    return f"{sign}{grouped(tenths // 10)},{tenths % 10}"


def day(value: Any, kind: str = "unknown") -> str:
    """dd/mm/yyyy of a date, or of a moment in the office's time zone."""
    if absent(value):
        return nothing(kind)
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{value:%d/%m/%Y}"


def moment(value: Any, kind: str = "unknown") -> str:
    """ "08:42 16/11/2026"; only the hour when it is today."""
    if absent(value):
        return nothing(kind)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else f"{local:%H:%M %d/%m/%Y}"


def qualified(value: Any, word: str, kind: str = "unknown") -> SafeString | str:
    """A printed figure with its "trên", "gần": the qualifier is part of the figure."""
    text = number(value, kind)
    label = QUALIFIERS.get(word, "")
    return format_html('<span class="qual">{} </span>{}', label, text) if label and not absent(value) else text


def days_between(due: date, today: date) -> int:
    return (due - today).days
