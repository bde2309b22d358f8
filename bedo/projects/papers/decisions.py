"""Decisions on an approved project: adjusted or stopped. Source: Thông tư 36/2013/TT-BCT, Điều 11, Điều 12 khoản 6."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.documents.writing import say
from bedo.documents.writing.content import Block, Document, Para, Table
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.programmes.rules.tables import BODIES, CHANGES
from bedo.projects import lawbook
from bedo.projects.endings import ENDING, Part, moved_parts, planned_parts, summed
from bedo.projects.models import ChangeRequest
from bedo.projects.papers.common import CIRCULAR_36, DECREE_45, PROJECT, article, bases, signed, through
from bedo.projects.rules import changes as rules
from bedo.projects.rules.wording import Row, rows_of


def _plain(value: Any) -> str:
    return f"{say.dong(value)} đồng" if isinstance(value, Dong) else str(value)


ROW = (
    Field("noi_dung", "Nội dung", lambda row: row.item),
    Field("truoc", "Đã duyệt", lambda row: _plain(row.before)),
    Field("sau", "Điều chỉnh thành", lambda row: _plain(row.after)),
    Field("tac_dong", "Kinh phí", lambda row: row.effect),
)


PART = (
    Field("phan", "Phần của đề án", lambda part: part.label),
    Field("da_chi", "Đã chi (đồng)", lambda part: say.dong(part.paid)),
    Field("quyet_toan", "Quyết toán phần đã làm (đồng)", lambda part: say.dong(part.settle)),
    Field("nop_lai", "Phải nộp lại (đồng)", lambda part: say.dong(part.recover)),
    Field("giai_phong", "Giải phóng (đồng)", lambda part: say.dong(part.free)),
)
"""One share that the change ends."""

HEADS = {
    "minister": ("", "Bộ Công Thương", "BỘ TRƯỞNG", "QĐ-BCT"),
    "cuc": ("Bộ Công Thương", BODIES["cuc"], "CỤC TRƯỞNG", ""),
    "so": ("UBND {province}", "Sở Công Thương", "GIÁM ĐỐC", "QĐ-SCT"),
    "chairman": ("", "Ủy ban nhân dân {province}", "CHỦ TỊCH", "QĐ-UBND"),
}
"""Who decides → the body above it, the body, who signs, the symbol."""


def issuing(change: ChangeRequest) -> dict[str, str]:
    """Issuer and signature of the decision, by who decides it."""
    superior, issuer, position, symbol = (
        text.format(province=change.project.province.label) for text in HEADS[change.body]
    )
    place = {"place": "Hà Nội"} if change.body in ("minister", "cuc") else {}
    authority = "TM. ỦY BAN NHÂN DÂN" if change.body == "chairman" else ""
    return {
        "superior": superior,
        "issuer": issuer,
        "position": position,
        "symbol": symbol,
        "authority": authority,
        **place,
    }


def _parts(change: ChangeRequest) -> list[Part]:
    """Shares that end: from the transfers once it was approved, before that as it would be; none when it no longer fits."""
    if change.change not in ENDING:
        return []
    if change.state == rules.APPROVED:
        return moved_parts([change]).get(change.pk, [])
    try:
        return planned_parts(change)
    except Refused:
        return []


def _part_sum(name: str) -> Callable[[ChangeRequest], str]:
    return lambda change: say.dong(getattr(summed(_parts(change)), name))


def _rows(change: ChangeRequest) -> Iterable[Row]:
    return rows_of(change, lawbook.contents(change.project, change.asked_on))


def _reason(change: ChangeRequest) -> str:
    coded = lawbook.stop_reasons(change.project, change.asked_on).get(change.reason_code)
    return f"{coded.name}. {change.reason}" if coded else change.reason


FIELDS = (
    *through(PROJECT, lambda change: change.project),
    Field("so_de_nghi", "Số thứ tự đề nghị", lambda c: str(c.number)),
    Field("loai", "Loại thay đổi", lambda c: CHANGES[c.change]),
    Field("phan", "Phần của đề án", lambda c: c.share.label if c.share else ""),
    Field("cap_quyet_dinh", "Cấp quyết định", lambda c: BODIES[c.body]),
    Field("ngay_de_nghi", "Ngày đề nghị", lambda c: say.long_day(c.asked_on)),
    Field("ly_do", "Lý do", _reason),
    Field("kiem_tra", "Ý kiến kiểm tra của Sở", lambda c: c.check_text),
    Field("ngay_kiem_tra", "Ngày kiểm tra", lambda c: say.long_day(c.checked_on)),
    Field("cac_thay_doi", "Trước và sau", lambda c: list(_rows(c)), ROW),
    Field("han_nop_lai", "Hạn nộp lại", lambda c: say.long_day(c.recover_by)),
    Field("noi_nop_lai", "Nơi nộp lại", lambda c: c.recover_to),
    Field("nguoi_ky", "Chức vụ người quyết định", lambda c: HEADS[c.body][2]),
    Field("khoi_luong_da_lam", "Khối lượng đã làm", lambda c: str(c.after.get("work_done") or "")),
    Field("cac_phan", "Các phần kết thúc", _parts, PART),
    Field("cong_da_chi", "Cộng đã chi (đồng)", _part_sum("paid")),
    Field("cong_quyet_toan", "Cộng quyết toán (đồng)", _part_sum("settle")),
    Field("phai_nop_lai", "Phải nộp lại (đồng)", _part_sum("recover")),
    Field("phai_nop_lai_bang_chu", "Phải nộp lại bằng chữ", lambda c: say.in_words(summed(_parts(c)).recover)),
    Field("cong_giai_phong", "Cộng giải phóng (đồng)", _part_sum("free")),
)  # fmt: skip


def _decision(v: Values, terms: Terms, what: str, articles: list[Block]) -> Document:
    national = "quốc gia" in (v["nguon_kinh_phi"] or "")
    return Document(
        title="QUYẾT ĐỊNH",
        summary=f"Về việc {what} đề án “{v.ten_de_an}”",
        head=terms.head,
        bases=bases(
            DECREE_45,
            f"{CIRCULAR_36}" if national else "",
            f"đề nghị số {v.so_de_nghi}, {v.ngay_de_nghi}, của {v.don_vi_thuc_hien}",
            f"kết quả kiểm tra của Sở Công Thương, {v.ngay_kiem_tra}" if v.known("kiem_tra") else "",
        ),
        blocks=(Para("QUYẾT ĐỊNH:", align="center", bold=True), *articles),
        signature=signed(terms, v.nguoi_ky),
        recipients=terms.recipients,
        proposed=True,
    )


def _table(v: Values) -> Table:
    rows = say.numbered((one.noi_dung, one["truoc"], one["sau"], one["tac_dong"]) for one in v.cac_thay_doi)
    return Table(
        columns=say.columns((1, "center"), 4, 4, 4, 4),
        head=(say.cells("TT", "Nội dung", "Đã duyệt", "Điều chỉnh thành", "Kinh phí"),),
        rows=rows,
    )


def _ended(v: Values) -> Table:
    """Share by share: paid, settled for what was done, to be given back, freed."""
    rows = say.numbered(
        (one.phan, one["da_chi"], one["quyet_toan"], one["nop_lai"], one["giai_phong"]) for one in v.cac_phan
    )
    sums = (v["cong_da_chi"], v["cong_quyet_toan"], v["phai_nop_lai"], v["cong_giai_phong"])
    return Table(
        columns=say.columns((1, "center"), 5, *((3, "right"),) * 4),
        head=(say.cells("TT", "Phần của đề án", "Đã chi", "Quyết toán phần đã làm", "Phải nộp lại", "Giải phóng"),),
        rows=(*rows, say.row("", "Cộng", *sums, kind="total")),
        unit="Đơn vị tính: đồng",
    )


def compose_adjustment(v: Values, terms: Terms) -> Document:
    """Quyết định điều chỉnh: before and after, money to the đồng."""
    part = f", phần của {v['phan']}" if v.known("phan") else ""
    return _decision(
        v, terms, "điều chỉnh",
        [
            article(1, f"Điều chỉnh đề án “{v.ten_de_an}” (mã {v.ma_de_an}, năm {v.nam}, nguồn: {v.nguon_kinh_phi}){part}: {v.loai.lower()}, cụ thể như sau:"),
            _table(v),
            Para(f"Lý do: {v.ly_do}"),
            article(2, "Các nội dung khác của đề án giữ nguyên như đã phê duyệt."),
            article(3, f"Thủ trưởng các đơn vị có liên quan và {v.don_vi_thuc_hien} chịu trách nhiệm thi hành Quyết định này./."),
        ],
    )  # fmt: skip


def compose_stop(v: Values, terms: Terms) -> Document:
    """Quyết định ngừng: what was done, what comes back and until when, what is freed."""
    part = f", phần của {v['phan']}" if v.known("phan") else ""
    back = "Không có kinh phí đã chi phải nộp lại."
    if (v["phai_nop_lai"] or "0") != "0":
        back = f"Số kinh phí phải nộp lại: {v.phai_nop_lai} đồng (Bằng chữ: {v.phai_nop_lai_bang_chu}), vào {v.noi_nop_lai}, chậm nhất {v.han_nop_lai}."
    return _decision(
        v, terms, "ngừng triển khai",
        [
            article(1, f"Ngừng triển khai đề án “{v.ten_de_an}” (mã {v.ma_de_an}, năm {v.nam}, nguồn: {v.nguon_kinh_phi}){part}."),
            Para(f"Lý do: {v.ly_do}"),
            Para(f"Khối lượng đã làm: {v.khoi_luong_da_lam}"),
            _ended(v),
            article(2, back),
            article(3, f"Thủ trưởng các đơn vị có liên quan và {v.don_vi_thuc_hien} chịu trách nhiệm thi hành Quyết định này./."),
        ],
    )  # fmt: skip


def _not_ready(change: ChangeRequest) -> str:
    if change.state in (rules.REFUSED, rules.WITHDRAWN):
        return "đề nghị không được duyệt hoặc đã rút."
    if change.state == rules.ASKED:
        return "Sở chưa kiểm tra đề nghị."
    return "Sở kiểm tra không đồng ý với đề nghị." if change.check_agrees is False else ""


def _stop_missing(change: ChangeRequest) -> str:
    return _not_ready(change) or ("" if change.change in rules.STOPS else "đây không phải đề nghị ngừng.")


def _adjustment_missing(change: ChangeRequest) -> str:
    return _not_ready(change) or (
        "đây là đề nghị ngừng, không phải điều chỉnh." if change.change in rules.STOPS else ""
    )


FORMS = (
    Form("qd_dieu_chinh", "Quyết định điều chỉnh đề án", "change", "QĐ", FIELDS, compose_adjustment, _adjustment_missing, issuer="so", issuing=issuing),
    Form("qd_ngung", "Quyết định ngừng triển khai đề án", "change", "QĐ", FIELDS, compose_stop, _stop_missing, issuer="so", issuing=issuing),
)  # fmt: skip
