"""Figures as files: what was printed about a province, the system's own figures, the records of one, and the relations."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from bedo.core.clock import today
from bedo.office.reports import comparing, views
from bedo.office.reports import figures as pages
from bedo.office.reports.forms import YearFilter
from bedo.office.shell.exports import CHUNK, Part, Table, conditions_of, download, in_batches
from bedo.office.shell.http import require
from bedo.office.shell.labels import QUALIFIERS
from bedo.places.models import Unit
from bedo.reports import figures, queries, relations, rules

STATED = (
    Part("Địa phương", lambda row, _: row.place_text, width=24),
    Part("Kỳ", lambda row, _: row.period),
    Part("Loại", lambda row, _: rules.KINDS.get(row.kind, row.kind)),
    Part("Chỉ tiêu", lambda row, _: rules.label(row.measure), width=36),
    Part("Về", lambda row, _: row.subject, width=36),
    Part("Mức", lambda row, _: QUALIFIERS.get(row.qualifier, "")),
    Part("Giá trị", lambda row, _: row.value if row.value is not None else row.text_value, "number", 20),
    Part("Đơn vị tính", lambda row, _: row.unit),
    Part("Như đã in", lambda row, _: row.printed, width=40),
    Part("Ghi chú", lambda row, _: row.check_note, width=40),
    Part("Nguồn", lambda row, _: row.source_url, width=44),
)


def _stated(request: HttpRequest, pk: int) -> Table:
    require(request, views.RIGHT)
    unit = get_object_or_404(Unit.objects.provinces(), pk=pk)
    everything = queries.figures_of(request.user, unit)
    if not everything:
        raise Http404("nothing was printed about it")
    form = YearFilter(request.GET.dict(), years=queries.years_of(everything))
    form.full_clean()
    given = conditions_of(form)
    year = form.cleaned_data.get("nam")
    rows = [row for row in everything if queries.covers(row, year)] if year else everything
    return Table("so-lieu-da-cong-bo", f"Số liệu đã công bố, {unit.label}", "số liệu", STATED, rows, len(rows), **given)


stated = download(_stated, STATED)

OWN = (
    Part("Số liệu", lambda row, _: row[0].name, width=40),
    Part("Định nghĩa", lambda row, _: row[0].definition, width=70),
    Part("Loại", lambda row, _: "phát sinh trong kỳ" if row[0].flow else "tại thời điểm"),
    Part("Giá trị", lambda row, _: row[1].value, "number", 20),
    Part("Đơn vị tính", lambda row, _: row[0].unit),
    Part("Bản ghi", lambda row, _: row[1].records, "number"),
)


def _own(request: HttpRequest) -> Table:
    require(request, pages.RIGHT)
    rows = pages.all_of_year(request.user, today().year)
    return Table("so-lieu", f"Số liệu của hệ thống, năm {today().year}", "số liệu", OWN, rows, len(rows))


own = download(_own, OWN)

RECORDS = (
    Part("Bản ghi", lambda row, _: row["words"], width=60),
    Part("Thuộc", lambda row, _: row["sub"], width=40),
    Part("Góp vào", lambda row, _: row["adds"], "count", 20),
)


def _records(request: HttpRequest, code: str) -> Table:
    figure = pages.named(request, code)
    form = pages.where_form(request, figure)
    given = conditions_of(form) if form.is_bound else {}
    rows = figures.records(code, pages.where_of(form), request.user)
    found = pages.joined(rows).iterator(chunk_size=CHUNK)
    lines = (line for batch in in_batches(found) for line in pages.in_words(batch))
    about = [("Định nghĩa", figure.definition), ("Đơn vị tính", figure.unit)]
    return Table(
        "ban-ghi", f"Bản ghi của “{figure.name}”", "bản ghi", RECORDS, lines, rows.count(), about=about, **given
    )


records = download(_records, RECORDS)

RESULTS = {True: "Đúng", False: "Không đúng", None: "Không so được"}
RELATIONS = (
    Part("Mã", lambda row, _: row.code, width=14),
    Part("Quan hệ", lambda row, _: row.name, width=50),
    Part("Biểu thức", lambda row, _: row.expression, width=50),
    Part("Vế trái", lambda row, _: row.lhs, "number", 20),
    Part("Vế phải", lambda row, _: row.rhs, "number", 20),
    Part("Lệch", lambda row, _: row.difference, "number", 20),
    Part("Đơn vị tính", lambda row, _: row.unit),
    Part("Kết quả", lambda row, _: row.problem or RESULTS[row.holds]),
    Part("Có thể vì", lambda row, _: " ".join(row.hints), width=60),
    Part("Ghi chú", lambda row, _: row.note, width=40),
)


def _relations(request: HttpRequest) -> Table:
    require(request, comparing.RIGHT)
    rows, chosen = comparing.shown_of(relations.checked(request.user), request.GET.get("xem", ""))
    words = [("Điều kiện", comparing.SHOWN[chosen])] if chosen else []
    return Table(
        "doi-chieu-so-lieu",
        "Đối chiếu số liệu",
        "quan hệ",
        RELATIONS,
        rows,
        len(rows),
        conditions=words,
        given={"xem": chosen},
    )


compared = download(_relations, RELATIONS)
