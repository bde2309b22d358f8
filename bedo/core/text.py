"""Vietnamese text without Django: one form at the border, keys for searching, sorting and matching, old encodings.

*Hoà* and *Hòa*, composed and decomposed letters, capitals and *đ* typed as *Ð* all give the same key.
"""

import re
import unicodedata
from functools import lru_cache

_D_LETTERS = str.maketrans({"đ": "d", "ð": "d", "Đ": "D", "Ð": "D"})


_VIETNAMESE = "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_PLAIN = {
    ord(letter): unicodedata.normalize("NFD", letter.replace("đ", "d").replace("Đ", "D"))[0]
    for letter in _VIETNAMESE + _VIETNAMESE.upper()
}
"""Composed Vietnamese letters without their marks: what nearly every text is made of beside ASCII."""


def nfc(text: str) -> str:
    """The composed form (NFC) in which all text is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without marks, đ as d: for search columns, slugs and file names. Spaces and signs stay."""
    plain = text.translate(_PLAIN)
    if plain.isascii():
        return plain.lower()
    letters = unicodedata.normalize("NFD", _bare(text).casefold())
    return _bare(letters.translate(_D_LETTERS))


def _bare(text: str) -> str:
    """The text without its combining marks."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def search_words(query: str) -> tuple[str, ...]:
    """Folded words of what a person typed, each once, without signs at their edges: each must be contained."""
    words = (word.strip(".,;:!?\"'“”‘’()[]") for word in fold(query).split())
    return tuple(dict.fromkeys(word for word in words if word))


# --- sorting ---------------------------------------------------------------------------------------------------

_ORDER = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng


def sort_key(text: str) -> str:
    """Letters first (a ă â … d đ …), tones only to break a tie; a plain string, fit for an indexed column."""
    pairs = [_letter_and_tone(char) for char in nfc(text).lower()]
    return "".join(letter for letter, _ in pairs) + "\x01" + "".join(tone for _, tone in pairs)


@lru_cache(maxsize=4096)
def _letter_and_tone(char: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[part] for part in parts if part in _TONES), "0")
    letter = nfc("".join(part for part in parts if part not in _TONES))
    if letter in _ORDER:
        return chr(0x100 + _ORDER[letter]), tone
    return "".join(c if c < "\x80" else chr(0x200 + (ord(c) & 0x7FFF)) for c in letter), tone


# --- matching names --------------------------------------------------------------------------------------------

_TITLE = re.compile(r"^(?:ông|bà|ông/bà)\s+(?=\S+\s+\S)")
_MEMBERS = r"(?: (?:mtv|tv|[12] ?tv|(?:1|2|mot|hai) thanh vien(?: tro len)?))?"
_SHORT_FORMS = [
    (r"trach nhiem huu han", "tnhh"),
    (r"co phan", "cp"),
    (r"cong ty|c ty|cty", "ct"),
    (r"(?:ct ?)?tnhh" + _MEMBERS, "tnhh"),
    (r"ct ?cp", "cp"),
    (r"ct ?hop danh", "hop danh"),
    (r"(?:doanh nghiep|dn) tu nhan", "dntn"),
    (r"doanh nghiep", "dn"),
    (r"hop tac xa", "htx"),
    (r"(?:lien hiep|lien minh|lh) ?htx", "lhhtx"),
    (r"to hop tac", "tht"),
    (r"ho (?:kinh doanh|kd)(?: ca the)?", "hkd"),
    (r"co so", "cs"),
    (r"san xuat", "sx"),
    (r"kinh doanh", "kd"),
    (r"thuong mai", "tm"),
    (r"dich vu", "dv"),
    (r"xay dung", "xd"),
    (r"xuat nhap khau", "xnk"),
    (r"nong nghiep", "nn"),
    (r"va", ""),
]
_SHORTENED = [(re.compile(rf"\b(?:{long})\b"), short) for long, short in _SHORT_FORMS]


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """A key under which two spellings of one establishment or person are equal; for finding probable twins, not proof.

    Legal forms and common words of firm names become their abbreviations ("Cty TNHH" = "Công ty trách nhiệm hữu hạn
    một thành viên", "HTX" = "hợp tác xã"); they are kept, because "HTX Minh Anh" and "Công ty Minh Anh" are two.
    Signs become spaces; *ông*, *bà* before a full name fall away.
    """
    words = re.sub(r"[\W_]+", " ", fold(_TITLE.sub("", nfc(name).lower().strip())))
    for long, short in _SHORTENED:
        words = long.sub(short, words)
    return " ".join(words.split())


# --- old encodings ---------------------------------------------------------------------------------------------

_TCVN3_BYTES = (
    *range(161, 175),
    *range(181, 186),
    *range(187, 191),
    *range(198, 205),
    *range(206, 217),
    *range(220, 224),
    *range(225, 240),
    *range(241, 255),
)
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = dict(zip(_TCVN3_BYTES, _TCVN3_LETTERS, strict=True))


def tcvn3(text: str) -> str:
    """Text of a TCVN3 (ABC, .VnTime) font in Unicode; the map was checked against iconv's TCVN5712-1.

    Capitals with marks came from fonts whose name ends in H: call `.upper()` on the result for those.
    """
    return nfc(text.translate(_TCVN3))


# VNI writes a base letter followed by a mark letter, shown here as cp1252 shows them.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
}
_VNI_BREVE = {
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def vni(text: str) -> str:
    """Text of a VNI font in Unicode."""
    out, place = [], 0
    while place < len(text):
        char = text[place]
        base = _VNI_LETTERS.get(char.lower(), char.lower())
        mark = _vni_mark(base, text[place + 1 : place + 2].lower())
        letter = nfc(base + mark)
        out.append(letter.upper() if char.isupper() else letter)
        place += 2 if mark else 1
    return "".join(out)


def _vni_mark(base: str, following: str) -> str:
    """The combining marks that the following letter stands for on this base; none if it is a letter of its own."""
    marks: dict[str, str] = {}
    if base in "aeiouyơư":
        marks |= _VNI_TONES
    if base in "aeo":
        marks |= _VNI_CIRCUMFLEX
    if base == "a":
        marks |= _VNI_BREVE
    return marks.get(following, "")
