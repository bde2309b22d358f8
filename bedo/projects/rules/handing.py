"""May another officer take over a project or a wish? Need N19, design 3.9: one responsible person at every moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedo.core.moves import Refused, Verdict, allowed


@dataclass(frozen=True)
class Handing:
    """One project or wish and who is to take it over. `what`: its kind in words.

    `acts_here`: the person may be responsible for such in the province on that day. `present`, `since`: who is responsible
    now and from which day (None: nobody is). `published`: the project came from a published source.
    """

    officer: int
    name: str
    acts_here: bool
    present: int | None
    since: date | None
    published: bool = False
    what: str = "Đề án"


def may_hand_over(
    facts: Handing, *, from_on: date, reason: str, rights: frozenset[str], today: date, right: str = "project.assign"
) -> Verdict:
    """From `from_on` (included) the officer is responsible. Needs a reason and a day from the present one's first to today."""
    if right not in rights:
        return _no(
            "Bạn không có quyền giao người phụ trách.", "Nhờ người có quyền thực hiện.", code="right", status=403
        )
    if facts.published:
        return _no("Đề án lấy từ nguồn đã công bố, không có người phụ trách ở đây.", code="published", status=409)
    if facts.present is None or facts.since is None:
        return _no(
            f"{facts.what} không có ai đang phụ trách để bàn giao.", "Xem lại trạng thái.", code="state", status=409
        )
    if not facts.acts_here:
        return cannot_be_responsible(facts.name, from_on)
    if not reason.strip():
        return _no("Đổi người phụ trách phải ghi lý do.", "Ghi lý do.", field="reason")
    if facts.present == facts.officer:
        return _no(f"Người này đang phụ trách {facts.what.lower()}.", "Chọn người khác.", field="officer")
    if not facts.since <= from_on <= today:
        return _no(f"Ngày bàn giao phải từ {facts.since:%d/%m/%Y} đến hôm nay.", "Sửa ngày bàn giao.", field="from_on")
    return allowed()


def cannot_be_responsible(name: str, on: date) -> Verdict:
    """The person does not work for the province's centre on that day."""
    return _no(f"{name} không phải cán bộ của tỉnh này vào ngày {on:%d/%m/%Y}.", "Chọn cán bộ khác.", field="officer")


def _no(reason: str, todo: str = "", *, field: str = "", code: str = "refused", status: int = 422) -> Verdict:
    return Verdict(Refused(reason, todo, field=field, code=code, status=status))
