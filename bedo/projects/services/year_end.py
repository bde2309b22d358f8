"""The end of a budget year: what nobody used lapses, projects that never got a contract are asked to stop, the line is closed.

Money goes into the next year by an approved change request alone (changes, "next_year"); ADR 0012.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.ledger import services as ledger
from bedo.ledger.models import BudgetLine, Transfer
from bedo.projects.models import ChangeRequest, Share
from bedo.projects.rules import states, year_end
from bedo.projects.services import changes
from bedo.projects.services.acts import act, not_future, require

NOTHING_DONE = "Chưa thực hiện, chưa ký hợp đồng."


def lapse(*, line: BudgetLine, amount: Dong, paper: Paper, by: User, today: date, words: str = "") -> Transfer:
    """What nobody used goes back by a paper (hủy dự toán cuối năm; available → out), whole đồng.

    Refuses more than is available. NĐ 45/2012/NĐ-CP, Điều 14.
    """
    with act(line, by=by, what="Hủy dự toán"):
        require(line, "money.year_end", by=by, what="hủy dự toán, khóa năm")
        return ledger.lapse(
            line=line,
            amount=amount,
            by=by,
            on=paper.issued_on,
            today=today,
            reference=paper.full_number[:60],
            note=words,
            document_id=paper.pk,
        )


def ask_stops(
    *, shares: Iterable[Share], reason_code: str, reason: str, by: User, today: date, on: date | None = None
) -> list[ChangeRequest]:
    """Ask to stop what was planned and never got a contract: a whole single project, or one share of several; all or none.

    Once approved its money is released to the line and it stands as stopped; nothing moves before. Shares of the same
    project that are carried out go on. TT 36/2013/TT-BCT, Điều 11.
    """
    chosen = list(shares)
    if not chosen:
        raise Refused("Chưa chọn đề án nào.", "Chọn ít nhất một đề án.", status=422)
    with act(chosen[0].project, by=by, what="Đề nghị ngừng đề án chưa ký hợp đồng"):
        return [_ask_stop(share, reason_code, reason, by, today, on) for share in chosen]


def _ask_stop(share: Share, reason_code: str, reason: str, by: User, today: date, on: date | None) -> ChangeRequest:
    project = share.project
    share.refresh_from_db(fields=["state"])
    project.refresh_from_db()
    if (share.state or project.state) not in year_end.NEVER_CONTRACTED:
        raise Refused(
            f"Đề án {project.code} không còn ở bước chờ ký hợp đồng.", "Tải lại trang rồi chọn lại.", code="state"
        )
    try:
        return changes.ask(
            project=project,
            share=share if project.kind in states.SHARED else None,
            change="stop",
            after={"work_done": NOTHING_DONE, "done": {}},
            reason=reason,
            reason_code=reason_code,
            by=by,
            today=today,
            on=on,
        )
    except Refused as refusal:
        refusal.reason = f"{project.code}: {refusal.reason}"
        raise


def close(*, line: BudgetLine, by: User, on: date, today: date) -> BudgetLine:
    """Close the budget year of a fund when nothing in it waits; what must come back may remain. Refused with what is left."""
    with act(line, by=by, what="Khóa năm ngân sách"):
        may_lock(line, by)
        not_future(on, today, "on")
        return ledger.close_line(line=line, by=by, on=on)


def reopen(*, line: BudgetLine, by: User, on: date, today: date, note: str) -> BudgetLine:
    """Open a closed year again; the reason stands in the log."""
    with act(line, by=by, what="Mở lại năm ngân sách"):
        may_lock(line, by)
        not_future(on, today, "on")
        return ledger.reopen_line(line=line, by=by, on=on, note=note)


LOCK = ("year.settle", "money.year_end")
"""Either right closes a year: Sở Tài chính and the head of the Sở settle it, the accountant keeps its books."""


def may_lock(line: BudgetLine, by: User) -> None:
    """Refuse (403) who neither settles the year nor keeps its books."""
    if not by.grants.rights(line.province_id) & frozenset(LOCK):
        require(line, "money.year_end", by=by, what="khóa, mở lại năm ngân sách")
