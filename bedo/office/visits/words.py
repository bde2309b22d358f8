"""Answers and values of the register in the words of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bedo.core.types import Dong
from bedo.establishments import rules
from bedo.places.models import Unit
from bedo.surveys.comparing import Comparison
from bedo.surveys.models import Visit
from bedo.surveys.rules import answers as said
from bedo.surveys.rules import forms, kinds, merging

STATE_MARKS = {
    kinds.INCOMING: ("up", "go"),
    kinds.PENDING: ("c-open", "wait"),
    kinds.ACCEPTED: ("ok", "ok"),
    kinds.RETURNED: ("back", "wait"),
}
"""Mark in marks.svg and tone of each state."""
KIND_TONES = {
    merging.CONFLICT: ("ne", "bad"),
    merging.CHANGE: ("to", "go"),
    merging.NEW: ("plus", "go"),
    merging.SAME: ("ok", "ok"),
}
YES_NO = {True: "Có", False: "Không"}


@dataclass(frozen=True)
class Row:
    """One field of the table: what is stored, what the visit says, in words; its kind, and where somebody decides."""

    code: str
    label: str
    stored: str
    visit: str
    kind: str
    word: str
    mark: str
    tone: str


@dataclass(frozen=True)
class Speaker:
    """Puts values of one visit into words. `open_numbers`: may the reader see a personal tax code?"""

    visit: Visit
    found: Comparison
    place: Unit | None
    open_numbers: bool

    def rows(self) -> list[Row]:
        return [
            Row(
                row.field, row.label, self.value(row.field, row.stored), self.value(row.field, row.visit), row.kind,
                merging.WORDS[row.kind], *KIND_TONES[row.kind],
            )
            for row in self.found.fields
        ]  # fmt: skip

    def value(self, name: str, value: Any) -> str:
        """A value of the register or of the visit; empty text for none."""
        if value in (None, ""):
            return ""
        if isinstance(value, bool):
            return YES_NO[value]
        if isinstance(value, Dong):
            return str(value)
        if name == "place":
            return self.place.label if self.place else str(value)
        if name == "tax_code":
            return self.number(str(value))
        question = self._question(name)
        return said.said(question, value) if question else str(value)

    def _question(self, name: str) -> forms.Question | None:
        questions = self.found.form.questions() if self.found.form else ()
        return next((one for one in questions if name in (one.writes, one.key)), None)

    def number(self, text: str) -> str:
        """A tax code; a person's own number is masked for who may not edit the register."""
        hidden = not self.open_numbers and rules.is_personal_number(text)
        return rules.mask(text) if hidden else text

    def lines(self, answers: Mapping[str, Any]) -> list[said.Line]:
        """Answers in the order of the form."""
        return [self._told(line) for line in said.lines(self.found.form, answers)]

    def _told(self, line: said.Line) -> said.Line:
        if line.key == "place" and self.place:
            return replace(line, text=self.place.label)
        if line.key == "tax_code":
            return replace(line, text=self.number(line.text))
        return line

    def sections(self) -> list[tuple[str, list[said.Line]]]:
        """The answers under the headings of their form; what the form does not ask stands last."""
        lines = {line.key: line for line in self.lines(self.visit.answers)}
        if self.found.form is None:
            return [("Câu trả lời", list(lines.values()))]
        found = []
        for section in self.found.form.sections:
            here = [lines.pop(question.key) for question in section.questions if question.key in lines]
            found.append((section.title, here))
        found.append(("Không có trong mẫu phiếu", list(lines.values())))
        return [(title, rows) for title, rows in found if rows]

    def problems(self) -> list[tuple[str, str]]:
        """What is missing or does not fit: label of the question and the sentence."""
        labels = {one.key: one.label for one in self.found.form.questions()} if self.found.form else {}
        return [(labels.get(one.key, one.key), one.sentence) for one in self.found.problems]
