"""Projects with several beneficiaries: tranches of years, and the detailed plan (Mẫu 11) that shares the money out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.core.numbers import next_number
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.establishments.models import Establishment
from bedo.ledger import services as ledger
from bedo.places.models import Unit
from bedo.places.queries import present_place, province_of
from bedo.projects import lawbook, queries
from bedo.projects.models import DetailRow, Project, Share, Tranche
from bedo.projects.rules import states
from bedo.projects.services import contracts, money
from bedo.projects.services.acts import act, not_future, note, require
from bedo.projects.services.dossiers import move_project, writable
from bedo.projects.services.shares import keep_sums


@dataclass(frozen=True)
class Row:
    """One line of Mẫu 11 as typed, whole đồng. Without an establishment it is the implementing unit's own part."""

    amount: Dong
    establishment: Establishment | None = None
    title: str = ""
    place: Unit | None = None
    counterpart: Dong = Dong(0)


def set_tranches(*, project: Project, amounts: dict[int, Dong], by: User) -> None:
    """Write what a key project takes of each year, whole đồng by year; what it asks in all is their sum."""
    with act(project, by=by, what="Ghi kinh phí từng năm"):
        writable(project, by)
        if project.kind != "key":
            raise Refused("Chỉ đề án điểm có kinh phí nhiều năm.", "Chọn loại đề án điểm.", field="kind", status=422)
        wanted = {year: amount for year, amount in amounts.items() if amount}
        if any(amount < 0 for amount in wanted.values()):
            raise Refused("Số tiền phải lớn hơn 0.", "Sửa số tiền.", field="amount", status=422)
        project.tranches.all().delete()
        Tranche.objects.bulk_create(Tranche(project=project, year=y, amount=a) for y, a in sorted(wanted.items()))
        total = Dong(sum(wanted.values()))
        Share.objects.filter(pk=queries.pool_of(project).pk).update(support=total)
        keep_sums(project)
        data = {"years": {str(year): int(amount) for year, amount in wanted.items()}}
        note(project, "project.tranches", f"Ghi kinh phí từng năm, cộng {total}.", by=by, data=data)


def write_detail(*, project: Project, rows: list[Row], by: User) -> None:
    """Write or rewrite the detailed plan that waits for approval; nothing of the money moves yet.

    Refuses rows of an establishment twice, of another province, without money, and a project that is not allotted.
    """
    with act(project, by=by, what="Ghi kế hoạch chi tiết"):
        require(project, "project.draft", by=by, what="ghi kế hoạch chi tiết")
        project.refresh_from_db()
        _may_be_detailed(project)
        _check_rows(project, rows)
        year = _year_of_pool(project)
        project.details.filter(approved_on=None).delete()
        first = project.details.filter(year=year).count() + 1
        DetailRow.objects.bulk_create(
            DetailRow(
                project=project,
                year=year,
                number=number,
                role="beneficiary" if row.establishment else "unit",
                establishment=row.establishment,
                title=row.title.strip(),
                place=row.place or (row.establishment.place if row.establishment else None),
                amount=row.amount,
                counterpart=row.counterpart,
            )
            for number, row in enumerate(rows, first)
        )
        total = Dong(sum(row.amount for row in rows))
        data = {"rows": len(rows), "total": int(total), "year": year}
        note(project, "detail.write", f"Ghi kế hoạch chi tiết {len(rows)} phần, cộng {total}.", by=by, data=data)


def _may_be_detailed(project: Project) -> None:
    if project.kind not in states.SHARED:
        raise Refused("Đề án đơn không có kế hoạch chi tiết.", "Ký hợp đồng với cơ sở.", code="kind")
    if project.state in (states.PLANNED, *states.ENDED) or not queries.waiting_in_pool(project):
        raise Refused(
            "Chưa có kinh phí nào chờ chia.", "Kế hoạch chi tiết ghi sau khi giao dự toán của năm.", code="state"
        )


def _check_rows(project: Project, rows: list[Row]) -> None:
    if not rows:
        raise Refused("Chưa ghi phần nào.", "Ghi từng cơ sở và số tiền.", field="rows", status=422)
    seen = set()
    for row in rows:
        if row.amount <= 0 or row.counterpart < 0:
            raise Refused("Số tiền của mỗi phần phải lớn hơn 0.", "Sửa số tiền.", field="rows", status=422)
        who = row.establishment
        if who is None and not row.title.strip():
            raise Refused("Phần của đơn vị thực hiện phải ghi chi việc gì.", "Ghi nội dung.", field="rows", status=422)
        if who is not None and who.province_id != project.province_id:
            raise Refused(f"{who.name} ở tỉnh khác.", "Chọn cơ sở trong tỉnh.", field="rows", status=422)
        if who is not None and who.pk in seen:
            raise Refused(f"{who.name} ghi hai lần.", "Gộp vào một dòng.", field="rows", status=422)
        if row.place is not None and province_of(present_place(row.place).unit).pk != project.province_id:
            raise Refused(f"{row.place.label} ở tỉnh khác.", "Chọn địa điểm trong tỉnh.", field="rows", status=422)
        seen.add(who.pk if who else None)


def _year_of_pool(project: Project) -> int:
    line, _ = next(money.parts(queries.pool_of(project), "planned", Dong(1)))
    return line.year


def approve_detail(
    *, project: Project, paper: Paper | None, by: User, today: date, on: date, comment: str = ""
) -> None:
    """The Sở approves the detailed plan: each part becomes a share with its money (planned → planned of the share).

    In a later year of a key project shares that are being carried out receive the new tranche as contracted money, under
    an annex to their contract; who is accepted already gets a further share. Refuses a plan that names fewer than two
    beneficiaries, does not give out exactly the money of the plan, goes over a norm, and a day before the plan's approval.
    TT 36/2013/TT-BCT, Điều 21, 23.
    """
    with act(project, by=by, what="Duyệt kế hoạch chi tiết"):
        project.refresh_from_db()
        require(project, "detail.approve", by=by, what="duyệt kế hoạch chi tiết")
        _day_fits(project, on, today)
        problem = queries.detail_problem(project)
        later = any(share.state for share in queries.carrying_shares(project))
        if later and problem:
            raise Refused(problem, "Sửa kế hoạch chi tiết rồi duyệt.", code="detail")
        label = f"{paper.label}." if paper else ""
        if not later:
            move_project(
                project=project, name="detail", by=by, today=today, on=on, comment=f"{label} {comment}".strip()
            )
        entry = {"by": by, "on": on, "today": today, "document_id": paper.pk if paper else None}
        for row in project.details.filter(approved_on=None).select_related("establishment").order_by("number"):
            _within_norm(project, row, on)
            _share_out(project, row, on, entry, paper)
        pool = queries.pool_of(project)
        promised = Dong(sum(t.amount for t in project.tranches.filter(year__gt=_last_year(project))))
        Share.objects.filter(pk=pool.pk).update(support=promised, counterpart=0)
        keep_sums(project)
        if later:
            _wait_for_contracts(project)
            text = f"Sở duyệt kế hoạch chi tiết của phần kinh phí năm. {label} {comment}".strip()
            note(project, "project.detail", text, by=by, on=on)


def _day_fits(project: Project, on: date, today: date) -> None:
    not_future(on, today, "on")
    if project.rule_day and on < project.rule_day:
        raise Refused(
            f"Ngày duyệt trước ngày phê duyệt kế hoạch ({project.rule_day:%d/%m/%Y}).",
            "Kiểm tra lại ngày.",
            field="on",
            code="day",
            status=422,
        )


def _wait_for_contracts(project: Project) -> None:
    """A project that went on and has a new share waits for that share's contract, as after its first detailed plan."""
    if any(not share.state for share in queries.carrying_shares(project)):
        Project.objects.filter(pk=project.pk).update(state=states.DETAILED)
        project.refresh_from_db()


def _within_norm(project: Project, row: DetailRow, on: date) -> None:
    if row.role != "beneficiary":
        return
    ruling = lawbook.share_ruling(project, row.amount, row.counterpart, on)
    if ruling.refusal:
        raise Refused(
            f"{row.establishment.name}: {ruling.refusal.reason}", ruling.refusal.todo, field="rows", code="norm"
        )


def _last_year(project: Project) -> int:
    return project.details.order_by("-year").values_list("year", flat=True).first()


def _share_out(project: Project, row: DetailRow, on: date, entry: dict, paper: Paper | None) -> None:
    pool = queries.pool_of(project)
    share = _share_of(project, row)
    Share.objects.filter(pk=share.pk).update(
        support=(share.support or 0) + row.amount, counterpart=(share.counterpart or 0) + row.counterpart
    )
    DetailRow.objects.filter(pk=row.pk).update(share=share, approved_on=on)
    money.shift(pool, share, row.amount, **entry)
    if share.state:
        money.take(share, "planned", row.amount, ledger.contract, **entry)
        share.refresh_from_db()
        contracts.amend(
            share=share,
            amount=share.support,
            number=paper.label if paper else f"Kế hoạch chi tiết năm {row.year}",
            on=on,
            paper=paper,
            words=f"Phần kinh phí năm {row.year}",
            by=entry["by"],
        )


def _share_of(project: Project, row: DetailRow) -> Share:
    """The share that the row gives to: one that is still carried out, else a new one."""
    shares = [
        share
        for share in queries.carrying_shares(project)
        if share.role == row.role and share.state in states.TAKES_MORE
    ]
    same = [
        s
        for s in shares
        if s.establishment_id == row.establishment_id and (row.establishment_id or s.title == row.title)
    ]
    if same:
        return same[-1]
    return Share.objects.create(
        project=project,
        number=next_number(project.shares.all()),
        role=row.role,
        establishment=row.establishment,
        title=row.title,
        place=row.place,
        support=Dong(0),
        counterpart=Dong(0),
    )
