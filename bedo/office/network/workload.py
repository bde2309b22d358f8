"""What each officer carries: counts that open their lists, for who arranges the work."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from bedo.accounts.models import User
from bedo.core.clock import today
from bedo.core.text import fold
from bedo.network import visiting
from bedo.network.models import Member
from bedo.office.network.fields import words
from bedo.office.network.forms import Filter
from bedo.office.network.scene import marks, page, province_of
from bedo.office.projects.stretches import STRETCHES
from bedo.office.shell.exports import Part, Table, conditions_of, download
from bedo.office.shell.http import chips, methods
from bedo.projects import workload
from bedo.projects.models import Difficulty

SHOWN = {
    "chang-ho-so": "Hồ sơ", "chang-ke-hoach": "Kế hoạch", "chang-thuc-hien": "Thực hiện", "chang-quyet-toan": "Quyết toán",
    "chang-sau-ho-tro": "Sau hỗ trợ",
}  # fmt: skip
"""Stretches of the road on which an officer still has to act, with a short head for the page."""


class LoadFilter(Filter):
    q = words("Họ tên", 80)


def _link(name: str, **conditions: Any) -> str:
    return f"{reverse(name)}?{urlencode(conditions)}"


def _projects(load: workload.Load, **more: Any) -> str:
    return _link("office:projects:list", **{"phu-trach": load.user.pk, "trang-thai": "dang-lam", **more})


def _asked(request: HttpRequest) -> tuple[Any, LoadFilter, list[workload.Load]]:
    province = province_of(request)
    form = LoadFilter(request.GET, province=province)
    sought = fold(form.given("q") or "").split()
    rows = [
        load for load in workload.loads(province, today()) if all(word in fold(load.user.full_name) for word in sought)
    ]
    return province, form, rows


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """Officers with their counts, each a link to the rows."""
    province, form, rows = _asked(request)
    members = {one.user_id: one.pk for one in Member.objects.present().filter(province=province, user__isnull=False)}
    lines = [
        {
            "load": load,
            "member": members.get(load.user.pk),
            "stretches": [(load.on(STRETCHES[code].states), _projects(load, **{"trang-thai": code})) for code in SHOWN],
            "all": _projects(load),
            "late": _projects(load, han="qua-han"),
            "wishes": _link("office:wishes:list", cb=load.user.pk, tt="dang-cho"),
            "own": reverse("office:network:load", args=[load.user.pk]),
        }
        for load in rows
    ]
    context = {
        "form": form,
        "lines": lines,
        "heads": list(SHOWN.values()),
        "visits_known": visiting.known(),
        "month": workload.last_month(today()),
        "chips": chips(request, form),
        **marks(load.user for load in rows),
    }
    return page(request, "workload.html", "workload", context)


@methods(read=["GET"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows behind the counts that no list of its own shows: reports owed, difficulties, visits due."""
    province = province_of(request)
    load = next((found for found in workload.loads(province, today()) if found.user.pk == pk), None)
    user = get_object_or_404(User.objects.filter(pk=load.user.pk if load else None))
    due = workload.visits_due(province, today())
    held = Difficulty.objects.filter(holder=user, closed_on=None, share__project__province=province)
    context = {
        "load": load,
        "person": user,
        "month": workload.last_month(today()),
        "owed": workload.owed_by(province, user, today()),
        "difficulties": list(held.select_related("share__project", "share__establishment").order_by("due_on", "pk")),
        "visits": None if due is None else due.get(user.pk, []),
    }
    return page(request, "load.html", "workload", context)


PARTS = (
    Part("Họ và tên", lambda load, _: load.user.full_name),
    Part("Đề án đang làm", lambda load, _: load.projects, "count"),
    *(
        Part(STRETCHES[code].word, lambda load, _, code=code: load.on(STRETCHES[code].states), "count")
        for code in SHOWN
    ),
    Part("Đề án quá hạn", lambda load, _: load.late, "count"),
    Part("Chậm báo cáo tháng", lambda load, _: load.reports, "count"),
    Part("Nhu cầu đang chờ", lambda load, _: load.wishes, "count"),
    Part("Khó khăn đang giữ", lambda load, _: load.difficulties, "count"),
    Part("Địa bàn", lambda load, _: load.places, "count"),
    Part(
        "Địa bàn chưa đến trong 12 tháng",
        lambda load, _: "chưa có dữ liệu" if load.visits is None else load.visits,
        "number",
    ),
)


def _file(request: HttpRequest) -> Table:
    _, form, rows = _asked(request)
    given = conditions_of(form)
    return Table("khoi-luong-viec", "Khối lượng việc của cán bộ", "người", PARTS, rows, len(rows), **given)


export = download(_file, PARTS)
