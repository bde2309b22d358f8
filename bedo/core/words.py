"""Whole numbers in Vietnamese words, both ways: as contracts and vouchers write them, and as people spell them out."""

from bedo.core.text import fold

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_UNITS_AFTER_TENS = {4: "tư", 5: "lăm"}
_BILLION = 10**9


ZERO_TENS = ("lẻ", "linh")
_preferred = {"zero_ten": ZERO_TENS[0]}


def prefer(zero_ten: str) -> None:
    """From now on amounts say *lẻ* or *linh* (105), as the office writes: BEDO_ZERO_TEN. ValueError: any other word."""
    if zero_ten not in ZERO_TENS:
        raise ValueError(f"lẻ or linh, not {zero_ten!r}")
    _preferred["zero_ten"] = zero_ten


def doc_so(number: int, *, zero_ten: str = "lẻ", thousand: str = "nghìn") -> str:
    """The number in words. `zero_ten` is *lẻ* or *linh* (105), `thousand` *nghìn* or *ngàn*.

    Above the billions *tỷ* is repeated: 10**12 is "một nghìn tỷ", 10**18 "một tỷ tỷ".
    """
    if number < 0:
        return "âm " + doc_so(-number, zero_ten=zero_ten, thousand=thousand)
    if number == 0:
        return _DIGITS[0]
    above, below = divmod(number, _BILLION)
    words = [doc_so(above, zero_ten=zero_ten, thousand=thousand), "tỷ"] if above else []
    words += _below_billion(below, bool(above), zero_ten, thousand)
    return " ".join(words)


def doc_tien(dong: int) -> str:
    """An amount as the sentence of a contract: "Hai mươi ba tỷ … đồng"; *lẻ* or *linh* as was preferred."""
    sentence = doc_so(dong, zero_ten=_preferred["zero_ten"]) + " đồng"
    return sentence[0].upper() + sentence[1:]


def _below_billion(number: int, full: bool, zero_ten: str, thousand: str) -> list[str]:
    """Three groups of three. A group of zeros is silent; one that follows something says its *không trăm*."""
    words: list[str] = []
    for group, unit in ((number // 10**6, "triệu"), (number // 1000 % 1000, thousand), (number % 1000, "")):
        if group:
            words += _hundreds(group, full, zero_ten) + ([unit] if unit else [])
            full = True
    return words


def _hundreds(number: int, full: bool, zero_ten: str) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if words and 0 < rest < 10:
        words.append(zero_ten)
    return words + (_tens(rest) if rest else [])


def _tens(number: int) -> list[str]:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return [_DIGITS[unit]]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if unit == 1 and tens > 1:
        return [*words, "mốt"]
    if unit == 4 and tens == 1:
        return [*words, "bốn"]
    return [*words, _UNITS_AFTER_TENS.get(unit, _DIGITS[unit])] if unit else words


# --- reading ---------------------------------------------------------------------------------------------------

SCALES = {"ty": 10**9, "ti": 10**9, "trieu": 10**6, "nghin": 1000, "ngan": 1000}
_VALUES = {fold(word): value for value, word in enumerate(_DIGITS)} | {"bay": 7, "bon": 4}
_VALUES_AFTER_TENS = _VALUES | {"tu": 4, "lam": 5, "nham": 5}
_ZERO_TENS = ("le", "linh")


def number_from_words(words: list[str]) -> int | None:
    """The whole number that folded words spell out in full, None when they do not.

    Formal speech only: "hai triệu năm" is refused, since people mean 2.500.000 and the words say 2.000.005.
    """
    try:
        return _spelled(words)
    except ValueError:
        return None


def _spelled(words: list[str]) -> int:
    present = [word for word in words if word in SCALES]
    if not present:
        return _spelled_hundreds(words)
    widest = max(present, key=lambda word: SCALES[word])
    place = max(i for i, word in enumerate(words) if SCALES.get(word) == SCALES[widest])
    return _spelled(words[:place]) * SCALES[widest] + _spelled_rest(words[place + 1 :], SCALES[widest])


def _spelled_rest(words: list[str], scale: int) -> int:
    if not words:
        return 0
    if words == ["ruoi"]:
        return scale // 2
    if words[0] in _ZERO_TENS:
        words = words[1:]
    elif len(words) == 1:
        raise ValueError("a lone digit after a scale")
    value = _spelled(words)
    if not 0 < value < scale:
        raise ValueError("out of order")
    return value


def _spelled_hundreds(words: list[str]) -> int:
    if "tram" not in words:
        return _spelled_tens(words)
    place = words.index("tram")
    hundreds, rest = _digit(words[:place], _VALUES), words[place + 1 :]
    if not rest:
        return hundreds * 100
    if rest == ["ruoi"]:
        return hundreds * 100 + 50
    if rest[0] in _ZERO_TENS:
        return hundreds * 100 + _digit(rest[1:], _VALUES_AFTER_TENS)
    if len(rest) == 1 and rest != ["muoi"]:
        raise ValueError("a lone digit after hundreds")
    return hundreds * 100 + _spelled_tens(rest)


def _spelled_tens(words: list[str]) -> int:
    ten = next((word for word in ("muoi", "chuc") if word in words), None)
    if ten is None:
        return _digit(words, _VALUES)
    place = words.index(ten)
    tens = _digit(words[:place], _VALUES) if place else 1
    rest = words[place + 1 :]
    return tens * 10 + (_digit(rest, _VALUES_AFTER_TENS) if rest else 0)


def _digit(words: list[str], values: dict[str, int]) -> int:
    if len(words) != 1 or words[0] not in values:
        raise ValueError("not one digit")
    return values[words[0]]
