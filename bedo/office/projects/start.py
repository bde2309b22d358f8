"""Begin a project: from a screened wish, or from an establishment without one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.office.projects.forms.dossier import SeveralForm, StartForm
from bedo.office.shell.http import form_errors, methods, paginate, require
from bedo.places.models import Unit
from bedo.places.queries import present_provinces
from bedo.projects.models import Project, Wish
from bedo.projects.rules import states
from bedo.projects.services import dossiers

KINDS = {"nhom": "group", "diem": "key", "nhiem-vu": "task"}
"""How the address names the kinds that begin without an establishment (?loai=)."""


class _Beginning:
    """What StartForm asks of a scene before there is a project."""

    def __init__(self, province: Unit, kind: str = "single"):
        self.today = today()
        self.project = Project(province=province, kind=kind)


@methods(read=["GET"], write=["POST"])
def start(request: HttpRequest) -> HttpResponse:
    """GET with ?nhu-cau=ID, ?co-so=ID or ?loai=KIND shows the form; POST begins the project and opens its dossier."""
    if request.GET.get("loai") in KINDS:
        return _start_several(request, KINDS[request.GET["loai"]])
    if request.method == "GET" and not {"nhu-cau", "co-so"} & set(request.GET):
        return _choose(request)
    wish, establishment = _origin(request)
    require(request, "project.draft", establishment.province_id)
    scene = _Beginning(establishment.province)
    form = StartForm(request.POST or None, scene=scene, initial=_initial(wish, establishment))
    status = 200
    if request.method == "POST":
        project, status = _begin(request, form, [wish] if wish else [], establishment)
        if project:
            messages.success(request, "Đã lập đề án. Viết tiếp hồ sơ tám phần.")
            return redirect("office:projects:act", project.pk, "ho-so")
    context = {"form": form, "wish": wish, "establishment": establishment}
    return render(request, "office/projects/start.html", context, status=status)


def _choose(request: HttpRequest) -> HttpResponse:
    """Which wish to begin with: screened ones that no project took up yet."""
    require(request, "project.draft")
    page = paginate(request, _free_wishes(request))
    return render(request, "office/projects/choose.html", {"page": page, "kinds": _kinds("single")})


def _free_wishes(request: HttpRequest) -> QuerySet[Wish]:
    free = Wish.objects.visible_to(request.user).filter(state=states.SCREENED, projects=None)
    return free.select_related("establishment").order_by("-received_on", "-pk")


def _kinds(here: str) -> list[dict[str, Any]]:
    """Links to the form of each kind."""
    words = {"single": ""} | {kind: f"?loai={word}" for word, kind in KINDS.items()}
    home = reverse("office:projects:start")
    return [{"word": states.KINDS[kind], "url": home + query, "current": kind == here} for kind, query in words.items()]


def _start_several(request: HttpRequest, kind: str) -> HttpResponse:
    """A group or key project, or a task: the place is chosen, establishments come with the detailed plan."""
    require(request, "project.draft")
    mine = request.user.grants.provinces_with("project.draft")
    province = present_provinces().filter(**({} if mine is None else {"pk__in": mine})).first()
    if province is None:
        raise Http404("no province to write in")
    free = _free_wishes(request).filter(province=province)
    initial = {"place": province.pk, "fund": "kcdp", "year": today().year + 1, **_joined(request, free)}
    form = SeveralForm(request.POST or None, scene=_Beginning(province, kind), initial=initial, free=free)
    status = 200
    if request.method == "POST":
        chosen = list(form.cleaned_data.pop("wishes", ())) if form.is_valid() else []
        project, status = _begin(request, form, chosen, None, kind=kind)
        if project:
            messages.success(request, f"Đã lập {states.KINDS[kind].lower()}. Viết tiếp hồ sơ tám phần.")
            return redirect("office:projects:act", project.pk, "ho-so")
    context = {"form": form, "kinds": _kinds(kind), "kind": states.KINDS[kind]}
    return render(request, "office/projects/start.html", context, status=status)


def _joined(request: HttpRequest, free: QuerySet[Wish]) -> dict[str, Any]:
    """What ?ghep= proposes: these wishes chosen, their content, the sums they ask for."""
    asked = [text for text in request.GET.getlist("ghep") if text.isascii() and text.isdigit() and len(text) < 16]
    rows = list(free.filter(pk__in=asked)) if asked else []
    if not rows:
        return {}
    amounts = [row.amount_asked for row in rows if row.amount_asked is not None]
    return {
        "wishes": [row.pk for row in rows],
        "content": rows[0].content,
        "support": Dong(sum(amounts)) if len(amounts) == len(rows) else None,
    }


def _begin(
    request: HttpRequest, form: StartForm, wishes: list[Wish], establishment: Establishment | None, kind: str = "single"
) -> tuple[Project | None, int]:
    if not form.is_valid():
        return None, form_errors(form)
    try:
        organisation = request.user.organisation
        project = dossiers.start_project(
            wishes=wishes,
            establishment=establishment,
            kind=kind,
            implementer=organisation if organisation and organisation.kind == "trung_tam" else None,
            officer=request.user,
            by=request.user,
            today=today(),
            **form.cleaned_data,
        )
    except Refused as refusal:
        return None, form_errors(form, refusal)
    return project, 302


def _origin(request: HttpRequest) -> tuple[Wish | None, Establishment]:
    wish_id, establishment_id = request.GET.get("nhu-cau", ""), request.GET.get("co-so", "")
    if wish_id.isdecimal() and len(wish_id) < 16:
        wish = (
            Wish.objects.visible_to(request.user)
            .select_related("establishment__province", "establishment__place_now")
            .filter(pk=wish_id)
            .first()
        )
        if wish:
            return wish, wish.establishment
    if establishment_id.isdecimal() and len(establishment_id) < 16:
        found = (
            Establishment.objects.visible_to(request.user)
            .select_related("province", "place_now")
            .filter(pk=establishment_id)
            .first()
        )
        if found:
            return None, found
    raise Http404("no wish or establishment in scope")


def _initial(wish: Wish | None, establishment: Establishment) -> dict[str, Any]:
    place = establishment.place_now
    values: dict[str, Any] = {"place": place.pk if place.level == 3 else None, "fund": "kcdp", "year": today().year + 1}
    if wish:
        counterpart = wish.investment - wish.amount_asked if wish.investment and wish.amount_asked else None
        values |= {
            "content": wish.content,
            "support": wish.amount_asked,
            "counterpart": counterpart,
            "year": wish.desired_year or values["year"],
        }
    return values
