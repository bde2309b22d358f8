"""Numbers that identify: tax codes, personal numbers, telephones. They are checked for shape, never looked up."""

from __future__ import annotations

import re

import phonenumbers
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.vn import mst

from bedo.core.moves import Verdict, allowed, refused
from bedo.establishments.rules.codes import PERSONAL_KINDS

LAST_PROVINCE_CODE = 96
_SEPARATORS = re.compile(r"[\s.\-–]+")


def tidy_tax_code(text: str) -> str:
    """The way a tax code is stored: digits, a dash before the three digits of a dependent unit."""
    digits = _SEPARATORS.sub("", text.strip())
    return f"{digits[:10]}-{digits[10:]}" if _all_digits(digits) and len(digits) == 13 else digits


def check_tax_code(text: str, *, kind: str) -> Verdict:
    """Is this a possible tax code? 10 digits with their check digit, 13 for a dependent unit, 12 for a person.

    Source: Luật Quản lý thuế 38/2019/QH14, Điều 30 (10 and 13 digits); personal numbers as tax codes of households
    and individuals: Điều 35 khoản 7 (recalled). The shape is refused, since nobody could find such a code.
    """
    code = tidy_tax_code(text)
    digits = code.replace("-", "")
    if not digits:
        return allowed()
    if not _all_digits(digits) or len(digits) not in (10, 12, 13):
        return _no(
            f"Mã số thuế “{text.strip()}” không đúng: có 10 chữ số, 13 chữ số (đơn vị phụ thuộc) hoặc 12 chữ số (cá nhân, hộ)."
        )
    if len(digits) == 12:
        return _check_personal_tax_code(code, kind)
    try:
        mst.validate(digits)
    except InvalidChecksum:
        return _no(f"Mã số thuế {code} sai chữ số kiểm tra (chữ số thứ mười): có chữ số gõ nhầm.")
    except ValidationError:
        return _no(f"Mã số thuế {code} không thể có: số thứ tự toàn số 0.")
    return allowed()


def _check_personal_tax_code(code: str, kind: str) -> Verdict:
    if kind not in PERSONAL_KINDS:
        return _no("Số 12 chữ số là số định danh cá nhân; doanh nghiệp và hợp tác xã dùng mã số thuế 10 chữ số.")
    if not is_personal_number(code):
        return _no(f"Số định danh {code} không thể có: ba chữ số đầu là mã tỉnh từ 001 đến 096.")
    return allowed()


def _no(reason: str) -> Verdict:
    return refused(reason, "Xem lại trên giấy đăng ký; chưa chắc thì để trống.", field="tax_code", code="tax_code")


def is_personal_number(code: str) -> bool:
    """Can this be a number of 12 digits of a person? The first three are a province, 001 to 096.

    Source: Nghị định 137/2015/NĐ-CP, Điều 13 (recalled).
    """
    return len(code) == 12 and _all_digits(code) and 1 <= int(code[:3]) <= LAST_PROVINCE_CODE


def check_id_number(text: str) -> Verdict:
    """Is this a possible number of a citizen's card (12 digits) or of the older identity card (9 digits)?"""
    digits = _SEPARATORS.sub("", text)
    if not digits or (len(digits) == 9 and _all_digits(digits)) or is_personal_number(digits):
        return allowed()
    return refused(
        f"Số giấy tờ “{text.strip()}” không đúng: căn cước có 12 chữ số, ba số đầu từ 001 đến 096; chứng minh cũ có 9 chữ số.",
        "Xem lại trên thẻ; chưa chắc thì để trống.",
        field="id_number",
        code="id_number",
    )


def check_phone(text: str) -> Verdict:
    """Is this a telephone number that can be called?"""
    if not text.strip() or _parsed(text):
        return allowed()
    return refused(
        f"“{text.strip()}” không phải số điện thoại gọi được.",
        "Ghi đủ mã vùng hoặc đầu số di động, ví dụ 0912 345 678; số cũ 11 chữ số (0120…, 016…) phải đổi sang đầu số mới.",
        field="phone",
        code="phone",
    )


def tidy_phone(text: str) -> str:
    """The way a number is stored (+84912345678); what cannot be read stays as typed."""
    number = _parsed(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if number else text.strip()


def show_phone(stored: str) -> str:
    """As people write it at home: 0912 345 678."""
    number = _parsed(stored)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if number else stored


def mask(text: str, *, keep: int = 3) -> str:
    """All but the last characters hidden; of something short nothing is left to read.

    Source: Nghị định 13/2023/NĐ-CP, Điều 3 khoản 5 (only what the purpose needs).
    """
    if len(text) <= keep * 2:
        return "•" * len(text)
    return "•" * (len(text) - keep) + text[-keep:]


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _all_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
