"""Loading the packaged units: whole, quick, repeatable."""

from datetime import date

import pytest

from bedo.core.models import LogEntry
from bedo.places import packaged, rules, services
from bedo.places.models import Succession, Unit
from tests.places.factory import make_units, unit

pytestmark = pytest.mark.django_db


def test_all_units_load_quickly_and_a_second_time_change_nothing():
    loaded = services.load_units()
    assert loaded == (len(packaged.units()), 0, len(packaged.links()))
    for day, counts in ((date(2025, 6, 30), [63, 696, 10035]), (date(2025, 7, 1), [34, 0, 3321])):
        assert [Unit.objects.in_force(day).filter(level=level).count() for level in (1, 2, 3)] == counts
    assert services.load_units() == (0, 0, 0)
    assert LogEntry.objects.filter(kind="places.load").count() == 1


def test_a_load_mends_rows_and_keeps_their_ids():
    make_units()
    kept = unit("08")
    Unit.objects.filter(pk=kept.pk).update(name="Sai", search_text="sai")
    Succession.objects.filter(new=kept).delete()
    make_units()
    after = unit("08")
    assert (after.pk, after.name, after.search_text) == (kept.pk, "Tuyên Quang", "tinh tuyen quang")
    assert Succession.objects.filter(new=kept).count() == 2


def test_a_wrong_succession_is_removed():
    make_units()
    Succession.objects.create(old=unit("02", date(2025, 1, 1)), new=unit("40"), on=rules.REFORM, whole=False)
    make_units()
    assert not Succession.objects.filter(new=unit("40"), old__code="02").exists()


def test_more_units_join_those_already_there():
    make_units(districts=())
    assert not Unit.objects.filter(level=3).exists()
    make_units(districts=("033",))
    assert unit("033", date(2025, 1, 1)).parent == unit("02", date(2025, 1, 1))


def test_a_change_of_kind_closes_the_old_row_before_the_new_one_opens():
    """A database loaded before a resolution: the code is never in force twice."""
    rows = [u for u in packaged.units() if u.row.code == "22" and u.row.level == 1]
    links = [link for link in packaged.links() if {link.old, link.new} <= {u.row.key for u in rows}]
    before = rows[1]._replace(row=rows[1].row._replace(valid_to=None))
    services.load([rows[0], before], links[:1])
    assert unit("22").is_current
    services.load(rows, links)
    assert [u.kind for u in Unit.objects.order_by("pk")] == ["tinh", "tinh", "thanh_pho"]
    assert Unit.objects.current().get().valid_from == date(2026, 9, 1)
