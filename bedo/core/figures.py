"""One quantity of đồng in figures and units: "1,290 tỷ", "1 tỷ 250 triệu", "2 tỷ rưỡi". Words come folded.

**Thousand or decimal mark?** Vietnamese accounting law (Luật Kế toán 88/2015/QH13, Điều 11) puts a dot after the
thousands and a comma before decimals, so with a Vietnamese unit

* a comma is decimal: "1,290 tỷ" is 1.290.000.000, "525,652 triệu" is 525.652.000;
* a dot before exactly three digits groups: "1.290 tỷ" is 1.290.000.000.000, "1.200 triệu" is 1.200.000.000. Three
  digits after a dot are how the law and nearly every paper write thousands, so this is read and not refused;
* a dot that cannot group is decimal: "3.4 tỷ", "0.525 tỷ", "1234.567 triệu";
* where both marks stand, the last is decimal: "1.734,6 triệu", "1,734.6 triệu"; the same mark twice groups;
* whole đồng have no decimals, so "300,000 đồng" groups like "300.000 đồng";
* "1,500 nghìn" is refused: by the law 1.500 đồng, which nobody writes so; by habit 1.500.000.

With an English unit (million, billion) dot and comma change parts; English and French amounts must name the đồng.
What leaves a fraction of a đồng is refused.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from bedo.core.words import number_from_words

_CURRENCY = {"dong", "dongs", "d", "vnd"}
_ENGLISH = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 10**3}
_FRENCH = {"milliard": 10**9, "milliards": 10**9, "million": 10**6, "millions": 10**6, "mille": 10**3}
_VIETNAMESE = {"ty": 10**9, "ti": 10**9, "trieu": 10**6, "nghin": 10**3, "ngan": 10**3}
_FOREIGN = _ENGLISH | _FRENCH
_SCALES = _FOREIGN | _VIETNAMESE
UNITS = _CURRENCY | set(_SCALES)
_COUNTS = {"tram": 100, "chuc": 10}


class Unread(ValueError):
    """Not an amount, or one that can be read in two ways."""


def is_number(word: str) -> bool:
    return word[0].isdigit()


def quantity(words: list[str], *, decorated: bool) -> int:
    """The whole đồng that the words say. What stands among other words must name its unit or be grouped."""
    rest, currency = _without_currency(words)
    if not rest:
        raise Unread("no figure")
    if not currency and any(word in _FOREIGN for word in rest):
        raise Unread("millions of what?")
    bare = not currency and not any(word in _SCALES for word in rest)
    if bare and (len(rest) != 1 or (decorated and rest[0].isdigit())):
        raise Unread("no unit")
    value = _in_figures(rest, currency) if any(map(_has_figure, rest)) else _in_words(rest, currency)
    if value.denominator != 1:
        raise Unread("a fraction of a đồng")
    return int(value)


def _without_currency(words: list[str]) -> tuple[list[str], bool]:
    rest = words[1:] if words[:1] in (["vnd"], ["d"]) else words
    if rest and rest[-1] in _CURRENCY:
        rest = rest[:-1]
    if rest and rest[-1] == "de" and rest != words:
        rest = rest[:-1]
    return rest, len(rest) < len(words)


def _has_figure(word: str) -> bool:
    return is_number(word) or word == "nua"


def _in_words(words: list[str], currency: bool) -> Fraction:
    """ "Ba trăm triệu đồng". Without *đồng* the words must end with a unit: "một tỷ năm trăm" says two things."""
    value = number_from_words(words)
    if value is None or not (currency or words[-1] in _SCALES or words[-1] == "ruoi"):
        raise Unread("not a number in words")
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
            raise Unread("a larger unit after a smaller one")
        value = self.value(head, unit * widest)
        return value + self.remainder(rest, unit, value, unit * widest) if rest else value

    def remainder(self, words: list[str], unit: int, before: Fraction, scale: int) -> Fraction:
        """What follows a unit and stays below it."""
        if before % scale:
            raise Unread("decimals before a remainder")
        if words == ["ruoi"]:
            return Fraction(scale, 2)
        is_short = len(words) == 1 and is_number(words[0])
        value = self.short(words[0], scale) if is_short else self.value(words, unit)
        if not 0 < value < scale:
            raise Unread("out of order")
        return value

    def short(self, word: str, scale: int) -> Fraction:
        """ "1 tỷ 250" and "1 tỷ 2" leave the next unit unsaid; followed by *đồng* they could also mean whole đồng."""
        if not word.isdigit():
            if self.currency:
                return self.number(word, 1)
            raise Unread("a grouped figure without a unit")
        value = Fraction(int(word) * scale, 10 ** len(word))
        if len(word) not in (1, 3) or word[0] == "0" or (self.currency and value != int(word)):
            raise Unread("two readings")
        return value

    def single(self, words: list[str], unit: int) -> Fraction:
        if words == ["nua"] and unit > 1:
            return Fraction(unit, 2)
        if len(words) != 1 or not is_number(words[0]):
            raise Unread("not one figure")
        return self.number(words[0], unit)

    def number(self, text: str, unit: int) -> Fraction:
        whole, decimals = self.split(text, unit)
        if whole[0] == "0" and whole != "0":
            raise Unread("a leading zero: a code or telephone number")
        if unit == 1 and decimals and not (decimals in {"0", "00"} and len(whole) > 3):
            raise Unread("decimals of a đồng")
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
                raise Unread("spaces and marks mixed")
            return mark in before
        if len(after) != 3 or len(before) > 3 or before[0] == "0":
            return False
        if mark != self.thousand and unit == 1000:
            raise Unread("a comma before thousands of đồng")
        return mark == self.thousand or unit == 1


def _ungrouped(text: str) -> str:
    """The digits of a figure whose groups are all of three, parted by one and the same mark."""
    if not re.fullmatch(r"\d+|\d{1,3}([., ])\d{3}(?:\1\d{3})*", text):
        raise Unread("uneven groups")
    return re.sub(r"\D", "", text)
