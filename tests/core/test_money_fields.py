"""The form field that reads money as officers type it."""

import pytest
from django.core.exceptions import ValidationError

from bedo.core.fields import MAX_DONG, DongFormField
from bedo.core.types import Dong


@pytest.mark.parametrize("typed", ["300.000.000", "300000000", "300 000 000", "300 triệu", "300tr", "0,3 tỷ đồng"])
def test_the_field_gives_dong(typed):
    amount = DongFormField().clean(typed)
    assert (type(amount), amount) == (Dong, 300_000_000)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abc", "invalid"),
        ("1,5", "invalid"),
        ("12 cái", "invalid"),
        ("-300.000.000", "negative"),
        ("− 5 triệu", "negative"),
        ("5-7 triệu", "range"),
        ("hơn 300 triệu", "range"),
        (str(MAX_DONG + 1), "too_big"),
        ("", "required"),
    ],
)
def test_a_refusal_names_its_cause(typed, code):
    with pytest.raises(ValidationError) as refusal:
        DongFormField().clean(typed)
    assert refusal.value.error_list[0].code == code


def test_a_minimum_is_named():
    with pytest.raises(ValidationError, match="từ 1 đ trở lên"):
        DongFormField(minimum=1).clean("0")


def test_what_is_typed_the_same_way_has_not_changed():
    field = DongFormField()
    assert not field.has_changed(Dong(1_500_000), "1,5 triệu")
    assert field.has_changed(Dong(1_500_000), "1,6 triệu")


def test_an_amount_shows_grouped_and_what_was_typed_stays():
    field = DongFormField(required=False)
    assert field.prepare_value(Dong(1_500_000)) == "1.500.000"
    assert field.prepare_value("1,5 trieu?") == "1,5 trieu?"
    assert field.clean("") is None
