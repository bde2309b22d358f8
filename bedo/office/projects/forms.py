"""Forms of the acts on a project: shape and wording only. Every form is given the scene."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import Truncator

from bedo.accounts.models import Grant, User
from bedo.core.clock import today
from bedo.core.fields import DongFormField
from bedo.core.types import Dong
from bedo.ledger import queries as ledger
from bedo.ledger.rules import FUNDS
from bedo.ledger.treasury.rules import SLIPS
from bedo.office.shell.inputs import Several
from bedo.office.shell.paperform import PaperFields
from bedo.places.models import Unit
from bedo.programmes import queries as law
from bedo.projects import queries
from bedo.projects.models import Correction, Share, Wish
from bedo.projects.rules import states
from bedo.projects.services import acceptance, appraisal, contracts, effects

NATIONAL_FUND = "kcqg"
ZERO = Dong(0)
LONG = 4000


def text(label: str, *, rows: int = 3, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def word(label: str, *, required: bool = True, longest: int = 120, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=longest, help_text=help_text)


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text)


def money(label: str, *, required: bool = True, minimum: int = 0, help_text: str = "") -> DongFormField:
    return DongFormField(label=label, required=required, minimum=minimum, help_text=help_text)


def upload(label: str = "Tệp (PDF, ảnh, Word, Excel)", *, required: bool = False) -> forms.FileField:
    return forms.FileField(label=label, required=required, max_length=160)


class SceneForm(forms.Form):
    """A form that knows the project it acts on."""

    def __init__(self, *args: Any, scene: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.scene = scene


class VersionForm(SceneForm):
    """A form whose content is a table of rows: it only remembers the version it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(SceneForm):
    """A move that needs only the day of its paper."""

    on = day("Ngày văn bản", help_text="Ngày ghi trên văn bản; có thể trước ngày nhập.")


class CommentedMoveForm(MoveForm):
    comment = text("Lý do")


def officers(province_id: int) -> Any:
    """Officers of the province who hold a grant today: who may be responsible."""
    held = Grant.objects.in_force(today()).filter(
        role__in=["officer", "director"], organisation__province_id=province_id
    )
    held = held.values("user_id")
    return User.objects.filter(pk__in=held, is_active=True, left_on=None).order_by("full_name", "pk")


class HandOverForm(SceneForm):
    officer = forms.ModelChoiceField(
        label="Người phụ trách mới", queryset=User.objects.none(), empty_label="Chọn người"
    )
    from_on = day("Từ ngày", help_text="Người cũ phụ trách đến hết ngày trước đó.")
    reason = text("Lý do")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers(self.scene.project.province_id)


def content_choices(on: Any) -> list[tuple[str, str]]:
    """Contents of support as they stand, by code."""
    return [("", "Chọn nội dung"), *((key, row.name) for key, row in law.contents(on, "local").items())]


def funds_of(track: str) -> list[tuple[str, str]]:
    """The funds a project of the track may use: a national one the national fund, a local one the province's."""
    return [(fund, word) for fund, word in FUNDS.items() if (fund == NATIONAL_FUND) == (track == "national")]


class AboutForm(SceneForm):
    """Facts about the project beside the written parts."""

    title = text("Tên đề án", rows=2)
    content = forms.ChoiceField(label="Nội dung hỗ trợ")
    fund = forms.ChoiceField(label="Nguồn kinh phí", choices=list(FUNDS.items()))
    year = forms.IntegerField(label="Năm kế hoạch", min_value=2004, max_value=2100)
    place = forms.ModelChoiceField(label="Địa điểm", queryset=Unit.objects.none(), empty_label="Chọn xã, phường")
    support = money("Mức đề nghị hỗ trợ (đồng)", minimum=1)
    counterpart = money("Vốn đối ứng của cơ sở (đồng)", required=False)
    starts_on = day("Bắt đầu", required=False)
    ends_on = day("Kết thúc", required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["content"].choices = content_choices(self.scene.today)
        self.fields["fund"].choices = funds_of(self.scene.project.track)
        self.fields["place"].queryset = self._places()
        self._fit_kind(self.scene.project.kind)

    def _places(self) -> Any:
        """Communes of the province; a project of several may lie in the province as a whole."""
        home = self.scene.project.province_id
        here = Q(parent_id=home) if self.scene.project.kind == "single" else Q(parent_id=home) | Q(pk=home)
        return Unit.objects.current().filter(here).order_by("level", "sort_key")

    def _fit_kind(self, kind: str) -> None:
        """A key project asks for a sum a year on a page of its own; a task has no establishment's money."""
        if kind == "key":
            del self.fields["support"]
        if kind == "task":
            del self.fields["counterpart"]
        if kind in states.SHARED:
            self.fields["counterpart"].label = "Vốn đối ứng của các cơ sở (đồng)"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "Ngày kết thúc trước ngày bắt đầu. Sửa lại một trong hai ngày.")
        return data


class StartForm(AboutForm):
    """The facts a project begins with; the fund follows the track."""

    track = forms.ChoiceField(
        label="Cấp",
        choices=[("local", "Khuyến công địa phương"), ("national", "Khuyến công quốc gia")],
        initial="local",
        widget=forms.RadioSelect,
        help_text="Đề án quốc gia dùng kinh phí khuyến công quốc gia; Sở đăng ký với Cục, Bộ trưởng phê duyệt.",
    )
    field_order = ("track",)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["fund"].required = False
        self.fields["fund"].help_text = "Chỉ chọn khi là đề án địa phương."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("track") == "national":
            data["fund"] = NATIONAL_FUND
        elif not data.get("fund") and "fund" not in self.errors:
            self.add_error("fund", "Chọn nguồn kinh phí của tỉnh.")
        return data


class SeveralForm(StartForm):
    """The facts a project without one establishment begins with, and the wishes that it takes up."""

    wishes = Several(
        label="Nhu cầu đưa vào đề án",
        queryset=Wish.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nhu cầu đã thẩm tra, chưa vào đề án nào. Cơ sở thụ hưởng ghi ở kế hoạch chi tiết.",
    )

    def __init__(self, *args: Any, free: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.scene.project.kind == "task" or not free.exists():
            del self.fields["wishes"]
            return
        self.fields["wishes"].queryset = free
        self.fields["wishes"].label_from_instance = lambda row: (
            f"{row.code} · {row.establishment.name}: {Truncator(row.need).chars(90)}"
        )


class DossierForm(AboutForm):
    """The dossier: facts and the seven written parts; saving is not submitting, so parts may be empty."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    more_contents = forms.MultipleChoiceField(
        label="Các nội dung khác", required=False, widget=forms.CheckboxSelectMultiple
    )
    cooperating = word("Đơn vị phối hợp", required=False, longest=200)
    chain_product = word("Sản phẩm của chuỗi giá trị", required=False, help_text="Chỉ ghi khi đề án thuộc một chuỗi.")
    chain_links = word("Các khâu của chuỗi mà đề án hỗ trợ", required=False, longest=300)
    units = text("1. Đơn vị thực hiện, phối hợp, thụ hưởng, địa điểm", rows=4, required=False)
    need = text("2. Sự cần thiết và căn cứ", rows=5, required=False)
    goal = text("3. Mục tiêu", rows=4, required=False)
    scale = text("4. Quy mô, đặc điểm nổi bật", rows=4, required=False)
    content_text = text("5. Nội dung, tiến độ, phân công", rows=5, required=False)
    organisation = text("7. Tổ chức thực hiện", rows=4, required=False)
    effect = text("8. Hiệu quả kinh tế, xã hội, môi trường, bền vững, nhân rộng", rows=5, required=False)
    issues_invoice = forms.BooleanField(
        label="Đơn vị thực hiện xuất hóa đơn cho Cục",
        required=False,
        help_text="Có hóa đơn thì quyết toán theo Mẫu 5b hoặc 5c kèm hóa đơn; không thì theo Mẫu 5a, 7, 8a, 8b, 9 (TT 36/2013/TT-BCT, Điều 19).",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.scene.project.track != "national":
            del self.fields["issues_invoice"]
        if self.scene.project.kind in states.SHARED:
            self.fields["more_contents"].choices = content_choices(self.scene.today)[1:]
        else:
            del self.fields["more_contents"]


class EstimateRow(forms.Form):
    """A line of Mẫu 1."""

    text = forms.CharField(label="Nội dung chi", max_length=300, required=False)
    is_machine = forms.BooleanField(label="Máy", required=False)
    quantity = forms.IntegerField(label="Số lượng", min_value=1, max_value=100000, required=False)
    unit = forms.CharField(label="Đơn vị", max_length=30, required=False)
    total = money("Tổng (đồng)", required=False)
    from_fund = money("Khuyến công", required=False)
    from_beneficiary = money("Cơ sở", required=False)
    from_other = money("Nguồn khác", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.get(name) not in (None, "", False) for name in self.fields) and not self.errors:
            if not data.get("text"):
                self.add_error("text", "Ghi nội dung chi của dòng này.")
            if data.get("total") is None:
                self.add_error("total", "Ghi tổng số tiền của dòng này.")
        return data


class PaperForm(SceneForm):
    """A paper into its slot of a checklist."""

    slot = forms.ChoiceField(label="Giấy tờ")
    file = upload()
    dated_on = day("Ngày trên giấy", required=False)
    words = text("Ghi chú", rows=2, required=False, help_text="Ghi bản gốc giữ ở đâu nếu chưa có tệp.")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        items = sorted(self.scene_items(), key=lambda item: (item.there, item.optional))
        words = [(item.key, f"{item.name} (đã có)" if item.there else item.name) for item in items]
        self.fields["slot"].choices = [*words, ("other", "Giấy tờ khác")]

    def scene_items(self) -> list[Any]:
        return self.scene.all_papers


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


class PerShareForm(SceneForm):
    """A form with one amount for each share of the contract: fields `<PREFIX><share id>`."""

    PREFIX, WORD = "", ""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        own = {}
        for share, offered in self.scene.contract_amounts(self.PREFIX):
            name = f"{self.PREFIX}{share.pk}"
            whose = share.label if self.scene.several else share.project.code
            own[name] = money(f"{self.WORD} · {whose} (đồng)")
            self.initial.setdefault(name, offered)
        self.fields = own | self.fields


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
