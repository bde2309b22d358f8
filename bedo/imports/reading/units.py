"""Units of money in headings, unit lines and cells: how many đồng one is."""

from __future__ import annotations

import re

from bedo.core.text import fold

WORDS = {1: "đồng", 1000: "nghìn đồng", 10**6: "triệu đồng", 10**9: "tỷ đồng"}
_DONG = r"(?:dong|vnd|vn d|d)\b"
_UNITS = (
    (10**9, rf"\bt[yi]\.? ?{_DONG}|\bt[yi]$"),
    (10**6, rf"\btrieu\.? ?{_DONG}|\btr\.? ?{_DONG}|\btrd\b|\b1[.,]?000[.,]?000 ?{_DONG}|\btrieu$|\btr\.?$"),
    (1000, rf"\b(?:nghin|ngan|ngh?)\.? ?{_DONG}|\b1[.,]?000 ?{_DONG}|\bnghin$"),
    (1, rf"(?<!lao )(?<!hop )(?<!hoat )(?<!hoi )(?<!cong )\b{_DONG}"),
)
_LINE = re.compile(r"(?:don vi tinh|don vi|dvt|d\.v\.t)\s*:?\s*(.+)")


def unit_in(text: str) -> int | None:
    """Đồng of the unit of money that the text names: "Kinh phí (triệu đồng)" is 1.000.000; None when it names none."""
    words = fold(text).strip(" ().:;")
    return next((unit for unit, pattern in _UNITS if re.search(pattern, words)), None)


def unit_of_heading(text: str) -> int | None:
    """The unit in brackets or behind a comma of a heading: "Kinh phí hỗ trợ (tr.đ)"."""
    for part in re.findall(r"\(([^()]*)\)", text)[::-1]:
        if (unit := unit_in(part)) is not None:
            return unit
    tail = re.search(r"(?:,|:|-|–)\s*([^,:–-]+)$", text) or re.search(
        r"(?i)((?:nghìn|ngàn|triệu|tỷ|tỉ|tr\.?)\s*đ(?:ồng)?)$", text
    )
    return unit_in(tail[1]) if tail and len(tail[1]) < 20 else None


def unit_of_line(text: str) -> int | None:
    """The unit of a line above the table: "ĐVT: triệu đồng", "(Đơn vị tính: 1.000 đồng)", "(triệu đồng)"."""
    words = fold(text).strip()
    line = _LINE.search(words)
    if line:
        return unit_in(line[1])
    alone = re.fullmatch(r"\(?\s*((?:1[.,]?000(?:[.,]000)?|nghin|ngan|trieu|t[yi]|tr)?\.? ?(?:dong|vnd))\s*\)?", words)
    return unit_in(alone[1]) if alone else None
