"""Forms of bringing a list in: the file, the columns of a table, one row. Shape and wording only."""

from __future__ import annotations

from typing import Any

from django import forms

from bedo.core.sheets import limits
from bedo.imports.reading.fields import AGGREGATE_FIELDS, PROJECT_FIELDS

UNITS = [("", "Theo bảng"), ("1", "đồng"), ("1000", "nghìn đồng"), ("1000000", "triệu đồng"), ("1000000000", "tỷ đồng")]
LEAVE = "-"
"""Value of a column that is left out on purpose; "" keeps what was proposed."""


class FileForm(forms.Form):
    """The file of the list."""

    file = forms.FileField(
        label="Tệp danh sách",
        max_length=160,
        help_text="Excel (.xlsx, .xlsm, .xlsb, .xls), ODS hoặc CSV. Macro và liên kết ngoài không bao giờ được chạy.",
        error_messages={"required": "Chọn tệp có danh sách.", "empty": "Tệp rỗng, không có gì để nhập."},
    )
    province = forms.ChoiceField(label="Nhập cho tỉnh")
    year = forms.IntegerField(
        label="Năm của những dòng không ghi năm",
        required=False,
        min_value=1995,
        max_value=2100,
        help_text="Để trống nếu danh sách có ghi năm.",
    )

    def __init__(self, *args: Any, provinces: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["province"].choices = [(str(unit.pk), unit.label) for unit in provinces]
        if len(provinces) == 1:
            self.fields["province"].widget = forms.HiddenInput()
            self.fields["province"].initial = str(provinces[0].pk)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > limits.FILE_BYTES:
            raise forms.ValidationError(
                f"Tệp nặng hơn {limits.FILE_BYTES // 2**20} MB. Tách thành nhiều tệp nhỏ hơn rồi nạp từng tệp."
            )
        return file


class ColumnsForm(forms.Form):
    """What each column of a table is, its unit, and whether hidden rows and columns count."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, table: dict[str, Any], decisions: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = PROJECT_FIELDS if table["kind"] == "projects" else AGGREGATE_FIELDS
        choices = [(LEAVE, "— Không lấy cột này —"), *known.items()]
        self.letters = list(table["headings"])
        for letter in self.letters:
            self.fields[f"cot_{letter}"] = forms.ChoiceField(
                label=f"Cột {letter}: {table['headings'][letter] or 'không có tiêu đề'}",
                choices=choices,
                initial=table["mapping"].get(letter) or LEAVE,
            )
        told = decisions.get("units", {}).get(table["key"], "")
        self.fields["unit"] = forms.ChoiceField(
            label="Đơn vị tính của bảng", choices=UNITS, required=False, initial=str(told or "")
        )
        if table["hidden_rows"] or table["hidden_columns"]:
            self.fields["hidden"] = forms.BooleanField(
                label="Lấy cả dòng, cột đang ẩn trong tệp",
                required=False,
                initial=table["key"] in decisions.get("with_hidden", []),
            )

    @property
    def mapping(self) -> dict[str, str]:
        """Column letter → field, "" for one that is left out."""
        chosen = {letter: self.cleaned_data[f"cot_{letter}"] for letter in self.letters}
        return {letter: "" if name == LEAVE else name for letter, name in chosen.items()}

    def columns(self) -> list[Any]:
        """The bound fields of the columns, in the order of the sheet."""
        return [self[f"cot_{letter}"] for letter in self.letters]


class LineForm(forms.Form):
    """One row: the answer to its question, its cells as they should read, or that it is left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(label="Trả lời", required=False, widget=forms.RadioSelect)
    skip = forms.BooleanField(label="Bỏ qua dòng này, không nhập", required=False)

    def __init__(self, *args: Any, line: dict[str, Any], headings: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [tuple(choice) for choice in line["choices"]]
        self.fields["answer"].label = line["question"] or "Trả lời"
        if not line["choices"]:
            del self.fields["answer"]
        self.cells = line["cells"]
        for letter, text in self.cells.items():
            self.fields[f"o_{letter}"] = forms.CharField(
                label=f"{letter}{line['sheet_row']} · {headings.get(letter) or 'không tiêu đề'}"[:120],
                required=False,
                initial=text,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 1 if len(text) < 60 else 3}),
            )

    def cell_fields(self) -> list[Any]:
        """The bound fields of the row's cells."""
        return [self[f"o_{letter}"] for letter in self.cells]

    def mended(self) -> dict[str, str]:
        """Letters of cells that were typed otherwise, with their text."""
        typed = {letter: self.cleaned_data[f"o_{letter}"].strip() for letter in self.cells}
        return {letter: text for letter, text in typed.items() if text != self.cells[letter].strip()}
