"""Envelopes with their decisions, and plans of the two years: allocated, approved, submitted."""

from __future__ import annotations

from datetime import date

from bedo.config.demo.sample.cases import MILLION
from bedo.config.demo.sample.stage import Stage
from bedo.core.types import Dong
from bedo.ledger.models import BudgetLine
from bedo.ledger.rules import FUNDS
from bedo.ledger.services import open_line
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
