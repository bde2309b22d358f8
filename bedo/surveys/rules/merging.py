"""An answer beside the register, field by field: new, agrees, changes, or conflicts with what somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NEW, SAME, CHANGE, CONFLICT = "new", "same", "change", "conflict"
WORDS = {NEW: "chưa có", SAME: "đã đúng", CHANGE: "thay đổi", CONFLICT: "hai nơi khác nhau"}
KEEP, TAKE = "giu", "lay"


@dataclass(frozen=True)
class Beside:
    """One field: what the device knew (`base`), what the register holds now (`stored`), what the visit says (`visit`)."""

    field: str
    label: str
    base: Any
    stored: Any
    visit: Any
    kind: str

    @property
    def open(self) -> bool:
        """Does somebody have to choose?"""
        return self.kind == CONFLICT


def beside(field: str, label: str, *, base: Any, stored: Any, visit: Any, known_base: bool = True) -> Beside:
    """Compare one field. Without a known base (`known_base` unset) any other value in the register is a conflict."""
    if stored == visit:
        kind = SAME
    elif stored in (None, ""):
        kind = NEW
    elif known_base and stored == base:
        kind = CHANGE
    else:
        kind = CONFLICT
    return Beside(field, label, base, stored, visit, kind)


def undecided(rows: list[Beside], decisions: Mapping[str, str]) -> list[Beside]:
    """Conflicts for which nobody chose yet."""
    return [row for row in rows if row.open and decisions.get(row.field) not in (KEEP, TAKE)]


def taken(rows: list[Beside], decisions: Mapping[str, str]) -> dict[str, Any]:
    """What of the visit goes into the register: conflicts as chosen, the rest unless it was declined."""
    return {
        row.field: row.visit
        for row in rows
        if row.kind != SAME and decisions.get(row.field, TAKE if not row.open else KEEP) == TAKE
    }
