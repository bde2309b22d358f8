"""Monthly progress, prefilled from last month; difficulties with a holder, a day and an outcome."""

from __future__ import annotations

from datetime import date

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.documents.models import Attachment
from bedo.projects import queries
from bedo.projects.models import Difficulty, ProgressReport, Share
from bedo.projects.rules import states
from bedo.projects.services import deadlines
from bedo.projects.services.acts import act, fresh, not_future, note, require

REPORTING = frozenset({states.CONTRACTED, states.RUNNING, states.REWORK, states.COMPLETED})


def report_progress(
    *,
    share: Share,
    month: date,
    planned_percent: int,
    done_percent: int,
    by: User,
    today: date,
    done_text: str = "",
    spent: Dong = Dong(0),
    nothing_new: bool = False,
    photos: list[Attachment] | None = None,
    submitted_on: date | None = None,
    version: int | None = None,
) -> ProgressReport:
    """Report one month (its first day), cumulative per cent and money in whole đồng. A month may be rewritten.

    Refuses per cents outside 0–100, less done than the month before without a word, a month not begun or before the contract.
    """
    project, month = share.project, month.replace(day=1)
    with act(project, by=by, what="Báo cáo tiến độ"):
        require(project, "project.follow", by=by, what="báo cáo tiến độ")
        share.refresh_from_db()
        _check_month(share, month, today)
        not_future(submitted_on or today, today, "submitted_on")
        for name, value in (("planned_percent", planned_percent), ("done_percent", done_percent)):
            if not 0 <= value <= 100:
                raise Refused("Phần trăm phải từ 0 đến 100.", "Sửa lại.", field=name, status=422)
        before = share.reports.filter(month__lt=month).order_by("-month").first()
        if before and done_percent < before.done_percent and not done_text.strip():
            raise Refused(
                f"Tháng trước đã ghi {before.done_percent} %, tháng này ghi thấp hơn.",
                "Ghi rõ vì sao.",
                field="done_text",
                status=422,
            )
        report = share.reports.select_for_update().filter(month=month).first() or ProgressReport(
            share=share, month=month
        )
        if report.pk:
            fresh(report, version)
            report.version += 1
        report.planned_percent, report.done_percent, report.done_text = planned_percent, done_percent, done_text
        report.spent, report.nothing_new, report.reported_by = spent, nothing_new, by
        report.submitted_on = submitted_on or today
        report.save()
        if photos:
            report.photos.add(*photos)
        text = f"Báo cáo tiến độ tháng {month:%m/%Y}: {done_percent} % (kế hoạch {planned_percent} %)."
        if nothing_new:
            text = f"Báo cáo tiến độ tháng {month:%m/%Y}: không phát sinh, giữ {done_percent} %."
        note(
            project,
            "progress.report",
            text,
            by=by,
            on=report.submitted_on,
            data={"share": share.number, "month": month, "done": done_percent},
        )
        deadlines.refresh(project, today)
        return report


def _check_month(share: Share, month: date, today: date) -> None:
    if share.state not in REPORTING:
        raise Refused("Chỉ báo cáo tiến độ khi hợp đồng đang thực hiện.", code="state")
    contract = queries.contract_of(share)
    if contract and month < contract.signed_on.replace(day=1):
        raise Refused("Tháng báo cáo trước tháng ký hợp đồng.", "Chọn tháng khác.", field="month", status=422)
    if month > today:
        raise Refused("Tháng này chưa đến.", "Chọn tháng khác.", field="month", status=422)


def nothing_new(*, shares: list[Share], month: date, by: User, today: date) -> list[ProgressReport]:
    """ "Không phát sinh" for many shares in one act: each keeps last month's figures. All or none."""
    reports = []
    for share in sorted(shares, key=lambda share: share.pk):
        last = queries.last_report(share, month)
        reports.append(
            report_progress(
                share=share,
                month=month,
                planned_percent=last.planned_percent if last else 0,
                done_percent=last.done_percent if last else 0,
                spent=last.spent if last else Dong(0),
                nothing_new=True,
                by=by,
                today=today,
            )
        )
    return reports


def raise_difficulty(*, share: Share, text: str, holder: User, due_on: date, by: User, today: date) -> Difficulty:
    """Write down a difficulty with who holds it and until when (included). Need N1B."""
    project = share.project
    with act(project, by=by, what="Ghi khó khăn"):
        require(project, "project.follow", by=by, what="ghi khó khăn")
        if not text.strip():
            raise Refused("Chưa ghi khó khăn gì.", "Ghi nội dung.", field="text", status=422)
        if due_on < today:
            raise Refused("Hạn tháo gỡ đã qua.", "Chọn ngày từ hôm nay trở đi.", field="due_on", status=422)
        row = Difficulty.objects.create(share=share, text=text, holder=holder, raised_on=today, due_on=due_on)
        note(
            project,
            "difficulty.raise",
            f"Khó khăn: {text}",
            by=by,
            on=today,
            data={"holder": holder.pk, "due_on": due_on},
        )
        return row


def close_difficulty(*, difficulty: Difficulty, outcome: str, by: User, today: date) -> None:
    """Say what came of it."""
    project = difficulty.share.project
    with act(project, by=by, what="Kết thúc khó khăn"):
        require(project, "project.follow", by=by, what="ghi kết quả tháo gỡ")
        if not outcome.strip():
            raise Refused("Chưa ghi kết quả tháo gỡ.", "Ghi kết quả.", field="outcome", status=422)
        if not Difficulty.objects.filter(pk=difficulty.pk, closed_on=None).update(outcome=outcome, closed_on=today):
            raise Refused("Khó khăn này đã kết thúc.", "Tải lại trang.", code="state")
        note(project, "difficulty.close", f"Đã tháo gỡ: {outcome}", by=by, on=today, data={"difficulty": difficulty.pk})
