"""Finding a unit by what people type, on a day."""

from datetime import date
from unicodedata import normalize

import pytest

from bedo.places import packaged, rules

ATLAS = packaged.atlas()
LATER, EARLIER = date(2026, 1, 1), date(2024, 5, 1)


def find(text, day):
    found = rules.find(rules.parse_query(text), ATLAS, day)
    return [(ATLAS.units[key].code, ATLAS.units[key].kind) for key in found]


@pytest.mark.parametrize("text", ["Hà Giang", "Ha Giang", "hà giang", " HÀ  GIANG ", normalize("NFD", "Hà Giang")])
def test_a_province_that_ended_is_found_after_its_end(text):
    assert find(text, LATER)[0] == ("02", "tinh")


def test_units_in_force_come_before_those_that_had_ended():
    assert find("Tuyên Quang", LATER) == [("08", "tinh"), ("22963", "xa"), ("08", "tinh"), ("070", "thanh_pho")]


def test_what_had_not_begun_is_not_found():
    assert find("Tuyên Quang", EARLIER) == [("08", "tinh"), ("070", "thanh_pho")]
    assert find("phường Hà Giang 1", EARLIER) == []
    assert find("phường Hà Giang 1", LATER) == [("00694", "phuong")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tỉnh Hà Giang", "02"),
        ("TP Hà Giang", "024"),
        ("TP. Hà Giang", "024"),
        ("thành phố hà giang", "024"),
        ("xã Hà Giang, Hà Trung", "15292"),
        ("xã Hà Giang, tỉnh Thái Bình", "12745"),
        ("TP.HCM", "79"),
        ("Q.5, TP HCM", "774"),
        ("TP. Hoà Bình, Hoà Bình", "148"),
        ("Phường Phường Đúc", "19780"),
    ],
)
def test_kind_and_units_above_narrow_the_search(text, code):
    day = date(2025, 6, 30)
    assert [found for found, _ in find(text, day)] == [code]


def test_a_name_that_begins_like_a_kind_is_still_a_name():
    assert find("Xá Nhè", EARLIER) == [("03244", "xa")]


def test_same_marks_come_first_within_a_level():
    found = rules.find(rules.parse_query("Tân Thạnh"), ATLAS, LATER)
    names = [ATLAS.units[key].name for key in found if ATLAS.units[key].in_force(LATER)]
    assert names.index("Tân Thạnh") < names.index("Tân Thành")


def test_words_within_names_count_only_when_no_name_is_equal():
    names = {ATLAS.units[key].name for key in rules.find(rules.parse_query("Vầy Sủ"), ATLAS, LATER)}
    assert names == {"Pà Vầy Sủ", "Pa Vây Sử"}


@pytest.mark.parametrize("text", ["", " ", ",", "không có nơi này"])
def test_nothing_is_found_for_nothing(text):
    assert find(text, LATER) == []


def test_days_of_the_2026_changes():
    assert find("tỉnh Quảng Ninh", date(2026, 8, 31))[0] == ("22", "tinh")
    assert find("Quảng Ninh", date(2026, 9, 1))[0] == ("22", "thanh_pho")
    assert find("phường Trảng Bom", date(2026, 4, 29)) == []
    assert find("phường Trảng Bom", date(2026, 4, 30)) == [("26248", "phuong")]
    assert find("Thừa Thiên Huế", date(2025, 1, 1)) == [("46", "tinh")]
