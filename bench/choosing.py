"""How long the best set of a plan takes: 500 candidates, 40 constraints, in seconds; and whether it was proven."""

from __future__ import annotations

import random
import statistics
from typing import Any

from bedo.planning.choosing import Choice, read, solve
from bench.report import Figure

CANDIDATES, LIMITS, AREAS, CONTENTS = 500, 40, 20, 8
SEEDS = range(1, 6)
SECONDS = 2.0
STEP = 5_000_000
"""Support is asked in steps of 5 triệu."""
SIZES = ((30, 70, 5), (80, 150, 4), (160, 300, 3), (310, 500, 1))
"""From and to, triệu đồng, and how many of ten or so candidates ask that much."""


def question(seed: int, candidates: int = CANDIDATES) -> dict[str, Any]:
    """One made-up question as the JSON of `bedo plan solve`: a large province, money for some two fifths of what is asked.

    20 areas and 8 contents of uneven weight, a third of the establishments with several candidates, priority by class of the
    law's order and then by points, a few fixed in or out by hand, 40 constraints that hold together.
    """
    pick = random.Random(seed)  # noqa: S311 - made-up figures
    areas = [f"xa-{n:02}" for n in range(1, AREAS + 1)]
    contents = [f"nd-{n}" for n in range(1, CONTENTS + 1)]
    weights = [1 / (n + 1) for n in range(CONTENTS)]
    rows = [_candidate(pick, n, areas, contents, weights) for n in range(1, candidates + 1)]
    for row in pick.sample(rows, candidates // 25):
        row["fixed"] = "in" if pick.random() < 0.6 else "out"
    asked: dict[str, int] = {}
    for row in rows:
        for fund, amount in row["ask"].items():
            asked[fund] = asked.get(fund, 0) + amount
    funds = {fund: amount * 2 // 5 // STEP * STEP for fund, amount in asked.items()}
    return {
        "funds": funds,
        "candidates": rows,
        "constraints": _constraints(pick, rows, areas, contents, sum(funds.values())),
    }


def _candidate(
    pick: random.Random, number: int, areas: list[str], contents: list[str], weights: list[float]
) -> dict[str, Any]:
    low, high, _ = pick.choices(SIZES, [size[2] for size in SIZES])[0]
    amount = pick.randrange(low * 1_000_000, high * 1_000_000 + 1, STEP)
    fund = "KCQG" if amount >= 160_000_000 and pick.random() < 0.3 else "KCDP"
    legal_class = pick.choices((5, 4, 3, 2, 1), (1, 3, 6, 8, 4))[0]
    return {
        "id": number,
        "priority": legal_class * 100 + pick.randrange(0, 95, 5),
        "ask": {fund: amount},
        "area": pick.choice(areas),
        "content": pick.choices(contents, weights)[0],
        "establishments": [f"cs-{pick.randint(1, CANDIDATES * 3 // 4)}"],
        "fixed": None,
    }


def _constraints(
    pick: random.Random, rows: list[dict[str, Any]], areas: list[str], contents: list[str], money: int
) -> list[dict[str, Any]]:
    """Every area has its ceiling, six areas and four contents a floor of projects, four contents a ceiling, six owners one project."""

    def limit(kind: str, by: str, key: str, value: int) -> dict[str, Any]:
        return {"name": f"{kind}:{key}", "kind": kind, "by": by, "key": key, "value": value}

    several: dict[str, int] = {}
    for row in rows:
        for name in row["establishments"]:
            several[name] = several.get(name, 0) + (1 if row["fixed"] != "in" else 0)
    fixed = {name for row in rows if row["fixed"] == "in" for name in row["establishments"]}
    owners = sorted((name for name in several if name not in fixed), key=lambda name: (-several[name], name))[:6]
    found = [limit("max_money", "area", area, money // 12 // STEP * STEP) for area in areas]
    found += [limit("min_count", "area", area, 4) for area in pick.sample(areas, 6)]
    found += [limit("max_money", "content", content, money * 3 // 10 // STEP * STEP) for content in contents[:4]]
    found += [limit("min_count", "content", content, 5) for content in contents[4:]]
    found += [limit("max_count", "establishment", owner, 1) for owner in owners]
    return found


def figures() -> list[Figure]:
    """Seconds of the middle and the slowest of five questions, and the smallest part of its proven bound that was reached."""
    answers = [solve(read(question(seed)), seconds=60) for seed in SEEDS]
    times = [one.seconds for one in answers]
    what = f"{CANDIDATES} × {LIMITS}"
    return [
        Figure("plan", f"best set {what}", statistics.median(times), SECONDS, "s, middle of 5"),
        Figure("plan", f"best set {what}", max(times), SECONDS, "s, slowest of 5"),
        Figure("plan", f"best set {what}", min(reached(one) for one in answers), 1, "of the bound", least=True),
    ]


def reached(answer: Choice) -> float:
    """How much of what could be reached at most was reached: 1 is proven optimal."""
    return float(answer.objective / answer.bound) if answer.bound else 0.0
