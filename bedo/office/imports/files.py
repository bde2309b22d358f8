"""The imports of a province, and the rows of one preview, as files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from bedo.imports import preview
from bedo.imports.models import Import
from bedo.office.imports import show, views
from bedo.office.shell.exports import CHUNK, Part, Table, download
from bedo.places.known import the_map

IMPORTS = (
    Part("Tệp", lambda row, _: row.name, width=44),
    Part("Tỉnh", lambda row, _: row.province.label),
    Part("Tình trạng", lambda row, _: row.state_label),
    Part("Mới", lambda row, _: row.counts.get("new", 0), "number"),
    Part("Thay đổi", lambda row, _: row.counts.get("changed", 0), "number"),
    Part("Không đổi", lambda row, _: row.counts.get("same", 0), "number"),
    Part("Từ chối", lambda row, _: row.counts.get("refused", 0), "number"),
    Part("Người nhập", lambda row, _: row.created_by.full_name),
    Part("Lúc", lambda row, _: row.created_at, "moment"),
    Part("SHA-256", lambda row, _: row.sha256, width=66),
)


def _imports(request: HttpRequest) -> Table:
    rows = views.imports_seen(request)
    lines = rows.iterator(chunk_size=CHUNK)
    return Table("lan-nhap", "Các lần nhập danh sách", "lần nhập", IMPORTS, lines, rows.count())


imports = download(_imports, IMPORTS)


def _value(name: str) -> Any:
    return lambda one, _: one.line["values"].get(name)


ROWS = (
    Part("Trang", lambda one, _: one.line["table"].rpartition("#")[0]),
    Part("Dòng", lambda one, _: one.line["sheet_row"], "year"),
    Part("Kết quả", lambda one, _: one.mark[1]),
    Part("Nội dung", lambda one, _: one.title, width=52),
    Part("Cơ sở", _value("beneficiary_name"), width=40),
    Part("Năm", _value("year"), "year"),
    Part("Hỗ trợ (đồng)", _value("support_vnd"), "money"),
    Part("Đối ứng (đồng)", _value("counterpart_vnd"), "money"),
    Part("Tổng kinh phí (đồng)", _value("total_vnd"), "money"),
    Part("Thay đổi", lambda one, _: "; ".join(f"{word}: {old} → {new}" for word, old, new in one.changes), width=44),
    Part("Cần quyết định", lambda one, _: one.line["question"], width=44),
    Part(
        "Vì sao", lambda one, _: one.line["why"] or "; ".join(_problem(*one) for one in one.line["problems"]), width=60
    ),
)


def _problem(cell: str, what: str, refuses: bool) -> str:
    return f"{cell}: {what}" if cell else what


def _rows(request: HttpRequest, pk: int) -> Table:
    row = views.in_scope(request, pk)
    outcome = views.outcome_of(request, row)
    words = [("Điều kiện", show.OUTCOMES[outcome])] if outcome else []
    count = row.counts.get(outcome, 0) if outcome else sum(row.counts.values())
    return Table(
        "xem-truoc",
        f"Xem trước lần nhập số {row.pk}",  # the name of the file may name a person: not into the log
        "dòng",
        ROWS,
        _shown(row, outcome),
        count,
        about=[("Tệp", row.name)],
        conditions=words,
        given={"import": str(row.pk), "ket-qua": outcome},
    )


def _shown(row: Import, outcome: str) -> Iterator[show.Shown]:
    units = the_map()
    return (show.shown(line, units) for line in preview.lines(row, outcome))


rows = download(_rows, ROWS)
