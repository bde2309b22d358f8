"""Value types without Django: whole đồng."""

from __future__ import annotations

from typing import NoReturn


class Dong(int):
    """An amount of whole đồng. Adds, subtracts and multiplies by whole numbers; refuses `/`, `//`, `%` and floats.

    A share of an amount is taken in one place only, `share`, and rounds half away from zero. One thing Python does not
    let a type refuse: a float on the left (`1.5 * amount`); the type checker sees it as float and stops it there.
    """

    __slots__ = ()

    def __new__(cls, value: int = 0) -> Dong:
        return super().__new__(cls, _whole(value))

    def __add__(self, other: int) -> Dong:
        return Dong(int.__add__(self, _whole(other)))

    __radd__ = __add__

    def __sub__(self, other: int) -> Dong:
        return Dong(int.__sub__(self, _whole(other)))

    def __rsub__(self, other: int) -> Dong:
        return Dong(int.__sub__(_whole(other), self))

    def __mul__(self, other: int) -> Dong:
        return Dong(int.__mul__(self, _whole(other)))

    __rmul__ = __mul__

    def __neg__(self) -> Dong:
        return Dong(int.__neg__(self))

    def __pos__(self) -> Dong:
        return self

    def __abs__(self) -> Dong:
        return Dong(int.__abs__(self))

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("Dong is not divided: use share(numerator, denominator), or int(amount) for a ratio")

    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _refuse
    __mod__ = __rmod__ = __divmod__ = __rdivmod__ = __pow__ = __rpow__ = _refuse

    def share(self, numerator: int, denominator: int) -> Dong:
        """numerator/denominator of the amount, to the whole đồng, halves away from zero."""
        if _whole(denominator) <= 0:
            raise ValueError("denominator must be positive")
        product = int(self) * _whole(numerator)
        size = (abs(product) * 2 + denominator) // (2 * denominator)
        return Dong(size if product >= 0 else -size)

    def __str__(self) -> str:
        """With dots and the mark: 23.615.149.080 đ."""
        return f"{int(self):,}".replace(",", ".") + " đ"

    def __format__(self, spec: str) -> str:
        """As `str` unless a format is asked for: that is the figure's."""
        return format(int(self), spec) if spec else str(self)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"Dong takes whole numbers only, not {type(value).__name__}")
    return int(value)
