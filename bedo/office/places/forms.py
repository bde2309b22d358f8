"""The filter of the list of administrative units; it lives in the address."""

from typing import Any

from django import forms

from bedo.core.clock import today
from bedo.core.text import nfc
from bedo.places import queries, rules

LEVELS = {"tinh": rules.PROVINCE, "huyen": rules.DISTRICT, "xa": rules.COMMUNE}


class UnitFilter(forms.Form):
    """What to look for, on which day, at which level, within which of today's provinces."""

    tim = forms.CharField(label="Tên đơn vị", required=False, max_length=120)
    ngay = forms.DateField(label="Vào ngày", required=False)
    cap = forms.ChoiceField(label="Cấp", required=False)
    tinh = forms.ChoiceField(label="Tỉnh hiện nay", required=False)

    def __init__(self, data: Any):
        super().__init__(data={"ngay": f"{today():%d/%m/%Y}", **data})
        self.fields["tim"].widget.attrs["placeholder"] = "Ví dụ: Hà Giang; xã Lũng Cú, Đồng Văn"
        words = {level: word for level, word in rules.LEVELS.items()}
        self.fields["cap"].choices = [("", "Tất cả"), *((code, words[level]) for code, level in LEVELS.items())]
        provinces = [(unit.code, unit.label) for unit in queries.present_provinces()]
        self.fields["tinh"].choices = [("", "Cả nước"), *provinces]

    def clean_tim(self) -> str:
        return nfc(self.cleaned_data["tim"]).strip()

    def clean_ngay(self) -> Any:
        return self.cleaned_data["ngay"] or today()

    def clean_cap(self) -> int | None:
        return LEVELS.get(self.cleaned_data["cap"])
