"""Reads over units: finding, today's place, as then and as now."""

from datetime import date

import pytest

from bedo.places import packaged, queries, rules, services
from bedo.places.models import Unit
from tests.places.factory import BEFORE, make_units, unit

pytestmark = pytest.mark.django_db
LATER = date(2026, 1, 1)


@pytest.fixture
def units(db):
    make_units()


def test_find_puts_units_in_force_first(units):
    assert queries.find("Tuyên Quang", LATER) == [unit("08"), unit("08", BEFORE)]
    assert queries.find("tuyen quang", BEFORE) == [unit("08", BEFORE)]


def test_find_reads_kind_and_units_above_in_one_query(units, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.find("xã Nàn Ma, Xín Mần, Hà Giang", BEFORE)
        assert [queries.full_name(one) for one in found] == ["Xã Nàn Ma, huyện Xín Mần, tỉnh Hà Giang"]


def test_find_by_level_and_with_a_limit(units):
    assert {one.level for one in queries.find("Hà Giang", BEFORE)} == {1, 2}
    assert [one.level for one in queries.find("Hà Giang", BEFORE, level=2)] == [2]
    assert len(queries.find("Hà Giang", BEFORE, limit=1)) == 1


def test_find_answers_like_the_command_without_a_database(units):
    services.load_units()
    for text in ("Hòa Bình", "TP.HCM", "Tân Thành, Vĩnh Long", "Xá Nhè"):
        atlas = packaged.atlas()
        plain = [atlas.units[key] for key in rules.find(rules.parse_query(text), atlas, LATER)]
        assert [(u.code, u.valid_from) for u in queries.find(text, LATER)] == [(u.code, u.valid_from) for u in plain]


def test_present_follows_whole_successions(units):
    assert queries.present(unit("02", BEFORE)) == unit("08")
    assert queries.present(unit("08")) == unit("08")
    assert queries.present(unit("01129", BEFORE)).name == "Pà Vầy Sủ"


def test_present_of_a_divided_unit_is_none_and_its_place_the_common_parent(units):
    district = unit("033", BEFORE)
    assert queries.present(district) is None
    place = queries.present_place(district)
    assert (place.unit, place.exact) == (unit("08"), False)
    assert place.label == "Tỉnh Tuyên Quang (chưa phân bổ)"


def test_a_present_unit_costs_no_query(units, django_assert_num_queries):
    one = unit("08")
    with django_assert_num_queries(0):
        assert queries.present(one) == one


def test_provinces_then_and_now(units):
    commune = unit("01129", BEFORE)
    assert queries.province_of(commune) == unit("02", BEFORE)
    assert queries.present_province(commune) == unit("08")
    assert queries.present_province(unit("033", BEFORE)) == unit("08")


def test_predecessors_and_successors(units):
    assert queries.predecessors(unit("08")) == [unit("02", BEFORE), unit("08", BEFORE)]
    assert queries.successors(unit("02", BEFORE)) == [unit("08")]
    names = {one.name for one in queries.successors(unit("033", BEFORE))}
    assert names == {"Pà Vầy Sủ", "Xín Mần", "Trung Thịnh", "Nấm Dẩn", "Quảng Nguyên", "Khuôn Lùng"}


def test_within_as_then_is_the_old_tree(units):
    then = queries.within(unit("02", BEFORE))
    assert {one.valid_to for one in then} == {BEFORE}
    assert {one.level for one in then} == {1, 2, 3}
    assert set(queries.within(unit("033", BEFORE))) <= set(then)


def test_within_as_now_holds_every_unit_that_stands_there(units):
    every = {one.pk for one in Unit.objects.all()}
    now = {province.pk: set(queries.within(province, as_now=True)) for province in queries.present_provinces()}
    assert sum(len(found) for found in now.values()) == len(every)
    assert unit("01129", BEFORE) in now[unit("08").pk]
    assert unit("40", BEFORE) in now[unit("40").pk]


def test_within_a_commune_as_now_holds_what_went_into_it_whole(units):
    commune = queries.present(unit("01129", BEFORE))
    found = queries.within(commune, as_now=True)
    places = queries.standings(Unit.objects.values_list("pk", flat=True))
    assert set(found) == {one for one in Unit.objects.all() if places[one.pk] == (commune, True)}


def test_lines_as_then_and_as_now_cover_every_unit(units, django_assert_max_num_queries):
    ids = list(Unit.objects.values_list("pk", flat=True))
    for level in (1, 2, 3):
        for as_now in (False, True):
            with django_assert_max_num_queries(6):
                assert set(queries.lines(ids, level, as_now=as_now)) == set(ids)
    now = queries.lines(ids, 3, as_now=True)
    assert now[unit("033", BEFORE).pk] == (unit("08"), False)
    assert now[unit("01129", BEFORE).pk].known


def test_standings_cost_the_same_for_one_and_for_all(units, django_assert_num_queries):
    one, ids = unit("033", BEFORE).pk, list(Unit.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        queries.standings([one])
    with django_assert_num_queries(2):
        assert set(queries.standings(ids)) == set(ids)


def test_provinces_sort_by_the_alphabet_on_both_databases(db):
    make_units(districts=(), provinces=("48", "66", "75", "01", "04", "96"))
    names = [one.name for one in queries.present_provinces()]
    assert names == ["Cà Mau", "Cao Bằng", "Đà Nẵng", "Đắk Lắk", "Đồng Nai", "Hà Nội"]


def test_communes_on_a_day(units):
    assert unit("01129", BEFORE) in queries.communes_on(unit("02", BEFORE), BEFORE)
    assert {one.level for one in queries.communes_on(unit("08"), LATER)} == {3}
