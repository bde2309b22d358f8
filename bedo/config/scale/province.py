"""One province: its establishments, projects, plans and budget lines, played day by day and written in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from bedo.accounts.models import User
from bedo.accounts.rights import ORGANISATION_KINDS
from bedo.config.demo.sample.stage import PDF
from bedo.config.scale.grounds import Grounds
from bedo.config.scale.life import MILLION, Life, days_of, live
from bedo.config.scale.people import Cast
from bedo.config.scale.project import Maker, Writer, establishment
from bedo.config.scale.scene import Scene
from bedo.config.scale.tables import Tables, trusted
from bedo.documents.services import store_file
from bedo.ledger.rules import NATIONAL_FUNDS, Side
from bedo.planning import rules as planning
from bedo.planning.models import OpinionRequest, PlanItem, YearPlan
from bedo.programmes import queries as law
from bedo.programmes.rules import NATIONAL, AppraisalContent
from bedo.projects.models import YearSettlement

FUNDS = ("kcdp", "kcqg")
KNOWN_BEFORE = 0.25
"""How often a project is for an establishment that is known from an earlier one."""
NEXT_YEAR = 0.5
"""Next year's dossiers are being written: half as many as in a whole year."""


@dataclass(frozen=True)
class Allotment:
    """What the ministry gave to a province's line: both legs carry the batch."""

    year: int
    on: date
    amount: int
    batch: UUID


def fill(grounds: Grounds, cast: Cast, *, projects: int, years: range, seed: str, today: date) -> tuple[int, list]:
    """All rows of the province; returns how many, and what the ministry must have given."""
    rng = Random(f"{seed}-{grounds.province.code}")  # noqa: S311 - sample data, the same for the same seed
    officer = User.objects.get(pk=cast.officers[0])
    scan = store_file(province=grounds.province, file=PDF, name="minh-hoa.pdf", by=officer, is_sample=True)
    with transaction.atomic(), trusted():
        tables = Tables()
        days = {year: days_of(rng, year) for year in range(years.start, years.stop + 1)}
        findings = {row.key: row.name for row in law.rows(AppraisalContent) if row.level == NATIONAL}
        scene = Scene(grounds, cast, tables, rng, today, days, scan.pk, findings)
        _projects(scene, projects, years)
        given = _lines(scene)
        scene.play()
        scene.close()
        tables.write()
        tables.go_on_counting()
    return tables.written, given


def _projects(scene: Scene, number: int, years: range) -> None:
    """Projects in the order of their first days, later years a little fuller."""
    spread = {year: 1 + (year - years.start) * 0.04 for year in years} | {years.stop: NEXT_YEAR}
    drawn = scene.rng.choices(list(spread), list(spread.values()), k=number)
    lives = [_begun(scene, year, years) for year in drawn]
    lives.sort(key=lambda life: life.steps[0].on)
    makers: list[Maker] = []
    for place, life in enumerate(lives):
        seen = life.steps[0].on - timedelta(days=scene.rng.randint(45, 90))
        new = establishment(scene, place + 1, seen)
        others = scene.rng.sample(makers, min(len(life.parts) - 1, len(makers)))
        known = makers and len(life.parts) == 1 and scene.rng.random() < KNOWN_BEFORE
        first = scene.rng.choice(makers) if known else new
        makers.append(new)
        life = replace(life, parts=life.parts[: len(others) + 1])
        pk = Writer(scene, life, [first, *others]).write()
        if life.planned_on or life.left_out_on:
            scene.wanted[life.fund, life.days.year, life.round].append((life, pk))


def _begun(scene: Scene, year: int, years: range) -> Life:
    """A life of that year, or of an earlier one when it would begin after today."""
    life = live(scene.rng, scene.days[year])
    while life.steps[0].on > scene.today:
        life = live(scene.rng, scene.days[scene.rng.choice(years)])
    return life


# --- money of the lines, and plans -------------------------------------------------------------------------------


def _lines(scene: Scene) -> list[Allotment]:
    """Each fund and year that has begun: opened, given its estimate in time for each plan, lapsed and settled."""
    given: list[Allotment] = []
    for year, days in scene.days.items():
        for fund in FUNDS if days.received <= scene.today else ():
            _first(
                scene, days.received, partial(scene.book.open, fund, year, by=scene.cast["ketoan"], on=days.received)
            )
            for turn in (0, 1):
                on = days.received if turn == 0 else days.planned[1] - timedelta(days=20)
                _estimate(scene, fund, year, turn, on, given)
                _plan(scene, fund, year, turn)
            scene.later(days.lapsed, partial(_lapse, scene, fund, year))
            scene.later(days.settled, partial(_settle, scene, fund, year))
    return given


def _first(scene: Scene, on: date, act) -> None:
    """Before all else of that day."""
    scene.acts.append((on, -len(scene.acts) - 1, act))


def _planned(scene: Scene, fund: str, year: int, turn: int) -> list[tuple[Life, int]]:
    return [row for row in scene.wanted[fund, year, turn] if row[0].planned_on]


def _estimate(scene: Scene, fund: str, year: int, turn: int, on: date, given: list[Allotment]) -> None:
    asked = sum(life.asked for life, _ in _planned(scene, fund, year, turn))
    amount = (asked * 103 // 100 // (10 * MILLION) + 1) * 10 * MILLION
    if not asked or on > scene.today:
        return
    batch = UUID(int=scene.rng.getrandbits(128), version=4) if fund == "kcqg" else None
    if batch:
        given.append(Allotment(year, on, amount, batch))
    scene.later(on, partial(_receive, scene, fund, year, amount, on, batch))


def _receive(scene: Scene, fund: str, year: int, amount: int, on: date, batch: UUID | None) -> None:
    book = scene.book
    kind = "allot" if batch else "receive"
    side = (Side("in"), Side("available"))
    book.post(book.lines[fund, year], *side, amount, kind, by=scene.cast["ketoan"], on=on, batch=batch)


def _lapse(scene: Scene, fund: str, year: int) -> None:
    line = scene.book.lines[fund, year]
    if left := line.sum("available"):
        by, on = scene.cast["ketoan"], scene.days[year].lapsed
        scene.book.post(line, Side("available"), Side("out"), left, "lapse", by=by, on=on)


def _settle(scene: Scene, fund: str, year: int) -> None:
    line, on, by = scene.book.lines[fund, year], scene.days[year].settled, scene.cast["taichinh"]
    settled = line.sum("settled")
    if not settled:
        return
    scene.tables[YearSettlement].add(
        province_id=scene.province.pk, fund=fund, year=year, on=on, settled=settled, decided_by_id=by
    )
    scene.note("year.settle", f"line:{line.pk}", f"Quyết toán năm {year}.", by, on, {"settled": settled})


def _plan(scene: Scene, fund: str, year: int, turn: int) -> None:
    """The plan of one round with its decisions, once it is approved."""
    days, wanted = scene.days[year], scene.wanted[fund, year, turn]
    if wanted and days.planned[turn] <= scene.today:
        scene.later(days.planned[turn], partial(_approve, scene, fund, year, turn))


def _approve(scene: Scene, fund: str, year: int, turn: int) -> None:
    days, cast, line = scene.days[year], scene.cast, scene.book.lines[fund, year]
    on, funded = days.planned[turn], days.funded[turn] if days.funded[turn] <= scene.today else None
    decider, giver = _authorities(scene, fund)
    about = f"kế hoạch khuyến công năm {year}, {line.name}, đợt {turn + 1}"
    decision = scene.paper(decider.name, decider.symbol, on, f"Phê duyệt {about}", cast[decider.by])
    allocation = None
    if funded:
        allocation = scene.paper(giver.name, giver.symbol, funded, f"Giao dự toán {about}", cast[giver.by])
    plan = scene.tables[YearPlan].add(
        province_id=scene.province.pk,
        line_id=line.pk,
        year=year,
        round=turn + 1,
        state=planning.ALLOCATED if funded else planning.APPROVED,
        submissions=1,
        submitted_on=on - timedelta(days=9),
        submitted_by_id=cast["giamdoctt"],
        decision_id=decision,
        approved_on=on,
        allocation_id=allocation,
        allocated_on=funded,
        is_sample=True,
    )
    scene.tables[OpinionRequest].add(
        plan_id=plan,
        submission=1,
        key=planning.FINANCE,
        department=planning.FINANCE_NAME,
        asked_on=on - timedelta(days=9),
        answered_on=on - timedelta(days=5),
        agrees=True,
        text="Nhất trí phương án phân bổ.",
        answered_by_id=cast["taichinh"],
    )
    for position, (life, project) in enumerate(scene.wanted[fund, year, turn], 1):
        outcome = "planned" if life.planned_on else "left_out"
        scene.tables[PlanItem].add(
            plan_id=plan, project_id=project, position=position, amount=life.asked, outcome=outcome
        )
    data = {"from": "submitted", "to": "approved"}
    scene.note("plan.approve", f"plan:{plan}", "Phê duyệt kế hoạch.", cast[decider.by], on, data)


class Authority(NamedTuple):
    """Who signs a decision, its sign, and who records it here."""

    name: str
    symbol: str
    by: str


def _authorities(scene: Scene, fund: str) -> tuple[Authority, Authority]:
    """Who approves the plan and who gives the estimate."""
    if fund in NATIONAL_FUNDS:
        return Authority("Bộ Công Thương", "QĐ-BCT", "botruong"), Authority(ORGANISATION_KINDS["cuc"], "QĐ-CTĐP", "cuc")
    province = Authority(f"UBND tỉnh {scene.province.name}", "QĐ-UBND", "chutich")
    return province, Authority("Sở Công Thương", "QĐ-SCT", "giamdocso")
