"""Find a unit of any day, see what is above and below it, what it came from and what it became."""

from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bedo.core.clock import today
from bedo.office.places.forms import UnitFilter
from bedo.office.shell.exports import Part, Table, conditions_of, download, in_batches
from bedo.office.shell.http import methods, paginate
from bedo.places import queries, rules
from bedo.places.models import Unit


class Row(NamedTuple):
    """One line of the list."""

    unit: Unit
    above: str
    days: str
    ended: bool
    place: queries.Place | None


@methods(read=["GET"])
def unit_list(request: HttpRequest) -> HttpResponse:
    form = UnitFilter(request.GET.dict())
    day = form.cleaned_data["ngay"] if form.is_valid() else today()
    page = paginate(request, _found(form.cleaned_data, day) if form.is_valid() else [])
    page.object_list = _rows(page.object_list, day)
    status = 200 if form.is_valid() else 422
    return render(request, "office/places/list.html", {"form": form, "page": page, "day": day}, status=status)


def _found(asked: dict[str, Any], day: date) -> Any:
    """What the filter names: by name also units that had ended by that day, else those in force on it."""
    level, code = asked.get("cap"), asked.get("tinh")
    province = queries.present_provinces().filter(code=code).first() if code else None
    if asked.get("tim"):
        units = queries.find(asked["tim"], day, level=level)
        inside = set(queries.within(province, as_now=True).values_list("pk", flat=True)) if province else None
        return [unit for unit in units if inside is None or unit.pk in inside]
    units = queries.within(province, as_now=True) if province else Unit.objects.all()
    if level is None and province is None:
        level = rules.PROVINCE
    if level is not None:
        units = units.filter(level=level)
    return units.in_force(day).with_parents().order_by("level", "sort_key", "pk")


def _rows(units: list[Unit], day: date) -> list[Row]:
    places = queries.standings([unit.pk for unit in units if not unit.is_current])
    return [
        Row(
            unit,
            queries.names_above(unit),
            rules.days_label(unit.valid_from, unit.valid_to),
            not queries.row(unit).in_force(day),
            places.get(unit.pk),
        )
        for unit in units
    ]


PARTS = (
    Part("Mã", lambda row, _: row.unit.code, width=10),
    Part("Đơn vị", lambda row, _: row.unit.label, width=34),
    Part("Cấp trên", lambda row, _: row.above, width=44),
    Part("Hiệu lực", lambda row, _: row.days),
    Part("Nay thuộc", lambda row, _: row.place.label if row.place else "đang có hiệu lực", width=34),
)


def _file(request: HttpRequest) -> Table:
    form = UnitFilter(request.GET.dict())
    given = conditions_of(form)
    day = form.cleaned_data["ngay"]
    units = list(_found(form.cleaned_data, day))
    lines = (row for batch in in_batches(units) for row in _rows(batch, day))
    return Table("dia-ban", f"Đơn vị hành chính vào ngày {day:%d/%m/%Y}", "đơn vị", PARTS, lines, len(units), **given)


export = download(_file, PARTS)


@methods(read=["GET"])
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.with_parents(), pk=pk)
    day = min(unit.valid_to or today(), today())
    context = {
        "unit": unit,
        "above": [up for up in (unit.parent, unit.parent and unit.parent.parent) if up],
        "level": rules.LEVELS[unit.level],
        "days": rules.days_label(unit.valid_from, unit.valid_to),
        "place": None if unit.is_current else queries.present_place(unit),
        "became": queries.links_onward(unit),
        "came_from": queries.links_back(unit),
        "below": paginate(request, queries.below(unit, day), per_page=100),
        "areas": [
            (rules.AREA_FLAGS.get(found.area.flag, found.area.flag), found)
            for found in queries.priority_areas(unit, day)
        ],
        "day": day,
    }
    return render(request, "office/places/detail.html", context)
