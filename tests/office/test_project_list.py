"""The list of projects: scope, conditions, words for nothing, totals that confess gaps, cost."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest

from bedo.accounts.models import Organisation
from bedo.accounts.services import keep_columns
from bedo.core import log
from bedo.core.clock import today
from bedo.core.types import Dong
from bedo.office.projects.listing.rows import SORTS, Window, lines, totals
from bedo.programmes.services import load_rules
from bedo.projects.models import Project
from bedo.projects.rules import states
from tests.office.projects_in_list import former, make_project, make_published
from tests.projects.factory import make_establishment

URL = "/de-an/"


@pytest.fixture
def officer(people):
    return people["officer"]


@pytest.fixture
def see(login, officer):
    """see("?q=che") -> the page as the officer gets it."""

    def get(query="", user=officer):
        return login(user).get(f"{URL}{query}")

    return get


def text_of(response):
    """The page as people read it."""
    body = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def codes(response):
    return re.findall(r'aria-label="Chọn ([^"]+)"', response.content.decode())[0:]


def rows_of(response):
    return [code for code in codes(response) if not code.startswith("mọi")]


# --- who sees what -----------------------------------------------------------------------------------------------


def test_only_rows_of_the_scope_are_listed(see, strangers, commune, officer):
    make_project(commune, officer=officer)
    assert rows_of(see()) == ["DA08-2026-0001"]
    assert rows_of(see(user=strangers["officer"])) == []


def test_an_unreadable_condition_shows_no_row_at_all_and_says_so_beside_the_field(see, commune, strangers):
    make_project(commune, state=states.CLOSED)
    page = see("?tu=abc&trang-thai=xyz")
    assert page.status_code == 422
    assert rows_of(page) == []
    assert "“abc” không phải số tiền" in text_of(page)
    assert "Không có lựa chọn này" in text_of(page)
    assert 'value="abc"' in page.content.decode()
    assert rows_of(see("?tu=abc", user=strangers["officer"])) == []


def test_who_has_no_right_is_told_why(see, people):
    page = see(user=people["administrator"])
    assert page.status_code == 403
    assert "Xem đề án" in text_of(page)


def test_a_beneficiary_sees_their_own_once(see, people, province, commune):
    own = make_establishment(province, commune)
    project = make_project(commune, state=states.CLOSED)
    project.shares.update(establishment=own)
    project.shares.create(number=2, establishment=own)
    make_project(commune, 2, state=states.CLOSED)
    person = people["beneficiary"]
    Organisation.objects.filter(grants__user=person).update(establishment_id=own.pk)
    assert rows_of(see(user=person)) == ["DA08-2026-0001"]
    assert "100.000.001" in text_of(see("?sap=-ho-tro", user=person))


# --- conditions --------------------------------------------------------------------------------------------------


@pytest.fixture
def two(commune, officer, people):
    day = today()
    make_project(commune, 1, officer=officer, due_on=day - timedelta(days=1), is_sample=True)
    make_project(
        commune, 2, officer=people["director"], title="Đề án bún khô", content="THUONG_HIEU", fund="kcqg", year=2025,
        state=states.RUNNING, due_on=day + timedelta(days=3), support=Dong(500_000_000), beneficiary_names="Cơ sở Hoà Bình",
    )  # fmt: skip
    make_published(commune, 3, year=None, fund="")
    load_rules()


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?q=may+SAO+che", "13"),
        ("?q=máy sao chè", "13"),
        ("?q=hòa bình", "2"),
        ("?q=DA08-2026-0002", "2"),
        ("?trang-thai=running", "2"),
        ("?trang-thai=dang-lam", "12"),
        ("?noi-dung=THUONG_HIEU", "2"),
        ("?nguon=kcqg", "2"),
        ("?nguon=khong-cong-bo", "3"),
        ("?nam=2025", "2"),
        ("?nam=khong-cong-bo", "3"),
        ("?han=qua-han", "1"),
        ("?han=10-ngay", "2"),
        ("?tu=400+triệu", "2"),
        ("?den=400.000.000", "1"),
        ("?tu=400+triệu&den=600+triệu", "2"),
        ("?goc=cong-bo", "3"),
        ("?goc=cua-minh", "12"),
        ("?minh-hoa=co", "1"),
        ("?minh-hoa=khong", "23"),
        ("?goc=cua-minh&nam=2026", "1"),
    ],
)
def test_each_condition_of_the_address_narrows(see, two, query, numbers):
    assert sorted(code[-1] for code in rows_of(see(query))) == list(numbers)


def test_the_officer_of_the_scope_can_be_chosen(see, two, officer):
    assert rows_of(see(f"?phu-trach={officer.pk}")) == ["DA08-2026-0001"]


def test_a_chip_says_the_condition_and_drops_it(see, two):
    page = see("?trang-thai=running&nam=2025&sap=ten").content.decode()
    assert "Năm 2025" in page
    assert re.search(r'class="chip" href="\?nam=2025&amp;sap=ten"', page)


def test_a_lower_end_above_the_upper_end_is_said(see, two):
    page = see("?tu=600+triệu&den=400+triệu")
    assert (page.status_code, rows_of(page)) == (422, [])
    assert "Số đến nhỏ hơn số từ." in text_of(page)


def test_nothing_found_offers_to_drop_the_conditions(see, two):
    assert "Không đề án nào khớp bộ lọc." in text_of(see("?q=khong+co+gi"))


# --- as then, as now ---------------------------------------------------------------------------------------------


@pytest.fixture
def moved(province, commune, officer):
    """A past project of Xín Mần in Hà Giang, divided since; one of the old Tuyên Quang; one of today."""
    hagiang = former("02", "Hà Giang", province)
    old_home = former("08", "Tuyên Quang", province)
    district = former("027", "Xín Mần", None, level=2, kind="huyen", parent=hagiang)
    make_published(district, 1, province=province, place_now=province, support=Dong(7_000_000))
    make_published(old_home, 2, province=province, place_now=province, support=Dong(50_000_000))
    make_project(commune, 3, officer=officer)
    return {"hagiang": hagiang, "old": old_home, "district": district}


def test_as_now_says_where_it_stands_and_what_it_was(see, moved):
    shown = text_of(see())
    assert "khi đó: Xín Mần, Hà Giang" in shown
    assert "chưa phân bổ xã, phường" in shown


def test_as_then_says_the_place_of_its_day(see, moved):
    assert "Xín Mần, Hà Giang nay: Tuyên Quang" in text_of(see("?luc=khi-do"))


def test_the_former_province_can_be_chosen(see, moved):
    assert rows_of(see(f"?tinh-cu={moved['hagiang'].pk}")) == ["HG-2021-01"]


def sums(response):
    """Rows and sum of support of the totals row."""
    context = response.context
    return context["totals"].rows, context["totals"].support


@pytest.mark.parametrize("view", ["", "luc=khi-do&"])
@pytest.mark.parametrize("condition", ["", "goc=cong-bo"])
def test_both_views_add_up_to_the_same_total(see, moved, view, condition, people, other_province):
    """Switching the view changes no row; and by place, as then or as now, the parts add up to the whole."""
    for user in (None, people["ministry_department"]):
        more = {"user": user} if user else {}
        whole = see(f"?{view}{condition}", **more)
        assert sums(whole) == sums(see(f"?{condition}", **more))
        form = whole.context["asked"].form
        for name in ("noi", "tinh-cu"):
            offered = [value for value, _ in form.fields[name.replace("-", "_")].choices if value]
            parts = [sums(see(f"?{view}{condition}&{name}={value}", **more)) for value in offered]
            assert len(offered) > 1
            assert (sum(rows for rows, _ in parts), sum(money for _, money in parts)) == sums(whole)


# --- what stands in the cells ------------------------------------------------------------------------------------


def test_each_kind_of_nothing_has_its_word(see, commune, officer):
    make_published(commune, 1, title="", beneficiary_names="", year=None, printed={"year": "2019-2020"})
    make_project(commune, 2, officer=officer, counterpart=None, support=Dong(0))
    make_project(commune, 3, officer=officer, kind="task", counterpart=None, beneficiary_names="")
    page = see()
    shown = text_of(page)
    assert "tên đề án không công bố" in shown
    assert "2019-2020" in text_of(see("?sap=nam", user=page.wsgi_request.user)) or "HG-2021-01" in shown
    assert "chưa rõ" in shown
    assert '<td class="num">0<td' in page.content.decode()
    assert "không áp dụng" in shown


def test_a_printed_qualifier_stands_before_its_figure(see, commune):
    make_published(
        commune,
        1,
        support=Dong(175_000_000),
        total=Dong(358_000_000),
        printed={"amount_qualifiers": "total:over;support:under"},
    )
    shown = text_of(see())
    assert "gần 175.000.000" in shown
    assert "trên 358.000.000" in shown


def test_totals_follow_the_filter_and_say_how_many_rows_had_a_figure(see, two):
    shown = text_of(see())
    assert "Cộng 3 đề án" in shown
    assert "600.000.001 2/3 dòng có số" in shown
    shown = text_of(see("?nam=2025"))
    assert "Cộng 1 đề án" in shown
    assert "500.000.000 1/1 dòng có số" in shown


def test_sample_rows_are_marked_where_real_ones_stand_beside_them(see, two):
    assert text_of(see()).count("Minh hoạ DA08") == 1
    alone = see("?minh-hoa=co").content.decode()
    assert alone.count('class="tag demo"') == 1
    assert "Dữ liệu minh hoạ</span>" in alone


def test_next_step_and_deadline_of_our_own_projects(see, two):
    shown = text_of(see())
    assert "Hoàn thiện và nộp hồ sơ lên Sở" in shown
    assert "Quá hạn 1 ngày" in shown


def test_titles_are_escaped(see, commune, officer):
    make_project(commune, 1, officer=officer, title="<script>alert(1)</script>", beneficiary_names="A <b>B</b>; C")
    page = see().content.decode()
    assert "<script>alert(1)" not in page
    assert "A &lt;b&gt;B&lt;/b&gt; và 1 đơn vị khác" in page


# --- columns and order -------------------------------------------------------------------------------------------


def test_columns_are_kept_for_the_person(see, login, two, officer):
    answer = login(officer).post(f"{URL}cot/", {"cot": ["nam", "viec", "x"], "next": f"{URL}?nam=2025"})
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}?nam=2025")
    officer.refresh_from_db()
    assert officer.columns["de-an"] == ["nam", "viec"]
    heads = re.findall(r'<th scope="col" class="[^"]*lo[^"]*"', see().content.decode())
    assert len(heads) == 2
    keep_columns(user=officer, table="de-an", columns=[])
    assert see().status_code == 200


@pytest.mark.parametrize("key", SORTS)
def test_every_page_of_every_order_together_is_the_whole_list_once(commune, officer, key, province):
    for number in range(1, 14):
        missing = {name: None for name in ("support", "counterpart", "total", "year") if number % 3 == 0}
        due = None if number % 2 else today() + timedelta(days=number)
        make_project(commune, number, officer=officer, due_on=due, **{"year": 2020 + number % 4, **missing})
    rows, sort = Project.objects.visible_to(officer), SORTS[key]
    window = Window(rows, sort, totals(rows))
    expected = [row.pk for row in lines(rows, sort)]
    paged = [row.pk for start in range(0, 13, 4) for row in window[start : start + 4]]
    assert paged == expected
    assert window[13:17] == []
    values = [getattr(Project.objects.get(pk=pk), sort.column) for pk in expected]
    known = [value for value in values if value is not None]
    assert values[: len(known)] == known
    assert all((one >= two) if sort.descending else (one <= two) for one, two in pairwise(known))


def test_a_head_asks_for_its_order_and_then_for_the_other_way(see, two):
    assert "sap=-ho-tro" in see().content.decode()
    page = see("?sap=-ho-tro").content.decode()
    assert 'aria-sort="descending"' in page
    assert "?sap=ho-tro" in page


# --- cost --------------------------------------------------------------------------------------------------------


def test_the_page_costs_the_same_for_ten_and_for_a_thousand(login, count_queries, commune, officer, province):
    load_rules()
    former("02", "Hà Giang", province)
    log.record(log.NATION, "places.load", subject="places:units", by=None, text="Nạp danh mục đơn vị hành chính.")
    project = [make_project(commune, number, officer=officer) for number in range(1, 11)][0]
    addresses = [
        "", "?sap=ten", "?sap=han", "?q=che&nam=2026&trang-thai=dang-lam", "?luc=khi-do&sap=-tong-von", "?trang=99", f"?tinh-cu={province.pk}",
    ]  # fmt: skip
    client = login(officer)
    client.get(URL)
    few = [count_queries(client.get, f"{URL}{query}") for query in addresses]
    fields = {field.name: getattr(project, field.name) for field in Project._meta.concrete_fields if field.name != "id"}
    Project.objects.bulk_create(
        Project(**{**fields, "code": f"M{number}", "due_on": today() if number % 2 else None}) for number in range(1000)
    )
    assert [count_queries(client.get, f"{URL}{query}") for query in addresses] == few
    assert max(few) <= 8
    page = client.get(URL)
    assert "Cộng 1.010 đề án" in text_of(page)
    assert len(page.content) < 90_000
