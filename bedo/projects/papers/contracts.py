"""The contract (hợp đồng thực hiện đề án, hợp đồng hỗ trợ). Source: Thông tư 36/2013/TT-BCT, Điều 12, 13; no form is prescribed."""

from __future__ import annotations

from bedo.documents.writing import say
from bedo.documents.writing.content import (
    BLANK,
    Block,
    Document,
    Heading,
    Letterhead,
    Para,
    Signature,
    Signatures,
    Table,
)
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.projects.models import Contract
from bedo.projects.papers.common import CIRCULAR_36, CONTRACT, DECREE_45, PROJECT, bases, project_of, through
from bedo.projects.services.contracts import KINDS

PARTY = (
    Field("ben", "Bên (A, B, C…)", lambda party: party.side),
    Field("ten", "Tên của bên", lambda party: party.name),
    Field("nguoi_dai_dien", "Người đại diện", lambda party: party.representative),
    Field("chuc_vu", "Chức vụ", lambda party: party.position),
    Field("dia_chi", "Địa chỉ", lambda party: party.establishment.address if party.establishment else ""),
    Field("ma_so_thue", "Mã số thuế", lambda party: party.establishment.tax_code if party.establishment else ""),
)
ITEM = (
    Field("ten", "Đề án", lambda item: item.share.project.title),
    Field("thu_huong", "Đơn vị thụ hưởng", lambda item: item.share.label),
    Field("ho_tro", "Kinh phí hỗ trợ (đồng)", lambda item: say.dong(item.amount)),
    Field("doi_ung", "Vốn đối ứng (đồng)", lambda item: say.dong(item.share.counterpart)),
)


def _items(contract: Contract) -> list:
    return list(contract.items.select_related("share__project", "share__establishment").order_by("share_id"))


FIELDS = (
    *CONTRACT,
    *through(PROJECT, project_of),
    Field("loai_hop_dong", "Loại hợp đồng", lambda c: KINDS[c.kind]),
    Field("cac_ben", "Các bên", lambda c: list(c.parties.select_related("establishment").order_by("side", "id")), PARTY),
    Field("cac_phan", "Đề án và đơn vị thụ hưởng", _items, ITEM),
    Field("ghi_chu", "Thoả thuận khác", lambda c: c.note),
)  # fmt: skip


def parties(v: Values) -> list[Block]:
    """Who signs, each with what is known."""
    found: list[Block] = []
    for party in v.cac_ben:
        found.append(Para(f"Bên {party.ben}: {party.ten}", bold=True, indent=False, align="left"))
        lines = [f"Địa chỉ: {party.dia_chi}"] if party.known("dia_chi") else []
        lines += [f"Mã số thuế: {party.ma_so_thue}"] if party.known("ma_so_thue") else []
        lines.append(f"Đại diện: {party.nguoi_dai_dien}; chức vụ: {party.chuc_vu}")
        found.append(Para("\n".join(lines), indent=False, align="left"))
    return found


def signed_by(v: Values) -> Signatures:
    """The places for the signatures of all sides."""
    return Signatures(
        tuple(
            Signature(f"ĐẠI DIỆN BÊN {party.ben}", party["nguoi_dai_dien"] or "", note="(Ký, ghi rõ họ tên, đóng dấu)")
            for party in v.cac_ben
        )
    )


def compose(v: Values, terms: Terms) -> Document:
    """The contract: parties, work, money in figures and words, duties, term, signatures."""
    rows = say.numbered((item.ten, item.thu_huong, item["ho_tro"], item["doi_ung"]) for item in v.cac_phan)
    money = Table(
        columns=say.columns((1, "center"), 6, 4, (3, "right"), (3, "right")),
        head=(say.cells("TT", "Đề án", "Đơn vị thụ hưởng", "Kinh phí hỗ trợ", "Vốn đối ứng"),),
        rows=(*rows, say.row("", "Cộng", "", v.gia_tri_hop_dong, "", kind="total")),
        unit="Đơn vị tính: đồng",
    )
    return Document(
        title="HỢP ĐỒNG",
        summary=f"{v.loai_hop_dong}: {v.ten_de_an}",
        head=Letterhead(number=v.so_hop_dong),
        bases=bases(DECREE_45, f"{CIRCULAR_36} về khuyến công quốc gia" if "quốc gia" in v.nguon_kinh_phi else "", "khả năng và nhu cầu của các bên"),
        blocks=(
            Para(f"Hôm nay, {v.ngay_hop_dong}, các bên gồm có:", indent=False),
            *parties(v),
            Para("Cùng thống nhất ký hợp đồng với các điều khoản sau:"),
            Heading("Điều 1. Nội dung công việc", 2),
            Para(f"Thực hiện đề án “{v.ten_de_an}” (mã {v.ma_de_an}), đơn vị thực hiện: {v.don_vi_thuc_hien}, tại {v.dia_diem}, theo hồ sơ đề án đã được phê duyệt."),
            Heading("Điều 2. Kinh phí", 2),
            Para(f"Kinh phí hỗ trợ của hợp đồng: {v.gia_tri_hop_dong} đồng (Bằng chữ: {v.gia_tri_hop_dong_bang_chu}). Nguồn kinh phí: {v.nguon_kinh_phi}."),
            money,
            Heading("Điều 3. Thời gian thực hiện", 2),
            Para(f"Từ {v.ngay_hop_dong} đến hết {v.han_hop_dong}."),
            Heading("Điều 4. Tạm ứng, nghiệm thu, thanh toán", 2),
            Para("Việc tạm ứng, nghiệm thu cơ sở, quyết toán và thanh lý hợp đồng theo quy định hiện hành về kinh phí khuyến công; phần kinh phí đã tạm ứng mà không thực hiện hoặc chi sai quy định phải nộp lại."),
            Heading("Điều 5. Trách nhiệm của các bên", 2),
            Para("Bên B thực hiện đúng nội dung, tiến độ; báo cáo tiến độ; sử dụng kinh phí đúng mục đích; lập hồ sơ quyết toán đúng hạn. Đơn vị thụ hưởng bảo đảm đủ vốn đối ứng và không nhận kinh phí khác của Nhà nước cho cùng nội dung."),
            *((Heading("Điều 6. Thoả thuận khác", 2), Para(v.ghi_chu)) if v.known("ghi_chu") else ()),
            Para(f"Hợp đồng được lập thành {BLANK} bản có giá trị như nhau, mỗi bên giữ {BLANK} bản.", align="both"),
            signed_by(v),
        ),
    )  # fmt: skip


FORMS = (Form("hop_dong", "Hợp đồng", "contract", "HĐ", FIELDS, compose, issuer="hai_ben"),)
