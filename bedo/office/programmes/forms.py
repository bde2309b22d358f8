"""Forms of the rule pages: filter, a new row of any table, confirmation, withdrawal, the calculator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from bedo.core.answers import CERTAINTY_LABELS
from bedo.core.fields import DongFormField
from bedo.core.text import nfc
from bedo.places.models import Unit
from bedo.programmes import rules, services
from bedo.programmes.rules import rows as kinds

TRACKS = [(rules.LOCAL, "Khuyến công địa phương"), (rules.NATIONAL, "Khuyến công quốc gia")]
ASSERTED = [(code, CERTAINTY_LABELS[code]) for code in services.ON_SCREEN]


class NormalText(forms.CharField):
    """Text in NFC, without blanks around it."""

    def clean(self, value: Any) -> str:
        return nfc(super().clean(value))


class TableFilter(forms.Form):
    """Which rows of a table: those that stand on a day for a level, or all of them."""

    tim = NormalText(label="Tìm tên, mã, văn bản", required=False, max_length=120)
    ngay = forms.DateField(label="Hiệu lực ngày", required=False)
    cap = forms.ChoiceField(label="Kinh phí", choices=TRACKS, required=False)
    xem = forms.ChoiceField(label="Xem", choices=[("", "Dòng đang áp dụng"), ("tat-ca", "Mọi dòng")], required=False)


class ConfirmForm(forms.Form):
    """The Sở set the row beside the text: which text, who, when."""

    text = NormalText(label="Văn bản đã đối chiếu", max_length=300, help_text="Số, ngày, điều khoản đã đọc.")
    person = NormalText(label="Người đối chiếu", max_length=120)
    on = forms.DateField(label="Ngày đối chiếu")


class RetireForm(forms.Form):
    reason = NormalText(label="Lý do thu hồi", max_length=500)


class CalculatorForm(forms.Form):
    """What is asked of the support norms."""

    noi_dung = forms.ChoiceField(label="Nội dung")
    chi_phi = DongFormField(label="Chi phí tính hỗ trợ", required=False, help_text="Ví dụ 620 triệu.")
    de_nghi = DongFormField(
        label="Số tiền đề nghị hỗ trợ", required=False, help_text="Để trống nếu chỉ hỏi mức tối đa."
    )
    ngay = forms.DateField(label="Ngày phê duyệt kế hoạch", help_text="Đề án theo quy định của ngày này.")
    cap = forms.ChoiceField(label="Kinh phí", choices=TRACKS)
    he_so = forms.TypedChoiceField(
        label="Hệ số ưu tiên",
        choices=[
            (1000, "1 (không ưu tiên)"),
            *((n, f"1,{n % 1000 // 10:02d}".rstrip("0")) for n in range(1100, 1501, 100)),
        ],
        coerce=int,
        empty_value=1000,
        required=False,
    )
    so_luong = forms.IntegerField(
        label="Số đơn vị tính trần",
        min_value=1,
        max_value=1000,
        required=False,
        help_text="Ví dụ số sản phẩm được thưởng.",
    )

    def __init__(self, data: Any, *, contents: list[tuple[str, str]], **more: Any):
        super().__init__(data, **more)
        self.fields["noi_dung"].choices = contents


class ReplayForm(forms.Form):
    """A draft rate and the budget years it is tried on."""

    ty_le = NormalText(label="Tỷ lệ thử (%)", max_length=6, required=False, help_text="Để trống nếu không có tỷ lệ.")
    tran = DongFormField(label="Mức trần thử (đồng)", required=False, help_text="Để trống nếu không có trần.")
    tu = forms.IntegerField(label="Từ năm", min_value=2004, max_value=2100)
    den = forms.IntegerField(label="Đến năm", min_value=2004, max_value=2100)

    def clean_ty_le(self) -> int | None:
        text = self.cleaned_data["ty_le"].strip()
        if not text:
            return None
        try:
            points = kinds.basis_points(text)
        except rules.BadRow as bad:
            raise forms.ValidationError("Ghi tỷ lệ như 50 hoặc 2,5.") from bad
        if not 0 < points <= 10_000:
            raise forms.ValidationError("Tỷ lệ lớn hơn 0 và không quá 100 %.")
        return points

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data["ty_le"] is None and not data["tran"]:
            self.add_error("ty_le", "Ghi tỷ lệ, mức trần, hoặc cả hai.")
        if not self.errors and data["tu"] > data["den"]:
            self.add_error("den", "Năm cuối trước năm đầu. Sửa lại một trong hai năm.")
        return data


class RowForm(forms.Form):
    """A newer row of one table: the common columns, then the table's own."""

    key = forms.RegexField(
        r"^[A-Za-z0-9_.\-]{1,80}$",
        label="Mã dòng",
        max_length=80,
        error_messages={"invalid": "Mã chỉ gồm chữ không dấu, số, dấu gạch và dấu chấm."},
    )
    level = forms.ChoiceField(label="Kinh phí", choices=list(rules.LEVELS.items()))
    province = forms.TypedChoiceField(label="Phạm vi", coerce=int, empty_value=None)
    effective_from = forms.DateField(label="Hiệu lực từ ngày")
    effective_to = forms.DateField(
        label="Đến hết ngày", required=False, help_text="Để trống nếu chưa biết ngày hết hiệu lực."
    )
    legal_text = NormalText(label="Số văn bản", required=False, max_length=120)
    article = NormalText(label="Điều, khoản", required=False, max_length=120)
    certainty = forms.ChoiceField(label="Mức chắc chắn", choices=[("", "Chọn"), *ASSERTED])
    source_url = NormalText(label="Nguồn", required=False, max_length=500)
    notes = NormalText(label="Ghi chú", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any, *, row_type: type[rules.Rule], places: list[Unit], nation: bool, **more: Any):
        super().__init__(data, **more)
        self.row_type, self.places = row_type, {unit.pk: unit for unit in places}
        whole = [(0, "Cả nước")] if nation else []
        self.fields["province"].choices = [*whole, *((unit.pk, unit.label) for unit in places)]
        self.own = [kinds.stored_name(spec) for spec in kinds.columns(row_type)]
        for spec in kinds.columns(row_type):
            self.fields[kinds.stored_name(spec)] = _field(spec)

    def own_fields(self) -> list[Any]:
        """The table's own columns, for the template."""
        return [self[name] for name in self.own]

    def common_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name not in self.own]

    def row(self) -> services.NewRow:
        """What was typed, as the service takes it."""
        clean = self.cleaned_data
        common = {name: clean[name] for name in clean if name not in self.own and name != "province"}
        values = {name: _as_text(clean[name]) for name in self.own}
        place = self.places.get(clean["province"] or 0)
        return services.NewRow(table=self.row_type.TABLE, province=place, values=values, **common)


def _field(spec: Any) -> forms.Field:
    kind, label, required = (spec.metadata[name] for name in ("kind", "label", "required"))
    if kind == kinds.CHOICE:
        return forms.ChoiceField(label=label, choices=list(spec.metadata["choices"].items()), required=required)
    if kind == kinds.WORDS and spec.metadata["choices"]:
        return forms.MultipleChoiceField(
            label=label,
            choices=list(spec.metadata["choices"].items()),
            required=required,
            widget=forms.CheckboxSelectMultiple,
        )
    if kind == kinds.DONG:
        return DongFormField(label=label, required=required)
    if kind == kinds.NUMBER:
        return forms.IntegerField(label=label, min_value=0, max_value=10**9, required=required)
    if kind == kinds.FLAG:
        return forms.BooleanField(label=label, required=False)
    hint = {kinds.WORDS: "Nhiều mã thì cách nhau bằng dấu chấm phẩy.", kinds.PERCENT: "Ví dụ 50 hoặc 2,5."}.get(
        kind, ""
    )
    return NormalText(label=label, required=required, max_length=600, help_text=hint)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return "; ".join(value)
    return str(int(value)) if isinstance(value, int) else str(value)


def initial_of(row: Any, today: date) -> dict[str, Any]:
    """An older row's columns as the beginning of a newer one."""
    row_type = rules.TABLES[row.table]
    values: dict[str, Any] = {}
    for spec in kinds.columns(row_type):
        text = row.values.get(kinds.stored_name(spec), "")
        values[kinds.stored_name(spec)] = _typed(spec, text)
    return {**values, "key": row.key, "level": row.level, "effective_from": today, "province": row.province_id or 0}


def _typed(spec: Any, text: str) -> Any:
    kind = spec.metadata["kind"]
    if kind == kinds.FLAG:
        return text == "1" if text else bool(spec.default)
    if kind in (kinds.DONG, kinds.NUMBER) and text:
        return int(text)
    if kind == kinds.WORDS and spec.metadata["choices"]:
        return [word.strip() for word in text.split(";")]
    return text
