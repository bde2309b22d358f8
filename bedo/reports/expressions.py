"""Relations between figures as typed expressions: read, checked for units, reckoned exactly with what qualifiers leave open.

    F003-04 + F003-09 = F003-02                       a sum
    years(F003-05) * F003-05 + … = F003-04            a sum for each year, times the years of its period
    F004-08 <= F004-01                                at most
    F000-02 ~ F004-02                                 side by side, not comparable: never true nor false
    F001-05 / F001-04                                 a figure that follows from others, nothing to compare with

A stated figure is named by the row it came from ("F003-04", "HaGiang-01.fund-total"), one of ours by
`ours("support", "Hà Giang", 2023)`. Numbers carry a unit when they are no plain factors: `1290 triệu đồng`, `14 năm`.
`exact(x)` sets a qualifier aside; `day(x)` is a day of a text or figure. Plain Python: no database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

DONG, YEAR, PERCENT, DAY = "đồng", "năm", "%", "ngày"
SCALES = {"nghìn": 1000, "triệu": 10**6, "tỷ": 10**9}
COMPARISONS = ("<=", ">=", "=", "<", ">", "~")
TOLERANCE = Fraction(5, 100)
"""How far "khoảng" and rounded figures may be off, by design."""
Unit = Mapping[str, int]
Bound = Fraction | None


class Wrong(Exception):
    """The expression cannot be read or reckoned: a Vietnamese sentence; `at` counts characters from 0."""

    def __init__(self, what: str, at: int = 0):
        super().__init__(what)
        self.what, self.at = what, at


@dataclass(frozen=True)
class Stated:
    """A figure as the expression sees it. `value` None where nothing was printed or it is no number; `years` both included."""

    value: int | None
    unit: str
    qualifier: str = "exact"
    years: tuple[int, int] | None = None
    text: str = ""


@dataclass(frozen=True)
class Quantity:
    """A number with unit; `low`, `high`: between what the true value may lie, None for no end. `value` None: not known."""

    value: Fraction | None
    unit: tuple[tuple[str, int], ...]
    low: Bound = None
    high: Bound = None

    @property
    def is_day(self) -> bool:
        return any(name == DAY for name, _ in self.unit)


@dataclass(frozen=True)
class Answer:
    """What a relation comes to. `holds` None: nothing to compare, or not known."""

    lhs: Quantity
    rhs: Quantity | None
    operator: str
    holds: bool | None
    difference: Fraction | None
    names: tuple[str, ...]


Lookup = Callable[[str], Stated]


def check(text: str, lookup: Lookup) -> Answer:
    """Read and reckon a relation. Wrong when it cannot be read, names an unknown figure, or compares different units."""
    relation = _Parser(text).relation()
    left = _value(relation.left, lookup)
    right = _value(relation.right, lookup) if relation.right is not None else None
    names = tuple(dict.fromkeys(_names(relation.left) + (_names(relation.right) if relation.right else [])))
    if right is None:
        told = relation.left.kind == "-" and left.value is not None
        return Answer(left, None, "", None, left.value if told else None, names)
    if left.unit != right.unit:
        raise Wrong(f"Hai vế khác đơn vị: {unit_word(left.unit)} và {unit_word(right.unit)}.", relation.at)
    difference = left.value - right.value if left.value is not None and right.value is not None else None
    return Answer(left, right, relation.operator, _holds(left, right, relation.operator), difference, names)


def names_in(text: str) -> list[str]:
    """The figures that the expression names, in order, each once."""
    relation = _Parser(text).relation()
    return list(dict.fromkeys(_names(relation.left) + (_names(relation.right) if relation.right else [])))


# --- reading


@dataclass(frozen=True)
class Node:
    """`kind`: number, name, ours, call, or an operator; `at`: where it stands."""

    kind: str
    at: int
    word: str = ""
    parts: tuple[Node, ...] = ()
    args: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Relation:
    left: Node
    operator: str
    right: Node | None
    at: int


_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:,\d+)?)
    |(?P<name>[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+(?:\.[a-z]+(?:[-_][a-z]+)*)?)
    |(?P<string>"[^"]*")
    |(?P<word>[^\W\d_]+)
    |(?P<mark><=|>=|[-+*/×÷=<>~(),%≤≥]))""",
    re.VERBOSE,
)
_SAME = {"×": "*", "÷": "/", "≤": "<=", "≥": ">="}


class _Parser:
    def __init__(self, text: str):
        self.text = text.strip()
        self.tokens = list(self._tokens())
        self.place = 0

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        at = 0
        while at < len(self.text):
            match = _TOKEN.match(self.text, at)
            if not match or match.end() == at:
                raise Wrong(f"Không hiểu từ chỗ “{self.text[at : at + 12].strip()}”.", at)
            kind = match.lastgroup or ""
            yield kind, match[kind], match.start(kind)
            at = match.end()

    def relation(self) -> Relation:
        if not self.tokens:
            raise Wrong("Chưa có biểu thức.")
        left = self._sum()
        if self._at_end():
            return Relation(left, "", None, 0)
        kind, mark, at = self._next()
        operator = _SAME.get(mark, mark)
        if kind != "mark" or operator not in COMPARISONS:
            raise Wrong(f"Sau vế trái cần một dấu so sánh (=, <=, >=, ~), không phải “{mark}”.", at)
        right = self._sum()
        if not self._at_end():
            raise Wrong(f"Thừa “{self._peek()[1]}” sau vế phải.", self._peek()[2])
        return Relation(left, operator, right, at)

    def _sum(self) -> Node:
        node = self._product()
        while not self._at_end() and self._peek()[1] in "+-":
            _, mark, at = self._next()
            node = Node(mark, at, parts=(node, self._product()))
        return node

    def _product(self) -> Node:
        node = self._factor()
        while not self._at_end() and _SAME.get(self._peek()[1], self._peek()[1]) in ("*", "/"):
            _, mark, at = self._next()
            node = Node(_SAME.get(mark, mark), at, parts=(node, self._factor()))
        return node

    def _factor(self) -> Node:
        kind, text, at = self._next()
        if kind == "number":
            return Node("number", at, text, args=(self._unit(),))
        if kind == "name":
            return Node("name", at, text)
        if text == "(":
            node = self._sum()
            self._expect(")")
            return node
        if kind == "word" and text in ("years", "exact", "day"):
            return self._call(text, at)
        if kind == "word" and text == "ours":
            return self._ours(at)
        raise Wrong(f"Ở “{text}” cần một số, một số liệu (ví dụ F003-04) hoặc dấu ngoặc.", at)

    def _unit(self) -> str:
        words = []
        while not self._at_end() and (self._peek()[0] == "word" or self._peek()[1] == "%"):
            words.append(self._next()[1])
        return " ".join(words)

    def _call(self, name: str, at: int) -> Node:
        self._expect("(")
        if not self._at_end() and self._peek()[0] == "string":
            text = self._next()[1].strip('"')
            self._expect(")")
            return Node("call", at, name, args=(text,))
        node = self._sum()
        self._expect(")")
        return Node("call", at, name, parts=(node,))

    def _ours(self, at: int) -> Node:
        """ours("code", "Tỉnh", 2023): the name under which the lookup is asked."""
        self._expect("(")
        args = []
        while not self._at_end() and self._peek()[1] != ")":
            kind, text, place = self._next()
            if kind not in ("string", "number") and text != ",":
                raise Wrong(f"Trong ours(…) chỉ có mã, tỉnh trong ngoặc kép và năm, không có “{text}”.", place)
            if text != ",":
                args.append(text.strip('"'))
        self._expect(")")
        if len(args) != 3:
            raise Wrong('ours cần ba phần: ours("mã số liệu", "Tỉnh", 2023).', at)
        return Node("name", at, "|".join(["ours", *args]))

    def _expect(self, mark: str) -> None:
        if self._at_end() or self._peek()[1] != mark:
            raise Wrong(f"Thiếu dấu “{mark}”.", len(self.text) if self._at_end() else self._peek()[2])
        self._next()

    def _peek(self) -> tuple[str, str, int]:
        return self.tokens[self.place]

    def _next(self) -> tuple[str, str, int]:
        if self._at_end():
            raise Wrong("Biểu thức dở dang ở cuối.", len(self.text))
        self.place += 1
        return self.tokens[self.place - 1]

    def _at_end(self) -> bool:
        return self.place >= len(self.tokens)


def _names(node: Node) -> list[str]:
    own = [node.word] if node.kind == "name" else []
    return own + [name for part in node.parts for name in _names(part)]


# --- reckoning


def _value(node: Node, lookup: Lookup) -> Quantity:
    if node.kind == "number":
        return _number(node)
    if node.kind == "name":
        return _stated(_asked(node, lookup), node)
    if node.kind == "call":
        return _call(node, lookup)
    first, second = (_value(part, lookup) for part in node.parts)
    if node.kind in "+-":
        return _added(first, second, node)
    return _multiplied(first, second, node)


def _asked(node: Node, lookup: Lookup) -> Stated:
    try:
        return lookup(node.word)
    except KeyError as error:
        raise Wrong(f"Không có số liệu “{node.word}”.", node.at) from error


def _number(node: Node) -> Quantity:
    value = Fraction(node.word.replace(",", "."))
    words = str(node.args[0]).split()
    if words and words[0] in SCALES:
        value, words = value * SCALES[words[0]], words[1:] or [DONG]
    if words == [PERCENT]:
        value, words = value / 100, []
    unit = _unit(" ".join(words))
    return Quantity(value, unit, value, value)


def _stated(one: Stated, node: Node) -> Quantity:
    if one.value is None:
        return Quantity(None, _unit(one.unit))
    value = Fraction(one.value)
    low, high = _bounds(value, one.qualifier)
    return Quantity(value, _unit(one.unit), low, high)


def _bounds(value: Fraction, qualifier: str) -> tuple[Bound, Bound]:
    """ "trên 3" is 3 or more, "gần 3" at most 3, "khoảng" and rounded figures five per cent around."""
    if qualifier in ("over", "at_least"):
        return value, None
    if qualifier == "under":
        return Fraction(0), value
    if qualifier in ("approx", "rounded", "range"):
        return value - abs(value) * TOLERANCE, value + abs(value) * TOLERANCE
    return value, value


def _call(node: Node, lookup: Lookup) -> Quantity:
    if node.word == "day":
        return _day(node, lookup)
    (inner,) = node.parts
    if node.word == "exact":
        found = _value(inner, lookup)
        return Quantity(found.value, found.unit, found.value, found.value)
    if inner.kind != "name":
        raise Wrong("years(…) cần đúng một số liệu.", node.at)
    years = _asked(inner, lookup).years
    if years is None:
        raise Wrong(f"Số liệu “{inner.word}” không có năm đầu, năm cuối.", inner.at)
    count = Fraction(years[1] - years[0] + 1)
    return Quantity(count, _unit(YEAR), count, count)


def _day(node: Node, lookup: Lookup) -> Quantity:
    """A day as years since the beginning of the calendar, in 12 months of 31 days: whole years may be added exactly."""
    text = str(node.args[0]) if node.args else _asked(node.parts[0], lookup).text
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text) or re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    if not match:
        raise Wrong(f"“{text}” không phải một ngày.", node.at)
    parts = [int(part) for part in match.groups()]
    year, month, day = parts if len(match[1]) == 4 else parts[::-1]
    try:
        date(year, month, day)
    except ValueError as error:
        raise Wrong(f"Ngày {text} không có thật.", node.at) from error
    value = year + Fraction(month - 1, 12) + Fraction(day - 1, 372)
    return Quantity(value, ((DAY, 1),), value, value)


def _added(first: Quantity, second: Quantity, node: Node) -> Quantity:
    later = first.is_day and second.unit == _unit(YEAR)
    if first.unit != second.unit and not later:
        raise Wrong(f"Không cộng trừ {unit_word(first.unit)} với {unit_word(second.unit)}.", node.at)
    if node.kind == "-":
        second = Quantity(_minus(second.value), second.unit, _minus(second.high), _minus(second.low))
    value = first.value + second.value if first.value is not None and second.value is not None else None
    return Quantity(value, first.unit, _plus(first.low, second.low), _plus(first.high, second.high))


def _minus(value: Bound) -> Bound:
    return None if value is None else -value


def _plus(first: Bound, second: Bound) -> Bound:
    return None if first is None or second is None else first + second


def _multiplied(first: Quantity, second: Quantity, node: Node) -> Quantity:
    if node.kind == "/":
        second = _inverse(second, node)
    unit = _joined(first.unit, second.unit)
    value = first.value * second.value if first.value is not None and second.value is not None else None
    return Quantity(value, unit, _times(first.low, second.low), _times(first.high, second.high))


def _inverse(one: Quantity, node: Node) -> Quantity:
    if one.value == 0:
        raise Wrong("Chia cho 0.", node.at)
    flipped = tuple((name, -power) for name, power in one.unit)
    value, low, high = (1 / end if end else None for end in (one.value, one.high, one.low))
    return Quantity(value, flipped, low, high)


def _times(first: Bound, second: Bound) -> Bound:
    """Figures of reports are not negative, so ends go with ends."""
    return None if first is None or second is None else first * second


def _holds(left: Quantity, right: Quantity, operator: str) -> bool | None:
    """Can it be so, given what the qualifiers leave open? None when an end is not known or nothing is compared."""
    if operator == "~" or left.value is None or right.value is None:
        return None
    may_be_more = left.high is None or (right.low is not None and left.high > right.low)
    may_be_less = right.high is None or (left.low is not None and left.low < right.high)
    meet = _meet(left, right)
    if operator == "=":
        return meet
    if operator in ("<=", "<"):
        return may_be_less or (operator == "<=" and meet)
    return may_be_more or (operator == ">=" and meet)


def _meet(left: Quantity, right: Quantity) -> bool:
    below = left.low is None or right.high is None or left.low <= right.high
    above = right.low is None or left.high is None or right.low <= left.high
    return below and above


# --- units


def _unit(words: str) -> tuple[tuple[str, int], ...]:
    """ "đồng/năm" is đồng once and year minus once; a group project is counted as a project."""
    found: dict[str, int] = {}
    for place, part in enumerate(words.split("/")):
        name = {"đề án nhóm": "đề án", "d": DONG, "đ": DONG}.get(part.strip(), part.strip())
        if name:
            found[name] = found.get(name, 0) + (1 if place == 0 else -1)
    return _sorted(found)


def _joined(first: tuple[tuple[str, int], ...], second: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    found = dict(first)
    for name, power in second:
        found[name] = found.get(name, 0) + power
    return _sorted(found)


def _sorted(unit: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((name, power) for name, power in unit.items() if power))


def unit_word(unit: tuple[tuple[str, int], ...]) -> str:
    """ "đồng/năm"; "số thuần" without a unit."""
    above = [name for name, power in unit if power > 0]
    below = [name for name, power in unit if power < 0]
    return "·".join(above) + ("/" + "/".join(below) if below else "") if unit else "số thuần"


# --- for people and programs


@dataclass(frozen=True)
class Scale:
    """The unit a relation is told in: "tỷ đồng/năm", "%"; `times` turns our number into it, `places` decimals are kept."""

    word: str
    times: Fraction = field(default=Fraction(1))
    places: int = 2

    @classmethod
    def of(cls, word: str) -> Scale:
        if word == PERCENT:
            return cls(word, Fraction(100), 4)
        first = word.split()[0] if word else ""
        return cls(word, Fraction(1, SCALES[first]), 4) if first in SCALES else cls(word)

    def told(self, value: Fraction | None) -> int | float | None:
        """The number in this unit: whole where it is, else rounded to the places."""
        if value is None:
            return None
        scaled = round(value * self.times, self.places)
        return int(scaled) if scaled.denominator == 1 else float(scaled)
