"""Text with separators: which encoding, which separator, decided from the content and said."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from io import StringIO

from bedo.core.moves import Refused
from bedo.core.sheets import limits
from bedo.core.sheets.workbook import Sheet, Workbook

SEPARATORS = {";": "chấm phẩy", ",": "phẩy", "\t": "tab", "|": "gạch đứng"}
LOOKED_AT = 200


def read(data: bytes, book: Workbook) -> None:
    """One sheet named "CSV"."""
    text, encoding = decoded(data)
    mark = separator(text)
    csv.field_size_limit(limits.CELL_CHARACTERS * 4)
    lines = text.removeprefix(f"sep={mark}").lstrip("\r\n") if text.startswith("sep=") else text
    try:
        rows: list[list[str]] = list(csv.reader(StringIO(lines, newline=""), delimiter=mark))
    except csv.Error as error:
        raise Refused(
            "Tệp chữ này không chia được thành các ô.", "Lưu lại từ Excel dạng CSV UTF-8.", field="file", status=422
        ) from error
    width = max((len(row) for row in rows), default=0)
    if len(rows) > limits.ROWS or width > limits.COLUMNS:
        raise Refused(
            f"Tệp có {len(rows)} dòng, {width} cột, quá giới hạn {limits.ROWS} dòng, {limits.COLUMNS} cột.",
            "Tách thành nhiều tệp.",
            field="file",
            status=422,
        )
    book.sheets.append(Sheet("CSV", [row + [""] * (width - len(row)) for row in rows]))
    book.notes.append(f"Tệp chữ: mã {encoding}, các ô cách nhau bằng dấu {SEPARATORS[mark]}.")


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. What is no Unicode is read as Windows-1258 where that gives Vietnamese,
    else as Western bytes, in which TCVN3 and VNI are found later."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    vietnamese = data.decode("cp1258", "replace")
    composed = unicodedata.normalize("NFC", vietnamese)
    marked = sum("\u1ea0" <= char <= "\u1ef9" for char in composed)
    stray = sum(1 for char in composed if unicodedata.combining(char) or char == "\ufffd")
    if marked > 2 * stray and marked:
        return vietnamese, "Windows-1258"
    return data.decode("cp1252", "replace"), "Windows-1252"


def separator(text: str) -> str:
    """The mark that parts most lines into the same number of cells, more than one."""
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    if text.startswith("sep=") and text[4:5] in SEPARATORS:
        return text[4]
    best, mark = (0, 0), ";"
    for candidate in SEPARATORS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=candidate) if len(row) > 1)
        if widths:
            width, times = max(widths.items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))
            best, mark = max((best, mark), ((times * (width - 1), width), candidate), key=lambda pair: pair[0])
    return mark
