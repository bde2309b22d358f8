"""What each kind of change is: the fields before and after, what must hold, and what its approval moves.

`prepare` is asked when the request is made and again when it is approved, so that nothing is approved that no longer fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bedo.accounts.models import User
from bedo.core.moves import Refused, Verdict
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.establishments.models import Establishment
from bedo.ledger import queries as ledger_queries
from bedo.ledger import rules as ledger_rules
from bedo.ledger import services as ledger
from bedo.ledger.queries import find_line
from bedo.places.models import Unit
from bedo.places.queries import present_place
from bedo.projects import lawbook, queries
from bedo.projects.models import ChangeRequest, Contract, ContractShare, Project, Share
from bedo.projects.rules import changes as rules
from bedo.projects.rules import states
from bedo.projects.services import money
from bedo.projects.services.acts import note
from bedo.projects.services.shares import follow_shares, keep_sums, set_state

Values = dict[str, Any]


@dataclass(frozen=True)
class Prepared:
    """A change as plain values: what it is now and what it would be."""

    before: Values
    after: Values


@dataclass(frozen=True)
class Deed:
    """What an approver hands to the change that is carried out."""

    request: ChangeRequest
    project: Project
    share: Share | None
    by: User
    today: date
    on: date
    decision: Paper

    @property
    def paper(self) -> Values:
        """The facts of the paper for the ledger."""
        return {
            "by": self.by,
            "on": self.on,
            "today": self.today,
            "reference": f"change:{self.request.pk}",
            "document_id": self.decision.pk,
        }


@dataclass(frozen=True)
class Kind:
    """How one kind of change is prepared and carried out. `fields`: what the form asks for, in order."""

    fields: tuple[str, ...]
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


def _ask(verdict: Verdict) -> None:
    if not verdict:
        raise verdict.refusal


def _one_share(project: Project, share: Share | None) -> Share:
    """The share a change of money or beneficiary is about: the one chosen, or the only one there is."""
    if share is not None:
        return share
    live = [one for one in queries.carrying_shares(project) if one.state not in (states.STOPPING, states.STOPPED)]
    if len(live) == 1:
        return live[0]
    if not live:
        return queries.pool_of(project)
    raise Refused("Đề án có nhiều phần.", "Chọn phần nào thay đổi.", field="share", code="share", status=422)


# --- money


def _amount(after: Values) -> Dong:
    value = after.get("amount")
    if value is None:
        raise Refused("Chưa ghi số tiền.", "Ghi số kinh phí hỗ trợ sau khi thay đổi.", field="amount", status=422)
    return Dong(value)


def _prepare_increase(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    one, to = _one_share(project, share), _amount(after)
    now = one.support or Dong(0)
    _ask(rules.may_increase(now, to))
    line = _present_line(project)
    _ask(ledger_rules.may_commit(ledger_queries.line_facts(line, one.holder), to - now))
    return Prepared({"amount": int(now)}, {"amount": int(to)})


def _present_line(project: Project):
    line = find_line(project.province, project.fund, project.year)
    if line is None:
        raise Refused(f"Năm {project.year} chưa có dòng dự toán cho nguồn này.", "Ghi dự toán trước.", code="line")
    return line


def _increase(deed: Deed) -> None:
    share = _one_share(deed.project, deed.share)
    to = Dong(deed.request.after["amount"])
    more = to - (share.support or Dong(0))
    ledger.plan(
        line=_present_line(deed.project), holder=share.holder, group=deed.project.subject, amount=more, **deed.paper
    )
    if share.state:
        money.take(share, "planned", more, ledger.contract, **deed.paper)
        _amend(deed, share, to)
    Share.objects.filter(pk=share.pk).update(support=to)


def _prepare_decrease(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    one, to = _one_share(project, share), _amount(after)
    now = one.support or Dong(0)
    if to <= 0:
        raise Refused("Số tiền phải lớn hơn 0.", "Không hỗ trợ nữa thì đề nghị ngừng.", field="amount", status=422)
    _ask(rules.may_decrease(now, to, money.stages(one)))
    return Prepared({"amount": int(now)}, {"amount": int(to)})


def _decrease(deed: Deed) -> None:
    share = _one_share(deed.project, deed.share)
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
    """The decision amends the contract in force: an annex (phụ lục) of its number and day, with the new amount or last day."""
    contract = queries.contract_of(share)
    if contract is None:
        return
    annex, _ = Contract.objects.get_or_create(
        province=contract.province,
        number=f"{deed.decision.label} ({contract.number})"[:60],
        signed_on=deed.on,
        defaults={
            "kind": "phu_luc",
            "parent": contract,
            "ends_on": max(ends_on or queries.contract_end(share), deed.on),
            "paper": deed.decision,
            "note": f"Theo đề nghị điều chỉnh số {deed.request.number}",
            "created_by": deed.by,
        },
    )
    item = contract.items.filter(share=share).first()
    if amount and item:
        ContractShare.objects.create(contract=annex, share=share, amount=amount)
        ContractShare.objects.filter(pk=item.pk).update(amount=amount)


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
    shares = Share.objects.filter(project=deed.project)
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
    if to.year > _budget_year(project, share):
        raise Refused(
            f"Ngày {to:%d/%m/%Y} ở sau năm ngân sách {_budget_year(project, share)}.",
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


def _budget_year(project: Project, share: Share | None) -> int:
    """The newest budget year in which the money lies; the project's own before there is any."""
    shares = [share] if share else list(project.shares.all())
    held = ledger_queries.balances(holders=[one.holder for one in shares])
    return max((row.year for row in held if row.stage != "settled"), default=project.year)


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
        if share.state and share.state not in (states.STOPPING, states.STOPPED):
            _amend(deed, share, ends_on=to)


CARRIED = ("planned", "contracted", "advanced")
"""What a project that goes on next year takes along: money not paid, and advances not settled."""


def _prepare_next_year(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    to, year = _day(after, "ends_on"), _budget_year(project, share)
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


# --- beneficiary


def _prepare_beneficiary(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    old = _one_share(project, share)
    new = Establishment.objects.filter(pk=after.get("establishment"), province=project.province).first()
    if old.role != "beneficiary" or new is None:
        raise Refused("Chưa chọn cơ sở mới trong tỉnh.", "Chọn cơ sở.", field="establishment", status=422)
    if project.shares.filter(establishment=new).exclude(state=states.STOPPED).exists():
        raise Refused(f"{new.name} đã có phần trong đề án.", "Chọn cơ sở khác.", field="establishment", status=422)
    amount = _amount(after)
    held = money.stages(old)
    _ask(rules.may_replace(amount, held))
    plan = rules.stop_plan(held, Dong(after.get("done") or 0))
    before = {"establishment": old.establishment_id, "name": old.label, "amount": int(old.support or 0)}
    return Prepared(
        before,
        {
            "establishment": new.pk,
            "name": new.name,
            "amount": int(amount),
            "done": int(plan.settle),
            "recover": int(plan.recover),
            "free": int(plan.free - amount),
        },
    )


def _replace(deed: Deed) -> None:
    """The old share stops; what was not paid goes to the new one, what is over is freed, what was paid is cleared as at a stop."""
    old, after = _one_share(deed.project, deed.share), deed.request.after
    new_one = Establishment.objects.get(pk=after["establishment"])
    amount = Dong(after["amount"])
    last = deed.project.shares.order_by("-number").values_list("number", flat=True).first() or 0
    share = Share.objects.create(
        project=deed.project,
        number=last + 1,
        establishment=new_one,
        place=new_one.place,
        support=amount,
        counterpart=old.counterpart,
        replaces=old,
    )
    money.take(old, "contracted", money.stages(old)["contracted"], ledger.uncontract, **deed.paper)
    money.shift(old, share, amount, **deed.paper)
    if deed.project.state not in (states.PLANNED, states.FUNDED, states.DETAILED):
        # The project went on with its contracts: the new share waits for its own.
        start = states.DETAILED if deed.project.kind in states.SHARED else states.FUNDED
        Project.objects.filter(pk=deed.project.pk).update(state=start)
        deed.project.refresh_from_db()
    _end(deed, old, Dong(after["done"]))
    follow_shares(deed.project, deed.today)


# --- stop


def _prepare_stop(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    work = str(after.get("work_done") or "").strip()
    if not work:
        raise Refused(
            "Chưa ghi đã làm được gì.", "Ghi khối lượng đã làm, hoặc “chưa làm”.", field="work_done", status=422
        )
    plans = stop_plans(project, share, after)
    held = {one.number: money.stages(one) for one in plans}
    sums = {
        stage: int(sum(stages[stage] for stages in held.values())) for stage in ("planned", "contracted", "advanced")
    }
    return Prepared(
        sums,
        {
            "work_done": work,
            "done": {str(one.number): int(plan.settle) for one, plan in plans.items()},
            "settle": int(sum(plan.settle for plan in plans.values())),
            "recover": int(sum(plan.recover for plan in plans.values())),
            "free": int(sum(plan.free for plan in plans.values())),
        },
    )


def stop_plans(project: Project, share: Share | None, after: Values) -> dict[Share, rules.StopPlan]:
    """Every share that the stop ends, with what would be settled, come back and be freed; whole đồng. Raises Refused."""
    shares = _to_stop(project, share)
    done = {int(key): Dong(value or 0) for key, value in (after.get("done") or {}).items()}
    if set(done) - {one.number for one in shares}:
        raise Refused("Có phần không thuộc đề nghị này.", "Tải lại trang.", field="done", status=422)
    held = ledger_queries.stages_of_holders([one.holder for one in shares])
    return {one: rules.stop_plan(held[one.holder], done.get(one.number, Dong(0))) for one in shares}


def _to_stop(project: Project, share: Share | None) -> list[Share]:
    shares = [share] if share else list(project.shares.select_related("project").order_by("number"))
    live = [one for one in shares if (one.state or project.state) in states.STOPPABLE]
    if not live:
        raise Refused("Không còn phần nào đang thực hiện để ngừng.", "Tải lại trang để xem từng phần.", code="state")
    return live


def _stop(deed: Deed) -> None:
    done = deed.request.after["done"]
    for share in _to_stop(deed.project, deed.share):
        _end(deed, share, Dong(done.get(str(share.number), 0)))
    _drop_promises(deed)
    follow_shares(deed.project, deed.today)


def _end(deed: Deed, share: Share, done: Dong) -> None:
    """Stop one share: free what was not paid, settle what was done, the rest must come back. Điều 12 khoản 6, Điều 18 khoản 4."""
    plan = rules.stop_plan(money.stages(share), done)
    held = money.stages(share)
    for stage in ("planned", "contracted"):
        money.release(share, stage, held[stage], **deed.paper)
    money.take(share, "advanced", plan.settle, ledger.settle, **deed.paper)
    money.recover(share, "advanced", plan.recover, **deed.paper)
    before = share.state or deed.project.state
    target = states.STOPPING if plan.recover else states.STOPPED
    set_state(share, target)
    Share.objects.filter(pk=share.pk).update(support=plan.settle, counterpart=share.counterpart_proven)
    text = f"Ngừng “{share.label}”: quyết toán {plan.settle}, phải thu hồi {plan.recover}, giải phóng {plan.free}."
    data = {"share": share.number, "from": before, "to": target}
    note(deed.project, "share.stop", text, by=deed.by, on=deed.on, data=data)


def _drop_promises(deed: Deed) -> None:
    """A project that stops as a whole no longer takes money of later years."""
    if deed.share is not None:
        return
    for promise in ledger_queries.promises_of(deed.project.subject).filter(dropped_on=None, honoured_by=None):
        ledger.drop_promise(commitment=promise, by=deed.by, on=deed.on, note=f"Ngừng đề án {deed.project.code}")


CHANGES: dict[str, Kind] = {
    "increase": Kind(("amount",), _prepare_increase, _increase),
    "decrease": Kind(("amount",), _prepare_decrease, _decrease),
    "content": Kind(("content",), _prepare_content, _content),
    "next_year": Kind(("ends_on",), _prepare_next_year, _next_year),
    "time": Kind(("ends_on",), _prepare_time, _time),
    "place": Kind(("place",), _prepare_place, _place),
    "beneficiary": Kind(("establishment", "amount", "done"), _prepare_beneficiary, _replace),
    "cooperating": Kind(
        ("cooperating",), _text("cooperating", "đơn vị phối hợp", lambda one: one.cooperating), _cooperating
    ),
    "stop": Kind(("work_done", "done"), _prepare_stop, _stop),
    "stop_violation": Kind(("work_done", "done"), _prepare_stop, _stop),
    "other": Kind(("text",), _text("text", "nội dung", lambda one: ""), _nothing),
}
"""Every change of rules.ASPECTS; a test holds the two together."""
