"""The dossier: started from wishes, written in eight parts with its estimate and papers, submitted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedo.accounts.models import Organisation, User
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import fold, name_key, sort_key
from bedo.core.types import Dong
from bedo.documents.models import Attachment, Paper
from bedo.documents.services import next_code
from bedo.establishments.models import Establishment
from bedo.places.models import Unit
from bedo.places.queries import present_place
from bedo.projects import facts
from bedo.projects.models import Dossier, EstimateLine, Project, ProjectPaper, Share, Wish
from bedo.projects.rules import states
from bedo.projects.services import deadlines, responsibility
from bedo.projects.services.acts import act, fresh, move, not_future, note, require

PARTS = ("units", "need", "goal", "scale", "content", "organisation", "effect")
WRITABLE = frozenset({states.DRAFT, states.RETURNED})


@dataclass(frozen=True)
class LineInput:
    """One line of Mẫu 1 as typed; whole đồng."""

    text: str
    total: Dong
    from_fund: Dong = Dong(0)
    from_beneficiary: Dong = Dong(0)
    from_other: Dong = Dong(0)
    quantity: int = 1
    unit: str = ""
    is_machine: bool = False
    note: str = ""


def start_project(
    *,
    wishes: list[Wish],
    establishment: Establishment,
    title: str,
    content: str,
    fund: str,
    year: int,
    place: Unit,
    officer: User,
    by: User,
    today: date,
    implementer: Organisation | None = None,
    support: Dong | None = None,
    counterpart: Dong | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    is_sample: bool = False,
) -> Project:
    """Begin a local single project from 0..n screened wishes of one establishment; it is in draft and has its officer.

    Amounts in whole đồng; `starts_on`/`ends_on` both included. Refuses wishes that are not screened or of another province.
    """
    with act(establishment, by=by, what="Lập đề án"):
        require(establishment, "project.draft", by=by, what="lập đề án")
        _usable(wishes, establishment)
        _not_begun(establishment, title, content, fund, year)
        province = establishment.province
        project = Project.objects.create(
            province=province,
            place=place,
            code=next_code(f"DA{province.code}", year),
            title=title,
            content=content,
            fund=fund,
            year=year,
            officer=officer,
            implementer=implementer,
            starts_on=starts_on,
            ends_on=ends_on,
            beneficiary_names=establishment.name,
            beneficiary_count=1,
            sort_key=sort_key(title),
            is_sample=is_sample,
            created_at=now(),
            created_by=by,
        )
        project.wishes.set(wishes)
        Share.objects.create(
            project=project,
            number=1,
            establishment=establishment,
            place=place,
            support=support,
            counterpart=counterpart,
        )
        Dossier.objects.create(project=project, updated_at=now(), updated_by=by)
        responsibility.begin(project, officer, on=today, by=by)
        refresh(project)
        wish_codes = [wish.code for wish in wishes]
        note(
            project,
            "project.start",
            "Bắt đầu lập hồ sơ đề án.",
            by=by,
            on=today,
            data={"wishes": wish_codes, "establishment": establishment.pk},
        )
        return project


def _usable(wishes: list[Wish], establishment: Establishment) -> None:
    for wish in wishes:
        if wish.establishment_id != establishment.pk:
            raise Refused(
                f"Nhu cầu {wish.code} của cơ sở khác.", "Chọn nhu cầu của cơ sở này.", field="wishes", status=422
            )
        if wish.state != states.SCREENED:
            raise Refused(
                f"Nhu cầu {wish.code} chưa đủ điều kiện lập đề án.",
                "Thẩm tra năng lực trước khi lập đề án.",
                field="wishes",
                code="state",
            )

        begun = wish.projects.exclude(state__in=states.ENDED).first()
        if begun:
            raise Refused(
                f"Nhu cầu {wish.code} đã có đề án {begun.code}.",
                "Mở đề án ấy, hoặc rút nó trước khi lập đề án khác.",
                field="wishes",
                code="twin",
            )


def _not_begun(establishment: Establishment, title: str, content: str, fund: str, year: int) -> None:
    """The form sent twice is one project, not two."""
    same = Project.objects.filter(
        province=establishment.province,
        shares__establishment=establishment,
        title=title,
        content=content,
        fund=fund,
        year=year,
    )
    twin = same.exclude(state__in=states.ENDED).first()
    if twin:
        raise Refused(
            f"Cơ sở này đã có đề án {twin.code} cùng tên, cùng nội dung, cùng năm.",
            "Mở đề án ấy, hoặc ghi tên khác.",
            field="title",
            code="twin",
        )


def refresh(project: Project) -> None:
    """Recompute what the project keeps of its shares: sums (null where any share's is unknown), names, search text."""
    shares = list(project.shares.select_related("establishment"))
    names = [share.establishment.name for share in shares if share.establishment_id]
    sums = {name: _sum([getattr(share, name) for share in shares]) for name in ("support", "counterpart")}
    total = _sum([line.total for line in project.estimate.all()]) if project.estimate.exists() else None
    Project.objects.filter(pk=project.pk).update(
        **sums,
        total=total,
        beneficiary_names="; ".join(names),
        beneficiary_count=len([share for share in shares if share.role == "beneficiary"]),
        search_text=fold(" ".join([project.code, project.title, *names])),
    )
    project.refresh_from_db()


def _sum(values: list[Dong | None]) -> Dong | None:
    known = [value for value in values if value is not None]
    return Dong(sum(known)) if known and len(known) == len(values) else None


def _writable(project: Project, by: User) -> None:
    require(project, "project.draft", by=by, what="sửa hồ sơ")
    project.refresh_from_db()
    if project.state not in WRITABLE:
        raise Refused(
            f"Hồ sơ đang ở trạng thái “{states.LABELS[project.state]}”, không sửa được.",
            "Chỉ sửa khi đang lập hồ sơ hoặc được trả bổ sung.",
            code="state",
        )


PROJECT_FIELDS = ("title", "content", "fund", "year", "place", "starts_on", "ends_on", "implementer")


def write_dossier(
    *,
    project: Project,
    version: int | None,
    by: User,
    parts: dict[str, str],
    about: dict | None = None,
    support: Dong | None = None,
    counterpart: Dong | None = None,
) -> Dossier:
    """Save parts of the dossier and facts about the project. Refuses a stale version and a state that is not written in.

    Saving checks nothing else: an unfinished dossier is a draft. Amounts in whole đồng; None leaves them as they are.
    """
    with act(project, by=by, what="Sửa hồ sơ"):
        _writable(project, by)
        dossier = Dossier.objects.select_for_update().get(project=project)
        fresh(dossier, version)
        changed = [name for name in PARTS if name in parts and getattr(dossier, name) != parts[name]]
        for name in changed:
            setattr(dossier, name, parts[name])
        dossier.version += 1
        dossier.updated_at, dossier.updated_by = now(), by
        dossier.save()
        changed += _write_about(project, about or {}, support, counterpart)
        if changed:
            note(project, "project.write", "Sửa hồ sơ.", by=by, data={"fields": sorted(changed)})
        return dossier


def _write_about(project: Project, about: dict, support: Dong | None, counterpart: Dong | None) -> list[str]:
    values = {
        name: value for name, value in about.items() if name in PROJECT_FIELDS and getattr(project, name) != value
    }
    first, last = values.get("starts_on", project.starts_on), values.get("ends_on", project.ends_on)
    if first and last and last < first:
        raise Refused("Ngày kết thúc trước ngày bắt đầu.", "Sửa lại ngày.", field="ends_on", status=422)
    for name, value in values.items():
        setattr(project, name, value)
    if "place" in values:
        project.place_now = present_place(project.place).unit
    project.sort_key = sort_key(project.title)
    project.version += 1
    project.save()
    share = project.shares.get(number=1)
    for name, value in (("support", support), ("counterpart", counterpart)):
        if value is not None and getattr(share, name) != value:
            setattr(share, name, value)
            values[name] = value
    share.save()
    refresh(project)
    return list(values)


def set_estimate(*, project: Project, lines: list[LineInput], by: User, version: int | None = None) -> None:
    """Replace the lines of Mẫu 1. Lines that do not add up are kept and told (rules.estimate), not refused here.

    `version` is the dossier's: an estimate opened before somebody else's save is refused.
    """
    with act(project, by=by, what="Sửa dự toán"):
        _writable(project, by)
        dossier = Dossier.objects.select_for_update().get(project=project)
        fresh(dossier, version)
        stamp = {"version": dossier.version + 1, "updated_at": now(), "updated_by": by}
        Dossier.objects.filter(pk=dossier.pk).update(**stamp)
        project.estimate.all().delete()
        EstimateLine.objects.bulk_create(
            EstimateLine(
                project=project,
                number=number,
                text=line.text,
                machine_key=name_key(line.text)[:120] if line.is_machine else "",
                quantity=line.quantity,
                unit=line.unit,
                total=line.total,
                from_fund=line.from_fund,
                from_beneficiary=line.from_beneficiary,
                from_other=line.from_other,
                note=line.note,
            )
            for number, line in enumerate(lines, 1)
        )
        refresh(project)
        note(
            project,
            "project.estimate",
            "Ghi dự toán (Mẫu 1).",
            by=by,
            data={"lines": len(lines), "total": int(project.total or 0)},
        )


def add_paper(
    *,
    project: Project,
    slot: str,
    label: str,
    by: User,
    share: Share | None = None,
    attachment: Attachment | None = None,
    paper: Paper | None = None,
    dated_on: date | None = None,
    words: str = "",
) -> ProjectPaper:
    """Put a paper into its slot of a checklist. Needs a file, a numbered paper, or words on where the original is kept."""
    with act(project, by=by, what="Thêm giấy tờ"):
        require(project, "paper.record", by=by, what="thêm giấy tờ")
        if not (attachment or paper or words.strip()):
            raise Refused(
                "Chưa có tệp, văn bản hay ghi chú nào.",
                "Chọn tệp, hoặc ghi bản gốc giữ ở đâu.",
                field="file",
                status=422,
            )
        _not_there(project, share, slot, attachment, paper, dated_on, words)
        row = ProjectPaper.objects.create(
            project=project,
            share=share,
            slot=slot,
            label=label,
            attachment=attachment,
            paper=paper,
            dated_on=dated_on,
            note=words,
            added_at=now(),
            added_by=by,
        )
        data = {"slot": slot, "sha256": attachment.sha256 if attachment else ""}
        note(project, "project.paper", f"Thêm giấy tờ: {label}.", by=by, on=dated_on, data=data)
        return row


def _not_there(project, share, slot, attachment, paper, dated_on, words) -> None:
    """The same file, number or words in the same slot: sent twice."""
    same = project.papers.filter(share=share, slot=slot, paper=paper, dated_on=dated_on, note=words)
    same = same.filter(attachment__sha256=attachment.sha256) if attachment else same.filter(attachment=None)
    if same.exists():
        raise Refused(
            "Giấy tờ này đã có ở mục ấy.",
            "Xem lại danh mục; giấy khác thì ghi rõ khác ở đâu.",
            field="slot",
            code="twin",
        )


def remove_paper(*, row: ProjectPaper, by: User) -> None:
    """Take a paper out of a dossier that is still being written; the log keeps what it was."""
    project = row.project
    with act(project, by=by, what="Bỏ giấy tờ"):
        _writable(project, by)
        data = {"slot": row.slot, "sha256": row.attachment.sha256 if row.attachment else ""}
        note(project, "project.paper_removed", f"Bỏ giấy tờ: {row.label}.", by=by, data=data)
        row.delete()


def move_project(
    *, project: Project, name: str, by: User, today: date, on: date | None = None, comment: str = "", **changes
) -> None:
    """Make one move of states.PROJECT_MOVES; `on` is the day of the paper (default today). Raises Refused."""
    row = states.PROJECT_MOVES[name]
    with act(project, by=by, what=row.label):
        not_future(on or today, today, "on")
        project.refresh_from_db()
        known = facts.ProjectReading(project, today)
        move(project, f"project.{name}", row, known, states.LABELS, by=by, on=on or today, comment=comment, **changes)
        deadlines.refresh(project, today)


def submit(*, project: Project, by: User, today: date, on: date | None = None) -> None:
    """Submit a draft to the Sở, or submit again what was returned (it goes back to its reviewer)."""
    project.refresh_from_db()
    name = "resubmit" if project.state == states.RETURNED else "submit"
    move_project(project=project, name=name, by=by, today=today, on=on)


def withdraw(*, project: Project, reason: str, by: User, today: date, on: date | None = None) -> None:
    """Take the dossier back before it stands in an approved plan."""
    move_project(project=project, name="withdraw", by=by, today=today, on=on, comment=reason)
