"""Entering and correcting establishments."""

import unicodedata
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bedo.core.log import broken_entries, timeline
from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.establishments import services
from bedo.establishments.models import Establishment
from tests.establishments.conftest import TODAY


def test_an_officer_registers_and_the_timeline_says_so_without_personal_values(make, people):
    row = make("Hộ kinh doanh Lù Thị Mai", kind="ho_kinh_doanh", tax_code="002185001234", by=people["officer"])
    entry = timeline(row.group).get()
    assert entry.actor == people["officer"]
    assert "Mai" not in entry.text + str(entry.data)
    assert "002185001234" not in entry.text + str(entry.data)
    assert entry.personal.data["name"] == [None, "Hộ kinh doanh Lù Thị Mai"]
    assert not list(broken_entries())


def test_what_nobody_knows_stays_null(make):
    row = make()
    row.refresh_from_db()
    assert (row.workers, row.capital, row.exports, row.owner_is_woman, row.founded_on) == (None,) * 5


def test_text_is_stored_composed_and_found_without_marks(make):
    row = make(unicodedata.normalize("NFD", "  Cơ sở  miến dong Hoà Bình "))
    assert row.name == unicodedata.normalize("NFC", "Cơ sở miến dong Hoà Bình")
    assert "mien dong hoa binh" in row.search_text
    assert make("Cơ sở miến dong Hòa Bình").name_key == row.name_key


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "  "}, "name"),
        ({"kind": "x"}, "kind"),
        ({"sector": "x"}, "sector"),
        ({"tax_code": "0100233480"}, "tax_code"),
        ({"founded_on": date(2026, 3, 11)}, "founded_on"),
        ({"workers": None, "workers_as_of": date(2026, 1, 1)}, "workers"),
        ({"revenue": Dong(5)}, "revenue_year"),
        ({"revenue": Dong(5), "revenue_year": 2027}, "revenue_year"),
    ],
)
def test_impossible_values_are_refused_beside_their_field_and_nothing_is_saved(make, facts, field):
    with pytest.raises(Refused) as caught:
        make(**facts)
    assert (caught.value.field, caught.value.status) == (field, 422)
    assert not Establishment.objects.exists()
    assert not LogEntry.objects.filter(kind="establishment.register").exists()


def test_a_tax_code_belongs_to_one_live_establishment_of_a_province(make):
    first = make(tax_code="0100233488")
    with pytest.raises(Refused) as caught:
        make("HTX khác", tax_code="01.00.233.488")
    assert caught.value.establishment == first
    assert caught.value.field == "tax_code"


def test_the_database_refuses_the_twin_too(make):
    make(tax_code="0100233488")
    other = make("HTX khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        Establishment.objects.filter(pk=other.pk).update(tax_code="0100233488")


def test_another_province_may_have_the_same_tax_code(make, other_province):
    make(tax_code="0100233488")
    make(tax_code="0100233488", province=other_province, place=other_province)
    assert Establishment.objects.filter(tax_code="0100233488").count() == 2


def test_an_update_raises_the_version_and_logs_what_changed(make, people):
    row = make(workers=12)
    changed = services.update(
        establishment=row, version=1, by=people["officer"], today=TODAY, workers=15, name=row.name
    )
    assert (changed.version, changed.workers, changed.updated_by) == (2, 15, people["officer"])
    entry = timeline(row.group).first()
    assert entry.data["changed"] == {"workers": [12, 15]}
    assert entry.text == "Sửa: lao động."


def test_an_update_that_changes_nothing_leaves_no_trace(make):
    row = make(workers=12)
    services.update(establishment=row, version=1, by=None, today=TODAY, workers=12)
    row.refresh_from_db()
    assert row.version == 1
    assert timeline(row.group).count() == 1


def test_a_stale_version_is_refused_and_nothing_changes(make):
    row = make(workers=12)
    services.update(establishment=row, version=1, by=None, today=TODAY, workers=15)
    with pytest.raises(Refused) as caught:
        services.update(establishment=row, version=1, by=None, today=TODAY, workers=99)
    assert (caught.value.code, caught.value.status) == ("stale", 409)
    row.refresh_from_db()
    assert row.workers == 15


def test_only_who_may_edit_in_the_province_writes(make, people, strangers):
    row = make()
    for user in (strangers["officer"], people["accountant"], people["administrator"], people["beneficiary"]):
        with pytest.raises(Refused) as caught:
            services.update(establishment=row, version=1, by=user, today=TODAY, workers=1)
        assert caught.value.status == 403


def test_unknown_fields_are_a_mistake_of_the_program(make):
    with pytest.raises(TypeError):
        make(version=7)
