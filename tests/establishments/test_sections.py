"""What higher contexts know of an establishment, on its page."""

import pytest

from bedo.core.types import Dong
from bedo.office.establishments.sections import asked_contents, by_year, project_sections
from bedo.projects.models import Project, Share
from bedo.projects.services.wishes import record_wish
from tests.establishments.conftest import TODAY


@pytest.fixture
def row(make):
    return make("HTX Chè Shan")


@pytest.fixture
def wish(row, people):
    return record_wish(
        establishment=row, content="THUONG_HIEU", need="Đăng ký nhãn hiệu", received_on=TODAY, channel="truc_tiep",
        amount_asked=Dong(30_000_000), by=people["officer"], today=TODAY,
    )  # fmt: skip


def published(row, year, support, **more):
    """A project of a published source: what it did not print is null."""
    project = Project.objects.create(
        province=row.province, place=row.place, place_now=row.place, code=f"X-{year}-{support}", title="Máy sao chè",
        content="MAY_MOC_CHUYEN_GIAO_CN", fund="kcdp", year=year, source_url="https://example.vn", created_at=row.created_at,
        state="accepted", **more,
    )  # fmt: skip
    return Share.objects.create(project=project, number=1, establishment=row, support=support and Dong(support))


def test_wishes_stand_on_the_page_and_their_content_is_not_offered_again(row, wish, login, people):
    page = login(people["officer"]).get(f"/co-so/{row.pk}/").content.decode()
    assert wish.code in page
    assert "30.000.000" in page
    assert f'href="/nhu-cau/moi/?co-so={row.pk}"' in page
    assert asked_contents(project_sections(row, user=people["officer"])) == {"THUONG_HIEU"}


def test_money_by_year_adds_what_is_known_and_says_where_nothing_was_printed(row, people):
    published(row, 2021, 200_000_000)
    published(row, 2021, None)
    published(row, 2022, None)
    shares = project_sections(row, user=people["officer"])[1].data["shares"]
    lines = {line.year: line for line in by_year(shares)}
    assert (lines[2021].projects, lines[2021].support, lines[2021].paid) == (2, 200_000_000, None)
    assert lines[2022].support is None


def test_what_was_dropped_does_not_count_in_the_years(row, people):
    share = published(row, 2021, 200_000_000)
    Share.objects.filter(pk=share.pk).update(state="stopped")
    sections = project_sections(row, user=people["officer"])
    assert len(sections[1].data["shares"]) == 1
    assert sections[1].data["years"] == []


def test_a_reader_without_the_right_is_not_asked_to_record_a_wish(row, login, people):
    assert "/nhu-cau/moi/" not in login(people["finance"]).get(f"/co-so/{row.pk}/").content.decode()
