"""The pages of the year's plan: /ke-hoach/."""

from datetime import date

import pytest

from bedo.core.types import Dong
from bedo.planning import services
from bedo.planning.models import PlanItem, YearPlan
from tests.projects.factory import TODAY, Chain, make_establishment

URL = "/ke-hoach/"


@pytest.fixture
def make_chain(people, province, commune):
    """make_chain(n, **more) -> another project on its way."""

    def make(number=1, **more):
        establishment = make_establishment(province, commune, name=f"Cơ sở mẫu {number:02}")
        return Chain(people, establishment, number=number, **more)

    return make


@pytest.fixture
def chain(make_chain):
    """A project that passed, and its year's money."""
    return make_chain().to("envelope")


@pytest.fixture
def plan(chain, people):
    return services.open_plan(line=chain.line, by=people["director"])


@pytest.fixture
def director(login, people):
    return login(people["director"])


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


class TestList:
    def test_every_line_shows_its_money_and_its_plans(self, director, chain, plan):
        services.add_item(plan=plan, project=chain.project, amount=Dong(250_000_000), by=plan_director(chain))
        text = text_of(director.get(URL))
        for words in (
            "Kinh phí khuyến công địa phương năm 2026",
            "2.000.000.000",
            "Đợt 1",
            "Đang lập",
            "250.000.000 đ",
        ):
            assert words in text

    def test_year_and_fund_narrow_it(self, director, chain):
        assert "2.000.000.000" in text_of(director.get(URL, {"nam": "2026", "nguon": "kcdp"}))
        assert "Không có nguồn vốn nào" in text_of(director.get(URL, {"nguon": "kcqg"}))
        assert "2.000.000.000" in text_of(director.get(URL, {"nam": "abc"}))

    def test_another_province_sees_nothing_of_it(self, login, strangers, chain):
        assert "2.000.000.000" not in text_of(login(strangers["director"]).get(URL))

    def test_without_the_right_it_is_403(self, login, people):
        assert "Xem kế hoạch năm" in text_of(login(people["collaborator"]).get(URL), 403)

    def test_it_costs_the_same_for_few_and_for_many(self, director, chain, plan, people, count_queries):
        director.get(URL)
        few = count_queries(director.get, URL)
        for year in range(2013, 2025):
            line = services.give_envelope(
                province=chain.establishment.province, fund="kcdp", year=year, amount=Dong(1), on=date(year, 1, 1),
                decision=None, by=people["accountant"], today=TODAY,
            )  # fmt: skip
            services.open_plan(line=line, by=people["director"])
        assert count_queries(director.get, URL) == few <= 8


def plan_director(chain):
    return chain.people["director"]


class TestOpen:
    def test_a_plan_is_begun_on_a_line(self, director, chain):
        response = director.post(f"{URL}nguon/{chain.line.pk}/lap/")
        assert response.url == f"{URL}{YearPlan.objects.get().pk}/"

    def test_a_second_one_waits_for_the_first(self, director, chain, plan):
        assert "chưa được phê duyệt" in text_of(director.post(f"{URL}nguon/{chain.line.pk}/lap/"), 409)

    def test_without_the_right_it_is_403_and_elsewhere_404(self, login, people, strangers, chain):
        assert login(people["officer"]).post(f"{URL}nguon/{chain.line.pk}/lap/").status_code == 403
        assert login(strangers["director"]).post(f"{URL}nguon/{chain.line.pk}/lap/").status_code == 404


class TestItems:
    def test_candidates_stand_beside_their_norm(self, director, chain, plan):
        text = text_of(director.get(f"{URL}{plan.pk}/"))
        for words in (chain.project.code, "Hỗ trợ máy sao chè", "Mức tối đa", "300.000.000", "Còn được bố trí"):
            assert words in text

    def test_one_is_added_with_its_amount(self, director, chain, plan):
        data = {"project": chain.project.pk, "amount": "280 triệu"}
        assert director.post(f"{URL}{plan.pk}/them/", data).status_code == 302
        assert PlanItem.objects.get().amount == Dong(280_000_000)
        text = text_of(director.get(f"{URL}{plan.pk}/"))
        assert "đề nghị 300.000.000" in text
        assert "Không còn đề án nào" in text

    @pytest.mark.parametrize("amount", ["", "abc", "0", "-5", "300.000.001", "31/02/2026", "1e9", "9" * 40])
    def test_a_wrong_amount_is_said_and_stays(self, director, chain, plan, amount):
        text = text_of(director.post(f"{URL}{plan.pk}/them/", {"project": chain.project.pk, "amount": amount}), 422)
        assert f'id="them-{chain.project.pk}-amount-loi"' in text
        assert f'value="{amount}"' in text or not amount
        assert not PlanItem.objects.exists()

    def test_more_than_the_money_is_refused_with_what_is_left(self, login, people, make_chain):
        chain = make_chain(envelope=100_000_000).to("envelope")
        plan = services.open_plan(line=chain.line, by=people["director"])
        client = login(people["director"])
        text = text_of(
            client.post(f"{URL}{plan.pk}/them/", {"project": chain.project.pk, "amount": "300.000.000"}), 422
        )
        assert "chỉ còn được bố trí 100.000.000" in text

    @pytest.mark.parametrize("named", ["abc", "", "-1", "9" * 30])
    def test_a_foreign_id_is_422(self, director, plan, named):
        assert director.post(f"{URL}{plan.pk}/them/", {"project": named, "amount": "1"}).status_code == 422

    def test_an_unknown_project_is_404(self, director, plan):
        assert director.post(f"{URL}{plan.pk}/them/", {"project": "999999", "amount": "1"}).status_code == 404

    def test_a_project_that_did_not_pass_is_refused_in_words(self, director, plan, make_chain):
        other = make_chain(2).to("submit")
        text = text_of(director.post(f"{URL}{plan.pk}/them/", {"project": other.project.pk, "amount": "1"}), 409)
        assert "chưa đạt thẩm định" in text

    def test_one_is_taken_out_with_a_reason(self, director, chain, plan):
        item = services.add_item(plan=plan, project=chain.project, amount=Dong(1), by=plan_director(chain))
        assert director.post(f"{URL}{plan.pk}/bo/{item.pk}/", {"reason": ""}).status_code == 422
        assert director.post(f"{URL}{plan.pk}/bo/{item.pk}/", {"reason": "Cơ sở đổi ý"}).status_code == 302
        assert not PlanItem.objects.exists()
        assert "Cơ sở đổi ý" in text_of(director.get(f"{URL}{plan.pk}/"))

    def test_searching_narrows_the_candidates(self, director, chain, plan):
        assert chain.project.code in text_of(director.get(f"{URL}{plan.pk}/", {"tim": "may sao"}))
        assert "Không đề án nào khớp" in text_of(director.get(f"{URL}{plan.pk}/", {"tim": "khong co"}))

    def test_without_the_right_nothing_changes(self, login, people, chain, plan):
        client = login(people["accountant"])
        assert client.post(f"{URL}{plan.pk}/them/", {"project": chain.project.pk, "amount": "1"}).status_code == 403
        text = text_of(client.get(f"{URL}{plan.pk}/"))
        assert "Thêm" not in text
        assert "Mở phiếu trình" not in text

    def test_the_page_costs_the_same_for_few_and_for_many(self, director, chain, plan, make_chain, count_queries):
        services.add_item(plan=plan, project=chain.project, amount=Dong(1_000_000), by=plan_director(chain))
        director.get(f"{URL}{plan.pk}/")
        few = count_queries(director.get, f"{URL}{plan.pk}/")
        for number in range(2, 6):
            other = make_chain(number).to("passed")
            if number % 2:
                services.add_item(plan=plan, project=other.project, amount=Dong(1_000_000), by=plan_director(chain))
        assert count_queries(director.get, f"{URL}{plan.pk}/") == few <= 12
