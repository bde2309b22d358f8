"""What each officer carries: projects by stretch, what is late, wishes that wait, reports owed, difficulties, visits due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from bedo.accounts.models import User
from bedo.network import queries as network
from bedo.network import visiting
from bedo.network.coverage import LONG_AGO
from bedo.places.models import Unit
from bedo.places.queries import communes_on
from bedo.projects.models import ContractShare, Difficulty, ProgressReport, Project, Share, Wish
from bedo.projects.rules.reporting import REPORTING
from bedo.projects.services.responsibility import CARERS, who_may_hold


@dataclass
class Load:
    """One officer's counts. `states`: state → live projects; `visits`: places not visited for a year, None when nobody keeps
    visits."""

    user: User
    states: Counter[str] = field(default_factory=Counter)
    late: int = 0
    wishes: int = 0
    reports: int = 0
    difficulties: int = 0
    places: int = 0
    visits: int | None = None

    @property
    def projects(self) -> int:
        return sum(self.states.values())

    def on(self, states: Iterable[str]) -> int:
        """Live projects that stand on one of these states."""
        return sum(self.states[state] for state in states)


def last_month(day: date) -> date:
    """The first day of the month before: the newest month that must be reported by now."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def reports_owed(province: Unit, day: date) -> QuerySet[Share]:
    """Shares that are carried out since before last month ended and did not report it. TT 36/2013/TT-BCT, Điều 13, 23."""
    month = last_month(day)
    begun = ContractShare.objects.filter(
        share=OuterRef("pk"), contract__parent=None, contract__signed_on__lt=day.replace(day=1)
    )
    reported = ProgressReport.objects.filter(share=OuterRef("pk"), month__gte=month)
    rows = Share.objects.filter(project__province=province, state__in=REPORTING, project__source_url="")
    return rows.filter(Exists(begun)).exclude(Exists(reported))


def visits_due(province: Unit, day: date) -> dict[int, list[Unit]] | None:
    """Account → places it covers that nobody visited for a year; None when nobody keeps visits."""
    if not visiting.known():
        return None
    communes = {unit.pk: unit for unit in communes_on(province, day)}
    last = visiting.last_visits(province, communes.keys())
    found: dict[int, list[Unit]] = {}
    for unit, member in network.covering(communes, day).items():
        if member.user_id and (unit not in last or (day - last[unit]).days > LONG_AGO):
            found.setdefault(member.user_id, []).append(communes[unit])
    return found


def _counted(rows: QuerySet, by: str) -> Mapping[int, int]:
    return dict(rows.order_by().values_list(by).annotate(Count("pk")))


def loads(province: Unit, day: date) -> list[Load]:
    """Every officer and director of the province, and who else holds something, by name. A fixed number of queries."""
    projects = Project.objects.live().filter(province=province, source_url="")
    by_state = projects.order_by().values_list("officer", "state").annotate(Count("pk"))
    wishes = _counted(Wish.objects.live().filter(province=province), "officer")
    late = _counted(projects.late(day), "officer")
    reports = _counted(reports_owed(province, day), "project__officer")
    held = _counted(Difficulty.objects.filter(share__project__province=province, closed_on=None), "holder")
    covered = Counter(
        duty.member.user_id
        for duty in network.duties_over(communes_on(province, day).values_list("pk", flat=True), day).values()
        if duty.member.user_id
    )
    due = visits_due(province, day)
    states: dict[int, Counter[str]] = {}
    for officer, state, number in by_state:
        states.setdefault(officer, Counter())[state] = number
    known = set(states) | set(wishes) | set(held) | set(covered) - {None}
    staff = who_may_hold(province.pk, day, CARERS)
    people = User.objects.filter(Q(pk__in=known) | Q(pk__in=staff.values("pk"))).order_by("full_name", "pk")
    return [
        Load(
            user, states.get(user.pk, Counter()), late.get(user.pk, 0), wishes.get(user.pk, 0), reports.get(user.pk, 0),
            held.get(user.pk, 0), covered.get(user.pk, 0), None if due is None else len(due.get(user.pk, ())),
        )
        for user in people
    ]  # fmt: skip


def owed_by(province: Unit, user: User, day: date) -> list[Share]:
    """The shares of one officer whose report is owed, the oldest contract first."""
    rows = reports_owed(province, day).filter(project__officer=user).select_related("project", "establishment")
    return list(rows.annotate(signed=Min("contract_items__contract__signed_on")).order_by("signed", "pk"))
