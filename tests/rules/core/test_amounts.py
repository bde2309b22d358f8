"""Amounts as printed: every published example, the spellings people use, and what must be refused."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedo.core.amounts import NOT_MONEY, Amount, parse_amount
from bedo.core.types import Dong
from bedo.core.words import doc_tien

PRINTED = Path(__file__).parents[2] / "data" / "messy_amounts.csv"
TRIEU, TY = 10**6, 10**9


def published():
    with PRINTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", published(), ids=lambda row: row["id"])
def test_every_published_amount_is_read_right(row):
    whole = {name: int(row[f"{name}_vnd"]) if row[f"{name}_vnd"] else None for name in ("value", "min", "max")}
    assert parse_amount(row["printed"]) == Amount(row["kind"], **whole, qualifier=row["qualifier"])


EXACT = {
    # units
    "300 triệu đồng": 300 * TRIEU,
    "300 triệu": 300 * TRIEU,
    "300tr": 300 * TRIEU,
    "300 TRĐ": 300 * TRIEU,
    "300 tr.đ": 300 * TRIEU,
    "300 trd": 300 * TRIEU,
    "300 triệu đ": 300 * TRIEU,
    "1 ty": TY,
    "1 tỉ": TY,
    "1 tỷ đ": TY,
    "500 nghìn": 500_000,
    "500 ngàn đồng": 500_000,
    "500k": 500_000,
    "500.000 VNĐ": 500_000,
    "500.000vnd": 500_000,
    "500.000₫": 500_000,
    "₫500.000": 500_000,
    "500.000 đ̣": 500_000,
    "VND 500,000": 500_000,
    "300 triệu đồng Việt Nam": 300 * TRIEU,
    "300 trieu dong": 300 * TRIEU,
    "1,2 nghìn tỷ": 1_200 * TY,
    "5 trăm triệu": 500 * TRIEU,
    "nửa tỷ đồng": TY // 2,
    # one after the other
    "1 tỷ 250 triệu": 1_250 * TRIEU,
    "1 tỷ 250 triệu 500 nghìn đồng": 1_250_500_000,
    "1 tỷ 250": 1_250 * TRIEU,
    "1 tỉ 2": 1_200 * TRIEU,
    "1tr2": 1_200_000,
    "1tr250": 1_250_000,
    "2 tỷ rưỡi": 2_500 * TRIEU,
    "1 tỷ 250.000 đồng": 1_000_250_000,
    "1 nghìn 500 đồng": 1_500,
    "3 tỷ 5 trăm triệu": 3_500 * TRIEU,
    # marks
    "1,5 triệu": 1_500_000,
    "1.5 triệu": 1_500_000,
    "3.4 tỷ": 3_400 * TRIEU,
    "1,290 tỷ": 1_290 * TRIEU,
    "1.290 tỷ": 1_290 * TY,
    "1.200 triệu đồng": 1_200 * TRIEU,
    "0.525 tỷ": 525 * TRIEU,
    "0,525 tỷ": 525 * TRIEU,
    "1234.567 triệu": 1_234_567_000,
    "1.734,6 triệu": 1_734_600_000,
    "1,734.6 triệu": 1_734_600_000,
    "1.734,600 triệu": 1_734_600_000,
    "1 734,6 triệu": 1_734_600_000,
    "300,000,000 đồng": 300 * TRIEU,
    "300,000 đồng": 300_000,
    "300.000.000,00 đ": 300 * TRIEU,
    "VND1,200 million": 1_200 * TRIEU,
    "VND 1.290 billion": 1_290 * TRIEU,
    "37,5 milliards de dongs": 37_500 * TRIEU,
    # bare figures, as form fields get them
    "300000000": 300 * TRIEU,
    "300.000.000": 300 * TRIEU,
    "300,000,000": 300 * TRIEU,
    "300 000 000": 300 * TRIEU,
    "0": 0,
    # odd characters
    "300\u00a0000\u202f000 đ": 300 * TRIEU,
    "３００ triệu": 300 * TRIEU,
    "\ufeff300\u200b triệu": 300 * TRIEU,
    "300 triê\u0323u đô\u0300ng": 300 * TRIEU,
    "  300   TRIỆU ĐỒNG.  ": 300 * TRIEU,
    "300 triệu đồng;": 300 * TRIEU,
    "300 triệu đồng chẵn./.": 300 * TRIEU,
    # words
    "ba trăm triệu đồng": 300 * TRIEU,
    "Một tỷ hai trăm năm mươi triệu đồng": 1_250 * TRIEU,
    "không đồng": 0,
    "300 triệu đồng (ba trăm triệu đồng)": 300 * TRIEU,
    "300.000.000 đồng (Bằng chữ: Ba trăm triệu đồng chẵn./.)": 300 * TRIEU,
    # what stands around
    "300 triệu/người/tháng": 300 * TRIEU,
    "300 triệu đồng mỗi năm": 300 * TRIEU,
    "mỗi cơ sở 300 triệu": 300 * TRIEU,
    "Kinh phí: 300 triệu đồng": 300 * TRIEU,
    "600/1.200 triệu đồng": 600 * TRIEU,
    "600 triệu/1,2 tỷ đồng": 600 * TRIEU,
}


@pytest.mark.parametrize(("text", "value"), EXACT.items())
def test_an_exact_amount_is_read(text, value):
    assert parse_amount(text) == Amount("money", value, qualifier="exact")


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        *((f"{word} 3 tỷ đồng", "over") for word in ("hơn", "trên", "tối thiểu", "ít nhất", "không dưới", "vượt", ">")),
        *((f"{word} 3 tỷ đồng", "under") for word in ("gần", "dưới", "tối đa", "không quá", "chưa đến", "ngót", "≤")),
        *((f"{word} 3 tỷ đồng", "approx") for word in ("khoảng", "xấp xỉ", "ước", "ước tính", "tầm", "~", "trên dưới")),
        ("3 tỷ đồng trở lên", "over"),
        ("từ 3 tỷ đồng trở lên", "over"),
        ("3 tỷ trở xuống", "under"),
        ("Tổng kinh phí hơn 3 tỷ đồng", "over"),
        ("bình quân 3 tỷ đồng/năm", "approx"),
        ("nearly VND3 billion", "under"),
    ],
)
def test_a_word_before_or_after_qualifies_the_amount(text, qualifier):
    assert parse_amount(text) == Amount("money", 3 * TY, qualifier=qualifier)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5-7 triệu", 5 * TRIEU, 7 * TRIEU),
        ("5 – 7 triệu đồng/tháng", 5 * TRIEU, 7 * TRIEU),
        ("5~7tr", 5 * TRIEU, 7 * TRIEU),
        ("từ 5 đến 7 triệu", 5 * TRIEU, 7 * TRIEU),
        ("từ 5 tới 7 triệu", 5 * TRIEU, 7 * TRIEU),
        ("khoảng 5 đến 7 triệu", 5 * TRIEU, 7 * TRIEU),
        ("1,5 - 2 tỷ", 1_500 * TRIEU, 2 * TY),
        ("500 triệu - 1 tỷ", 500 * TRIEU, TY),
        ("từ trên 500 triệu đến dưới 1 tỷ đồng", 500 * TRIEU, TY),
        ("300.000 - 500.000", 300_000, 500_000),
        ("300000 đến 500000 đồng", 300_000, 500_000),
        ("VND 1.2-1.5 billion", 1_200 * TRIEU, 1_500 * TRIEU),
        ("từ hai trăm đến ba trăm triệu đồng", 200 * TRIEU, 300 * TRIEU),
    ],
)
def test_a_range_has_two_ends_and_no_value(text, low, high):
    assert parse_amount(text) == Amount("money", min=low, max=high, qualifier="range")


NOT_AN_AMOUNT = [
    *["", " ", "-", ".", "đồng", "tỷ đồng", "trăm triệu", "còn lại", "chưa xác định", "abc", "\x00"],
    # other things that hold figures
    *["12 đề án", "24 tháng", "năm 2023", "50%", "50 %", "10%/năm", "12 triệu kWh", "1,2 triệu USD", "$300"],
    *[
        "15/10/2025",
        "15-10-2025",
        "15.10.2025",
        "2021-2025",
        "10/2025",
        "5/1 triệu",
        "15/10/2025 triệu",
        "15/10 triệu",
        "1/2 tỷ",
        "1.2 million",
    ],
    *["0912345678", "091.234.567", "0912 345 678", "+84912345678", "00", "12/QĐ-UBND"],
    # negative, fractions of a đồng
    *["-300 triệu", "-300.000", "−5 tỷ", "(300.000)", "1,5", "1.5 đồng", "1.234,50 đồng", "0,0000000001 tỷ"],
    # two readings
    *["1,500 nghìn đồng", "1 tỷ 25", "1 tỷ 05", "1 tỷ 250 đồng", "hai triệu năm", "một tỷ năm trăm"],
    *["1 234.567 triệu", "300 000.000 đồng", "300,00", "khoảng 300", "300/tháng", "5 triệu - 7", "300 đến 500"],
    # not well formed
    *["1.2.3 tỷ", "1.23.456", "1,2,3", "12.34.567 đồng", "1.234.56", "1..2 tỷ", "1.,2 tỷ", "1e9", "1_000", "3 tỷ, 5"],
    *["1,5 tỷ 250 triệu", "1 triệu 250 tỷ", "1 tỷ 2 tỷ", "2,5 tỷ rưỡi", "1 tỷ 1250 triệu", "300 triệu 200 triệu"],
    *["7-5 triệu", "5-5 triệu", "1-2-3 triệu", "300 triệu + 200 triệu", "2 x 300 triệu", "300 triệu hoặc 1 tỷ"],
    *["300 triệu đồng (bốn trăm triệu đồng)", "mười mười", "trăm", "hai ba triệu", "²⁵ triệu", "½ tỷ"],
    "9" * 500,
]


@pytest.mark.parametrize("text", NOT_AN_AMOUNT)
def test_what_is_not_wholly_understood_is_refused(text):
    assert parse_amount(text) == NOT_MONEY


@given(st.text(max_size=60) | st.text("0123456789.,-/ tỷriệuđồngnhơ", max_size=25))
def test_no_text_breaks_the_reader(text):
    amount = parse_amount(text)
    figures = (amount.value, amount.min, amount.max)
    assert all(type(figure) is int and figure >= 0 for figure in figures if figure is not None)
    assert (amount.kind == "not_money") == (amount.qualifier is None)
    assert (amount.qualifier == "range") == (amount.min is not None and amount.value is None)


@given(st.integers(0, 10**16))
def test_a_formatted_amount_comes_back(value):
    dots = f"{value:,}".replace(",", ".")
    for text in (str(Dong(value)), str(value), dots, f"{value:,}", dots.replace(".", " "), f"{dots} đồng"):
        assert parse_amount(text).value == value
    assert parse_amount(doc_tien(value)).value == value


@given(st.integers(0, 10**9), st.integers(1, 999_999), st.sampled_from([(",", "tỷ", TY), (",", "triệu", TRIEU)]))
def test_decimals_of_a_large_unit_are_exact(whole, micro, writing):
    comma, unit, scale = writing
    decimals = f"{micro:06d}".rstrip("0")
    expected = whole * scale + micro * (scale // TRIEU)
    assert parse_amount(f"{whole}{comma}{decimals} {unit} đồng").value == expected
    assert parse_amount(f"{whole:,}".replace(",", ".") + f",{decimals} {unit}").value == expected
