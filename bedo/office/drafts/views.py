"""Saving, reading and throwing away one's own drafts."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from bedo.core import drafts
from bedo.core.models import Draft
from bedo.core.moves import Refused
from bedo.office.drafts.forms import typed
from bedo.office.shell.http import back_to, methods, paginate


@methods(read=["GET"], write=["POST"])
def draft(request, key):
    """GET: what was kept. POST: keep the fields of the form; answers when it was saved."""
    if request.method == "POST":
        return _keep(request, key)
    row = drafts.of(request.user, key)
    if row is None:
        raise Http404("no draft")
    return JsonResponse({**_told(row), "data": row.data})


def _keep(request, key):
    try:
        row = drafts.keep(user=request.user, key=key, data=typed(request.POST))
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=refusal.status)
    return JsonResponse(_told(row))


def _told(row: Draft) -> dict:
    return {"key": row.key, "saved_at": f"{timezone.localtime(row.saved_at):%H:%M}", "version": row.version}


@methods(write=["POST"])
def discard(request, key):
    """Throw the draft away and go back to the form."""
    drafts.drop(user=request.user, key=key)
    messages.success(request, "Đã bỏ bản nháp.")
    return redirect(back_to(request, "/"))


@methods(read=["GET"])
def mine(request):
    """Forms begun and not submitted."""
    page = paginate(request, Draft.objects.filter(user=request.user).order_by("-saved_at", "pk"))
    for row in page.object_list:
        row.title = _first(row, "nhap-ten") or row.key
        row.page = _own(request, _first(row, "nhap-trang"))
    return render(request, "office/drafts/list.html", {"page": page})


def _first(row: Draft, name: str) -> str:
    values = row.data.get(name) or [""]
    return str(values[0])


def _own(request, address: str) -> str:
    """The address of the form when it is one of ours."""
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else "/"
