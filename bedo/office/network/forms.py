"""Forms of posts, people, contracts and who covers which place. They check shape and wording; services check the rest."""

from typing import Any

from django import forms
from django.db.models import Q

from bedo.accounts.models import User
from bedo.core.fields import DongFormField
from bedo.network import queries, rules
from bedo.network.models import Member, Post
from bedo.office.establishments.fields import PlaceField
from bedo.office.network.fields import OneOf, choices, words
from bedo.office.shell.inputs import PaperDay
from bedo.places.models import Unit

ALL = "Tất cả"


class RecordForm(forms.Form):
    """A row of a register; `province` gives the choices, `row` is what is corrected (None: a new one)."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    wide: tuple[str, ...] = ()
    """Fields that take the whole width."""

    def __init__(self, *args: Any, province: Unit, row: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.province, self.row = province, row
        self.offer()

    def offer(self) -> None:
        """Fill the choices."""

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "file")}

    def members(self) -> list[Member]:
        """Present people of the province, and the one the row names."""
        found = list(queries.present_members([self.province.pk]))
        named = getattr(self.row, "member", None)
        return found if named is None or named in found else [*found, named]


class MemberForm(RecordForm):
    full_name = words("Họ và tên", 120, required=True)
    phone = words(
        "Điện thoại", 20, help_text="Dữ liệu cá nhân, chỉ để liên hệ công việc (Nghị định 13/2023/NĐ-CP, Điều 17)."
    )
    organisation = words("Nơi làm việc", 200, help_text="Trung tâm, UBND xã, doanh nghiệp …")
    user = OneOf(
        label="Tài khoản", required=False, none="Chưa có tài khoản",
        help_text="Gắn tài khoản thì đề án, nhu cầu của người này hiện trên trang bàn giao.",
    )  # fmt: skip
    joined_on = PaperDay(label="Vào mạng lưới ngày", required=False)

    def offer(self) -> None:
        taken = Member.objects.present().filter(province=self.province, user__isnull=False)
        if self.row is not None:
            taken = taken.exclude(pk=self.row.pk)
        here = Q(grant_rows__organisation__province=self.province, grant_rows__valid_to=None)
        staff = User.objects.filter(here, is_active=True).exclude(grant_rows__role="beneficiary")
        rows = list(staff.exclude(pk__in=taken.values("user")).distinct().order_by("full_name", "pk"))
        mine = getattr(self.row, "user", None)
        rows += [mine] if mine is not None and mine not in rows else []
        self.fields["user"].offer(rows, lambda user: f"{user.full_name} ({user.username})")


class PostForm(RecordForm):
    name = words(
        "Tên vị trí", 200, required=True, help_text="Như trong đề án vị trí việc làm hoặc quyết định phân công."
    )
    position = forms.ChoiceField(
        label="Chức danh theo khung năng lực", choices=choices(rules.POSITIONS, "Chọn chức danh")
    )
    level = forms.ChoiceField(label="Cấp", choices=choices(rules.LEVELS, "Chọn cấp"))
    place = PlaceField(label="Địa bàn", help_text="Tỉnh, xã, phường nay; hoặc huyện khi đó, ví dụ “Huyện Đồng Văn”.")
    organisation = words("Đơn vị", 200)
    single = forms.BooleanField(label="Mỗi lúc chỉ một người giữ", required=False, initial=True)
    valid_from = PaperDay(label="Có từ ngày")
    valid_to = PaperDay(label="Đến hết ngày", required=False, help_text="Để trống: còn. Cấp huyện hết ngày 30/6/2025.")
    note = words("Ghi chú", 1000, rows=2)
    wide = ("name", "note")


class ContractForm(RecordForm):
    member = OneOf(label="Cộng tác viên", none="Chọn người")
    number = words("Số hợp đồng", 60, required=True)
    signed_on = PaperDay(label="Ngày ký")
    from_on = PaperDay(label="Thực hiện từ ngày")
    to_on = PaperDay(label="Đến hết ngày", required=False)
    places = forms.TypedMultipleChoiceField(
        label="Xã, phường", required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    work = words("Công việc", 1000, rows=2)
    rate = DongFormField(
        label="Mức thù lao (đồng)", required=False, help_text="Để trống khi tỉnh chưa quy định; không tự đặt mức."
    )
    rate_unit = words("Tính theo", 40, help_text="Tháng, cơ sở khảo sát, đề án …")
    file = forms.FileField(label="Bản chụp hợp đồng (PDF, ảnh)", required=False, max_length=160)
    wide = ("work", "places")

    def offer(self) -> None:
        self.fields["member"].offer(self.members())
        communes = {str(unit.pk): unit for unit in Unit.objects.current().filter(parent=self.province).order_by("sort_key")}  # fmt: skip
        field = self.fields["places"]
        field.choices = [(pk, unit.label) for pk, unit in communes.items()]
        field.coerce = communes.get


def initial_of(form: type[RecordForm], row: Any) -> dict[str, Any]:
    """The row as the form's first values."""
    found: dict[str, Any] = {"version": row.version}
    for name in form.base_fields:
        if name in ("version", "file"):
            continue
        value = getattr(row, name)
        found[name] = [str(one.pk) for one in value.all()] if hasattr(value, "all") else value
    return found


# --- acts


class AppointForm(forms.Form):
    member = OneOf(label="Người giữ vị trí", none="Chọn người")
    from_on = PaperDay(label="Nhận từ ngày")
    to_on = PaperDay(label="Đến hết ngày", required=False, help_text="Chỉ ghi khi đã kết thúc.")
    reason = words("Căn cứ", 300, help_text="Ví dụ: số quyết định phân công.")


class AssignForm(forms.Form):
    """Who covers a place from which day; `expected` is the open row that the page showed."""

    member = OneOf(label="Người phụ trách", none="Chọn người")
    from_on = PaperDay(label="Từ ngày")
    to_on = PaperDay(label="Đến hết ngày", required=False, help_text="Chỉ ghi cho lượt đã kết thúc.")
    reason = words("Lý do, căn cứ", 300)
    expected = forms.CharField(widget=forms.HiddenInput, required=False, max_length=18)

    def clean_expected(self) -> int | None:
        text = self.cleaned_data["expected"]
        return int(text) if text.isascii() and text.isdigit() else None


class EndForm(forms.Form):
    """The last day of a post or of covering a place, and why."""

    last_day = PaperDay(label="Ngày cuối")
    why = words("Vì sao", 300, required=True)
    version = forms.IntegerField(widget=forms.HiddenInput)


class LeaveForm(forms.Form):
    last_day = PaperDay(label="Ngày làm việc cuối")
    why = forms.ChoiceField(label="Lý do", choices=choices(rules.LEAVING, "Chọn lý do"))
    note = words("Ghi thêm", 300, help_text="Không ghi chuyện riêng của người đó.")
    version = forms.IntegerField(widget=forms.HiddenInput)


class BackForm(forms.Form):
    on = PaperDay(label="Trở lại từ ngày")
    version = forms.IntegerField(widget=forms.HiddenInput)


class RemoveForm(forms.Form):
    reason = words("Lý do bỏ", 500, required=True, help_text="Lý do ở lại trong nhật ký; không ghi tên người.")
    version = forms.IntegerField(widget=forms.HiddenInput)


# --- filters


class Filter(forms.Form):
    """Conditions of a list in the address; what cannot be read narrows nothing."""

    def __init__(self, data: Any, *, province: Unit):
        super().__init__(data)
        self.province = province
        self.offer()
        self.full_clean()

    def offer(self) -> None:
        """Fill the choices."""

    def given(self, name: str) -> Any:
        return self.cleaned_data.get(name)


class MemberFilter(Filter):
    q = words("Tên, nơi làm việc", 80)
    cd = forms.ChoiceField(label="Chức danh", choices=choices(rules.POSITIONS, ALL), required=False)
    con = forms.ChoiceField(
        label="Làm việc", required=False, choices=[("", "Đang làm"), ("nghi", "Đã nghỉ"), ("het", "Mọi người")]
    )
    tk = forms.ChoiceField(label="Tài khoản", required=False, choices=[("", ALL), ("co", "Có"), ("khong", "Chưa có")])


class PostFilter(Filter):
    q = words("Tên vị trí, đơn vị", 80)
    cap = forms.ChoiceField(label="Cấp", choices=choices(rules.LEVELS, ALL), required=False)
    cd = forms.ChoiceField(label="Chức danh", choices=choices(rules.POSITIONS, ALL), required=False)
    tt = forms.ChoiceField(
        label="Tình trạng", required=False,
        choices=[("", "Đang có"), ("khuyet", "Đang khuyết"), ("nguoi", "Có người giữ"), ("het", "Đã hết"), ("moi", "Mọi vị trí")],
    )  # fmt: skip


class ContractFilter(Filter):
    q = words("Số hợp đồng, tên", 80)
    con = forms.ChoiceField(
        label="Hiệu lực", required=False, choices=[("", ALL), ("con", "Đang hiệu lực"), ("het", "Đã hết")]
    )


class CoverageFilter(Filter):
    q = words("Địa bàn, người phụ trách", 80)
    tt = forms.ChoiceField(
        label="Tình trạng", required=False,
        choices=[("", ALL), ("trong", "Chưa ai phụ trách"), ("co", "Có người phụ trách"), ("lau", "Chưa đến trong 12 tháng")],
    )  # fmt: skip
    ai = OneOf(label="Người phụ trách", required=False, none=ALL)
    ngay = PaperDay(label="Vào ngày", required=False)

    def offer(self) -> None:
        self.fields["ai"].offer(Member.objects.filter(province=self.province).order_by("sort_key", "pk"))


def posts_of(member: Member) -> list[Post]:
    """Posts that could be given to the member: those of the province that still exist."""
    rows = Post.objects.filter(province=member.province_id, valid_to=None)
    return list(rows.order_by("level", "sort_key", "pk"))
