"""What each row of a table is: project, member of a group, other line, section, subtotal, total, note, header, blank."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from bedo.imports.reading.grid import Cell, Grid
from bedo.imports.reading.results import RowKind
from bedo.imports.reading.tables import Frame, is_column_numbers

_TOTAL = re.compile(
    r"^tổng\s*(?:cộng|số|hợp|cả|kinh phí|vốn)?\s*(?:$|[:(.;,]|toàn|của|các|chung|năm|giai đoạn|kinh phí|đề án|\d|[ivx]+\b|[a-d]\b|\+)"
)
_SUB = re.compile(r"^cộng\b")
_OF_PART = re.compile(
    r"^(?:tổng\s*)?cộng\s*(?:\(?\s*(?:[ivx]+|[a-d]|\d+)\s*\)?\s*$|(?:mục|phần|nhóm|tỉnh|huyện|xã|năm|khu|thành phố|thị xã|cấp|theo)\b)"
)
_NOTE = re.compile(r"^(?:\*|\(\*|ghi chú|nguồn số liệu|nguồn:|chú thích|lưu ý|người lập|lập biểu|kế toán|giám đốc|phó giám đốc|trưởng phòng|thủ trưởng|tm\.|kt\.|tl\.|nơi nhận|ký tên|\(ký|số tiền bằng chữ|bằng chữ|.{0,30}ngày\s*[\d….]*\s*tháng\s*[\d….]*\s*năm)", re.IGNORECASE)  # fmt: skip
_OTHER = re.compile(
    r"(?:nội dung|khoản|kinh phí|mục) (?:chi )?khác|chi phí quản lý|kinh phí quản lý|quản lý (?:chương trình|đề án|hoạt động)"
    r"|\bdự phòng\b|^chi (?:khác|quản lý)|chi phí (?:chung|khác)|chi hoạt động bộ máy"
)
_FIRM = re.compile(
    r"^(?:công ty|cty|c\.ty|htx|hợp tác xã|dntn|doanh nghiệp|hộ |hkd|cơ sở|cssx|tổ hợp tác|tht|liên hiệp|chi nhánh|nhà máy|xưởng|ông |bà |làng nghề|hộ sx|tổ sản xuất|liên minh)",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


@dataclass(slots=True)
class Line:
    """One row before its kind is known. `mark`: n (1), sub (1.1), roman, upper (A), lower (a), dash, none, other."""

    row: int
    mark: str
    number: str
    name: str
    money: bool
    filled: int
    others: bool
    kind: RowKind = "blank"
    parent: int | None = None
    depth: int = 0
    holds_member: bool = False


def is_firm(name: str) -> bool:
    """Does the text begin as names of establishments do?"""
    return bool(_FIRM.match(name))


def lines(grid: Grid, frame: Frame, money: list[int]) -> list[Line]:
    """All rows of the table after its headings, with their kinds."""
    return _Sorter(grid, frame, money).run()


def mark_of(value: Cell) -> tuple[str, str]:
    """Kind and text of a running number."""
    if value is None:
        return "none", ""
    if isinstance(value, int | float):
        text = str(int(value)) if value == int(value) else repr(float(value))
    else:
        text = str(value).strip().rstrip(".):").lstrip("(").strip()
    if not text:
        return "dash", ""
    if re.fullmatch(r"\d{1,5}", text):
        return "n", str(int(text))
    if re.fullmatch(r"\d{1,4}(?:[.\-,]\d{1,3})+", text):
        return "sub", text.replace("-", ".").replace(",", ".")
    if re.fullmatch(r"(?:[IVXLC]+|[A-Za-zĐđ])[.\-]\d{1,3}(?:[.\-]\d{1,3})*", text):
        return "n", text
    if len(text) > 1 and _ROMAN.fullmatch(text):
        return "roman", text
    if len(text) == 1 and text.isalpha():
        return ("roman" if text in "IVX" else "upper" if text.isupper() else "lower"), text
    return ("dash", text) if re.fullmatch(r"[-–+*•]+", text) else ("other", text)


class _Sorter:
    def __init__(self, grid: Grid, frame: Frame, money: list[int]):
        self.grid, self.frame, self.money = grid, frame, set(money)
        self.number = frame.column("number")
        self.title = frame.column("title_vi")
        self.firm = frame.column("beneficiary_name")
        self.names = [c for c in (self.title, self.firm) if c is not None]
        if frame.kind == "aggregates":
            self.names = [
                c for n in ("scope", "province_at_time", "period_label") if (c := frame.column(n)) is not None
            ]
        self.header = {grid.text(row, c) for row in frame.header for c in grid.filled(row)}

    def run(self) -> list[Line]:
        found = [self._line(row) for row in range(self.frame.header[-1] + 1, self.frame.last + 1)]
        ended = False
        for line in found:
            line.kind = self._plain_kind(line, ended)
            ended = ended or (line.kind == "total" and self._nothing_follows(found, line))
        if self.frame.kind == "projects":
            self._sections(found)
            self._members(found)
        self._plain_sums(found)
        return found

    def _plain_sums(self, found: list[Line]) -> None:
        """A bare "Cộng" closes its section; the last one of a list without sections is the total of all."""
        bare = [line for line in found if line.kind == "total" and re.fullmatch(r"cộng\W*", line.name.lower())]
        if any(line.kind == "section" for line in found) or len(bare) > 1:
            for line in bare:
                line.kind = "subtotal"

    def _line(self, row: int) -> Line:
        cells = self.grid.cells[row]
        filled = [c for c, value in enumerate(cells) if value is not None]
        mark, number = mark_of(cells[self.number]) if self.number is not None else ("none", "")
        name = next((self.grid.text(row, c) for c in self.names if cells[c] is not None), "")
        if not name or mark == "other":
            texts = [c for c in filled if isinstance(cells[c], str) and (c != self.number or mark == "other")]
            name = self.grid.text(row, texts[0]) if texts and (not name or mark == "other") else name
        money = any(cells[c] is not None for c in self.money)
        described = any(c not in self.money and c not in self.names and c != self.number for c in filled)
        return Line(row, mark, number, name, money, len(filled), described)

    def _plain_kind(self, line: Line, ended: bool) -> RowKind:
        """Kinds that a row shows by itself; "project" for what is to be looked at more closely."""
        if not line.filled:
            return "blank"
        if self._is_header(line):
            return "header"
        name = line.name.lower()
        if line.mark in ("none", "dash", "other", "roman", "upper") and not (self.firm is not None and self.firm != self.title
                and self.grid.cells[line.row][self.firm] is not None and self.title is not None
                and self.grid.cells[line.row][self.title] is not None):  # fmt: skip
            if _OF_PART.match(name):
                return "subtotal"
            if _TOTAL.match(name):
                return "total"
            if _SUB.match(name):
                return "subtotal" if re.sub(r"[\s:.]|cộng", "", name) else "total"
        if line.mark in ("none", "other") and _NOTE.match(name):
            return "note"
        if ended and line.mark in ("none", "other", "dash"):
            return "note"
        if self.frame.kind == "aggregates":
            return "aggregate" if line.filled > 1 else "section"
        return "project"

    def _is_header(self, line: Line) -> bool:
        cells = self.grid.cells[line.row]
        same = sum(type(value) is str and value in self.header for value in cells)
        if line.filled > 1 and same >= max(2, line.filled - 1):
            return True
        return all(type(value) is not str or len(value) < 20 for value in cells) and is_column_numbers(
            self.grid, line.row
        )

    def _nothing_follows(self, found: list[Line], line: Line) -> bool:
        later = found[found.index(line) + 1 :]
        return not any(one.mark in ("n", "sub", "roman", "upper") for one in later)

    # --- sections

    def _sections(self, found: list[Line]) -> None:
        rest = [line for line in found if line.kind == "project"]
        numbered = any(line.mark == "n" for line in rest)
        letters_lead = self._letters_lead(rest)
        for place, line in enumerate(rest):
            following = rest[place + 1] if place + 1 < len(rest) else None
            depth = {"upper": 1 if letters_lead else 3, "roman": 2, "lower": 4}.get(line.mark)
            if depth is not None:
                self._headed(line, depth, following, numbered)
            elif line.mark in ("none", "other", "dash"):
                self._unnumbered(line, following, numbered)
        self._numbered_sections(rest)

    def _letters_lead(self, rest: list[Line]) -> bool:
        first = next((line.mark for line in rest if line.mark in ("upper", "roman")), "")
        return first == "upper"

    def _headed(self, line: Line, depth: int, following: Line | None, numbered: bool) -> None:
        """A row marked with a letter or roman figure: a section when rows stand below it."""
        below = following is not None and self._is_below(line, following)
        if below or (not line.money and not self._named_twice(line)):
            line.kind, line.depth = "section", depth
        elif _OTHER.search(line.name.lower()) or numbered and not self._named_twice(line):
            line.kind = "other_line"

    def _is_below(self, line: Line, following: Line) -> bool:
        order = ("upper", "roman", "lower") if line.mark == "upper" else ("roman", "upper", "lower")
        if following.mark in order and line.mark in order:
            return order.index(following.mark) > order.index(line.mark)
        return following.mark in ("n", "sub", "none", "dash", "lower", "other")

    def _named_twice(self, line: Line) -> bool:
        """It has a title and an establishment of its own, as only a project has."""
        cells = self.grid.cells[line.row]
        return len({c for c in self.names if cells[c] is not None}) > 1

    def _unnumbered(self, line: Line, following: Line | None, numbered: bool) -> None:
        wide = any((line.row, c) in self.grid.wide for c in self.names) or (line.filled == 1)
        if _OTHER.search(line.name.lower()) and line.money and not self._named_twice(line):
            line.kind = "other_line"
        elif not line.money and (wide or not line.others) and not is_firm(line.name) and line.mark != "dash":
            starts = following is not None and following.mark in ("n", "none", "roman", "lower", "upper", "sub")
            line.kind, line.depth = ("section", 0) if starts else ("note", 0)
        elif numbered and self._sums_up(line, following):
            line.kind, line.depth = "section", 3
        if line.mark == "dash" and line.kind == "project" and not is_firm(line.name):
            line.kind = "note"

    def _sums_up(self, line: Line, following: Line | None) -> bool:
        """A name with money and nothing else, where counting begins again below it."""
        alone = line.money and line.mark == "none" and not line.others and not self._named_twice(line)
        begins = following is not None and following.mark == "n" and following.number == "1"
        return alone and begins and following is not None and not is_firm(following.name)

    def _numbered_sections(self, rest: list[Line]) -> None:
        """ "1. Hỗ trợ máy móc" over "1.1 <title of a project>" is a section; over "1.1 <establishment>" a group project."""
        for place, line in enumerate(rest):
            if line.mark != "n" or line.kind != "project" or self._named_twice(line):
                continue
            subs = self._subs(rest, place + 1, line.number)
            if not subs or self._are_members(line, subs):
                continue
            line.kind, line.depth = "section", 3
            for sub in subs:
                sub.mark = "n"

    def _subs(self, rest: list[Line], start: int, number: str) -> list[Line]:
        found: list[Line] = []
        for line in islice(rest, start, None):
            if line.mark == "sub" and line.number.rpartition(".")[0] == number:
                found.append(line)
            elif line.mark in ("n", "roman", "upper") or line.mark == "sub":
                break
        return found

    def _are_members(self, line: Line, subs: list[Line]) -> bool:
        if self.frame.both is not None or re.match(r"(?i)đề án\s*(?:nhóm|điểm)", line.name):
            return True
        own_titles = [s for s in subs if self.title is not None and self.grid.cells[s.row][self.title] is not None]
        firms = sum(is_firm(s.name) for s in subs)
        return firms * 2 >= len(subs) if len(own_titles) == len(subs) else True

    # --- members of a group

    def _members(self, found: list[Line]) -> None:
        owner: Line | None = None
        for line in found:
            if line.kind in ("section", "subtotal", "total", "header", "other_line"):
                owner = None
            if line.kind != "project":
                continue
            if owner is not None and self._belongs(line, owner):
                line.kind, line.parent = "group_member", owner.row
                owner.holds_member = owner.holds_member or (self._continues(line, owner) and self._named_twice(owner))
            elif _OTHER.search(line.name.lower()) and not self._named_twice(line) and line.money:
                line.kind = "other_line"
            else:
                owner = line

    def _belongs(self, line: Line, owner: Line) -> bool:
        if line.mark == "sub":
            return line.number.rpartition(".")[0] == owner.number or owner.mark == "sub"
        if line.mark == "n":
            return False
        if line.mark == "lower":
            return is_firm(line.name)
        return self._continues(line, owner) or (is_firm(line.name) and self.number is not None and line.mark in ("none", "dash")
                                                and self._title_blank(line) and owner.mark == "n")  # fmt: skip

    def _title_blank(self, line: Line) -> bool:
        return self.title is None or self.title == self.frame.both or self.grid.cells[line.row][self.title] is None

    def _continues(self, line: Line, owner: Line) -> bool:
        """Its number or title is one cell with the owner's."""
        for column in (self.number, self.title):
            area = self.grid.tall.get((line.row, column)) if column is not None else None
            if area and area[0] <= owner.row <= area[2]:
                return True
        return False
