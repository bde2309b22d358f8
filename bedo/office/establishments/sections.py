"""What higher contexts know of an establishment, as sections of its page."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.http import urlencode

from bedo.accounts.models import User
from bedo.core.clock import today
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.ledger.rules import FUNDS
from bedo.office.visits import beside as visits
from bedo.office.visits.forms import EVERY
from bedo.programmes import queries as programmes
from bedo.projects.models import Project, ProjectPaper, Share, Wish
from bedo.projects.rules import states

PAPERS_SHOWN = 12
DROPPED = frozenset({states.WITHDRAWN, states.REJECTED, states.STOPPED, states.NOT_PLANNED})


class Section(NamedTuple):
    """A part of the page: `template` is included with `section` (this) and nothing else."""

    key: str
    title: str
    template: str
    data: dict[str, Any]


class YearLine(NamedTuple):
    """Support of one year and fund: how many projects, their support and what was paid; None where nobody printed it."""

    year: int | None
    fund: str
    projects: int
    support: Dong | None
    paid: Dong | None


def project_sections(establishment: Establishment, *, user: User) -> list[Section]:
    """Wishes, projects with money by year, visits and papers of the establishment, within the person's scope."""
    wishes, shares = _wishes(establishment, user), _shares(establishment, user)
    names = {key: content.name for key, content in programmes.contents(today()).items()}
    for row in [*wishes, *(share.project for share in shares)]:
        row.content_word = names.get(row.content, row.content)
    may_record = user.grants.may("wish.record", establishment.province_id)
    asked = {"wishes": wishes, "new_for": establishment.pk if may_record else None}
    held = {"shares": shares, "years": by_year(shares)}
    found = [
        Section("wish", "Nhu cầu", "office/establishments/_wishes.html", asked),
        Section("project", "Đề án", "office/establishments/_projects.html", held),
    ]
    if visits.sees(user):
        found.append(_visits(establishment, user))
    papers = _papers(shares)
    if papers:
        found.append(Section("paper", "Giấy tờ", "office/establishments/_papers.html", {"papers": papers}))
    return found


def _visits(establishment: Establishment, user: User) -> Section:
    listing = f"{reverse('office:visits:list')}?{urlencode({'q': establishment.name, 'tt': EVERY})}"
    data = visits.of_establishment(establishment, user) | {"url": listing}
    return Section("visit", "Các buổi thăm", "office/establishments/_visits.html", data)


def _wishes(establishment: Establishment, user: User) -> list[Wish]:
    rows = Wish.objects.visible_to(user).filter(establishment=establishment)
    return list(rows.select_related("officer").order_by("-received_on", "-pk"))


def _shares(establishment: Establishment, user: User) -> list[Share]:
    """Its parts of projects, the newest first, with what was paid on each."""
    seen = Project.objects.visible_to(user)
    rows = Share.objects.filter(establishment=establishment, project__in=seen).select_related("project__officer")
    rows = rows.annotate(paid=Sum("payments__amount", filter=Q(payments__reversed_on=None)))
    found = list(rows.order_by("-project__year", "-project_id", "number"))
    for share in found:
        share.shown_state = share.state or share.project.state
        if share.paid is None and not share.project.is_published:
            share.paid = Dong(0)
        share.fund_word = FUNDS.get(share.project.fund, share.project.fund)
    return found


def by_year(shares: Iterable[Share]) -> list[YearLine]:
    """Support by year and fund, without what was withdrawn, rejected, stopped or left out of the plan."""
    groups: dict[tuple[int | None, str], list[Share]] = {}
    for share in shares:
        if share.shown_state not in DROPPED:
            groups.setdefault((share.project.year, share.fund_word), []).append(share)
    return [
        YearLine(year, fund, len(rows), _sum(rows, "support"), _sum(rows, "paid"))
        for (year, fund), rows in groups.items()
    ]


def _sum(rows: list[Share], field: str) -> Dong | None:
    known = [getattr(row, field) for row in rows if getattr(row, field) is not None]
    return Dong(sum(int(value) for value in known)) if known else None


def _papers(shares: list[Share]) -> list[ProjectPaper]:
    rows = ProjectPaper.objects.filter(
        Q(share__in=shares) | Q(share=None, project__in={share.project_id for share in shares})
    )
    return list(rows.select_related("project", "paper", "attachment").order_by("-added_at", "-pk")[:PAPERS_SHOWN])


def asked_contents(sections: Iterable[Section]) -> set[str]:
    """Codes of the contents it asked for, by what its sections show."""
    asked: set[str] = set()
    for section in sections:
        asked |= {wish.content for wish in section.data.get("wishes", ())}
        asked |= {share.project.content for share in section.data.get("shares", ())}
    return asked
