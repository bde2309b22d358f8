"""Names of places in a list: which province a heading names, which part of an address is commune and which district.

The words stay as printed; which unit they are is matched later, where the register of units is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bedo.core.text import fold
from bedo.places import packaged
from bedo.places.rules import DISTRICT, PROVINCE

ALIASES = {
    "bac can": "Bắc Kạn",
    "dac lac": "Đắk Lắk",
    "dak lac": "Đắk Lắk",
    "dac nong": "Đắk Nông",
    "thua thien - hue": "Thừa Thiên Huế",
    "tt hue": "Thừa Thiên Huế",
    "tp ho chi minh": "Hồ Chí Minh",
    "tphcm": "Hồ Chí Minh",
    "ba ria vung tau": "Bà Rịa - Vũng Tàu",
    "br-vt": "Bà Rịa - Vũng Tàu",
}
_KIND = re.compile(r"^(?:tinh|thanh pho|tp\.?)\s+")
_COMMUNE = re.compile(r"(?i)^(?:xã|x\.|phường|p\.|thị trấn|tt\.?|đặc khu)\s")
_DISTRICT = re.compile(r"(?i)^(?:huyện|h\.|quận|q\.|thị xã|tx\.?|thành phố|tp\.?)\s*")
_PROVINCE = re.compile(r"(?i)^(?:tỉnh|t\.)\s")
_BELOW = re.compile(
    r"(?i)^(?:thôn|bản|ấp|khu|tổ|xóm|số|đường|khối|buôn|làng|kcn|ccn|cụm|quốc lộ|ql|km|lô|ngõ|khóm|tiểu khu)\b"
)


@lru_cache(maxsize=1)
def _provinces() -> dict[str, str]:
    known = {fold(unit.row.name): unit.row.name for unit in packaged.units() if unit.row.level == PROVINCE}
    return known | ALIASES


@lru_cache(maxsize=1)
def _districts() -> dict[str, frozenset[str]]:
    """Names of districts by province, both folded."""
    units = packaged.units()
    found: dict[str, set[str]] = {}
    for unit in units:
        if unit.row.level == DISTRICT and unit.row.parent is not None:
            found.setdefault(fold(units[unit.row.parent].row.name), set()).add(fold(unit.row.name))
    return {name: frozenset(names) for name, names in found.items()}


def province_named(text: str) -> str:
    """The province that the whole text is, as it is written today; "" for another text."""
    words = " ".join(fold(text).replace("–", "-").split()).strip(" .:,")
    return _provinces().get(words) or _provinces().get(_KIND.sub("", words)) or ""


def province_in(text: str) -> str:
    """The one province that a title names behind "tỉnh": "… ĐỢT 1 NĂM 2019 - TỈNH BÌNH THUẬN"; "" for none or several."""
    words = fold(text)
    found = set()
    for match in re.finditer(r"\b(?:tinh|thanh pho|tp\.?)\s+", words):
        rest = words[match.end() :]
        best = max((name for name in _provinces() if re.match(rf"{re.escape(name)}(?!\w)", rest)), key=len, default="")
        if best:
            found.add(_provinces()[best])
    if not found:
        whole = re.split(r"[-–,;:()]", text)
        found = {name for part in whole if (name := province_named(part))}
    return found.pop() if len(found) == 1 else ""


def district_named(text: str) -> str:
    """The district that a section heading names, as printed; "" for another text."""
    return text if re.match(r"(?i)^(?:huyện|thị xã|thành phố|quận)\s", text) and len(text) < 40 else ""


@lru_cache(maxsize=20_000)
def split(text: str, province: str) -> Mapping[str, str]:
    """Fields commune, district, province of an address, as printed: "phường Bình Hưng, thành phố Phan Thiết"."""
    parts = [part.strip(" .") for part in re.split(r"[,;]|\s[-–]\s", text) if part.strip(" .")]
    found: dict[str, str] = {}
    if len(parts) == 1 and not province and province_named(parts[0]) and not _DISTRICT.match(parts[0]):
        return {"province": province_named(parts[0])}
    if len(parts) > 1 and (_PROVINCE.match(parts[-1]) or _is_province(parts[-1], province)):
        found["province"] = province_named(parts.pop()) or province
    while parts and _BELOW.match(parts[0]) and len(parts) > 1:
        parts.pop(0)
    for part in reversed(parts):
        role = _role(part, found, found.get("province") or province, alone=len(parts) == 1)
        if role and role not in found:
            found[role] = part
    return found


def _is_province(part: str, province: str) -> bool:
    """The last of several parts is the province itself, not its town of the same name."""
    named = province_named(part)
    return bool(named) and not _DISTRICT.match(part) and (named == province or not province)


def _role(part: str, found: dict[str, str], province: str, *, alone: bool) -> str:
    if _COMMUNE.match(part):
        return "commune"
    if _PROVINCE.match(part):
        return "province" if province_named(part) else ""
    if _DISTRICT.match(part):
        return "district"
    if _BELOW.match(part):
        return ""
    named = _DISTRICT.sub("", part)
    known = _districts().get(fold(province), frozenset())
    if "district" not in found and "commune" not in found and fold(named) in known:
        return "district"
    if alone or "district" in found:
        return "commune"
    return "district" if "district" not in found and not known else "commune"
