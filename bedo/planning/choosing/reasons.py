"""Questions people ask of a choice: why not this one, and what would more money buy. Each is the same problem, changed by one thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bedo.planning.choosing.problem import Id, Problem
from bedo.planning.choosing.solver import SECONDS, Choice, solve


@dataclass(frozen=True)
class Swap:
    """What the best set becomes under a change: who comes in, who goes out; or the limits that forbid it (`conflict`)."""

    came: tuple[Id, ...] = ()
    went: tuple[Id, ...] = ()
    conflict: tuple[str, ...] = ()
    proven: bool = True


def why_not(
    problem: Problem, choice: Choice, wanted: Id, *, classes: Iterable[Iterable[Id]] = (), seconds: float = SECONDS
) -> Swap:
    """Take this candidate whatever happens: what it would push out, or which limits bind. Raises KeyError for an unknown id."""
    if wanted not in {one.id for one in problem.candidates}:
        raise KeyError(wanted)
    changed = [replace(one, fixed="in") if one.id == wanted else one for one in problem.candidates]
    return _compare(choice, solve(replace(problem, candidates=changed), classes=classes, seconds=seconds))


def more_money(
    problem: Problem,
    choice: Choice,
    fund: str,
    amount: int,
    *,
    classes: Iterable[Iterable[Id]] = (),
    seconds: float = SECONDS,
) -> Swap:
    """What the best set would be with `amount` more of the fund, whole đồng."""
    funds = {**problem.funds, fund: problem.funds.get(fund, 0) + amount}
    return _compare(choice, solve(replace(problem, funds=funds), classes=classes, seconds=seconds))


def _compare(before: Choice, after: Choice) -> Swap:
    old, new = set(before.chosen), set(after.chosen)
    if after.status == "infeasible":
        return Swap(conflict=after.conflict)
    came = tuple(one for one in after.chosen if one not in old)
    went = tuple(one for one in before.chosen if one not in new)
    return Swap(came, went, proven=after.status == "optimal")
