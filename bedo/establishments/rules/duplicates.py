"""Are two rows the same establishment? Likeness with its reasons; a person decides."""

from __future__ import annotations

from dataclasses import dataclass

GRADES = {"certain": "Chắc chắn trùng", "probable": "Có lẽ trùng", "possible": "Có thể trùng"}


@dataclass(frozen=True)
class Key:
    """What two rows are compared by. `place` is today's commune (None: unknown), `district` the one of its day."""

    id: int
    tax_code: str = ""
    name_key: str = ""
    place: int | None = None
    district: int | None = None
    phones: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """How alike, and why, in Vietnamese."""

    grade: str
    reasons: tuple[str, ...]

    @property
    def label(self) -> str:
        return GRADES[self.grade]


def likeness(one: Key, other: Key) -> Likeness | None:
    """None when nothing speaks for it. Two different tax codes of ten digits speak against everything but themselves."""
    if one.tax_code and one.tax_code == other.tax_code:
        return Likeness("certain", (f"cùng mã số thuế {one.tax_code}",))
    if _branches(one.tax_code, other.tax_code):
        return Likeness(
            "possible", (f"cùng mười chữ số đầu của mã số thuế {one.tax_code[:10]}: đơn vị mẹ và đơn vị phụ thuộc",)
        )
    if one.tax_code and other.tax_code:
        return None
    reasons, weight = _weigh(one, other)
    if weight >= 3:
        return Likeness("probable", reasons)
    return Likeness("possible", reasons) if weight >= 2 else None


def _weigh(one: Key, other: Key) -> tuple[tuple[str, ...], int]:
    """Name counts 2, telephone 2, commune or district 1: two together make it probable, one strong one possible."""
    reasons: list[str] = []
    weight = 0
    if one.name_key and one.name_key == other.name_key:
        reasons.append("cùng tên (không kể dấu và cách viết tắt)")
        weight += 2
    if one.phones & other.phones:
        reasons.append("cùng số điện thoại")
        weight += 2
    if weight and one.place is not None and one.place == other.place:
        reasons.append("cùng xã, phường")
        weight += 1
    elif weight and one.district is not None and one.district == other.district:
        reasons.append("cùng huyện khi đó")
        weight += 1
    return tuple(reasons), weight


def _branches(one: str, other: str) -> bool:
    """A dependent unit (13 digits) and its parent (the first ten)."""
    return bool(one) and bool(other) and one != other and "-" in one + other and one[:10] == other[:10]
