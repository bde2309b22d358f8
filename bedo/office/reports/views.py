"""Stated figures by province, as then or as now, with the words as printed and what does not add up."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bedo.office.reports.forms import YearFilter
from bedo.office.shell.http import methods, require
from bedo.places.models import Unit
from bedo.places.rules import days_label
from bedo.reports import queries, rules

RIGHT = "report.view"
NOW, THEN = "nay", "khi-do"
TRACKS = {"national": "Khuyến công quốc gia", "local": "Khuyến công địa phương"}


@methods(read=["GET"])
def overview(request: HttpRequest) -> HttpResponse:
    """Provinces with figures; what does not add up comes first."""
    require(request, RIGHT)
    as_now = request.GET.get("xem") != THEN
    lines, found = queries.overview(request.user, as_now=as_now)
    totals = {
        "figures": sum(line.figures for line in lines),
        "projects": sum(line.projects for line in lines),
        "contradictions": len(found),
    }
    context = {
        "lines": [
            (line, "" if line.unit.is_current else days_label(line.unit.valid_from, line.unit.valid_to))
            for line in lines
        ],
        "found": found,
        "as_now": as_now,
        "totals": totals,
        "views": [("Tỉnh hiện nay", NOW, as_now), ("Tỉnh khi đó", THEN, not as_now)],
    }
    return render(request, "office/reports/list.html", context)


@methods(read=["GET"])
def province(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was printed about one province; one that nobody printed anything about is not a page."""
    require(request, RIGHT)
    unit = get_object_or_404(Unit.objects.provinces(), pk=pk)
    everything = queries.figures_of(request.user, unit)
    if not everything:
        raise Http404
    form = YearFilter(request.GET.dict(), years=queries.years_of(everything))
    status = 200 if form.is_valid() else 422
    year = form.cleaned_data.get("nam") if status == 200 else None
    figures = [row for row in everything if queries.covers(row, year)] if year else everything
    blocks = queries.blocks(figures)
    context = {
        "unit": unit,
        "days": "" if unit.is_current else days_label(unit.valid_from, unit.valid_to),
        "form": form,
        "year": year,
        "blocks": [block for block in blocks if block.kind != "fact"],
        "facts": [block for block in blocks if block.kind == "fact"],
        "found": queries.contradictions(figures),
        "coverage": queries.coverage(request.user, unit, figures),
        "tracks": TRACKS,
        "kinds": rules.KINDS,
    }
    return render(request, "office/reports/detail.html", context, status=status)
