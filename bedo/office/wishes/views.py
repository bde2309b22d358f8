"""Wishes: list, how far they came, one wish, new, correct, withdrawn."""

from dataclasses import replace
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core import drafts, log
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.establishments import queries as register
from bedo.establishments.models import Establishment
from bedo.office.drafts.forms import opened
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
)
from bedo.office.wishes import funnel as funnels
from bedo.office.wishes import listing as lists
from bedo.office.wishes.forms import GiveForm, WishForm, WithdrawForm, facts_of
from bedo.office.wishes.page import everything, may, whole
from bedo.programmes import queries as law
from bedo.projects.models import Wish
from bedo.projects.rules import states
from bedo.projects.services import responsibility
from bedo.projects.services import wishes as services

VIEW, RECORD, ASSIGN = "wish.view", "wish.record", "project.assign"
FOUND = 20


def in_scope(request, pk: int) -> Wish:
    """The wish, or 404 when it is outside the person's scope."""
    return get_object_or_404(whole(Wish.objects.visible_to(request.user)), pk=pk)


@methods(read=["GET"])
def listing(request):
    require_or_own(request, VIEW)
    asked = lists.asked(request)
    found = funnels.count(asked.rows)
    page = paginate(request, _Counted(lists.for_list(asked), found.total))
    lists.dress(page.object_list, today())
    context = {
        "page": page,
        "form": asked.form,
        "funnel": found,
        "figures": lists.figures(request, found),
        "chips": chips(request, asked.form, named=("nam", "chang")),
        "sort": asked.sort,
        "may_record": request.user.grants.any(RECORD),
    }
    return render(request, "office/wishes/list.html", context)


class _Counted:
    """Rows whose number is known already: the funnel has counted them."""

    def __init__(self, rows, total: int):
        self.rows, self.total, self.ordered = rows, total, True

    def count(self) -> int:
        return self.total

    def __getitem__(self, part):
        return self.rows[part]


@methods(read=["GET"])
def funnel(request):
    """How far the wishes of the filter came, and why they dropped out."""
    require_or_own(request, VIEW)
    asked = lists.asked(request)
    found = funnels.count(asked.rows)
    reasons = funnels.reasons(asked.rows)
    losses = [
        {"step": step, "word": funnels.LOSS_WORDS.get(key, key), "count": number, "reasons": reasons.get(key, [])}
        for step in found.steps
        for key, number in step.lost.items()
    ]
    context = {
        "form": asked.form,
        "chips": chips(request, asked.form, named=("nam", "chang")),
        "funnel": found,
        "figures": zip(found.steps, lists.figures(request, found), strict=True),
        "losses": losses,
        "channels": [
            (states.CHANNELS.get(code, code), code, one) for code, one in funnels.by_channel(asked.rows).items()
        ],
    }
    return render(request, "office/wishes/funnel.html", context)


@methods(read=["GET"])
def detail(request, pk):
    return render(request, "office/wishes/detail.html", everything(request, in_scope(request, pk)))


@methods(read=["GET"])
def history(request, pk):
    wish = in_scope(request, pk)
    page = paginate(request, log.timeline(wish.subject))
    return render(request, "office/wishes/history.html", {"wish": wish, "page": page})


@methods(read=["GET"], write=["POST"])
def new(request):
    """First the establishment (found by its name, or ?co-so=), then what it wishes for."""
    require(request, RECORD)
    establishment = _establishment(request)
    if establishment is None:
        return _choose(request)
    require(request, RECORD, establishment.province_id)
    key = f"nhu-cau:moi:{establishment.pk}"
    more = {"contents": _contents()}
    if request.method == "GET":
        first = {"received_on": today(), "channel": "truc_tiep"}
        form, draft, _ = opened(request, key, WishForm, initial=first, **more)
        return _form(request, form, establishment, key=key, draft=draft)
    form = WishForm(request.POST, **more)
    if not form.is_valid():
        return _form(request, form, establishment, key=key, status=422)
    try:
        wish = services.record_wish(establishment=establishment, by=request.user, today=today(), **form.values())
    except Refused as refusal:
        return _form(request, form, establishment, key=key, status=form_errors(form, refusal))
    drafts.drop(user=request.user, key=key)
    messages.success(request, f"Đã ghi nhu cầu {wish.code}.")
    return redirect("office:wishes:detail", wish.pk)


def _contents():
    return law.contents(today()).values()


def _establishment(request) -> Establishment | None:
    """The establishment that ?co-so= names; 404 when it is outside the scope; None when none is named."""
    named = request.GET.get("co-so", "")
    if not named:
        return None
    if not (named.isascii() and named.isdigit() and len(named) < 15):
        raise Http404("no such establishment")
    rows = Establishment.objects.visible_to(request.user).live().select_related("province", "place__parent__parent")
    return get_object_or_404(rows, pk=int(named))


def _choose(request):
    words = request.GET.get("tim", "")[:120].replace("\x00", "")
    found = []
    if words.strip():
        rows = register.matching(request.user, register.Criteria(words=words), today=today())
        found = list(rows.select_related("place__parent__parent").order_by("sort_key", "pk")[: FOUND + 1])
    context = {"words": words, "found": found[:FOUND], "more": len(found) > FOUND, "asked": quote(words)}
    return render(request, "office/wishes/choose.html", context)


@methods(read=["GET"], write=["POST"])
def edit(request, pk):
    """Correct a wish that was not appraised yet; two editors choose field by field."""
    wish = in_scope(request, pk)
    require(request, RECORD, wish.province_id)
    key, more = f"nhu-cau:{wish.pk}", {"contents": _contents()}
    if request.method == "GET":
        form, draft, _ = opened(request, key, WishForm, initial={**facts_of(wish), "version": wish.version}, **more)
        return _form(request, form, wish.establishment, wish=wish, key=key, draft=draft)
    form = WishForm(chosen(request, WishForm, facts_of(wish)), **more)
    if not form.is_valid():
        return _form(request, form, wish.establishment, wish=wish, key=key, status=422)
    try:
        version = sent_version(request)
        services.update_wish(wish=wish, version=version, by=request.user, today=today(), **form.values())
    except Refused as refusal:
        if refusal.code == "stale":
            return _stale(request, form, wish, key)
        return _form(request, form, wish.establishment, wish=wish, key=key, status=form_errors(form, refusal))
    drafts.drop(user=request.user, key=key)
    messages.success(request, "Đã lưu.")
    return redirect("office:wishes:detail", wish.pk)


def _stale(request, form, wish, key):
    """Two editors: the same form on the stored version, with a choice for every field that differs."""
    wish = in_scope(request, wish.pk)
    words = {content.key: content.name for content in _contents()} | states.CHANNELS
    found = [
        replace(one, typed=words.get(one.typed, one.typed), stored=words.get(one.stored, one.stored))
        for one in changed_since(form, facts_of(wish))
    ]
    data = form.data.copy()
    data["version"] = str(wish.version)
    again = WishForm(data, contents=_contents())
    latest = log.timeline(wish.subject).filter(kind="wish.update").first()
    return _form(request, again, wish.establishment, wish=wish, key=key, status=409, differences=found, latest=latest)


def _form(request, form, establishment, *, wish=None, key="", draft=None, status=200, differences=(), latest=None):
    context = {
        "latest": latest,
        "form": form,
        "establishment": establishment,
        "wish": wish,
        "draft": draft,
        "draft_key": key,
        "differences": differences,
    }
    return render(request, "office/wishes/form.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def withdraw(request, pk):
    """The establishment takes its wish back; the reason is kept and counted."""
    wish = in_scope(request, pk)
    require(request, RECORD, wish.province_id)
    verdict = may(request.user, wish, "withdraw")
    if not verdict:
        raise verdict.refusal
    form, status = WithdrawForm(request.POST or None, initial={"on": today()}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.withdraw_wish(wish=wish, by=request.user, today=today(), **form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã ghi: cơ sở rút nhu cầu {wish.code}.")
                return redirect("office:wishes:detail", wish.pk)
    return render(request, "office/wishes/withdraw.html", {"form": form, "wish": wish}, status=status)


@methods(read=["GET"], write=["POST"])
def give(request, pk):
    """Another person is responsible for the wish."""
    wish = in_scope(request, pk)
    require(request, ASSIGN, wish.province_id)
    form, status = GiveForm(request.POST or None, initial={"from_on": today()}, wish=wish), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                responsibility.hand_over_wish(wish=wish, by=request.user, today=today(), **form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, "Đã đổi người phụ trách.")
                return redirect("office:wishes:detail", wish.pk)
    return render(request, "office/wishes/give.html", {"form": form, "wish": wish}, status=status)
