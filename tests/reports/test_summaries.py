"""The tables of sums are what their records add up to, whatever was written and by whom; figures from them are the same figures."""

import html
import json
import re
from datetime import date

import pytest
from django.db import connection, transaction

from bedo.accounts.models import Grant
from bedo.accounts.services import grant
from bedo.config import cli
from bedo.core.types import Dong
from bedo.ledger.models import Transfer
from bedo.projects.models import Project
from bedo.reports import figures, summaries
from bedo.reports.figures import REGISTRY, Where, asking
from bedo.reports.models import MoneySum, ProjectSum
from tests.office.projects_in_list import make_project, make_published
from tests.projects.conftest import *  # noqa: F403 - the chain of a project

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(chain, commune):
    """A project settled to the end, and published ones of several years, one without a year and without amounts."""
    chain.to("settle_year")
    for number in range(1, 6):
        make_published(
            commune,
            number,
            year=2019 + number % 3,
            support=Dong(number * 10_000_000),
            state=("planned", "accepted", "stopped")[number % 3],
        )
    make_published(commune, 6, year=None)
    return chain


def right():
    return list(summaries.differences()) == []


def test_every_write_is_added(paid):
    assert MoneySum.objects.exists()
    assert right()


def test_changes_of_projects_move_their_sums(paid, commune, people):
    Project.objects.filter(code="HG-2021-01").update(support=None, state="stopped")
    Project.objects.filter(code="HG-2021-02").update(year=2030, fund="kcqg")
    Project.objects.filter(code="HG-2021-06").update(title="Tên khác")
    assert right()
    Project.objects.filter(code="HG-2021-03").first().shares.all().delete()
    Project.objects.filter(code="HG-2021-03").delete()
    make_project(commune, 9, officer=people["officer"])
    assert right()


def test_another_content_takes_its_money_along(paid):
    before = {row.key: row.value for row in figures.breakdown("money_settled", Where(), "content")}
    Project.objects.filter(pk=paid.project.pk).update(content="THUONG_HIEU")
    after = {row.key: row.value for row in figures.breakdown("money_settled", Where(), "content")}
    assert sum(before.values()) == sum(after.values()) == after["THUONG_HIEU"]
    assert right()


def test_what_is_undone_is_not_added(paid):
    before = list(ProjectSum.objects.order_by("pk").values())
    try:
        with transaction.atomic():
            Project.objects.update(year=2031)
            raise InterruptedError
    except InterruptedError:
        pass
    assert list(ProjectSum.objects.order_by("pk").values()) == before


def test_figures_from_sums_and_from_records_are_the_same(paid, province, people, monkeypatch):
    wheres = [Where(), Where(province), Where(year=2020), Where(province, year=2026)]
    users = [None, people["officer"], people["ministry_department"]]
    codes = [code for code, one in REGISTRY.items() if one.summed]
    assert len(codes) > 15

    def told():
        found = {}
        for code in codes:
            for number, where in enumerate(wheres):
                for place, user in enumerate(users):
                    found[code, number, place] = figures.value(code, where, user)
                    for dimension in {*REGISTRY[code].summed.dimensions, "period"}:
                        found[code, number, place, dimension] = figures.breakdown(code, where, dimension, user)
        return found

    from_sums = told()
    monkeypatch.setattr(asking, "_sums", lambda *_: None)
    assert from_sums == told()


def test_who_sees_single_establishments_is_told_from_records(paid, people):
    figure = REGISTRY["projects"]
    assert asking._sums(figure, Where(), people["officer"]) is not None
    assert asking._sums(figure, Where(), people["beneficiary"]) is None


def test_the_command_compares_and_rebuilds(paid, capsys):
    MoneySum.objects.all().update(amount=1)
    assert cli.main(["sums", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert "các bản ghi cộng lại" in told["differences"][0]
    assert cli.main(["sums", "--rebuild"]) == 0
    assert right()


def test_sums_are_the_raw_sql_to_the_dong(paid):
    """G8: province × year × content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(amount), COUNT(*) FROM ledger_transfer")
        amount, count = cursor.fetchone()
    assert sum(MoneySum.objects.values_list("amount", flat=True)) == int(amount)
    assert sum(MoneySum.objects.values_list("records", flat=True)) == count == Transfer.objects.count()


def test_rows_by_province_year_and_content_are_the_figures_of_each(paid, province, people):
    codes = ("projects_planned", "support", "money_planned", "money_settled")
    rows = figures.crossed(codes, Where(), ("province_now", "year", "content"), [province.pk])
    assert len(rows) > 3
    for row in [row for row in rows if row.key["year"]]:
        where = Where(province, year=row.key["year"], content=row.key["content"])
        for code in codes:
            added = sum(one.adds for one in figures.records(code, where, people["officer"]))
            assert row.values[code] == added, (row, code)
    for code in codes:
        assert sum(row.values[code] for row in rows) == figures.value(code, Where(province)).value


def test_an_officer_who_is_also_a_collaborator_of_a_commune_opens_table_and_figure(
    paid, login, people, province, commune
):
    """No sum holds a commune: what this person may read is added up from the records."""
    commune_home = Grant.objects.get(user=people["collaborator"]).organisation
    grant(
        user=people["officer"],
        role="collaborator",
        organisation=commune_home,
        place=commune,
        valid_from=date(2021, 1, 1),
        by=None,
    )
    client = login(people["officer"])
    assert client.get("/so-lieu/bang/").status_code == 200
    page = client.get("/so-lieu/chi-so/projects_planned/?nam=2020")
    assert page.status_code == 200
    assert figures.value("projects_planned", Where(province), people["officer"]).value == len(
        figures.records("projects_planned", Where(province), people["officer"])
    )


def test_the_table_on_screen_opens_its_records(paid, login, people, count_queries, commune):
    client = login(people["officer"])
    page = client.get("/so-lieu/bang/?nam=").content.decode()
    links = set(re.findall(r'href="(/so-lieu/chi-so/[^"]+)">([\d.]+)<', page))
    assert len(links) > 5
    for link, number in links:
        shown = client.get(html.unescape(link)).content.decode()
        assert f"<b>{number}</b>" in shown, link
    few = count_queries(client.get, "/so-lieu/bang/?nam=")
    for number in range(20, 60):
        make_published(commune, number, year=1997 + number % 25, support=Dong(5))
    assert count_queries(client.get, "/so-lieu/bang/?nam=") == few <= 10
