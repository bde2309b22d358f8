"""What the record of many live shares says, for rules.warnings: a fixed number of queries however many shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max

from bedo.core.models import LogEntry
from bedo.programmes import queries as law
from bedo.programmes.rules import LOCAL, NATIONAL, WarningRule
from bedo.projects.models import (
    Contract,
    ContractShare,
    Correction,
    EstimateLine,
    ProgressReport,
    Share,
    WorkConfirmation,
)
from bedo.projects.rules import states
from bedo.projects.rules.warnings import Found, Record, warnings

WATCHED = frozenset(
    {states.FUNDED, states.DETAILED, states.CONTRACTED, states.RUNNING, states.REWORK, states.COMPLETED}
)
"""States in which something can still go wrong before acceptance."""
REPORTED_BY = 24
"""A month is reported before its 25th. TT 36/2013/TT-BCT, Điều 23."""


def warned(shares: Iterable[Share], today: date) -> dict[int, list[Found]]:
    """The warnings of live shares, by the id of the share; shares carry their project with its province."""
    shares = [share for share in shares if (share.state or share.project.state) in WATCHED]
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
    signed, ends = _contracts(shares)
    reports = _newest_reports(shares)
    seen = dict(WorkConfirmation.objects.filter(share__in=shares).values_list("share").annotate(Max("on")).order_by())
    stopped = _stopped_before(shares)
    projects = {share.project_id for share in shares}
    asked = Correction.objects.filter(project__in=projects).values_list("project").annotate(Count("id")).order_by()
    remarks, prices, funded = dict(asked), _price_changes(projects), _funded_on(shares)
    found = {}
    for share in shares:
        report = reports.get(share.pk)
        found[share.pk] = Record(
            counterpart=share.counterpart,
            counterpart_proven=share.counterpart_proven,
            signed_on=signed.get(share.pk),
            ends_on=ends.get(share.pk),
            late_months=_late_months(share, report, signed.get(share.pk), today),
            planned_percent=report.planned_percent if report else None,
            done_percent=report.done_percent if report else None,
            price_change=prices.get(share.project_id),
            stopped_before=stopped.get(share.establishment_id, 0),
            last_seen_on=seen.get(share.pk),
            remarks=remarks.get(share.project_id, 0),
            waiting_since=funded.get(share.project_id) if not share.state else None,
            completed=share.state == states.COMPLETED,
        )
    return found


def _contracts(shares: list[Share]) -> tuple[dict[int, date], dict[int, date]]:
    """First day and last day of each share's contract, annexes counted."""
    items = ContractShare.objects.filter(share__in=shares, contract__parent=None).values_list(
        "share", "contract", "contract__signed_on", "contract__ends_on"
    )
    rows = list(items.order_by("contract__signed_on", "contract"))
    annexes = Contract.objects.filter(parent__in={row[1] for row in rows}).order_by("signed_on", "id")
    later = dict(annexes.values_list("parent", "ends_on"))
    return {row[0]: row[2] for row in rows}, {row[0]: later.get(row[1], row[3]) for row in rows}


def _newest_reports(shares: list[Share]) -> dict[int, ProgressReport]:
    newest = ProgressReport.objects.filter(share__in=shares).values_list("share").annotate(Max("month")).order_by()
    months = dict(newest)
    rows = ProgressReport.objects.filter(share__in=months, month__in=set(months.values()))
    return {row.share_id: row for row in rows if row.month == months[row.share_id]}


def _late_months(share: Share, report: ProgressReport | None, signed: date | None, today: date) -> tuple[date, ...]:
    """First days of the months after the newest report whose report is overdue."""
    if share.state not in (states.CONTRACTED, states.RUNNING, states.REWORK) or signed is None:
        return ()
    month = _next_month(report.month) if report else signed.replace(day=1)
    late = []
    while month.replace(day=REPORTED_BY) < today:
        late.append(month)
        month = _next_month(month)
    return tuple(late)


def _next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _stopped_before(shares: list[Share]) -> dict[int, int]:
    known = {share.establishment_id for share in shares if share.establishment_id}
    rows = Share.objects.filter(establishment__in=known, state__in=states.GONE).values_list("establishment")
    return dict(rows.annotate(Count("id")).order_by())


def _price_changes(projects: set[int]) -> dict[int, int]:
    """Per cent by which the newest price of the same machine elsewhere in the province lies above the estimate; the widest gap."""
    lines = list(EstimateLine.objects.filter(project__in=projects).exclude(machine_key="").select_related("project"))
    keys = {line.machine_key for line in lines}
    others = EstimateLine.objects.filter(machine_key__in=keys).exclude(
        project__state__in=[states.DRAFT, states.WITHDRAWN]
    )
    newest: dict[tuple[int, str], list[EstimateLine]] = defaultdict(list)
    for line in others.select_related("project").order_by("project__created_at", "pk"):
        newest[line.project.province_id, line.machine_key].append(line)
    found: dict[int, int] = {}
    for line in lines:
        later = [one for one in newest[line.project.province_id, line.machine_key] if one.project_id > line.project_id]
        if not later or not line.total:
            continue
        now, then = later[-1].total // later[-1].quantity, line.total // line.quantity
        change = (now - then) * 100 // then if then else 0
        if abs(change) > abs(found.get(line.project_id, 0)):
            found[line.project_id] = change
    return found


def _funded_on(shares: list[Share]) -> dict[int, date]:
    """The day the estimate was given, of projects without a contract."""
    subjects = {share.project.subject: share.project_id for share in shares if not share.state}
    rows = LogEntry.objects.filter(group__in=subjects, kind__in=["project.fund", "project.fund_national"]).values_list(
        "group", "on"
    )
    return {subjects[group]: on for group, on in rows if on}
