"""Figures of one size as multiples of the unit, against the goals; as lines for people and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bench.machine import memory_mb, resident_mb
from bench.measure import LIST, UNIT, Target, middle, p95
from bench.weight import first_visit

LARGE = 50_000
Found = dict[str, list[dict[str, Any]]]
ELSEWHERE = {
    "G11": "SQL statements of a page: counted by tests (tests/office), the same for few rows and many",
    "G15": "from clone to a filled screen: looked at with every release, docs/deploy.md",
}
"""Goals without a figure here, and why."""


@dataclass(frozen=True)
class Figure:
    """One measured figure: `value` in `unit`, its limit (“at most” unless `least`), CPU as a multiple of R50 beside it."""

    goal: str
    what: str
    value: float
    limit: float | None
    unit: str = "× R50"
    cpu: float | None = None
    least: bool = False

    @property
    def met(self) -> bool | None:
        if self.limit is None:
            return None
        return self.value >= self.limit if self.least else self.value <= self.limit

    @property
    def missed_by(self) -> int:
        """How far beyond its limit, in whole percent of the limit; 0 when it is met or has none."""
        if self.met is not False:
            return 0
        return round(100 * abs(self.value - self.limit) / self.limit) if self.limit else 100

    def as_json(self) -> dict[str, Any]:
        return {
            "goal": self.goal, "what": self.what, "value": round(self.value, 3), "unit": self.unit, "limit": self.limit,
            "cpu": self.cpu and round(self.cpu, 2), "met": self.met, "missed_by": self.missed_by,
        }  # fmt: skip


class Judge:
    """Reads one product's cells of one size."""

    def __init__(self, target: Target, unit: Target, found: Found, projects: int):
        self.target, self.unit, self.found, self.projects = target, unit, found, projects
        self.large = projects > LARGE
        self.on_postgres = target.name.startswith("postgresql")

    def cells(self, name: str, callers: int = 1, *, of: str = "") -> list[dict[str, Any]]:
        return self.found[f"{of or self.target.name}/{name}@{callers}"]

    def times(self, name: str, key: str = "p50") -> float:
        return middle(self.cells(name), key) / middle(self.cells("rows50", of=UNIT), key)

    def page(self, goal: str, name: str, small: float | None, large: float | None = None) -> Figure:
        limit = large if self.large and large is not None else small
        return Figure(goal, name, self.times(name), limit, cpu=self.times(name, "cpu"))

    def worst(
        self, goal: str, start: str, small: float | None, large: float | None, *, skip: str = "\0"
    ) -> list[Figure]:
        """The slowest first, then the others. Goals are set for who works in one province; the rest has no limit."""
        names = [
            one.name for one in self.target.requests if one.name.startswith(start) and not one.name.startswith(skip)
        ]
        figures = [self.page(goal, name, small, large) for name in names]
        return sorted(figures, key=lambda figure: -figure.value)

    def figures(self) -> list[Figure]:
        return [
            self.page("G1", "login", 2),
            self.page("G2", "list", 3, 4),
            self.page("G2", "list-all", 4, 7 if self.on_postgres else 4),
            *self.worst("G3", "filter-", 3, 4),
            *self.worst("", "all-", None, None),
            *self.worst("G4", "search-", 3, 5, skip="search-all"),
            self.page("", "search-all", None),
            *self._last_pages(),
            *self.worst("G6", "project-", 4, 4),
            *self.worst("G7", "desk-", 4, 4, skip="desk-ministry"),
            self.page("", "desk-ministry", None),
            self.page("G8", "table-all", 6),
            self.page("G8", "table", 6),
            *self._exports(),
            *self._crowd(),
            *self._memory(),
            *self._bytes(),
        ]

    def _last_pages(self) -> list[Figure]:
        found = []
        for last, first in (("last-page", "list"), ("last-page-all", "list-all")):
            value = middle(self.cells(last), "p50") / middle(self.cells(first), "p50")
            found.append(Figure("G5", last, value, 1.5, "× first page"))
        return found

    def _exports(self) -> list[Figure]:
        found = []
        for kind, limit in (("csv", 0.5), ("xlsx", 0.8)):
            value = middle(self.cells(kind, of=UNIT), "p50") / middle(self.cells(kind), "p50")
            found.append(Figure("G9", kind, value, limit, "× bare rows/s", least=True))
            speed = self.projects / middle(self.cells(kind), "p50") * 1000
            found.append(Figure("G9", f"{kind} rows/s", speed, None, "rows/s"))
        return found

    def _crowd(self) -> list[Figure]:
        found, unit = [], middle(self.cells("rows50", 8, of=UNIT), "per_second")
        for name, limit in (("list", 0.25), ("list-all", 0.12)):
            cells = self.cells(name, 8)
            value = middle(cells, "per_second") / unit
            found.append(Figure("G12", f"{name} by 8", value, limit, "× R50 req/s", least=True))
            found.append(Figure("G12", f"{name} by 8", p95(cells) / middle(cells, "p50"), 2.5, "p95/p50"))
        wrong = sum(cell["wrong"] for cells in self.found.values() for cell in cells)
        return [*found, Figure("G12", "errors", wrong, 0, "answers")]

    def _memory(self) -> list[Figure]:
        peak = resident_mb(self.target.pids, peak=True) / self.target.idle_resident_mb
        return [
            Figure("G13", "memory idle", self.target.idle_mb / self.unit.idle_mb, 1.5, "× bare PSS"),
            Figure("G13", "memory idle", self.target.idle_mb, None, "MB PSS"),
            Figure("G13", "memory after all", memory_mb(self.target.pids), None, "MB PSS"),
            Figure("G13", "peak with exports", peak, 2, "× idle"),
        ]

    def _bytes(self) -> list[Figure]:
        answer = self.target.answers["list"]
        visit = first_visit(self.target.visitors["director"], LIST)
        return [
            Figure("G14", "list", len(answer.body) / 1024, 60, "KB plain"),
            Figure("G14", "list", answer.packed / 1024, 12, "KB compressed"),
            Figure("G14", "list-all", len(self.target.answers["list-all"].body) / 1024, 60, "KB plain"),
            Figure("G14", "first visit", visit.requests, 12, "requests"),
            Figure("G14", "first visit", visit.wire / 1024, 150, "KB on the wire"),
            Figure("G14", "from outside", len(visit.foreign), 0, "addresses"),
        ]


def table(title: str, figures: list[Figure]) -> str:
    """One line a figure: met (✓), missed (✗, and by how much) or without a limit."""
    mark = {True: "✓", False: "✗", None: " "}
    lines = [f"\n{title}", f"{'':2}{'goal':<5}{'what':<22}{'value':>9}  {'unit':<15}{'limit':>7}{'CPU × R50':>12}"]
    for one in figures:
        limit = "" if one.limit is None else f"{'≥' if one.least else '≤'} {one.limit:g}"
        cpu = "" if one.cpu is None else f"{one.cpu:.1f}"
        missed = f"  missed by {one.missed_by} %" if one.missed_by else ""
        line = (
            f"{mark[one.met]:2}{one.goal:<5}{one.what:<22}{one.value:>9.2f}  {one.unit:<15}{limit:>7}{cpu:>12}{missed}"
        )
        lines.append(line.rstrip())
    return "\n".join(lines)


def elsewhere() -> str:
    """The goals that have no figure here."""
    return "\n".join(["\nnot measured here", *(f"  {goal:<5}{why}" for goal, why in ELSEWHERE.items())])
