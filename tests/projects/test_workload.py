"""What each officer carries: every count equals the rows of the list it opens."""

import re
from datetime import date

import pytest

from bedo.network import services as network
from bedo.network import visiting
from bedo.projects import workload
from bedo.projects.models import Project, Wish
from bedo.projects.services import progress
from tests.projects.factory import TODAY

URL = "/mang-luoi/khoi-luong/"


@pytest.fixture(autouse=True)
def nobody_keeps_visits(monkeypatch):
    """As if no context kept visits; a test that needs them registers its own."""
    monkeypatch.setattr(visiting, "_ASKED", {})


@pytest.fixture
def loaded(chain, people, province, commune):
    chain.to("begin")
    progress.raise_difficulty(
        share=chain.share, text="Thiếu điện", holder=people["officer"], due_on=TODAY, **chain.by("officer")
    )
    member = network.add(
        kind="member",
        province=province,
        full_name="Cán bộ A",
        user=people["officer"],
        by=people["director"],
        today=TODAY,
    )
    network.assign_place(place=commune, member=member, from_on=date(2026, 1, 5), by=people["director"], today=TODAY)
    return chain


def load_of(province, user):
    return next(load for load in workload.loads(province, TODAY) if load.user == user)


def test_counts_of_one_officer(loaded, people, province):
    load = load_of(province, people["officer"])
    assert (load.projects, load.wishes, load.difficulties, load.places, load.visits) == (1, 1, 1, 1, None)
    assert load.on([loaded.project.state]) == 1
    assert load_of(province, people["director"]).projects == 0


def test_a_report_is_owed_from_the_month_after_the_contract_until_it_is_written(loaded, people, province):
    assert load_of(province, people["officer"]).reports == 1
    assert workload.owed_by(province, people["officer"], TODAY) == [loaded.share]
    month = workload.last_month(TODAY)
    assert month == date(2026, 10, 1)
    progress.report_progress(
        share=loaded.share,
        month=month,
        planned_percent=40,
        done_percent=40,
        done_text="Lắp máy",
        **loaded.by("officer"),
    )
    assert load_of(province, people["officer"]).reports == 0


def test_visits_due_need_somebody_who_keeps_visits(loaded, people, province, commune, monkeypatch):
    monkeypatch.setattr(visiting, "_ASKED", {})
    visiting.register("thu", lambda province, units: {commune.pk: date(2025, 11, 24)})
    assert load_of(province, people["officer"]).visits == 1
    visiting.register("thu", lambda province, units: {commune.pk: date(2025, 11, 26)})
    assert load_of(province, people["officer"]).visits == 0


def test_every_number_opens_as_many_rows(loaded, people, login):
    client = login(people["director"])
    html = client.get(URL).content.decode()
    row = next(part for part in html.split("<tr>") if "officer Tuyên Quang" in part and "Tài" not in part)
    links = re.findall(r'href="(/(?:de-an|nhu-cau)/\?[^"]+)">(\d+)<', row)
    assert len(links) >= 3
    for url, number in links:
        page = client.get(url.replace("&amp;", "&"))
        kept = page.context["page"].count if "page" in page.context else None
        assert kept == int(number), url
    assert Project.objects.live().count() == 1
    assert Wish.objects.live().count() == 1
    own = client.get(f"{URL}{people['officer'].pk}/").content.decode()
    assert "Thiếu điện" in own
    assert "Chưa có dữ liệu về các lần đi cơ sở" in own


def test_the_page_costs_the_same_for_more_officers(loaded, people, login, count_queries, make_person, province):
    client = login(people["director"])
    client.get(URL)
    one = count_queries(client.get, URL)
    for number in range(6):
        make_person("officer", province, username=f"them{number}")
    assert count_queries(client.get, URL) == one
    assert client.get(f"{URL}xuat/xlsx/").status_code == 200
