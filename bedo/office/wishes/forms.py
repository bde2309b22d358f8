"""Forms of wishes. They check shape and wording; services check law."""

from collections.abc import Iterable
from typing import Any

from django import forms

from bedo.core.clock import today
from bedo.core.fields import DongFormField
from bedo.documents.models import Attachment
from bedo.office.shell.inputs import PaperDay, Words, Year
from bedo.programmes.rules import GROUPS, CapacityCriterion, Content
from bedo.projects.models import CapacityFinding
from bedo.projects.rules import states
from bedo.projects.services import responsibility
from bedo.projects.services.wishes import EDITABLE, Finding

ALL = ("", "Tất cả")
LIVE = ("dang-cho", "Đang chờ: chưa dừng, chưa quyết toán")
MET = {"co": True, "khong": False, "": None}
MET_WORDS = [("co", "Đạt"), ("khong", "Không đạt"), ("", "Chưa xem")]
OUTCOMES = [("co", "Đủ điều kiện lập đề án"), ("khong", "Chưa đủ điều kiện")]


def content_choices(contents: Iterable[Content]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Contents that an establishment may ask for, under the nine groups of the decree."""
    found: dict[int, list[tuple[str, str]]] = {}
    for content in contents:
        if content.beneficiary:
            found.setdefault(content.group, []).append((content.key, content.name))
    return [(f"{group}. {GROUPS[group]}", rows) for group, rows in sorted(found.items())]


class WishForm(forms.Form):
    """What an establishment asks for. Names of fields are those of services.record_wish."""

    content = forms.ChoiceField(label="Nội dung hỗ trợ")
    need = Words(
        label="Cơ sở muốn gì",
        rows=3,
        help_text="Máy gì, để làm gì, đang vướng ở đâu. Chép đúng lời cơ sở.",
    )
    amount_asked = DongFormField(
        label="Đề nghị hỗ trợ (đồng)", required=False, help_text="Cơ sở chưa nói thì để trống."
    )
    investment = DongFormField(label="Tổng vốn đầu tư dự kiến (đồng)", required=False)
    desired_year = Year(label="Muốn thực hiện năm", required=False)
    received_on = PaperDay(label="Ngày nhận")
    channel = forms.ChoiceField(label="Nhận qua", choices=list(states.CHANNELS.items()))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, contents: Iterable[Content] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["content"].choices = [("", "Chọn nội dung"), *content_choices(contents)]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def facts_of(wish: Any) -> dict[str, Any]:
    """The wish as the form's initial values."""
    return {name: getattr(wish, name) for name in EDITABLE}


class FilterForm(forms.Form):
    """Conditions of the list as they stand in the address. What cannot be read narrows nothing."""

    q = forms.CharField(label="Cơ sở, mã nhu cầu", required=False, max_length=120)
    tt = forms.ChoiceField(label="Trạng thái", choices=[ALL, LIVE, *states.WISH_LABELS.items()], required=False)
    chang = forms.ChoiceField(label="Đã đi tới", required=False)
    nd = forms.ChoiceField(label="Nội dung", required=False)
    cb = forms.TypedChoiceField(label="Người phụ trách", coerce=int, empty_value=None, required=False)
    qua = forms.ChoiceField(label="Nhận qua", choices=[ALL, *states.CHANNELS.items()], required=False)
    noi = forms.TypedChoiceField(label="Địa bàn nay", coerce=int, empty_value=None, required=False)
    nam = forms.TypedChoiceField(label="Năm nhận", coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any, *, choices: dict[str, list[tuple[Any, str]]]):
        super().__init__(data)
        for name, rows in choices.items():
            self.fields[name].choices = [ALL, *rows]
        self.full_clean()


class WithdrawForm(forms.Form):
    on = PaperDay(label="Ngày cơ sở rút")
    reason = Words(label="Vì sao rút", rows=3, max_length=1000, help_text="Lý do được đếm trong đường đi của nhu cầu.")


class AppraisalForm(forms.Form):
    """An appraisal on site: what was found for every criterion of the content, who was there, opinion, conclusion.

    Fields of a criterion: met-, figure-, note-, file-, keep- (the evidence of last time) and use- (its remedy), each with
    the criterion's key.
    """

    visited_on = PaperDay(label="Ngày xem tại cơ sở")
    present = Words(
        label="Có mặt",
        rows=2,
        max_length=1000,
        help_text="Chức vụ, đơn vị: chủ cơ sở, cán bộ Trung tâm, đại diện xã.",
    )
    opinion = Words(label="Ý kiến của cán bộ thẩm tra", rows=3)
    passed = forms.ChoiceField(label="Kết luận", choices=OUTCOMES, widget=forms.RadioSelect)
    reason = Words(label="Lý do chưa đủ điều kiện", rows=2, required=False, help_text="Bắt buộc khi chưa đủ điều kiện.")
    feasible_if = Words(
        label="Để thực hiện được cần gì",
        rows=3,
        required=False,
        help_text="Bắt buộc khi chưa đủ điều kiện. Gợi ý đánh dấu ở từng tiêu chí được ghi thêm vào đây.",
    )

    def __init__(
        self,
        *args: Any,
        criteria: Iterable[CapacityCriterion],
        last: dict[str, CapacityFinding] | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.criteria, self.last = list(criteria), last or {}
        for criterion in self.criteria:
            self._add(criterion)

    def _add(self, criterion: CapacityCriterion) -> None:
        key, unit = criterion.key, f" ({criterion.figure_unit})" if criterion.figure_unit else ""
        last = self.last.get(key)
        choice = forms.ChoiceField(
            label=criterion.name, choices=MET_WORDS, widget=forms.RadioSelect, required=False, initial=_sent(last)
        )
        self.fields[f"met-{key}"] = choice
        self.fields[f"figure-{key}"] = Words(
            label=f"Số liệu{unit}", required=False, max_length=120, initial=last.figure if last else ""
        )
        self.fields[f"note-{key}"] = Words(
            label="Ghi chú, giấy tờ đã xem", required=False, max_length=1000, initial=last.note if last else ""
        )
        self.fields[f"file-{key}"] = forms.FileField(label="Ảnh, giấy tờ", required=False)
        if last and last.evidence_id:
            self.fields[f"keep-{key}"] = forms.BooleanField(
                label="Giữ chứng cứ lần trước", required=False, initial=True
            )
        if criterion.remedy:
            self.fields[f"use-{key}"] = forms.BooleanField(
                label=f"Khi chưa đạt, cần: {criterion.remedy}", required=False
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Criteria with their bound fields, for the template."""
        names = ("met", "figure", "note", "file", "keep", "use")
        return [
            {
                "criterion": criterion,
                "last": self.last.get(criterion.key),
                **{name: self[f"{name}-{criterion.key}"] for name in names if f"{name}-{criterion.key}" in self.fields},
            }
            for criterion in self.criteria
        ]

    def clean(self) -> dict[str, Any]:
        """Marked remedies are added to what would make it feasible."""
        given = super().clean() or self.cleaned_data
        if given.get("passed") == "khong":
            marked = [row.remedy for row in self.criteria if given.get(f"use-{row.key}")]
            written = given.get("feasible_if", "")
            given["feasible_if"] = "\n".join([*filter(None, [written]), *(m for m in marked if m not in written)])
        return given

    def upload_of(self, key: str) -> Any:
        return self.cleaned_data.get(f"file-{key}")

    def finding(self, criterion: CapacityCriterion, evidence: Attachment | None) -> Finding:
        """What was found for one criterion; `evidence`: the file that was just stored, if any."""
        given, key = self.cleaned_data, criterion.key
        if evidence is None and given.get(f"keep-{key}") and key in self.last:
            evidence = self.last[key].evidence
        return Finding(
            criterion=key,
            label=criterion.name,
            met=MET[given.get(f"met-{key}", "")],
            figure=given.get(f"figure-{key}", ""),
            note=given.get(f"note-{key}", ""),
            evidence=evidence,
        )

    def conclusion(self) -> dict[str, Any]:
        """The rest of what services.appraise_capacity asks for."""
        given = self.cleaned_data
        names = ("visited_on", "present", "opinion", "reason", "feasible_if")
        return {**{name: given[name] for name in names}, "passed": given["passed"] == "co"}


def _sent(last: CapacityFinding | None) -> str:
    """The choice that stands for what was found last time."""
    return {True: "co", False: "khong"}.get(last.met, "") if last else ""


class GiveForm(forms.Form):
    """Who is responsible for the wish from which day, and why."""

    officer = forms.TypedChoiceField(label="Người phụ trách mới", empty_value=None)
    from_on = PaperDay(label="Phụ trách từ ngày")
    reason = Words(label="Lý do", max_length=300)

    def __init__(self, *args: Any, wish: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = {str(user.pk): user for user in responsibility.who_may_hold_wishes(wish.province_id, today())}
        field = self.fields["officer"]
        field.choices = [("", "Chọn người"), *((pk, user.full_name) for pk, user in known.items())]
        field.coerce = known.get
