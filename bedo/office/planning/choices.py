"""What the planning desk shows: candidates beside their norm and the cut line, scenarios and their differences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from bedo.accounts.models import User
from bedo.core.types import Dong
from bedo.ledger.rules import FUNDS
from bedo.planning import candidates, rules, scenarios
from bedo.planning.candidates import Standing
from bedo.planning.choosing import Swap
from bedo.planning.models import Scenario, ScenarioItem, YearPlan
from bedo.programmes import queries as law
from bedo.programmes.rules import cut_line

STATE_WORDS = {
    "draft": ("day", "Chờ tính", "wait"),
    "running": ("day", "Đang tính", "go"),
    "done": ("ok", "Đã có kết quả", "ok"),
    "failed": ("x", "Chưa tính được", "bad"),
}
DECIDING = (rules.DRAFT, rules.RETURNED, rules.SUBMITTED)
MOST_COMPARED = 3


@dataclass(frozen=True)
class Line:
    """A candidate in its list: the sum of what is asked up to it (whole đồng), and whether the money reaches it."""

    standing: Standing
    content: str
    running: Dong
    reached: bool


@dataclass(frozen=True)
class Desk:
    """The candidates of now: the main list in the order of the law, cleaner production apart, where the money ends."""

    main: list[Line]
    apart: list[Line]
    money: Dong

    @property
    def above(self) -> list[Line]:
        return [line for line in self.main if line.reached]

    @property
    def reserve(self) -> list[Line]:
        """Below the cut line, in order."""
        return [line for line in self.main if not line.reached]

    @property
    def left(self) -> Dong:
        """What the money still holds at the cut line, whole đồng."""
        return Dong(self.money - (self.above[-1].running if self.above else 0))

    @property
    def asked(self) -> Dong:
        return Dong(sum(line.standing.ask for line in [*self.main, *self.apart]))


def desk_of(rows: list[Standing], money: Dong, day: date) -> Desk:
    """The two lists with their running sums; the cut line of the main list."""
    main = [row for row in rows if not row.apart]
    count = cut_line([row.ask for row in main], int(money))
    return Desk(_lines(main, day, count), _lines([row for row in rows if row.apart], day, 0), money)


def _lines(rows: list[Standing], day: date, reached: int) -> list[Line]:
    names, running, found = law.contents(day), Dong(0), []
    for number, row in enumerate(rows):
        running += row.ask
        found.append(Line(row, content_word(names, row.project.content), running, number < reached))
    return found


def content_word(names: dict[str, Any], code: str) -> str:
    return names[code].name if code in names else code


def scenarios_of(plan: YearPlan, stamp: str = "") -> list[Scenario]:
    """All scenarios of the plan, newest first, with `taken`, `spent` (whole đồng), `stale` against the stamp of now. One query."""
    chosen = Q(items__chosen=True)
    rows = plan.scenarios.select_related("made_by", "chosen_by").annotate(
        taken=Count("items", filter=chosen), total=Sum("items__amount", filter=chosen)
    )
    found = list(rows.order_by("-number"))
    for one in found:
        one.spent = Dong(int(one.total or 0))
        one.stale = bool(stamp) and one.stamp != stamp
        dress(one)
    return found


def dress(scenario: Scenario) -> None:
    """Words of a scenario: its kind, its state with a mark, what its result is worth; may it be used?"""
    status = scenario.result.get("status", "")
    scenario.kind_word = scenarios.KINDS[scenario.kind]
    scenario.mark = STATE_WORDS[scenario.state]
    scenario.computing = scenario.kind == "suggested" and scenario.state in ("draft", "running")
    scenario.usable = scenario.state == "done" and status != "infeasible"
    scenario.verdict = verdict_of(scenario) if scenario.state == "done" else ""
    if status == "infeasible":
        scenario.mark = ("x", "Không có cách chọn", "bad")


def verdict_of(scenario: Scenario) -> str:
    """How sure the answer is, in words."""
    if scenario.kind != "suggested":
        return scenarios.KINDS[scenario.kind].lower()
    status = scenario.result.get("status")
    if status == "optimal":
        return "tối ưu (đã chứng minh)"
    if status == "infeasible":
        return "không có cách chọn nào thỏa mọi ràng buộc"
    best, bound = scenario.result.get("objective", 0), scenario.result.get("bound", 0)
    if not best or bound <= best:
        return "tốt nhất tìm được, chưa chứng minh được là tối ưu"
    return f"tốt nhất tìm được, còn cách tối đa {_percent(bound - best, best)} tổng điểm thứ tự"


def _percent(part: int, whole: int) -> str:
    """Tenths of a per cent, rounded up: a bound is never told too small."""
    tenths = -(-part * 1000 // whole)
    return f"{tenths // 10},{tenths % 10} %"


def limit_words(scenario: Scenario, names: Iterable[str], items: dict[int, ScenarioItem]) -> list[str]:
    """Names of limits as people call them. `items`: project id → its item."""
    fund = FUNDS.get(scenario.plan.line.fund, scenario.plan.line.fund)
    found = []
    for name in names:
        kind, _, rest = name.partition(":")
        if kind == "fund":
            kept = f", trong đó dành riêng {scenario.reserve}" if scenario.reserve else ""
            found.append(f"Kinh phí: {fund} còn được bố trí {scenario.money}{kept}")
        elif kind == "fixed" and rest.isdigit() and int(rest) in items:
            item = items[int(rest)]
            word = {"in": "Cố định vào bằng tay", "out": "Cố định ra bằng tay"}.get(
                item.fixed, "Sản xuất sạch hơn, xét riêng"
            )
            found.append(f"{word}: {item.project.code}")
        else:
            found.append(f"Ràng buộc: {name}")
    return found


@dataclass(frozen=True)
class Said:
    """An answer to a question about a scenario: sentences, who comes in, who goes out, limits that bind."""

    question: str
    text: str
    came: list[ScenarioItem] = field(default_factory=list)
    went: list[ScenarioItem] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)


def said_of(scenario: Scenario, swap: Swap, items: dict[int, ScenarioItem], question: str, *, wanted: int = 0) -> Said:
    """A swap in words; `wanted`: the candidate asked about (0: more money was asked about)."""
    came = [items[pk] for pk in swap.came if pk in items and pk != wanted]
    went = [items[pk] for pk in swap.went if pk in items]
    limits = limit_words(scenario, swap.conflict, items)
    if limits:
        text = "Không thể chọn cùng lúc với các giới hạn sau:"
    elif not wanted:
        text = "Chọn thêm được:" if came else "Không chọn thêm được đề án nào."
    elif went:
        text = "Nếu chọn đề án này thì phải bỏ đề án sau:"
    else:
        text = "Chọn được mà không phải bỏ đề án nào."
    if not swap.proven:
        text += " (tốt nhất tìm được trong thời gian của trang, chưa chứng minh)"
    return Said(question, text, came, went, limits)


@dataclass(frozen=True)
class SumRow:
    """One content or area: what each scenario gives it, whole đồng."""

    label: str
    amounts: list[tuple[str, Dong]]


@dataclass(frozen=True)
class Beside:
    """Two or three scenarios beside each other."""

    scenarios: list[Scenario]
    different: list[tuple[ScenarioItem, list[bool | None]]]
    same: list[tuple[ScenarioItem, list[bool | None]]]
    by_content: list[SumRow]
    by_area: list[SumRow]

    @property
    def most(self) -> int:
        return max((int(amount) for row in self.by_content + self.by_area for _, amount in row.amounts), default=1)


def beside(found: list[Scenario], day: date) -> Beside:
    """The differences project by project, sums by content and area. One query for all items."""
    rows = ScenarioItem.objects.filter(scenario__in=found).select_related("project__place_now", "project__province")
    by_project: dict[int, dict[int, ScenarioItem]] = {}
    for item in rows.order_by("position", "pk"):
        by_project.setdefault(item.project_id, {})[item.scenario_id] = item
    different, same = [], []
    for items in by_project.values():
        taken = [items[one.pk].chosen if one.pk in items else None for one in found]
        row = (next(iter(items.values())), taken)
        (same if len(set(taken)) == 1 else different).append(row)
    names = law.contents(day)
    return Beside(
        found,
        different,
        same,
        _sums(found, by_project, lambda project: content_word(names, project.content)),
        _sums(found, by_project, lambda project: project.place_now.label),
    )


def _sums(found: list[Scenario], by_project: dict[int, dict[int, ScenarioItem]], word: Any) -> list[SumRow]:
    totals: dict[str, dict[int, int]] = {}
    for items in by_project.values():
        for number, item in items.items():
            if item.chosen:
                of_word = totals.setdefault(word(item.project), {})
                of_word[number] = of_word.get(number, 0) + int(item.amount)
    rows = [
        SumRow(label, [(f"phương án {one.number}", Dong(given.get(one.pk, 0))) for one in found])
        for label, given in totals.items()
    ]
    return sorted(rows, key=lambda row: (-sum(int(amount) for _, amount in row.amounts), row.label))


def passed_over(scenario: Scenario, items: list[ScenarioItem], apart: frozenset[str]) -> list[ScenarioItem]:
    """Who was passed over although somebody lower was taken; cleaner production stands apart."""
    return scenarios.departures(items, {item.project_id for item in items if item.project.content in apart})


def may_edit(user: User, plan: YearPlan) -> bool:
    """May the person make and choose scenarios of this plan now?"""
    return scenarios.is_open(plan) and plan.level.edit in user.grants.rights(plan.province_id)


def now_of(plan: YearPlan, day: date) -> tuple[list[Standing], Dong, str]:
    """The candidates, the money and their stamp as they are now; nothing of a plan that was decided."""
    if plan.state not in DECIDING:
        return [], Dong(0), ""
    rows = candidates.standing(plan, day)
    money = candidates.money_for(plan, rows)
    return rows, money, candidates.stamp_of(rows, money)
