"""Progress of a contract (Mẫu 3a) and completed work with its money (Mẫu 3b). Thông tư 36/2013/TT-BCT, Điều 13, 14, 23.

The columns of both forms were not found: the content is what the articles ask.
"""

from __future__ import annotations

from bedo.core.types import Dong
from bedo.documents.writing import say
from bedo.documents.writing.content import BLANK, Document, Heading, Para, Signature, Signatures, Table
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.ledger import queries as ledger
from bedo.projects.models import Difficulty, ProgressReport, Share, WorkConfirmation
from bedo.projects.papers.common import SHARE
from bedo.projects.queries import contract_of, paid

REPORT = (
    Field("thang", "Tháng", lambda r: f"{r.month:%m/%Y}"),
    Field("ke_hoach", "Kế hoạch (%)", lambda r: str(r.planned_percent)),
    Field("thuc_hien", "Thực hiện (%)", lambda r: str(r.done_percent)),
    Field("da_chi", "Đã đầu tư (triệu đồng)", lambda r: say.million(r.spent)),
    Field("noi_dung", "Nội dung đã làm", lambda r: r.done_text or ("không có gì mới" if r.nothing_new else "")),
)
DIFFICULTY = (
    Field("noi_dung", "Khó khăn", lambda d: d.text),
    Field("nguoi_giu", "Ai giải quyết", lambda d: d.holder.full_name),
    Field("han", "Hạn", lambda d: say.day(d.due_on)),
    Field("ket_qua", "Kết quả", lambda d: d.outcome),
)


def _reports(share: Share) -> list[ProgressReport]:
    return list(share.reports.order_by("month"))


def _difficulties(share: Share) -> list[Difficulty]:
    return list(share.difficulties.select_related("holder").order_by("raised_on", "id"))


def _confirmation(share: Share) -> WorkConfirmation | None:
    return share.confirmations.order_by("-on", "-id").first()


def _confirmed(value):
    def found(share: Share) -> str:
        row = _confirmation(share)
        return "" if row is None else value(row)

    return found


def _stages(share: Share) -> dict[str, Dong]:
    return ledger.stages_of_holders([share.holder])[share.holder]


def _left(share: Share) -> Dong:
    """Whole đồng under contract that were not paid yet."""
    return _stages(share)["contracted"]


FIELDS = (
    *SHARE,
    Field("bao_cao", "Báo cáo các tháng", _reports, REPORT),
    Field("kho_khan", "Khó khăn, vướng mắc", _difficulties, DIFFICULTY),
    Field("da_chi_khuyen_cong", "Kinh phí khuyến công đã chi (đồng)", lambda s: say.dong(paid(s))),
    Field("con_lai", "Kinh phí của hợp đồng chưa chi (đồng)", lambda s: say.dong(_left(s))),
    Field("con_lai_bang_chu", "Kinh phí chưa chi bằng chữ", lambda s: say.in_words(_left(s))),
    Field("so_xac_nhan", "Số biên bản Sở xác nhận", _confirmed(lambda c: c.number)),
    Field("ngay_xac_nhan", "Ngày Sở xác nhận", _confirmed(lambda c: say.long_day(c.on))),
    Field("gia_tri_hoan_thanh", "Giá trị hoàn thành được xác nhận (đồng)", _confirmed(lambda c: say.dong(c.done_value))),
    Field("gia_tri_tong", "Tổng vốn đầu tư (đồng)", _confirmed(lambda c: say.dong(c.total_value))),
    Field("ty_le_hoan_thanh", "Tỷ lệ hoàn thành", _confirmed(lambda c: say.percent(int(c.done_value), int(c.total_value)))),
)  # fmt: skip

_SIGNED = "(Ký, ghi rõ họ tên, đóng dấu)"


def _head(v: Values) -> tuple[Para, ...]:
    return (
        Para(f"Hợp đồng số {v.so_hop_dong}, {v.ngay_hop_dong}; thời hạn đến hết {v.han_hop_dong}."),
        Para(f"Đề án: {v.ten_de_an} (mã {v.ma_de_an}). Đơn vị thực hiện: {v.don_vi_thuc_hien}."),
        Para(f"Đơn vị thụ hưởng: {v.co_so}. Địa điểm: {v.dia_diem_phan}."),
    )


def compose_3a(v: Values, terms: Terms) -> Document:
    """Mẫu 3a: planned and done by month, difficulties."""
    rows = say.numbered(
        (one.thang, one.ke_hoach, one.thuc_hien, one["da_chi"], one["noi_dung"]) for one in v["bao_cao"]
    )
    table = Table(
        columns=say.columns((1, "center"), (1.6, "center"), (1.8, "right"), (1.8, "right"), (2.6, "right"), 6),
        head=(say.cells("TT", "Tháng", "Kế hoạch (%)", "Thực hiện (%)", "Đã đầu tư (triệu đồng)", "Nội dung đã làm"),),
        rows=rows,
    )
    troubles = say.numbered((one.noi_dung, one["nguoi_giu"], one["han"], one["ket_qua"]) for one in v["kho_khan"])
    trouble = Table(
        columns=say.columns((1, "center"), 6, 3, (2, "center"), 4),
        head=(say.cells("TT", "Khó khăn, vướng mắc", "Ai giải quyết", "Hạn", "Kết quả"),),
        rows=troubles,
    )
    return Document(
        title="BÁO CÁO",
        summary="Tiến độ thực hiện hợp đồng",
        mark="Mẫu 3a",
        head=terms.head,
        addressees=terms.addressees,
        blocks=(
            *_head(v),
            Heading("I. TIẾN ĐỘ (lũy kế đến từng tháng)"),
            table,
            Heading("II. KHÓ KHĂN, VƯỚNG MẮC"),
            trouble if troubles else Para(BLANK * 4),
            Heading("III. KIẾN NGHỊ"),
            Para(BLANK * 4),
        ),
        signature=Signature(terms.position or "THỦ TRƯỞNG ĐƠN VỊ", terms.signer, terms.authority),
        recipients=terms.recipients,
        proposed=True,
    )


def compose_3b(v: Values, terms: Terms) -> Document:
    """Mẫu 3b: completed work and money, with the Sở's confirmation."""
    money = Table(
        columns=say.columns((1, "center"), 9, (4, "right")),
        head=(say.cells("TT", "Kinh phí", "Số tiền"),),
        rows=say.numbered(
            [
                ("Kinh phí hỗ trợ của phần này", v.ho_tro_phan),
                ("Vốn đối ứng cam kết", v.doi_ung_phan),
                ("Kinh phí khuyến công đã tạm ứng, đã chi", v.da_chi_khuyen_cong),
                ("Kinh phí của hợp đồng chưa chi", v.con_lai),
            ]
        ),
        unit="Đơn vị tính: đồng",
    )
    return Document(
        title="BÁO CÁO",
        summary="Khối lượng hoàn thành và kinh phí thực hiện",
        mark="Mẫu 3b",
        head=terms.head,
        addressees=terms.addressees,
        blocks=(
            *_head(v),
            Heading("I. KHỐI LƯỢNG HOÀN THÀNH"),
            Para(f"Biên bản xác nhận số {v.so_xac_nhan}, {v.ngay_xac_nhan}: giá trị hoàn thành {v.gia_tri_hoan_thanh} đồng trên tổng vốn đầu tư {v.gia_tri_tong} đồng, đạt {v.ty_le_hoan_thanh}."),
            Heading("II. KINH PHÍ"),
            money,
            Para(f"Kinh phí chưa chi bằng chữ: {v.con_lai_bang_chu}."),
            Para(f"Số tiền đề nghị: {BLANK} đồng (bằng chữ: {BLANK * 2})."),
            Signatures(
                (
                    Signature("XÁC NHẬN CỦA SỞ CÔNG THƯƠNG", note=_SIGNED),
                    Signature(terms.position or "THỦ TRƯỞNG ĐƠN VỊ", terms.signer, terms.authority, _SIGNED),
                )
            ),
        ),
        proposed=True,
    )  # fmt: skip


def _no_contract(share: Share) -> str:
    return "" if contract_of(share) else "chưa có hợp đồng."


def _no_report(share: Share) -> str:
    return _no_contract(share) or ("" if _reports(share) else "chưa có báo cáo tháng nào.")


def _no_confirmation(share: Share) -> str:
    return _no_contract(share) or ("" if _confirmation(share) else "Sở chưa xác nhận khối lượng.")


FORMS = (
    Form("m3a", "Báo cáo tiến độ thực hiện hợp đồng", "share", "BC", FIELDS, compose_3a, _no_report, issuer="don_vi"),
    Form("m3b", "Báo cáo khối lượng hoàn thành và kinh phí thực hiện", "share", "BC", FIELDS, compose_3b, _no_confirmation, issuer="don_vi"),
)  # fmt: skip
