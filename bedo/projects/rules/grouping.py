"""Wishes that could be joined into one group project: the same content, and the same place or the same product. Need N03, N11.

A proposal is a reason to look, never a decision: it says what the wishes have in common and what each asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bedo.core.types import Dong

LEAST, MOST = 2, 30
PLACE, CHAIN = "place", "chain"


@dataclass(frozen=True)
class Asked:
    """One wish that no project took up: who asks, for what, where (`place` None: the commune is not known); `products` as keys without diacritics, with their words."""

    wish: int
    establishment: int
    content: str
    place: int | None
    place_name: str
    products: tuple[tuple[str, str], ...] = ()
    amount: Dong | None = None
    screened: bool = False


@dataclass(frozen=True)
class Proposal:
    """Wishes with what they have in common. `asked`: sum of the amounts that are known, whole đồng, of `with_amount` wishes."""

    kind: str
    content: str
    common: str
    wishes: tuple[Asked, ...]

    @property
    def establishments(self) -> int:
        return len({one.establishment for one in self.wishes})

    @property
    def asked(self) -> Dong:
        return Dong(sum(one.amount for one in self.wishes if one.amount is not None))

    @property
    def with_amount(self) -> int:
        return sum(one.amount is not None for one in self.wishes)

    @property
    def screened(self) -> int:
        return sum(one.screened for one in self.wishes)

    @property
    def reason(self) -> str:
        """Why they were put together."""
        where = f"cùng ở {self.common}" if self.kind == PLACE else f"cùng làm {self.common}"
        return f"{self.establishments} cơ sở {where}, cùng xin một nội dung hỗ trợ."


def proposals(wishes: Iterable[Asked]) -> list[Proposal]:
    """Groups of at least two establishments, the largest first; a group by product that is one by place is said once."""
    rows = list(wishes)
    found = [*_together(rows, PLACE), *_together(rows, CHAIN)]
    seen: set[tuple[int, ...]] = set()
    unique = []
    for one in found:
        key = tuple(sorted(asked.wish for asked in one.wishes))
        if key not in seen:
            seen.add(key)
            unique.append(one)
    return sorted(unique, key=lambda one: (-one.establishments, -one.screened, one.kind, one.common))


def _together(rows: list[Asked], kind: str) -> list[Proposal]:
    groups: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    words: dict[tuple[str, str], str] = {}
    for row in rows:
        marks = row.products if kind == CHAIN else [(str(row.place), row.place_name)] if row.place else []
        for mark, word in marks:
            groups[row.content, mark].append(row)
            words.setdefault((row.content, mark), word)
    return [
        Proposal(kind, key[0], words[key], tuple(group[:MOST]))
        for key, group in groups.items()
        if len({one.establishment for one in group}) >= LEAST
    ]
