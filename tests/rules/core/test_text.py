"""Keys of Vietnamese text: the same for every way of writing the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedo.core.text import fold, name_key, nfc, search_words, sort_key, tcvn3, vni

VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ĐẮẶ-.,&"
)
ANYTHING = VIETNAMESE | st.text()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Hoà Bình", "hoa binh"),
        ("Hòa Bình", "hoa binh"),
        ("Đắk Lắk", "dak lak"),
        ("Ðắk Lắk", "dak lak"),  # typed with the Icelandic letter of old fonts
        ("Thừa Thiên  – Huế", "thua thien  – hue"),
    ],
)
def test_folding_drops_marks_and_case_only(text, key):
    assert fold(text) == key


@given(ANYTHING)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(ANYTHING)
def test_composed_and_decomposed_text_have_the_same_keys(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    for key in (nfc, fold, sort_key, name_key, search_words):
        assert key(composed) == key(decomposed)


@given(VIETNAMESE)
def test_a_folded_vietnamese_text_is_plain(text):
    assert fold(text).isascii()


@given(ANYTHING)
def test_a_name_key_is_its_own_key(text):
    assert name_key(name_key(text)) == name_key(text)


@pytest.mark.parametrize(
    "names",
    [
        [
            "Công ty TNHH MTV Chè Hoà Bình",
            "cty tnhh chè Hòa  Bình",
            "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN CHÈ HÒA BÌNH",
            "Công ty TNHH 2 thành viên trở lên chè Hòa Bình",
            "C.ty TNHH Chè Hòa Bình",
        ],
        ["Công ty cổ phần An Phú", "Công ty CP An Phú", "CTCP An Phú", "Cty. CP “An Phú”"],
        ["HTX SX & TM Minh Anh", "Hợp tác xã sản xuất và thương mại MINH ANH", "HTX sản xuất, thương mại Minh Anh"],
        ["Hộ kinh doanh Lò Văn B", "HKD Lò Văn B", "Hộ KD cá thể Lò Văn B"],
        ["Doanh nghiệp tư nhân Tiến Đạt", "DNTN Tiến Đạt", "DN tư nhân Tiến Đạt"],
        ["Ông Nguyễn Văn A", "nguyễn văn a", "Nguyễn  Văn A "],
        ["Liên hiệp hợp tác xã Bắc Kạn", "LHHTX Bắc Kạn", "LH HTX Bắc Kạn"],
        ["Tổ hợp tác mây tre đan", "THT mây tre đan"],
    ],
)
def test_spellings_of_one_name_share_a_key(names):
    assert len({name_key(name) for name in names}) == 1


def test_different_kinds_of_one_name_stay_apart():
    kinds = ["HTX Minh Anh", "Công ty TNHH Minh Anh", "Công ty cổ phần Minh Anh", "Hộ kinh doanh Minh Anh", "Minh Anh"]
    assert len({name_key(kind) for kind in kinds}) == len(kinds)


def test_a_place_name_that_begins_like_a_title_keeps_it():
    assert name_key("Bà Rịa") == "ba ria"


def test_names_sort_in_the_order_of_the_vietnamese_alphabet():
    ordered = [
        "An Giang",
        "Ăn",
        "Ân Thi",
        "Bà Rịa",
        "Ba Vì",
        "Bắc Kạn",
        "Dầu Tiếng",
        "Đắk Lắk",
        "Ô Môn",
        "Ơ",
        "Yên Bái",
    ]
    assert sorted(reversed(ordered), key=sort_key) == ordered
    assert sorted(ordered) != ordered


def test_tones_only_break_ties():
    assert sorted(["ma", "mạ", "má", "mà", "mả", "mã", "mai"], key=sort_key) == [
        "ma",
        "mà",
        "mả",
        "mã",
        "má",
        "mạ",
        "mai",
    ]


def test_search_words_are_folded_once_and_without_edge_signs():
    assert search_words("  Chè Hoà,  chè “Shan Tuyết” 12/QĐ-UBND. ") == ("che", "hoa", "shan", "tuyet", "12/qd-ubnd")
    assert search_words("") == ()


def test_old_encodings_become_unicode():
    assert tcvn3("Khuyến công".translate(str.maketrans({"ế": "Õ", "ô": "«"}))) == "Khuyến công"
    assert tcvn3("®Ò ¸n") == "đề án"
    assert vni("Khuyeán coâng") == "Khuyến công"
    assert vni("Ñeà aùn") == "Đề án"
    assert vni("TÆNH LAÂM ÑOÀNG") == "TỈNH LÂM ĐỒNG"
