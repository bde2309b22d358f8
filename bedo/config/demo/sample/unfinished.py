"""Projects that stand somewhere before the plan: draft, submitted, in review, returned, rejected, withdrawn."""

from __future__ import annotations

from bedo.config.demo.sample import dossiers
from bedo.config.demo.sample.cases import Case
from bedo.config.demo.sample.stage import Stage
from bedo.projects.models import Project
from bedo.projects.rules import states
from bedo.projects.services import appraisal
from bedo.projects.services.dossiers import move_project, withdraw


def recent(stage: Stage) -> dossiers.Start:
    """Days of the last weeks, so that desks have something to do."""
    ago = stage.days.ago
    return dossiers.Start(wish=ago(48), begun=ago(34), submitted=ago(21), received=ago(18), concluded=ago(11))


def make(stage: Stage, case: Case) -> Project:
    days = recent(stage)
    project = dossiers.draft(stage, case, days)
    if case.until == states.DRAFT:
        return project
    dossiers.submit(stage, project, days.submitted)
    if case.until == states.WITHDRAWN:
        day = stage.days.ago(15)
        reason = "Cơ sở xin lùi sang năm sau vì chưa sửa xong nhà xưởng."
        withdraw(project=project, reason=reason, by=project.officer, today=day, on=day)
    elif case.until != states.SUBMITTED:
        dossiers.receive(stage, project, days.received)
        REVIEWED[case.until](stage, project)
    return project


def _in_review(stage: Stage, project: Project) -> None:
    dossiers.sheet(stage, project, stage.days.ago(9), open_from=3)


def _returned(stage: Stage, project: Project) -> None:
    """Two things asked for, the first already over its day."""
    ago, reviewer = stage.days.ago, stage.cast["chuyenvienso"]
    asked = (
        ("wrong", "estimate", "Giá máy trong dự toán cao hơn báo giá kèm theo, đề nghị giải trình.", ago(2)),
        ("missing", "papers", "Thiếu bản sao giấy đăng ký hộ kinh doanh còn hiệu lực.", ago(-6)),
    )
    for kind, part, text, due_on in asked:
        appraisal.ask_correction(
            project=project, kind=kind, part=part, text=text, due_on=due_on, by=reviewer, today=ago(12)
        )  # fmt: skip
    move_project(project=project, name="return", by=reviewer, today=ago(12), on=ago(12))


def _rejected(stage: Stage, project: Project) -> None:
    day, why = stage.days.ago(8), "Hạng mục đã được hỗ trợ từ chương trình khác năm trước, không hỗ trợ trùng."
    dossiers.sheet(stage, project, day, failed=why)
    appraisal.conclude(project=project, passed=False, by=stage.cast["chuyenvienso"], today=day, on=day, comment=why)


REVIEWED = {states.BASE_REVIEW: _in_review, states.RETURNED: _returned, states.REJECTED: _rejected}
