"""Who covers which place, as now and as then; the same as a list, a map and a file; giving a place to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from bedo.core.clock import today
from bedo.core.text import fold
from bedo.network import coverage, queries, rules, services, visiting
from bedo.network.models import Holding, Member, PlaceDuty, Post
from bedo.office.network.forms import AssignForm, CoverageFilter
from bedo.office.network.scene import MANAGE, OWN, VIEW, act, marks, page, province_of
from bedo.office.shell.exports import Part, Table, conditions_of, download
from bedo.office.shell.http import chips, methods, require
from bedo.places.models import Unit
from bedo.places.queries import full_name, present_province
from bedo.places.rules import REFORM
from bedo.reports.pictures import map as maps

THEN = "khi-do"
BEFORE = date.fromordinal(REFORM.toordinal() - 1)
"""The last day of the districts: what “như khi đó” shows first."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for, read once. `lines`: what the filter leaves; `all`: the whole province."""

    province: Unit
    form: CoverageFilter
    as_now: bool
    day: date
    all: list[coverage.Line]
    lines: list[coverage.Line]


def asked(request: HttpRequest) -> Asked:
    province = province_of(request)
    form = CoverageFilter(request.GET, province=province)
    as_now = request.GET.get("luc") != THEN
    day = form.given("ngay") or (today() if as_now else BEFORE)
    lines = coverage.now(province, day) if as_now else coverage.then(province, day)
    return Asked(province, form, as_now, day, lines, _narrowed(lines, form, today()))


def _narrowed(lines: list[coverage.Line], form: CoverageFilter, day: date) -> list[coverage.Line]:
    state, member = form.given("tt") or "", form.given("ai")
    words = fold(form.given("q") or "").split()
    found = []
    for line in lines:
        name = fold(f"{line.unit.label} {line.duty.member.full_name if line.duty else ''}")
        if (
            all(word in name for word in words)
            and (state != "trong" or line.duty is None)
            and (state != "co" or line.duty is not None)
            and (state != "lau" or coverage.not_visited([line], day))
            and (member is None or (line.duty is not None and line.duty.member_id == member.pk))
        ):
            found.append(line)
    return found


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """The list of places; who sees only their own page is led there."""
    if not request.user.grants.any(VIEW):
        require(request, OWN)
        return redirect("office:network:own")
    found = asked(request)
    as_map = request.GET.get("xem") == "ban-do"
    context = {
        "asked": found,
        "form": found.form,
        "chips": chips(request, found.form),
        "keep": [(name, request.GET[name]) for name in ("luc", "xem") if request.GET.get(name)],
        "figures": _figures(request, found),
        "picture": picture(found) if as_map else None,
        "as_map": as_map,
        "loads": coverage.loads(found.all),
        "leavers": _leavers(found.province),
        "visits_known": visiting.known(),
        **marks(line.duty for line in found.all if line.duty),
        "may_manage": request.user.grants.may(MANAGE, found.province.pk) and found.as_now and found.day == today(),
    }
    return page(request, "list.html", "list", context)


def _figures(request: HttpRequest, found: Asked) -> list[dict[str, Any]]:
    """The page's answers at a glance, each a link to its rows."""
    nobody = sum(line.duty is None for line in found.all)
    long_ago = coverage.not_visited(found.all, today()) if found.as_now else None
    vacant = _vacant_posts(found.province)
    then = "" if found.as_now else f"&luc={THEN}"
    posts = reverse("office:network:sheet", args=["post"])
    figures = [
        {"value": len(found.all), "word": "địa bàn", "url": f"?{then.lstrip('&')}"},
        {"value": nobody, "word": "chưa ai phụ trách", "url": f"?tt=trong{then}", "tone": "late" if nobody else ""},
        {"value": vacant, "word": "vị trí đang khuyết", "url": f"{posts}?tt=khuyet"},
        {"value": "—" if long_ago is None else long_ago, "word": "chưa đến trong 12 tháng",
         "hint": "chưa có dữ liệu" if long_ago is None else "", "url": "?tt=lau" if long_ago else ""},
    ]  # fmt: skip
    return figures if found.as_now else figures[:3]


def _vacant_posts(province: Unit) -> int:
    day = today()
    here = Post.objects.filter(province=province, valid_from__lte=day).exclude(valid_to__lt=day)
    return here.exclude(pk__in=Holding.objects.on(day).values("post")).count()


def _leavers(province: Unit) -> list[Member]:
    """Who left last."""
    rows = list(Member.objects.filter(province=province).exclude(left_on=None).order_by("-left_on", "pk")[:5])
    for row in rows:
        row.why_left_word = rules.LEAVING.get(row.why_left, "")
    return rows


def picture(found: Asked) -> Any:
    """The communes as marks on the province: covered or not. As then there is no map of districts to draw."""
    marks = [
        maps.Mark(line.unit.label, line.unit.lon, line.unit.lat, line.duty is not None)
        for line in (found.lines if found.as_now else coverage.now(found.province, found.day))
    ]
    words = f"Địa bàn của {found.province.label}, ngày {found.day:%d/%m/%Y}"
    return maps.marked(found.province.code, marks, words, yes="có người phụ trách", no="chưa ai phụ trách")


# --- the file

PARTS = (
    Part("Địa bàn", lambda line, _: line.unit.label, width=30),
    Part("Thuộc", lambda line, _: line.unit.parent.label if line.unit.parent else "", width=26),
    Part("Người phụ trách", lambda line, _: line.duty.member.full_name if line.duty else "", width=30),
    Part("Phụ trách từ", lambda line, _: line.duty.from_on if line.duty else None, "day"),
    Part("Theo địa bàn khi đó", lambda line, _: line.duty.place.label if line.inherited else ""),
    Part("Không ai phụ trách từ", lambda line, _: line.since, "day"),
    Part("Đến lần cuối", lambda line, _: line.visited or ("" if visiting.known() else "chưa có dữ liệu"), "day"),
    Part("Số xã", lambda line, _: line.below[0] if line.below else None, "count"),
    Part("Số xã có người riêng", lambda line, _: line.below[1] if line.below else None, "count"),
)


def _file(request: HttpRequest) -> Table:
    found = asked(request)
    given = conditions_of(found.form)
    title = f"Mạng lưới theo địa bàn, ngày {found.day:%d/%m/%Y}"
    return Table("mang-luoi-dia-ban", title, "địa bàn", PARTS, found.lines, len(found.lines), **given)


export = download(_file, PARTS)


# --- giving a place to somebody


@methods(read=["GET"], write=["POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody covers the place from a day on; the form carries who covered it when it was opened."""
    place = get_object_or_404(Unit.objects.with_parents(), pk=pk, level__in=(2, 3))
    province = present_province(place)
    require(request, VIEW)
    provinces = request.user.grants.provinces_with(VIEW)
    get_object_or_404(Unit.objects.filter(**({} if provinces is None else {"pk__in": provinces})), pk=province.pk)
    require(request, MANAGE, province.pk)
    current = PlaceDuty.objects.filter(place=place, to_on=None).select_related("member").first()
    first = {"from_on": today(), "expected": current.pk if current else "", "member": request.GET.get("nguoi")}
    form = AssignForm(request.POST or None, initial=first)
    form.fields["member"].offer(queries.present_members([province.pk]))
    held = (
        f"Đang phụ trách: {current.member.full_name}, từ {current.from_on:%d/%m/%Y}."
        if current
        else "Chưa ai phụ trách."
    )
    listed = reverse("office:network:list")
    return act(
        request, form, lambda given: services.assign_place(place=place, by=request.user, today=today(), **given),
        title=f"Người phụ trách {place.label}", back=listed, button="Giao địa bàn", done=f"Đã giao {place.label}.",
        lead=f"{full_name(place)}. {held} Người cũ thôi phụ trách từ hôm trước ngày ghi ở đây.", crumbs=[("Địa bàn", listed)],
    )  # fmt: skip
