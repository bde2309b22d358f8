"""What titles, unit lines and section headings say of the rows below them: province, year, level, status."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from typing import Any

from bedo.core.text import fold
from bedo.imports.reading import dates, places

NATIONAL, LOCAL = "quoc_gia", "dia_phuong"
_NATIONAL = re.compile(r"\bkcqg\b|quoc gia|\btrung uong\b|\btw\b|\bqg\b|\bnstw\b")
_LOCAL = re.compile(r"\bkcdp\b|khuyen cong dia phuong|\bdia phuong\b|\bnsdp\b|\bdp\b|khuyen cong tinh|ngan sach tinh")
_BATCH = re.compile(r"\bdot (\d{1,2}|[ivx]{1,4})\b")
_STATUSES = (
    ("stopped", r"\bngung\b|(?<!noi )(?<!xay )(?<!su )(?<!ung )\bdung (?:thuc hien|trien khai)\b|cham dut"),
    ("accepted", r"(?<!cho )(?<!chua )nghiem thu"),
    ("completed", r"(?<!chua )hoan thanh"),
    ("contracted", r"ky hop dong|da ky|\bhd \d+|hop dong so"),
    ("in_progress", r"dang (?:thuc hien|trien khai)|chuyen tiep"),
    ("proposed", r"de nghi|dang ky|de xuat|du kien|nhu cau"),
    ("planned", r"ke hoach|phe duyet|danh muc"),
)


@dataclass(frozen=True)
class Context:
    """What holds for the rows below. `years` of a title that names a period, both included."""

    province: str = ""
    district: str = ""
    year: int | None = None
    years: tuple[int, int] | None = None
    level: str = ""
    status: str = ""
    batch: str = ""

    def within(self, other: Context) -> Context:
        """Of a section in this one: what it says itself comes first."""
        said = {name: value for name in _ABOUT if (value := getattr(other, name))}
        return replace(self, **said)

    @cached_property
    def values(self) -> dict[str, Any]:
        """By field, blank ones left out."""
        return {name: value for name in _ABOUT if name != "years" and (value := getattr(self, name))}


_ABOUT = tuple(part.name for part in fields(Context))


def level_in(text: str) -> str:
    """quoc_gia or dia_phuong when the text names just one of them."""
    words = fold(text)
    national, local = bool(_NATIONAL.search(words)), bool(_LOCAL.search(words))
    if national == local:
        return ""
    return NATIONAL if national else LOCAL


@lru_cache(maxsize=2000)
def level_of_cell(text: str) -> str:
    """As `level_in`, in a column of funds where "tỉnh" alone says local."""
    return level_in(text) or (LOCAL if re.fullmatch(r"(?:cap |ngan sach |ns )?tinh", fold(text)) else "")


@lru_cache(maxsize=2000)
def status_in(text: str) -> str:
    """The status that the words name, "" when none."""
    words = fold(text)
    return next((name for name, pattern in _STATUSES if re.search(pattern, words)), "")


def of_title(lines: Iterable[str], sheet: str) -> Context:
    """From the lines above a table; the name of the sheet where they are silent."""
    found = Context()
    for text in lines:
        if re.match(r"(?i)\s*\(?(?:đvt|đơn vị|nguồn|bảng dựng|kèm theo|ban hành)", text):
            continue
        found = _of(text, title=True).within(found)
    named = _of(sheet, title=True)
    return replace(named, status="", batch="").within(found)


def of_section(text: str, rest: str = "") -> Context:
    """From a section heading: "TỈNH HÀ GIANG", "Năm 2019", "Huyện Quang Bình", "Khuyến công quốc gia", "Đợt 2"."""
    province = places.province_named(text) or (places.province_in(text) if fold(text).startswith("tinh ") else "")
    own = _of(text, title=False)
    status = own.status or ("contracted" if re.search(r"\bHĐ\s*\d", rest) else "")
    return replace(own, province=province, district="" if province else places.district_named(text), status=status)


def _of(text: str, *, title: bool) -> Context:
    words = fold(text)
    year = dates.one_year(text) if title or re.search(r"\bnam\b", words) else None
    span = dates.span(text) if year is None else None
    batches = set(_BATCH.findall(words))
    return Context(
        province=places.province_in(text) if title else "",
        year=year,
        years=span,
        level=level_in(text),
        status=status_in(text) if title or len(words) < 60 else "",
        batch=batches.pop() if len(batches) == 1 else "",
    )
