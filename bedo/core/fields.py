"""Fields for whole đồng: a model column (BIGINT) and a form field that reads what Vietnamese officers type."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from bedo.core.amounts import parse_amount
from bedo.core.types import Dong

MAX_DONG = 9_000_000_000_000_000


class DongField(models.BigIntegerField):
    """Whole đồng in the database; a Dong in Python."""

    def from_db_value(self, value, expression, connection):
        return None if value is None else Dong(int(value))

    def to_python(self, value):
        value = super().to_python(value)
        return None if value is None else Dong(int(value))

    def formfield(self, **kwargs):
        return DongFormField(required=not self.blank, label=kwargs.get("label"))


class DongFormField(forms.Field):
    """Reads "23.615.149.080", "1,29 tỷ", "300 triệu", "300tr"; refuses decimals of a đồng and negative amounts."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "60"})
    default_error_messages = {
        "invalid": "“%(value)s” không phải số tiền. Ghi số đồng, ví dụ 300.000.000 hoặc 300 triệu.",
        "range": "Ghi một số tiền cụ thể, không ghi khoảng từ … đến …, hơn, gần.",
        "negative": "Số tiền không được âm.",
        "too_small": "Số tiền phải từ %(minimum)s trở lên.",
        "too_big": "Số tiền quá lớn. Kiểm tra lại đơn vị (đồng).",
    }

    def __init__(self, *, minimum: int = 0, **kwargs):
        super().__init__(**kwargs)
        self.minimum = minimum

    def to_python(self, value):
        """The whole đồng; validators that the field is given receive a Dong."""
        raw = "" if value in self.empty_values else str(value).strip()
        if not raw:
            return None
        amount = parse_amount(raw)
        if amount.kind != "money":
            is_negative = parse_amount(raw.lstrip("-−– ")).kind == "money"
            raise self._refusal("negative" if is_negative else "invalid", value=raw[:80])
        if amount.value is None or amount.qualifier != "exact":
            raise self._refusal("range")
        if amount.value < self.minimum:
            raise self._refusal("too_small", minimum=Dong(self.minimum))
        if amount.value > MAX_DONG:
            raise self._refusal("too_big")
        return Dong(amount.value)

    def _refusal(self, code: str, **params) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)

    def prepare_value(self, value):
        return f"{int(value):,}".replace(",", ".") if isinstance(value, int) else value


class SortKeyField(models.TextField):
    """Holds core.text.sort_key(name): compared byte by byte on both databases, whatever the language of the database."""

    def db_parameters(self, connection):
        plain = "C" if connection.vendor == "postgresql" else "BINARY"
        return {**super().db_parameters(connection), "collation": plain}
