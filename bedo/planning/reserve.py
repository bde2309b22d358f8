"""The reserve list (danh sách dự phòng): who comes next in the order of the law when money is free again, and a supplementary
round with them in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.answers import Answer
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import queries as ledger_queries
from bedo.ledger.models import BudgetLine
from bedo.ledger.rules import free_to_commit
from bedo.planning import candidates, services
from bedo.planning.candidates import Standing
from bedo.planning.models import PlanItem, YearPlan
from bedo.projects import leftovers
from bedo.projects.models import Project
from bedo.projects.rules import states
from bedo.projects.services.dossiers import move_project


@dataclass(frozen=True)
class Proposed:
    """One project of the reserve list in its place; `left`: the money that is there when its turn comes, whole đồng."""

    standing: Standing
    left: Dong

    @property
    def project(self) -> Project:
        return self.standing.project

    @property
    def ask(self) -> Dong:
        return self.standing.ask

    @property
    def fits(self) -> bool:
        return 0 < self.ask <= self.left


@dataclass(frozen=True)
class Proposal:
    """The reserve list of a line against the money that is free now, and the last day of its budget year."""

    free: Dong
    rows: tuple[Proposed, ...]
    ends: Answer
    days_left: int | None

    @property
    def taken(self) -> tuple[Proposed, ...]:
        """Those that the money reaches, in the legal order."""
        return tuple(row for row in self.rows if row.fits)

    @property
    def total(self) -> Dong:
        return Dong(sum(row.ask for row in self.taken))

    @property
    def too_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0


def proposal(line: BudgetLine, today: date) -> Proposal:
    """Walk the reserve list in the order of the law; whoever fits the money that is left is proposed. A fixed number of queries.

    A supplementary round must still be approved, contracted and paid in its budget year: NĐ 45/2012/NĐ-CP, Điều 14.
    """
    free = free_to_commit(ledger_queries.line_facts(line)).value
    projects = waiting(line)
    plan = YearPlan(line=line, province=line.province, year=line.year)
    rows, left = [], free
    for one in candidates.in_order(projects, plan, today) if projects else []:
        row = Proposed(one, left)
        rows.append(row)
        left = Dong(left - row.ask) if row.fits else left
    ends = leftovers.days_of(line).answers[0]
    return Proposal(free, tuple(rows), ends, (ends.value - today).days if ends.value else None)


def waiting(line: BudgetLine) -> list[Project]:
    """Appraised projects of the line's fund, year and province that no plan took: left out by a decision, or in none yet."""
    rows = Project.objects.filter(
        state__in=(states.NOT_PLANNED, states.BASE_PASSED),
        track="local",
        source_url="",
        fund=line.fund,
        year=line.year,
        province=line.province_id,
    ).exclude(pk__in=PlanItem.objects.filter(outcome="").values("project"))
    return list(
        rows.select_related("province", "place", "place_now")
        .prefetch_related("shares__establishment", "tranches")
        .order_by("pk")
    )


def open_round(*, line: BudgetLine, expected: set[int], by: User, today: date) -> YearPlan:
    """Open a supplementary round with the projects that are proposed now: all of them in one transaction, or nothing.

    `expected`: ids of the projects that the person saw proposed. Raises Refused when list or money changed since, when nothing
    fits, when the budget year is over, when a round of the year is still open.
    """
    with log.writing(line.chain):
        found = proposal(line, today)
        _may_open(found, expected)
        words = f"Đợt bổ sung từ danh sách dự phòng: {len(found.taken)} đề án, {found.total}."
        plan = services.open_plan(line=line, by=by, words=words, is_sample=line.is_sample)
        for row in found.taken:
            if row.project.state == states.NOT_PLANNED:
                move_project(project=row.project, name="take_up", by=by, today=today, comment=words)
            services.add_item(plan=plan, project=row.project, amount=row.ask, by=by, words="Từ danh sách dự phòng")
        passed_over = [row.project.code for row in found.rows if not row.fits]
        over = f" Không đủ kinh phí cho: {', '.join(passed_over)}." if passed_over else ""
        services.note(plan, "plan.reserve", words + over, by=by)
        return plan


def _may_open(found: Proposal, expected: set[int]) -> None:
    if found.too_late:
        raise Refused(
            f"Năm ngân sách đã kết thúc ngày {found.ends.value:%d/%m/%Y}.",
            "Kinh phí còn lại xử lý theo trang cuối năm.",
            code="late",
        )
    if not found.taken:
        raise Refused(
            "Không đề án dự phòng nào vừa với kinh phí còn lại.", "Xét lại khi có thêm kinh phí.", code="empty"
        )
    if {row.project.pk for row in found.taken} != expected:
        raise Refused(
            "Danh sách dự phòng hoặc kinh phí đã thay đổi từ khi mở trang.",
            "Xem lại đề xuất mới rồi lập đợt.",
            code="stale",
        )
