"""What the money pages show: lines with totals that agree, holders as rows, transfers with their effect on a filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse

from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.ledger import holders, rules
from bedo.ledger.models import BudgetLine, Commitment, Transfer
from bedo.ledger.queries import Balance

COLUMNS = ("in", "out", *rules.INSIDE)


def records(line_id: int, **conditions: str) -> str:
    """The address of the transfers behind a figure."""
    kept = {name: value for name, value in conditions.items() if value}
    return reverse("office:money:transfers", args=[line_id]) + (f"?{urlencode(kept)}" if kept else "")


def links(line_id: int) -> dict[str, str]:
    """Stage → its records, for the key of the bar."""
    return {stage: records(line_id, giai_doan=stage) for stage in rules.STAGES}


@dataclass(frozen=True)
class Cell:
    """One figure of a table with the address of its records ("" for a sum over several lines)."""

    stage: str
    amount: Dong
    url: str = ""


@dataclass(frozen=True)
class LineRow:
    """One line as the list shows it."""

    line: BudgetLine
    cells: list[Cell]

    @property
    def stages(self) -> dict[str, Dong]:
        return inside(self.line.totals)


def inside(totals: Mapping[str, Dong]) -> dict[str, Dong]:
    return {stage: totals[stage] for stage in rules.INSIDE}


def equation(totals: Mapping[str, Dong]) -> str:
    """The identity in words: what came in less what went out is what the bar holds."""
    held = Dong(sum(totals[stage] for stage in rules.INSIDE))
    return f"vào {totals['in']} − ra {totals['out']} = {held} trong các giai đoạn"


def line_row(line: BudgetLine) -> LineRow:
    totals, where = line.totals, links(line.pk)
    return LineRow(line, [Cell(stage, totals[stage], where[stage]) for stage in COLUMNS])


def summed(rows: Iterable[LineRow]) -> dict[str, Dong]:
    """Stage → sum over the lines shown."""
    totals = dict.fromkeys(rules.STAGES, Dong(0))
    for row in rows:
        for stage, amount in row.line.totals.items():
            totals[stage] += amount
    return totals


@dataclass
class HolderRow:
    """Who holds money of the line, stage by stage."""

    key: str
    line_id: int
    amounts: dict[str, Dong] = field(default_factory=lambda: dict.fromkeys(rules.HELD_STAGES, Dong(0)))
    name: holders.Holder = field(default_factory=lambda: holders.Holder(""))

    @property
    def total(self) -> Dong:
        return Dong(sum(self.amounts.values()))

    @property
    def url(self) -> str:
        return records(self.line_id, ai=self.key)

    @property
    def cells(self) -> list[Cell]:
        return [
            Cell(stage, amount, records(self.line_id, giai_doan=stage, ai=self.key))
            for stage, amount in self.amounts.items()
        ]


def holder_rows(line: BudgetLine, balances: Iterable[Balance]) -> list[HolderRow]:
    """One row a holder, in the order of their keys' first balance."""
    rows: dict[str, HolderRow] = {}
    for balance in balances:
        if balance.holder:
            row = rows.setdefault(balance.holder, HolderRow(balance.holder, line.pk))
            row.amounts[balance.stage] += balance.amount
    return list(rows.values())


def held_sums(line: BudgetLine) -> list[Cell]:
    """The foot of the table of holders: sums over the whole line, not over the page."""
    return [Cell(stage, line.totals[stage], records(line.pk, giai_doan=stage)) for stage in rules.HELD_STAGES]


@dataclass
class Promise:
    """Money of this year promised earlier to a project of several years."""

    key: str
    row: Commitment
    name: holders.Holder = field(default_factory=lambda: holders.Holder(""))


def name_holders(rows: Iterable[Any]) -> None:
    """Put the names people know on the rows of one page; one call of each registry function."""
    rows = list(rows)
    named = holders.named(row.key for row in rows)
    for row in rows:
        row.name = named[row.key]


@dataclass(frozen=True)
class End:
    """One end of a transfer: stage, and who."""

    stage: str
    holder: holders.Holder | None


@dataclass(frozen=True)
class TransferRow:
    """One transfer with names, its paper, and what it did to the balance that the filter asks for."""

    row: Transfer
    source: End
    target: End
    effect: Dong | None
    paper: Paper | None
    cause: holders.Holder | None
    undone: bool

    @property
    def sign(self) -> str:
        """+ or − before the size of the effect."""
        return "" if not self.effect else "+" if self.effect > 0 else "−"

    @property
    def size(self) -> Dong:
        return abs(self.effect or Dong(0))


def narrowed(rows: QuerySet[Transfer], asked: Mapping[str, str]) -> QuerySet[Transfer]:
    """Transfers of the filter: a kind, a group, and a stage or holder on either end."""
    if asked["loai"]:
        rows = rows.filter(kind=asked["loai"])
    if asked["nhom"]:
        rows = rows.filter(group=asked["nhom"])
    if asked["giai_doan"] or asked["ai"]:
        rows = rows.filter(_touches("source", asked) | _touches("target", asked))
    return rows


def _touches(end: str, asked: Mapping[str, str]) -> Q:
    wanted = {f"{end}__stage": asked["giai_doan"], f"{end}__holder": asked["ai"]}
    return Q(**{name: value for name, value in wanted.items() if value})


def moved(rows: QuerySet[Transfer], asked: Mapping[str, str]) -> dict[str, Dong] | None:
    """What the transfers of the filter brought to the stage and took from it; their difference is the figure shown."""
    if not asked["giai_doan"]:
        return None
    plus, minus = ("source", "target") if asked["giai_doan"] == "in" else ("target", "source")
    sums = rows.order_by().aggregate(
        plus=Sum("amount", filter=_touches(plus, asked)), minus=Sum("amount", filter=_touches(minus, asked))
    )
    came, went = Dong(int(sums["plus"] or 0)), Dong(int(sums["minus"] or 0))
    return {"plus": came, "minus": went, "left": came - went}


def transfer_rows(rows: Iterable[Transfer], asked: Mapping[str, str]) -> list[TransferRow]:
    """Rows of one page with names and papers: two queries more, whatever the number of rows."""
    rows = list(rows)
    named = holders.named(key for row in rows for key in (row.source.holder, row.target.holder, row.reference))
    papers = Paper.objects.in_bulk({row.document_id for row in rows if row.document_id})
    return [
        TransferRow(
            row,
            _end(row.source, named),
            _end(row.target, named),
            _effect(row, asked),
            papers.get(row.document_id),
            named.get(row.reference),
            hasattr(row, "reversal"),
        )
        for row in rows
    ]


def _end(account: Any, named: Mapping[str, holders.Holder]) -> End:
    return End(rules.STAGES[account.stage], named.get(account.holder))


def _effect(row: Transfer, asked: Mapping[str, str]) -> Dong | None:
    if not asked["giai_doan"]:
        return None
    changes = rules.effects(row.source.stage, row.target.stage, row.amount)
    touched = [
        change
        for account, change in zip((row.source, row.target), changes, strict=True)
        if account.stage == asked["giai_doan"] and asked["ai"] in ("", account.holder)
    ]
    return Dong(sum(touched))
