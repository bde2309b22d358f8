"""Which letters our fonts can draw. A letter that none of them has would be an empty box on an official paper."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from bedo.core.moves import Refused
from bedo.documents.writing.content import Document, lines

FONTS = Path(__file__).resolve().parent / "fonts"
UNSEEN = frozenset("\n\t\u00ad\u200b\u200c\u200d\u2060\ufeff")


@cache
def drawable() -> frozenset[int]:
    """Code points that each of the four faces has."""
    known = [set(TTFont(path, lazy=True).getBestCmap()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset(set.intersection(*known))


def missing(text: str) -> list[str]:
    """Letters of the text that our fonts lack, each once, in order."""
    known = drawable()
    return [letter for letter in dict.fromkeys(text) if ord(letter) not in known and letter not in UNSEEN]


def refuse_missing(papers: Iterable[Document]) -> None:
    """Refused when a paper has a letter that cannot be printed, with the line in which it stands."""
    for paper in papers:
        for line in lines(paper):
            lacking = missing(line)
            if lacking:
                words = ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in lacking[:5])
                raise Refused(
                    f"Phông chữ của văn bản không có ký tự {words} trong “{line[:80]}”.",
                    "Sửa chữ ấy trong hồ sơ rồi soạn lại.",
                    code="glyph",
                    status=422,
                )
