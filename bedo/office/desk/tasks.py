"""One line of “Chờ tôi”."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SHOWN = 50
"""How many of one kind are shown."""


@dataclass(frozen=True)
class Task:
    """One line of “Chờ tôi”: due (last day on time) or none, what to do and where, about what, why that day."""

    due_on: date | None
    what: str
    url: str
    about: str
    state: str = ""
    why: str = ""
    button: str = "Mở"
    button_url: str = ""
    is_sample: bool = False
