"""/so-lieu/: stated figures of one's provinces, with words and sources; contradictions stand side by side."""

from datetime import date

import pytest

from bedo.places.models import Succession, Unit
from bedo.reports.models import StatedFigure
from bedo.reports.services import state_figures

pytestmark = pytest.mark.django_db
URL = "/so-lieu/"


@pytest.fixture
def old_province(province):
    """Hà Giang, which went into Tuyên Quang."""
    unit = Unit(code="02", kind="tinh", level=1, valid_to=date(2025, 6, 30))
    unit.set_name("Hà Giang")
    unit.save()
    Succession.objects.create(old=unit, new=province, on=date(2025, 7, 1), whole=True)
    return unit


def figure(province, place, measure, value, *, row="1", **facts):
    told = {
        "period": "2023",
        "year_from": 2023,
        "year_to": 2023,
        "kind": "plan",
        "scope": "tỉnh",
        "unit": "đồng",
        "printed": "như in",
        "source_url": "https://example.vn/bai",
        **facts,
    }
    return StatedFigure(
        province=province,
        place=place,
        place_text=place.name,
        measure=measure,
        value=value,
        origin=f"test:{row}",
        **told,
    )


@pytest.fixture
def figures(province, old_province):
    rows = [
        figure(province, old_province, "fund_total", 2_634_600_000, qualifier="over"),
        figure(province, old_province, "fund_national", 900_000_000),
        figure(province, old_province, "fund_local", 1_734_600_000),
        figure(province, old_province, "projects_stopped", None, qualifier="unstated", printed="một số đề án"),
    ]
    state_figures(figures=rows, origin="test", by=None)
    return rows


def test_the_overview_counts_as_now_and_as_then(figures, login, people):
    now = login(people["director"]).get(URL).content.decode()
    assert "Tỉnh Tuyên Quang" in now
    assert "Tỉnh Hà Giang" not in now
    then = login(people["director"]).get(URL, {"xem": "khi-do"}).content.decode()
    assert "Tỉnh Hà Giang" in then
    assert "đến hết 30/06/2025" in then


def test_a_province_shows_figures_words_and_sources(figures, login, people, old_province):
    page = login(people["officer"]).get(f"{URL}{old_province.pk}/").content.decode()
    assert "2.634.600.000" in page
    assert ">trên </span>" in page
    assert "không công bố" in page
    assert "một số đề án" in page
    assert 'href="https://example.vn/bai"' in page
    assert "Chỗ không khớp" not in page


def test_what_does_not_add_up_stands_side_by_side(figures, login, people, province, old_province):
    odd = [
        figure(province, old_province, "fund_total", 100, row="2", period="2022", year_from=2022, year_to=2022),
        figure(province, old_province, "fund_national", 60, row="2", period="2022", year_from=2022, year_to=2022),
        figure(province, old_province, "fund_local", 50, row="2", period="2022", year_from=2022, year_to=2022),
    ]
    state_figures(figures=odd, origin="test", by=None)
    for url in (URL, f"{URL}{old_province.pk}/", f"{URL}{province.pk}/"):
        page = login(people["director"]).get(url).content.decode()
        assert "Chỗ không khớp" in page
        assert "lệch 10 đồng" in page


def test_the_year_narrows_and_a_wrong_one_is_told(figures, login, people, old_province):
    client = login(people["director"])
    assert "Kế hoạch 2023" in client.get(f"{URL}{old_province.pk}/", {"nam": "2023"}).content.decode()
    answer = client.get(f"{URL}{old_province.pk}/", {"nam": "xưa"})
    assert answer.status_code == 422


def test_another_province_does_not_exist_and_roles_without_the_right_are_told_why(
    figures, login, people, strangers, old_province
):
    assert login(strangers["director"]).get(f"{URL}{old_province.pk}/").status_code == 404
    assert "Tuyên Quang" not in login(strangers["director"]).get(URL).content.decode()
    for role in ("collaborator", "beneficiary", "administrator"):
        assert login(people[role]).get(URL).status_code == 403


def test_the_ministry_sees_every_province(figures, login, people, old_province):
    assert login(people["ministry_department"]).get(f"{URL}{old_province.pk}/").status_code == 200


def test_pages_cost_the_same_for_few_and_many_figures(figures, login, people, province, old_province, count_queries):
    client = login(people["director"])
    few = [count_queries(client.get, url) for url in (URL, f"{URL}{old_province.pk}/")]
    many = [
        figure(province, old_province, "fund_total", n, row=f"m{n}", period=str(n), year_from=n, year_to=n)
        for n in range(1990, 2020)
    ]
    state_figures(figures=many, origin="test", by=None)
    assert [count_queries(client.get, url) for url in (URL, f"{URL}{old_province.pk}/")] == few
    assert max(few) <= 10


def test_figures_are_entered_once_and_never_without_a_source(figures, province, old_province):
    again = [figure(province, old_province, "fund_total", 1)]
    assert state_figures(figures=again, origin="test", by=None) == 0
    assert StatedFigure.objects.get(measure="fund_total").value == 2_634_600_000
