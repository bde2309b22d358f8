"""Forms about people. They check shape; accounts.services checks the rest."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from bedo.accounts.models import Organisation, User
from bedo.accounts.rights import ROLES
from bedo.office.establishments.fields import PlaceField

ROLE_CHOICES = [(code, role.label) for code, role in ROLES.items()]


class Filter(forms.Form):
    q = forms.CharField(label="Họ tên, tên đăng nhập", required=False, max_length=80)
    vai_tro = forms.ChoiceField(label="Vai trò", choices=[("", "Tất cả"), *ROLE_CHOICES], required=False)
    con = forms.ChoiceField(
        label="Tài khoản", choices=[("", "Đang mở"), ("khoa", "Đã khóa"), ("het", "Mọi tài khoản")], required=False
    )


class AccountForm(forms.Form):
    """Name and contacts of an account."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    email = forms.EmailField(label="Thư điện tử", required=False)
    phone = forms.CharField(label="Điện thoại", required=False, max_length=20)
    wants_digest = forms.BooleanField(label="Nhận thư tổng hợp mỗi ngày", required=False)
    is_active = forms.BooleanField(
        label="Tài khoản đang mở", required=False, help_text="Bỏ dấu này thì người đó không đăng nhập được nữa."
    )


class OwnForm(forms.Form):
    """What a person corrects of their own account."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    email = forms.EmailField(label="Thư điện tử", required=False, help_text="Để đặt lại mật khẩu và nhận thư tổng hợp.")
    phone = forms.CharField(label="Điện thoại", required=False, max_length=20)
    wants_digest = forms.BooleanField(label="Nhận thư tổng hợp mỗi ngày", required=False)


class GrantForm(forms.Form):
    """A role in an organisation from-to."""

    role = forms.ChoiceField(label="Vai trò", choices=ROLE_CHOICES)
    organisation = forms.ModelChoiceField(label="Tổ chức", queryset=Organisation.objects.none(), empty_label=None)
    place = PlaceField(
        label="Chỉ trong xã, phường",
        required=False,
        help_text="Cho cộng tác viên; để trống thì theo phạm vi của tổ chức.",
    )
    valid_from = forms.DateField(label="Từ ngày")
    valid_to = forms.DateField(label="Đến hết ngày", required=False, help_text="Để trống: đến khi kết thúc.")
    reason = forms.CharField(label="Căn cứ, lý do", required=False, max_length=300, help_text="Ví dụ: số quyết định.")

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class NewForm(GrantForm):
    """An account with its first role: nobody has an account without a place to stand."""

    username = forms.CharField(label="Tên đăng nhập", max_length=60, help_text="Chữ không dấu, số, dấu chấm.")
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    email = forms.EmailField(label="Thư điện tử", required=False)
    password = forms.CharField(
        label="Mật khẩu đầu tiên",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Để trống và ghi thư điện tử: người đó nhận thư để tự đặt mật khẩu.",
    )
    field_order = ["username", "full_name", "email", "password", "role", "organisation", "place"]

    def clean_username(self):
        name = self.cleaned_data["username"].strip()
        if not name.isascii() or not name.replace(".", "").replace("-", "").replace("_", "").isalnum():
            raise ValidationError("Tên đăng nhập chỉ gồm chữ không dấu, số, dấu chấm, gạch.")
        return name

    def clean(self):
        given = super().clean()
        password = given.get("password")
        if not password and not given.get("email") and "email" not in self.errors:
            self.add_error("password", "Ghi mật khẩu đầu tiên, hoặc ghi thư điện tử để gửi thư đặt mật khẩu.")
        if password:
            try:
                validate_password(
                    password, User(username=given.get("username", ""), full_name=given.get("full_name", ""))
                )
            except ValidationError as wrong:
                self.add_error("password", wrong)
        return given


class EndForm(forms.Form):
    last_day = forms.DateField(label="Ngày cuối còn giữ vai trò")


class DelegateForm(forms.Form):
    """Lend one of one's own roles to a colleague for a time."""

    role = forms.ChoiceField(label="Vai trò ủy quyền")
    user = forms.ModelChoiceField(label="Người nhận", queryset=User.objects.none(), empty_label="Chọn người")
    valid_from = forms.DateField(label="Từ ngày")
    valid_to = forms.DateField(label="Đến hết ngày", help_text="Tối đa 90 ngày.")
    reason = forms.CharField(label="Lý do", max_length=300, help_text="Ví dụ: nghỉ phép, số văn bản ủy quyền.")

    def __init__(self, *args: Any, roles: list[tuple[str, str]], colleagues: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles
        self.fields["user"].queryset = colleagues
