"""The first screen of the ministry: provinces side by side, as then or as now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from bedo.office.shell.figures import grouped, millions
from bedo.places.rules import days_label
from bedo.reports.side_by_side import Side, side_by_side, total

THEN = "khi-do"


def context(request: HttpRequest) -> dict[str, Any]:
    """What the table of provinces needs: those with something known, the names of the others, sums."""
    as_now = request.GET.get("xem") != THEN
    sides = side_by_side(request.user, as_now=as_now)
    known = [side for side in sides if side.projects or side.stated_any]
    sums = total(known)
    return {
        "as_now": as_now,
        "rows": [_row(side, as_now) for side in known],
        "silent": [side.unit.label for side in sides if side not in known],
        "sums": sums,
        "province_figures": _figures(known, sums),
        "views": [("Tỉnh hiện nay", "nay", as_now), ("Tỉnh khi đó", THEN, not as_now)],
    }


def _row(side: Side, as_now: bool) -> dict[str, Any]:
    where = f"noi=tinh-{side.unit.pk}" if as_now else f"tinh-cu={side.unit.pk}&luc=khi-do"
    return {
        "side": side,
        "days": "" if side.unit.is_current else days_label(side.unit.valid_from, side.unit.valid_to),
        "projects_url": f"{reverse('office:projects:list')}?{where}",
        "figures_url": reverse("office:reports:detail", args=[side.unit.pk]) if side.stated_any else "",
    }


def _figures(known: list[Side], sums: Side) -> list[dict[str, Any]]:
    return [
        {"value": grouped(len(known)), "word": "tỉnh, thành phố có số liệu", "hint": ""},
        {"value": grouped(sums.projects), "word": "đề án có tên", "hint": f"{grouped(sums.sample)} là dữ liệu minh hoạ"},
        {"value": grouped(sums.finished), "word": "đã hoàn thành", "hint": f"{grouped(sums.carried_out)} đang thực hiện"},
        {"value": millions(sums.support), "word": "triệu đồng hỗ trợ", "hint": f"{sums.with_amount}/{sums.projects} đề án có số"},
        {"value": grouped(sums.contradictions), "word": "chỗ không khớp", "hint": "giữ nguyên như nguồn ghi",
         "tone": "late" if sums.contradictions else "", "url": reverse("office:reports:list")},
    ]  # fmt: skip
