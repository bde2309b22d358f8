"""The pages of wishes: /nhu-cau/."""

from datetime import date

import pytest

from bedo.accounts.models import Grant, Organisation, User
from bedo.core.types import Dong
from bedo.projects.models import Wish
from bedo.projects.services import wishes as services
from bedo.projects.services.dossiers import withdraw
from tests.projects.factory import CONTENT, TODAY, Chain, make_establishment

URL = "/nhu-cau/"


@pytest.fixture
def establishment(province, commune):
    return make_establishment(province, commune, name="HTX chè Tân Sơn")


@pytest.fixture
def chain(people, establishment):
    return Chain(people, establishment)


@pytest.fixture
def wish(chain):
    return chain.to("wish").wish_row


@pytest.fixture
def officer(login, people):
    return login(people["officer"])


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def typed(**changes):
    return {
        "content": CONTENT, "need": "Máy sao chè 50 kg", "amount_asked": "200 triệu", "investment": "1,2 tỷ",
        "desired_year": "2027", "received_on": "20/11/2026", "channel": "zalo", **changes,
    }  # fmt: skip


class TestList:
    def test_it_shows_who_wishes_what_and_since_when(self, officer, wish):
        text = text_of(officer.get(URL))
        for words in ("HTX chè Tân Sơn", wish.code, "300.000.000", "Đã nhận nhu cầu", "01/09/2025", "1/1 dòng có số"):
            assert words in text

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"q": "che tan"}, True),
            ({"q": "khong co"}, False),
            ({"tt": "received"}, True),
            ({"tt": "refused"}, False),
            ({"nd": CONTENT}, True),
            ({"nam": "2025"}, True),
            ({"chang": "ho-so"}, False),
        ],
    )
    def test_conditions_of_the_address_narrow_it(self, officer, wish, query, found):
        assert (wish.code in text_of(officer.get(URL, query))) is found

    def test_officer_and_place_narrow_it(self, officer, wish, people, commune):
        assert wish.code in text_of(officer.get(URL, {"cb": people["officer"].pk, "noi": commune.pk}))

    def test_a_value_that_does_not_exist_narrows_nothing_and_is_said(self, officer, wish):
        text = text_of(officer.get(URL, {"tt": "xyz", "cb": "abc", "nam": "9" * 30}))
        assert wish.code in text
        assert 'aria-invalid="true"' in text

    def test_a_wish_in_a_contract_counts_at_every_step_up_to_there(self, officer, chain):
        chain.to("contract")
        text = text_of(officer.get(URL, {"chang": "hop-dong"}))
        assert chain.wish_row.code in text
        assert chain.project.code in text
        assert "Không nhu cầu nào" in text_of(officer.get(URL, {"chang": "nghiem-thu"}))

    def test_another_province_is_not_seen(self, login, strangers, wish):
        assert wish.code not in text_of(login(strangers["officer"]).get(URL))

    def test_without_the_right_it_says_which_is_missing(self, login, people, wish):
        assert "Xem nhu cầu" in text_of(login(people["administrator"]).get(URL), 403)

    def test_it_costs_the_same_for_few_and_for_many(self, officer, wish, people, establishment, count_queries):
        officer.get(URL)
        few = count_queries(officer.get, URL)
        rows = [_copy(wish, number) for number in range(60)]
        Wish.objects.bulk_create(rows)
        assert count_queries(officer.get, URL) == few
        assert few <= 8


def _copy(wish, number):
    fields = {field.attname: getattr(wish, field.attname) for field in Wish._meta.concrete_fields}
    return Wish(**{**fields, "id": None, "code": f"NC-{number}"})


class TestFunnel:
    def test_every_drop_has_its_reason_counted(self, officer, chain, people):
        first = chain.to("wish").wish_row
        second = _another(chain, "refused")
        services.withdraw_wish(wish=first, on=TODAY, reason="Đã tự mua máy", by=people["officer"], today=TODAY)
        text = text_of(officer.get(f"{URL}duong-di/"))
        for words in ("Đã tự mua máy", "Cơ sở rút nhu cầu", "Thẩm tra: chưa đủ điều kiện", "Vốn đối ứng"):
            assert words in text
        assert second.state == "refused"

    def test_a_withdrawn_project_tells_the_reason_of_the_log(self, officer, chain, people):
        chain.to("start")
        withdraw(project=chain.project, reason="Đổi địa điểm", by=people["officer"], today=TODAY)
        text = text_of(officer.get(f"{URL}duong-di/"))
        assert "Rút hồ sơ đề án" in text
        assert "Đổi địa điểm" in text

    def test_channels_meet_in_one_funnel(self, officer, chain, people):
        """Wishes of visits, of the office and of letters add up to the whole; each row opens its own."""
        first = chain.to("wish").wish_row
        Wish.objects.bulk_create([_copy(first, number) for number in range(5)])
        Wish.objects.exclude(pk=first.pk).update(channel="khao_sat")
        Wish.objects.filter(pk=first.pk).update(channel="zalo")
        services.withdraw_wish(
            wish=Wish.objects.get(pk=first.pk), on=TODAY, reason="Đã tự mua máy", by=people["officer"], today=TODAY
        )
        page = officer.get(f"{URL}duong-di/")
        found = [(word, one.total, one.lost_count) for word, _, one in page.context["channels"]]
        assert found == [("Cán bộ khảo sát", 5, 0), ("Tin nhắn Zalo", 1, 1)]
        assert "?qua=khao_sat" in page.content.decode()
        assert officer.get(f"{URL}duong-di/?qua=khao_sat").context["funnel"].total == 5
        assert officer.get(f"{URL}?qua=zalo").context["page"].paginator.count == 1

    def test_it_costs_the_same_for_few_and_for_many(self, officer, chain, count_queries):
        wish = chain.to("wish").wish_row
        officer.get(f"{URL}duong-di/")
        few = count_queries(officer.get, f"{URL}duong-di/")
        Wish.objects.bulk_create([_copy(wish, number) for number in range(40)])
        assert count_queries(officer.get, f"{URL}duong-di/") == few <= 12


def _another(chain, outcome):
    wish = services.record_wish(
        establishment=chain.establishment, content=CONTENT, need="Máy ép", received_on=date(2026, 1, 5),
        channel="truc_tiep", **chain.by("officer"),
    )  # fmt: skip
    _visit(chain, wish, date(2026, 1, 10), passed=outcome == "passed")
    wish.refresh_from_db()
    return wish


def _visit(chain, wish, day, *, passed):
    services.appraise_capacity(
        wish=wish, visited_on=day, present="Chủ cơ sở", opinion="Đã xem", passed=passed,
        findings=[services.Finding("counterpart", "Vốn đối ứng", passed)],
        reason="Chưa có vốn", feasible_if="Có sao kê", **chain.by("officer"),
    )  # fmt: skip


class TestNew:
    def test_first_the_establishment_is_found_without_marks(self, officer, chain):
        assert "Tìm cơ sở" in text_of(officer.get(f"{URL}moi/"))
        text = text_of(officer.get(f"{URL}moi/", {"tim": "tan son"}))
        assert f"?co-so={chain.establishment.pk}" in text

    def test_a_wish_is_recorded_with_amounts_as_people_write_them(self, officer, chain):
        response = officer.post(f"{URL}moi/?co-so={chain.establishment.pk}", typed())
        wish = Wish.objects.get()
        assert response.status_code == 302
        assert response.url == f"{URL}{wish.pk}/"
        assert (wish.amount_asked, wish.investment) == (Dong(200_000_000), Dong(1_200_000_000))
        assert wish.channel == "zalo"

    @pytest.mark.parametrize(
        ("wrong", "name"),
        [
            ({"received_on": "31/02/2026"}, "received_on"),
            ({"received_on": "01/01/2099"}, "received_on"),
            ({"received_on": "01/01/0001"}, "received_on"),
            ({"amount_asked": "ba trăm"}, "amount_asked"),
            ({"amount_asked": "2 tỷ", "investment": "1 tỷ"}, "amount_asked"),
            ({"amount_asked": "-5"}, "amount_asked"),
            ({"content": "KHONG_CO"}, "content"),
            ({"need": ""}, "need"),
            ({"desired_year": "26"}, "desired_year"),
            ({"channel": "thu"}, "channel"),
        ],
    )
    def test_bad_input_is_said_beside_its_field_and_stays(self, officer, chain, wrong, name):
        text = text_of(officer.post(f"{URL}moi/?co-so={chain.establishment.pk}", typed(**wrong)), 422)
        assert f'id="id_{name}-loi"' in text
        assert "need" in wrong or "Máy sao chè 50 kg" in text
        assert not Wish.objects.exists()

    @pytest.mark.parametrize("named", ["0", "abc", "999999", "9" * 30])
    def test_an_establishment_that_is_not_there_is_404(self, officer, chain, named):
        assert officer.get(f"{URL}moi/?co-so={named}").status_code == 404

    def test_an_establishment_of_another_province_is_404(self, login, strangers, chain):
        client = login(strangers["officer"])
        assert client.post(f"{URL}moi/?co-so={chain.establishment.pk}", typed()).status_code == 404

    def test_without_the_right_nothing_is_recorded(self, login, people, chain):
        client = login(people["accountant"])
        text_of(client.post(f"{URL}moi/?co-so={chain.establishment.pk}", typed()), 403)
        assert not Wish.objects.exists()

    def test_a_draft_comes_back_and_goes_with_submitting(self, officer, chain):
        key = f"nhu-cau:moi:{chain.establishment.pk}"
        officer.post(f"/ban-nhap/{key}/", typed(need="Viết dở"))
        assert "Viết dở" in text_of(officer.get(f"{URL}moi/?co-so={chain.establishment.pk}"))
        officer.post(f"{URL}moi/?co-so={chain.establishment.pk}", typed())
        assert officer.get(f"/ban-nhap/{key}/").status_code == 404


class TestEdit:
    def test_a_correction_is_kept(self, officer, wish):
        response = officer.post(f"{URL}{wish.pk}/sua/", typed(need="Máy vò chè", version="1"))
        assert response.status_code == 302
        wish.refresh_from_db()
        assert (wish.need, wish.version) == ("Máy vò chè", 2)

    def test_two_editors_choose_field_by_field(self, officer, wish, people):
        services.update_wish(wish=wish, version=1, need="Sửa trước", by=people["director"], today=TODAY)
        text = text_of(officer.post(f"{URL}{wish.pk}/sua/", typed(need="Sửa sau", version="1")), 409)
        assert "Sửa trước" in text
        assert "Sửa sau" in text
        assert "director Tuyên Quang" in text
        data = typed(need="Sửa sau", version="2") | {"giu-need": "dang-luu", "giu-channel": "vua-nhap"}
        assert officer.post(f"{URL}{wish.pk}/sua/", data).status_code == 302
        wish.refresh_from_db()
        assert (wish.need, wish.channel) == ("Sửa trước", "zalo")

    def test_after_the_appraisal_it_is_refused_in_words(self, officer, chain):
        wish = chain.to("screen").wish_row
        text = text_of(officer.post(f"{URL}{wish.pk}/sua/", typed(version=str(wish.version))), 409)
        assert "đã thẩm tra" in text


class TestDetail:
    def test_it_tells_the_norm_with_its_source_and_the_applicants_word(self, officer, wish):
        text = text_of(officer.get(f"{URL}{wish.pk}/"))
        for words in (
            "Mức hỗ trợ tối đa",
            "50 %",
            "cơ sở được báo",
            "Phiếu đi cơ sở",
            "Ghi kết quả thẩm tra",
            "Nhận nhu cầu.",
        ):
            assert words in text

    def test_buttons_follow_rights_and_state(self, login, people, chain):
        wish = chain.to("screen").wish_row
        text = text_of(login(people["accountant"]).get(f"{URL}{wish.pk}/"))
        for words in ("Lập đề án", "Cơ sở rút", "Thẩm tra lại"):
            assert words not in text
        assert "Cơ sở rút…" in text_of(login(people["officer"]).get(f"{URL}{wish.pk}/"))

    def test_projects_started_from_it_are_shown(self, officer, chain):
        wish = chain.to("start").wish_row
        text = text_of(officer.get(f"{URL}{wish.pk}/"))
        assert chain.project.code in text
        assert "Cơ sở rút…" not in text

    def test_the_establishment_sees_its_own_wish(self, login, province, wish):
        owner = User.objects.create_user("chu", "mat-khau-thu", full_name="Chủ cơ sở")
        firm = Organisation.objects.create(
            kind="co_so", name="HTX", province=province, establishment_id=wish.establishment_id
        )
        Grant.objects.create(user=owner, role="beneficiary", organisation=firm, valid_from=date(2020, 1, 1))
        client = login(owner)
        assert wish.code in text_of(client.get(URL))
        assert wish.code in text_of(client.get(f"{URL}{wish.pk}/"))

    @pytest.mark.parametrize("part", ["", "sua/", "rut/", "tham-tra/", "phieu-tham-tra/", "nhat-ky/"])
    def test_another_province_is_404(self, login, strangers, wish, part):
        assert login(strangers["officer"]).get(f"{URL}{wish.pk}/{part}").status_code == 404

    def test_it_costs_the_same_for_few_and_for_many(self, officer, chain, count_queries):
        wish = chain.to("screen").wish_row
        officer.get(f"{URL}{wish.pk}/")
        few = count_queries(officer.get, f"{URL}{wish.pk}/")
        for day in range(11, 19):
            _visit(chain, wish, date(2025, 9, day), passed=day % 2 == 0)
        assert count_queries(officer.get, f"{URL}{wish.pk}/") == few <= 12


class TestWithdraw:
    def test_the_reason_is_kept(self, officer, wish):
        response = officer.post(f"{URL}{wish.pk}/rut/", {"on": "20/11/2026", "reason": "Đã tự mua máy"})
        assert response.status_code == 302
        wish.refresh_from_db()
        assert (wish.state, wish.reason) == ("withdrawn", "Đã tự mua máy")

    def test_without_a_reason_it_stays(self, officer, wish):
        text = text_of(officer.post(f"{URL}{wish.pk}/rut/", {"on": "20/11/2026", "reason": " "}), 422)
        assert "20/11/2026" in text
        wish.refresh_from_db()
        assert wish.state == "received"

    def test_a_live_project_stands_in_the_way(self, officer, chain):
        wish = chain.to("start").wish_row
        text = text_of(officer.post(f"{URL}{wish.pk}/rut/", {"on": "20/11/2026", "reason": "Thôi"}), 409)
        assert chain.project.code in text

    def test_a_withdrawn_wish_cannot_be_withdrawn_again(self, officer, wish):
        data = {"on": "20/11/2026", "reason": "Thôi"}
        officer.post(f"{URL}{wish.pk}/rut/", data)
        assert officer.post(f"{URL}{wish.pk}/rut/", data).status_code == 409

    def test_without_the_right_it_is_403(self, login, people, wish):
        assert login(people["finance"]).post(f"{URL}{wish.pk}/rut/", {}).status_code == 403


class TestGive:
    def test_another_person_is_responsible_from_that_day(self, login, people, wish):
        client, url = login(people["director"]), f"{URL}{wish.pk}/giao/"
        data = {"officer": people["collaborator"].pk, "from_on": "20/11/2026", "reason": "Theo địa bàn"}
        assert client.post(url, {**data, "reason": ""}).status_code == 422
        assert client.post(url, {**data, "officer": people["accountant"].pk}).status_code == 422
        assert client.post(url, data).status_code == 302
        wish.refresh_from_db()
        assert wish.officer == people["collaborator"]
        assert wish.responsibilities.count() == 2
        assert "đang phụ trách" in text_of(client.post(url, data), 422)

    def test_only_who_assigns_may(self, login, people, wish):
        assert login(people["officer"]).get(f"{URL}{wish.pk}/giao/").status_code == 403
