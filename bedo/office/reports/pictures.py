"""Hình vẽ số liệu: pictures of a place and year, each with its table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bedo.office.reports.tables import question
from bedo.office.shell.http import methods
from bedo.reports.pictures.data import pictures


@methods(read=["GET"])
def page(request: HttpRequest) -> HttpResponse:
    """All pictures of the place and the year of the address."""
    asked = question(request)
    for name in ("trong", "ky", "tu", "den", "nguon", "noi_dung", "don_vi"):
        del asked.form.fields[name]
    needed = asked.needed
    year = needed.period.last.year
    context = {
        "form": asked.form,
        "pictures": pictures(needed.place, year, request.user),
        "year": year,
        "place": needed.place_words,
    }
    return render(request, "office/reports/pictures.html", context)
