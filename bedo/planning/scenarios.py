"""Scenarios of a plan: the ranked list with its cut line, by hand, suggested; one of them becomes the plan's items.

The person has the last word: any candidate is fixed in or out by hand, and whatever departs from the legal order says why.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import groupby

from bedo.accounts.models import User
from bedo.core import clock, log
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.planning import candidates, rules, services
from bedo.planning.candidates import Standing
from bedo.planning.choosing import Candidate, Choice, Constraint, Problem, read, solve
from bedo.planning.choosing.solver import OutOfTime
from bedo.planning.models import PlanItem, Scenario, ScenarioItem, YearPlan
from bedo.programmes.rules import cut_line

KINDS = {"ranked": "Theo thứ tự ưu tiên", "manual": "Chọn tay", "suggested": "Phương án gợi ý"}


def make(
    *,
    plan: YearPlan,
    kind: str,
    by: User,
    today: date,
    name: str = "",
    constraints: list[dict] | None = None,
    reserve: Dong = Dong(0),
    fixed: dict[int, str] | None = None,
) -> Scenario:
    """Begin a scenario from the candidates and the money of now. A ranked one is ready at once, one by hand starts from it;
    a suggested one is computed by `compute`.

    `fixed`: project id → "in" or "out" by hand. `constraints`: rows as `bedo plan solve` reads them; a bad one is refused
    before any solver starts. `reserve`: whole đồng kept for cleaner production.
    """
    with services.act(plan, by=by, what="Lập phương án"):
        services.editable(plan, by)
        rows, money = candidates.standing(plan, today), candidates.money_for(plan)
        if kind not in KINDS:
            raise Refused("Loại phương án không hợp lệ.", "Chọn lại.", field="kind", status=422)
        if not rows:
            raise Refused("Chưa có đề án nào đạt thẩm định chờ kế hoạch.", "Thẩm định đề án trước.", code="empty")
        if not 0 <= reserve <= money:
            raise Refused(f"Phần dành riêng phải từ 0 đến {money}.", "Sửa số tiền.", field="reserve", status=422)
        _can_hold(rows, constraints or [], fixed or {})
        scenario = Scenario.objects.create(
            plan=plan,
            number=(plan.scenarios.order_by("-number").values_list("number", flat=True).first() or 0) + 1,
            kind=kind,
            name=name.strip() or KINDS[kind],
            constraints=constraints or [],
            money=money,
            reserve=reserve,
            stamp=candidates.stamp_of(rows, money),
            made_at=clock.now(),
            made_by=by,
            state="draft" if kind == "suggested" else "done",
        )
        taken = set() if kind == "suggested" else _by_rank(rows, Dong(money - reserve), fixed or {})
        ScenarioItem.objects.bulk_create(
            ScenarioItem(
                scenario=scenario,
                project=row.project,
                position=position,
                amount=row.ask,
                chosen=row.project.pk in taken,
                fixed=(fixed or {}).get(row.project.pk, ""),
            )
            for position, row in enumerate(rows, 1)
        )
        services.note(plan, "scenario.make", f"Lập phương án {scenario.number}: {scenario.name}.", by=by)
        return scenario


def _by_rank(rows: list[Standing], money: Dong, fixed: dict[int, str]) -> set[int]:
    """Those above the cut line: fixed ones first, then from the top until the money ends."""
    forced = [row for row in rows if fixed.get(row.project.pk) == "in"]
    free = [row for row in rows if not row.apart and row.project.pk not in fixed]
    left = money - sum(row.ask for row in forced)
    count = cut_line([row.ask for row in free], max(left, 0))
    return {row.project.pk for row in [*forced, *free[:count]]}


def _can_hold(rows: list[Standing], constraints: list[dict], fixed: dict[int, str]) -> None:
    """A constraint that no choice of the candidates could meet is named before the solver starts."""
    problem = _problem(rows, {}, constraints, fixed)
    for row in problem.rows():
        most = sum(weight for weight in row.weights.values() if weight > 0)
        if row.low is not None and most < row.low and not row.name.startswith("fixed:"):
            raise Refused(
                f"Ràng buộc “{row.name}” không thể đạt: mọi đề án cộng lại chỉ được {most}, cần {row.low}.",
                "Giảm mức tối thiểu, hoặc bỏ ràng buộc.",
                field="constraints",
                code="impossible",
                status=422,
            )


def _problem(rows: list[Standing], funds: dict[str, int], constraints: list[dict], fixed: dict[int, str]) -> Problem:
    """The candidates as the solver takes them. Priority within a class: who stands higher counts more, never a legal sum."""
    limits = read({"funds": {}, "candidates": [], "constraints": constraints}).constraints
    found = [
        Candidate(
            id=row.project.pk,
            priority=Fraction(len(rows) - position),
            ask={row.project.fund: int(row.ask)} if row.ask else {},
            area=row.project.place_now_id,
            content=row.project.content,
            establishments=row.establishments,
            fixed=fixed.get(row.project.pk) or None,
        )
        for position, row in enumerate(rows)
    ]
    return Problem(funds, sorted(found, key=lambda one: one.id), limits)


def problem_of(scenario: Scenario, today: date) -> tuple[Problem, list[list[int]]]:
    """The scenario as a question for the solver, and the classes of the legal order. Refuses a stale one."""
    rows = fresh_rows(scenario, today)
    fixed = dict(scenario.items.exclude(fixed="").values_list("project", "fixed"))
    # Cleaner production is ranked apart: by hand, within its own reserve, never against the others.
    fixed |= {row.project.pk: "out" for row in rows if row.apart and row.project.pk not in fixed}
    reserved = sum(row.ask for row in rows if row.apart and fixed.get(row.project.pk) == "in")
    money = max(int(scenario.money - scenario.reserve), 0) + min(int(reserved), int(scenario.reserve))
    problem = _problem(rows, {scenario.plan.line.fund: money}, scenario.constraints, fixed)
    main = [row for row in rows if not row.apart]
    classes = [[row.project.pk for row in group] for _, group in groupby(main, key=lambda row: row.ranked.order[:4])]
    return problem, classes


def fresh_rows(scenario: Scenario, today: date) -> list[Standing]:
    """The candidates of now. Raises Refused when they or the money changed since the scenario was made."""
    rows, money = candidates.standing(scenario.plan, today), candidates.money_for(scenario.plan)
    if candidates.stamp_of(rows, money) != scenario.stamp:
        raise Refused(
            f"Đề án hoặc kinh phí đã thay đổi từ khi lập phương án {scenario.number}.",
            "Lập phương án mới từ số liệu hiện nay.",
            code="stale",
        )
    return rows


def compute(
    *, scenario: Scenario, by: User, today: date, seconds: float, progress: Callable[[float, float], bool] | None = None
) -> Choice:
    """Answer a suggested scenario (in the background) and keep the result. A failure leaves everything else as it was."""
    Scenario.objects.filter(pk=scenario.pk).update(state="running", result={})
    try:
        problem, classes = problem_of(scenario, today)
        choice = solve(problem, classes=classes, seconds=seconds, progress=progress)
    except (Refused, OutOfTime) as error:
        words = error.sentence if isinstance(error, Refused) else f"Sau {seconds:g} giây chưa tìm được phương án."
        Scenario.objects.filter(pk=scenario.pk).update(state="failed", result={"error": words})
        raise
    with log.writing(*services.chains(scenario.plan)):
        chosen = set(choice.chosen)
        for item in scenario.items.all():
            ScenarioItem.objects.filter(pk=item.pk).update(chosen=item.project_id in chosen)
        result = {
            "status": choice.status,
            "objective": int(choice.objective),
            "bound": int(choice.bound),
            "conflict": list(choice.conflict),
            "seconds": round(choice.seconds, 2),
        }
        Scenario.objects.filter(pk=scenario.pk).update(state="done", result=result)
        text = f"Tính phương án {scenario.number}: {len(chosen)} đề án ({choice.status})."
        services.note(scenario.plan, "scenario.compute", text, by=by)
    scenario.refresh_from_db()
    return choice


def pick(*, scenario: Scenario, project_id: int, chosen: bool, reason: str, by: User) -> None:
    """Take a candidate into a scenario made by hand, or out of it, with the reason where it departs from the order."""
    plan = scenario.plan
    with services.act(plan, by=by, what="Sửa phương án"):
        services.editable(plan, by)
        if scenario.kind != "manual" or scenario.chosen_on:
            raise Refused("Chỉ sửa phương án chọn tay chưa được chọn.", "Lập phương án chọn tay.", code="state")
        changed = scenario.items.filter(project=project_id).update(chosen=chosen, reason=reason.strip())
        if not changed:
            raise Refused("Đề án không có trong phương án này.", "Tải lại trang.", code="item", status=422)
        word = "Đưa vào" if chosen else "Bỏ khỏi"
        services.note(plan, "scenario.pick", f"{word} phương án {scenario.number}. {reason.strip()}".strip(), by=by)


def departures(items: list[ScenarioItem], apart: set[int]) -> list[ScenarioItem]:
    """Where a choice departs from the legal order: who is passed over although somebody lower was taken; cleaner production apart."""
    main = [item for item in sorted(items, key=lambda one: one.position) if item.project_id not in apart]
    last = max((item.position for item in main if item.chosen), default=0)
    return [item for item in main if not item.chosen and item.position < last]


def choose(*, scenario: Scenario, why: str, by: User, today: date) -> None:
    """Make the scenario the plan: its chosen candidates become the plan's items, all in one transaction or none.

    Refuses a stale scenario, one without a result, one above the money, and one that departs from the legal order without why.
    """
    plan = scenario.plan
    with services.act(plan, by=by, what="Chọn phương án"):
        services.editable(plan, by)
        scenario.refresh_from_db()
        if scenario.state != "done" or scenario.result.get("status") == "infeasible":
            raise Refused("Phương án này chưa có kết quả dùng được.", "Tính lại hoặc chọn phương án khác.", code="state")
        rows = fresh_rows(scenario, today)
        items = list(scenario.items.select_related("project__province").order_by("position"))
        taken = [item for item in items if item.chosen]
        if not taken:
            raise Refused("Phương án chưa chọn đề án nào.", "Chọn ít nhất một đề án.", code="empty")
        total = Dong(sum(item.amount for item in taken))
        if total > scenario.money:
            raise Refused(f"Phương án cộng {total}, vượt {scenario.money}.", "Bỏ bớt đề án.", code="money")
        passed_over = departures(items, {row.project.pk for row in rows if row.apart})
        if passed_over and not why.strip():
            codes = ", ".join(item.project.code for item in passed_over[:5])
            raise Refused(
                f"Phương án bỏ qua đề án đứng trên theo thứ tự ưu tiên: {codes}.",
                "Ghi lý do.",
                field="why",
                code="departure",
                status=422,
            )
        PlanItem.objects.filter(plan=plan, outcome="").delete()
        plan.scenarios.exclude(pk=scenario.pk).update(chosen_on=None, chosen_by=None)
        for item in taken:
            services.add_item(plan=plan, project=item.project, amount=item.amount, by=by)
        Scenario.objects.filter(pk=scenario.pk).update(chosen_on=today, chosen_by=by, why=why.strip())
        services.note(plan, "scenario.choose", f"Chọn phương án {scenario.number}: {scenario.name}. {why}".strip(), by=by)


def limits_of(scenario: Scenario) -> list[Constraint]:
    """The scenario's constraints, typed."""
    return read({"funds": {}, "candidates": [], "constraints": scenario.constraints}).constraints


def is_open(plan: YearPlan) -> bool:
    """May scenarios of the plan still be made?"""
    return plan.state in (rules.DRAFT, rules.RETURNED)
