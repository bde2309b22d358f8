"""What waits around the year's plan beside its next move: departments that have not answered, freed money and the reserve list.

Everything is annotated on the plans that the desk reads anyway: it costs no statement more.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from bedo.core.clock import today
from bedo.ledger.models import Account, Transfer
from bedo.office.desk.tasks import Task
from bedo.planning import rules
from bedo.planning.models import OpinionRequest, YearPlan
from bedo.projects.models import Project
from bedo.projects.rules import states


def at_work(plans: QuerySet[YearPlan]) -> QuerySet[YearPlan]:
    """Plans that somebody has to do something about, with what stands in their opinions.

    `finance_on`, `finance_due`: the answer of Sở Tài chính and its last day; `waiting`: how many have not answered;
    `waiting_since`, `waiting_due`, `waiting_for`: the longest wait; `may_refill`: money came free and projects are on the
    reserve list.
    """
    asked = OpinionRequest.objects.filter(plan=OuterRef("pk"), submission=OuterRef("submissions"), withdrawn_on=None)
    finance, silent = asked.filter(key=rules.FINANCE), asked.filter(answered_on=None).order_by("asked_on", "pk")
    counted = silent.order_by().values("plan").annotate(count=Count("pk")).values("count")
    rows = plans.annotate(
        finance_on=Subquery(finance.values("answered_on")[:1]),
        finance_due=Subquery(finance.values("due_on")[:1]),
        waiting=Subquery(counted),
        waiting_since=Subquery(silent.values("asked_on")[:1]),
        waiting_due=Subquery(silent.values("due_on")[:1]),
        waiting_for=Subquery(silent.values("department")[:1]),
        may_refill=_may_refill(),
    )
    return rows.filter(~Q(state=rules.ALLOCATED) | Q(may_refill=True))


def _may_refill() -> Q:
    """The last round of this year was decided, money was released and is there, and a project waits."""
    of_line = {"line": OuterRef("line")}
    freed = Transfer.objects.filter(kind="release", reverses=None, reversal=None, **of_line)
    there = Account.objects.filter(stage="available", balance__gt=0, **of_line)
    newer = YearPlan.objects.filter(round__gt=OuterRef("round"), **of_line)
    waiting = Project.objects.filter(
        state=states.NOT_PLANNED, track="local", source_url="", province=OuterRef("province"),
        fund=OuterRef("line__fund"), year=OuterRef("year"),
    )  # fmt: skip
    decided = Q(state__in=(rules.APPROVED, rules.ALLOCATED), year=today().year, line__is_open=True)
    return decided & Exists(waiting) & Exists(freed) & Exists(there) & ~Exists(newer)


def beside(plan: YearPlan, rights: frozenset[str], day: date) -> list[Task]:
    """What waits beside the plan's next move, for who keeps it."""
    if plan.level.edit not in rights or not plan.province_id:
        return []
    found = []
    if plan.state == rules.SUBMITTED and plan.waiting:
        found.append(_reminder(plan, day))
    if plan.may_refill:
        found.append(_refill(plan))
    return found


def _reminder(plan: YearPlan, day: date) -> Task:
    more = f" và {plan.waiting - 1} cơ quan khác" if plan.waiting > 1 else ""
    url = reverse("office:planning:opinions", args=[plan.pk])
    return Task(
        due_on=plan.waiting_due,
        what=f"Nhắc {plan.waiting_for}{more} trả lời phiếu lấy ý kiến",
        url=url,
        about=f"Kế hoạch {plan.line.name}, đợt {plan.round}",
        why=f"Gửi phiếu {plan.waiting_since:%d/%m/%Y}, đã chờ {(day - plan.waiting_since).days} ngày",
        button_url=url,
        is_sample=plan.is_sample,
    )


def _refill(plan: YearPlan) -> Task:
    url = reverse("office:planning:reserve", args=[plan.line_id])
    return Task(
        due_on=None,
        what="Xét danh sách dự phòng cho kinh phí vừa giải phóng",
        url=url,
        about=plan.line.name,
        why="Còn tiền chưa bố trí, còn đề án chờ",
        button="Xem đề xuất",
        button_url=url,
        is_sample=plan.is_sample,
    )
