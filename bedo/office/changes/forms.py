"""Forms of changes and stops: shape and wording only; services and rules check the rest."""

from __future__ import annotations

from typing import Any

from django import forms

from bedo.core.fields import DongFormField
from bedo.core.types import Dong
from bedo.office.projects.forms.dossier import content_choices
from bedo.office.shell.inputs import PaperDay, Words
from bedo.office.shell.paperform import FACTS, PaperFields
from bedo.places.models import Unit
from bedo.programmes.rules.tables import BODIES, CHANGES
from bedo.projects import lawbook
from bedo.projects.models import Share
from bedo.projects.rules import changes as rules

ALL = ("", "Tất cả")
DONE = "done_"
"""Prefix of the fields of a stop, one for each share by its number."""
CHANGE_LABELS = {code: word for code, word in CHANGES.items() if code in rules.ASPECTS}


class AskForm(PaperFields):
    """What every request says: the reason, the day, and perhaps the paper that asks. A subclass adds the new values."""

    PAPER_TYPES = ("CV", "TTr", "BC", "KHAC")
    MUST: tuple[str, ...] = ()

    reason = Words(label="Lý do", rows=3, max_length=2000)
    on = PaperDay(label="Ngày đề nghị", help_text="Ngày ghi trên văn bản đề nghị; không có văn bản thì ngày đề nghị.")

    field_order = (
        "reason_code",
        "amount",
        "done",
        "content",
        "ends_on",
        "place",
        "cooperating",
        "text",
        "work_done",
        "reason",
        "on",
    )

    def __init__(self, *args: Any, scene: Any, share: Share | None, change: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.scene, self.share, self.change = scene, share, change
        del self.fields["issued_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["issued_on"] = data.get("on")
        if self.with_paper:
            for name in ("issuer", "summary"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "Ghi đủ để vào sổ văn bản, hoặc bỏ trống cả phần văn bản.")
        return data

    @property
    def with_paper(self) -> bool:
        """Was a paper given beside the request?"""
        return any(self.cleaned_data.get(name) for name in (*FACTS, "file") if name not in ("paper_type", "issued_on"))

    def after(self) -> dict[str, Any]:
        """The new values, as applying.CHANGES takes them."""
        raise NotImplementedError


class AmountForm(AskForm):
    amount = DongFormField(label="Kinh phí hỗ trợ sau điều chỉnh (đồng)", minimum=0)

    def after(self) -> dict[str, Any]:
        return {"amount": self.cleaned_data["amount"]}


class ContentForm(AskForm):
    content = forms.ChoiceField(label="Nội dung hỗ trợ mới")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["content"].choices = content_choices(self.scene.today)

    def after(self) -> dict[str, Any]:
        return {"content": self.cleaned_data["content"]}


class EndForm(AskForm):
    ends_on = PaperDay(label="Ngày kết thúc mới")

    def after(self) -> dict[str, Any]:
        return {"ends_on": self.cleaned_data["ends_on"]}


class PlaceForm(AskForm):
    place = forms.ModelChoiceField(label="Địa điểm mới", queryset=Unit.objects.none(), empty_label="Chọn xã, phường")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        units = Unit.objects.current().filter(parent_id=self.scene.project.province_id)
        self.fields["place"].queryset = units.order_by("sort_key")
        self.fields["place"].label_from_instance = lambda unit: unit.label

    def after(self) -> dict[str, Any]:
        return {"place": self.cleaned_data["place"].pk}


class CooperatingForm(AskForm):
    cooperating = Words(label="Đơn vị phối hợp mới", max_length=200)

    def after(self) -> dict[str, Any]:
        return {"cooperating": self.cleaned_data["cooperating"]}


class OtherForm(AskForm):
    text = Words(label="Nội dung sau khi thay đổi", rows=4, max_length=2000)

    def after(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"]}


class BeneficiaryForm(AskForm):
    establishment = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    amount = DongFormField(
        label="Kinh phí cho cơ sở mới (đồng)", minimum=1, help_text="Nhiều nhất bằng phần chưa chi; phần thừa được giải phóng."
    )  # fmt: skip
    done = DongFormField(
        label="Kinh phí cho phần cơ sở cũ đã làm (đồng)",
        minimum=0,
        required=False,
        help_text="Phần đã chi được quyết toán; đã chi mà không ghi ở đây thì phải thu hồi.",
    )

    def after(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"establishment": given["establishment"], "amount": given["amount"], "done": given["done"] or Dong(0)}


class StopForm(AskForm):
    """Why, what was done, and for each share that was paid the support for work that is recognised (`done_<number>`)."""

    reason_code = forms.ChoiceField(label="Lý do ngừng theo danh mục")
    work_done = Words(label="Đã làm được gì", rows=3, max_length=2000, help_text="Khối lượng đã làm, hoặc “chưa làm”.")

    def __init__(self, *args: Any, paid: list[Share], **kwargs: Any):
        super().__init__(*args, **kwargs)
        reasons = lawbook.stop_reasons(self.scene.project, self.scene.today)
        fitting = [row for row in reasons.values() if row.violation or self.change == "stop"]
        self.fields["reason_code"].choices = [("", "Chọn lý do"), *((row.key, row.name) for row in fitting)]
        for one in paid:
            self.fields[f"{DONE}{one.number}"] = DongFormField(
                label=f"Kinh phí cho phần đã làm · {one.number}. {one.label} (đồng)",
                minimum=0,
                initial=Dong(0),
                help_text="Trong số đã chi: phần được quyết toán. Phần còn lại phải thu hồi.",
            )
        self.order_fields(["reason_code", "work_done", *(name for name in self.fields if name.startswith(DONE))])

    def after(self) -> dict[str, Any]:
        given = self.cleaned_data
        done = {name.removeprefix(DONE): value for name, value in given.items() if name.startswith(DONE)}
        return {"work_done": given["work_done"], "done": done}


FORMS: dict[str, type[AskForm]] = {
    "increase": AmountForm,
    "decrease": AmountForm,
    "content": ContentForm,
    "next_year": EndForm,
    "time": EndForm,
    "place": PlaceForm,
    "beneficiary": BeneficiaryForm,
    "cooperating": CooperatingForm,
    "stop": StopForm,
    "stop_violation": StopForm,
    "other": OtherForm,
}
"""Every change of applying.CHANGES with its form; a test holds the two together."""


class CheckForm(forms.Form):
    """What the Sở saw at the establishment, and whether it agrees."""

    agrees = forms.ChoiceField(
        label="Ý kiến của Sở", choices=[("co", "Nhất trí"), ("khong", "Không nhất trí")], widget=forms.RadioSelect
    )
    text = Words(label="Đã kiểm tra gì, thấy gì", rows=4, max_length=2000)
    on = PaperDay(label="Ngày kiểm tra tại cơ sở")


class DecisionForm(PaperFields):
    """The decision, or the paper that agrees; `back`: money must come back, so it says until when and where to."""

    PAPER_TYPES = ("QĐ", "PL", "CV", "TB")
    MUST = ("issuer", "paper_type", "number", "issued_on", "signer", "summary")

    comment = Words(label="Ghi chú của người quyết định", rows=2, max_length=2000, required=False)
    recover_by = PaperDay(label="Hạn nộp lại", help_text="Ngày cuối cùng theo quyết định.")
    recover_to = Words(
        label="Nộp vào tài khoản",
        max_length=200,
        required=False,
        help_text="Số tài khoản, nơi mở, như ghi trong quyết định.",
    )

    def __init__(self, *args: Any, back: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not back:
            del self.fields["recover_by"], self.fields["recover_to"]

    def terms(self) -> dict[str, Any]:
        """What the service takes beside the paper."""
        return {name: self.cleaned_data[name] for name in ("recover_by", "recover_to") if name in self.fields}


class RefusalForm(forms.Form):
    reason = Words(label="Vì sao không duyệt", rows=4, max_length=2000)
    on = PaperDay(label="Ngày trả lời")


class WithdrawForm(forms.Form):
    reason = Words(label="Vì sao rút", rows=3, max_length=2000)


class FilterForm(forms.Form):
    """Conditions of the list as they stand in the address. What cannot be read narrows nothing."""

    q = forms.CharField(label="Đề án, cơ sở", required=False, max_length=120)
    tt = forms.ChoiceField(label="Trạng thái", choices=[ALL, ("mo", "Đang chờ"), *rules.STATES.items()], required=False)
    cap = forms.ChoiceField(label="Cấp quyết định", choices=[ALL, *BODIES.items()], required=False)
    loai = forms.ChoiceField(label="Loại", choices=[ALL, *CHANGE_LABELS.items()], required=False)
    nam = forms.TypedChoiceField(label="Năm đề nghị", coerce=int, empty_value=None, required=False)
    tinh = forms.TypedChoiceField(label="Tỉnh", coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any, *, years: list[int], provinces: list[tuple[int, str]]):
        super().__init__(data)
        self.fields["nam"].choices = [ALL, *((year, str(year)) for year in years)]
        self.fields["tinh"].choices = [ALL, *provinces]
        if len(provinces) < 2:
            del self.fields["tinh"]
        self.full_clean()
