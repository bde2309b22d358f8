"""A guided hand-over: everything on a desk gets a new holder, all or nothing, and then the person may leave."""

from datetime import date

import pytest

from bedo.accounts import services as accounts
from bedo.core.log import broken_entries
from bedo.core.moves import Refused
from bedo.network import services as network
from bedo.network.models import Member
from bedo.projects.models import HandOver
from bedo.projects.services import handover, progress
from bedo.projects.services.handover import Given
from tests.projects.factory import TODAY

SINCE = date(2026, 1, 5)


class Desk:
    """The officer of the chain as a member with a post and a place, and who could take over."""

    def __init__(self, chain, people, make_person, province, commune):
        self.chain, self.people, self.province, self.by = chain, people, province, people["director"]
        chain.to("begin")
        self.colleague_user = make_person("officer", province, username="dongnghiep")
        self.leaver = self.member("Cán bộ A", user=people["officer"])
        self.colleague = self.member("Cán bộ B", user=self.colleague_user)
        self.outsider = self.member("Cộng tác viên P")
        given = {"from_on": SINCE, "by": self.by, "today": TODAY}
        self.post = network.add(
            kind="post", province=province, name="Cán bộ khuyến công", level="province", position="can_bo", place=province,
            valid_from=SINCE, by=self.by, today=TODAY,
        )  # fmt: skip
        network.appoint(post=self.post, member=self.leaver, **given)
        network.assign_place(place=commune, member=self.leaver, **given)
        progress.raise_difficulty(
            share=chain.share, text="Thiếu điện", holder=people["officer"], due_on=TODAY, **chain.by("officer")
        )

    def member(self, name, **more):
        return network.add(kind="member", province=self.province, full_name=name, by=self.by, today=TODAY, **more)

    def all_to(self, member, **other):
        found = {item.key: Given(member) for item in handover.desk_of(self.leaver)}
        for item in handover.desk_of(self.leaver):
            if item.kind in other:
                found[item.key] = other[item.kind]
        return found

    def hand_over(self, given, by=None, on=TODAY):
        return handover.hand_over(
            member=self.leaver, given=given, on=on, reason="Nghỉ hưu", by=by or self.by, today=TODAY
        )


@pytest.fixture
def desk(chain, people, make_person, province, commune):
    return Desk(chain, people, make_person, province, commune)


def test_the_desk_lists_everything_that_is_held(desk):
    assert [item.kind for item in handover.desk_of(desk.leaver)] == ["project", "wish", "difficulty", "place", "post"]
    assert handover.desk_of(desk.outsider) == []


def test_everything_goes_to_its_taker_and_the_person_may_leave(desk):
    with pytest.raises(Refused, match="còn giữ vị trí"):
        network.leave(member=desk.leaver, last_day=TODAY, why="nghi_huu", version=1, by=desk.by, today=TODAY)
    row = desk.hand_over(desk.all_to(desk.colleague, place=Given(desk.outsider, "Theo địa bàn")))
    assert handover.desk_of(desk.leaver) == []
    taken = {item.kind for item in handover.desk_of(desk.colleague)}
    assert taken == {"project", "wish", "difficulty", "post"}
    assert [line.taker for line in row.lines.filter(kind="place")] == [desk.outsider]
    network.leave(member=desk.leaver, last_day=TODAY, why="nghi_huu", version=1, by=desk.by, today=TODAY)
    grant = desk.people["officer"].grant_rows.get()
    accounts.end_grant(grant=grant, last_day=TODAY, by=desk.people["administrator"])
    assert list(broken_entries()) == []


def test_nothing_moves_while_one_item_has_no_taker(desk):
    given = desk.all_to(desk.colleague)
    wish = next(key for key in given if key.startswith("wish"))
    del given[wish]
    with pytest.raises(Refused, match="chưa có người nhận") as caught:
        desk.hand_over(given)
    assert (caught.value.field, caught.value.status) == (wish, 422)
    assert len(handover.desk_of(desk.leaver)) == 5
    assert HandOver.objects.count() == 0


def test_a_refusal_of_the_last_item_undoes_the_first(desk):
    with pytest.raises(Refused, match="chưa có tài khoản") as caught:
        desk.hand_over(desk.all_to(desk.outsider))
    assert caught.value.field.startswith("project")
    desk.leaver.duties.update(from_on=TODAY)
    with pytest.raises(Refused, match="Xín Mần: Người đang phụ trách mới nhận") as caught:
        desk.hand_over(desk.all_to(desk.colleague))
    assert caught.value.field.startswith("place")
    assert len(handover.desk_of(desk.leaver)) == 5
    assert desk.chain.project.responsibilities.count() == 1


def test_a_post_may_be_left_vacant_and_nothing_else(desk):
    with pytest.raises(Refused, match="chưa có người nhận"):
        desk.hand_over(desk.all_to(desk.colleague, place=Given(None)))
    desk.hand_over(desk.all_to(desk.colleague, post=Given(None)))
    assert desk.post.holdings.get().to_on == date(2026, 11, 24)


def test_what_somebody_else_gave_away_meanwhile_is_told(desk):
    given = desk.all_to(desk.colleague)
    desk.hand_over(given)
    with pytest.raises(Refused) as caught:
        desk.hand_over(given)
    assert caught.value.code in ("empty", "stale")
    assert caught.value.status == 409


def test_who_arranges_the_network_hands_over_and_nobody_else(desk):
    with pytest.raises(Refused) as caught:
        desk.hand_over(desk.all_to(desk.colleague), by=desk.people["officer"])
    assert caught.value.status == 403
    desk.hand_over(desk.all_to(desk.colleague), by=desk.people["approver_department"])


class TestPage:
    @pytest.fixture
    def client(self, login, people):
        return login(people["director"])

    def test_all_to_one_with_exceptions_then_the_minutes(self, desk, client):
        url = f"/mang-luoi/ban-giao/{desk.leaver.pk}/"
        text = client.get(url).content.decode()
        assert desk.chain.project.code in text
        assert "Thiếu điện" in text
        place = next(item.key for item in handover.desk_of(desk.leaver) if item.kind == "place")
        data = {"on": "25/11/2026", "reason": "Nghỉ hưu", "everything": desk.colleague.pk, place: desk.outsider.pk}
        assert client.post(url, {**data, "reason": ""}).status_code == 422
        answer = client.post(url, data, follow=True)
        assert "Đã bàn giao 5 việc" in answer.content.decode()
        assert "Không còn việc gì để bàn giao" in client.get(url).content.decode()
        assert (
            "Biên bản bàn giao công việc"
            in client.get(f"/soan/cua/handover/{HandOver.objects.get().pk}/").content.decode()
        )

    def test_an_item_nobody_was_chosen_for_is_named_beside_it(self, desk, client):
        data = {"on": "25/11/2026", "reason": "Nghỉ hưu", "everything": desk.outsider.pk}
        answer = client.post(f"/mang-luoi/ban-giao/{desk.leaver.pk}/", data)
        assert answer.status_code == 422
        assert "chưa có người nhận" in answer.content.decode()
        assert len(handover.desk_of(desk.leaver)) == 5

    def test_a_second_editor_is_told(self, desk, client):
        url, data = f"/mang-luoi/ban-giao/{desk.leaver.pk}/", {"on": "25/11/2026", "reason": "Nghỉ", "everything": desk.colleague.pk}  # fmt: skip
        sent = {**data, **{item.key: "" for item in handover.desk_of(desk.leaver)}}
        client.post(url, data)
        network.assign_place(
            place=desk.chain.establishment.place, member=Member.objects.get(pk=desk.leaver.pk), from_on=date(2026, 11, 26),
            expected=desk.colleague.duties.get().pk, by=desk.by, today=date(2026, 11, 26),
        )  # fmt: skip
        answer = client.post(url, sent)
        assert answer.status_code == 409
        assert "người khác đã giao đi" in answer.content.decode()

    def test_the_page_costs_the_same_and_the_list_too(self, desk, client, count_queries, province):
        url = f"/mang-luoi/ban-giao/{desk.leaver.pk}/"
        client.get(url)
        one = count_queries(client.get, url)
        for number in range(6):
            desk.member(f"Người {number}")
        assert count_queries(client.get, url) == one
        desk.hand_over(desk.all_to(desk.colleague))
        assert client.get("/mang-luoi/da-ban-giao/?q=can+bo").content.decode().count("Nghỉ hưu") == 1
        assert client.get("/mang-luoi/da-ban-giao/xuat/csv/").status_code == 200
