"""Who sees which establishments, as then and as now."""

from datetime import date

import pytest

from bedo.core.text import fold, sort_key
from bedo.establishments import queries
from bedo.establishments.models import Establishment
from bedo.places.models import Succession, Unit
from tests.establishments.conftest import TODAY

END, START = date(2025, 6, 30), date(2025, 7, 1)


def unit(code, name, level, kind, parent=None, *, until=None):
    return Unit.objects.create(
        code=code, name=name, level=level, kind=kind, parent=parent, valid_from=None if until else START, valid_to=until,
        sort_key=sort_key(name), search_text=fold(name),
    )  # fmt: skip


@pytest.fixture
def past(province, commune):
    """Hà Giang with one district of two communes: one became today's commune, the other was divided."""
    old = unit("02", "Hà Giang", 1, "tinh", until=END)
    district = unit("034", "Xín Mần", 2, "huyen", old, until=END)
    whole = unit("01000", "Pà Vầy Sủ", 3, "xa", district, until=END)
    divided = unit("01001", "Cốc Rế", 3, "xa", district, until=END)
    other = unit("00002", "Nấm Dẩn", 3, "xa", province)
    for before, after, all_of_it in (
        (old, province, True),
        (whole, commune, True),
        (divided, commune, False),
        (divided, other, False),
        (district, commune, False),
        (district, other, False),
    ):
        Succession.objects.create(old=before, new=after, on=START, whole=all_of_it)
    return {"old": old, "district": district, "whole": whole, "divided": divided, "other": other}


@pytest.fixture
def rows(make, past, commune):
    places = {
        "now": commune,
        "elsewhere": past["other"],
        **{key: past[key] for key in ("old", "district", "whole", "divided")},
    }
    return {key: make(key, place=place) for key, place in places.items()}


def seen(found):
    return set(found.values_list("name", flat=True))


def test_rows_keep_the_place_of_their_day_and_know_where_it_stands_today(rows, commune, province):
    assert (rows["whole"].place_now, rows["whole"].place_exact) == (commune, True)
    assert (rows["divided"].place_now, rows["divided"].place_exact) == (province, False)
    assert rows["old"].place_now == province


def test_an_officer_sees_the_past_of_the_province(rows, people):
    assert seen(Establishment.objects.visible_to(people["officer"])) == set(rows)


def test_strangers_see_nothing(rows, strangers):
    for user in strangers.values():
        assert not Establishment.objects.visible_to(user).exists()


def test_the_ministry_sees_all(rows, people):
    assert seen(Establishment.objects.visible_to(people["ministry_department"])) == set(rows)


def test_a_collaborator_sees_the_commune_and_what_may_lie_in_it(rows, make_person, province, commune):
    user = make_person("collaborator", province, username="ctv", place=commune)
    assert seen(Establishment.objects.visible_to(user)) == {"now", "whole", "divided", "district"}


def test_a_beneficiary_sees_only_their_own(rows, make_person, province):
    user = make_person("beneficiary", province, username="chu", establishment_id=rows["whole"].pk)
    assert seen(Establishment.objects.visible_to(user)) == {"whole"}


def test_an_administrator_has_no_business_here(rows, people):
    assert not Establishment.objects.visible_to(people["administrator"]).exists()


def test_as_then_and_as_now_add_up_to_the_same_total(rows, people, past, commune, province):
    def count(place, as_now):
        criteria = queries.Criteria(place=place.pk, as_now=as_now)
        return seen(queries.matching(people["officer"], criteria, today=TODAY))

    assert count(province, True) == set(rows)
    assert count(commune, True) == {"now", "whole"}
    assert count(past["district"], False) == {"district", "whole", "divided"}
    assert count(past["old"], False) | count(province, False) == set(rows)


def test_the_filter_offers_what_is_in_reach(rows, people, past, commune, province):
    now = set(queries.places_now({province.pk}))
    assert now == {commune, past["other"]}
    assert set(queries.places_then({province.pk})) == {past["old"], past["district"]}
    assert set(queries.places_now(None)) == {province}
