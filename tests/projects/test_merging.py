"""The merged table of registrations: every project once, twins, the norm, papers, lateness, sums that agree."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bedo.core.types import Dong
from bedo.projects import merging
from bedo.projects.models import EstimateLine, Project
from tests.projects.factory import make_establishment
from tests.projects.national import NationalChain

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 25)
URL = "/de-an/quoc-gia/tong-hop/"


@pytest.fixture
def establishment(province, commune):
    return make_establishment(province, commune)


@pytest.fixture
def registered(people, establishment):
    return NationalChain(people, establishment).to("register")


def entries(people, role="ministry_department"):
    return {one.project.code: one for one in merging.merged(people[role], 2026, TODAY)}


def test_a_registered_project_stands_once_with_its_money_and_lateness(registered, people):
    [one] = entries(people).values()
    assert (one.fund, one.own, one.other, one.total) == (300_000_000, 400_000_000, 0, 700_000_000)
    assert one.sent == registered.set_row
    late = dict(one.problems)[merging.LATE]
    assert late == "gửi 20/10/2025, hạn 19/06/2025: Chờ giấy tờ của cơ sở"
    assert merging.TWIN not in one.kinds


def test_the_same_machine_for_the_same_establishment_is_told_whatever_fund_pays(registered, people, establishment):
    twin = Project.objects.get(pk=registered.project.pk)
    twin.pk, twin.code, twin.track, twin.fund, twin.state = None, "DA-TRUNG", "local", "kcdp", "planned"
    twin._state.adding = True
    twin.save()
    share = registered.project.shares.get()
    share.pk, share.project = None, twin
    share._state.adding = True
    share.save()
    for line in registered.project.estimate.all():
        EstimateLine.objects.create(
            project=twin, number=1, text=line.text, machine_key=line.machine_key, total=line.total, from_fund=line.total
        )
    [one] = entries(people).values()
    assert dict(one.problems)[merging.TWIN] == "cùng cơ sở, cùng máy với DA-TRUNG"
    Project.objects.filter(pk=twin.pk).update(state="rejected")
    assert merging.TWIN not in entries(people)[registered.project.code].kinds


def test_over_the_norm_and_missing_papers_are_told(registered, people):
    Project.objects.filter(pk=registered.project.pk).update(support=Dong(650_000_000))
    registered.project.papers.filter(slot="dossier:letter").delete()
    [one] = entries(people).values()
    assert merging.OVER in one.kinds
    assert merging.GAP in one.kinds


def test_who_sees_no_province_sees_no_row(registered, people, strangers):
    assert entries(people, "director")
    assert merging.merged(strangers["director"], 2026, TODAY) == []
    assert merging.merged(people["ministry_department"], 2027, TODAY) == []


def test_each_number_of_the_page_opens_its_rows(registered, people, establishment, login):
    copy = Project.objects.get(pk=registered.project.pk)
    copy.pk, copy.code, copy.content = None, "QG001", "TU_VAN"
    copy._state.adding = True
    copy.save()
    registered.set_row.projects.add(copy)
    client = login(people["ministry_department"])
    page = client.get(URL)
    context = page.context
    assert context["whole"].projects == context["page"].count == 2
    for figure in context["strip"]:
        assert client.get(URL + figure["url"]).context["page"].count == figure["value"], figure
    for row in [*context["provinces"], *context["contents"]]:
        assert client.get(URL + row["url"]).context["page"].count == row["sums"].projects
        assert client.get(URL + row["wrong_url"]).context["page"].count == row["sums"].wrong
    for rows in (context["provinces"], context["contents"]):
        assert sum(row["sums"].fund for row in rows) == context["whole"].fund


def test_the_file_has_the_rows_and_leaves_a_trace(registered, people, login):
    answer = login(people["ministry_department"]).get(reverse("office:projects:merged_export", args=["xlsx"]))
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    head, row, *_ = book.get_sheet_by_name("Đề án").to_python()
    found = dict(zip(head, row, strict=True))
    assert found["Khuyến công quốc gia (đồng)"] == 300_000_000
    assert found["Mục tiêu"]
    text = b"".join(
        login(people["director"]).get(reverse("office:projects:merged_export", args=["csv"])).streaming_content
    )
    assert registered.project.code in text.decode("utf-8-sig")


def test_the_national_desk_says_what_waits_and_what_reached_the_provinces(registered, people, login):
    client = login(people["ministry_department"])
    [first] = client.get("/de-an/quoc-gia/?nam=2026").context["waiting"]
    assert (first["who"], first["what"]) == ("Cục", "nhận hồ sơ vào thẩm định: 1 đề án")
    assert client.get("/de-an/quoc-gia/" + first["url"]).context["page"].count == 1
    registered.to("approve")
    context = client.get("/de-an/quoc-gia/?nam=2026").context
    assert [(one["who"], one["what"]) for one in context["waiting"]] == [
        ("Cục", "giao dự toán quốc gia năm 2026, đợt 1")
    ]
    [line] = context["allotments"]
    assert (line["held"], line["projects"], line["spent"]) == (300_000_000, 1, 0)


def test_the_table_costs_the_same_for_one_and_for_many(registered, people, login, count_queries):
    client = login(people["ministry_department"])
    client.get(URL)
    one = count_queries(client.get, URL)
    for n in range(20):
        copy = Project.objects.get(pk=registered.project.pk)
        copy.pk, copy.code = None, f"QG{n:03}"
        copy._state.adding = True
        copy.save()
        registered.set_row.projects.add(copy)
    assert client.get(URL).context["page"].count == 21
    assert count_queries(client.get, URL) <= one + 1 <= 20
