"""Bring in the published projects, establishments and stated figures; run it as often as you like."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple

from bedo.config.demo import sources, stated
from bedo.config.demo.gazetteer import LAST_DAY_BEFORE, Gazetteer
from bedo.core.text import fold, name_key
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.establishments.services.register import register
from bedo.places.models import Unit
from bedo.places.queries import province_of
from bedo.projects.rules.printed import LEVELS, STATES, TASKS
from bedo.projects.services.published import PublishedProject, PublishedShare, enter_published
from bedo.reports.services import load_relations

ORIGIN = "projects_real.csv"
CONTENTS = {
    "may_moc": "MAY_MOC_CHUYEN_GIAO_CN",
    "trinh_dien": "MO_HINH_TRINH_DIEN_MOI",
    "thuong_hieu": "THUONG_HIEU",
    "tuyen_truyen": "TRUYEN_THONG",
    "hoi_cho": "HOI_CHO_THAM_GIA_TRONG_NUOC",
    "dao_tao": "DAO_TAO_NGHE",
    "binh_chon": "BINH_CHON_TO_CHUC_TINH",
    "cum_cong_nghiep": "HA_TANG_CCN",
    "nang_luc_quan_ly": "HOI_NGHI_TAP_HUAN",
}
OWN_WORDS = {"BTh-2019-06": "HOI_NGHI_TAP_HUAN"}  # "dao_tao", but the title speaks of courses in management
NOT_ESTABLISHMENTS = "cum cong nghiep"
KINDS = (
    ("hop_tac_xa", ("hop tac xa", "htx", "cooperative")),
    ("ho_kinh_doanh", ("ho kinh doanh",)),
    ("doanh_nghiep", ("cong ty", "chi nhanh", "dntn", "joint stock company")),
)
KIND_UNKNOWN = "Nguồn chỉ ghi “cơ sở”, không ghi loại hình; tạm xếp là hộ kinh doanh."


class Loaded(NamedTuple):
    """How much a load added."""

    projects: int
    establishments: int
    figures: int


def load(*, today: date) -> Loaded:
    """Every row of the shipped files that is not there yet."""
    before = Establishment.objects.count()
    gazetteer = Gazetteer()
    projects = _load_projects(gazetteer, today)
    figures = stated.load(gazetteer)
    load_relations(rows=sources.rows("relations.csv"))
    return Loaded(projects, Establishment.objects.count() - before, figures)


def _load_projects(gazetteer: Gazetteer, today: date) -> int:
    """Rows of one province of today together: one entry in its log."""
    by_province: dict[Unit, list[list[dict[str, str]]]] = {}
    for lines in _grouped(sources.rows(ORIGIN)):
        province = gazetteer.province(lines[0]["province_at_time"], _day(lines[0]))
        by_province.setdefault(gazetteer.present(province), []).append(lines)
    count = 0
    for province, groups in by_province.items():
        reader = Reader(gazetteer, province, today, groups)
        projects = [reader.project(lines) for lines in groups]
        count += len(enter_published(province=province, projects=projects, origin=ORIGIN, by=None))
    return count


def _grouped(rows: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    """The lines of each project together, its own line first."""
    ordered = sorted(rows, key=lambda row: (row["project_key"], row["row_kind"] != "project"))
    return [list(lines) for _, lines in groupby(ordered, key=lambda row: row["project_key"])]


def _day(row: dict[str, str]) -> date:
    """A day within the printed years, on which the units are looked up; the last map before the reform otherwise."""
    year = row["year"][-4:]
    return min(date(int(year), 12, 31), LAST_DAY_BEFORE) if year else LAST_DAY_BEFORE


class Reader:
    """Reads the lines of one project; registers the establishments that it names."""

    def __init__(self, gazetteer: Gazetteer, province: Unit, today: date, groups: list[list[dict[str, str]]]):
        self.gazetteer, self.province, self.today = gazetteer, province, today
        live = Establishment.objects.live().filter(province=province, is_sample=False)
        self.known = {row.name_key: row for row in live}
        self.precise = _most_precise(row for lines in groups for row in lines)

    def project(self, lines: list[dict[str, str]]) -> PublishedProject:
        own, members = lines[0], lines[1:]
        track, fund = LEVELS[own["level"]]
        cited = sources.cite(own["source_url"])
        shares = self._shares(own, members, cited)
        count = sources.number(own["beneficiary_count"])
        return PublishedProject(
            code=own["project_key"],
            place_id=self._place(own).pk,
            title=own["title_vi"],
            track=track,
            kind=_kind(own, members, count),
            content=_content(own),
            fund=fund,
            year=sources.number(own["year"]) if own["year"].isdigit() else None,
            state=STATES[own["status"]],
            **_amounts(own),
            beneficiary_names="; ".join(_names(own, members)),
            beneficiary_count=count,
            source_url=next((one for one in cited if one.startswith("http")), cited[0]),
            printed={**_printed(own), "categories": own["category"].split(";"), "sources": cited},
            shares=shares,
        )

    def _shares(
        self, own: dict[str, str], members: list[dict[str, str]], cited: list[str]
    ) -> tuple[PublishedShare, ...]:
        if members:
            return tuple(self._share(row, row["beneficiary_name"], sources.cite(row["source_url"])) for row in members)
        names = _names(own, members)
        if not names:
            task = _content(own) in TASKS
            return (PublishedShare(None, self._place(own).pk, role="unit", **_amounts(own)),) if task else ()
        if len(names) > 1 or own["beneficiary_count"] != "1":
            blank = {**own, "support_vnd": "", "counterpart_vnd": "", "total_vnd": ""}
            return tuple(self._share(blank, name, cited) for name in names)
        return (self._share(own, names[0], cited),)

    def _share(self, row: dict[str, str], name: str, cited: list[str]) -> PublishedShare:
        """Amounts only where they were printed for this one beneficiary."""
        place = self._place(row)
        printed = _printed(row) if row["row_kind"] == "group_member" else {}
        if fold(name).startswith(NOT_ESTABLISHMENTS):
            return PublishedShare(None, place.pk, printed={**printed, "beneficiary_name": name})
        return PublishedShare(self._establishment(name, cited).pk, place.pk, printed=printed, **_amounts(row))

    def _establishment(self, name: str, cited: list[str]) -> Establishment:
        key = name_key(name)
        if key not in self.known:
            kind = next((kind for kind, words in KINDS if any(word in fold(name) for word in words)), "")
            self.known[key] = register(
                province=self.province,
                place=self._place(self.precise[key], exact=True),
                kind=kind or "ho_kinh_doanh",
                name=name[0].upper() + name[1:],
                place_text=_place_words(self.precise[key]),
                source="; ".join(cited),
                note="" if kind else KIND_UNKNOWN,
                by=None,
                today=self.today,
            )
        return self.known[key]

    def _place(self, row: dict[str, str], *, exact: bool = False) -> Unit:
        """The unit of the time; `exact`: rather the commune of the last map than only the province of the time."""
        province = self.gazetteer.province(row["province_at_time"], _day(row))
        place = self.gazetteer.place(province, row["district"], row["commune"])
        return place if exact or province_of(place) == province else province


def _most_precise(rows: Iterable[dict[str, str]]) -> dict[str, dict[str, str]]:
    """By name of a beneficiary, the row that says best where it is."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        for name in _names(row, []):
            best = found.setdefault(name_key(name), row)
            if _place_words(row).count(",") > _place_words(best).count(","):
                found[name_key(name)] = row
    return found


def _kind(own: dict[str, str], members: list[dict[str, str]], count: int | None) -> str:
    if members or (count or 0) > 1 or "đề án nhóm" in own["note"]:
        return "group"
    return "task" if _content(own) in TASKS else "single"


def _content(own: dict[str, str]) -> str:
    return OWN_WORDS.get(own["project_key"]) or CONTENTS[own["category"].split(";")[0]]


def _names(own: dict[str, str], members: list[dict[str, str]]) -> list[str]:
    if members:
        return [row["beneficiary_name"] for row in members]
    return [name.strip() for name in own["beneficiary_name"].split(";") if name.strip()]


def _amounts(row: dict[str, str]) -> dict[str, Dong | None]:
    columns = {"support": "support_vnd", "counterpart": "counterpart_vnd", "total": "total_vnd"}
    printed = {name: sources.number(row[column]) for name, column in columns.items()}
    return {name: None if value is None else Dong(value) for name, value in printed.items()}


PRINTED = (
    "province_at_time", "district", "commune", "year", "level", "category", "beneficiary_name", "amount_qualifiers",
    "status", "status_date", "jobs", "effects", "printed_amounts", "note",
)  # fmt: skip


def _printed(row: dict[str, str]) -> dict[str, str]:
    """The columns as printed that the tables cannot hold as they are; blank ones are left out."""
    return {column: row[column] for column in PRINTED if row[column]}


def _place_words(row: dict[str, str]) -> str:
    return ", ".join(row[part] for part in ("commune", "district", "province_at_time") if row[part])
