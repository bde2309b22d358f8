"""Recoverable support of the rolling fund: its schedule, and what came back."""

from __future__ import annotations

from typing import Any

from django import forms

from bedo.ledger.rules import ROLLING_FUNDS
from bedo.office.projects.acting import Act, Rows
from bedo.office.projects.acts.common import AFTER_ACCEPTANCE, UNDER_CONTRACT, Data, RowData, today_field, who
from bedo.office.projects.forms.base import SceneForm, money
from bedo.office.projects.forms.closing import RepayForm
from bedo.office.projects.scene import Scene
from bedo.office.shell.inputs import PaperDay
from bedo.projects import queries
from bedo.projects.rules import states as s
from bedo.projects.services import rolling


class InstalmentRow(forms.Form):
    """One repayment: the day it falls due and how much."""

    due_on = PaperDay(label="Ngày đến hạn", required=False)
    amount = money("Số tiền (đồng)", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("due_on")) != bool(data.get("amount")):
            self.add_error("amount" if data.get("due_on") else "due_on", "Ghi đủ ngày và số tiền của kỳ.")
        return data


def is_lent(scene: Scene) -> bool:
    """Is the support of this project one that comes back?"""
    return scene.project.fund in ROLLING_FUNDS


def _rows(scene: Scene) -> list[Data]:
    waiting = scene.share.instalments.filter(transfer_id=None).order_by("number")
    return [{"due_on": row.due_on, "amount": row.amount} for row in waiting]


def _schedule(scene: Scene, data: Data, rows: RowData) -> None:
    given = [(row["due_on"], row["amount"]) for row in rows["ky"] if row.get("due_on")]
    rolling.set_schedule(share=scene.share, rows=given, **who(scene))


def _repay(scene: Scene, data: Data, rows: RowData) -> None:
    rolling.repay_to_fund(share=scene.share, amount=data["amount"], on=data["on"], words=data["words"], **who(scene))


def _schedule_notes(scene: Scene) -> Data:
    return {"schedule": queries.schedule_of(scene.share, scene.today)}


SCHEDULED = UNDER_CONTRACT | AFTER_ACCEPTANCE
ACTS: dict[str, Act] = {
    "lich-hoan-tra": Act("Lịch hoàn trả quỹ", "Lưu lịch hoàn trả", "contract.sign", SCHEDULED, SceneForm, _schedule, "Đã lưu lịch hoàn trả.", rows={"ky": Rows(InstalmentRow, "Các kỳ chưa đến hạn, đồng", 4, _rows)}, notes=_schedule_notes, back="hop-dong", fits=is_lent),
    "hoan-tra-quy": Act("Ghi hoàn trả quỹ", "Ghi hoàn trả", "money.pay", frozenset({s.LIQUIDATED, s.SETTLED, s.FOLLOWED, s.STOPPING}), RepayForm, _repay, "Đã ghi hoàn trả quỹ.", today_field, notes=_schedule_notes, back="hop-dong", fits=is_lent),
}  # fmt: skip
