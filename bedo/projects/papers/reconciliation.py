"""The year's contracts set beside each other, confirmed by both sides (Mẫu 10). Thông tư 36/2013/TT-BCT, Điều 19."""

from __future__ import annotations

from collections.abc import Callable

from bedo.documents.writing import say
from bedo.documents.writing.content import Document, Signature, Signatures, Table
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.projects.models import Contract
from bedo.projects.papers.common import project_of
from bedo.projects.papers.contract_sums import BASE, Held, held, responsible

COLUMNS = (
    ("duyet", "approved", "Được duyệt"),
    ("da_chi", "paid", "Đã chi"),
    ("quyet_toan", "settled", "Đã quyết toán"),
    ("nop_lai", "given_back", "Đã nộp lại"),
    ("thu_hoi", "recoverable", "Còn phải thu hồi"),
    ("tam_ung", "advanced", "Còn tạm ứng, chưa quyết toán"),
    ("chua_chi", "contracted", "Chưa chi"),
)
"""Field, balance, words: paid = settled + given back + to come back + advance left."""


def _of_year(contract: Contract) -> list[Held]:
    """All contracts of the same province, fund and year."""
    project = project_of(contract)
    rows = Contract.objects.filter(
        province=contract.province, parent=None, items__share__project__year=project.year, items__share__project__fund=project.fund
    )  # fmt: skip
    return held(rows.distinct().prefetch_related("items__share").order_by("signed_on", "pk"))


def _of(name: str) -> Callable[[Held], str]:
    return lambda one: say.million(getattr(one, name))


def _sum(name: str) -> Callable[[Contract], str]:
    return lambda contract: say.million(sum(getattr(one, name) for one in _of_year(contract)))


ROW = (
    Field("so", "Số hợp đồng", lambda one: one.contract.number),
    Field("ngay", "Ngày ký", lambda one: say.day(one.contract.signed_on)),
    *(Field(field, f"{words} (triệu đồng)", _of(name)) for field, name, words in COLUMNS),
)
FIELDS = (
    *BASE,
    Field("cac_hop_dong", "Các hợp đồng của năm", _of_year, ROW),
    *(Field(f"cong_{field}", f"Cộng {words.lower()} (triệu đồng)", _sum(name)) for field, name, words in COLUMNS),
)


def compose_10(v: Values, terms: Terms) -> Document:
    """Mẫu 10: one line a contract; what was paid is the sum of the four columns behind it."""
    names = [field for field, _, _ in COLUMNS]
    rows = say.numbered((one.so, one.ngay, *(one[name] for name in names)) for one in v.cac_hop_dong)
    total = say.row("", "Cộng", "", *(v[f"cong_{name}"] for name in names), kind="total")
    table = Table(
        columns=say.columns((0.8, "center"), 3.4, (2, "center"), *((2.4, "right"),) * len(COLUMNS)),
        head=(say.cells("TT", "Hợp đồng", "Ngày ký", *(words for _, _, words in COLUMNS)),),
        rows=(*rows, total),
        unit="Đơn vị tính: triệu đồng",
        notes=("Đã chi gồm: đã quyết toán, đã nộp lại, còn phải thu hồi, còn tạm ứng chưa quyết toán.",),
    )
    return Document(
        title="BẢNG ĐỐI CHIẾU KINH PHÍ",
        summary=f"Các hợp đồng năm {v.nam}, nguồn: {v.nguon_kinh_phi}",
        mark="Mẫu 10",
        head=terms.head,
        blocks=(
            table,
            Signatures(
                (Signature("ĐẠI DIỆN BÊN GIAO KINH PHÍ", note="(Ký, ghi rõ họ tên, đóng dấu)"), responsible(terms))
            ),
        ),
        landscape=True,
        proposed=True,
    )


FORMS = (Form("m10", "Bảng đối chiếu kinh phí", "contract", "KHAC", FIELDS, compose_10, issuer="don_vi"),)
