"""Settlement of a contract: liquidation (Mẫu 6), detailed settlement (7), vouchers (8a, 8b), request for payment (9),
reconciliation of the year's contracts (10). Thông tư 36/2013/TT-BCT, Điều 18, 19; the columns of the forms were not found.

Balances are those of the ledger; amounts in whole đồng, in the forms exactly in triệu đồng.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bedo.core.types import Dong
from bedo.documents.writing import say
from bedo.documents.writing.content import BLANK, Document, Heading, Letterhead, Para, Signature, Signatures, Table
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.ledger import queries as ledger
from bedo.projects.models import Acceptance, AcceptanceLine, Contract, Settlement, SettlementLine, Share, Voucher
from bedo.projects.papers.common import CONTRACT, DECREE_45, PROJECT, amount_of, bases, project_of, through
from bedo.projects.papers.contracts import PARTY, parties, signed_by
from bedo.projects.queries import signed_minutes
from bedo.projects.services.acceptance import SOURCES


def shares_of(contract: Contract) -> list[Share]:
    """The shares that the contract covers, by number."""
    items = contract.items.select_related("share__project", "share__establishment").order_by("share_id")
    return [item.share for item in items]


def settlement_of(contract: Contract) -> Settlement | None:
    """The contract's settlement dossier, if it was submitted."""
    return Settlement.objects.filter(contract=contract).first()


def _lines(contract: Contract) -> list[SettlementLine]:
    found = settlement_of(contract)
    rows = (
        ()
        if found is None
        else found.lines.select_related("share__establishment", "share__project").order_by("share_id")
    )
    return list(rows)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """Whole đồng of a contract as the ledger holds it now: `advanced`: paid and not settled."""

    contract: Contract
    approved: Dong
    advanced: Dong
    settled: Dong
    recoverable: Dong
    contracted: Dong

    @property
    def balance(self) -> Dong:
        """Paid and neither settled nor back yet."""
        return Dong(self.advanced + self.recoverable)


def held(contracts: Iterable[Contract]) -> list[Held]:
    """The contracts with their balances; two queries whatever their number."""
    rows = list(contracts)
    holders = {row.pk: [item.share.holder for item in row.items.all()] for row in rows}
    stages = ledger.stages_of_holders([one for found in holders.values() for one in found])
    return [
        Held(
            row,
            Dong(amount_of(row)),
            *(
                Dong(sum(stages[one][stage] for one in holders[row.pk]))
                for stage in ("advanced", "settled", "recoverable", "contracted")
            ),
        )
        for row in rows
    ]


def _held(name: str) -> Callable[[Contract], Dong]:
    return lambda contract: getattr(held([contract])[0], name)


def _of_year(contract: Contract) -> list[Held]:
    """All contracts of the same province, fund and year."""
    project = project_of(contract)
    rows = Contract.objects.filter(
        province=contract.province, parent=None, items__share__project__year=project.year, items__share__project__fund=project.fund
    )  # fmt: skip
    return held(rows.distinct().prefetch_related("items__share").order_by("signed_on", "pk"))


MONEY = (
    Field("da_chi", "Đã tạm ứng, chưa quyết toán (đồng)", lambda c: say.dong(_held("advanced")(c))),
    Field("da_quyet_toan", "Đã quyết toán (đồng)", lambda c: say.dong(_held("settled")(c))),
    Field("phai_thu_hoi", "Phải thu hồi (đồng)", lambda c: say.dong(_held("recoverable")(c))),
    Field("chua_chi", "Chưa chi (đồng)", lambda c: say.dong(_held("contracted")(c))),
)
SETTLED = (
    Field("thu_huong", "Đơn vị thụ hưởng", lambda line: line.share.label),
    Field("duyet", "Được duyệt (triệu đồng)", lambda line: say.million(line.approved)),
    Field("de_nghi", "Đề nghị quyết toán (triệu đồng)", lambda line: say.million(line.asked)),
    Field("chap_nhan", "Chấp nhận quyết toán (triệu đồng)", lambda line: say.million(line.settled)),
    Field("hoan_lai", "Giải phóng (triệu đồng)", lambda line: say.million(line.released)),
    Field("thu_hoi", "Thu hồi (triệu đồng)", lambda line: say.million(line.recovered)),
)


def _total(name: str) -> Callable[[Contract], int | None]:
    def added(contract: Contract) -> int | None:
        known = [getattr(line, name) for line in _lines(contract)]
        return None if not known or None in known else sum(known)

    return added


SETTLEMENT = (
    *CONTRACT,
    *through(PROJECT, project_of),
    *MONEY,
    Field("cac_ben", "Các bên", lambda c: list(c.parties.select_related("establishment").order_by("side", "id")), PARTY),
    Field("dong", "Các dòng quyết toán", _lines, SETTLED),
    *(
        Field(f"cong_{field}", f"Cộng {words} (triệu đồng)", lambda c, name=name: say.million(_total(name)(c)))
        for field, words, name in (("duyet", "được duyệt", "approved"), ("de_nghi", "đề nghị", "asked"), ("chap_nhan", "chấp nhận", "settled"), ("hoan_lai", "giải phóng", "released"), ("thu_hoi", "thu hồi", "recovered"))
    ),
    Field("chap_nhan_dong", "Chấp nhận quyết toán (đồng)", lambda c: say.dong(_total("settled")(c))),
    Field("chap_nhan_bang_chu", "Chấp nhận quyết toán bằng chữ", lambda c: say.in_words(_total("settled")(c))),
    Field("de_nghi_dong", "Đề nghị quyết toán (đồng)", lambda c: say.dong(_total("asked")(c))),
    Field("de_nghi_bang_chu", "Đề nghị quyết toán bằng chữ", lambda c: say.in_words(_total("asked")(c))),
    Field("ngay_duyet", "Ngày duyệt quyết toán", lambda c: say.long_day(getattr(settlement_of(c), "decided_on", None))),
)  # fmt: skip


def _settled_table(v: Values) -> Table:
    rows = say.numbered(
        (one.thu_huong, one["duyet"], one["de_nghi"], one["chap_nhan"], one["hoan_lai"], one["thu_hoi"])
        for one in v.dong
    )
    total = say.row("", "Cộng", v["cong_duyet"], v["cong_de_nghi"], v["cong_chap_nhan"], v["cong_hoan_lai"], v["cong_thu_hoi"], kind="total")  # fmt: skip
    return Table(
        columns=say.columns((1, "center"), 4, *((2.3, "right"),) * 5),
        head=(say.cells("TT", "Đơn vị thụ hưởng", "Được duyệt", "Đề nghị quyết toán", "Chấp nhận", "Giải phóng", "Thu hồi"),),
        rows=(*rows, total),
        unit="Đơn vị tính: triệu đồng",
    )  # fmt: skip


def compose_6(v: Values, terms: Terms) -> Document:
    """Mẫu 6: liquidation of a contract."""
    return Document(
        title="BIÊN BẢN",
        summary=f"Thanh lý hợp đồng số {v.so_hop_dong}",
        mark="Mẫu 6",
        head=Letterhead(),
        bases=bases(
            DECREE_45,
            f"hợp đồng số {v.so_hop_dong}, {v.ngay_hop_dong}",
            "biên bản nghiệm thu cơ sở và hồ sơ quyết toán",
        ),
        blocks=(
            Para(f"Hôm nay, {v.ngay_duyet}, các bên gồm có:", indent=False),
            *parties(v),
            Para("Cùng thống nhất thanh lý hợp đồng với các nội dung sau:"),
            Heading("Điều 1. Khối lượng và kinh phí", 2),
            Para(f"Giá trị hợp đồng: {v.gia_tri_hop_dong} đồng (Bằng chữ: {v.gia_tri_hop_dong_bang_chu})."),
            Para(f"Giá trị được chấp nhận quyết toán: {v.chap_nhan_dong} đồng (Bằng chữ: {v.chap_nhan_bang_chu})."),
            _settled_table(v),
            Heading("Điều 2. Kinh phí còn phải xử lý", 2),
            Para(
                f"Đã tạm ứng, chưa quyết toán: {v.da_chi} đồng; phải thu hồi: {v.phai_thu_hoi} đồng; chưa chi: {v.chua_chi} đồng."
            ),
            Heading("Điều 3. Cam kết", 2),
            Para("Các bên thống nhất chấm dứt hợp đồng; sau khi các khoản trên được xử lý xong không bên nào còn nghĩa vụ theo hợp đồng."),
            Para(f"Biên bản lập thành {BLANK} bản có giá trị như nhau, mỗi bên giữ {BLANK} bản."),
            signed_by(v),
        ),
        proposed=True,
    )  # fmt: skip


# --- Mẫu 7


@dataclass(frozen=True)
class Work:
    """One line of the accepted work with its share."""

    share: Share
    line: AcceptanceLine


def _accepted(contract: Contract) -> list[Work]:
    minutes: list[tuple[Share, Acceptance | None]] = [(share, signed_minutes(share)) for share in shares_of(contract)]
    return [Work(share, line) for share, found in minutes if found for line in found.lines.order_by("number")]


WORK = (
    Field("thu_huong", "Đơn vị thụ hưởng", lambda w: w.share.label),
    Field("noi_dung", "Nội dung", lambda w: w.line.text),
    Field("don_vi", "Đơn vị tính", lambda w: w.line.unit),
    Field("so_luong", "Số lượng nghiệm thu", lambda w: say.dong(w.line.done_quantity)),
    Field("duyet", "Giá trị hợp đồng (triệu đồng)", lambda w: say.million(w.line.contract_value)),
    Field("nghiem_thu", "Giá trị nghiệm thu (triệu đồng)", lambda w: say.million(w.line.done_value)),
    Field("khuyen_cong", "Khuyến công (triệu đồng)", lambda w: say.million(w.line.from_fund)),
    Field("thu_huong_gop", "Đơn vị thụ hưởng (triệu đồng)", lambda w: say.million(w.line.from_beneficiary)),
    Field("khac", "Nguồn khác (triệu đồng)", lambda w: say.million(w.line.from_other)),
    Field("chenh", "Chênh lệch (triệu đồng)", lambda w: say.million(w.line.difference)),
)


def _work_sum(name: str) -> Callable[[Contract], str]:
    return lambda contract: say.million(sum(getattr(work.line, name) for work in _accepted(contract)))


DETAIL = (
    *SETTLEMENT,
    Field("cong_viec", "Khối lượng nghiệm thu", _accepted, WORK),
    *(
        Field(f"tong_{field}", f"Cộng {words} (triệu đồng)", _work_sum(name))
        for field, words, name in (("duyet", "giá trị hợp đồng", "contract_value"), ("nghiem_thu", "giá trị nghiệm thu", "done_value"), ("khuyen_cong", "khuyến công", "from_fund"), ("thu_huong_gop", "đơn vị thụ hưởng", "from_beneficiary"), ("khac", "nguồn khác", "from_other"), ("chenh", "chênh lệch", "difference"))
    ),
)  # fmt: skip


def compose_7(v: Values, terms: Terms) -> Document:
    """Mẫu 7: content, quantity, approved, accepted, by source, difference; then what was asked and settled."""
    rows = say.numbered(
        (one.thu_huong, one.noi_dung, one["don_vi"], one.so_luong, one.duyet, one.nghiem_thu, one.khuyen_cong, one.thu_huong_gop, one.khac, one.chenh)
        for one in v.cong_viec
    )  # fmt: skip
    total = say.row("", "Cộng", "", "", "", v.tong_duyet, v.tong_nghiem_thu, v.tong_khuyen_cong, v.tong_thu_huong_gop, v.tong_khac, v.tong_chenh, kind="total")  # fmt: skip
    work = Table(
        columns=say.columns((0.8, "center"), 3.4, 4.4, (1.4, "center"), (1.4, "right"), *((2, "right"),) * 6),
        head=(say.cells("TT", "Đơn vị thụ hưởng", "Nội dung", "Đơn vị", "Số lượng", "Được duyệt", "Nghiệm thu", "Khuyến công", "Thụ hưởng", "Khác", "Chênh lệch"),),
        rows=(*rows, total),
        caption="Khối lượng nghiệm thu",
        unit="Đơn vị tính: triệu đồng",
    )  # fmt: skip
    return _table_form(v, terms, "BIỂU CHI TIẾT QUYẾT TOÁN KINH PHÍ", "Mẫu 7", work, _settled_table(v))


def _table_form(v: Values, terms: Terms, title: str, mark: str, *tables: Table, said: str = "") -> Document:
    """A table of the settlement dossier: contract above, who made it and who is responsible below."""
    return Document(
        title=title,
        summary=f"Hợp đồng số {v.so_hop_dong}, {v.ngay_hop_dong}",
        mark=mark,
        head=terms.head,
        blocks=(
            Para(f"Đề án: {v.ten_de_an}. Đơn vị thực hiện: {v.don_vi_thuc_hien}. Nguồn kinh phí: {v.nguon_kinh_phi}."),
            *tables,
            *((Para(said),) if said else ()),
            Signatures(
                (
                    Signature("NGƯỜI LẬP BIỂU", note="(Ký, ghi rõ họ tên)"),
                    Signature("KẾ TOÁN TRƯỞNG", note="(Ký, ghi rõ họ tên)"),
                    Signature(
                        terms.position or "THỦ TRƯỞNG ĐƠN VỊ",
                        terms.signer,
                        terms.authority,
                        "(Ký, ghi rõ họ tên, đóng dấu)",
                    ),
                )
            ),
        ),
        landscape=True,
        proposed=True,
    )


# --- Mẫu 8a, 8b


def _vouchers(*sources: str) -> Callable[[Contract], list[Voucher]]:
    def found(contract: Contract) -> list[Voucher]:
        rows = Voucher.objects.filter(share__contract_items__contract=contract, source__in=sources)
        return list(rows.select_related("share__establishment").order_by("on", "id"))

    return found


def _by(source: str):
    return lambda row: say.million(row.amount) if row.source == source else ""


VOUCHER = (
    Field("so", "Số chứng từ", lambda row: row.number),
    Field("ngay", "Ngày chứng từ", lambda row: say.day(row.on)),
    Field("ben_ban", "Bên bán, bên nhận", lambda row: row.seller),
    Field("noi_dung", "Nội dung", lambda row: row.text),
    Field("chua_thue", "Chưa thuế (triệu đồng)", lambda row: say.million(row.amount - row.vat)),
    Field("thue", "Thuế GTGT (triệu đồng)", lambda row: say.million(row.vat)),
    Field("tong", "Tổng (triệu đồng)", lambda row: say.million(row.amount)),
    Field("nguon", "Nguồn", lambda row: SOURCES[row.source]),
    Field("khuyen_cong", "Khuyến công (triệu đồng)", _by("fund")),
    Field("thu_huong", "Đơn vị thụ hưởng (triệu đồng)", _by("beneficiary")),
    Field("khac", "Nguồn khác (triệu đồng)", _by("other")),
)


def _voucher_sum(rows: Callable[[Contract], list[Voucher]], *sources: str) -> Callable[[Contract], str]:
    return lambda contract: say.million(sum(row.amount for row in rows(contract) if row.source in sources))


_FUND, _ALL = _vouchers("fund"), _vouchers(*SOURCES)
BASE = (*CONTRACT, *through(PROJECT, project_of))
VOUCHERS_A = (*BASE, Field("chung_tu", "Chứng từ", _FUND, VOUCHER), Field("cong", "Cộng (triệu đồng)", _voucher_sum(_FUND, "fund")))  # fmt: skip
VOUCHERS_B = (
    *BASE,
    Field("chung_tu", "Chứng từ", _ALL, VOUCHER),
    Field("cong", "Cộng (triệu đồng)", _voucher_sum(_ALL, *SOURCES)),
    Field("cong_khuyen_cong", "Cộng khuyến công (triệu đồng)", _voucher_sum(_ALL, "fund")),
    Field("cong_thu_huong", "Cộng đơn vị thụ hưởng (triệu đồng)", _voucher_sum(_ALL, "beneficiary")),
    Field("cong_khac", "Cộng nguồn khác (triệu đồng)", _voucher_sum(_ALL, "other")),
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
    return _table_form(v, terms, "BẢNG KÊ CHỨNG TỪ ĐỀ NGHỊ QUYẾT TOÁN", "Mẫu 8a", table)


def compose_8b(v: Values, terms: Terms) -> Document:
    """Mẫu 8b: vouchers of all sources, for support that is a percentage."""
    rows = say.numbered((one.so, one.ngay, one.ben_ban, one.noi_dung, one.tong, one["khuyen_cong"], one["thu_huong"], one["khac"]) for one in v.chung_tu)  # fmt: skip
    table = Table(
        columns=say.columns((0.8, "center"), 2, (2, "center"), 4, 5, *((2.2, "right"),) * 4),
        head=(say.cells("TT", "Số chứng từ", "Ngày", "Bên bán, bên nhận", "Nội dung", "Tổng", "Khuyến công", "Thụ hưởng", "Khác"),),
        rows=(*rows, say.row("", "Cộng", "", "", "", v.cong, v.cong_khuyen_cong, v.cong_thu_huong, v.cong_khac, kind="total")),
        unit="Đơn vị tính: triệu đồng",
    )  # fmt: skip
    return _table_form(v, terms, "BẢNG KÊ CHỨNG TỪ ĐỀ NGHỊ QUYẾT TOÁN", "Mẫu 8b", table)


# --- Mẫu 9, 10


def compose_9(v: Values, terms: Terms) -> Document:
    """Mẫu 9: approved, accepted, advanced, asked to pay, remaining."""
    table = Table(
        columns=say.columns((1, "center"), 9, (4, "right")),
        head=(say.cells("TT", "Nội dung", "Số tiền (đồng)"),),
        rows=say.numbered(
            [
                ("Kinh phí của hợp đồng", v.gia_tri_hop_dong),
                ("Đề nghị quyết toán", v.de_nghi_dong),
                ("Đã tạm ứng, chưa quyết toán", v.da_chi),
                ("Đã quyết toán", v.da_quyet_toan),
                ("Kinh phí của hợp đồng chưa chi", v.chua_chi),
                ("Phải thu hồi", v.phai_thu_hoi),
                ("Đề nghị thanh toán lần này", BLANK),
            ]
        ),
    )
    return _table_form(
        v, terms, "BIỂU ĐỀ NGHỊ THANH TOÁN KINH PHÍ", "Mẫu 9", table, said=f"Đề nghị quyết toán bằng chữ: {v.de_nghi_bang_chu}."
    )  # fmt: skip


YEAR_ROW = (
    Field("so", "Số hợp đồng", lambda one: one.contract.number),
    Field("ngay", "Ngày ký", lambda one: say.day(one.contract.signed_on)),
    Field("duyet", "Được duyệt (triệu đồng)", lambda one: say.million(one.approved)),
    Field("tam_ung", "Đã tạm ứng, chưa quyết toán (triệu đồng)", lambda one: say.million(one.advanced)),
    Field("quyet_toan", "Đã quyết toán (triệu đồng)", lambda one: say.million(one.settled)),
    Field("thu_hoi", "Phải thu hồi (triệu đồng)", lambda one: say.million(one.recoverable)),
    Field("chua_chi", "Chưa chi (triệu đồng)", lambda one: say.million(one.contracted)),
    Field("so_du", "Số dư (triệu đồng)", lambda one: say.million(one.balance)),
)
_YEAR_SUMS = (("duyet", "approved"), ("tam_ung", "advanced"), ("quyet_toan", "settled"), ("thu_hoi", "recoverable"), ("chua_chi", "contracted"), ("so_du", "balance"))  # fmt: skip


def _year_sum(name: str) -> Callable[[Contract], str]:
    return lambda contract: say.million(sum(getattr(one, name) for one in _of_year(contract)))


RECONCILED = (
    *BASE,
    Field("cac_hop_dong", "Các hợp đồng của năm", _of_year, YEAR_ROW),
    *(Field(f"cong_{field}", f"Cộng {field.replace('_', ' ')} (triệu đồng)", _year_sum(name)) for field, name in _YEAR_SUMS),
)  # fmt: skip


def compose_10(v: Values, terms: Terms) -> Document:
    """Mẫu 10: the year's contracts set beside each other, confirmed by both sides."""
    rows = say.numbered((one.so, one.ngay, one.duyet, one.tam_ung, one.quyet_toan, one.thu_hoi, one.chua_chi, one.so_du) for one in v.cac_hop_dong)  # fmt: skip
    total = say.row("", "Cộng", "", v.cong_duyet, v.cong_tam_ung, v.cong_quyet_toan, v.cong_thu_hoi, v.cong_chua_chi, v.cong_so_du, kind="total")  # fmt: skip
    table = Table(
        columns=say.columns((0.8, "center"), 4, (2, "center"), *((2.4, "right"),) * 6),
        head=(say.cells("TT", "Hợp đồng", "Ngày ký", "Được duyệt", "Đã tạm ứng", "Đã quyết toán", "Phải thu hồi", "Chưa chi", "Số dư"),),
        rows=(*rows, total),
        unit="Đơn vị tính: triệu đồng",
    )  # fmt: skip
    return Document(
        title="BẢNG ĐỐI CHIẾU KINH PHÍ",
        summary=f"Các hợp đồng năm {v.nam}, nguồn: {v.nguon_kinh_phi}",
        mark="Mẫu 10",
        head=terms.head,
        blocks=(
            table,
            Signatures(
                (
                    Signature("ĐẠI DIỆN BÊN GIAO KINH PHÍ", note="(Ký, ghi rõ họ tên, đóng dấu)"),
                    Signature(
                        terms.position or "THỦ TRƯỞNG ĐƠN VỊ",
                        terms.signer,
                        terms.authority,
                        "(Ký, ghi rõ họ tên, đóng dấu)",
                    ),
                )
            ),
        ),
        landscape=True,
        proposed=True,
    )


def _no_settlement(contract: Contract) -> str:
    return "" if settlement_of(contract) else "chưa nộp hồ sơ quyết toán."


def _not_decided(contract: Contract) -> str:
    found = settlement_of(contract)
    return "" if found and found.decided_on else "hồ sơ quyết toán chưa được duyệt."


FORMS = (
    Form("m6", "Biên bản thanh lý hợp đồng", "contract", "BB", SETTLEMENT, compose_6, _not_decided, issuer="hai_ben"),
    Form("m7", "Biểu chi tiết quyết toán kinh phí", "contract", "KHAC", DETAIL, compose_7, _no_settlement, issuer="don_vi"),
    Form("m8a", "Bảng kê chứng từ đề nghị quyết toán", "contract", "KHAC", VOUCHERS_A, compose_8a, lambda c: "" if _FUND(c) else "chưa có chứng từ nào của kinh phí khuyến công.", issuer="don_vi"),
    Form("m8b", "Bảng kê chứng từ đề nghị quyết toán, có nguồn khác", "contract", "KHAC", VOUCHERS_B, compose_8b, lambda c: "" if _ALL(c) else "chưa có chứng từ nào.", issuer="don_vi"),
    Form("m9", "Biểu đề nghị thanh toán kinh phí", "contract", "KHAC", SETTLEMENT, compose_9, _no_settlement, issuer="don_vi"),
    Form("m10", "Bảng đối chiếu kinh phí", "contract", "KHAC", RECONCILED, compose_10, issuer="don_vi"),
)  # fmt: skip
