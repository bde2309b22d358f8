"""Administrative units without a database: kinds, names, validity days, and where a unit of one day stands on another."""

from __future__ import annotations

from bedo.core.text import fold

PROVINCE, DISTRICT, COMMUNE = 1, 2, 3

KINDS = {
    "tinh": "Tỉnh",
    "thanh_pho": "Thành phố",
    "quan": "Quận",
    "huyen": "Huyện",
    "thi_xa": "Thị xã",
    "xa": "Xã",
    "phuong": "Phường",
    "thi_tran": "Thị trấn",
    "dac_khu": "Đặc khu",
}
AREA_FLAGS = {
    "dan_toc_mien_nui": "Vùng đồng bào dân tộc thiểu số và miền núi",
    "bien_gioi": "Biên giới đất liền",
    "hai_dao": "Hải đảo",
    "30a": "Huyện nghèo theo Nghị quyết 30a",
    "kho_khan": "Địa bàn kinh tế - xã hội khó khăn",
    "dac_biet_kho_khan": "Địa bàn kinh tế - xã hội đặc biệt khó khăn",
    "ntm": "Xã trong kế hoạch xây dựng nông thôn mới",
}


def label(kind: str, name: str) -> str:
    """“Tỉnh Hà Giang”: the kind in Vietnamese and the name."""
    return f"{KINDS[kind]} {name}"


def search_text(kind: str, name: str) -> str:
    """What searching compares with: kind and name, marks and case set aside."""
    return fold(label(kind, name))
