"""Gaps between what a position asks and what a person can do. Plain Python; need N31."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEVEL_WORDS: dict[int, str] = {
    0: "0 – không yêu cầu",
    1: "1 – biết",
    2: "2 – làm được khi có người hướng dẫn",
    3: "3 – tự làm được",
    4: "4 – hướng dẫn được người khác",
}


@dataclass(frozen=True)
class Gap:
    """A skill of a person: `wanted` the most that their positions ask, `has` the newest assessment (None: never assessed)."""

    skill: int
    wanted: int
    has: int | None

    @property
    def missing(self) -> int | None:
        """Levels that lack; None where nobody assessed it."""
        return None if self.has is None else max(0, self.wanted - self.has)

    @property
    def closed(self) -> bool:
        return self.missing == 0


def gaps(positions: Iterable[str], wanted: Mapping[tuple[int, str], int], has: Mapping[int, int]) -> tuple[Gap, ...]:
    """Every skill that one of the positions asks for, by skill. `wanted`: (skill, position) → level; `has`: skill → level."""
    held = set(positions)
    asked: dict[int, int] = {}
    for (skill, position), level in wanted.items():
        if position in held and level > 0:
            asked[skill] = max(level, asked.get(skill, 0))
    return tuple(Gap(skill, level, has.get(skill)) for skill, level in sorted(asked.items()))
