"""Forms of appraisal: sheet, council, requests for correction. Shape and wording only."""

from __future__ import annotations

from typing import Any

from django import forms

from bedo.office.projects.forms.base import SceneForm, day, money, text, word
from bedo.office.shell.inputs import Several
from bedo.office.shell.paperform import PaperFields
from bedo.projects.models import Correction
from bedo.projects.rules import states
from bedo.projects.services import appraisal


class SheetForm(SceneForm):
    """The appraisal sheet in five contents; `finding_N` and `passed_N` stand for each."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    held_on = day("Ngày thẩm định")
    body = forms.ChoiceField(
        label="Hình thức", choices=[("officer", "Chuyên viên Sở"), ("council", "Hội đồng thẩm định")]
    )
    proposed_support = money("Mức hỗ trợ đề xuất (đồng)", required=False)
    minutes = text("Biên bản, ý kiến chung", required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.scene.state == states.MINISTRY_REVIEW:
            self.fields["body"].choices = [("officer", "Chuyên viên Cục"), ("council", "Hội đồng thẩm định cấp Bộ")]
        for row in self.scene.appraisal_contents:
            self.fields[f"passed_{row.key}"] = forms.ChoiceField(
                label=f"{row.key}. {row.name}",
                choices=[("", "Chưa xem xét"), ("1", "Đạt"), ("0", "Không đạt")],
                required=False,
                help_text=row.hint,
                widget=forms.RadioSelect,
            )
            self.fields[f"text_{row.key}"] = text("Nhận xét", rows=2, required=False)


class CouncilForm(SceneForm, PaperFields):
    """The decision that sets up the appraisal council."""

    PAPER_TYPES = ("QĐ",)


class MemberRow(forms.Form):
    """A member of the council and the sheet the member gave."""

    name = forms.CharField(label="Thành viên", max_length=120, required=False)
    position = forms.CharField(label="Chức vụ", max_length=200, required=False)
    agrees = forms.ChoiceField(
        label="Kết luận", choices=[("", "Chưa có phiếu"), ("1", "Nhất trí"), ("0", "Không nhất trí")], required=False
    )
    opinion = forms.CharField(label="Ý kiến", max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("position") or data.get("opinion")) and not data.get("name"):
            self.add_error("name", "Ghi tên thành viên.")
        return data


class CorrectionForm(SceneForm):
    kind = forms.ChoiceField(label="Loại", choices=list(appraisal.CORRECTION_KINDS.items()))
    part = word("Phần hồ sơ", required=False, longest=40)
    text = text("Cần bổ sung gì")
    due_on = day("Hạn bổ sung")


class AnswerForm(SceneForm):
    correction = forms.ModelChoiceField(
        label="Yêu cầu", queryset=Correction.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    answer = text("Đã bổ sung gì")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["correction"].queryset = self.scene.project.corrections.filter(closed_on=None).order_by("id")
        self.fields["correction"].label_from_instance = lambda row: row.text


class CloseCorrectionsForm(SceneForm):
    corrections = Several(
        label="Yêu cầu đã đạt", queryset=Correction.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        waiting = self.scene.project.corrections.filter(closed_on=None, answered_on__isnull=False)
        self.fields["corrections"].queryset = waiting.order_by("id")
        self.fields["corrections"].label_from_instance = lambda row: f"{row.text} → {row.answer}"
