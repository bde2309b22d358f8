"""Phiếu lấy ý kiến of a plan: whom to ask, what each answered, how long each has been waited for."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.office.planning.page import opinion_rows
from bedo.office.planning.views import in_scope
from bedo.office.shell.http import form_errors, methods, require
from bedo.office.shell.inputs import PaperDay, Words
from bedo.planning import opinions, rules
from bedo.planning.models import OpinionRequest, YearPlan


class AskForm(forms.Form):
    department = Words(
        label="Cơ quan được hỏi", max_length=200, help_text="Ví dụ Sở Tài chính, Sở Nông nghiệp và Môi trường."
    )
    asked_on = PaperDay(label="Ngày gửi phiếu")
    due_on = PaperDay(label="Hạn trả lời", required=False)
    must = forms.BooleanField(label="Phải có ý kiến rồi mới phê duyệt", required=False)


class AnswerForm(forms.Form):
    agrees = forms.ChoiceField(
        label="Ý kiến", choices=[("co", "Nhất trí"), ("khong", "Có ý kiến khác")], widget=forms.RadioSelect
    )
    text = Words(label="Nội dung ý kiến", rows=4)
    on = PaperDay(label="Ngày ý kiến", help_text="Ngày ghi trên văn bản trả lời.")
    reference = Words(label="Số văn bản trả lời", max_length=120, required=False)


class WhyForm(forms.Form):
    why = Words(label="Lý do", rows=2, max_length=1000)


def _row(plan: YearPlan, row: int) -> OpinionRequest:
    found = get_object_or_404(plan.opinions.all(), pk=row)
    found.plan = plan
    return found


def _may_ask(request: HttpRequest, plan: YearPlan) -> bool:
    rights = request.user.grants.rights(plan.province_id)
    return plan.level.asks_opinion and plan.state == rules.SUBMITTED and plan.level.edit in rights


@methods(read=["GET"], write=["POST"])
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was asked when, who answered what; and one more department to ask."""
    plan = in_scope(request, pk)
    form, status = AskForm(request.POST or None, initial={"asked_on": today()}), 200
    if request.method == "POST":
        require(request, plan.level.edit, plan.province_id or 0)
        status = 422
        if form.is_valid():
            try:
                row = opinions.ask(plan=plan, by=request.user, today=today(), **form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã ghi phiếu lấy ý kiến {row.department}.")
                return redirect("office:planning:opinions", plan.pk)
    return _page(request, plan, form, status)


def _page(request: HttpRequest, plan: YearPlan, form: AskForm, status: int) -> HttpResponse:
    rows = plan.opinions.select_related("answered_by", "asked_by").order_by("-submission", "asked_on", "pk")
    now = [row for row in rows if row.submission == plan.submissions]
    rights = request.user.grants.rights(plan.province_id)
    context = {
        "plan": plan,
        "form": form,
        "rows": opinion_rows(now, today()),
        "older": opinion_rows([row for row in rows if row.submission != plan.submissions], today()),
        "may_ask": _may_ask(request, plan),
        "may_opine": plan.state == rules.SUBMITTED and "plan.opinion" in rights,
    }
    return render(request, "office/planning/opinions.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def answer(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """What one department answered."""
    plan = in_scope(request, pk)
    found = _row(plan, row)
    require(request, "plan.opinion" if found.is_finance else plan.level.edit, plan.province_id or 0)
    begun = {"on": today()}
    if found.answered_on:
        begun = {"on": found.answered_on, "text": found.text, "reference": found.reference, "agrees": "co" if found.agrees else "khong"}  # fmt: skip
    form, status = AnswerForm(request.POST or None, initial=begun), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {**form.cleaned_data, "agrees": form.cleaned_data["agrees"] == "co"}
            try:
                opinions.answer(row=found, by=request.user, today=today(), **given)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã ghi ý kiến của {found.department}.")
                return redirect("office:planning:opinions", plan.pk)
    context = {"plan": plan, "row": found, "form": form, "days": found.days(today())}
    return render(request, "office/planning/answer.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def withdraw(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Stop waiting for a department, with the reason."""
    plan = in_scope(request, pk)
    require(request, plan.level.edit, plan.province_id or 0)
    found = _row(plan, row)
    form, status = WhyForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                opinions.withdraw(row=found, by=request.user, today=today(), **form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã thôi lấy ý kiến {found.department}.")
                return redirect("office:planning:opinions", plan.pk)
    context = {"plan": plan, "row": found, "form": form, "days": found.days(today())}
    return render(request, "office/planning/withdraw_opinion.html", context, status=status)
