"""Đề án có dấu hiệu chậm, ngừng: the list and its order, the page of one project, who sees them, what they cost."""

from datetime import date

import pytest
from django.urls import reverse

from bedo.projects.models import Project, Share
from tests.office.test_desk import many_projects
from tests.projects.factory import Chain, make_establishment

URL = "/de-an/dau-hieu-cham/"


@pytest.fixture
def establishment(province, commune):
    return make_establishment(province, commune)


@pytest.fixture
def running(people, establishment, monkeypatch):
    for place in ("projects.watched", "projects.scene"):
        monkeypatch.setattr(f"bedo.office.{place}.today", lambda: date(2026, 11, 25))
    return Chain(people, establishment).to("advance")


def page_of(project):
    return reverse("office:projects:detail", args=[project.pk])


def test_the_list_says_why_and_links_to_the_dated_thresholds(running, people, login):
    page = login(people["director"]).get(URL)
    [row] = page.context["page"].object_list
    assert row.points == sum(one.points for one in row.found) > 0
    text = page.content.decode()
    assert "Quá hạn hợp đồng 25 ngày (hạn 31/10/2026)." in text
    assert "/quy-dinh/dau-hieu-cham/" in text
    assert "không phải xác suất" in text
    assert page_of(running.project) in text


def test_each_sign_opens_as_many_rows_as_it_says(running, people, establishment, login):
    other = make_establishment(establishment.province, establishment.place, "Cơ sở mẫu 02")
    Chain(people, other, number=2).to("allocate")
    client = login(people["director"])
    rules = client.get(URL).context["rules"]
    assert {rule.key for rule, number in rules if number} >= {"overdue", "reports", "late_money"}
    for rule, number in rules:
        assert client.get(URL, {"dau": rule.key}).context["page"].count == number, rule.key
    assert [row.points for row in client.get(URL).context["page"].object_list] == sorted(
        (row.points for row in client.get(URL).context["page"].object_list), reverse=True
    )


def test_the_project_page_tells_who_sees_it_by_office_only(running, people, login):
    text = login(people["officer"]).get(page_of(running.project)).content.decode()
    assert "Dấu hiệu chậm, ngừng" in text
    assert "Quá hạn hợp đồng" in text
    own = login(people["beneficiary"]).get(page_of(running.project))
    assert "Dấu hiệu chậm" not in own.content.decode()
    assert login(people["beneficiary"]).get(URL).status_code == 403


def test_the_page_of_a_warned_project_costs_no_more_than_twelve(running, people, login, count_queries):
    client = login(people["officer"])
    client.get(page_of(running.project))
    assert count_queries(client.get, page_of(running.project)) <= 12


def test_the_list_costs_the_same_for_ten_and_a_thousand(running, people, establishment, login, count_queries):
    many_projects(10, people["officer"], establishment)
    client = login(people["director"])
    client.get(URL)
    ten = count_queries(client.get, URL)
    many_projects(990, people["officer"], establishment, first=10)
    assert count_queries(client.get, URL) == ten <= 8


def test_published_projects_and_other_provinces_are_not_watched(running, people, login):
    client = login(people["director"])
    Project.objects.filter(pk=running.project.pk).update(source_url="https://example.vn/bai")
    assert client.get(URL).context["page"].count == 0
    assert Share.objects.filter(project=running.project).exists()


def test_too_wide_a_scope_is_narrowed_to_one_province_first(
    running, people, strangers, other_province, login, monkeypatch
):
    far = make_establishment(other_province, other_province, "Cơ sở tỉnh khác")
    Chain(strangers, far, number=7).to("advance")
    monkeypatch.setattr("bedo.office.projects.watched.MOST", 1)
    client = login(people["ministry_department"])
    page = client.get(URL)
    assert "quá nhiều đề án" in page.content.decode()
    assert page.context["page"].count == 0
    assert client.get(URL, {"tinh": running.project.province_id}).context["page"].count == 1
    assert "quá nhiều" not in login(people["director"]).get(URL).content.decode()


def test_the_weekly_sheet_names_the_heaviest(running, people, login):
    text = login(people["director"]).get("/giao-ban/").content.decode()
    assert "Dấu hiệu chậm, ngừng" in text
    assert "Quá hạn hợp đồng" in text
