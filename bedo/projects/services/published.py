"""Projects that others published: kept as printed, with their source, and never ours to act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from bedo.accounts.models import User
from bedo.core import bulk, log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import fold, sort_key
from bedo.core.types import Dong
from bedo.places.models import Unit
from bedo.places.queries import standings
from bedo.projects.models import Project, Share
from bedo.projects.rules import states

MOST_NAMED = 200
"""Codes that a log entry names; beyond them it only counts."""


@dataclass(frozen=True)
class PublishedShare:
    """One named beneficiary, or the implementing unit's own part; amounts None where none was printed."""

    establishment_id: int | None
    place_id: int
    role: str = "beneficiary"
    support: Dong | None = None
    counterpart: Dong | None = None
    total: Dong | None = None
    printed: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PublishedProject:
    """A project as its source prints it. `track`, `fund` "" and `year`, amounts None where the source says nothing."""

    code: str
    place_id: int
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
) -> dict[str, int]:
    """Enter those not entered yet, with one log entry for all; returns their ids by code. Refuses one without a source.

    `province` is today's; a code that is already there is left as it is.
    """
    with log.writing(province.code):
        codes = [project.code for project in projects]
        known = set(Project.objects.filter(province=province, code__in=codes).values_list("code", flat=True))
        fresh = [project for project in projects if project.code not in known]
        if any(not project.source_url for project in fresh):
            raise Refused(
                "Đề án đã công bố phải có nguồn.", "Ghi địa chỉ trang đã công bố.", field="source_url", status=422
            )
        if not fresh:
            return {}
        today = standings({project.place_id for project in fresh})
        given = {"province_id": province.pk, "created_at": now(), "created_by_id": by.pk if by else None}
        rows = [_row(project) | given | {"place_now_id": today[project.place_id].unit.pk} for project in fresh]
        ids = bulk.insert(Project, rows)
        bulk.insert(Share, [row for pk, project in zip(ids, fresh, strict=True) for row in _shares(pk, project)])
        log.record(
            province.code,
            "project.published",
            subject="projects:published",
            by=by,
            text=f"Nạp {len(rows)} đề án đã công bố ({origin}).",
            data={"origin": origin, "projects": len(rows), "codes": [one.code for one in fresh[:MOST_NAMED]]},
        )
        return dict(zip((one.code for one in fresh), ids, strict=True))


def correct_published(*, province: Unit, changes: Mapping[int, Mapping[str, Any]], origin: str, by: User) -> None:
    """Put other values into published projects, by id; one log entry for all. Refuses what people work on here.

    Only columns that a source prints: title, support, counterpart, total (whole đồng), year.
    """
    with log.writing(province.code):
        rows = list(
            Project.objects.select_for_update().filter(province=province, pk__in=changes).exclude(source_url="")
        )
        if len(rows) != len(changes):
            raise Refused("Có đề án đang làm trên hệ thống.", "Đổi bằng hồ sơ điều chỉnh.", code="state")
        for row in rows:
            for column, value in changes[row.pk].items():
                setattr(row, column, value)
            row.version += 1
            row.search_text = fold(f"{row.code} {row.title} {row.beneficiary_names}")
            row.sort_key = sort_key(row.title or row.beneficiary_names)
        columns = ["title", "support", "counterpart", "total", "year", "version", "search_text", "sort_key"]
        Project.objects.bulk_update(rows, columns, batch_size=200)
        log.record(
            province.code,
            "project.published_corrected",
            subject="projects:published",
            by=by,
            text=f"Sửa {len(rows)} đề án đã công bố ({origin}).",
            data={"origin": origin, "codes": [row.code for row in rows[:MOST_NAMED]]},
        )


def withdraw_published(*, province: Unit, projects: Sequence[int], origin: str, by: User) -> None:
    """Take published projects out again with their shares, as if never entered; one log entry. Refuses, by name, one
    that something else already builds on."""
    with log.writing(province.code):
        rows = Project.objects.filter(province=province, pk__in=projects).exclude(source_url="")
        try:
            with transaction.atomic():
                Share.objects.filter(project__in=rows).delete()
                rows.delete()
        except ProtectedError as error:
            held = sorted(
                {str(one.project) if hasattr(one, "project") else str(one) for one in error.protected_objects}
            )
            raise Refused(
                f"Không rút được vì đã có việc khác dựa trên: {'; '.join(held[:3])}.",
                "Gỡ những việc đó trước.",
                code="built_on",
            ) from error
        log.record(
            province.code,
            "project.published_withdrawn",
            subject="projects:published",
            by=by,
            text=f"Rút {len(projects)} đề án đã nạp ({origin}).",
            data={"origin": origin, "projects": len(projects)},
        )


def _row(project: PublishedProject) -> dict[str, Any]:
    row = {name: value for name, value in vars(project).items() if name != "shares"}
    names = project.beneficiary_names
    row["search_text"] = fold(f"{project.code} {project.title} {names}")
    row["sort_key"] = sort_key(project.title or names)
    return row


def _shares(project_id: int, project: PublishedProject) -> list[dict[str, Any]]:
    on_shares = project.state in states.SHARE_ORDER or project.state == states.STOPPED
    given = {"project_id": project_id, "state": project.state if on_shares else ""}
    return [{**vars(share), **given, "number": number} for number, share in enumerate(project.shares, start=1)]
