"""Thế mạnh của một địa bàn: what a place is strong in, what is missing, each number a link to its records."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from bedo.accounts.models import User
from bedo.core.clock import today
from bedo.establishments.rules import CERTIFICATE_KINDS
from bedo.office.shell.http import methods, require
from bedo.places import queries, rules
from bedo.places.models import Unit
from bedo.projects.strengths import strengths as read


@methods(read=["GET"])
def strengths(request: HttpRequest, pk: int) -> HttpResponse:
    """As now for a unit in force, as then for one that has ended; a unit in force may be read either way."""
    require(request, "establishment.view")
    unit = get_object_or_404(Unit.objects.with_parents(), pk=pk)
    as_now = unit.is_current and request.GET.get("luc") != "khi-do"
    found = read(request.user, unit, as_now=as_now, today=today())
    here = {"noi": unit.pk} if as_now else {"noi": unit.pk, "luc": "khi-do"}
    where = _projects_here(request.user, unit) if as_now else None
    context = {
        "unit": unit,
        "found": found,
        "above": [up for up in (unit.parent, unit.parent and unit.parent.parent) if up],
        "place": None if unit.is_current else queries.present_place(unit),
        "establishments": f"{reverse('office:establishments:list')}?{urlencode(here)}",
        "projects": "" if where is None else f"{reverse('office:projects:list')}?{where}",
        "certificate_kinds": CERTIFICATE_KINDS,
        "level": rules.LEVELS[unit.level],
    }
    return render(request, "office/places/strengths.html", context)


def _projects_here(user: User, unit: Unit) -> str | None:
    """The condition by which the list of projects shows this unit in force; None where its filter does not know it."""
    provinces = user.grants.provinces_with("project.view")
    one = provinces is not None and len(provinces) == 1
    if unit.level == rules.PROVINCE:
        return "" if one else f"noi=tinh-{unit.pk}&"
    return f"noi=xa-{unit.pk}&" if one else None
