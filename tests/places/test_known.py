"""The map of units that a process keeps: the same as the tables say, and read again when a newer load stands in the log."""

from datetime import date

import pytest

from bedo.core import log
from bedo.core.text import fold, sort_key
from bedo.places import known
from bedo.places.models import Succession, Unit
from bedo.projects import queries
from tests.office.projects_in_list import former, make_project


def load_noted():
    """What services.load leaves in the log."""
    log.record(log.NATION, "places.load", subject="places:units", by=None, text="Nạp danh mục đơn vị hành chính.")


@pytest.fixture
def hagiang(province):
    return former("02", "Hà Giang", province)


def test_paths_name_the_units_above_in_their_own_time(commune, hagiang):
    district = former("027", "Xín Mần", None, level=2, kind="huyen", parent=hagiang)
    ward = former("00688", "1", None, level=3, kind="phuong", parent=district)
    path = known.the_map().path
    assert path(commune.pk) == "Xín Mần, Tuyên Quang"
    assert path(district.pk) == "Xín Mần, Hà Giang"
    assert path(ward.pk) == "Phường 1, Xín Mần, Hà Giang"


def test_provinces_lead_on_through_all_successions(province, hagiang, other_province):
    older = former("X1", "Tuyên Quang xưa", hagiang)
    Succession.objects.create(old=hagiang, new=other_province, on=date(2025, 7, 1), whole=False)
    found = known.the_map()
    assert found.heirs[older.pk] == {hagiang.pk, province.pk, other_province.pk}
    assert {one.pk for one in found.leading_to(frozenset({province.pk}))} == {older.pk, hagiang.pk, province.pk}
    assert {one.pk for one in found.leading_to(None)} == {older.pk, hagiang.pk, province.pk, other_province.pk}


def test_communes_are_those_of_today(commune, hagiang):
    former("00689", "Cốc Pài", None, level=3, kind="xa", parent=hagiang)
    assert [one.pk for one in known.the_map().communes[commune.parent_id]] == [commune.pk]


def test_a_row_of_the_map_equals_the_row_of_the_table(commune):
    row, stored = known.the_map().row(commune.pk), Unit.objects.get(pk=commune.pk)
    assert (row, row.parent) == (stored, stored.parent)
    for field in Unit._meta.concrete_fields:
        assert getattr(row, field.attname) == getattr(stored, field.attname)


def test_the_map_is_kept_until_a_newer_load(commune, count_queries, django_assert_num_queries):
    load_noted()
    first = known.the_map()
    with django_assert_num_queries(1):
        assert known.the_map() is first
    Unit.objects.filter(pk=commune.pk).update(name="Khuôn Lùng", sort_key=sort_key("Khuôn Lùng"))
    load_noted()
    assert known.the_map().units[commune.pk].name == "Khuôn Lùng"


def test_a_unit_that_is_not_on_the_kept_map_is_looked_for(commune, province):
    load_noted()
    known.the_map()
    late = Unit.objects.create(
        code="99999", name="Mới", kind="xa", level=3, parent=province, valid_from=date(2026, 1, 1),
        sort_key=sort_key("Mới"), search_text=fold("Mới"),
    )  # fmt: skip
    assert late.pk in known.the_map([late.pk]).units


def test_without_a_load_nothing_is_trusted(commune):
    known.the_map()
    assert known.map_at_hand() is None


def test_a_projects_page_takes_its_units_from_the_map_and_sees_a_newer_load(commune, people, django_assert_num_queries):
    officer = people["officer"]
    project = make_project(commune, officer=officer)
    plain = queries.for_page(officer, project.pk)
    load_noted()
    known.the_map()
    with django_assert_num_queries(3):
        kept = queries.for_page(officer, project.pk)
        assert (kept.place, kept.place.parent, kept.place_now, kept.province.code) == (
            plain.place, plain.place.parent, plain.place_now, "08",
        )  # fmt: skip
    Unit.objects.filter(pk=commune.pk).update(name="Khuôn Lùng")
    load_noted()
    assert queries.for_page(officer, project.pk).place.name == "Khuôn Lùng"


def test_within_a_former_province_lie_its_districts_and_communes(commune, hagiang):
    district = former("027", "Xín Mần", None, level=2, kind="huyen", parent=hagiang)
    ward = former("00688", "Cốc Pài", None, level=3, kind="thi_tran", parent=district)
    assert set(known.the_map().within(hagiang.pk)) == {hagiang.pk, district.pk, ward.pk}
    assert known.the_map().within(commune.pk) == [commune.pk]
