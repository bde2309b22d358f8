"""What else an establishment could ask for, since contents asked for are hardly diverse (N06)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Needs:
    """What the register knows that points at a content."""

    kind: str = ""
    products: int = 0
    without_brand: int = 0
    without_packaging: int = 0
    machines: int = 0
    oldest_machine: int | None = None
    exports: bool | None = None
    expiring: int = 0


@dataclass(frozen=True)
class Opening:
    """A content not asked for yet, and why it may fit; `hinted` ones come first."""

    code: str
    label: str
    reason: str
    hinted: bool


# Contents whose support goes to an establishment itself; the others serve rounds, clusters, associations, centres.
FOR_ESTABLISHMENTS = frozenset(
    {
        "BINH_CHON_THUONG_KV",
        "BINH_CHON_THUONG_QG",
        "BINH_CHON_THUONG_TINH",
        "CUM_LIEN_KET",
        "DAO_TAO_NGHE",
        "DAY_CHUYEN_CONG_NGHE",
        "HOI_CHO_NUOC_NGOAI",
        "HOI_CHO_THAM_GIA_TRONG_NUOC",
        "LAI_SUAT_DI_DOI",
        "MAY_MOC_CHUYEN_GIAO_CN",
        "MO_HINH_NHAN_RONG",
        "MO_HINH_TRINH_DIEN_MOI",
        "PHONG_TRUNG_BAY",
        "SXSH_DANH_GIA",
        "SXSH_MO_HINH",
        "THANH_LAP_DN",
        "THUONG_HIEU",
        "TU_VAN",
        "XU_LY_ON_CO_SO",
    }
)
OLD_MACHINE_YEARS = 10


def openings(
    contents: Sequence[tuple[str, str]], asked: Collection[str], needs: Needs, *, year: int
) -> tuple[Opening, ...]:
    """Contents (code, label) that it never asked for, those that its own facts point at first.

    Source of the list of contents: Nghị định 45/2012/NĐ-CP, Điều 4; the hints are ours (design).
    """
    found = []
    for code, label in contents:
        if code in asked or code not in FOR_ESTABLISHMENTS:
            continue
        hint = _hint(code, needs, year)
        found.append(Opening(code, label, hint or "Chưa từng đề nghị", bool(hint)))
    return tuple(sorted(found, key=lambda opening: not opening.hinted))


def _hint(code: str, needs: Needs, year: int) -> str:
    """The fact that points at this content, or nothing."""
    if code == "THANH_LAP_DN" and needs.kind in ("khoi_nghiep", "ho_kinh_doanh", "to_hop_tac"):
        return "Chưa thành lập doanh nghiệp"
    if code == "THUONG_HIEU" and needs.without_brand:
        return f"{needs.without_brand} sản phẩm chưa có nhãn hiệu"
    if code == "TU_VAN" and needs.without_packaging:
        return f"{needs.without_packaging} sản phẩm chưa có bao bì, nhãn mác"
    if code == "MAY_MOC_CHUYEN_GIAO_CN":
        return _machine_hint(needs, year)
    if code.startswith("HOI_CHO") and needs.exports:
        return "Có xuất khẩu, cần thị trường"
    if code == "BINH_CHON_THUONG_TINH" and needs.products and not needs.without_brand:
        return "Có sản phẩm, có thể dự bình chọn"
    return ""


def _machine_hint(needs: Needs, year: int) -> str:
    if not needs.machines:
        return ""
    if needs.oldest_machine is not None and year - needs.oldest_machine >= OLD_MACHINE_YEARS:
        return f"Có máy từ năm {needs.oldest_machine}"
    return ""
