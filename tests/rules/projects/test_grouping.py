"""Which wishes could be one group project, and why."""

from bedo.core.types import Dong
from bedo.projects.rules.grouping import CHAIN, PLACE, Asked, proposals

TEA, HONEY = ("che shan", "Chè Shan"), ("mat ong", "Mật ong")


def wish(number, *, content="MAY", place=1, products=(), amount=None, screened=False, establishment=None):
    return Asked(
        number,
        establishment or number,
        content,
        place,
        f"Xã {place}",
        products,
        Dong(amount) if amount is not None else None,
        screened,
    )


def test_the_same_content_in_the_same_place():
    (one,) = proposals([wish(1, amount=5), wish(2, screened=True), wish(3, place=2), wish(4, content="NGHE")])
    assert (one.kind, one.common, [asked.wish for asked in one.wishes]) == (PLACE, "Xã 1", [1, 2])
    assert (one.asked, one.with_amount, one.screened) == (Dong(5), 1, 1)
    assert one.reason == "2 cơ sở cùng ở Xã 1, cùng xin một nội dung hỗ trợ."


def test_the_same_product_over_several_places():
    found = proposals(
        [wish(1, products=(TEA, HONEY)), wish(2, place=2, products=(TEA,)), wish(3, place=3, products=(HONEY,))]
    )
    assert [(one.kind, one.common, len(one.wishes)) for one in found] == [(CHAIN, "Chè Shan", 2), (CHAIN, "Mật ong", 2)]


def test_one_group_is_said_once_and_the_largest_first():
    found = proposals(
        [wish(1, products=(TEA,)), wish(2, products=(TEA,)), *(wish(n, place=9, content="X") for n in (3, 4, 5))]
    )
    assert [(one.kind, one.establishments) for one in found] == [(PLACE, 3), (PLACE, 2)]


def test_two_wishes_of_one_establishment_are_no_group():
    assert proposals([wish(1, establishment=7), wish(2, establishment=7)]) == []


def test_an_unknown_commune_is_no_common_place():
    assert proposals([wish(1, place=None), wish(2, place=None)]) == []
