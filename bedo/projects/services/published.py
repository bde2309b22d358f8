"""Projects that others published: kept as printed, with their source, and never ours to act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import fold, sort_key
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.places.models import Unit
from bedo.places.queries import standings
from bedo.projects.models import Project, Share
from bedo.projects.rules import states


@dataclass(frozen=True)
class PublishedShare:
    """One named beneficiary, or the implementing unit's own part; amounts None where none was printed."""

    establishment: Establishment | None
    place: Unit
    role: str = "beneficiary"
    support: Dong | None = None
    counterpart: Dong | None = None
    total: Dong | None = None
    printed: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PublishedProject:
    """A project as its source prints it. `track`, `fund` "" and `year`, amounts None where the source says nothing."""

    code: str
    place: Unit
    title: str
    track: str
    kind: str
    content: str
    fund: str
    year: int | None
    state: str
    support: Dong | None
    counterpart: Dong | None
    total: Dong | None
    beneficiary_names: str
    beneficiary_count: int | None
    source_url: str
    printed: dict[str, Any]
    shares: tuple[PublishedShare, ...] = ()


def enter_published(
    *, province: Unit, projects: Sequence[PublishedProject], origin: str, by: User | None
) -> list[Project]:
    """Enter those not entered yet, with one log entry for all. Refuses a project without a source.

    `province` is today's; a code that is already there is left as it is.
    """
    with log.writing(province.code):
        known = set(Project.objects.filter(province=province).values_list("code", flat=True))
        fresh = [project for project in projects if project.code not in known]
        if any(not project.source_url for project in fresh):
            raise Refused(
                "Đề án đã công bố phải có nguồn.", "Ghi địa chỉ trang đã công bố.", field="source_url", status=422
            )
        if not fresh:
            return []
        moment, today = now(), standings(project.place.pk for project in fresh)
        rows = Project.objects.bulk_create(
            _row(province, project, today[project.place.pk].unit, moment, by) for project in fresh
        )
        Share.objects.bulk_create(
            _share(row, number, share)
            for row, project in zip(rows, fresh, strict=True)
            for number, share in enumerate(project.shares, start=1)
        )
        log.record(
            province.code,
            "project.published",
            subject="projects:published",
            by=by,
            text=f"Nạp {len(rows)} đề án đã công bố ({origin}).",
            data={"origin": origin, "codes": [row.code for row in rows]},
        )
        return rows


def _row(province: Unit, project: PublishedProject, place_now: Unit, moment: datetime, by: User | None) -> Project:
    names = project.beneficiary_names
    return Project(
        province=province,
        place=project.place,
        place_now=place_now,
        code=project.code,
        title=project.title,
        track=project.track,
        kind=project.kind,
        content=project.content,
        fund=project.fund,
        year=project.year,
        state=project.state,
        support=project.support,
        counterpart=project.counterpart,
        total=project.total,
        beneficiary_names=names,
        beneficiary_count=project.beneficiary_count,
        search_text=fold(f"{project.code} {project.title} {names}"),
        sort_key=sort_key(project.title or names),
        source_url=project.source_url,
        printed=project.printed,
        created_at=moment,
        created_by=by,
    )


def _share(project: Project, number: int, share: PublishedShare) -> Share:
    on_shares = project.state in states.SHARE_ORDER or project.state == states.STOPPED
    return Share(
        project=project,
        number=number,
        role=share.role,
        establishment=share.establishment,
        place=share.place,
        state=project.state if on_shares else "",
        support=share.support,
        counterpart=share.counterpart,
        total=share.total,
        printed=share.printed,
    )
