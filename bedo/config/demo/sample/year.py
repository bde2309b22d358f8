"""The sample year put together: previous year settled, this year's three rounds of planning, everything in between."""

from __future__ import annotations

from collections import Counter
from datetime import date

from bedo.config.demo.people import Cast
from bedo.config.demo.sample import carrying_out, changing, dossiers, national, next_year, plans, several, unfinished
from bedo.config.demo.sample.carrying_out import Road
from bedo.config.demo.sample.cases import CASES, LATE, LONE_WISHES, Case
from bedo.config.demo.sample.days import Days
from bedo.config.demo.sample.stage import Stage
from bedo.projects.models import Project
from bedo.projects.rules import states
from bedo.projects.services import settlement

THIS_YEAR, SUPPLEMENT, LAST_YEAR = 2_600, 300, 950
FIRST_ROUND = frozenset(
    {states.FUNDED, states.CONTRACTED, states.RUNNING, states.COMPLETED, states.REWORK, states.ACCEPTED,
     states.SETTLING, states.LIQUIDATED, states.NOT_PLANNED, states.STOPPING, states.STOPPED}
)  # fmt: skip
LEFT_OUT = "Năm nay ưu tiên cơ sở chế biến nông sản; đưa vào danh sách dự phòng."


def load(cast: Cast, *, today: date) -> str:
    """Make the year unless it is there; answers with what was made, in words."""
    if Project.objects.filter(province=cast.province, is_sample=True).exists():
        return "đã có, giữ nguyên"
    stage = Stage(cast, Days.up_to(today))
    _last_year(stage)
    _this_year(stage)
    several.loan(stage)
    national.load(stage)
    next_year.load(stage)
    for case in LONE_WISHES:
        dossiers.lone_wish(stage, case)
    made = Counter(Project.objects.filter(province=cast.province, is_sample=True).values_list("state", flat=True))
    return f"{sum(made.values())} đề án ở {len(made)} trạng thái, {len(LONE_WISHES)} nhu cầu chưa thành đề án"


def _last_year(stage: Stage) -> None:
    """Everything of the year before is settled; some is followed, one is closed."""
    year, cases = stage.days.previous, [case for case in CASES if case.previous]
    days = dossiers.Start(
        date(year - 1, 9, 16),
        date(year - 1, 10, 3),
        date(year - 1, 11, 5),
        date(year - 1, 11, 8),
        date(year - 1, 11, 25),
    )
    line = plans.envelope(stage, year, LAST_YEAR, date(year - 1, 12, 20))
    projects = [dossiers.passed(stage, case, days) for case in cases]
    plan = plans.submitted(stage, line, projects, date(year, 1, 10), f"Kế hoạch năm {year}")
    plans.allocated(stage, plans.approved(stage, plan, date(year, 1, 15), date(year, 1, 20)), date(year, 2, 3))
    road = Road(
        contract=date(year, 3, 12), last_report=date(year, 11, 1), advance=date(year, 8, 25), completed=date(year, 11, 24),
        accepted=date(year, 12, 3), settled=date(year, 12, 12), liquidated=date(year + 1, 1, 15),
    )  # fmt: skip
    for case, project in zip(cases, projects, strict=True):
        project.refresh_from_db()
        carrying_out.carry(stage, project, case, road)
    settled_on = date(year + 1, 3, 20)
    settlement.settle_year(line=line, on=settled_on, by=stage.cast["taichinh"], today=settled_on)
    for case, project in zip(cases, projects, strict=True):
        if case.until in (states.FOLLOWED, states.CLOSED):
            project.refresh_from_db()
            share = carrying_out.follow(stage, project, date(year + 1, 4, 1))
            asked_on = date(year + 1, 8, 26)
            carrying_out.ask_effects(stage, share, case, asked_on, ended=case.until == states.CLOSED)


def _this_year(stage: Stage) -> None:
    """First round in January, carried out since; a second round approved, a third waiting; the rest before the plan."""
    year, ago = stage.days.year, stage.days.ago
    line = plans.envelope(stage, year, THIS_YEAR + several.MILLIONS, date(year - 1, 12, 22))
    _first_round(stage, line)
    plans.envelope(stage, year, SUPPLEMENT, ago(30))
    waiting = {
        case: _passed_lately(stage, case) for case in CASES if case.until in (states.PLANNED, states.BASE_PASSED)
    }
    second = [project for case, project in waiting.items() if case.until == states.PLANNED]
    plans.approved(stage, plans.submitted(stage, line, second, ago(25), "Bổ sung đợt 2"), ago(20), ago(12))
    third = [project for case, project in waiting.items() if case.way == "in_plan"]
    plan = plans.submitted(stage, line, third, ago(5), "Bổ sung đợt 3, chờ ý kiến Sở Tài chính")
    plans.asked(stage, plan, ago(4), ago(-3), ago(1))
    plans.programme(stage, year)
    for case in CASES:
        if not case.previous and case not in waiting and case.until not in FIRST_ROUND:
            unfinished.make(stage, case)


def _passed_lately(stage: Stage, case: Case) -> Project:
    ago = stage.days.ago
    return dossiers.passed(stage, case, dossiers.Start(ago(110), ago(90), ago(65), ago(62), ago(40)))


def _first_round(stage: Stage, line) -> None:
    year, cases = stage.days.year, [case for case in CASES if not case.previous and case.until in FIRST_ROUND]
    days = dossiers.Start(
        date(year - 1, 9, 22),
        date(year - 1, 10, 10),
        date(year - 1, 11, 12),
        date(year - 1, 11, 15),
        date(year - 1, 12, 2),
    )
    projects = {case: dossiers.passed(stage, case, days) for case in cases}
    shared = several.passed(stage, days)
    together = [*projects.values(), *shared.values()]
    plan = plans.submitted(stage, line, together, date(year, 1, 12), f"Kế hoạch năm {year}")
    left_out = {project: LEFT_OUT for case, project in projects.items() if case.until == states.NOT_PLANNED}
    plans.approved(stage, plan, date(year, 1, 16), date(year, 1, 22), left_out)
    plans.allocated(stage, plan, date(year, 2, 4))
    for case, project in projects.items():
        if case.until in (states.FUNDED, states.NOT_PLANNED):
            continue
        project.refresh_from_db()
        carrying_out.carry(stage, project, case, _road(stage, case))
    several.carry(stage, shared)
    changing.make(stage, projects)


def _road(stage: Stage, case: Case) -> Road:
    """How far this year's project has come, in days."""
    year, ago = stage.days.year, stage.days.ago
    spring, reported = date(year, 3, 9), stage.days.reported
    roads = {
        states.CONTRACTED: Road(ago(16), reported),
        states.RUNNING: Road(spring, reported),
        states.STOPPING: Road(spring, ago(95), date(year, 7, 24)),
        states.STOPPED: Road(spring, ago(95)),
        states.COMPLETED: Road(spring, ago(6), date(year, 7, 10), ago(6)),
        states.REWORK: Road(spring, reported, date(year, 7, 14), ago(26), ago(14)),
        states.ACCEPTED: Road(spring, ago(12), date(year, 7, 17), ago(12), ago(4)),
        states.SETTLING: Road(spring, ago(40), date(year, 7, 21), ago(40), ago(30), ago(18)),
        states.LIQUIDATED: Road(spring, date(year, 6, 1), date(year, 6, 18), date(year, 7, 3), date(year, 7, 15), date(year, 7, 28), date(year, 8, 20)),
    }  # fmt: skip
    if case.way == LATE:
        return Road(spring, ago(95), date(year, 7, 24))
    return roads[case.until]
