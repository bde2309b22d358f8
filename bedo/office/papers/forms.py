"""Forms of papers. They check shape; the register itself refuses twins and impossible days."""

from typing import Any

from django import forms

from bedo.documents.rules import PAPER_TYPES
from bedo.documents.services import EDITABLE
from bedo.office.shell.inputs import PaperDay, Words
from bedo.office.shell.paperform import PaperFields
from bedo.places.models import Unit

ALL = ("", "Tất cả")
TYPE_CHOICES = list(PAPER_TYPES.items())


class FilterForm(forms.Form):
    """Conditions of the register as they stand in the address. What cannot be read narrows nothing."""

    q = forms.CharField(label="Số, trích yếu, cơ quan, người ký", required=False, max_length=120)
    loai = forms.ChoiceField(label="Loại văn bản", choices=[ALL, *TYPE_CHOICES], required=False)
    nam = forms.TypedChoiceField(label="Năm", coerce=int, empty_value=None, required=False)
    ban = forms.ChoiceField(label="Bản ký", choices=[ALL, ("co", "Đã có"), ("chua", "Chưa có")], required=False)

    def __init__(self, data: Any, *, years: list[int]):
        super().__init__(data)
        self.fields["nam"].choices = [ALL, *((year, str(year)) for year in years)]
        self.full_clean()


class PaperForm(PaperFields):
    """A paper as its issuer's register gives it. `kept` names a scan that was sent already and is stored."""

    received_on = PaperDay(label="Ngày đến", required=False, help_text="Ngày cơ quan mình nhận; văn bản đi để trống.")
    kept = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, provinces: list[Unit] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["issued_on"] = PaperDay(label="Ngày văn bản")
        self.fields["summary"] = Words(label="Trích yếu", rows=2, max_length=1000)
        if len(provinces) > 1:
            choices = [(unit.pk, unit.label) for unit in provinces]
            self.fields["province"] = forms.TypedChoiceField(label="Tỉnh", choices=choices, coerce=int)

    def values(self) -> dict[str, Any]:
        """What a paper is made of."""
        return {name: self.cleaned_data[name] for name in EDITABLE}


class ScanForm(forms.Form):
    file = forms.FileField(label="Bản ký", help_text="PDF hoặc ảnh chụp có chữ ký và dấu.")


def facts_of(paper: Any) -> dict[str, Any]:
    """The paper as the form's initial values."""
    return {name: getattr(paper, name) for name in EDITABLE}
