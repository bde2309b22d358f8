"""Pages of one project: where it stands, what is next, its tabs, what is printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core.moves import Refused
from bedo.office.projects import bundle, page, tabs
from bedo.office.projects.scene import Scene, scene_of
from bedo.office.shell.http import methods, require
from bedo.projects.models import ProjectPaper
from bedo.projects.services import acts, dossiers


@methods(read=["GET"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the project stands, what is next and who must act."""
    scene = scene_of(request, pk, with_files=False)
    return render(request, "office/projects/detail.html", _frame(scene, "") | page.overview(scene))


@methods(read=["GET"])
def tab(request: HttpRequest, pk: int, tab: str) -> HttpResponse:
    """One tab: the dossier, the appraisal, contract and money, progress, acceptance and settlement, the log."""
    builder = tabs.TABS.get(tab)
    if builder is None:
        raise Http404("no such tab")
    scene = scene_of(request, pk)
    return render(request, f"office/projects/tab_{tab.replace('-', '_')}.html", _frame(scene, tab) | builder(scene))


PER_SHARE = frozenset({"", "hop-dong", "tien-do", "nghiem-thu"})
"""Pages whose content is of one share; dossier, appraisal and log are the whole project's."""


def _frame(scene: Scene, tab: str) -> dict[str, Any]:
    return {
        "scene": scene,
        "project": scene.project,
        "share": scene.share,
        "tab": tab,
        "tabs": tabs.links(scene, tab),
        "switch": tabs.switch(scene, tab) if tab in PER_SHARE else [],
        "acts": page.open_acts(scene, tab),
    }


@methods(write=["POST"])
def remove_paper(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take a paper out of a dossier that is still being written."""
    scene = scene_of(request, pk)
    paper = get_object_or_404(
        ProjectPaper.objects.select_related("project__province", "attachment"), pk=row, project=scene.project
    )
    try:
        dossiers.remove_paper(row=paper, by=request.user)
    except Refused as refusal:
        return render(request, "shell/refused.html", {"refusal": refusal}, status=refusal.status)
    messages.success(request, "Đã bỏ giấy tờ.")
    return redirect("office:projects:tab", pk, "ho-so")


@methods(read=["GET"])
def money_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Lịch tiền for the establishment: own money first, support when; printable."""
    scene = scene_of(request, pk)
    return render(request, "office/projects/calendar.html", _frame(scene, "") | page.money_calendar(scene))


@methods(read=["GET"], write=["POST"])
def inspection(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """Hồ sơ kiểm tra: the contents with its gaps; POST gives all of it as one ZIP and leaves a trace in the log."""
    scene = scene_of(request, pk)
    require(request, "paper.view", scene.project.province_id)
    found = bundle.parts(scene)
    if request.method == "POST":
        files = sum(item.file is not None for part in found for item in part.items)
        with acts.act(scene.project, by=request.user, what="Tải hồ sơ kiểm tra"):
            text = f"Xuất hồ sơ kiểm tra: {files} tệp."
            acts.note(scene.project, "export.bundle", text, by=request.user, data={"files": files})
        name = f"ho-so-kiem-tra-{scene.project.code}.zip"
        return FileResponse(bundle.pack(scene, found), as_attachment=True, filename=name)
    items = [item for part in found for item in part.items]
    context = {"parts": found, "files": sum(i.file is not None for i in items), "gaps": sum(i.missing for i in items)}
    return render(request, "office/projects/bundle.html", _frame(scene, "") | context)


@methods(read=["GET"])
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """One printable page on the project."""
    scene = scene_of(request, pk)
    return render(
        request, "office/projects/summary.html", _frame(scene, "") | page.overview(scene) | tabs.dossier(scene)
    )
