"""Papers as PDF, by Typst; the fonts ship with the product, so a page looks the same on every machine. ADR 0017."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from bedo.documents.writing import layout
from bedo.documents.writing.content import MOTTO, NATION, Document, as_data, listed
from bedo.documents.writing.glyphs import refuse_missing

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
MEASURES = {
    "body": layout.BODY, "gap": layout.GAP, "indent": layout.INDENT, "number": layout.NUMBER, "nation": layout.NATION,
    "motto": layout.MOTTO, "small": layout.SMALL, "recipients": layout.RECIPIENTS, "letter": layout.SUMMARY_OF_LETTER,
    "page_number": layout.PAGE_NUMBER, "top": layout.TOP, "bottom": layout.BOTTOM, "left": layout.LEFT, "right": layout.RIGHT,
}  # fmt: skip

_compilers: list[typst.Compiler] = []


def pdf(*papers: Document, tagged: bool = True, endless: bool = False) -> bytes:
    """One PDF of one or more papers, each with page numbers of its own.

    `tagged`: readable by a screen reader; without it long tables are much smaller. `endless`: pages as long as they need to
    be, without page numbers and repeated heads (to compare texts). Refused when a letter is in none of our fonts.
    """
    refuse_missing(papers)
    return _compile(papers, "pdf", endless=endless, pdf_tags=tagged)


def png(paper: Document, *, ppi: int = 110) -> list[bytes]:
    """The pages as pictures."""
    refuse_missing([paper])
    found = _compile([paper], "png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def picture_png(svg: str, *, ppi: int = 200) -> bytes:
    """A drawing alone as a bitmap, for programs that cannot draw SVG."""
    return _compiler().compile(str(HERE / "picture.typ"), format="png", ppi=ppi, sys_inputs={"svg": svg})


def _compile(papers: Sequence[Document], form: str, *, endless: bool = False, **options: Any) -> Any:
    data = {"measures": MEASURES, "nation": NATION, "motto": MOTTO, "endless": endless, "papers": [_drawn(one) for one in papers]}  # fmt: skip
    said = json.dumps(data, ensure_ascii=False)
    return _compiler().compile(str(HERE / "paper.typ"), format=form, sys_inputs={"data": said}, **options)


def _compiler() -> typst.Compiler:
    """One for the process: it keeps the fonts, so that a second paper costs some ten milliseconds."""
    if not _compilers:
        _compilers.append(typst.Compiler(root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True))
    return _compilers[0]


def _drawn(paper: Document) -> dict[str, Any]:
    """The paper as plain values, with what layout.py reckons."""
    data = as_data(paper)
    data["name"], data["issuer"] = paper.name, paper.head.issuer if paper.head else ""
    if len(paper.addressees) > 1:
        data["addressees"] = listed(paper.addressees)
    if paper.head:
        data["head"] |= {"number_text": paper.head.number_text, "place_text": paper.head.place_text}
    for blocks in (data["blocks"], *(annex["blocks"] for annex in data["annexes"])):
        for block in blocks:
            for table in (block, block.get("table")):
                if table and table["is"] == "Table":
                    table["size"] = layout.table_size(len(table["columns"]))
    return data
