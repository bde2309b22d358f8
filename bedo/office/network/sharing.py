"""Project dossiers given to and taken from other provinces, as files without personal data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from bedo.core.clock import today
from bedo.ledger.rules import FUNDS
from bedo.office.network.fields import words
from bedo.office.network.forms import Filter
from bedo.office.network.scene import VIEW, act, page, province_of
from bedo.office.network.sheets import matching
from bedo.office.shell.exports import Part, Table, conditions_of, download
from bedo.office.shell.http import chips, methods, paginate, require
from bedo.programmes import queries as law
from bedo.projects.models import Project, SharedProject
from bedo.projects.rules import effects, sharing
from bedo.projects.rules.states import FULFILLED
from bedo.projects.services import sharing as services

OWN_SHOWN = 10


class SharedFilter(Filter):
    q = words("Tên đề án, tỉnh", 80)


class UploadForm(forms.Form):
    file = forms.FileField(label="Tệp chia sẻ của tỉnh bạn (.json)", max_length=160)


def _asked(request: HttpRequest) -> tuple[SharedFilter, Any]:
    province = province_of(request)
    form = SharedFilter(request.GET, province=province)
    rows = SharedProject.objects.visible_to(request.user).filter(province=province)
    return form, matching(rows, form.given("q")).select_related("received_by").defer("data").order_by(
        "-received_at", "-pk"
    )


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    form, rows = _asked(request)
    shown = paginate(request, rows)
    names = {key: content.name for key, content in law.contents(today()).items()}
    for row in shown.object_list:
        row.content_word = names.get(row.content, row.content)
    context = {"form": form, "page": shown, "chips": chips(request, form), "own": _own(request, form.province)}
    return page(request, "shared_list.html", "shared", context)


def _own(request: HttpRequest, province: Any) -> list[Project]:
    """One's own projects that were settled last: what others would ask for first."""
    rows = Project.objects.visible_to(request.user).filter(
        province=province, source_url="", state__in=sorted(FULFILLED)
    )
    return list(rows.order_by("-year", "-pk")[:OWN_SHOWN])


PARTS = (
    Part("Đề án", lambda row, _: row.title, width=44),
    Part("Của", lambda row, _: row.origin),
    Part("Năm", lambda row, _: row.year, "year"),
    Part("Nội dung", lambda row, _: row.content),
    Part("Nhận lúc", lambda row, _: row.received_at, "moment"),
    Part("Người nhận", lambda row, _: row.received_by.full_name),
)


def _file(request: HttpRequest) -> Table:
    form, rows = _asked(request)
    given = conditions_of(form)
    return Table("ho-so-tinh-ban", "Hồ sơ đề án của tỉnh bạn", "đề án", PARTS, rows, rows.count(), **given)


export = download(_file, PARTS)


@methods(read=["GET"], write=["POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Keep a file that another province sent."""
    province = province_of(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    back = reverse("office:network:shared")
    return act(
        request, form, lambda given: services.keep(province=province, content=given["file"].read(), by=request.user),
        title="Nhận hồ sơ của tỉnh bạn", back=back, button="Nhận tệp", done="Đã nhận hồ sơ của tỉnh bạn.", crumbs=[("Hồ sơ chia sẻ", back)],
        lead="Hồ sơ nhận về chỉ để tham khảo, không tính vào số liệu của tỉnh.",
        ahead=lambda row: reverse("office:network:shared_one", args=[row.pk]),
    )  # fmt: skip


@methods(read=["GET"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(SharedProject.objects.visible_to(request.user).select_related("received_by"), pk=pk)
    return page(request, "shared.html", "shared", {"row": row, **in_words(row.data)})


@methods(read=["GET"], write=["POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would hold, to be read first (GET); the file itself (POST)."""
    rows = Project.objects.visible_to(request.user).filter(source_url="").select_related("province", "implementer", "officer", "reviewer", "created_by")  # fmt: skip
    project = get_object_or_404(rows, pk=pk)
    require(request, VIEW, project.province_id)
    if request.method == "POST":
        answer = HttpResponse(services.give(project=project, by=request.user), content_type="application/json")
        answer.headers["Content-Disposition"] = f'attachment; filename="de-an-chia-se-{project.pk}.json"'
        return answer
    context = {"project": project, **in_words(services.shareable(project))}
    return render(request, "office/network/share.html", context)


def in_words(data: dict[str, Any]) -> dict[str, Any]:
    """A shared project as the page shows it."""
    content = law.contents(today()).get(data["content"])
    return {
        "shared": data,
        "content_word": content.name if content else data["content"],
        "fund_word": FUNDS.get(data["fund"], data["fund"]),
        "file_parts": [(word, data["dossier"].get(name, "")) for name, word in sharing.PARTS.items()],
        "results": [
            (row["year"], [(one.label, one.unit, row.get(name)) for name, one in effects.MEASURES.items() if row.get(name) not in (None, "")])
            for row in data["results"]
        ],
    }  # fmt: skip
