"""Wishes that could be joined: the page, its way into a group project, its cost."""

from datetime import date

import pytest

from bedo.core.types import Dong
from bedo.projects.models import Project, Wish
from bedo.projects.services import wishes
from tests.projects.conftest import *  # noqa: F403 - the chain of a project
from tests.projects.factory import CONTENT, TODAY, make_establishment

pytestmark = pytest.mark.django_db
URL = "/nhu-cau/ghep-nhom/"


def wish_of(people, establishment, amount):
    return wishes.record_wish(
        establishment=establishment, content=CONTENT, need="Máy sao chè", amount_asked=Dong(amount), received_on=date(2026, 11, 1),
        channel="truc_tiep", by=people["officer"], today=TODAY,
    )  # fmt: skip


@pytest.fixture
def two(chain, people, province, commune):
    """Screened wishes of two establishments of one commune."""
    others = [make_establishment(province, commune, f"Cơ sở nhóm {number}") for number in (1, 2)]
    rows = [wish_of(people, one, 100_000_000 * number) for number, one in enumerate(others, 1)]
    Wish.objects.update(state="screened")
    return rows


def test_two_of_one_commune_become_a_group_project(two, people, login):
    client = login(people["officer"])
    page = client.get(URL)
    assert "2 cơ sở cùng ở Xã Xín Mần, cùng xin một nội dung hỗ trợ." in page.content.decode()
    address = f"/de-an/lap/?loai=nhom&ghep={two[0].pk}&ghep={two[1].pk}"
    assert address.replace("&", "&amp;") in page.content.decode()
    form = client.get(address).context["form"]
    assert (sorted(form.initial["wishes"]), form.initial["content"], form.initial["support"]) == (
        [one.pk for one in two],
        CONTENT,
        Dong(300_000_000),
    )
    assert client.get("/de-an/lap/?loai=nhom&ghep=x&ghep=999").status_code == 200


def test_what_is_in_a_project_is_not_proposed(two, people, login, chain):
    chain.to("start")
    chain.project.wishes.add(*two)
    assert Project.objects.count() == 1
    assert "Chưa có nhu cầu nào ghép được" in login(people["officer"]).get(URL).content.decode()


def test_it_costs_the_same_for_two_and_for_twelve(two, people, login, province, commune, count_queries):
    client = login(people["officer"])
    client.get(URL)
    before = count_queries(client.get, URL)
    for number in range(10):
        wish_of(people, make_establishment(province, commune, f"Cơ sở thêm {number}"), 50_000_000)
    assert count_queries(client.get, URL) == before <= 9
