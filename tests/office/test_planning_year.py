"""Pages around the year's plan: opinions, versions, reserve list, envelopes, programmes."""

from datetime import date

import pytest
from django.urls import reverse

from bedo.core.types import Dong
from bedo.ledger import services as ledger
from bedo.planning import opinions, targets
from bedo.planning import services as planning
from bedo.planning.models import OpinionRequest, Programme, Target, YearPlan
from bedo.projects.services.dossiers import move_project
from tests.projects.factory import CONTENT, TODAY, Chain, make_establishment

M = 1_000_000


@pytest.fixture
def chain(people, province, commune):
    return Chain(people, make_establishment(province, commune))


@pytest.fixture
def plan(chain, people):
    """Submitted on 05/01/2026; nobody was asked yet."""
    chain.to("envelope")
    made = planning.open_plan(line=chain.line, by=people["director"])
    planning.add_item(plan=made, project=chain.project, amount=chain.support, by=people["director"])
    planning.submit_plan(plan=made, by=people["director"], today=TODAY, on=date(2026, 1, 5))
    return made


def at(name, *args):
    return reverse(f"office:planning:{name}", args=args)


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


class TestOpinions:
    ASK = {"department": "Sở Xây dựng", "asked_on": "06/01/2026", "due_on": "16/01/2026", "must": "on"}

    def test_a_department_is_asked_answers_and_the_page_says_how_long(self, login, people, plan):
        client = login(people["director"])
        assert client.post(at("opinions", plan.pk), self.ASK).status_code == 302
        text = text_of(client.get(at("opinions", plan.pk)))
        assert "Quá hạn trả lời" in text
        assert "phải có trước khi phê duyệt" in text
        row = OpinionRequest.objects.get()
        given = {"agrees": "khong", "text": "Giảm 50 triệu", "on": "12/01/2026", "reference": "88/SXD"}
        assert client.post(at("answer", plan.pk, row.pk), given).status_code == 302
        text = text_of(client.get(at("detail", plan.pk)))
        assert "Giảm 50 triệu" in text
        assert "sau 6 ngày" in text

    def test_bad_input_keeps_what_was_typed(self, login, people, plan):
        client = login(people["director"])
        text = text_of(client.post(at("opinions", plan.pk), {**self.ASK, "due_on": "01/01/2026"}), 422)
        assert "Sở Xây dựng" in text
        assert 'id="id_due_on-loi"' in text
        row = opinions.ask(
            plan=plan, department="Sở Y tế", asked_on=date(2026, 1, 6), by=people["director"], today=TODAY
        )
        text = text_of(
            client.post(at("answer", plan.pk, row.pk), {"agrees": "", "text": "Đang xem", "on": "12/01/2099"}), 422
        )
        assert "Đang xem" in text
        assert 'id="id_why-loi"' in text_of(client.post(at("withdraw_opinion", plan.pk, row.pk), {"why": ""}), 422)
        assert client.post(at("withdraw_opinion", plan.pk, row.pk), {"why": "Đã họp"}).status_code == 302

    def test_rights_and_scope(self, login, people, strangers, plan, chain):
        row = opinions.ask(
            plan=plan, department="Sở Tài chính", asked_on=date(2026, 1, 6), by=people["director"], today=TODAY
        )
        assert login(people["director"]).get(at("answer", plan.pk, row.pk)).status_code == 403
        assert login(people["finance"]).get(at("answer", plan.pk, row.pk)).status_code == 200
        assert login(people["finance"]).post(at("opinions", plan.pk), self.ASK).status_code == 403
        for name, args in (("opinions", ()), ("answer", (row.pk,)), ("withdraw_opinion", (row.pk,)), ("versions", ())):
            assert login(strangers["director"]).get(at(name, plan.pk, *args)).status_code == 404

    def test_the_desk_reminds_who_keeps_the_plan(self, login, people, plan):
        for name in ("Sở Xây dựng", "Sở Y tế"):
            opinions.ask(plan=plan, department=name, asked_on=date(2026, 1, 6), by=people["director"], today=TODAY)
        text = text_of(login(people["director"]).get(reverse("office:desk:home")))
        assert "Nhắc Sở Xây dựng và 1 cơ quan khác trả lời phiếu lấy ý kiến" in text
        assert "Nhắc Sở Xây dựng" not in text_of(login(people["officer"]).get(reverse("office:desk:home")))

    def test_the_pages_cost_the_same_for_few_and_many(self, login, people, plan, count_queries):
        client = login(people["director"])
        few = [count_queries(client.get, at(name, plan.pk)) for name in ("opinions", "detail")]
        for number in range(8):
            opinions.ask(
                plan=plan, department=f"Sở {number}", asked_on=date(2026, 1, 6), by=people["director"], today=TODAY
            )
        assert [count_queries(client.get, at(name, plan.pk)) for name in ("opinions", "detail")] == few
        assert few[0] <= 8
        assert few[1] <= 12


class TestVersions:
    def test_what_changed_is_shown_to_who_decides(self, login, people, plan, chain, count_queries):
        planning.return_plan(plan=plan, reason="Giảm bớt", by=people["approver_province"], today=TODAY)
        planning.remove_item(item=plan.items.get(), reason="Theo ý kiến", by=people["director"])
        planning.add_item(plan=plan, project=chain.project, amount=Dong(200 * M), by=people["director"])
        planning.submit_plan(plan=plan, by=people["director"], today=TODAY, on=date(2026, 1, 12))
        planning.give_opinion(
            plan=plan, agrees=True, text="Nhất trí", on=date(2026, 1, 14), by=people["finance"], today=TODAY
        )
        client = login(people["approver_province"])
        for address in (at("versions", plan.pk), at("approve", plan.pk)):
            text = text_of(client.get(address))
            assert "300.000.000 → 200.000.000" in text
            assert "Giảm bớt" in text
        assert count_queries(client.get, at("approve", plan.pk)) <= 12
        first = text_of(client.get(at("version", plan.pk, 1)))
        assert plan.versions.get(number=1).digest in first
        assert "300.000.000" in first
        assert client.get(at("version", plan.pk, 3)).status_code == 404


class TestReserve:
    @pytest.fixture
    def waiting(self, chain, people, province, commune):
        """An approved plan, and one project of 300 triệu on the reserve list."""
        chain.to("approve")
        other = Chain(people, make_establishment(province, commune, "Cơ sở mẫu 02"), number=2)
        other.envelope = lambda: None
        other.to("passed")
        move_project(project=other.project, name="leave_out", by=people["approver_province"], today=TODAY)
        return other.project

    def test_one_press_opens_the_round(self, login, people, chain, waiting):
        client = login(people["director"])
        text = text_of(client.get(at("reserve", chain.line.pk)))
        assert "Lập đợt bổ sung với 1 đề án" in text
        assert "31/12/2026" in text
        response = client.post(at("reserve", chain.line.pk), {"de-an": [str(waiting.pk)]})
        plan = YearPlan.objects.get(round=2)
        assert response.url == at("detail", plan.pk)
        assert "Đợt 2 đang mở" in text_of(client.get(at("reserve", chain.line.pk)))

    @pytest.mark.parametrize("sent", [[], ["0"], ["x"], [str(2**70)]])
    def test_another_list_than_the_one_shown_is_refused(self, login, people, chain, waiting, sent):
        assert login(people["director"]).post(at("reserve", chain.line.pk), {"de-an": sent}).status_code == 409
        assert YearPlan.objects.count() == 1

    def test_rights_and_scope(self, login, people, strangers, chain, waiting):
        assert login(people["finance"]).get(at("reserve", chain.line.pk)).status_code == 200
        assert (
            login(people["finance"]).post(at("reserve", chain.line.pk), {"de-an": [str(waiting.pk)]}).status_code == 403
        )
        assert login(strangers["director"]).get(at("reserve", chain.line.pk)).status_code == 404

    def test_the_desk_proposes_when_money_came_free(self, login, people, chain, waiting):
        home = reverse("office:desk:home")
        assert "Xét danh sách dự phòng" not in text_of(login(people["director"]).get(home))
        ledger.release(
            line=chain.line, holder=chain.project.shares.get().holder, stage="planned", amount=10 * M, on=date(2026, 3, 1),
            note="Điều chỉnh", **chain.by("accountant"),
        )  # fmt: skip
        text = text_of(login(people["director"]).get(home))
        assert "Xét danh sách dự phòng cho kinh phí vừa giải phóng" in text
        assert at("reserve", chain.line.pk) in text


class TestEnvelopes:
    def test_each_number_is_there_and_the_sum_holds(self, login, people, chain, count_queries):
        chain.to("approve")
        more = {"province": chain.line.province, "fund": "kcdp", "year": 2026, "on": date(2026, 5, 1), "decision": None}
        planning.give_envelope(amount=Dong(500 * M), **more, **chain.by("accountant"))
        ledger.cut(line=chain.line, amount=2_300 * M, on=date(2026, 6, 1), note="Cắt", **chain.by("accountant"))
        client = login(people["director"])
        text = text_of(client.get(at("envelopes")))
        for words in ("2.000.000.000", "500.000.000", "2.200.000.000", "100.000.000", "300.000.000"):
            assert words in text
        few = count_queries(client.get, at("envelopes"))
        planning.give_envelope(amount=Dong(M), **{**more, "fund": "kcqg"}, **chain.by("accountant"))
        assert count_queries(client.get, at("envelopes")) == few <= 8
        assert login(people["beneficiary"]).get(at("envelopes")).status_code == 403

    def test_promises_of_later_years_name_their_projects(self, login, people, chain):
        chain.to("approve")
        share = chain.project.shares.get()
        ledger.promise(
            province=chain.line.province, fund="kcdp", year=2027, holder=share.holder, group=chain.project.subject,
            amount=40 * M, on=date(2026, 2, 1), **chain.by("accountant"),
        )  # fmt: skip
        text = text_of(login(people["director"]).get(at("envelopes")))
        later = text[text.index('id="hua"') :]
        assert "40.000.000 đ" in later
        assert chain.project.code in later or chain.establishment.name in later

    def test_a_cut_beyond_what_can_be_freed_names_who_holds_the_money(self, login, people, chain):
        chain.to("advance")
        paper = {
            "issuer": "UBND tỉnh", "paper_type": "QĐ", "number": "77", "symbol": "QĐ-UBND", "issued_on": "01/10/2026",
            "signer": "A", "summary": "Cắt giảm", "amount": "1.900.000.000", "words": "Cắt",
        }  # fmt: skip
        text = text_of(login(people["accountant"]).post(reverse("office:money:cut", args=[chain.line.pk]), paper), 409)
        assert "Chỉ còn 1.790.000.000 đ chưa giải ngân" in text
        assert chain.establishment.name in text
        assert "210.000.000 đ" in text


class TestProgrammes:
    PAPER = {
        "name": "Chương trình khuyến công tỉnh 2026–2030", "first_year": "2026", "last_year": "2030", "issuer": "UBND tỉnh",
        "paper_type": "QĐ", "number": "900", "symbol": "QĐ-UBND", "issued_on": "30/12/2025", "signer": "A", "summary": "Phê duyệt",
    }  # fmt: skip
    TARGET = {
        "words": "Ứng dụng máy móc",
        "content": CONTENT,
        "number": "20",
        "unit": "đề án",
        "money": "4 tỷ",
        "note": "",
    }

    def test_a_programme_with_its_targets_beside_what_was_done(self, login, people, chain, count_queries):
        chain.to("liquidate")
        client = login(people["director"])
        made = client.post(at("programme_new"), self.PAPER)
        programme = Programme.objects.get()
        assert made.url == at("programme", programme.pk)
        assert client.post(at("programme", programme.pk), self.TARGET).status_code == 302
        text = text_of(client.get(at("programme", programme.pk)))
        for words in ("4.000.000.000", "300.000.000", "5 %", "900/QĐ-UBND"):
            assert words in text
        few = count_queries(client.get, at("programme", programme.pk))
        client.post(at("programme", programme.pk), {**self.TARGET, "content": "", "words": "Khác"})
        assert count_queries(client.get, at("programme", programme.pk)) == few <= 8
        assert "Chương trình khuyến công tỉnh 2026–2030" in text_of(client.get(at("programmes")))
        target = Target.objects.first()
        assert client.post(at("remove_target", programme.pk, target.pk), {"reason": ""}).status_code == 422
        assert client.post(at("remove_target", programme.pk, target.pk), {"reason": "Ghi nhầm"}).status_code == 302

    @pytest.mark.parametrize(
        ("changes", "field"), [({"number": "", "money": ""}, "number"), ({"unit": ""}, "unit"), ({"number": "0"}, "number"), ({"words": ""}, "words"), ({"content": "KHONG_CO"}, "content")],
    )  # fmt: skip
    def test_a_bad_target_is_said_beside_its_field(self, login, people, chain, changes, field):
        chain.to("envelope")
        client = login(people["director"])
        client.post(at("programme_new"), self.PAPER)
        text = text_of(client.post(at("programme", Programme.objects.get().pk), {**self.TARGET, **changes}), 422)
        assert f'id="id_{field}-loi"' in text

    def test_national_targets_are_read_by_all_and_written_by_the_ministry(self, login, people, chain):
        chain.to("envelope")
        targets.load_published()
        national = Programme.objects.get()
        client = login(people["director"])
        text = text_of(client.get(at("programme", national.pk)))
        for words in ("1.600", "chưa rõ", "Chưa đối chiếu văn bản", "1881/QĐ-TTg"):
            assert words in text
        assert client.post(at("programme", national.pk), self.TARGET).status_code == 403
        assert login(people["ministry_department"]).post(at("programme", national.pk), self.TARGET).status_code == 302
        assert login(people["finance"]).get(at("programme_new")).status_code == 403
