"""Priority areas: dated rows with their text; reaching today's communes through successions."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.places import queries, services
from bedo.places.models import PriorityArea
from tests.places.factory import BEFORE, make_units, unit

pytestmark = pytest.mark.django_db
TEXT = "Quyết định thử nghiệm, Điều 1"


@pytest.fixture
def district(db):
    make_units()
    return unit("033", BEFORE)


def declare(place, flag="30a", since=date(2022, 1, 1), until=None, basis=TEXT, certainty="summary"):
    return services.declare_area(
        place, flag, effective_from=since, effective_to=until, basis=basis, certainty=certainty, by=None
    )


def test_an_area_counts_from_its_first_to_its_last_day(district):
    declare(district, until=date(2025, 12, 31))
    for day, found in ((date(2021, 12, 31), 0), (date(2022, 1, 1), 1), (date(2025, 12, 31), 1), (date(2026, 1, 1), 0)):
        assert len(queries.priority_areas(district, day)) == found


def test_an_area_reaches_the_communes_below_and_those_of_today_as_inherited(district):
    area = declare(district)
    commune = unit("01129", BEFORE)
    today = queries.present(commune)
    assert queries.priority_areas(district, date(2025, 1, 1)) == [(area, False)]
    assert queries.priority_areas(commune, date(2025, 1, 1)) == [(area, True)]
    assert queries.priority_areas(today, date(2026, 1, 1)) == [(area, True)]
    assert queries.priority_areas(unit("40"), date(2026, 1, 1)) == []


def test_an_area_needs_its_text(district):
    with pytest.raises(Refused) as refusal:
        declare(district, basis=" ")
    assert refusal.value.field == "basis"
    assert not PriorityArea.objects.exists()


def test_the_same_area_is_not_entered_twice(district):
    declare(district)
    with pytest.raises(Refused):
        declare(district)
    assert PriorityArea.objects.count() == 1


def test_an_area_ends_and_keeps_its_row_and_the_log_says_both(district):
    area = declare(district)
    services.end_area(area, on=date(2025, 12, 31), by=None)
    area.refresh_from_db()
    assert area.effective_to == date(2025, 12, 31)
    assert list(LogEntry.objects.filter(chain="08").values_list("kind", flat=True)) == [
        "places.area",
        "places.area_end",
    ]


def test_an_area_does_not_end_before_it_began(district):
    with pytest.raises(Refused):
        services.end_area(declare(district), on=date(2021, 1, 1), by=None)


def test_the_database_refuses_a_row_without_text(district):
    with pytest.raises(IntegrityError), transaction.atomic():
        PriorityArea.objects.create(unit=district, flag="30a", basis="", certainty="read")
