"""The accepted rows of a preview as records: establishments, published projects with their shares, stated figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from bedo.accounts.models import User
from bedo.core import bulk
from bedo.core.text import name_key
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.establishments.services.register import register_many, update
from bedo.imports.matching import CHANGED, NEW, SAME
from bedo.imports.models import Import, ImportedRecord
from bedo.places.models import Unit
from bedo.projects.rules import printed
from bedo.projects.services.published import PublishedProject, PublishedShare, correct_published, enter_published
from bedo.reports import rules as reports
from bedo.reports.models import StatedFigure
from bedo.reports.services import state_figures

KINDS = (
    ("hop_tac_xa", ("htx", "hop tac xa")),
    ("doanh_nghiep", ("tnhh", "ct ", "cp ", "dntn", "dn ", "chi nhanh", "nha may")),
    ("ho_kinh_doanh", ("hkd", "ho ", "cs ")),
)
KIND_UNKNOWN = "Danh sách không ghi loại hình; tạm xếp là hộ kinh doanh."
Line = dict[str, Any]
AT_ONCE = 5000
"""Rows written together."""


@dataclass
class Written:
    """How many records were made or changed."""

    projects: int = 0
    changed: int = 0
    establishments: int = 0
    figures: int = 0


@lru_cache(maxsize=5_000)
def _unit(pk: int) -> Unit:
    """A unit known by its id alone, to point at."""
    return Unit(pk=pk)


def _parts(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Rows in parts of a few thousand; a project and its members stay together."""
    part: list[Line] = []
    for line in lines:
        if len(part) >= AT_ONCE and line["kind"] != "group_member":
            yield part
            part = []
        part.append(line)
    yield part


class Writer:
    """Writes the rows of one import in the caller's transaction."""

    def __init__(self, row: Import, by: User, today: date):
        self.row, self.by, self.today = row, by, today
        self.records: list[dict[str, Any]] = []
        self.firms: dict[str, int] = {}
        self.done = Written()

    def write(self, lines: Iterable[Line]) -> Written:
        """All rows, some thousand at a time, so that a long list is never held whole."""
        for part in _parts(lines):
            self._firms(part)
            self._projects([line for line in part if line["kind"] in ("project", "group_member")])
            changed = [line for line in part if line["outcome"] == CHANGED]
            self._changes([line for line in changed if line["project"]])
            self._firm_changes([line for line in changed if not line["project"]])
            self._figures([line for line in part if line["kind"] == "aggregate" and line["outcome"] == NEW])
            bulk.insert(ImportedRecord, self.records)
            self.records.clear()
        return self.done

    def _note(self, line: Line, **what: Any) -> None:
        sheet = line["table"].rpartition("#")[0]
        self.records.append({"owner_id": self.row.pk, "sheet": sheet[:80], "sheet_row": line["sheet_row"], **what})

    # --- establishments

    def _firms(self, lines: list[Line]) -> None:
        """Enter those that no row of the register is, each name once, as precisely placed as any of its rows says."""
        fresh: dict[str, Line] = {}
        for line in lines:
            name = line["values"].get("beneficiary_name")
            if name and line["establishment"] is None and line["outcome"] == NEW:
                fresh.setdefault(self._firm_key(line), line)
        for key in fresh.keys() & self.firms.keys():
            del fresh[key]
        rows = [self._firm(line) for line in fresh.values()]
        made = (
            register_many(province=self.row.province, rows=rows, origin=self.row.source, by=self.by, today=self.today)
            if rows
            else []
        )
        self.firms |= zip(fresh, (firm.pk for firm in made), strict=True)
        for line, firm in zip(fresh.values(), made, strict=True):
            self._note(line, establishment_id=firm.pk)
        self.done.establishments += len(made)

    def _firm_key(self, line: Line) -> str:
        return f"{name_key(line['values']['beneficiary_name'])}|{line['values'].get('tax_code', '')}|{line['place']}"

    def _firm(self, line: Line) -> dict[str, Any]:
        values = line["values"]
        key = name_key(values["beneficiary_name"]) + " "
        kind = next((code for code, words in KINDS if any(key.startswith(word) for word in words)), "")
        name = values["beneficiary_name"][:200]
        return {
            "place": _unit(line["place"]),
            "kind": kind or "ho_kinh_doanh",
            "name": name[0].upper() + name[1:],
            "tax_code": values.get("tax_code", ""),
            "place_text": values.get("place", "")[:200],
            "source": f"{self.row.source}, dòng {line['sheet_row']}",
            "note": "" if kind else KIND_UNKNOWN,
        }

    def _firm_of(self, line: Line) -> int | None:
        if not line["values"].get("beneficiary_name"):
            return None
        return line["establishment"] or self.firms.get(self._firm_key(line))

    # --- projects

    def _projects(self, lines: list[Line]) -> None:
        members: dict[tuple[str, int], list[Line]] = {}
        for line in lines:
            if line["kind"] == "group_member":
                members.setdefault((line["table"], line["parent"]), []).append(line)
        fresh = [line for line in lines if line["kind"] == "project" and line["outcome"] == NEW]
        projects = [self._project(line, members.get((line["table"], line["sheet_row"]), [])) for line in fresh]
        made = enter_published(province=self.row.province, projects=projects, origin=self.row.source, by=self.by)
        for line, project in zip(fresh, projects, strict=True):
            self._note(line, project_id=made[project.code])
        for line in lines:
            if line["outcome"] == SAME and line["kind"] == "project":
                self._note(line, project_id=line["project"], establishment_id=line["establishment"], is_new=False)
        self.done.projects += len(made)

    def _project(self, line: Line, members: list[Line]) -> PublishedProject:
        values = line["values"]
        track, fund = printed.LEVELS[values.get("level", "")]
        content = printed.content_of(values.get("title_vi", ""), values.get("content", ""))
        names = [one["values"]["beneficiary_name"] for one in members if one["values"].get("beneficiary_name")]
        names = names or [name for name in [values.get("beneficiary_name", "")] if name]
        many = bool(members) or (values.get("beneficiary_count") or 0) > 1
        task = not names and content in printed.TASKS
        sheet = line["table"].rpartition("#")[0]
        return PublishedProject(
            code=(values.get("code") or f"NH{self.row.pk}-{line['key'].partition('#')[2].replace('!', '-')}")[:40],
            place_id=line["place"],
            title=values.get("title_vi", ""),
            track=track,
            kind="group" if many else "task" if task else "single",
            content=content,
            fund=fund,
            year=values.get("year"),
            state=printed.STATES[values.get("status", "")],
            **self._amounts(line, members),
            beneficiary_names="; ".join(names),
            beneficiary_count=values.get("beneficiary_count") or len(names) or None,
            source_url=f"{self.row.source}, trang “{sheet}”, dòng {line['sheet_row']}",
            printed={
                **values,
                "qualifiers": line["qualifiers"],
                "sha256": self.row.sha256,
                "sheet": sheet,
                "row": line["sheet_row"],
            },
            shares=self._shares(line, members, task=task),
        )

    def _amounts(self, line: Line, members: list[Line]) -> dict[str, Dong | None]:
        """Of the project as its row says, else the exact sum of its members when each of them has one."""
        found: dict[str, Dong | None] = {}
        for name in ("support", "counterpart", "total"):
            own = line["values"].get(f"{name}_vnd")
            parts = [member["values"].get(f"{name}_vnd") for member in members]
            if own is None and parts and all(part is not None for part in parts):
                own = sum(parts)
            found[name] = None if own is None else Dong(own)
        return found

    def _shares(self, line: Line, members: list[Line], *, task: bool) -> tuple[PublishedShare, ...]:
        if members:
            return tuple(self._share(member) for member in members)
        if line["values"].get("beneficiary_name"):
            return (self._share(line),)
        if task:
            return (PublishedShare(None, line["place"], role="unit", **self._amounts(line, [])),)
        return ()

    def _share(self, line: Line) -> PublishedShare:
        return PublishedShare(self._firm_of(line), line["place"], printed=line["values"], **self._amounts(line, []))

    def _changes(self, lines: list[Line]) -> None:
        if not lines:
            return
        changes = {line["project"]: {column: pair[1] for column, pair in line["changes"].items()} for line in lines}
        for line in lines:
            before = {column: pair[0] for column, pair in line["changes"].items()}
            self._note(line, project_id=line["project"], is_new=False, before=before)
        correct_published(province=self.row.province, changes=changes, origin=self.row.source, by=self.by)
        self.done.changed += len(changes)

    def _firm_changes(self, lines: list[Line]) -> None:
        rows = Establishment.objects.select_related("province").in_bulk([line["establishment"] for line in lines])
        for line in lines:
            row = rows[line["establishment"]]
            self._note(
                line,
                establishment_id=row.pk,
                is_new=False,
                before={name: pair[0] for name, pair in line["changes"].items()},
            )
            facts = {name: pair[1] for name, pair in line["changes"].items()}
            update(establishment=row, version=row.version, by=self.by, today=self.today, **facts)
        self.done.changed += len(lines)

    # --- stated figures

    def _figures(self, lines: list[Line]) -> None:
        rows = [figure for line in lines for figure in self._stated(line)]
        if not rows:
            return
        before = set(StatedFigure.objects.filter(origin__startswith=self._origin()).values_list("pk", flat=True))
        self.done.figures += state_figures(figures=rows, origin=self.row.source, by=self.by)
        by_origin = {f"{self._origin()}:{line['key']}"[:60]: line for line in lines}
        for figure in StatedFigure.objects.filter(origin__startswith=self._origin()).exclude(pk__in=before):
            self._note(by_origin[figure.origin], figure_id=figure.pk)

    def _origin(self) -> str:
        return f"{self.row.sha256[:16]}"

    def _stated(self, line: Line) -> list[StatedFigure]:
        values = line["values"]
        sheet = line["table"].rpartition("#")[0]
        found = []
        for name, value in values.items():
            measure = name.removesuffix("_vnd")
            if measure not in reports.MEASURES or not isinstance(value, int):
                continue
            found.append(
                StatedFigure(
                    province=self.row.province,
                    place_id=line["place"],
                    place_text=str(values.get("province_at_time") or self.row.province.name)[:120],
                    scope=str(values.get("scope") or "tỉnh")[:60],
                    period=str(values.get("period_label", ""))[:60],
                    year_from=values.get("year_from"),
                    year_to=values.get("year_to"),
                    kind="result",
                    measure=measure,
                    subject=f"trang “{sheet}”, dòng {line['sheet_row']}",
                    value=value,
                    unit=reports.MEASURES[measure].unit,
                    qualifier=line["qualifiers"].get(name, "exact"),
                    source_url=f"{self.row.source}, trang “{sheet}”, dòng {line['sheet_row']}",
                    origin=f"{self._origin()}:{line['key']}"[:60],
                )
            )
        return found
