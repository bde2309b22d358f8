"""Projects seen from a support norm: on which side of its first day each stands, and past supports to try a draft on. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from bedo.core.types import Dong
from bedo.programmes import rules
from bedo.projects.models import Project, Share
from bedo.projects.rules import states

BEFORE, WITHIN, AFTER, OPEN, UNKNOWN = "truoc", "trong", "sau", "cho", "khong-ro"
SIDES = {
    BEFORE: "Phê duyệt trước ngày hiệu lực",
    WITHIN: "Phê duyệt từ ngày hiệu lực",
    AFTER: "Phê duyệt sau ngày hết hiệu lực",
    OPEN: "Chưa phê duyệt kế hoạch",
    UNKNOWN: "Không rõ ngày phê duyệt",
}
"""A project follows the rules of the day its plan was approved; one that waits follows those of the day it will be."""

NEVER_GIVEN = frozenset(
    {
        states.DRAFT,
        states.SUBMITTED,
        states.BASE_REVIEW,
        states.RETURNED,
        states.BASE_PASSED,
        states.REGISTERED,
        states.MINISTRY_REVIEW,
        states.MINISTRY_PASSED,
        states.NOT_PLANNED,
        states.WITHDRAWN,
        states.REJECTED,
    }
)
"""Support was asked, or refused, and not given: no past to replay."""
MOST = 5_000


def about(user, norm: rules.SupportNorm) -> QuerySet[Project]:
    """The projects within the person's scope that the norm speaks of: its content, its province, its level of money.

    A national norm is also the pattern for local projects, so it is asked of both tracks.
    """
    found = Project.objects.visible_to(user).filter(content=norm.key)
    if norm.province:
        found = found.filter(province__code=norm.province)
    return found.filter(track="local") if norm.level == rules.LOCAL else found


def side_of(norm: rules.SupportNorm) -> dict[str, Q]:
    """Side → its condition; every project stands on exactly one. Asks for a norm whose first day is known."""
    known, ended = Q(rule_day__isnull=False), Q(state__in=states.ENDED)
    late = Q(rule_day__gt=norm.effective_to) if norm.effective_to else Q(pk__in=[])
    return {
        BEFORE: Q(rule_day__lt=norm.effective_from),
        WITHIN: Q(rule_day__gte=norm.effective_from) & ~late,
        AFTER: late,
        OPEN: ~known & Q(source_url="") & ~ended,
        UNKNOWN: ~known & (~Q(source_url="") | ended),
    }


def counts(user, norm: rules.SupportNorm) -> dict[str, int]:
    """How many projects stand on each side; one query."""
    return about(user, norm).aggregate(
        **{
            side.replace("-", "_"): Count("pk", filter=condition, distinct=True)
            for side, condition in side_of(norm).items()
        }
    )


def on_side(user, norm: rules.SupportNorm, side: str) -> QuerySet[Project]:
    """The projects of one side, newest approval first."""
    rows = about(user, norm).filter(side_of(norm)[side]).select_related("province")
    return rows.order_by("-rule_day", "-pk")


@dataclass(frozen=True)
class Given:
    """A support that was given: the project, and the share of a project with several beneficiaries (None: all of it)."""

    project: Project
    share: Share | None
    past: rules.Past

    @property
    def label(self) -> str:
        """“DA08-2026-0001 · Hợp tác xã A”."""
        who = self.share.label if self.share else self.project.beneficiary_names
        return " · ".join(part for part in (self.project.code, who) if part)


def given(user, norm: rules.SupportNorm, first: int, last: int) -> list[Given]:
    """Past supports of the norm's content in the budget years first…last, at most MOST + 1 of them. Two queries.

    The basis is the estimate's total; where there is none, support and own money together. Of a project with several
    beneficiaries each share is one, reckoned from its support and own money, as its detailed plan was.
    """
    rows = about(user, norm).filter(year__gte=first, year__lte=last).exclude(state__in=NEVER_GIVEN)
    projects = list(rows.select_related("province").order_by("year", "code", "pk")[: MOST + 1])
    shared = [project.pk for project in projects if project.kind in states.SHARED]
    shares: dict[int, list[Share]] = {}
    for share in Share.objects.filter(project__in=shared, role="beneficiary").select_related("establishment"):
        shares.setdefault(share.project_id, []).append(share)
    found: list[Given] = []
    for project in projects:
        if project.pk in shares:
            found += [Given(project, share, _past(share, None)) for share in shares[project.pk]]
        else:
            found.append(Given(project, None, _past(project, project.total)))
    return found


def _past(thing: Project | Share, total: Dong | None) -> rules.Past:
    both = None if thing.support is None or thing.counterpart is None else thing.support + thing.counterpart
    return rules.Past(thing.pk, total or both, thing.support)
