"""One synthetic project from its first day to its last: steps of the tables of moves and the money that goes with them.

Plain Python. A life is drawn whole; `until` cuts off what lies after today, so states spread as time itself spreads them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from bedo.projects.rules import states as s

MILLION = 1_000_000
OUTCOMES = {"done": 85, "stopped": 5, "stopped_early": 1, "rejected": 4, "withdrawn": 3, "left_out": 2}
NATIONAL, TASK, GROUP = 0.25, 0.06, 0.06
"""How often a project is national; a task without a beneficiary; a group with several."""
SECOND_ROUND, LATE_DETAIL, RETURNED, FAILED, CHEAPER = 0.08, 0.15, 0.15, 0.05, 0.1
"""How often: a local project comes with the year's second plan; a group is shared out in autumn only; a dossier goes back for
correction; acceptance fails once; a contract is below its plan."""
MISTAKEN, TAKEN_BACK, SHARE_STOPPED, LONGER, SLOW = 0.08, 0.04, 0.08, 0.06, 0.15
"""How often: a payment is entered twice; some money must come back; one share of a group stops; a contract is prolonged within
its year; what must come back, or what comes after a settlement, takes its time."""


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
    """A transfer of one share: kind and stages of the ledger, whole đồng, the day. `pays`: the kind of its payment.

    `undoes`: a mistaken payment made just before is reversed.
    """

    kind: str
    source: str
    target: str
    amount: int
    on: date
    pays: str = ""
    undoes: bool = False


class Change(NamedTuple):
    """A change that was asked for, looked at and approved: `what` is a code of projects.rules.changes ("stop", "time").

    `ends_on`: the contract's last day that was asked for.
    """

    what: str
    asked: date
    checked: date
    decided: date
    ends_on: date | None = None


@dataclass(frozen=True)
class Part:
    """One share. `amount`: of the plan, `contracted`: of the contract (0: none yet), whole đồng; `signed_until`: the contract's
    last day as it was signed, `ends_on`: as it is after any change."""

    amount: int
    contracted: int
    counterpart: int
    signed_until: date
    steps: tuple[Step, ...] = ()
    flows: tuple[Flow, ...] = ()
    change: Change | None = None
    longer: bool = False

    @property
    def state(self) -> str:
        return self.steps[-1].to if self.steps else ""

    @property
    def ends_on(self) -> date:
        return self.change.ends_on if self.longer else self.signed_until

    @property
    def support(self) -> int:
        """What the share keeps: of the plan, once contracted of the contract, once stopped what was settled."""
        if self.state in (s.STOPPING, s.STOPPED):
            return sum(flow.amount for flow in self.flows if flow.kind == "settle")
        return self.contracted or self.amount

    def on(self, name: str) -> date | None:
        """The day of the last step of that name."""
        return _last(self.steps, name)

    def until(self, day: date) -> Part:
        """The part that lies no later than `day`."""
        flows = tuple(flow for flow in self.flows if flow.on <= day)
        change = self.change if self.change and self.change.asked <= day else None
        return replace(
            self,
            steps=tuple(step for step in self.steps if step.on <= day),
            flows=flows,
            contracted=self.contracted if any(flow.kind == "contract" for flow in flows) else 0,
            change=change,
            longer=bool(change and change.ends_on and change.decided <= day),
        )


@dataclass(frozen=True)
class Life:
    """A project. `asked`, `counterpart`: sums over its parts, whole đồng. `steps`: its own, up to the first contract."""

    days: Days
    round: int
    track: str
    kind: str
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]

    @property
    def fund(self) -> str:
        return "kcqg" if self.track == "national" else "kcdp"

    @property
    def asked(self) -> int:
        return sum(part.amount for part in self.parts)

    @property
    def counterpart(self) -> int:
        return sum(part.counterpart for part in self.parts)

    @property
    def state(self) -> str:
        return s.project_state(self.steps[-1].to, [part.state for part in self.parts])

    @property
    def planned_on(self) -> date | None:
        return self.on("project.plan") or self.on("project.plan_national")

    @property
    def left_out_on(self) -> date | None:
        return self.on("project.leave_out") or self.on("project.leave_out_national")

    @property
    def shared_on(self) -> date | None:
        """The day on which each share has its own money: of a group that of its detailed plan."""
        return self.on("project.detail") if self.kind == "group" else self.planned_on

    def on(self, name: str) -> date | None:
        """The day of the last step of that name."""
        return _last(self.steps, name)

    def until(self, day: date) -> Life:
        """The part that lies no later than `day`, on which it has begun."""
        steps = tuple(step for step in self.steps if step.on <= day)
        return replace(self, steps=steps, parts=tuple(part.until(day) for part in self.parts))


def _last(steps: tuple[Step, ...], name: str) -> date | None:
    return next((step.on for step in reversed(steps) if step.name == name), None)


def _after(day: date, rng: Random, least: int, most: int) -> date:
    return day + timedelta(days=rng.randint(least, most))


def days_of(rng: Random, year: int) -> Days:
    """The calendar of one province's year."""
    planned = (_after(date(year, 1, 15), rng, 0, 13), _after(date(year, 9, 15), rng, 0, 55))
    return Days(
        year=year,
        received=date(year, 1, 5),
        planned=planned,
        funded=(_after(planned[0], rng, 12, 28), _after(planned[1], rng, 8, 22)),
        settled=_after(date(year + 1, 3, 5), rng, 0, 20),
        lapsed=date(year + 1, 1, 31),
        closed=date(year + 1, 4, 30),
    )


def live(rng: Random, days: Days) -> Life:
    """A whole life of a project of that year."""
    track = "national" if rng.random() < NATIONAL else "local"
    second = int(track == "local" and rng.random() < SECOND_ROUND)
    kind = rng.choices(("single", "task", "group"), (1 - TASK - GROUP, TASK, 0 if second else GROUP))[0]
    outcome = rng.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    steps = _road(rng, days, second, track, outcome)
    hurried = bool(second)
    if kind == "group" and steps[-1].to == s.FUNDED:
        late = rng.random() < LATE_DETAIL
        steps.append(Step("project.detail", _after(steps[-1].on, rng, *((200, 270) if late else (10, 30))), s.DETAILED))
        hurried = late
    most = 150 if track == "local" else 300
    parts = [_part(rng, days, kind, most) for _ in range(rng.randint(3, 6) if kind == "group" else 1)]
    life = Life(days, second, track, kind, tuple(steps), tuple(parts))
    if steps[-1].to not in (s.FUNDED, s.DETAILED):
        return life
    return replace(life, parts=tuple(_carried_out(rng, life, part, outcome, hurried) for part in parts))


def _part(rng: Random, days: Days, kind: str, most: int) -> Part:
    amount = rng.randint(20, most) * 2 * MILLION
    cheaper = rng.randint(1, 9) * MILLION if rng.random() < CHEAPER else 0
    return Part(
        amount=amount,
        contracted=amount - cheaper,
        counterpart=0 if kind == "task" else amount * rng.randint(10, 30) // 10,
        signed_until=_after(date(days.year, 10, 1), rng, 0, 85),
    )


# --- the project up to its money ---------------------------------------------------------------------------------


def _road(rng: Random, days: Days, second: int, track: str, outcome: str) -> list[Step]:
    steps = _dossier(rng, days, second, track, outcome)
    if outcome == "withdrawn":
        return steps
    day = _after(steps[-1].on, rng, 8, 20)
    if outcome == "rejected" and (track == "local" or rng.random() < 0.5):
        return [*steps, Step("project.reject", day, s.REJECTED)]
    steps.append(Step("project.pass", min(day, days.planned[second] - timedelta(days=1)), s.BASE_PASSED))
    tail = ""
    if track == "national":
        tail = "_national"
        steps += _ministry(rng, days, steps[-1].on, outcome)
        if outcome == "rejected":
            return steps
    planned = days.planned[second]
    if outcome == "left_out":
        return [*steps, Step(f"project.leave_out{tail}", planned, s.NOT_PLANNED)]
    steps.append(Step(f"project.plan{tail}", planned, s.PLANNED))
    return [*steps, Step(f"project.fund{tail}", days.funded[second], s.FUNDED)]


def _dossier(rng: Random, days: Days, second: int, track: str, outcome: str) -> list[Step]:
    """From the first line written to the appraisal at the Sở; a national one early enough to be registered by 20 June."""
    if track == "national":
        first, spread = date(days.year - 1, 2, 1), 50
    else:
        first, spread = (date(days.year, 2, 1), 100) if second else (date(days.year - 1, 7, 1), 115)
    day = _after(first, rng, 0, spread)
    steps = [Step("project.start", day, s.DRAFT)]
    day = _after(day, rng, 12, 40)
    steps.append(Step("project.submit", day, s.SUBMITTED))
    if outcome == "withdrawn":
        return [*steps, Step("project.withdraw", _after(day, rng, 4, 30), s.WITHDRAWN)]
    steps.append(Step("project.receive", _after(day, rng, 3, 8), s.BASE_REVIEW))
    return steps + _returned(rng, steps[-1], "project.return", "project.resubmit")


def _returned(rng: Random, review: Step, back: str, again: str) -> list[Step]:
    """Perhaps once back for correction, and in again."""
    if rng.random() >= RETURNED:
        return []
    day = _after(review.on, rng, 4, 8)
    return [Step(back, day, s.RETURNED), Step(again, _after(day, rng, 4, 8), review.to)]


def _ministry(rng: Random, days: Days, passed: date, outcome: str) -> list[Step]:
    """Registered with the Cục before 20 June, looked at there in autumn, concluded before the plan."""
    year = days.year - 1
    steps = [Step("project.register", max(_after(date(year, 6, 10), rng, 0, 9), passed), s.REGISTERED)]
    received = _after(date(year, 8, 1), rng, 0, 125)
    steps.append(Step("project.ministry_receive", received, s.MINISTRY_REVIEW))
    steps += _returned(rng, steps[-1], "project.ministry_return", "project.ministry_resubmit")
    day = _after(steps[-1].on, rng, 8, 20)
    if outcome == "rejected":
        return [*steps, Step("project.ministry_reject", day, s.REJECTED)]
    return [*steps, Step("project.ministry_pass", day, s.MINISTRY_PASSED)]


# --- each share --------------------------------------------------------------------------------------------------


def _carried_out(rng: Random, life: Life, part: Part, outcome: str, hurried: bool) -> Part:
    """The part with its contract, work, end and money."""
    ready, days = life.steps[-1].on, life.days
    shared = [Flow("shift", "planned", "planned", part.amount, ready)] if life.kind == "group" else []
    if outcome == "stopped_early" and not hurried:
        day = _after(ready, rng, 20, 60)
        freed = Flow("release", "planned", "available", part.amount, day)
        stop = (Step("share.stop", day, s.STOPPED),)
        return replace(part, contracted=0, steps=stop, flows=(*shared, freed), change=_change(rng, "stop", day, ready))
    signed = _after(ready, rng, 5, 12 if hurried else 45)
    started = _after(signed, rng, 1, 2 if hurried else 10)
    steps = [Step("share.contract", signed, s.CONTRACTED), Step("share.start", started, s.RUNNING)]
    flows = [*shared, Flow("contract", "planned", "contracted", part.contracted, signed)]
    if part.amount > part.contracted:
        flows.append(Flow("release", "planned", "available", part.amount - part.contracted, signed))
    part = replace(part, steps=tuple(steps), signed_until=max(part.signed_until, signed))
    if outcome == "stopped" or (life.kind == "group" and rng.random() < SHARE_STOPPED):
        return _stopped(rng, part, days, flows)
    part = replace(part, steps=(*steps, *_completion(rng, days, hurried, started)))
    part = replace(part, flows=(*flows, *_paid_and_settled(rng, part)))
    return _prolonged(rng, part) if rng.random() < LONGER and not hurried else part


def _completion(rng: Random, days: Days, hurried: bool, started: date) -> list[Step]:
    """From the report of completion to the end of the years that are looked at afterwards."""
    steps = []
    day = _after(started, rng, 5, 8) if hurried else _after(date(days.year, 7, 20), rng, 0, 136)
    if not hurried and rng.random() < FAILED and day < date(days.year, 11, 10):
        steps.append(Step("share.complete", day, s.COMPLETED))
        steps.append(Step("share.fail", _after(day, rng, 3, 6), s.REWORK))
        day = _after(steps[-1].on, rng, 8, 15)
    steps.append(Step("share.complete", day, s.COMPLETED))
    accepted = _after(day, rng, 2, 4 if hurried else 14)
    steps.append(Step("share.accept", accepted, s.ACCEPTED))
    sent = min(_after(accepted, rng, 3, 10), date(days.year, 12, 30))
    steps.append(Step("share.settle_dossier", max(sent, accepted), s.SETTLING))
    done = min(_after(steps[-1].on, rng, 8, 30), date(days.year + 1, 1, 20))
    steps.append(Step("share.liquidate", done, s.LIQUIDATED))
    steps.append(Step("share.settle_year", days.settled, s.SETTLED))
    follow = _after(days.settled, rng, 3, 300 if rng.random() < SLOW else 20)
    steps.append(Step("share.follow", follow, s.FOLLOWED))
    steps.append(Step("share.close", _after(accepted.replace(day=1), rng, 3 * 366, 3 * 366 + 60), s.CLOSED))
    return steps


def _change(rng: Random, what: str, decided: date, not_before: date) -> Change:
    checked = max(decided - timedelta(days=rng.randint(2, 8)), not_before)
    return Change(what, max(checked - timedelta(days=rng.randint(3, 10)), not_before), checked, decided)


def _prolonged(rng: Random, part: Part) -> Part:
    """The contract first ended earlier and was given more time within the year, while the work went on."""
    started, done = part.on("share.start"), part.on("share.complete")
    first = max(started, min(done, part.signed_until) - timedelta(days=rng.randint(5, 25)))
    asked = _change(rng, "time", _after(started, rng, 0, (first - started).days), started)
    change = asked._replace(ends_on=max(done, part.signed_until))
    return replace(part, signed_until=first, change=change, longer=True)


# --- money -------------------------------------------------------------------------------------------------------


def _advances(rng: Random, part: Part, last: date) -> list[Flow]:
    """The first advance and payments for work that is done, no later than `last`: 70 % of the contract together."""
    started = part.on("share.start")
    number = rng.randint(3, 4)
    first = part.contracted * 4 // 10
    each = part.contracted * 3 // 10 // number
    gap = max((last - started).days // (number + 2), 0)
    flows = [Flow("advance", "contracted", "advanced", first, started + timedelta(days=gap), "first_advance")]
    for place in range(number):
        day = started + timedelta(days=gap * (place + 2))
        flows.append(Flow("payment", "contracted", "advanced", each, day, "direct"))
        if place == 1 and rng.random() < MISTAKEN:
            flows.append(Flow("payment", "contracted", "advanced", each, day, "direct", undoes=True))
    return flows


def _paid_and_settled(rng: Random, part: Part) -> list[Flow]:
    """Transfers in the order of their days; every balance stays at zero or above all the way."""
    done, accepted, settled = part.on("share.complete"), part.on("share.accept"), part.on("share.liquidate")
    paid = _advances(rng, part, done)
    rest = part.contracted - sum(flow.amount for flow in paid if not flow.undoes)
    paid.append(Flow("remaining", "contracted", "advanced", rest, accepted + timedelta(days=1), "remaining_advance"))
    kept = [flow.amount for flow in paid if not flow.undoes]
    back = kept[-1] // 4 if rng.random() < TAKEN_BACK else 0
    kept[-1] -= back
    flows = paid + [Flow("settle", "advanced", "settled", amount, settled) for amount in kept]
    if back:
        flows.append(Flow("recover", "advanced", "recoverable", back, settled))
        flows.append(Flow("repay", "recoverable", "out", back, settled + timedelta(days=25)))
    return flows


def _stopped(rng: Random, part: Part, days: Days, flows: list[Flow]) -> Part:
    """Work done is settled, the rest of what was paid comes back in one or two instalments, what was not paid is freed."""
    started = part.on("share.start")
    stop = max(min(_after(started, rng, 30, 150), date(days.year, 12, 20)), started)
    paid = _advances(rng, part, stop)
    given = sum(flow.amount for flow in paid if not flow.undoes)
    done = given * rng.randint(5, 9) // 10
    due = given - done
    first = due // 2 if rng.random() < SLOW else due
    last = _after(stop, rng, 120, 500) if first < due else stop + timedelta(days=30)
    flows = [
        *flows,
        *paid,
        Flow("release", "contracted", "available", part.contracted - given, stop),
        Flow("settle", "advanced", "settled", done, stop),
        Flow("recover", "advanced", "recoverable", due, stop),
        Flow("repay", "recoverable", "out", first, stop + timedelta(days=30)),
    ]
    if first < due:
        flows.append(Flow("repay", "recoverable", "out", due - first, last))
    steps = (*part.steps, Step("share.stop", stop, s.STOPPING), Step("share.cleared", last, s.STOPPED))
    return replace(part, steps=steps, flows=tuple(flows), change=_change(rng, "stop", stop, started))
