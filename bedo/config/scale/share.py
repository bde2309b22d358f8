"""The rows of one share of a synthetic project: what it gets, its steps, its money, and what was asked to be changed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from bedo.config.scale import changing
from bedo.config.scale.carrying import EFFECTS, CarryingOut
from bedo.config.scale.life import Flow, Part, Step
from bedo.config.scale.scene import DOERS, FLOW_DOERS, WORDS
from bedo.core.types import Dong
from bedo.ledger.rules import Side
from bedo.projects.models import Payment, Share
from bedo.projects.rules import states as s


class ShareWriter:
    """Writes one share: its rows now, its log and money when their days come."""

    def __init__(self, writer: Any, pk: int, number: int, role: str, maker: Any, part: Part):
        self.writer, self.scene, self.tables = writer, writer.scene, writer.tables
        self.pk, self.number, self.role, self.maker, self.part = pk, number, role, maker, part
        self.holder = f"share:{pk}"
        self._row()
        for step in part.steps:
            self.scene.later(step.on, partial(self._note, step))
        self.carried = CarryingOut(self) if part.contracted else None
        for flow in part.flows:
            self.scene.later(flow.on, partial(self._flow, flow))
        if part.change:
            changing.write(self, part.change)

    def _row(self) -> None:
        self.tables[Share].add(
            id=self.pk,
            project_id=self.writer.pk,
            number=self.number,
            role=self.role,
            establishment_id=self.maker.pk if self.role == "beneficiary" else None,
            place_id=self.maker.ground.place_id,
            state=self.part.state,
            support=self.part.support,
            counterpart=None if self.role == "unit" else self.part.counterpart,
            counterpart_proven=self.part.counterpart if self.part.on("share.accept") else 0,
        )

    def _note(self, step: Step) -> None:
        place = self.part.steps.index(step)
        before = self.part.steps[place - 1].to if place else self.writer.life.steps[-1].to
        data = {"share": self.number, "from": before, "to": step.to}
        name = DOERS.get(step.name.partition(".")[2])
        by = self.scene.cast[name] if name else self.writer.officer
        self.scene.note(step.name, self.writer.subject, WORDS[step.name], by, step.on, data)

    # --- money

    def _flow(self, flow: Flow) -> None:
        book, line, by = self.scene.book, self.writer.line, self.scene.cast[FLOW_DOERS.get(flow.kind, "ketoan")]
        pool = f"share:{self.writer.first_share}"
        source = self._side(flow.source, pool if flow.kind == "shift" else self.holder)
        target = self._side(flow.target, self.holder)
        reference = f"contract:{self.carried.contract}" if self.carried else self.writer.subject
        moved = book.post(line, source, target, flow.amount, flow.kind, by=by, on=flow.on, reference=reference)
        if flow.undoes:
            book.reverse(line, moved, by=by, on=flow.on, note="Ghi trùng khoản chi")
        if flow.pays:
            self._payment(flow, moved, by)

    def _side(self, stage: str, holder: str) -> Side:
        return Side(stage) if stage in ("available", "out") else Side(stage, holder, self.writer.subject)

    def _payment(self, flow: Flow, moved: Any, by: int) -> None:
        self.tables[Payment].add(
            share_id=self.pk,
            contract_id=self.carried.contract,
            kind=flow.pays,
            amount=flow.amount,
            on=flow.on,
            transfer_id=moved.pk,
            explanation=f"{Dong(flow.amount)} trong {Dong(self.part.contracted)} của hợp đồng",
            reversed_on=flow.on if flow.undoes else None,
            entered_at=moved.entered_at,
            entered_by_id=by,
        )

    # --- deadlines

    def due(self) -> tuple[date | None, str]:
        """The next deadline, in the words of projects.lawbook."""
        part, state, year = self.part, self.part.state, self.writer.life.days.year
        if state in (s.CONTRACTED, s.RUNNING, s.REWORK):
            month = self.carried.next_month
            report = month.replace(day=25)
            if part.ends_on <= report:
                return part.ends_on, "Hết hạn hợp đồng"
            return report, f"Báo cáo tiến độ tháng {month:%m/%Y} · trước ngày 25 · TT 36/2013 Đ.23"
        if state == s.COMPLETED:
            return part.ends_on, "Nghiệm thu trong thời hạn hợp đồng"
        if state == s.ACCEPTED:
            day = part.on("share.accept") + timedelta(days=15)
            return day, "Nộp hồ sơ quyết toán, 15 ngày từ nghiệm thu cuối · TT 36/2013 Đ.18"
        if state == s.SETTLING:
            return date(year + 1, 1, 22), "Thanh lý, quyết toán chậm nhất 22/01 · TT 36/2013 Đ.18"
        if state in (s.SETTLED, s.FOLLOWED) and (number := self.carried.effects + 1) <= EFFECTS:
            accepted = part.on("share.accept")
            day = accepted.replace(year=accepted.year + number, day=min(accepted.day, 28))
            return day, f"Hỏi hiệu quả năm thứ {number} sau nghiệm thu"
        if state == s.STOPPING:
            return part.change.decided + changing.RECOVERY, "Nộp lại kinh phí theo quyết định · TT 36/2013 Đ.12"
        return None, ""
