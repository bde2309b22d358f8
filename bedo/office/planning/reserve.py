"""The reserve list of a line against the money that is free: who comes next, until when, and a supplementary round in one press."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bedo.core.clock import today
from bedo.office.planning.views import level_of, line_in_scope
from bedo.office.shell.http import methods, require
from bedo.planning import reserve as service
from bedo.planning import rules
from bedo.planning.models import YearPlan


@methods(read=["GET"], write=["POST"])
def reserve(request: HttpRequest, line: int) -> HttpResponse:
    """The proposal; POST opens the round with those that the page showed."""
    found = line_in_scope(request, line)
    right = level_of(found).edit
    if request.method == "POST":
        require(request, right, found.province_id or 0)
        expected = {int(pk) for pk in request.POST.getlist("de-an") if pk.isascii() and pk.isdigit()}
        plan = service.open_round(line=found, expected=expected, by=request.user, today=today())
        messages.success(request, f"Đã lập đợt {plan.round} với các đề án dự phòng. Kiểm tra rồi trình.")
        return redirect("office:planning:detail", plan.pk)
    proposal = service.proposal(found, today())
    waiting = YearPlan.objects.filter(line=found, state__in=(rules.DRAFT, rules.SUBMITTED, rules.RETURNED)).first()
    context = {
        "line": found,
        "proposal": proposal,
        "open_plan": waiting,
        "may_open": right in request.user.grants.rights(found.province_id) and found.is_open and not waiting,
    }
    return render(request, "office/planning/reserve.html", context)
