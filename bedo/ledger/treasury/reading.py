"""A Treasury statement out of a workbook: which sheet, which columns, which lines; or where it cannot be understood.

Nothing of the workbook is run or followed: only stored values are read. The columns are found by the words of their heads
(ngày, số chứng từ, nội dung, số tiền or phát sinh nợ/có); amounts by core.amounts.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from numbers import Real
from typing import Any

from bedo.core.amounts import parse_amount
from bedo.core.moves import Refused
from bedo.core.sheets.opening import open_content
from bedo.core.sheets.workbook import Sheet, Workbook, address
from bedo.core.text import fold
from bedo.core.types import Dong

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 80 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 5_000, 60, 20
HEAD_WITHIN = 40
MOST_FAULTS = 20
WORKBOOK_TODO = "Mở tệp của Kho bạc bằng Excel, lưu thành “.xlsx” rồi tải lên lại."


@dataclass(frozen=True)
class Row:
    """One line of the statement: `place` as people find it ("Sao kê!B12"); amounts in whole đồng, one of them 0."""

    place: str
    on: date
    number: str
    text: str
    spent: Dong
    returned: Dong


@dataclass(frozen=True)
class Statement:
    """What a workbook says: its fingerprint, the sheet, the lines in order, and what did not agree (sentences)."""

    sha256: str
    sheet: str
    rows: tuple[Row, ...]
    warnings: tuple[str, ...] = ()

    @property
    def spent(self) -> Dong:
        return Dong(sum(row.spent for row in self.rows))

    @property
    def returned(self) -> Dong:
        return Dong(sum(row.returned for row in self.rows))

    @property
    def first(self) -> date:
        return min(row.on for row in self.rows)

    @property
    def last(self) -> date:
        return max(row.on for row in self.rows)


def read(content: bytes, *, today: date) -> Statement:
    """The statement in a workbook. Raises Refused (422, field "file") with sheet and cell of what cannot be understood."""
    sheets = {sheet.name: sheet for sheet in _open(content).sheets[:MOST_SHEETS]}
    for name, sheet in sheets.items():
        cells = _cells(sheet)
        head = _find_head(cells)
        if head is not None:
            return _statement(hashlib.sha256(content).hexdigest(), name, cells, head, today)
    heads = "ngày, số chứng từ, nội dung, số tiền (hoặc phát sinh nợ, phát sinh có)"
    raise _no(
        f"Không thấy dòng tiêu đề ở trang tính nào ({', '.join(f'“{name}”' for name in sheets) or 'tệp không có trang tính'}).",
        f"Cần một dòng có các cột: {heads}, trong {HEAD_WITHIN} dòng đầu.",
    )


def _no(reason: str, todo: str = "") -> Refused:
    return Refused(reason, todo, field="file", code="statement", status=422)


# --- the file


def _open(content: bytes) -> Workbook:
    """Its sheets, read by a process of their own (core.sheets): a broken file ends that one, not ours."""
    if not content:
        raise _no("Tệp trống.", WORKBOOK_TODO)
    if len(content) > MOST_BYTES:
        raise _no(f"Tệp lớn hơn {MOST_BYTES // 1024 // 1024} MB.", "Chỉ giữ trang tính sao kê rồi lưu lại.")
    _looks_like_workbook(content)
    try:
        return open_content(content)
    except Refused as refusal:
        raise _no(f"Tệp không đọc được như một bảng tính. {refusal.reason}", refusal.todo) from refusal


def _looks_like_workbook(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise _no("Tệp không phải bảng tính Excel “.xlsx”.", WORKBOOK_TODO) from error
    if "xl/workbook.xml" not in {info.filename for info in infos}:
        raise _no("Tệp không phải bảng tính Excel “.xlsx”.", WORKBOOK_TODO)
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise _no("Bảng tính mở ra quá lớn.", "Chỉ giữ trang tính sao kê rồi lưu lại.")


def _cells(sheet: Sheet) -> list[list[Any]]:
    if len(sheet.rows) > MOST_ROWS + HEAD_WITHIN or sheet.width > MOST_COLUMNS:
        raise _no(
            f"Trang tính “{sheet.name}” có {len(sheet.rows)} dòng, {sheet.width} cột; đọc được nhiều nhất {MOST_ROWS} dòng, {MOST_COLUMNS} cột.",
            "Tách sao kê theo quý, hoặc xóa các dòng, cột trống.",
        )
    return sheet.rows


# --- the head


@dataclass(frozen=True)
class Head:
    """Where the columns stand: the first row below the head, and the column of each thing (None: there is none)."""

    below: int
    on: int
    spent: int
    returned: int | None
    number: int | None
    text: int | None


WORDS: dict[str, tuple[str, ...]] = {
    "spent": ("so tien", "phat sinh no", "so tien no", "ghi no", "no", "so chi", "thanh toan", "so tien thanh toan", "so tien dong"),
    "returned": ("phat sinh co", "so tien co", "ghi co", "co", "nop tra", "thu hoi", "giam chi", "nop khoi phuc"),
    "number": ("so chung tu", "so ct", "chung tu so", "so hieu chung tu", "so giay rut", "chung tu so hieu", "so but toan"),
    "on": ("ngay", "ngay chung tu", "ngay ct", "chung tu ngay", "ngay hach toan", "ngay thang", "ngay thanh toan", "ngay giao dich", "ngay hieu luc"),
    "text": ("noi dung", "dien giai", "noi dung chi", "noi dung chung tu", "ten noi dung"),
}  # fmt: skip
"""Words that head a column, folded; the longer, the surer."""


def _find_head(cells: list[list[Any]]) -> Head | None:
    """The first row, alone or together with the one above it (merged heads), that heads a day and an amount."""
    for place, row in enumerate(cells[:HEAD_WITHIN]):
        found = _columns([_folded(cell) for cell in row])
        below = _joined(row, cells[place + 1]) if place + 1 < len(cells) else []
        both = _columns(below) if "on" not in found or "spent" not in found else {}
        for columns, start in ((found, place + 1), (both, place + 2)):
            if "on" in columns and "spent" in columns:
                return Head(
                    start,
                    columns["on"],
                    columns["spent"],
                    columns.get("returned"),
                    columns.get("number"),
                    columns.get("text"),
                )
    return None


def _folded(cell: Any) -> str:
    """The words of a head: folded, without what stands in brackets and without marks."""
    text = fold(str(cell)) if isinstance(cell, str) else ""
    text = text.split("(")[0]
    return " ".join("".join(char if char.isalnum() else " " for char in text).split())


def _joined(upper: list[Any], lower: list[Any]) -> list[str]:
    """Heads of two rows as one: a merged word above stands over every column till the next word."""
    heads, above = [], ""
    for place in range(max(len(upper), len(lower))):
        word = _folded(upper[place]) if place < len(upper) else ""
        own = _folded(lower[place]) if place < len(lower) else ""
        above = word or (above if own else "")
        heads.append(f"{above} {own}".strip())
    return heads


def _columns(heads: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, words in WORDS.items():
        places = [place for place, head in enumerate(heads) if head in words]
        if places:
            found[name] = max(places, key=lambda place: (len(heads[place]), -place)) if name == "on" else places[0]
    return found


# --- the lines


def _statement(sha256: str, sheet: str, cells: list[list[Any]], head: Head, today: date) -> Statement:
    _in_dong(sheet, cells[: head.below])
    faults: list[str] = []
    rows: list[Row] = []
    totals: list[tuple[str, Dong, Dong]] = []
    for place, row in enumerate(cells[head.below :], head.below):
        line = _Line(sheet, place, row, head)
        if line.is_empty:
            continue
        if line.is_total:
            totals.append((line.cell(head.spent), *line.amounts_or_zero()))
            continue
        try:
            rows.append(line.read(today))
        except _Fault as fault:
            faults.append(str(fault))
            if len(faults) == MOST_FAULTS:
                break
    if faults:
        raise _no(" ".join(faults), "Sửa các ô ấy trong tệp rồi tải lên lại; chưa có gì được ghi.")
    if not rows:
        raise _no(f"Trang tính “{sheet}” có tiêu đề nhưng không có dòng tiền nào.", "Kiểm tra lại tệp sao kê.")
    return Statement(sha256, sheet, tuple(rows), tuple(_contradictions(rows, totals)))


def _in_dong(sheet: str, above: Iterable[list[Any]]) -> None:
    """A statement in thousands or millions cannot be set beside books that are kept to the đồng."""
    for place, row in enumerate(above):
        for column, cell in enumerate(row):
            text = fold(cell) if isinstance(cell, str) else ""
            if any(word in text for word in ("trieu dong", "nghin dong", "ngan dong", "1.000 dong", "1000 dong")):
                raise _no(
                    f"Ô {sheet}!{address(place, column)} ghi “{cell[:60]}”: sao kê không tính bằng đồng.",
                    "Xin Kho bạc bản sao kê tính đến đồng.",
                )


def _contradictions(rows: list[Row], totals: list[tuple[str, Dong, Dong]]) -> Iterator[str]:
    """A total that the sheet prints must be the sum of its lines; where it is not, it is told, never smoothed."""
    spent, returned = Dong(sum(row.spent for row in rows)), Dong(sum(row.returned for row in rows))
    printed = [one for one in totals if one[1] or one[2]]
    if printed and all((one[1], one[2]) not in {(spent, returned), (spent, Dong(0))} for one in printed[-1:]):
        cell, its_spent, its_returned = printed[-1]
        both = f", có {its_returned} so với {returned}" if its_returned or returned else ""
        yield f"Ô {cell} in tổng {its_spent}, các dòng cộng lại được {spent}{both}."


class _Fault(Exception):
    """A cell that cannot be understood, as a sentence with its place."""


TOTAL = re.compile(
    r"(?:tong )?cong(?! (?:ty|nghiep|trinh|tac|nghe|an|doan|dong|suat|viec)\b)\b|tong(?: so| tien)?(?! (?:cuc|cong ty))\b|so du\b|luy ke\b"
)
"""How a sum or a balance begins, folded; *công ty*, *công nghiệp* and the like are no sums."""


@dataclass(frozen=True)
class _Line:
    """One row below the head."""

    sheet: str
    place: int
    row: list[Any]
    head: Head

    def at(self, column: int | None) -> Any:
        return self.row[column] if column is not None and column < len(self.row) else ""

    def cell(self, column: int) -> str:
        return f"{self.sheet}!{address(self.place, column)}"

    @property
    def is_empty(self) -> bool:
        """Nothing to read: no amount and no day (a heading within the list, a signature below it, column numbers)."""
        wanted = (self.head.on, self.head.spent, self.head.returned)
        return not any(_filled(self.at(column)) for column in wanted) or self._numbers_of_columns

    @property
    def _numbers_of_columns(self) -> bool:
        """The row “1 2 3 4” or “A B 1 2” below a head."""
        texts = [str(cell).strip().removesuffix(".0") for cell in self.row if _filled(cell)]
        return (
            self.place == self.head.below
            and _filled(self.at(self.head.on))
            and len(texts) > 2
            and all(len(text) <= 2 and text.isalnum() for text in texts)
        )

    @property
    def is_total(self) -> bool:
        """A sum, or an opening or closing balance: it has no day of its own."""
        if _as_day(self.at(self.head.on)) is not None:
            return False
        return any(TOTAL.match(fold(cell).strip()) for cell in self.row if isinstance(cell, str))

    def amounts_or_zero(self) -> tuple[Dong, Dong]:
        if "so du" in " ".join(fold(cell) for cell in self.row if isinstance(cell, str)):
            return Dong(0), Dong(0)
        try:
            return self._amount(self.head.spent), self._amount(self.head.returned)
        except _Fault:
            return Dong(0), Dong(0)

    def read(self, today: date) -> Row:
        on = self._day(today)
        spent, returned = self._amount(self.head.spent), self._amount(self.head.returned)
        if spent < 0 and not returned:
            spent, returned = Dong(0), -spent
        if bool(spent) == bool(returned) or spent < 0 or returned < 0:
            raise _Fault(
                f"Ô {self.cell(self.head.spent)}: mỗi dòng phải có đúng một số tiền, chi (nợ) hoặc nộp trả (có)."
            )
        number, text = _text(self.at(self.head.number)), _text(self.at(self.head.text))
        return Row(self.cell(self.head.spent), on, number[:60], text[:500], spent, returned)

    def _day(self, today: date) -> date:
        value, cell = self.at(self.head.on), self.cell(self.head.on)
        day = _as_day(value)
        if day is None:
            said = f"“{str(value)[:40]}” không phải ngày" if _filled(value) else "thiếu ngày"
            raise _Fault(f"Ô {cell}: {said}, ghi như 05/03/2026.")
        if day > today:
            raise _Fault(f"Ô {cell}: ngày {day:%d/%m/%Y} ở sau hôm nay.")
        return day

    def _amount(self, column: int | None) -> Dong:
        value = self.at(column)
        if column is None or not _filled(value):
            return Dong(0)
        amount = _as_amount(value)
        if amount is None:
            raise _Fault(f"Ô {self.cell(column)}: “{str(value)[:40]}” không phải số tiền tính bằng đồng.")
        return amount


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() not in ("", "-", "–")


def _text(cell: Any) -> str:
    """A cell as text; a whole number without “.0”."""
    if _is_whole(cell):
        cell = int(cell)
    return " ".join(str(cell if cell is not None else "").split())


def _as_day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        return None
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(cell.strip(), form).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    return None


MOST = 10**15
"""From here on a spreadsheet no longer keeps every digit."""


def _is_whole(cell: Any) -> bool:
    """A number without a fraction that a spreadsheet keeps to its last digit."""
    return isinstance(cell, Real) and not isinstance(cell, bool) and abs(cell) < MOST and int(cell) == cell


def _as_amount(cell: Any) -> Dong | None:
    """Whole đồng of a cell; in brackets or with a minus it is negative. None where it is no exact amount."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, Real):
        return Dong(int(cell)) if _is_whole(cell) else None
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    negative = text.startswith(("-", "–", "−")) or (text.startswith("(") and text.endswith(")"))
    found = parse_amount(text.strip("()-–− "))
    if found.kind != "money" or found.qualifier != "exact" or found.value is None or found.value >= MOST:
        return None
    return Dong(-found.value if negative else found.value)
