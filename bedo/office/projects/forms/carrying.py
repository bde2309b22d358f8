"""Forms of carrying out: contract, work, payments, progress, difficulties. Shape and wording only."""

from __future__ import annotations

from typing import Any

from django import forms

from bedo.accounts.models import Grant, User
from bedo.core.clock import today
from bedo.ledger.treasury.rules import SLIPS
from bedo.office.projects.forms.base import SceneForm, day, money, text, upload, word
from bedo.office.shell.inputs import Several
from bedo.projects import queries
from bedo.projects.models import Share
from bedo.projects.services import contracts


def others(scene: Any) -> list[Share]:
    """Shares of the same project that may come under one contract with the chosen one."""
    return queries.others_to_contract(scene.share) if scene.several and scene.share else []


def together(share: Share) -> str:
    """Name of the field with another share's amount."""
    return f"cung_{share.number}"


class ContractForm(SceneForm):
    number = word("Số hợp đồng", longest=60)
    kind = forms.ChoiceField(label="Loại", choices=[item for item in contracts.KINDS.items() if item[0] != "phu_luc"])
    signed_on = day("Ngày ký")
    ends_on = day("Ngày hết hạn")
    amount = money("Số tiền hỗ trợ của đề án này (đồng)", minimum=1)
    others = Several(
        label="Đề án khác cùng hợp đồng",
        queryset=Share.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mỗi đề án thêm vào hợp đồng với cả số tiền đã bố trí.",
    )
    words = text("Ghi chú", rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._name_shares()
        waiting = queries.shares_to_contract(self.scene.project)
        if waiting.exists():
            self.fields["others"].queryset = waiting
            self.fields["others"].label_from_instance = lambda row: (
                f"{row.project.code} · {row.project.beneficiary_names}: {row.support}"
            )
        else:
            del self.fields["others"]

    def _name_shares(self) -> None:
        """Of a project of several: whose amount it is, and the others that may be signed together."""
        if not self.scene.several:
            return
        self.fields["amount"].label = f"Số tiền hỗ trợ của phần “{self.scene.share.label}” (đồng)"
        for share in others(self.scene):
            hint = f"Đã bố trí {share.support}. Ký riêng thì để trống."
            self.fields[together(share)] = money(
                f"Cùng hợp đồng: {share.label} (đồng)", required=False, minimum=1, help_text=hint
            )
        self.order_fields(["number", "kind", "signed_on", "ends_on", "amount", *map(together, others(self.scene))])


class PartyRow(forms.Form):
    side = forms.CharField(label="Bên", max_length=4, required=False)
    name = forms.CharField(label="Tên đơn vị", max_length=200, required=False)
    representative = forms.CharField(label="Người đại diện", max_length=120, required=False)
    position = forms.CharField(label="Chức vụ", max_length=120, required=False)


class WorkForm(SceneForm):
    number = word("Số biên bản kiểm tra", longest=60)
    on = day("Ngày kiểm tra tại cơ sở")
    done_value = money("Giá trị đã thực hiện (đồng)")
    total_value = money("Tổng vốn đầu tư (đồng)", minimum=1)
    words = text("Nhận xét", rows=2, required=False)
    file = upload("Bản ký (PDF, ảnh)")


class PaymentForm(SceneForm):
    kind = forms.ChoiceField(label="Khoản chi", choices=list(contracts.PAYMENT_KINDS.items()))
    amount = money("Số tiền (đồng)", minimum=1)
    on = day("Ngày chi")
    slip_kind = forms.ChoiceField(
        label="Giấy gửi Kho bạc", choices=[("", "Chưa lập giấy"), *SLIPS.items()], required=False
    )
    slip_number = word("Số giấy gửi Kho bạc", required=False, longest=60)
    words = text("Ghi chú", rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("slip_kind")) != bool(data.get("slip_number")):
            self.add_error("slip_number", "Ghi cả loại và số giấy, hoặc để trống cả hai và ghi sau.")
        return data


class ReversePaymentForm(SceneForm):
    payment = forms.ModelChoiceField(
        label="Khoản chi ghi nhầm", queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    on = day("Ngày ghi đảo")
    reason = text("Lý do")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["payment"].queryset = self.scene.share.payments.filter(reversed_on=None).order_by("id")
        self.fields["payment"].label_from_instance = lambda row: (
            f"{contracts.PAYMENT_KINDS[row.kind]} {row.amount} ngày {row.on:%d/%m/%Y}"
        )


class PassOnForm(SceneForm):
    """The second leg of a payment: which one, by which paper, when."""

    payment = forms.ModelChoiceField(
        label="Khoản đã nhận",
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn khoản đã nhận."},
    )
    number = word("Số chứng từ chuyển tiền", longest=60)
    on = day("Ngày chuyển", help_text="Không trước ngày nhận tiền.")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        waiting = self.scene.share.payments.filter(reversed_on=None, passed_on=None).order_by("id")
        self.fields["payment"].queryset = waiting
        self.fields["payment"].label_from_instance = lambda row: (
            f"{contracts.PAYMENT_KINDS[row.kind]} {row.amount} ngày {row.on:%d/%m/%Y}"
        )


class ProgressForm(SceneForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    month = forms.DateField(
        label="Tháng báo cáo", input_formats=["%m/%Y", "%d/%m/%Y"], help_text="Ghi tháng/năm, ví dụ 11/2026."
    )
    planned_percent = forms.IntegerField(label="Kế hoạch luỹ kế (%)", min_value=0, max_value=100)
    done_percent = forms.IntegerField(label="Thực hiện luỹ kế (%)", min_value=0, max_value=100)
    spent = money("Kinh phí đã thực hiện luỹ kế (đồng)", required=False)
    done_text = text("Việc đã làm trong tháng", required=False)
    photo = upload("Ảnh")


class DifficultyForm(SceneForm):
    text = text("Khó khăn")
    holder = forms.ModelChoiceField(label="Người tháo gỡ", queryset=User.objects.none(), empty_label="Chọn người")
    due_on = day("Hạn tháo gỡ")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        held = (
            Grant.objects.in_force(today())
            .filter(organisation__province_id=self.scene.project.province_id)
            .exclude(role="beneficiary")
            .values("user_id")
        )
        self.fields["holder"].queryset = User.objects.filter(pk__in=held, is_active=True).order_by("full_name", "pk")


class OutcomeForm(SceneForm):
    difficulty = forms.ModelChoiceField(label="Khó khăn", queryset=None, empty_label=None, widget=forms.RadioSelect)
    outcome = text("Kết quả tháo gỡ")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["difficulty"].queryset = self.scene.share.difficulties.filter(closed_on=None).order_by("id")
        self.fields["difficulty"].label_from_instance = lambda row: row.text
