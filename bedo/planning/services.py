"""The year's plan: envelope, items, submission, Sở Tài chính's opinion, decision, estimate given."""

from __future__ import annotations

from datetime import date

from django.db.models import Sum

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.moves import Refused
from bedo.core.numbers import next_number
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.ledger import queries as ledger_queries
from bedo.ledger import rules as ledger_rules
from bedo.ledger import services as ledger
from bedo.ledger.models import BudgetLine
from bedo.places.models import Unit
from bedo.planning import opinions, rules, versions
from bedo.planning.acts import act, need, note
from bedo.planning.acts import chains as chains
from bedo.planning.models import OpinionRequest, PlanItem, YearPlan
from bedo.programmes import queries as law
from bedo.programmes import rules as law_rules
from bedo.programmes.services import mark_used
from bedo.projects import lawbook
from bedo.projects.models import Project, Share
from bedo.projects.queries import pool_of
from bedo.projects.rules import states
from bedo.projects.services import acts
from bedo.projects.services.acts import advance, not_future
from bedo.projects.services.dossiers import move_project
from bedo.projects.services.shares import keep_sums


def give_envelope(
    *,
    province: Unit | None,
    fund: str,
    year: int,
    amount: Dong,
    on: date,
    decision: Paper | None,
    by: User,
    today: date,
    words: str = "",
) -> BudgetLine:
    """Record the year's money of a fund with the decision that gives it (in → available), whole đồng.

    `province` None: the ministry's own national fund.
    """
    right = rules.LEVELS["local" if province else "national"].envelope
    with log.writing(log.chain_of(province)):
        if right not in by.grants.rights(province.pk if province else None):
            raise Refused("Bạn không có quyền ghi dự toán được giao.", "Nhờ kế toán ghi.", code="right", status=403)
        line = ledger.open_line(province=province, fund=fund, year=year, by=by)
        ledger.receive(
            line=line,
            amount=amount,
            by=by,
            on=on,
            note=words,
            document_id=decision.pk if decision else None,
            today=today,
        )
        return line


def open_plan(*, line: BudgetLine, by: User, words: str = "", is_sample: bool = False) -> YearPlan:
    """Begin a plan (the next round of the year) on a budget line."""
    with acts.act(line, by=by, what="Lập kế hoạch"):
        need(line, rules.LEVELS["local" if line.province_id else "national"].edit, by, "lập kế hoạch")
        last = YearPlan.objects.filter(line=line).order_by("-round").first()
        if last and last.state in (rules.DRAFT, rules.SUBMITTED, rules.RETURNED):
            raise Refused(f"Kế hoạch đợt {last.round} chưa được phê duyệt.", "Hoàn tất đợt đó trước.", code="open")
        plan = YearPlan.objects.create(
            province=line.province,
            line=line,
            year=line.year,
            round=last.round + 1 if last else 1,
            note=words,
            is_sample=is_sample,
        )
        note(plan, "plan.open", f"Lập kế hoạch năm {line.year} đợt {plan.round}.", by=by)
        return plan


def editable(plan: YearPlan, by: User) -> None:
    need(plan, plan.level.edit, by, "lập kế hoạch")
    if plan.state not in (rules.DRAFT, rules.RETURNED):
        raise Refused(
            f"Kế hoạch đang ở trạng thái “{rules.STATES[plan.state]}”, không sửa được.",
            "Chờ trả lại rồi sửa.",
            code="state",
        )


def add_item(*, plan: YearPlan, project: Project, amount: Dong, by: User, words: str = "") -> PlanItem:
    """Put an appraised project into the plan with its amount, whole đồng. The amount is tested against the money at once.

    Refuses a project of another fund, year or province, one that did not pass, one in an open plan, more than the money.
    """
    with act(plan, by=by, what="Thêm đề án vào kế hoạch", project=project):
        editable(plan, by)
        project.refresh_from_db()
        line = plan.line
        elsewhere = plan.province_id not in (None, project.province_id) or project.track != plan.level.track
        if elsewhere or project.fund != line.fund or not _of_year(project, line.year):
            raise Refused(
                "Đề án thuộc nguồn, năm hoặc tỉnh khác.", "Chọn đề án cùng nguồn và năm.", field="project", status=422
            )
        if not ready_for_plan(project, line.year):
            raise Refused(
                f"Đề án {project.code} chưa đạt thẩm định.", "Chỉ đưa đề án đã đạt.", field="project", code="state"
            )
        if PlanItem.objects.filter(project=project, outcome="").exists():
            raise Refused(
                f"Đề án {project.code} đã nằm trong một kế hoạch.",
                "Bỏ khỏi kế hoạch kia trước.",
                field="project",
                code="twin",
            )
        most = asked_of_year(project, line.year)
        if not 0 < amount <= most:
            raise Refused(
                f"Số tiền phải lớn hơn 0 và không vượt {most} đề án đề nghị cho năm {line.year}.",
                "Sửa số tiền.",
                field="amount",
                status=422,
            )
        asked = asked_sum(plan) + amount
        groups = [
            project.subject,
            *(item.project.subject for item in plan.items.filter(outcome="").select_related("project")),
        ]
        verdict = ledger_rules.may_commit(ledger_queries.line_facts(line, groups=groups), asked)
        if not verdict:
            raise Refused(verdict.refusal.reason, verdict.refusal.todo, field="amount", code="money", status=422)
        position = next_number(plan.items.all(), "position")
        item = PlanItem.objects.create(plan=plan, project=project, amount=amount, position=position, note=words)
        note(
            plan,
            "plan.add",
            f"Thêm {project.code} vào kế hoạch: {amount}.",
            by=by,
            data={"project": project.pk, "amount": int(amount)},
        )
        return item


def asked_of_year(project: Project, year: int) -> Dong:
    """What the project asks of a year's money, whole đồng: all of it, or its tranche of that year."""
    tranche = project.tranches.filter(year=year).first()
    return tranche.amount if tranche else project.support or Dong(0)


def _of_year(project: Project, year: int) -> bool:
    return project.year == year or project.tranches.filter(year=year).exists()


GOES_ON = states.since(states.LIQUIDATED) - {states.CLOSED}
"""What a year's work of a project of several years may have come to before the next year's money."""


def promised(project: Project, year: int) -> bool:
    """Was a tranche of that year promised to the project, and not given yet?"""
    waiting = ledger_queries.promises_of(project.subject).filter(year=year, dropped_on=None, honoured_by=None)
    return waiting.exists()


PASSED = {"local": states.BASE_PASSED, "national": states.MINISTRY_PASSED}
"""Track → the state of a project that waits for its plan."""


def ready_for_plan(project: Project, year: int) -> bool:
    """Appraised and waiting, or a project of several years whose tranche of this year was promised."""
    if project.state == PASSED[project.track]:
        return project.year == year
    return project.state in states.STOPPABLE | GOES_ON and promised(project, year)


def remove_item(*, item: PlanItem, reason: str, by: User) -> None:
    """Take a project out of a plan that is still being made."""
    plan = item.plan
    with act(plan, by=by, what="Bỏ đề án khỏi kế hoạch"):
        editable(plan, by)
        if not reason.strip():
            raise Refused("Bỏ đề án khỏi kế hoạch phải ghi lý do.", "Ghi lý do.", field="reason", status=422)
        code = item.project.code
        item.delete()
        note(plan, "plan.remove", f"Bỏ {code} khỏi kế hoạch. Lý do: {reason}", by=by)


def asked_sum(plan: YearPlan) -> Dong:
    """The sum of the open items, whole đồng."""
    return Dong(plan.items.filter(outcome="").aggregate(total=Sum("amount"))["total"] or 0)


def plan_facts(
    plan: YearPlan,
    today: date,
    items: list[PlanItem] | None = None,
    asked_of: list[OpinionRequest] | None = None,
) -> rules.PlanFacts:
    """What the guards of the plan's moves look at; `items`: all of the plan with their projects, `asked_of`: opinions of its
    last submission, when they are read already."""
    if items is None:
        items = list(plan.items.filter(outcome="").select_related("project"))
    items = [item for item in items if not item.outcome]
    asked = Dong(sum(item.amount for item in items))
    needed = plan.level.asks_opinion and _setting(plan, "finance_opinion", today)
    asked_of = opinions.of_submission(plan) if asked_of is None else asked_of
    return rules.PlanFacts(
        items=len(items),
        asked=asked,
        may_commit=ledger_rules.may_commit(
            ledger_queries.line_facts(plan.line, groups=[item.project.subject for item in items]), asked
        ),
        opinion_given=any(row.is_finance and row.answered_on for row in asked_of),
        opinion_needed=bool(needed),
        not_passed=tuple(item.project.code for item in items if not ready_for_plan(item.project, plan.year)),
        must_answer=tuple(row.department for row in asked_of if row.must and row.waits),
    )


def _setting(plan: YearPlan, key: str, on: date) -> object:
    province = plan.province.code if plan.province else ""
    return law_rules.setting(law.rows(law_rules.Setting), key, on=on, province=province).value


def _move(plan: YearPlan, name: str, *, by: User, today: date, on: date, comment: str = "", **changes) -> None:
    row = plan.level.moves[name]
    verdict = row.check(
        plan.state, plan_facts(plan, today), by.grants.rights(plan.province_id), comment=comment, labels=rules.STATES
    )
    if not verdict:
        raise verdict.refusal
    before = plan.state
    advance(plan, before, row.target, **changes)
    note(
        plan,
        f"plan.{name}",
        f"{row.done} {comment.strip()}".strip(),
        by=by,
        on=on,
        data={"from": before, "to": row.target},
    )


def submit_plan(*, plan: YearPlan, by: User, today: date, on: date | None = None) -> None:
    """Submit the plan to the body that approves it; the sum must fit the money. What is submitted is kept as a version."""
    with act(plan, by=by, what="Trình kế hoạch"):
        day, number = on or today, plan.submissions + 1
        not_future(day, today, "on")
        _move(plan, "submit", by=by, today=today, on=day, submitted_on=day, submitted_by=by, submissions=number)
        version = versions.keep(plan=plan, number=number, on=day, by=by)
        note(plan, "plan.version", f"Bản trình lần {number}.", by=by, on=day, data={"digest": version.digest})


def give_opinion(*, plan: YearPlan, agrees: bool, text: str, on: date, by: User, today: date) -> None:
    """Sở Tài chính's opinion on the allocation, whether it was asked by paper or not. TTLT 26/2014, Điều 8."""
    with act(plan, by=by, what="Cho ý kiến phân bổ"):
        need(plan, "plan.opinion", by, "cho ý kiến phân bổ")
        row = opinions.finance_row(plan, on)
        opinions.answer(row=row, agrees=agrees, text=text, on=on, by=by, today=today)


def return_plan(*, plan: YearPlan, reason: str, by: User, today: date, on: date | None = None) -> None:
    """Send a submitted plan back with remarks; opinions are asked anew about what is submitted next."""
    with act(plan, by=by, what="Trả lại kế hoạch"):
        _move(plan, "return", by=by, today=today, on=on or today, comment=reason)
        versions.send_back(plan=plan, remarks=reason, on=on or today, by=by)


def approve_plan(
    *, plan: YearPlan, decision: Paper, by: User, today: date, left_out: dict[int, str] | None = None
) -> None:
    """Record the decision that approves the plan: money available → planned for each project, which follows that day's rules.

    `left_out`: item id → reason, for projects that the decision does not take: they go to the reserve list.
    Whoever submitted does not record the decision unless the province's setting allows it (design 1).
    """
    on = decision.issued_on
    left_out = left_out or {}
    with act(plan, by=by, what="Phê duyệt kế hoạch"):
        not_future(on, today, "on")
        if plan.submitted_on and on < plan.submitted_on:
            raise Refused(
                f"Quyết định ngày {on:%d/%m/%Y} trước ngày trình {plan.submitted_on:%d/%m/%Y}.",
                "Kiểm tra lại ngày.",
                field="issued_on",
                status=422,
            )
        _not_requester(plan, by, on)
        if plan.state == rules.SUBMITTED:
            versions.same_as_submitted(plan)
        _leave_out(plan, left_out, by, today, on)
        _move(
            plan, "approve", by=by, today=today, on=on, comment=decision.label + ".", decision=decision, approved_on=on
        )
        for item in plan.items.filter(outcome="").select_related("project__province").order_by("position"):
            _take(plan, item, decision, by, today, on)


def may_record_decision(plan: YearPlan, by: User, on: date) -> bool:
    """Whoever submitted does not record the decision, unless the province's setting allows it (design 1)."""
    if plan.submitted_by_id != by.pk:
        return True
    return bool(_setting(plan, "recorder_may_request", on))


def _not_requester(plan: YearPlan, by: User, on: date) -> None:
    if not may_record_decision(plan, by, on):
        raise Refused(
            "Người trình không tự ghi quyết định phê duyệt.",
            "Nhờ người khác ghi quyết định.",
            code="requester",
            status=403,
        )


def _leave_out(plan: YearPlan, left_out: dict[int, str], by: User, today: date, on: date) -> None:
    for item in plan.items.filter(pk__in=left_out, outcome="").select_related("project__province"):
        reason = left_out[item.pk].strip()
        if not reason:
            raise Refused(
                f"Không bố trí {item.project.code} phải ghi lý do.", "Ghi lý do.", field="left_out", status=422
            )
        move_project(
            project=item.project, name=plan.level.projects["leave_out"], by=by, today=today, on=on, comment=reason
        )
        PlanItem.objects.filter(pk=item.pk).update(outcome="left_out", note=reason)


def _take(plan: YearPlan, item: PlanItem, decision: Paper, by: User, today: date, on: date) -> None:
    project = item.project
    share = pool_of(project)
    paper = {"by": by, "on": on, "document_id": decision.pk, "today": today}
    ledger.plan(
        line=_line_of(plan, item, share, paper),
        holder=share.holder,
        group=project.subject,
        amount=item.amount,
        reference=plan.subject,
        **paper,
    )
    PlanItem.objects.filter(pk=item.pk).update(outcome="planned")
    if project.state != PASSED[project.track]:
        acts.note(project, "project.tranche", f"Bố trí phần kinh phí năm {plan.year}: {item.amount}.", by=by, on=on)
        return
    later = _promise_later(plan, project, share, paper)
    Share.objects.filter(pk=share.pk).update(support=item.amount + later)
    name = plan.level.projects["plan"]
    move_project(project=project, name=name, by=by, today=today, on=on, comment=f"{item.amount}.", rule_day=on)
    keep_sums(project)
    mark_used(lawbook.rows_relied_on(project, on), today=today)


def _line_of(plan: YearPlan, item: PlanItem, share: Share, paper: dict) -> BudgetLine:
    """The line that holds the project's money: the plan's own; of a national plan the province's, which the ministry's gives to.

    TT 36/2013/TT-BCT, Điều 6: the money of the ministry is given to who carries out, in its province.
    """
    if plan.province_id:
        return plan.line
    province = item.project.province
    line = ledger.open_line(
        province=province, fund=plan.line.fund, year=plan.year, by=paper["by"], is_sample=plan.is_sample
    )
    ledger.allot(source=plan.line, line=line, amount=item.amount, holder=share.holder, reference=plan.subject, **paper)
    return line


def _promise_later(plan: YearPlan, project: Project, share: Share, paper: dict) -> Dong:
    """Promise the tranches of later years of the plan's own fund; returns their sum in whole đồng. TT 36/2013/TT-BCT, Điều 15."""
    later = list(project.tranches.filter(year__gt=plan.year).order_by("year"))
    for tranche in later:
        ledger.promise(
            province=plan.province,
            fund=plan.line.fund,
            year=tranche.year,
            holder=share.holder,
            group=project.subject,
            amount=tranche.amount,
            **paper,
        )
    return Dong(sum(tranche.amount for tranche in later))


def allocate(*, plan: YearPlan, paper: Paper, by: User, today: date) -> None:
    """The estimate is given to the implementing unit: from now on contracts may be signed (đã giao dự toán)."""
    on = paper.issued_on
    with act(plan, by=by, what="Giao dự toán"):
        not_future(on, today, "on")
        if plan.approved_on and on < plan.approved_on:
            raise Refused(
                "Ngày giao dự toán trước ngày phê duyệt kế hoạch.", "Kiểm tra lại ngày.", field="issued_on", status=422
            )
        _move(plan, "allocate", by=by, today=today, on=on, comment=paper.label + ".", allocation=paper, allocated_on=on)
        planned = plan.items.filter(outcome="planned", project__state=states.PLANNED)
        for item in planned.select_related("project__province"):
            move_project(project=item.project, name=plan.level.projects["fund"], by=by, today=today, on=on)
