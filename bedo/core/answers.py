"""Answers of rules that explain themselves: the value, the steps that led to it, the sources it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

REFUSING = frozenset({"read", "confirmed"})
CERTAINTY_LABELS = {
    "read": "Đã đọc văn bản",
    "confirmed": "Sở đã xác nhận",
    "summary": "Chưa đối chiếu văn bản (đọc bản tóm tắt)",
    "recalled": "Chưa đối chiếu văn bản (theo hiểu biết chung)",
    "design": "Chưa đối chiếu văn bản (đề xuất của hệ thống)",
}


@dataclass(frozen=True)
class Source:
    """Where a rule stands: legal text, article, days in force (both included, None = open), certainty of the row."""

    text: str
    article: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    certainty: str = "design"

    @property
    def binding(self) -> bool:
        """Does a rule of this certainty refuse (True), or only warn (False)? design.md 3.1."""
        return self.certainty in REFUSING

    @property
    def sentence(self) -> str:
        """“Thông tư 28/2018/TT-BTC, Điều 8 khoản 4, từ 11/5/2018”."""
        since = f"từ {self.effective_from:%d/%m/%Y}" if self.effective_from else ""
        return ", ".join(part for part in (self.text, self.article, since) if part)

    @property
    def certainty_label(self) -> str:
        return CERTAINTY_LABELS.get(self.certainty, self.certainty)


@dataclass(frozen=True)
class Step:
    """One line of the reckoning: what was taken, and the value (already fit to show)."""

    label: str
    value: str


@dataclass(frozen=True)
class Answer:
    """The answer of a rule: `value` for the program, the rest for people."""

    question: str
    value: Any
    steps: tuple[Step, ...] = ()
    sources: tuple[Source, ...] = ()
    note: str = ""

    @property
    def binding(self) -> bool:
        """True when every source refuses rather than warns."""
        return bool(self.sources) and all(source.binding for source in self.sources)

    @property
    def explanation(self) -> str:
        """One line: steps, then sources."""
        steps = "; ".join(f"{step.label}: {step.value}" for step in self.steps)
        cites = "; ".join(source.sentence for source in self.sources)
        return " — ".join(part for part in (steps, cites, self.note) if part)
