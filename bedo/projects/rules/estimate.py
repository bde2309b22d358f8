"""Mẫu 1: the estimate by sources. A line or total that does not add up says by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bedo.core.types import Dong


@dataclass(frozen=True)
class Line:
    """One line of the estimate; whole đồng. total should equal from_fund + from_beneficiary + from_other."""

    text: str
    total: Dong
    from_fund: Dong
    from_beneficiary: Dong
    from_other: Dong

    @property
    def sources(self) -> Dong:
        return self.from_fund + self.from_beneficiary + self.from_other


@dataclass(frozen=True)
class Totals:
    total: Dong
    from_fund: Dong
    from_beneficiary: Dong
    from_other: Dong


def totals(lines: Sequence[Line]) -> Totals:
    """Sums of the four columns, whole đồng."""
    return Totals(
        Dong(sum(line.total for line in lines)),
        Dong(sum(line.from_fund for line in lines)),
        Dong(sum(line.from_beneficiary for line in lines)),
        Dong(sum(line.from_other for line in lines)),
    )


def difference(total: Dong, parts: Dong) -> str:
    """ "thiếu 17.500.000 đ" or "thừa …", empty when both agree."""
    if total == parts:
        return ""
    return f"thiếu {total - parts}" if parts < total else f"thừa {parts - total}"


def problems(lines: Sequence[Line], *, support: Dong | None = None) -> tuple[str, ...]:
    """Sentences for every line and total that does not add up. Source: TT 36/2013/TT-BCT, Mẫu 1 (column 1 = 2 + 3 + 4).

    `support` is the support asked for all shares; the fund column must equal it.
    """
    if not lines:
        return ("chưa có dòng dự toán nào",)
    out = []
    for number, line in enumerate(lines, 1):
        off = difference(line.total, line.sources)
        if off:
            out.append(f"dòng {number} “{line.text}”: các nguồn cộng {line.sources}, {off} so với {line.total}")
    sums = totals(lines)
    if support is not None and sums.from_fund != support:
        off = difference(support, sums.from_fund)
        out.append(f"cột khuyến công cộng {sums.from_fund}, {off} so với mức đề nghị {support}")
    return tuple(out)
