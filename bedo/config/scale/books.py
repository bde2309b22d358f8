"""The money of one province in memory: balances change with each transfer, and both are written in bulk.

The rules are the ledger's own (table of pairs, effects, fingerprint); what it would refuse stops the filling.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from bedo.config.scale.chains import Chain
from bedo.config.scale.tables import Tables
from bedo.core.types import Dong
from bedo.ledger import posting, rules
from bedo.ledger.models import Account, BudgetLine, Transfer


@dataclass(slots=True)
class Purse:
    """An account. A holder's is known by its group too."""

    pk: int
    stage: str
    holder: str
    group: str
    balance: int = 0


@dataclass(slots=True)
class Moved:
    """What ledger.posting.facts reads of a transfer."""

    pk: int
    line_id: int
    source: Purse
    target: Purse
    amount: int
    kind: str
    group: str
    on: date
    entered_at: datetime
    entered_by_id: int
    reference: str
    note: str
    reverses_id: int | None
    batch: UUID | None
    document_id: int | None = None

    @property
    def source_id(self) -> int:
        return self.source.pk

    @property
    def target_id(self) -> int:
        return self.target.pk


@dataclass
class Line:
    """A budget line with its accounts by stage and holder."""

    pk: int
    name: str
    fund: str
    year: int
    purses: dict[tuple[str, str], Purse] = field(default_factory=dict)

    def sum(self, stage: str) -> int:
        return sum(purse.balance for (at, _), purse in self.purses.items() if at == stage)


class Book:
    """Lines of one province (None: the ministry) and their transfers."""

    def __init__(self, province_id: int | None, chain: Chain, tables: Tables):
        self.province_id, self.chain, self.tables = province_id, chain, tables
        self.lines: dict[tuple[str, int], Line] = {}

    def open(self, fund: str, year: int, *, by: int, on: date) -> Line:
        """The line, opened on that day."""
        pk = self.tables[BudgetLine].take()
        line = Line(pk, f"{rules.FUNDS[fund]} năm {year}", fund, year)
        self.lines[fund, year] = line
        self.chain.add(
            "money.open_line", subject=f"line:{pk}", group=f"line:{pk}", by=by, text=f"Mở {line.name}", on=on,
            at=self.chain.moment(on), data={},
        )  # fmt: skip
        return line

    def post(
        self,
        line: Line,
        source: rules.Side,
        target: rules.Side,
        amount: int,
        kind: str,
        *,
        by: int,
        on: date,
        reference: str = "",
        note: str = "",
        batch: UUID | None = None,
    ) -> Moved:
        """Move money, log it. AssertionError where the ledger would refuse."""
        verdict = rules.allowed(source, target, kind)
        assert verdict, verdict.reason
        assert amount > 0, f"{kind} {amount} on {on}"
        given, taken = self._purse(line, source), self._purse(line, target)
        return self._write(line, given, taken, amount, kind, by, on, reference, note, None, batch)

    def reverse(self, line: Line, moved: Moved, *, by: int, on: date, note: str) -> Moved:
        return self._write(
            line, moved.target, moved.source, moved.amount, "reverse", by, on, "", note, moved.pk, moved.batch
        )

    def _purse(self, line: Line, side: rules.Side) -> Purse:
        key = (side.stage, side.holder)
        if key not in line.purses:
            line.purses[key] = Purse(self.tables[Account].take(), *key, side.group)
        return line.purses[key]

    def _write(self, line, given, taken, amount, kind, by, on, reference, note, reverses, batch) -> Moved:
        change, other = rules.effects(given.stage, taken.stage, Dong(amount))
        given.balance += int(change)
        taken.balance += int(other)
        assert min(given.balance, taken.balance) >= 0, f"{kind} {amount} on {on}: {given} {taken}"
        at, table = self.chain.moment(on), self.tables[Transfer]
        group = given.group or taken.group
        moved = Moved(
            table.take(), line.pk, given, taken, amount, kind, group, on, at, by, reference, note, reverses, batch
        )
        table.add(
            id=moved.pk,
            province_id=self.province_id,
            line_id=line.pk,
            source_id=given.pk,
            target_id=taken.pk,
            amount=amount,
            kind=kind,
            group=group,
            on=on,
            entered_at=at,
            entered_by_id=by,
            reference=reference,
            note=note,
            reverses_id=reverses,
            batch=batch,
        )
        self._log(line, moved)
        return moved

    def _log(self, line: Line, moved: Moved) -> None:
        self.chain.add(
            f"money.{moved.kind}",
            subject=f"transfer:{moved.pk}",
            group=moved.group or f"line:{line.pk}",
            by=moved.entered_by_id,
            text=f"{rules.KINDS[moved.kind]} {Dong(moved.amount)} ({line.name})",
            on=moved.on,
            at=moved.entered_at,
            data={
                "line": line.pk,
                "from": [moved.source.stage, moved.source.holder],
                "to": [moved.target.stage, moved.target.holder],
                "amount": moved.amount,
                "reverses": moved.reverses_id,
                "digest": posting.transfer_digest(moved),
            },
        )

    def write_balances(self, closing: dict[int, date], today: date) -> None:
        """Lines and balances as they stand at the end; `closing`: year → the day on which it is closed if nothing waits."""
        for line in self.lines.values():
            waits = any(line.sum(stage) for stage in (*rules.UNDISBURSED, "advanced"))
            is_open = waits or closing[line.year] > today
            self.tables[BudgetLine].add(
                id=line.pk,
                province_id=self.province_id,
                fund=line.fund,
                year=line.year,
                is_open=is_open,
                closed_on=None if is_open else closing[line.year],
                is_sample=True,
            )
            for purse in line.purses.values():
                self.tables[Account].add(
                    id=purse.pk,
                    province_id=self.province_id,
                    line_id=line.pk,
                    stage=purse.stage,
                    holder=purse.holder,
                    group=purse.group,
                    balance=purse.balance,
                )
