"""The list of wishes as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest

from bedo.core.clock import today
from bedo.office.shell.exports import CHUNK, Part, Table, conditions_of, download, in_batches
from bedo.office.shell.http import require_or_own
from bedo.office.shell.labels import state_word
from bedo.office.wishes import listing as lists
from bedo.projects.models import Wish

PARTS = (
    Part("Mã", lambda row, _: row.code, width=16),
    Part("Cơ sở", lambda row, _: row.establishment.name, width=44),
    Part("Địa bàn khi đó", lambda row, _: row.establishment.place.label),
    Part("Địa bàn nay", lambda row, _: row.establishment.place_now.label),
    Part("Muốn gì", lambda row, _: row.need, width=52),
    Part("Nội dung", lambda row, _: row.content_word, width=30),
    Part("Trạng thái", lambda row, _: state_word(row.state)),
    Part("Đề án đi xa nhất", lambda row, _: row.best_code if row.best else ""),
    Part("Đề nghị (đồng)", lambda row, _: row.amount_asked, "money"),
    Part("Ngày nhận", lambda row, _: row.received_on, "day"),
    Part("Người phụ trách", lambda row, _: row.officer.full_name if row.officer else ""),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.is_sample else ""),
)


def _file(request: HttpRequest) -> Table:
    require_or_own(request, "wish.view")
    asked = lists.asked(request)
    return Table(
        "nhu-cau", "Danh sách nhu cầu", "nhu cầu", PARTS, _rows(asked), asked.rows.count(), **conditions_of(asked.form)
    )


def _rows(asked: lists.Listing) -> Iterator[Wish]:
    day = today()
    for batch in in_batches(lists.for_list(asked).iterator(chunk_size=CHUNK)):
        lists.dress(batch, day)
        yield from batch


export = download(_file, PARTS)
