"""Fields of the register's forms: yes, no or not known; figures as Vietnamese write them; places by their name."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from bedo.places import queries as places
from bedo.places.models import Unit

_GROUPED = re.compile(r"^\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?$")
_PLAIN = re.compile(r"^\d+(?:[.,]\d+)?$")
MAX_SHOWN = 6


class ThreeField(forms.TypedChoiceField):
    """Yes, no, or nobody knows yet (None)."""

    WORDS = {"": "Chưa rõ", "co": "Có", "khong": "Không"}
    VALUES = {"co": True, "khong": False}

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(choices=list(self.WORDS.items()), coerce=self.VALUES.get, empty_value=None, **kwargs)

    def prepare_value(self, value):
        return {True: "co", False: "khong", None: ""}.get(value, value)


class ReadField(forms.CharField):
    """Text that means something else: length and presence are checked on the text, then it is read."""

    def clean(self, value):
        text = super().clean(value)
        return self.read(text) if text else None

    def read(self, text: str):
        raise NotImplementedError


class FigureField(ReadField):
    """Reads "1.234,5"; whole numbers only unless `places` says how many digits may follow the comma."""

    def __init__(self, *, places: int = 0, maximum: int = 10**9, **kwargs):
        self.places, self.maximum = places, maximum
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "decimal" if places else "numeric", "autocomplete": "off"}

    def read(self, text: str):
        found = self._read(text)
        if found > self.maximum:
            raise ValidationError("Số quá lớn. Xem lại đơn vị tính.", code="too_big")
        return found if self.places else int(found)

    def _read(self, text: str) -> Decimal:
        if _GROUPED.match(text):
            text = re.sub(r"[.\s]", "", text)
        elif not _PLAIN.match(text):
            raise ValidationError(f"“{text}” không phải số. Ghi bằng chữ số, ví dụ 1.250.", code="invalid")
        found = Decimal(text.replace(",", "."))
        if max(0, -found.normalize().as_tuple().exponent) > self.places:
            wrong = f"không quá {self.places} chữ số sau dấu phẩy" if self.places else "số nguyên, không có phần lẻ"
            raise ValidationError(f"Ghi {wrong}.", code="fraction")
        return found

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            whole, _, rest = f"{value:f}".partition(".")
            value = f"{int(whole):,}".replace(",", ".") + (f",{rest.rstrip('0')}" if rest.strip("0") else "")
        elif isinstance(value, int):
            value = f"{value:,}".replace(",", ".")
        return value


class YearField(FigureField):
    """A year: four digits, no dots."""

    def __init__(self, **kwargs):
        super().__init__(maximum=9999, **kwargs)

    def _read(self, text: str) -> Decimal:
        if not re.fullmatch(r"[12]\d{3}", text):
            raise ValidationError(f"“{text}” không phải năm. Ghi bốn chữ số, ví dụ 2021.", code="invalid")
        return Decimal(text)

    def prepare_value(self, value):
        return str(value) if isinstance(value, int) else value


class PlaceField(ReadField):
    """A unit by its name, of today or of an earlier day: "Xín Mần, Hà Giang". Refused when none or several fit."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)
        self.widget.attrs |= {"list": "dia-ban", "autocomplete": "off"}

    def read(self, text: str) -> Unit:
        return resolve(text)

    def prepare_value(self, value):
        return place_name(value) if isinstance(value, Unit) else value


def place_name(unit: Unit) -> str:
    """The full name; of a unit that ended also its last day, so that the name finds it again."""
    name = places.full_name(unit)
    return name if unit.is_current else f"{name} (đến {unit.valid_to:%d/%m/%Y})"


_UNTIL = re.compile(r"\s*\(đến (\d{2}/\d{2}/\d{4})\)\s*$")


def resolve(text: str) -> Unit:
    """The one unit that the text names."""
    found = places.find(_UNTIL.sub("", text))
    exact = [unit for unit in found if place_name(unit) == text.strip()]
    if exact:
        return exact[0]
    if not found:
        raise ValidationError(
            f"Không tìm thấy nơi nào tên “{text}”. Ghi tên xã, phường, ví dụ “Xã Xín Mần”, hoặc tên huyện, tỉnh khi đó.",
            code="unknown",
        )
    named = [unit for unit in found if unit.is_current] or found
    if len(named) == 1:
        return named[0]
    words = "; ".join(place_name(unit) for unit in named[:MAX_SHOWN])
    more = f" và {len(named) - MAX_SHOWN} nơi khác" if len(named) > MAX_SHOWN else ""
    raise ValidationError(f"Có {len(named)} nơi tên như vậy: {words}{more}. Chép lại một tên đầy đủ.", code="several")
