"""Forms of the year's plan. They check shape; planning's rules and the ledger check the rest."""

from collections.abc import Iterable
from typing import Any

from django import forms

from bedo.core.fields import DongFormField
from bedo.ledger.rules import FUNDS
from bedo.office.shell.inputs import PaperDay, Words
from bedo.office.shell.paperform import PaperFields
from bedo.planning.models import PlanItem

ALL = ("", "Tất cả")


class FilterForm(forms.Form):
    """Conditions of the list as they stand in the address."""

    nguon = forms.ChoiceField(label="Nguồn vốn", choices=[ALL, *FUNDS.items()], required=False)
    nam = forms.TypedChoiceField(label="Năm", coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any, *, years: Iterable[int]):
        super().__init__(data)
        self.fields["nam"].choices = [ALL, *((year, str(year)) for year in years)]
        self.full_clean()


class AddForm(forms.Form):
    """One candidate with its amount."""

    project = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    amount = DongFormField(label="Số tiền bố trí (đồng)", minimum=1)


class ReasonForm(forms.Form):
    reason = Words(label="Lý do", rows=3, max_length=1000, help_text="Lý do ở lại trong nhật ký của kế hoạch.")


class SubmitForm(forms.Form):
    on = PaperDay(label="Ngày trình", help_text="Ngày ghi trên tờ trình.")


class OpinionForm(forms.Form):
    agrees = forms.ChoiceField(
        label="Sở Tài chính", choices=[("co", "Nhất trí"), ("khong", "Có ý kiến khác")], widget=forms.RadioSelect
    )
    text = Words(label="Nội dung ý kiến", rows=4)
    on = PaperDay(label="Ngày ý kiến", help_text="Ngày ghi trên văn bản của Sở Tài chính.")


class DecisionForm(PaperFields):
    """The decision that approves a plan, and the projects that it does not take, each with its reason."""

    PAPER_TYPES = ("QĐ",)
    MUST = ("issuer", "paper_type", "number", "issued_on", "signer", "summary")

    def __init__(self, *args: Any, items: Iterable[PlanItem], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            code = item.project.code
            self.fields[f"leave-{item.pk}"] = forms.BooleanField(label=f"Không bố trí {code}", required=False)
            self.fields[f"why-{item.pk}"] = Words(label=f"Lý do không bố trí {code}", required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for item in self.items:
            if given.get(f"leave-{item.pk}") and not given.get(f"why-{item.pk}"):
                self.add_error(f"why-{item.pk}", "Ghi lý do không bố trí đề án này.")
        return given

    @property
    def left_out(self) -> dict[int, str]:
        """Item id → reason."""
        given = self.cleaned_data
        return {item.pk: given[f"why-{item.pk}"] for item in self.items if given.get(f"leave-{item.pk}")}

    def fields_of(self, item: PlanItem) -> tuple[Any, Any]:
        return self[f"leave-{item.pk}"], self[f"why-{item.pk}"]


class EstimateForm(PaperFields):
    """The paper that gives the estimate to the implementing unit."""

    PAPER_TYPES = ("QĐ", "CV", "TB")
    MUST = ("issuer", "paper_type", "number", "issued_on", "signer", "summary")


class SettlementForm(PaperFields):
    """The paper by which the year's settlement is concluded."""

    PAPER_TYPES = ("TB", "QĐ", "BB", "CV")
    MUST = ("issuer", "paper_type", "number", "issued_on", "signer", "summary")
