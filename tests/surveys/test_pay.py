"""The commune's person: the desk is one page, and accepted visits make the table of pay."""

from datetime import date

import pytest

from bedo.accounts.models import Grant
from bedo.core.periods import Period
from bedo.reports.tables import Asked, build
from bedo.surveys.models import Visit
from bedo.surveys.services import reviewing
from tests.surveys.factory import document


@pytest.fixture
def commune_phone(people, commune, phone_of):
    Grant.objects.filter(user=people["collaborator"]).update(place=commune)
    people["collaborator"].forget_grants()
    return phone_of(people["collaborator"])


def test_accepted_visits_stand_in_the_table_of_pay(people, province, establishment, commune_phone, reviewer):
    papers = [document(establishment=establishment.pk) for _ in range(3)]
    commune_phone.send(*papers)
    visit = Visit.objects.get(pk=papers[0]["id"])
    reviewing.accept(visit=visit, version=visit.version, decisions={}, by=reviewer, today=date(2026, 11, 27))
    for user in (None, people["director"]):
        asked = Asked(Period(date(2026, 11, 1), date(2026, 11, 30)), province, user=user)
        total = build("ctv", asked).line("total")
        assert (total.amounts["visits"].value, total.amounts["taken"].value) == (3, 1)
        assert [one.pk for one in total.amounts["taken"].records] == [str(visit.pk)]
    october = Asked(Period(date(2026, 10, 1), date(2026, 10, 31)), province)
    assert build("ctv", october).line("total").amounts["visits"].value == 0


def test_the_desk_at_the_commune_is_one_page(people, establishment, commune_phone, login):
    commune_phone.send(document(establishment=establishment.pk))
    page = login(people["collaborator"]).get("/").content.decode()
    receipt = Visit.objects.get().receipt
    for words in (
        "Việc của tôi ở xã",
        "1 cơ sở",
        "Buổi thăm mới",
        "nhiệm vụ, hợp đồng của tôi",
        receipt,
        "Chờ xem xét",
    ):
        assert words in page
