"""Give a project to other provinces as a file without people, and keep one that came in (need N32)."""

from __future__ import annotations

import hashlib
from typing import Any

from bedo.accounts.models import User
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import fold
from bedo.places.models import Unit
from bedo.projects.models import Effect, Project, SharedProject
from bedo.projects.rules import effects, sharing
from bedo.projects.services.acts import Ground, act, note, require

RIGHT = "network.view"


def shareable(project: Project) -> dict[str, Any]:
    """The project without people: kind of content, written parts, costs, results. Names that the system knows of it, and
    what looks like a person or a personal number, are taken out of every text; the person who shares it reads it first.
    """
    names = _names(project)

    def clean(text: str) -> str:
        return sharing.without_people(text or "", names)

    dossier = getattr(project, "dossier", None)
    return {
        "title": clean(project.title), "content": project.content, "kind": project.kind, "track": project.track,
        "fund": project.fund, "year": project.year, "province": project.province.label, "state": project.state,
        **{name: _plain(getattr(project, name)) for name in sharing.MONEY},
        "dossier": {name: clean(getattr(dossier, name)) if dossier else "" for name in sharing.PARTS},
        "estimate": [
            {name: clean(line.text) if name == "text" else _plain(getattr(line, name)) for name in sharing.LINE}
            for line in project.estimate.order_by("number")
        ],
        "results": _results(project, clean),
    }  # fmt: skip


def _results(project: Project, clean: Any) -> list[dict[str, Any]]:
    """One line a share and year: figures, without who said them."""
    rows = Effect.objects.filter(share__project=project).order_by("year", "pk")
    return [
        {
            "year": row.year,
            "machine_in_use": row.machine_in_use,
            **{
                name: clean(row.output) if name == "output" else _plain(getattr(row, name)) for name in effects.MEASURES
            },
        }
        for row in rows
    ]


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _names(project: Project) -> set[str]:
    """Names, addresses and numbers that the system knows of the project and its establishments."""
    found = {project.code, project.cooperating, *project.beneficiary_names.replace(";", "\n").split("\n")}
    found |= {person.full_name for person in (project.officer, project.reviewer, project.created_by) if person}
    if project.implementer:
        found.add(project.implementer.name)
    for share in project.shares.select_related("establishment"):
        one = share.establishment
        if one is not None:
            found |= {one.name, one.address, one.tax_code}
            for person in one.people.all():
                found |= {person.full_name, person.phone, person.email, person.id_number}
    return {name.strip() for name in found if name and name.strip()}


def give(*, project: Project, by: User) -> str:
    """The file's text; that it was taken out stays in the log."""
    with act(project, by=by, what="Chia sẻ đề án"):
        require(project, RIGHT, by=by, what="chia sẻ hồ sơ đề án với tỉnh bạn")
        if project.is_published:
            raise Refused("Đề án lấy từ nguồn đã công bố, không có hồ sơ để chia sẻ.", "Gửi địa chỉ của nguồn.", code="published")  # fmt: skip
        text = sharing.as_text(shareable(project))
        digest = hashlib.sha256(text.encode()).hexdigest()
        note(
            project,
            "project.share",
            "Xuất tệp chia sẻ với tỉnh bạn, không có dữ liệu cá nhân.",
            by=by,
            data={"sha256": digest},
        )
        return text


def keep(*, province: Unit, content: bytes, by: User) -> SharedProject:
    """Keep a file of another province. Refuses what is no such file (422), and one that is here already (409)."""
    with act(Ground(province, "shared:list"), by=by, what="Nhận hồ sơ tỉnh bạn"):
        require(Ground(province, "shared:list"), RIGHT, by=by, what="nhận hồ sơ của tỉnh bạn")
        data = sharing.read(content)
        digest = hashlib.sha256(content).hexdigest()
        if SharedProject.objects.filter(province=province, sha256=digest).exists():
            raise Refused("Tệp này đã nhận.", "Mở trong danh sách.", field="file", code="twin")
        row = SharedProject.objects.create(
            province=province, origin=data["province"][:120], title=data["title"][:500], content=data["content"][:40],
            year=data["year"] if data["year"] and 0 < data["year"] < 3000 else None, data=data, sha256=digest,
            search_text=fold(f"{data['title']} {data['province']}"), received_at=now(), received_by=by,
        )  # fmt: skip
        note(row, "shared.keep", f"Nhận hồ sơ đề án của {row.origin or 'tỉnh bạn'}.", by=by, data={"sha256": digest})
        return row
