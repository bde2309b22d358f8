"""Envelopes with their decisions, and plans of the two years: allocated, approved, submitted."""

from __future__ import annotations

from datetime import date

from bedo.config.demo.sample.cases import MILLION
from bedo.config.demo.sample.stage import Stage
from bedo.core.types import Dong
from bedo.ledger.models import BudgetLine
from bedo.ledger.rules import FUNDS
from bedo.ledger.services import open_line
from bedo.planning import opinions, targets
from bedo.planning import services as planning
from bedo.planning.models import YearPlan
from bedo.projects.models import Project

FUND = "kcdp"
UBND, SO, TRUNG_TAM = "UBND tỉnh", "Sở Công Thương", "Trung tâm Khuyến công"


def envelope(stage: Stage, year: int, millions: int, on: date, fund: str = FUND) -> BudgetLine:
    """The year's local money, with the decision that gives it."""
    accountant = stage.cast["ketoan"]
    open_line(province=stage.province, fund=fund, year=year, by=accountant, is_sample=True)
    decision = stage.paper(
        UBND,
        "QĐ",
        "QĐ-UBND",
        on,
        f"Giao dự toán {FUNDS[fund].lower().removeprefix('kinh phí ')} năm {year}",
        accountant,
        "Chủ tịch H",
    )
    return planning.give_envelope(
        province=stage.province, fund=fund, year=year, amount=Dong(millions * MILLION), on=on, decision=decision,
        by=accountant, today=on,
    )  # fmt: skip


def submitted(stage: Stage, line: BudgetLine, projects: list[Project], on: date, words: str) -> YearPlan:
    director = stage.cast["giamdoctt"]
    plan = planning.open_plan(line=line, by=director, words=words, is_sample=True)
    for project in projects:
        planning.add_item(plan=plan, project=project, amount=planning.asked_of_year(project, plan.year), by=director)
    planning.submit_plan(plan=plan, by=director, today=on, on=on)
    return plan


def approved(
    stage: Stage, plan: YearPlan, opinion_on: date, on: date, left_out: dict[Project, str] | None = None
) -> YearPlan:
    """Sở Tài chính agrees; the chairman's decision is recorded."""
    planning.give_opinion(
        plan=plan, agrees=True, text="Nhất trí phương án phân bổ.", on=opinion_on, by=stage.cast["taichinh"], today=opinion_on
    )  # fmt: skip
    chairman = stage.cast["chutich"]
    decision = stage.paper(
        UBND,
        "QĐ",
        "QĐ-UBND",
        on,
        f"Phê duyệt kế hoạch khuyến công năm {plan.year}, đợt {plan.round}",
        chairman,
        "Chủ tịch H",
    )
    reasons = {project.pk: why for project, why in (left_out or {}).items()}
    items = {item.pk: reasons[item.project_id] for item in plan.items.all() if item.project_id in reasons}
    planning.approve_plan(plan=plan, decision=decision, left_out=items, by=chairman, today=on)
    return plan


def allocated(stage: Stage, plan: YearPlan, on: date) -> YearPlan:
    head = stage.cast["giamdocso"]
    text = f"Giao dự toán kế hoạch khuyến công năm {plan.year}, đợt {plan.round}"
    planning.allocate(
        plan=plan, paper=stage.paper(SO, "QĐ", "QĐ-SCT", on, text, head, "Giám đốc Sở G"), by=head, today=on
    )
    return plan


def asked(stage: Stage, plan: YearPlan, on: date, due_on: date, answered_on: date) -> None:
    """Two departments are asked about a plan that waits: one has answered, Sở Tài chính has not."""
    director = stage.cast["giamdoctt"]
    opinions.ask(plan=plan, department="Sở Tài chính", asked_on=on, due_on=due_on, must=True, by=director, today=on)
    other = opinions.ask(
        plan=plan, department="Sở Nông nghiệp và Môi trường", asked_on=on, due_on=due_on, by=director, today=on
    )
    text = "Nhất trí; đề nghị kiểm tra xử lý nước thải của cơ sở chế biến."
    opinions.answer(row=other, agrees=True, text=text, on=answered_on, by=director, today=answered_on)


def programme(stage: Stage, year: int) -> None:
    """A programme of five years of the province around this one; all its numbers are made up and marked so."""
    director, first = stage.cast["giamdoctt"], year - (year - 1) % 5
    on = date(first - 1, 12, 15)
    decision = stage.paper(
        UBND,
        "QĐ",
        "QĐ-UBND",
        on,
        f"Phê duyệt Chương trình khuyến công giai đoạn {first}–{first + 4}",
        director,
        "Chủ tịch H",
    )
    made = targets.found_programme(
        province=stage.province, name=f"Chương trình khuyến công tỉnh giai đoạn {first}–{first + 4}",
        first_year=first, last_year=first + 4, decision=decision, by=director, is_sample=True,
    )  # fmt: skip
    machines, marks = "MAY_MOC_CHUYEN_GIAO_CN", "THUONG_HIEU"
    for words, content, number, unit, millions in (
        ("Ứng dụng máy móc tiên tiến", machines, 60, "đề án", 15_000),
        ("Xây dựng, đăng ký nhãn hiệu", marks, 20, "đề án", 700),
        ("Đào tạo nghề, truyền nghề", "DAO_TAO_NGHE", 500, "lao động", None),
    ):
        money = Dong(millions * MILLION) if millions else None
        targets.add_target(
            programme=made, words=words, contents=[content], number=number, unit=unit, money=money, by=director
        )
