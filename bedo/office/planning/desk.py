"""The planning desk of a plan: candidates in the order of the law, scenarios, questions, side by side, the choice."""

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.office.planning import choices
from bedo.office.planning.scenario_forms import ChooseForm, MoreForm, PickForm, ScenarioForm
from bedo.office.planning.views import in_scope
from bedo.office.shell.http import form_errors, methods, require
from bedo.planning import candidates, scenarios, tasks
from bedo.planning.models import Scenario
from bedo.programmes import queries as law


def _scenario(request, pk: int, number: int) -> Scenario:
    """A scenario of a plan in the person's scope, or 404."""
    plan = in_scope(request, pk)
    found = get_object_or_404(plan.scenarios.select_related("made_by", "chosen_by"), number=number)
    found.plan = plan
    return found


def _may_edit(request, plan) -> None:
    require(request, plan.level.edit, plan.province_id or 0)


@methods(read=["GET"])
def desk(request, pk):
    """Candidates with their cut line, and the scenarios made so far."""
    plan, day = in_scope(request, pk), today()
    rows, money, stamp = choices.now_of(plan, day)
    found = choices.scenarios_of(plan, stamp if scenarios.is_open(plan) else "")
    context = {
        "plan": plan,
        "desk": choices.desk_of(rows, money, day),
        "deciding": plan.state in choices.DECIDING,
        "scenarios": found,
        "editable": choices.may_edit(request.user, plan),
    }
    return render(request, "office/planning/desk.html", context)


@methods(read=["GET"], write=["POST"])
def make(request, pk):
    """A new scenario; a suggested one is sent to the worker."""
    plan, day = in_scope(request, pk), today()
    _may_edit(request, plan)
    rows = candidates.standing(plan, day)
    form = ScenarioForm(
        request.POST if request.method == "POST" else None,
        rows=rows,
        districts=candidates.districts_of(rows),
        names=law.contents(day),
        initial={"kind": request.GET.get("loai", "ranked")},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _made(form, plan, request.user, day)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã lập phương án {made.number}.")
                return redirect("office:planning:scenario", plan.pk, made.number)
    return render(request, "office/planning/scenario_make.html", {"plan": plan, "form": form}, status=status)


def _made(form: ScenarioForm, plan, user, day) -> Scenario:
    given = form.cleaned_data
    made = scenarios.make(
        plan=plan,
        kind=given["kind"],
        by=user,
        today=day,
        name=given["name"],
        constraints=form.constraints,
        reserve=given["reserve"] or Dong(0),
        fixed=form.fixed,
    )
    if made.kind == "suggested":
        tasks.request(scenario=made, by=user)
    return made


@methods(read=["GET"])
def scenario(request, pk, number):
    """One scenario: progress or result, who is in and out, questions, the choice."""
    return _page(request, _scenario(request, pk, number))


def _page(request, found, *, choose=None, status=200):
    plan, day = found.plan, today()
    choices.dress(found)
    items = list(found.items.select_related("project__province", "project__place_now").order_by("position"))
    rows, _, stamp = choices.now_of(plan, day) if scenarios.is_open(plan) else ([], 0, "")
    found.stale = bool(stamp) and stamp != found.stamp
    apart = candidates.apart_contents(plan, day)
    over = choices.passed_over(found, items, apart) if found.usable else []
    marked = {item.pk for item in over}
    editable = choices.may_edit(request.user, plan)
    more = MoreForm(request.GET if "them" in request.GET else None)
    said, problem = _answer(request.GET, found, items, more, day)
    taken = [item for item in items if item.chosen]
    current = bool(found.chosen_on) and scenarios.stands(plan, taken)
    names = law.contents(day)
    context = {
        "plan": plan,
        "scenario": found,
        "rows": [(item, choices.content_word(names, item.project.content), item.pk in marked) for item in items],
        "taken": len(taken),
        "spent": Dong(sum(item.amount for item in taken)),
        "left": Dong(found.money - sum(item.amount for item in taken)),
        "apart": apart,
        "over": over,
        "conflict": choices.limit_words(
            found, found.result.get("conflict", ()), {item.project_id: item for item in items}
        ),
        "editable": editable,
        "may_pick": editable and found.kind == "manual" and not found.chosen_on and not found.stale,
        "may_choose": editable and found.usable and not found.stale and bool(taken) and not current,
        "may_ask": found.usable and bool(rows) and not found.stale,
        "choose": choose or ChooseForm(),
        "more": more,
        "said": said,
        "problem": problem,
    }
    return render(request, "office/planning/scenario.html", context, status=status if not problem else max(status, 422))


def _answer(asked: QueryDict, found, items, more, day):
    """The answer to the question in the address, or what is wrong with the question."""
    by_project = {item.project_id: item for item in items}
    wanted = asked.get("vi-sao", "")
    try:
        if wanted:
            item = by_project.get(int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
            if item is None:
                return None, "Đề án được hỏi không có trong phương án này."
            swap = scenarios.without(found, item.project_id, day)
            question = f"Vì sao không chọn {item.project.code}?"
            return choices.said_of(found, swap, by_project, question, wanted=item.project_id), ""
        if more.is_bound and more.is_valid():
            amount = more.cleaned_data["them"]
            swap = scenarios.with_more(found, amount, day)
            return choices.said_of(found, swap, by_project, f"Thêm {amount} thì chọn thêm được gì?"), ""
    except Refused as refusal:
        return None, refusal.sentence
    return None, "Số tiền hỏi thêm chưa đúng." if more.errors else ""


@methods(read=["GET"], write=["POST"])
def pick(request, pk, number, item):
    """Take a candidate in or out of a scenario made by hand, with the reason."""
    found = _scenario(request, pk, number)
    _may_edit(request, found.plan)
    row = get_object_or_404(found.items.select_related("project"), pk=item)
    if found.kind != "manual":
        raise Http404("only a scenario made by hand is picked")
    sent = request.POST if request.method == "POST" else None
    form, status = PickForm(sent, initial={"reason": row.reason, "chosen": "0" if row.chosen else "1"}), 200
    if sent is not None:
        status = 422
        if form.is_valid():
            try:
                scenarios.pick(scenario=found, project_id=row.project_id, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(
                    request, f"{'Đã đưa vào' if form.cleaned_data['chosen'] else 'Đã bỏ'} {row.project.code}."
                )
                return redirect("office:planning:scenario", found.plan_id, found.number)
    return render(
        request, "office/planning/scenario_pick.html", {"plan": found.plan, "scenario": found, "item": row, "form": form},
        status=status,
    )  # fmt: skip


@methods(write=["POST"])
def choose(request, pk, number):
    """The scenario becomes the plan's items."""
    found = _scenario(request, pk, number)
    _may_edit(request, found.plan)
    form = ChooseForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            scenarios.choose(scenario=found, why=form.cleaned_data["why"], by=request.user, today=today())
        except Refused as refusal:
            status = form_errors(form, refusal)
        else:
            messages.success(request, f"Đã chọn phương án {found.number} làm kế hoạch.")
            return redirect("office:planning:detail", found.plan_id)
    found.refresh_from_db(fields=["state", "result", "chosen_on", "chosen_by"])
    return _page(request, found, choose=form, status=status)


@methods(write=["POST"])
def stop(request, pk, number):
    """End the search of a suggested scenario with what it has."""
    found = _scenario(request, pk, number)
    _may_edit(request, found.plan)
    scenarios.stop(scenario=found, by=request.user)
    messages.success(request, "Đã yêu cầu dừng; phương án tốt nhất tìm được tới lúc này được giữ lại nếu có.")
    return redirect("office:planning:scenario", found.plan_id, found.number)


@methods(write=["POST"])
def compute(request, pk, number):
    """Try a suggested scenario again that failed or was stopped."""
    found = _scenario(request, pk, number)
    _may_edit(request, found.plan)
    tasks.request(scenario=found, by=request.user)
    messages.success(request, f"Phương án {found.number} chờ tính lại.")
    return redirect("office:planning:scenario", found.plan_id, found.number)


@methods(read=["GET"])
def compare(request, pk):
    """Two or three scenarios beside each other: ?pa=1&pa=2."""
    plan, day = in_scope(request, pk), today()
    asked = list(
        dict.fromkeys(text for text in request.GET.getlist("pa") if text.isascii() and text.isdigit() and len(text) < 5)
    )
    _, _, stamp = choices.now_of(plan, day) if scenarios.is_open(plan) else ([], 0, "")
    known = {str(one.number): one for one in choices.scenarios_of(plan, stamp)}
    found = sorted((known[text] for text in asked if text in known), key=lambda one: one.number)
    if not 2 <= len(found) <= choices.MOST_COMPARED:
        raise Refused(
            "Để so sánh cần hai hoặc ba phương án.", "Đánh dấu hai hoặc ba phương án ở bàn lập kế hoạch.", status=422
        )
    apart = candidates.apart_contents(plan, day)
    for one in found:
        items = list(one.items.select_related("project").order_by("position"))
        one.over = choices.passed_over(one, items, apart) if one.usable else []
    context = {"plan": plan, "beside": choices.beside(found, day)}
    return render(request, "office/planning/compare.html", context)
