"""Phiếu lấy ý kiến: departments asked about a submitted plan, what each answered, and how long it took."""

from __future__ import annotations

from datetime import date

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.planning import rules
from bedo.planning.acts import act, need, note
from bedo.planning.models import OpinionRequest, YearPlan
from bedo.projects.services.acts import not_future


def of_submission(plan: YearPlan) -> list[OpinionRequest]:
    """Who was asked about the plan as it was last submitted, Sở Tài chính first; those not asked any more are left out."""
    if not plan.submissions:
        return []
    rows = plan.opinions.filter(submission=plan.submissions, withdrawn_on=None).select_related("answered_by")
    return sorted(rows, key=lambda row: (not row.is_finance, row.asked_on, row.pk))


def finance_of(rows: list[OpinionRequest]) -> OpinionRequest | None:
    """The row of Sở Tài chính, when it was asked."""
    return next((row for row in rows if row.is_finance), None)


def ask(
    *,
    plan: YearPlan,
    department: str,
    asked_on: date,
    by: User,
    today: date,
    due_on: date | None = None,
    must: bool = False,
) -> OpinionRequest:
    """Ask a department about the submitted plan. `must`: no decision before it answered.

    Raises Refused for a plan that is not submitted, a department asked already, days in the wrong order.
    """
    department = " ".join(department.split())
    is_finance = department.casefold() == rules.FINANCE_NAME.casefold()
    with act(plan, by=by, what="Lấy ý kiến"):
        need(plan, plan.level.edit, by, "lấy ý kiến về kế hoạch")
        _submitted(plan)
        if not department:
            raise Refused("Chưa ghi lấy ý kiến cơ quan nào.", "Ghi tên sở, ngành.", field="department", status=422)
        not_future(asked_on, today, "asked_on")
        if plan.submitted_on and asked_on < plan.submitted_on:
            raise Refused(
                f"Ngày gửi phiếu trước ngày trình {plan.submitted_on:%d/%m/%Y}.",
                "Kiểm tra lại ngày.",
                field="asked_on",
                status=422,
            )
        if due_on and due_on < asked_on:
            raise Refused("Hạn trả lời trước ngày gửi phiếu.", "Sửa hạn.", field="due_on", status=422)
        if any(row.department.casefold() == department.casefold() for row in of_submission(plan)):
            raise Refused(
                f"Đã lấy ý kiến {department} về lần trình này.",
                "Xem ở bảng phiếu lấy ý kiến.",
                field="department",
                code="twin",
            )
        row = OpinionRequest.objects.create(
            plan=plan,
            submission=plan.submissions,
            key=rules.FINANCE if is_finance else "",
            department=rules.FINANCE_NAME if is_finance else department,
            must=must,
            asked_on=asked_on,
            asked_by=by,
            due_on=due_on,
        )
        until = f", hạn trả lời {due_on:%d/%m/%Y}" if due_on else ""
        note(plan, "plan.ask", f"Lấy ý kiến {row.department}{until}.", by=by, on=asked_on)
        return row


def answer(
    *, row: OpinionRequest, agrees: bool, text: str, on: date, by: User, today: date, reference: str = ""
) -> None:
    """Record what a department answered; an answer may be corrected until the plan is decided.

    Sở Tài chính records its own; of the others whoever keeps the plan enters the letter that came. `reference`: its number.
    """
    plan = row.plan
    with act(plan, by=by, what="Ghi ý kiến"):
        row.refresh_from_db()
        need(plan, "plan.opinion" if row.is_finance else plan.level.edit, by, "ghi ý kiến này")
        _still(plan, row)
        if not text.strip():
            raise Refused("Chưa ghi ý kiến.", "Ghi nội dung ý kiến.", field="text", status=422)
        not_future(on, today, "on")
        if on < row.asked_on:
            raise Refused(
                f"Ngày ý kiến trước ngày gửi phiếu {row.asked_on:%d/%m/%Y}.",
                "Kiểm tra lại ngày.",
                field="on",
                status=422,
            )
        OpinionRequest.objects.filter(pk=row.pk).update(
            agrees=agrees, text=text.strip(), answered_on=on, answered_by=by, reference=reference.strip()
        )
        words = "nhất trí" if agrees else "có ý kiến khác"
        note(plan, "plan.opinion", f"{row.department} {words}: {text.strip()}", by=by, on=on)


def withdraw(*, row: OpinionRequest, why: str, by: User, today: date) -> None:
    """Stop waiting for a department that did not answer, with the reason."""
    plan = row.plan
    with act(plan, by=by, what="Thôi lấy ý kiến"):
        row.refresh_from_db()
        need(plan, plan.level.edit, by, "thôi lấy ý kiến")
        _still(plan, row)
        if row.answered_on:
            raise Refused(f"{row.department} đã trả lời.", "Ý kiến đã nhận được giữ lại.", code="state")
        if not why.strip():
            raise Refused("Thôi lấy ý kiến phải ghi lý do.", "Ghi lý do.", field="why", status=422)
        OpinionRequest.objects.filter(pk=row.pk).update(withdrawn_on=today, why=why.strip())
        note(plan, "plan.ask_withdrawn", f"Thôi lấy ý kiến {row.department}. Lý do: {why.strip()}", by=by)


def finance_row(plan: YearPlan, on: date) -> OpinionRequest:
    """The row of Sở Tài chính, made when nobody asked it by paper: it waits since the plan was submitted."""
    _submitted(plan)
    found = finance_of(of_submission(plan))
    if found:
        return found
    since = min(plan.submitted_on or on, on)
    return OpinionRequest.objects.create(
        plan=plan,
        submission=plan.submissions,
        key=rules.FINANCE,
        department=rules.FINANCE_NAME,
        asked_on=since,
    )


def _submitted(plan: YearPlan) -> None:
    if not plan.level.asks_opinion:
        raise Refused("Kế hoạch quốc gia không lấy ý kiến của Sở Tài chính.", "Chờ Bộ trưởng phê duyệt.", code="state")
    if plan.state != rules.SUBMITTED:
        raise Refused("Chỉ lấy và cho ý kiến khi kế hoạch đã trình.", "Chờ kế hoạch được trình.", code="state")


def _still(plan: YearPlan, row: OpinionRequest) -> None:
    _submitted(plan)
    if row.submission != plan.submissions or row.withdrawn_on:
        raise Refused("Phiếu này thuộc lần trình trước hoặc đã thôi lấy ý kiến.", "Lấy ý kiến lại.", code="state")
