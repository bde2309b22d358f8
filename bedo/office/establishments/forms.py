"""Forms of the register. They check shape and wording; services check law."""

from typing import Any

from django import forms

from bedo.core.fields import DongFormField
from bedo.documents.models import Attachment
from bedo.establishments import rules
from bedo.establishments.models import Establishment
from bedo.establishments.queries import Criteria
from bedo.office.establishments.fields import FigureField, PlaceField, ThreeField, YearField

UNKNOWN = ("", "Chưa rõ")
ALL = ("", "Tất cả")


def _choices(codes: dict[str, str], *first: tuple[str, str]) -> list[tuple[str, str]]:
    return [*first, *codes.items()]


class FilterForm(forms.Form):
    """Conditions of the list as they stand in the address. What cannot be read narrows nothing."""

    q = forms.CharField(label="Tên, mã số thuế, địa chỉ", required=False, max_length=120)
    loai = forms.ChoiceField(label="Loại hình", choices=_choices(rules.KINDS, ALL), required=False)
    nganh = forms.ChoiceField(label="Ngành", choices=_choices(rules.SECTORS, ALL), required=False)
    noi = forms.TypedChoiceField(label="Địa bàn", choices=[ALL], coerce=int, empty_value=None, required=False)
    giay = forms.ChoiceField(
        label="Giấy chứng nhận",
        choices=[
            ALL,
            ("sap-het", "Sắp hết hạn (90 ngày)"),
            ("het-han", "Đã hết hạn"),
            ("chua-co", "Chưa có giấy nào"),
        ],
        required=False,
    )
    chu = forms.ChoiceField(
        label="Chủ cơ sở",
        choices=[
            ALL,
            ("nu", "Chủ là nữ"),
            ("dtts", "Chủ là người dân tộc thiểu số"),
            ("nu-dtts", "Chủ là nữ dân tộc thiểu số"),
        ],
        required=False,
    )
    xk = forms.ChoiceField(
        label="Xuất khẩu", choices=[ALL, ("co", "Có xuất khẩu"), ("khong", "Không xuất khẩu")], required=False
    )
    xem = forms.ChoiceField(
        label="Cần xem lại",
        choices=[
            ALL,
            ("trung", "Có lẽ trùng"),
            ("lao-dong", "Thiếu số lao động"),
            ("von", "Thiếu vốn"),
            ("nganh", "Thiếu ngành"),
            ("ma-so-thue", "Thiếu mã số thuế"),
            ("xa", "Thiếu xã, phường"),
        ],
        required=False,
    )

    def __init__(self, data: Any, *, places: list[tuple[int, str]]):
        super().__init__(data)
        self.fields["noi"].choices = [ALL, *places]
        self.full_clean()

    def criteria(self, *, as_now: bool, sort: str) -> Criteria:
        given = self.cleaned_data
        return Criteria(
            words=given.get("q", ""),
            kind=given.get("loai", ""),
            sector=given.get("nganh", ""),
            place=given.get("noi"),
            as_now=as_now,
            certificate=given.get("giay", ""),
            owner=given.get("chu", ""),
            exports=given.get("xk", ""),
            gaps=given.get("xem", ""),
            twins=given.get("xem") == "trung",
            sort=sort,
        )


class EstablishmentForm(forms.Form):
    """Everything known of an establishment itself. Names of fields are those of services.register."""

    kind = forms.ChoiceField(label="Loại hình", choices=_choices(rules.KINDS, ("", "Chọn loại hình")))
    name = forms.CharField(
        label="Tên cơ sở",
        max_length=200,
        help_text="Như trên giấy đăng ký. Chưa có cơ sở thì ghi họ tên người khởi nghiệp.",
    )
    tax_code = forms.CharField(
        label="Mã số thuế",
        required=False,
        max_length=20,
        help_text="10 chữ số; đơn vị phụ thuộc 13; hộ, cá nhân có thể dùng số định danh 12 chữ số.",
    )
    sector = forms.ChoiceField(
        label="Ngành (Điều 5 Nghị định 45/2012/NĐ-CP)", choices=_choices(rules.SECTORS, UNKNOWN), required=False
    )
    place = PlaceField(
        label="Địa bàn",
        help_text="Tên xã, phường nay; hoặc tên khi đó, ví dụ “Xín Mần, Hà Giang” cho huyện cũ.",
    )
    address = forms.CharField(label="Thôn, số nhà, đường", required=False, max_length=200)
    founded_on = forms.DateField(label="Ngày thành lập", required=False)
    workers = FigureField(label="Lao động (người)", maximum=1_000_000)
    workers_as_of = forms.DateField(label="Đếm lao động ngày", required=False)
    capital = DongFormField(label="Vốn (đồng)", required=False)
    revenue = DongFormField(label="Doanh thu (đồng)", required=False)
    revenue_year = YearField(label="Doanh thu của năm")
    exports = ThreeField(label="Có xuất khẩu")
    owner_is_woman = ThreeField(label="Chủ cơ sở là nữ")
    owner_is_minority = ThreeField(label="Chủ là người dân tộc thiểu số")
    raw_material = forms.CharField(
        label="Nguyên liệu, vùng nguyên liệu",
        required=False,
        max_length=300,
        help_text="Nguyên liệu chính, mua ở đâu, có ổn định không.",
    )
    local_material = FigureField(
        label="Nguyên liệu chính trong tỉnh (% giá trị)",
        maximum=100,
        help_text="Trên 50 % được ưu tiên khi chọn đề án (Thông tư 46/2012/TT-BCT, Điều 6).",
    )
    note = forms.CharField(label="Ghi chú", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    source = forms.CharField(
        label="Nguồn đã công bố",
        required=False,
        max_length=1000,
        help_text="Địa chỉ trang hoặc tên văn bản, khi hồ sơ lấy từ tài liệu đã công bố.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


FACTS = tuple(name for name in EstablishmentForm.base_fields if name != "version")


def facts_of(row: Establishment) -> dict[str, Any]:
    """The row as the form's initial values."""
    return {name: getattr(row, name) for name in FACTS}


class Belonging(forms.Form):
    """A form of something that belongs to an establishment; `establishment` gives it its choices."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, establishment: Establishment, **kwargs: Any):
        self.establishment = establishment
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PersonForm(Belonging):
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    role = forms.ChoiceField(label="Vai trò", choices=_choices(rules.PERSON_ROLES))
    phone = forms.CharField(label="Điện thoại", required=False, max_length=20)
    email = forms.EmailField(label="Thư điện tử", required=False)
    id_number = forms.CharField(label="Số căn cước, chứng minh", required=False, max_length=15)
    purpose = forms.ChoiceField(
        label="Giữ dữ liệu để làm gì",
        choices=_choices(rules.PURPOSES),
        help_text="Phải nói với người đó trước khi ghi (Điều 13 Nghị định 13/2023/NĐ-CP).",
    )
    basis = forms.ChoiceField(label="Căn cứ", choices=_choices(rules.BASES))
    since = forms.DateField(label="Giữ từ ngày")


class ProductForm(Belonging):
    name = forms.CharField(label="Tên sản phẩm", max_length=160)
    unit = forms.CharField(label="Đơn vị tính", required=False, max_length=30, help_text="Ví dụ: tấn, sản phẩm, m².")
    output = FigureField(label="Sản lượng một năm", places=3, maximum=10**11)
    output_year = YearField(label="Sản lượng của năm")
    market = forms.CharField(
        label="Nơi tiêu thụ", required=False, max_length=200, help_text="Chợ, tỉnh, siêu thị, nước nhập khẩu."
    )
    has_brand = ThreeField(label="Có nhãn hiệu")
    has_label = ThreeField(label="Có nhãn hàng hóa")
    has_packaging = ThreeField(label="Có bao bì")
    ocop_stars = forms.TypedChoiceField(
        label="Hạng OCOP",
        choices=[("", "Không hoặc chưa rõ"), *((str(stars), f"{stars} sao") for stars in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
    )


class MachineForm(Belonging):
    name = forms.CharField(label="Tên máy, thiết bị", max_length=160)
    maker = forms.CharField(label="Hãng, nước sản xuất", required=False, max_length=120)
    year = YearField(label="Năm sản xuất")
    price = DongFormField(label="Giá một máy (đồng)", required=False)
    quantity = FigureField(label="Số lượng", required=True, maximum=100_000)
    condition = forms.ChoiceField(label="Tình trạng", choices=_choices(rules.CONDITIONS, UNKNOWN), required=False)
    supported_by = forms.CharField(
        label="Nguồn hỗ trợ (nếu có)", required=False, max_length=200, help_text="Tên đề án, chương trình và năm."
    )


class CertificateForm(Belonging):
    kind = forms.ChoiceField(label="Loại giấy", choices=_choices(rules.CERTIFICATE_KINDS))
    name = forms.CharField(label="Tên ghi trên giấy", required=False, max_length=160)
    number = forms.CharField(label="Số", required=False, max_length=80)
    issuer = forms.CharField(label="Nơi cấp", required=False, max_length=160)
    issued_on = forms.DateField(label="Ngày cấp", required=False)
    expires_on = forms.DateField(label="Ngày hết hạn", required=False, help_text="Ngày cuối còn hiệu lực.")
    never_expires = forms.BooleanField(label="Không thời hạn", required=False)
    product = forms.TypedChoiceField(label="Của sản phẩm", required=False, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.mine = {str(product.pk): product for product in self.establishment.products.all()}
        field = self.fields["product"]
        field.choices = [("", "Của cả cơ sở"), *((pk, product.name) for pk, product in self.mine.items())]
        field.coerce = self.mine.get


class PhotoForm(forms.Form):
    file = forms.FileField(label="Ảnh", help_text="JPG, PNG, WebP hoặc HEIC.")
    caption = forms.CharField(
        label="Chú thích", required=False, max_length=200, help_text="Ảnh chụp gì, ở đâu; không ghi tên người."
    )


class CaptionForm(Belonging):
    caption = forms.CharField(label="Chú thích", required=False, max_length=200)
    taken_on = forms.DateField(label="Ngày chụp", required=False)


class ReasonForm(forms.Form):
    """The one sentence that a removal, a merge or a "not the same" needs."""

    reason = forms.CharField(label="Lý do", max_length=500, help_text="Lý do ở lại trong nhật ký; không ghi tên người.")


FORMS: dict[str, type[Belonging]] = {
    "person": PersonForm,
    "product": ProductForm,
    "machine": MachineForm,
    "certificate": CertificateForm,
    "photo": CaptionForm,
}


def belonging_of(row: Any) -> dict[str, Any]:
    """Something of an establishment as its form's initial values."""
    form = FORMS[type(row).__name__.lower()]
    return {name: _initial(getattr(row, name)) for name in form.base_fields if name != "version"}


def _initial(value: Any) -> Any:
    return value.pk if isinstance(value, Attachment | Establishment) or hasattr(value, "establishment_id") else value
