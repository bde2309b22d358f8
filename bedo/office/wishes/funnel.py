"""How far wishes came: wished, able, dossier, plan, contract, accepted, settled; what is on its way, and every drop with its reason.

A wish counts once, with the project of its that came farthest (design 4).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.fields import CharField, IntegerField
from django.db.models.functions import Coalesce

from bedo.core.fields import DongField
from bedo.core.models import LogEntry
from bedo.core.types import Dong
from bedo.projects.models import CapacityAppraisal, CapacityFinding, Project, Wish
from bedo.projects.rules import states

WISHED, ABLE, DOSSIER, PLAN, CONTRACT, DONE, SETTLED = range(7)
STEPS = {
    WISHED: ("", "Đã nhận nhu cầu"),
    ABLE: ("du-dieu-kien", "Đủ điều kiện"),
    DOSSIER: ("ho-so", "Có hồ sơ đề án"),
    PLAN: ("ke-hoach", "Vào kế hoạch năm"),
    CONTRACT: ("hop-dong", "Đã ký hợp đồng"),
    DONE: ("nghiem-thu", "Đã nghiệm thu"),
    SETTLED: ("quyet-toan", "Đã quyết toán"),
}
LOST = {
    states.REJECTED: "project.reject",
    states.WITHDRAWN: "project.withdraw",
    states.NOT_PLANNED: "project.leave_out",
    states.STOPPED: "project.stop",
}
"""States of a project that end the way (for now), and the kind of log entry that tells why."""
_CONTRACTED = (states.CONTRACTED, states.RUNNING, states.COMPLETED, states.REWORK, states.STOPPING, states.STOPPED)
_ACCEPTED = (states.ACCEPTED, states.SETTLING, states.LIQUIDATED)
_SETTLED = (states.SETTLED, states.FOLLOWED, states.CLOSED)
REACHED: dict[int, tuple[str, ...]] = {
    SETTLED: _SETTLED,
    DONE: _ACCEPTED,
    CONTRACT: _CONTRACTED,
    PLAN: (states.PLANNED, states.FUNDED, states.DETAILED),
}
SHOWN = 200


def came_to(best: str | None, wish_state: str) -> int:
    """The farthest step of a wish, by the state of its farthest project ("" or None: it has none)."""
    for step, reached in REACHED.items():
        if best in reached:
            return step
    if best:
        return DOSSIER
    return ABLE if wish_state == states.SCREENED else WISHED


def _farthest(name: str) -> Subquery:
    """A column of the wish's project that came farthest; of dossiers, one that still lives stands before one that ended."""
    order = [When(state__in=reached, then=Value(step)) for step, reached in REACHED.items()]
    rank = Case(*order, When(state__in=sorted(LOST), then=Value(0)), default=Value(1), output_field=IntegerField())
    mine = Project.objects.filter(wishes=OuterRef("pk")).annotate(rank=rank).order_by("-rank", "-pk")
    return Subquery(mine.values(name)[:1])


def with_farthest(rows: QuerySet[Wish]) -> QuerySet[Wish]:
    """Each wish with `best` (state), `best_pk` and `best_code` of the project that came farthest; None without one."""
    return rows.annotate(best=_farthest("state"), best_pk=_farthest("pk"), best_code=_farthest("code"))


def reached(rows: QuerySet[Wish], chosen: str) -> QuerySet[Wish]:
    """Wishes that came to a step (by its word in addresses) or beyond it."""
    step = next((number for number, (word, _) in STEPS.items() if word == chosen), WISHED)
    if step == WISHED:
        return rows
    wanted = [state for number, found in REACHED.items() if number >= step for state in found]
    with_project = rows.annotate(at=Coalesce(_farthest("state"), Value(""), output_field=CharField()))
    if step in REACHED:
        return with_project.filter(at__in=wanted)
    if step == DOSSIER:
        return with_project.exclude(at="")
    return with_project.exclude(at="", state__in=[states.RECEIVED, states.REFUSED, states.WISH_WITHDRAWN])


@dataclass
class Step:
    """One step: how many came to it, how many still wait at it, and what was lost after it, by kind."""

    word: str
    label: str
    count: int = 0
    waiting: int = 0
    lost: Counter = field(default_factory=Counter)
    percent: str = "0"

    @property
    def lost_count(self) -> int:
        return sum(self.lost.values())


@dataclass
class Funnel:
    """The seven steps, and the sum asked with how many rows had a figure."""

    steps: list[Step]
    asked: Dong
    with_asked: int

    @property
    def total(self) -> int:
        return self.steps[WISHED].count

    @property
    def lost_count(self) -> int:
        return sum(step.lost_count for step in self.steps)


def count(rows: QuerySet[Wish]) -> Funnel:
    """Count the wishes of a filter; one query, its size does not grow with the rows."""
    return _funnel(_grouped(rows))


def by_channel(rows: QuerySet[Wish]) -> dict[str, Funnel]:
    """The same by the channel that the wishes came in by, the busiest first. One query."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _grouped(rows, "channel"):
        found.setdefault(row["channel"], []).append(row)
    funnels = {channel: _funnel(grouped) for channel, grouped in found.items()}
    return dict(sorted(funnels.items(), key=lambda pair: (-pair[1].total, pair[0])))


def _grouped(rows: QuerySet[Wish], *also: str) -> QuerySet:
    return (
        rows.order_by()
        .annotate(best=_farthest("state"))
        .values("state", "best", *also)
        .annotate(
            n=Count("pk"),
            asked=Coalesce(Sum("amount_asked"), Value(0), output_field=DongField()),
            figures=Count("amount_asked"),
        )
    )


def _funnel(grouped: Iterable[dict[str, Any]]) -> Funnel:
    found = Funnel([Step(word, label) for word, label in STEPS.values()], Dong(0), 0)
    for row in grouped:
        at = came_to(row["best"], row["state"])
        for step in found.steps[: at + 1]:
            step.count += row["n"]
        _stands(found.steps[at], row)
        found.asked += Dong(int(row["asked"]))
        found.with_asked += row["figures"]
    for step in found.steps:
        step.percent = f"{step.count * 100 / max(found.total, 1):.1f}"
    return found


def _stands(step: Step, row: dict[str, Any]) -> None:
    """A wish at its farthest step either still waits there or was lost."""
    best, state = row["best"], row["state"]
    if best in LOST if best else state in (states.REFUSED, states.WISH_WITHDRAWN):
        step.lost[f"project:{best}" if best else f"wish:{state}"] += row["n"]
    else:
        step.waiting += row["n"]


LOSS_WORDS = {
    f"wish:{states.REFUSED}": "Thẩm tra: chưa đủ điều kiện",
    f"wish:{states.WISH_WITHDRAWN}": "Cơ sở rút nhu cầu",
    f"project:{states.REJECTED}": "Đề án không đạt thẩm định",
    f"project:{states.WITHDRAWN}": "Rút hồ sơ đề án",
    f"project:{states.NOT_PLANNED}": "Chưa bố trí được, vào danh sách dự phòng",
    f"project:{states.STOPPED}": "Ngừng sau khi ký hợp đồng",
}


def reasons(rows: QuerySet[Wish]) -> dict[str, list[tuple[str, int]]]:
    """Why wishes were lost, by kind of loss: reason and how many wishes; the commonest first. Five queries."""
    lost = rows.order_by()
    found = {
        f"wish:{states.REFUSED}": _unmet(lost.filter(state=states.REFUSED)),
        f"wish:{states.WISH_WITHDRAWN}": _told(lost.filter(state=states.WISH_WITHDRAWN)),
    }
    return found | _told_by_log(lost)


def _unmet(refused: QuerySet[Wish]) -> list[tuple[str, int]]:
    """Criteria that were not met at the last appraisal of refused wishes; a wish counts under each of them."""
    last = CapacityAppraisal.objects.filter(wish=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    appraisals = refused.annotate(last=Subquery(last)).values("last")
    rows = (
        CapacityFinding.objects.filter(appraisal__in=appraisals, met=False)
        .values_list("label")
        .annotate(n=Count("appraisal__wish", distinct=True))
        .order_by("-n", "label")
    )
    return list(rows)


def _told(withdrawn: QuerySet[Wish]) -> list[tuple[str, int]]:
    rows = withdrawn.values_list("reason").annotate(n=Count("pk")).order_by("-n", "reason")[:SHOWN]
    return [(reason or "Không ghi lý do", number) for reason, number in rows]


def _told_by_log(rows: QuerySet[Wish]) -> dict[str, list[tuple[str, int]]]:
    """What the log says of projects that ended; the newest entry of each counts."""
    ended = dict(
        rows.annotate(best=_farthest("state"), best_pk=_farthest("pk"))
        .filter(best__in=sorted(LOST))
        .values_list("best_pk", "best")[:SHOWN]
    )
    entries = LogEntry.objects.filter(group__in=[f"project:{pk}" for pk in ended], kind__in=LOST.values())
    told = {entry.group: entry.text for entry in entries.order_by("pk")}
    counted: dict[str, Counter] = {}
    for pk, state in ended.items():
        counted.setdefault(f"project:{state}", Counter())[told.get(f"project:{pk}", "Không ghi lý do")] += 1
    return {key: found.most_common() for key, found in counted.items()}
