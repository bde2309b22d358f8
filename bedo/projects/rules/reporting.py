"""Which month of a share may be reported. TT 36/2013/TT-BCT, Điều 13: progress is reported every month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedo.core.moves import Refused, Verdict, allowed
from bedo.projects.rules import states

REPORTING = frozenset({states.CONTRACTED, states.RUNNING, states.REWORK, states.COMPLETED})


@dataclass(frozen=True)
class MonthFacts:
    """One share and one month. `contract_on`: the day its contract was signed, if it has one. `reported`: already."""

    state: str
    contract_on: date | None
    reported: bool = False
    published: bool = False


def no_share(rights: frozenset[str]) -> Verdict:
    """A project of which no share is being carried out."""
    return may_report(MonthFacts("", None), date.min, rights=rights, today=date.min)


def may_report(facts: MonthFacts, month: date, *, rights: frozenset[str], today: date) -> Verdict:
    """`month` is a first day; from the month of the contract to the present one, while the contract is carried out."""
    if "project.follow" not in rights:
        return _no("Bạn không có quyền báo cáo tiến độ.", "Nhờ người có quyền thực hiện.", code="right", status=403)
    if facts.published:
        return _no("Đề án lấy từ nguồn đã công bố, không báo cáo tiến độ ở đây.", code="published", status=409)
    if facts.state not in REPORTING:
        return _no("Chỉ báo cáo tiến độ khi hợp đồng đang thực hiện.", code="state", status=409)
    if facts.contract_on and month < facts.contract_on.replace(day=1):
        return _no("Tháng báo cáo trước tháng ký hợp đồng.", "Chọn tháng khác.", field="month")
    if month > today:
        return _no("Tháng này chưa đến.", "Chọn tháng khác.", field="month")
    return allowed()


def nothing_new(facts: MonthFacts, month: date, *, rights: frozenset[str], today: date) -> Verdict:
    """ "Không phát sinh" never takes the place of a report that was written."""
    verdict = may_report(facts, month, rights=rights, today=today)
    if verdict and facts.reported:
        return _no(
            f"Tháng {month:%m/%Y} đã có báo cáo.",
            "Mở đề án để sửa báo cáo ấy.",
            field="month",
            code="reported",
            status=409,
        )
    return verdict


def _no(reason: str, todo: str = "", *, field: str = "", code: str = "refused", status: int = 422) -> Verdict:
    return Verdict(Refused(reason, todo, field=field, code=code, status=status))
