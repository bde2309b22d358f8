"""The first screens of the ministry, of who keeps accounts and of a commune; the weekly sheet; figures that lead to their rows."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from bedo.accounts.models import Grant
from bedo.core.clock import now, today
from bedo.office.projects.stretches import STRETCHES
from bedo.planning.models import YearPlan
from bedo.projects.models import Project
from bedo.projects.rules import states
from bedo.reports.models import StatedFigure
from bedo.reports.side_by_side import side_by_side, total
from tests.projects.factory import Chain, make_establishment

HOME = "/"


@pytest.fixture
def establishment(province, commune):
    return make_establishment(province, commune)


@pytest.fixture
def chain(people, establishment):
    return Chain(people, establishment)


def published(place, province, number, **facts):
    return Project.objects.bulk_create(
        Project(
            province=province, place=place, place_now=province, code=f"P{place.pk}-{n}", title="Đề án", content="TU_VAN", fund="", created_at=now(),
            source_url="https://example.vn/bai", **{"state": "unknown", **facts},
        )
        for n in range(number)
    )  # fmt: skip


def stated(province, place, year, measure, value, kind="result", scope="tỉnh"):
    return StatedFigure.objects.create(
        province=province, place=place, place_text=place.name, scope=scope, period=str(year), year_from=year, year_to=year, kind=kind,
        measure=measure, value=value, source_url="https://example.vn/bai", origin=f"{place.pk}-{year}-{kind}-{scope}",
    )  # fmt: skip


@pytest.fixture
def old_province(province):
    from bedo.core.text import fold, sort_key
    from bedo.places.models import Unit

    return Unit.objects.create(
        code="02", name="Hà Giang", kind="tinh", level=1, valid_to=date(2025, 6, 30), sort_key=sort_key("Hà Giang"), search_text=fold("Hà Giang")
    )  # fmt: skip


def test_the_ministry_sees_provinces_side_by_side(people, province, other_province, old_province, login):
    published(old_province, province, 2, state="completed", support=100_000_000)
    stated(province, old_province, 2023, "projects_finished", 5)
    page = login(people["ministry_department"]).get(HOME).content.decode()
    assert "Tỉnh Tuyên Quang" in page
    assert "200.000.000" in page
    assert "Hà Giang, 2023" in page
    assert f"Chưa có đề án hay số liệu công bố nào: {other_province.label}" in page
    then = login(people["ministry_department"]).get(f"{HOME}?xem=khi-do").content.decode()
    assert "Tỉnh Hà Giang" in then


def test_both_views_add_up_to_the_same(people, province, other_province, old_province):
    published(old_province, province, 3, state="running", support=10)
    published(province, province, 2, state="accepted")
    published(other_province, other_province, 1)
    now_, then = (total(side_by_side(people["ministry_minister"], as_now=flag)) for flag in (True, False))
    for name in ("projects", "ahead", "carried_out", "finished", "off", "unknown", "support", "with_amount"):
        assert getattr(now_, name) == getattr(then, name), name
    assert (now_.projects, now_.carried_out, now_.finished, now_.unknown) == (6, 3, 2, 1)


def test_the_newest_stated_figures_are_those_of_a_whole_province(people, province):
    stated(province, province, 2020, "projects_finished", 7)
    stated(province, province, 2023, "projects_finished", 1, scope="huyện Đồng Văn")
    side = next(one for one in side_by_side(people["ministry_department"], as_now=True) if one.unit == province)
    assert (side.period, [row.value for row in side.stated]) == ("2020", [7])


def test_the_comparison_costs_the_same_for_ten_and_a_thousand(people, province, other_province, login, count_queries):
    client = login(people["ministry_department"])
    published(other_province, other_province, 10)
    client.get(HOME)
    ten = count_queries(client.get, HOME)
    published(province, province, 990)
    assert count_queries(client.get, HOME) == ten
    assert ten <= 10


@pytest.mark.parametrize("role", ["administrator", "collaborator", "finance"])
def test_other_desks_stay_within_ten_queries(role, people, login, count_queries):
    client = login(people[role])
    client.get(HOME)
    assert count_queries(client.get, HOME) <= 10


def test_who_keeps_accounts_sees_roles_that_end_soon(people, province, login):
    soon = today() + timedelta(days=5)
    Grant.objects.filter(user=people["officer"]).update(valid_to=soon)
    page = login(people["administrator"]).get(HOME).content.decode()
    assert people["officer"].full_name in page
    assert "Vai trò sắp hết hạn" in page
    assert reverse("office:desk:weekly") not in page


def test_every_state_of_our_own_stands_on_one_stretch():
    found = [state for stretch in STRETCHES.values() for state in stretch.states]
    assert sorted(found) == sorted(set(states.STATES) - {states.UNKNOWN})


def test_a_stretch_leads_to_exactly_the_projects_it_counts(chain, people, province, login):
    chain.to("begin")
    published(province, province, 2, state="running")
    client = login(people["director"])
    page = client.get(HOME).content.decode()
    row = re.search(r'<a href="([^"]*chang-thuc-hien[^"]*)">Thực hiện</a></th><td class="num">(\d+)</td>', page)
    listed = client.get(row.group(1).replace("&amp;", "&")).content.decode()
    assert row.group(2) == "1"
    assert chain.project.code in listed
    assert f"P{province.pk}-" not in listed


def test_the_weekly_sheet_names_who_is_late_and_why(chain, people, login):
    chain.to("begin")
    Project.objects.filter(pk=chain.project.pk).update(due_on=date(2020, 1, 1), due_what="Báo cáo tháng 12")
    page = login(people["director"]).get(reverse("office:desk:weekly")).content.decode()
    for words in (
        chain.project.code,
        "Báo cáo tháng 12",
        people["officer"].full_name,
        "chưa ghi vướng mắc nào",
        "Đổi người",
    ):
        assert words in page


def test_a_chairman_is_told_that_finance_comes_first(chain, people, login):
    chain.to("plan")
    plan = YearPlan.objects.get()
    plan.opinions.all().delete()
    page = login(people["approver_province"]).get(HOME).content.decode()
    assert "Phải có ý kiến của Sở Tài chính" in page
    assert "Xem phiếu trình và quyết định kế hoạch" not in page
    assert "Cho ý kiến phân bổ" in login(people["finance"]).get(HOME).content.decode()


def test_a_settlement_shows_what_the_decision_moves(chain, people, login):
    chain.to("dossier")
    page = login(people["approver_department"]).get(reverse("office:projects:act", args=[chain.project.pk, "thanh-ly"]))
    text = page.content.decode()
    asked = chain.project.shares.get().settlement_lines.get().asked
    assert "Chữ ký này làm chuyển những gì" in text
    assert f"{asked:,}".replace(",", ".") in text


def test_an_appraiser_sees_the_basis_before_the_sheet(chain, people, login):
    chain.to("receive")
    page = (
        login(people["appraiser"])
        .get(reverse("office:projects:act", args=[chain.project.pk, "phieu-tham-dinh"]))
        .content.decode()
    )
    assert page.index("Hồ sơ đề nghị") < page.index("Lưu phiếu")
    assert page.index("Mức hỗ trợ tối đa") < page.index("Lưu phiếu")


def test_a_hand_over_shows_who_carries_how_much(chain, people, login):
    chain.to("begin")
    page = (
        login(people["director"])
        .get(reverse("office:projects:act", args=[chain.project.pk, "phu-trach"]))
        .content.decode()
    )
    assert "đang phụ trách đề án này" in page
    assert "1 đề án" in page


def test_finance_sees_the_money_before_giving_an_opinion(chain, people, login):
    chain.to("plan")
    plan = YearPlan.objects.get()
    page = login(people["finance"]).get(reverse("office:planning:opinion", args=[plan.pk])).content.decode()
    assert "300.000.000 đ cho 1 đề án" in page
    assert "Cộng 1 đề án" in page
