"""What the record of many live shares says, for rules.warnings: two queries however many shares."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from bedo.core.models import LogEntry
from bedo.core.types import Dong
from bedo.programmes import queries as law
from bedo.programmes.rules import LOCAL, NATIONAL, WarningRule
from bedo.projects.models import (
    Contract,
    ContractShare,
    Correction,
    EstimateLine,
    Payment,
    ProgressReport,
    Share,
    WorkConfirmation,
)
from bedo.projects.rules import states
from bedo.projects.rules.warnings import Found, Record, warnings

BEFORE_CONTRACT = frozenset({states.FUNDED, states.DETAILED})
WATCHED = BEFORE_CONTRACT | {states.CONTRACTED, states.RUNNING, states.REWORK, states.COMPLETED}
"""States in which something can still go wrong before acceptance."""
REPORTING = frozenset({states.CONTRACTED, states.RUNNING, states.REWORK})
REPORTED_BY = 24
"""A month is reported before its 25th. TT 36/2013/TT-BCT, Điều 23."""


def is_watched(share: Share) -> bool:
    """Can something still go wrong with it? Of a pool only while nothing was shared out; never with a published project."""
    if share.project.is_published:
        return False
    if share.role == "pool":
        return share.project.state == states.FUNDED
    return share.state in WATCHED if share.state else share.project.state in BEFORE_CONTRACT


def warned(shares: Iterable[Share], today: date) -> dict[int, list[Found]]:
    """The warnings of live shares, by the id of the share; shares carry their project with its province."""
    shares = [share for share in shares if is_watched(share)]
    if not shares:
        return {}
    known = records(shares, today)
    rules: dict[tuple[str, str], Any] = {}
    found = {}
    for share in shares:
        project = share.project
        where = (NATIONAL if project.track == "national" else LOCAL, project.province.code)
        if where not in rules:
            rules[where] = law.in_force(WarningRule, level=where[0], on=today, province=where[1])
        found[share.pk] = warnings(rules[where], known[share.pk], today)
    return {pk: rows for pk, rows in found.items() if rows}


def records(shares: list[Share], today: date) -> dict[int, Record]:
    """The record of each share, by its id."""
    facts = {row["pk"]: row for row in _facts([share.pk for share in shares])}
    prices = _price_changes({share.project_id for share in shares})
    return {share.pk: _record(share, facts[share.pk], prices.get(share.project_id), today) for share in shares}


def _record(share: Share, fact: dict[str, Any], price_change: int | None, today: date) -> Record:
    return Record(
        counterpart=share.counterpart,
        counterpart_proven=_proven(share, fact),
        signed_on=fact["signed"],
        ends_on=fact["ends"],
        late_months=_late_months(share, fact["month"], fact["signed"], today),
        planned_percent=fact["planned"],
        done_percent=fact["done"],
        price_change=price_change,
        stopped_before=fact["stopped"] or 0,
        last_seen_on=fact["seen"],
        is_visited=share.role == "beneficiary",
        remarks=fact["remarks"] or 0,
        funded_on=None if share.state else fact["funded"],
        completed=share.state == states.COMPLETED,
    )


def _proven(share: Share, fact: dict[str, Any]) -> Dong:
    """Own money that the record shows: by vouchers, or work that the Sở confirmed beyond what was paid for it."""
    return max(share.counterpart_proven, Dong(int(fact["work"] or 0) - int(fact["paid"] or 0)))


def _facts(ids: list[int]) -> QuerySet:
    """One query: what contracts, reports, confirmations, corrections, earlier stops and the log say of each share."""
    annex = Contract.objects.filter(parent=OuterRef("contract")).order_by("-signed_on", "-pk")
    contract = (
        ContractShare.objects.filter(share=OuterRef("pk"), contract__parent=None)
        .annotate(ends=Coalesce(Subquery(annex.values("ends_on")[:1]), F("contract__ends_on")))
        .order_by("-contract__signed_on", "-contract")
    )
    report = ProgressReport.objects.filter(share=OuterRef("pk")).order_by("-month")
    seen = WorkConfirmation.objects.filter(share=OuterRef("pk")).order_by("-on")
    stopped = Share.objects.filter(establishment=OuterRef("establishment"), state__in=states.GONE)
    remarks = Correction.objects.filter(project=OuterRef("project"))
    group = Concat(Value("project:"), Cast(OuterRef("project"), CharField()))
    funded = LogEntry.objects.filter(group=group, kind__in=["project.fund", "project.fund_national"]).order_by("-on")
    paid = Payment.objects.filter(share=OuterRef("pk"), reversed_on=None).order_by().values("share")
    rows = Share.objects.filter(pk__in=ids).annotate(
        signed=_first(contract, "contract__signed_on"),
        ends=_first(contract, "ends"),
        month=_first(report, "month"),
        planned=_first(report, "planned_percent"),
        done=_first(report, "done_percent"),
        seen=_first(seen, "on"),
        work=_first(seen, "done_value"),
        paid=Subquery(paid.annotate(sum=Sum("amount")).values("sum")),
        stopped=_number(stopped, "establishment"),
        remarks=_number(remarks, "project"),
        funded=_first(funded, "on"),
    )
    return rows.values(
        "pk", "signed", "ends", "month", "planned", "done", "seen", "work", "paid", "stopped", "remarks", "funded"
    )


def _first(rows: QuerySet, name: str) -> Subquery:
    return Subquery(rows.values(name)[:1])


def _number(rows: QuerySet, by: str) -> Subquery:
    return Subquery(rows.order_by().values(by).annotate(number=Count("pk")).values("number"))


def _late_months(share: Share, reported: date | None, signed: date | None, today: date) -> tuple[date, ...]:
    """First days of the months after the newest report whose report is overdue; a contract signed later in a month than reports are due begins with the next."""
    if share.state not in REPORTING or signed is None:
        return ()
    first = signed if signed.day <= REPORTED_BY else _next_month(signed)
    month = _next_month(reported) if reported else first.replace(day=1)
    late = []
    while month.replace(day=REPORTED_BY) < today:
        late.append(month)
        month = _next_month(month)
    return tuple(late)


def _next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _price_changes(projects: set[int]) -> dict[int, int]:
    """Per cent by which the newest price of the same machine in a later project of the province lies above (+) or below (−)
    the estimate; of several machines the widest gap. One query.
    """
    later = (
        EstimateLine.objects.filter(
            machine_key=OuterRef("machine_key"),
            project__province=OuterRef("project__province"),
            project__created_at__gt=OuterRef("project__created_at"),
            quantity__gt=0,
        )
        .exclude(project__state__in=[states.DRAFT, states.WITHDRAWN])
        .order_by("-project__created_at", "-pk")
    )
    lines = EstimateLine.objects.filter(project__in=projects, total__gt=0, quantity__gt=0).exclude(machine_key="")
    found: dict[int, int] = {}
    for project, total, quantity, new_total, new_quantity in lines.values_list(
        "project", "total", "quantity", _first(later, "total"), _first(later, "quantity")
    ):
        if new_total is None:
            continue
        then, now = int(total) * new_quantity, int(new_total) * quantity
        change = (now - then) * 100 // then
        if abs(change) > abs(found.get(project, 0)):
            found[project] = change
    return found
