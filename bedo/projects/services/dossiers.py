"""The dossier: started from wishes, written in eight parts with its estimate and papers, submitted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedo.accounts.models import Organisation, User
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import name_key, sort_key
from bedo.core.types import Dong
from bedo.documents.models import Attachment, Paper
from bedo.documents.services import next_code
from bedo.establishments.models import Establishment
from bedo.ledger.rules import NATIONAL_FUNDS
from bedo.places.models import Unit
from bedo.places.queries import present_place, province_of
from bedo.projects import facts, queries
from bedo.projects.models import Dossier, EstimateLine, Project, ProjectPaper, Share, Wish
from bedo.projects.rules import states
from bedo.projects.services import deadlines, responsibility
from bedo.projects.services.acts import Ground, act, fresh, move, not_future, note, require
from bedo.projects.services.shares import keep_sums

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
    establishment: Establishment | None,
    title: str,
    content: str,
    fund: str,
    year: int,
    place: Unit,
    officer: User,
    by: User,
    today: date,
    kind: str = "single",
    track: str = "local",
    implementer: Organisation | None = None,
    support: Dong | None = None,
    counterpart: Dong | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    is_sample: bool = False,
) -> Project:
    """Begin a project from 0..n screened wishes; it is in draft and has its officer.

    A single project has one establishment, which is its only share. One with several beneficiaries (group, key) starts
    as a pool that the detailed plan shares out; a task is the implementing unit's own part: both without an establishment.
    Amounts in whole đồng; `starts_on`/`ends_on` both included. Refuses wishes that are not screened or of another province,
    and a national project on another fund than the national one.
    """
    ground = establishment or Ground(province_of(present_place(place).unit), f"place:{place.pk}")
    with act(ground, by=by, what="Lập đề án"):
        require(ground, "project.draft", by=by, what="lập đề án")
        _kind_fits(kind, track, fund, establishment)
        _usable(wishes, ground, establishment)
        _not_begun(ground, establishment, title, content, fund, year)
        province = ground.province
        project = Project.objects.create(
            province=province,
            place=place,
            code=next_code(f"DA{province.code}", year),
            title=title,
            kind=kind,
            track=track,
            content=content,
            fund=fund,
            year=year,
            officer=officer,
            implementer=implementer,
            starts_on=starts_on,
            ends_on=ends_on,
            sort_key=sort_key(title),
            is_sample=is_sample,
            created_at=now(),
            created_by=by,
        )
        project.wishes.set(wishes)
        number, role = {"single": (1, "beneficiary"), "task": (1, "unit")}.get(kind, (0, "pool"))
        Share.objects.create(
            project=project,
            number=number,
            role=role,
            establishment=establishment,
            place=place,
            support=support,
            counterpart=counterpart,
        )
        Dossier.objects.create(project=project, updated_at=now(), updated_by=by)
        responsibility.begin(project, officer, on=today, by=by)
        keep_sums(project)
        data = {"wishes": [wish.code for wish in wishes], "establishment": establishment.pk if establishment else None}
        note(project, "project.start", f"Bắt đầu lập hồ sơ ({states.KINDS[kind].lower()}).", by=by, on=today, data=data)
        return project


def _kind_fits(kind: str, track: str, fund: str, establishment: Establishment | None) -> None:
    if kind not in states.KINDS:
        raise Refused("Loại đề án không hợp lệ.", "Chọn lại.", field="kind", status=422)
    if kind == "single" and establishment is None:
        raise Refused("Đề án đơn phải có cơ sở thụ hưởng.", "Chọn cơ sở.", field="establishment", status=422)
    if kind != "single" and establishment is not None:
        raise Refused(
            f"{states.KINDS[kind]} chưa ghi cơ sở ở bước này.",
            "Đề án nhóm, đề án điểm ghi cơ sở ở kế hoạch chi tiết; nhiệm vụ chi không có cơ sở.",
            field="establishment",
            status=422,
        )
    _track_fits(track, fund)


def _track_fits(track: str, fund: str) -> None:
    if (track == "national") != (fund in NATIONAL_FUNDS):
        raise Refused(
            "Đề án quốc gia dùng kinh phí khuyến công quốc gia, đề án địa phương dùng nguồn của tỉnh.",
            "Chọn lại cấp hoặc nguồn kinh phí.",
            field="fund",
            status=422,
        )


def _usable(wishes: list[Wish], ground, establishment: Establishment | None) -> None:
    for wish in wishes:
        if wish.establishment.province_id != ground.province_id:
            raise Refused(f"Nhu cầu {wish.code} ở tỉnh khác.", "Chọn nhu cầu trong tỉnh.", field="wishes", status=422)
        if establishment is not None and wish.establishment_id != establishment.pk:
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


def _not_begun(ground, establishment: Establishment | None, title: str, content: str, fund: str, year: int) -> None:
    """The form sent twice is one project, not two."""
    same = Project.objects.filter(
        province=ground.province,
        shares__establishment=establishment,
        title=title,
        content=content,
        fund=fund,
        year=year,
    )
    twin = same.exclude(state__in=states.ENDED).first()
    if twin:
        raise Refused(
            f"Đã có đề án {twin.code} cùng đơn vị, cùng tên, cùng nội dung, cùng năm.",
            "Mở đề án ấy, hoặc ghi tên khác.",
            field="title",
            code="twin",
        )


def writable(project: Project, by: User) -> None:
    """Refuse an edit of a dossier that is not being written, or by somebody who may not write it."""
    require(project, "project.draft", by=by, what="sửa hồ sơ")
    project.refresh_from_db()
    if project.state not in WRITABLE:
        raise Refused(
            f"Hồ sơ đang ở trạng thái “{states.LABELS[project.state]}”, không sửa được.",
            "Chỉ sửa khi đang lập hồ sơ hoặc được trả bổ sung.",
            code="state",
        )


PROJECT_FIELDS = (
    "title",
    "content",
    "more_contents",
    "cooperating",
    "chain_product",
    "chain_links",
    "fund",
    "year",
    "place",
    "starts_on",
    "ends_on",
    "implementer",
    "issues_invoice",
)


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
        writable(project, by)
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
    _track_fits(project.track, values.get("fund", project.fund))
    for name, value in values.items():
        setattr(project, name, value)
    if "place" in values:
        project.place_now = present_place(project.place).unit
    project.sort_key = sort_key(project.title)
    project.version += 1
    project.save()
    share = queries.pool_of(project)
    for name, value in (("support", support), ("counterpart", counterpart)):
        if value is not None and getattr(share, name) != value:
            setattr(share, name, value)
            values[name] = value
    share.save()
    keep_sums(project)
    return list(values)


def set_estimate(*, project: Project, lines: list[LineInput], by: User, version: int | None = None) -> None:
    """Replace the lines of Mẫu 1. Lines that do not add up are kept and told (rules.estimate), not refused here.

    `version` is the dossier's: an estimate opened before somebody else's save is refused.
    """
    with act(project, by=by, what="Sửa dự toán"):
        writable(project, by)
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
        keep_sums(project)
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
        writable(project, by)
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
    """Submit a draft to the Sở, or submit again what was returned: it goes back to the Sở or the Cục, whoever returned it."""
    project.refresh_from_db()
    move_project(project=project, name=facts.submitting(project, today), by=by, today=today, on=on)


def withdraw(*, project: Project, reason: str, by: User, today: date, on: date | None = None) -> None:
    """Take the dossier back before it stands in an approved plan."""
    move_project(project=project, name="withdraw", by=by, today=today, on=on, comment=reason)
