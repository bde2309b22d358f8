"""Mẫu 1: the estimate. Its columns are read (Thông tư 36/2013/TT-BCT, Mẫu 1); unit: triệu đồng."""

from __future__ import annotations

from bedo.documents.writing import say
from bedo.documents.writing.content import Document, Para, Signature, Signatures, Table
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.projects.models import Project
from bedo.projects.papers.common import PROJECT

LINE = (
    Field("noi_dung", "Nội dung chi", lambda line: line.text),
    Field("tong", "Tổng kinh phí (triệu đồng)", lambda line: say.million(line.total)),
    Field("khuyen_cong", "Kinh phí khuyến công (triệu đồng)", lambda line: say.million(line.from_fund)),
    Field("thu_huong", "Đơn vị thụ hưởng góp (triệu đồng)", lambda line: say.million(line.from_beneficiary)),
    Field("khac", "Nguồn khác (triệu đồng)", lambda line: say.million(line.from_other)),
    Field("ghi_chu", "Ghi chú", lambda line: line.note),
)


def _lines(project: Project) -> list:
    return list(project.estimate.order_by("number"))


def _sum(name: str):
    return lambda project: say.million(sum(getattr(line, name) for line in _lines(project)))


FIELDS = (
    *PROJECT,
    Field("dong", "Các dòng của dự toán", _lines, LINE),
    Field("cong_tong", "Cộng tổng kinh phí (triệu đồng)", _sum("total")),
    Field("cong_khuyen_cong", "Cộng kinh phí khuyến công (triệu đồng)", _sum("from_fund")),
    Field("cong_thu_huong", "Cộng đơn vị thụ hưởng góp (triệu đồng)", _sum("from_beneficiary")),
    Field("cong_khac", "Cộng nguồn khác (triệu đồng)", _sum("from_other")),
)


def table(v: Values) -> Table:
    """The table of Mẫu 1, also part 6 of the dossier."""
    fund = "KP khuyến công quốc gia" if "quốc gia" in v.nguon_kinh_phi else "KP khuyến công địa phương"
    rows = say.numbered(
        (line.noi_dung, line["tong"], line["khuyen_cong"], line["thu_huong"], line["khac"], line["ghi_chu"])
        for line in v.dong
    )
    return Table(
        columns=say.columns((1, "center"), 6, (2.4, "right"), (2.4, "right"), (2.4, "right"), (2.2, "right"), 2.2),
        head=(
            say.cells("TT", "Nội dung chi", "Tổng kinh phí", fund, "KP đóng góp của đơn vị thụ hưởng", "Nguồn khác", "Ghi chú"),
            say.cells("A", "B", "1", "2", "3", "4", "5"),
        ),
        rows=(*rows, say.row("", "Cộng", v.cong_tong, v.cong_khuyen_cong, v.cong_thu_huong, v.cong_khac, "", kind="total")),
        unit="Đơn vị tính: triệu đồng",
    )  # fmt: skip


def compose(v: Values, terms: Terms) -> Document:
    """Mẫu 1 on a page of its own, with the two commitments that stand under its table."""
    return Document(
        title="DỰ TOÁN KINH PHÍ",
        summary=f"Đề án: {v.ten_de_an}",
        mark="Mẫu 1",
        head=terms.head,
        blocks=(
            table(v),
            Para(
                "Các nội dung đề nghị hỗ trợ nêu trên chưa được hỗ trợ từ nguồn kinh phí nào khác của Nhà nước."
            ),
            Para(
                f"Đơn vị thụ hưởng ({v.don_vi_thu_huong}) đã hoặc cam kết bảo đảm đủ phần kinh phí đóng góp để thực hiện đề án."
            ),
            Signatures(
                (
                    Signature("ĐƠN VỊ THỤ HƯỞNG", note="(Ký, ghi rõ họ tên, đóng dấu)"),
                    Signature(terms.position or "THỦ TRƯỞNG ĐƠN VỊ", terms.signer, terms.authority, "(Ký, ghi rõ họ tên, đóng dấu)"),
                )
            ),
        ),
    )  # fmt: skip


def why_not(project: Project) -> str:
    """An estimate without a line says nothing."""
    return "" if _lines(project) else "dự toán chưa có dòng nào."


FORMS = (Form("m1", "Dự toán kinh phí", "project", "KHAC", FIELDS, compose, why_not, issuer="don_vi"),)
