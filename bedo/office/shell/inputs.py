"""Form fields that several areas share: text in one spelling, years and days that can be true."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bedo.core.text import nfc

FIRST_DAY = date(1990, 1, 1)


class Words(forms.CharField):
    """Text, normalised to NFC; `rows` makes it an area of several lines."""

    def __init__(self, *, rows: int = 0, **kwargs: Any):
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        kwargs.setdefault("max_length", 4000)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value))


class Year(forms.IntegerField):
    """A budget year."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("error_messages", {"invalid": "Ghi năm bằng bốn chữ số, ví dụ 2026."})
        super().__init__(min_value=2012, max_value=2100, widget=forms.TextInput, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}


class Several(forms.ModelMultipleChoiceField):
    """Some rows of those offered; a number that no row can have is none of them (SQLite crashes when asked for it)."""

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list") from error


class PaperDay(forms.DateField):
    """The day that stands on a paper, or on which something happened: not before 1990."""

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and day < FIRST_DAY:
            raise ValidationError(f"Ngày {day:%d/%m/%Y} quá xa. Kiểm tra lại năm.", code="too_early")
        return day
