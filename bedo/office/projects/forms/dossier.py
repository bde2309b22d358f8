"""Forms of the dossier: begun, written, its estimate. Shape and wording only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import Truncator

from bedo.ledger.rules import FUNDS, NATIONAL_FUNDS
from bedo.office.projects.forms.base import SceneForm, day, money, text, word
from bedo.office.shell.inputs import Several
from bedo.places.models import Unit
from bedo.programmes import queries as law
from bedo.projects.models import Wish
from bedo.projects.rules import states


def content_choices(on: Any) -> list[tuple[str, str]]:
    """Contents of support as they stand, by code."""
    return [("", "Chọn nội dung"), *((key, row.name) for key, row in law.contents(on, "local").items())]


def funds_of(track: str) -> list[tuple[str, str]]:
    """The funds a project of the track may use: a national one the national fund, a local one the province's."""
    return [(fund, word) for fund, word in FUNDS.items() if (fund in NATIONAL_FUNDS) == (track == "national")]


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
            data["fund"] = next(iter(NATIONAL_FUNDS))
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


class PromiseForm(SceneForm):
    """What the dossier promises for a full year after acceptance, as numbers."""

    workers = forms.IntegerField(label="Lao động đang làm việc (người)", min_value=0, max_value=10**6, required=False)
    jobs_new = forms.IntegerField(
        label="Lao động tăng thêm nhờ hỗ trợ trong năm (người)", min_value=-(10**6), max_value=10**6, required=False
    )
    income = money("Thu nhập bình quân một lao động (đồng/tháng)", required=False)
    revenue = money("Doanh thu trong năm (đồng)", required=False)
    output = word("Sản lượng trong năm (ghi cả đơn vị)", required=False)
    new_customers = forms.IntegerField(label="Khách hàng mới trong năm", min_value=0, max_value=10**6, required=False)
    exports = money("Giá trị xuất khẩu trong năm (đồng)", required=False)
