"""Text as it stands in old files, in today's Unicode: TCVN3 and VNI fonts, CP1258 and decomposed letters.

An old font is a picture of another letter: "Hç trî" is *Hỗ trợ*. Where the font of the cell is known it decides; else the
text is read each way and the reading that gives most Vietnamese syllables wins, if it beats the text as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from bedo.core.text import nfc, tcvn3, vni

TCVN3, VNI, CP1258, NFD, ETH = "TCVN3", "VNI", "CP1258", "NFD", "Ð/Đ"
_ETH = str.maketrans("Ðð", "Đđ")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SHAPES = frozenset("\u0302\u0306\u031b")
_UNICODE = re.compile(r"[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_EDGES = ".,;:!?\"'()[]{}–-/“”‘’…&+%*"
_CAPITAL_FONT = re.compile(r"^\.?Vn.*H$", re.IGNORECASE)


def modern(text: str, font: str = "", habit: str = "") -> tuple[str, str]:
    """The text in composed Unicode and, when it did not stand so, what it stood in: TCVN3, VNI, CP1258, NFD or Ð/Đ.

    `font`: the old font of its cell, if any; `habit`: what the texts around it stand in, which decides doubtful ones.
    """
    if text.isascii():
        return (text.upper(), TCVN3) if font and _CAPITAL_FONT.match(font) and text.upper() != text else (text, "")
    return _modern(text, font, habit)


def habit(texts: Iterable[str]) -> str:
    """In which old font most of these texts stand, "" when they stand in none."""
    gained = {TCVN3: 0, VNI: 0}
    for text in texts:
        if not text.isascii() and not _is_unicode(text) and not _is_vietnamese(text):
            plain = _likeness(text)
            gained[TCVN3] += _likeness(tcvn3(text)) - plain
            gained[VNI] += _likeness(vni(text)) - plain
    name = max(gained, key=lambda one: gained[one])
    return name if gained[name] > 0 else ""


_ODD = re.compile(r"[Ðð]|[\u0300-\u036f]")


@lru_cache(maxsize=50_000)
def _modern(text: str, font: str, habit: str) -> tuple[str, str]:
    if not font and not _ODD.search(text) and _UNICODE.search(text):
        return text, ""
    old = _old_encoding(text, font, habit)
    if old == TCVN3:
        plain = tcvn3(text)
        return (plain.upper() if _CAPITAL_FONT.match(font) else plain), TCVN3
    if old == VNI:
        return vni(text), VNI
    plain = nfc(text)
    if plain != text:
        decomposed = any(char in _SHAPES for char in text)
        return plain.translate(_ETH), NFD if decomposed or not _has_shaped(text) else CP1258
    tidy = plain.translate(_ETH)
    return tidy, ETH if tidy != plain else ""


def _has_shaped(text: str) -> bool:
    """A letter with its hat written as one, its tone as another: how Windows-1258 writes."""
    return any(char in "âăêôơưÂĂÊÔƠƯ" for char in text)


def _is_unicode(text: str) -> bool:
    """Has letters that only Unicode has."""
    return bool(_UNICODE.search(text)) or any(unicodedata.combining(char) for char in text)


def _old_encoding(text: str, font: str, habit: str) -> str:
    if _is_unicode(text):
        return ""
    if font.upper().startswith("VNI"):
        return VNI
    if font.lower().startswith((".vn", "vn.", "abc")):
        return TCVN3
    if _is_vietnamese(text) and not habit:
        return ""
    best, encoding = _likeness(text), ""
    for name, reading in ((TCVN3, tcvn3(text)), (VNI, vni(text))):
        score = _likeness(reading)
        if score > 0 and (score > best or (score == best and name == habit)):
            best, encoding = score, name
    return encoding


def _marked(text: str) -> list[str]:
    """The words of the text that have a letter outside ASCII."""
    words = (word.strip(_EDGES) for raw in text.split() for word in re.split(r"[-–/]", raw))
    return [word for word in words if word and not word.isascii()]


def _likeness(text: str) -> int:
    """Words with marks that are Vietnamese syllables, frequent ones twice, less those that are none."""
    return sum(2 if word.lower() in _COMMON else 1 if is_syllable(word) else -1 for word in _marked(text))


def _is_vietnamese(text: str) -> bool:
    """Every word with marks is a syllable as it stands."""
    return all(is_syllable(word) for word in _marked(text))


_COMMON_WORDS = """
công quốc sự của và cơ sở hỗ trợ ứng dụng máy móc thiết bị sản xuất chế biến kỹ thuật mô hình trình diễn
đề án năm tỉnh huyện xã thị trấn thành phố phường hộ hợp tác tổ chức đào tạo nghề khuyến địa phương kế
hoạch tổng cộng số kinh phí nguồn vốn đơn vị ghi chú chè gỗ gạch nước mắm đường hà nội đồng lâm trần
nguyễn thị phạm lê đỗ bùi đặng vũ võ hồ tên nội dung thụ hưởng điểm thương hiệu bao bì mật ong
"""
_COMMON = frozenset(_COMMON_WORDS.split())


# --- syllables ------------------------------------------------------------------------------------------------------

_RHYMES_WORDS = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep
et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai
oam oan oang oanh oao oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi
ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông
uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt
ưu y yêm yên yêng yêt yêu uan uang uanh uac uach uai uao uat uay uau uăc uăn uăng uăt ue uen ueo uet uên
uêt ui uit uip uinh
"""
_RHYMES = frozenset(_RHYMES_WORDS.split())
_ONSETS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", *"bcdđghklmnprstvx", "")


def is_syllable(word: str) -> bool:
    """Could the word be one Vietnamese syllable? Capital letters count as small ones."""
    bare, tones = _without_tones(word.lower())
    if tones > 1 or not bare.isalpha():
        return False
    return any(
        bare.startswith(onset) and (bare[len(onset) :] in _RHYMES or (onset == "gi" and bare == "gi"))
        for onset in _ONSETS
    ) or (bare.startswith("qu") and bare[1:] in _RHYMES)


def _without_tones(word: str) -> tuple[str, int]:
    letters = unicodedata.normalize("NFD", word)
    tones = sum(char in _TONES for char in letters)
    return unicodedata.normalize("NFC", "".join(char for char in letters if char not in _TONES)), tones
