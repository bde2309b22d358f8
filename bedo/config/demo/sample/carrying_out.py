"""From the contract to the effects: advance, monthly progress, acceptance, vouchers, settlement, follow-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bedo.config.demo.sample.cases import LATE, MILLION, Case
from bedo.config.demo.sample.days import REPORT_DAY
from bedo.config.demo.sample.plans import SO, TRUNG_TAM
from bedo.config.demo.sample.stage import Stage
from bedo.core.types import Dong
from bedo.projects import lawbook, queries
from bedo.projects.models import Contract, Project, Share
from bedo.projects.rules import states
from bedo.projects.services import acceptance, contracts, effects, progress, settlement
from bedo.projects.services.acceptance import PartyInput, RowInput
from bedo.projects.services.dossiers import add_paper
from bedo.projects.services.shares import move_share

SELLER = "Công ty bán máy mẫu"


@dataclass(frozen=True)
class Road:
    """The days of carrying out. `last_report`: the newest month that was reported; `advance` None: none was paid."""

    contract: date
    last_report: date
    advance: date | None = None
    completed: date | None = None
    accepted: date | None = None
    settled: date | None = None
    liquidated: date | None = None


def sign(stage: Stage, project: Project, on: date) -> Share:
    director, share = stage.cast["giamdoctt"], project.shares.get(number=1)
    number = f"{stage.number(f'contract{on.year}'):02d}/{on.year}/HĐ-KC"
    contracts.sign_contract(
        shares={share: share.support},
        number=number,
        kind="ho_tro",
        signed_on=on,
        ends_on=date(on.year, 12, 20),
        parties=[
            contracts.Party("A", stage.cast.centre.name, "Giám đốc Trung tâm D", "Giám đốc"),
            contracts.Party(
                "B", share.establishment.name, f"Chủ {share.establishment.name}", "Chủ cơ sở", share.establishment
            ),
        ],
        by=director,
        today=on,
        paper=stage.paper(
            TRUNG_TAM, "HĐ", "HĐ-KC", on, f"Hợp đồng hỗ trợ {project.code}", director, "Giám đốc Trung tâm D"
        ),
    )
    share.refresh_from_db()
    return share


def start(share: Share, on: date) -> None:
    move_share(share=share, name="start", by=share.project.officer, today=on, on=on)


def report(stage: Stage, share: Share, road: Road, *, behind: bool) -> None:
    """One report a month up to the last one that fell due; finished work reaches 100 %, late work stays a quarter behind."""
    months = stage.days.months(road.contract, road.last_report)
    whole = len(months) if road.completed else len(months) + 2
    for place, month in enumerate(months, start=1):
        planned = 100 * place // whole
        percent = planned * 3 // 4 if behind else planned
        day = max(min(month.replace(day=REPORT_DAY), stage.days.last), road.contract)
        progress.report_progress(
            share=share,
            month=month,
            planned_percent=planned,
            done_percent=percent,
            done_text="Nhà cung cấp giao máy chậm." if behind else "Lắp đặt và chạy thử theo tiến độ.",
            spent=Dong(int(lawbook.whole_value(share)) // 100 * percent),
            photos=[stage.photo] if place == len(months) else None,
            submitted_on=day,
            by=share.project.officer,
            today=day,
        )


def first_month(stage: Stage, share: Share, road: Road) -> None:
    """The report of the month of the contract, when it has fallen due: nothing done yet."""
    day = max(road.last_report, road.contract)
    if day.replace(day=1) == road.contract.replace(day=1):
        progress.nothing_new(shares=[share], month=day, by=share.project.officer, today=day)


def advance(stage: Stage, share: Share, on: date) -> None:
    """The Sở confirms three quarters of the work, then the first advance that the table allows is paid."""
    project, checked = share.project, on - timedelta(days=4)
    contracts.confirm_work(
        share=share, number=f"BB-KT {share.pk}", on=checked, done_value=Dong(int(lawbook.whole_value(share)) // 100 * 76),
        total_value=lawbook.whole_value(share), by=stage.cast["chuyenvienso"], today=checked, words="Kiểm tra tại cơ sở.",
        attachment=stage.scan,
    )  # fmt: skip
    for item in lawbook.advance_checklist(share, checked):
        if item.missing:
            add_paper(
                project=project, share=share, slot=item.key, label=item.name, words="Bản gốc lưu tại Trung tâm",
                dated_on=checked, by=project.officer,
            )  # fmt: skip
    amount = lawbook.advance_offer(share, on).value
    contracts.pay(share=share, kind="first_advance", amount=amount, on=on, by=stage.cast["ketoan"], today=on)


def complete(share: Share, on: date) -> None:
    move_share(share=share, name="complete", by=share.project.officer, today=on, on=on)


def minutes(stage: Stage, share: Share, on: date, *, failed: str = "") -> None:
    """Minutes at the establishment, signed; `failed` says what must be done again."""
    project, total = share.project, share.project.total
    done = Dong(int(total) // 100 * 90) if failed else total
    row = RowInput(
        text=project.estimate.first().text, unit="bộ", contract_quantity=1, done_quantity=0 if failed else 1,
        contract_value=total, done_value=done, from_fund=Dong(0) if failed else share.support,
        from_beneficiary=done if failed else total - share.support,
    )  # fmt: skip
    written = acceptance.write_minutes(
        share=share,
        held_on=on,
        number=f"{stage.number(f'minutes{on.year}'):02d}/BB-NT",
        where=share.place.label,
        quality="Máy chạy ổn định." if not failed else "Máy chưa đạt công suất ghi trong hợp đồng.",
        effects="Sản lượng tăng, bớt hai công lao động nặng mỗi ngày." if not failed else "",
        on_time=not failed,
        result="failed" if failed else "passed",
        demands=failed,
        redo_by=on + timedelta(days=30) if failed else None,
        parties=[
            PartyInput("Sở Công Thương", "Chuyên viên Sở E", "Chuyên viên"),
            PartyInput("Trung tâm Khuyến công", project.officer.full_name, "Cán bộ"),
            PartyInput(
                f"UBND {share.place.label[0].lower()}{share.place.label[1:]}", "Cán bộ xã P", "Công chức kinh tế"
            ),
            PartyInput(share.establishment.name, f"Chủ {share.establishment.name}", "Chủ cơ sở"),
        ],
        rows=[row],
        by=project.officer,
        today=on,
    )
    acceptance.sign_minutes(minutes=written, signed_on=on, by=stage.cast["chuyenvienso"], today=on, scan=stage.scan)
    share.refresh_from_db()


def vouchers(stage: Stage, share: Share, on: date) -> None:
    """The invoice of the machine by its two sources, and the papers of completion."""
    officer, own = share.project.officer, share.project.total - share.support
    for source, amount in (("fund", share.support), ("beneficiary", own)):
        acceptance.record_voucher(
            share=share, number=f"{1000 + share.pk}", on=on, seller=SELLER, text="Hóa đơn mua máy", amount=amount,
            vat=Dong(int(amount) // 11), source=source, by=officer, today=on,
        )  # fmt: skip
    stage.fill(share.project, lawbook.completion_checklist(share, on), on, officer, share)


def pay_rest(stage: Stage, share: Share, on: date) -> None:
    rest = share.support - queries.paid(share)
    contracts.pay(share=share, kind="remaining_advance", amount=rest, on=on, by=stage.cast["ketoan"], today=on)


def settle(stage: Stage, share: Share, on: date) -> Contract:
    contract = queries.contract_of(share)
    settlement.submit_settlement(
        contract=contract, asked={share.pk: share.support}, submitted_on=on, by=share.project.officer, today=on
    )
    return contract


def liquidate(stage: Stage, share: Share, contract: Contract, on: date) -> None:
    head = stage.cast["giamdocso"]
    paper = stage.paper(SO, "QĐ", "QĐ-SCT", on, f"Phê duyệt quyết toán {share.project.code}", head, "Giám đốc Sở G")
    settlement.liquidate(
        settlement=contract.settlement, settled={share.pk: share.support}, decided_on=on, by=head, today=on, paper=paper
    )


def carry(stage: Stage, project: Project, case: Case, road: Road) -> None:
    """Along the road as far as its days go."""
    share = sign(stage, project, road.contract)
    if case.until == states.CONTRACTED:
        first_month(stage, share, road)
        return
    start(share, road.contract + timedelta(days=5))
    report(stage, share, road, behind=case.way == LATE)
    if road.advance:
        advance(stage, share, road.advance)
    if case.way == LATE:
        hold_up(stage, share)
    if road.completed:
        complete(share, road.completed)
    if case.until == states.REWORK:
        minutes(
            stage,
            share,
            road.accepted,
            failed="Chỉnh lại máy, chạy đủ công suất ghi trong hợp đồng rồi mời nghiệm thu lại.",
        )
    elif road.accepted:
        close(stage, share, road)


def close(stage: Stage, share: Share, road: Road) -> None:
    """Accepted; then as far as vouchers, settlement and liquidation have days."""
    minutes(stage, share, road.accepted)
    if road.settled is None:
        return
    vouchers(stage, share, road.settled - timedelta(days=3))
    pay_rest(stage, share, road.settled - timedelta(days=2))
    contract = settle(stage, share, road.settled)
    if road.liquidated:
        liquidate(stage, share, contract, road.liquidated)


def hold_up(stage: Stage, share: Share) -> None:
    """Two difficulties: one solved, one still with the director."""
    officer, ago = share.project.officer, stage.days.ago
    solved = progress.raise_difficulty(
        share=share, text="Đường vào xưởng sạt lở, xe chở máy không vào được.", holder=officer, due_on=ago(60), by=officer,
        today=ago(75),
    )  # fmt: skip
    progress.close_difficulty(
        difficulty=solved, outcome="UBND xã đã cho san gạt, xe vào được.", by=officer, today=ago(63)
    )  # fmt: skip
    progress.raise_difficulty(
        share=share, text="Nhà cung cấp báo chậm máy đóng gói sáu tuần.", holder=stage.cast["giamdoctt"], due_on=ago(4),
        by=officer, today=ago(25),
    )  # fmt: skip


def follow(stage: Stage, project: Project, on: date) -> Share:
    share = project.shares.get(number=1)
    move_share(share=share, name="follow", by=project.officer, today=on, on=on)
    return share


def ask_effects(stage: Stage, share: Share, case: Case, on: date, *, ended: bool) -> None:
    """What the establishment says about a year later; what it does not know stays empty."""
    effects.record_effect(
        share=share, year=on.year, as_of=on, said_by=f"Chủ {case.name}", said_how="visit" if ended else "phone",
        workers=case.workers + 2, jobs_new=2, income=Dong(6 * MILLION), revenue=Dong(case.price * 3 * MILLION) if ended else None,
        new_customers=2 if ended else None, quality="Đều hơn, ít phải làm lại." if ended else "", machine_in_use=True,
        by=share.project.officer, today=on,
    )  # fmt: skip
    if ended:
        move_share(share=share, name="close", by=share.project.officer, today=on, on=on)
