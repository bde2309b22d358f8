"""A project as other provinces may see it: what the file holds, how names and numbers of people are taken out, how a file
that came in is read. Plain Python; need N32."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from bedo.core.moves import Refused
from bedo.projects.rules.effects import MEASURES

FORMAT = "bedo-de-an-chia-se/1"
PARTS: dict[str, str] = {
    "need": "Sự cần thiết",
    "goal": "Mục tiêu",
    "scale": "Quy mô",
    "content": "Nội dung thực hiện",
    "effect": "Hiệu quả",
}
"""Parts of the dossier that are shared; who takes part and who is responsible (units, organisation) are not."""
FACTS = ("title", "content", "kind", "track", "fund", "year", "province", "state")
MONEY = ("support", "counterpart", "total")
LINE = ("text", "unit", "quantity", "total", "from_fund", "from_beneficiary", "from_other")
RESULT = ("year", "machine_in_use", *MEASURES)
MASK = "[…]"
NUMBERS = re.compile(r"\b0\d(?:[\s.\-]?\d){7,10}\b|\b\d{9,13}(?:-\d{3})?\b|\S+@\S+\.\S+")
"""Telephones, identity and tax numbers, mail addresses. Amounts carry dots between groups of three and stay."""
PERSON = re.compile(r"\b((?:[Hh]ộ )?(?:ông|bà|Ông|Bà|anh|chị|Anh|Chị))((?:\s+[A-ZÀ-ỸĐ][\wà-ỹđ]*){1,5})")
STRANGE = re.compile("[\x00\ud800-\udfff]")
"""What no database keeps."""
LONGEST, MOST_LINES, MOST_BYTES = 20_000, 200, 512 * 1024


def without_people(text: str, names: Iterable[str]) -> str:
    """The text without these names, without "ông …", "bà …" and without telephones, identity and tax numbers."""
    for name in sorted({name.strip() for name in names if len(name.strip()) > 2}, key=len, reverse=True):
        text = re.sub(re.escape(name), MASK, text, flags=re.IGNORECASE)
    text = PERSON.sub(rf"\1 {MASK}", text)
    return NUMBERS.sub(MASK, text)


def as_text(shared: Mapping[str, Any]) -> str:
    """The file: JSON, in a fixed order, so that the same project gives the same bytes."""
    return json.dumps({"format": FORMAT, **shared}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read(content: bytes) -> dict[str, Any]:
    """What a file holds. Refuses, with a sentence, whatever is not such a file; fields that are unknown are left out."""
    if len(content) > MOST_BYTES:
        raise _bad("Tệp quá lớn.")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _bad("Tệp không đọc được.") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _bad("Tệp không phải hồ sơ đề án chia sẻ.")
    shared: dict[str, Any] = {name: _text(found.get(name)) for name in FACTS if name != "year"}
    shared["year"] = _number(found.get("year"))
    shared |= {name: _number(found.get(name)) for name in MONEY}
    parts = found.get("dossier")
    shared["dossier"] = {name: _text(parts.get(name)) for name in PARTS} if isinstance(parts, dict) else {}
    shared["estimate"] = [
        {name: _text(row.get(name)) if name in ("text", "unit") else _number(row.get(name)) for name in LINE}
        for row in _rows(found.get("estimate"))
    ]
    shared["results"] = [
        {name: _measure(name, row.get(name)) for name in RESULT} for row in _rows(found.get("results"))
    ]
    if not shared["title"] or not shared["content"]:
        raise _bad("Tệp thiếu tên đề án hoặc nội dung hỗ trợ.")
    return shared


def _rows(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MOST_LINES or not all(isinstance(row, dict) for row in value):
        raise _bad("Tệp có bảng không đọc được.")
    return value


def _measure(name: str, value: Any) -> Any:
    if name == "machine_in_use":
        return value if isinstance(value, bool) else None
    return _text(value) if name == "output" else _number(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST or STRANGE.search(value):
        raise _bad("Tệp có ô chữ không đọc được.")
    return value


def _number(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 9_000_000_000_000_000:
        raise _bad("Tệp có số không đọc được.")
    return value


def _bad(reason: str) -> Refused:
    return Refused(reason, "Chọn tệp do hệ thống của tỉnh bạn xuất ra.", field="file", code="file", status=422)
