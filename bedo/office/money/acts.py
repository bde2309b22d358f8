"""Writing money from the desk: the estimate given, a cut, a reversal, a cut withdrawn, closing a year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse as address

from bedo.core import log
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import queries, rules, services
from bedo.ledger.models import BudgetLine, PendingCut
from bedo.office.money.forms import CutForm, EnvelopeForm, LockForm, ReasonForm
from bedo.office.money.views import (
    ENVELOPE,
    ENVELOPE_NATIONAL,
    REVERSE,
    crumbs,
    envelope_right,
    line_in_scope,
    transfer_in_scope,
    transfer_page,
)
from bedo.office.shell import paperform
from bedo.office.shell.http import form_errors, methods, require
from bedo.places.models import Unit
from bedo.planning import services as planning
from bedo.projects.services import year_end
from bedo.projects.services.year_end import LOCK


def _home(request: HttpRequest) -> Unit | None:
    """The province whose money this person writes: that of the organisation, if the right is held there; None: the ministry's."""
    if request.user.grants.may(ENVELOPE_NATIONAL, None):
        return None
    require(request, ENVELOPE)
    organisation = request.user.organisation
    province = organisation.province if organisation else None
    if province is None or not request.user.grants.may(ENVELOPE, province.pk):
        seen = request.user.grants.provinces_with(ENVELOPE)
        province = Unit.objects.filter(pk__in=seen or []).order_by("pk").first()
    require(request, ENVELOPE, province.pk if province else 0)
    return province


@methods(read=["GET"], write=["POST"])
def envelope(request: HttpRequest) -> HttpResponse:
    """The estimate given by a decision: opens the line of the fund and year if it was not there."""
    province = _home(request)
    if request.method == "GET":
        asked = {
            "fund": request.GET.get("nguon", "kcdp" if province else "kcqg"),
            "year": request.GET.get("nam", today().year),
        }
        return _envelope_page(request, province, EnvelopeForm(initial=asked, national=province is None))
    form, status = EnvelopeForm(request.POST, request.FILES, national=province is None), 422
    if form.is_valid():
        try:
            line = _give(request, province, form)
        except Refused as refusal:
            status = form_errors(form, refusal)
        else:
            messages.success(request, f"Đã ghi {form.cleaned_data['amount']} vào {line.name}.")
            return redirect("office:money:line", line.pk)
    return _envelope_page(request, province, form, status)


def _give(request: HttpRequest, province: Unit | None, form: EnvelopeForm) -> BudgetLine:
    with log.writing(log.chain_of(province)):
        paper = paperform.register(form, province, request.user, today())
        return planning.give_envelope(
            province=province,
            on=paper.issued_on,
            decision=paper,
            by=request.user,
            today=today(),
            **form.own_values(),
        )


def _envelope_page(request: HttpRequest, province: Unit | None, form: EnvelopeForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "title": "Ghi dự toán được giao",
        "note": province.label if province else "Bộ Công Thương, cả nước",
        "heading": "Dự toán",
        "back": address("office:money:list"),
        "button": "Ghi dự toán",
        "crumbs": [("Tiền và dự toán", address("office:money:list")), ("Ghi dự toán được giao", "")],
        "fields": [form["fund"], form["year"], form["amount"], form["words"]],
    }
    return render(request, "office/money/paper.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def cut(request: HttpRequest, pk: int) -> HttpResponse:
    """A cut by decision; what is not available waits."""
    line = line_in_scope(request, pk)
    require(request, envelope_right(line), line.province_id or 0)
    if request.method == "GET":
        return _cut_page(request, line, CutForm())
    form, status = CutForm(request.POST, request.FILES), 422
    if form.is_valid():
        try:
            messages.success(request, _cut(request, line, form))
        except Refused as refusal:
            status = form_errors(form, refusal)
        else:
            return redirect("office:money:line", line.pk)
    return _cut_page(request, line, form, status)


def _cut(request: HttpRequest, line: BudgetLine, form: CutForm) -> str:
    """Do it; the sentence that tells what happened."""
    amount: Dong = form.cleaned_data["amount"]
    with log.writing(line.chain):
        paper = paperform.register(form, line.province, request.user, today())
        facts: dict[str, Any] = {
            "line": line,
            "amount": amount,
            "by": request.user,
            "on": paper.issued_on,
            "reference": paper.full_number[:60],
            "note": form.cleaned_data["words"],
            "document_id": paper.pk,
            "today": today(),
        }
        _, waiting = services.cut(**facts)
    if waiting is None:
        return f"Đã cắt giảm {amount}."
    return f"Đã cắt giảm {amount - waiting.left}; {waiting.left} còn lại chờ phần giải phóng và chặn bố trí mới."


def province_of(line: BudgetLine) -> Unit:
    """The province whose money this is; the ministry's own line is not written here."""
    if line.province is None:
        raise Refused("Dự toán của Bộ không ghi ở trang này.", code="nation")
    return line.province


def _cut_page(request: HttpRequest, line: BudgetLine, form: CutForm, status: int = 200) -> HttpResponse:
    waiting = queries.line_facts(line).pending_cut
    undisbursed = Dong(sum(line.totals[stage] for stage in rules.UNDISBURSED))
    context = {
        "form": form,
        "title": "Cắt giảm dự toán",
        "note": line.name,
        "heading": "Phần cắt giảm",
        "back": address("office:money:line", args=[line.pk]),
        "button": "Ghi cắt giảm",
        "crumbs": crumbs(line, "Cắt giảm dự toán"),
        "fields": [form["amount"], form["words"]],
        "steps": [
            ("Chưa bố trí, cắt được ngay", line.totals["available"]),
            ("Đã bố trí và đã ký hợp đồng, chưa chi: chờ giải phóng rồi cắt", undisbursed - line.totals["available"]),
            ("Cắt giảm khác đang chờ", waiting),
            ("Nhiều nhất có thể cắt", undisbursed - waiting),
        ],
    }
    return render(request, "office/money/paper.html", context, status=status)


@methods(write=["POST"])
def reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a transfer with its reason; refused with the names of what stands in its way."""
    transfer = transfer_in_scope(request, pk)
    require(request, REVERSE, transfer.line.province_id)
    form, status = ReasonForm(request.POST), 422
    if form.is_valid():
        try:
            services.reverse(transfer=transfer, by=request.user, today=today(), **form.cleaned_data)
        except Refused as refusal:
            status = form_errors(form, refusal)
        else:
            messages.success(request, f"Đã ghi đảo bút toán số {transfer.pk}.")
            return redirect("office:money:transfer", transfer.pk)
    return transfer_page(request, transfer_in_scope(request, pk), form=form, status=status)


@methods(read=["GET"], write=["POST"])
def withdraw_cut(request: HttpRequest, pk: int) -> HttpResponse:
    """A cut that waits is taken back as a whole, with its reason."""
    visible = PendingCut.objects.visible_to(request.user).select_related("line__province")
    waiting = get_object_or_404(visible, pk=pk)
    require(request, REVERSE, waiting.line.province_id)
    form, status = ReasonForm(request.POST or None, initial={"on": today()}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.withdraw_cut(cut=waiting, by=request.user, today=today(), **form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã rút lần cắt giảm {waiting.amount}.")
                return redirect("office:money:line", waiting.line_id)
    context = {
        "form": form,
        "line": waiting.line,
        "title": "Rút lần cắt giảm",
        "what": f"Cắt giảm {waiting.amount} ngày {waiting.on:%d/%m/%Y}, còn chờ {waiting.left}. "
        "Phần đã cắt trở về nguồn, phần còn chờ không chặn bố trí nữa.",
        "button": "Rút lần cắt giảm này",
        "crumbs": crumbs(waiting.line, "Rút cắt giảm"),
    }
    return render(request, "office/money/reason.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a budget year in which nothing waits, or open it again with a reason."""
    line = line_in_scope(request, pk)
    if not request.user.grants.rights(line.province_id) & set(LOCK):
        require(request, LOCK[0], line.province_id)
    form, status = LockForm(request.POST or None, initial={"on": today()}, is_open=line.is_open), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            verb = year_end.close if line.is_open else year_end.reopen
            try:
                province_of(line)
                verb(line=line, by=request.user, today=today(), **form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã {'khóa' if line.is_open else 'mở lại'} {line.name}.")
                return redirect("office:money:line", line.pk)
    title = "Khóa năm ngân sách" if line.is_open else "Mở lại năm ngân sách"
    context = {
        "form": form,
        "line": line,
        "title": title,
        "what": "Khóa rồi thì chỉ còn ghi thu hồi, không bố trí, chi hay ghi đảo được."
        if line.is_open
        else f"Đã khóa ngày {line.closed_on:%d/%m/%Y}. Lý do mở lại ở trong nhật ký.",
        "button": title,
        "crumbs": crumbs(line, title),
    }
    return render(request, "office/money/reason.html", context, status=status)
