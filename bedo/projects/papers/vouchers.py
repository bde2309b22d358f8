"""Vouchers of a contract's settlement: of industrial-promotion money (Mẫu 8a), of all sources (Mẫu 8b).

Thông tư 36/2013/TT-BCT, Điều 17, 19. An invoice that several sources paid is entered once for each and printed as one line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bedo.core.types import Dong
from bedo.documents.writing import say
from bedo.documents.writing.content import Document, Table
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.projects.models import Contract, Voucher
from bedo.projects.papers.contract_sums import BASE, table_form
from bedo.projects.services.acceptance import SOURCES


@dataclass(frozen=True)
class Invoice:
    """One paper of a seller, whole đồng with its tax; `paid` by source."""

    number: str
    on: date
    seller: str
    text: str
    vat: Dong
    paid: dict[str, Dong]

    @property
    def amount(self) -> Dong:
        return Dong(sum(self.paid.values()))


def _invoices(*sources: str) -> Callable[[Contract], list[Invoice]]:
    """Papers of these sources, by day; entries of one number, day and seller are one paper."""

    def found(contract: Contract) -> list[Invoice]:
        rows = Voucher.objects.filter(share__contract_items__contract=contract, source__in=sources).distinct()
        together: dict[tuple, list[Voucher]] = {}
        for row in rows.order_by("on", "id"):
            together.setdefault((row.number, row.on, row.seller), []).append(row)
        return [_invoice(entries) for entries in together.values()]

    return found


def _invoice(entries: list[Voucher]) -> Invoice:
    first, texts = entries[0], dict.fromkeys(entry.text for entry in entries)
    paid = {source: Dong(sum(entry.amount for entry in entries if entry.source == source)) for source in SOURCES}
    vat = Dong(sum(entry.vat for entry in entries))
    return Invoice(first.number, first.on, first.seller, "; ".join(texts), vat, paid)


def _by(source: str) -> Callable[[Invoice], str]:
    return lambda row: say.million(row.paid[source]) if row.paid[source] else ""


VOUCHER = (
    Field("so", "Số chứng từ", lambda row: row.number),
    Field("ngay", "Ngày chứng từ", lambda row: say.day(row.on)),
    Field("ben_ban", "Bên bán, bên nhận", lambda row: row.seller),
    Field("noi_dung", "Nội dung", lambda row: row.text),
    Field("chua_thue", "Chưa thuế (triệu đồng)", lambda row: say.million(row.amount - row.vat)),
    Field("thue", "Thuế GTGT (triệu đồng)", lambda row: say.million(row.vat)),
    Field("tong", "Tổng (triệu đồng)", lambda row: say.million(row.amount)),
    Field("nguon", "Nguồn", lambda row: ", ".join(word for source, word in SOURCES.items() if row.paid[source])),
    Field("khuyen_cong", "Khuyến công (triệu đồng)", _by("fund")),
    Field("thu_huong", "Đơn vị thụ hưởng (triệu đồng)", _by("beneficiary")),
    Field("khac", "Nguồn khác (triệu đồng)", _by("other")),
)


def _sum(rows: Callable[[Contract], list[Invoice]], *sources: str) -> Callable[[Contract], str]:
    return lambda contract: say.million(sum(row.paid[source] for row in rows(contract) for source in sources))


_FUND, _ALL = _invoices("fund"), _invoices(*SOURCES)
VOUCHERS_A = (*BASE, Field("chung_tu", "Chứng từ", _FUND, VOUCHER), Field("cong", "Cộng (triệu đồng)", _sum(_FUND, "fund")))  # fmt: skip
VOUCHERS_B = (
    *BASE,
    Field("chung_tu", "Chứng từ", _ALL, VOUCHER),
    Field("cong", "Cộng (triệu đồng)", _sum(_ALL, *SOURCES)),
    Field("cong_khuyen_cong", "Cộng khuyến công (triệu đồng)", _sum(_ALL, "fund")),
    Field("cong_thu_huong", "Cộng đơn vị thụ hưởng (triệu đồng)", _sum(_ALL, "beneficiary")),
    Field("cong_khac", "Cộng nguồn khác (triệu đồng)", _sum(_ALL, "other")),
)


def compose_8a(v: Values, terms: Terms) -> Document:
    """Mẫu 8a: vouchers of industrial-promotion money."""
    rows = say.numbered((one.so, one.ngay, one.ben_ban, one.noi_dung, one.chua_thue, one.thue, one.tong) for one in v.chung_tu)  # fmt: skip
    table = Table(
        columns=say.columns((0.8, "center"), 2, (2, "center"), 4, 5, (2.2, "right"), (2, "right"), (2.2, "right")),
        head=(say.cells("TT", "Số chứng từ", "Ngày", "Bên bán, bên nhận", "Nội dung", "Chưa thuế", "Thuế GTGT", "Tổng"),),
        rows=(*rows, say.row("", "Cộng", "", "", "", "", "", v.cong, kind="total")),
        unit="Đơn vị tính: triệu đồng",
    )  # fmt: skip
    return table_form(v, terms, "BẢNG KÊ CHỨNG TỪ ĐỀ NGHỊ QUYẾT TOÁN", "Mẫu 8a", table)


def compose_8b(v: Values, terms: Terms) -> Document:
    """Mẫu 8b: vouchers of all sources, for support that is a percentage."""
    rows = say.numbered((one.so, one.ngay, one.ben_ban, one.noi_dung, one.tong, one["khuyen_cong"], one["thu_huong"], one["khac"]) for one in v.chung_tu)  # fmt: skip
    table = Table(
        columns=say.columns((0.8, "center"), 2, (2, "center"), 4, 5, *((2.2, "right"),) * 4),
        head=(say.cells("TT", "Số chứng từ", "Ngày", "Bên bán, bên nhận", "Nội dung", "Tổng", "Khuyến công", "Thụ hưởng", "Khác"),),
        rows=(*rows, say.row("", "Cộng", "", "", "", v.cong, v.cong_khuyen_cong, v.cong_thu_huong, v.cong_khac, kind="total")),
        unit="Đơn vị tính: triệu đồng",
    )  # fmt: skip
    return table_form(v, terms, "BẢNG KÊ CHỨNG TỪ ĐỀ NGHỊ QUYẾT TOÁN", "Mẫu 8b", table)


FORMS = (
    Form("m8a", "Bảng kê chứng từ đề nghị quyết toán", "contract", "KHAC", VOUCHERS_A, compose_8a, lambda c: "" if _FUND(c) else "chưa có chứng từ nào của kinh phí khuyến công.", issuer="don_vi"),
    Form("m8b", "Bảng kê chứng từ đề nghị quyết toán, có nguồn khác", "contract", "KHAC", VOUCHERS_B, compose_8b, lambda c: "" if _ALL(c) else "chưa có chứng từ nào.", issuer="don_vi"),
)  # fmt: skip
