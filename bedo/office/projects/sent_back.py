"""Ảnh gửi về: photos and papers that an establishment sends by Zalo are dropped here, many at once, and put into the checklist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bedo.core.moves import Refused
from bedo.office.projects.scene import Scene, scene_of
from bedo.office.shell.http import form_errors, methods, require
from bedo.projects import queries
from bedo.projects.models import ProjectPaper
from bedo.projects.rules import states
from bedo.projects.services import sent_back
from bedo.projects.services.sent_back import Slot

RIGHT = "paper.record"
OUT = "bo"
NAMED = re.compile(r"anh-[0-9]{1,9}")
FILES, AT = "files", "muc-"
"""Names of the inputs: files of which nobody says yet what they are, and those dropped at a line of the checklist."""


class SortForm(forms.Form):
    """One choice of a slot for every unsorted paper, and for one that was sent and is sorted by now: the service tells so."""

    def __init__(self, data: Any = None, *, rows: list[ProjectPaper], slots: dict[str, Slot], missing: set[str]):
        super().__init__(data)
        self.slots = slots
        words = [(key, slot.label if key in missing else f"{slot.label} (đã có)") for key, slot in slots.items()]
        choices = [("", "Để sau"), *words, (OUT, "Bỏ: không phải giấy tờ của đề án")]
        sent = [name for name in data or () if NAMED.fullmatch(name)]
        for number, name in enumerate(dict.fromkeys([*(f"anh-{row.pk}" for row in rows), *sent]), 1):
            self.fields[name] = forms.ChoiceField(label=f"Tệp {number} là giấy tờ nào", choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not any(given.values()):
            raise forms.ValidationError("Chưa chọn giấy tờ cho tệp nào. Chọn ở ít nhất một tệp.")
        return given

    def given(self) -> dict[int, Slot | None]:
        """Slot by paper, of those that were decided; None: it is no paper of the project."""
        decided = {name: value for name, value in self.cleaned_data.items() if value}
        return {int(name.removeprefix("anh-")): self.slots.get(value) for name, value in decided.items()}


def _slots(scene: Scene) -> dict[str, Slot]:
    """Every slot that a paper may be put into now, those that miss one first."""
    items = sorted(scene.all_papers, key=lambda item: (item.there, item.optional))
    found = {item.key: Slot(item.key, item.name, scene.share_of(item.key)) for item in items}
    return {**found, "other": Slot("other", "Giấy tờ khác")}


def _unsorted(scene: Scene) -> list[ProjectPaper]:
    return [row for row in queries.papers_of(scene.project) if row.slot == sent_back.UNSORTED]


def _form(scene: Scene, data: Any = None) -> SortForm:
    missing = {item.key for item in scene.all_papers if not item.there} | {"other"}
    return SortForm(data, rows=_unsorted(scene), slots=_slots(scene), missing=missing)


def _page(
    request: HttpRequest, scene: Scene, form: SortForm, status: int = 200, refusals: Iterable[tuple[str, str]] = ()
) -> HttpResponse:
    """`refusals`: what could not be done, and what to do about it."""
    context = {
        "scene": scene,
        "project": scene.project,
        "form": form,
        "rows": [(row, form[f"anh-{row.pk}"]) for row in _unsorted(scene) if f"anh-{row.pk}" in form.fields],
        "lines": [(item, f"{AT}{item.key}") for item in scene.all_papers if not item.there],
        "closed": scene.project.state in states.ENDED,
        "refusals": refusals,
    }
    return render(request, "office/projects/sent_back.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def inbox(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent back: drop more (POST), see what waits to be sorted (GET)."""
    scene = scene_of(request, pk)
    require(request, RIGHT, scene.project.province_id)
    if request.method == "GET":
        return _page(request, scene, _form(scene))
    try:
        taken = sent_back.take_in(project=scene.project, files=_sent(request, _slots(scene)), by=request.user)
    except Refused as refusal:
        return _page(request, scene, _form(scene), refusal.status, [(refusal.reason, refusal.todo)])
    refused = [(f"Chưa nhận “{name}”: {refusal.reason}", refusal.todo) for name, refusal in taken.refused]
    if not taken.kept:
        return _page(request, scene, _form(scene), 422, refused)
    for reason, todo in refused:
        messages.warning(request, f"{reason} {todo}")
    messages.success(request, f"Đã nhận {len(taken.kept)} tệp.")
    return redirect(f"{request.path}{scene.query}")


def _sent(request: HttpRequest, slots: dict[str, Slot]) -> Iterator[tuple[Any, Slot | None]]:
    """Files with the line they were dropped at; at a line that is no longer there they wait to be sorted."""
    for name in request.FILES:
        for file in request.FILES.getlist(name):
            yield file, slots.get(name.removeprefix(AT)) if name.startswith(AT) else None


@methods(write=["POST"])
def sort(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what waits into the checklist."""
    scene = scene_of(request, pk)
    require(request, RIGHT, scene.project.province_id)
    form = _form(scene, request.POST)
    if not form.is_valid():
        return _page(request, scene, form, form_errors(form))
    try:
        done = sent_back.sort_out(project=scene.project, given=form.given(), by=request.user)
    except Refused as refusal:
        scene = scene_of(request, pk)
        return _page(request, scene, _form(scene), refusal.status, [(refusal.reason, refusal.todo)])
    messages.success(request, f"Đã xếp {done} tệp.")
    return redirect(f"{reverse('office:projects:sent_back', args=[pk])}{scene.query}")
