"""What each kind of change is: the fields before and after, what must hold, and what its approval moves.

`prepare` is asked when the request is made and again when it is approved, so that nothing is approved that no longer fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.ledger import queries as ledger_queries
from bedo.ledger import rules as ledger_rules
from bedo.ledger import services as ledger
from bedo.ledger.models import BudgetLine
from bedo.ledger.queries import find_line
from bedo.places.models import Unit
from bedo.places.queries import present_place
from bedo.projects import lawbook, queries
from bedo.projects.models import ChangeRequest, Project, Share
from bedo.projects.rules import changes as rules
from bedo.projects.rules import states
from bedo.projects.services import contracts, ending, money
from bedo.projects.services.deeds import Deed, Prepared, Values, amount_of, ask, one_share
from bedo.projects.services.shares import keep_sums


@dataclass(frozen=True)
class Kind:
    """How one kind of change is prepared and carried out."""

    prepare: Callable[[Project, Share | None, Values, date], Prepared]
    carry_out: Callable[[Deed], None]


def prepare(project: Project, share: Share | None, change: str, after: Values, on: date) -> Prepared:
    """Before and after of a change as it stands now. Raises Refused when it could not be carried out."""
    return CHANGES[change].prepare(project, share, after, on)


def carry_out(request: ChangeRequest, *, decision: Paper, by: User, today: date) -> None:
    """Do what was approved, in the caller's transaction. Raises Refused when it no longer fits."""
    project, share = request.project, request.share
    prepared = prepare(project, share, request.change, request.after, decision.issued_on)
    request.before = prepared.before
    request.after = prepared.after
    request.save(update_fields=["before", "after"])
    CHANGES[request.change].carry_out(Deed(request, project, share, by, today, decision.issued_on, decision))
    keep_sums(project)


# --- money


def _prepare_increase(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    one, to = one_share(project, share), amount_of(after)
    now = one.support or Dong(0)
    ask(rules.may_increase(now, to))
    line = _present_line(project, one)
    ask(ledger_rules.may_commit(ledger_queries.line_facts(line, one.holder), to - now))
    return Prepared({"amount": int(now)}, {"amount": int(to)})


def _present_line(project: Project, share: Share) -> BudgetLine:
    """The line of the budget year in which the share's money lies now: after a carry-over no longer the project's own."""
    year = queries.budget_year(project, share)
    line = find_line(project.province, project.fund, year)
    if line is None:
        raise Refused(f"Năm {year} chưa có dòng dự toán cho nguồn này.", "Ghi dự toán trước.", code="line")
    return line


def _increase(deed: Deed) -> None:
    share = one_share(deed.project, deed.share)
    to = Dong(deed.request.after["amount"])
    more = to - (share.support or Dong(0))
    ledger.plan(
        line=_present_line(deed.project, share),
        holder=share.holder,
        group=deed.project.subject,
        amount=more,
        **deed.paper,
    )
    if share.state:
        money.take(share, "planned", more, ledger.contract, **deed.paper)
        _amend(deed, share, to)
    Share.objects.filter(pk=share.pk).update(support=to)


def _prepare_decrease(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    one, to = one_share(project, share), amount_of(after)
    now = one.support or Dong(0)
    if to <= 0:
        raise Refused("Số tiền phải lớn hơn 0.", "Không hỗ trợ nữa thì đề nghị ngừng.", field="amount", status=422)
    ask(rules.may_decrease(now, to, money.stages(one)))
    return Prepared({"amount": int(now)}, {"amount": int(to)})


def _decrease(deed: Deed) -> None:
    share = one_share(deed.project, deed.share)
    to = Dong(deed.request.after["amount"])
    less = (share.support or Dong(0)) - to
    held = money.stages(share)
    first = min(less, held["planned"])
    money.release(share, "planned", first, **deed.paper)
    money.release(share, "contracted", less - first, **deed.paper)
    if share.state and less:
        _amend(deed, share, to)
    Share.objects.filter(pk=share.pk).update(support=to)


def _amend(deed: Deed, share: Share, amount: Dong | None = None, ends_on: date | None = None) -> None:
    """The decision amends the contract in force: an annex of its number and day."""
    contracts.amend(
        share=share,
        amount=amount,
        ends_on=ends_on,
        number=deed.decision.label,
        on=deed.on,
        paper=deed.decision,
        words=f"Theo đề nghị điều chỉnh số {deed.request.number}",
        by=deed.by,
    )


# --- content, place, units, time, other


def _text(name: str, what: str, now: Callable[[Project], str]) -> Callable[..., Prepared]:
    def prepare(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
        to = str(after.get(name) or "").strip()
        if not to:
            raise Refused(f"Chưa ghi {what} mới.", "Ghi nội dung sau khi thay đổi.", field=name, status=422)
        if to == now(project):
            raise Refused(f"{what.capitalize()} mới giống như đang có.", "Ghi nội dung khác.", field=name, status=422)
        return Prepared({name: now(project)}, {name: to})

    return prepare


def _prepare_content(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    prepared = _text("content", "nội dung hoạt động", lambda one: one.content)(project, share, after, on)
    if prepared.after["content"] not in lawbook.contents(project, on):
        raise Refused("Nội dung không có trong danh mục.", "Chọn trong danh mục.", field="content", status=422)
    return prepared


def _content(deed: Deed) -> None:
    Project.objects.filter(pk=deed.project.pk).update(content=deed.request.after["content"])
    deed.project.refresh_from_db()


def _cooperating(deed: Deed) -> None:
    Project.objects.filter(pk=deed.project.pk).update(cooperating=deed.request.after["cooperating"])
    deed.project.refresh_from_db()


def _prepare_place(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    place = Unit.objects.filter(pk=after.get("place")).first()
    if place is None:
        raise Refused("Chưa chọn địa điểm mới.", "Chọn xã, phường.", field="place", status=422)
    now = (share.place if share else None) or project.place
    if place.pk == now.pk:
        raise Refused("Địa điểm mới giống như đang có.", "Chọn địa điểm khác.", field="place", status=422)
    return Prepared({"place": now.pk, "place_name": str(now)}, {"place": place.pk, "place_name": str(place)})


def _place(deed: Deed) -> None:
    place = Unit.objects.get(pk=deed.request.after["place"])
    if deed.share is None or deed.project.kind == "single":
        values = {"place": place, "place_now": present_place(place).unit}
        Project.objects.filter(pk=deed.project.pk).update(**values)
        deed.project.refresh_from_db()
    shares = Share.objects.filter(project=deed.project).exclude(state__in=states.GONE)
    shares = shares.filter(pk=deed.share.pk) if deed.share else shares.filter(role="beneficiary")
    shares.update(place=place)


def _day(after: Values, name: str) -> date:
    value = after.get(name)
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise Refused("Chưa ghi ngày mới.", "Ghi ngày kết thúc mới.", field=name, status=422) from error


def _prepare_time(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    to = _day(after, "ends_on")
    if to.year > queries.budget_year(project, share):
        raise Refused(
            f"Ngày {to:%d/%m/%Y} ở sau năm ngân sách {queries.budget_year(project, share)}.",
            "Chọn “Kéo dài sang năm sau”: người quyết định khác.",
            field="ends_on",
            status=422,
        )
    return _prepare_end(project, share, to)


def _prepare_end(project: Project, share: Share | None, to: date) -> Prepared:
    now = (queries.contract_end(share) if share else None) or project.ends_on
    if project.starts_on and to < project.starts_on:
        raise Refused("Ngày kết thúc trước ngày bắt đầu.", "Sửa lại ngày.", field="ends_on", status=422)
    if to == now:
        raise Refused("Ngày kết thúc mới giống như đang có.", "Ghi ngày khác.", field="ends_on", status=422)
    return Prepared({"ends_on": now.isoformat() if now else None}, {"ends_on": to.isoformat()})


def _time(deed: Deed) -> None:
    to = date.fromisoformat(deed.request.after["ends_on"])
    last = (
        max(to, deed.project.ends_on)
        if deed.share and deed.project.kind in states.SHARED and deed.project.ends_on
        else to
    )
    Project.objects.filter(pk=deed.project.pk).update(ends_on=last)
    deed.project.refresh_from_db()
    shares = [deed.share] if deed.share else queries.carrying_shares(deed.project)
    for share in shares:
        if share.state and share.state not in states.GONE:
            _amend(deed, share, ends_on=to)


CARRIED = ("planned", "contracted", "advanced")
"""What a project that goes on next year takes along: money not paid, and advances not settled."""


def _prepare_next_year(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    to, year = _day(after, "ends_on"), queries.budget_year(project, share)
    if to.year != year + 1:
        raise Refused(
            f"Ngày kết thúc mới phải trong năm {year + 1}.",
            "Trong năm ngân sách thì chọn “Thay đổi thời gian”.",
            field="ends_on",
            status=422,
        )
    last = lawbook.carry_over_until(project, year)
    if on > last:
        raise Refused(
            f"Đề nghị kéo dài sang năm sau phải trước hết ngày {last:%d/%m/%Y}.",
            "Quá hạn thì phần chưa chi bị hủy; đề nghị ngừng để quyết toán phần đã làm.",
            field="on",
            code="late",
        )
    prepared = _prepare_end(project, share, to)
    shares = [share] if share else list(project.shares.all())
    held = [row for row in ledger_queries.balances(holders=[one.holder for one in shares]) if row.year == year]
    amount = sum(row.amount for row in held if row.stage in CARRIED)
    return Prepared({**prepared.before, "year": year}, {**prepared.after, "year": year + 1, "carried": int(amount)})


def _next_year(deed: Deed) -> None:
    year = deed.request.before["year"]
    for share in [deed.share] if deed.share else list(deed.project.shares.select_related("project")):
        for stage in CARRIED:
            money.carry_over(share, stage, year, **deed.paper)
    _time(deed)


def _nothing(deed: Deed) -> None:
    """The words of the request and of the decision are all there is."""


CHANGES: dict[str, Kind] = {
    "increase": Kind(_prepare_increase, _increase),
    "decrease": Kind(_prepare_decrease, _decrease),
    "content": Kind(_prepare_content, _content),
    "next_year": Kind(_prepare_next_year, _next_year),
    "time": Kind(_prepare_time, _time),
    "place": Kind(_prepare_place, _place),
    "beneficiary": Kind(ending.prepare_replacement, ending.replace),
    "cooperating": Kind(_text("cooperating", "đơn vị phối hợp", lambda one: one.cooperating), _cooperating),
    "stop": Kind(ending.prepare_stop, ending.stop),
    "stop_violation": Kind(ending.prepare_stop, ending.stop),
    "other": Kind(_text("text", "nội dung", lambda one: ""), _nothing),
}
"""Every change of rules.ASPECTS; a test holds the two together."""
