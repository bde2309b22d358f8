"""What is done under the contract of one share: progress, acceptance, settlement, and the effects of later years."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bedo.config.scale.chains import morning
from bedo.config.scale.life import Step
from bedo.core import log
from bedo.core.text import name_key
from bedo.projects.models import (
    Acceptance,
    AcceptanceLine,
    AcceptanceParty,
    Contract,
    ContractParty,
    ContractShare,
    Effect,
    ProgressReport,
    Settlement,
    SettlementLine,
    Voucher,
    WorkConfirmation,
)
from bedo.projects.rules import states as s

EFFECTS = 3
LATE = 0.2
"""How often the report of the last month is missing."""
SELLER = "Công ty TNHH Thiết bị (mẫu)"
BODIES = [
    ["Sở Công Thương", "Đại diện Sở", "Phó Trưởng phòng"],
    ["Trung tâm Khuyến công", "Đại diện Trung tâm", "Phó Giám đốc"],
    ["UBND xã", "Đại diện UBND xã", "Phó Chủ tịch"],
]
ROW = (
    "text", "unit", "contract_quantity", "done_quantity", "contract_value", "done_value", "from_fund",
    "from_beneficiary", "from_other",
)  # fmt: skip


class CarryingOut:
    """Writes the rows of one contract. `next_month`: whose report is due next; `effects`: years that were asked about."""

    def __init__(self, share: Any):
        self.writer, self.scene, self.part, self.maker = share.writer, share.scene, share.part, share.maker
        self.tables, self.rng, self.share, self.is_task = share.tables, share.scene.rng, share.pk, share.role == "unit"
        self.signed = self.part.on("share.contract")
        self.total = self.part.contracted + self.part.counterpart
        self.effects, self.next_month = 0, self.signed.replace(day=1)
        self.mark = self.writer.code[-4:] + (f".{share.number}" if share.number > 1 else "")
        self.contract = self._contract()
        self._follow()

    def _contract(self) -> int:
        signed = self.signed
        self.scene.counts["contract", signed.year] += 1
        count = self.scene.counts["contract", signed.year]
        self.number = f"{count}/{signed.year}/{'GNV' if self.is_task else 'HĐ-KC'}"
        contract = self.tables[Contract].add(
            province_id=self.scene.province.pk,
            number=self.number,
            kind="giao_nhiem_vu" if self.is_task else "thuc_hien",
            signed_on=signed,
            ends_on=self.part.ends_on,
            created_by_id=self.scene.cast["giamdoctt"],
        )
        parties = ("Sở Công Thương", f"Trung tâm Khuyến công {self.scene.province.name}")
        if not self.is_task:
            parties = (parties[1], self.maker.name)
        for side, name in zip("AB", parties, strict=True):
            own = self.maker.pk if name == self.maker.name else None
            self.tables[ContractParty].add(contract_id=contract, side=side, name=name, establishment_id=own)
        self.tables[ContractShare].add(contract_id=contract, share_id=self.share, amount=self.part.contracted)
        return contract

    def _follow(self) -> None:
        started = self.part.on("share.start")
        if started:
            self._progress(started)
        for round_, step in enumerate(
            (step for step in self.part.steps if step.name in ("share.fail", "share.accept")), 1
        ):
            self._acceptance(round_, step)
        accepted = self.part.on("share.accept")
        if accepted and self.part.on("share.settle_dossier"):
            self._settlement(accepted)
        if accepted:
            self._effects(accepted)

    def _progress(self, started: date) -> None:
        total = self.total
        checked = started + timedelta(days=12)
        if checked <= self.scene.today:
            self.tables[WorkConfirmation].add(
                share_id=self.share,
                number=f"BB-{self.mark}",
                on=checked,
                done_value=total * 5 // 10,
                total_value=total,
                confirmed_by_id=self.scene.cast["chuyenvienso"],
                entered_at=morning(checked),
            )
        ended = self.part.on("share.complete") or self.part.on("share.stop") or self.scene.today
        months = _months(started, ended)
        if self.part.state != s.RUNNING:
            reported = months[:2]
        else:
            reported = months[:-1] if self.rng.random() < LATE else months
        for number, month in enumerate(reported, 1):
            self._report(month, min(100, 100 * number // len(months)))
        self.next_month = _behind(reported[-1]) if reported else months[0]

    def _report(self, month: date, done: int) -> None:
        self.tables[ProgressReport].add(
            share_id=self.share,
            month=month,
            planned_percent=min(100, done + self.rng.choice((0, 0, 5))),
            done_percent=done,
            done_text="Thực hiện theo hợp đồng.",
            spent=self.total * done // 100,
            submitted_on=min(month.replace(day=24), self.scene.today),
            reported_by_id=self.writer.officer,
        )

    def _acceptance(self, round_: int, step: Step) -> None:
        passed, total = step.name == "share.accept", self.total
        row = [
            "Nội dung theo hợp đồng",
            "bộ",
            1,
            int(passed),
            total,
            total,
            self.part.contracted,
            self.part.counterpart,
            0,
        ]
        content = {
            "share": self.share,
            "round": round_,
            "number": f"NT-{self.mark}/{round_}",
            "held_on": step.on,
            "where": self.maker.ground.label,
            "quality": "Đúng hợp đồng." if passed else "Máy chưa chạy ổn định.",
            "effects": "",
            "on_time": True,
            "result": "passed" if passed else "failed",
            "demands": "" if passed else "Chạy thử lại.",
        }
        hashed = log.digest(log.canonical({**content, "parties": BODIES, "lines": [row]}))
        minutes = self.tables[Acceptance].add(
            share_id=content.pop("share"),
            signed_on=step.on,
            signed_by_id=self.scene.cast["giamdocso"],
            content_hash=hashed,
            **content,
        )
        for body, name, position in BODIES:
            self.tables[AcceptanceParty].add(acceptance_id=minutes, body=body, name=name, position=position)
        self.tables[AcceptanceLine].add(acceptance_id=minutes, number=1, **dict(zip(ROW, row, strict=True)))

    def _settlement(self, accepted: date) -> None:
        sent, decided = self.part.on("share.settle_dossier"), self.part.on("share.liquidate")
        for source, amount in (("fund", self.part.contracted), ("beneficiary", self.part.counterpart)):
            if amount:
                self.tables[Voucher].add(
                    share_id=self.share,
                    number=f"HD{self.mark}{source[0].upper()}",
                    on=accepted,
                    seller=SELLER,
                    seller_key=name_key(SELLER),
                    text=self.writer.title,
                    amount=amount,
                    source=source,
                    entered_at=morning(sent),
                    entered_by_id=self.scene.cast["ketoan"],
                )
        settlement = self.tables[Settlement].add(
            contract_id=self.contract,
            submitted_on=sent,
            due_on=accepted + timedelta(days=15),
            submitted_by_id=self.scene.cast["ketoan"],
            decided_on=decided,
            decided_by_id=self.scene.cast["giamdocso"] if decided else None,
        )
        settled = sum(flow.amount for flow in self.part.flows if flow.kind == "settle")
        back = sum(flow.amount for flow in self.part.flows if flow.kind == "recover")
        self.tables[SettlementLine].add(
            settlement_id=settlement,
            share_id=self.share,
            approved=self.part.contracted,
            asked=self.part.contracted,
            settled=settled if decided else None,
            released=0 if decided else None,
            recovered=back if decided else None,
        )

    def _effects(self, accepted: date) -> None:
        if self.part.state not in (s.FOLLOWED, s.CLOSED):
            return
        for number in range(1, EFFECTS + 1):
            seen = accepted.replace(day=1) + timedelta(days=366 * number)
            if seen > self.scene.today or (self.part.state == s.FOLLOWED and self.rng.random() < 0.1):
                return
            self.effects = number
            self.tables[Effect].add(
                share_id=self.share,
                year=accepted.year + number,
                as_of=seen,
                workers=self.rng.randint(4, 90),
                jobs_new=self.rng.randint(0, 6),
                revenue=self.rng.randint(5, 300) * 100_000_000,
                machine_in_use=True,
                said_by="Chủ cơ sở",
                said_how="visit",
                recorded_at=morning(seen),
                recorded_by_id=self.writer.officer,
            )


def _months(first: date, last: date) -> list[date]:
    """First days of the months from that of `first` up to the one before `last`, at least the first."""
    found = [first.replace(day=1)]
    while _behind(found[-1]) < last.replace(day=1):
        found.append(_behind(found[-1]))
    return found


def _behind(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
