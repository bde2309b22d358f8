"""Changes of an approved project: asked with before and after, checked by the Sở, decided by who may; nothing moves before."""

from __future__ import annotations

from datetime import date
from typing import Any

from bedo.accounts.models import User
from bedo.core.clock import now
from bedo.core.moves import Refused, Verdict
from bedo.core.numbers import next_number
from bedo.documents.models import Paper
from bedo.programmes import queries as law
from bedo.programmes import rules as law_rules
from bedo.programmes.rules.tables import BODIES, CHANGES
from bedo.projects import lawbook
from bedo.projects.models import ChangeRequest, Project, Share
from bedo.projects.rules import changes as rules
from bedo.projects.services import applying, deadlines
from bedo.projects.services.acts import act, not_future, note, require


def ask(
    *,
    project: Project,
    change: str,
    after: dict[str, Any],
    reason: str,
    by: User,
    today: date,
    on: date | None = None,
    share: Share | None = None,
    reason_code: str = "",
    paper: Paper | None = None,
) -> ChangeRequest:
    """Ask for one change of an approved project; `after` holds the fields of applying.CHANGES[change], amounts in đồng.

    Routed by what changes to who may decide. Refuses a change of what an open request already touches, one that could not
    be carried out, a stop without a coded reason, and the Cục's own proposal (stop_violation) from anybody else.
    TT 36/2013/TT-BCT, Điều 11.
    """
    on = on or today
    with act(project, by=by, what=CHANGES.get(change, "Điều chỉnh")):
        require(project, "change.ask", by=by, what="đề nghị điều chỉnh, bổ sung, ngừng")
        project.refresh_from_db()
        not_future(on, today, "on")
        _may_be_changed(project, change, share, on)
        _asked_by_the_cuc(project, change, by)
        if not reason.strip():
            raise Refused("Đề nghị điều chỉnh phải nêu lý do.", "Ghi lý do.", field="reason", status=422)
        _reason_code_fits(project, change, reason_code, on)
        route = lawbook.who_decides(project, change, on)
        if route.value is None:
            raise Refused(route.note, "Nhờ quản trị thêm dòng thẩm quyền.", field="change", code="route")
        planned = applying.prepare(project, share, change, after, on)
        number = next_number(project.changes.all())
        _stands_alone(project, rules.Claim(number, change, share.pk if share else None, CHANGES[change]))
        row = ChangeRequest.objects.create(
            project=project,
            number=number,
            share=share,
            change=change,
            body=route.value,
            route=route.explanation,
            before=planned.before,
            after=planned.after,
            reason_code=reason_code,
            reason=reason.strip(),
            paper=paper,
            asked_on=on,
            asked_by=by,
            entered_at=now(),
        )
        text = (
            f"Đề nghị số {number}: {CHANGES[change].lower()}; {BODIES[route.value]} quyết định. Lý do: {reason.strip()}"
        )
        _tell(row, "change.ask", text, by=by, on=on)
        return row


def _may_be_changed(project: Project, change: str, share: Share | None, on: date) -> None:
    if change not in rules.ASPECTS:
        raise Refused(
            "Bổ sung đề án làm ở kế hoạch năm, bằng một đợt bổ sung." if change == "add" else "Loại điều chỉnh lạ.",
            "Chọn loại khác.",
            field="change",
            status=422,
        )
    if share is not None and change in rules.WHOLE_PROJECT:
        raise Refused("Thay đổi này của cả đề án.", "Không chọn phần nào.", field="share", status=422)
    verdict = rules.may_ask(change, (share.state if share else "") or project.state)
    if not verdict:
        raise verdict.refusal
    if project.rule_day and on < project.rule_day:
        raise Refused(
            f"Ngày đề nghị trước ngày phê duyệt kế hoạch ({project.rule_day:%d/%m/%Y}).",
            "Kiểm tra lại ngày.",
            field="on",
            code="day",
            status=422,
        )


def _asked_by_the_cuc(project: Project, change: str, by: User) -> None:
    """A national project stops for a violation only on the Cục's proposal. TT 36/2013/TT-BCT, Điều 11."""
    if change == "stop_violation" and project.track == "national":
        require(project, "change.decide_cuc", by=by, what="đề xuất ngừng do vi phạm, việc của Cục")


def _reason_code_fits(project: Project, change: str, code: str, on: date) -> None:
    if change not in rules.STOPS:
        return
    reasons = lawbook.stop_reasons(project, on)
    if code not in reasons:
        raise Refused("Chưa chọn lý do ngừng.", "Chọn trong danh mục rồi ghi thêm.", field="reason_code", status=422)
    if change == "stop_violation" and not reasons[code].violation:
        raise Refused(
            "Ngừng do vi phạm phải có lý do vi phạm hoặc không đạt yêu cầu.",
            "Chọn lý do khác, hoặc đề nghị ngừng thông thường.",
            field="reason_code",
            status=422,
        )


def _stands_alone(project: Project, claim: rules.Claim) -> None:
    for row in project.changes.filter(state__in=rules.OPEN):
        verdict = rules.conflict(claim, rules.Claim(row.number, row.change, row.share_id, CHANGES[row.change]))
        if not verdict:
            raise verdict.refusal


def _move(request: ChangeRequest, name: str, *, by: User, on: date, today: date, comment: str = "", **changes) -> None:
    project = request.project
    move = rules.moves(request.body)[name]
    not_future(on, today, "on")
    if on < request.asked_on:
        raise Refused(
            f"Ngày {on:%d/%m/%Y} trước ngày đề nghị ({request.asked_on:%d/%m/%Y}).",
            "Kiểm tra lại ngày.",
            field="on",
            code="day",
            status=422,
        )
    facts = rules.ChangeFacts(request.check_agrees, request.asked_by_id == by.pk and not _may_record_own(project, on))
    verdict = move.check(
        request.state, facts, by.grants.rights(project.province_id), comment=comment, labels=rules.STATES
    )
    if not verdict:
        raise verdict.refusal
    kept = ChangeRequest.objects.filter(pk=request.pk, state=request.state)
    if not kept.update(state=move.target, **changes):
        raise Refused("Người khác vừa xử lý đề nghị này.", "Tải lại trang rồi xem tiếp.", code="race")
    request.refresh_from_db()
    _tell(request, f"change.{name}", f"Đề nghị số {request.number}: {move.done} {comment}".strip(), by=by, on=on)


def _may_record_own(project: Project, on: date) -> bool:
    row = law_rules.setting(law.rows(law_rules.Setting), "recorder_may_request", on=on, province=project.province.code)
    return bool(row.value)


def check(*, request: ChangeRequest, agrees: bool, text: str, by: User, today: date, on: date) -> None:
    """The Sở looked at papers, reasons and the real state at the establishment. TT 36/2013/TT-BCT, Điều 21 khoản 2 b."""
    with act(request.project, by=by, what="Kiểm tra đề nghị điều chỉnh"):
        request.refresh_from_db()
        if not text.strip():
            raise Refused("Chưa ghi kết quả kiểm tra.", "Ghi Sở đã xem gì ở cơ sở.", field="text", status=422)
        words = f"{'Nhất trí' if agrees else 'Không nhất trí'}: {text.strip()}"
        values = {"check_text": text.strip(), "check_agrees": agrees, "checked_on": on, "checked_by": by}
        _move(request, "check", by=by, on=on, today=today, comment=words, **values)


def approve(
    *,
    request: ChangeRequest,
    decision: Paper,
    by: User,
    today: date,
    comment: str = "",
    recover_by: date | None = None,
    recover_to: str = "",
) -> None:
    """Record the decision and carry the change out, in one transaction: money, shares, states, days follow.

    What changed since it was asked (a payment, another decision) is checked anew; the decision is no older than the request.
    `recover_by`, `recover_to`: the last day and the account for money that must come back, as the decision says.
    """
    project = request.project
    with act(project, by=by, what="Duyệt điều chỉnh"):
        request.refresh_from_db()
        project.refresh_from_db()
        on = decision.issued_on
        if request.checked_on and on < request.checked_on:
            raise Refused(
                f"Quyết định ngày {on:%d/%m/%Y} trước ngày Sở kiểm tra ({request.checked_on:%d/%m/%Y}).",
                "Kiểm tra lại ngày.",
                field="issued_on",
                code="day",
                status=422,
            )
        if recover_by and recover_by < on:
            raise Refused(
                f"Hạn nộp lại {recover_by:%d/%m/%Y} trước ngày quyết định ({on:%d/%m/%Y}).",
                "Sửa lại hạn.",
                field="recover_by",
                code="day",
                status=422,
            )
        values = {"decision": decision, "decided_on": on, "decided_by": by, "decider_note": comment}
        values |= {"recover_by": recover_by, "recover_to": recover_to.strip()}
        words = f"{decision.label}. {comment}".strip()
        _move(request, "approve", by=by, on=on, today=today, comment=words, **values)
        if request.share_id:
            request.share.refresh_from_db()
        applying.carry_out(request, decision=decision, by=by, today=today)
        deadlines.refresh(project, today)


def refuse(*, request: ChangeRequest, reason: str, by: User, today: date, on: date) -> None:
    """The body that decides does not agree; the project goes on as it is."""
    with act(request.project, by=by, what="Không duyệt điều chỉnh"):
        request.refresh_from_db()
        values = {"decided_on": on, "decided_by": by, "decider_note": reason}
        _move(request, "refuse", by=by, on=on, today=today, comment=reason, **values)


def withdraw(*, request: ChangeRequest, reason: str, by: User, today: date, on: date | None = None) -> None:
    """Who asked takes the request back before it is decided."""
    with act(request.project, by=by, what="Rút đề nghị điều chỉnh"):
        request.refresh_from_db()
        _move(request, "withdraw", by=by, on=on or today, today=today, comment=reason)


def verdict_on(request: ChangeRequest, name: str, by: User, today: date) -> Verdict:
    """May this person make this move of the request now? As the services will say."""
    project = request.project
    own = request.asked_by_id == by.pk and not _may_record_own(project, today)
    facts = rules.ChangeFacts(request.check_agrees, own)
    return rules.moves(request.body)[name].check(
        request.state, facts, by.grants.rights(project.province_id), comment="-", labels=rules.STATES
    )


def _tell(request: ChangeRequest, kind: str, text: str, *, by: User, on: date) -> None:
    data = {
        "change": request.change,
        "share": request.share.number if request.share_id else None,
        "before": request.before,
        "after": request.after,
        "body": request.body,
    }
    note(request.project, kind, text, by=by, on=on, data=data)
