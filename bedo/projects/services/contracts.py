"""Contracts and what is paid under them. No contract before the estimate is given; no advance before its gates open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from bedo.accounts.models import User
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.documents.models import Attachment, Paper
from bedo.establishments.models import Establishment
from bedo.ledger import services as ledger
from bedo.ledger.models import Transfer
from bedo.projects import lawbook, queries
from bedo.projects.models import Contract, ContractParty, ContractShare, Payment, Share, WorkConfirmation
from bedo.projects.rules import states
from bedo.projects.services import deadlines, money
from bedo.projects.services.acts import act, not_before_contract, not_future, note, require
from bedo.projects.services.shares import keep_sums, move_share

KINDS = {
    "thuc_hien": "Hợp đồng thực hiện đề án",
    "ho_tro": "Hợp đồng hỗ trợ",
    "mua_may": "Hợp đồng mua máy",
    "phu_luc": "Phụ lục hợp đồng",
    "giao_nhiem_vu": "Giao nhiệm vụ",
}
PAYMENT_KINDS = {
    "first_advance": "Tạm ứng lần một",
    "remaining_advance": "Tạm ứng kinh phí còn lại",
    "direct": "Thanh toán",
}
LEDGER_KINDS = {"first_advance": "advance", "remaining_advance": "remaining", "direct": "payment"}


@dataclass(frozen=True)
class Party:
    """A party of a contract: side A, B, C…, name, who signs and as what."""

    side: str
    name: str
    representative: str = ""
    position: str = ""
    establishment: Establishment | None = None


def sign_contract(
    *,
    shares: dict[Share, Dong],
    number: str,
    kind: str,
    signed_on: date,
    ends_on: date,
    parties: list[Party],
    by: User,
    today: date,
    paper: Paper | None = None,
    words: str = "",
) -> Contract:
    """Sign a contract over 1..n shares with 2..n parties; planned money becomes contracted, what is not used is released.

    Amounts in whole đồng, at most the planned support; days both included. TT 36/2013/TT-BCT, Điều 6, 12.
    Refuses a share without a given estimate, an amount above its plan, fewer than two parties, a number used that day.
    """
    ordered = sorted(shares, key=lambda share: share.pk)
    if not ordered:
        raise Refused("Hợp đồng chưa có đề án nào.", "Chọn đề án.", field="shares", status=422)
    lead = ordered[0].project
    with act(lead, by=by, what="Ký hợp đồng"):
        require(lead, "contract.sign", by=by, what="ký hợp đồng")
        _check_contract(ordered, number, kind, signed_on, ends_on, parties, today)
        contract = Contract.objects.create(
            province=lead.province,
            number=number.strip(),
            kind=kind,
            signed_on=signed_on,
            ends_on=ends_on,
            paper=paper,
            note=words,
            created_by=by,
        )
        ContractParty.objects.bulk_create(
            ContractParty(
                contract=contract,
                side=party.side,
                name=party.name,
                representative=party.representative,
                position=party.position,
                establishment=party.establishment,
            )
            for party in parties
        )
        for share in ordered:
            _contract_share(contract, share, shares[share], by, today)
        return contract


def _check_contract(shares, number, kind, signed_on, ends_on, parties, today) -> None:
    lead = shares[0].project
    if kind not in KINDS or kind == "phu_luc":
        raise Refused("Loại hợp đồng không hợp lệ.", "Chọn lại.", field="kind", status=422)
    if not number.strip():
        raise Refused("Chưa ghi số hợp đồng.", "Ghi số như trên văn bản.", field="number", status=422)
    if len([party for party in parties if party.name.strip()]) < 2:
        raise Refused("Hợp đồng phải có ít nhất hai bên.", "Ghi đủ các bên.", field="parties", status=422)
    not_future(signed_on, today, "signed_on")
    if ends_on < signed_on:
        raise Refused("Ngày hết hạn trước ngày ký.", "Sửa lại ngày.", field="ends_on", status=422)
    if Contract.objects.filter(province=lead.province, number=number.strip(), signed_on=signed_on).exists():
        raise Refused(
            f"Hợp đồng số {number} ngày {signed_on:%d/%m/%Y} đã có.", "Kiểm tra lại số.", field="number", status=422
        )
    for share in shares:
        if share.project.province_id != lead.province_id:
            raise Refused(
                "Các đề án trong hợp đồng phải cùng một tỉnh.", "Tách hợp đồng theo tỉnh.", field="shares", status=422
            )
        plan = queries.plan_day(share.project)
        if plan and signed_on < plan:
            raise Refused(
                f"Ngày ký trước ngày phê duyệt kế hoạch ({plan:%d/%m/%Y}).",
                "Kiểm tra lại ngày.",
                field="signed_on",
                status=422,
            )


def _contract_share(contract: Contract, share: Share, amount: Dong, by: User, today: date) -> None:
    planned = share.support or Dong(0)
    if not 0 < amount <= planned:
        raise Refused(
            f"Số tiền hợp đồng {amount} phải lớn hơn 0 và không vượt {planned} đã bố trí.",
            "Sửa số tiền.",
            field="amount",
            status=422,
        )
    move_share(
        share=share,
        name="contract",
        by=by,
        today=today,
        on=contract.signed_on,
        comment=f"Số {contract.number}, {amount}.",
    )
    ContractShare.objects.create(contract=contract, share=share, amount=amount)
    paper = {"by": by, "on": contract.signed_on, "reference": f"contract:{contract.pk}", "today": today}
    there = money.stages(share)["planned"]
    now_contracted = min(amount, there)
    money.take(share, "planned", now_contracted, ledger.contract, **paper)
    if amount < planned:
        money.release(share, "planned", there - now_contracted, **paper, note="Hợp đồng thấp hơn kế hoạch")
        Share.objects.filter(pk=share.pk).update(support=amount)
        keep_sums(share.project)


def amend(
    *,
    share: Share,
    number: str,
    on: date,
    by: User,
    amount: Dong | None = None,
    ends_on: date | None = None,
    paper: Paper | None = None,
    words: str = "",
) -> None:
    """An annex (phụ lục) of that number and day gives the share's contract another amount or last day, in the caller's transaction.

    One annex may carry several shares of the same contract. Whole đồng; what is None stays. Nothing without a contract.
    """
    contract = queries.contract_of(share)
    if contract is None:
        return
    annex, _ = Contract.objects.get_or_create(
        province=contract.province,
        number=f"{number} ({contract.number})"[:60],
        signed_on=on,
        defaults={
            "kind": "phu_luc",
            "parent": contract,
            "ends_on": max(ends_on or queries.contract_end(share), on),
            "paper": paper,
            "note": words,
            "created_by": by,
        },
    )
    if amount is not None and ContractShare.objects.filter(contract=contract, share=share).update(amount=amount):
        ContractShare.objects.create(contract=annex, share=share, amount=amount)


def confirm_work(
    *,
    share: Share,
    number: str,
    on: date,
    done_value: Dong,
    total_value: Dong,
    by: User,
    today: date,
    words: str = "",
    attachment: Attachment | None = None,
) -> WorkConfirmation:
    """The Sở's minutes of a check at the establishment: value done of the total investment, whole đồng. Điều 13, 21."""
    project = share.project
    with act(project, by=by, what="Xác nhận khối lượng"):
        require(project, "work.confirm", by=by, what="xác nhận khối lượng")
        not_future(on, today, "on")
        if share.state not in (states.CONTRACTED, states.RUNNING, states.REWORK, states.COMPLETED):
            raise Refused(
                "Chỉ xác nhận khối lượng khi hợp đồng đang thực hiện.", "Tải lại trang rồi xem tiếp.", code="state"
            )
        not_before_contract(share, on, "on")
        if total_value <= 0 or not 0 <= done_value <= total_value:
            raise Refused(
                "Giá trị đã làm phải từ 0 đến tổng vốn đầu tư.", "Sửa lại hai số.", field="done_value", status=422
            )
        if share.confirmations.filter(number=number).exists():
            raise Refused(f"Biên bản số {number} đã ghi.", "Kiểm tra lại số.", field="number", status=422)
        row = WorkConfirmation.objects.create(
            share=share,
            number=number,
            on=on,
            done_value=done_value,
            total_value=total_value,
            note=words,
            attachment=attachment,
            confirmed_by=by,
            entered_at=now(),
        )
        text = f"Sở xác nhận khối lượng {row.percent} % tổng vốn đầu tư ({done_value} trên {total_value}), biên bản số {number}."
        note(project, "work.confirm", text, by=by, on=on, data={"done": int(done_value), "total": int(total_value)})
        deadlines.refresh(project, today)
        return row


def pay(
    *,
    share: Share,
    kind: str,
    amount: Dong,
    on: date,
    by: User,
    today: date,
    paper: Paper | None = None,
    words: str = "",
) -> Payment:
    """Pay a first advance, the remaining advance or a payment; contracted money becomes advanced, in whole đồng.

    The gate is lawbook.payment_gate: percentage of the type, work confirmed, papers, acceptance (Điều 13, 14).
    Refuses what a binding rule refuses; a rule that nobody read only warns, and the warning stays in the explanation.
    Money that lies on two years' lines is paid as two rows, the older first; the first is returned.
    """
    project = share.project
    with act(project, by=by, what=PAYMENT_KINDS.get(kind, "Chi")):
        require(project, "money.pay", by=by, what="tạm ứng, chi")
        share.refresh_from_db()
        if kind not in PAYMENT_KINDS:
            raise Refused("Loại chi không hợp lệ.", "Chọn lại.", field="kind", status=422)
        not_future(on, today, "on")
        contract = queries.contract_of(share)
        if contract is None:
            raise Refused("Phần này chưa có hợp đồng.", "Ký hợp đồng trước khi chi.", code="contract")
        not_before_contract(share, on, "on")
        gate = lawbook.payment_gate(share, kind, amount, on)
        if not gate.verdict:
            raise gate.verdict.refusal
        entry = {"by": by, "on": on, "reference": f"contract:{contract.pk}", "note": words, "today": today}
        verb = partial(ledger.pay, kind=LEDGER_KINDS[kind], document_id=paper.pk if paper else None)
        rows = [
            Payment.objects.create(
                share=share,
                contract=contract,
                kind=kind,
                amount=part,
                on=on,
                transfer_id=transfer.pk,
                paper=paper,
                explanation=gate.answer.explanation,
                note=words,
                entered_at=now(),
                entered_by=by,
            )
            for transfer, part in money.take(share, "contracted", amount, verb, **entry)
        ]
        deadlines.refresh(project, today)
        return rows[0]


def reverse_payment(*, payment: Payment, on: date, reason: str, by: User, today: date) -> None:
    """Undo a payment that was entered by mistake: its transfer is reversed, nothing is deleted. Needs a reason."""
    project = payment.share.project
    with act(project, by=by, what="Ghi đảo khoản chi"):
        require(project, "money.reverse", by=by, what="ghi đảo bút toán")
        transfer = Transfer.objects.select_related("line__province").get(pk=payment.transfer_id)
        ledger.reverse(transfer=transfer, by=by, on=on, note=reason, today=today)
        Payment.objects.filter(pk=payment.pk).update(reversed_on=on)


def pass_on(*, payment: Payment, number: str, on: date, by: User, today: date) -> None:
    """The second leg of a payment of a national project: the implementing unit passes it on to the beneficiary.

    Needs the paper's number; refuses a day before the payment's own, one passed on already, a reversed one.
    """
    project = payment.share.project
    with act(project, by=by, what="Chuyển cho cơ sở"):
        require(project, "money.pay", by=by, what="ghi khoản chuyển cho cơ sở")
        if project.track != "national":
            raise Refused(
                "Đề án địa phương được chi thẳng cho cơ sở, không có bước chuyển tiếp.", "Tải lại trang.", code="track"
            )
        not_future(on, today, "on")
        if not number.strip():
            raise Refused("Chưa ghi số chứng từ.", "Ghi số như trên chứng từ.", field="number", status=422)
        if on < payment.on:
            raise Refused(
                f"Ngày chuyển {on:%d/%m/%Y} trước ngày nhận tiền ({payment.on:%d/%m/%Y}).",
                "Kiểm tra lại ngày.",
                field="on",
                code="day",
                status=422,
            )
        waiting = Payment.objects.filter(pk=payment.pk, passed_on=None, reversed_on=None)
        if not waiting.update(passed_on=on, passed_number=number.strip()):
            raise Refused("Khoản này đã chuyển cho cơ sở hoặc đã ghi đảo.", "Tải lại trang.", code="state")
        text = f"Chuyển {payment.amount} cho cơ sở, chứng từ số {number.strip()}."
        note(
            project, "payment.pass_on", text, by=by, on=on, data={"payment": payment.pk, "amount": int(payment.amount)}
        )
