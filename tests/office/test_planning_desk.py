"""The planning desk: /ke-hoach/<plan>/ban/, its scenarios, questions, the comparison and the choice."""

import pytest

from bedo.core.types import Dong
from bedo.ledger import services as ledger
from bedo.planning import scenarios, tasks
from bedo.planning import services as planning
from bedo.planning.models import Scenario
from bedo.projects.models import Project
from tests.projects.factory import TODAY, Chain, make_establishment

pytestmark = pytest.mark.django_db
M = 1_000_000


@pytest.fixture
def plan(people, province, commune):
    """A plan with 1,000 triệu and four appraised projects of 300 triệu; by the law in the order 3, 4, 1, 2."""
    chains = []
    for number, facts in enumerate([{}, {"workers": 12}, {"workers": 60}, {"sector": "che_bien"}], 1):
        establishment = make_establishment(province, commune, f"Cơ sở {number}", **facts)
        chain = Chain(people, establishment, number=number, envelope=1_000 * M)
        if number > 1:
            chain.envelope = lambda: None
        chains.append(chain.to("passed" if number > 1 else "envelope"))
    found = planning.open_plan(line=chains[0].line, by=people["director"])
    found.projects = {number: chain.project for number, chain in enumerate(chains, 1)}
    return found


@pytest.fixture
def url(plan):
    return f"/ke-hoach/{plan.pk}/"


@pytest.fixture
def director(login, people):
    return login(people["director"])


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def limit(number, kind, over, value):
    return {f"r{number}-kind": kind, f"r{number}-over": over, f"r{number}-value": value}


def make(director, url, kind="ranked", **more):
    name = f"Thử {Scenario.objects.count() + 1}"
    answer = director.post(f"{url}phuong-an/lap/", {"kind": kind, "name": name, **more})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Scenario.objects.order_by("-number").first()


def compute(scenario, people):
    """What the worker does with the task that was sent."""
    tasks.compute_scenario.func(scenario.pk, people["director"].pk)
    scenario.refresh_from_db()
    return scenario


def chosen(scenario, plan):
    numbers = {project.pk: number for number, project in plan.projects.items()}
    return [
        numbers[pk] for pk in scenario.items.filter(chosen=True).order_by("position").values_list("project", flat=True)
    ]


class TestDesk:
    def test_candidates_stand_in_the_order_of_the_law_with_why_and_the_cut_line(self, director, url, plan):
        text = text_of(director.get(f"{url}ban/"))
        codes = [plan.projects[number].code for number in (3, 4, 1, 2)]
        places = [text.index(f"{code} ·") for code in codes]
        assert places == sorted(places)
        assert places[2] < text.index("Đường cắt kinh phí: còn 100.000.000 đ") < places[3]
        for words in (
            "Vì sao đứng thứ 1",
            "từ 50 người",
            "Thông tư 36/2013/TT-BCT, Điều 7",
            "danh sách dự phòng",
            "Cơ sở 3",
        ):
            assert words in text

    def test_the_plan_leads_to_it(self, director, url):
        assert f'href="{url}ban/"' in text_of(director.get(url))

    def test_cleaner_production_stands_in_its_own_list(self, director, url, plan):
        Project.objects.filter(pk=plan.projects[3].pk).update(content="SXSH_DANH_GIA")
        text = text_of(director.get(f"{url}ban/"))
        assert text.index('id="sxsh"') < text.index(f"{plan.projects[3].code} ·")
        assert "đủ tiền cho mọi đề án" in text
        sent = {"kind": "suggested", **limit(1, "min_count", "all:", "4")}
        assert "cộng lại chỉ được 3 đề án" in text_of(director.post(f"{url}phuong-an/lap/", sent), 422)

    def test_who_may_only_look_makes_nothing(self, login, people, url):
        officer = login(people["officer"])
        assert "Lập phương án" not in text_of(officer.get(f"{url}ban/"))
        assert officer.get(f"{url}phuong-an/lap/").status_code == 403
        assert officer.post(f"{url}phuong-an/lap/", {"kind": "ranked"}).status_code == 403
        assert not Scenario.objects.exists()

    def test_another_province_does_not_see_it(self, login, strangers, url):
        stranger = login(strangers["director"])
        for path in ("ban/", "so-sanh/?pa=1&pa=2", "phuong-an/lap/", "phuong-an/1/"):
            assert stranger.get(url + path).status_code == 404

    def test_it_costs_the_same_for_few_and_many(self, director, url, plan, people, province, commune, count_queries):
        make(director, url)
        director.get(f"{url}ban/")
        few = count_queries(director.get, f"{url}ban/")
        for number in range(5, 9):
            chain = Chain(people, make_establishment(province, commune, f"Cơ sở {number}"), number=number)
            chain.envelope = lambda: None
            chain.to("passed")
            make(director, url)
        assert count_queries(director.get, f"{url}ban/") == few <= 22


class TestMake:
    def test_the_ranked_list_is_ready_at_once(self, director, url, plan):
        scenario = make(director, url)
        assert chosen(scenario, plan) == [3, 4, 1]
        text = text_of(director.get(f"{url}phuong-an/1/"))
        assert "theo thứ tự ưu tiên" in text
        assert "Chọn phương án này" in text
        again = {"kind": "ranked", "name": scenario.name}
        assert "cùng tên, cùng loại" in text_of(director.post(f"{url}phuong-an/lap/", again), 409)

    def test_the_form_offers_what_the_candidates_have(self, director, url, plan, commune):
        text = text_of(director.get(f"{url}phuong-an/lap/"))
        for words in ("Nhiều nhất … đề án", commune.label, "Cơ sở 4", "Mỗi cơ sở", plan.projects[2].code):
            assert words in text

    def test_limits_by_area_content_establishment_and_each(self, director, url, plan, commune, people):
        wanted = {
            **limit(1, "max_count", f"area:{commune.pk}", "3"),
            **limit(2, "max_money", "content:MAY_MOC_CHUYEN_GIAO_CN", "700 triệu"),
            **limit(3, "max_count", "each:establishment", "1"),
            "reserve": "100 triệu",
            f"fix-{plan.projects[2].pk}": "in",
        }
        scenario = make(director, url, "suggested", **wanted)
        assert scenario.state == "draft"
        assert len(scenario.constraints) == 6
        assert "Đang tìm phương án" in text_of(director.get(f"{url}phuong-an/1/"))
        assert chosen(compute(scenario, people), plan) == [3, 2]
        text = text_of(director.get(f"{url}phuong-an/1/"))
        assert "tối ưu (đã chứng minh)" in text
        assert "cố định vào bằng tay" in text

    @pytest.mark.parametrize(
        ("wanted", "words"),
        [
            ({"kind": ""}, "id_kind-loi"),
            ({"kind": "khac"}, "không"),
            ({"reserve": "2 tỷ"}, "Phần dành riêng phải từ 0"),
            ({"reserve": "abc"}, "không phải số tiền"),
            (limit(1, "min_count", "all:", "5"), "các đề án có thể chọn cộng lại chỉ được 4 đề án"),
            (limit(1, "min_money", "all:", "1,1 tỷ"), "chỉ còn 1.000.000.000 đ được bố trí"),
            (limit(1, "max_count", "all:", "hai"), "không phải số đề án"),
            (limit(1, "max_count", "all:", "-1"), "không phải số đề án"),
            (limit(1, "max_count", "all:", ""), "Ghi mức"),
            (limit(1, "", "all:", "3"), "Chọn loại ràng buộc"),
            (limit(1, "max_count", "area:999", "3"), "không"),
            ({**limit(1, "max_count", "all:", "3"), **limit(2, "max_count", "all:", "3")}, "có hai lần"),
        ],
    )
    def test_a_bad_value_is_named_before_any_solver(self, director, url, wanted, words):
        text = text_of(director.post(f"{url}phuong-an/lap/", {"kind": "suggested", **wanted}), 422)
        assert words in text
        assert not Scenario.objects.exists()

    def test_too_much_fixed_in_and_fixed_ones_above_a_limit_are_refused(self, director, url, plan):
        every = {f"fix-{project.pk}": "in" for project in plan.projects.values()}
        text = text_of(director.post(f"{url}phuong-an/lap/", {"kind": "ranked", **every}), 422)
        assert "Đề án cố định vào cộng 1.200.000.000 đ" in text
        two = {f"fix-{plan.projects[number].pk}": "in" for number in (1, 2)}
        sent = {"kind": "suggested", **two, **limit(1, "max_count", "all:", "1")}
        assert "riêng đề án cố định vào đã là 2 đề án" in text_of(director.post(f"{url}phuong-an/lap/", sent), 422)

    def test_limits_belong_to_a_suggested_one(self, director, url):
        sent = {"kind": "ranked", **limit(1, "max_count", "all:", "2")}
        assert "không nhận ràng buộc" in text_of(director.post(f"{url}phuong-an/lap/", sent), 422)

    def test_a_decided_plan_takes_no_scenario(self, director, url, plan):
        type(plan).objects.filter(pk=plan.pk).update(state="submitted", submitted_on=TODAY)
        assert "không sửa được" in text_of(director.post(f"{url}phuong-an/lap/", {"kind": "ranked"}), 409)


class TestSuggested:
    def test_limits_that_collide_are_named_in_words(self, director, url, people, plan):
        scenario = make(director, url, "suggested", **limit(1, "min_count", "all:", "4"))
        assert compute(scenario, people).result["status"] == "infeasible"
        text = text_of(director.get(f"{url}phuong-an/1/"))
        assert "Ràng buộc: tất cả: ít nhất 4 đề án" in text
        assert "Kinh phí: Kinh phí khuyến công địa phương" in text
        assert director.post(f"{url}phuong-an/1/chon/", {"why": "x"}).status_code == 409
        assert not plan.items.exists()

    def test_it_is_stopped_before_it_begins_and_tried_again(self, director, url, people, plan):
        scenario = make(director, url, "suggested")
        assert director.post(f"{url}phuong-an/1/dung/").status_code == 302
        assert "Đã dừng trước khi bắt đầu" in text_of(director.get(f"{url}phuong-an/1/"))
        assert compute(scenario, people).state == "failed"
        assert director.post(f"{url}phuong-an/1/tinh/").status_code == 302
        assert director.post(f"{url}phuong-an/1/tinh/").status_code == 409
        assert chosen(compute(scenario, people), plan) == [3, 4, 1]
        assert director.post(f"{url}phuong-an/1/tinh/").status_code == 409
        assert director.post(f"{url}phuong-an/1/dung/").status_code == 409

    def test_a_running_one_is_asked_to_stop(self, director, url, people):
        scenario = make(director, url, "suggested")
        Scenario.objects.filter(pk=scenario.pk).update(state="running", result={"best": 7, "bound": 9})
        text = text_of(director.get(f"{url}phuong-an/1/"))
        assert "Tốt nhất tới lúc này: 7" in text
        assert "không thể hơn 9" in text
        director.post(f"{url}phuong-an/1/dung/")
        assert Scenario.objects.get().stop_asked
        assert not tasks._Watch(scenario.pk)(1.0, float("inf"))
        assert Scenario.objects.get().result == {"best": 1}

    def test_a_failure_leaves_everything_and_says_so(self, director, url, people, plan, monkeypatch):
        scenario = make(director, url, "suggested")
        monkeypatch.setattr(scenarios, "solve", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            compute(scenario, people)
        scenario.refresh_from_db()
        assert (scenario.state, chosen(scenario, plan)) == ("failed", [])
        assert "Máy tính gặp lỗi khi tính" in text_of(director.get(f"{url}phuong-an/1/"))

    def test_the_time_that_is_up_is_said(self, director, url, people, plan, monkeypatch):
        scenario = make(director, url, "suggested")
        monkeypatch.setattr(tasks, "SECONDS", 0.0)
        assert compute(scenario, people).state == "failed"
        assert "Chưa tìm được phương án nào" in text_of(director.get(f"{url}phuong-an/1/"))

    def test_a_gap_is_stated(self, director, url, people, plan):
        scenario = compute(make(director, url, "suggested"), people)
        Scenario.objects.filter(pk=scenario.pk).update(
            result={"status": "feasible", "objective": 100, "bound": 103, "conflict": [], "seconds": 1}
        )
        assert "tốt nhất tìm được, còn cách tối đa 3,0 %" in text_of(director.get(f"{url}phuong-an/1/"))


class TestQuestions:
    def test_why_not_of_the_ranked_list_and_of_a_suggestion(self, director, url, people, plan):
        make(director, url)
        compute(make(director, url, "suggested"), people)
        for number in (1, 2):
            text = text_of(director.get(f"{url}phuong-an/{number}/", {"vi-sao": plan.projects[2].pk}))
            assert f"Vì sao không chọn {plan.projects[2].code}?" in text
            assert "Nếu chọn đề án này thì phải bỏ đề án sau:" in text
            assert text.count("bỏ</span>") == 1

    def test_a_limit_that_binds_is_named(self, director, url, people, plan):
        scenario = make(director, url, "suggested", **{f"fix-{plan.projects[n].pk}": "in" for n in (1, 3, 4)})
        compute(scenario, people)
        text = text_of(director.get(f"{url}phuong-an/1/", {"vi-sao": plan.projects[2].pk}))
        assert "Không thể chọn cùng lúc" in text
        assert f"Cố định vào bằng tay: {plan.projects[1].code}" in text

    def test_what_more_money_buys(self, director, url, people, plan):
        make(director, url)
        compute(make(director, url, "suggested"), people)
        make(director, url, "manual")
        for number in (1, 2, 3):
            address = f"{url}phuong-an/{number}/"
            assert "Không chọn thêm được" in text_of(director.get(address, {"them": "100 triệu"}))
            assert "Chọn thêm được:" in text_of(director.get(address, {"them": "200 triệu"}))

    @pytest.mark.parametrize(
        "query",
        [
            {"vi-sao": "0"},
            {"vi-sao": "abc"},
            {"vi-sao": "9" * 30},
            {"them": "0"},
            {"them": "abc"},
            {"them": ""},
            {"them": "-1"},
        ],
    )
    def test_a_bad_question_is_422(self, director, url, query):
        make(director, url)
        assert "Chưa trả lời được" in text_of(director.get(f"{url}phuong-an/1/", query), 422)

    def test_who_is_chosen_is_not_asked_about(self, director, url, plan):
        make(director, url)
        text = text_of(director.get(f"{url}phuong-an/1/", {"vi-sao": plan.projects[3].pk}), 422)
        assert "không đứng ngoài phương án" in text


class TestByHand:
    def test_one_is_picked_with_its_reason(self, director, url, plan):
        scenario = make(director, url, "manual")
        item = scenario.items.get(project=plan.projects[4])
        address = f"{url}phuong-an/1/sua/{item.pk}/"
        assert "Bỏ khỏi phương án" in text_of(director.get(address))
        out = {"chosen": "0", "reason": "Chưa đủ đối ứng"}
        assert director.post(address, out).status_code == 302
        assert "đã ở ngoài" in text_of(director.post(address, out), 409)
        text = text_of(director.get(f"{url}phuong-an/1/"))
        assert "Lý do: Chưa đủ đối ứng" in text
        assert "Bị bỏ qua" in text
        assert director.post(address, {}).status_code == 422
        assert director.post(address, {"chosen": "1"}).status_code == 302
        assert chosen(scenario, plan) == [3, 4, 1]

    def test_only_one_by_hand_is_picked(self, director, url, plan):
        scenario = make(director, url)
        assert director.get(f"{url}phuong-an/1/sua/{scenario.items.first().pk}/").status_code == 404


class TestCompare:
    def test_differences_sums_and_departures(self, director, url, people, plan, commune):
        make(director, url)
        compute(make(director, url, "suggested", **{f"fix-{plan.projects[4].pk}": "out"}), people)
        make(director, url, "manual")
        text = text_of(director.get(f"{url}so-sanh/", {"pa": ["1", "2", "3"]}))
        assert "2 đề án</span>" in text
        assert "phương án 1 900.000.000 đồng, phương án 2 900.000.000 đồng" in text
        assert "cố định ra bằng tay" in text
        assert commune.label in text

    @pytest.mark.parametrize("numbers", [[], ["1"], ["1", "1"], ["1", "9"], ["a", "b"], ["1", "2", "3", "4"]])
    def test_two_or_three_are_needed(self, director, url, numbers):
        for _ in range(4):
            make(director, url)
        assert "hai hoặc ba" in text_of(director.get(f"{url}so-sanh/", {"pa": numbers}), 422)

    def test_it_costs_the_same_for_few_and_many(self, director, url, plan, people, province, commune, count_queries):
        make(director, url)
        make(director, url)
        address = f"{url}so-sanh/?pa=1&pa=2"
        director.get(address)
        few = count_queries(director.get, address)
        for number in range(5, 8):
            chain = Chain(people, make_establishment(province, commune, f"Cơ sở {number}"), number=number)
            chain.envelope = lambda: None
            chain.to("passed")
        make(director, url)
        make(director, url)
        assert count_queries(director.get, f"{url}so-sanh/?pa=3&pa=4") == few <= 26


class TestChoose:
    def test_the_choice_becomes_the_plan(self, director, url, plan):
        make(director, url)
        assert director.post(f"{url}phuong-an/1/chon/", {"why": ""}).url == url
        assert [item.project for item in plan.items.order_by("position")] == [plan.projects[n] for n in (3, 4, 1)]
        text = text_of(director.get(f"{url}phuong-an/1/"))
        assert "Đã chọn làm kế hoạch ngày" in text
        assert "Đã chọn làm kế hoạch" in text_of(director.get(f"{url}ban/"))
        assert "đang là kế hoạch" in text_of(director.post(f"{url}phuong-an/1/chon/", {}), 409)

    def test_a_departure_needs_its_reason_beside_the_field(self, director, url, people, plan):
        compute(make(director, url, "suggested", **{f"fix-{plan.projects[4].pk}": "out"}), people)
        text = text_of(director.post(f"{url}phuong-an/1/chon/", {"why": " "}), 422)
        assert "id_why-loi" in text
        assert not plan.items.exists()
        assert director.post(f"{url}phuong-an/1/chon/", {"why": "Chờ đối ứng"}).status_code == 302
        assert plan.items.count() == 3

    def test_a_stale_one_says_so_and_is_not_chosen(self, director, url, plan, people):
        make(director, url)
        ledger.receive(line=plan.line, amount=Dong(M), on=TODAY, by=people["accountant"], today=TODAY)
        text = text_of(director.get(f"{url}phuong-an/1/"))
        assert "Phương án đã cũ" in text
        assert "Chọn phương án này" not in text
        assert "Đã cũ" in text_of(director.get(f"{url}ban/"))
        assert "đã thay đổi" in text_of(director.post(f"{url}phuong-an/1/chon/", {"why": "x"}), 409)
        assert not plan.items.exists()

    def test_without_the_right_it_is_403(self, login, people, director, url, plan):
        make(director, url)
        make(director, url, "suggested")
        officer = login(people["officer"])
        for path in ("phuong-an/1/chon/", "phuong-an/2/dung/", "phuong-an/2/tinh/"):
            assert officer.post(url + path).status_code == 403
        assert not plan.items.exists()

    def test_a_scenario_costs_the_same_for_few_and_many(
        self, director, url, plan, people, province, commune, count_queries
    ):
        make(director, url)
        director.get(f"{url}phuong-an/1/")
        few = count_queries(director.get, f"{url}phuong-an/1/")
        for number in range(5, 8):
            chain = Chain(people, make_establishment(province, commune, f"Cơ sở {number}"), number=number)
            chain.envelope = lambda: None
            chain.to("passed")
        make(director, url)
        assert count_queries(director.get, f"{url}phuong-an/2/") == few <= 24
