"""Forms of money. They check shape and wording; the ledger's rules check the rest, and both errors stand beside the field."""

from typing import Any

from django import forms

from bedo.core.fields import DongFormField
from bedo.ledger import rules
from bedo.ledger.treasury.rules import SLIPS
from bedo.office.shell.paperform import PaperFields

NOTE = forms.Textarea(attrs={"rows": 2})


class EnvelopeForm(PaperFields):
    """The estimate given, or added later, by a decision."""

    PAPER_TYPES = ("QĐ", "NQ", "CV", "TB", "KHAC")

    fund = forms.ChoiceField(label="Nguồn vốn", choices=list(rules.FUNDS.items()))
    year = forms.IntegerField(
        label="Năm ngân sách", min_value=2000, max_value=2100, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    amount = DongFormField(label="Số tiền được giao (đồng)", minimum=1)
    words = forms.CharField(label="Ghi chú", required=False, max_length=500, widget=NOTE)

    def __init__(self, *args: Any, national: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if national:
            self.fields["fund"].choices = [(fund, rules.FUNDS[fund]) for fund in sorted(rules.NATIONAL_FUNDS)]


class CutForm(PaperFields):
    """A cut by decision."""

    PAPER_TYPES = ("QĐ", "NQ", "CV", "TB", "KHAC")

    amount = DongFormField(label="Số tiền cắt giảm (đồng)", minimum=1)
    words = forms.CharField(label="Ghi chú", required=False, max_length=500, widget=NOTE)


class LapseForm(PaperFields):
    """What lapses at the end of the year, with the paper that says so."""

    PAPER_TYPES = ("QĐ", "NQ", "CV", "TB", "KHAC")

    amount = DongFormField(label="Số tiền hủy (đồng)", minimum=1)
    words = forms.CharField(label="Ghi chú", required=False, max_length=500, widget=NOTE)


class StatementForm(forms.Form):
    """A Treasury statement as the Treasury sent it."""

    file = forms.FileField(
        label="Sao kê của Kho bạc",
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text="Tệp Excel “.xlsx”, không quá 5 MB, có các cột ngày, số chứng từ, nội dung, số tiền. Xem trước rồi mới ghi.",
    )


class TieForm(forms.Form):
    """Which line of a statement is which of ours: all exact ones, a proposed pair, or two that a person chose."""

    all = forms.BooleanField(required=False, widget=forms.HiddenInput)
    pair = forms.RegexField(r"^\d{1,18}:\d{1,18}$", required=False, widget=forms.HiddenInput)
    line = forms.ChoiceField(label="Dòng của Kho bạc", required=False)
    ours = forms.ChoiceField(label="Bút toán của ta", required=False)

    def __init__(self, data: Any = None, *, lines: Any, ours: Any):
        super().__init__(data)
        words = [(str(row.pk), f"{row.on:%d/%m/%Y} · {row.slip or 'không số'} · {row.amount}") for row in lines]
        self.fields["line"].choices = [("", "Chọn dòng"), *words]
        mine = [(str(one.transfer.pk), f"{one.transfer.on:%d/%m/%Y} · {one.name.label} · {one.amount}") for one in ours]
        self.fields["ours"].choices = [("", "Chọn bút toán"), *mine]


class SlipForm(forms.Form):
    """The Treasury's paper of a payment as it left the office."""

    slip_kind = forms.ChoiceField(label="Loại giấy", choices=[("", "Chọn loại giấy"), *SLIPS.items()])
    slip_number = forms.CharField(label="Số của giấy", max_length=60)
    slip_on = forms.DateField(label="Ngày ghi trên giấy")


class StopsForm(forms.Form):
    """Why several projects that never got a contract are to stop."""

    reason_code = forms.ChoiceField(label="Lý do ngừng")
    reason = forms.CharField(label="Nói rõ lý do", max_length=1000, widget=NOTE)
    on = forms.DateField(label="Ngày đề nghị")

    def __init__(self, data: Any, *, reasons: list[tuple[str, str]], **more: Any):
        super().__init__(data, **more)
        self.fields["reason_code"].choices = [("", "Chọn lý do"), *reasons]


class YearEndFilter(forms.Form):
    """Which line the year-end page shows. What cannot be read falls back to the present year's local fund."""

    nam = forms.TypedChoiceField(label="Năm ngân sách", coerce=int, required=False)
    nguon = forms.ChoiceField(label="Nguồn vốn", choices=list(rules.FUNDS.items()), required=False)
    tinh = forms.TypedChoiceField(label="Tỉnh", coerce=int, required=False, empty_value=None)

    def __init__(self, data: Any, *, years: list[int], units: Any, first: dict[str, Any]):
        super().__init__(data)
        self.fields["nam"].choices = [(year, str(year)) for year in years]
        self.fields["tinh"].choices = [("", "Tỉnh đầu tiên có nguồn này"), *((unit.pk, unit.name) for unit in units)]
        if not units:
            self.fields["tinh"].widget = forms.HiddenInput()
            self.fields["tinh"].choices = [("", "")]
        self.full_clean()
        self.asked = {
            "year": self.cleaned_data.get("nam") or first["nam"],
            "fund": self.cleaned_data.get("nguon") or first["nguon"],
            "province_id": self.cleaned_data.get("tinh"),
        }


class ReasonForm(forms.Form):
    """The day and the reason of what undoes something."""

    on = forms.DateField(label="Ngày văn bản, biên bản")
    note = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=NOTE,
        help_text="Lý do ở lại trong sổ; không ghi tên người.",
    )


class LockForm(forms.Form):
    """Closing a year needs its day; opening it again also a reason."""

    on = forms.DateField(label="Ngày")
    note = forms.CharField(label="Lý do mở lại", max_length=500, widget=NOTE)

    def __init__(self, *args: Any, is_open: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if is_open:
            del self.fields["note"]


class TransferFilter(forms.Form):
    """Which transfers of a line: touching a stage, a holder, of a kind. What cannot be read narrows nothing."""

    loai = forms.ChoiceField(label="Loại bút toán", choices=[("", "Tất cả"), *rules.KINDS.items()], required=False)
    giai_doan = forms.ChoiceField(label="Giai đoạn", choices=[("", "Tất cả"), *rules.STAGES.items()], required=False)
    ai = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    nhom = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Any):
        super().__init__(data)
        self.full_clean()
        self.asked = {name: self.cleaned_data.get(name, "") for name in self.fields}
