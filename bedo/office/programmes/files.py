"""Tables of rules and the legal texts as files."""

from __future__ import annotations

from django.http import HttpRequest

from bedo.core.answers import CERTAINTY_LABELS
from bedo.office.programmes import show, views
from bedo.office.programmes.forms import TableFilter
from bedo.office.shell.exports import CHUNK, Part, Table, conditions_of, download
from bedo.office.shell.http import require
from bedo.programmes import rules
from bedo.programmes.models import LegalText


def _column(place: int, head: show.Cell) -> Part:
    return Part(head.label, lambda line, _: line.cells[place].text, width=20)


def _rows(request: HttpRequest, table: str) -> Table:
    """The rows that the filter shows, in the table's own columns, with text, article, days and certainty."""
    require(request, "rule.view")
    row_type = rules.TABLES[table]
    form = TableFilter(views.table_asked(request))
    given = conditions_of(form)
    lines = views.lines_of(row_type, form.cleaned_data, views.home_of(request))
    parts = [
        Part("Dòng", lambda line, _: line.name, width=44),
        Part("Mã", lambda line, _: line.code),
        *(_column(place, head) for place, head in enumerate(show.heads(row_type))),
        Part("Văn bản", lambda line, _: line.row.legal_text, width=34),
        Part("Điều khoản", lambda line, _: line.row.article),
        Part("Tỉnh", lambda line, _: line.province),
        Part("Từ ngày", lambda line, _: line.row.effective_from, "day"),
        Part("Đến hết ngày", lambda line, _: line.row.effective_to, "day"),
        Part("Mức chắc chắn", lambda line, _: CERTAINTY_LABELS[line.certainty], width=30),
    ]
    title = show.Table.of(row_type).title
    return Table(f"quy-dinh-{table.replace('_', '-')}", title, "dòng", parts, lines, len(lines), **given)


rows = download(_rows)

TEXTS = (
    Part("Văn bản", lambda row, _: row.number, width=34),
    Part("Tên gọi", lambda row, _: row.title, width=60),
    Part("Ban hành", lambda row, _: row.issued_on, "day"),
    Part("Hiệu lực từ", lambda row, _: row.effective_from, "day"),
    Part("Đến hết", lambda row, _: row.effective_to, "day"),
    Part("Thay", lambda row, _: row.replaces.number if row.replaces else "", width=30),
    Part("Sửa", lambda row, _: row.amends.number if row.amends else "", width=30),
    Part("Nguồn", lambda row, _: row.source_url, width=40),
)


def _texts(request: HttpRequest) -> Table:
    require(request, "rule.view")
    found = LegalText.objects.select_related("replaces", "amends").order_by("effective_from", "number")
    lines = found.iterator(chunk_size=CHUNK)
    return Table("van-ban-can-cu", "Văn bản làm căn cứ", "văn bản", TEXTS, lines, found.count())


texts = download(_texts, TEXTS)
