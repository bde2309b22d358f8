"""The register: list, file, one establishment, new, correct, history."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bedo.core import drafts
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.establishments import queries, services
from bedo.establishments.models import Establishment
from bedo.office.drafts.forms import opened
from bedo.office.establishments import listing as lists
from bedo.office.establishments.fields import place_name
from bedo.office.establishments.forms import FACTS, EstablishmentForm, facts_of
from bedo.office.establishments.page import everything
from bedo.office.shell.http import (
    changed_since,
    chips,
    chosen,
    form_errors,
    methods,
    paginate,
    require,
    require_or_own,
    sent_version,
    worded,
)
from bedo.places import queries as places
from bedo.places.models import Unit

VIEW, EDIT = "establishment.view", "establishment.edit"


def in_scope(request, pk: int) -> Establishment:
    """The establishment, or 404 when it is outside the person's scope."""
    return get_object_or_404(queries.one(request.user, pk))


@methods(read=["GET"])
def listing(request):
    require_or_own(request, VIEW)
    asked = lists.asked(request)
    page = paginate(request, queries.for_list(asked.rows, asked.criteria.sort))
    lists.dress(page.object_list, request.user)
    return render(
        request,
        "office/establishments/list.html",
        {
            "page": page,
            "totals": queries.totals(asked.rows),
            "form": asked.form,
            "as_now": asked.as_now,
            "chips": chips(request, asked.form),
            "columns": [column.key for column in asked.columns],
            "all_columns": lists.COLUMNS,
            "may_add": request.user.grants.any(EDIT),
            "sort": asked.criteria.sort,
            "keep": lists.kept(request),
        },
    )


@methods(read=["GET"])
def detail(request, pk):
    row = in_scope(request, pk)
    if row.merged_into_id:
        messages.info(request, f"Hồ sơ số {row.pk} đã gộp vào hồ sơ này.")
        return redirect("office:establishments:detail", row.merged_into_id)
    return render(request, "office/establishments/detail.html", everything(request, row))


@methods(write=["POST"])
def reveal(request, pk):
    """The same page with telephones and numbers in full; that they were read stays in the log."""
    row = in_scope(request, pk)
    require(request, EDIT, row.province_id)
    services.note_reading(establishment=row, by=request.user, what="số điện thoại, số giấy tờ của người liên quan")
    return render(request, "office/establishments/detail.html", everything(request, row, revealed=True))


@methods(read=["GET"])
def history(request, pk):
    row = in_scope(request, pk)
    page = paginate(request, queries.history(row))
    return render(request, "office/establishments/history.html", {"row": row, "page": page})


@methods(read=["GET"], write=["POST"])
def new(request):
    require(request, EDIT)
    province = _province(request)
    key = "co-so:moi"
    if request.method == "GET":
        named = {"name": request.GET.get("ten", "")[:200].replace("\x00", "")}
        form, draft, _ = opened(request, key, EstablishmentForm, initial=named)
        return _form(request, form, province=province, draft=draft, key=key)
    form, status = EstablishmentForm(request.POST), 422
    if form.is_valid():
        try:
            row = services.register(province=province, by=request.user, today=today(), **form.values())
        except Refused as refusal:
            status = form_errors(form, refusal)
            twin = getattr(refusal, "establishment", None)
            return _form(request, form, province=province, key=key, status=status, twin=twin)
        drafts.drop(user=request.user, key=key)
        messages.success(request, f"Đã ghi cơ sở “{row.name}”.")
        if request.GET.get("tiep") == "nhu-cau":
            return redirect(f"{reverse('office:wishes:new')}?co-so={row.pk}")
        return redirect("office:establishments:detail", row.pk)
    return _form(request, form, province=province, key=key, status=status)


def _province(request) -> Unit:
    """The first province where the person may write (people write in one)."""
    mine = request.user.grants.provinces_with(EDIT)
    return places.present_provinces().filter(**({} if mine is None else {"pk__in": mine})).first()


@methods(read=["GET"], write=["POST"])
def edit(request, pk):
    row = in_scope(request, pk)
    require(request, EDIT, row.province_id)
    key = f"co-so:{row.pk}"
    if request.method == "GET":
        form, draft, _ = opened(request, key, EstablishmentForm, initial={**facts_of(row), "version": row.version})
        return _form(request, form, province=row.province, row=row, draft=draft, key=key)
    data = chosen(request, EstablishmentForm, facts_of(row))
    form = EstablishmentForm(data)
    if not form.is_valid():
        return _form(request, form, province=row.province, row=row, key=key, status=422)
    try:
        services.update(
            establishment=row, version=sent_version(request), by=request.user, today=today(), **form.values()
        )
    except Refused as refusal:
        if refusal.code == "stale":
            return _stale(request, form, row, key)
        status = form_errors(form, refusal)
        twin = getattr(refusal, "establishment", None)
        return _form(request, form, province=row.province, row=row, key=key, status=status, twin=twin)
    drafts.drop(user=request.user, key=key)
    messages.success(request, "Đã lưu.")
    return redirect("office:establishments:detail", row.pk)


def _stale(request, form, row, key):
    """Two editors: the same form again, now on the stored version, with a choice for every field that differs."""
    current = in_scope(request, row.pk)
    found = [worded(form, one) for one in changed_since(form, facts_of(current))]
    data = form.data.copy()
    data["version"] = str(current.version)
    again = type(form)(data)
    return _form(
        request, again, province=row.province, row=current, key=key, status=409, differences=found, fields=FACTS
    )


def _form(request, form, *, province, row=None, draft=None, key="", status=200, twin=None, differences=(), fields=()):
    context = {
        "form": form,
        "row": row,
        "draft": draft,
        "draft_key": key,
        "twin": twin,
        "differences": differences,
        "place_names": [place_name(unit) for unit in places.communes_on(province, today())],
        "back": reverse("office:establishments:detail", args=[row.pk])
        if row
        else reverse("office:establishments:list"),
    }
    return render(request, "office/establishments/form.html", context, status=status)
