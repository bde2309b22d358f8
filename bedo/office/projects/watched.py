"""Đề án có dấu hiệu chậm, ngừng: shares of live projects ordered by what their own record says. Nothing here is a probability."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bedo.accounts.models import User
from bedo.core.clock import today
from bedo.office.shell.exports import Part, Table, conditions_of, download
from bedo.office.shell.http import chips, methods, paginate, require
from bedo.programmes import queries as law
from bedo.programmes.rules import WarningRule
from bedo.projects import watching
from bedo.projects.models import Project, Share
from bedo.projects.rules.warnings import Found, total

VIEW, RULES = "project.view", "rule.view"
MOST = 2000
"""Shares of several provinces that one page looks at; a wider scope is narrowed to one province first."""
ALL = ("", "Tất cả")


@dataclass(frozen=True)
class Watched:
    """One live share with its warnings, the heaviest first."""

    share: Share
    found: list[Found]

    @property
    def points(self) -> int:
        return total(self.found)

    @property
    def project(self) -> Project:
        return self.share.project

    @property
    def url(self) -> str:
        """The page of the project, of this share when there are several."""
        page = reverse("office:projects:detail", args=[self.share.project_id])
        return f"{page}?phan={self.share.number}" if self.is_part else page

    @property
    def is_part(self) -> bool:
        return self.project.kind in ("group", "key") and self.share.role != "pool"


class FilterForm(forms.Form):
    """Conditions as they stand in the address. What cannot be read narrows nothing."""

    dau = forms.ChoiceField(label="Dấu hiệu", required=False)
    phu_trach = forms.TypedChoiceField(label="Phụ trách", coerce=int, empty_value=None, required=False)
    tinh = forms.TypedChoiceField(label="Tỉnh", coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any, *, signs: Iterable[tuple[str, str]], officers: Any, provinces: Any):
        super().__init__(data)
        self.fields["dau"].choices = [ALL, *signs]
        self.fields["phu_trach"].choices = [ALL, *officers]
        self.fields["tinh"].choices = [ALL, *provinces]
        if len(provinces) < 2 and not data.get("tinh"):
            del self.fields["tinh"]
        self.full_clean()


def live_shares(user: User) -> QuerySet[Share]:
    """Shares that can be watched, of projects the person sees by their office."""
    waits = Q(state="", project__state__in=watching.BEFORE_CONTRACT)
    seen = Project.objects.visible_to(user).filter(source_url="").values("pk")
    rows = Share.objects.filter(Q(state__in=watching.WATCHED) | waits, project__in=seen)
    return rows.select_related("project__province", "project__officer", "project__place_now", "establishment")


def ordered(shares: list[Share], day: date) -> list[Watched]:
    """Those with warnings: most points first, then the nearest deadline. Two queries, three at most with the rules."""
    found = watching.warned(shares, day)
    rows = [Watched(share, found[share.pk]) for share in shares if share.pk in found]
    return sorted(rows, key=lambda row: (-row.points, row.project.due_on or date.max, row.share.pk))


def heaviest(user: User, day: date, most: int) -> tuple[list[Watched], int]:
    """The first few, and how many there are; nothing for a scope that is too wide to look at."""
    shares = list(live_shares(user).order_by("pk")[: MOST + 1])
    rows = ordered(shares, day) if len(shares) <= MOST else []
    return rows[:most], len(rows)


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """Who may be late or stop, most points first, each with its sentences; a fixed number of queries."""
    found = asked(request)
    page = paginate(request, found.rows)
    context = {
        "page": page,
        "form": found.form,
        "chips": chips(request, found.form, named=("phu_trach",)),
        "rules": found.rules,
        "looked_at": found.looked_at,
        "too_many": found.too_many,
        "several": found.several,
        "only_samples": bool(found.rows) and all(row.project.is_sample for row in found.rows),
        "may_read_rules": request.user.grants.any(RULES),
        "day": found.day,
    }
    return render(request, "office/projects/watched.html", context)


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `rules`: each sign with how many rows have it; `too_many`: no province was chosen yet."""

    form: FilterForm
    rows: list[Watched]
    rules: list[tuple[WarningRule, int]]
    looked_at: int
    too_many: bool
    several: bool
    day: date


def asked(request: HttpRequest) -> Asked:
    """Read the address and the shares it names."""
    require(request, VIEW)
    day, seen = today(), live_shares(request.user)
    provinces = _provinces(request, seen)
    chosen = request.GET.get("tinh", "")
    wide = bool(provinces) and chosen not in {str(pk) for pk, _ in provinces}
    if provinces and not wide:
        seen = seen.filter(project__province=int(chosen))
    shares = list(seen.order_by("pk")[: MOST + 1] if wide else seen)
    too_many = wide and len(shares) > MOST
    rows = [] if too_many else ordered(shares, day)
    rules = signs(rows)
    officers = sorted({(row.project.officer_id, row.project.officer.full_name) for row in rows if row.project.officer})
    form = FilterForm(
        request.GET,
        signs=[(rule.key, rule.name) for rule in rules],
        officers=sorted(officers, key=lambda pair: pair[1]),
        provinces=provinces,
    )
    counted = [(rule, sum(any(one.key == rule.key for one in row.found) for row in rows)) for rule in rules]
    return Asked(form, matching(rows, form.cleaned_data), counted, len(shares), too_many, wide, day)


PARTS = (
    Part("Điểm", lambda row, _: row.points, "number"),
    Part("Mã", lambda row, _: row.project.code, width=18),
    Part("Tên đề án", lambda row, _: row.project.title, width=52),
    Part("Phần", lambda row, _: "" if row.share.role == "pool" else row.share.label, width=36),
    Part("Tỉnh", lambda row, _: row.project.province.name),
    Part("Dấu hiệu, theo hồ sơ", lambda row, _: " ".join(one.sentence for one in row.found), width=70),
    Part("Hạn", lambda row, _: row.project.due_on, "day"),
    Part("Người phụ trách", lambda row, _: row.project.officer.full_name if row.project.officer else ""),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.project.is_sample else ""),
)


def _file(request: HttpRequest) -> Table:
    found = asked(request)
    title = "Đề án có dấu hiệu chậm, ngừng"
    return Table("dau-hieu-cham", title, "dòng", PARTS, found.rows, len(found.rows), **conditions_of(found.form))


export = download(_file, PARTS)


def matching(rows: list[Watched], given: dict[str, Any]) -> list[Watched]:
    """Rows that meet every condition."""
    sign, officer = given.get("dau"), given.get("phu_trach")
    return [
        row
        for row in rows
        if (not sign or any(one.key == sign for one in row.found))
        and (not officer or row.project.officer_id == officer)
    ]


def signs(rows: list[Watched]) -> list[WarningRule]:
    """The dated rows in force, by points; those of the one province that the rows are of, else those that stand for all."""
    places = {(row.project.track, row.project.province.code) for row in rows}
    track, province = places.pop() if len(places) == 1 else ("local", "")
    level = "national" if track == "national" else "local"
    rules = law.in_force(WarningRule, level=level, on=today(), province=province)
    return sorted(rules.values(), key=lambda rule: (-rule.points, rule.name))


def _provinces(request: HttpRequest, seen: QuerySet[Share]) -> list[tuple[int, str]]:
    """Provinces to choose from; none for who works in one."""
    scope = request.user.grants.provinces_with(VIEW)
    if scope is not None and len(scope) < 2:
        return []
    found = seen.order_by("project__province__sort_key").values_list("project__province", "project__province__name")
    return list(dict.fromkeys(found.distinct()))
