"""The demand to one stopped beneficiary: how much, until when, into which account. Thông tư 36/2013/TT-BCT, Điều 12 khoản 6,
Điều 18 khoản 4; no form is prescribed."""

from __future__ import annotations

from bedo.core.types import Dong
from bedo.documents.writing import say
from bedo.documents.writing.content import Document, Para
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.ledger import queries as ledger
from bedo.projects.endings import ENDING, Part, moved_parts
from bedo.projects.models import ChangeRequest, Share
from bedo.projects.papers.common import SHARE, signed
from bedo.projects.rules import changes as rules


def _decided(share: Share) -> ChangeRequest | None:
    """The approved change that ended the share."""
    rows = share.project.changes.filter(state=rules.APPROVED, change__in=ENDING).select_related("project", "decision")
    return next((row for row in rows.order_by("-decided_on", "-number") if _part(share, row)), None)


def _part(share: Share, change: ChangeRequest | None) -> Part | None:
    parts = moved_parts([change]).get(change.pk, []) if change else []
    return next((part for part in parts if part.share == share), None)


def _of_change(value):
    return lambda share: value(row) if (row := _decided(share)) else ""


def _of_part(name: str):
    def found(share: Share) -> Dong | None:
        part = _part(share, _decided(share))
        return getattr(part, name) if part else None

    return found


def _left(share: Share) -> Dong:
    return ledger.stages_of_holders([share.holder])[share.holder]["recoverable"]


_PAID, _SETTLED, _BACK = _of_part("paid"), _of_part("settle"), _of_part("recover")
FIELDS = (
    *SHARE,
    Field("quyet_dinh", "Quyết định", _of_change(lambda row: f"{row.decision.label} của {row.decision.issuer}")),
    Field("da_chi", "Đã chi (đồng)", lambda s: say.dong(_PAID(s))),
    Field("quyet_toan", "Quyết toán phần đã làm (đồng)", lambda s: say.dong(_SETTLED(s))),
    Field("phai_nop", "Phải nộp lại (đồng)", lambda s: say.dong(_BACK(s))),
    Field("con_phai_nop", "Còn phải nộp (đồng)", lambda s: say.dong(_left(s))),
    Field("con_phai_nop_bang_chu", "Còn phải nộp bằng chữ", lambda s: say.in_words(_left(s))),
    Field("han_nop", "Chậm nhất", _of_change(lambda row: say.long_day(row.recover_by))),
    Field("noi_nop", "Nộp vào", _of_change(lambda row: row.recover_to)),
)


def compose(v: Values, terms: Terms) -> Document:
    """A letter: the decision, the reckoning, the sum in words, day and account."""
    return Document(
        title="",
        summary="V/v nộp lại kinh phí khuyến công",
        head=terms.head,
        addressees=(v.co_so,),
        blocks=(
            Para(
                f"Thực hiện {v.quyet_dinh} đối với đề án “{v.ten_de_an}” (mã {v.ma_de_an}, nguồn: {v.nguon_kinh_phi}), "
                f"hợp đồng số {v.so_hop_dong}, {v.ngay_hop_dong};"
            ),
            Para(
                f"Kinh phí đã chi cho đơn vị: {v.da_chi} đồng; quyết toán cho phần đã làm: {v.quyet_toan} đồng; "
                f"phải nộp lại: {v.phai_nop} đồng."
            ),
            Para(
                f"Đề nghị đơn vị nộp số tiền còn phải nộp: {v.con_phai_nop} đồng (Bằng chữ: {v.con_phai_nop_bang_chu}), "
                f"vào {v.noi_nop}, chậm nhất {v.han_nop}."
            ),
            Para("Nộp xong, đơn vị gửi bản chụp giấy nộp tiền để theo dõi. Trân trọng./."),
        ),
        signature=signed(terms, "GIÁM ĐỐC"),
        recipients=terms.recipients,
        proposed=True,
    )


def _nothing_due(share: Share) -> str:
    return "" if _left(share) else "phần này không còn kinh phí phải nộp lại."


FORMS = (Form("cv_thu_hoi", "Công văn yêu cầu nộp lại kinh phí", "share", "CV", FIELDS, compose, _nothing_due),)
