"""Appraisal in five contents, at the Sở and of a national project again at the Cục; requests for correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.projects.models import Appraisal, AppraisalFinding, Correction, CouncilMember, Project
from bedo.projects.rules import states
from bedo.projects.services.acts import act, fresh, not_future, note, require
from bedo.projects.services.dossiers import move_project

CORRECTION_KINDS = {"missing": "Thiếu", "wrong": "Chưa đúng", "outdated": "Đã cũ"}


@dataclass(frozen=True)
class Level:
    """Who appraises: the right, the state in which it is done, and the rows of the table of moves. TT 36/2013/TT-BCT, Điều 8."""

    name: str
    right: str
    state: str
    receive: str
    give_back: str
    passed: str
    rejected: str


BASE = Level("base", "project.appraise", states.BASE_REVIEW, "receive", "return", "pass", "reject")
MINISTRY = Level(
    "ministry",
    "ministry.appraise",
    states.MINISTRY_REVIEW,
    "ministry_receive",
    "ministry_return",
    "ministry_pass",
    "ministry_reject",
)
LEVELS = {level.name: level for level in (BASE, MINISTRY)}


def level_of(project: Project) -> Level:
    """The level that appraises the project in its present state."""
    return LEVELS[states.appraisal_level(project.state)]


@dataclass(frozen=True)
class ContentFinding:
    """The finding on one of the five contents."""

    content: str
    label: str
    passed: bool | None
    text: str


@dataclass(frozen=True)
class Member:
    """A member of the council with the sheet the member gave."""

    name: str
    position: str
    agrees: bool | None = None
    opinion: str = ""


def receive(*, project: Project, by: User, today: date, on: date | None = None) -> None:
    """Take a submitted dossier into appraisal; whoever receives it is its reviewer."""
    project.refresh_from_db()
    move_project(project=project, name=level_of(project).receive, by=by, today=today, on=on, reviewer=by)


def write_sheet(
    *,
    project: Project,
    findings: list[ContentFinding],
    held_on: date,
    by: User,
    today: date,
    version: int | None = None,
    body: str = "officer",
    decision: Paper | None = None,
    minutes: str = "",
    proposed_support: Dong | None = None,
    members: list[Member] | None = None,
) -> Appraisal:
    """Write or rewrite the appraisal sheet of the present round. TT 36/2013/TT-BCT, Điều 8, 9.

    A council needs the decision that set it up and at least three members (design). Refuses a stale version.
    """
    with act(project, by=by, what="Ghi phiếu thẩm định"):
        project.refresh_from_db()
        level = level_of(project)
        require(project, level.right, by=by, what="thẩm định")
        if project.state != level.state:
            raise Refused("Hồ sơ không ở bước thẩm định.", "Nhận hồ sơ vào thẩm định trước.", code="state")
        not_future(held_on, today, "held_on")
        if body == "council" and (decision is None or len(members or []) < 3):
            raise Refused(
                "Thẩm định bằng Hội đồng phải có quyết định thành lập và ít nhất ba thành viên.",
                "Ghi quyết định và thành viên.",
                field="body",
                status=422,
            )
        sheet = _sheet(project, level, held_on, by, version)
        sheet.body, sheet.decision, sheet.minutes, sheet.held_on = body, decision, minutes, held_on
        sheet.proposed_support, sheet.appraiser = proposed_support, by
        sheet.save()
        sheet.findings.all().delete()
        AppraisalFinding.objects.bulk_create(
            AppraisalFinding(appraisal=sheet, content=f.content, label=f.label, passed=f.passed, text=f.text)
            for f in findings
        )
        sheet.members.all().delete()
        CouncilMember.objects.bulk_create(
            CouncilMember(appraisal=sheet, name=m.name, position=m.position, agrees=m.agrees, opinion=m.opinion)
            for m in members or []
        )
        data = {
            "round": sheet.round,
            "level": level.name,
            "body": body,
            "findings": {f.content: f.passed for f in findings},
        }
        note(project, "appraisal.write", f"Ghi phiếu thẩm định lần {sheet.round}.", by=by, on=held_on, data=data)
        return sheet


def _sheet(project: Project, level: Level, held_on: date, by: User, version: int | None) -> Appraisal:
    last = project.appraisals.select_for_update().order_by("-round").first()
    if last is None or last.conclusion or last.level != level.name:
        number = last.round + 1 if last else 1
        return Appraisal(project=project, round=number, level=level.name, held_on=held_on, appraiser=by)
    fresh(last, version)
    last.version += 1
    return last


def conclude(
    *, project: Project, passed: bool, by: User, today: date, on: date | None = None, comment: str = ""
) -> None:
    """Conclude the round: passed (all five contents pass, no correction open) or rejected with the reason."""
    with act(project, by=by, what="Kết luận thẩm định"):
        project.refresh_from_db()
        level = level_of(project)
        name = level.passed if passed else level.rejected
        move_project(project=project, name=name, by=by, today=today, on=on, comment=comment)
        sheets = project.appraisals.filter(level=level.name, conclusion="")
        sheets.update(conclusion="pass" if passed else "reject")


def ask_correction(
    *, project: Project, kind: str, part: str, text: str, due_on: date, by: User, today: date
) -> Correction:
    """Write down one thing to correct: missing, wrong or outdated, with the day until when (included)."""
    with act(project, by=by, what="Yêu cầu bổ sung"):
        project.refresh_from_db()
        level = level_of(project)
        require(project, level.right, by=by, what="yêu cầu bổ sung")
        if project.state != level.state:
            raise Refused("Chỉ yêu cầu bổ sung khi đang thẩm định.", "Tải lại trang.", code="state")
        if kind not in CORRECTION_KINDS:
            raise Refused("Loại yêu cầu không hợp lệ.", "Chọn lại.", field="kind", status=422)
        if not text.strip():
            raise Refused("Chưa ghi cần bổ sung gì.", "Ghi rõ nội dung.", field="text", status=422)
        if due_on < today:
            raise Refused("Hạn bổ sung đã qua.", "Chọn ngày từ hôm nay trở đi.", field="due_on", status=422)
        if project.corrections.filter(kind=kind, part=part, text=text, closed_on=None).exists():
            raise Refused("Yêu cầu này đã ghi.", "Ghi yêu cầu khác, hoặc trả hồ sơ.", field="text", code="twin")
        row = Correction.objects.create(
            project=project,
            level=level.name,
            kind=kind,
            part=part,
            text=text,
            asked_by=by,
            asked_on=today,
            due_on=due_on,
        )
        data = {"correction": row.pk, "kind": kind, "part": part, "due_on": due_on}
        note(
            project,
            "correction.ask",
            f"Yêu cầu bổ sung ({CORRECTION_KINDS[kind].lower()}): {text}",
            by=by,
            on=today,
            data=data,
        )
        return row


def give_back(*, project: Project, by: User, today: date, on: date | None = None) -> None:
    """Return the dossier with its open requests for correction."""
    project.refresh_from_db()
    move_project(project=project, name=level_of(project).give_back, by=by, today=today, on=on)


def answer_correction(*, correction: Correction, answer: str, by: User, today: date) -> None:
    """Say what was done about a request."""
    project = correction.project
    with act(project, by=by, what="Trả lời yêu cầu bổ sung"):
        require(project, "project.draft", by=by, what="trả lời yêu cầu bổ sung")
        if not answer.strip():
            raise Refused("Chưa ghi đã bổ sung gì.", "Ghi câu trả lời.", field="answer", status=422)
        updated = Correction.objects.filter(pk=correction.pk, closed_on=None).update(
            answer=answer, answered_by=by, answered_on=today
        )
        if not updated:
            raise Refused("Yêu cầu này đã đóng.", "Tải lại trang.", code="state")
        note(
            project,
            "correction.answer",
            f"Trả lời yêu cầu bổ sung: {answer}",
            by=by,
            on=today,
            data={"correction": correction.pk},
        )


def close_correction(*, correction: Correction, by: User, today: date) -> None:
    """The reviewer is satisfied with the answer."""
    project = correction.project
    with act(project, by=by, what="Đóng yêu cầu bổ sung"):
        require(project, LEVELS[correction.level].right, by=by, what="đóng yêu cầu bổ sung")
        updated = Correction.objects.filter(pk=correction.pk, closed_on=None, answered_on__isnull=False).update(
            closed_by=by, closed_on=today
        )
        if not updated:
            raise Refused("Yêu cầu chưa được trả lời hoặc đã đóng.", "Chờ đơn vị trả lời.", code="state")
        note(
            project,
            "correction.close",
            "Đóng một yêu cầu bổ sung.",
            by=by,
            on=today,
            data={"correction": correction.pk},
        )
