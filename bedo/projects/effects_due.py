"""Who has to be asked for effects, and when: accepted shares with their three years. Needs N18; journey J12."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractYear

from bedo.accounts.models import User
from bedo.places.models import Unit
from bedo.projects import lawbook
from bedo.projects.models import Acceptance, Effect, EffectPromise, Project, Share
from bedo.projects.rules import effects, states

FOLLOWED = states.since(states.ACCEPTED)


@dataclass(frozen=True)
class Row:
    """One accepted share of a beneficiary, with the years in which it is asked."""

    share: Share
    accepted: date
    years: list[effects.Asked]

    def state(self, number: int) -> effects.Asked | None:
        return next((one for one in self.years if one.number == number), None)


def accepted_shares(user: User) -> QuerySet[Share]:
    """Accepted shares of beneficiaries within the person's scope, with `accepted`: the day of the acceptance that passed."""
    projects = Project.objects.visible_to(user).filter(source_url="").values("pk")
    passed = Acceptance.objects.filter(
        share=OuterRef("pk"), signed_on__isnull=False, result__in=["passed", "conditional"]
    ).order_by("held_on")
    rows = Share.objects.filter(project__in=projects, state__in=FOLLOWED).exclude(role="unit")
    return rows.annotate(accepted=Subquery(passed.values("held_on")[:1])).filter(accepted__isnull=False)


def lacking(rows: QuerySet[Share], today: date) -> QuerySet[Share]:
    """Those of which a year that has passed was not answered."""
    late = Q()
    for number in effects.YEARS:
        told = Effect.objects.filter(share=OuterRef("pk"), year=ExtractYear(OuterRef("accepted")) + number)
        late |= Q(accepted__lt=_years_ago(today, number)) & ~Exists(told)
    return rows.filter(late)


def to_ask(rows: QuerySet[Share], today: date) -> QuerySet[Share]:
    """Those with a year that is late or falls due within a month."""
    return lacking(rows, today + effects.SOON + timedelta(days=1))


def _years_ago(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def with_years(shares: Iterable[Share], today: date) -> list[Row]:
    """The shares as rows; one query for the answers of all, none for rules that were read before."""
    shares = list(shares)
    told: dict[int, set[int]] = {}
    for share, year in Effect.objects.filter(share__in=shares).values_list("share", "year"):
        told.setdefault(share, set()).add(year)
    return [
        Row(one, one.accepted, effects.asked_years(one.accepted, told.get(one.pk, ()), today, _due(one, today)))
        for one in shares
    ]


def _due(share: Share, today: date) -> dict[int, date]:
    """Days by number, as the dated deadlines of the project's track and province say."""
    days = {
        number: lawbook.deadline(share.project, f"effects_{number}", today, start=share.accepted).value
        for number in effects.YEARS
    }
    return {number: day for number, day in days.items() if day}


def whole(rows: QuerySet[Share]) -> QuerySet[Share]:
    """With what a row shows."""
    return rows.select_related("project__province", "project__officer", "establishment__place_now")


def effects_due(user: User, province: Unit, today: date) -> list[Row]:
    """Shares of a province that should be asked now: a year is late or due. For lists of where to go."""
    rows = whole(accepted_shares(user).filter(project__province=province, accepted__gte=_years_ago(today, 5)))
    wanted = (effects.LATE, effects.DUE)
    return [row for row in with_years(rows, today) if any(one.state in wanted for one in row.years)]


def against(project: Project) -> list[effects.Against]:
    """What the dossier promised beside what was answered, year by year over all shares. Two queries."""
    promise = EffectPromise.objects.filter(project=project).values(*effects.MEASURES).first() or {}
    told: dict[int, list[Mapping[str, Any]]] = {}
    for row in (
        Effect.objects.filter(share__project=project).values("year", *effects.MEASURES).order_by("year", "share")
    ):
        told.setdefault(row["year"], []).append(row)
    return effects.against(promise, told)
