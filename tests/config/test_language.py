"""What Django and allauth say to people is Vietnamese, complete, and the compiled catalogue is the one we edit."""

import re
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext, ngettext, override, pgettext

OURS = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES" / "django.po"
ALLAUTH = Path(find_spec("allauth").origin).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
PEOPLE_MEET = re.compile(r"(templates/)?(account|mfa)/")
PLACEHOLDER = re.compile(r"%\(\w+\)[srd]|%[sd]|\{\w+\}")


def catalogue(path):
    with path.open("rb") as file:
        return read_po(file, locale="vi")


def first(text):
    return text if isinstance(text, str) else text[0]


@pytest.fixture(autouse=True)
def vietnamese():
    with override("vi"):
        yield


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("This field is required.", "Phải điền mục này."),
        ("Enter a valid date.", "Ngày không hợp lệ. Ghi ngày/tháng/năm, ví dụ 31/12/2025."),
        ("Enter a whole number.", "Ghi một số nguyên."),
        ("The submitted file is empty.", "Tệp rỗng. Chọn tệp khác."),
        ("This password is entirely numeric.", "Mật khẩu không được chỉ có chữ số."),
        ("The two password fields didn’t match.", "Hai lần nhập mật khẩu không giống nhau."),
        ("The username and/or password you specified are not correct.", "Tên đăng nhập hoặc mật khẩu chưa đúng."),
        ("Too many failed login attempts. Try again later.", "Đăng nhập sai quá nhiều lần. Chờ vài phút rồi thử lại."),
        ("Please type your current password.", "Nhập mật khẩu hiện tại."),
        ("Authenticator code", "Mã của ứng dụng xác thực"),
        ("Recovery codes", "Mã dự phòng"),
        ("Incorrect code.", "Mã chưa đúng."),
        ("Monday", "thứ Hai"),
    ],
)
def test_our_sentence_is_the_one_shown(english, vietnamese):
    assert gettext(english) == vietnamese


def test_plurals_and_contexts_are_found():
    one, many = "%(num)d day", "%(num)d days"
    assert ngettext(one, many, 1) % {"num": 1} == "1 ngày"
    assert ngettext(one, many, 5) % {"num": 5} == "5 ngày"
    assert pgettext("field label", "Login") == "Tên đăng nhập"


def test_every_sentence_of_sign_in_and_two_factor_is_translated():
    ours = {(first(message.id), message.context) for message in catalogue(OURS) if message.id and message.string}
    theirs = [m for m in catalogue(ALLAUTH) if m.id and any(PEOPLE_MEET.match(path) for path, _ in m.locations)]
    assert len(theirs) > 200
    assert [first(m.id) for m in theirs if (first(m.id), m.context) not in ours] == []


def test_no_translation_asks_for_a_value_it_will_not_get():
    for message in catalogue(OURS):
        if message.id:
            offered = set(PLACEHOLDER.findall(" ".join([message.id] if isinstance(message.id, str) else message.id)))
            assert set(PLACEHOLDER.findall(first(message.string))) <= offered, message.id


def test_the_compiled_catalogue_is_fresh():
    compiled = BytesIO()
    write_mo(compiled, catalogue(OURS))
    assert OURS.with_suffix(".mo").read_bytes() == compiled.getvalue(), (
        "Run: .venv/bin/pybabel compile -d bedo/config/locale -D django"
    )


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (forms.CharField(), "", "Phải điền mục này."),
        (forms.DateField(), "31/02/2025", "Ngày không hợp lệ. Ghi ngày/tháng/năm, ví dụ 31/12/2025."),
        (forms.IntegerField(), "ba", "Ghi một số nguyên."),
        (forms.IntegerField(min_value=1), "0", "Giá trị không được nhỏ hơn 1."),
        (forms.CharField(max_length=3), "bốn chữ", "Nhiều nhất 3 ký tự (đang có 7). Rút ngắn lại."),
        (forms.EmailField(), "a@", "Địa chỉ thư điện tử này không hợp lệ. Ghi dạng ten@coquan.gov.vn."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "“b” không nằm trong các lựa chọn. Chọn lại."),
        (forms.FileField(), SimpleUploadedFile("a.pdf", b""), "Tệp rỗng. Chọn tệp khác."),
        (forms.CharField(), "a\x00b", "Có ký tự không hợp lệ. Xóa đi rồi nhập lại."),
    ],
)
def test_forms_answer_in_vietnamese(field, typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    assert refusal.value.messages == [sentence]


def test_password_rules_are_explained_in_vietnamese():
    with pytest.raises(ValidationError) as refusal:
        validate_password("password")
    assert refusal.value.messages == [
        "Mật khẩu quá ngắn: phải có ít nhất 10 ký tự.",
        "Mật khẩu này quá phổ biến, dễ đoán. Chọn mật khẩu khác.",
    ]
