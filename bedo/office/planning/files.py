"""Plans as files: the lines of the years with their plans, and the projects of one plan."""

from __future__ import annotations

from django.http import HttpRequest

from bedo.core.clock import today
from bedo.office.planning import views
from bedo.office.planning.page import items_of, rows_of
from bedo.office.shell.exports import Part, Table, conditions_of, download
from bedo.office.shell.labels import state_word

LINES = (
    Part("Nguồn vốn", lambda row, _: row.name, width=36),
    Part("Tỉnh", lambda row, _: row.province.label if row.province else "Bộ Công Thương, cả nước"),
    Part("Dự toán được giao (đồng)", lambda row, _: row.totals["in"], "money"),
    Part("Chưa bố trí (đồng)", lambda row, _: row.totals["available"], "money"),
    Part("Kế hoạch từng đợt", lambda row, _: "; ".join(f"đợt {one.round}: {one.mark.word}" for one in row.plan_rows), width=44),
    Part("Đề án", lambda row, _: sum(one.taken for one in row.plan_rows), "count"),
    Part("Đề nghị, bố trí (đồng)", lambda row, _: sum(one.asked for one in row.plan_rows), "money"),
    Part("Quyết toán năm ngày", lambda row, _: row.settlement.on if row.settlement else None, "day"),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.is_sample else ""),
)  # fmt: skip


def _lines(request: HttpRequest) -> Table:
    form, found = views.lines_asked(request)
    rows = list(found)
    views.dress(rows, request.user)
    return Table(
        "ke-hoach-nam", "Kế hoạch theo năm và nguồn vốn", "nguồn vốn", LINES, rows, len(rows), **conditions_of(form)
    )


lines = download(_lines, LINES)

ITEMS = (
    Part("TT", lambda row, _: str(row.item.position), width=8),
    Part("Mã", lambda row, _: row.item.project.code, width=18),
    Part("Tên đề án", lambda row, _: row.item.project.title, width=52),
    Part("Đơn vị thụ hưởng", lambda row, _: row.item.project.beneficiary_names, width=44),
    Part("Tỉnh", lambda row, _: row.item.project.province.label),
    Part("Nội dung", lambda row, _: row.content, width=30),
    Part("Mức tối đa (đồng)", lambda row, _: row.ceiling.value, "money"),
    Part("Bố trí (đồng)", lambda row, _: row.item.amount if row.item.outcome != "left_out" else None, "money"),
    Part("Không bố trí vì", lambda row, _: row.item.note if row.item.outcome == "left_out" else "", width=30),
    Part("Trạng thái", lambda row, _: state_word(row.item.project.state, track=row.item.project.track)),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.item.project.is_sample else ""),
)


def _items(request: HttpRequest, pk: int) -> Table:
    plan = views.in_scope(request, pk)
    rows = rows_of(items_of(plan), today())
    title = f"Kế hoạch {plan.year} đợt {plan.round}, {plan.line.name}"
    return Table(f"ke-hoach-{plan.year}-dot-{plan.round}", title, "đề án", ITEMS, rows, len(rows))


items = download(_items, ITEMS)
