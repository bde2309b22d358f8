"""Papers as Word files (.docx), to edit and sign: the same content model as pdf.py, laid out by the same measures.

python-docx keeps the package; the body is written as WordprocessingML, since its tables cost seconds for a long annex.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx import Document as new_file
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from bedo.core.clock import now
from bedo.documents.writing import layout
from bedo.documents.writing.content import (
    MOTTO,
    NATION,
    Annex,
    Block,
    Document,
    Heading,
    Letterhead,
    Para,
    Picture,
    Row,
    Run,
    Signature,
    Signatures,
    Table,
    Text,
    listed,
    runs,
)
from bedo.documents.writing.glyphs import refuse_missing
from bedo.documents.writing.pictures import Drawn, put_picture

SIDES = {"both": "both", "left": "left", "center": "center", "right": "right"}
PROPOSED = "Mẫu đề xuất: các cột chưa đối chiếu với phụ lục của văn bản."
MOTTO_WIDTH = 65
"""Millimetres of the motto in 14 point bold; the rule beneath it is as long."""


def word(paper: Document) -> bytes:
    """The .docx of one paper. Refused when a letter is in none of our fonts: the two files must say the same."""
    refuse_missing([paper])
    file = new_file()
    _prepare(file, paper)
    body = file.element.body
    last = body[-1]  # the section's own properties stay at the end
    for xml in _paper(paper, file):
        last.addprevious(parse_xml(xml) if isinstance(xml, str) else xml)
    _sections(file, paper, last)
    saved = BytesIO()
    file.save(saved)
    return saved.getvalue()


def _prepare(file: Any, paper: Document) -> None:
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = layout.FONT, Pt(layout.BODY)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(_ns(name), layout.FONT)
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="vi-VN"/>')
    normal.element.get_or_add_rPr().append(language)
    about = file.core_properties
    about.title, about.author = paper.name, paper.head.issuer if paper.head else ""
    about.comments = PROPOSED if paper.proposed else ""
    about.subject, about.language = paper.mark, "vi-VN"
    about.created = about.modified = now().replace(tzinfo=None)


def _ns(name: str) -> str:
    prefix, word = name.split(":")
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + word


# --- paragraphs ---------------------------------------------------------------------------------------------------


def _run(run: Run, size: float = 0) -> str:
    look = "<w:b/>" * run.bold + "<w:i/>" * run.italic + (f'<w:sz w:val="{round(size * 2)}"/>' if size else "")
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    pieces = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(piece) for piece in run.text.split("\n"))
    return f'<w:r>{look}<w:t xml:space="preserve">{pieces}</w:t></w:r>'


def _p(
    text: Text,
    *,
    align: str = "left",
    size: float = 0,
    bold: bool = False,
    italic: bool = False,
    first: float = 0,
    left: float = 0,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
    rule: tuple[float, float] | None = None,
    ns: bool = False,
) -> str:
    """One paragraph. `first`, `left`: indents in mm; `before`, `after`: points; `rule`: a line beneath it, with its two indents in mm."""
    look = "<w:keepNext/>" if keep else ""
    if rule:
        look += '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        left, right = rule
    else:
        right = 0.0
    look += f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"/>'
    look += f'<w:ind w:left="{_twips(left)}" w:right="{_twips(right)}" w:firstLine="{_twips(first)}"/>'
    look += f'<w:jc w:val="{SIDES[align]}"/>'
    body = "".join(_run(run, size) for run in runs(text, bold=bold, italic=italic) if run.text)
    if size and not body:  # an empty line is as high as its mark
        look += f'<w:rPr><w:sz w:val="{round(size * 2)}"/></w:rPr>'
    return f"<w:p{' ' + nsdecls('w') if ns else ''}><w:pPr>{look}</w:pPr>{body}</w:p>"


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def _para(one: Para, *, keep: bool = False) -> str:
    first = layout.INDENT if one.indent and one.align == "both" else 0
    return _p(
        one.text, align=one.align, bold=one.bold, italic=one.italic, first=first, before=layout.GAP, keep=keep, ns=True
    )


def _heading(one: Heading) -> str:
    left = 0 if one.level == 1 else layout.INDENT
    return _p(one.text, bold=one.level < 3, italic=one.level == 3, left=left, before=layout.GAP + 2, keep=True, ns=True)


# --- tables -------------------------------------------------------------------------------------------------------


def _table(one: Table, room: float) -> Iterator[str]:
    size = layout.table_size(len(one.columns))
    if one.caption:
        yield _p(one.caption, align="center", bold=True, size=layout.NUMBER, before=layout.GAP, keep=True, ns=True)
    if one.unit:
        yield _p(one.unit, align="right", italic=True, size=size, before=3, after=3, keep=True, ns=True)
    whole = sum(column.width for column in one.columns)
    widths = [_twips(room * column.width / whole) for column in one.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_BORDERS}{_margins(size)}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(_head_rows(one, widths, size))}{''.join(_row(row, one, widths, size) for row in one.rows)}</w:tbl>"
    )
    for note in one.notes:
        yield _p(note, italic=True, size=size, before=3, ns=True)
    if not one.notes:
        yield _p("", size=6, ns=True)


_BORDERS = "<w:tblBorders>" + "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
) + "</w:tblBorders>"  # fmt: skip


def _margins(size: float) -> str:
    """Room left and right in a cell, twips; less where letters are small."""
    side = 20 if size < 9 else 70
    return f'<w:tblCellMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'


def _cell(content: str, width: int, *, span: int = 1, merge: str = "", middle: bool = False) -> str:
    look = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    look += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    look += {"": "", "start": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}[merge]
    look += '<w:vAlign w:val="center"/>' if middle else ""
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{content}</w:tc>"


def _head_rows(one: Table, widths: Sequence[int], size: float) -> Iterator[str]:
    """Rows of the head, each repeated on every page; what a deep cell covers is continued beneath it."""
    covered: dict[int, tuple[int, int]] = {}  # column → rows still covered, columns wide
    for line in one.head:
        cells, place, waiting = [], 0, list(line)
        while place < len(widths):
            if covered.get(place, (0, 0))[0]:
                left, wide = covered[place]
                covered[place] = (left - 1, wide)
                cells.append(_cell(_p(""), sum(widths[place : place + wide]), span=wide, merge="on"))
                place += wide
            elif waiting:
                cell = waiting.pop(0)
                if cell.deep > 1:
                    covered[place] = (cell.deep - 1, cell.span)
                words = _p(cell.text, align="center", bold=True, size=size, before=2, after=2)
                merge = "start" if cell.deep > 1 else ""
                cells.append(
                    _cell(words, sum(widths[place : place + cell.span]), span=cell.span, merge=merge, middle=True)
                )
                place += cell.span
            else:
                break
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(row: Row, one: Table, widths: Sequence[int], size: float) -> str:
    cells, place = [], 0
    for cell in row.cells:
        align = one.columns[place].align
        words = _p(cell.text, align=align, bold=bool(row.kind), size=size, before=2, after=2)
        cells.append(_cell(words, sum(widths[place : place + cell.span]), span=cell.span))
        place += cell.span
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _bare(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> str:
    """A table without lines, to set texts side by side; each cell is the XML of its paragraphs."""
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    lines = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(_cell(cell, _twips(width)) for cell, width in zip(row, widths, strict=True))
        + "</w:tr>"
        for row in rows
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )


# --- parts of a paper ---------------------------------------------------------------------------------------------


def _paper(paper: Document, file: Any) -> Iterator[Any]:
    room = layout.width(landscape=paper.landscape)
    if paper.mark:
        yield _p(paper.mark, align="right", bold=True, size=layout.NUMBER, after=4, ns=True)
    if paper.head and paper.head.issuer:
        yield _letterhead(paper.head, paper, room)
    elif paper.head:
        yield from _joint_head(paper.head, room)
    if paper.title:
        yield _p(paper.title, align="center", bold=True, before=14, ns=True)
        if paper.summary:
            yield _p(paper.summary, align="center", bold=True, ns=True)
            yield _p("", align="center", size=2, after=6, rule=(room * 0.36, room * 0.36), ns=True)
    yield from _addressed(paper.addressees)
    for base in paper.bases:
        yield _p(base, align="both", italic=True, first=layout.INDENT, before=layout.GAP, ns=True)
    closes = bool(paper.signature or paper.recipients)
    yield from _blocks(paper.blocks, room, file, closes=closes)
    if closes:
        yield _p("", size=8, keep=True, ns=True)
        yield _bare([[_recipients(paper), _signed(paper.signature)]], [room / 2, room / 2])
        yield _p("", size=2, ns=True)
    for place, annex in enumerate(paper.annexes):
        yield _break(annex_before=paper.annexes[place - 1].landscape if place else paper.landscape, first=place == 0)
        yield from _annex(annex, file)


def _joint_head(head: Letterhead, room: float) -> Iterator[str]:
    """Nation and motto alone, over the number: the head of a paper of several parties."""
    yield _p(NATION, align="center", bold=True, size=layout.NATION, ns=True)
    yield _p(MOTTO, align="center", bold=True, size=layout.MOTTO, ns=True)
    rest = (room - MOTTO_WIDTH) / 2
    yield _p("", align="center", size=2, after=4, rule=(rest, rest), ns=True)
    if head.number_text:
        yield _p(head.number_text, align="center", size=layout.NUMBER, ns=True)


def _letterhead(head: Letterhead, paper: Document, room: float) -> str:
    left, right = room * 0.42, room * 0.58
    issuer = _p(head.superior.upper(), align="center", size=layout.NATION) if head.superior else ""
    issuer += _p(head.issuer.upper(), align="center", bold=True, size=layout.NATION)
    issuer += _p("", align="center", size=2, after=4, rule=(left * 0.33, left * 0.33))
    nation = _p(NATION, align="center", bold=True, size=layout.NATION)
    nation += _p(MOTTO, align="center", bold=True, size=layout.MOTTO)
    rest = max(0.0, (right - MOTTO_WIDTH) / 2)
    nation += _p("", align="center", size=2, after=4, rule=(rest, rest))
    number = _p(head.number_text, align="center", size=layout.NUMBER)
    if not paper.title:
        number += _p(paper.summary, align="center", size=layout.SUMMARY_OF_LETTER, before=6)
    day = _p(head.place_text, align="center", italic=True)
    return _bare([[issuer, nation], [number, day]], [left, right])


def _addressed(addressees: tuple[str, ...]) -> Iterator[str]:
    if len(addressees) == 1:
        yield _p(f"Kính gửi: {addressees[0]}", align="center", before=10, after=4, ns=True)
    elif addressees:
        yield _p("Kính gửi:", left=30, before=10, ns=True)
        for one in listed(addressees):
            yield _p(f"- {one}", left=30, ns=True)


def _recipients(paper: Document) -> str:
    if not paper.recipients:
        return _p("")
    return _p("Nơi nhận:", bold=True, italic=True, size=layout.RECIPIENTS) + "".join(
        _p(one, size=layout.SMALL) for one in paper.recipients
    )


def _signed(one: Signature | None) -> str:
    if one is None:
        return _p("")
    return _signer(one) + _p("", before=62, size=2) + _p(one.name, align="center", bold=True)


def _signer(one: Signature) -> str:
    words = _p(one.authority, align="center", bold=True) if one.authority else ""
    words += _p(one.position, align="center", bold=True)
    return words + (_p(one.note, align="center", italic=True, size=layout.RECIPIENTS) if one.note else "")


def _blocks(blocks: Sequence[Block], room: float, file: Any, *, closes: bool = False) -> Iterator[Any]:
    """`closes`: a signature follows the blocks. The paragraph before a signature goes to its page: none stands alone."""
    for place, one in enumerate(blocks):
        if isinstance(one, Para):
            follows = blocks[place + 1] if place + 1 < len(blocks) else None
            yield _para(one, keep=isinstance(follows, Signatures) or (follows is None and closes))
        elif isinstance(one, Heading):
            yield _heading(one)
        elif isinstance(one, Table):
            yield from _table(one, room)
        elif isinstance(one, Picture):
            yield _p(one.title, align="center", bold=True, before=layout.GAP, keep=True, ns=True)
            yield put_picture(file, Drawn(one, room))
            if one.table:
                yield from _table(one.table, room)
        elif isinstance(one, Signatures):
            yield _p("", size=8, keep=True, ns=True)
            count = len(one.columns)
            heads = [_signer(column) for column in one.columns]
            names = [_p(column.name, align="center", bold=True, before=62) for column in one.columns]
            yield _bare([heads, names], [room / count] * count)
            yield _p("", size=2, ns=True)


def _annex(annex: Annex, file: Any) -> Iterator[Any]:
    yield _p(annex.label, align="center", bold=True, ns=True)
    yield _p(annex.title.upper(), align="center", bold=True, size=layout.NUMBER, ns=True)
    if annex.reference:
        yield _p(annex.reference, align="center", italic=True, size=layout.NUMBER, after=4, ns=True)
    yield from _blocks(annex.blocks, layout.width(landscape=annex.landscape), file)


# --- sections -----------------------------------------------------------------------------------------------------


def _break(*, annex_before: bool, first: bool) -> str:
    """The end of a section: its page lies as `annex_before` says; the pages of what follows begin at 1 again."""
    return f"<w:p {nsdecls('w')}><w:pPr>{_section(annex_before)}</w:pPr></w:p>"


def _section(landscape: bool) -> str:
    wide, high = layout.PAGE[::-1] if landscape else layout.PAGE
    lies = ' w:orient="landscape"' if landscape else ""
    return (
        f'<w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="{_twips(wide)}" w:h="{_twips(high)}"{lies}/>'
        f'<w:pgMar w:top="{_twips(layout.TOP)}" w:right="{_twips(layout.RIGHT)}" w:bottom="{_twips(layout.BOTTOM)}" '
        f'w:left="{_twips(layout.LEFT)}" w:header="{_twips(10)}" w:footer="{_twips(10)}" w:gutter="0"/>'
        f'<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def _sections(file: Any, paper: Document, last: Any) -> None:
    """The last section's page, and the header of all: the page's number from its second page on."""
    landscape = paper.annexes[-1].landscape if paper.annexes else paper.landscape
    made = parse_xml(_section(landscape).replace("<w:sectPr>", f"<w:sectPr {nsdecls('w')}>", 1))
    for child in list(last):
        last.remove(child)
    for child in list(made):
        last.append(child)
    for number, section in enumerate(file.sections):
        section.header.is_linked_to_previous = number > 0
        section.first_page_header.is_linked_to_previous = number > 0
    paragraph = file.sections[0].header.paragraphs[0]._p
    field = "".join(
        f'<w:r><w:rPr><w:sz w:val="{layout.PAGE_NUMBER * 2}"/></w:rPr>{part}</w:r>'
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve">PAGE</w:instrText>',
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    paragraph.getparent().replace(
        paragraph, parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p>')
    )
