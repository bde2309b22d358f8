"""A person leaves, or gives work on: everything on the desk gets a new holder in one transaction (design 3.9, need N19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bedo.accounts.models import User
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.network import queries as network
from bedo.network import services as posts
from bedo.network.models import Holding, Member, PlaceDuty
from bedo.projects.models import Difficulty, HandOver, HandOverLine, Project, Wish
from bedo.projects.rules import states
from bedo.projects.services import progress, responsibility
from bedo.projects.services.acts import act, not_future, note, require

RIGHT = "network.manage"


@dataclass(frozen=True)
class Item:
    """One thing on a person's desk. `row`: itself; `label`: what it is; `state`: how far it is, or since when it is held."""

    kind: str
    row: Any
    label: str
    state: str = ""

    @property
    def ref(self) -> int:
        return self.row.pk

    @property
    def key(self) -> str:
        """Its name in forms: "project-12"."""
        return f"{self.kind}-{self.row.pk}"


@dataclass(frozen=True)
class Given:
    """Who takes one item; `taker` None leaves a post vacant and is refused for anything else."""

    taker: Member | None
    note: str = ""


def desk_of(member: Member) -> list[Item]:
    """Everything that a member holds now, in the order of models.handover.KINDS. Five queries at most."""
    user, province = member.user_id, member.province_id
    items: list[Item] = []
    if user is not None:
        mine = {"officer": user, "province": province}
        projects = Project.objects.live().filter(source_url="", **mine).select_related("province")
        items += [Item("project", row, f"{row.code} {row.title}", states.LABELS[row.state]) for row in projects.order_by("pk")]  # fmt: skip
        wishes = Wish.objects.live().filter(**mine).select_related("province", "establishment").order_by("pk")
        items += [Item("wish", row, f"{row.code} {row.establishment.name}", states.WISH_LABELS[row.state]) for row in wishes]  # fmt: skip
        held = Difficulty.objects.filter(holder=user, closed_on=None, share__project__province=province)
        items += [
            Item("difficulty", row, f"{row.share.project.code}: {row.text}", f"hạn {row.due_on:%d/%m/%Y}")
            for row in held.select_related("share__project__province").order_by("pk")
        ]
    duties = PlaceDuty.objects.filter(member=member, to_on=None).select_related("place", "province", "member")
    items += [Item("place", row, row.place.label, f"từ {row.from_on:%d/%m/%Y}") for row in duties.order_by("place__sort_key", "pk")]  # fmt: skip
    holdings = Holding.objects.filter(member=member, to_on=None).select_related("post__province", "province", "member")
    items += [Item("post", row, row.post.name, f"từ {row.from_on:%d/%m/%Y}") for row in holdings.order_by("pk")]
    return items


def takers(member: Member, on: date) -> dict[str, list[Member]]:
    """Who may take each kind of item from the member on that day, by name."""
    others = [one for one in network.present_members([member.province_id]) if one.pk != member.pk]
    carers = set(responsibility.who_may_hold(member.province_id, on).values_list("pk", flat=True))
    for_wishes = set(responsibility.who_may_hold_wishes(member.province_id, on).values_list("pk", flat=True))
    return {
        "project": [one for one in others if one.user_id in carers],
        "wish": [one for one in others if one.user_id in for_wishes],
        "difficulty": [one for one in others if one.user_id in for_wishes],
        "place": others,
        "post": others,
    }


def hand_over(
    *, member: Member, given: Mapping[str, Given], on: date, reason: str, by: User, today: date, is_sample: bool = False
) -> HandOver:
    """Give on what the member holds: `given` names a taker for every item on the desk, by its key, from `on` (included).

    All or nothing. Refuses while an item has no taker (field: its key), and items that are on the desk no more (409): what
    the person saw has changed meanwhile.
    """
    with act(member, by=by, what="Bàn giao"):
        require(member, RIGHT, by=by, what="bàn giao việc của người trong mạng lưới")
        not_future(on, today, "on")
        if not reason.strip():
            raise Refused("Bàn giao phải ghi lý do.", "Ghi lý do.", field="reason", status=422)
        items = desk_of(member)
        _complete(member, items, given)
        row = HandOver.objects.create(
            province=member.province, member=member, on=on, reason=reason.strip(), recorded_by=by, entered_at=now(),
            is_sample=is_sample,
        )  # fmt: skip
        for number, item in enumerate(items, start=1):
            _give(item, given[item.key], _Terms(on, reason.strip(), by, today, is_sample))
            _line(row, number, item, given[item.key])
        counts = {kind: sum(item.kind == kind for item in items) for kind in sorted({item.kind for item in items})}
        note(member, "member.hand_over", f"Bàn giao {len(items)} việc.", by=by, on=on, data={"items": counts, "handover": row.pk})  # fmt: skip
        return row


def _complete(member: Member, items: Iterable[Item], given: Mapping[str, Given]) -> None:
    items = list(items)
    keys = {item.key for item in items}
    if not keys:
        raise Refused(f"{member.full_name} không còn giữ việc gì.", "Không cần bàn giao.", code="empty")
    if given.keys() - keys:
        raise Refused(
            "Trong lúc bạn ghi, người khác đã giao đi một phần việc ở đây.", "Tải lại trang rồi làm lại phần còn lại.",
            code="stale",
        )  # fmt: skip
    for item in items:
        found = given.get(item.key)
        if found is None or (found.taker is None and item.kind != "post"):
            raise Refused(f"{item.label}: chưa có người nhận.", "Chọn người nhận.", field=item.key, code="taker", status=422)  # fmt: skip
        if found.taker is not None and found.taker.pk == member.pk:
            raise Refused(f"{item.label}: người nhận là chính người giao.", "Chọn người khác.", field=item.key, status=422)  # fmt: skip


@dataclass(frozen=True)
class _Terms:
    """What all items of one hand-over share."""

    on: date
    reason: str
    by: User
    today: date
    is_sample: bool


def _give(item: Item, given: Given, terms: _Terms) -> None:
    """One item to its taker; a refusal of the item's own service says which one it is and stands beside it."""
    taker = given.taker
    if item.kind in ("project", "wish", "difficulty") and (taker is None or taker.user is None):
        raise Refused(f"{item.label}: người nhận chưa có tài khoản.", "Chọn người có tài khoản.", field=item.key, status=422)  # fmt: skip
    try:
        GIVE[item.kind](item, taker, given.note.strip() or terms.reason, terms)
    except Refused as refusal:
        status = 422 if refusal.field else refusal.status
        raise Refused(
            f"{item.label}: {refusal.reason}", refusal.todo, field=item.key, code=refusal.code, status=status
        ) from refusal


def _project(item: Item, taker: Member, reason: str, terms: _Terms) -> None:
    responsibility.hand_over(
        project=item.row,
        officer=taker.user,
        from_on=terms.on,
        reason=reason,
        by=terms.by,
        today=terms.today,
        right=RIGHT,
    )


def _wish(item: Item, taker: Member, reason: str, terms: _Terms) -> None:
    responsibility.hand_over_wish(
        wish=item.row, officer=taker.user, from_on=terms.on, reason=reason, by=terms.by, today=terms.today, right=RIGHT
    )


def _difficulty(item: Item, taker: Member, reason: str, terms: _Terms) -> None:
    progress.pass_difficulty(
        difficulty=item.row, holder=taker.user, reason=reason, by=terms.by, today=terms.today, right=RIGHT
    )


def _place(item: Item, taker: Member, reason: str, terms: _Terms) -> None:
    posts.assign_place(
        place=item.row.place, member=taker, from_on=terms.on, reason=reason, expected=item.row.pk, by=terms.by,
        today=terms.today, is_sample=terms.is_sample,
    )  # fmt: skip


def _post(item: Item, taker: Member | None, reason: str, terms: _Terms) -> None:
    held = item.row
    last_day = terms.on - timedelta(days=1)
    posts.step_down(holding=held, last_day=last_day, why=reason, version=held.version, by=terms.by, today=terms.today)
    if taker is not None:
        posts.appoint(
            post=held.post, member=taker, from_on=terms.on, reason=reason, by=terms.by, today=terms.today,
            is_sample=terms.is_sample,
        )  # fmt: skip


GIVE = {"project": _project, "wish": _wish, "difficulty": _difficulty, "place": _place, "post": _post}


def _line(row: HandOver, number: int, item: Item, given: Given) -> None:
    HandOverLine.objects.create(
        handover=row, number=number, kind=item.kind, ref=item.ref, label=item.label, state=item.state, taker=given.taker,
        note=given.note.strip(),
    )  # fmt: skip
