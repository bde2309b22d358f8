"""The worklist of effects: filters in the address, a fixed number of queries, files."""

from datetime import date

import pytest

from bedo.projects.models import Acceptance
from tests.projects.conftest import *  # noqa: F403 - the chain of a project
from tests.projects.factory import Chain, make_establishment

pytestmark = pytest.mark.django_db
URL = "/de-an/theo-doi/"


@pytest.fixture
def followed(chain):
    chain.to("follow")
    Acceptance.objects.update(held_on=date(2024, 10, 5))
    return chain


def test_missing_years_are_shown(followed, login):
    page = login(followed.people["officer"]).get(URL, {"tt": "thieu"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "còn thiếu" in text
    assert followed.share.label in text
    client = login(followed.people["officer"])
    assert [client.get(URL, {"nam": year}).context["page"].count for year in ("2024", "x")] == [1, 1]
    assert client.get(URL, {"q": "không có đề án này"}).context["page"].count == 0


def test_the_page_of_the_project_compares_with_the_promise(followed, login):
    page = login(followed.people["officer"]).get(f"/de-an/{followed.project.pk}/xem/nghiem-thu/")
    assert page.status_code == 200


def test_one_row_costs_what_three_do(followed, login, count_queries, province, commune):
    client = login(followed.people["officer"])
    one = count_queries(client.get, URL)
    for number in (2, 3):
        other = make_establishment(province, commune, f"Cơ sở mẫu 0{number}")
        Chain(followed.people, other, number=number).to("sign")
    assert count_queries(client.get, URL) == one <= 12


def test_it_goes_into_a_file(followed, login):
    answer = login(followed.people["officer"]).get(f"{URL}xuat/csv/")
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    assert "2025: còn thiếu" in text
