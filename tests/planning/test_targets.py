"""Targets of a programme beside what our records say: nothing invented, what is not known stays unknown."""

from datetime import date

import pytest

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.planning import targets
from bedo.planning.models import Programme, Target
from tests.projects.factory import CONTENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(chain, people, province):
    chain.to("envelope")
    return targets.found_programme(
        province=province, name="Chương trình khuyến công 2026–2030", first_year=2026, last_year=2030,
        decision=chain.paper("QĐ", 70, date(2025, 12, 30)), by=people["director"],
    )  # fmt: skip


def add(programme, people, **changes):
    given = {
        "words": "Ứng dụng máy móc",
        "contents": [CONTENT],
        "number": 10,
        "unit": "đề án",
        "money": Dong(3_000_000_000),
    }
    return targets.add_target(programme=programme, by=people["director"], **{**given, **changes})


def beside(programme, user):
    return targets.standings(programme, targets.done_so_far(programme, user))


def refused(act, *args, **what):
    with pytest.raises(Refused) as caught:
        act(*args, **what)
    return caught.value


def test_what_was_settled_stands_beside_the_target(chain, programme, people):
    add(programme, people)
    add(programme, people, words="Đào tạo", contents=["DAO_TAO_NGHE"], number=500, unit="lao động", money=None)
    add(programme, people, words="Giảm phát thải", contents=[], number=None, unit="", money=Dong(1_000_000))
    one, other, unknown = beside(programme, people["director"])
    assert (one.projects, one.money, one.share) == (0, Dong(0), 0)
    chain.to("liquidate")
    one, other, unknown = beside(programme, people["director"])
    assert (one.projects, one.money, one.share, one.money_share) == (1, Dong(300_000_000), 10, 10)
    assert (other.projects, other.share, other.money_share) == (0, None, None)
    assert (unknown.projects, unknown.money, unknown.money_share) == (None, None, None)


def test_years_without_any_record_of_ours_stay_unknown(chain, people, django_assert_num_queries):
    chain.to("liquidate")
    assert targets.load_published() == 12
    assert targets.load_published() == 0
    national = Programme.objects.get(province=None)
    assert (national.first_year, national.certainty, national.decision) == (2021, "summary", None)
    assert "1881/QĐ-TTg" in national.decided
    assert set(Target.objects.values_list("number", flat=True)) >= {340, 1600, 300, 10_000}
    list(people["ministry_department"].grants.roles)
    with django_assert_num_queries(2):
        assert {row.projects for row in beside(national, people["ministry_department"])} == {None}


def test_bad_values_and_rights(chain, programme, people, province, strangers):
    assert refused(add, programme, people, number=None, money=None).field == "number"
    assert refused(add, programme, people, unit=" ").field == "unit"
    found = {"province": province, "name": "Trùng", "decision": programme.decision}
    assert (
        refused(targets.found_programme, first_year=2030, last_year=2034, by=people["director"], **found).code == "twin"
    )
    assert (
        refused(targets.found_programme, first_year=2036, last_year=2031, by=people["director"], **found).field
        == "last_year"
    )
    assert (
        refused(targets.found_programme, first_year=2031, last_year=2035, by=strangers["director"], **found).status
        == 403
    )
    assert (
        refused(targets.found_programme, first_year=2031, last_year=2035, by=people["finance"], **found).status == 403
    )
    target = add(programme, people)
    assert refused(targets.remove_target, target=target, reason=" ", by=people["director"]).field == "reason"
    targets.remove_target(target=target, reason="Ghi nhầm", by=people["director"])
    assert not Target.objects.exists()
