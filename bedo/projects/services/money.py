"""The money of a share lies on the lines of one or several years: verbs take it from the oldest line first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import queries as ledger_queries
from bedo.ledger import services as ledger
from bedo.ledger.models import BudgetLine
from bedo.ledger.rules import STAGES
from bedo.projects.models import Share


def stages(share: Share) -> dict[str, Dong]:
    """The share's money by stage over all years, whole đồng."""
    return ledger_queries.stages_of_holders([share.holder])[share.holder]


def parts(share: Share, stage: str, amount: Dong) -> Iterator[tuple[BudgetLine, Dong]]:
    """The lines that together hold `amount` of the share's money in the stage, oldest year first, with what each gives.

    Raises Refused when there is less.
    """
    held = [row for row in ledger_queries.balances(holders=[share.holder]) if row.stage == stage and row.amount]
    there = Dong(sum(row.amount for row in held))
    if amount > there:
        raise Refused(
            f"Chỉ có {there} ở “{STAGES[stage].lower()}”, không đủ {amount}.",
            "Giảm số tiền, hoặc xem sổ của đề án.",
            field="amount",
            code="money",
        )
    lines = BudgetLine.objects.select_related("province").in_bulk([row.line_id for row in held])
    left = amount
    for row in sorted(held, key=lambda row: (row.year, row.line_id)):
        part = min(left, row.amount)
        if part <= 0:
            return
        left -= part
        yield lines[row.line_id], part


def take(share: Share, stage: str, amount: Dong, verb: Callable[..., Any], **paper: Any) -> list[tuple[Any, Dong]]:
    """Let a verb of the ledger (settle, contract, …) act on `amount` of the share's money in the stage, line by line.

    Returns what the verb gave for each part, with its amount; [] when the amount is 0. Raises Refused when there is less.
    """
    if not amount:
        return []
    held = list(parts(share, stage, amount))
    return [(verb(line=line, holder=share.holder, amount=part, **paper), part) for line, part in held]


def release(share: Share, stage: str, amount: Dong, **paper: Any) -> None:
    """Free undisbursed money of the share (planned or contracted), whole đồng."""
    take(share, stage, amount, partial(ledger.release, stage=stage), **paper)


def recover(share: Share, stage: str, amount: Dong, **paper: Any) -> None:
    """Paid money of the share (advanced or settled) must come back, whole đồng."""
    take(share, stage, amount, partial(ledger.recover, stage=stage), **paper)


def shift(share: Share, to: Share, amount: Dong, **paper: Any) -> None:
    """Planned money goes to another share of the same project, whole đồng."""
    take(share, "planned", amount, partial(ledger.shift, to=to.holder), **paper)


def carry_over(share: Share, stage: str, year: int, *, by: Any, on: date, today: date, **paper: Any) -> Dong:
    """All the share's money of the stage in a year's line goes into the next year's and keeps its stage; whole đồng moved.

    The next year's line is opened when it is not there yet. ADR 0012.
    """
    held = [
        row
        for row in ledger_queries.balances(holders=[share.holder])
        if row.stage == stage and row.year == year and row.amount
    ]
    lines = BudgetLine.objects.select_related("province").in_bulk([row.line_id for row in held])
    for row in held:
        line = lines[row.line_id]
        into = ledger.open_line(province=line.province, fund=line.fund, year=year + 1, by=by)
        ledger.carry_over(
            line=line,
            into=into,
            stage=stage,
            amount=row.amount,
            holder=share.holder,
            by=by,
            on=on,
            today=today,
            **paper,
        )
    return Dong(sum(row.amount for row in held))
