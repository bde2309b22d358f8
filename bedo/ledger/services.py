"""Verbs of money, the only writers of the ledger. Each is one transaction with its log entries (see README.md).

Every verb that moves money takes the facts of its paper as keyword arguments (`Paper`): by, on, and optionally
reference, note, document_id, today.
"""

import uuid
from datetime import date
from typing import Required, TypedDict, Unpack

from bedo.accounts.models import User
from bedo.core import clock, log
from bedo.core.answers import Source
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import following, holders, posting, queries, rules
from bedo.ledger.models import BudgetLine, Commitment, PendingCut, Transfer
from bedo.ledger.posting import Entry, ask, post, side
from bedo.ledger.rules import Side
from bedo.places.models import Unit

IN, AVAILABLE, OUT = Side("in"), Side("available"), Side("out")


class Paper(TypedDict, total=False):
    """Who enters a transfer, the day and id of the paper it rests on, a reference key, a note, today's date."""

    by: Required[User]
    on: Required[date]
    reference: str
    note: str
    document_id: int | None
    today: date | None


# --- lines


def open_line(*, province: Unit | None, fund: str, year: int, by: User, is_sample: bool = False) -> BudgetLine:
    """The line of a fund and year, opened now if it was not there. A closed one is refused (see reopen_line)."""
    if fund not in rules.FUNDS:
        raise Refused(
            "Nguồn vốn không có trong danh mục.", "Chọn một nguồn vốn.", field="fund", code="fund", status=400
        )
    if province is None and fund not in rules.NATIONAL_FUNDS:
        raise Refused("Nguồn của Bộ chỉ có kinh phí khuyến công quốc gia.", field="fund", code="fund", status=400)
    chain = province.code if province else log.NATION
    with log.writing(chain):
        line, made = BudgetLine.objects.select_related("province").get_or_create(
            province=province, fund=fund, year=year, defaults={"is_sample": is_sample}
        )
        if made:
            log.record(chain, "money.open_line", subject=f"line:{line.pk}", by=by, text=f"Mở {line.name}")
        elif not line.is_open:
            raise Refused(f"{line.name} đã khóa.", "Mở lại có lý do nếu thật cần ghi thêm.", code="closed")
        return line


def close_line(*, line: BudgetLine, by: User, on: date) -> BudgetLine:
    """Close a budget year of a fund, when nothing in it waits any more."""
    with posting.lines(line) as [fresh]:
        if not fresh.is_open:
            raise Refused(f"{fresh.name} đã khóa từ {fresh.closed_on:%d/%m/%Y}.", code="closed")
        ask(rules.may_close(queries.totals(fresh), pending_cut=queries.line_facts(fresh).pending_cut))
        return _set_open(fresh, False, on, by, "money.close_line", f"Khóa {fresh.name}")


def reopen_line(*, line: BudgetLine, by: User, on: date, note: str) -> BudgetLine:
    """Open a closed year again; the reason stands in the log."""
    _reason(note)
    with posting.lines(line) as [fresh]:
        if fresh.is_open:
            raise Refused(f"{fresh.name} đang mở.", code="open")
        return _set_open(fresh, True, on, by, "money.reopen_line", f"Mở lại {fresh.name}: {note.strip()}")


def _set_open(line: BudgetLine, is_open: bool, on: date, by: User, kind: str, text: str) -> BudgetLine:
    line.is_open, line.closed_on = is_open, None if is_open else on
    line.save(update_fields=["is_open", "closed_on"])
    log.record(line.chain, kind, subject=f"line:{line.pk}", by=by, text=text, on=on)
    return line


# --- money of the line itself


def receive(*, line: BudgetLine, amount: int, **paper: Unpack[Paper]) -> Transfer:
    """The estimate given, or added later, by a decision (in → available)."""
    with posting.lines(line) as [fresh]:
        return post(fresh, IN, AVAILABLE, amount, "receive", Entry(**paper))


def allot(
    *, source: BudgetLine, line: BudgetLine, amount: int, holder: str = "", **paper: Unpack[Paper]
) -> tuple[Transfer, Transfer]:
    """The ministry's line gives to a province's, in one transaction. Returns (leg out, leg in).

    `holder`: for whom; what the ministry promised this holder of the year is honoured by it.
    """
    with posting.lines(source, line) as [giver, taker]:
        ask(rules.may_allot(giver.key, taker.key))
        ask(rules.may_commit(queries.line_facts(giver, holder), Dong(amount)))
        batch, entry = uuid.uuid4(), Entry(**paper)
        out = post(giver, AVAILABLE, OUT, amount, "allot", entry, batch=batch)
        if holder:
            queries.open_promises(giver).filter(holder=holder).update(honoured_by=out)
        return out, post(taker, IN, AVAILABLE, amount, "allot", entry, batch=batch)


def cut(*, line: BudgetLine, amount: int, **paper: Unpack[Paper]) -> tuple[Transfer | None, PendingCut | None]:
    """A cut by decision: takes what is available (available → out); the rest waits and blocks new commitments."""
    with posting.lines(line) as [fresh]:
        ask(rules.amount_fits(amount))
        facts, sums = queries.line_facts(fresh), queries.totals(fresh)
        undisbursed = Dong(sum(sums[stage] for stage in rules.UNDISBURSED))
        held = _disbursed(fresh) if amount > undisbursed - facts.pending_cut else []
        ask(rules.cut_fits(Dong(amount), undisbursed=undisbursed, pending_cut=facts.pending_cut, held=held))
        entry = Entry(**paper)
        if amount <= facts.available:
            return post(fresh, AVAILABLE, OUT, amount, "cut", entry), None
        return _cut_what_is_there(fresh, amount, facts.available, entry)


def _disbursed(line: BudgetLine) -> list[tuple[str, Dong]]:
    """Who holds the money of a line that was paid out, by name, the most first: it cannot be cut."""
    held: dict[str, int] = {}
    for one in queries.balances(lines=[line]):
        if one.stage not in rules.UNDISBURSED and one.holder:
            held[one.holder] = held.get(one.holder, 0) + int(one.amount)
    names = holders.named(held)
    return [
        (names[key].label, Dong(amount)) for key, amount in sorted(held.items(), key=lambda pair: -pair[1]) if amount
    ]


def _cut_what_is_there(
    line: BudgetLine, amount: int, available: Dong, entry: Entry
) -> tuple[Transfer | None, PendingCut | None]:
    entry.check(line.year)
    ask(rules.allowed(AVAILABLE, OUT, "cut", is_open=line.is_open))
    waiting = PendingCut.objects.create(
        province_id=line.province_id,
        line=line,
        amount=amount,
        left=amount - available,
        on=entry.on,
        batch=uuid.uuid4(),
        note=entry.note,
        reference=entry.reference,
        document_id=entry.document_id,
        entered_at=clock.now(),
        entered_by=entry.by,
    )
    text = f"Cắt giảm {Dong(amount)} ({line.name}), trong đó {waiting.left} chờ phần giải phóng"
    data = {"amount": int(amount), "left": int(waiting.left), "line": line.pk}
    log.record(
        line.chain, "money.pending_cut", subject=f"line:{line.pk}", by=entry.by, text=text, on=entry.on, data=data
    )
    now = post(line, AVAILABLE, OUT, available, "cut", entry, batch=waiting.batch) if available else None
    return now, waiting


def withdraw_cut(*, cut: PendingCut, **paper: Unpack[Paper]) -> list[Transfer]:
    """A cut that waited is taken back as a whole (note = reason): its parts are reversed, the rest no longer waits."""
    _reason(paper.get("note", ""))
    with posting.lines(cut.line) as [line]:
        fresh = PendingCut.objects.select_for_update().get(pk=cut.pk)
        if fresh.withdrawn_on:
            raise Refused(f"Lần cắt giảm này đã rút ngày {fresh.withdrawn_on:%d/%m/%Y}.", code="withdrawn")
        if not line.is_open:
            raise Refused(f"{line.name} đã khóa nên không rút được cắt giảm.", code="closed")
        entry = Entry(**paper)
        entry.check(line.year)
        fresh.left, fresh.withdrawn_on = Dong(0), entry.on
        fresh.save(update_fields=["left", "withdrawn_on"])
        text = f"Rút lần cắt giảm {fresh.amount} ngày {fresh.on:%d/%m/%Y} ({line.name})"
        log.record(line.chain, "money.withdraw_cut", subject=f"line:{line.pk}", by=entry.by, text=text, on=entry.on)
        return [_undo(part, entry) for part in _standing_parts(cut.batch)]


def lapse(*, line: BudgetLine, amount: int, **paper: Unpack[Paper]) -> Transfer:
    """What nobody used by the end of the year goes back (hủy dự toán cuối năm; available → out)."""
    with posting.lines(line) as [fresh]:
        return post(fresh, AVAILABLE, OUT, amount, "lapse", Entry(**paper))


# --- money of holders


def plan(*, line: BudgetLine, holder: str, group: str, amount: int, **paper: Unpack[Paper]) -> Transfer:
    """Commit money of the line to a holder (available → planned); may_commit is asked under the lock."""
    with posting.lines(line) as [fresh]:
        ask(rules.may_commit(queries.line_facts(fresh, holder), Dong(amount)))
        transfer = post(fresh, AVAILABLE, Side("planned", holder, group), amount, "plan", Entry(**paper))
        queries.open_promises(fresh).filter(holder=holder).update(honoured_by=transfer)
        return transfer


def release(*, line: BudgetLine, holder: str, stage: str, amount: int, **paper: Unpack[Paper]) -> Transfer:
    """Free undisbursed money (stage "planned" or "contracted" → available). Cuts that wait take it first."""
    with posting.lines(line) as [fresh]:
        return post(fresh, side(fresh, stage, holder), AVAILABLE, amount, "release", Entry(**paper))


def shift(*, line: BudgetLine, holder: str, to: str, amount: int, **paper: Unpack[Paper]) -> Transfer:
    """Planned money goes to another holder of the same group (a beneficiary replaced, shares rearranged)."""
    with posting.lines(line) as [fresh]:
        source = side(fresh, "planned", holder)
        return post(fresh, source, Side("planned", to, source.group), amount, "shift", Entry(**paper))


def _keep(line: BudgetLine, holder: str, move: tuple[str, str], amount: int, kind: str, paper: Paper) -> Transfer:
    """Money stays with its holder and changes its stage."""
    with posting.lines(line) as [fresh]:
        source = side(fresh, move[0], holder)
        return post(fresh, source, Side(move[1], holder, source.group), amount, kind, Entry(**paper))


def contract(*, line: BudgetLine, holder: str, amount: int, **paper: Unpack[Paper]) -> Transfer:
    """planned → contracted."""
    return _keep(line, holder, ("planned", "contracted"), amount, "contract", paper)


def uncontract(*, line: BudgetLine, holder: str, amount: int, **paper: Unpack[Paper]) -> Transfer:
    """contracted → planned (contract ended or changed; before a replacement)."""
    return _keep(line, holder, ("contracted", "planned"), amount, "uncontract", paper)


def pay(*, line: BudgetLine, holder: str, amount: int, kind: str = "advance", **paper: Unpack[Paper]) -> Transfer:
    """contracted → advanced; kind "advance", "remaining" or "payment"."""
    return _keep(line, holder, ("contracted", "advanced"), amount, kind, paper)


def settle(*, line: BudgetLine, holder: str, amount: int, **paper: Unpack[Paper]) -> Transfer:
    """advanced → settled."""
    return _keep(line, holder, ("advanced", "settled"), amount, "settle", paper)


def recover(*, line: BudgetLine, holder: str, stage: str, amount: int, **paper: Unpack[Paper]) -> Transfer:
    """Paid money must come back (stage "advanced" or "settled" → recoverable). Also in a closed year."""
    return _keep(line, holder, (stage, "recoverable"), amount, "recover", paper)


def fall_due(*, line: BudgetLine, holder: str, amount: int, **paper: Unpack[Paper]) -> Transfer:
    """An instalment of recoverable support of a rolling fund falls due (settled → recoverable). Also in a closed year."""
    if line.fund not in rules.ROLLING_FUNDS:
        raise Refused("Chỉ quỹ khuyến công có hỗ trợ hoàn trả theo kỳ hạn.", code="fund")
    return _keep(line, holder, ("settled", "recoverable"), amount, "fall_due", paper)


def repay(*, line: BudgetLine, holder: str, amount: int, **paper: Unpack[Paper]) -> Transfer:
    """Recovered money goes to the budget (recoverable → out). Also in a closed year."""
    with posting.lines(line) as [fresh]:
        return post(fresh, side(fresh, "recoverable", holder), OUT, amount, "repay", Entry(**paper))


def reuse(
    *,
    line: BudgetLine,
    holder: str,
    amount: int,
    allowed_by: Source | None = None,
    into: BudgetLine | None = None,
    **paper: Unpack[Paper],
) -> list[Transfer]:
    """Recovered money is used again: a rolling fund's, or where a dated rule allows it (`allowed_by`).

    `into`: the open line of the same province and fund that receives it, when the money's own year is over.
    """
    entry, into = Entry(**paper), into or line
    ask(rules.may_reuse(line.fund, on=entry.on, source=allowed_by))
    if into.key[:2] != line.key[:2]:
        raise Refused("Chỉ đưa tiền thu hồi về nguồn cùng loại của cùng tỉnh.", code="reuse")
    if into.pk == line.pk:
        with posting.lines(line) as [fresh]:
            return [post(fresh, side(fresh, "recoverable", holder), AVAILABLE, amount, "reuse", entry)]
    with posting.lines(line, into) as [old, new]:
        batch = uuid.uuid4()
        return [
            post(old, side(old, "recoverable", holder), OUT, amount, "reuse", entry, batch=batch),
            post(new, IN, AVAILABLE, amount, "reuse", entry, batch=batch),
        ]


def carry_over(
    *, line: BudgetLine, into: BudgetLine, stage: str, amount: int, holder: str = "", **paper: Unpack[Paper]
) -> tuple[Transfer, Transfer]:
    """Money goes into next year's line and keeps its stage and holder. Returns (leg out, leg in)."""
    with posting.lines(line, into) as [old, new]:
        ask(rules.may_carry(old.key, new.key))
        kept, batch, entry = side(old, stage, holder), uuid.uuid4(), Entry(**paper)
        return (
            post(old, kept, OUT, amount, "carry", entry, batch=batch),
            post(new, IN, kept, amount, "carry", entry, batch=batch),
        )


# --- promises of later years


def promise(
    *, province: Unit | None, fund: str, year: int, holder: str, group: str, amount: int, **paper: Unpack[Paper]
) -> Commitment:
    """A tranche of a later year is promised to a holder; may_commit of that year's line subtracts it.

    While that year has no estimate a promise has no ceiling; afterwards it is within what is free to commit.
    """
    chain, entry = province.code if province else log.NATION, Entry(**paper)
    with log.writing(chain):
        ask(rules.amount_fits(amount))
        line = queries.find_line(province, fund, year)
        if line is not None and queries.totals(line)["in"]:
            ask(rules.may_commit(queries.line_facts(line), Dong(amount)))
        if _promised(province, fund, year, holder):
            raise Refused(f"Năm {year} đã có phần kinh phí hứa cho đối tượng này.", "Sửa phần đã hứa.", code="promised")
        made = Commitment.objects.create(
            province=province,
            fund=fund,
            year=year,
            holder=holder,
            group=group,
            amount=amount,
            on=entry.on,
            note=entry.note,
            document_id=entry.document_id,
            entered_at=clock.now(),
            entered_by=entry.by,
        )
        text = f"Hứa bố trí {Dong(amount)} ({rules.FUNDS[fund]} năm {year})"
        data = {"holder": holder, "year": year, "fund": fund, "amount": int(amount)}
        log.record(chain, "money.promise", subject=group, by=entry.by, text=text, on=entry.on, data=data)
        return made


def _promised(province: Unit | None, fund: str, year: int, holder: str) -> bool:
    rows = Commitment.objects.filter(province=province, fund=fund, year=year, holder=holder, dropped_on=None)
    return rows.exists()


def drop_promise(*, commitment: Commitment, by: User, on: date, note: str) -> None:
    """A promise of a later year ends without money (project stopped, tranche changed)."""
    _reason(note)
    chain = commitment.province.code if commitment.province_id else log.NATION
    with log.writing(chain):
        rows = Commitment.objects.filter(pk=commitment.pk, honoured_by=None, dropped_on=None)
        if not rows.update(dropped_on=on):
            raise Refused("Phần kinh phí đã hứa này đã được bố trí hoặc đã bỏ.", "Tải lại trang.", code="ended")
        text = f"Bỏ phần đã hứa {commitment.amount} năm {commitment.year}"
        log.record(chain, "money.drop_promise", subject=commitment.group, by=by, text=text, on=on)


# --- undoing


def reverse(*, transfer: Transfer, **paper: Unpack[Paper]) -> list[Transfer]:
    """Undo a transfer once (note = reason), with all legs of its act; refused with the names of what stands in its way."""
    _reason(paper.get("note", ""))
    waiting = PendingCut.objects.select_related("line__province").filter(batch=transfer.batch).first()
    if waiting is not None and transfer.batch is not None and transfer.reverses_id is None:
        return withdraw_cut(cut=waiting, **paper)
    wanted = [transfer] if transfer.batch is None else _standing_parts(transfer.batch) or [transfer]
    with posting.lines(*(leg.line for leg in wanted)):
        return [_undo(leg, Entry(**paper)) for leg in wanted]


def _standing_parts(batch: uuid.UUID | None) -> list[Transfer]:
    rows = Transfer.objects.filter(batch=batch, reverses=None, reversal=None)
    return list(rows.select_related("line__province").order_by("-pk"))


def _undo(transfer: Transfer, entry: Entry) -> Transfer:
    """Reverse one transfer; its line is locked by the caller."""
    row = Transfer.objects.select_related("line__province", "source", "target").get(pk=transfer.pk)
    done = Transfer.objects.filter(reverses=row).first()
    source, target = posting.lock_ends(row)
    ask(
        rules.may_reverse(
            is_reversal=row.reverses_id is not None,
            reversed_on=done.on if done else None,
            amount=row.amount,
            held=target.balance,
            later=queries.standing(queries.taken_on(row)),
        )
    )
    if not row.line.is_open:
        raise Refused(
            f"{row.line.name} đã khóa nên không ghi đảo được.",
            "Mở lại năm ngân sách (có lý do) rồi làm lại.",
            code="closed",
        )
    ask(following.may_reverse(row))
    entry.check(row.line.year)
    undone = Transfer(
        line=row.line, source=target, target=source, amount=row.amount, kind="reverse", reverses=row, batch=row.batch
    )
    Commitment.objects.filter(honoured_by=row).update(honoured_by=None)
    posting.write(undone, entry)
    following.reversed_by(row, undone)
    return undone


def _reason(note: str) -> None:
    if not note.strip():
        raise Refused("Phải ghi lý do.", "Ghi lý do rồi làm lại.", field="note", code="note", status=400)
