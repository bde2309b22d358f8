"""Reads of Treasury statements: those of a line, and our transfers that a statement is set beside."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from bedo.core.types import Dong
from bedo.ledger.models import BudgetLine, Statement, StatementLine, Transfer
from bedo.ledger.rules import PAYMENTS
from bedo.ledger.treasury.rules import NEAR_DAYS

COUNTED = (*PAYMENTS, "repay")
"""What the Treasury sees of a line: payments, and money that came back to the budget."""


def statements_of(line: BudgetLine) -> QuerySet[Statement]:
    """The statements of a line, newest days first, with how many lines they have and how many are tied."""
    rows = Statement.objects.filter(line=line).select_related("entered_by")
    counts = {"count": Count("lines"), "tied": Count("lines", filter=Q(lines__transfer__isnull=False))}
    return rows.annotate(**counts).order_by("-last_on", "-pk")


def lines_of(statement: Statement) -> QuerySet[StatementLine]:
    """All lines in the order of the sheet, with who tied them."""
    return statement.lines.select_related("tied_by").order_by("number")


def our_transfers(line: BudgetLine, first, last, statement: Statement | None = None) -> list[Transfer]:
    """Payments and repayments of the line that stand, within the days and NEAR_DAYS around them; one query.

    What is tied to another statement is left out; what is tied to this one is there whatever its day.
    """
    near = timedelta(days=NEAR_DAYS)
    rows = Transfer.objects.filter(line=line, kind__in=COUNTED, reverses=None, reversal=None)
    free = Q(statement_line=None, on__gte=first - near, on__lte=last + near)
    own = Q(statement_line__statement=statement) if statement else Q(pk=None)
    return list(rows.filter(free | own).select_related("source", "target").order_by("on", "pk"))


def signed(transfer: Transfer) -> Dong:
    """The amount as the Treasury sees it: a repayment is below 0."""
    return -transfer.amount if transfer.kind == "repay" else transfer.amount
