"""The order in which appraised projects are chosen: lexicographic by the steps of the table, each with its reason.

Source: TT 36/2013/TT-BCT Điều 7 (key projects first, area before sector, then capacity), TT 46/2012/TT-BCT Điều 6 (areas, sectors,
thresholds), Nghị định 235/2025/NĐ-CP Điều 1 (owners). The law's order is no sum of points. A province that has a
points scale of its own may order those that stand in one class of the law (equal in every step before capacity); the scale
never lifts anybody into another class.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from bedo.core.answers import Source, Step
from bedo.programmes.rules.rows import LOCAL, in_force
from bedo.programmes.rules.tables import Priority, ScorePoint

LAST = 99
"""The place of who meets no criterion of a step."""


@dataclass(frozen=True)
class Candidate:
    """What the order looks at. None: not known, which never helps. `capacity`: accepted projects of the beneficiary so far.

    `local_material`: per cent of the value of the main material that comes from the province.
    """

    id: int
    code: str
    content: str
    is_key: bool = False
    areas: frozenset[str] = frozenset()
    has_certificate: bool | None = None
    exports: bool | None = None
    local_material: int | None = None
    workers: int | None = None
    sectors: frozenset[str] = frozenset()
    owner_first: bool | None = None
    capacity: int = 0


@dataclass(frozen=True)
class Ranked:
    """A candidate in its place. `position` counts from 1 within its list (`apart`: cleaner production has its own).

    `order`: its place in each step; equal orders stand in the order of capacity, then of the code. `steps`: why, one sentence a step.
    `points`: by the province's own scale (None: it has none), with `scored`, what they are for.
    """

    candidate: Candidate
    position: int
    apart: bool
    order: tuple[int, ...]
    steps: tuple[Step, ...] = field(default=())
    sources: tuple[Source, ...] = field(default=())
    points: int | None = None
    scored: tuple[Step, ...] = field(default=())

    @property
    def of_class(self) -> tuple[int, ...]:
        """Its class in the law: the places in all steps before capacity, the last one."""
        return self.order[:-1]


def rank(
    rows: Iterable[Priority],
    candidates: Iterable[Candidate],
    *,
    level: str,
    on: date,
    province: str = "",
    scale: Iterable[ScorePoint] = (),
) -> list[Ranked]:
    """All candidates in the order of the law on that day, cleaner production last in a list of its own.

    `scale`: points that a province gives by itself; used only for a local question, between candidates of one class.

    Source: TT 36/2013/TT-BCT Điều 7; TT 46/2012/TT-BCT Điều 6; Nghị định 235/2025/NĐ-CP Điều 1.
    """
    standing = sorted(in_force(rows, on, level, province).values(), key=lambda row: (row.step, row.place, row.key))
    apart_contents = {content for row in standing if row.criterion == "cleaner" for content in row.values}
    judged = [_judge(one, standing, one.content in apart_contents, level, province) for one in candidates]
    own = _scale(scale, level, on, province)
    judged = [_score(one, own, level, province) for one in judged] if own else judged
    judged.sort(key=lambda one: (one.apart, one.of_class, -(one.points or 0), one.order, one.candidate.code))
    positions = {False: 0, True: 0}
    placed = []
    for one in judged:
        positions[one.apart] += 1
        placed.append(replace(one, position=positions[one.apart]))
    return placed


def _scale(scale: Iterable[ScorePoint], level: str, on: date, province: str) -> list[ScorePoint]:
    """The province's own rows of that day; nobody else's."""
    if level != LOCAL or not province:
        return []
    return [row for row in in_force(scale, on, level, province).values() if row.province]


def _score(one: Ranked, scale: list[ScorePoint], level: str, province: str) -> Ranked:
    if one.apart:
        return one
    met = [row for row in scale if _meets(one.candidate, row)]
    scored = tuple(Step(row.name, f"{row.points} điểm") for row in met)
    sources = dict.fromkeys([*one.sources, *(row.source(level, province) for row in met)])
    return replace(one, points=sum(row.points for row in met), scored=scored, sources=tuple(sources))


def _judge(one: Candidate, rows: list[Priority], apart: bool, level: str, province: str) -> Ranked:
    if apart:
        cleaner = [row for row in rows if row.criterion == "cleaner"]
        why = tuple(Step("Danh sách riêng", row.name) for row in cleaner)
        return Ranked(one, 0, True, (), why, tuple(row.source(level, province) for row in cleaner))
    order: list[int] = []
    steps: list[Step] = []
    sources: list[Source] = []
    for number in sorted({row.step for row in rows if row.step}):
        of_step = [row for row in rows if row.step == number]
        place, step, met = _place(one, number, of_step)
        order.append(place)
        steps.append(step)
        sources += [row.source(level, province) for row in met]
    return Ranked(one, 0, False, tuple(order), tuple(steps), tuple(dict.fromkeys(sources)))


def _place(one: Candidate, number: int, rows: list[Priority]) -> tuple[int, Step, list[Priority]]:
    label = f"Bước {number}"
    if rows[0].criterion == "capacity":
        return -one.capacity, Step(label, f"{rows[0].name}: {one.capacity} đề án đã nghiệm thu"), rows[:1]
    met = [row for row in rows if _meets(one, row)]
    if not met:
        return LAST, Step(label, f"Không thuộc: {'; '.join(row.name.lower() for row in rows)}"), []
    first = [row for row in met if row.place == met[0].place]
    return first[0].place, Step(label, "; ".join(row.name for row in first)), first


def _meets(one: Candidate, row: Priority | ScorePoint) -> bool:
    number = {"local_material": one.local_material, "workers": one.workers}.get(row.criterion)
    return {
        "key_project": one.is_key,
        "area": bool(one.areas & set(row.values)),
        "certificate": bool(one.has_certificate),
        "export": bool(one.exports),
        "local_material": number is not None and number > row.threshold,
        "workers": number is not None and number >= row.threshold,
        "sector": bool(one.sectors & set(row.values)),
        "owner": bool(one.owner_first),
        "capacity": one.capacity >= max(row.threshold, 1),
    }.get(row.criterion, False)


def cut_line(asks: Iterable[int], money: int) -> int:
    """How many of the list, from the top, the money pays for (whole đồng): the line is drawn before the first it does not."""
    count = 0
    for ask in asks:
        money -= ask
        if money < 0:
            break
        count += 1
    return count
