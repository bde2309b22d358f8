"""make bench: product and bare baseline side by side, every figure as a multiple of R50 of the same run.

BENCH_SIZES=10000,100000   sizes;  BENCH_ROUNDS=5  rounds;  BENCH_DATABASES=sqlite,postgresql;  BENCH_OUT=file.json
BENCH_DIR=folder           keeps the filled databases there for another run (otherwise a new folder, removed afterwards)
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import choosing, importing, measure, papers, report, servers, summing
from bench.report import Figure, Judge

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "10000,100000").split(",")]
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
DATABASES = os.environ.get("BENCH_DATABASES", "sqlite,postgresql").split(",")
OUT = Path(os.environ.get("BENCH_OUT") or servers.ROOT / "test-output" / "bench.json")


def main() -> int:
    best_set = choosing.figures()
    print(report.table("the best set of a year's plan", best_set), flush=True)
    drawn = papers.figures()
    print(report.table("official papers", drawn), flush=True)
    kept = os.environ.get("BENCH_DIR")
    folder = Path(kept or tempfile.mkdtemp(prefix="bedo-bench-")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    cluster = servers.Cluster(folder / "pg")
    try:
        sizes = {size: one_size(folder, cluster, size) for size in SIZES}
    finally:
        cluster.stop()
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
    growth = _growth(sizes)
    if growth:
        print(report.table("growth from the smallest to the largest size", growth))
    print(report.elsewhere())
    _write(sizes, growth, [*best_set, *drawn])
    missed = [
        one for figures in sizes.values() for part in figures["products"].values() for one in part if one.met is False
    ]
    missed += [one for one in (*best_set, *drawn) if one.met is False]
    print(f"\n{len(missed)} figures missed their limit. Written to {OUT}.")
    return 0


def one_size(folder: Path, cluster: servers.Cluster, projects: int) -> dict[str, Any]:
    """Fill what is not there, start the servers, measure, print."""
    print(f"\n{projects} projects, {ROUNDS} rounds, load {os.getloadavg()[0]:.1f}", flush=True)
    bare_env = servers.fill_bare(cluster.database(f"bare_{projects}"), projects)
    envs = {}
    for name in DATABASES:
        url = cluster.database(f"bedo_{projects}") if name == "postgresql" else ""
        envs[name] = servers.seed(folder / f"{'pg' if url else name}-{projects}", projects, url)
    lists = {name: importing.figures(env) for name, env in envs.items()} if projects == min(SIZES) else {}
    sums = {name: summing.figures(env) for name, env in envs.items()}
    running = [servers.bare(bare_env)]
    with servers.ended(running):
        for env in envs.values():
            running.append(servers.product(env))
        unit = measure.baseline(running[0])
        targets = [measure.product(name, server) for name, server in zip(envs, running[1:], strict=True)]
        found = measure.rounds([unit, *targets], ROUNDS, cluster.pid)
        products = {
            target.name: [
                *Judge(target, unit, found, projects).figures(),
                *sums[target.name],
                *lists.get(target.name, []),
            ]
            for target in targets
        }
    r50 = measure.middle(found["bare/rows50@1"], "p50")
    cpu = measure.middle(found["bare/rows50@1"], "cpu")
    hello = measure.middle(found["bare/hello@1"], "p50")
    print(f"\nR50 = {r50:.2f} ms ({cpu:.2f} ms CPU), H = {hello:.2f} ms, load {os.getloadavg()[0]:.1f}")
    for name, figures in products.items():
        print(report.table(f"{name}, {projects} projects", figures))
    return {"r50_ms": r50, "r50_cpu_ms": cpu, "hello_ms": hello, "products": products, "cells": _thin(found)}


def _growth(sizes: dict[int, dict[str, Any]]) -> list[Figure]:
    """The same page at both ends, each in its own unit."""
    if len(sizes) < 2:
        return []
    small, large = sizes[min(sizes)]["products"], sizes[max(sizes)]["products"]
    limits = {
        "list": ("G2", 1.5),
        "project-closed": ("G6", 1.1),
        "desk-director": ("G7", 1.3),
        "desk-officer": ("G7", 1.3),
    }
    found = []
    for name in small:
        before = {one.what: one.value for one in small[name] if one.unit == "× R50"}
        after = {one.what: one.value for one in large[name] if one.unit == "× R50"}
        found += [
            Figure(goal, f"{what} {name}", after[what] / before[what], limit, "× growth")
            for what, (goal, limit) in limits.items()
        ]
    return found


def _thin(found: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    keys = ("p50", "cpu", "per_second")
    return {key: {name: round(measure.middle(cells, name), 3) for name in keys} for key, cells in found.items()}


def _write(sizes: dict[int, dict[str, Any]], growth: list[Figure], best_set: list[Figure]) -> None:
    told = {
        "when": time.strftime("%Y-%m-%d %H:%M"),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "python": sys.version.split()[0],
        "workers": servers.WORKERS,
        "threads": servers.THREADS,
        "rounds": ROUNDS,
        "sizes": {
            size: {
                **facts,
                "products": {name: [one.as_json() for one in part] for name, part in facts["products"].items()},
            }
            for size, facts in sizes.items()
        },
        "best_set": [one.as_json() for one in best_set],
        "growth": [one.as_json() for one in growth],
        "elsewhere": report.ELSEWHERE,
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
