"""Recounting the ledger from its transfers, for `bedo verify` and tests. Reads only; streams large tables."""

from collections.abc import Iterator

from django.db.models import Sum

from bedo.core.models import LogEntry
from bedo.core.types import Dong
from bedo.ledger import posting, rules
from bedo.ledger.models import Account, BudgetLine, PendingCut, Transfer


def recount(line: BudgetLine) -> dict[int, Dong]:
    """Account id → balance reckoned from the line's transfers alone; two queries."""
    counted: dict[int, Dong] = {}
    rows = Transfer.objects.filter(line=line)
    for end, position in (("source", 0), ("target", 1)):
        for pk, stage, total in rows.values_list(end, f"{end}__stage").annotate(total=Sum("amount")).order_by():
            stages = (stage, "available") if position == 0 else ("available", stage)
            counted[pk] = counted.get(pk, Dong(0)) + rules.effects(*stages, Dong(int(total)))[position]
    return counted


def broken_lines() -> Iterator[str]:
    """Sentences for what does not hold: balances, identity, cuts that wait, transfers against their log entries."""
    chain, logged = "", {}
    lines = BudgetLine.objects.select_related("province").order_by("province__code", "pk")
    for line in lines.iterator(chunk_size=500):
        if line.chain != chain:
            chain, logged = line.chain, _fingerprints(line.chain)
        yield from _broken_balances(line)
        yield from _broken_cuts(line)
        yield from _broken_transfers(line, logged.get(line.pk, {}))


def _name(line: BudgetLine) -> str:
    where = line.province.label if line.province_id else "Bộ Công Thương"
    return f"{line.name}, {where} (id {line.pk})"


def _broken_balances(line: BudgetLine) -> Iterator[str]:
    counted, totals = recount(line), dict.fromkeys(rules.STAGES, 0)
    for account in Account.objects.filter(line=line).order_by("pk"):
        totals[account.stage] += account.balance
        right = counted.pop(account.pk, Dong(0))
        if account.balance != right:
            who = f" {account.holder}" if account.holder else ""
            stage = rules.STAGES[account.stage].lower()
            yield (
                f"Sổ tiền, {_name(line)}: tài khoản {account.pk} ({stage}{who}) ghi {account.balance}, "
                f"tính lại từ bút toán là {right}."
            )
    for pk in sorted(counted):
        yield f"Sổ tiền, {_name(line)}: bút toán dẫn tới tài khoản {pk} không thuộc nguồn này."
    gap = rules.identity_gap(totals)
    if gap:
        yield f"Sổ tiền, {_name(line)}: vào trừ ra lệch {gap} so với tổng các giai đoạn."


def _broken_cuts(line: BudgetLine) -> Iterator[str]:
    for cut in PendingCut.objects.filter(line=line, withdrawn_on=None):
        done = Transfer.objects.filter(batch=cut.batch, reverses=None, reversal=None).aggregate(total=Sum("amount"))
        right = cut.amount - Dong(int(done["total"] or 0))
        if cut.left != right:
            yield f"Sổ tiền, {_name(line)}: cắt giảm {cut.pk} ghi còn chờ {cut.left}, tính lại là {right}."


def _broken_transfers(line: BudgetLine, logged: dict[int, str]) -> Iterator[str]:
    """Each transfer carries in the log the fingerprint it was written with: an altered, lost or foreign row shows."""
    rows = Transfer.objects.filter(line=line).select_related("source", "target").order_by("pk")
    for transfer in rows.iterator(chunk_size=2000):
        kept = logged.pop(transfer.pk, None)
        if kept is None:
            yield f"Sổ tiền, {_name(line)}: bút toán {transfer.pk} không có trong nhật ký."
        elif kept != posting.transfer_digest(transfer):
            yield f"Sổ tiền, {_name(line)}: bút toán {transfer.pk} ({transfer.label} {transfer.amount}) đã bị sửa."
    for pk in sorted(logged):
        yield f"Sổ tiền, {_name(line)}: bút toán {pk} có trong nhật ký nhưng đã mất."


def _fingerprints(chain: str) -> dict[int, dict[int, str]]:
    """Line id → transfer id → digest, from the log entries of one chain: one pass over the province's log."""
    found: dict[int, dict[int, str]] = {}
    entries = LogEntry.objects.filter(chain=chain, kind__startswith="money.", subject__startswith="transfer:")
    for subject, data in entries.values_list("subject", "data").iterator(chunk_size=2000):
        of_line = found.setdefault(data.get("line", 0), {})
        of_line[int(subject.partition(":")[2])] = data.get("digest", "")
    return found
