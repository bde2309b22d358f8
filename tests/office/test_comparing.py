"""Đối chiếu số liệu: the articles' relations from the database, a relation entered on screen checked at once."""

import csv
import json
from pathlib import Path

import pytest
from django.urls import reverse

from bedo.core.moves import Refused
from bedo.reports import relations
from bedo.reports.models import Relation, StatedFigure
from bedo.reports.services import load_relations, relate

DATA = Path(__file__).parents[2] / "bedo" / "config" / "demo" / "data"
pytestmark = pytest.mark.django_db


@pytest.fixture
def nghe_an(province):
    """The figures of the Nghệ An article, as the demonstration loads them, in the province of the test."""
    facts = json.loads((DATA / "seed_facts.json").read_text(encoding="utf-8"))["facts"]
    yearly = {"F003-05": (2002, 2005), "F003-06": (2006, 2006), "F003-07": (2007, 2016), "F003-08": (2017, 2018)}
    rows = []
    for fact in facts:
        if not fact["id"].startswith("F003-") or fact["value_vnd"] is None:
            continue
        first, last = yearly.get(fact["id"], (2002, 2018))
        rows.append(StatedFigure(
            province=province, place=province, place_text="Nghệ An", period=fact["year_or_period"], year_from=first, year_to=last,
            kind="fact", measure=fact["measure"], value=fact["value_vnd"], unit="đồng", qualifier=fact["qualifier"],
            printed=fact["original_text_number"], source_url="Bài báo", origin=f"seed_facts.json:{fact['id']}",
        ))  # fmt: skip
    StatedFigure.objects.bulk_create(rows)
    written = csv.DictReader((DATA / "relations.csv").open(encoding="utf-8"))
    load_relations(rows=[row for row in written if row["code"].startswith("R003") and row["code"] != "R003-05"])
    return {one.code: one for one in relations.checked()}


def test_the_contradiction_of_nghe_an_with_what_could_explain_it(nghe_an, province):
    one = nghe_an["R003-03"]
    assert (one.lhs, one.rhs, one.difference, one.holds) == (60_000_000_000, 53_700_000_000, 6_300_000_000, False)
    assert any(hint.startswith("Bớt 3 năm") for hint in one.hints)
    assert one.relation.province == province
    assert relations.as_json(one)["unit"] == "đồng"


def test_loading_again_adds_nothing(nghe_an):
    written = list(csv.DictReader((DATA / "relations.csv").open(encoding="utf-8")))
    count = Relation.objects.count()
    assert load_relations(rows=[row for row in written if row["code"] == "R003-03"]) == 0
    assert Relation.objects.count() == count


def test_the_page_shows_it_first_with_its_sources(nghe_an, login, people, django_assert_max_num_queries):
    client = login(people["officer"])
    client.get(reverse("office:reports:comparing"))
    with django_assert_max_num_queries(16):
        page = client.get(reverse("office:reports:comparing")).content.decode()
    assert page.index("Cộng địa phương theo từng năm") < page.index("Địa phương + trung ương = 70 tỷ (số trong tít)")
    assert "6.300.000.000" in page
    assert "“53,7 tỷ đồng”" in page
    only = client.get(reverse("office:reports:comparing") + "?xem=dung").content.decode()
    assert "Cộng địa phương theo từng năm" not in only


def test_a_relation_is_reckoned_when_it_is_entered(nghe_an, login, people):
    client = login(people["officer"])
    sent = {"name": "Hai số tổng", "expression": "F003-02 = F003-04 + F003-10", "unit": "đồng", "note": ""}
    wrong = client.post(reverse("office:reports:relate"), sent)
    assert wrong.status_code == 422
    assert "Không cộng trừ đồng với đồng/năm" in wrong.content.decode()
    assert 'name="name" value="Hai số tổng"' in wrong.content.decode()
    right = client.post(reverse("office:reports:relate"), {**sent, "expression": "F003-02 = F003-03"})
    assert right.status_code == 302
    row = Relation.objects.get(code="QH-1")
    assert "QH-1" in client.get(reverse("office:reports:comparing")).content.decode()
    client.post(reverse("office:reports:drop_relation", args=[row.pk]), {"version": row.version})
    assert not Relation.objects.filter(code="QH-1").exists()


def test_figures_of_another_province_cannot_be_used(nghe_an, login, make_person, other_province):
    client = login(make_person("officer", other_province, username="la"))
    sent = {"name": "Lạ", "expression": "F003-02 = F003-03", "unit": "đồng"}
    assert client.post(reverse("office:reports:relate"), sent).status_code == 403
    assert client.get(reverse("office:reports:comparing")).content.decode().count("R003-03") == 0


def test_the_rows_of_a_source_are_checked_by_themselves(province):
    for measure, value in (("fund_total", 10), ("fund_national", 4), ("fund_local", 5)):
        StatedFigure.objects.create(
            province=province, place=province, place_text="Hà Giang", period="2023", year_from=2023, year_to=2023, kind="plan",
            measure=measure, value=value, unit="đồng", source_url="x", origin="annual_results.csv:HaGiang-03",
        )  # fmt: skip
    (one,) = relations.checked()
    assert (one.code, one.lhs, one.rhs, one.holds) == ("HaGiang-03.fund-total", 9, 10, False)


class TestStating:
    SENT = {
        "measure": "fund_total",
        "printed": "hơn 3,14 tỷ đồng",
        "year_from": "2013",
        "kind": "result",
        "source": "Báo Hà Giang",
    }

    def test_a_figure_as_printed_can_be_named_by_relations(self, province, login, people):
        client = login(people["officer"])
        answer = client.post(reverse("office:reports:state"), {**self.SENT, "province": province.pk})
        assert answer.status_code == 302
        row = StatedFigure.objects.get()
        assert (row.value, row.qualifier, row.period, row.origin) == (3_140_000_000, "over", "2013", "ghi:SL-1")
        assert relations.try_out("SL-1 >= 3 tỷ đồng", "đồng").holds is True
        again = client.post(reverse("office:reports:state"), {**self.SENT, "province": province.pk})
        assert (again.status_code, StatedFigure.objects.count()) == (409, 1)

    @pytest.mark.parametrize(("change", "words"), [
        ({"printed": "nhiều lắm"}, "Không hiểu “nhiều lắm”"), ({"year_to": "2010"}, "Năm cuối trước năm đầu"),
        ({"measure": "projects_total", "printed": "mười ba"}, "Không hiểu “mười ba”"), ({"source": ""}, "Nguồn"),
    ])  # fmt: skip
    def test_what_is_wrong_is_said_and_kept(self, province, login, people, change, words):
        answer = login(people["officer"]).post(
            reverse("office:reports:state"), {**self.SENT, "province": province.pk, **change}
        )
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not StatedFigure.objects.exists()


def test_a_relation_over_our_own_figures_belongs_to_the_province_it_asks(province, other_province, people):
    mine = f'ours("projects", "{province.name}", 2026) <= 3 đề án'
    row = relate(name="Không quá ba", expression=mine, unit="đề án", note="", by=people["officer"])
    assert row.province == province
    theirs = f'ours("projects", "{province.name}", 2026) <= ours("projects", "{other_province.name}", 2026)'
    with pytest.raises(Refused, match="chưa được giao"):
        relate(name="Của tỉnh khác", expression=theirs, unit="đề án", note="", by=people["officer"])
