"""What a form says of the answers that came: which questions were shown, what is missing or out of its limits, how to print it.

The device asks the same before a visit is finished; the server never refuses a visit for its answers, it tells the reviewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bedo.core.types import Dong
from bedo.surveys.rules.forms import (
    DONG_LIMIT,
    ONLY_NEW,
    PHOTO_LIMIT,
    ROW_LIMIT,
    TEXT_LIMIT,
    WHOLE_LIMIT,
    Form,
    Question,
)

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one answer, as a sentence; `key` names the question."""

    key: str
    sentence: str


@dataclass(frozen=True)
class Line:
    """One answered question as people read it; rows of a group stand in `rows`."""

    key: str
    label: str
    text: str
    rows: tuple[tuple[Line, ...], ...] = ()


def empty(value: Any) -> bool:
    return value in (None, "") or value == [] or value == {}


def asked(question: Question, answers: Answers, *, fresh: bool = False) -> bool:
    """Was the question shown, given the other answers? `fresh`: the establishment is not in the register yet."""
    if question.fresh == ONLY_NEW and not fresh:
        return False
    if question.when is None:
        return True
    given = answers.get(question.when.question)
    codes = given if isinstance(given, list) else [given]
    return any(str(code) in question.when.values for code in codes if code is not None)


def problems(form: Form, answers: Answers, photos: Mapping[str, int], *, fresh: bool = False) -> list[Problem]:
    """What keeps the answers from being whole; `photos` counts pictures by question, `fresh` as in `asked`."""
    found: list[Problem] = []
    for question in form.questions():
        if asked(question, answers, fresh=fresh):
            needed = question.required or (fresh and question.fresh != "")
            found += _problems(question, answers.get(question.key), photos.get(question.key, 0), needed)
    known = {question.key for question in form.questions()}
    found += [Problem(key, "Phiếu không có câu hỏi này.") for key in answers if key not in known]
    return found


def _problems(question: Question, value: Any, photos: int, needed: bool) -> Iterator[Problem]:
    if question.type == "photo":
        sentence = _count(question, photos, PHOTO_LIMIT, "ảnh")
    elif empty(value):
        sentence = "Chưa trả lời." if needed else ""
    elif question.type == "group":
        yield from _rows(question, value)
        return
    else:
        sentence = _value(question, value)
    if sentence:
        yield Problem(question.key, sentence)


def _rows(question: Question, value: Any) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        yield Problem(question.key, "Không đọc được bảng này.")
        return
    if sentence := _count(question, len(value), ROW_LIMIT, "dòng"):
        yield Problem(question.key, sentence)
    for number, row in enumerate(value, 1):
        for one in question.questions:
            if asked(one, row):
                for problem in _problems(one, row.get(one.key), 0, one.required):
                    yield Problem(question.key, f"Dòng {number}, {one.label.lower()}: {problem.sentence}")


def _count(question: Question, count: int, limit: int, word: str) -> str:
    least = question.least if question.least is not None else int(question.required)
    most = question.most if question.most is not None else limit
    if count < least:
        return f"Cần ít nhất {least} {word}."
    return f"Nhiều nhất {most} {word}." if count > most else ""


def _value(question: Question, value: Any) -> str:
    check = _CHECKS[question.type]
    return check(question, value)


def _text(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        return "Phải là chữ."
    most = question.most or TEXT_LIMIT
    return f"Dài quá {most} ký tự." if len(value) > most else ""


def _number(question: Question, value: Any, limit: int) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return "Phải là số nguyên."
    least = question.least if question.least is not None else 0
    most = question.most if question.most is not None else limit
    return "" if least <= value <= most else f"Phải từ {least:,} đến {most:,}.".replace(",", ".")


def _date(question: Question, value: Any) -> str:
    return "" if day(value) else "Không phải ngày."


def _choice(question: Question, value: Any) -> str:
    return "" if value in dict(question.options) else "Không có trong các câu trả lời."


def _many(question: Question, value: Any) -> str:
    known = dict(question.options)
    good = isinstance(value, list) and all(isinstance(code, str) and code in known for code in value)
    return "" if good else "Không có trong các câu trả lời."


def _place(question: Question, value: Any) -> str:
    return "" if isinstance(value, int) and not isinstance(value, bool) and value > 0 else "Không đọc được địa bàn."


def _position(question: Question, value: Any) -> str:
    return "" if position(value) else "Không đọc được vị trí."


_CHECKS = {
    "text": _text,
    "whole": lambda question, value: _number(question, value, WHOLE_LIMIT),
    "dong": lambda question, value: _number(question, value, DONG_LIMIT),
    "date": _date,
    "choice": _choice,
    "many": _many,
    "position": _position,
    "place": _place,
}


def day(value: Any) -> date | None:
    """A day as a device writes it (2026-11-27)."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def position(value: Any) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None when it is no place on earth."""
    if not isinstance(value, Mapping):
        return None
    lat, lon = degrees(value.get("lat"), 90), degrees(value.get("lon"), 180)
    return None if lat is None or lon is None else (lat, lon)


def degrees(value: Any, most: int) -> float | None:
    """A number of degrees between -most and most; None when it is none."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and -most <= value <= most else None


def lines(form: Form | None, answers: Answers) -> list[Line]:
    """The answers as people read them, in the order of the form; with an unknown form, by their keys."""
    if form is None:
        return [Line(key, key, _plain(value)) for key, value in answers.items() if not empty(value)]
    found = [_line(question, answers[question.key]) for question in form.questions() if _answered(question, answers)]
    known = {question.key for question in form.questions()}
    return found + [Line(key, key, _plain(value)) for key, value in answers.items() if key not in known]


def _answered(question: Question, answers: Answers) -> bool:
    return question.type != "photo" and not empty(answers.get(question.key))


def _line(question: Question, value: Any) -> Line:
    if question.type == "group" and isinstance(value, list):
        rows = tuple(
            tuple(_line(one, row[one.key]) for one in question.questions if not empty(row.get(one.key)))
            for row in value
            if isinstance(row, Mapping)
        )
        return Line(question.key, question.label, f"{len(rows)} dòng", rows)
    return Line(question.key, question.label, said(question, value))


def said(question: Question, value: Any) -> str:
    """One answer in words; what does not fit its question is printed as it came."""
    if empty(value):
        return ""
    if _value(question, value) if question.type in _CHECKS else False:
        return _plain(value)
    if question.type == "dong":
        return str(Dong(value))
    if question.type == "whole":
        return f"{value:,}".replace(",", ".") + (f" {question.unit}" if question.unit else "")
    if question.type == "date":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if question.type == "choice":
        return dict(question.options)[value]
    if question.type == "many":
        return "; ".join(word for code, word in question.options if code in value)
    if question.type == "position":
        lat, lon = position(value) or (0.0, 0.0)
        return f"{lat:.5f}, {lon:.5f}"
    return str(value)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_plain(one)}" for key, one in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(_plain(one) for one in value)
    return str(value)
