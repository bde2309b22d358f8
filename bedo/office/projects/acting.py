"""One way to do one act on a project: see the form, be told what is wrong, do it, return to the page.

Every act is a row of the table in acts.py; this module only walks it. Rights and state are decided by the services.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bedo.core import drafts
from bedo.core.moves import Refused
from bedo.office.drafts.forms import opened
from bedo.office.projects.scene import Scene, scene_of
from bedo.office.shell.http import KEEP, changed_since, chosen, form_errors, methods, worded
from bedo.projects.rules.states import BOTH
from bedo.projects.services import acts

FROM_ADDRESS = ("slot",)
"""Fields that a link may fill beforehand: the line of the checklist that it stands beside."""


@dataclass(frozen=True)
class Rows:
    """A table of rows inside an act's form: one form class a row, blank rows at the end, initial rows."""

    form: type[forms.Form]
    title: str
    blank: int = 3
    initial: Callable[[Scene], list[dict[str, Any]]] = lambda scene: []


@dataclass(frozen=True)
class Act:
    """One act: its words, right, states, form and the service call `run(scene, data, rows)`."""

    title: str
    button: str
    right: str
    states: frozenset[str]
    form: Callable[..., forms.Form]
    run: Callable[[Scene, dict[str, Any], dict[str, list[dict[str, Any]]]], Any]
    done: str
    initial: Callable[[Scene], dict[str, Any]] = lambda scene: {}
    rows: dict[str, Rows] = field(default_factory=dict)
    notes: Callable[[Scene], dict[str, Any]] = lambda scene: {}
    back: str = ""
    autosave: bool = False
    tracks: frozenset[str] = BOTH
    fits: Callable[[Scene], bool] = lambda scene: True
    """Does the act make sense for this kind of project or share?"""
    rights: dict[str, str] = field(default_factory=dict)
    """State → right, where another body does the same act in that state."""

    def right_in(self, state: str) -> str:
        """The right that the act needs in a state."""
        return self.rights.get(state, self.right)

    def open_to(self, scene: Scene) -> bool:
        """Does the button stand on the page of this person?"""
        mine = self.right_in(scene.state) in scene.rights
        here = scene.state in self.states and scene.project.track in self.tracks
        return mine and here and not scene.project.is_published and self.fits(scene)


def draft_key(scene: Scene, slug: str) -> str:
    """The name of the person's own draft of this form."""
    return f"de-an-{scene.project.pk}-{slug}"


def row_forms(act: Act, scene: Scene, data: Any = None) -> dict[str, Any]:
    """The bound or filled formsets of an act, by name."""
    found = {}
    for name, rows in act.rows.items():
        factory = forms.formset_factory(rows.form, extra=rows.blank, max_num=200, absolute_max=200)
        found[name] = (
            factory(data, prefix=name) if data is not None else factory(initial=rows.initial(scene), prefix=name)
        )
    return found


def filled_rows(formset: Any) -> list[dict[str, Any]]:
    """Rows in which something was typed, as cleaned."""
    return [row.cleaned_data for row in formset if row.has_changed() and row.cleaned_data] if formset.initial_form_count() == 0 else [
        row.cleaned_data for row in formset if row.cleaned_data and any(value not in (None, "", False) for value in row.cleaned_data.values())
    ]  # fmt: skip


def act_view(table: dict[str, Act]):
    """The view that serves every act of the table."""

    @methods(read=["GET"], write=["POST"])
    def view(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        act = table.get(slug)
        if act is None:
            raise Http404("no such act")
        scene = scene_of(request, pk)
        if request.method == "POST":
            with acts.act(scene.project, by=scene.user, what=act.title):
                _may_open(act, scene)
            return _do(request, act, scene, slug)
        _may_open(act, scene)
        if act.autosave:
            form, draft, _ = opened(request, draft_key(scene, slug), act.form, initial=act.initial(scene), scene=scene)
            return _page(request, act, scene, slug, form, row_forms(act, scene), 200, draft)
        asked = {name: request.GET[name] for name in FROM_ADDRESS if name in request.GET}
        form = act.form(scene=scene, initial={**act.initial(scene), **asked})
        return _page(request, act, scene, slug, form, row_forms(act, scene), 200)

    return view


def _may_open(act: Act, scene: Scene) -> None:
    if act.right_in(scene.state) not in scene.rights:
        raise Refused(
            f"Bạn không có quyền “{act.title}” với đề án này.",
            "Nhờ người có quyền thực hiện, hoặc đề nghị quản trị cấp quyền.",
            code="right",
            status=403,
        )
    if scene.project.is_published:
        raise Refused(
            "Đề án này lấy từ nguồn đã công bố, chỉ để xem.",
            "Lập đề án mới nếu cần thực hiện.",
            code="published",
            status=409,
        )


def _do(request: HttpRequest, act: Act, scene: Scene, slug: str) -> HttpResponse:
    form = act.form(_with_choices(request, act, scene), request.FILES, scene=scene)
    sets = row_forms(act, scene, request.POST)
    valid = all([form.is_valid(), *(rows.is_valid() for rows in sets.values())])
    if not valid:
        return _page(request, act, scene, slug, form, sets, form_errors(form))
    try:
        with acts.act(scene.project, by=scene.user, what=act.title):
            act.run(scene, form.cleaned_data, {name: filled_rows(rows) for name, rows in sets.items()})
    except Refused as refusal:
        scene = scene_of(request, scene.project.pk)
        if refusal.code == "stale":
            return _stale(request, act, scene, slug, form, sets, refusal)
        return _page(request, act, scene, slug, form, sets, form_errors(form, refusal))
    if act.autosave:
        drafts.drop(user=request.user, key=draft_key(scene, slug))
    messages.success(request, act.done)
    return redirect(_back(act, scene))


def _with_choices(request: HttpRequest, act: Act, scene: Scene) -> Any:
    """The posted data, with the stored value wherever a second editor chose to keep it."""
    if not any(name.startswith(KEEP) for name in request.POST):
        return request.POST
    return chosen(request, act.form, act.initial(scene))


def _stale(
    request: HttpRequest, act: Act, scene: Scene, slug: str, form: Any, sets: dict[str, Any], refusal: Refused
) -> HttpResponse:
    """Two editors: the same form again on the stored version, with a choice for every field that differs."""
    stored = act.initial(scene)
    data = form.data.copy()
    data["version"] = str(stored.get("version") or "")
    again = act.form(data, scene=scene)
    found = [worded(again, one) for one in changed_since(again, stored) if one.name != "version"]
    if not found:
        form_errors(again, refusal)
    return _page(request, act, scene, slug, again, sets, refusal.status, differences=found)


def _back(act: Act, scene: Scene) -> str:
    if act.back:
        return reverse("office:projects:tab", args=[scene.project.pk, act.back]) + scene.query
    return reverse("office:projects:detail", args=[scene.project.pk]) + scene.query


def _page(
    request: HttpRequest,
    act: Act,
    scene: Scene,
    slug: str,
    form: Any,
    sets: dict[str, Any],
    status: int,
    draft: Any = None,
    differences: Any = (),
) -> HttpResponse:
    tables = [(act.rows[name].title, rows) for name, rows in sets.items()]
    context = {
        "scene": scene,
        "project": scene.project,
        "act": act,
        "slug": slug,
        "form": form,
        "tables": tables,
        "draft": draft,
        "differences": differences,
        "draft_key": draft_key(scene, slug),
        **act.notes(scene),
    }
    return render(request, "office/projects/act.html", context, status=status)
