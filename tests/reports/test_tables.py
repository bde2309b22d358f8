"""Report tables: cells by hand, every number is the sum of its records, rounding is told, costs do not grow."""

import re
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from bedo.core.moves import Refused
from bedo.core.periods import Period
from bedo.core.types import Dong
from bedo.documents.writing.forms import Terms
from bedo.reports.tables import REPORTS, Asked, build
from bedo.reports.tables.drawing import MILLION, Shown, document, rounding_notes, table
from bedo.reports.tables.model import COUNT, MONEY
from bedo.reports.tables.workbook import workbook
from tests.documents.papers_text import same_text
from tests.office.projects_in_list import make_published
from tests.projects.conftest import *  # noqa: F403 - the chain of a project

pytestmark = pytest.mark.django_db
M = 1_000_000


def values(built, key):
    line = built.line(key)
    return {code: amount.value for code, amount in line.amounts.items()}


@pytest.fixture
def settled(chain):
    """A local project of 2026, 300 of 700 triệu, paid on the way and settled."""
    return chain.to("settle_year")


def test_the_results_of_a_settled_year_cell_by_cell(settled, province):
    built = build("r1", Asked(Period.year(2026), province))
    line = values(built, f"project:{settled.project.pk}")
    assert line == {
        "plan_n": 1, "plan_national": 0, "plan_local": 300 * M, "plan_money": 300 * M, "now_n": 1, "now_money": 300 * M, "cum_n": 1,
        "cum_money": 300 * M, "cum_national": 0, "cum_local": 300 * M, "counterpart": 400 * M, "other": 0,
    }  # fmt: skip
    assert {**line, "last_n": 0, "last_money": 0} == values(built, "total") | {"last_n": 0, "last_money": 0}
    assert [one.kind for one in built.lines] == ["group", "group", "", "total"]
    assert built.lines[0].texts["name"].startswith("Mô hình trình diễn")


def test_a_quarter_holds_what_happened_in_it_and_the_cumulative_all_before(settled, province):
    second = build("r1", Asked(Period.quarter(2026, 2), province))
    last = build("r1", Asked(Period.quarter(2026, 4), province))
    key = f"project:{settled.project.pk}"
    assert values(second, key)["now_money"] + 0 == values(second, key)["cum_money"]
    assert values(last, key)["cum_money"] == 300 * M
    assert values(last, key)["now_n"] == 1
    assert values(second, key)["now_n"] == 0


def test_published_projects_count_by_year_alone_and_are_told(province, commune):
    make_published(
        commune, 1, year=2020, support=Dong(50 * M), counterpart=Dong(80 * M), total=Dong(130 * M), state="accepted"
    )
    make_published(commune, 2, year=2020, support=None, state="planned")
    year = build("r1", Asked(Period.year(2020), province))
    assert values(year, "total")["plan_n"] == 2
    assert values(year, "total")["cum_money"] == 50 * M
    assert any("không công bố kinh phí" in note for note in year.notes)
    part = build("r1", Asked(Period.half(2020, 1), province))
    assert values(part, "total")["cum_n"] == 0
    assert any("chỉ có năm, không có ngày" in note for note in part.notes)
    after = build("r1", Asked(Period.year(2021), province))
    assert values(after, "total")["last_n"] == 1
    assert values(after, "total")["last_money"] == 50 * M


def test_where_money_lies_on_the_last_day(settled, province):
    line = values(build("r3", Asked(Period.year(2026), province)), f"project:{settled.project.pk}")
    assert line == {"support": 300 * M, "contracted": 300 * M, "paid": 300 * M, "settled": 300 * M, "recoverable": 0, "left": 0}  # fmt: skip
    before = values(build("r3", Asked(Period.month(2026, 2), province)), f"project:{settled.project.pk}")
    assert before["paid"] == 0


def test_next_year_and_the_quarters_synthesis(settled, province):
    assert values(build("r2", Asked(Period.year(2026), province)), "total")["this_n"] == 1
    assert values(build("r2", Asked(Period.year(2025), province)), "total")["next_local"] == 300 * M
    quarter = build("r8", Asked(Period.quarter(2026, 4), province))
    assert values(quarter, "projects") == {"plan": 1, "now": 1, "cum": 1, "last": 0}
    assert values(quarter, "money")["cum"] == 300 * M


def test_establishments_with_wishes_and_who_works_where(settled, province, people):
    wishes = build("r6", Asked(Period.year(2025), province))
    assert values(wishes, "total")["wishes"] == 1
    network = build("r7", Asked(Period.year(2026), province))
    officer = next(line for line in network.lines if line.texts.get("name") == people["officer"].full_name)
    assert officer.amounts["year"].value == 1


@pytest.mark.parametrize("code", sorted(REPORTS))
@pytest.mark.parametrize("step", ["write", "stop", "settle_year"])
def test_every_number_is_the_sum_of_its_records(chain, province, code, step):
    chain.to("settle_year" if step == "settle_year" else "write")
    built = build(code, Asked(Period.year(2026), province))
    codes = {column.code for column in built.columns if column.kind in (COUNT, MONEY)}
    for line in built.lines:
        for amount in line.amounts.values():
            assert amount.value == sum(one.adds for one in amount.records)
        if line.kind == "total":
            rows = [one for one in built.lines if not one.kind]
            for name in codes & line.amounts.keys():
                assert line.amounts[name].value == sum(one.amounts[name].value for one in rows if name in one.amounts) or name.startswith("last")  # fmt: skip


@pytest.mark.parametrize("code", sorted(REPORTS))
def test_the_paper_and_the_workbook_say_the_cells(settled, province, code):
    built = build(code, Asked(Period.year(2026), province))
    shown = Shown()
    assert same_text(document(built, shown, Terms(issuer="Sở Công Thương", place="Tuyên Quang")))
    sheet = CalamineWorkbook.from_filelike(BytesIO(workbook(built, shown))).get_sheet_by_index(0).to_python(skip_empty_area=False)  # fmt: skip
    drawn = table(built, shown)
    first = 4 + len(drawn.head)
    for row, line in zip(drawn.rows, sheet[first:], strict=False):
        for cell, found in zip(row.cells, line, strict=False):
            if re.fullmatch(r"-?[\d.]+", cell.text) and not isinstance(found, str):
                assert int(cell.text.replace(".", "")) == round(found)


def test_rounding_is_said_and_reconciled(province, commune):
    for number in range(1, 4):
        make_published(commune, number, year=2020, support=Dong(1_040_000), state="accepted")
    built = build("r1", Asked(Period.year(2020), province))
    notes = rounding_notes(built, Shown(MILLION))
    assert "làm tròn đến 100.000 đồng" in notes[0]
    assert "các dòng đã làm tròn cộng 3, chênh 0,1 do làm tròn." in notes[1]
    text = Shown(MILLION).text(built.lines[-1], next(one for one in built.columns if one.code == "cum_money"))
    assert text == "3,1"
    assert rounding_notes(built, Shown()) == []


@pytest.mark.parametrize("code", sorted(REPORTS))
def test_queries_do_not_grow_with_the_projects(settled, province, commune, code, count_queries):
    asked = Asked(Period.year(2020), province)
    for number in range(1, 3):
        make_published(commune, number, year=2020, support=Dong(M))
    build(code, asked)
    few = count_queries(build, code, asked)
    for number in range(3, 23):
        make_published(commune, number, year=2020, support=Dong(M))
    assert count_queries(build, code, asked) == few
    assert few <= 14


def test_scope_is_the_persons(settled, people, strangers, province):
    mine = build("r1", Asked(Period.year(2026), province, user=people["officer"]))
    theirs = build("r1", Asked(Period.year(2026), province, user=strangers["officer"]))
    assert values(mine, "total")["plan_n"] == 1
    assert values(theirs, "total")["plan_n"] == 0


def test_an_unknown_report_is_refused(province):
    with pytest.raises(Refused, match="Không có báo cáo"):
        build("r9", Asked(Period.year(2026), province))


def test_a_period_of_several_years_and_its_years_before():
    asked = Asked(Period(date(2021, 1, 1), date(2025, 12, 31)))
    assert asked.period_words == "giai đoạn 2021–2025"
    assert asked.last_year.period == Period(date(2016, 1, 1), date(2020, 12, 31))
    assert asked.cumulative.period == asked.period
