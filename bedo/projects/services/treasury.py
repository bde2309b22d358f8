"""What was sent to the Treasury for a payment, written down as it left the office."""

from __future__ import annotations

from datetime import date

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.ledger.treasury.rules import SLIPS
from bedo.projects.models import Payment
from bedo.projects.services.acts import act, not_future, note, require


def record_slip(*, payment: Payment, kind: str, number: str, on: date, by: User, today: date) -> None:
    """Write the Treasury's paper of a payment: kind, number, day. Written again it is replaced, and the log keeps both.

    Refuses a payment that was reversed, a kind that is not known, a paper without a number, a day to come.
    TTLT 26/2014/TTLT-BTC-BCT, Điều 8.
    """
    project = payment.share.project
    with act(project, by=by, what="Ghi giấy gửi Kho bạc"):
        require(project, "money.pay", by=by, what="ghi giấy gửi Kho bạc")
        payment.refresh_from_db()
        if payment.reversed_on:
            raise Refused("Khoản chi này đã ghi đảo.", "Chọn khoản chi khác.", code="reversed")
        if kind not in SLIPS:
            raise Refused("Chưa chọn loại giấy.", "Chọn loại giấy.", field="slip_kind", status=422)
        if not number.strip():
            raise Refused("Chưa ghi số của giấy.", "Ghi số như trên giấy.", field="slip_number", status=422)
        not_future(on, today, "slip_on")
        before = f" (trước đây ghi số {payment.slip_number})" if payment.slip_number else ""
        Payment.objects.filter(pk=payment.pk).update(slip_kind=kind, slip_number=number.strip(), slip_on=on)
        payment.refresh_from_db()
        text = f"{SLIPS[kind]} số {payment.slip_number} ngày {on:%d/%m/%Y} cho khoản chi {payment.amount}{before}."
        data = {"payment": payment.pk, "number": payment.slip_number}
        note(project, "money.slip", text, by=by, on=on, data=data)
