"""The Sở registers its national projects with the Cục: one report over the projects of a year, their gaps named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bedo.accounts.models import User
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.documents.models import Paper
from bedo.projects import lawbook, queries
from bedo.projects.models import Project, RegistrationSet
from bedo.projects.rules import states
from bedo.projects.services.acts import act, not_future, note, require
from bedo.projects.services.dossiers import add_paper, move_project

REPORT = "Báo cáo đăng ký kế hoạch khuyến công quốc gia"


@dataclass(frozen=True)
class Ready:
    """A project that may be registered, with what it still lacks; `gaps` are sentences without a full stop."""

    project: Project
    gaps: tuple[str, ...]


def gaps_of(project: Project, today: date) -> tuple[str, ...]:
    """What keeps a project out of the set: papers, the estimate, its days. TT 36/2013/TT-BCT, Điều 5, 10.

    The appraisal of the Sở (Mẫu 4a, 4b) is one of the papers.
    """
    papers = lawbook.dossier_checklist(project, today, to_ministry=True)
    found = [f"thiếu {item.name}" for item in papers if item.missing]
    found += queries.estimate_problems(project)
    if project.starts_on is None or project.ends_on is None:
        found.append("chưa ghi ngày bắt đầu và kết thúc")
    elif project.kind != "key" and project.ends_on.year != project.year:
        found.append(f"kết thúc {project.ends_on:%d/%m/%Y}, ngoài năm kế hoạch {project.year}")
    return tuple(found)


def set_of(user: User, province_id: int, year: int, today: date) -> list[Ready]:
    """The national projects of a province and year that passed the Sở's appraisal, each with its gaps; a fixed number of queries."""
    found = queries.to_register(user, province_id, year)
    return [Ready(project, gaps_of(project, today)) for project in found]


def register_set(
    *, projects: Iterable[Project], paper: Paper, by: User, today: date, late_reason: str = "", is_sample: bool = False
) -> RegistrationSet:
    """Register national projects of one province and year with the Cục by one report (`paper`, its day is the day sent).

    All or none: refuses, by name, a project with gaps, of another province, year or track, or one that did not pass; a report
    older than an appraisal; a late one without its reason. TT 36/2013/TT-BCT, Điều 6, 10.
    """
    chosen = sorted(projects, key=lambda project: project.pk)
    if not chosen:
        raise Refused("Chưa chọn đề án nào để đăng ký.", "Chọn ít nhất một đề án.", field="projects", status=422)
    lead = chosen[0]
    with act(lead, by=by, what="Đăng ký với Cục"):
        require(lead, "project.register", by=by, what="đăng ký đề án quốc gia với Cục")
        not_future(paper.issued_on, today, "issued_on")
        for project in chosen:
            project.refresh_from_db()
        _one_set(chosen)
        _without_gaps(chosen, today)
        _after_appraisal(chosen, paper.issued_on)
        due = lawbook.registration_due(lead, today)
        if due and paper.issued_on > due and not late_reason.strip():
            raise Refused(
                f"Gửi ngày {paper.issued_on:%d/%m/%Y}, quá hạn {due:%d/%m/%Y}.",
                "Ghi lý do gửi chậm.",
                field="late_reason",
                code="late",
                status=422,
            )
        return _send(chosen, paper, due, late_reason.strip(), by, today, is_sample)


def _send(chosen, paper: Paper, due: date | None, late_reason: str, by: User, today: date, is_sample: bool):
    lead = chosen[0]
    if RegistrationSet.objects.filter(province=lead.province, year=lead.year, paper=paper).exists():
        raise Refused(f"{paper.label} đã dùng cho một lần đăng ký.", "Ghi báo cáo khác.", field="number", code="twin")
    made = RegistrationSet.objects.create(
        province=lead.province,
        year=lead.year,
        sent_on=paper.issued_on,
        due_on=due,
        late_reason=late_reason if due and paper.issued_on > due else "",
        paper=paper,
        sent_by=by,
        entered_at=now(),
        is_sample=is_sample,
    )
    made.projects.set(chosen)
    text = f"Sở đăng ký với Cục {len(chosen)} đề án quốc gia năm {lead.year}: {paper.label}."
    data = {"projects": [project.pk for project in chosen], "paper": paper.pk, "late": bool(made.late_reason)}
    note(made, "registration.send", text, by=by, on=paper.issued_on, data=data)
    for project in chosen:
        move_project(
            project=project, name="register", by=by, today=today, on=paper.issued_on, comment=f"{paper.label}."
        )
        add_paper(project=project, slot="registration:report", label=REPORT, paper=paper, dated_on=made.sent_on, by=by)
    return made


def _one_set(chosen: list[Project]) -> None:
    """One province, one year, national, passed by the Sở."""
    lead = chosen[0]
    for project in chosen:
        if (project.province_id, project.year) != (lead.province_id, lead.year):
            raise Refused(
                f"Đề án {project.code} thuộc tỉnh hoặc năm khác.", "Đăng ký riêng.", field="projects", status=422
            )
        if project.track != "national":
            raise Refused(
                f"Đề án {project.code} dùng kinh phí địa phương.", "Bỏ khỏi bộ đăng ký.", field="projects", status=422
            )
        if project.state != states.BASE_PASSED:
            raise Refused(
                f"Đề án {project.code} đang ở trạng thái “{states.LABELS[project.state]}”.",
                "Chỉ đăng ký đề án đã đạt thẩm định cấp cơ sở.",
                field="projects",
                code="state",
            )


def _without_gaps(chosen: list[Project], today: date) -> None:
    wrong = [(project.code, gaps) for project in chosen if (gaps := gaps_of(project, today))]
    if wrong:
        named = "; ".join(f"{code}: {', '.join(gaps[:4])}" for code, gaps in wrong[:5])
        raise Refused(
            f"Còn {len(wrong)} đề án chưa đủ để đăng ký. {named}.",
            "Bổ sung, hoặc bỏ đề án ấy khỏi lần gửi này.",
            field="projects",
            code="gaps",
        )


def _after_appraisal(chosen: list[Project], on: date) -> None:
    """The report cannot be older than the appraisal that it sends on."""
    for project in chosen:
        sheet = project.appraisals.filter(level="base", conclusion="pass").order_by("-round").first()
        if sheet and on < sheet.held_on:
            raise Refused(
                f"Báo cáo ngày {on:%d/%m/%Y} trước ngày thẩm định {project.code} ({sheet.held_on:%d/%m/%Y}).",
                "Kiểm tra lại ngày văn bản.",
                field="issued_on",
                code="day",
                status=422,
            )
