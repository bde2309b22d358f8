"""Visits: the list, one visit with its review, its photos."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core.clock import now, today
from bedo.core.moves import Refused
from bedo.establishments.models import Establishment
from bedo.office.shell.files import stored
from bedo.office.shell.http import chips, form_errors, methods, paginate, require, sent_version
from bedo.office.shell.inputs import PaperDay
from bedo.office.visits import listing as lists
from bedo.office.visits import page as pages
from bedo.office.visits.forms import ACCEPT, RETURN, ReviewForm
from bedo.office.visits.words import STATE_MARKS
from bedo.surveys.models import Visit, VisitPhoto
from bedo.surveys.services import reviewing


def in_scope(request: HttpRequest, pk: UUID) -> Visit:
    """The visit, or 404 when it is outside the person's scope."""
    return get_object_or_404(pages.whole(Visit.objects.visible_to(request.user)), pk=pk)


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    lists.see(request)
    asked = lists.asked(request)
    page = paginate(request, lists.for_list(asked.rows))
    waiting = not asked.form.cleaned_data.get("tt") and not asked.form.errors
    if waiting:
        request.rail_counts = {"visits": page.count} if page.count else {}
    for row in page.object_list:
        row.mark, row.tone = STATE_MARKS[row.state]
        row.waiting_days = (now() - row.received_at).days if row.received_at else None
    context = {
        "page": page,
        "form": asked.form,
        "waiting": waiting,
        "chips": chips(request, asked.form, named=("nam",)),
        "may_record": request.user.grants.any(lists.RECORD),
        "may_bring": request.user.grants.any(lists.RECORD) or request.user.grants.any(lists.REVIEW),
    }
    return render(request, "office/visits/list.html", context)


@methods(read=["GET"], write=["POST"])
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The visit beside what is held now; accepted or returned by the button that was pressed."""
    visit = in_scope(request, pk)
    if request.method == "GET":
        one = pages.review(visit, request.GET.get("la", ""))
        return _page(request, one, pages.form_of(one))
    require(request, lists.REVIEW, visit.province_id)
    act = {ACCEPT: _accept, RETURN: _give_back}.get(request.POST.get("viec", ""))
    if act is None:
        raise Refused("Chưa rõ chấp nhận hay trả lại phiếu.", "Bấm một trong hai nút ở cuối phiếu.", status=400)
    one = _sent(request, visit)
    form = pages.form_of(one, request.POST)
    if not form.is_valid():
        return _page(request, one, form, status=form_errors(form))
    try:
        said = act(request, one, form)
    except Refused as refusal:
        return _refused(request, pk, refusal)
    messages.success(request, said)
    return redirect("office:visits:detail", visit.pk)


def _sent(request: HttpRequest, visit: Visit) -> pages.Review:
    """The visit beside the establishment that was chosen, as of the day that was typed."""
    day = None
    if not visit.clock_trusted:
        with suppress(ValidationError):
            day = PaperDay(required=False).clean(request.POST.get("visited_on", ""))
    return pages.review(visit, request.POST.get("establishment", ""), day)


def _accept(request: HttpRequest, one: pages.Review, form: ReviewForm) -> str:
    fresh = one.visit.establishment_id is None
    reviewing.accept(
        visit=one.visit, version=sent_version(request), decisions=form.decisions, by=request.user, today=today(),
        visited_on=form.cleaned_data.get("visited_on"), establishment=one.target if fresh else None,
        register_version=_seen(request, one.target),
    )  # fmt: skip
    return f"Đã chấp nhận phiếu {one.visit.receipt}."


def _seen(request: HttpRequest, target: Establishment | None) -> int | None:
    """The version of the record as the page showed it; None when the page did not show this establishment's."""
    pk, _, version = request.POST.get("seen", "").partition(":")
    shown = target is not None and pk == str(target.pk) and version.isascii() and version.isdigit()
    return int(version) if shown and len(version) < 10 else None


def _give_back(request: HttpRequest, one: pages.Review, form: ReviewForm) -> str:
    reason, version = form.cleaned_data["reason"], sent_version(request)
    reviewing.give_back(visit=one.visit, version=version, reason=reason, by=request.user)
    return f"Đã trả lại phiếu {one.visit.receipt}: máy của người đi mở lại phiếu kèm lý do."


def _refused(request: HttpRequest, pk: UUID, refusal: Refused) -> HttpResponse:
    """The page as things stand now, with what was decided and the refusal beside its field."""
    one = _sent(request, in_scope(request, pk))
    form = pages.form_of(one, request.POST)
    form.is_valid()
    return _page(request, one, form, status=form_errors(form, refusal))


def _page(request: HttpRequest, one: pages.Review, form: ReviewForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = pages.everything(request, one, form)
    return render(request, "office/visits/detail.html", context, status=status)


@methods(read=["GET"])
def photo(request: HttpRequest, pk: UUID, photo: UUID) -> HttpResponse:
    """One photo of the visit, to who may see the visit; never as anything but a picture."""
    rows = VisitPhoto.objects.filter(visit__in=Visit.objects.visible_to(request.user), attachment__isnull=False)
    return stored(get_object_or_404(rows.select_related("attachment"), pk=photo, visit=pk).attachment)
