"""Plans of the year: list by year and fund, one plan, its items."""

from django.contrib import messages
from django.db.models import Count, F, Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core import log
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger.models import BudgetLine
from bedo.office.planning.forms import AddForm, FilterForm, ReasonForm
from bedo.office.planning.page import everything, mark_of, whole
from bedo.office.shell.http import chips, form_errors, methods, paginate, require
from bedo.planning import rules, services
from bedo.planning.models import PlanItem, YearPlan
from bedo.projects.models import Project, YearSettlement

VIEW, SETTLE = "plan.view", "year.settle"


def in_scope(request, pk: int) -> YearPlan:
    """The plan, or 404 when it is outside the person's scope."""
    return get_object_or_404(whole(request.user), pk=pk)


def lines_seen(user):
    """Budget lines of the provinces where the person may see plans; who sees all provinces also sees the ministry's own."""
    provinces = user.grants.provinces_with(VIEW)
    return BudgetLine.objects.all() if provinces is None else BudgetLine.objects.filter(province__in=provinces)


def level_of(line: BudgetLine) -> rules.PlanLevel:
    """Who plans the money of a line."""
    return rules.LEVELS["local" if line.province_id else "national"]


def line_in_scope(request, pk: int) -> BudgetLine:
    return get_object_or_404(lines_seen(request.user).select_related("province"), pk=pk)


@methods(read=["GET"])
def listing(request):
    form, rows = lines_asked(request)
    page = paginate(request, rows)
    dress(page.object_list, request.user)
    context = {
        "page": page,
        "form": form,
        "chips": chips(request, form, named=("nam",)),
        "several": len({line.province_id for line in page.object_list}) > 1,
        "may_envelope": any(request.user.grants.any(level.envelope) for level in rules.LEVELS.values()),
    }
    return render(request, "office/planning/list.html", context)


def lines_asked(request):
    """The filter of the address and the lines that meet it, in order, with their totals."""
    require(request, VIEW)
    seen = lines_seen(request.user)
    years = seen.order_by("-year").values_list("year", flat=True).distinct()
    form = FilterForm(request.GET, years=years)
    year, fund = form.cleaned_data.get("nam"), form.cleaned_data.get("nguon")
    rows = seen.filter(**({"year": year} if year else {}), **({"fund": fund} if fund else {}))
    first = F("province__sort_key").asc(nulls_first=True)
    return form, rows.with_totals().select_related("province").order_by("-year", first, "fund", "pk")


def dress(lines, user):
    """Plans, settlement and what this person may do, for each line. Two queries."""
    counted = Q(items__outcome__in=["", "planned"])
    plans = YearPlan.objects.filter(line__in=lines).annotate(
        asked=Sum("items__amount", filter=counted), taken=Count("items", filter=counted)
    )
    by_line: dict[int, list[YearPlan]] = {}
    for plan in plans.order_by("round"):
        plan.mark = mark_of(plan)
        plan.asked = Dong(int(plan.asked or 0))
        by_line.setdefault(plan.line_id, []).append(plan)
    settled = {
        (row.province_id, row.fund, row.year): row
        for row in YearSettlement.objects.filter(
            province__in={line.province_id for line in lines}, year__in={line.year for line in lines}
        )
    }
    for line in lines:
        rights = user.grants.rights(line.province_id)
        line.plan_rows = by_line.get(line.pk, [])
        line.settlement = settled.get(line.key)
        closed = line.plan_rows and line.plan_rows[-1].state not in (rules.APPROVED, rules.ALLOCATED)
        line.may_open = level_of(line).edit in rights and line.is_open and not closed and not line.settlement
        line.may_settle = bool(line.province_id) and SETTLE in rights and not line.settlement


@methods(write=["POST"])
def open_plan(request, line):
    """Begin the next round of the year on a line."""
    found = line_in_scope(request, line)
    require(request, level_of(found).edit, found.province_id or 0)
    plan = services.open_plan(line=found, by=request.user)
    messages.success(request, f"Đã lập kế hoạch năm {plan.year}, đợt {plan.round}. Thêm đề án đã đạt thẩm định.")
    return redirect("office:planning:detail", plan.pk)


@methods(read=["GET"])
def detail(request, pk):
    return _page(request, in_scope(request, pk))


def _page(request, plan, *, wrong=None, status=200):
    """The plan's page; `wrong`: the form of the candidate that could not be added."""
    context = everything(request, plan)
    bad = str(wrong["project"].value()) if wrong else ""
    context["candidates"] = [
        (project, ceiling, wrong if str(project.pk) == bad else _add_form(project))
        for project, ceiling in context["candidates"]
    ]
    return render(request, "office/planning/detail.html", {**context, "wrong": wrong}, status=status)


def _add_form(project):
    return AddForm(initial={"project": project.pk, "amount": project.asked}, auto_id=f"them-{project.pk}-%s")


@methods(write=["POST"])
def add(request, pk):
    """Put a candidate into the plan; the amount is tested against the money at once."""
    plan = in_scope(request, pk)
    require(request, plan.level.edit, plan.province_id or 0)
    named = request.POST.get("project", "")
    form = AddForm(request.POST, auto_id=f"them-{named if named.isascii() and named.isdigit() else 0}-%s")
    if not form.is_valid():
        return _page(request, plan, wrong=form, status=422)
    rows = Project.objects.visible_to(request.user).select_related("province")
    project = get_object_or_404(rows, pk=form.cleaned_data["project"])
    try:
        item = services.add_item(plan=plan, project=project, amount=form.cleaned_data["amount"], by=request.user)
    except Refused as refusal:
        status = form_errors(form, refusal)
        return _page(request, plan, wrong=form, status=status)
    messages.success(request, f"Đã thêm {project.code}: {item.amount}.")
    return redirect("office:planning:detail", plan.pk)


@methods(read=["GET"], write=["POST"])
def remove(request, pk, item):
    """Take a project out of a plan that is still being made, with the reason."""
    plan = in_scope(request, pk)
    require(request, plan.level.edit, plan.province_id or 0)
    rows = PlanItem.objects.select_related("project", "plan__province", "plan__line")
    found = get_object_or_404(rows, pk=item, plan=plan)
    if found.outcome:
        raise Http404("decided already")
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.remove_item(item=found, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã bỏ {found.project.code} khỏi kế hoạch.")
                return redirect("office:planning:detail", plan.pk)
    return render(request, "office/planning/remove.html", {"form": form, "plan": plan, "item": found}, status=status)


@methods(read=["GET"])
def history(request, pk):
    plan = in_scope(request, pk)
    page = paginate(request, log.timeline(plan.subject))
    return render(request, "office/planning/history.html", {"plan": plan, "page": page})
