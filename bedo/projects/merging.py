"""The registrations of all provinces for a year as one checked table. TT 36/2013/TT-BCT, Điều 6, 8, 10 (Mẫu 2)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from bedo.accounts.models import User
from bedo.core.types import Dong
from bedo.projects import lawbook, queries
from bedo.projects.models import EstimateLine, Project, RegistrationSet
from bedo.projects.rules import states
from bedo.projects.services.national import gaps_of

NEVER_WENT_ON = frozenset({states.DRAFT, states.WITHDRAWN, states.REJECTED, states.NOT_PLANNED})
TWIN, OVER, GAP, LATE = "trung", "dinh-muc", "thieu", "cham"
PROBLEMS = {
    TWIN: "Trùng cơ sở và máy",
    OVER: "Vượt định mức",
    GAP: "Thiếu giấy tờ, số liệu",
    LATE: "Đăng ký chậm",
}


@dataclass(frozen=True)
class Entry:
    """One registered project: its set, the money of its estimate by source (whole đồng), what does not fit (kind, sentence)."""

    project: Project
    sent: RegistrationSet
    fund: Dong
    own: Dong
    other: Dong
    problems: tuple[tuple[str, str], ...]

    @property
    def total(self) -> Dong:
        return Dong(self.fund + self.own + self.other)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for kind, _ in self.problems)


@dataclass
class Sums:
    """Projects and money of some entries; whole đồng. `wrong`: how many have a problem."""

    projects: int = 0
    fund: Dong = Dong(0)
    total: Dong = Dong(0)
    wrong: int = 0
    by_kind: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PROBLEMS, 0))

    def add(self, entry: Entry) -> None:
        self.projects += 1
        self.fund += entry.fund
        self.total += entry.total
        self.wrong += bool(entry.problems)
        for kind in entry.kinds:
            self.by_kind[kind] += 1


def merged(user: User, year: int, today: date) -> list[Entry]:
    """Every project that a Sở registered for the year, by province and code, with what does not fit; a fixed number of queries."""
    sets = RegistrationSet.objects.visible_to(user).filter(year=year).select_related("paper")
    last = {}
    for sent in sets.prefetch_related("projects").order_by("sent_on", "pk"):
        last |= {project.pk: sent for project in sent.projects.all()}
    rows = queries.with_checklists(Project.objects.filter(pk__in=last)).select_related(
        "province", "place", "place_now", "dossier", "officer", "implementer"
    )
    projects = list(rows.order_by("province__sort_key", "province", "code"))
    twins = _twins(projects, year)
    return [_entry(project, last[project.pk], twins.get(project.pk, ()), today) for project in projects]


def _entry(project: Project, sent: RegistrationSet, twins: tuple[str, ...], today: date) -> Entry:
    lines = list(project.estimate.all())
    found = [(TWIN, f"cùng cơ sở, cùng máy với {', '.join(twins)}")] if twins else []
    ruling = lawbook.norm_ruling(project, today)
    if ruling.refusal or ruling.warnings:
        found.append((OVER, (ruling.refusal.reason if ruling.refusal else ruling.warnings[0]).rstrip(".")))
    found += [(GAP, gap) for gap in gaps_of(project, today)]
    if sent.late_reason:
        found.append((LATE, f"gửi {sent.sent_on:%d/%m/%Y}, hạn {sent.due_on:%d/%m/%Y}: {sent.late_reason.rstrip('.')}"))
    fund = sum(line.from_fund for line in lines) if lines else project.support or 0
    own = sum(line.from_beneficiary for line in lines) if lines else project.counterpart or 0
    return Entry(project, sent, Dong(fund), Dong(own), Dong(sum(line.from_other for line in lines)), tuple(found))


def _twins(projects: list[Project], year: int) -> dict[int, tuple[str, ...]]:
    """Codes of other projects of this year or the last, national or local, that buy the same machine for the same establishment."""
    members = {share.establishment_id for one in projects for share in one.shares.all() if share.establishment_id}
    keys = {line.machine_key for one in projects for line in one.estimate.all() if line.machine_key}
    lines = EstimateLine.objects.filter(
        machine_key__in=keys,
        project__shares__establishment__in=members,
        project__year__in=(year, year - 1),
        project__source_url="",
    ).exclude(project__state__in=NEVER_WENT_ON)
    found: dict[tuple[int, str], set[tuple[int, str]]] = defaultdict(set)
    for establishment, key, pk, code in lines.values_list(
        "project__shares__establishment", "machine_key", "project", "project__code"
    ):
        found[establishment, key].add((pk, code))
    twins: dict[int, set[str]] = defaultdict(set)
    for one in projects:
        for share in one.shares.all():
            for line in one.estimate.all():
                for pk, code in found.get((share.establishment_id, line.machine_key), ()):
                    if pk != one.pk:
                        twins[one.pk].add(code)
    return {pk: tuple(sorted(codes)) for pk, codes in twins.items()}


def sums(entries: list[Entry], by: str) -> dict[object, Sums]:
    """Sums of the entries by an attribute of their project (its id of the province, its content), in their order."""
    found: dict[object, Sums] = {}
    for entry in entries:
        found.setdefault(getattr(entry.project, by), Sums()).add(entry)
    return found
