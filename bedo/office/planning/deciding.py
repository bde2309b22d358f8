"""Acts on a plan: submitted, opinion, returned, approved, estimate given; and the year's settlement."""

from django.contrib import messages
from django.shortcuts import redirect, render

from bedo.core import log
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import queries as ledger
from bedo.office.planning.forms import (
    DecisionForm,
    EstimateForm,
    OpinionForm,
    ReasonForm,
    SettlementForm,
    SubmitForm,
)
from bedo.office.planning.page import items_of, may, opinion_rows, rows_of, starting_deadlines
from bedo.office.planning.versions import change_of
from bedo.office.planning.views import in_scope, line_in_scope
from bedo.office.shell import paperform
from bedo.office.shell.http import form_errors, methods, require
from bedo.planning import opinions, services
from bedo.projects import queries as projects
from bedo.projects.models import Project, Share, YearSettlement
from bedo.projects.rules import states
from bedo.projects.services import settlement

WAITING = (states.PLANNED, states.FUNDED)


def _checked(request, plan, name, facts=None):
    """Refuse in words when the move may not be made now: the right first, then state and guards."""
    require(request, plan.level.moves[name].needs, plan.province_id or 0)
    verdict = may(request.user, plan, facts or services.plan_facts(plan, today()), name)
    if not verdict:
        raise verdict.refusal


def _done(request, form, act):
    """Run the act of a valid form; None when it succeeded, else the status to answer with."""
    if not form.is_valid():
        return form_errors(form)
    try:
        act()
    except Refused as refusal:
        return form_errors(form, refusal)
    return None


def _own_paper(request):
    """What the paper of the person's own body begins with: who issues it; the day of today."""
    return {"issuer": request.user.organisation.name if request.user.organisation else "", "issued_on": today()}


def _to_plan(request, plan, words):
    messages.success(request, words)
    return redirect("office:planning:detail", plan.pk)


@methods(read=["GET"], write=["POST"])
def submit(request, pk):
    plan = in_scope(request, pk)
    facts = services.plan_facts(plan, today())
    _checked(request, plan, "submit", facts)
    form, status = SubmitForm(request.POST or None, initial={"on": today()}), 200
    if request.method == "POST":
        status = _done(
            request,
            form,
            lambda: services.submit_plan(plan=plan, by=request.user, today=today(), on=form.cleaned_data["on"]),
        )
        if status is None:
            return _to_plan(request, plan, "Đã trình kế hoạch.")
    return render(request, "office/planning/submit.html", {"form": form, "plan": plan, "facts": facts}, status=status)


@methods(read=["GET"], write=["POST"])
def opinion(request, pk):
    """Sở Tài chính's opinion on the allocation."""
    plan = in_scope(request, pk)
    require(request, "plan.opinion", plan.province_id or 0)
    form, status = OpinionForm(request.POST or None, initial={"on": today()}), 200

    def act():
        given = form.cleaned_data
        services.give_opinion(
            plan=plan,
            agrees=given["agrees"] == "co",
            text=given["text"],
            on=given["on"],
            by=request.user,
            today=today(),
        )

    if request.method == "POST":
        status = _done(request, form, act)
        if status is None:
            return _to_plan(request, plan, "Đã ghi ý kiến của Sở Tài chính.")
    items = items_of(plan)
    facts = services.plan_facts(plan, today(), items)
    context = {
        "form": form,
        "plan": plan,
        "rows": rows_of(items, today()),
        "facts": facts,
        "totals": ledger.totals(plan.line),
    }
    return render(request, "office/planning/opinion.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def send_back(request, pk):
    """Return a submitted plan with the reason."""
    plan = in_scope(request, pk)
    _checked(request, plan, "return")
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST":
        status = _done(
            request,
            form,
            lambda: services.return_plan(plan=plan, by=request.user, today=today(), **form.cleaned_data),
        )
        if status is None:
            return _to_plan(request, plan, "Đã trả lại kế hoạch.")
    return render(request, "office/planning/return.html", {"form": form, "plan": plan}, status=status)


@methods(read=["GET"], write=["POST"])
def approve(request, pk):
    """The submission slip: what the signature moves, then the decision's own data."""
    plan = in_scope(request, pk)
    items, asked_of = items_of(plan), opinions.of_submission(plan)
    facts = services.plan_facts(plan, today(), items, asked_of)
    _checked(request, plan, "approve", facts)
    waiting = [item for item in items if not item.outcome]
    form, status = (
        DecisionForm(request.POST or None, request.FILES or None, items=waiting, initial=_own_paper(request)),
        200,
    )
    if request.method == "POST":
        status = _done(request, form, lambda: _approve(request, plan, form))
        if status is None:
            return _to_plan(request, plan, "Đã ghi quyết định phê duyệt kế hoạch.")
    context = _slip(plan, waiting, facts, form) | {"asked_of": opinion_rows(asked_of, today()), **change_of(plan)}
    return render(request, "office/planning/approve.html", context, status=status)


def _approve(request, plan, form):
    """Paper and decision in one transaction: refused together, nothing stays but the refusal on the timeline."""
    with services.act(plan, by=request.user, what="Phê duyệt kế hoạch"):
        decision = paperform.register(form, plan.province, request.user, today())
        services.approve_plan(plan=plan, decision=decision, by=request.user, today=today(), left_out=form.left_out)


def _slip(plan, items, facts, form):
    """What the signature moves: money and state of every project, days that start, the rules that bind from then on."""
    day = today()
    totals = ledger.totals(plan.line)
    goes_to = "planned" if plan.province_id else "out"
    after = {
        **totals,
        "available": Dong(max(totals["available"] - facts.asked, 0)),
        goes_to: Dong(totals[goes_to] + facts.asked),
    }
    return {
        "plan": plan,
        "form": form,
        "facts": facts,
        "rows": [(row, *form.fields_of(row.item)) for row in rows_of(items, day)],
        "before": totals,
        "after": after,
        "deadlines": starting_deadlines(plan, items, day),
    }


@methods(read=["GET"], write=["POST"])
def allocate(request, pk):
    """The estimate is given: from now on contracts may be signed."""
    plan = in_scope(request, pk)
    _checked(request, plan, "allocate")
    form, status = EstimateForm(request.POST or None, request.FILES or None, initial=_own_paper(request)), 200

    def act():
        with services.act(plan, by=request.user, what="Giao dự toán"):
            paper = paperform.register(form, plan.province, request.user, today())
            services.allocate(plan=plan, paper=paper, by=request.user, today=today())

    if request.method == "POST":
        status = _done(request, form, act)
        if status is None:
            return _to_plan(request, plan, "Đã giao dự toán. Từ nay ký được hợp đồng.")
    items = [item for item in items_of(plan) if item.outcome == "planned"]
    context = {"form": form, "plan": plan, "rows": rows_of(items, today())}
    return render(request, "office/planning/allocate.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def settle(request, line):
    """The year's settlement of a fund: what is still open first, then the paper that concludes it."""
    found = line_in_scope(request, line)
    require(request, "year.settle", found.province_id or 0)
    form, status = SettlementForm(request.POST or None, request.FILES or None, initial=_own_paper(request)), 200

    def act():
        with log.writing(found.province.code):
            paper = paperform.register(form, found.province, request.user, today())
            settlement.settle_year(line=found, on=paper.issued_on, by=request.user, today=today(), paper=paper)

    if request.method == "POST":
        status = _done(request, form, act)
        if status is None:
            messages.success(request, f"Đã quyết toán năm {found.year}.")
            return redirect("office:planning:list")
    return render(request, "office/planning/settle.html", _open_things(found, form), status=status)


def _open_things(line, form):
    """What stands in the way of the year's settlement, by project."""
    mine = Project.objects.filter(province=line.province_id, fund=line.fund, year=line.year, source_url="")
    shares = list(
        Share.objects.filter(project__in=mine)
        .select_related("project", "establishment")
        .order_by("project_id", "number")
    )
    totals = ledger.totals(line)
    unsigned = mine.filter(state__in=WAITING).order_by("pk")
    return {
        "line": line,
        "form": form,
        "totals": totals,
        "open_shares": [share for share in shares if share.state in projects.BETWEEN_CONTRACT_AND_LIQUIDATION],
        "ready": sum(share.state == states.LIQUIDATED for share in shares),
        "unsigned": list(unsigned),
        "settlement": YearSettlement.objects.select_related("paper")
        .filter(province=line.province_id, fund=line.fund, year=line.year)
        .first(),
    }
