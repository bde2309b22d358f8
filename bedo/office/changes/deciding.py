"""The Sở checks, who may decide decides, who asked takes back; and the page to print after a stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import queries as ledger_queries
from bedo.office.changes import show
from bedo.office.changes.forms import CheckForm, DecisionForm, RefusalForm, WithdrawForm
from bedo.office.shell import paperform
from bedo.office.shell.http import form_errors, methods, require
from bedo.projects import endings, lawbook, queries
from bedo.projects.models import ChangeRequest, Project
from bedo.projects.rules import changes as rules
from bedo.projects.services import changes
from bedo.projects.services.acts import act

JOINED = (
    "project__province",
    "share__establishment__place",
    "share__project__province",
    "asked_by",
    "checked_by",
    "decided_by",
    "decision",
    "paper",
)


def in_scope(request: HttpRequest, pk: int) -> ChangeRequest:
    """The request of a project within the person's scope, else 404."""
    rows = ChangeRequest.objects.filter(project__in=Project.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related(*JOINED), pk=pk)


def _checked(request: HttpRequest, row: ChangeRequest, name: str) -> None:
    """Refuse in words when the move may not be made now: the right first, then state and guards."""
    require(request, rules.moves(row.body)[name].needs, row.project.province_id)
    verdict = changes.verdict_on(row, name, request.user, today())
    if not verdict:
        raise verdict.refusal


def _step(
    request: HttpRequest,
    row: ChangeRequest,
    form: forms.Form,
    run: Callable[[], None],
    *,
    name: str,
    words: str,
    done: str,
    **more: Any,
) -> HttpResponse:
    """The card, the form, the act; back to the tab when it succeeded. A form that comes too late is refused in words too."""
    status = 200
    if request.method == "POST":
        status = form_errors(form) if not form.is_valid() else 0
        if not status:
            try:
                run()
            except Refused as refusal:
                row.refresh_from_db()
                status = form_errors(form, refusal)
            else:
                messages.success(request, done)
                return redirect("office:projects:tab", row.project_id, "dieu-chinh")
    card = show.card_of(row, request.user, today(), None if row.is_open else [])
    card.buttons = []
    if "effects" in more and not more["effects"].refusal:
        card.parts = []
    context = {"row": row, "project": row.project, "card": card, "form": form, "title": words, "name": name, **more}
    return render(request, "office/changes/decide.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What the Sở saw at the establishment."""
    row = in_scope(request, pk)
    _checked(request, row, "check")
    form = CheckForm(request.POST or None, initial={"on": today()})

    def run() -> None:
        given = form.cleaned_data
        agrees = given["agrees"] == "co"
        changes.check(request=row, agrees=agrees, text=given["text"], on=given["on"], by=request.user, today=today())

    return _step(request, row, form, run, name="check", words="Sở kiểm tra đề nghị", done="Đã ghi kết quả kiểm tra.", button="Ghi kết quả kiểm tra")  # fmt: skip


@methods(read=["GET"], write=["POST"])
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip: what the signature moves, then the decision's own data."""
    row = in_scope(request, pk)
    _checked(request, row, "approve")
    effects = show.effects_of(row, today())
    back = bool(effects.sums.recover)
    issuer = request.user.organisation.name if request.user.organisation else ""
    form = DecisionForm(request.POST or None, request.FILES or None, back=back, initial={"issuer": issuer, "issued_on": today()})  # fmt: skip

    def run() -> None:
        with act(row.project, by=request.user, what="Duyệt điều chỉnh"):
            decision = paperform.register(form, row.project.province, request.user, today())
            terms = {"comment": form.cleaned_data["comment"], **form.terms()}
            changes.approve(request=row, decision=decision, by=request.user, today=today(), **terms)

    done = f"Đã ghi quyết định: {show.title_of(row)}."
    return _step(request, row, form, run, name="approve", words="Ghi quyết định duyệt", done=done, button="Duyệt", effects=effects)  # fmt: skip


@methods(read=["GET"], write=["POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The body that decides does not agree; the project goes on as it is."""
    row = in_scope(request, pk)
    _checked(request, row, "refuse")
    form = RefusalForm(request.POST or None, initial={"on": today()})

    def run() -> None:
        changes.refuse(request=row, by=request.user, today=today(), **form.cleaned_data)

    return _step(request, row, form, run, name="refuse", words="Không duyệt đề nghị", done="Đã ghi không duyệt.", button="Ghi không duyệt")  # fmt: skip


@methods(read=["GET"], write=["POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asked takes the request back."""
    row = in_scope(request, pk)
    _checked(request, row, "withdraw")
    form = WithdrawForm(request.POST or None)

    def run() -> None:
        changes.withdraw(request=row, by=request.user, today=today(), **form.cleaned_data)

    return _step(request, row, form, run, name="withdraw", words="Rút đề nghị", done="Đã rút đề nghị.", button="Rút đề nghị")  # fmt: skip


@methods(read=["GET"])
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts of the letters after a decided stop: the notice, and for each share that must pay back how much, until when, where."""
    row = in_scope(request, pk)
    require(request, "project.view", row.project.province_id)
    if row.state != rules.APPROVED or row.change not in endings.ENDING:
        raise Http404("no letters of this request")
    parts = endings.moved_parts([row]).get(row.pk, [])
    money = ledger_queries.stages_of_holders([one.share.holder for one in parts if one.share])
    reasons = lawbook.stop_reasons(row.project, row.asked_on) if row.reason_code else {}
    context = {
        "row": row,
        "project": row.project,
        "title": show.title_of(row),
        "parts": [(one, queries.contract_of(one.share), _left(one, money)) for one in parts],
        "sums": endings.summed(parts),
        "reason_name": reasons[row.reason_code].name if row.reason_code in reasons else "",
        "work_done": row.after.get("work_done", ""),
        "answer": lawbook.who_decides(row.project, row.change, row.asked_on),
        "back": reverse("office:projects:tab", args=[row.project_id, "dieu-chinh"]),
        "implementer": row.project.implementer,
    }
    return render(request, "office/changes/letters.html", context)


def _left(part: endings.Part, money: dict[str, dict[str, Dong]]) -> Dong:
    """What is still to be paid back, whole đồng."""
    return money[part.share.holder]["recoverable"] if part.share else Dong(0)
