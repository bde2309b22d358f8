"""The one place that changes balances: a transfer, its two balances and its log entry, in one transaction.

Order of locks: the chains of the log (core.log.writing), the lines by id, the accounts by id.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F

from bedo.accounts.models import User
from bedo.core import clock, log
from bedo.core.moves import Refused, Verdict
from bedo.core.types import Dong
from bedo.ledger import holders, rules
from bedo.ledger.models import Account, BudgetLine, PendingCut, Transfer


@dataclass(frozen=True)
class Entry:
    """What every transfer says of itself: who entered it, the paper it rests on, why."""

    by: User
    on: date
    reference: str = ""
    note: str = ""
    document_id: int | None = None
    today: date | None = None

    def check(self, year: int) -> None:
        ask(rules.day_fits(self.on, year=year, today=self.today or clock.today()))


def ask(verdict: Verdict | rules.CommitAnswer) -> None:
    """Go on, or raise the refusal."""
    if verdict.refusal is not None:
        raise verdict.refusal


@contextmanager
def lines(*wanted: BudgetLine) -> Iterator[list[BudgetLine]]:
    """One transaction over these lines, locked and read anew, in the order in which they were asked for."""
    with log.writing(*(line.chain for line in wanted)):
        pks = {line.pk for line in wanted}
        fresh = BudgetLine.objects.select_for_update(of=("self",)).select_related("province").order_by("pk")
        found = {line.pk: line for line in fresh.filter(pk__in=pks)}
        yield [found[line.pk] for line in wanted]


def side(line: BudgetLine, stage: str, holder: str = "") -> rules.Side:
    """An end of a transfer whose group is that of the holder's account in that stage."""
    group = Account.objects.filter(line=line, stage=stage, holder=holder).values_list("group", flat=True).first()
    return rules.Side(stage, holder, group or "")


def post(
    line: BudgetLine,
    source: rules.Side,
    target: rules.Side,
    amount: int,
    kind: str,
    entry: Entry,
    *,
    batch: uuid.UUID | None = None,
) -> Transfer:
    """Move money within a locked line, if the table of transfers allows it; cuts that wait take what comes free."""
    ask(rules.amount_fits(amount))
    ask(rules.allowed(source, target, kind, is_open=line.is_open))
    entry.check(line.year)
    given, taken = _locked(_account(line, source), _account(line, target))
    return write(Transfer(line=line, source=given, target=taken, amount=Dong(amount), kind=kind, batch=batch), entry)


def write(transfer: Transfer, entry: Entry) -> Transfer:
    """Change both balances, add the row and its log entry. The accounts are locked by the caller."""
    line, source, target = transfer.line, transfer.source, transfer.target
    for account, change in zip(
        (source, target), rules.effects(source.stage, target.stage, transfer.amount), strict=True
    ):
        _change(account, change)
    transfer.province_id = line.province_id
    transfer.group = source.group or target.group
    transfer.on, transfer.entered_by, transfer.entered_at = entry.on, entry.by, clock.now()
    transfer.reference, transfer.note, transfer.document_id = entry.reference, entry.note, entry.document_id
    transfer.save(force_insert=True)
    _log(transfer, entry)
    if target.stage == "available":
        sweep(line, entry)
    return transfer


def _account(line: BudgetLine, wanted: rules.Side) -> Account:
    account, _ = Account.objects.get_or_create(
        line=line,
        stage=wanted.stage,
        holder=wanted.holder,
        defaults={"group": wanted.group, "province_id": line.province_id},
    )
    if wanted.group and account.group != wanted.group:
        raise Refused(
            "Tiền của một đối tượng không chuyển được sang đề án khác.",
            "Giải phóng rồi đưa vào kế hoạch của đề án kia.",
            code="group",
        )
    return account


def _locked(*accounts: Account) -> list[Account]:
    pks = [account.pk for account in accounts]
    rows = Account.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in pks]


def lock_ends(transfer: Transfer) -> tuple[Account, Account]:
    """Source and target of a written transfer, locked and read anew."""
    source, target = _locked(transfer.source, transfer.target)
    return source, target


def _change(account: Account, change: Dong) -> None:
    """Add to a balance, never below zero: compare-and-set, then the CHECK of the database stands behind it."""
    rows = Account.objects.filter(pk=account.pk, balance__gte=-change).update(balance=F("balance") + int(change))
    if not rows:
        raise Refused(_short(account, -change), "Kiểm tra lại số tiền.", field="amount", code="short")
    account.balance += change


def _short(account: Account, asked: Dong) -> str:
    stage = rules.STAGES[account.stage].lower()
    who = f" của {holders.named([account.holder])[account.holder].label}" if account.holder else ""
    return f"Số tiền {stage}{who} chỉ còn {account.balance}, không đủ {asked}."


def facts(transfer: Transfer) -> list[Any]:
    """All that a transfer says, in the order that is hashed."""
    return [
        transfer.pk,
        transfer.line_id,
        [transfer.source_id, transfer.source.stage, transfer.source.holder],
        [transfer.target_id, transfer.target.stage, transfer.target.holder],
        int(transfer.amount),
        transfer.kind,
        transfer.group,
        transfer.on,
        transfer.entered_at.timestamp(),
        transfer.entered_by_id,
        transfer.reference,
        transfer.note,
        transfer.document_id,
        transfer.reverses_id,
        str(transfer.batch or ""),
    ]


def transfer_digest(transfer: Transfer) -> str:
    """The fingerprint of a transfer that its log entry carries; `bedo verify` compares them."""
    return log.digest(log.canonical(facts(transfer)))


def _log(transfer: Transfer, entry: Entry) -> None:
    line = transfer.line
    log.record(
        line.chain,
        f"money.{transfer.kind}",
        subject=f"transfer:{transfer.pk}",
        by=entry.by,
        text=f"{transfer.label} {transfer.amount} ({line.name})",
        on=entry.on,
        group=transfer.group or f"line:{line.pk}",
        data={
            "line": line.pk,
            "from": [transfer.source.stage, transfer.source.holder],
            "to": [transfer.target.stage, transfer.target.holder],
            "amount": int(transfer.amount),
            "reverses": transfer.reverses_id,
            "digest": transfer_digest(transfer),
        },
    )


def sweep(line: BudgetLine, entry: Entry) -> None:
    """Give what is available to the cuts that wait, oldest first, so that nothing else is committed before them."""
    for cut in PendingCut.objects.select_for_update().filter(line=line, left__gt=0).order_by("pk"):
        available = Account.objects.filter(line=line, stage="available").first()
        part = min(cut.left, available.balance if available else Dong(0))
        if part <= 0:
            return
        PendingCut.objects.filter(pk=cut.pk).update(left=F("left") - int(part))
        why = replace(
            entry,
            reference=cut.reference,
            note="Thực hiện phần cắt giảm còn chờ",
            document_id=cut.document_id,
        )
        post(line, rules.Side("available"), rules.Side("out"), part, "cut", why, batch=cut.batch)
