"""Changes and stops through the pages: every kind's form, who may do what, nothing moved before approval, what it costs."""

from datetime import date

import pytest
from django.urls import reverse

from bedo.core.types import Dong
from bedo.ledger import checks
from bedo.ledger import queries as ledger_queries
from bedo.office.changes.forms import FORMS
from bedo.projects.models import ChangeRequest, Contract, Share
from bedo.projects.rules import changes as rules
from bedo.projects.services import applying
from bedo.projects.services.changes import ask
from tests.projects.factory import TODAY, Chain, make_establishment
from tests.projects.groups import GroupChain

MILLION = 1_000_000
PAPER = {
    "issuer": "UBND tỉnh",
    "paper_type": "QĐ",
    "number": "77",
    "symbol": "QĐ-UBND",
    "issued_on": "20/11/2026",
    "signer": "Chủ tịch",
    "summary": "Điều chỉnh đề án",
}
CHECKED = {"agrees": "co", "text": "Đã đến cơ sở, đúng như đề nghị.", "on": "15/11/2026"}
COMMON = {"reason": "Cơ sở đề nghị", "on": "10/11/2026"}


@pytest.fixture
def chain(people, province, commune):
    return Chain(people, make_establishment(province, commune))


@pytest.fixture
def group(people, province, commune):
    """Three shares of 300 triệu under contract."""
    return GroupChain(people, make_establishment(province, commune)).detailed().signed()


@pytest.fixture
def other(province, commune):
    return make_establishment(province, commune, name="Cơ sở vào thay")


def ask_url(chain, change, query=""):
    return reverse("office:changes:ask", args=[chain.project.pk, change]) + query


def good(change, other, commune=None):
    """What a person fills in for each kind, good at the moment “advance”."""
    return (
        COMMON
        | {
            "increase": {"amount": "350 triệu"},
            "decrease": {"amount": "250 triệu"},
            "content": {"content": "TU_VAN"},
            "next_year": {"ends_on": "30/06/2027"},
            "time": {"ends_on": "20/12/2026"},
            "place": {"place": str(commune.pk) if commune else ""},
            "beneficiary": {"establishment": str(other.pk), "amount": "90 triệu", "done": "200 triệu"},
            "cooperating": {"cooperating": "UBND xã"},
            "stop": {"reason_code": "no_capital", "work_done": "Đã đặt máy", "done_1": "100 triệu"},
            "stop_violation": {"reason_code": "violation", "work_done": "Chưa làm", "done_1": "0"},
            "other": {"text": "Đổi hãng máy"},
        }[change]
    )


BAD = {
    "increase": ({"amount": "300 triệu"}, "không cao hơn"),
    "decrease": ({"amount": "100 triệu"}, "không giảm xuống"),
    "content": ({"content": ""}, "content"),
    "next_year": ({"ends_on": "30/06/2028"}, "phải trong năm 2027"),
    "time": ({"ends_on": "20/12/2027"}, "sau năm ngân sách"),
    "place": ({"place": "999999"}, "place"),
    "beneficiary": ({"amount": "100 triệu"}, "còn 90.000.000"),
    "cooperating": ({"cooperating": ""}, "cooperating"),
    "stop": ({"done_1": "250 triệu"}, "phải từ 0 đến 210.000.000"),
    "stop_violation": ({"reason_code": "asked"}, "reason_code"),
    "other": ({"reason": ""}, "reason"),
}


def everything(chain):
    """All that a change could move: money, states, days, places."""
    shares = Share.objects.filter(project=chain.project).order_by("number")
    chain.project.refresh_from_db()
    return (
        ledger_queries.stages_of_groups([chain.project.subject]),
        list(shares.values("number", "state", "support", "establishment", "place")),
        (chain.project.state, chain.project.ends_on, chain.project.content, chain.project.cooperating),
        Contract.objects.count(),
    )


def walk(chain, login, people, row, *, role="approver_province", paper=PAPER):
    """The Sở checks, the decider approves; answers the response of the decision."""
    checked = login(people["appraiser"]).post(reverse("office:changes:check", args=[row.pk]), CHECKED)
    assert checked.status_code == 302, checked.content.decode()
    return login(people[role]).post(reverse("office:changes:approve", args=[row.pk]), paper)


class TestAsking:
    def test_every_change_has_its_form(self):
        assert set(FORMS) == set(applying.CHANGES) == set(rules.ASPECTS)

    def test_the_kinds_are_listed_with_who_decides(self, chain, login, people):
        chain.to("advance")
        page = login(people["officer"]).get(reverse("office:changes:choose", args=[chain.project.pk])).content.decode()
        for change in FORMS:
            assert ask_url(chain, change) in page, change
        assert "Chủ tịch UBND tỉnh" in page

    @pytest.mark.parametrize("change", list(FORMS))
    def test_a_good_form_asks_and_moves_nothing(self, chain, login, people, other, province, change):
        from tests.conftest import _unit

        chain.to("advance")
        commune = _unit("00002", "Nậm Ty", date(2025, 7, 1), level=3, kind="xa", parent=province)
        before, client = everything(chain), login(people["officer"])
        query = f"?coso={other.pk}" if change == "beneficiary" else ""
        assert client.get(ask_url(chain, change, query)).status_code == 200
        form = good(change, other, commune)
        tried = client.post(ask_url(chain, change, "?thu=1"), form)
        assert tried.status_code == 200, tried.context["form"].errors
        assert "Tính thử" in tried.content.decode()
        assert not ChangeRequest.objects.exists()
        sent = client.post(ask_url(chain, change), form)
        assert sent.status_code == 302, sent.context["form"].errors
        row = ChangeRequest.objects.get()
        assert (row.change, row.body, row.state) == (change, "chairman", "asked")
        assert everything(chain) == before
        tab = client.get(reverse("office:projects:tab", args=[chain.project.pk, "dieu-chinh"]))
        assert tab.status_code == 200
        assert "Cơ sở đề nghị" in tab.content.decode()

    @pytest.mark.parametrize("change", list(FORMS))
    def test_a_bad_form_comes_back_as_typed(self, chain, login, people, other, province, change):
        chain.to("advance")
        before, client = everything(chain), login(people["officer"])
        wrong, words = BAD[change]
        sent = client.post(ask_url(chain, change), good(change, other) | wrong)
        assert sent.status_code == 422
        assert words in sent.context["form"].errors or words in str(sent.context["form"].errors)
        assert not ChangeRequest.objects.exists()
        assert everything(chain) == before

    @pytest.mark.parametrize("change", list(FORMS))
    def test_every_kind_is_carried_out_once_it_is_approved(self, chain, login, people, other, province, change):
        from tests.conftest import _unit

        chain.to("advance")
        commune = _unit("00002", "Nậm Ty", date(2025, 7, 1), level=3, kind="xa", parent=province)
        login(people["officer"]).post(ask_url(chain, change), good(change, other, commune))
        row, before = ChangeRequest.objects.get(), everything(chain)
        paper = PAPER | ({"recover_by": "31/12/2026", "recover_to": "3713.0.1"} if change in ("stop", "stop_violation", "beneficiary") else {})  # fmt: skip
        slip = login(people["appraiser"]).post(reverse("office:changes:check", args=[row.pk]), CHECKED)
        assert slip.status_code == 302
        slip = login(people["approver_province"]).get(reverse("office:changes:approve", args=[row.pk]))
        assert "Chữ ký này làm gì" in slip.content.decode()
        assert everything(chain) == before
        done = login(people["approver_province"]).post(reverse("office:changes:approve", args=[row.pk]), paper)
        assert done.status_code == 302, done.context["form"].errors
        row.refresh_from_db()
        assert row.state == "approved"
        assert (everything(chain) != before) == (change != "other")
        assert list(checks.broken_lines()) == []

    def test_a_paper_of_the_request_goes_into_the_register(self, chain, login, people, other):
        chain.to("advance")
        form = good("other", other) | {"issuer": "Trung tâm", "paper_type": "CV", "number": "12", "summary": "Đề nghị"}
        client = login(people["officer"])
        half = client.post(ask_url(chain, "other"), form | {"summary": ""})
        assert half.status_code == 422
        assert client.post(ask_url(chain, "other"), form).status_code == 302
        assert ChangeRequest.objects.get().paper.issued_on == date(2026, 11, 10)

    def test_what_an_open_request_touches_cannot_be_asked_again(self, chain, login, people, other):
        chain.to("advance")
        client = login(people["officer"])
        client.post(ask_url(chain, "decrease"), good("decrease", other))
        again = client.post(ask_url(chain, "stop"), good("stop", other))
        assert again.status_code == 409
        assert "Đề nghị số 1" in again.content.decode()
        choose = client.get(reverse("office:changes:choose", args=[chain.project.pk])).content.decode()
        assert ask_url(chain, "time") in choose
        assert ask_url(chain, "stop") + '"' not in choose

    def test_before_the_plan_and_after_liquidation_nothing_is_asked_this_way(self, chain, login, people, other):
        chain.to("passed")
        client = login(people["officer"])
        page = client.get(reverse("office:changes:choose", args=[chain.project.pk]))
        assert "Hiện chưa đề nghị được" in page.content.decode()
        assert client.post(ask_url(chain, "other"), good("other", other)).status_code == 409

    def test_strangers_find_nothing_and_others_are_told_why(self, chain, login, people, strangers, other):
        chain.to("advance")
        choose = reverse("office:changes:choose", args=[chain.project.pk])
        assert login(strangers["officer"]).get(choose).status_code == 404
        for role in ("accountant", "appraiser", "approver_province", "finance"):
            assert login(people[role]).get(choose).status_code == 403, role
            assert login(people[role]).post(ask_url(chain, "other"), good("other", other)).status_code == 403, role
        assert login(people["officer"]).get(ask_url(chain, "add")).status_code == 404
        assert login(people["officer"]).get(ask_url(chain, "stop", "?phan=9")).status_code == 404

    def test_the_new_establishment_is_found_in_the_register(self, chain, login, people, other):
        chain.to("advance")
        client = login(people["officer"])
        page = client.get(ask_url(chain, "beneficiary", "?tim=vao thay")).content.decode()
        assert f"coso={other.pk}" in page
        assert "Cơ sở mẫu 01</a>" not in client.get(ask_url(chain, "beneficiary", "?tim=mau")).content.decode()
        assert client.get(ask_url(chain, "beneficiary", "?coso=999999")).status_code == 404


class TestDeciding:
    @pytest.fixture
    def row(self, chain, people):
        chain.to("advance")
        return ask(project=chain.project, change="decrease", after={"amount": 250 * MILLION}, reason="Bớt máy", on=date(2026, 11, 10), by=people["officer"], today=TODAY)  # fmt: skip

    def test_each_step_belongs_to_its_people(self, row, login, people, strangers):
        wanted = {
            "check": {"appraiser", "approver_department"},
            "approve": {"approver_province"},
            "refuse": {"approver_province"},
            "withdraw": {"officer", "director", "approver_department", "ministry_department"},
        }
        for name, mine in wanted.items():
            if name == "approve":
                login(people["appraiser"]).post(reverse("office:changes:check", args=[row.pk]), CHECKED)
            url = reverse(f"office:changes:{name}", args=[row.pk])
            for role, person in people.items():
                status = login(person).get(url).status_code
                assert (status == 200) == (role in mine), (name, role, status)
                assert status in (200, 403, 404), (name, role)
            assert login(strangers["approver_province"]).get(url).status_code == 404

    def test_a_decision_needs_the_check_first_and_says_so(self, row, login, people):
        url = reverse("office:changes:approve", args=[row.pk])
        assert login(people["approver_province"]).get(url).status_code == 409
        disagrees = CHECKED | {"agrees": "khong"}
        login(people["appraiser"]).post(reverse("office:changes:check", args=[row.pk]), disagrees)
        refused = login(people["approver_province"]).post(url, PAPER)
        assert refused.status_code == 409
        assert "không nhất trí" in refused.content.decode()

    def test_a_decision_older_than_the_check_is_refused_beside_its_day(self, row, chain, login, people):
        before = everything(chain)
        sent = walk(chain, login, people, row, paper=PAPER | {"issued_on": "12/11/2026"})
        assert sent.status_code == 422
        assert "issued_on" in sent.context["form"].errors
        assert everything(chain) == before

    def test_refused_and_withdrawn_ones_move_nothing(self, row, chain, login, people):
        before = everything(chain)
        said = login(people["approver_province"]).post(reverse("office:changes:refuse", args=[row.pk]), {"reason": "Không có căn cứ", "on": "20/11/2026"})  # fmt: skip
        assert said.status_code == 302
        again = login(people["officer"]).post(reverse("office:changes:withdraw", args=[row.pk]), {"reason": "Thôi"})
        assert again.status_code == 409
        assert everything(chain) == before
        page = login(people["officer"]).get(reverse("office:projects:tab", args=[chain.project.pk, "dieu-chinh"]))
        assert "Không có căn cứ" in page.content.decode()

    def test_what_changed_since_is_said_before_the_signature(self, row, chain, login, people):
        login(people["appraiser"]).post(reverse("office:changes:check", args=[row.pk]), CHECKED)
        Share.objects.filter(project=chain.project).update(support=Dong(240 * MILLION))
        client = login(people["approver_province"])
        page = client.get(reverse("office:changes:approve", args=[row.pk])).content.decode()
        assert "Bây giờ không duyệt được" in page
        assert client.post(reverse("office:changes:approve", args=[row.pk]), PAPER).status_code == 422

    def test_the_desk_tells_who_must_check_and_who_must_decide(self, row, login, people):
        assert "Kiểm tra đề nghị điều chỉnh" in login(people["appraiser"]).get("/").content.decode()
        assert "Quyết định đề nghị" not in login(people["approver_province"]).get("/").content.decode()
        login(people["appraiser"]).post(reverse("office:changes:check", args=[row.pk]), CHECKED)
        assert "Kiểm tra đề nghị điều chỉnh" not in login(people["appraiser"]).get("/").content.decode()
        assert "Quyết định đề nghị điều chỉnh" in login(people["approver_province"]).get("/").content.decode()
        assert "Quyết định đề nghị" not in login(people["ministry_minister"]).get("/").content.decode()

    def test_an_approved_change_of_money_is_an_annex_on_the_money_tab(self, row, chain, login, people):
        assert walk(chain, login, people, row).status_code == 302
        page = login(people["officer"]).get(reverse("office:projects:tab", args=[chain.project.pk, "hop-dong"]))
        assert "Phụ lục hợp đồng" in page.content.decode()
        assert "250.000.000" in page.content.decode()


class TestStopping:
    def test_one_of_three_shares_stops_and_its_money_comes_back_in_two_parts(self, group, login, people):
        chain = group.advanced(2)
        share = group.shares[1]
        client = login(people["officer"])
        form = COMMON | {"reason_code": "no_capital", "work_done": "Đã lắp một máy", "done_2": "80 triệu"}
        tried = client.post(ask_url(chain, "stop", "?phan=2&thu=1"), form).content.decode()
        for figure in ("80.000.000", "130.000.000", "90.000.000"):
            assert figure in tried
        assert client.post(ask_url(chain, "stop", "?phan=2"), form).status_code == 302
        row = ChangeRequest.objects.get()
        short = walk(chain, login, people, row)
        assert short.status_code == 422
        assert "recover_by" in short.context["form"].errors
        paper = PAPER | {"recover_by": "15/12/2026", "recover_to": "3713.0.1088888 Kho bạc Nhà nước"}
        done = login(people["approver_province"]).post(reverse("office:changes:approve", args=[row.pk]), paper)
        assert done.status_code == 302, done.context["form"].errors
        share.refresh_from_db()
        chain.project.refresh_from_db()
        assert (share.state, chain.project.state) == ("stopping", "running")
        held = ledger_queries.stages_of_holders([share.holder])[share.holder]
        assert (held["settled"], held["recoverable"], held["contracted"]) == (80 * MILLION, 130 * MILLION, 0)
        assert ledger_queries.totals(chain.line)["available"] == (2000 - 900 + 90) * MILLION
        letter = client.get(reverse("office:changes:letters", args=[row.pk])).content.decode()
        for words in ("130.000.000", "15/12/2026", "3713.0.1088888", "Đã lắp một máy", "Cơ sở nhóm 02"):
            assert words in letter, words

    def test_a_whole_project_stops_with_all_its_shares(self, group, login, people):
        client = login(people["officer"])
        form = COMMON | {"reason_code": "cut", "work_done": "Chưa làm"}
        assert client.post(ask_url(group, "stop"), form).status_code == 302
        assert walk(group, login, people, ChangeRequest.objects.get()).status_code == 302
        group.project.refresh_from_db()
        assert group.project.state == "stopped"
        assert ledger_queries.totals(group.line)["available"] == 2000 * MILLION

    def test_only_a_decided_stop_has_letters(self, chain, login, people):
        chain.to("advance")
        row = ask(project=chain.project, change="time", after={"ends_on": date(2026, 12, 20)}, reason="Mưa", on=date(2026, 11, 10), by=people["officer"], today=TODAY)  # fmt: skip
        assert login(people["officer"]).get(reverse("office:changes:letters", args=[row.pk])).status_code == 404


class TestList:
    @pytest.fixture
    def many(self, chain, people):
        """Requests written past the services, to measure the pages."""
        from bedo.core.clock import now

        chain.to("advance")

        def make(count):
            first = ChangeRequest.objects.count()
            ChangeRequest.objects.bulk_create(
                ChangeRequest(project=chain.project, number=first + n + 1, change="other", body="chairman", route="", before={"text": ""}, after={"text": "Mới"}, reason="Lý do", asked_on=date(2026, 11, 10), asked_by=people["officer"], entered_at=now(), state="asked")
                for n in range(count)
            )  # fmt: skip

        return make

    def test_it_costs_the_same_for_few_and_for_many(self, many, login, people, count_queries):
        client, url = login(people["officer"]), reverse("office:changes:list")
        many(2)
        client.get(url)
        few = count_queries(client.get, url)
        many(40)
        assert count_queries(client.get, url) == few <= 8

    def test_the_tab_costs_the_same_for_few_and_for_many(self, many, chain, login, people, count_queries):
        client = login(people["officer"])
        url = reverse("office:projects:tab", args=[chain.project.pk, "dieu-chinh"])
        many(2)
        client.get(url)
        few = count_queries(client.get, url)
        many(20)
        assert count_queries(client.get, url) == few <= 12

    @pytest.mark.parametrize("role", ["appraiser", "approver_province", "approver_department"])
    def test_the_desk_costs_the_same_with_and_without(self, many, login, people, count_queries, role):
        client = login(people[role])
        client.get("/")
        many(1)
        few = count_queries(client.get, "/")
        many(30)
        assert count_queries(client.get, "/") == few <= 11

    def test_conditions_stand_in_the_address(self, many, login, people, strangers):
        many(3)
        client, url = login(people["officer"]), reverse("office:changes:list")
        for query, count in (("tt=mo", 3), ("tt=approved", 0), ("cap=chairman", 3), ("cap=so", 0), ("loai=other", 3), ("nam=2026", 3), ("nam=1999", 3), ("q=sao che", 3), ("q=khong co", 0)):  # fmt: skip
            assert client.get(f"{url}?{query}").context["page"].count == count, query
        assert login(strangers["officer"]).get(url).context["page"].count == 0
        assert login(people["ministry_department"]).get(url).context["page"].count == 3


def act_url(chain, slug, query=""):
    return reverse("office:projects:act", args=[chain.project.pk, slug]) + query


class TestRecovery:
    def test_a_stopped_share_pays_back_in_two_parts_and_no_more(self, group, login, people):
        chain = group.advanced(2)
        share = chain.shares[1]
        chain.decided(chain.change("stop", {"work_done": "Chưa làm", "done": {"2": 80 * MILLION}}, share=share, reason_code="no_capital"))  # fmt: skip
        client, url = login(people["accountant"]), act_url(chain, "nop-lai", "?phan=2")
        assert "Còn phải nộp lại 130.000.000" in client.get(url).content.decode()
        too_much = client.post(url, {"amount": "131 triệu", "on": "20/11/2026"})
        assert too_much.status_code == 409
        assert "130.000.000" in too_much.content.decode()
        assert client.post(url, {"amount": "30 triệu", "on": "20/11/2026"}).status_code == 302
        share.refresh_from_db()
        assert share.state == "stopping"
        table = client.get(reverse("office:money:list")).content.decode()
        assert "Phải thu hồi" in table
        assert "100.000.000" in table
        assert client.post(url, {"amount": "100 triệu", "on": "21/11/2026"}).status_code == 302
        share.refresh_from_db()
        assert share.state == "stopped"
        assert ledger_queries.totals(chain.line)["out"] == 130 * MILLION
        assert list(checks.broken_lines()) == []

    def test_settled_money_comes_back_after_an_inspection(self, chain, login, people):
        chain.to("liquidate")
        url = act_url(chain, "thu-hoi-kiem-tra")
        paper = {"issuer": "Thanh tra tỉnh", "paper_type": "BB", "number": "5", "issued_on": "10/11/2026", "summary": "Kết luận"}  # fmt: skip
        for role in ("officer", "accountant", "director", "approver_province", "finance"):
            assert login(people[role]).get(url).status_code == 403, role
        client = login(people["approver_department"])
        assert client.get(url).status_code == 200
        for wrong in ({"amount": "301 triệu"}, {"amount": ""}, {"reason": ""}, {"issued_on": "01/10/2026"}):
            sent = client.post(url, paper | {"amount": "50 triệu", "reason": "Máy không đúng"} | wrong)
            assert sent.status_code in (409, 422), wrong
        done = client.post(url, paper | {"amount": "50 triệu", "reason": "Máy không đúng"})
        assert done.status_code == 302, done.context["form"].errors
        held = ledger_queries.stages_of_holders([chain.share.holder])[chain.share.holder]
        assert (held["settled"], held["recoverable"]) == (250 * MILLION, 50 * MILLION)
        assert chain.share.state == "liquidated"
        back = login(people["accountant"]).post(act_url(chain, "nop-lai"), {"amount": "50 triệu", "on": "15/11/2026"})
        assert back.status_code == 302
        assert ledger_queries.totals(chain.line)["out"] == 50 * MILLION

    def test_nothing_is_taken_back_before_liquidation(self, chain, login, people):
        chain.to("dossier")
        form = {"issuer": "Thanh tra", "paper_type": "BB", "issued_on": "10/11/2026", "summary": "Kết luận", "amount": "1 triệu", "reason": "Sai"}  # fmt: skip
        assert login(people["approver_department"]).post(act_url(chain, "thu-hoi-kiem-tra"), form).status_code == 409


class TestFreed:
    def test_the_plan_shows_what_was_freed_who_waits_and_offers_another_round(self, chain, login, people, commune, province, count_queries):  # fmt: skip
        chain.to("advance")
        second = Chain(people, make_establishment(province, commune, name="Cơ sở dự phòng"), number=2).to("passed")
        from bedo.projects.services.dossiers import move_project

        move_project(project=second.project, name="leave_out", **chain.by("approver_province"))
        client, url = login(people["director"]), reverse("office:planning:detail", args=[chain.plan_row.pk])
        assert "Giải phóng sau phê duyệt" not in client.get(url).content.decode()
        row = ask(project=chain.project, change="stop", after={"work_done": "Chưa làm", "done": {}}, reason="Thôi", reason_code="asked", on=date(2026, 11, 10), by=people["officer"], today=TODAY)  # fmt: skip
        assert walk(chain, login, people, row, paper=PAPER | {"recover_by": "31/12/2026"}).status_code == 302
        client = login(people["director"])
        page = client.get(url).content.decode()
        for words in ("Giải phóng sau phê duyệt", "90.000.000", "Cơ sở dự phòng", "Xem đề xuất từ danh sách dự phòng"):
            assert words in page, words
        assert count_queries(client.get, url) <= 12
        assert client.post(reverse("office:planning:open", args=[chain.line.pk])).status_code == 302
        page = client.get(url).content.decode()
        assert "Xem đợt mới nhất của năm" in page


def test_a_repayment_entered_by_mistake_is_owed_again(group, login, people):
    from bedo.ledger import services as ledger
    from bedo.ledger.models import Transfer
    from bedo.projects.services import settlement

    chain = group.advanced(2)
    share = chain.shares[1]
    chain.decided(chain.change("stop", {"work_done": "Chưa làm", "done": {}}, share=share, reason_code="no_capital"))
    settlement.repay(share=share, amount=Dong(210 * MILLION), on=date(2026, 11, 20), **chain.by("accountant"))
    share.refresh_from_db()
    assert share.state == "stopped"
    repaid = Transfer.objects.select_related("line__province").get(kind="repay")
    ledger.reverse(transfer=repaid, on=date(2026, 11, 21), note="Ghi nhầm", **chain.by("accountant"))
    share.refresh_from_db()
    assert share.state == "stopping"
    page = login(people["accountant"]).get(reverse("office:money:list")).content.decode()
    assert "210.000.000" in page[page.index("Phải thu hồi <span") :]
    assert list(checks.broken_lines()) == []
