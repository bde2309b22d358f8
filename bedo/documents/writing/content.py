"""What a paper says, apart from how it is drawn: one content model, drawn by word.py, pdf.py and the pages on screen.

Texts are Vietnamese, NFC. A text is a plain string, or a tuple of Runs where part of it is bold or italic.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar

BLANK = "……………"
"""What stands where a fact is not known: a dotted line to fill by hand."""


@dataclass(frozen=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False


Text = str | tuple[Run, ...]


@dataclass(frozen=True)
class Para:
    """A paragraph. `align`: both, left, center, right. `indent`: does its first line stand in by 1,27 cm?"""

    tag: ClassVar[str] = "para"
    text: Text
    align: str = "both"
    bold: bool = False
    italic: bool = False
    indent: bool = True

    @property
    def runs(self) -> tuple[Run, ...]:
        """Its text in pieces, each with its look."""
        return runs(self.text, bold=self.bold, italic=self.italic)


@dataclass(frozen=True)
class Heading:
    """A heading in the body. `level` 1: Phần, mục lớn; 2: mục, điều; 3: điểm."""

    tag: ClassVar[str] = "heading"
    text: str
    level: int = 1


@dataclass(frozen=True)
class Cell:
    """One cell. `span` columns wide; `deep` rows deep (in a head); `href`: where its records are, on screen only."""

    text: str
    span: int = 1
    deep: int = 1
    href: str = ""


@dataclass(frozen=True)
class Column:
    """`width`: its share of the table's width; `align`: left, center, right."""

    width: float
    align: str = "left"


@dataclass(frozen=True)
class Row:
    """`kind`: "" for a line, "section" for the head of a group, "total" for a sum."""

    cells: tuple[Cell, ...]
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """`head`: rows of the head, repeated on every page; a deep cell leaves its place out of the rows beneath it."""

    tag: ClassVar[str] = "table"
    columns: tuple[Column, ...]
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]
    caption: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> list[tuple[str, list[tuple[Cell, str]]]]:
        """Each row as (kind, its cells with how each is aligned)."""
        return [(row.kind, list(self._aligned(row))) for row in self.rows]

    def _aligned(self, row: Row) -> Iterator[tuple[Cell, str]]:
        place = 0
        for cell in row.cells:
            yield cell, self.columns[place].align
            place += cell.span


@dataclass(frozen=True)
class Picture:
    """A drawing (SVG) with what it says in words, and the same figures as a table for who cannot see it."""

    tag: ClassVar[str] = "picture"
    svg: str
    title: str
    alt: str
    table: Table | None = None
    width: float = 1.0


@dataclass(frozen=True)
class Signature:
    """`authority`: TM., KT., TL., TUQ. with for whom ("KT. GIÁM ĐỐC"), empty when the head signs; `position`; `name`."""

    position: str
    name: str = ""
    authority: str = ""
    note: str = ""


@dataclass(frozen=True)
class Signatures:
    """Signatures side by side, of minutes and contracts."""

    tag: ClassVar[str] = "signatures"
    columns: tuple[Signature, ...]


Block = Para | Heading | Table | Picture | Signatures


@dataclass(frozen=True)
class Letterhead:
    """`issuer`: "" of a paper of several parties, which has nation and motto alone. `superior`: the body above the issuer.
    `number`: "" leaves the place open; `symbol`: "TTr-SCT"; `on`: None leaves it open."""

    issuer: str = ""
    superior: str = ""
    symbol: str = ""
    number: str = ""
    place: str = ""
    on: date | None = None

    @property
    def number_text(self) -> str:
        """Number and symbol: a leading 0 below 10; room for the number where there is none; "" where nobody numbers it."""
        if not (self.number or self.symbol):
            return ""
        number = self.number.zfill(2) if self.number.isdigit() else self.number or "        "
        return f"Số: {number}/{self.symbol}" if self.symbol else f"Số: {number}"

    @property
    def place_text(self) -> str:
        """Place and day; a contract says them in its text."""
        if not self.issuer:
            return ""
        return f"{self.place}, {day_text(self.on)}" if self.place else day_text(self.on)


@dataclass(frozen=True)
class Annex:
    """Its own pages with numbers of their own. `reference`: the line that ties it to its paper."""

    label: str
    title: str
    blocks: tuple[Block, ...]
    reference: str = ""
    landscape: bool = False


@dataclass(frozen=True)
class Document:
    """One paper. `title`: its type in capitals, "" of a công văn; `summary`: trích yếu; `mark`: the form it follows
    ("Mẫu 5a"); `proposed`: its columns are our proposal since the law's own were not found."""

    title: str
    summary: str
    blocks: tuple[Block, ...]
    head: Letterhead | None = None
    mark: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    landscape: bool = False
    proposed: bool = False

    @property
    def name(self) -> str:
        """What the file is about: its type and summary."""
        return " – ".join(part for part in (self.title or "CÔNG VĂN", self.summary) if part)


_KINDS = {
    one.__name__: one
    for one in (
        Run,
        Para,
        Heading,
        Cell,
        Column,
        Row,
        Table,
        Picture,
        Signature,
        Signatures,
        Letterhead,
        Annex,
        Document,
    )
}


def day_text(day: date | None) -> str:
    """ "ngày 05 tháng 02 năm 2026": 0 before days under 10 and before months 1 and 2 (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    if day is None:
        return "ngày      tháng      năm         "
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def plain(text: Text) -> str:
    """The text without its bold and italic."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


def runs(text: Text, *, bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
    """The text as runs; `bold`, `italic` hold for all of it."""
    if isinstance(text, str):
        return (Run(text, bold, italic),)
    return tuple(Run(run.text, run.bold or bold, run.italic or italic) for run in text)


def as_data(thing: Any) -> Any:
    """Plain values for JSON; `from_data` reads them back equal."""
    if isinstance(thing, tuple):
        return [as_data(one) for one in thing]
    if isinstance(thing, date):
        return {"is": "day", "day": thing.isoformat()}
    if type(thing).__name__ in _KINDS:
        return {"is": type(thing).__name__, **{one.name: as_data(getattr(thing, one.name)) for one in fields(thing)}}
    return thing


def from_data(data: Any) -> Any:
    """What `as_data` made plain. KeyError: a kind that is not known here."""
    if isinstance(data, list):
        return tuple(from_data(one) for one in data)
    if not isinstance(data, dict):
        return data
    if data["is"] == "day":
        return date.fromisoformat(data["day"])
    return _KINDS[data["is"]](**{name: from_data(value) for name, value in data.items() if name != "is"})


def digest(document: Document) -> str:
    """SHA-256 of what the paper says."""
    said = json.dumps(as_data(document), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def lines(document: Document) -> Iterator[str]:
    """Every text of the paper in the order of reading, a line each: what both files must say."""
    if document.mark:
        yield document.mark
    if document.head:
        yield from _head_lines(document)
    if document.title:
        yield document.title
        yield document.summary
    yield from _addressed(document.addressees)
    yield from document.bases
    for block in document.blocks:
        yield from _block_lines(block)
    if document.recipients:
        yield "Nơi nhận:"
        yield from document.recipients
    if document.signature:
        yield from _signed(document.signature)
    for annex in document.annexes:
        yield from (annex.label, annex.title, annex.reference)
        for block in annex.blocks:
            yield from _block_lines(block)


NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def _head_lines(document: Document) -> Iterator[str]:
    head = document.head
    yield from (head.superior, head.issuer, NATION, MOTTO)
    yield head.number_text
    if not document.title:
        yield document.summary
    yield head.place_text


def _addressed(addressees: tuple[str, ...]) -> Iterator[str]:
    if len(addressees) == 1:
        yield f"Kính gửi: {addressees[0]}"
    elif addressees:
        yield "Kính gửi:"
        yield from (f"- {one}" for one in listed(addressees))


def listed(items: tuple[str, ...]) -> tuple[str, ...]:
    """Items of a list as decree 30 writes it: each ends with ";", the last with "."."""
    bare = [item.rstrip(" ;.") for item in items]
    return tuple([f"{item};" for item in bare[:-1]] + [f"{item}." for item in bare[-1:]])


def _block_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Para | Heading):
        yield plain(block.text)
    elif isinstance(block, Table):
        yield from (block.caption, block.unit)
        for row in (*block.head, *(row.cells for row in block.rows)):
            yield from (cell.text for cell in row)
        yield from block.notes
    elif isinstance(block, Picture):
        yield block.title
        if block.table:
            yield from _block_lines(block.table)
    else:
        for one in block.columns:
            yield from _signed(one)


def _signed(one: Signature) -> Iterator[str]:
    yield from (one.authority, one.position, one.note, one.name)
