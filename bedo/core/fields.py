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


class DongFormField(forms.CharField):
    """Reads "23.615.149.080", "1,29 tỷ", "300 triệu", "300tr"; refuses decimals of a đồng and negative amounts."""

    default_error_messages = {
        "invalid": "“%(value)s” không phải số tiền. Ghi số đồng, ví dụ 300.000.000 hoặc 300 triệu.",
        "range": "Ghi một số tiền cụ thể, không ghi khoảng từ … đến ….",
        "negative": "Số tiền không được âm.",
        "too_big": "Số tiền quá lớn. Kiểm tra lại đơn vị (đồng).",
    }

    def __init__(self, *, minimum: int = 0, **kwargs):
        self.minimum = minimum
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value):
        raw = super().to_python(value)
        if not raw:
            return None
        amount = parse_amount(raw)
        if amount.kind != "money":
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": raw})
        if amount.value is None or amount.qualifier != "exact":
            raise ValidationError(self.error_messages["range"], code="range")
        if amount.value < self.minimum:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if amount.value > MAX_DONG:
            raise ValidationError(self.error_messages["too_big"], code="too_big")
        return Dong(amount.value)

    def prepare_value(self, value):
        return f"{int(value):,}".replace(",", ".") if isinstance(value, int) else value


class SortKeyField(models.TextField):
    """Holds core.text.sort_key(name): compared byte by byte on both databases, whatever the language of the database."""

    def db_parameters(self, connection):
        plain = "C" if connection.vendor == "postgresql" else "BINARY"
        return {**super().db_parameters(connection), "collation": plain}
