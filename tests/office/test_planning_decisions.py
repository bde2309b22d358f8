"""Submitting, opinion, return, decision, estimate given, the year's settlement: /ke-hoach/<id>/…."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bedo.core.models import LogEntry
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.ledger import queries as ledger
from bedo.planning import services
from bedo.projects.models import YearSettlement
from tests.documents.samples import PDF
from tests.projects.factory import TODAY, Chain, make_establishment

URL = "/ke-hoach/"


@pytest.fixture
def make_chain(people, province, commune):
    def make(number=1, **more):
        return Chain(
            people, make_establishment(province, commune, name=f"Cơ sở mẫu {number:02}"), number=number, **more
        )

    return make


@pytest.fixture
def chain(make_chain):
    return make_chain()


@pytest.fixture
def plan_of(people):
    """plan_of(chain) -> its plan, with the project, not submitted yet."""

    def make(chain, *others):
        chain.to("envelope")
        plan = services.open_plan(line=chain.line, by=people["director"])
        for one in (chain, *others):
            services.add_item(plan=plan, project=one.project, amount=one.support, by=people["director"])
        return plan

    return make


def paper(**changes):
    return {
        "issuer": "UBND tỉnh Tuyên Quang", "paper_type": "QĐ", "number": "315", "symbol": "QĐ-UBND", "issued_on": "20/01/2026",
        "signer": "Nguyễn Văn A", "summary": "Phê duyệt kế hoạch khuyến công năm 2026", **changes,
    }  # fmt: skip


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def submitted(plan, people, *, opinion=True):
    services.submit_plan(plan=plan, by=people["director"], today=TODAY, on=TODAY.replace(month=1, day=5))
    if opinion:
        services.give_opinion(
            plan=plan, agrees=True, text="Nhất trí", on=TODAY.replace(month=1, day=8), by=people["finance"], today=TODAY
        )
    return plan


class TestSubmit:
    def test_it_is_submitted_on_the_papers_day(self, login, people, chain, plan_of):
        plan = plan_of(chain)
        client = login(people["director"])
        assert "Còn được bố trí" in text_of(client.get(f"{URL}{plan.pk}/trinh/"))
        assert client.post(f"{URL}{plan.pk}/trinh/", {"on": "05/01/2026"}).status_code == 302
        plan.refresh_from_db()
        assert (plan.state, plan.submitted_on.day) == ("submitted", 5)
        assert "Sở Tài chính" in text_of(client.get(f"{URL}{plan.pk}/"))

    @pytest.mark.parametrize("day", ["", "31/02/2026", "01/01/2099", "abc"])
    def test_a_wrong_day_is_said_beside_the_field(self, login, people, chain, plan_of, day):
        plan = plan_of(chain)
        text = text_of(login(people["director"]).post(f"{URL}{plan.pk}/trinh/", {"on": day}), 422)
        assert 'id="id_on-loi"' in text
        plan.refresh_from_db()
        assert plan.state == "draft"

    def test_an_empty_plan_cannot_be_submitted_and_the_page_says_why(self, login, people, chain):
        plan = services.open_plan(line=chain.to("envelope").line, by=people["director"])
        client = login(people["director"])
        assert "Kế hoạch chưa có đề án nào" in text_of(client.get(f"{URL}{plan.pk}/"))
        assert client.post(f"{URL}{plan.pk}/trinh/", {"on": "05/01/2026"}).status_code == 409

    def test_rights_and_scope(self, login, people, strangers, chain, plan_of):
        plan = plan_of(chain)
        assert login(people["officer"]).get(f"{URL}{plan.pk}/trinh/").status_code == 403
        for part in ("", "trinh/", "y-kien/", "tra-lai/", "phe-duyet/", "giao-du-toan/", "nhat-ky/"):
            assert login(strangers["director"]).get(f"{URL}{plan.pk}/{part}").status_code == 404


class TestOpinion:
    def test_it_is_recorded_and_shown(self, login, people, chain, plan_of):
        plan = submitted(plan_of(chain), people, opinion=False)
        client = login(people["finance"])
        assert "Ghi ý kiến" in text_of(client.get(f"{URL}{plan.pk}/"))
        data = {"agrees": "khong", "text": "Giảm 50 triệu", "on": "08/01/2026"}
        assert client.post(f"{URL}{plan.pk}/y-kien/", data).status_code == 302
        text = text_of(client.get(f"{URL}{plan.pk}/"))
        assert "Có ý kiến khác" in text
        assert "Giảm 50 triệu" in text

    def test_bad_input_keeps_what_was_typed(self, login, people, chain, plan_of):
        plan = submitted(plan_of(chain), people, opinion=False)
        data = {"agrees": "", "text": "Đang xem", "on": "08/01/2099"}
        text = text_of(login(people["finance"]).post(f"{URL}{plan.pk}/y-kien/", data), 422)
        assert "Đang xem" in text

    def test_before_submission_it_is_refused_in_words(self, login, people, chain, plan_of):
        plan = plan_of(chain)
        data = {"agrees": "co", "text": "Nhất trí", "on": "08/01/2026"}
        assert "đã trình" in text_of(login(people["finance"]).post(f"{URL}{plan.pk}/y-kien/", data), 409)
        assert login(people["director"]).get(f"{URL}{plan.pk}/y-kien/").status_code == 403


class TestReturn:
    def test_it_goes_back_with_the_reason_and_can_be_changed(self, login, people, chain, plan_of):
        plan = submitted(plan_of(chain), people)
        client = login(people["approver_province"])
        assert client.post(f"{URL}{plan.pk}/tra-lai/", {"reason": " "}).status_code == 422
        assert client.post(f"{URL}{plan.pk}/tra-lai/", {"reason": "Xem lại mức"}).status_code == 302
        text = text_of(login(people["director"]).get(f"{URL}{plan.pk}/"))
        assert "Xem lại mức" in text
        assert "Trình kế hoạch" in text
        assert login(people["director"]).get(f"{URL}{plan.pk}/tra-lai/").status_code == 403


class TestDecision:
    def test_the_slip_says_what_the_signature_moves(self, login, people, chain, plan_of):
        plan = submitted(plan_of(chain), people)
        text = text_of(login(people["approver_province"]).get(f"{URL}{plan.pk}/phe-duyet/"))
        for words in (
            chain.project.code, "300.000.000 đ từ “chưa bố trí”", "Đạt thẩm định", "Đã có trong kế hoạch", "Tiền của nguồn, sau khi ký",
            "1.700.000.000 đ", "31/12/2026", "22/01/2027", "Sở Tài chính nhất trí", "Quy định của ngày đó",
        ):  # fmt: skip
            assert words in text

    def test_the_decision_moves_money_and_states(self, login, people, chain, plan_of):
        plan = submitted(plan_of(chain), people)
        data = paper(file=SimpleUploadedFile("quyet-dinh.pdf", PDF))
        assert login(people["approver_province"]).post(f"{URL}{plan.pk}/phe-duyet/", data).status_code == 302
        chain.project.refresh_from_db()
        assert chain.project.state == "planned"
        assert f"{chain.project.rule_day:%d/%m/%Y}" == "20/01/2026"
        assert ledger.totals(chain.line)["planned"] == Dong(300_000_000)
        decision = Paper.objects.get(number="315")
        assert (decision.signer, decision.symbol, decision.attachment.original_name) == (
            "Nguyễn Văn A", "QĐ-UBND", "quyet-dinh.pdf",
        )  # fmt: skip
        text = text_of(login(people["accountant"]).get(f"{URL}{plan.pk}/"))
        assert "Quyết định 315/QĐ-UBND ngày 20/01/2026" in text
        assert f"{URL}{plan.pk}/giao-du-toan/" in text

    def test_single_projects_are_left_out_with_a_reason(self, login, people, chain, plan_of, make_chain):
        other = make_chain(2).to("passed")
        plan = submitted(plan_of(chain, other), people)
        item = plan.items.get(project=other.project)
        client = login(people["approver_province"])
        text = text_of(client.post(f"{URL}{plan.pk}/phe-duyet/", paper(**{f"leave-{item.pk}": "on"})), 422)
        assert f'id="id_why-{item.pk}-loi"' in text
        assert "Nguyễn Văn A" in text
        data = paper(**{f"leave-{item.pk}": "on", f"why-{item.pk}": "Chưa đủ mặt bằng"})
        assert client.post(f"{URL}{plan.pk}/phe-duyet/", data).status_code == 302
        other.project.refresh_from_db()
        assert other.project.state == "not_planned"
        text = text_of(client.get(f"{URL}{plan.pk}/"))
        assert "Không bố trí: Chưa đủ mặt bằng" in text
        assert "1 đề án để dự phòng" in text

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"issued_on": "31/02/2026"}, "issued_on"),
            ({"issued_on": "01/01/2099"}, "issued_on"),
            ({"issued_on": "01/01/2026"}, "issued_on"),
            ({"number": ""}, "number"),
            ({"number": "abc"}, "number"),
            ({"signer": ""}, "signer"),
            ({"summary": ""}, "summary"),
            ({"paper_type": "XX"}, "paper_type"),
            ({"file": SimpleUploadedFile("a.pdf", b"<html>")}, "file"),
        ],
    )
    def test_bad_data_of_the_decision_stay_beside_their_field_and_nothing_moves(
        self, login, people, chain, plan_of, wrong, field
    ):
        plan = submitted(plan_of(chain), people)
        text = text_of(login(people["approver_province"]).post(f"{URL}{plan.pk}/phe-duyet/", paper(**wrong)), 422)
        assert f'id="id_{field}-loi"' in text
        assert "UBND tỉnh Tuyên Quang" in text
        chain.project.refresh_from_db()
        assert chain.project.state == "base_passed"
        assert not Paper.objects.filter(number="315").exists()

    def test_a_paper_of_the_register_is_offered_and_used_once_confirmed(self, login, people, chain, plan_of):
        plan = submitted(plan_of(chain), people)
        known = chain.paper("QĐ", 99, TODAY.replace(month=1, day=20))
        client = login(people["approver_province"])
        same = {"issuer": "UBND tỉnh", "number": known.number, "symbol": known.symbol}
        text = text_of(client.post(f"{URL}{plan.pk}/phe-duyet/", paper(**same)), 409)
        assert "dùng văn bản đó" in text
        data = paper(**same, known="on")
        assert client.post(f"{URL}{plan.pk}/phe-duyet/", data).status_code == 302
        plan.refresh_from_db()
        assert plan.decision == known

    def test_without_the_opinion_it_waits_and_says_for_what(self, login, people, chain, plan_of):
        plan = submitted(plan_of(chain), people, opinion=False)
        client = login(people["approver_province"])
        assert "Chưa có ý kiến của Sở Tài chính" in text_of(client.get(f"{URL}{plan.pk}/phe-duyet/"), 409)
        assert client.post(f"{URL}{plan.pk}/phe-duyet/", paper()).status_code == 409

    def test_only_the_decider_decides(self, login, people, chain, plan_of):
        plan = submitted(plan_of(chain), people)
        for role in ("director", "approver_department", "finance", "accountant"):
            text = text_of(login(people[role]).post(f"{URL}{plan.pk}/phe-duyet/", paper()), 403)
            assert "Phê duyệt kế hoạch năm" in text

    def test_twice_is_once(self, login, people, chain, plan_of):
        plan = submitted(plan_of(chain), people)
        client = login(people["approver_province"])
        client.post(f"{URL}{plan.pk}/phe-duyet/", paper())
        assert client.post(f"{URL}{plan.pk}/phe-duyet/", paper()).status_code == 409
        assert ledger.totals(chain.line)["planned"] == Dong(300_000_000)

    def test_a_refusal_under_the_lock_is_on_the_timeline_and_leaves_no_paper(
        self, login, people, chain, plan_of, monkeypatch
    ):
        plan = submitted(plan_of(chain), people, opinion=False)
        monkeypatch.setattr("bedo.office.planning.deciding._checked", lambda *_: None)
        text = text_of(login(people["approver_province"]).post(f"{URL}{plan.pk}/phe-duyet/", paper()), 409)
        assert "Chưa có ý kiến của Sở Tài chính" in text
        assert not Paper.objects.filter(number="315").exists()
        assert LogEntry.objects.filter(kind="refused", subject=plan.subject).count() == 1

    def test_the_slip_costs_the_same_for_few_and_for_many(
        self, login, people, chain, plan_of, make_chain, count_queries
    ):
        one = submitted(plan_of(chain), people)
        client = login(people["approver_province"])
        client.get(f"{URL}{one.pk}/phe-duyet/")
        few = count_queries(client.get, f"{URL}{one.pk}/phe-duyet/")
        services.return_plan(plan=one, reason="Thêm", by=people["approver_province"], today=TODAY)
        for number in (2, 3, 4):
            other = make_chain(number).to("passed")
            services.add_item(plan=one, project=other.project, amount=Dong(10**6), by=people["director"])
        submitted(one, people)
        assert count_queries(client.get, f"{URL}{one.pk}/phe-duyet/") == few <= 12


class TestAllocate:
    def test_from_then_on_contracts_may_be_signed(self, login, people, chain):
        chain.to("approve")
        client = login(people["accountant"])
        page = f"{URL}{chain.plan_row.pk}/giao-du-toan/"
        assert chain.project.code in text_of(client.get(page))
        assert client.post(page, paper(issued_on="01/02/2026", number="40")).status_code == 302
        chain.project.refresh_from_db()
        assert chain.project.state == "funded"

    def test_a_day_before_the_approval_is_refused_beside_its_field(self, login, people, chain):
        chain.to("approve")
        page = f"{URL}{chain.plan_row.pk}/giao-du-toan/"
        text = text_of(login(people["accountant"]).post(page, paper(issued_on="02/01/2026")), 422)
        assert 'id="id_issued_on-loi"' in text

    def test_rights_and_state(self, login, people, chain):
        chain.to("plan")
        page = f"{URL}{chain.plan_row.pk}/giao-du-toan/"
        assert login(people["accountant"]).get(page).status_code == 409
        assert login(people["director"]).get(page).status_code == 403


class TestSettleYear:
    def test_what_is_open_is_named_and_blocks(self, login, people, chain):
        chain.to("contract")
        client = login(people["finance"])
        page = f"{URL}nguon/{chain.line.pk}/quyet-toan/"
        text = text_of(client.get(page))
        assert chain.project.code in text
        assert "chưa thanh lý" in text
        text = text_of(client.post(page, paper(paper_type="TB", issued_on="20/11/2026")), 409)
        assert "Còn đề án chưa thanh lý" in text
        assert "Nguyễn Văn A" in text
        assert not Paper.objects.filter(number="315").exists()

    def test_a_year_without_open_things_is_settled_with_its_paper(self, login, people, chain):
        chain.to("liquidate")
        client = login(people["finance"])
        page = f"{URL}nguon/{chain.line.pk}/quyet-toan/"
        assert "Không còn hợp đồng nào chưa thanh lý" in text_of(client.get(page))
        assert client.post(page, paper(paper_type="TB", issued_on="24/11/2026")).status_code == 302
        row = YearSettlement.objects.get()
        assert (row.settled, row.paper.number) == (Dong(300_000_000), "315")
        assert "Đã quyết toán năm" in text_of(client.get(URL))
        assert "Đã quyết toán ngày 24/11/2026" in text_of(client.get(page))

    def test_rights_and_scope(self, login, people, strangers, chain):
        chain.to("envelope")
        page = f"{URL}nguon/{chain.line.pk}/quyet-toan/"
        assert login(people["director"]).get(page).status_code == 403
        assert login(strangers["finance"]).get(page).status_code == 404
