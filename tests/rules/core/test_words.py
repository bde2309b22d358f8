"""Numbers in words, written as contracts write them and read back."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedo.core.text import fold
from bedo.core.words import doc_so, doc_tien, number_from_words, prefer

TABLE = Path(__file__).parents[2] / "data" / "amounts_in_words.csv"

SAID = {
    0: "không",
    4: "bốn",
    10: "mười",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    100: "một trăm",
    105: "một trăm lẻ năm",
    115: "một trăm mười lăm",
    1_000: "một nghìn",
    1_005: "một nghìn không trăm lẻ năm",
    10_005: "mười nghìn không trăm lẻ năm",
    1_000_001: "một triệu không trăm lẻ một",
    2_005_000: "hai triệu không trăm lẻ năm nghìn",
    1_005_000_000: "một tỷ không trăm lẻ năm triệu",
    1_000_000_005: "một tỷ không trăm lẻ năm",
    10**12: "một nghìn tỷ",
    10**18: "một tỷ tỷ",
    23_615_149_080: "hai mươi ba tỷ sáu trăm mười lăm triệu một trăm bốn mươi chín nghìn không trăm tám mươi",
}


@pytest.mark.parametrize(("number", "words"), SAID.items())
def test_a_number_is_said(number, words):
    assert doc_so(number) == words


@pytest.mark.parametrize("row", csv.DictReader(TABLE.open(encoding="utf-8")), ids=lambda row: row["amount"])
def test_an_amount_of_the_table_is_said(row):
    """More than 200 amounts, each as an implementation of its own says them."""
    assert (doc_so(int(row["amount"])), doc_so(int(row["amount"]), zero_ten="linh")) == (row["le"], row["linh"])


def test_an_office_prefers_one_of_two_words():
    prefer("linh")
    try:
        assert doc_tien(105) == "Một trăm linh năm đồng"
    finally:
        prefer("lẻ")
    assert doc_tien(105) == "Một trăm lẻ năm đồng"
    with pytest.raises(ValueError, match="lẻ or linh"):
        prefer("linhh")


def test_regions_may_choose_their_words():
    assert doc_so(1_105, zero_ten="linh", thousand="ngàn") == "một ngàn một trăm linh năm"
    assert doc_so(-5) == "âm năm"


def test_an_amount_is_a_sentence_with_a_capital():
    assert doc_tien(300_000_000) == "Ba trăm triệu đồng"


@given(st.integers(0, 10**20))
def test_what_is_said_is_read_back(number):
    for words in (doc_so(number), doc_so(number, zero_ten="linh", thousand="ngàn")):
        assert number_from_words(fold(words).split()) == number


@pytest.mark.parametrize(
    "words",
    [
        "",
        "trăm",
        "hai ba",
        "một trăm năm",
        "hai triệu năm",
        "một nghìn hai nghìn",
        "lẻ năm",
        "mười mười",
        "một xe",
        "tư",
    ],
)
def test_what_is_not_formal_speech_is_not_read(words):
    assert number_from_words(fold(words).split()) is None


@pytest.mark.parametrize(("words", "number"), [("hai tỷ rưỡi", 25 * 10**8), ("hai trăm rưỡi triệu", 25 * 10**7)])
def test_a_half_is_read(words, number):
    assert number_from_words(fold(words).split()) == number
