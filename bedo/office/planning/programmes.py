"""Programmes of several years with their targets, and what our own records say was done so far."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import today
from bedo.core.fields import DongFormField
from bedo.core.moves import Refused
from bedo.office.planning.forms import ReasonForm
from bedo.office.planning.views import VIEW
from bedo.office.shell import paperform
from bedo.office.shell.http import form_errors, methods, require
from bedo.office.shell.inputs import Words, Year
from bedo.office.shell.paperform import PaperFields
from bedo.places.models import Unit
from bedo.planning import rules, targets
from bedo.planning.models import Programme
from bedo.programmes import queries as law

LOCAL, NATIONAL = rules.LEVELS["local"].edit, rules.LEVELS["national"].edit


class ProgrammeForm(PaperFields):
    """A programme with the decision that approves it."""

    PAPER_TYPES = ("QĐ", "NQ", "KH")
    MUST = ("issuer", "paper_type", "number", "issued_on", "signer", "summary")

    name = Words(label="Tên chương trình", max_length=300, help_text="Như trên quyết định.")
    first_year = Year(label="Từ năm")
    last_year = Year(label="Đến năm")


class TargetForm(forms.Form):
    """One target as the decision states it: a number with its unit, money, or both."""

    words = Words(label="Mục tiêu", max_length=300, help_text="Như trên quyết định.")
    content = forms.ChoiceField(label="Nội dung hỗ trợ", required=False)
    number = forms.IntegerField(
        label="Số lượng",
        min_value=1,
        max_value=10_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    unit = Words(
        label="Đơn vị tính", max_length=60, required=False, help_text="“đề án” thì so được với số đề án đã quyết toán."
    )
    money = DongFormField(label="Kinh phí (đồng)", minimum=1, required=False)
    note = Words(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = sorted(law.contents(today()).items(), key=lambda pair: pair[1].name)
        self.fields["content"].choices = [
            ("", "Chưa rõ, hoặc nhiều nội dung"),
            *((key, row.name) for key, row in named),
        ]

    def given(self):
        values = dict(self.cleaned_data)
        content = values.pop("content")
        return {**values, "contents": [content] if content else []}


def seen(user: User) -> QuerySet[Programme]:
    """The nation's programmes, and those of the provinces whose plans the person may see."""
    provinces = user.grants.provinces_with(VIEW)
    rows = Programme.objects.select_related("province", "decision")
    return rows if provinces is None else rows.filter(Q(province=None) | Q(province__in=provinces))


def _in_scope(request: HttpRequest, pk: int) -> Programme:
    require(request, VIEW)
    return get_object_or_404(seen(request.user), pk=pk)


def _right(programme: Programme) -> str:
    return LOCAL if programme.province_id else NATIONAL


def _home(request: HttpRequest) -> Unit | None:
    """The province whose programme this person writes; None: the nation's."""
    if request.user.grants.may(NATIONAL, None):
        return None
    require(request, LOCAL)
    organisation = request.user.organisation
    province = organisation.province if organisation else None
    require(request, LOCAL, province.pk if province else 0)
    return province


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    require(request, VIEW)
    first = F("province__sort_key").asc(nulls_first=True)
    rows = seen(request.user).annotate(count=Count("targets")).order_by("-first_year", first, "pk")
    may_found = any(request.user.grants.any(right) for right in (LOCAL, NATIONAL))
    return render(request, "office/planning/programmes.html", {"rows": list(rows[:200]), "may_found": may_found})


@methods(read=["GET"], write=["POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Enter a programme with its decision."""
    province = _home(request)
    form, status = ProgrammeForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _found(request, province, form)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã ghi {made.name}. Thêm từng mục tiêu theo quyết định.")
                return redirect("office:planning:programme", made.pk)
    context = {"form": form, "whose": province.label if province else "Cả nước"}
    return render(request, "office/planning/programme_new.html", context, status=status)


def _found(request: HttpRequest, province: Unit | None, form: ProgrammeForm) -> Programme:
    with log.writing(log.chain_of(province)):
        decision = paperform.register(form, province, request.user, today())
        own = form.own_values()
        return targets.found_programme(province=province, decision=decision, by=request.user, **own)


@methods(read=["GET"], write=["POST"])
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """A programme with its targets beside what was done; POST adds a target."""
    found = _in_scope(request, pk)
    may_edit = _right(found) in request.user.grants.rights(found.province_id)
    form, status = TargetForm(request.POST or None), 200
    if request.method == "POST":
        require(request, _right(found), found.province_id or 0)
        status = 422
        if form.is_valid():
            try:
                target = targets.add_target(programme=found, by=request.user, **form.given())
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã thêm mục tiêu “{target.words}”.")
                return redirect("office:planning:programme", found.pk)
    names, done = law.contents(today()), targets.done_so_far(found, request.user)
    rows = [
        (row, [names[key].name if key in names else key for key in row.target.contents])
        for row in targets.standings(found, done)
    ]
    context = {"programme": found, "rows": rows, "form": form, "may_edit": may_edit, "done": done}
    return render(request, "office/planning/programme.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def remove_target(request: HttpRequest, pk: int, target: int) -> HttpResponse:
    """Take out a target that was entered wrongly."""
    found = _in_scope(request, pk)
    require(request, _right(found), found.province_id or 0)
    row = get_object_or_404(found.targets.all(), pk=target)
    row.programme = found
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                targets.remove_target(target=row, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, "Đã bỏ mục tiêu.")
                return redirect("office:planning:programme", found.pk)
    context = {"programme": found, "target": row, "form": form}
    return render(request, "office/planning/remove_target.html", context, status=status)
