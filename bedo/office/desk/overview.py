"""Tổng quan năm: what a director sees of a year against its calendar, and of the years before. Every number opens its records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bedo.accounts.models import User
from bedo.core.clock import today
from bedo.core.types import Dong
from bedo.ledger.rules import FUNDS
from bedo.office.desk import charts, year_facts
from bedo.office.desk.year_facts import Part
from bedo.office.projects import watched
from bedo.office.projects.listing.filters import NOT_PRINTED
from bedo.office.shell.http import methods, require
from bedo.office.wishes import funnel
from bedo.places.known import Map, the_map
from bedo.programmes import queries as law
from bedo.programmes.rules import Content
from bedo.projects.models import Wish
from bedo.reports import rules as reports

VIEW = "project.view"
COUNTS = (("every", ""), ("planned", "tu-ke-hoach"), ("contracted", "tu-hop-dong"), ("finished", "tu-hoan-thanh"))
WORDS = {"fund": "nguon", "content": "noi-dung", "area": "noi"}
BARS = 8


@dataclass(frozen=True)
class Scope:
    """Whose records: one province, or (province None) all that the person sees. `home`: who works there only."""

    province: int | None
    home: bool
    provinces: list[tuple[int, str]]
    may_open: bool = True

    def figure(self, code: str, year: int, **more: Any) -> str:
        """The address of a figure of the year with its records; empty for who may not open figures."""
        if not self.may_open:
            return ""
        where = {"nam": year, **({"tinh": self.province} if self.province else {}), **more}
        return f"{reverse('office:reports:figure', args=[code])}?{urlencode(where)}"

    @property
    def conditions(self) -> dict[str, Any]:
        """What a link to the list of projects carries."""
        return {"noi": f"tinh-{self.province}"} if self.province and not self.home else {}


@dataclass(frozen=True)
class Row:
    """One line of a table: counts with their addresses ((number, address) as in COUNTS), money of the part with its own."""

    word: str
    counts: list[tuple[int, str]]
    part: Part
    behind: bool = False
    planned_url: str = ""
    spent_url: str = ""


@methods(read=["GET"])
def overview(request: HttpRequest) -> HttpResponse:
    """A fixed number of queries, whatever there is."""
    require(request, VIEW)
    user, day, known = request.user, today(), the_map()
    scope = _scope(request, known)
    year = _year(request, day)
    found = year_facts.year_of(user, year, scope.province, area="place_now" if scope.home else "province")
    past = year_facts.years_of(user, scope.province, day)
    elapsed = year_facts.elapsed(year, day)
    names = {row.key: row.name for row in law.rows(Content)}
    tables = [
        _table("fund", "Theo nguồn kinh phí", found, year, scope, FUNDS | {"": "Không ghi nguồn"}, elapsed),
        _table("content", "Theo nội dung", found, year, scope, names, elapsed),
        _table("area", "Theo địa bàn nay", found, year, scope, _places(known, scope), elapsed),
    ]
    warned, warned_count = watched.heaviest(user, day, 0) if year == day.year and not scope.conditions else ([], 0)
    context = {
        "year": year,
        "years": sorted({day.year + 1, day.year, *(line.year for line in past.lines if line.own.every)}, reverse=True),
        "scope": scope,
        "day": day,
        "elapsed": elapsed,
        "all_sample": bool(found.all.every) and found.samples == found.all.every,
        "whole": _row("", found.all, year, scope, {}, elapsed, {}),
        "steps": _steps(found, year, scope),
        "progress": charts.progress(_amounts(found), found.held, elapsed),
        "held": found.held,
        "tables": tables,
        "warned_count": warned_count,
        "funnel": _funnel(user, year, scope),
        "lines": [_line(line, scope) for line in reversed(past.lines)],
        "chart": charts.lines(_series(past), "Kinh phí hỗ trợ theo năm, triệu đồng"),
        "marks": [(charts.mark(one.mark), one.word) for one in _series(past) if one.points],
        "stated_url": reverse("office:reports:detail", args=[scope.province]) if scope.province else "",
        "least": _least(past, names, scope),
    }
    return render(request, "office/desk/overview.html", context)


def _scope(request: HttpRequest, known: Map) -> Scope:
    """The one province of the person, or the one that the address names, or all."""
    seen, may_open = request.user.grants.provinces_with(VIEW), request.user.grants.any("report.view")
    if seen is not None and len(seen) == 1:
        return Scope(next(iter(seen)), True, [], may_open)
    provinces = [(unit.pk, unit.name) for unit in known.leading_to(seen) if unit.valid_to is None]
    asked = request.GET.get("tinh", "")
    return Scope(next((pk for pk, _ in provinces if str(pk) == asked), None), False, provinces, may_open)


def _year(request: HttpRequest, day: date) -> int:
    asked = request.GET.get("nam", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 1990 < int(asked) <= day.year + 1 else day.year


def _places(known: Map, scope: Scope) -> dict[int, str]:
    names = {pk: unit.label for pk, unit in known.units.items()}
    return names | {scope.province: "Chưa phân bổ xã, phường"} if scope.home and scope.province else names


def _address(year: int, scope: Scope, **more: Any) -> str:
    """The list of our own projects of the year under these conditions."""
    conditions = {
        "nam": year,
        "goc": "cua-minh",
        **scope.conditions,
        **{key.replace("_", "-"): value for key, value in more.items()},
    }
    return f"{reverse('office:projects:list')}?{urlencode(conditions)}"


def _published(year: int, scope: Scope) -> str:
    return f"{reverse('office:projects:list')}?{urlencode({'nam': year, 'goc': 'cong-bo', **scope.conditions})}"


def _row(
    word: str,
    part: Part,
    year: int,
    scope: Scope,
    about: dict[str, Any],
    elapsed: int,
    money: dict[str, Any] | None = None,
) -> Row:
    """`money`: what narrows the figures of its money; None when no filter of theirs finds just this part."""
    counts = [
        (getattr(part, name), _address(year, scope, **about, **({"trang_thai": state} if state else {})))
        for name, state in COUNTS
    ]
    behind = bool(part.planned) and part.contracted * 100 < elapsed * part.planned
    planned, spent = (
        scope.figure(code, year, **money) if money is not None and amount else ""
        for code, amount in (("standing_planned", part.money_planned), ("standing_spent", part.money_spent))
    )
    return Row(word, counts, part, behind, planned, spent)


def _table(
    name: str, title: str, found: year_facts.Year, year: int, scope: Scope, words: Any, elapsed: int
) -> dict[str, Any]:
    """One breakdown: the most money first. Bars for the first few of its lines that have money."""
    rows = [
        _row(
            words.get(value, str(value)),
            part,
            year,
            scope,
            {WORDS[name].replace("-", "_"): _value(name, value, scope)},
            elapsed,
            _of_money(name, value, scope),
        )
        for value, part in found.by[name].items()
    ]
    rows.sort(key=lambda row: (-row.part.money_planned, -row.part.every, row.word))
    bars = [row for row in rows if row.part.money_planned][:BARS]
    lines = {FUNDS.get(fund, fund): pks for fund, pks in found.lines.items()} if name == "fund" else {}
    return {
        "key": name,
        "title": title,
        "rows": [
            (row, reverse("office:money:line", args=[lines[row.word][0]]) if len(lines.get(row.word, ())) == 1 else "")
            for row in rows
        ],
        "bars": bars,
        "most": max((row.part.money_planned for row in bars), default=0),
    }


def _of_money(name: str, value: Any, scope: Scope) -> dict[str, Any] | None:
    """The part as the conditions of a figure spell it; a fund and a commune have none."""
    if name == "content" and value:
        return {"noi_dung": value}
    return {"tinh": value} if name == "area" and not scope.home else None


def _value(name: str, value: Any, scope: Scope) -> Any:
    """The value as the list's conditions spell it."""
    if name == "area":
        return f"xa-{value}" if scope.home else f"tinh-{value}"
    return value or NOT_PRINTED


def _steps(found: year_facts.Year, year: int, scope: Scope) -> list[dict[str, Any]]:
    """Plan, contract, done, settled: projects and money of each, beside the calendar."""
    part = found.all
    planned = part.planned
    rows = [
        ("Đã vào kế hoạch", "tu-ke-hoach", planned, part.money_planned, "standing_planned"),
        ("Đã ký hợp đồng", "tu-hop-dong", part.contracted, part.money_signed, "standing_signed"),
        ("Đã chi", "", None, part.money_spent, "standing_spent"),
        ("Đã hoàn thành", "tu-hoan-thanh", part.finished, None, ""),
        ("Đã quyết toán", "tu-quyet-toan", part.settled, part.money_settled, "standing_settled"),
        ("Đang dừng, đã ngừng", "", part.stopped, None, ""),
    ]
    return [
        {
            "word": word,
            "count": count,
            "url": _address(year, scope, trang_thai=state) if state else "",
            "of_planned": count is not None and planned > 0,
            "planned": planned,
            "money": money,
            "money_url": scope.figure(figure, year) if figure and money else "",
        }
        for word, state, count, money, figure in rows
    ]


def _amounts(found: year_facts.Year) -> list[tuple[str, Dong]]:
    part = found.all
    return [
        ("Đã bố trí", part.money_planned),
        ("Đã ký hợp đồng", part.money_signed),
        ("Đã chi", part.money_spent),
        ("Đã quyết toán", part.money_settled),
    ]


def _funnel(user: User, year: int, scope: Scope) -> dict[str, Any] | None:
    """How far the wishes received in the year came, and why they dropped; six queries."""
    if not user.grants.any("wish.view"):
        return None
    rows = Wish.objects.filter(pk__in=Wish.objects.visible_to(user).order_by().values("pk"), received_on__year=year)
    if scope.conditions:
        rows = rows.filter(province=scope.province)
    found = funnel.count(rows)
    reasons = funnel.reasons(rows) if found.total else {}
    listing = reverse("office:wishes:list")
    return {
        "found": found,
        "steps": [
            (
                step,
                ""
                if scope.conditions
                else f"{listing}?{urlencode({'nam': year, **({'chang': step.word} if step.word else {})})}",
            )
            for step in found.steps
        ],
        "losses": [
            (funnel.LOSS_WORDS.get(key, key), number, reasons.get(key, [])[:3])
            for step in found.steps
            for key, number in step.lost.items()
        ],
        "url": f"{reverse('office:wishes:funnel')}?nam={year}",
    }


def _line(line: year_facts.Line, scope: Scope) -> dict[str, Any]:
    """One year of the table of years, with the words of what was printed."""
    return {
        "line": line,
        "own_url": _address(line.year, scope),
        "own_support_url": _address(line.year, scope, trang_thai="tu-ke-hoach"),
        "published_url": _published(line.year, scope),
        "printed": _printed(line),
    }


def _printed(line: year_facts.Line) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Printed figures by place and kind; what several sources print alike stands once."""
    found: dict[str, dict[tuple[str, int | None], tuple[str, Any]]] = {}
    for one in line.stated:
        kind = "kế hoạch" if one.kind == "plan" else "kết quả"
        group = found.setdefault(f"{one.place_text}, {kind}", {})
        group.setdefault((one.measure, one.value), (reports.label(one.measure), one))
    return [(place, list(group.values())) for place, group in found.items()]


def _series(past: year_facts.Years) -> list[charts.Series]:
    """Money a year by origin: our own plans, projects published one by one, printed totals of the province."""
    own = [(line.year, line.own_support) for line in past.lines if line.own_support]
    published = [(line.year, line.published_support) for line in past.lines if line.published_support]
    printed = [
        (line.year, figure.value) for line in past.lines for figure in line.stated if figure.measure in year_facts.MONEY
    ]
    return [
        charts.Series("hồ sơ của cơ quan: hỗ trợ trong kế hoạch", "dot", own, joined=True),
        charts.Series("đề án đã công bố, cộng các đề án có số", "square", published),
        charts.Series("số do nguồn khác in (tổng, quốc gia hoặc địa phương)", "cross", printed),
    ]


def _least(past: year_facts.Years, names: dict[str, str], scope: Scope) -> list[tuple[str, Part, str]]:
    """Contents of the years before this one by how little of what was planned was finished."""
    listing = reverse("office:projects:list")
    return [
        (names.get(key, key), part, f"{listing}?{urlencode({'noi-dung': key, 'goc': 'cua-minh', **scope.conditions})}")
        for key, part in year_facts.carried_out_least(past.contents)
    ]
