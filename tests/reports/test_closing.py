"""A closed period stays as it was; what changed since is named, record by record; nobody alters it unseen."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.core.periods import Period
from bedo.core.types import Dong
from bedo.office.reports.closing import periods_over
from bedo.projects.models import Project
from bedo.reports import closing
from bedo.reports.models import ClosedPeriod
from tests.office.projects_in_list import make_published

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
M = 1_000_000


@pytest.fixture
def year(commune, people, province):
    """2021 of the province with three finished projects; (how to close it, its projects)."""
    rows = [make_published(commune, number, support=Dong(number * 100 * M)) for number in (1, 2, 3)]

    def close(period=None):
        return closing.close_period(
            province=province, period=period or Period.year(2021), by=people["director"], today=TODAY
        )

    return close, rows


def changed(row):
    return {one.figure.code: one for one in closing.compare(row) if one.has_changed}


def test_nothing_changed_says_nothing(year):
    close, _ = year
    row = close()
    assert row.figures["support"]["value"] == 600 * M
    assert changed(row) == {}
    assert LogEntry.objects.get(kind="report.closed").data["sha256"] == row.sha256


def test_a_later_change_names_the_records(year):
    close, (one, two, three) = year
    row = close()
    Project.objects.filter(pk=two.pk).update(support=250 * M)
    Project.objects.filter(pk=three.pk).update(state="stopped")
    found = changed(row)
    support = found["support_finished"]
    assert (support.closed, support.now, support.difference) == (600 * M, 350 * M, -250 * M)
    assert [(r.pk, r.before, r.after) for r in support.records] == [
        (two.pk, 200 * M, 250 * M),
        (three.pk, 300 * M, None),
    ]
    assert [(r.pk, r.before, r.after) for r in found["projects_stopped"].records] == [(three.pk, None, 1)]
    assert "projects" not in found
    row.refresh_from_db()
    assert row.figures["support_finished"]["value"] == 600 * M


def test_closed_again_only_after_a_change_with_the_next_number(year):
    close, (one, *_) = year
    close()
    with pytest.raises(Refused, match="chưa có gì thay đổi"):
        close()
    Project.objects.filter(pk=one.pk).update(support=1)
    assert close().number == 2
    assert ClosedPeriod.objects.count() == 2


def test_a_part_of_a_year_has_the_figures_with_a_day(year, commune, people):
    close, _ = year
    row = close(Period.quarter(2026, 3))
    assert {"wishes", "money_settled"} <= set(row.figures)
    assert "support" not in row.figures


def test_only_who_may_and_only_what_is_over(year, province, people, strangers):
    for by in (people["officer"], strangers["director"]):
        with pytest.raises(Refused, match="chưa được giao"):
            closing.close_period(province=province, period=Period.year(2021), by=by, today=TODAY)
    close, _ = year
    with pytest.raises(Refused, match="chưa hết"):
        close(Period.year(2026))
    assert not ClosedPeriod.objects.exists()


def test_nobody_alters_it_unseen(year):
    close, _ = year
    row = close()
    with pytest.raises(DatabaseError), transaction.atomic():
        ClosedPeriod.objects.filter(pk=row.pk).update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    assert list(closing.broken()) == []
    row.figures["support"]["value"] += 1
    assert closing.digest(row) != row.sha256


def test_periods_to_choose_are_over_and_named_once():
    found = periods_over(TODAY)
    assert all(one.is_over(TODAY) for one in found)
    labels = [one.label for one in found]
    assert len(set(labels)) == len(labels)
    assert labels[0] == "tháng 10/2026"
    assert {"quý III/2026", "9 tháng đầu năm 2026", "6 tháng đầu năm 2026", "năm 2025"} <= set(labels)
    assert "năm 2026" not in labels


def test_the_page_closes_and_shows_closed_beside_now(year, login, people, province):
    _, (one, two, _) = year
    director = login(people["director"])
    answer = director.post("/so-lieu/chot/", {"tinh": province.pk, "ky": "20210101-20211231"})
    row = ClosedPeriod.objects.get()
    assert answer.url == f"/so-lieu/chot/{row.pk}/"
    Project.objects.filter(pk=two.pk).update(support=250 * M)
    page = director.get(answer.url).content.decode()
    assert "Đã chốt <b>600.000.000</b> → nay <b>650.000.000</b>" in page
    assert f"/de-an/{two.pk}/" in page
    assert f"/de-an/{one.pk}/" not in page
    figure = director.get(f"/so-lieu/chi-so/support/?nam=2021&tinh={province.pk}").content.decode()
    assert "đã chốt" in figure
    again = director.post("/so-lieu/chot/", {"tinh": province.pk, "ky": "20260101-20261231"})
    assert again.status_code == 422
