"""Recoverable support of a rolling fund: its schedule, what falls due, what comes back and is lent again. ADR 0011."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import services as ledger
from bedo.ledger.rules import ROLLING_FUNDS
from bedo.places.models import Unit
from bedo.projects import queries
from bedo.projects.models import Instalment, Share
from bedo.projects.rules import rolling as rules
from bedo.projects.rules import states
from bedo.projects.services import deadlines, money
from bedo.projects.services.acts import act, not_future, note, require
from bedo.projects.services.shares import end_stop

LENT = states.since(states.LIQUIDATED)
"""States after which the support is with the beneficiary for good and falls due by schedule."""


def set_schedule(*, share: Share, rows: list[tuple[date, Dong]], by: User, today: date) -> list[Instalment]:
    """Write or rewrite the schedule: (day it falls due, whole đồng). Instalments that fell due stay as they are.

    With the contract or after the liquidation. Refuses another fund than a rolling one, a share without a contract or
    stopped, a day before the contract, more than what was lent.
    """
    project = share.project
    with act(project, by=by, what="Ghi lịch hoàn trả"):
        require(project, "contract.sign", by=by, what="ghi lịch hoàn trả")
        share.refresh_from_db()
        _is_lent(share)
        if not share.state or share.state in states.GONE:
            raise Refused("Phần này chưa có hợp đồng, hoặc đã ngừng.", "Ký hợp đồng rồi ghi lịch.", code="state")
        called = list(share.instalments.exclude(transfer_id=None).order_by("number"))
        contract = queries.contract_of(share)
        kept = [(row.due_on, row.amount) for row in called]
        verdict = rules.may_schedule([*kept, *rows], _lent(share), contract.signed_on if contract else None)
        if not verdict:
            raise verdict.refusal
        share.instalments.filter(transfer_id=None).delete()
        first = max((row.number for row in called), default=0) + 1
        made = Instalment.objects.bulk_create(
            Instalment(share=share, number=number, due_on=day, amount=amount)
            for number, (day, amount) in enumerate(sorted(rows), first)
        )
        total = Dong(sum(amount for _, amount in rows))
        data = {"share": share.number, "rows": len(rows), "total": int(total)}
        note(project, "rolling.schedule", f"Ghi lịch hoàn trả {len(rows)} kỳ, cộng {total}.", by=by, data=data)
        deadlines.refresh(project, today)
        return made


def _is_lent(share: Share) -> None:
    if share.project.fund not in ROLLING_FUNDS:
        raise Refused(
            "Chỉ hỗ trợ của Quỹ khuyến công mới phải hoàn trả theo kỳ.", "Xem nguồn kinh phí của đề án.", code="fund"
        )


def _lent(share: Share) -> Dong:
    """What the beneficiary has to bring back at most: the contract's support, later what was settled. Whole đồng."""
    if share.state not in LENT:
        return share.support or Dong(0)
    held = money.stages(share)
    due = Dong(sum(share.instalments.exclude(transfer_id=None).values_list("amount", flat=True)))
    return Dong(held["settled"] + due)


@dataclass(frozen=True)
class Called:
    """What a round of calling did: instalments and their sum, and sentences for what could not be called."""

    count: int
    amount: Dong
    problems: tuple[str, ...] = ()


def call_due(*, today: date, by: User | None = None, province: Unit | None = None) -> Called:
    """Every instalment that is due by `today` falls due in the ledger (settled → recoverable), each once.

    Run every night without `by`: then it stands under the project's responsible officer. With `by`, asks for the right
    to pay in the project's province. An instalment above what is settled is told, not called.
    """
    rows = Instalment.objects.filter(due_on__lte=today, transfer_id=None, share__state__in=sorted(LENT))
    if province is not None:
        rows = rows.filter(share__project__province=province)
    rows = rows.select_related("share__project__province", "share__project__officer", "share__project__created_by")
    count, amount, problems = 0, Dong(0), []
    for row in rows.order_by("due_on", "pk"):
        try:
            done = _fall_due(row, today, by)
        except Refused as refusal:
            problems.append(f"{row.share.project.code}, kỳ {row.number}: {refusal.reason}")
            continue
        count += done
        amount += row.amount if done else Dong(0)
    return Called(count, amount, tuple(problems))


def _fall_due(row: Instalment, today: date, by: User | None) -> bool:
    """False when somebody called it meanwhile."""
    share, project = row.share, row.share.project
    who = by or project.officer or project.created_by
    with act(project, by=who, what="Gọi kỳ đến hạn"):
        if by is not None:
            require(project, "money.pay", by=by, what="ghi kỳ hoàn trả đến hạn")
        fresh = Instalment.objects.select_for_update().filter(pk=row.pk, transfer_id=None).first()
        if fresh is None:
            return False
        words = f"Kỳ {row.number}, đến hạn {row.due_on:%d/%m/%Y}"
        moved = money.take(
            share, "settled", row.amount, ledger.fall_due, by=who, on=row.due_on, note=words, today=today
        )
        Instalment.objects.filter(pk=row.pk).update(transfer_id=moved[0][0].pk)
        text = f"Đến hạn hoàn trả quỹ kỳ {row.number}: {row.amount}."
        data = {"share": share.number, "number": row.number, "amount": int(row.amount)}
        note(project, "rolling.due", text, by=who, on=row.due_on, data=data)
        deadlines.refresh(project, today)
        return True


def repay_to_fund(*, share: Share, amount: Dong, on: date, by: User, today: date, words: str = "") -> None:
    """The beneficiary paid back, whole or in part: recoverable → available of the fund's line of that day's year.

    Whole đồng. The last part of a stopped share ends the stop. Refuses more than is due, and other funds: their money
    goes to the budget (settlement.repay).
    """
    project = share.project
    with act(project, by=by, what="Ghi hoàn trả quỹ"):
        require(project, "money.pay", by=by, what="ghi hoàn trả quỹ")
        _is_lent(share)
        not_future(on, today, "on")
        if amount <= 0:
            raise Refused("Số tiền phải lớn hơn 0.", "Ghi số tiền hoàn trả.", field="amount", status=422)
        into = ledger.open_line(province=project.province, fund=project.fund, year=on.year, by=by)
        verb = partial(ledger.reuse, into=into)
        money.take(share, "recoverable", amount, verb, by=by, on=on, note=words or "Hoàn trả quỹ", today=today)
        data = {"share": share.number, "amount": int(amount), "year": on.year}
        note(project, "rolling.repay", f"Hoàn trả quỹ {amount}.", by=by, on=on, data=data)
        end_stop(share=share, by=by, today=today, on=on)
        deadlines.refresh(project, today)
