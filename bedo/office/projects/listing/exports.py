"""The rows of the list of projects as a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from bedo.office.projects.listing import columns, filters, rows
from bedo.office.shell.exports import CHUNK, Table, download, unreadable
from bedo.office.shell.http import require_or_own

NOTES = [
    ("Ô trống về tiền", "Không có số: xem cột “Ghi chú số tiền” (chưa rõ, không công bố, không áp dụng). Tổng chỉ cộng ô có số."),
    ("Số có chữ “trên”, “gần”", "Ghi và cộng theo con số in ở nguồn."),
]  # fmt: skip
ORDERED_BY = {
    "year": "năm",
    "sort_key": "tên đề án",
    "due_on": "hạn",
    "support": "hỗ trợ",
    "counterpart": "đối ứng",
    "total": "tổng vốn",
}


def table(
    request: HttpRequest, asked: filters.Asked, lines: Iterable[rows.Line], count: int, words: list[tuple[str, str]]
) -> Table:
    """Some rows of the list in the columns that the person shows."""
    order = "tăng dần" if not asked.sort.descending else "giảm dần"
    return Table(
        "de-an",
        "Danh sách đề án khuyến công",
        "đề án",
        columns.file_parts(columns.shown_columns(request.user)),
        lines,
        count,
        asked,
        conditions=words,
        given={asked.form.add_prefix(name): str(value) for name, value in asked.in_force.items()},
        about=[("Sắp theo", f"{ORDERED_BY[asked.sort.column]}, {order}")],
        notes=NOTES,
    )


def _whole(request: HttpRequest) -> Table:
    """All rows of the filter."""
    require_or_own(request, "project.view")
    asked = filters.ask(request)
    if not asked.is_valid:
        raise unreadable()
    words = [("Điều kiện", asked.word(name, value)) for name, value in asked.in_force.items()]
    lines = rows.lines(asked.rows, asked.sort, chunk=CHUNK, known=asked.known)
    return table(request, asked, lines, asked.rows.count(), words)


export = download(_whole)
