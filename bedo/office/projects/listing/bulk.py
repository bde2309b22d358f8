"""One act on many projects: every row is asked beforehand, then done by the same service, each in its own transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse

from bedo.accounts.models import Grant, User
from bedo.core.clock import today
from bedo.core.moves import Refused, Verdict
from bedo.core.types import Dong
from bedo.office.projects.listing import exports, filters, rows
from bedo.office.shell.exports import send
from bedo.office.shell.http import form_errors, methods, require, require_or_own
from bedo.projects.models import ProgressReport, Project
from bedo.projects.services import progress, responsibility

LIMIT = 500
EXPORT = "xuat"
WHOLE = "ca-bo-loc"
LOOK, DO, EDIT = "xem", "lam", "sua"


# --- the acts ----------------------------------------------------------------------------------------------------


class HandOverForm(forms.Form):
    """Who takes over, from which day, and why."""

    officer = forms.ModelChoiceField(label="Người nhận", queryset=User.objects.none(), empty_label="Chọn người nhận")
    from_on = forms.DateField(label="Từ ngày")
    reason = forms.CharField(label="Lý do", max_length=500)

    def __init__(self, *args: Any, projects: list[Project], day: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = {project.province_id for project in projects}
        posts = Grant.objects.in_force(day).filter(role__in=["officer", "director"], organisation__province__in=here)
        people = User.objects.filter(is_active=True, pk__in=posts.values("user"))
        self.fields["officer"].queryset = people.order_by("full_name", "pk")
        self.fields["officer"].label_from_instance = lambda person: person.full_name


class NoForm(forms.Form):
    """Nothing to fill in."""

    def __init__(self, *args: Any, projects: list[Project], day: date, **kwargs: Any):
        super().__init__(*args, **kwargs)


Given = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """A bulk act. `ask` says for all rows what `do` would answer for each: both are the service's.

    `effects`: before and after of each row, by its id. `right`: needed somewhere to be offered it.
    """

    key: str
    right: str
    word: str
    done: str
    form: type[forms.Form]
    ask: Callable[[list[Project], Given, User, date], dict[int, Verdict]]
    do: Callable[[Project, Given, User, date], Any]
    effects: Callable[[list[Project], Given, date], dict[int, str]]

    def button(self, day: date) -> str:
        return self.word.format(day=day)


def _ask_hand_over(projects: list[Project], given: Given, by: User, day: date) -> dict[int, Verdict]:
    return responsibility.hand_over_verdicts(projects=projects, **given, by=by, today=day)


def _hand_over(project: Project, given: Given, by: User, day: date) -> None:
    responsibility.hand_over(project=project, **given, by=by, today=day)


def _hand_over_effects(projects: list[Project], given: Given, day: date) -> dict[int, str]:
    after = f"{given['officer'].full_name}, từ {given['from_on']:%d/%m/%Y}"
    return {row.pk: f"từ {row.officer.full_name if row.officer else 'chưa có ai'} sang {after}" for row in projects}


def _ask_nothing_new(projects: list[Project], given: Given, by: User, day: date) -> dict[int, Verdict]:
    return progress.nothing_new_verdicts(projects=projects, month=day, by=by, today=day)


def _nothing_new(project: Project, given: Given, by: User, day: date) -> None:
    progress.nothing_new_on(project=project, month=day, by=by, today=day)


def _nothing_new_effects(projects: list[Project], given: Given, day: date) -> dict[int, str]:
    """What each keeps: the figure of its last report."""
    earlier = ProgressReport.objects.filter(share__project__in=projects, month__lt=day.replace(day=1)).order_by("month")
    kept = dict(earlier.values_list("share__project", "done_percent"))
    return {row.pk: f"giữ {kept.get(row.pk, 0)} % của báo cáo trước" for row in projects}


ACTS = {
    act.key: act
    for act in (
        Act(
            "khong-phat-sinh", "project.follow", "Không phát sinh tháng {day:%m/%Y}", "Đã báo cáo không phát sinh",
            NoForm, _ask_nothing_new, _nothing_new, _nothing_new_effects,
        ),
        Act(
            "giao", "project.assign", "Giao người phụ trách", "Đã giao người phụ trách",
            HandOverForm, _ask_hand_over, _hand_over, _hand_over_effects,
        ),
    )
}  # fmt: skip


def offered(user: User, day: date) -> list[tuple[str, str]]:
    """Buttons of the bar under the list: what this person may do somewhere; taking rows out is for all who see them."""
    acts = [(act.key, act.button(day)) for act in ACTS.values() if user.grants.any(act.right)]
    return [(EXPORT, "Xuất Excel các dòng đã chọn"), *acts]


# --- what was chosen ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """Rows chosen on the list, or (`whole`) all rows of its filter, `matching` in number."""

    asked: filters.Asked
    query: QuerySet[Project]
    number: int
    whole: bool
    matching: int

    def projects(self) -> list[Project]:
        return list(self.query.select_related("province", "officer").order_by(*self.asked.sort.order))


def choice_of(request: HttpRequest) -> Choice:
    """Read the rows of the form. Refuses none and too many; rows out of scope are as if they did not exist."""
    asked = filters.ask(request, QueryDict(request.POST.get("loc", "").lstrip("?")))
    matching = asked.rows.count() if asked.is_valid else 0
    if request.POST.get("pham-vi") == WHOLE and asked.is_valid:
        choice = Choice(asked, asked.rows, matching, True, matching)
    else:
        raw = request.POST.getlist("chon")
        if request.POST.get("buoc") != DO:
            raw += request.POST.getlist("bo-qua")
        ids = {int(text) for text in raw if text.isascii() and text.isdigit() and len(text) < 19}
        query = filters.seen_by(request.user).filter(pk__in=ids) if len(ids) <= LIMIT else Project.objects.none()
        choice = Choice(asked, query, len(ids), False, matching)
    if not choice.number:
        raise Refused(
            "Chưa chọn đề án nào.", "Quay lại danh sách, đánh dấu các dòng rồi làm lại.", code="none", status=422
        )
    if choice.number > LIMIT:
        raise Refused(
            f"Mỗi lần làm tối đa {LIMIT} đề án; đang chọn {choice.number}.",
            "Lọc hẹp hơn rồi làm từng phần.",
            code="limit",
            status=422,
        )
    return choice


# --- the page ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One project, what would become of it, and whether it may or did."""

    project: Project
    effect: str = ""
    verdict: Verdict = field(default_factory=Verdict)


@dataclass(frozen=True)
class Rows:
    """Some rows with the sum of their support, whole đồng, and how many had a figure."""

    rows: list[Row]

    @property
    def support(self) -> Dong:
        return Dong(sum(row.project.support or 0 for row in self.rows))

    @property
    def known(self) -> int:
        return sum(row.project.support is not None for row in self.rows)


@methods(write=["POST"])
def bulk(request: HttpRequest) -> HttpResponseBase:
    """Show what would happen row by row; then (`buoc=lam`) do it to the rows that are still chosen."""
    require_or_own(request, "project.view")
    key = request.POST.get("viec", "")
    act = ACTS.get(key)
    if act is None and key != EXPORT:
        raise Refused("Không có việc này.", "Quay lại danh sách rồi chọn lại.", code="act", status=400)
    choice = choice_of(request)
    if act is None:
        return _export(request, choice)
    require(request, act.right)
    return _act(request, act, choice)


def _export(request: HttpRequest, choice: Choice) -> HttpResponseBase:
    found = list(rows.lines(choice.query, choice.asked.sort))
    words = [("Điều kiện", f"{len(found)} dòng được chọn trong danh sách")]
    return send(request, "xlsx", exports.table(request, choice.asked, found, len(found), words))


def _act(request: HttpRequest, act: Act, choice: Choice) -> HttpResponse:
    day, step = today(), request.POST.get("buoc", "")
    projects = choice.projects()
    if not projects:
        raise Refused("Không thấy đề án nào trong các dòng đã chọn.", "Tải lại danh sách.", code="none", status=404)
    if not step and act.form.base_fields:
        typed = {name: request.POST[name] for name in act.form.base_fields if name in request.POST}
        return _page(
            request, act, choice, act.form(initial={"from_on": day, **typed}, projects=projects, day=day), projects
        )
    form = act.form(request.POST, projects=projects, day=day)
    if not form.is_valid():
        return _page(request, act, choice, form, projects, status=form_errors(form))
    if step == EDIT:
        return _page(request, act, choice, form, projects)
    given = form.cleaned_data
    effects = act.effects(projects, given, day)
    if step == DO:
        found = [Row(one, effects[one.pk], _try(act, one, given, request.user, day)) for one in projects]
        return _page(request, act, choice, form, projects, found=found, done=True)
    verdicts = act.ask(projects, given, request.user, day)
    found = [Row(one, effects[one.pk], verdicts[one.pk]) for one in projects]
    return _page(request, act, choice, form, projects, found=found)


def _try(act: Act, project: Project, given: Given, by: User, day: date) -> Verdict:
    """Do it to one row; its refusal undoes that row alone."""
    try:
        act.do(project, given, by, day)
    except Refused as refusal:
        return Verdict(refusal)
    return Verdict()


def _page(
    request: HttpRequest,
    act: Act,
    choice: Choice,
    form: forms.Form,
    projects: list[Project],
    *,
    found: list[Row] | None = None,
    done: bool = False,
    status: int = 200,
) -> HttpResponse:
    shown = found if found is not None else [Row(project) for project in projects]
    kept = request.POST.get("loc", "").lstrip("?")
    context = {
        "act": act,
        "word": act.button(today()),
        "form": form,
        "asking": found is None,
        "done": done,
        "yes": Rows([row for row in shown if row.verdict]),
        "no": Rows([row for row in shown if not row.verdict]),
        "number": len(projects),
        "missing": choice.number - len(projects),
        "choice": choice,
        "limit": LIMIT,
        "kept": kept,
        "back": f"{reverse('office:projects:list')}?{kept}",
    }
    return render(request, "office/projects/bulk.html", context, status=status)
