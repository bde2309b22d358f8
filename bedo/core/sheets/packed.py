"""What the fast reader does not tell of an .xlsx: hidden rows and columns, old fonts, failed and unreckoned formulas.

Read by pattern from the parts as bytes, a piece at a time: nothing is parsed as XML, so no entity can be expanded.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from bedo.core.sheets.workbook import Sheet, Workbook, column_of

PIECE = 2**20
OLD_FONT = re.compile(r"\.Vn|^VNI|^\.VN|^ABC|^SVN-", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_CELL = re.compile(rb"<((?:\w+:)?c)\b([^>]*?)(?:/>|>(.*?)</\1>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_RESULT = re.compile(rb"<(?:\w+:)?v>([^<]+)</(?:\w+:)?v>")
_INLINE = re.compile(rb"<(?:\w+:)?is>")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")


def add_details(data: bytes, book: Workbook) -> None:
    """Fill hidden rows, hidden columns, fonts, errors and unreckoned formulas of the sheets of an .xlsx or .xlsm."""
    with zipfile.ZipFile(BytesIO(data)) as box:
        parts = _parts(box)
        fonts = _old_fonts(box)
        for sheet in book.sheets:
            if path := parts.get(sheet.name):
                _Details(sheet, fonts).read(box, path)


def _text(box: zipfile.ZipFile, name: str) -> str:
    return box.read(name).decode("utf-8", "replace") if name in box.namelist() else ""


def _attributes(raw: bytes) -> dict[str, str]:
    return {
        name.decode(): html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(raw)
    }


def _parts(box: zipfile.ZipFile) -> dict[str, str]:
    """Name of a sheet → its part."""
    links = {}
    for raw in re.findall(rb"<(?:\w+:)?Relationship\b([^>]*)>", _text(box, "xl/_rels/workbook.xml.rels").encode()):
        found = _attributes(raw)
        target = found.get("Target", "")
        links[found.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    names = {}
    for raw in re.findall(rb"<(?:\w+:)?sheet\b([^>]*)>", _text(box, "xl/workbook.xml").encode()):
        found = _attributes(raw)
        link = next((value for name, value in found.items() if name.endswith(":id")), "")
        if links.get(link) in box.namelist():
            names[found.get("name", "")] = links[link]
    return names


def _old_fonts(box: zipfile.ZipFile) -> dict[int, str]:
    """Style of a cell → name of its old font; empty when the file has none."""
    styles = _text(box, "xl/styles.xml")
    names = []
    listed = re.search(r"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", styles, re.DOTALL)
    for font in re.findall(
        r"<(?:\w+:)?font\b[^>]*?(?:/>|>.*?</(?:\w+:)?font>)", listed[0] if listed else "", re.DOTALL
    ):
        name = re.search(r"<(?:\w+:)?name\s+val=[\"']([^\"']*)", font)
        names.append(html.unescape(name[1]) if name else "")
    if not any(OLD_FONT.search(name) for name in names):
        return {}
    used = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    found = {}
    for style, raw in enumerate(re.findall(r"<(?:\w+:)?xf\b([^>]*)>", used[0] if used else "")):
        font = int(_attributes(raw.encode()).get("fontId", "0") or 0)
        if font < len(names) and OLD_FONT.search(names[font]):
            found[style] = names[font]
    return found


@dataclass
class _Details:
    """Collects what a sheet's part says, row by row."""

    sheet: Sheet
    fonts: dict[int, str]
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    cell_fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unreckoned: dict[tuple[int, int], str] = field(default_factory=dict)

    def read(self, box: zipfile.ZipFile, path: str) -> None:
        for piece in _pieces(box, path):
            self._piece(piece)
        self.sheet.hidden_rows = frozenset(self.hidden_rows)
        self.sheet.hidden_columns = frozenset(c for c in self.hidden_columns if c < self.sheet.width)
        self.sheet.fonts, self.sheet.errors, self.sheet.unreckoned = self.cell_fonts, self.errors, self.unreckoned

    def _piece(self, piece: bytes) -> None:
        if b"hidden=" in piece:
            self._hidden(piece)
        wanted = self.fonts or b't="e"' in piece or b"<f" in piece or b":f>" in piece or b":f " in piece
        if wanted:
            for _, raw, inside in _CELL.findall(piece):
                self._cell(raw, inside)

    def _hidden(self, piece: bytes) -> None:
        for raw in _ROW.findall(piece):
            if b"hidden=" in raw:
                found = _attributes(raw)
                if found.get("hidden") in ("1", "true") and found.get("r", "").isdigit():
                    self.hidden_rows.add(int(found["r"]) - 1)
        for raw in _COLUMN.findall(piece):
            found = _attributes(raw)
            if found.get("hidden") in ("1", "true"):
                first, last = int(found.get("min", "1")), int(found.get("max", "1"))
                self.hidden_columns.update(range(first - 1, min(last, self.sheet.width)))

    def _cell(self, raw: bytes, inside: bytes) -> None:
        has_formula = b"<f" in inside or b":f" in inside
        if not (self.fonts or has_formula or b't="e"' in raw):
            return
        found = _attributes(raw)
        place = _REFERENCE.fullmatch(found.get("r", ""))
        if not place:
            return
        at = int(place[2]) - 1, column_of(place[1])
        style = found.get("s", "0")
        if style.isdigit() and int(style) in self.fonts:
            self.cell_fonts[at] = self.fonts[int(style)]
        result = _RESULT.search(inside)
        if found.get("t") == "e":
            self.errors[at] = result[1].decode("utf-8", "replace") if result else "#N/A"
        elif has_formula and not result and not _INLINE.search(inside):
            formula = _FORMULA.search(inside)
            self.unreckoned[at] = html.unescape((formula and formula[1] or b"").decode("utf-8", "replace"))


def _pieces(box: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """The part in pieces that end at the end of a row."""
    rest = b""
    with box.open(path) as part:
        while read := part.read(PIECE):
            rest += read
            ends = list(_ROW_END.finditer(rest))
            if ends:
                yield rest[: ends[-1].end()]
                rest = rest[ends[-1].end() :]
    if rest:
        yield rest
