"""Forms of visits as versioned data: read from files under version control, never changed once a visit answered them.

A form file is `forms/<kind>.<version>.toml`; a question has a key, a type, a label, limits and perhaps a condition.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bedo.surveys.rules.kinds import KINDS

FOLDER = Path(__file__).resolve().parent.parent / "forms"
TYPES = frozenset({"text", "whole", "dong", "date", "choice", "many", "photo", "position", "place", "group"})
TEXT_LIMIT, WHOLE_LIMIT, DONG_LIMIT, PHOTO_LIMIT, ROW_LIMIT = 2000, 2_000_000_000, 10**15, 12, 30
GROUP_TYPES = TYPES - {"group", "photo", "position", "place"}
ONLY_NEW, NEEDED_NEW = "only", "needed"


class BadForm(ValueError):
    """A form file says something that no visit could answer."""


@dataclass(frozen=True)
class When:
    """A condition on another question: it is one of `values`; for a many-choice, one of them is ticked."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question. `least`/`most` limit numbers, lengths of text, numbers of photos and rows (both included).

    `writes` names the field of the register that an accepted answer changes; `options` pairs of code and word. `fresh`: asked
    only for an establishment that is not in the register yet ("only"), or needed for it ("needed").
    """

    key: str
    type: str
    label: str
    hint: str = ""
    unit: str = ""
    required: bool = False
    least: int | None = None
    most: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    when: When | None = None
    writes: str = ""
    fresh: str = ""
    personal: bool = False
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the form under a heading."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Form:
    """One version of one kind of visit's form."""

    kind: str
    version: int
    title: str
    sections: tuple[Section, ...]

    def questions(self) -> Iterator[Question]:
        """All questions in the order of the page, those of groups not unfolded."""
        for section in self.sections:
            yield from section.questions

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions() if one.key == key), None)

    def as_data(self) -> dict[str, Any]:
        """The form as JSON for a device: only what is set."""
        found: dict[str, Any] = _lean(asdict(self))
        return found


def _lean(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lean(one) for key, one in value.items() if one not in (None, "", False, (), [])}
    if isinstance(value, list | tuple):
        return [_lean(one) for one in value]
    return value


def parse(data: Mapping[str, Any]) -> Form:
    """A form from the data of its file. Raises BadForm with the name of what is wrong."""
    if data.get("kind") not in KINDS:
        raise BadForm(f"unknown kind {data.get('kind')!r}")
    sections = tuple(
        Section(str(part["title"]), tuple(_question(one) for one in part["questions"])) for part in data["sections"]
    )
    form = Form(str(data["kind"]), int(data["version"]), str(data["title"]), sections)
    _check(form)
    return form


def _question(data: Mapping[str, Any]) -> Question:
    rest = {name: data[name] for name in data if name not in ("options", "when", "questions")}
    unknown = rest.keys() - Question.__dataclass_fields__.keys()
    if unknown:
        raise BadForm(f"{data.get('key')}: unknown {sorted(unknown)}")
    when = data.get("when")
    return Question(
        **rest,
        options=tuple((str(code), str(word)) for code, word in data.get("options", ())),
        when=When(str(when["question"]), tuple(str(value) for value in when["values"])) if when else None,
        questions=tuple(_question(one) for one in data.get("questions", ())),
    )


def _check(form: Form) -> None:
    seen: set[str] = set()
    for question in form.questions():
        _check_question(question, seen, TYPES)
        for one in question.questions:
            _check_question(one, set(), GROUP_TYPES)


def _check_question(question: Question, seen: set[str], types: frozenset[str]) -> None:
    if question.type not in types:
        raise BadForm(f"{question.key}: type {question.type!r}")
    if question.key in seen:
        raise BadForm(f"{question.key}: twice")
    if question.when and question.when.question not in seen:
        raise BadForm(f"{question.key}: depends on {question.when.question}, which does not stand before it")
    if (question.type in ("choice", "many")) != bool(question.options):
        raise BadForm(f"{question.key}: options")
    if question.fresh not in ("", ONLY_NEW, NEEDED_NEW):
        raise BadForm(f"{question.key}: fresh")
    if (question.type == "group") != bool(question.questions):
        raise BadForm(f"{question.key}: questions")
    seen.add(question.key)


@cache
def shipped() -> dict[tuple[str, int], Form]:
    """Every form of the product by kind and version; old versions stay for the answers that name them."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        form = parse(tomllib.loads(path.read_text(encoding="utf-8")))
        if path.stem != f"{form.kind}.{form.version}":
            raise BadForm(f"{path.name}: says it is {form.kind}.{form.version}")
        found[form.kind, form.version] = form
    return found


def find(kind: str, version: int) -> Form | None:
    """The form of an answer; None when the server does not know that version."""
    return shipped().get((kind, version))


def newest() -> list[Form]:
    """The newest form of each kind, in the order of the kinds."""
    forms = shipped().values()
    return [
        max((one for one in forms if one.kind == kind), key=lambda one: one.version)
        for kind in KINDS
        if any(one.kind == kind for one in forms)
    ]
