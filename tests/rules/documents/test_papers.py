from datetime import date

import pytest

from bedo.documents import rules

TODAY = date(2026, 3, 10)


def ask(**changes):
    facts = {
        "paper_type": "QĐ",
        "issuer": "UBND tỉnh Tuyên Quang",
        "number": "310",
        "issued_on": TODAY,
        "received_on": None,
        "summary": "Phê duyệt kế hoạch",
        "today": TODAY,
    }
    return rules.may_register(**{**facts, **changes})


def test_a_whole_paper_may_be_entered():
    assert ask()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"paper_type": "XX"}, "paper_type"),
        ({"issuer": "  "}, "issuer"),
        ({"summary": ""}, "summary"),
        ({"number": "QĐ-UBND"}, "number"),
        ({"number": ""}, "number"),
        ({"issued_on": date(2026, 3, 11)}, "issued_on"),
        ({"issued_on": date(1989, 12, 31)}, "issued_on"),
        ({"issued_on": date(2026, 3, 5), "received_on": date(2026, 3, 4)}, "received_on"),
        ({"received_on": date(2026, 3, 11)}, "received_on"),
    ],
)
def test_refusals_name_their_field(changes, field):
    assert ask(**changes).refusal.field == field


def test_minutes_may_have_no_number():
    assert ask(paper_type="BB", number="")


def test_the_paper_may_be_older_than_its_entry():
    assert ask(issued_on=date(2014, 1, 5), received_on=date(2014, 1, 8))


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (("310/QĐ-UBND", ""), ("310", "QĐ-UBND")),
        (("Số: 05/TTr-SCT", ""), ("05", "TTr-SCT")),
        (("05", "/TTr-SCT"), ("05", "TTr-SCT")),
        (("01/2026/HĐKT", ""), ("01", "2026/HĐKT")),
        (("12", ""), ("12", "")),
        (("", ""), ("", "")),
    ],
)
def test_number_and_symbol_are_taken_apart(typed, parts):
    assert rules.split_number(*typed) == parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("05", "TTr-SCT"), ("5", "ttr-sct")),
        (("310", "QĐ-UBND"), (" 310 ", "QD - UBND")),
        (("310", "Q\u0110-UBND"), ("310", "QĐ–UBND")),
    ],
)
def test_twins_have_one_key(one, other):
    assert rules.number_key(*one) == rules.number_key(*other)


@pytest.mark.parametrize(
    ("one", "other"), [(("50", "A"), ("5", "A")), (("5", "A"), ("5", "B")), (("5a", "A"), ("5", "A"))]
)
def test_different_numbers_have_different_keys(one, other):
    assert rules.number_key(*one) != rules.number_key(*other)


def test_no_number_no_key():
    assert rules.number_key("", "") == ""


def test_issuers_written_in_full_and_short_are_one():
    long = rules.issuer_key("Ủy ban nhân dân tỉnh Phú Thọ")
    assert long == rules.issuer_key("UBND  tỉnh Phú Thọ") == rules.issuer_key("Uỷ ban nhân dân tỉnh Phú Thọ.")
    assert long != rules.issuer_key("UBND tỉnh Tuyên Quang")


def test_codes_grow_past_four_figures():
    assert rules.code("DA08", 2026, 12) == "DA08-2026-0012"
    assert rules.code("DA08", 2026, 12345) == "DA08-2026-12345"
