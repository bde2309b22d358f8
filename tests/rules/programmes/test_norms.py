"""Support norms at boundary days and amounts."""

from dataclasses import replace
from datetime import date

import pytest

from bedo.core.types import Dong
from bedo.programmes import rules
from tests.rules.programmes.book import book

MACHINE, MODEL = "MAY_MOC_CHUYEN_GIAO_CN", "MO_HINH_TRINH_DIEN_MOI"


def ceiling(content, basis, on, level="national", province="", **more):
    basis = None if basis is None else Dong(basis)
    return rules.support_ceiling(book(rules.SupportNorm), content, basis, level=level, on=on, province=province, **more)


@pytest.mark.parametrize(
    ("content", "on", "basis", "value", "text"),
    [
        (MACHINE, date(2014, 4, 7), 620_000_000, None, None),
        (MACHINE, date(2014, 4, 8), 620_000_000, 200_000_000, "Thông tư liên tịch 26/2014/TTLT-BTC-BCT"),
        (MACHINE, date(2018, 5, 10), 620_000_000, 200_000_000, "Thông tư liên tịch 26/2014/TTLT-BTC-BCT"),
        (MACHINE, date(2018, 5, 11), 620_000_000, 300_000_000, "Thông tư 28/2018/TT-BTC"),
        (MACHINE, date(2025, 10, 14), 620_000_000, 300_000_000, "Thông tư 28/2018/TT-BTC"),
        (MACHINE, date(2025, 10, 15), 620_000_000, 300_000_000, "Thông tư 28/2018/TT-BTC"),
        (MACHINE, date(2025, 12, 31), 620_000_000, 300_000_000, "Thông tư 28/2018/TT-BTC"),
        (MACHINE, date(2026, 1, 1), 620_000_000, 300_000_000, "Thông tư 28/2018/TT-BTC"),
        (MODEL, date(2018, 5, 10), 4_000_000_000, 500_000_000, "Thông tư liên tịch 26/2014/TTLT-BTC-BCT"),
        (MODEL, date(2018, 5, 11), 4_000_000_000, 1_000_000_000, "Thông tư 28/2018/TT-BTC"),
    ],
)
def test_the_norm_of_the_day_is_taken(content, on, basis, value, text):
    answer = ceiling(content, basis, on)
    assert answer.value == value
    assert [source.text for source in answer.sources] == ([text] if text else [])


@pytest.mark.parametrize(
    ("basis", "value"),
    [
        (599_999_998, 299_999_999),
        (599_999_999, 300_000_000),
        (600_000_000, 300_000_000),
        (600_000_001, 300_000_000),
        (333_333_333, 166_666_667),
        (1, 1),
        (0, 0),
    ],
)
def test_half_the_cost_up_to_the_cap_and_odd_dong_round_half_up(basis, value):
    assert ceiling(MACHINE, basis, date(2026, 3, 1)).value == value


@pytest.mark.parametrize(
    ("content", "basis", "factor", "value"),
    [
        (MACHINE, 620_000_000, 1500, 450_000_000),
        (MACHINE, 620_000_000, 2000, 450_000_000),
        (MACHINE, 620_000_000, 1250, 375_000_000),
        (MACHINE, 620_000_000, 900, 300_000_000),
        ("DAY_CHUYEN_CONG_NGHE", 2_000_000_000, 1500, 450_000_000),
        ("MO_HINH_NHAN_RONG", 120_000_000, 1500, 120_000_000),
        ("HOI_CHO_TO_CHUC_TRONG_NUOC", 80_000_001, 1000, 80_000_001),
    ],
)
def test_the_priority_factor_is_held_to_the_norm_and_to_the_cost(content, basis, factor, value):
    assert ceiling(content, basis, date(2026, 3, 1), factor=factor).value == value


@pytest.mark.parametrize(
    ("content", "on", "value"),
    [
        ("QUAN_LY_CO_QUAN", date(2018, 5, 10), 15_000_000),
        ("QUAN_LY_DON_VI", date(2018, 5, 10), 25_000_000),
        ("QUAN_LY_DON_VI", date(2018, 5, 11), 30_000_000),
    ],
)
def test_percentages_with_a_half_stay_whole_numbers(content, on, value):
    assert ceiling(content, 1_000_000_000, on).value == value


def test_a_cap_per_product_counts_products():
    answer = ceiling("BINH_CHON_THUONG_KV", None, date(2016, 1, 1), units=41)
    assert answer.value == 205_000_000
    assert "× 41" in answer.explanation


def test_the_answer_explains_itself():
    answer = ceiling(MACHINE, 620_000_000, date(2026, 3, 1))
    assert answer.explanation == (
        "50 % của 620.000.000 đ: 310.000.000 đ; Mức trần 300.000.000 đ/cơ sở: 300.000.000 đ; "
        "Lấy số nhỏ hơn: 300.000.000 đ — Thông tư 28/2018/TT-BTC, Điều 8 khoản 4, từ 11/05/2018"
    )


@pytest.mark.parametrize(
    ("asked", "on", "allowed", "warned"),
    [
        (200_000_000, date(2018, 5, 10), True, False),
        (200_000_001, date(2018, 5, 10), False, False),
        (300_000_000, date(2018, 5, 11), True, False),
        (300_000_001, date(2018, 5, 11), True, True),
    ],
)
def test_over_a_read_norm_is_refused_and_over_an_unread_one_warns(asked, on, allowed, warned):
    ruling = rules.may_exceed(Dong(asked), ceiling(MACHINE, 620_000_000, on))
    assert bool(ruling) is allowed
    assert bool(ruling.warnings) is warned


def test_a_refusal_says_by_how_much_and_by_which_text():
    ruling = rules.may_exceed(Dong(200_000_001), ceiling(MACHINE, 620_000_000, date(2018, 5, 10)))
    assert "là 1 đ (Thông tư liên tịch 26/2014/TTLT-BTC-BCT, Điều 6 khoản 2 điểm c" in ruling.reason
    assert ruling.refusal.field == "amount"
    assert ruling.refusal.status == 422


@pytest.mark.parametrize(
    ("province", "on", "own"),
    [
        ("08", date(2025, 12, 31), "bảng chưa có mức chi riêng của tỉnh"),
        ("08", date(2026, 1, 1), "Nghị quyết 42/2025/NQ-HĐND (Tuyên Quang) quy định mức chi địa phương"),
        ("25", date(2026, 1, 1), "Nghị quyết 23/2025/NQ-HĐND (Phú Thọ) quy định mức chi địa phương"),
        ("40", date(2026, 1, 1), "bảng chưa có mức chi riêng của tỉnh"),
    ],
)
def test_a_national_norm_used_locally_is_only_a_pattern(province, on, own):
    answer = ceiling(MACHINE, 620_000_000, on, "local", province)
    assert answer.value == 300_000_000
    assert own in answer.note
    assert not answer.binding


def test_even_a_read_national_norm_only_warns_locally():
    answer = ceiling(MACHINE, 620_000_000, date(2016, 1, 1), "local", "08")
    assert answer.value == 200_000_000
    assert rules.may_exceed(Dong(250_000_000), answer).warnings


@pytest.mark.parametrize(("on", "value"), [(date(2025, 7, 25), 1_000_000_000), (date(2025, 7, 26), 800_000_000)])
def test_a_provinces_own_norm_comes_before_the_national_one(on, value):
    assert ceiling(MODEL, 4_000_000_000, on, "local", "66").value == value
    assert ceiling(MODEL, 4_000_000_000, on, "local", "08").value == 1_000_000_000
    assert ceiling(MODEL, 4_000_000_000, on, "national", "66").value == 1_000_000_000


def test_a_row_the_department_confirmed_refuses_in_that_province_alone():
    norms = [replace(norm, confirmed_in=frozenset({"08"})) for norm in book(rules.SupportNorm)]

    def ruling(level, province):
        answer = rules.support_ceiling(
            norms, MACHINE, Dong(620_000_000), level=level, on=date(2026, 3, 1), province=province
        )
        return rules.may_exceed(Dong(300_000_001), answer)

    assert not ruling("local", "08")
    assert not ruling("national", "08")
    assert ruling("local", "25").warnings
    assert ruling("national", "25").warnings


def test_a_norm_by_reference_has_no_figure_and_warns():
    answer = ceiling("DAO_TAO_NGHE", 100_000_000, date(2016, 1, 1))
    assert answer.value is None
    assert "TT 112/2010" in answer.note
    ruling = rules.may_exceed(Dong(5), answer)
    assert ruling
    assert ruling.warnings


def test_a_row_whose_first_day_is_unknown_is_never_in_force():
    assert ceiling("SXSH_DANH_GIA", 90_000_000, date(2015, 1, 1)).value is None
    assert (
        ceiling("SXSH_MO_HINH", 90_000_000, date(2020, 1, 1), "local", "17").sources[0].text
        == "Thông tư 28/2018/TT-BTC"
    )
