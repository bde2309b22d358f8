"""Words and limits of the network, in plain Python: levels, positions, why people leave, days that overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bedo.core.moves import Refused, Verdict, allowed

LEVELS: dict[str, str] = {"province": "Cấp tỉnh", "district": "Cấp huyện (đến 30/6/2025)", "commune": "Cấp xã"}
LEVEL_NUMBERS = {"province": 1, "district": 2, "commune": 3}
"""The level of the administrative unit that a post of this level stands in (places.rules)."""

POSITIONS: dict[str, str] = {
    "lanh_dao": "Lãnh đạo Trung tâm",
    "can_bo": "Cán bộ khuyến công của Trung tâm",
    "can_bo_huyen": "Cán bộ khuyến công cấp huyện",
    "phu_trach_xa": "Người phụ trách ở xã, phường",
    "cong_tac_vien": "Cộng tác viên khuyến công",
}
"""What the competency framework speaks of; the post itself carries its own name."""

LEAVING: dict[str, str] = {
    "chuyen_cong_tac": "Chuyển công tác",
    "nghi_huu": "Nghỉ hưu",
    "thoi_viec": "Thôi việc",
    "het_hop_dong": "Hết hợp đồng",
    "sap_xep": "Sắp xếp bộ máy, địa bàn",
    "khac": "Lý do khác",
}


@dataclass(frozen=True)
class Span:
    """Days from–to, both included; `to_on` None: open. `who` names whose days they are, for the sentence."""

    from_on: date
    to_on: date | None
    who: str = ""

    def meets(self, other: Span) -> bool:
        """Do they share a day?"""
        return (self.to_on is None or other.from_on <= self.to_on) and (
            other.to_on is None or self.from_on <= other.to_on
        )


def in_order(from_on: date, to_on: date | None, *, field: str = "to_on") -> Verdict:
    """The last day is not before the first."""
    if to_on is not None and to_on < from_on:
        return _no(f"Ngày cuối {to_on:%d/%m/%Y} ở trước ngày đầu {from_on:%d/%m/%Y}.", "Sửa lại ngày.", field)
    return allowed()


def may_stand(span: Span, others: Iterable[Span], *, what: str, field: str = "from_on") -> Verdict:
    """One at a time: refused when the span shares a day with one of the others. `what` is the post or place in words."""
    for other in others:
        if span.meets(other):
            until = f"đến {other.to_on:%d/%m/%Y}" if other.to_on else "đến nay"
            return _no(
                f"{what} đã có {other.who} từ {other.from_on:%d/%m/%Y} {until}.",
                "Kết thúc lượt ấy trước, hoặc chọn ngày khác.",
                field,
            )
    return allowed()


def within_life(
    span: Span, valid_from: date | None, valid_to: date | None, *, what: str, field: str = "from_on"
) -> Verdict:
    """The span lies within the days of the post or place (both ends included)."""
    if valid_from and span.from_on < valid_from:
        return _no(f"{what} chỉ có từ ngày {valid_from:%d/%m/%Y}.", "Sửa lại ngày đầu.", field)
    if valid_to and span.from_on > valid_to:
        return _no(f"{what} chỉ có đến ngày {valid_to:%d/%m/%Y}.", "Chọn đơn vị nay, hoặc sửa ngày.", field)
    if valid_to and span.to_on and span.to_on > valid_to:
        return _no(f"{what} chỉ có đến ngày {valid_to:%d/%m/%Y}.", "Sửa lại ngày cuối.", "to_on")
    return allowed()


def level_fits(level: str, unit_level: int) -> Verdict:
    """A post of the commune stands in a commune, one of the district in a district of its day."""
    if LEVEL_NUMBERS.get(level) != unit_level:
        return _no(
            f"Vị trí {LEVELS.get(level, level).lower()} mà địa bàn chọn thuộc cấp khác.", "Chọn lại cấp hoặc địa bàn.",
            "place",
        )  # fmt: skip
    return allowed()


def _no(reason: str, todo: str, field: str) -> Verdict:
    return Verdict(Refused(reason, todo, field=field, code=field, status=422))
