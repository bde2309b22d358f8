"""A database as large as the nation's: believable synthetic records, all marked as samples, the same for the same seed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.db import connection, transaction

from bedo.accounts.models import User
from bedo.config import statistics
from bedo.config.scale import people, province
from bedo.config.scale.books import Book
from bedo.config.scale.chains import Chain
from bedo.config.scale.grounds import Grounds, grounds_of
from bedo.config.scale.province import Allotment
from bedo.config.scale.tables import Tables
from bedo.core import log
from bedo.establishments.models import Establishment
from bedo.ledger.rules import Side
from bedo.places.services import load_units
from bedo.programmes.services import load_rules
from bedo.projects.models import Project
from bedo.reports import summaries


@dataclass
class Size:
    """What is asked for. `written`: rows so far."""

    provinces: int
    years: int
    projects: int
    seed: str
    today: date
    written: int = field(default=0)

    @property
    def span(self) -> range:
        """Budget years; next year's dossiers come on top."""
        return range(self.today.year - self.years + 1, self.today.year + 1)


def is_empty() -> bool:
    """Nobody and nothing is in the database yet, but for what an installation loads."""
    return not (User.objects.exists() or Establishment.objects.exists() or Project.objects.exists())


def fill(size: Size) -> Iterator[str]:
    """Everything; each step in words. Each province is one transaction."""
    load_units()
    load_rules()
    yield "Đơn vị hành chính và bảng quy định đã nạp."
    since, password = date(size.span.start - 1, 1, 1), people.hashed()
    ministry = people.hire_ministry(since, password)
    given: dict[int, list[Allotment]] = defaultdict(list)
    for grounds, number in _shares(size):
        with transaction.atomic():
            cast = people.hire(grounds.province, number, since, password, ministry)
        rows, allotted = province.fill(
            grounds, cast, projects=number, years=size.span, seed=size.seed, today=size.today
        )
        size.written += rows
        for one in allotted:
            given[one.year].append(one)
        yield f"{grounds.province.name}: {number} đề án, {rows} dòng."
    size.written += _ministry(given, ministry["cuc"], size.today)
    summaries.rebuild()
    if not connection.in_atomic_block:
        statistics.refresh_after_filling()
    yield f"Dòng của Bộ: {len(given)} năm."


def _shares(size: Size) -> list[tuple[Grounds, int]]:
    """How many projects each province has: some half again as many as others, together exactly what was asked."""
    rng = Random(size.seed)  # noqa: S311 - sample data, the same for the same seed
    found = grounds_of(size.provinces)
    weights = [rng.randint(60, 140) for _ in found]
    ends = [size.projects * sum(weights[: place + 1]) // sum(weights) for place in range(len(found))]
    starts = [0, *ends[:-1]]
    return [(grounds, end - start) for grounds, start, end in zip(found, starts, ends, strict=True)]


def _ministry(given: dict[int, list[Allotment]], by: int, today: date) -> int:
    """The ministry's own lines: what it received is what it gave."""
    with transaction.atomic():
        tables = Tables()
        chain = Chain(log.NATION, tables)
        book = Book(None, chain, tables)
        for year in sorted(given):
            allotted = sorted(given[year], key=lambda one: (one.on, str(one.batch)))
            first = allotted[0].on - timedelta(days=2)
            line = book.open("kcqg", year, by=by, on=first)
            total = sum(one.amount for one in allotted)
            book.post(line, Side("in"), Side("available"), total, "receive", by=by, on=first)
            for one in allotted:
                sides = (Side("available"), Side("out"))
                book.post(line, *sides, one.amount, "allot", by=by, on=one.on, batch=one.batch)
        book.write_balances({year: date(year + 1, 4, 30) for year in given}, today)
        chain.close()
        tables.write()
        tables.go_on_counting()
    return tables.written
