"""Every registered figure, in every breakdown: its records add up to it, its rows add up to it, scope holds."""

import json
from datetime import date

import pytest

from bedo.config import cli
from bedo.core.types import Dong
from bedo.places.models import Succession
from bedo.planning.models import Programme, Target
from bedo.projects.services.published import PublishedProject, enter_published
from bedo.reports import figures, relations
from bedo.reports.figures import REGISTRY, Where
from bedo.reports.figures.targets import reached
from bedo.reports.models import StatedFigure
from tests.conftest import _unit
from tests.projects.conftest import *  # noqa: F403 - the chain of a project

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(chain, province, other_province):
    """One project that lived its whole life, and published ones of Hà Giang, two of them in a split district."""
    chain.to("effect")
    old = _unit("02", "Hà Giang", None)
    near = _unit("030", "Bắc Quang", None, level=2, kind="huyen", parent=old)
    for unit in (old, near):
        unit.valid_to = date(2025, 6, 30)
        unit.save(update_fields=["valid_to"])
    Succession.objects.create(old=old, new=province, on=date(2025, 7, 1))
    Succession.objects.create(old=near, new=province, on=date(2025, 7, 1), whole=False)
    rows = [
        PublishedProject(
            code=f"HG-{n}", place_id=(near if n % 2 else old).pk, title=f"Máy {n}", track="local", kind="single", content="THUONG_HIEU",
            fund="kcdp", year=2020 + n % 3, state=("planned", "accepted", "stopped")[n % 3], support=Dong(100_000_000 * n),
            counterpart=None if n == 2 else Dong(50_000_000), total=None if n == 2 else Dong(150_000_000 * n), beneficiary_names="",
            beneficiary_count=None, source_url="https://example.vn/", printed={},
        )
        for n in range(1, 6)
    ]  # fmt: skip
    enter_published(province=province, projects=rows, origin="thử", by=None)
    return {"now": province, "old": old, "other": other_province}


def added(code, where, user=None):
    return sum(row.adds for row in figures.records(code, where, user))


def test_records_and_rows_add_up_for_every_figure_and_breakdown(world, people):
    counted = 0
    for code, figure in REGISTRY.items():
        if figure.missing or figure.over:
            continue
        for where in (
            Where(),
            Where(world["now"]),
            Where(world["old"]),
            Where(world["now"], as_now=False),
            Where(year=2021),
        ):
            value = figures.value(code, where)
            assert added(code, where) == value.value, (code, where)
            assert figures.records(code, where).count() == value.records
            for dimension in figure.lookups:
                rows = figures.breakdown(code, where, dimension)
                assert sum(row.value for row in rows) == value.value, (code, dimension, where)
                assert sum(row.records for row in rows) == value.records, (code, dimension)
                assert all(row.label for row in rows)
                counted += 1
    assert counted > 500
    by_officer = figures.value("projects", Where(), people["officer"])
    assert by_officer == figures.value("projects", Where(world["now"]))


def test_as_then_and_as_now_add_up_to_the_same(world):
    for code in ("projects", "support", "projects_stopped", "total_investment"):
        now = figures.breakdown(code, Where(), "province_now")
        then = figures.breakdown(code, Where(), "province_then")
        assert sum(row.value for row in now) == sum(row.value for row in then) > 0
        assert "Tỉnh Hà Giang" in {row.label for row in then}
        assert "Tỉnh Hà Giang" not in {row.label for row in now}


def test_ratios_are_exact_and_their_records_are_those_below(world):
    above, below = (figures.value(code, Where()) for code in REGISTRY["seed_capital"].over)
    ratio = figures.value("seed_capital", Where())
    assert ratio.value == round(above.value / below.value, 2)
    assert ratio.records == below.records == figures.records("seed_capital", Where()).count()
    assert figures.value("seed_capital", Where(year=1999)).value is None


def test_every_stage_of_the_money_is_what_the_ledger_says(world, chain):
    moved = {
        code: figures.value(code, Where()).value
        for code in ("money_planned", "money_contracted", "money_advanced", "money_settled")
    }
    share = chain.project.shares.get()
    assert moved["money_planned"] >= moved["money_contracted"] >= moved["money_advanced"] >= moved["money_settled"] > 0
    assert moved["money_contracted"] == share.support


def test_what_the_system_does_not_hold_is_none_and_says_why(world):
    assert figures.value("trainees", Where()).value is None
    assert REGISTRY["trainees"].missing


def test_another_province_sees_nothing_of_it(world, make_person):
    stranger = make_person("director", world["other"], username="la")
    for code, figure in REGISTRY.items():
        if not figure.missing and not figure.over:
            assert figures.value(code, Where(), stranger).records == 0, code


def test_every_figure_says_what_it_is():
    for code, figure in REGISTRY.items():
        assert (figure.code, figure.definition[-1]) == (code, "."), code
        assert figure.name
        assert figure.unit


class TestCommand:
    def told(self, capsys, *words):
        status = cli.main(["figure", *words])
        out = capsys.readouterr()
        return status, json.loads(out.out) if out.out else out.err

    def test_one_figure_with_what_others_printed(self, world, capsys):
        StatedFigure.objects.create(
            province=world["now"], place=world["old"], place_text="Hà Giang", period="2021", year_from=2021, year_to=2021, kind="plan",
            measure="fund_total", value=700_000_000, unit="đồng", qualifier="over", source_url="Bài báo", origin="ghi:SL-1",
        )  # fmt: skip
        status, found = self.told(capsys, "support", "--province", "Hà Giang", "--year", "2021", "--json")
        assert (status, found["code"], found["unit"], found["value"], found["records"]) == (
            0,
            "support",
            "đồng",
            500_000_000,
            2,
        )
        assert found["stated"] == [
            {"value": 700_000_000, "qualifier": "over", "source": "Bài báo", "period": "2021", "kind": "plan"}
        ]

    def test_rows_by_a_dimension(self, world, capsys):
        _, found = self.told(capsys, "projects", "--province", "Tuyên Quang", "--by", "province_then", "--json")
        assert {row["label"]: row["value"] for row in found["rows"]} == {"Tỉnh Hà Giang": 5, "Tỉnh Tuyên Quang": 1}
        assert found["records"] == 6

    def test_the_list_and_what_is_wrong(self, world, capsys):
        status, found = self.told(capsys, "--list", "--json")
        assert (status, len(found["figures"])) == (0, len(REGISTRY))
        assert {"code", "name", "definition", "unit", "flow", "dimensions"} <= found["figures"][0].keys()
        assert self.told(capsys, "khong-co")[0] == 2
        assert "không chia được" in self.told(capsys, "jobs", "--by", "month")[1]
        assert self.told(capsys, "jobs", "--province", "Nowhere")[0] == 2


class TestPages:
    def test_each_figure_has_a_page_whose_records_add_up(self, world, login, people, django_assert_max_num_queries):
        client = login(people["director"])
        client.get("/so-lieu/chi-so/")
        for code, figure in REGISTRY.items():
            with django_assert_max_num_queries(14):
                page = client.get(f"/so-lieu/chi-so/{code}/?theo=year")
            assert page.status_code == 200, code
            assert figure.name in page.content.decode()
        page = client.get("/so-lieu/chi-so/support/?nam=2021").content.decode()
        assert "Cộng 2 bản ghi" in page
        assert "500.000.000" in page

    def test_a_wrong_filter_or_code(self, world, login, people):
        client = login(people["director"])
        assert client.get("/so-lieu/chi-so/khong-co/").status_code == 404
        assert client.get("/so-lieu/chi-so/support/?nam=nhieu").status_code == 422
        assert client.get("/so-lieu/chi-so/support/?tinh=999999").status_code == 422

    def test_a_relation_may_name_one_of_ours(self, world):
        found = relations.try_out('ours("projects", "Hà Giang", 2021) = 2 đề án', "đề án")
        assert (found.lhs, found.holds) == (2, True)


def test_the_share_of_a_target_counts_its_years_and_contents(world, people, login):
    programme = Programme.objects.create(
        province=world["now"], name="Chương trình 2021–2025", first_year=2021, last_year=2025, basis="Mẫu"
    )
    more = {"programme": programme, "unit": "đề án"}
    Target.objects.create(position=1, words="Thương hiệu", contents=["THUONG_HIEU"], number=3, **more)
    Target.objects.create(position=2, words="Không nội dung", contents=[], number=9, **more)
    Target.objects.create(
        position=3, words="Cơ sở", contents=["THUONG_HIEU"], number=9, programme=programme, unit="cơ sở"
    )
    finished = sum(
        figures.value("projects_finished", Where(world["now"], year=year, content="THUONG_HIEU")).value
        for year in (2021, 2022)
    )
    assert finished > 0
    [found] = reached("projects_finished", Where(world["now"], year=2022), people["officer"])
    assert (found.target.words, found.value, found.wanted, found.year) == ("Thương hiệu", finished, 3, 2022)
    assert found.share == round(100 * finished / 3)
    assert reached("projects_finished", Where(year=2022), people["officer"])[0].value == finished
    assert reached("projects", Where(world["now"], year=2022), people["officer"]) == []
    page = login(people["officer"]).get("/so-lieu/chi-so/projects_finished/?nam=2022").content.decode()
    assert f"{found.share} %" in page
    assert "Chương trình 2021–2025" in page
