"""Asking for a change: which one and who decides it, the form beside what stands now, the reckoning before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bedo.core.answers import Answer
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.establishments import queries as register
from bedo.establishments.models import Establishment
from bedo.ledger import queries as ledger_queries
from bedo.office.changes import show
from bedo.office.changes.forms import CHANGE_LABELS, FORMS, AskForm
from bedo.office.projects.scene import Scene, scene_of
from bedo.office.shell import paperform
from bedo.office.shell.http import form_errors, methods, require
from bedo.projects import endings, lawbook, queries
from bedo.projects.models import ChangeRequest, Share
from bedo.projects.rules import changes as rules
from bedo.projects.rules import states
from bedo.projects.services import applying, changes
from bedo.projects.services.acts import act

ASK = "change.ask"
FOUND = 20
HINTS = {
    "increase": "Thêm tiền từ phần chưa bố trí của nguồn.",
    "decrease": "Phần bớt được giải phóng về nguồn.",
    "content": "Đổi nội dung trong danh mục; của cả đề án.",
    "next_year": "Tiền chưa chi và tạm ứng chưa quyết toán chuyển nguồn sang năm sau.",
    "time": "Ngày kết thúc mới, còn trong năm ngân sách.",
    "place": "Nơi thực hiện mới.",
    "beneficiary": "Cơ sở mới nhận phần chưa chi; phần của cơ sở cũ ngừng.",
    "cooperating": "Của cả đề án.",
    "stop": "Quyết toán phần đã làm, thu hồi phần đã chi chưa làm, giải phóng phần chưa chi.",
    "stop_violation": "Như ngừng theo đề nghị; với kinh phí quốc gia do Cục đề xuất.",
    "other": "Ghi bằng lời; hệ thống không đổi số liệu.",
}


@dataclass(frozen=True)
class Choice:
    """One kind of change: who decides it, where its form is, why it cannot be asked now ("" when it can)."""

    code: str
    name: str
    hint: str
    answer: Answer
    url: str
    blocked: str

    @property
    def who(self) -> str:
        return show.body_word(self.answer.value) if self.answer.value else ""


def _scene(request: HttpRequest, pk: int) -> Scene:
    scene = scene_of(request, pk, with_files=False)
    require(request, ASK, scene.project.province_id)
    if scene.project.is_published:
        raise Refused("Đề án này lấy từ nguồn đã công bố, chỉ để xem.", "Lập đề án mới nếu cần.", code="published")
    return scene


def _share(request: HttpRequest, scene: Scene) -> Share | None:
    """The share that ?phan= names by its number; None: the whole project."""
    asked = request.GET.get("phan", "")
    if not asked:
        return None
    for one in scene.project.shares.all():
        if asked == str(one.number):
            one.project = scene.project
            return one
    raise Http404("no such share")


@methods(read=["GET"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """The kinds of change with who decides each, for the whole project or one share."""
    scene = _scene(request, pk)
    share = _share(request, scene)
    waiting = [row for row in show.requests_of(scene.project) if row.is_open]
    add = lawbook.who_decides(scene.project, "add", scene.today)
    context = {
        "project": scene.project,
        "choices": [_choice(scene, share, code, waiting) for code in CHANGE_LABELS],
        "shares": _share_links(request, scene, share),
        "verdict": _wrong_moment(scene),
        "waiting": waiting,
        "add": add,
        "add_who": show.body_word(add.value) if add.value else "",
    }
    return render(request, "office/changes/choose.html", context)


def _choice(scene: Scene, share: Share | None, code: str, waiting: list[ChangeRequest]) -> Choice:
    url = reverse("office:changes:ask", args=[scene.project.pk, code])
    if share and code not in rules.WHOLE_PROJECT:
        url += f"?phan={share.number}"
    claim = rules.Claim(0, code, share.pk if share and code not in rules.WHOLE_PROJECT else None, CHANGE_LABELS[code])
    standing = (rules.Claim(row.number, row.change, row.share_id, CHANGE_LABELS[row.change]) for row in waiting)
    verdicts = [
        rules.may_ask(code, (share.state if share else "") or scene.project.state),
        *(rules.conflict(claim, one) for one in standing),
    ]
    blocked = next((verdict.refusal.reason for verdict in verdicts if not verdict), "")
    answer = lawbook.who_decides(scene.project, code, scene.today)
    return Choice(code, CHANGE_LABELS[code], HINTS[code], answer, url, blocked)


def _share_links(request: HttpRequest, scene: Scene, chosen: Share | None) -> list[dict[str, Any]]:
    """The whole project and each live share as links; nothing for a project of one share."""
    shares = show.live_shares(scene.project)
    if len([one for one in scene.project.shares.all() if one.role != "pool"]) < 2:
        return []
    kept = {name: value for name, value in request.GET.items() if name not in ("phan", "coso", "tim")}
    whole = {"word": "Cả đề án", "url": f"?{urlencode(kept)}", "current": chosen is None}
    rest = [
        {"word": f"{one.number}. {one.label}", "url": f"?{urlencode({**kept, 'phan': one.number})}", "current": chosen == one}
        for one in shares if one.role != "pool"
    ]  # fmt: skip
    return [whole, *rest]


def _wrong_moment(scene: Scene) -> str:
    """Why nothing of this project can be changed this way now; "" when something can."""
    if show.live_shares(scene.project):
        return ""
    return rules.may_ask("other", scene.project.state).reason


@methods(read=["GET"], write=["POST"])
def ask(request: HttpRequest, pk: int, change: str) -> HttpResponse:
    """The form of one kind beside what stands now. POST with ?thu=1 only reckons; without it the request is made."""
    if change not in FORMS:
        raise Http404("no such change")
    scene = _scene(request, pk)
    share = _share(request, scene)
    if change in rules.WHOLE_PROJECT:
        share = None
    new = _new_establishment(request, scene) if change == "beneficiary" else None
    if change == "beneficiary" and new is None and request.method == "GET":
        return _choose_establishment(request, scene, share)
    if request.method == "GET":
        form = _form(scene, share, change, initial=_initial(scene, share, change, new))
        return _page(request, scene, share, form, new)
    form = _form(scene, share, change, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, scene, share, form, new, status=form_errors(form))
    if "thu" in request.GET:
        return _try(request, scene, share, form, new)
    try:
        row = _send(scene, share, form)
    except Refused as refusal:
        return _page(request, scene, share, form, new, status=_beside(form, refusal))
    messages.success(request, f"Đã gửi đề nghị số {row.number}. Chưa có gì của đề án thay đổi.")
    return redirect("office:projects:tab", scene.project.pk, "dieu-chinh")


def _form(scene: Scene, share: Share | None, change: str, *given: Any, **more: Any) -> AskForm:
    if change in rules.STOPS:
        live = [one for one in show.live_shares(scene.project) if share is None or one.pk == share.pk]
        held = ledger_queries.stages_of_holders([one.holder for one in live])
        more["paid"] = [one for one in live if held[one.holder]["advanced"]]
    return FORMS[change](*given, scene=scene, share=share, change=change, **more)


def _initial(scene: Scene, share: Share | None, change: str, new: Establishment | None) -> dict[str, Any]:
    values: dict[str, Any] = {"on": scene.today}
    if change == "beneficiary" and new:
        values |= {"establishment": new.pk, "done": Dong(0)}
        one = _about(scene, share)
        if one:
            held = ledger_queries.stages_of_holders([one.holder])[one.holder]
            values["amount"] = Dong(held["planned"] + held["contracted"])
    return values


def _send(scene: Scene, share: Share | None, form: AskForm) -> ChangeRequest:
    """Paper and request in one transaction: refused together, nothing stays but the refusal on the timeline."""
    given = form.cleaned_data
    with act(scene.project, by=scene.user, what=CHANGE_LABELS[form.change]):
        paper = paperform.register(form, scene.project.province, scene.user, scene.today) if form.with_paper else None
        return changes.ask(
            project=scene.project,
            share=share,
            change=form.change,
            after=form.after(),
            reason=given["reason"],
            reason_code=given.get("reason_code", ""),
            on=given["on"],
            paper=paper,
            by=scene.user,
            today=scene.today,
        )


def _beside(form: AskForm, refusal: Refused) -> int:
    """Put the refusal of a service beside the field it is about; the day of the paper is the day of the request."""
    names = {"issued_on": "on", "done": next((name for name in form.fields if name.startswith("done")), "")}
    refusal.field = names.get(refusal.field, refusal.field)
    return form_errors(form, refusal)


def _try(request: HttpRequest, scene: Scene, share: Share | None, form: AskForm, new: Any) -> HttpResponse:
    """Tính thử: what the request would say and do, to the đồng. Nothing is written."""
    try:
        planned = applying.prepare(scene.project, share, form.change, form.after(), form.cleaned_data["on"])
    except Refused as refusal:
        return _page(request, scene, share, form, new, status=_beside(form, refusal))
    draft = ChangeRequest(
        project=scene.project, share=share, change=form.change, before=planned.before, after=planned.after
    )
    rows = show.rows_of(draft, lawbook.contents(scene.project, scene.today))
    parts = endings.planned_parts(draft)
    return _page(request, scene, share, form, new, trial={"rows": rows, "parts": parts, "sums": endings.summed(parts)})


def _page(
    request: HttpRequest,
    scene: Scene,
    share: Share | None,
    form: AskForm,
    new: Establishment | None,
    *,
    trial: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    query = request.GET.copy()
    query.pop("thu", None)
    address = f"{request.path}{f'?{query.urlencode()}' if query else ''}"
    query["thu"] = "1"
    paper = [name for name in form.fields if name in (*paperform.PAPER, "known")]
    context = {
        "project": scene.project,
        "form": form,
        "own_fields": [form[name] for name in form.fields if name not in paper],
        "share": share,
        "shares": [] if form.change in rules.WHOLE_PROJECT else _share_links(request, scene, share),
        "title": CHANGE_LABELS[form.change],
        "answer": lawbook.who_decides(scene.project, form.change, scene.today),
        "present": _present(scene, share, form.change),
        "held": _held(scene, share) if form.change in ("increase", "decrease", "beneficiary", "next_year", *rules.STOPS) else [],
        "new": new,
        "trial": trial,
        "address": address,
        "try_address": f"{request.path}?{query.urlencode()}",
        "verdict": _wrong_moment(scene),
        "open_paper": bool(form.is_bound and any(form.data.get(name) for name in ("issuer", "number", "summary"))),
    }  # fmt: skip
    return render(request, "office/changes/ask.html", context, status=status)


# --- what stands now


def _about(scene: Scene, share: Share | None) -> Share | None:
    """The share a change of money or beneficiary is about when none was chosen: the only live one."""
    if share is not None:
        return share
    live = [one for one in show.live_shares(scene.project) if one.role != "pool"]
    return live[0] if len(live) == 1 else None


def _present(scene: Scene, share: Share | None, change: str) -> list[tuple[str, Any]]:
    """What the form is set against: the values as they stand now."""
    project, one = scene.project, _about(scene, share)
    ends = (queries.contract_end(one) if one and one.state else None) or project.ends_on
    year = queries.budget_year(project, share) if change == "next_year" else project.year
    facts: dict[str, list[tuple[str, Any]]] = {
        "content": [("Nội dung hỗ trợ", _content_name(scene))],
        "time": [("Ngày kết thúc", ends), ("Bắt đầu", project.starts_on)],
        "next_year": [("Ngày kết thúc", ends), ("Năm ngân sách", str(year)), ("Đề nghị chậm nhất", lawbook.carry_over_until(project, year))],
        "place": [("Địa điểm", str(((one.place if one else None) or project.place).label))],
        "cooperating": [("Đơn vị phối hợp", project.cooperating or None)],
        "beneficiary": [("Đơn vị thụ hưởng", one.label if one else "chọn phần ở trên")],
    }  # fmt: skip
    if change in ("increase", "decrease", "beneficiary"):
        support = one.support if one else project.support
        return [*facts.get(change, []), ("Kinh phí hỗ trợ", support)]
    return facts.get(change, [("Trạng thái", states.LABELS[(one.state if one else "") or project.state])])


def _content_name(scene: Scene) -> str:
    found = lawbook.content_of(scene.project, scene.today)
    return found.name if found else scene.project.content


@dataclass(frozen=True)
class HeldRow:
    """Money of one share as it lies now, whole đồng."""

    label: str
    state: str
    unpaid: Dong
    paid: Dong


def _held(scene: Scene, share: Share | None) -> list[HeldRow]:
    """Money of the live shares the form is about; one query."""
    shares = [one for one in show.live_shares(scene.project) if share is None or one.pk == share.pk]
    money = ledger_queries.stages_of_holders([one.holder for one in shares])
    return [
        HeldRow(
            endings.numbered(one),
            one.state or scene.project.state,
            Dong(money[one.holder]["planned"] + money[one.holder]["contracted"]),
            money[one.holder]["advanced"],
        )
        for one in shares
        if one.role != "pool" or money[one.holder]["planned"]
    ]


# --- the new beneficiary


def _new_establishment(request: HttpRequest, scene: Scene) -> Establishment | None:
    """The establishment of the province that ?coso= (or the form) names; 404 when it is none."""
    named = request.GET.get("coso", "") or request.POST.get("establishment", "")
    if not named:
        return None
    if not (named.isascii() and named.isdigit() and len(named) < 15):
        raise Http404("no such establishment")
    rows = Establishment.objects.visible_to(request.user).live().filter(province=scene.project.province_id)
    return get_object_or_404(rows.select_related("place__parent__parent"), pk=int(named))


def _choose_establishment(request: HttpRequest, scene: Scene, share: Share | None) -> HttpResponse:
    """First the establishment that comes in, from the register of the province."""
    words = request.GET.get("tim", "")[:120].replace("\x00", "")
    found = []
    if words.strip():
        rows = register.matching(request.user, register.Criteria(words=words), today=scene.today)
        rows = rows.filter(province=scene.project.province_id).exclude(shares__project=scene.project)
        found = list(rows.select_related("place__parent__parent").order_by("sort_key", "pk")[: FOUND + 1])
    context = {
        "project": scene.project,
        "share": share,
        "shares": _share_links(request, scene, share),
        "words": words,
        "found": found[:FOUND],
        "more": len(found) > FOUND,
        "present": _present(scene, share, "beneficiary"),
    }
    return render(request, "office/changes/establishment.html", context)
