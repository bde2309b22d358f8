"""A norm over time: projects on each side of its first day, a draft tried on past ones, its file; what pages cost."""

import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bedo.core.models import LogEntry
from bedo.core.types import Dong
from bedo.programmes import queries, services
from bedo.programmes.models import RuleRow
from bedo.projects import norms
from bedo.projects.models import Project
from bedo.projects.rules import states
from tests.projects.factory import CONTENT, Chain, make_establishment

MILLION = 1_000_000


@pytest.fixture
def row(province, other_province):
    services.load_rules()
    return RuleRow.objects.get(table="support_norms", key=CONTENT, effective_from=date(2018, 5, 11))


@pytest.fixture
def planned(row, people, province, commune):
    """A project approved on 20 January 2026: cost 700 million, support 300."""
    return Chain(people, make_establishment(province, commune)).to("approve").project


def another(project, code, **values):
    """A project like it, written past the services."""
    return Project.objects.create(
        province=project.province, place=project.place, code=code, title=f"Đề án {code}", content=CONTENT, fund="kcdp",
        created_at=project.created_at, officer=project.officer,
        **{"state": states.PLANNED, "year": 2026, "support": Dong(100 * MILLION), "total": Dong(400 * MILLION), **values},
    )  # fmt: skip


@pytest.fixture
def several(planned):
    another(planned, "OLD", rule_day=date(2018, 5, 10), year=2018, state=states.CLOSED)
    another(planned, "FIRST-DAY", rule_day=date(2018, 5, 11), year=2018, state=states.CLOSED)
    another(planned, "OPEN", state=states.SUBMITTED)
    another(planned, "DROPPED", state=states.WITHDRAWN)
    another(planned, "PRINTED", state=states.UNKNOWN, source_url="https://example.vn/", total=None, counterpart=None)
    return planned


def codes(user, row, side):
    return sorted(norms.on_side(user, queries.typed(row), side).values_list("code", flat=True))


def test_every_project_stands_on_one_side(several, people, row):
    user, norm = people["officer"], queries.typed(row)
    assert codes(user, row, norms.BEFORE) == ["OLD"]
    assert codes(user, row, norms.WITHIN) == sorted(["FIRST-DAY", several.code])
    assert codes(user, row, norms.AFTER) == []
    assert codes(user, row, norms.OPEN) == ["OPEN"]
    assert codes(user, row, norms.UNKNOWN) == ["DROPPED", "PRINTED"]
    assert norms.counts(user, norm) == {"truoc": 1, "trong": 2, "sau": 0, "cho": 1, "khong_ro": 2}


def test_a_norm_that_ended_has_a_third_side(several, people, row):
    old = RuleRow.objects.get(table="support_norms", key=CONTENT, effective_to=date(2018, 5, 10))
    assert codes(people["officer"], old, norms.WITHIN) == ["OLD"]
    assert codes(people["officer"], old, norms.AFTER) == sorted(["FIRST-DAY", several.code])


def test_the_page_names_the_sides(several, people, row, login):
    page = login(people["officer"]).get(reverse("office:programmes:sides", args=[row.pk]), {"phia": "cho"})
    assert page.status_code == 200
    assert "Chưa phê duyệt kế hoạch" in page.content.decode()
    assert [project.code for project in page.context["page"].object_list] == ["OPEN"]


def test_a_draft_is_tried_on_past_projects_and_nothing_is_stored(several, people, row, login):
    entries = LogEntry.objects.count()
    asked = {"ty_le": "50", "tran": "150 triệu", "tu": 2018, "den": 2026}
    page = login(people["officer"]).get(reverse("office:programmes:trial", args=[row.pk]), asked)
    found = page.context["trial"]
    said = [
        (
            line.given.project.code,
            line.result.past.basis,
            line.result.past.given,
            line.result.allowed,
            line.result.difference,
        )
        for line in found.lines
    ]
    assert said == [
        ("FIRST-DAY", 400 * MILLION, 100 * MILLION, 150 * MILLION, 50 * MILLION),
        ("OLD", 400 * MILLION, 100 * MILLION, 150 * MILLION, 50 * MILLION),
        (several.code, 700 * MILLION, 300 * MILLION, 150 * MILLION, -150 * MILLION),
        ("PRINTED", None, 100 * MILLION, None, None),
    ]
    assert (found.sums.given, found.sums.allowed, found.sums.more, found.sums.less) == (
        500 * MILLION,
        450 * MILLION,
        100 * MILLION,
        150 * MILLION,
    )
    assert (found.sums.difference, found.sums.unknown, found.projects) == (-50 * MILLION, 1, 4)
    assert "50 % của 700.000.000 đ: 350.000.000 đ; Mức trần 150.000.000 đ" in page.content.decode()
    assert LogEntry.objects.count() == entries


def test_years_outside_are_left_out(several, people, row, login):
    asked = {"ty_le": "50", "tran": "", "tu": 2019, "den": 2025}
    assert (
        login(people["officer"]).get(reverse("office:programmes:trial", args=[row.pk]), asked).context["trial"].lines
        == []
    )


def test_the_form_begins_with_the_rows_own_level(row, people, login):
    form = login(people["officer"]).get(reverse("office:programmes:trial", args=[row.pk])).context["form"]
    assert (form["ty_le"].value(), form["tran"].value()) == ("50", "300.000.000")


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"ty_le": "101"}, "ty_le"), ({"ty_le": "x"}, "ty_le"), ({"ty_le": "", "tran": ""}, "ty_le"), ({"tran": "ba"}, "tran"), ({"tu": "2027"}, "den"), ({"den": "19"}, "den")],
)  # fmt: skip
def test_a_wrong_draft_is_told_beside_its_field(row, people, login, asked, field):
    sent = {"ty_le": "50", "tran": "300 triệu", "tu": "2020", "den": "2026", **asked}
    page = login(people["officer"]).get(reverse("office:programmes:trial", args=[row.pk]), sent)
    assert page.status_code == 422
    assert field in page.context["form"].errors


def test_too_many_are_refused(several, people, row, login, monkeypatch):
    monkeypatch.setattr(norms, "MOST", 3)
    page = login(people["officer"]).get(
        reverse("office:programmes:trial", args=[row.pk]), {"ty_le": "50", "tu": 2018, "den": 2026}
    )
    assert page.status_code == 422
    assert "Chọn ít năm hơn" in page.content.decode()


def test_the_trial_is_taken_out_as_a_file_and_leaves_a_trace(several, people, row, login):
    client, asked = login(people["officer"]), {"ty_le": "50", "tran": "150000000", "tu": 2018, "den": 2026}
    csv = b"".join(
        client.get(reverse("office:programmes:trial_export", args=[row.pk, "csv"]), asked).streaming_content
    ).decode()
    assert f"{several.code};Hỗ trợ máy sao chè;" in csv
    assert ";700000000;300000000;150000000;-150000000;" in csv
    book = b"".join(
        client.get(reverse("office:programmes:trial_export", args=[row.pk, "xlsx"]), asked).streaming_content
    )
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[-1][5:8] == [600 * MILLION, 450 * MILLION, -50 * MILLION]
    assert LogEntry.objects.filter(kind="export.list").count() == 2
    assert client.get(reverse("office:programmes:trial_export", args=[row.pk, "csv"])).status_code == 422
    assert client.get(reverse("office:programmes:trial_export", args=[row.pk, "pdf"]), asked).status_code == 404


def test_only_a_support_norm_has_these_pages_and_only_who_sees_projects(row, people, login):
    other = RuleRow.objects.filter(table="deadlines").first()
    for name in ("sides", "trial"):
        assert login(people["officer"]).get(reverse(f"office:programmes:{name}", args=[other.pk])).status_code == 404
        assert (
            login(people["administrator"]).get(reverse(f"office:programmes:{name}", args=[row.pk])).status_code == 403
        )


def test_a_stranger_tries_it_on_no_project_of_ours(several, strangers, row, login):
    asked = {"ty_le": "50", "tu": 2018, "den": 2026}
    assert (
        login(strangers["officer"]).get(reverse("office:programmes:trial", args=[row.pk]), asked).context["trial"].lines
        == []
    )


@pytest.mark.parametrize(
    ("name", "asked"), [("sides", {"phia": "trong"}), ("trial", {"ty_le": "50", "tu": 2018, "den": 2026})]
)
def test_pages_cost_the_same_for_few_and_for_many(several, people, row, login, count_queries, name, asked):
    client, url = login(people["officer"]), reverse(f"office:programmes:{name}", args=[row.pk])
    client.get(url, asked)
    few = count_queries(client.get, url, asked)
    for number in range(20):
        another(several, f"N{number}", rule_day=date(2025, 1, 5), year=2025)
    assert count_queries(client.get, url, asked) == few <= 12
