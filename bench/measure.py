"""What is asked of product and baseline, and the rounds in which every question is asked once, shuffled."""

from __future__ import annotations

import random
import re
import statistics
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from bench.client import Answer, Cell, Visitor, load
from bench.machine import cpu_ms, family, memory_mb, resident_mb
from bench.servers import PASSWORD, Server

LOGIN, LIST = "/tai-khoan/login/", "/de-an/"
SECONDS, MOST = 1.0, 60
UNIT = "bare"
UNIT_TIMES = 3
"""The unit is measured so many times a round: everything else is divided by it."""


@dataclass(frozen=True)
class Request:
    """One page. `heavy`: asked once a round (exports, not compressed); `crowd`: also by eight callers at once."""

    name: str
    path: str
    who: str = ""
    heavy: bool = False
    crowd: bool = False


@dataclass
class Target:
    """A server with its visitors and its requests."""

    name: str
    server: Server
    visitors: dict[str, Visitor]
    requests: list[Request]
    idle_mb: float = 0.0
    idle_resident_mb: float = 0.0
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def pids(self) -> set[int]:
        return family(self.server.process.pid)

    def look(self) -> None:
        """Ask each page once: it must be there, and its bytes are kept. Exports only later: memory is to be idle now."""
        for request in self.requests:
            if request.heavy:
                continue
            answer = self.visitors[request.who].visit(request.path)
            if answer.status != 200:
                raise SystemExit(f"{self.name} {request.name} {request.path}: {answer.status} {answer.text[:400]}")
            self.answers[request.name] = answer


def baseline(server: Server) -> Target:
    requests = [
        Request("hello", "/hello/"),
        Request("rows50", "/rows50/?year=2024", crowd=True),
        Request("csv", "/csv/", heavy=True),
        Request("xlsx", "/xlsx/", heavy=True),
    ]
    return Target(UNIT, server, {"": Visitor(server.port)}, requests)


def product(name: str, server: Server) -> Target:
    """The product as a province's director and officer, and as the ministry, which sees all provinces."""
    visitors = {"": Visitor(server.port)}
    for word, username in (("director", "giamdoctt.08"), ("officer", "canbo1.08"), ("ministry", "cuc")):
        visitors[word] = Visitor(server.port)
        visitors[word].sign_in(LOGIN, username, PASSWORD)
    target = Target(name, server, visitors, [])
    target.requests = _requests(visitors["director"])
    return target


def _requests(director: Visitor) -> list[Request]:
    page = director.visit(LIST).text
    found = [
        Request("login", LOGIN),
        Request("list", LIST, "director", crowd=True),
        Request("list-all", LIST, "ministry", crowd=True),
        Request("last-page", f"{LIST}?trang=999999", "director"),
        Request("last-page-all", f"{LIST}?trang=999999", "ministry"),
    ]
    for key, query in _filters(page).items():
        found.append(Request(f"filter-{key}", f"{LIST}?{query}", "director"))
    for key in ("nam=2024", "trang-thai=closed", "sap=ten", "sap=-ho-tro"):
        found.append(Request(f"all-{key}", f"{LIST}?{key}", "ministry"))
    for key, words in (("marks", "chè xanh"), ("bare", "che xanh"), ("capitals", "CHÈ XANH")):
        found.append(Request(f"search-{key}", f"{LIST}?q={quote(words)}", "director"))
    found.append(Request("search-all", f"{LIST}?q=che+xanh", "ministry"))
    for state in ("closed", "liquidated"):
        number = _first_project(director, state)
        found.append(Request(f"project-{state}", f"{LIST}{number}/", "director"))
    found += [Request("table-all", "/so-lieu/bang/", "ministry"), Request("table", "/so-lieu/bang/", "director")]
    found += [Request(f"desk-{who}", "/", who) for who in ("officer", "director", "ministry")]
    found += [Request(kind, f"{LIST}xuat/{kind}/", "ministry", heavy=True) for kind in ("csv", "xlsx")]
    return found


def _filters(page: str) -> dict[str, str]:
    """Every condition and order that the page offers, with one of its own choices."""
    found = {"nam": "nam=2024", "trang-thai": "trang-thai=closed", "tu": "tu=100000000", "han": "han=10-ngay"}
    for name in ("noi", "tinh-cu", "noi-dung", "nguon", "phu-trach"):
        choices = re.search(rf'<select[^>]*name="{name}"[^>]*>(.*?)</select>', page, re.S)
        values = re.findall(r'value="([^"]+)"', choices.group(1)) if choices else []
        if values:
            found[name] = f"{name}={values[len(values) // 2]}"
    for order in ("ten", "-ten", "han", "-ho-tro", "-doi-ung", "-tong-von", "nam"):
        found[f"sap={order}"] = f"sap={order}"
    return found


def _first_project(visitor: Visitor, state: str) -> str:
    page = visitor.visit(f"{LIST}?trang-thai={state}").text
    found = re.search(r'href="/de-an/(\d+)/"', page)
    if found is None:
        raise SystemExit(f"no project in state {state}")
    return found.group(1)


# --- rounds ------------------------------------------------------------------------------------------------------


def rounds(targets: list[Target], number: int, postgres: int) -> dict[str, list[dict[str, Any]]]:
    """“target/request@concurrency” → one measurement a round (of the unit some more)."""
    rng, found = random.Random(1), {}  # noqa: S311
    for target in targets:
        target.look()
        target.idle_mb, target.idle_resident_mb = memory_mb(target.pids), resident_mb(target.pids)
    for turn in range(1, number + 1):
        jobs = [
            (target, request, callers)
            for target in targets
            for request in target.requests
            for callers in ((1, 8) if request.crowd else (1,))
            for _ in range(UNIT_TIMES if (target.name, request.name) == (UNIT, "rows50") else 1)
        ]
        rng.shuffle(jobs)
        for target, request, callers in jobs:
            key = f"{target.name}/{request.name}@{callers}"
            found.setdefault(key, []).append(_cell(target, request, callers, postgres))
        print(f"  round {turn} of {number}", flush=True)
    return found


def _cell(target: Target, request: Request, callers: int, postgres: int) -> dict[str, Any]:
    pids = target.pids | family(postgres)
    before = cpu_ms(pids)
    most = 1 if request.heavy else MOST * callers
    visitor, seconds = target.visitors[request.who], SECONDS * (1 + callers / 8)
    cell: Cell = load(
        visitor, request.path, concurrency=callers, most=most, seconds=seconds, compressed=not request.heavy
    )
    spent = cpu_ms(pids | family(postgres)) - before
    return {
        "p50": cell.p50,
        "cpu": spent / len(cell.times),
        "per_second": cell.per_second,
        "wrong": cell.wrong,
        "times": [round(time, 2) for time in cell.times],
    }


def middle(cells: list[dict[str, Any]], name: str) -> float:
    return statistics.median(cell[name] for cell in cells)


def p95(cells: list[dict[str, Any]]) -> float:
    """Over all rounds together."""
    times = sorted(time for cell in cells for time in cell["times"])
    return times[round(0.95 * (len(times) - 1))]
