"""Monthly progress, prefilled from last month; difficulties with a holder, a day and an outcome."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.moves import Refused, Verdict
from bedo.core.types import Dong
from bedo.documents.models import Attachment
from bedo.projects import queries
from bedo.projects.models import ContractShare, Difficulty, ProgressReport, Project, Share
from bedo.projects.rules import reporting
from bedo.projects.services import deadlines
from bedo.projects.services.acts import act, fresh, not_future, note, require

REPORTING = reporting.REPORTING


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
        share.refresh_from_db()
        verdict = reporting.may_report(
            _month_facts([share], month)[share.pk], month, rights=by.grants.rights(project.province_id), today=today
        )
        if not verdict:
            raise verdict.refusal
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


def _month_facts(shares: Iterable[Share], month: date) -> dict[int, reporting.MonthFacts]:
    """What decides about a month of each share, by its id; two queries however many. Shares carry their project."""
    shares = list(shares)
    signed = (
        ContractShare.objects.filter(share__in=shares, contract__parent=None)
        .values_list("share")
        .annotate(Max("contract__signed_on"))
    )
    contract_on = dict(signed.order_by("share"))
    reported = set(ProgressReport.objects.filter(share__in=shares, month=month).values_list("share", flat=True))
    return {
        share.pk: reporting.MonthFacts(
            share.state, contract_on.get(share.pk), share.pk in reported, share.project.is_published
        )
        for share in shares
    }


def nothing_new(*, shares: list[Share], month: date, by: User, today: date) -> list[ProgressReport]:
    """ "Không phát sinh" for many shares in one act: each keeps last month's figures. All or none.

    Refuses what a report refuses, and a month that was reported already.
    """
    shares, month = sorted(shares, key=lambda share: share.pk), month.replace(day=1)
    with log.writing(*{share.project.province.code for share in shares}):
        refusals = _nothing_new_refusals(shares, month, by, today)
        if not refusals:
            return [_like_last_month(share, month, by, today) for share in shares]
    share, refusal = refusals[0]
    with act(share.project, by=by, what="Báo cáo không phát sinh"):
        raise refusal


def _nothing_new_refusals(shares: list[Share], month: date, by: User, today: date) -> list[tuple[Share, Refused]]:
    known = _month_facts(shares, month)
    verdicts = [
        (
            share,
            reporting.nothing_new(
                known[share.pk], month, rights=by.grants.rights(share.project.province_id), today=today
            ),
        )
        for share in shares
    ]
    return [(share, verdict.refusal) for share, verdict in verdicts if verdict.refusal]


def _like_last_month(share: Share, month: date, by: User, today: date) -> ProgressReport:
    last = queries.last_report(share, month)
    return report_progress(
        share=share,
        month=month,
        planned_percent=last.planned_percent if last else 0,
        done_percent=last.done_percent if last else 0,
        spent=last.spent if last else Dong(0),
        nothing_new=True,
        by=by,
        today=today,
    )


def reporting_shares(projects: Iterable[Project]) -> dict[int, list[Share]]:
    """The shares that report each month now, by the id of their project; one query however many."""
    found: dict[int, list[Share]] = {}
    rows = Share.objects.filter(project__in=projects, state__in=REPORTING).select_related("project__province")
    for share in rows.order_by("project", "number"):
        found.setdefault(share.project_id, []).append(share)
    return found


def nothing_new_on(*, project: Project, month: date, by: User, today: date) -> list[ProgressReport]:
    """ "Không phát sinh" for every share of the project that reports now."""
    shares = reporting_shares([project]).get(project.pk)
    if not shares:
        with act(project, by=by, what="Báo cáo không phát sinh"):
            raise reporting.no_share(by.grants.rights(project.province_id)).refusal
    return nothing_new(shares=shares, month=month, by=by, today=today)


def nothing_new_verdicts(*, projects: Iterable[Project], month: date, by: User, today: date) -> dict[int, Verdict]:
    """What `nothing_new_on` would answer for each project, by its id, without doing it. Three queries however many."""
    projects, month = list(projects), month.replace(day=1)
    shares = reporting_shares(projects)
    known = _month_facts([share for group in shares.values() for share in group], month)
    found = {}
    for project in projects:
        rights = by.grants.rights(project.province_id)
        verdicts = [
            reporting.nothing_new(known[share.pk], month, rights=rights, today=today)
            for share in shares.get(project.pk, ())
        ]
        found[project.pk] = next(
            (no for no in verdicts if not no), verdicts[0] if verdicts else reporting.no_share(rights)
        )
    return found


def raise_difficulty(*, share: Share, text: str, holder: User, due_on: date, by: User, today: date) -> Difficulty:
    """Write down a difficulty with who holds it and until when (included). Need N1B."""
    project = share.project
    with act(project, by=by, what="Ghi khó khăn"):
        require(project, "project.follow", by=by, what="ghi khó khăn")
        if not text.strip():
            raise Refused("Chưa ghi khó khăn gì.", "Ghi nội dung.", field="text", status=422)
        if due_on < today:
            raise Refused("Hạn tháo gỡ đã qua.", "Chọn ngày từ hôm nay trở đi.", field="due_on", status=422)
        if share.difficulties.filter(text=text, holder=holder, closed_on=None).exists():
            raise Refused("Khó khăn này đã ghi.", "Ghi kết quả tháo gỡ khi xong.", field="text", code="twin")
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


def pass_difficulty(
    *, difficulty: Difficulty, holder: User, reason: str, by: User, today: date, right: str = "project.follow"
) -> None:
    """Another person holds an open difficulty from today on; text and deadline stay."""
    project = difficulty.share.project
    with act(project, by=by, what="Giao người tháo gỡ"):
        require(project, right, by=by, what="giao người tháo gỡ khó khăn")
        if not reason.strip():
            raise Refused("Đổi người tháo gỡ phải ghi lý do.", "Ghi lý do.", field="reason", status=422)
        if not holder.is_active or not holder.grants.rights(project.province_id):
            raise Refused(f"{holder.full_name} không làm việc ở tỉnh này.", "Chọn người khác.", field="holder", status=422)  # fmt: skip
        before = difficulty.holder_id
        if not Difficulty.objects.filter(pk=difficulty.pk, closed_on=None, holder=before).update(holder=holder):
            raise Refused("Khó khăn này vừa được ghi xong hoặc giao người khác.", "Tải lại trang.", code="state")
        data = {"difficulty": difficulty.pk, "before": before, "after": holder.pk}
        note(project, "difficulty.pass", f"Đổi người tháo gỡ. Lý do: {reason}", by=by, on=today, data=data)
