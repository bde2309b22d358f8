"""Amounts of money as people print and type them: "1,290 tỷ đồng", "từ 300 triệu đến dưới 1 tỷ", "VND1.2 billion".

The reader refuses rather than guesses: whatever is not wholly understood as đồng is `not_money`.

How figures and units make one quantity, and which mark groups, stands in `figures.py`; here is the sentence around them.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from bedo.core.figures import UNITS, Unread, is_number, quantity
from bedo.core.text import fold

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
    except Unread:
        return NOT_MONEY


# --- tokens ----------------------------------------------------------------------------------------------------

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


# --- the sentence around the figures -----------------------------------------------------------------------------

_EACH = ["nam", "thang", "quy", "ngay", "nguoi", "ho", "co so", "don vi", "de an", "may", "lao dong", "mo hinh", "lop"]
_LEADS: dict[str, Qualifier | None] = {
    **dict.fromkeys(["hon", "tren", "vuot", "toi thieu", "it nhat", "khong duoi", "khong it hon", ">", "tu"], "over"),
    **dict.fromkeys(["plus de", "more than", "over", "at least"], "over"),
    **dict.fromkeys(["gan", "duoi", "toi da", "nhieu nhat", "khong qua", "khong vuot qua", "khong hon"], "under"),
    **dict.fromkeys(["chua den", "chua toi", "chua day", "ngot", "den", "<"], "under"),
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
    "tro lai": "under",
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
        raise Unread("figures and words differ")
    return amount


def _amount(words: list[str]) -> Amount:
    body, trail = _without_trail(words)
    body, lead = _without_lead(body)
    if parts := _split_at(body, _RANGE_MARKS):
        return _range(*_pair(*parts))
    if parts := _split_at(body, {"/"}):
        return Amount("money", _first_of(*_pair(*parts)), qualifier=trail or lead or "exact")
    return Amount("money", quantity(body, decorated=body != words), qualifier=trail or lead or "exact")


_RANGE_MARKS = {"-", "~", "den", "toi", "to"}


def _without_trail(words: list[str]) -> tuple[list[str], Qualifier | None]:
    """Cut "/người/tháng", "mỗi năm", "trở lên"."""
    for place, word in enumerate(words):
        if word == "/" and place and all(not is_number(t) or t in {"1", "01"} for t in words[place + 1 :]):
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
    return words[0] == "tam" and not is_number(words[1])


def _split_at(words: list[str], marks: set[str]) -> tuple[list[str], list[str]] | None:
    """What stands before and after the first of the marks, words that lead the second part cut."""
    place = next((i for i, word in enumerate(words) if word in marks and i), None)
    return (words[:place], _without_lead(words[place + 1 :])[0]) if place else None


def _range(first: list[str], last: list[str]) -> Amount:
    low, high = quantity(first, decorated=True), quantity(last, decorated=True)
    if low >= high:
        raise Unread("not a range")
    return Amount("money", min=low, max=high, qualifier="range")


def _first_of(given: list[str], asked: list[str]) -> int:
    """ "600/1200 triệu đồng": so much given of so much asked; not a division, and without a unit maybe a date."""
    value, whole = quantity(given, decorated=True), quantity(asked, decorated=True)
    if value > whole or len(given[0]) == len(asked[0]) == 1:
        raise Unread("maybe a date, or a fraction such as 1/2")
    return value


def _pair(first: list[str], last: list[str]) -> tuple[list[str], list[str]]:
    """Two quantities of which only the last may carry the unit of both: "5-7 triệu", "600/1200 triệu đồng"."""
    if first[0] == "vnd" and last[:1] != ["vnd"]:
        last = ["vnd", *last]
    if first[-1] in UNITS:
        return first, last
    start = max((i for i, word in enumerate(last) if word not in UNITS), default=-1) + 1
    return first + last[start:], last
