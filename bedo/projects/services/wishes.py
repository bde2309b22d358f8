"""Wishes: received, appraised on site, refused with what would make them feasible, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedo.accounts.models import User
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.documents.models import Attachment
from bedo.documents.services import next_code
from bedo.establishments.models import Establishment
from bedo.projects.models import CapacityAppraisal, CapacityFinding, Wish
from bedo.projects.rules import states
from bedo.projects.services import responsibility
from bedo.projects.services.acts import act, fresh, move, not_future, note, require


@dataclass(frozen=True)
class Finding:
    """What was found for one criterion on site: met or not (None: not looked at), figure, note, evidence."""

    criterion: str
    label: str
    met: bool | None
    figure: str = ""
    note: str = ""
    evidence: Attachment | None = None


def record_wish(
    *,
    establishment: Establishment,
    content: str,
    need: str,
    received_on: date,
    channel: str,
    by: User,
    today: date,
    amount_asked: Dong | None = None,
    investment: Dong | None = None,
    desired_year: int | None = None,
    officer: User | None = None,
    is_sample: bool = False,
) -> Wish:
    """Receive a wish. Amounts in whole đồng; `received_on` is not in the future. Refuses without the right wish.record."""
    with act(establishment, by=by, what="Ghi nhu cầu"):
        require(establishment, "wish.record", by=by, what="ghi nhu cầu")
        not_future(received_on, today, "received_on")
        if amount_asked is not None and investment is not None and amount_asked > investment:
            raise Refused(
                "Số đề nghị hỗ trợ lớn hơn tổng vốn đầu tư.",
                "Kiểm tra lại hai số tiền.",
                field="amount_asked",
                status=422,
            )
        twin = Wish.objects.filter(establishment=establishment, content=content, need=need, received_on=received_on)
        found = twin.exclude(state=states.WISH_WITHDRAWN).first()
        if found:
            raise Refused(
                f"Nhu cầu này đã ghi với mã {found.code}.", "Mở nhu cầu ấy để sửa.", field="need", code="twin"
            )
        wish = Wish.objects.create(
            province=establishment.province,
            code=next_code(f"NC{establishment.province.code}", received_on.year),
            establishment=establishment,
            content=content,
            need=need,
            amount_asked=amount_asked,
            investment=investment,
            desired_year=desired_year,
            received_on=received_on,
            channel=channel,
            officer=officer or by,
            is_sample=is_sample,
            created_at=now(),
            created_by=by,
        )
        responsibility.begin_wish(wish, by=by)
        note(
            wish,
            "wish.record",
            "Nhận nhu cầu.",
            by=by,
            on=received_on,
            data={"content": content, "establishment": establishment.pk},
        )
        return wish


EDITABLE = ("content", "need", "amount_asked", "investment", "desired_year", "received_on", "channel")


def update_wish(*, wish: Wish, version: int, by: User, today: date, **changes) -> Wish:
    """Correct a wish that was not appraised yet. Refuses a stale version and any later state."""
    with act(wish, by=by, what="Sửa nhu cầu"):
        require(wish, "wish.record", by=by, what="ghi nhu cầu")
        wish.refresh_from_db()
        fresh(wish, version)
        if wish.state != states.RECEIVED:
            raise Refused(
                "Nhu cầu đã thẩm tra, không sửa được nữa.",
                "Ghi một nhu cầu mới nếu cơ sở thay đổi ý định.",
                code="state",
            )
        not_future(changes.get("received_on", wish.received_on), today, "received_on")
        before = {name: getattr(wish, name) for name in changes if name in EDITABLE}
        changed = {name: value for name, value in changes.items() if name in EDITABLE and before[name] != value}
        if changed:
            for name, value in changed.items():
                setattr(wish, name, value)
            wish.version += 1
            wish.save()
            note(wish, "wish.update", "Sửa nhu cầu.", by=by, data={"fields": sorted(changed)})
        return wish


def appraise_capacity(
    *,
    wish: Wish,
    visited_on: date,
    present: str,
    opinion: str,
    passed: bool,
    findings: list[Finding],
    by: User,
    today: date,
    reason: str = "",
    feasible_if: str = "",
    officer: User | None = None,
) -> CapacityAppraisal:
    """Record an appraisal on site and move the wish: screened, or refused with reason and what would make it feasible.

    `officer` is who was there when somebody else (`by`) records it. Refuses a pass while a criterion is not met, a refusal without reason or without `feasible_if`, an empty list of
    criteria, and a day in the future.
    """
    with act(wish, by=by, what="Thẩm tra năng lực"):
        wish.refresh_from_db()
        not_future(visited_on, today, "visited_on")
        if visited_on < wish.received_on:
            raise Refused(
                "Ngày thẩm tra trước ngày nhận nhu cầu.", "Kiểm tra lại ngày.", field="visited_on", status=422
            )
        _complete(passed, findings, reason, feasible_if)
        same = wish.appraisals.filter(visited_on=visited_on, present=present, opinion=opinion, officer=officer or by)
        if same.filter(outcome="passed" if passed else "refused").exists():
            raise Refused(
                "Lần thẩm tra này đã ghi.", "Thẩm tra lần khác thì ghi ngày khác.", field="visited_on", code="twin"
            )
        appraisal = CapacityAppraisal.objects.create(
            wish=wish,
            visited_on=visited_on,
            present=present,
            opinion=opinion,
            outcome="passed" if passed else "refused",
            reason="" if passed else reason,
            feasible_if="" if passed else feasible_if,
            officer=officer or by,
            recorded_at=now(),
        )
        CapacityFinding.objects.bulk_create(
            CapacityFinding(
                appraisal=appraisal,
                criterion=found.criterion,
                label=found.label,
                met=found.met,
                figure=found.figure,
                note=found.note,
                evidence=found.evidence,
            )
            for found in findings
        )
        name = "screen" if passed else "refuse"
        if passed and wish.state not in states.WISH_LIVE:
            responsibility.revive_wish(wish, on=today, by=by)
        move(
            wish,
            f"wish.{name}",
            states.WISH_MOVES[name],
            None,
            states.WISH_LABELS,
            by=by,
            on=visited_on,
            comment="" if passed else f"Lý do: {reason} Để thực hiện được: {feasible_if}",
            reason="" if passed else reason,
            feasible_if="" if passed else feasible_if,
        )
        return appraisal


def _complete(passed: bool, findings: list[Finding], reason: str, feasible_if: str) -> None:
    if not findings or all(found.met is None for found in findings):
        raise Refused("Chưa ghi tiêu chí nào.", "Ghi kết quả từng tiêu chí rồi kết luận.", field="findings", status=422)
    if passed:
        unmet = [found.label for found in findings if found.met is not True]
        if unmet:
            raise Refused(
                f"Chưa kết luận đủ điều kiện được: {'; '.join(unmet)}.",
                "Ghi rõ các tiêu chí này đã đạt, hoặc kết luận không đủ điều kiện.",
                field="passed",
                status=422,
            )
        return
    if not reason.strip():
        raise Refused("Từ chối phải ghi lý do.", "Ghi lý do.", field="reason", status=422)
    if not feasible_if.strip():
        raise Refused(
            "Từ chối phải ghi cơ sở cần gì để thực hiện được.",
            "Ghi điều kiện để làm lại.",
            field="feasible_if",
            status=422,
        )


def withdraw_wish(*, wish: Wish, on: date, reason: str, by: User, today: date) -> None:
    """The establishment takes its wish back; the reason is kept. Refused once a live project rests on it."""
    with act(wish, by=by, what="Cơ sở rút"):
        wish.refresh_from_db()
        not_future(on, today, "on")
        live = wish.projects.exclude(state__in=states.ENDED).first()
        if live:
            raise Refused(f"Đề án {live.code} đang dựa trên nhu cầu này.", "Rút đề án trước.", code="in_use")
        move(
            wish,
            "wish.withdraw",
            states.WISH_MOVES["withdraw"],
            None,
            states.WISH_LABELS,
            by=by,
            on=on,
            comment=reason,
            reason=reason,
        )
