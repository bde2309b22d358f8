"""What waits for a person: projects whose next step is theirs, wishes, plans, difficulties; late ones first."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.urls import reverse

from bedo.accounts.models import Grant, User
from bedo.accounts.rights import ROLES
from bedo.core.clock import today
from bedo.establishments.models import Establishment
from bedo.office.desk import asking, visits
from bedo.office.desk.tasks import SHOWN, Task
from bedo.office.projects.acts import ACTS
from bedo.office.reports.tables import address_of
from bedo.planning import rules as plan_rules
from bedo.planning.models import YearPlan
from bedo.programmes.rules.tables import CHANGES
from bedo.projects.models import ChangeRequest, Difficulty, Project, Wish
from bedo.projects.rules import changes as change_rules
from bedo.projects.rules.next_steps import NATIONAL, NEXT, next_step
from bedo.reports import sending
from bedo.surveys.models import Visit

SOON = 8
OWN_ROLES = frozenset({"officer"})
"""Roles whose work is only what they are themselves responsible for."""
APPRAISING = tuple(name for name, role in ROLES.items() if "wish.appraise" in role.rights)
"""Roles that may appraise a wish: what a collaborator or an establishment recorded waits for any of them."""
PLAN_WORK = {
    plan_rules.DRAFT: ("submit", "Hoàn thiện và trình kế hoạch"),
    plan_rules.RETURNED: ("submit", "Sửa kế hoạch bị trả lại và trình lại"),
    plan_rules.APPROVED: ("allocate", "Giao dự toán"),
}
"""State of a plan → the move that comes next, and what it is for people."""
PLAN_WHY = {
    plan_rules.DRAFT: "Kế hoạch chưa trình",
    plan_rules.RETURNED: "Kế hoạch bị trả lại",
    plan_rules.SUBMITTED: "Kế hoạch đã trình, đã có ý kiến Sở Tài chính",
    plan_rules.APPROVED: "Chưa giao dự toán thì chưa ký được hợp đồng",
}
PLAN_RIGHTS = (
    "plan.opinion",
    *(move.needs for level in plan_rules.LEVELS.values() for name, move in level.moves.items() if name != "return"),
)


def my_projects(user: User) -> QuerySet[Project]:
    """Projects whose next step one of the person's roles makes; an officer's only where the officer is responsible."""
    roles = user.grants.roles
    wanted = _wanted(user, {state: roles & set(step.roles) for state, step in NEXT.items() if state not in NATIONAL})
    for track in ("local", "national"):
        steps = {state: next_step(state, track=track, kind="single") for state in NATIONAL}
        wanted |= Q(track=track) & _wanted(user, {state: roles & set(step.roles) for state, step in steps.items()})
    return Project.objects.visible_to(user).filter(wanted, source_url="")


def _wanted(user: User, held: dict[str, frozenset[str]]) -> Q:
    """Projects in states where one of these roles acts; where only the officer does, the person's own."""
    everybodys = [state for state, mine in held.items() if mine and not mine <= OWN_ROLES]
    own = [state for state, mine in held.items() if mine and mine <= OWN_ROLES]
    return Q(state__in=everybodys) | Q(state__in=own, officer=user)


def counts(user: User, today: date) -> dict[str, Any]:
    """Late, today, soon, all: over the person's projects and the difficulties they hold; and the visits that wait.

    At most two queries.
    """
    columns = visits.columns(user)
    found = _counted(my_projects(user), today, columns)
    if columns and "visits" not in found:
        found |= dict(zip(visits.NAMES, visits.read(user), strict=True))
    if _may_hold(user):
        held = _counted(held_difficulties(user), today)
        for name in ("late", "today", "soon"):
            found[name] += held[name]
    return found


def _may_hold(user: User) -> bool:
    """Difficulties are held by people of the project's province, never by the ministry's."""
    return any(held.province_id is not None for held in user.grants.held)


def _counted(rows: QuerySet, today: date, more: tuple[Subquery, ...] = ()) -> dict[str, Any]:
    """In SQL of our own: four filtered counts take Django longer to write than a database to reckon."""
    if rows.query.distinct:
        rows = rows.model.objects.filter(pk__in=rows.values("pk"))
    column = f"{connection.ops.quote_name(rows.model._meta.db_table)}.due_on"
    now, soon = str(today), str(today + timedelta(days=SOON))
    counted = rows.order_by().values_list(
        RawSQL(f"COUNT(CASE WHEN {column} < %s THEN 1 END)", (now,)),  # noqa: S611 - our own column
        RawSQL(f"COUNT(CASE WHEN {column} = %s THEN 1 END)", (now,)),  # noqa: S611
        RawSQL(f"COUNT(CASE WHEN {column} > %s AND {column} <= %s THEN 1 END)", (now, soon)),  # noqa: S611
        RawSQL("COUNT(*)", ()),  # noqa: S611
        *more,
    )
    names = ("late", "today", "soon", "all", *visits.NAMES)
    return dict(zip(names, next(iter(counted), (0, 0, 0, 0)), strict=False))


class Waiting(NamedTuple):
    """What a task says of its project."""

    pk: int
    province_id: int
    code: str
    state: str
    track: str
    kind: str
    due_on: date | None
    due_what: str
    beneficiary_names: str
    is_sample: bool
    place: str


def project_tasks(user: User) -> list[Task]:
    """At most SHOWN projects, the earliest deadline first; those without a day last."""
    rows = my_projects(user).order_by(F("due_on").asc(nulls_last=True), "-pk")
    columns = (*Waiting._fields[:-1], "place_now__name")
    return [_project_task(Waiting(*row), user) for row in rows.values_list(*columns)[:SHOWN]]


def _project_task(project: Waiting, user: User) -> Task:
    step = next_step(project.state, track=project.track, kind=project.kind) or NEXT[project.state]
    page = _on_project(project.pk)
    act = ACTS.get(step.act)
    may = act is not None and act.right_in(project.state) in user.grants.rights(project.province_id)
    return Task(
        due_on=project.due_on,
        what=step.what,
        url=page,
        about=f"{project.code} · {project.beneficiary_names} · {project.place}",
        state=project.state,
        why=project.due_what,
        button=act.button if act and may else "Mở",
        button_url=_on_project(project.pk, step.act) if may else page,
        is_sample=project.is_sample,
    )


def _on_project(pk: int, act: str = "") -> str:
    """The address of a project's page or act. Django takes a tenth of a millisecond for each that it makes: one does here."""
    return _pattern(act).replace("/0/", f"/{pk}/", 1)


@cache
def _pattern(act: str) -> str:
    return reverse("office:projects:act", args=[0, act]) if act else reverse("office:projects:detail", args=[0])


def wish_tasks(user: User) -> list[Task]:
    """Wishes that wait for an appraisal on site; an officer's own ones, and those recorded by who cannot appraise."""
    if not user.grants.any("wish.appraise"):
        return []
    rows = Wish.objects.visible_to(user).waiting().select_related("establishment").order_by("received_on", "pk")
    if user.grants.roles <= OWN_ROLES:
        appraisers = Grant.objects.in_force(today()).filter(user=OuterRef("officer"), role__in=APPRAISING)
        rows = rows.filter(Q(officer=user) | ~Exists(appraisers))
    return [
        Task(
            due_on=None,
            what="Thẩm tra năng lực tại cơ sở",
            url=reverse("office:wishes:detail", args=[row.pk]),
            about=f"{row.code} · {row.establishment.name} · nhận {row.received_on:%d/%m/%Y}",
            state="received",
            why="Nhu cầu chưa thẩm tra",
            is_sample=row.is_sample,
        )
        for row in rows[:SHOWN]
    ]


def plan_tasks(user: User) -> list[Task]:
    """Plans that wait for the person: to submit, to give an opinion on, to decide, to give the estimate for; and what waits
    beside them. One query."""
    if not any(user.grants.any(right) for right in PLAN_RIGHTS):
        return []
    rows = asking.at_work(YearPlan.objects.visible_to(user)).select_related("line", "province")
    found: list[Task] = []
    for row in rows.order_by("-year", "round")[:SHOWN]:
        task = _plan_task(row, user) if row.state != plan_rules.ALLOCATED else None
        found += [task] if task else []
        found += asking.beside(row, user.grants.rights(row.province_id), today())
    return found


def _plan_task(plan: YearPlan, user: User) -> Task | None:
    rights = user.grants.rights(plan.province_id)
    name, what = PLAN_WORK.get(plan.state, ("approve", "Xem phiếu trình và quyết định kế hoạch"))
    right, why, due = plan.level.moves[name].needs, PLAN_WHY.get(plan.state, ""), None
    if plan.state == plan_rules.SUBMITTED and not plan.level.asks_opinion:
        why = "Cục đã trình Bộ trưởng"
    elif plan.state == plan_rules.SUBMITTED and plan.finance_on is None:
        why = "Phải có ý kiến của Sở Tài chính thì mới quyết định được"
        if "plan.opinion" in rights:
            right, what, due = "plan.opinion", "Cho ý kiến phân bổ", plan.finance_due
        else:
            what = "Xem trước kế hoạch đang chờ ý kiến Sở Tài chính"
    if right not in rights:
        return None
    url = reverse("office:planning:detail", args=[plan.pk])
    about = f"Kế hoạch {plan.line.name}, đợt {plan.round} · {plan_rules.STATES[plan.state].lower()}"
    return Task(due, what, url, about, why=why, button_url=url, is_sample=plan.is_sample)


def waiting_changes(user: User) -> QuerySet[ChangeRequest]:
    """Requests that wait for this person: to be checked by the Sở, or to be decided by the body whose right is held."""
    wanted = Q(pk=None)
    rights = {"change.check": Q(state=change_rules.ASKED)}
    rights |= {right: Q(state=change_rules.CHECKED, body=body) for body, right in change_rules.RIGHT_OF.items()}
    for right, waiting in rights.items():
        provinces = user.grants.provinces_with(right)
        wanted |= waiting if provinces is None else waiting & Q(project__province__in=provinces)
    rows = ChangeRequest.objects.filter(
        wanted, state__in=change_rules.OPEN, project__in=Project.objects.visible_to(user)
    )
    return rows.select_related("project", "share__establishment").order_by("asked_on", "pk")


def change_tasks(user: User) -> list[Task]:
    """Changes and stops that wait for the person's check or decision."""
    rights = ("change.check", *change_rules.RIGHT_OF.values())
    if not any(user.grants.any(right) for right in rights):
        return []
    return [_change_task(row) for row in waiting_changes(user)[:SHOWN]]


def _change_task(row: ChangeRequest) -> Task:
    asked = row.state == change_rules.ASKED
    act = "check" if asked else "approve" if row.check_agrees else "refuse"
    url = f"{reverse('office:projects:tab', args=[row.project_id, 'dieu-chinh'])}#de-nghi-{row.number}"
    return Task(
        due_on=None,
        what="Kiểm tra đề nghị điều chỉnh" if asked else "Quyết định đề nghị điều chỉnh",
        url=url,
        about=f"{row.project.code} · {CHANGES[row.change]}{f' · {row.share.label}' if row.share_id else ''}",
        why=f"{change_rules.STATES[row.state]} · đề nghị {row.asked_on:%d/%m/%Y}",
        button="Kiểm tra" if asked else "Xem và quyết định",
        button_url=reverse(f"office:changes:{act}", args=[row.pk]),
        is_sample=row.project.is_sample,
    )


def held_difficulties(user: User) -> QuerySet[Difficulty]:
    return Difficulty.objects.filter(holder=user, closed_on=None)


def difficulty_tasks(user: User) -> list[Task]:
    """Difficulties that the person holds and that are not settled."""
    if not _may_hold(user):
        return []
    rows = held_difficulties(user).select_related("share__project").order_by("due_on", "pk")
    return [
        Task(
            due_on=row.due_on,
            what=f"Tháo gỡ: {row.text[:120]}",
            url=reverse("office:projects:tab", args=[row.share.project_id, "tien-do"]),
            about=f"{row.share.project.code} · {row.share.project.beneficiary_names}",
            why="Khó khăn của cơ sở",
            is_sample=row.share.project.is_sample,
        )
        for row in rows[:SHOWN]
    ]


def report_tasks(user: User) -> list[Task]:
    """Reports that the province owes and that are late or due soon, for who sends them."""
    held = user.grants.provinces_with(sending.RIGHT)
    if not held or len(held) != 1:
        return []
    return [
        Task(one.due, f"Gửi {one.name[0].lower()}{one.name[1:]}", address_of(one), one.period.label, why=one.basis, button="Lập báo cáo")
        for one in sending.waiting(next(iter(held)), today())
    ]  # fmt: skip


def tasks(user: User, counted: dict[str, Any]) -> list[Task]:
    """Everything that waits, the earliest day first, what has no day last; `counted` is what `counts` found."""
    found = [
        *project_tasks(user), *wish_tasks(user), *plan_tasks(user), *change_tasks(user), *difficulty_tasks(user), *report_tasks(user),
        *visits.tasks(*(counted.get(name) for name in visits.NAMES)),
    ]  # fmt: skip
    return sorted(found, key=lambda task: task.due_on or date.max)


def own_things(user: User) -> dict[str, list]:
    """A beneficiary's wishes and projects."""
    wishes = Wish.objects.visible_to(user).select_related("establishment").order_by("-received_on", "-pk")
    projects = Project.objects.visible_to(user).filter(source_url="").order_by("-year", "-pk")
    return {"wishes": list(wishes[:SHOWN]), "projects": list(projects[:SHOWN])}


def at_my_commune(user: User) -> dict[str, Any]:
    """What the commune's part-time person works with: the establishments there, and the newest own visits. Two queries."""
    mine = Visit.objects.filter(officer=user).select_related("establishment").order_by("-finished_at", "-pk")
    return {"establishments": Establishment.objects.visible_to(user).live().count(), "visits": list(mine[:SHOWN])}


def recent_wishes(user: User) -> list[Wish]:
    """The newest wishes of the person's places."""
    rows = Wish.objects.visible_to(user).select_related("establishment").order_by("-received_on", "-pk")
    return list(rows[:SHOWN])
