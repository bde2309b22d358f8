"""Days and years as lists write them: "14/5/2019", "ngày 26/9/2019", "tháng 9/2023", "Năm 2019", "2016-2020"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from bedo.imports.reading.grid import Cell

FIRST, LAST = 1995, 2060
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})")
_LONG = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(?:tháng\s*)?(\d{1,2})\s*[/.-]\s*(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d/.,])((?:19|20)\d{2})(?![\d.,]\d|\d)")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SPAN = re.compile(r"((?:19|20)\d{2})\s*(?:-|–|—|đến|tới|~)\s*(?:năm\s*)?((?:19|20)\d{2})", re.IGNORECASE)
_EPOCH = date(1899, 12, 30)
SERIALS = range(20_000, 60_000)


class When(NamedTuple):
    """A day, or only its month ("2023-09") or year. `problem` is a Vietnamese sentence."""

    day: date | None = None
    month: str = ""
    year: int | None = None
    problem: str = ""


def when(value: Cell) -> When:
    """What a cell of a column of days says; several days give the last one's year and a word about it."""
    if value is None:
        return When()
    if isinstance(value, date):
        return When(value, year=value.year)
    if isinstance(value, int | float):
        return _number(value)
    found = _LONG.findall(value) or [(d, m, y) for y, m, d in _ISO.findall(value)] or _DAY.findall(value)
    if found:
        return _days(value, found)
    if month := _MONTH.fullmatch(value) or _MONTH.search(value):
        number, year = int(month[1]), int(month[2])
        if 1 <= number <= 12 and FIRST <= year <= LAST:
            return When(month=f"{year}-{number:02d}", year=year)
        return When(problem=f"“{value}” không phải tháng có thật; sửa ô này.")
    years = set(_ANY_YEAR.findall(value))
    return When(year=int(years.pop())) if len(years) == 1 else When()


def _number(value: float) -> When:
    if value == int(value) and FIRST <= value <= LAST:
        return When(year=int(value))
    if int(value) in SERIALS:
        day = _EPOCH + timedelta(days=int(value))
        return When(day, year=day.year)
    return When(problem=f"“{value:g}” không phải ngày; sửa ô này.")


def _days(text: str, found: list[tuple[str, str, str]]) -> When:
    days = []
    for day, month, year in found:
        number = int(year) + (2000 if len(year) == 2 else 0)
        try:
            days.append(date(number, int(month), int(day)))
        except ValueError:
            return When(problem=f"“{text}”: ngày {day}/{month}/{year} không có thật; sửa ô này.")
    if len(days) == 1:
        return When(days[0], year=days[0].year)
    return When(year=days[-1].year, problem=f"“{text}” có {len(days)} ngày; chỉ lấy năm {days[-1].year}.")


def one_year(text: str) -> int | None:
    """The only year a text names; None for none, several or a span."""
    years = {int(year) for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def span(text: str) -> tuple[int, int] | None:
    """First and last year, both included, of "giai đoạn 2016-2020" or of one year; None when unclear."""
    match = _SPAN.search(text)
    if match and int(match[1]) <= int(match[2]):
        return int(match[1]), int(match[2])
    year = one_year(text)
    return (year, year) if year else None


def year_of(value: Cell) -> int | None:
    """The year of a cell of a column of years; None when it names none or several."""
    if isinstance(value, date):
        return value.year
    if isinstance(value, int | float):
        return int(value) if value == int(value) and FIRST <= value <= LAST else None
    return one_year(value) if value else None


def period_of(text: str) -> bool:
    """Is the text nothing but a period: "2016", "Năm 2017", "Giai đoạn 2016 - 2020", "6 tháng đầu năm 2021"?"""
    bare = re.sub(
        r"(?i)giai đoạn|năm|cả|kế hoạch|thực hiện|ước|đầu|cuối|quý\s*[ivx\d]+\s*/?|\d+\s*tháng|tháng\s*\d+\s*/?",
        " ",
        text,
    )
    return bool(re.fullmatch(r"[\s\d\-–—/,.()đếntới]*", bare)) and span(text) is not None
