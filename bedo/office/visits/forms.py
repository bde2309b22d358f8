"""Forms of visits: the filter, the review of one visit, a file from a device. What is decided is checked by the services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from bedo.establishments.models import Establishment
from bedo.office.shell.inputs import PaperDay, Words
from bedo.surveys.comparing import Comparison, already
from bedo.surveys.models import Visit
from bedo.surveys.rules import kinds, merging
from bedo.surveys.services.files import FILE_LIMIT
from bedo.surveys.services.reviewing import NEW_ONE

ALL = ("", "Tất cả")
EVERY = "tat-ca"
CHOICES = [(merging.KEEP, "Giữ bản đang lưu"), (merging.TAKE, "Lấy theo phiếu")]
ACCEPT, RETURN = "chap-nhan", "tra-lai"


class FilterForm(forms.Form):
    """Conditions of the list as they stand in the address; without one, the visits that wait."""

    q = forms.CharField(label="Cơ sở, số phiếu", required=False, max_length=120)
    tt = forms.ChoiceField(
        label="Trạng thái",
        choices=[
            ("", kinds.STATES[kinds.PENDING]),
            *((code, word) for code, word in kinds.STATES.items() if code != kinds.PENDING),
            (EVERY, "Tất cả"),
        ],
        required=False,
    )
    loai = forms.ChoiceField(label="Loại phiếu", choices=[ALL, *kinds.KINDS.items()], required=False)
    cb = forms.TypedChoiceField(label="Người đi", coerce=int, empty_value=None, required=False)
    noi = forms.TypedChoiceField(label="Địa bàn nay", coerce=int, empty_value=None, required=False)
    nam = forms.TypedChoiceField(label="Năm", coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any, *, choices: dict[str, list[tuple[Any, str]]]):
        super().__init__(data)
        for name, rows in choices.items():
            self.fields[name].choices = [ALL, *rows]
        self.full_clean()


class ReviewForm(forms.Form):
    """What a reviewer decides of one visit: a choice for every conflict, a tick for every other field and thing to add.

    Fields are named by the codes of the comparison. `target`: the establishment it is compared with; None for a new one.
    Choices made beside another establishment are asked again.
    """

    reason = Words(
        label="Lý do trả lại", rows=2, required=False, max_length=1000, help_text="Cần sửa hoặc hỏi thêm gì."
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        visit: Visit,
        found: Comparison,
        twins: Iterable[Establishment],
        target: Establishment | None,
    ):
        super().__init__(self._own(data, found, target) if data is not None else None)
        self.visit, self.found, self.twins = visit, found, list(twins)
        if not visit.clock_trusted:
            self.fields["visited_on"] = PaperDay(
                label="Ngày thăm", required=False, help_text="Hỏi người đi: đồng hồ của máy không dùng được."
            )
        if self.twins:
            self.fields["establishment"] = self._which(target)
        for row in found.fields:
            if row.kind != merging.SAME:
                self.fields[row.field] = _decision(row)
        there = already(found.extras)
        for code, words in found.extras.items():
            self.fields[code] = forms.BooleanField(label=words, required=False, initial=code not in there)

    def _own(self, data: QueryDict, found: Comparison, target: Establishment | None) -> QueryDict:
        """What was sent, without ticks and choices that were made beside another establishment."""
        own = data.copy()
        here = target is None or data.get("seen", "").partition(":")[0] == str(target.pk)
        for row in found.fields:
            if row.open and (not here or own.get(row.field) not in (merging.KEEP, merging.TAKE)):
                own.pop(row.field, None)
        return own

    def _which(self, target: Establishment | None) -> forms.ChoiceField:
        choices = [(str(one.pk), one.name) for one in self.twins]
        return forms.ChoiceField(
            label="Cơ sở này là", choices=[*choices, (NEW_ONE, "Không phải cơ sở nào ở trên: ghi cơ sở mới")],
            widget=forms.RadioSelect, required=False, initial=str(target.pk) if target else None,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """When it is to be accepted, everything that is left to choose is told at once."""
        given = super().clean() or self.cleaned_data
        if self.data.get("viec") != ACCEPT:
            return given
        if self.twins and not given.get("establishment"):
            self.add_error("establishment", "Chọn một trong các cơ sở này, hoặc ghi là cơ sở mới.")
        if "visited_on" in self.fields and not given.get("visited_on") and "visited_on" not in self.errors:
            self.add_error("visited_on", "Ghi ngày thăm.")
        for row in self.found.fields:
            if row.open and not given.get(row.field):
                self.add_error(row.field, "Chọn giữ bản đang lưu hay lấy theo phiếu.")
        return given

    @property
    def decisions(self) -> dict[str, str]:
        """Every code of the comparison with what was decided, as the service takes it."""
        given, found = self.cleaned_data, {}
        for code in [*(row.field for row in self.found.fields), *self.found.extras]:
            value = given.get(code)
            if isinstance(value, bool):
                found[code] = merging.TAKE if value else merging.KEEP
            elif value:
                found[code] = value
        if given.get("establishment") == NEW_ONE:
            found["establishment"] = NEW_ONE
        return found


def _decision(row: merging.Beside) -> forms.Field:
    if row.open:
        return forms.ChoiceField(label=row.label, choices=CHOICES, widget=forms.RadioSelect, required=False)
    return forms.BooleanField(label=row.label, required=False, initial=True)


class FileForm(forms.Form):
    """A file of visits that a device saved."""

    file = forms.FileField(
        label="Tệp phiếu", help_text="Tệp có đuôi .bedo, lưu từ trang Đi cơ sở của máy. Tối đa 300 MB.",
        error_messages={"empty": "Tệp rỗng.", "required": "Chọn tệp."},
        widget=forms.FileInput(attrs={"accept": ".bedo"}),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_LIMIT:
            raise forms.ValidationError("Tệp lớn hơn 300 MB. Trên máy, lưu từng phần rồi đọc từng tệp.", code="big")
        return file
