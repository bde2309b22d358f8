"""The exact answer by mixed-integer programming (HiGHS): most priority, then least money, then the smallest ids.

The solver works in floating point; whatever it says is checked again in whole numbers, and a set that breaks a limit by a
rounding is cut off and asked for anew. ADR 0013 says why this solver and this objective.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

import highspy
import numpy as np

from bedo.planning.choosing.problem import Id, Problem, Row

OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}
"""Objectives are whole numbers: less than half a unit between best and bound is a proof."""
SECONDS = 60.0
BLOCK = 20
"""Positions whose order one question decides: 2 to this power is still exact for the solver."""


@dataclass(frozen=True)
class Choice:
    """The answer. `status`: optimal (proven), feasible (the best found in time, `bound` says how much better may exist) or
    infeasible (`conflict`: limits that cannot hold together; without any one of them the rest can).

    `objective`, `bound`: sums of priority. `spent`: whole đồng by fund. `seconds`: how long it took.
    """

    status: str
    objective: Fraction
    bound: Fraction
    chosen: tuple[Id, ...]
    spent: dict[str, int]
    conflict: tuple[str, ...]
    seconds: float


Progress = Callable[[float, float], bool]
"""Told the best and the bound now and then; False stops the search."""


class OutOfTime(Exception):
    """The time was up. `best`: the best set there was by then, if any."""

    best: tuple[int, ...] | None = None


def solve(
    problem: Problem,
    *,
    classes: Iterable[Iterable[Id]] = (),
    seconds: float = SECONDS,
    progress: Progress | None = None,
) -> Choice:
    """Choose the best set. `progress(best, bound)` is called now and then and stops the search by answering False.

    `classes`: ids in the legal order, highest class first: as many as possible of each class in turn, before the sum of
    priority decides among what is left (the law's order is lexicographic, no sum). The bound is that of the last question.

    Raises OutOfTime when nothing at all was found in `seconds`.
    """
    started = time.monotonic()
    model = _Model(problem, started + seconds, progress)
    place = {one.id: n for n, one in enumerate(problem.candidates)}
    found = model.best([[place[one] for one in members] for members in classes])
    if found is None:
        conflict = model.conflict()
        return Choice("infeasible", Fraction(0), Fraction(0), (), {}, conflict, time.monotonic() - started)
    chosen, bound = found
    objective = sum((problem.candidates[n].priority for n in chosen), Fraction(0))
    spent = {name: sum(problem.candidates[n].ask.get(name, 0) for n in chosen) for name in problem.funds}
    ids = tuple(problem.candidates[n].id for n in chosen)
    status = "optimal" if bound == objective and model.proven else "feasible"
    return Choice(status, objective, bound, ids, spent, (), time.monotonic() - started)


def _common(numbers: Iterable[int]) -> int:
    """The greatest common divisor, 1 when there is nothing to divide."""
    return math.gcd(*numbers) or 1


def _most(values: list[int]) -> int:
    """What no set goes above: all that counts for the objective. The bound when the solver has none yet."""
    return sum(value for value in values if value > 0)


def _smaller(row: Row) -> Row:
    """The same limit in the largest unit its weights allow: 300 triệu and 450 triệu become 2 and 3."""
    unit = _common(row.weights.values())
    low = None if row.low is None else -(-row.low // unit)
    high = None if row.high is None else row.high // unit
    return Row(row.name, {position: weight // unit for position, weight in row.weights.items()}, low, high)


class _Model:
    """The problem in the solver's terms, asked several times with one more limit each."""

    def __init__(self, problem: Problem, until: float, progress: Progress | None):
        self.problem, self.until, self.progress = problem, until, progress
        self.count = len(problem.candidates)
        self.settled: dict[int, int] = {}
        self.proven = True
        self.rows = [_smaller(row) for row in problem.rows()]
        exact = math.lcm(*(one.priority.denominator for one in problem.candidates)) if self.count else 1
        priorities = [int(one.priority * exact) for one in problem.candidates]
        self.quantum = Fraction(_common(priorities), exact)
        self.priority = [number // _common(priorities) for number in priorities]
        asks = [one.money for one in problem.candidates]
        self.money = [ask // _common(asks) for ask in asks]

    def best(self, classes: list[list[int]]) -> tuple[tuple[int, ...], Fraction] | None:
        """Positions of the best set in order, and the bound on its priority; None when no set fits.

        When the time is up between two questions the answer of the last one stands, not proven.
        """
        best: tuple[int, ...] | None = None
        try:
            for members in classes:
                inside = set(members)
                count = [int(n in inside) for n in range(self.count)]
                found = self._ask(self.rows, count)
                if found is None:
                    return None
                best = found[0]
                reached = self._sum(count, best)
                self.proven = self.proven and found[1] == reached
                self.rows.append(self._row("class", count, low=reached))
            found = self._ask(self.rows, self.priority)
        except OutOfTime:
            if best is None:
                raise
            self.proven = False
            return best, _most(self.priority) * self.quantum
        if found is None:
            return None
        chosen, bound = found
        most = Fraction(bound) * self.quantum
        if bound > self._sum(self.priority, chosen):
            return chosen, most
        try:
            return self._among_equals(chosen), most
        except OutOfTime as late:
            return late.best or chosen, most

    def _among_equals(self, chosen: tuple[int, ...]) -> tuple[int, ...]:
        """Of all sets of the highest priority the cheapest, of these the one whose ids in order come first."""
        self._settle(self.rows, self.priority, self._sum(self.priority, chosen))
        rows = [*self.rows, self._row("priority", self.priority, low=self._sum(self.priority, chosen))]
        saved = [-m for m in self.money]
        found = self._ask(rows, saved)
        if found is None or found[1] > self._sum(saved, found[0]):
            return found[0] if found else chosen
        chosen = found[0]
        self._settle(rows, saved, self._sum(saved, chosen))
        rows.append(self._row("money", self.money, high=self._sum(self.money, chosen)))
        try:
            return self._smallest(chosen, rows)
        except OutOfTime as late:
            late.best = late.best or chosen
            raise

    def _smallest(self, chosen: tuple[int, ...], rows: list[Row]) -> tuple[int, ...]:
        """The first in the order of ids of all sets that fit: a block of open positions at a time, an earlier one worth more
        than all later ones of its block together.
        """
        free = [n for n in range(self.count) if n not in self.settled]
        for block in (free[start : start + BLOCK] for start in range(0, len(free), BLOCK)):
            worth = [0] * self.count
            for place, n in enumerate(reversed(block)):
                worth[n] = 1 << place
            found = self._ask(rows, worth)
            if found is None or found[1] > self._sum(worth, found[0]):
                late = OutOfTime()
                late.best = chosen
                raise late
            chosen = found[0]
            self.settled |= {n: int(n in chosen) for n in block}
        return self._shortest(chosen, rows)

    def _shortest(self, chosen: tuple[int, ...], rows: list[Row]) -> tuple[int, ...]:
        """The first part of the set that fits by itself: what costs nothing and is worth nothing is left away at the end."""
        parts = (chosen[:length] for length in range(len(chosen)))
        return next((part for part in parts if all(row.holds(part) for row in reversed(rows))), chosen)

    def _settle(self, rows: list[Row], objective: list[int], best: int) -> None:
        """Settle every candidate that is in, or out of, all sets that reach `best`: by the reduced costs of the relaxation.

        Whoever moved it would lose more than the relaxation has above the best. What is left is small.
        """
        solver = self._solver(rows, objective, relaxed=True)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return
        above = solver.getInfo().objective_function_value - best
        solution = solver.getSolution()
        for n, (value, loss) in enumerate(zip(solution.col_value, solution.col_dual, strict=True)):
            if abs(loss) > above + 1e-6 * max(1, abs(best)) and min(value, 1 - value) < 1e-9:
                self.settled[n] = round(value)

    def _other(self, chosen: Iterable[int]) -> Row:
        """Any set but this one."""
        picked = set(chosen)
        return Row("other", {n: 1 if n in picked else -1 for n in range(self.count)}, high=len(picked) - 1)

    def conflict(self) -> tuple[str, ...]:
        """An irreducible set of limits that cannot hold together: what is not needed for it is dropped, many at a time first."""
        kept = list(self.rows)
        size = len(kept)
        try:
            while size:
                for start in range(0, len(kept), size):
                    fewer = kept[:start] + [None] * len(kept[start : start + size]) + kept[start + size :]
                    if self._ask([row for row in fewer if row], [0] * self.count) is None:
                        kept = fewer
                kept = [row for row in kept if row]
                size = min(size, len(kept)) // 2
        except OutOfTime:
            pass
        return tuple(row.name for row in kept if row)

    @staticmethod
    def _sum(values: list[int], chosen: Iterable[int]) -> int:
        return sum(values[n] for n in chosen)

    @staticmethod
    def _row(name: str, values: list[int], low: int | None = None, high: int | None = None) -> Row:
        return Row(name, {n: value for n, value in enumerate(values) if value}, low, high)

    def _ask(self, rows: list[Row], objective: list[int]) -> tuple[tuple[int, ...], int] | None:
        """The best positions for an objective in whole numbers, and its bound; None when no set fits."""
        rows = list(rows)
        while True:
            found = self._run(rows, objective)
            if found is None:
                return None
            chosen, bound = found
            if all(row.holds(chosen) for row in rows):
                return chosen, max(self._sum(objective, chosen), math.floor(bound + 1e-6))
            rows.append(self._other(chosen))  # a limit is broken by less than the solver's tolerance

    def _run(self, rows: list[Row], objective: list[int]) -> tuple[tuple[int, ...], float] | None:
        if not self.count:
            return ((), 0.0) if all(row.holds(()) for row in rows) else None
        solver = self._solver(rows, objective)
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise OutOfTime
        values = solver.getSolution().col_value
        chosen = tuple(n for n in range(self.count) if values[n] > 0.5)
        optimal = status == highspy.HighsModelStatus.kOptimal
        return chosen, self._sum(objective, chosen) if optimal else min(info.mip_dual_bound, _most(objective))

    def _solver(self, rows: list[Row], objective: list[int], relaxed: bool = False) -> highspy.Highs:
        """The solver with the question loaded. Raises OutOfTime when the time is up."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise OutOfTime
        solver = highspy.Highs()
        for option, value in OPTIONS.items():
            solver.setOptionValue(option, value)
        solver.setOptionValue("time_limit", left)
        lp = _matrix(rows, objective, self.count)
        lower, upper = np.zeros(self.count), np.ones(self.count)
        for n, value in self.settled.items():
            lower[n] = upper[n] = value
        lp.col_lower_, lp.col_upper_ = lower, upper  # these names give copies: writing into them changes nothing
        if relaxed:
            lp.integrality_ = []
        solver.passModel(lp)
        if self.progress and not relaxed:
            _watch(solver, self.progress)
        return solver


def _watch(solver: highspy.Highs, progress: Progress) -> None:
    def look(event) -> None:
        if not progress(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound):
            event.data_in.user_interrupt = True

    solver.cbMipInterrupt.subscribe(look)


def _matrix(rows: list[Row], objective: list[int], count: int) -> highspy.HighsLp:
    """The limits row by row as the solver takes them: binary columns, sparse rows, maximise."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count, len(rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(objective, dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    lp.row_lower_ = np.array([-highspy.kHighsInf if row.low is None else row.low for row in rows], dtype=float)
    lp.row_upper_ = np.array([highspy.kHighsInf if row.high is None else row.high for row in rows], dtype=float)
    places = [sorted(row.weights.items()) for row in rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row) for row in places)])
    lp.a_matrix_.index_ = np.array([n for row in places for n, _ in row], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([weight for row in places for _, weight in row], dtype=float)
    return lp
