"""Fields that several papers of a project share, and the legal bases they begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bedo.documents.models import Paper
from bedo.documents.writing import say
from bedo.documents.writing.content import Para, Run, Signature
from bedo.documents.writing.forms import Field, Terms
from bedo.ledger import queries as ledger
from bedo.ledger.rules import FUNDS
from bedo.places.queries import full_name
from bedo.projects.models import Contract, Project
from bedo.projects.queries import contract_of

DECREE_45 = "Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến công"
CIRCULAR_36 = "Thông tư số 36/2013/TT-BCT ngày 27 tháng 12 năm 2013 của Bộ trưởng Bộ Công Thương"
CIRCULAR_46 = "Thông tư số 46/2012/TT-BCT ngày 28 tháng 12 năm 2012 của Bộ trưởng Bộ Công Thương"
CIRCULAR_28 = "Thông tư số 28/2018/TT-BTC ngày 28 tháng 3 năm 2018 của Bộ trưởng Bộ Tài chính"


def bases(*texts: str) -> tuple[str, ...]:
    """Căn cứ …: each line ends with ";", the last with "." (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    lines = [f"Căn cứ {text.rstrip(' ;.')}" for text in texts if text]
    return tuple([f"{line};" for line in lines[:-1]] + [f"{line}." for line in lines[-1:]])


def signed(terms: Terms, position: str) -> Signature:
    """The signature block, with the position that signs this form as a rule where none was typed."""
    return Signature(terms.position or position, terms.signer, terms.authority)


def article(number: int, text: str) -> Para:
    """ "Điều 1. …": the number in bold, the text behind it on the same line."""
    return Para((Run(f"Điều {number}. ", bold=True), Run(text)))


def plan_decision(project: Project) -> str:
    """The decision that put money of the plan on the project, as a legal base; "" where no paper was registered with it."""
    moved = ledger.transfers_of(project.subject).filter(kind="plan", reversal=None).exclude(document_id=None).last()
    paper = Paper.objects.filter(pk=moved.document_id).first() if moved else None
    return f"{paper.label} của {paper.issuer} phê duyệt kế hoạch khuyến công" if paper else ""


def place_name(record: Any) -> str:
    """The place as it was called on its day."""
    return full_name(record.place) if record.place_id else ""


PROJECT: tuple[Field, ...] = (
    Field("ma_de_an", "Mã đề án", lambda p: p.code),
    Field("ten_de_an", "Tên đề án", lambda p: p.title),
    Field("nam", "Năm kế hoạch", lambda p: str(p.year or "")),
    Field("nguon_kinh_phi", "Nguồn kinh phí", lambda p: FUNDS.get(p.fund, "")),
    Field("don_vi_thuc_hien", "Đơn vị thực hiện", lambda p: p.implementer.name if p.implementer else ""),
    Field("don_vi_phoi_hop", "Đơn vị phối hợp", lambda p: p.cooperating),
    Field("don_vi_thu_huong", "Đơn vị thụ hưởng", lambda p: p.beneficiary_names.replace("\n", ", ")),
    Field("dia_diem", "Địa điểm thực hiện", place_name),
    Field("tu_ngay", "Ngày bắt đầu", lambda p: say.day(p.starts_on)),
    Field("den_ngay", "Ngày kết thúc", lambda p: say.day(p.ends_on)),
    Field("kinh_phi_ho_tro", "Kinh phí hỗ trợ (đồng)", lambda p: say.dong(p.support)),
    Field("kinh_phi_ho_tro_bang_chu", "Kinh phí hỗ trợ bằng chữ", lambda p: say.in_words(p.support)),
    Field("von_doi_ung", "Vốn của đơn vị thụ hưởng (đồng)", lambda p: say.dong(p.counterpart)),
    Field("tong_kinh_phi", "Tổng kinh phí (đồng)", lambda p: say.dong(p.total)),
)
"""Of a project."""


def through(fields: tuple[Field, ...], reach: Callable[[Any], Any]) -> tuple[Field, ...]:
    """The same fields of another record, from which `reach` leads here; "" where it leads nowhere."""
    return tuple(replace(one, value=_reached(one.value, reach)) for one in fields)


def _reached(value: Callable[[Any], Any], reach: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def from_record(record: Any) -> Any:
        there = reach(record)
        return "" if there is None else value(there)

    return from_record


CONTRACT: tuple[Field, ...] = (
    Field("so_hop_dong", "Số hợp đồng", lambda c: c.number),
    Field("ngay_hop_dong", "Ngày ký hợp đồng", lambda c: say.long_day(c.signed_on)),
    Field("han_hop_dong", "Ngày cuối của hợp đồng", lambda c: say.long_day(c.ends_on)),
    Field("gia_tri_hop_dong", "Kinh phí hỗ trợ của hợp đồng (đồng)", lambda c: say.dong(amount_of(c))),
    Field("gia_tri_hop_dong_bang_chu", "Kinh phí của hợp đồng bằng chữ", lambda c: say.in_words(amount_of(c))),
)
"""Of a contract as it was signed."""

BENEFICIARY: tuple[Field, ...] = (
    Field("co_so", "Tên cơ sở thụ hưởng", lambda s: s.label if s.role == "beneficiary" else ""),
    Field("dia_chi_co_so", "Địa chỉ cơ sở", lambda s: s.establishment.address if s.establishment else ""),
    Field("ma_so_thue", "Mã số thuế", lambda s: s.establishment.tax_code if s.establishment else ""),
    Field("dia_diem_phan", "Địa điểm của phần hỗ trợ", lambda s: place_name(s) or place_name(s.project)),
    Field("ho_tro_phan", "Hỗ trợ của phần (đồng)", lambda s: say.dong(s.support)),
    Field("doi_ung_phan", "Vốn đối ứng cam kết của phần (đồng)", lambda s: say.dong(s.counterpart)),
)  # fmt: skip
"""Of a share and its establishment."""

SHARE: tuple[Field, ...] = (
    *through(PROJECT, lambda share: share.project),
    *BENEFICIARY,
    *through(CONTRACT, contract_of),
)
"""Of a share with its project and contract."""


def amount_of(contract: Contract) -> int:
    """Whole đồng of the contract as its items stand."""
    return sum(item.amount for item in contract.items.all())


def project_of(contract: Contract) -> Project:
    """The first project that the contract covers."""
    return contract.items.select_related("share__project").order_by("share_id").first().share.project
