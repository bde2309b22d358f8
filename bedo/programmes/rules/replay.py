"""A draft support norm replayed over past projects: what it would have allowed each, beside what was given. Need N2A."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bedo.core.answers import Answer
from bedo.core.types import Dong
from bedo.programmes.rules.norms import support_ceiling
from bedo.programmes.rules.rows import ALL, LOCAL
from bedo.programmes.rules.tables import SupportNorm

DRAFT_TEXT = "Mức dự kiến"


@dataclass(frozen=True)
class Past:
    """One support that was given (a project, or one share of several), whole đồng.

    `basis`: the cost it was reckoned from, None where the source printed none; `given`: the support; `key`: whose.
    """

    key: int
    basis: Dong | None
    given: Dong | None


@dataclass(frozen=True)
class Replayed:
    """A past support beside the draft. `answer` explains; `allowed` is None where it cannot be reckoned."""

    past: Past
    answer: Answer
    allowed: Dong | None

    @property
    def difference(self) -> Dong | None:
        """What the draft would allow more (below 0: less) than was given, whole đồng."""
        if self.allowed is None or self.past.given is None:
            return None
        return self.allowed - self.past.given


@dataclass(frozen=True)
class Sums:
    """Sums over the supports that can be compared, whole đồng; `unknown` cannot: their cost or support is not known."""

    compared: int
    unknown: int
    basis: Dong
    given: Dong
    allowed: Dong
    more: Dong
    less: Dong

    @property
    def difference(self) -> Dong:
        """allowed − given: more − less."""
        return self.allowed - self.given


def draft_norm(content: str, name: str, *, percent_bp: int, cap: Dong, cap_per: str = "") -> SupportNorm:
    """A norm that stands nowhere: percentage in hundredths of a percent (0: none), ceiling in đồng (0: none)."""
    return SupportNorm(
        key=content,
        level=ALL,
        effective_from=date.min,
        legal_text=DRAFT_TEXT,
        certainty="design",
        name=name,
        percent_bp=percent_bp,
        cap=cap,
        cap_per=cap_per,
    )


def replay(norm: SupportNorm, past: Iterable[Past], *, on: date) -> tuple[Replayed, ...]:
    """What the draft would allow each past support: min(percentage × basis, ceiling), never above the cost.

    The same reckoning as support_ceiling, without a priority factor: past factors are not known. Source: design 3.1, need N2A.
    """
    return tuple(_one(norm, one, on) for one in past)


def _one(norm: SupportNorm, past: Past, on: date) -> Replayed:
    answer = support_ceiling([norm], norm.key, past.basis, level=LOCAL, on=on)
    return Replayed(past, answer, None if past.basis is None else answer.value)


def sums(rows: Iterable[Replayed]) -> Sums:
    """Add up what can be compared; the rest is counted, never guessed."""
    found = list(rows)
    known = [row for row in found if row.difference is not None]
    changes = [row.difference for row in known if row.difference is not None]
    return Sums(
        compared=len(known),
        unknown=len(found) - len(known),
        basis=Dong(sum(row.past.basis or 0 for row in known)),
        given=Dong(sum(row.past.given or 0 for row in known)),
        allowed=Dong(sum(row.allowed or 0 for row in known)),
        more=Dong(sum(change for change in changes if change > 0)),
        less=Dong(-sum(change for change in changes if change < 0)),
    )
