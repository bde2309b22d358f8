"""The candidates of a plan in the order of the law, each with why, what it asks, and what the norm says; a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import Cast, Concat

from bedo.core import log
from bedo.core.types import Dong
from bedo.establishments.models import Certificate
from bedo.ledger import queries as ledger_queries
from bedo.ledger.rules import free_to_commit
from bedo.places.models import Unit
from bedo.places.queries import area_flags, districts
from bedo.planning import services
from bedo.planning.models import PlanItem, YearPlan
from bedo.programmes import queries as law
from bedo.programmes.rules import LOCAL, NATIONAL, Priority, Ranked, Ruling, ScorePoint, rank
from bedo.programmes.rules.priorities import Candidate
from bedo.projects import lawbook
from bedo.projects.models import Project, Share
from bedo.projects.rules import states


@dataclass(frozen=True)
class Standing:
    """A candidate in its place: the project, why it stands there, what it asks of the plan's year (whole đồng), the norm's word."""

    project: Project
    ranked: Ranked
    ask: Dong
    ruling: Ruling

    @property
    def apart(self) -> bool:
        return self.ranked.apart

    @property
    def establishments(self) -> tuple[int, ...]:
        """Ids of the establishments known so far."""
        return tuple(share.establishment_id for share in self.project.shares.all() if share.establishment_id)


def projects_of(plan: YearPlan) -> list[Project]:
    """Appraised projects that wait for this plan: of its fund and year, those to which money of the year was promised and not
    given yet, and those already in it; none that stands in another open plan."""
    ready = states.MINISTRY_PASSED if plan.province_id is None else states.BASE_PASSED
    mine = Q(plan_items__plan=plan, plan_items__outcome="")
    promised = Q(group__in=ledger_queries.open_promises(plan.line).values("group"))
    promised &= Q(state__in=states.STOPPABLE | services.GOES_ON)
    of_fund = Project.objects.filter(fund=plan.line.fund, track=plan.level.track, source_url="")
    of_fund = of_fund.annotate(group=Concat(Value("project:"), Cast("pk", CharField())))
    found = of_fund.filter(Q(year=plan.year, state=ready) | promised | mine)
    if plan.province_id:
        found = found.filter(province=plan.province_id)
    elsewhere = PlanItem.objects.filter(outcome="").exclude(plan=plan).values("project")
    rows = found.exclude(pk__in=elsewhere).distinct().select_related("province", "place", "place_now")
    return list(rows.prefetch_related("shares__establishment", "tranches").order_by("pk"))


def standing(plan: YearPlan, today: date) -> list[Standing]:
    """All candidates ranked by the rules in force today (the plan's own day is still to come). TT 36/2013 Điều 7; TT 46/2012 Điều 6."""
    return in_order(projects_of(plan), plan, today)


def in_order(projects: list[Project], plan: YearPlan, today: date) -> list[Standing]:
    """These projects in the legal order of the plan's level and province, each with what it asks of the plan's year."""
    level = NATIONAL if plan.province_id is None else LOCAL
    code = plan.province.code if plan.province_id else ""
    facts = _facts(projects, today)
    placed = rank(law.rows(Priority), facts, level=level, on=today, province=code, scale=law.rows(ScorePoint))
    by_id = {project.pk: project for project in projects}
    return [
        Standing(project, one, ask_of(project, plan.year), lawbook.norm_ruling(project, today))
        for one in placed
        for project in [by_id[one.candidate.id]]
    ]


def ask_of(project: Project, year: int) -> Dong:
    """What a project asks of a year: its tranche, or all; whole đồng. Its tranches are fetched with it."""
    tranche = next((one for one in project.tranches.all() if one.year == year), None)
    return tranche.amount if tranche else project.support or Dong(0)


def money_for(plan: YearPlan, rows: list[Standing]) -> Dong:
    """What the plan may commit of its line to these candidates, whole đồng; what was promised to them before is theirs."""
    groups = [row.project.subject for row in rows]
    return free_to_commit(ledger_queries.line_facts(plan.line, groups=groups)).value


def stamp_of(rows: list[Standing], money: Dong) -> str:
    """The fingerprint of candidates, asks, order and money: a scenario made from other ones is stale."""
    parts = [
        [one.project.pk, one.project.version, int(one.ask), one.ranked.order, one.ranked.points, one.apart]
        for one in rows
    ]
    return log.digest(log.canonical({"rows": parts, "money": int(money)}))


def _facts(projects: list[Project], today: date) -> list[Candidate]:
    makers = {share.establishment_id for one in projects for share in one.shares.all() if share.establishment_id}
    typical = set(
        Certificate.objects.filter(
            Q(expires_on=None) | Q(expires_on__gte=today), establishment__in=makers, kind="cnnt_tieu_bieu"
        ).values_list("establishment", flat=True)
    )
    done = dict(
        Share.objects.filter(establishment__in=makers, state__in=ACCEPTED)
        .values_list("establishment")
        .annotate(Count("id"))
        .order_by()
    )
    flags = area_flags({one.place_id for one in projects}, today)
    return [_candidate(one, typical, done, flags[one.place_id]) for one in projects]


def apart_contents(plan: YearPlan, today: date) -> frozenset[str]:
    """Contents that are ranked in a list of their own (cleaner production). TT 36/2013/TT-BCT, Điều 7."""
    level, code = (LOCAL, plan.province.code) if plan.province_id else (NATIONAL, "")
    standing_rows = law.in_force(Priority, today, level, code).values()
    return frozenset(content for row in standing_rows if row.criterion == "cleaner" for content in row.values)


def districts_of(rows: list[Standing]) -> dict[int, list[Unit]]:
    """Project id → the former districts it lies in: of the commune of its own day, or of all communes that became it."""
    found = districts({row.project.place_id for row in rows})
    return {row.project.pk: found[row.project.place_id] for row in rows}


ACCEPTED = states.since(states.ACCEPTED)


def _candidate(project: Project, typical: set[int], done: dict[int, int], flags: frozenset[str]) -> Candidate:
    """Of several beneficiaries one that meets a criterion is enough; their work done before adds up."""
    who = [share.establishment for share in project.shares.all() if share.establishment_id]
    workers = [one.workers for one in who if one.workers is not None]
    material = [one.local_material for one in who if one.local_material is not None]
    return Candidate(
        id=project.pk,
        code=project.code,
        content=project.content,
        is_key=project.kind == "key",
        areas=flags,
        has_certificate=any(one.pk in typical for one in who),
        exports=any(one.exports for one in who),
        local_material=max(material, default=None),
        workers=max(workers, default=None),
        sectors=frozenset(one.sector for one in who if one.sector),
        owner_first=any(one.owner_is_woman or one.owner_is_minority for one in who),
        capacity=sum(done.get(one.pk, 0) for one in who),
    )
