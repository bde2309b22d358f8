"""The contract, the Sở's confirmation of work, what is paid and taken back."""

from __future__ import annotations

from bedo.core.moves import Verdict, refused
from bedo.office.projects.acting import Act, Rows
from bedo.office.projects.acts import recovery
from bedo.office.projects.acts.common import (
    AFTER_ACCEPTANCE,
    UNDER_CONTRACT,
    Data,
    RowData,
    stored,
    today_field,
    who,
)
from bedo.office.projects.acts.rolling import is_lent
from bedo.office.projects.forms import carrying as carrying_forms
from bedo.office.projects.forms import closing as closing_forms
from bedo.office.projects.scene import Scene
from bedo.projects import lawbook, queries
from bedo.projects.rules import states as s
from bedo.projects.services import (
    contracts,
    settlement,
)
from bedo.projects.services.treasury import record_slip


def _contract_initial(scene: Scene) -> Data:
    return {
        "kind": "giao_nhiem_vu" if scene.own_part else "ho_tro",
        "signed_on": scene.today,
        "ends_on": scene.project.ends_on,
        "amount": scene.share.support if scene.share else None,
    }


def _party_rows(scene: Scene) -> list[Data]:
    office = (
        scene.project.implementer.name
        if scene.project.implementer
        else (scene.user.organisation.name if scene.user.organisation else "")
    )
    if scene.own_part:
        return [{"side": "A", "name": "Sở Công Thương"}, {"side": "B", "name": office}]
    named = scene.share.label if scene.several and scene.share else scene.project.beneficiary_names
    return [{"side": "A", "name": office}, {"side": "B", "name": named}]


def _contract(scene: Scene, data: Data, rows: RowData) -> None:
    parties = [
        contracts.Party(row["side"] or chr(65 + number), row["name"], row["representative"], row["position"])
        for number, row in enumerate(rows["ben"])
    ]
    together = {share: data[carrying_forms.together(share)] for share in carrying_forms.others(scene)}
    contracts.sign_contract(
        shares={scene.share: data["amount"]}
        | {share: amount for share, amount in together.items() if amount}
        | {share: share.support for share in data.get("others", ())},
        number=data["number"],
        kind=data["kind"],
        signed_on=data["signed_on"],
        ends_on=data["ends_on"],
        parties=parties,
        words=data["words"],
        **who(scene),
    )


def _work(scene: Scene, data: Data, rows: RowData) -> None:
    contracts.confirm_work(
        share=scene.share,
        number=data["number"],
        on=data["on"],
        done_value=data["done_value"],
        total_value=data["total_value"],
        words=data["words"],
        attachment=stored(scene, data),
        **who(scene),
    )


def _pay_initial(scene: Scene) -> Data:
    kind, amount, _ = lawbook.next_payment(scene.share, scene.today)
    return {"kind": kind, "amount": amount, "on": scene.today}


def _pay_notes(scene: Scene) -> Data:
    _, amount, gate = lawbook.next_payment(scene.share, scene.today)
    after = scene.state in AFTER_ACCEPTANCE
    answer = gate.answer if after else lawbook.advance_offer(scene.share, scene.today)
    return {
        "rule_answer": answer if answer.value is not None else None,
        "rule_strict": scene.advance_strict and not after,
        "verdict": gate.verdict if amount else _all_paid(scene, after),
        "warnings": gate.warnings,
    }


def _all_paid(scene: Scene, after: bool) -> Verdict:
    """Nothing can be paid now: how much was paid already, and what opens the next part."""
    paid = queries.paid(scene.share)
    if after:
        return refused(f"Đã chi đủ {paid} của hợp đồng.", "Không còn khoản nào phải chi.")
    return refused(f"Đã chi {paid}, đủ mức tạm ứng lần một.", "Phần còn lại chi khi nghiệm thu cơ sở đạt.")


def _pay(scene: Scene, data: Data, rows: RowData) -> None:
    payment = contracts.pay(
        share=scene.share, kind=data["kind"], amount=data["amount"], on=data["on"], words=data["words"], **who(scene)
    )
    if data["slip_number"]:
        record_slip(payment=payment, kind=data["slip_kind"], number=data["slip_number"], on=data["on"], **who(scene))


def _reverse(scene: Scene, data: Data, rows: RowData) -> None:
    contracts.reverse_payment(payment=data["payment"], on=data["on"], reason=data["reason"], **who(scene))


def _holds_money(scene: Scene) -> bool:
    """Is there money that the implementing unit has not passed on yet?"""
    return scene.share is not None and scene.share.payments.filter(reversed_on=None, passed_on=None).exists()


def _pass_on(scene: Scene, data: Data, rows: RowData) -> None:
    contracts.pass_on(payment=data["payment"], number=data["number"], on=data["on"], **who(scene))


def _repay(scene: Scene, data: Data, rows: RowData) -> None:
    settlement.repay(share=scene.share, amount=data["amount"], on=data["on"], words=data["words"], **who(scene))


def _is_shared_out(scene: Scene) -> bool:
    return scene.share is not None and scene.share.role != "pool"


ACTS: dict[str, Act] = {
    "hop-dong": Act("Ký hợp đồng", "Ghi hợp đồng", "contract.sign", frozenset({s.FUNDED, s.DETAILED}), carrying_forms.ContractForm, _contract, "Đã ghi hợp đồng.", _contract_initial, {"ben": Rows(carrying_forms.PartyRow, "Các bên", 2, _party_rows)}, lambda scene: {"verdict": scene.verdict("contract")}, "hop-dong", fits=_is_shared_out),
    "khoi-luong": Act("Xác nhận khối lượng tại cơ sở", "Xác nhận", "work.confirm", UNDER_CONTRACT, carrying_forms.WorkForm, _work, "Đã xác nhận khối lượng.", lambda scene: {"on": scene.today, "total_value": lawbook.whole_value(scene.share) or None}, back="hop-dong", fits=lambda scene: not scene.own_part),
    "chi": Act("Tạm ứng, chi", "Ghi khoản chi", "money.pay", UNDER_CONTRACT | {s.ACCEPTED, s.SETTLING}, carrying_forms.PaymentForm, _pay, "Đã ghi khoản chi.", _pay_initial, notes=_pay_notes, back="hop-dong"),
    "ghi-dao": Act("Ghi đảo khoản chi ghi nhầm", "Ghi đảo", "money.reverse", UNDER_CONTRACT | {s.ACCEPTED, s.SETTLING}, carrying_forms.ReversePaymentForm, _reverse, "Đã ghi đảo.", today_field, back="hop-dong"),
    "chuyen-co-so": Act("Chuyển cho cơ sở", "Ghi đã chuyển", "money.pay", UNDER_CONTRACT | {s.ACCEPTED, s.SETTLING, s.LIQUIDATED}, carrying_forms.PassOnForm, _pass_on, "Đã ghi chuyển cho cơ sở.", today_field, back="hop-dong", tracks=s.NATIONAL, fits=_holds_money),
    "nop-lai": Act("Ghi nộp lại ngân sách", "Ghi nộp lại", "money.pay", recovery.REPAYABLE, closing_forms.RepayForm, _repay, "Đã ghi nộp lại ngân sách.", recovery.repay_initial, notes=recovery.repay_notes, back="hop-dong", fits=lambda scene: not is_lent(scene)),
}  # fmt: skip
