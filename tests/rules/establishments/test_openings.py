"""What else an establishment could ask for."""

from bedo.establishments.rules import Needs, openings

CONTENTS = [
    ("MAY_MOC_CHUYEN_GIAO_CN", "Máy móc"),
    ("QUAN_LY_DON_VI", "Quản lý"),
    ("THUONG_HIEU", "Nhãn hiệu"),
    ("SXSH_DANH_GIA", "Đánh giá SXSH"),
]


def test_what_was_asked_for_and_what_is_not_for_establishments_is_left_out():
    found = openings(CONTENTS, {"MAY_MOC_CHUYEN_GIAO_CN"}, Needs(), year=2026)
    assert [opening.code for opening in found] == ["THUONG_HIEU", "SXSH_DANH_GIA"]


def test_what_the_facts_point_at_comes_first_with_its_reason():
    found = openings(CONTENTS, (), Needs(without_brand=2, machines=3, oldest_machine=2016), year=2026)
    assert [opening.hinted for opening in found] == [True, True, False]
    assert "từ năm 2016" in found[0].reason
    assert "2 sản phẩm" in found[1].reason


def test_young_machines_point_at_nothing():
    found = openings(CONTENTS[:1], (), Needs(machines=3, oldest_machine=2017), year=2026)
    assert not found[0].hinted
