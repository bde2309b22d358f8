"""Numbers that identify are checked for shape, with a sentence that helps."""

import pytest

from bedo.establishments.rules import (
    check_id_number,
    check_phone,
    check_tax_code,
    mask,
    show_phone,
    tidy_phone,
    tidy_tax_code,
)


@pytest.mark.parametrize(
    "text", ["", "0100233488", "01.00.233.488", " 0100233488 ", "0314409058-002", "0314409058 002"]
)
def test_a_possible_tax_code_passes(text):
    assert check_tax_code(text, kind="doanh_nghiep")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("0100233480", "chữ số kiểm tra"),
        ("12345", "10 chữ số"),
        ("01002334880", "10 chữ số"),
        ("0100233488000", "số thứ tự"),
        ("010023348x", "10 chữ số"),
        ("٠١٠٠٢٣٣٤٨٨", "10 chữ số"),
        ("0100000000", "không thể có"),
    ],
)
def test_an_impossible_tax_code_is_refused_beside_its_field(text, word):
    verdict = check_tax_code(text, kind="doanh_nghiep")
    assert not verdict
    assert word in verdict.reason
    assert verdict.refusal.field == "tax_code"


def test_a_personal_number_is_the_tax_code_of_households_only():
    assert check_tax_code("002185001234", kind="ho_kinh_doanh")
    assert "định danh cá nhân" in check_tax_code("002185001234", kind="hop_tac_xa").reason
    assert "001 đến 096" in check_tax_code("097185001234", kind="ho_kinh_doanh").reason
    assert not check_tax_code("000185001234", kind="ho_kinh_doanh")


def test_a_dependent_unit_is_written_with_a_dash():
    assert tidy_tax_code(" 0314409058.002 ") == "0314409058-002"
    assert tidy_tax_code("0100 233 488") == "0100233488"


@pytest.mark.parametrize("text", ["", "0912345678", "0912 345 678", "+84 912 345 678", "0219.3866.123"])
def test_a_telephone_that_rings_passes(text):
    assert check_phone(text)


@pytest.mark.parametrize("text", ["123", "01234567890", "abc", "09123456789012"])
def test_a_telephone_that_cannot_ring_is_refused(text):
    assert check_phone(text).refusal.field == "phone"


def test_telephones_are_stored_one_way_and_shown_as_at_home():
    assert tidy_phone("0912 345 678") == tidy_phone("+84912345678") == "+84912345678"
    assert show_phone("+84912345678") == "0912 345 678"
    assert tidy_phone("abc") == show_phone("abc") == "abc"


@pytest.mark.parametrize(("text", "fine"), [("", True), ("002185001234", True), ("073123456", True), ("1234", False)])
def test_identity_cards_have_nine_or_twelve_digits(text, fine):
    assert bool(check_id_number(text)) is fine


def test_masking_leaves_the_last_three_and_nothing_of_what_is_short():
    assert mask("0912345678") == "•••••••678"
    assert mask("12345") == "•••••"
    assert mask("") == ""
