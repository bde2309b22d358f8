"""One question of choice: funds, candidates, constraints; read from plain values and checked before a solver sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bedo.core.moves import Refused

KINDS = {
    "min_count": "ít nhất số đề án",
    "max_count": "nhiều nhất số đề án",
    "min_money": "ít nhất số tiền",
    "max_money": "nhiều nhất số tiền",
}
DIMENSIONS = ("area", "content", "fund", "establishment", "all")
Id = int | str


@dataclass(frozen=True)
class Candidate:
    """A project that may be chosen, whole or not at all. `ask`: what it asks of each fund, whole đồng.

    `priority`: how much it is worth, exact. `fixed`: "in" or "out" by hand, None when it is free. `wider`: larger areas
    that hold its own, by which a limit may count it too.
    """

    id: Id
    priority: Fraction | int
    ask: Mapping[str, int]
    area: Any = None
    content: Any = None
    establishments: tuple[Any, ...] = ()
    fixed: str | None = None
    wider: tuple[Any, ...] = ()

    @property
    def money(self) -> int:
        """All it asks, whole đồng."""
        return sum(self.ask.values())


@dataclass(frozen=True)
class Row:
    """A constraint as the solver sees it: low ≤ Σ weight × chosen ≤ high; None where there is no limit."""

    name: str
    weights: Mapping[int, int]
    low: int | None = None
    high: int | None = None

    def holds(self, chosen: Iterable[int]) -> bool:
        """Does it hold for these positions? Exact."""
        total = sum(self.weights.get(position, 0) for position in chosen)
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


@dataclass(frozen=True)
class Constraint:
    """A hard limit on the chosen that belong to `key` of the dimension `by`. Money counts all funds, with `by: fund` that one."""

    name: str
    kind: str
    by: str
    key: Any
    value: int

    def row(self, candidates: list[Candidate]) -> Row:
        """The constraint over these candidates."""
        weigh = self._weight()
        weights = {position: weigh(one) for position, one in enumerate(candidates) if self._counts(one)}
        weights = {position: weight for position, weight in weights.items() if weight}
        if self.kind.startswith("min"):
            return Row(self.name, weights, low=self.value)
        return Row(self.name, weights, high=self.value)

    def _counts(self, one: Candidate) -> bool:
        if self.by == "all":
            return True
        if self.by == "fund":
            return one.ask.get(self.key, 0) > 0
        if self.by == "establishment":
            return self.key in one.establishments
        if self.by == "area":
            return self.key == one.area or self.key in one.wider
        return one.content == self.key

    def _weight(self) -> Callable[[Candidate], int]:
        if self.kind.endswith("count"):
            return lambda one: 1
        if self.by == "fund":
            return lambda one: one.ask.get(self.key, 0)
        return lambda one: one.money


@dataclass(frozen=True)
class Problem:
    """The whole question. Candidates are kept in the order of their ids, which is the order of ties."""

    funds: Mapping[str, int]
    candidates: list[Candidate]
    constraints: list[Constraint] = field(default_factory=list)

    def rows(self) -> list[Row]:
        """Every hard limit by name: constraints, money of each fund (`fund:X`), fixed candidates (`fixed:ID`)."""
        found = [constraint.row(self.candidates) for constraint in self.constraints]
        names = [*self.funds, *sorted({fund for one in self.candidates for fund in one.ask} - set(self.funds))]
        for name in names:
            weights = {n: one.ask[name] for n, one in enumerate(self.candidates) if one.ask.get(name)}
            if weights:
                found.append(Row(f"fund:{name}", weights, high=self.funds.get(name, 0)))
        for position, one in enumerate(self.candidates):
            if one.fixed:
                found.append(Row(f"fixed:{one.id}", {position: 1}, low=1) if one.fixed == "in" else Row(f"fixed:{one.id}", {position: 1}, high=0))  # fmt: skip
        return found


def read(data: Any) -> Problem:
    """A question from plain values (the JSON of `bedo plan solve`). Raises Refused (400) that names what is wrong and where."""
    if not isinstance(data, dict):
        raise _bad("Bài toán phải là một đối tượng JSON có “funds”, “candidates”, “constraints”.")
    funds = data.get("funds")
    if not isinstance(funds, dict):
        raise _bad("“funds” phải là một đối tượng: mã nguồn vốn và số đồng.")
    money = {str(name): _whole(value, f"nguồn {name}") for name, value in funds.items()}
    rows = data.get("candidates")
    if not isinstance(rows, list):
        raise _bad("“candidates” phải là một danh sách.")
    candidates = [_candidate(row, number) for number, row in enumerate(rows, 1)]
    ids = [one.id for one in candidates]
    if len(set(ids)) != len(ids):
        twice = next(one for one in ids if ids.count(one) > 1)
        raise _bad(f"Mã {twice} có hai lần trong “candidates”.")
    limits = data.get("constraints", [])
    if not isinstance(limits, list):
        raise _bad("“constraints” phải là một danh sách.")
    constraints = [_constraint(row, number) for number, row in enumerate(limits, 1)]
    names = [row.name for row in constraints]
    if len(set(names)) != len(names):
        raise _bad(f"Tên ràng buộc “{next(name for name in names if names.count(name) > 1)}” có hai lần.")
    return Problem(money, sorted(candidates, key=_order), constraints)


def _order(one: Candidate) -> tuple[bool, Id]:
    """Numbers before words, each in their own order."""
    return isinstance(one.id, str), one.id


def _candidate(row: Any, number: int) -> Candidate:
    where = f"đề án thứ {number}"
    if not isinstance(row, dict) or isinstance(row.get("id"), bool) or not isinstance(row.get("id"), int | str):
        raise _bad(f"Ở {where}: thiếu “id” là số nguyên hoặc chữ.")
    where = f"đề án {row['id']}"
    ask = row.get("ask")
    if not isinstance(ask, dict):
        raise _bad(f"Ở {where}: “ask” phải là một đối tượng: mã nguồn vốn và số đồng.")
    establishments = row.get("establishments") or []
    if not isinstance(establishments, list) or not all(isinstance(one, int | str) for one in establishments):
        raise _bad(f"Ở {where}: “establishments” phải là một danh sách mã.")
    if row.get("fixed") not in ("in", "out", None):
        raise _bad(f"Ở {where}: “fixed” là “in”, “out” hoặc null.")
    return Candidate(
        id=row["id"],
        priority=_number(row.get("priority"), where),
        ask={str(fund): _whole(value, f"{where}, nguồn {fund}") for fund, value in ask.items() if value},
        area=_key(row.get("area"), f"{where}, “area”"),
        content=_key(row.get("content"), f"{where}, “content”"),
        establishments=tuple(establishments),
        fixed=row.get("fixed"),
    )


def _constraint(row: Any, number: int) -> Constraint:
    where = f"ràng buộc thứ {number}"
    if not isinstance(row, dict) or not str(row.get("name") or "").strip():
        raise _bad(f"Ở {where}: thiếu “name”.")
    where = f"ràng buộc “{row['name']}”"
    if row.get("kind") not in KINDS:
        raise _bad(f"Ở {where}: “kind” là một trong {', '.join(KINDS)}.")
    if row.get("by") not in DIMENSIONS:
        raise _bad(f"Ở {where}: “by” là một trong {', '.join(DIMENSIONS)}.")
    key = _key(row.get("key"), f"{where}, “key”")
    return Constraint(str(row["name"]), row["kind"], row["by"], key, _whole(row.get("value"), where))


def _key(value: Any, where: str) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    raise _bad(f"Ở {where}: phải là chữ hoặc số nguyên.")


def _whole(value: Any, where: str) -> int:
    """A whole number not below zero; 900000000.0 is one, 0.5 is none."""
    number = _number(value, where)
    if number.denominator != 1 or number < 0:
        raise _bad(f"Ở {where}: {value} không phải số nguyên từ 0 trở lên.")
    return int(number)


def _number(value: Any, where: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _bad(f"Ở {where}: thiếu số, hoặc “{value}” không phải số.")
    try:
        return Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    except (ValueError, OverflowError) as error:
        raise _bad(f"Ở {where}: {value} không phải số hữu hạn.") from error


def _bad(reason: str) -> Refused:
    return Refused(reason, "Sửa tệp rồi chạy lại.", code="problem", status=400)
