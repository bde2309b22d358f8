"""The lists of money as files: lines of a year, who holds a line, transfers, what waits to be paid, instalments, leftovers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest

from bedo.core.clock import today
from bedo.ledger import queries, rules
from bedo.ledger.models import BudgetLine
from bedo.office.money import fund as rolling
from bedo.office.money import paying, show, views, year_end
from bedo.office.money.forms import TransferFilter
from bedo.office.shell.exports import CHUNK, Part, Table, download, in_batches
from bedo.office.shell.http import require
from bedo.projects import leftovers
from bedo.projects import queries as projects


def _line_name(line: BudgetLine) -> tuple[str, str]:
    return ("Nguồn vốn", f"{line.name}, {line.province.label if line.province else 'Bộ Công Thương'}")


# --- lines of a year

LINES = (
    Part("Nguồn vốn", lambda row, _: row.line.name, width=36),
    Part("Tỉnh", lambda row, _: row.line.province.label if row.line.province else "Bộ Công Thương"),
    Part("Vào (đồng)", lambda row, _: row.line.totals["in"], "money"),
    Part("Ra (đồng)", lambda row, _: row.line.totals["out"], "money"),
    Part("Chưa bố trí (đồng)", lambda row, _: row.line.totals["available"], "money"),
    Part("Đã bố trí (đồng)", lambda row, _: row.line.totals["planned"], "money"),
    Part("Đã ký hợp đồng (đồng)", lambda row, _: row.line.totals["contracted"], "money"),
    Part("Đã chi, chưa quyết toán (đồng)", lambda row, _: row.line.totals["advanced"], "money"),
    Part("Phải thu hồi (đồng)", lambda row, _: row.line.totals["recoverable"], "money"),
    Part("Đã quyết toán (đồng)", lambda row, _: row.line.totals["settled"], "money"),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.line.is_sample else ""),
)


def _lines(request: HttpRequest) -> Table:
    _, year, rows = views.lines_of_year(request)
    title = f"Nguồn vốn năm {year}"
    return Table("nguon-von", title, "nguồn", LINES, rows, len(rows), given={"nam": str(year)})


lines = download(_lines, LINES)


# --- who holds money of a line


def _stage(stage: str) -> Part:
    return Part(f"{rules.STAGES[stage]} (đồng)", lambda row, _: row.amounts[stage], "money")


HOLDERS = (
    Part("Đề án, phần", lambda row, _: row.name.label, width=60),
    *(_stage(stage) for stage in rules.HELD_STAGES),
    Part("Cộng (đồng)", lambda row, _: row.total, "money"),
)


def _holders(request: HttpRequest, pk: int) -> Table:
    line = views.line_in_scope(request, pk)
    require(request, views.VIEW, line.province_id)
    rows = show.holder_rows(line, queries.balances(lines=[line]))
    show.name_holders(rows)
    about = [_line_name(line)]
    return Table("ai-giu-tien", f"Ai giữ tiền của {line.name}", "đối tượng", HOLDERS, rows, len(rows), about=about)


holders = download(_holders, HOLDERS)


# --- transfers

TRANSFERS = (
    Part("Số", lambda row, _: str(row.row.pk), width=10),
    Part("Bút toán", lambda row, _: row.row.label, width=36),
    Part("Văn bản ngày", lambda row, _: row.row.on, "day"),
    Part("Từ", lambda row, _: row.source.stage),
    Part("Của", lambda row, _: row.source.holder.label if row.source.holder else "", width=40),
    Part("Sang", lambda row, _: row.target.stage),
    Part("Cho", lambda row, _: row.target.holder.label if row.target.holder else "", width=40),
    Part("Số tiền (đồng)", lambda row, _: row.row.amount, "money"),
    Part("Làm thay đổi (đồng)", lambda row, _: row.effect, "money"),
    Part("Căn cứ", lambda row, _: row.paper.label if row.paper else row.cause.label if row.cause else "", width=36),
    Part("Đã ghi đảo", lambda row, _: "có" if row.undone else ""),
    Part("Người ghi", lambda row, _: row.row.entered_by.full_name if row.row.entered_by else "hệ thống"),
    Part("Nhập lúc", lambda row, _: row.row.entered_at, "moment"),
)


def _transfers(request: HttpRequest, pk: int) -> Table:
    line = views.line_in_scope(request, pk)
    require(request, views.VIEW, line.province_id)
    asked = TransferFilter(request.GET).asked
    found = show.narrowed(queries.transfers_of_line(line), asked)
    words = [("Điều kiện", word) for word in views.condition_words(asked) if word]
    given = {name: value for name, value in asked.items() if value}
    return Table(
        "but-toan",
        f"Bút toán của {line.name}",
        "bút toán",
        TRANSFERS,
        _transfer_rows(found, asked),
        found.count(),
        about=[_line_name(line)],
        conditions=words,
        given=given,
    )


def _transfer_rows(found: Any, asked: Any) -> Iterator[show.TransferRow]:
    for batch in in_batches(found.iterator(chunk_size=CHUNK)):
        yield from show.transfer_rows(batch, asked)


transfers = download(_transfers, TRANSFERS)


# --- what waits to be paid

DUE = (
    Part("Mã đề án", lambda row, _: row.share.project.code, width=18),
    Part("Phần đề án", lambda row, _: row.share.label, width=44),
    Part("Đã chi (đồng)", lambda row, _: row.paid, "money"),
    Part("Khoản tiếp theo", lambda row, _: row.kind if row.amount else ""),
    Part("Được chi (đồng)", lambda row, _: row.amount or None, "money"),
    Part("Chưa chi được vì", lambda row, _: row.blocked, width=60),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.share.project.is_sample else ""),
)


def _due(request: HttpRequest) -> Table:
    require(request, views.VIEW)
    shares = projects.shares_to_pay(request.user)
    rows = (paying.due_of(share) for share in shares.iterator(chunk_size=CHUNK))
    return Table("cho-chi", f"Chờ chi, ngày {today():%d/%m/%Y}", "phần đề án", DUE, rows, shares.count())


due = download(_due, DUE)


# --- instalments of the rolling fund

INSTALMENTS = (
    Part("Mã đề án", lambda row, _: row.share.project.code, width=18),
    Part("Cơ sở", lambda row, _: row.share.label, width=44),
    Part("Kỳ", lambda row, _: row.standing.due.number, "year"),
    Part("Đến hạn", lambda row, _: row.standing.due.due_on, "day"),
    Part("Phải trả (đồng)", lambda row, _: row.standing.due.amount, "money"),
    Part("Đã trả (đồng)", lambda row, _: row.standing.paid, "money"),
    Part("Còn lại (đồng)", lambda row, _: row.standing.left, "money"),
    Part("Tình trạng", lambda row, _: row.standing.word, width=30),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.share.project.is_sample else ""),
)


def _instalments(request: HttpRequest) -> Table:
    require(request, views.VIEW)
    rows = rolling.instalments(request, today())
    return Table("ky-hoan-tra", "Các kỳ hoàn trả Quỹ khuyến công", "kỳ", INSTALMENTS, rows, len(rows))


instalments = download(_instalments, INSTALMENTS)


# --- what is left at the end of the year

LEFT = (
    Part("Đề án, phần", lambda row, _: row.name.label, width=60),
    Part("Giai đoạn", lambda row, _: row.stage_label),
    Part("Còn lại (đồng)", lambda row, _: row.left.amount, "money"),
    Part("Tình trạng", lambda row, _: row.mark_label, width=34),
)


def _left(request: HttpRequest) -> Table:
    require(request, views.VIEW)
    line = leftovers.find(year_end.lines_seen(request), **year_end.asked(request).asked)
    if line is None:
        raise Http404("no such line")
    rows = leftovers.sheet(line, today()).items
    about = [_line_name(line)]
    return Table("con-lai-cuoi-nam", f"Còn lại cuối năm của {line.name}", "khoản", LEFT, rows, len(rows), about=about)


left = download(_left, LEFT)
