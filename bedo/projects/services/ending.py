"""Changes that end a share: a beneficiary replaced, a share or a whole project stopped; to the đồng.

What was not paid is freed or goes to the new share, what was done is settled, the rest must come back.
TT 36/2013/TT-BCT, Điều 11, Điều 12 khoản 6, Điều 18 khoản 4; design.md 3.6.
"""

from __future__ import annotations

from datetime import date

from bedo.core.moves import Refused
from bedo.core.numbers import next_number
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.ledger import queries as ledger_queries
from bedo.ledger import services as ledger
from bedo.projects.models import Project, Share
from bedo.projects.rules import changes as rules
from bedo.projects.rules import states
from bedo.projects.services import money
from bedo.projects.services.acts import note
from bedo.projects.services.deeds import Deed, Prepared, Values, amount_of, ask, one_share
from bedo.projects.services.shares import follow_shares, set_state

# --- beneficiary


def prepare_replacement(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    """The establishment that comes in, what it receives, and what becomes of the old one's money. Raises Refused."""
    old = one_share(project, share)
    new = Establishment.objects.filter(pk=after.get("establishment"), province=project.province).first()
    if old.role != "beneficiary" or new is None:
        raise Refused("Chưa chọn cơ sở mới trong tỉnh.", "Chọn cơ sở.", field="establishment", status=422)
    if project.shares.filter(establishment=new).exclude(state=states.STOPPED).exists():
        raise Refused(f"{new.name} đã có phần trong đề án.", "Chọn cơ sở khác.", field="establishment", status=422)
    amount = amount_of(after)
    held = money.stages(old)
    ask(rules.may_replace(amount, held))
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


def replace(deed: Deed) -> None:
    """The old share stops; what was not paid goes to the new one, what is over is freed, what was paid is cleared as at a stop."""
    old, after = one_share(deed.project, deed.share), deed.request.after
    new_one = Establishment.objects.get(pk=after["establishment"])
    amount = Dong(after["amount"])
    share = Share.objects.create(
        project=deed.project,
        number=next_number(deed.project.shares.all()),
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


def prepare_stop(project: Project, share: Share | None, after: Values, on: date) -> Prepared:
    """What was done, and the sums that would be settled, come back and be freed. Raises Refused."""
    work = str(after.get("work_done") or "").strip()
    if not work:
        raise Refused(
            "Chưa ghi đã làm được gì.", "Ghi khối lượng đã làm, hoặc “chưa làm”.", field="work_done", status=422
        )
    plans = stop_plans(project, share, after)
    held = ledger_queries.stages_of_holders([one.holder for one in plans]).values()
    sums = {stage: int(sum(stages[stage] for stages in held)) for stage in ("planned", "contracted", "advanced")}
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


def stop(deed: Deed) -> None:
    """End every share that the request is about; a project that stops as a whole gives up what later years promised it."""
    done = deed.request.after["done"]
    for share in _to_stop(deed.project, deed.share):
        _end(deed, share, Dong(done.get(str(share.number), 0)))
    _drop_promises(deed)
    follow_shares(deed.project, deed.today)


def _end(deed: Deed, share: Share, done: Dong) -> None:
    """Stop one share: free what was not paid, settle what was done, the rest must come back. Điều 12 khoản 6, Điều 18 khoản 4."""
    held = money.stages(share)
    plan = rules.stop_plan(held, done)
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
