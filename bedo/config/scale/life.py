"""One synthetic project from its first day to its last: steps of the table of moves and the money that goes with them.

Plain Python. A life is drawn whole; `until` cuts off what lies after today, so states spread as time itself spreads them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from bedo.projects.rules import states as s

MILLION = 1_000_000
OUTCOMES = {"done": 86, "stopped": 5, "rejected": 4, "withdrawn": 3, "left_out": 2}
SECOND_ROUND, RETURNED, FAILED, CHEAPER, MISTAKEN, TAKEN_BACK = 0.08, 0.15, 0.05, 0.1, 0.08, 0.04
"""How often: a project comes with the year's second plan; goes back for correction; fails acceptance once; is contracted
below its plan; has a payment entered twice; must give some money back."""


class Days(NamedTuple):
    """What all projects of one province and year have in common; of plan and estimate the two rounds."""

    year: int
    received: date
    planned: tuple[date, date]
    funded: tuple[date, date]
    settled: date
    lapsed: date
    closed: date


class Step(NamedTuple):
    """A move that was made: its name, the day, the state it led to."""

    name: str
    on: date
    to: str


class Flow(NamedTuple):
    """A transfer of one project: kind and stages of the ledger, whole đồng, the day. `pays`: the kind of its payment.

    `undoes`: a mistaken payment made just before is reversed.
    """

    kind: str
    source: str
    target: str
    amount: int
    on: date
    pays: str = ""
    undoes: bool = False


@dataclass(frozen=True)
class Life:
    """`asked` and `contracted` in whole đồng (contracted 0: no contract); `ends_on`: last day of the contract."""

    days: Days
    round: int
    fund: str
    is_task: bool
    asked: int
    contracted: int
    counterpart: int
    ends_on: date
    steps: tuple[Step, ...]
    flows: tuple[Flow, ...]

    @property
    def state(self) -> str:
        return self.steps[-1].to

    def on(self, name: str) -> date | None:
        """The day of the last step of that name."""
        return next((step.on for step in reversed(self.steps) if step.name == name), None)

    def until(self, day: date) -> Life:
        """The part that lies no later than `day`, on which it has begun."""
        steps = tuple(step for step in self.steps if step.on <= day)
        flows = tuple(flow for flow in self.flows if flow.on <= day)
        signed = self.contracted if any(flow.kind == "contract" for flow in flows) else 0
        return replace(self, steps=steps, flows=flows, contracted=signed)


def days_of(rng: Random, year: int) -> Days:
    """The calendar of one province's year."""
    planned = (_after(date(year, 1, 15), rng, 0, 13), _after(date(year, 9, 15), rng, 0, 55))
    return Days(
        year=year,
        received=date(year, 1, 5),
        planned=planned,
        funded=(_after(planned[0], rng, 12, 28), _after(planned[1], rng, 8, 15)),
        settled=_after(date(year + 1, 3, 5), rng, 0, 20),
        lapsed=date(year + 1, 1, 31),
        closed=date(year + 1, 4, 30),
    )


def live(rng: Random, days: Days) -> Life:
    """A whole life of a project of that year."""
    second = int(rng.random() < SECOND_ROUND)
    fund = "kcqg" if rng.random() < 0.25 else "kcdp"
    is_task = rng.random() < 0.06
    asked = rng.randint(20, 150 if fund == "kcdp" else 300) * 2 * MILLION
    cheaper = rng.randint(1, 9) * MILLION if rng.random() < CHEAPER else 0
    outcome = rng.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    steps = _road(rng, days, second, outcome)
    life = Life(
        days=days,
        round=second,
        fund=fund,
        is_task=is_task,
        asked=asked,
        contracted=asked - cheaper,
        counterpart=0 if is_task else asked * rng.randint(10, 30) // 10,
        ends_on=_after(date(days.year, 10, 1), rng, 0, 85),
        steps=tuple(steps),
        flows=(),
    )
    return replace(life, flows=tuple(_money(rng, life)))


def _after(day: date, rng: Random, least: int, most: int) -> date:
    return day + timedelta(days=rng.randint(least, most))


# --- steps -------------------------------------------------------------------------------------------------------


def _road(rng: Random, days: Days, second: int, outcome: str) -> list[Step]:
    steps, day = _dossier(rng, days, second, outcome)
    if outcome in ("rejected", "withdrawn"):
        return steps
    steps.append(Step("project.pass", min(day, days.planned[second] - timedelta(days=1)), s.BASE_PASSED))
    if outcome == "left_out":
        return [*steps, Step("project.leave_out", days.planned[second], s.NOT_PLANNED)]
    steps.append(Step("project.plan", days.planned[second], s.PLANNED))
    steps.append(Step("project.fund", days.funded[second], s.FUNDED))
    signed = _after(days.funded[second], rng, 5, 12 if second else 45)
    steps.append(Step("share.contract", signed, s.CONTRACTED))
    started = _after(signed, rng, 1, 2 if second else 10)
    steps.append(Step("share.start", started, s.RUNNING))
    if outcome == "stopped":
        stop = min(_after(started, rng, 30, 150), date(days.year, 12, 20))
        return [*steps, Step("share.stop", max(stop, started), s.STOPPED)]
    return steps + _completion(rng, days, second, started)


def _dossier(rng: Random, days: Days, second: int, outcome: str) -> tuple[list[Step], date]:
    """From the first line written to the end of the appraisal, and the day of its conclusion."""
    first = date(days.year, 2, 1) if second else date(days.year - 1, 7, 1)
    day = _after(first, rng, 0, 100 if second else 115)
    steps = [Step("project.start", day, s.DRAFT)]
    day = _after(day, rng, 12, 40)
    steps.append(Step("project.submit", day, s.SUBMITTED))
    if outcome == "withdrawn":
        return [*steps, Step("project.withdraw", _after(day, rng, 4, 30), s.WITHDRAWN)], day
    day = _after(day, rng, 3, 8)
    steps.append(Step("project.receive", day, s.BASE_REVIEW))
    if rng.random() < RETURNED:
        day = _after(day, rng, 4, 8)
        steps.append(Step("project.return", day, s.RETURNED))
        day = _after(day, rng, 4, 8)
        steps.append(Step("project.resubmit", day, s.BASE_REVIEW))
    day = _after(day, rng, 8, 20)
    if outcome == "rejected":
        steps.append(Step("project.reject", day, s.REJECTED))
    return steps, day


def _completion(rng: Random, days: Days, second: int, started: date) -> list[Step]:
    """From the report of completion to the end of the years that are looked at afterwards."""
    steps = []
    day = _after(started, rng, 5, 8) if second else _after(date(days.year, 7, 20), rng, 0, 136)
    if not second and rng.random() < FAILED and day < date(days.year, 11, 10):
        steps.append(Step("share.complete", day, s.COMPLETED))
        steps.append(Step("share.fail", _after(day, rng, 3, 6), s.REWORK))
        day = _after(steps[-1].on, rng, 8, 15)
    steps.append(Step("share.complete", day, s.COMPLETED))
    accepted = _after(day, rng, 2, 4 if second else 14)
    steps.append(Step("share.accept", accepted, s.ACCEPTED))
    sent = min(_after(accepted, rng, 3, 10), date(days.year, 12, 30))
    steps.append(Step("share.settle_dossier", max(sent, accepted), s.SETTLING))
    done = min(_after(steps[-1].on, rng, 8, 30), date(days.year + 1, 1, 20))
    steps.append(Step("share.liquidate", done, s.LIQUIDATED))
    steps.append(Step("share.settle_year", days.settled, s.SETTLED))
    steps.append(Step("share.follow", _after(days.settled, rng, 3, 20), s.FOLLOWED))
    steps.append(Step("share.close", _after(accepted.replace(day=1), rng, 3 * 366, 3 * 366 + 60), s.CLOSED))
    return steps


# --- money -------------------------------------------------------------------------------------------------------


def _money(rng: Random, life: Life) -> list[Flow]:
    """Transfers in the order of their days; every balance stays at zero or above all the way."""
    planned, signed = life.on("project.plan"), life.on("share.contract")
    if planned is None or signed is None:
        return []
    flows = [
        Flow("plan", "available", "planned", life.asked, planned),
        Flow("contract", "planned", "contracted", life.contracted, signed),
    ]
    if life.asked > life.contracted:
        flows.append(Flow("release", "planned", "available", life.asked - life.contracted, signed))
    stop = life.on("share.stop")
    return flows + (_stopped(rng, life, stop) if stop else _paid_and_settled(rng, life))


def _advances(rng: Random, life: Life, last: date) -> list[Flow]:
    """The first advance and payments for work that is done, no later than `last`: 70 % of the contract together."""
    started = life.on("share.start") or last
    number = rng.randint(3, 4)
    first = life.contracted * 4 // 10
    each = life.contracted * 3 // 10 // number
    gap = max((last - started).days // (number + 2), 0)
    flows = [Flow("advance", "contracted", "advanced", first, started + timedelta(days=gap), "first_advance")]
    for place in range(number):
        day = started + timedelta(days=gap * (place + 2))
        flows.append(Flow("payment", "contracted", "advanced", each, day, "direct"))
        if place == 1 and rng.random() < MISTAKEN:
            flows.append(Flow("payment", "contracted", "advanced", each, day, "direct", undoes=True))
    return flows


def _paid_and_settled(rng: Random, life: Life) -> list[Flow]:
    done, accepted, settled = life.on("share.complete"), life.on("share.accept"), life.on("share.liquidate")
    paid = _advances(rng, life, done)
    rest = life.contracted - sum(flow.amount for flow in paid if not flow.undoes)
    paid.append(Flow("remaining", "contracted", "advanced", rest, accepted + timedelta(days=1), "remaining_advance"))
    kept = [flow.amount for flow in paid if not flow.undoes]
    back = kept[-1] // 4 if rng.random() < TAKEN_BACK else 0
    kept[-1] -= back
    flows = paid + [Flow("settle", "advanced", "settled", amount, settled) for amount in kept]
    if back:
        flows.append(Flow("recover", "advanced", "recoverable", back, settled))
        flows.append(Flow("repay", "recoverable", "out", back, settled + timedelta(days=25)))
    return flows


def _stopped(rng: Random, life: Life, stop: date) -> list[Flow]:
    """Work done is settled, the rest of what was paid comes back, what was not paid is freed."""
    paid = _advances(rng, life, stop)
    given = sum(flow.amount for flow in paid if not flow.undoes)
    done = given * rng.randint(5, 9) // 10
    return [
        *paid,
        Flow("release", "contracted", "available", life.contracted - given, stop),
        Flow("settle", "advanced", "settled", done, stop),
        Flow("recover", "advanced", "recoverable", given - done, stop),
        Flow("repay", "recoverable", "out", given - done, stop + timedelta(days=30)),
    ]
