"""Forms of the end: minutes, vouchers, settlement, recovery, effects. Shape and wording only."""

from __future__ import annotations

from typing import Any

from django import forms

from bedo.ledger import queries as ledger
from bedo.office.projects.forms.base import ZERO, PerShareForm, SceneForm, day, money, text, upload, word
from bedo.office.shell.paperform import PaperFields
from bedo.projects.services import acceptance, effects


class MinutesForm(SceneForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    held_on = day("Ngày nghiệm thu")
    number = word("Số biên bản", required=False, longest=60)
    where = word("Địa điểm", required=False, longest=300)
    quality = text("Chất lượng", rows=2, required=False)
    effects = text("Hiệu quả bước đầu (lao động, sản lượng, môi trường)", rows=2, required=False)
    on_time = forms.BooleanField(label="Đúng thời gian của hợp đồng", required=False)
    result = forms.ChoiceField(
        label="Kết luận", choices=[("", "Chưa kết luận (in để mang đi)"), *acceptance.RESULTS.items()], required=False
    )
    demands = text("Yêu cầu, kiến nghị", rows=2, required=False)
    redo_by = day("Hạn làm lại", required=False)


class BodyRow(forms.Form):
    body = forms.CharField(label="Cơ quan, đơn vị", max_length=200, required=False)
    name = forms.CharField(label="Họ tên", max_length=120, required=False)
    position = forms.CharField(label="Chức vụ", max_length=120, required=False)


class MinutesRow(forms.Form):
    """A row of the table contract / done / money by source."""

    text = forms.CharField(label="Nội dung", max_length=300, required=False)
    unit = forms.CharField(label="Đơn vị", max_length=30, required=False)
    contract_quantity = forms.IntegerField(label="SL hợp đồng", min_value=0, max_value=100000, required=False)
    done_quantity = forms.IntegerField(label="SL thực hiện", min_value=0, max_value=100000, required=False)
    contract_value = money("Giá trị hợp đồng", required=False)
    done_value = money("Giá trị thực hiện", required=False)
    from_fund = money("Khuyến công", required=False)
    from_beneficiary = money("Cơ sở", required=False)
    from_other = money("Nguồn khác", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.get(name) for name in self.fields if name != "text") and not data.get("text"):
            self.add_error("text", "Ghi nội dung của dòng này.")
        return data


class SignForm(SceneForm):
    signed_on = day("Ngày ký")
    file = upload("Bản ký (PDF, ảnh)")


class VoucherForm(SceneForm):
    number = word("Số chứng từ", longest=60)
    on = day("Ngày")
    seller = word("Người bán", longest=200)
    text = text("Nội dung", rows=2)
    amount = money("Số tiền gồm thuế (đồng)", minimum=1)
    vat = money("Trong đó thuế GTGT (đồng)", required=False)
    source = forms.ChoiceField(label="Nguồn chi", choices=list(acceptance.SOURCES.items()))
    file = upload()


class SettlementForm(PerShareForm):
    PREFIX, WORD = "asked_", "Số đề nghị quyết toán"
    submitted_on = day("Ngày nộp")
    late_reason = text("Lý do nộp trễ", rows=2, required=False, help_text="Chỉ ghi khi quá hạn.")


class LiquidateForm(PerShareForm):
    PREFIX, WORD = "settled_", "Số duyệt quyết toán"
    decided_on = day("Ngày duyệt, thanh lý")


class RepayForm(SceneForm):
    """A part of what must come back, or all of it; says how much is left."""

    amount = money("Số tiền nộp lại (đồng)", minimum=1)
    on = day("Ngày nộp")
    words = text("Ghi chú", rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        share = self.scene.share
        left = ledger.stages_of_holders([share.holder])[share.holder]["recoverable"] if share else ZERO
        self.fields["amount"].help_text = f"Còn phải nộp lại {left}. Nộp nhiều lần được."


class TakeBackForm(SceneForm, PaperFields):
    """The paper of an inspection or audit, and how much of the settled money must come back."""

    PAPER_TYPES = ("BB", "QĐ", "TB", "BC", "CV", "KHAC")
    field_order = ("amount", "reason")

    amount = money("Số tiền phải thu hồi (đồng)", minimum=1, help_text="Trong số đã quyết toán của phần này.")
    reason = text("Kết luận kiểm tra", help_text="Sai ở đâu, vì sao phải thu hồi.")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["known"]


class EffectForm(SceneForm):
    year = forms.IntegerField(label="Năm", min_value=2004, max_value=2100)
    as_of = day("Số liệu đến ngày")
    workers = forms.IntegerField(
        label="Lao động đang làm việc (người, số tại thời điểm)", min_value=0, max_value=10**6, required=False
    )
    jobs_new = forms.IntegerField(
        label="Lao động tăng thêm trong năm (người, số phát sinh)", min_value=-(10**6), max_value=10**6, required=False
    )
    income = money("Thu nhập bình quân (đồng/người/tháng, số tại thời điểm)", required=False)
    revenue = money("Doanh thu trong năm (đồng, số phát sinh)", required=False)
    output = word("Sản lượng trong năm (ghi cả đơn vị)", required=False)
    quality = text("Chất lượng sản phẩm", rows=2, required=False)
    new_customers = forms.IntegerField(label="Khách hàng mới trong năm", min_value=0, max_value=10**6, required=False)
    exports = money("Giá trị xuất khẩu trong năm (đồng)", required=False)
    machine_in_use = forms.NullBooleanField(label="Máy còn dùng", required=False)
    said_by = word("Ai cho biết")
    said_how = forms.ChoiceField(label="Hỏi bằng cách nào", choices=list(effects.SAID_HOW.items()))
    note = text("Ghi chú", rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["machine_in_use"].widget = forms.Select(
            choices=[("unknown", "Chưa rõ"), ("true", "Còn dùng"), ("false", "Không dùng")]
        )
