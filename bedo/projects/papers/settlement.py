"""Settlement of a contract: liquidation (Mẫu 6), detailed settlement (7), request for payment (9). Thông tư 36/2013/TT-BCT,
Điều 18, 19; the columns of the forms were not found.

Balances are those of the ledger; amounts in whole đồng, in the forms exactly in triệu đồng.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bedo.documents.writing import say
from bedo.documents.writing.content import BLANK, Document, Heading, Letterhead, Para, Table
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.projects.models import Acceptance, AcceptanceLine, Contract, Share
from bedo.projects.papers.common import DECREE_45, bases
from bedo.projects.papers.contract_sums import (
    BASE,
    GONE,
    MONEY,
    accepted_minutes,
    all_accepted,
    lines_of,
    settlement_of,
    shares_of,
    table_form,
)
from bedo.projects.papers.contracts import PARTY, parties, signed_by

SETTLED = (
    Field("thu_huong", "Đơn vị thụ hưởng", lambda line: line.label),
    Field("duyet", "Được duyệt (triệu đồng)", lambda line: say.million(line.approved)),
    Field("de_nghi", "Đề nghị quyết toán (triệu đồng)", lambda line: say.million(line.asked)),
    Field("chap_nhan", "Chấp nhận quyết toán (triệu đồng)", lambda line: say.million(line.settled)),
    Field("hoan_lai", "Giải phóng (triệu đồng)", lambda line: say.million(line.released)),
    Field("thu_hoi", "Thu hồi (triệu đồng)", lambda line: say.million(line.recovered)),
)


def _total(name: str) -> Callable[[Contract], int | None]:
    def added(contract: Contract) -> int | None:
        known = [getattr(line, name) for line in lines_of(contract)]
        return None if not known or None in known else sum(known)

    return added


SETTLEMENT = (
    *BASE,
    *MONEY,
    Field("cac_ben", "Các bên", lambda c: list(c.parties.select_related("establishment").order_by("side", "id")), PARTY),
    Field("dong", "Các dòng quyết toán", lines_of, SETTLED),
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
        (one.thu_huong, one.duyet, one.de_nghi, one.chap_nhan, one.hoan_lai, one.thu_hoi) for one in v.dong
    )
    total = say.row("", "Cộng", v.cong_duyet, v.cong_de_nghi, v.cong_chap_nhan, v.cong_hoan_lai, v.cong_thu_hoi, kind="total")  # fmt: skip
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
                f"Đã tạm ứng, chưa quyết toán: {v.da_chi} đồng; đã nộp lại: {v.da_nop_lai} đồng; phải thu hồi: {v.phai_thu_hoi} đồng; chưa chi: {v.chua_chi} đồng."
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
    minutes: list[tuple[Share, Acceptance | None]] = [(share, accepted_minutes(share)) for share in shares_of(contract)]
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
    return table_form(v, terms, "BIỂU CHI TIẾT QUYẾT TOÁN KINH PHÍ", "Mẫu 7", work, _settled_table(v))


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
                ("Đã nộp lại", v.da_nop_lai),
                ("Phải thu hồi", v.phai_thu_hoi),
                ("Đề nghị thanh toán lần này", BLANK),
            ]
        ),
    )
    return table_form(
        v, terms, "BIỂU ĐỀ NGHỊ THANH TOÁN KINH PHÍ", "Mẫu 9", table, said=f"Đề nghị quyết toán bằng chữ: {v.de_nghi_bang_chu}."
    )  # fmt: skip


def _nothing_to_settle(contract: Contract) -> str:
    """They belong to the dossier, so they are made up before it is handed in."""
    return "" if settlement_of(contract) or all_accepted(contract) else "chưa nghiệm thu hết các phần của hợp đồng."


def _not_ended(contract: Contract) -> str:
    """From the handing in on, with blanks for what is not decided; a contract whose shares were all stopped has no dossier."""
    gone = [share.state in GONE for share in shares_of(contract)]
    return "" if settlement_of(contract) or (gone and all(gone)) else "chưa nộp hồ sơ quyết toán."


FORMS = (
    Form("m6", "Biên bản thanh lý hợp đồng", "contract", "BB", SETTLEMENT, compose_6, _not_ended, issuer="hai_ben"),
    Form("m7", "Biểu chi tiết quyết toán kinh phí", "contract", "KHAC", DETAIL, compose_7, _nothing_to_settle, issuer="don_vi"),
    Form("m9", "Biểu đề nghị thanh toán kinh phí", "contract", "KHAC", SETTLEMENT, compose_9, _nothing_to_settle, issuer="don_vi"),
)  # fmt: skip
