"""Everybody's own pages: contacts, sign-ins, delegation, columns of lists."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from bedo.accounts import services
from bedo.accounts.models import Grant, SignIn, User
from bedo.accounts.rights import ROLES
from bedo.core.clock import today
from bedo.core.models import Draft
from bedo.core.moves import Refused
from bedo.office.people.forms import DelegateForm, OwnForm
from bedo.office.shell.http import back_to, form_errors, methods, paginate

MAX_COLUMNS = 60


@methods(read=["GET"], write=["POST"])
def settings(request):
    """One's own contacts, and the way to everything else that is one's own."""
    me = request.user
    if request.method == "GET":
        return _settings_page(request, OwnForm(initial={name: getattr(me, name) for name in OwnForm.base_fields}))
    form = OwnForm(request.POST)
    if not form.is_valid():
        return _settings_page(request, form, 422)
    services.correct_account(user=me, by=me, is_active=me.is_active, **form.cleaned_data)
    messages.success(request, "Đã lưu.")
    return redirect("office:people:own")


def _settings_page(request, form, status=200):
    grants = [(grant, ROLES[grant.role].label) for grant in request.user.grant_rows_today]
    context = {"form": form, "grants": grants, "drafts": Draft.objects.filter(user=request.user).count()}
    return render(request, "office/people/own.html", context, status=status)


@methods(read=["GET"])
def sign_ins(request):
    """When and from where this account was signed in to, and tries that failed."""
    rows = SignIn.objects.filter(user=request.user).order_by("-at", "-pk")
    return render(request, "office/people/sign_ins.html", {"page": paginate(request, rows)})


@methods(read=["GET"], write=["POST"])
def delegations(request):
    """Lend a role of one's own to a colleague for a time; what is lent and borrowed."""
    me = request.user
    if request.method == "GET":
        return _delegations_page(request, DelegateForm(initial={"valid_from": today()}, **_choices(me)))
    form = DelegateForm(request.POST, **_choices(me))
    if not form.is_valid():
        return _delegations_page(request, form, 422)
    try:
        services.delegate(giver=me, by=me, **form.cleaned_data)
    except Refused as refusal:
        return _delegations_page(request, form, form_errors(form, refusal))
    messages.success(request, "Đã ủy quyền; nhật ký ghi ai giao, giao ai, đến ngày nào.")
    return redirect("office:people:delegations")


def _choices(me: User) -> dict:
    """One's own roles, and the people who stand in the same organisations today."""
    own = [grant for grant in me.grant_rows_today if grant.delegated_by_id is None]
    beside = Grant.objects.in_force(today()).filter(organisation__in={grant.organisation_id for grant in own})
    colleagues = User.objects.filter(is_active=True, pk__in=beside.values("user")).exclude(pk=me.pk)
    roles = dict.fromkeys((grant.role, ROLES[grant.role].label) for grant in own)
    return {"roles": list(roles), "colleagues": colleagues.order_by("full_name", "pk")}


def _delegations_page(request, form, status=200):
    rows = (
        Grant.objects.exclude(delegated_by=None)
        .select_related("user", "organisation", "delegated_by")
        .order_by("-valid_to", "pk")
    )
    lent, borrowed = rows.filter(delegated_by=request.user), rows.filter(user=request.user)
    context = {
        "form": form,
        "lent": [(grant, ROLES[grant.role].label, grant.valid_to >= today()) for grant in lent],
        "borrowed": [(grant, ROLES[grant.role].label) for grant in borrowed],
    }
    return render(request, "office/people/delegations.html", context, status=status)


@methods(write=["POST"])
def end_delegation(request, grant):
    """Take a lent role back from today on."""
    found = get_object_or_404(
        Grant.objects.select_related("organisation__province"), pk=grant, delegated_by=request.user
    )
    services.end_grant(grant=found, last_day=today(), by=request.user)
    messages.success(request, "Đã thôi ủy quyền sau hôm nay.")
    return redirect("office:people:delegations")


@methods(write=["POST"])
def columns(request, table):
    """Keep which columns of a list to show; the list itself knows which names mean something."""
    chosen = request.POST.getlist("cot")
    if len(chosen) > MAX_COLUMNS or any(len(name) > 40 for name in chosen):
        raise Refused("Danh sách cột không đúng.", "Tải lại trang rồi chọn lại.", code="columns", status=400)
    services.keep_columns(user=request.user, table=table, columns=list(dict.fromkeys(chosen)))
    messages.success(request, "Đã giữ các cột này cho bạn.")
    return redirect(back_to(request, "/"))
