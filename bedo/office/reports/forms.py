"""Forms of stated figures: the filter of one province's, and a figure as it was printed. Shape and wording only."""

from collections.abc import Iterable
from typing import Any

from django import forms

from bedo.reports import rules

COUNTED = frozenset({rules.DONG, "đề án", "cơ sở", "đơn vị", "người", "sản phẩm"})
"""Units of measures that are one number of a place and time."""


class YearFilter(forms.Form):
    """Figures whose period contains the year."""

    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, years: Iterable[int]):
        super().__init__(data)
        self.fields["nam"].choices = [("", "Mọi thời kỳ"), *((str(year), str(year)) for year in years)]


class StatedForm(forms.Form):
    """A figure that somebody printed, as printed."""

    province = forms.ChoiceField(label="Tỉnh khi đó")
    measure = forms.ChoiceField(label="Chỉ tiêu")
    printed = forms.CharField(
        label="Số như nguồn in",
        max_length=120,
        help_text="Cả chữ “trên”, “gần”, “khoảng”: “hơn 3,14 tỷ đồng”, “13 đề án”.",
    )
    year_from = forms.IntegerField(label="Từ năm", min_value=1990, max_value=2100)
    year_to = forms.IntegerField(
        label="Đến năm", min_value=1990, max_value=2100, required=False, help_text="Để trống nếu là một năm."
    )
    kind = forms.ChoiceField(label="Loại số liệu")
    source = forms.CharField(label="Nguồn", max_length=400, help_text="Địa chỉ trang hoặc tên văn bản, bài báo, ngày.")
    note = forms.CharField(label="Ghi chú", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, provinces: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["province"].choices = [(str(unit.pk), unit.label) for unit in provinces]
        known = [(code, one.label) for code, one in rules.MEASURES.items() if one.unit in COUNTED]
        self.fields["measure"].choices = [("", "Chọn chỉ tiêu"), *known]
        self.fields["kind"].choices = [(code, word) for code, word in rules.KINDS.items() if code != "fact"]
