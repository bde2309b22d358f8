"""What all projects of one province share while it is filled: people, communes, calendar, books, and acts in order of their days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from bedo.config.scale.books import Book
from bedo.config.scale.chains import Chain
from bedo.config.scale.grounds import Grounds
from bedo.config.scale.life import Days
from bedo.config.scale.people import Cast
from bedo.config.scale.tables import Tables
from bedo.documents.models import Paper, Sequence
from bedo.documents.rules import code as code_of
from bedo.places.models import Unit
from bedo.projects.rules import states

DOERS = {
    "receive": "chuyenvienso", "return": "chuyenvienso", "pass": "chuyenvienso", "reject": "chuyenvienso",
    "plan": "chutich", "leave_out": "chutich", "fund": "giamdocso", "contract": "giamdoctt", "accept": "giamdocso",
    "fail": "giamdocso", "settle_dossier": "ketoan", "liquidate": "giamdocso", "settle_year": "taichinh", "stop": "giamdocso",
    "cleared": "ketoan", "detail": "giamdocso", "register": "giamdocso", "ministry_receive": "cuc", "ministry_return": "cuc",
    "ministry_pass": "cuc", "ministry_reject": "cuc", "plan_national": "botruong", "leave_out_national": "botruong",
    "fund_national": "cuc",
}  # fmt: skip
"""Who makes a step; the responsible officer where nobody stands here."""
FLOW_DOERS = {"plan": "chutich", "contract": "giamdoctt", "settle": "giamdocso", "recover": "giamdocso"}
"""Who enters a transfer; the accountant where nobody stands here."""
WORDS = {
    "project.start": "Bắt đầu lập hồ sơ đề án.",
    "share.stop": "Ngừng đề án theo quyết định.",
    **{f"project.{name}": move.done for name, move in states.PROJECT_MOVES.items()},
    **{f"share.{name}": move.done for name, move in states.SHARE_MOVES.items()},
}


@dataclass
class Scene:
    """One province. `scan`: id of the one sample file that stands for every paper; `findings`: contents of appraisal by key."""

    grounds: Grounds
    cast: Cast
    tables: Tables
    rng: Random
    today: date
    days: dict[int, Days]
    scan: int
    findings: dict[str, str]
    chain: Chain = field(init=False)
    book: Book = field(init=False)
    counts: Counter = field(default_factory=Counter)
    acts: list[tuple[date, int, Callable[[], None]]] = field(default_factory=list)
    wanted: dict[tuple[str, int, int], list] = field(default_factory=lambda: defaultdict(list))
    """(fund, year, round) → (life, project id) of what stands in that plan."""

    def __post_init__(self) -> None:
        self.chain = Chain(self.province.code, self.tables)
        self.book = Book(self.province.pk, self.chain, self.tables)

    @property
    def province(self) -> Unit:
        return self.grounds.province

    def next_code(self, prefix: str, year: int) -> str:
        """As documents.services.next_code counts."""
        key = f"{prefix}{self.province.code}"
        self.counts[key, year] += 1
        return code_of(key, year, self.counts[key, year])

    def later(self, on: date, act: Callable[[], None]) -> None:
        """Do it when its day comes: the log and the books are written in the order of days."""
        if on <= self.today:
            self.acts.append((on, len(self.acts), act))

    def play(self) -> None:
        for _, _, act in sorted(self.acts, key=lambda row: row[:2]):
            act()
        self.acts.clear()

    def note(self, kind: str, subject: str, text: str, by: int, on: date, data: dict[str, Any]) -> None:
        at = self.chain.moment(on)
        self.chain.add(kind, subject=subject, group=subject, by=by, text=text, on=on, at=at, data=data)

    def paper(self, issuer: str, symbol: str, on: date, summary: str, by: int) -> int:
        """A decision in the register of papers."""
        self.counts[symbol, on.year] += 1
        number = self.counts[symbol, on.year]
        paper = Paper(issuer=issuer, paper_type="QĐ", number=str(number), symbol=symbol, issued_on=on, summary=summary)
        paper.refresh_keys()
        kept = (
            "issuer_key",
            "number_key",
            "search_text",
            "year",
            "issuer",
            "paper_type",
            "number",
            "symbol",
            "summary",
        )
        return self.tables[Paper].add(
            province_id=self.province.pk,
            issued_on=on,
            recorded_by_id=by,
            recorded_at=self.chain.moment(on),
            is_sample=True,
            **{name: getattr(paper, name) for name in kept},
        )

    def close(self) -> None:
        """Balances, counters of codes, the end of the chain."""
        self.book.write_balances({year: days.closed for year, days in self.days.items()}, self.today)
        for (key, year), last in self.counts.items():
            if key.startswith(("DA", "NC")):
                self.tables[Sequence].add(key=key, year=year, last=last)
        self.chain.close()
