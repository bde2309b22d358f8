"""Accounts and grants, for who manages people; roles and rights, for everyone."""

from itertools import groupby

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render

from bedo.accounts import services
from bedo.accounts.models import Grant, Organisation, User
from bedo.accounts.rights import ORGANISATION_KINDS, RIGHTS, ROLES
from bedo.core import log
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.text import fold
from bedo.office.people.forms import AccountForm, EndForm, Filter, GrantForm, NewForm
from bedo.office.shell.exports import Part, Table, conditions_of, download
from bedo.office.shell.http import form_errors, methods, paginate, require

MANAGE = "people.manage"
RIGHT_GROUPS = {
    "establishment": "Cơ sở CNNT", "wish": "Nhu cầu", "project": "Đề án", "plan": "Kế hoạch", "contract": "Hợp đồng",
    "work": "Khối lượng", "money": "Tiền", "acceptance": "Nghiệm thu", "settlement": "Quyết toán", "year": "Năm",
    "paper": "Văn bản", "rule": "Quy định", "report": "Báo cáo", "people": "Người dùng", "log": "Nhật ký", "own": "Cơ sở mình",
}  # fmt: skip


def organisations(user: User):
    """Organisations to which this person may give roles: those of the provinces where they manage people."""
    provinces = user.grants.provinces_with(MANAGE)
    found = Organisation.objects.select_related("province").order_by("province__sort_key", "kind", "name")
    return found if provinces is None else found.filter(province__in=provinces)


def accounts(user: User):
    """Accounts in the same scope: whoever holds or held a role there; who manages all also those without any role."""
    provinces = user.grants.provinces_with(MANAGE)
    grants = Grant.objects.select_related("organisation", "place").order_by("-valid_from", "pk")
    found = User.objects.prefetch_related(Prefetch("grant_rows", queryset=grants))
    if provinces is None:
        return found
    return found.filter(pk__in=Grant.objects.filter(organisation__province__in=provinces).values("user"))


@methods(read=["GET"])
def listing(request):
    require(request, MANAGE)
    form = Filter(request.GET)
    form.full_clean()
    rows = _filtered(accounts(request.user), form.cleaned_data)
    page = paginate(request, rows.order_by("full_name", "pk"))
    _dress(page.object_list)
    return render(request, "office/people/list.html", {"page": page, "form": form})


def _dress(people):
    """The roles that each holds today, in words."""
    day = today()
    for one in people:
        one.standing = [grant for grant in one.grant_rows.all() if _in_force(grant, day)]
        for grant in one.standing:
            grant.role_word = ROLES[grant.role].label


PARTS = (
    Part("Họ tên", lambda row, _: row.full_name, width=30),
    Part("Tên đăng nhập", lambda row, _: row.username),
    Part("Thư điện tử", lambda row, _: row.email, width=30),
    Part("Vai trò hôm nay", lambda row, _: "; ".join(grant.role_word for grant in row.standing), width=40),
    Part("Tổ chức", lambda row, _: "; ".join(dict.fromkeys(one.organisation.name for one in row.standing)), width=44),
    Part("Đăng nhập gần nhất", lambda row, _: row.last_login, "moment"),
    Part("Tài khoản", lambda row, _: "đang mở" if row.is_active else "đã khóa"),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.is_sample else ""),
)


def _file(request) -> Table:
    require(request, MANAGE)
    form = Filter(request.GET)
    form.full_clean()
    rows = list(_filtered(accounts(request.user), form.cleaned_data).order_by("full_name", "pk"))
    _dress(rows)
    return Table("nguoi-dung", "Danh sách tài khoản", "tài khoản", PARTS, rows, len(rows), **conditions_of(form))


export = download(_file, PARTS)


def _filtered(rows, given):
    words = fold(given.get("q", ""))
    if words:
        rows = rows.filter(pk__in=[one.pk for one in rows.only("pk", "username", "full_name") if _named(one, words)])
    if given.get("vai_tro"):
        rows = rows.filter(pk__in=Grant.objects.in_force(today()).filter(role=given["vai_tro"]).values("user"))
    if given.get("con") == "het":
        return rows
    return rows.filter(is_active=given.get("con") != "khoa")


def _named(one: User, words: str) -> bool:
    """Accounts have no search column: there are some hundred of them, and their names are folded here."""
    name = fold(f"{one.full_name} {one.username}")
    return all(word in name for word in words.split())


def _in_force(grant: Grant, day) -> bool:
    return grant.valid_from <= day and (grant.valid_to is None or grant.valid_to >= day)


@methods(read=["GET"])
def detail(request, pk):
    require(request, MANAGE)
    one = get_object_or_404(accounts(request.user), pk=pk)
    grants = [(grant, ROLES[grant.role].label, _state(grant)) for grant in one.grant_rows.all()]
    entries = log.timeline(f"user:{one.pk}")[:12]
    mine = set(organisations(request.user).values_list("pk", flat=True))
    context = {"one": one, "grants": grants, "entries": entries, "mine": mine}
    return render(request, "office/people/detail.html", context)


def _state(grant: Grant) -> str:
    """now, later or over."""
    if grant.valid_from > today():
        return "later"
    return "now" if _in_force(grant, today()) else "over"


@methods(read=["GET"], write=["POST"])
def new(request):
    require(request, MANAGE)
    mine = organisations(request.user)
    if request.method == "GET":
        return _new_page(request, NewForm(organisations=mine, initial=_first(request)))
    form = NewForm(request.POST, organisations=mine)
    if not form.is_valid():
        return _new_page(request, form, 422)
    try:
        one = services.open_account(by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return _new_page(request, form, form_errors(form, refusal))
    _invite(request, one, form.cleaned_data)
    return redirect("office:people:detail", one.pk)


def _first(request):
    """What a new role starts with: from today, in one's own organisation."""
    return {"valid_from": today(), "role": "officer", "organisation": request.user.organisation}


def _invite(request, one, given):
    """Without a first password the person sets it through the mail of a forgotten password."""
    if given["password"]:
        messages.success(request, f"Đã mở tài khoản “{one.username}”.")
        return
    mail = ResetPasswordForm({"email": given["email"]})
    if mail.is_valid():
        mail.save(request)
    messages.success(request, f"Đã mở tài khoản “{one.username}” và gửi thư đặt mật khẩu tới {given['email']}.")


def _new_page(request, form, status=200):
    return render(request, "office/people/new.html", {"form": form}, status=status)


@methods(read=["GET"], write=["POST"])
def edit(request, pk):
    require(request, MANAGE)
    one = get_object_or_404(accounts(request.user), pk=pk)
    if request.method == "GET":
        first = {name: getattr(one, name) for name in AccountForm.base_fields}
        return _edit_page(request, one, AccountForm(initial=first))
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, one, form, 422)
    try:
        services.correct_account(user=one, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return _edit_page(request, one, form, form_errors(form, refusal))
    messages.success(request, "Đã lưu.")
    return redirect("office:people:detail", one.pk)


def _edit_page(request, one, form, status=200):
    return render(request, "office/people/edit.html", {"form": form, "one": one}, status=status)


@methods(read=["GET"], write=["POST"])
def give(request, pk):
    require(request, MANAGE)
    one = get_object_or_404(accounts(request.user), pk=pk)
    mine = organisations(request.user)
    if request.method == "GET":
        return _give_page(request, one, GrantForm(organisations=mine, initial=_first(request)))
    form = GrantForm(request.POST, organisations=mine)
    if not form.is_valid():
        return _give_page(request, one, form, 422)
    try:
        services.grant(user=one, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return _give_page(request, one, form, form_errors(form, refusal))
    messages.success(request, "Đã giao vai trò.")
    return redirect("office:people:detail", one.pk)


def _give_page(request, one, form, status=200):
    return render(request, "office/people/give.html", {"form": form, "one": one}, status=status)


@methods(read=["GET"], write=["POST"])
def end(request, pk, grant):
    require(request, MANAGE)
    one = get_object_or_404(accounts(request.user), pk=pk)
    found = get_object_or_404(
        Grant.objects.select_related("organisation__province").filter(organisation__in=organisations(request.user)),
        pk=grant,
        user=one,
    )
    form, status = EndForm(request.POST or None, initial={"last_day": today()}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.end_grant(grant=found, last_day=form.cleaned_data["last_day"], by=request.user)
            except Refused as refusal:
                refusal.field = "last_day"
                status = form_errors(form, refusal)
            else:
                messages.success(request, "Đã kết thúc vai trò.")
                return redirect("office:people:detail", one.pk)
    context = {"form": form, "one": one, "grant": found, "role": ROLES[found.role].label}
    return render(request, "office/people/end.html", context, status=status)


@methods(read=["GET"])
def roles(request):
    """Which role may do what: the table of accounts.rights as everybody may read it."""
    groups = groupby(RIGHTS.items(), key=lambda pair: pair[0].partition(".")[0])
    table = [
        (
            RIGHT_GROUPS.get(code, code),
            [(right, word, [(key, right in role.rights) for key, role in ROLES.items()]) for right, word in rights],
        )
        for code, rights in groups
    ]
    context = {
        "table": table,
        "roles": [
            (code, role.label, sorted(ORGANISATION_KINDS[kind] for kind in role.organisations))
            for code, role in ROLES.items()
        ],
        "own": request.user.grants.roles,
        "manages": request.user.grants.any(MANAGE),
    }
    return render(request, "office/people/roles.html", context)
