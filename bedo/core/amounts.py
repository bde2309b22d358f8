"""Amounts of money as people print and type them: "1,290 tỷ đồng", "từ 300 triệu đến dưới 1 tỷ", "VND1.2 billion".

The reader refuses rather than guesses: whatever is not wholly understood as đồng is `not_money`.

**Thousand or decimal mark?** Vietnamese accounting law (Luật Kế toán 88/2015/QH13, Điều 11) puts a dot after the
thousands and a comma before decimals, so with a Vietnamese unit

* a comma is decimal: "1,290 tỷ" is 1.290.000.000, "525,652 triệu" is 525.652.000;
* a dot before exactly three digits groups: "1.290 tỷ" is 1.290.000.000.000, "1.200 triệu" is 1.200.000.000. Three
  digits after a dot are how the law and nearly every paper write thousands, so this is read and not refused;
* a dot that cannot group is decimal: "3.4 tỷ", "0.525 tỷ", "1234.567 triệu";
* where both marks stand, the last is decimal: "1.734,6 triệu", "1,734.6 triệu"; the same mark twice groups;
* whole đồng have no decimals, so "300,000 đồng" groups like "300.000 đồng";
* "1,500 nghìn" is refused: by the law 1.500 đồng, which nobody writes so; by habit 1.500.000.

With an English unit (million, billion) dot and comma change parts. What leaves a fraction of a đồng is refused.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bedo.core.text import fold
from bedo.core.words import number_from_words

Qualifier = Literal["exact", "over", "under", "approx", "range"]


@dataclass(frozen=True)
class Amount:
    """What a printed amount says. A range has `min` and `max` and no `value`; `over`, `under` may include the value."""

    kind: Literal["money", "not_money"]
    value: int | None = None
    min: int | None = None
    max: int | None = None
    qualifier: Qualifier | None = None


NOT_MONEY = Amount("not_money")
LONGEST = 200


def parse_amount(text: str) -> Amount:
    """The amount that the text states, or NOT_MONEY."""
    if len(text) > LONGEST:
        return NOT_MONEY
    try:
        return _stated(_tidy(text))
    except _Unread:
        return NOT_MONEY


class _Unread(ValueError):
    """Not an amount, or one that can be read in two ways."""


# --- words ----------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)*|\d+(?:[.,]\d+)*|[^\W\d_]+|\S")
_PLAIN = str.maketrans("–—‒‑−₫≈～≤≥", "-----đ~~<>")
_ABBREVIATIONS = {
    "tr": ["trieu"],
    "trd": ["trieu", "d"],
    "trdong": ["trieu", "d"],
    "tyd": ["ty", "d"],
    "tid": ["ty", "d"],
    "k": ["nghin"],
    "ngd": ["nghin", "d"],
    "nd": ["nghin", "d"],
    "bn": ["billion"],
}


def _tidy(text: str) -> str:
    """Folded text with plain digits, spaces and dashes, without invisible characters and the stop at its end."""
    words = fold("".join(_plain(char) for char in text).translate(_PLAIN)).split()
    line = " ".join(words).replace("dong viet nam", "dong").replace("(dong)", "dong")
    return line.removesuffix("./.").rstrip(" .,;:!")


def _plain(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    return "" if unicodedata.category(char) == "Cf" else char


def _tokens(text: str) -> list[str]:
    found = _TOKEN.findall(text.replace("tr.", "tr "))
    return [word for short in found for word in _ABBREVIATIONS.get(short, [short])]


def _is_number(word: str) -> bool:
    return word[0].isdigit()


# --- the sentence around the figures -----------------------------------------------------------------------------

_EACH = ["nam", "thang", "quy", "ngay", "nguoi", "ho", "co so", "don vi", "de an", "may", "lao dong", "mo hinh", "lop"]
_LEADS: dict[str, Qualifier | None] = {
    **dict.fromkeys(["hon", "tren", "vuot", "toi thieu", "it nhat", "khong duoi", "khong it hon", ">", "tu"], "over"),
    **dict.fromkeys(["plus de", "more than", "over", "at least"], "over"),
    **dict.fromkeys(["gan", "duoi", "toi da", "nhieu nhat", "khong qua", "khong vuot qua", "khong hon"], "under"),
    **dict.fromkeys(["chua den", "chua toi", "ngot", "den", "<"], "under"),
    **dict.fromkeys(["nearly", "almost", "under", "less than", "up to", "pres de"], "under"),
    **dict.fromkeys(["khoang", "xap xi", "sap xi", "uoc", "uoc tinh", "uoc dat", "tam", "chung", "du kien"], "approx"),
    **dict.fromkeys(["binh quan", "trung binh", "tren duoi", "~", "about", "around", "environ"], "approx"),
    **dict.fromkeys(["so tien", "tong so tien", "kinh phi", "tong kinh phi", "tong", "tong cong", "cong", "muc"]),
    **dict.fromkeys(["la", "dat", "ho tro", "gia", "hang nam", "hang thang", ":", "="]),
    **dict.fromkeys(f"moi {noun}" for noun in _EACH),
}
_TRAILS: dict[str, Qualifier | None] = {
    "tro len": "over",
    "tro xuong": "under",
    **dict.fromkeys(["chan", "tron"]),
    **dict.fromkeys(f"{each} {noun}" for noun in _EACH for each in ("moi", "mot", "1", "cho moi")),
}
_SPELLED_BESIDE = re.compile(r"(.+?) ?\((?:(?:viet )?bang chu ?:? ?)?([^()]+)\)")


def _stated(text: str) -> Amount:
    """An amount; one followed by itself in words, "300 triệu đồng (ba trăm triệu đồng)", must agree with them."""
    both = _SPELLED_BESIDE.fullmatch(text)
    if not both:
        return _amount(_tokens(text))
    amount, again = (_amount(_tokens(part.rstrip(" ./"))) for part in both.groups())
    if amount != again:
        raise _Unread("figures and words differ")
    return amount


def _amount(words: list[str]) -> Amount:
    body, trail = _without_trail(words)
    body, lead = _without_lead(body)
    if parts := _split_at(body, _RANGE_MARKS):
        return _range(*_pair(*parts))
    if parts := _split_at(body, {"/"}):
        return Amount("money", _first_of(*_pair(*parts)), qualifier=trail or lead or "exact")
    return Amount("money", _quantity(body, decorated=body != words), qualifier=trail or lead or "exact")


_RANGE_MARKS = {"-", "~", "den", "toi", "to"}


def _without_trail(words: list[str]) -> tuple[list[str], Qualifier | None]:
    """Cut "/người/tháng", "mỗi năm", "trở lên"."""
    for place, word in enumerate(words):
        if word == "/" and place and all(not _is_number(t) or t in {"1", "01"} for t in words[place + 1 :]):
            return words[:place], None
    for size in 3, 2, 1:
        trail = " ".join(words[-size:])
        if len(words) > size and trail in _TRAILS:
            rest, inner = _without_trail(words[:-size])
            return rest, _TRAILS[trail] or inner
    return words, None


def _without_lead(words: list[str]) -> tuple[list[str], Qualifier | None]:
    """Cut "khoảng", "tổng kinh phí:", "mỗi năm hơn"; the last word that qualifies counts."""
    for size in 3, 2, 1:
        lead = " ".join(words[:size])
        if len(words) > size and lead in _LEADS and not _counts(words):
            rest, inner = _without_lead(words[size:])
            return rest, inner or _LEADS[lead]
    return words, None


def _counts(words: list[str]) -> bool:
    """Without marks *tầm* (about) and *tám* (eight) look alike: before a figure it is the former."""
    return words[0] == "tam" and not _is_number(words[1])


def _split_at(words: list[str], marks: set[str]) -> tuple[list[str], list[str]] | None:
    """What stands before and after the first of the marks, words that lead the second part cut."""
    place = next((i for i, word in enumerate(words) if word in marks and i), None)
    return (words[:place], _without_lead(words[place + 1 :])[0]) if place else None


def _range(first: list[str], last: list[str]) -> Amount:
    low, high = _quantity(first, decorated=True), _quantity(last, decorated=True)
    if low >= high:
        raise _Unread("not a range")
    return Amount("money", min=low, max=high, qualifier="range")


def _first_of(given: list[str], asked: list[str]) -> int:
    """ "600/1200 triệu đồng": so much given of so much asked; not a division, and without a unit maybe a date."""
    _quantity(asked, decorated=True)
    return _quantity(given, decorated=True)


def _pair(first: list[str], last: list[str]) -> tuple[list[str], list[str]]:
    """Two quantities of which only the last may carry the unit of both: "5-7 triệu", "600/1200 triệu đồng"."""
    if first[-1] in _UNITS:
        return first, last
    start = max((i for i, word in enumerate(last) if word not in _UNITS), default=-1) + 1
    return first + last[start:], last


# --- one quantity ----------------------------------------------------------------------------------------------

_CURRENCY = {"dong", "dongs", "d", "vnd"}
_ENGLISH = {"billion": 10**9, "million": 10**6, "thousand": 10**3}
_FRENCH = {"milliard": 10**9, "milliards": 10**9, "million": 10**6, "millions": 10**6, "mille": 10**3}
_VIETNAMESE = {"ty": 10**9, "ti": 10**9, "trieu": 10**6, "nghin": 10**3, "ngan": 10**3}
_SCALES = _ENGLISH | _FRENCH | _VIETNAMESE
_UNITS = _CURRENCY | set(_SCALES)
_COUNTS = {"tram": 100, "chuc": 10}


def _quantity(words: list[str], *, decorated: bool) -> int:
    """The whole đồng that the words say. What stands among other words must name its unit or be grouped."""
    rest, currency = _without_currency(words)
    if not rest:
        raise _Unread("no figure")
    bare = not currency and not any(word in _SCALES for word in rest)
    if bare and (len(rest) != 1 or (decorated and rest[0].isdigit())):
        raise _Unread("no unit")
    value = _in_figures(rest, currency) if any(map(_has_figure, rest)) else _in_words(rest, currency)
    if value.denominator != 1:
        raise _Unread("a fraction of a đồng")
    return int(value)


def _without_currency(words: list[str]) -> tuple[list[str], bool]:
    rest = words[1:] if words[:1] in (["vnd"], ["d"]) else words
    if rest and rest[-1] in _CURRENCY:
        rest = rest[:-1]
    if rest and rest[-1] == "de" and rest != words:
        rest = rest[:-1]
    return rest, len(rest) < len(words)


def _has_figure(word: str) -> bool:
    return _is_number(word) or word == "nua"


def _in_words(words: list[str], currency: bool) -> Fraction:
    """ "Ba trăm triệu đồng". Without *đồng* the words must end with a unit: "một tỷ năm trăm" says two things."""
    value = number_from_words(words)
    if value is None or not (currency or words[-1] in _SCALES or words[-1] == "ruoi"):
        raise _Unread("not a number in words")
    return Fraction(value)


def _in_figures(words: list[str], currency: bool) -> Fraction:
    english = any(word in _ENGLISH for word in words)
    return _Figures("," if english else ".", currency).value(words, 1)


@dataclass(frozen=True)
class _Figures:
    """Reads figures with units. `thousand` is the mark that groups, where one mark before three digits leaves doubt."""

    thousand: str
    currency: bool

    def value(self, words: list[str], unit: int) -> Fraction:
        """ "1,2 nghìn tỷ", "1 tỷ 250 triệu", "2 tỷ rưỡi", each times `unit`."""
        scales = {i: scale for i, word in enumerate(words) if (scale := (_SCALES | _COUNTS).get(word))}
        if not scales:
            return self.single(words, unit)
        widest = max(scales.values())
        place = max(i for i, scale in scales.items() if scale == widest)
        head, rest = words[:place], words[place + 1 :]
        if any(_has_figure(word) for word in head[1:]):
            raise _Unread("a larger unit after a smaller one")
        value = self.value(head, unit * widest)
        return value + self.remainder(rest, unit, value, unit * widest) if rest else value

    def remainder(self, words: list[str], unit: int, before: Fraction, scale: int) -> Fraction:
        """What follows a unit and stays below it."""
        if before % scale:
            raise _Unread("decimals before a remainder")
        if words == ["ruoi"]:
            return Fraction(scale, 2)
        is_short = len(words) == 1 and _is_number(words[0])
        value = self.short(words[0], scale) if is_short else self.value(words, unit)
        if not 0 < value < scale:
            raise _Unread("out of order")
        return value

    def short(self, word: str, scale: int) -> Fraction:
        """ "1 tỷ 250" and "1 tỷ 2" leave the next unit unsaid; followed by *đồng* they could also mean whole đồng."""
        if not word.isdigit():
            if self.currency:
                return self.number(word, 1)
            raise _Unread("a grouped figure without a unit")
        value = Fraction(int(word) * scale, 10 ** len(word))
        if len(word) not in (1, 3) or word[0] == "0" or (self.currency and value != int(word)):
            raise _Unread("two readings")
        return value

    def single(self, words: list[str], unit: int) -> Fraction:
        if words == ["nua"] and unit > 1:
            return Fraction(unit, 2)
        if len(words) != 1 or not _is_number(words[0]):
            raise _Unread("not one figure")
        return self.number(words[0], unit)

    def number(self, text: str, unit: int) -> Fraction:
        whole, decimals = self.split(text, unit)
        if whole[0] == "0" and whole != "0":
            raise _Unread("a leading zero: a code or telephone number")
        if unit == 1 and decimals and not (decimals in {"0", "00"} and len(whole) > 3):
            raise _Unread("decimals of a đồng")
        return Fraction(int(whole + decimals), 10 ** len(decimals)) * unit

    def split(self, text: str, unit: int) -> tuple[str, str]:
        """Digits before and after the decimal mark."""
        figure = re.fullmatch(r"([\d., ]+)([.,])(\d+)", text)
        if not figure or self.groups(figure[1], figure[2], figure[3], unit):
            return _ungrouped(text), ""
        return _ungrouped(figure[1]), figure[3]

    def groups(self, before: str, mark: str, after: str, unit: int) -> bool:
        """Is the last mark of the figure a thousand mark? The decision that the module's docstring explains."""
        if not before.isdigit():
            if " " in before and mark == self.thousand and len(after) == 3:
                raise _Unread("spaces and marks mixed")
            return mark in before
        if len(after) != 3 or len(before) > 3 or before[0] == "0":
            return False
        if mark != self.thousand and unit == 1000:
            raise _Unread("a comma before thousands of đồng")
        return mark == self.thousand or unit == 1


def _ungrouped(text: str) -> str:
    """The digits of a figure whose groups are all of three, parted by one and the same mark."""
    if not re.fullmatch(r"\d+|\d{1,3}([., ])\d{3}(?:\1\d{3})*", text):
        raise _Unread("uneven groups")
    return re.sub(r"\D", "", text)
