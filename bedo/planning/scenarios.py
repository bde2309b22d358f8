"""Scenarios of a plan: the ranked list with its cut line, by hand, suggested; one of them becomes the plan's items.

The person has the last word: any candidate is fixed in or out by hand, and whatever departs from the legal order says why.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby

from bedo.accounts.models import User
from bedo.core import clock, log
from bedo.core.moves import Refused
from bedo.core.numbers import next_number
from bedo.core.types import Dong
from bedo.planning import candidates, rules, services
from bedo.planning.candidates import Standing
from bedo.planning.choosing import Candidate, Choice, Constraint, Problem, Swap, more_money, read, solve, why_not
from bedo.planning.choosing.solver import OutOfTime, Progress
from bedo.planning.models import PlanItem, Scenario, ScenarioItem, YearPlan
from bedo.programmes.rules import cut_line

KINDS = {"ranked": "Theo thứ tự ưu tiên", "manual": "Chọn tay", "suggested": "Phương án gợi ý"}
ASK_SECONDS = 8
"""How long a question on a page may take."""


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
    a suggested one waits for `compute` (`tasks.request` sends it to the worker).

    `fixed`: project id → "in" or "out" by hand. `constraints`: rows as `bedo plan solve` reads them, only for a suggested
    one; one that cannot hold is refused before any solver starts. `reserve`: whole đồng kept for cleaner production.
    """
    limits, by_hand = constraints or [], fixed or {}
    with services.act(plan, by=by, what="Lập phương án"):
        services.editable(plan, by)
        rows = candidates.standing(plan, today)
        money = candidates.money_for(plan, rows)
        _may_begin(rows, money, kind, reserve, limits, by_hand)
        stamp, words = candidates.stamp_of(rows, money), name.strip()[:120] or KINDS[kind]
        _no_twin(plan, kind=kind, name=words, constraints=limits, reserve=reserve, stamp=stamp)
        _can_hold(rows, int(_main_money(rows, money, reserve, by_hand)), limits, by_hand)
        scenario = Scenario.objects.create(
            plan=plan,
            number=next_number(plan.scenarios.all()),
            kind=kind,
            name=words,
            constraints=limits,
            money=money,
            reserve=reserve,
            stamp=stamp,
            made_at=clock.now(),
            made_by=by,
            state="draft" if kind == "suggested" else "done",
        )
        taken = set() if kind == "suggested" else by_rank(rows, money, reserve, by_hand)
        ScenarioItem.objects.bulk_create(
            ScenarioItem(
                scenario=scenario,
                project=row.project,
                position=position,
                amount=row.ask,
                chosen=row.project.pk in taken,
                fixed=by_hand.get(row.project.pk, ""),
            )
            for position, row in enumerate(rows, 1)
        )
        services.note(plan, "scenario.make", f"Lập phương án {scenario.number}: {scenario.name}.", by=by)
        return scenario


def _may_begin(
    rows: list[Standing], money: Dong, kind: str, reserve: Dong, limits: list[dict], fixed: dict[int, str]
) -> None:
    if kind not in KINDS:
        raise Refused("Loại phương án không hợp lệ.", "Chọn lại.", field="kind", status=422)
    if not rows:
        raise Refused("Chưa có đề án nào đạt thẩm định chờ kế hoạch.", "Thẩm định đề án trước.", code="empty")
    if not 0 <= reserve <= money:
        raise Refused(f"Phần dành riêng phải từ 0 đến {money}.", "Sửa số tiền.", field="reserve", status=422)
    if limits and kind != "suggested":
        raise Refused(
            f"Phương án “{KINDS[kind].lower()}” không nhận ràng buộc.",
            "Chọn phương án gợi ý, hoặc bỏ ràng buộc.",
            field="constraints",
            status=422,
        )
    if not set(fixed) <= {row.project.pk for row in rows} or not set(fixed.values()) <= {"in", "out"}:
        raise Refused("Có đề án cố định không còn chờ kế hoạch này.", "Tải lại trang.", field="fixed", status=422)


def _no_twin(plan: YearPlan, **same: object) -> None:
    """The same scenario sent twice is made once."""
    twin = plan.scenarios.filter(**same).first()
    if twin:
        raise Refused(
            f"Đã có phương án {twin.number} cùng tên, cùng loại từ số liệu này.",
            "Đặt tên khác.",
            field="name",
            code="twin",
        )


def _main_money(rows: list[Standing], money: Dong, reserve: Dong, fixed: dict[int, str]) -> Dong:
    """What all chosen may cost: the money without what stays reserved. Cleaner production fixed in uses the reserve first."""
    apart = sum(row.ask for row in rows if row.apart and fixed.get(row.project.pk) == "in")
    return Dong(money - reserve + min(apart, reserve))


def by_rank(rows: list[Standing], money: Dong, reserve: Dong, fixed: dict[int, str]) -> set[int]:
    """Those above the cut line: fixed ones first, then from the top until the money ends. Cleaner production only by hand."""
    forced = [row for row in rows if fixed.get(row.project.pk) == "in"]
    free = [row for row in rows if not row.apart and row.project.pk not in fixed]
    left = _main_money(rows, money, reserve, fixed) - sum(row.ask for row in forced)
    count = cut_line([row.ask for row in free], max(left, 0))
    return {row.project.pk for row in [*forced, *free[:count]]}


def _can_hold(rows: list[Standing], money: int, constraints: list[dict], fixed: dict[int, str]) -> None:
    """A limit that no choice of the candidates could meet is named before the solver starts."""
    forced = sum(int(row.ask) for row in rows if fixed.get(row.project.pk) == "in")
    if forced > money:
        raise Refused(
            f"Đề án cố định vào cộng {Dong(forced)}, vượt {Dong(money)} còn được bố trí.",
            "Bỏ bớt đề án cố định, hoặc giảm phần dành riêng.",
            field="fixed",
            code="impossible",
            status=422,
        )
    problem = _problem(rows, {}, constraints, _apart_out(rows, fixed))
    ins = {n for n, one in enumerate(problem.candidates) if one.fixed == "in"}
    outs = {n for n, one in enumerate(problem.candidates) if one.fixed == "out"}
    for limit in problem.constraints:
        row = limit.row(problem.candidates)
        count = limit.kind.endswith("count")
        least = sum(weight for n, weight in row.weights.items() if n in ins)
        most = sum(weight for n, weight in row.weights.items() if n not in outs)
        if row.low is not None and most < row.low:
            _refuse_limit(limit, f"các đề án có thể chọn cộng lại chỉ được {_figure(most, count)}")
        if row.low is not None and not count and row.low > money:
            _refuse_limit(limit, f"chỉ còn {Dong(money)} được bố trí")
        if row.high is not None and least > row.high:
            _refuse_limit(limit, f"riêng đề án cố định vào đã là {_figure(least, count)}")


def _figure(value: int, count: bool) -> str:
    return f"{value} đề án" if count else str(Dong(value))


def _refuse_limit(limit: Constraint, why: str) -> None:
    raise Refused(
        f"Ràng buộc “{limit.name}” không thể đạt: {why}.",
        "Sửa mức, hoặc bỏ ràng buộc.",
        field="constraints",
        code="impossible",
        status=422,
    )


def _problem(rows: list[Standing], funds: dict[str, int], constraints: list[dict], fixed: dict[int, str]) -> Problem:
    """The candidates as the solver takes them. Priority within a class: who stands higher counts more, never a legal sum."""
    limits = read({"funds": {}, "candidates": [], "constraints": constraints}).constraints
    wider = candidates.districts_of(rows) if any(limit.by == "area" for limit in limits) else {}
    found = [
        Candidate(
            id=row.project.pk,
            priority=len(rows) - position,
            ask={row.project.fund: int(row.ask)} if row.ask else {},
            area=row.project.place_now_id,
            content=row.project.content,
            establishments=row.establishments,
            fixed=fixed.get(row.project.pk) or None,
            wider=tuple(unit.pk for unit in wider.get(row.project.pk, ())),
        )
        for position, row in enumerate(rows)
    ]
    return Problem(funds, sorted(found, key=lambda one: one.id), limits)


def problem_of(scenario: Scenario, today: date) -> tuple[Problem, list[list[int]]]:
    """The scenario as a question for the solver, and the classes of the legal order. Refuses a stale one."""
    return _question(scenario, fresh_rows(scenario, today))


def _question(scenario: Scenario, rows: list[Standing]) -> tuple[Problem, list[list[int]]]:
    fixed = fixed_of(scenario)
    money = _main_money(rows, scenario.money, scenario.reserve, fixed)
    problem = _problem(rows, {scenario.plan.line.fund: int(money)}, scenario.constraints, _apart_out(rows, fixed))
    main = [row for row in rows if not row.apart]
    classes = [[row.project.pk for row in group] for _, group in groupby(main, key=lambda row: row.ranked.of_class)]
    return problem, classes


def _apart_out(rows: list[Standing], fixed: dict[int, str]) -> dict[int, str]:
    """Cleaner production is ranked apart: taken by hand, within its own reserve, never against the others."""
    return {row.project.pk: "out" for row in rows if row.apart} | fixed


def fixed_of(scenario: Scenario) -> dict[int, str]:
    """Project id → "in" or "out" by hand."""
    return dict(scenario.items.exclude(fixed="").values_list("project", "fixed"))


def fresh_rows(scenario: Scenario, today: date) -> list[Standing]:
    """The candidates of now. Raises Refused when they or the money changed since the scenario was made."""
    rows = candidates.standing(scenario.plan, today)
    if is_stale(scenario, rows, candidates.money_for(scenario.plan, rows)):
        raise Refused(
            f"Đề án hoặc kinh phí đã thay đổi từ khi lập phương án {scenario.number}.",
            "Lập phương án mới từ số liệu hiện nay.",
            code="stale",
        )
    return rows


def is_stale(scenario: Scenario, rows: list[Standing], money: Dong) -> bool:
    """Have the candidates or the money changed since the scenario was made?"""
    return candidates.stamp_of(rows, money) != scenario.stamp


def stop(*, scenario: Scenario, by: User) -> None:
    """End the search with the best set found by then; one that has not begun is not computed at all."""
    with services.act(scenario.plan, by=by, what="Dừng tính phương án"):
        services.editable(scenario.plan, by)
        open_ones = Scenario.objects.filter(pk=scenario.pk)
        waiting = open_ones.filter(state="draft", kind="suggested")
        stopped = waiting.update(state="failed", result={"error": "Đã dừng trước khi bắt đầu tính."})
        if not (stopped or open_ones.filter(state="running").update(stop_asked=True)):
            raise Refused("Phương án này không còn được tính.", "Tải lại trang.", code="state")
        services.note(scenario.plan, "scenario.stop", f"Dừng tính phương án {scenario.number}.", by=by)


def compute(*, scenario: Scenario, by: User, today: date, seconds: int, progress: Progress | None = None) -> Choice:
    """Answer a suggested scenario (in the background) and keep the result. A failure leaves everything else as it was.

    Raises Refused for a stale one or one that waits for no answer, OutOfTime when nothing was found in `seconds`.
    """
    waiting = Scenario.objects.filter(pk=scenario.pk, kind="suggested", state__in=("draft", "running"))
    if not waiting.update(state="running", result={}):
        raise Refused("Phương án này không chờ tính.", "Tải lại trang.", code="state")
    try:
        problem, classes = problem_of(scenario, today)
        choice = solve(problem, classes=classes, seconds=seconds, progress=progress)
    except Exception as error:
        Scenario.objects.filter(pk=scenario.pk).update(state="failed", result={"error": _words(error, seconds)})
        raise
    with log.writing(*services.chains(scenario.plan)):
        chosen = set(choice.chosen)
        scenario.items.update(chosen=False)
        scenario.items.filter(project__in=chosen).update(chosen=True)
        result = {
            "status": choice.status,
            "objective": int(choice.objective),
            "bound": int(choice.bound),
            "conflict": list(choice.conflict),
            "seconds": round(choice.seconds, 2),
        }
        Scenario.objects.filter(pk=scenario.pk).update(state="done", result=result)
        text = f"Tính phương án {scenario.number}: {_OUTCOMES[choice.status].format(len(chosen))}."
        services.note(scenario.plan, "scenario.compute", text, by=by)
    scenario.refresh_from_db()
    return choice


_OUTCOMES = {
    "optimal": "{} đề án, tối ưu (đã chứng minh)",
    "feasible": "{} đề án, tốt nhất tìm được",
    "infeasible": "không có cách chọn nào thỏa mọi ràng buộc",
}


def _words(error: Exception, seconds: int) -> str:
    if isinstance(error, Refused):
        return error.sentence
    if isinstance(error, OutOfTime):
        return f"Chưa tìm được phương án nào trước khi dừng hoặc hết {seconds:g} giây."
    return "Máy tính gặp lỗi khi tính; kế hoạch không đổi."


def choice_of(scenario: Scenario) -> Choice:
    """The kept answer of a scenario that is done, as the solver gave it."""
    taken = tuple(sorted(scenario.items.filter(chosen=True).values_list("project", flat=True)))
    objective = scenario.result.get("objective", 0)
    bound = scenario.result.get("bound", objective)
    return Choice(scenario.result.get("status", "optimal"), objective, bound, taken, {}, (), 0)


def without(scenario: Scenario, project_id: int, today: date, *, seconds: int = ASK_SECONDS) -> Swap:
    """Why is this candidate not chosen: what would it push out, or which limits bind? By hand: what is missing, in words.

    Raises Refused for a stale scenario, one without an answer, cleaner production, a chosen or foreign candidate, or no time.
    """
    rows = _answered(scenario, today)
    row = next((one for one in rows if one.project.pk == project_id), None)
    taken = set(scenario.items.filter(chosen=True).values_list("project", flat=True))
    if row is None or project_id in taken:
        raise Refused("Đề án này không đứng ngoài phương án.", "Chọn một đề án chưa được chọn.", status=422)
    if row.apart:
        raise Refused(
            "Sản xuất sạch hơn xét riêng theo hiệu quả và mức cấp thiết, không so với danh sách chính.",
            "Cố định vào bằng tay khi lập phương án, trong phần dành riêng.",
            status=422,
        )
    if scenario.kind == "suggested":
        problem, classes = _question(scenario, rows)
        return _in_time(lambda: why_not(problem, choice_of(scenario), project_id, classes=classes, seconds=seconds))
    if row.ask > _main_money(rows, scenario.money, scenario.reserve, {}):
        return Swap(conflict=(f"fund:{scenario.plan.line.fund}",))
    if scenario.kind == "manual":
        spent = sum(one.ask for one in rows if one.project.pk in taken)
        return (
            Swap(came=(project_id,))
            if spent + row.ask <= scenario.money
            else Swap(conflict=(f"fund:{scenario.plan.line.fund}",))
        )
    fixed = fixed_of(scenario) | {project_id: "in"}
    forced = sum(one.ask for one in rows if fixed.get(one.project.pk) == "in")
    if forced > _main_money(rows, scenario.money, scenario.reserve, fixed):
        ins = [f"fixed:{pk}" for pk, word in fixed.items() if word == "in" and pk != project_id]
        return Swap(conflict=(f"fund:{scenario.plan.line.fund}", *ins))
    return _swap(taken, by_rank(rows, scenario.money, scenario.reserve, fixed), rows)


def with_more(scenario: Scenario, amount: Dong, today: date, *, seconds: int = ASK_SECONDS) -> Swap:
    """What would `amount` more (whole đồng) buy? By hand: everything that would then still fit, from the top.

    Raises Refused as `without`, and for an amount that is not above 0.
    """
    if amount <= 0:
        raise Refused("Số tiền phải lớn hơn 0.", "Sửa số tiền.", field="more", status=422)
    rows = _answered(scenario, today)
    if scenario.kind == "suggested":
        problem, classes = _question(scenario, rows)
        fund, before = scenario.plan.line.fund, choice_of(scenario)
        return _in_time(lambda: more_money(problem, before, fund, int(amount), classes=classes, seconds=seconds))
    taken = set(scenario.items.filter(chosen=True).values_list("project", flat=True))
    money = Dong(scenario.money + amount)
    if scenario.kind == "ranked":
        return _swap(taken, by_rank(rows, money, scenario.reserve, fixed_of(scenario)), rows)
    left = money - sum(row.ask for row in rows if row.project.pk in taken)
    outside = [row for row in rows if not row.apart and row.project.pk not in taken]
    return Swap(came=tuple(row.project.pk for row in outside[: cut_line([row.ask for row in outside], max(left, 0))]))


def _answered(scenario: Scenario, today: date) -> list[Standing]:
    """The candidates of a scenario that has an answer."""
    if scenario.state != "done" or scenario.result.get("status") == "infeasible":
        raise Refused("Phương án này chưa có kết quả.", "Chờ tính xong, hoặc lập phương án khác.", code="state")
    return fresh_rows(scenario, today)


def _in_time(ask: Callable[[], Swap]) -> Swap:
    try:
        return ask()
    except OutOfTime as late:
        raise Refused(
            "Câu hỏi này cần tính lâu hơn thời gian của một trang.",
            "Lập phương án gợi ý khác có cố định đề án ấy rồi so sánh.",
            code="time",
        ) from late


def _swap(before: set[int], after: set[int], rows: list[Standing]) -> Swap:
    ids = [row.project.pk for row in rows]
    return Swap(tuple(pk for pk in ids if pk in after - before), tuple(pk for pk in ids if pk in before - after))


def pick(*, scenario: Scenario, project_id: int, chosen: bool, reason: str, by: User) -> None:
    """Take a candidate into a scenario made by hand, or out of it, with the reason where it departs from the order."""
    plan = scenario.plan
    with services.act(plan, by=by, what="Sửa phương án"):
        services.editable(plan, by)
        if scenario.kind != "manual" or scenario.chosen_on:
            raise Refused("Chỉ sửa phương án chọn tay chưa được chọn.", "Lập phương án chọn tay.", code="state")
        item = scenario.items.filter(project=project_id).first()
        if item is None:
            raise Refused("Đề án không có trong phương án này.", "Tải lại trang.", code="item", status=422)
        if item.chosen == chosen:
            done = "đã có trong" if chosen else "đã ở ngoài"
            raise Refused(f"Đề án {done} phương án này.", "Tải lại trang.", code="twin")
        ScenarioItem.objects.filter(pk=item.pk).update(chosen=chosen, reason=reason.strip())
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
            raise Refused(
                "Phương án này chưa có kết quả dùng được.", "Tính lại hoặc chọn phương án khác.", code="state"
            )
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
        if scenario.chosen_on and stands(plan, taken):
            raise Refused("Phương án này đang là kế hoạch.", "Trình kế hoạch, hoặc chọn phương án khác.", code="twin")
        PlanItem.objects.filter(plan=plan, outcome="").delete()
        plan.scenarios.exclude(pk=scenario.pk).update(chosen_on=None, chosen_by=None)
        for item in taken:
            services.add_item(plan=plan, project=item.project, amount=item.amount, by=by)
        Scenario.objects.filter(pk=scenario.pk).update(chosen_on=today, chosen_by=by, why=why.strip())
        services.note(
            plan, "scenario.choose", f"Chọn phương án {scenario.number}: {scenario.name}. {why}".strip(), by=by
        )


def stands(plan: YearPlan, taken: list[ScenarioItem]) -> bool:
    """Are exactly these the plan's open items, with these amounts?"""
    now = set(plan.items.filter(outcome="").values_list("project", "amount"))
    return now == {(item.project_id, item.amount) for item in taken}


def limits_of(scenario: Scenario) -> list[Constraint]:
    """The scenario's constraints, typed."""
    return read({"funds": {}, "candidates": [], "constraints": scenario.constraints}).constraints


def is_open(plan: YearPlan) -> bool:
    """May scenarios of the plan still be made?"""
    return plan.state in (rules.DRAFT, rules.RETURNED)
