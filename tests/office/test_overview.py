"""Tổng quan năm: its numbers open exactly their records, money agrees with the books, the cost does not grow."""

import html
import re
from datetime import date

import pytest

from bedo.core.types import Dong
from bedo.ledger import queries as ledger
from bedo.office.desk import charts, year_facts
from bedo.projects.models import Project
from tests.office.test_desk import many_projects
from tests.office.test_desk_overviews import published, stated
from tests.projects.factory import Chain, make_establishment
from tests.projects.groups import GroupChain

URL = "/tong-quan/"
NUMBER = re.compile(
    r'<a href="(/(?:de-an|nhu-cau)/\?[^"]+)">([\d.]+)(?:<span class="off">(?! hỗ trợ năm)[^<]*</span>)?</a>'
)


@pytest.fixture
def establishment(province, commune):
    return make_establishment(province, commune)


@pytest.fixture
def year(people, establishment):
    """One project paid in part, one only funded, a group with its shares, one still a dossier; all of 2026."""
    chain = Chain(people, establishment).to("advance")
    other = make_establishment(establishment.province, establishment.place, "Cơ sở mẫu 02")
    draft = Chain(people, other, number=2).to("submit")
    Project.objects.filter(pk=draft.project.pk).update(content="TU_VAN", fund="kcqg")
    group = GroupChain(people, establishment, number=3)
    group.envelope = lambda: None
    group.line = chain.line
    group.to("allocate").detailed().signed()
    return chain


def numbers(page):
    return [(html.unescape(url), int(text.replace(".", ""))) for url, text in NUMBER.findall(page.content.decode())]


@pytest.mark.parametrize("role", ["director", "appraiser", "approver_province", "ministry_department"])
def test_every_number_opens_as_many_records(role, year, people, login, client):
    client = login(people[role])
    found = numbers(client.get(URL, {"nam": 2026}))
    assert len(found) >= 15
    for url, number in found:
        answer = client.get(url)
        assert answer.status_code == 200, url
        page = answer.context["page"]
        assert page.paginator.count == number, url


MONEY = re.compile(r'<a href="(/so-lieu/chi-so/[^"]+)">([\d.]+)(?:<span class="off">[^<]*</span>)?</a>')


@pytest.mark.parametrize("role", ["director", "appraiser", "ministry_department"])
def test_every_amount_opens_records_that_add_up_to_it(role, year, people, login):
    client = login(people[role])
    found = [
        (html.unescape(url), int(text.replace(".", "")))
        for url, text in MONEY.findall(client.get(URL, {"nam": 2026}).content.decode())
    ]
    assert len({url for url, _ in found}) >= 5
    for url, amount in found:
        context = client.get(url).context
        assert context["value"].value == amount, url
        assert sum(one["adds"] for one in context["records"]) == amount, url
        assert all(client.get(one["url"]).status_code == 200 for one in context["records"][:2])


SUPPORT = re.compile(r'<a href="(/de-an/[^"]+)">([\d.]+)<span class="off"> hỗ trợ năm [^<]*</span></a>')


def test_support_of_a_year_opens_the_projects_whose_support_it_is(year, people, login, commune):
    province = commune.parent
    published(commune, province, 1, year=2021, support=Dong(300_000_000))
    Project.objects.filter(code=f"P{commune.pk}-0").update(code="P-khac")
    published(commune, province, 1, year=2021, support=None)
    client = login(people["director"])
    found = SUPPORT.findall(client.get(URL, {"nam": 2026}).content.decode())
    assert len(found) == 2
    for url, amount in found:
        assert client.get(html.unescape(url)).context["totals"].support == int(amount.replace(".", "")), url


def test_the_ministry_may_look_at_one_province(year, people, login, province, other_province):
    client = login(people["ministry_department"])
    mine = client.get(URL, {"nam": 2026, "tinh": province.pk}).context
    assert mine["whole"].counts[0][0] == 3
    assert client.get(URL, {"nam": 2026, "tinh": other_province.pk}).context["whole"].counts[0][0] == 0
    for url, number in numbers(client.get(URL, {"nam": 2026, "tinh": province.pk})):
        assert client.get(url).context["page"].paginator.count == number, url


def test_money_agrees_with_the_books_and_the_parts_with_the_whole(year, people, login):
    context = login(people["director"]).get(URL, {"nam": 2026}).context
    held = ledger.by_stage(ledger.balances(lines=[year.line.pk]))
    assert context["held"] == sum(held.values())
    whole = context["whole"].part
    assert whole.money == held
    assert whole.money_spent == held["advanced"] + held["recoverable"] + held["settled"] > 0
    for table in context["tables"]:
        parts = [row.part for row, _ in table["rows"]]
        assert sum(part.money_planned for part in parts) == whole.money_planned, table["key"]
        for name in ("every", "planned", "contracted", "finished"):
            assert sum(getattr(part, name) for part in parts) == getattr(whole, name), (table["key"], name)


def test_a_year_without_anything_is_told_so(people, login):
    text = login(people["director"]).get(URL, {"nam": 2026}).content.decode()
    assert "Chưa có đề án nào của năm này." in text


def test_own_records_published_projects_and_printed_figures_stand_apart(year, people, province, login):
    published(province, province, 2, state="completed", support=100_000_000, year=2019)
    stated(province, province, 2018, "fund_local", 4_500_000_000)
    row = stated(province, province, 2015, "fund_local_per_year", 4_000_000_000, kind="fact", scope="")
    row.year_to = 2017
    row.save()
    page = login(people["director"]).get(URL, {"nam": 2026})
    lines = {one["line"].year: one for one in page.context["lines"]}
    assert lines[2026]["line"].own_support == 1_200_000_000
    assert (lines[2019]["line"].published, lines[2019]["line"].published_support) == (2, 200_000_000)
    [(place, [(word, _)])] = lines[2018]["printed"]
    assert (place, word) == ("Tuyên Quang, kết quả", "Kinh phí khuyến công địa phương")
    assert all(lines[n]["printed"][0][1][0][1].value == 4_000_000_000 for n in (2015, 2016, 2017))
    assert 'class="years"' in page.content.decode()


def test_contents_that_are_planned_and_hardly_done_come_first(year, people, login):
    Project.objects.filter(year=2026).update(year=2024)
    Project.objects.filter(content="TU_VAN").update(state="planned")
    least = login(people["director"]).get(URL).context["least"]
    assert [part.finished for _, part, _ in least] == sorted(part.finished for _, part, _ in least)
    assert least[0][1].planned >= 1


@pytest.mark.parametrize("role", ["director", "ministry_department"])
def test_it_costs_the_same_for_ten_and_a_thousand(role, year, people, establishment, login, count_queries):
    many_projects(10, people["officer"], establishment)
    client = login(people[role])
    client.get(URL)
    ten = count_queries(client.get, URL)
    many_projects(990, people["officer"], establishment, first=10)
    assert count_queries(client.get, URL) == ten <= 22


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 0),
        (date(2026, 7, 2), 50),
        (date(2026, 12, 30), 99),
        (date(2026, 12, 31), 100),
        (date(2027, 5, 1), 100),
    ],
)
def test_how_far_the_year_is(day, percent):
    assert year_facts.elapsed(2026, day) == percent


def test_a_drawing_needs_two_years_and_keeps_within_its_box():
    one = charts.Series("a", "dot", [(2020, Dong(5))])
    assert charts.lines([one], "x") == ""
    drawn = charts.lines([charts.Series("a", "dot", [(2002, 0), (2018, Dong(10**12))], joined=True)], "x")
    assert all(0 <= float(x) <= 100 for x in re.findall(r'x[12]?="([\d.]+)%"', drawn))
    assert "2002" in drawn
