"""Every guard and limit through the services: the sentence, the status, the timeline, and that nothing else changed."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import checks
from bedo.ledger import services as ledger
from bedo.planning import rules as plan_rules
from bedo.planning import services as planning
from bedo.planning.models import YearPlan
from bedo.programmes import services as programmes
from bedo.programmes.models import RuleRow
from bedo.projects.models import Acceptance, Project
from bedo.projects.rules import guards, states
from bedo.projects.services import acceptance, appraisal, contracts, dossiers, effects, progress, responsibility, wishes
from bedo.projects.services import settlement as settling
from bedo.projects.services.shares import move_share
from tests.fuzz.tables import changed, content
from tests.projects.factory import CONTENT, PARTS, STEPS, TODAY, Chain, make_establishment
from tests.projects.walking import begin

M = 1_000_000
LATER = date(2026, 12, 1)


@dataclass(frozen=True)
class Case:
    """Walk to `step`, prepare, then `call(chain)` is refused with `status`; the sentence holds all `words`."""

    name: str
    step: str
    call: object
    status: int
    words: tuple[str, ...]
    guard: str = ""
    field: str = ""
    prepare: object = None


CASES: list[Case] = []


def case(step, status, *words, guard="", field="", prepare=None):
    def add(call):
        CASES.append(Case(call.__name__, step, call, status, words, guard, field, prepare))
        return call

    return add


# --- wishes


@case("wish", 422, "ở tương lai", "Ghi ngày", field="received_on")
def a_wish_received_tomorrow(c):
    wishes.record_wish(
        establishment=c.establishment, content=CONTENT, need="Máy", received_on=LATER, channel="zalo", **c.by("officer")
    )


@case("wish", 422, "lớn hơn tổng vốn", "Kiểm tra", field="amount_asked")
def a_wish_for_more_than_the_investment(c):
    wishes.record_wish(
        establishment=c.establishment, content=CONTENT, need="Máy", received_on=date(2025, 9, 1), channel="zalo",
        amount_asked=Dong(2), investment=Dong(1), **c.by("officer"),
    )  # fmt: skip


@case("wish", 403, "không có quyền", "Nhờ người")
def a_wish_recorded_without_the_right(c):
    wishes.update_wish(wish=c.wish_row, version=1, need="Khác", **c.by("finance"))


@case("wish", 409, "Người khác vừa sửa", "Xem phần khác nhau")
def a_stale_wish(c):
    wishes.update_wish(wish=c.wish_row, version=7, need="Khác", **c.by("officer"))


@case("screen", 409, "đã thẩm tra", "Ghi một nhu cầu mới")
def a_wish_corrected_after_its_appraisal(c):
    wishes.update_wish(wish=c.wish_row, version=c.wish_row.version, need="Khác", **c.by("officer"))


def _visit(c, *, passed=True, met=True, day=date(2025, 9, 10), role="officer", **more):
    wishes.appraise_capacity(
        wish=c.wish_row, visited_on=day, present="Chủ cơ sở", opinion="Ý kiến", passed=passed,
        findings=[wishes.Finding("counterpart", "Vốn đối ứng", met)], **more, **c.by(role),
    )  # fmt: skip


@case("wish", 422, "Chưa kết luận đủ điều kiện được: Vốn đối ứng", "Ghi rõ", field="passed")
def a_pass_with_an_unmet_criterion(c):
    _visit(c, met=False)


@case("wish", 422, "Từ chối phải ghi lý do", "Ghi lý do", field="reason")
def a_refusal_without_reason(c):
    _visit(c, passed=False)


@case("wish", 422, "cơ sở cần gì", "Ghi điều kiện", field="feasible_if")
def a_refusal_that_does_not_say_what_would_help(c):
    _visit(c, passed=False, reason="Không có vốn")


@case("wish", 422, "trước ngày nhận", "Kiểm tra lại ngày", field="visited_on")
def a_visit_before_the_wish_came(c):
    _visit(c, day=date(2025, 8, 31))


@case("start", 409, "đang dựa trên nhu cầu này", "Rút đề án trước")
def a_wish_withdrawn_under_its_project(c):
    wishes.withdraw_wish(wish=c.wish_row, on=date(2026, 1, 1), reason="Đổi ý", **c.by("officer"))


# --- dossier


@case("wish", 409, "chưa đủ điều kiện lập đề án", "Thẩm tra năng lực", field="wishes")
def a_project_from_a_wish_that_nobody_appraised(c):
    c.start()


def _blank_part(c):
    dossiers.write_dossier(project=c.project, version=None, parts={"need": ""}, by=c.people["officer"])


@case("write", 409, "chưa viết: 2. Sự cần thiết", "Viết đủ tám phần", guard="parts_written", prepare=_blank_part)
def a_dossier_with_a_blank_part(c):
    c.submit()


def _unbalanced(c):
    lines = [dossiers.LineInput("Máy sao chè", Dong(700 * M), c.support, Dong(382_500_000), is_machine=True)]
    dossiers.set_estimate(project=c.project, lines=lines, by=c.people["officer"])


@case(
    "write", 409, "Dự toán chưa khớp: dòng 1", "thiếu 17.500.000 đ", "Sửa dự toán",
    guard="estimate_adds_up", prepare=_unbalanced,
)  # fmt: skip
def an_estimate_that_does_not_add_up(c):
    c.submit()


def _binding_norm(c):
    """The Sở confirms the norm's row, and the project asks for more than it."""
    row = RuleRow.objects.filter(table="support_norms", key=CONTENT, effective_to=None).get()
    programmes.confirm_row(
        row=row, province=c.establishment.province, text="Thông tư 28/2018/TT-BTC", person="Chuyên viên Sở",
        on=date(2026, 1, 5), **c.by("approver_department"),
    )  # fmt: skip
    over = Dong(340 * M)
    dossiers.write_dossier(
        project=c.project, version=None, parts=PARTS, support=over, counterpart=Dong(360 * M), by=c.people["officer"]
    )
    lines = [dossiers.LineInput("Máy sao chè", Dong(700 * M), over, Dong(360 * M), is_machine=True)]
    dossiers.set_estimate(project=c.project, lines=lines, by=c.people["officer"])


@case(
    "write", 409, "Đề nghị 340.000.000 đ vượt mức hỗ trợ tối đa 300.000.000 đ", "Thông tư 28/2018", "Giảm",
    guard="within_norm", prepare=_binding_norm,
)  # fmt: skip
def a_support_over_a_norm_that_the_department_confirmed(c):
    c.submit()


def _without_papers(c):
    c.project.papers.all().delete()


@case("write", 409, "Còn thiếu giấy tờ", "Bổ sung", guard="papers_there", prepare=_without_papers)
def a_dossier_without_its_papers(c):
    c.submit()


@case("write", 409, "Người khác vừa sửa", "Xem phần khác nhau")
def a_stale_dossier(c):
    dossiers.write_dossier(project=c.project, version=1, parts={"need": "Của người thứ hai"}, by=c.people["director"])


@case("submit", 409, "“Đã nộp Sở”, không sửa được", "Chỉ sửa khi")
def a_dossier_written_after_its_submission(c):
    dossiers.write_dossier(project=c.project, version=2, parts={"need": "Sửa sau"}, by=c.people["officer"])


@case("submit", 409, "đang ở trạng thái “Đã nộp Sở”", "Tải lại trang")
def the_same_submission_twice(c):
    c.submit()


@case("write", 403, "Bạn không có quyền “Nộp hồ sơ lên Sở”", "Nhờ người có quyền")
def a_submission_by_the_accountant(c):
    dossiers.submit(project=c.project, **c.by("accountant"))


@case("submit", 400, "phải ghi lý do", "Ghi lý do", field="comment")
def a_withdrawal_without_reason(c):
    dossiers.withdraw(project=c.project, reason=" ", **c.by("officer"))


@case("start", 422, "Chưa có tệp", "Chọn tệp", field="file")
def a_paper_that_is_nothing(c):
    dossiers.add_paper(project=c.project, slot="dossier:x", label="Giấy", by=c.people["officer"])


@case("submit", 422, "ở tương lai", "Ghi ngày", field="on")
def a_receipt_dated_tomorrow(c):
    appraisal.receive(project=c.project, on=LATER, **c.by("appraiser"))


# --- appraisal


@case("receive", 409, "Chưa ghi yêu cầu bổ sung nào", "Ghi rõ", guard="has_open_corrections")
def a_return_that_asks_for_nothing(c):
    appraisal.give_back(project=c.project, **c.by("appraiser"))


def _ask(c):
    c.asked = appraisal.ask_correction(
        project=c.project, kind="missing", part="need", text="Bổ sung báo giá", due_on=LATER, **c.by("appraiser")
    )


def _returned(c):
    _ask(c)
    appraisal.give_back(project=c.project, **c.by("appraiser"))


@case("receive", 409, "Còn 1 yêu cầu bổ sung chưa trả lời", "Trả lời", guard="corrections_answered", prepare=_returned)
def a_second_submission_without_answers(c):
    c.submit()


@case("sheet", 409, "Còn 1 yêu cầu bổ sung chưa đóng", "Đóng", guard="corrections_closed", prepare=_ask)
def a_pass_with_an_open_correction(c):
    c.passed()


@case("receive", 409, "chưa đạt đủ năm nội dung", "Ghi kết quả", guard="appraised_passed")
def a_pass_without_a_sheet(c):
    c.passed()


@case("sheet", 409, "không đạt", "Ghi nội dung không đạt", guard="appraised_failed")
def a_rejection_where_all_five_contents_pass(c):
    appraisal.conclude(project=c.project, passed=False, comment="Thôi", **c.by("appraiser"))


@case("sheet", 409, "Người khác vừa sửa", "Xem phần khác nhau")
def a_stale_sheet(c):
    appraisal.write_sheet(project=c.project, findings=[], held_on=TODAY, version=9, **c.by("appraiser"))


@case("receive", 422, "ở tương lai", "Ghi ngày", field="held_on")
def a_sheet_dated_tomorrow(c):
    appraisal.write_sheet(project=c.project, findings=[], held_on=LATER, **c.by("appraiser"))


@case("receive", 422, "quyết định thành lập", "Ghi quyết định", field="body")
def a_council_without_its_decision(c):
    appraisal.write_sheet(project=c.project, findings=[], held_on=TODAY, body="council", **c.by("appraiser"))


# --- plan


def _empty_plan(c):
    c.plan_row = planning.open_plan(line=c.line, by=c.people["director"])


@case("envelope", 409, "Kế hoạch chưa có đề án nào", "Thêm đề án", guard="has_items", prepare=_empty_plan)
def a_plan_without_projects(c):
    planning.submit_plan(plan=c.plan_row, **c.by("director"))


def _open_plan(c):
    _empty_plan(c)
    planning.add_item(plan=c.plan_row, project=c.project, amount=c.support, by=c.people["director"])


def _left_out_alone(c):
    _open_plan(c)
    dossiers.move_project(project=c.project, name="leave_out", **c.by("approver_province"))


@case("envelope", 409, "chưa đạt thẩm định", "Đưa ra khỏi kế hoạch", guard="all_passed", prepare=_left_out_alone)
def a_plan_with_a_project_that_is_not_passed_any_more(c):
    planning.submit_plan(plan=c.plan_row, **c.by("director"))


def _cut_under_the_plan(c):
    _open_plan(c)
    ledger.cut(line=c.line, amount=1_900 * M, on=date(2026, 1, 2), note="Cắt", **c.by("accountant"))


@case(
    "envelope", 409, "100.000.000 đ", "300.000.000 đ", guard="money_enough", field="amount", prepare=_cut_under_the_plan
)
def a_plan_over_the_money(c):
    planning.submit_plan(plan=c.plan_row, **c.by("director"))


def _submitted(c):
    _open_plan(c)
    planning.submit_plan(plan=c.plan_row, on=date(2026, 1, 5), **c.by("director"))


@case("envelope", 409, "đang nằm trong kế hoạch", "Đưa ra khỏi kế hoạch", guard="not_in_open_plan", prepare=_open_plan)
def a_project_withdrawn_out_of_a_plan(c):
    dossiers.withdraw(project=c.project, reason="Cơ sở thôi", **c.by("officer"))


@case("envelope", 422, "không vượt 300.000.000 đ", "Sửa số tiền", field="amount", prepare=_empty_plan)
def more_in_the_plan_than_the_project_asks(c):
    planning.add_item(plan=c.plan_row, project=c.project, amount=c.support + Dong(1), by=c.people["director"])


def _sent_back(c):
    planning.return_plan(plan=c.plan_row, reason="Xem lại", **c.by("approver_province"))


@case("plan", 409, "đã nằm trong một kế hoạch", "Bỏ khỏi kế hoạch kia", field="project", prepare=_sent_back)
def the_same_project_twice_in_a_plan(c):
    planning.add_item(plan=c.plan_row, project=c.project, amount=c.support, by=c.people["director"])


@case("plan", 409, "“Đã trình”, không sửa được", "Chờ trả lại")
def a_plan_changed_after_its_submission(c):
    planning.remove_item(item=c.plan_row.items.get(), reason="Thôi", by=c.people["director"])


@case("plan", 400, "phải ghi lý do", "Ghi lý do", field="comment")
def a_plan_sent_back_without_reason(c):
    planning.return_plan(plan=c.plan_row, reason="", **c.by("approver_province"))


@case("plan", 409, "chưa được phê duyệt", "Hoàn tất đợt đó trước")
def a_second_round_beside_an_open_one(c):
    planning.open_plan(line=c.line, by=c.people["director"])


def _decided(day, number=21, prepare=None):
    def do(c):
        if prepare:
            prepare(c)
        c.decision = c.paper("QĐ", number, day)

    return do


def _approve(c, role="approver_province"):
    planning.approve_plan(plan=c.plan_row, decision=c.decision, **c.by(role))


@case(
    "plan",
    422,
    "trước ngày trình 05/01/2026",
    "Kiểm tra lại ngày",
    field="issued_on",
    prepare=_decided(date(2026, 1, 4)),
)
def a_decision_older_than_the_submission(c):
    _approve(c)


@case(
    "envelope", 409, "Chưa có ý kiến của Sở Tài chính", "Ghi ý kiến",
    guard="opinion_there", prepare=_decided(date(2026, 1, 20), prepare=_submitted),
)  # fmt: skip
def a_plan_approved_without_the_opinion_of_finance(c):
    _approve(c)


def _own_request(c):
    YearPlan.objects.filter(pk=c.plan_row.pk).update(submitted_by=c.people["approver_province"])


@case(
    "plan", 403, "Người trình không tự ghi quyết định", "Nhờ người khác",
    prepare=_decided(date(2026, 1, 20), prepare=_own_request),
)  # fmt: skip
def the_requester_approves_the_own_plan(c):
    _approve(c)


@case("plan", 403, "không có quyền “Phê duyệt kế hoạch”", "Nhờ người", prepare=_decided(date(2026, 1, 20)))
def the_department_approves_in_place_of_the_province(c):
    _approve(c, "approver_department")


@case("approve", 409, "“Đã phê duyệt”", "Tải lại trang", prepare=_decided(date(2026, 1, 21)))
def the_second_approval_of_a_plan(c):
    _approve(c)


def _allocate(c, role="accountant"):
    planning.allocate(plan=c.plan_row, paper=c.decision, **c.by(role))


@case(
    "approve", 422, "trước ngày phê duyệt", "Kiểm tra lại ngày", field="issued_on", prepare=_decided(date(2026, 1, 19))
)
def an_estimate_given_before_the_approval(c):
    _allocate(c)


@case("approve", 403, "không có quyền", "Nhờ người", prepare=_decided(date(2026, 2, 1)))
def an_estimate_given_by_the_officer(c):
    _allocate(c, "officer")


# --- contract and money


@case("approve", 409, "“Ký hợp đồng”", "“Đã có trong kế hoạch”", "Tải lại trang")
def a_contract_before_the_estimate_is_given(c):
    c.contract()


def _sign(c, **more):
    given = {
        "shares": {c.share: c.support}, "number": "77/HĐ", "kind": "ho_tro", "signed_on": date(2026, 3, 1), "ends_on": date(2026, 10, 31),
        "parties": [contracts.Party("A", "Trung tâm"), contracts.Party("B", "Cơ sở")], **c.by("director"), **more,
    }  # fmt: skip
    contracts.sign_contract(**given)


@case("allocate", 422, "phải lớn hơn 0 và không vượt 300.000.000 đ", "Sửa số tiền", field="amount")
def a_contract_over_its_plan(c):
    _sign(c, shares={c.share: c.support + Dong(1)})


@case("allocate", 422, "ít nhất hai bên", "Ghi đủ các bên", field="parties")
def a_contract_with_one_party(c):
    _sign(c, parties=[contracts.Party("A", "Trung tâm"), contracts.Party("B", " ")])


@case("allocate", 422, "trước ngày phê duyệt kế hoạch (20/01/2026)", "Kiểm tra lại ngày", field="signed_on")
def a_contract_older_than_its_plan(c):
    _sign(c, signed_on=date(2026, 1, 19))


@case("allocate", 422, "ở tương lai", "Ghi ngày", field="signed_on")
def a_contract_signed_tomorrow(c):
    _sign(c, signed_on=LATER, ends_on=LATER)


@case("contract", 422, "đã có", "Kiểm tra lại số", field="number")
def the_same_contract_twice(c):
    c.contract()


def _pay(c, amount, kind="first_advance", on=date(2026, 7, 6)):
    contracts.pay(share=c.share, kind=kind, amount=Dong(amount), on=on, **c.by("accountant"))


@case("allocate", 409, "chưa có hợp đồng", "Ký hợp đồng trước khi chi")
def an_advance_without_a_contract(c):
    _pay(c, M)


@case("begin", 409, "trên 70 %", "tổng mức đầu tư", "0 đ trên 700.000.000 đ", "Ghi khối lượng", field="amount")
def an_advance_before_anything_is_confirmed(c):
    _pay(c, 210 * M)


def _seventy(c):
    contracts.confirm_work(
        share=c.share, number="BB-70", on=date(2026, 6, 25), done_value=Dong(490 * M), total_value=Dong(700 * M), **c.by("appraiser")
    )  # fmt: skip


@case("begin", 409, "trên 70 %", "490.000.000 đ trên 700.000.000 đ", field="amount", prepare=_seventy)
def an_advance_at_exactly_seventy_per_cent(c):
    _pay(c, 210 * M)


@case("confirm", 409, "vượt mức 210.000.000 đ", "Tạm ứng không quá 210.000.000 đ", field="amount")
def an_advance_one_dong_over_the_limit(c):
    _pay(c, 210 * M + 1)


@case("advance", 422, "vượt 300.000.000 đ của hợp đồng", "Còn chi được 90.000.000 đ", field="amount")
def a_payment_over_the_contract(c):
    _pay(c, 90 * M + 1)


@case("advance", 409, "đã tạm ứng 210.000.000 đ", "Tạm ứng không quá 0 đ", field="amount")
def the_same_advance_twice(c):
    _pay(c, 1)


def _without_report(c):
    c.share.reports.all().delete()


@case("confirm", 409, "Còn thiếu giấy tờ", "Bổ sung giấy tờ", field="amount", prepare=_without_report)
def an_advance_without_its_papers(c):
    _pay(c, 210 * M)


@case("confirm", 422, "trước ngày ký hợp đồng (01/03/2026)", "Kiểm tra lại ngày", field="on")
def a_payment_older_than_its_contract(c):
    _pay(c, M, on=date(2026, 2, 28))


@case("begin", 422, "trước ngày ký hợp đồng (01/03/2026)", "Kiểm tra lại ngày", field="on")
def work_confirmed_before_the_contract(c):
    contracts.confirm_work(
        share=c.share,
        number="BB-9",
        on=date(2026, 2, 28),
        done_value=Dong(1),
        total_value=Dong(1),
        **c.by("appraiser"),
    )


@case("contract", 422, "trước ngày ký hợp đồng (01/03/2026)", "Kiểm tra lại ngày", field="on")
def a_start_before_the_contract(c):
    move_share(share=c.share, name="start", on=date(2026, 2, 1), **c.by("officer"))


@case("contract", 422, "ở tương lai", "Ghi ngày", field="on")
def a_start_dated_tomorrow(c):
    move_share(share=c.share, name="start", on=LATER, **c.by("officer"))


@case("confirm", 422, "ở tương lai", "Ghi ngày", field="on")
def a_payment_dated_tomorrow(c):
    _pay(c, M, on=LATER)


@case("minutes", 409, "Chưa có biên bản nghiệm thu đạt", "Nghiệm thu trước")
def the_remaining_money_before_the_minutes_are_signed(c):
    _pay(c, 90 * M, "remaining_advance", on=date(2026, 10, 9))


@case("begin", 422, "từ 0 đến tổng vốn đầu tư", "Sửa lại", field="done_value")
def more_work_confirmed_than_there_is(c):
    contracts.confirm_work(
        share=c.share, number="BB-9", on=TODAY, done_value=Dong(2), total_value=Dong(1), **c.by("appraiser")
    )


@case("confirm", 422, "đã ghi", "Kiểm tra lại số", field="number")
def the_same_confirmation_twice(c):
    c.confirm()


@case("begin", 403, "không có quyền xác nhận khối lượng", "Nhờ người")
def work_confirmed_by_the_centre_itself(c):
    contracts.confirm_work(
        share=c.share, number="BB-9", on=TODAY, done_value=Dong(1), total_value=Dong(1), **c.by("officer")
    )


# --- carrying out


@case("begin", 409, "gần nhất ghi 20 %", "Ghi báo cáo tiến độ 100 %", guard="work_done")
def a_completion_at_twenty_per_cent(c):
    move_share(share=c.share, name="complete", **c.by("officer"))


@case("begin", 409, "Người khác vừa sửa", "Xem phần khác nhau")
def a_stale_report(c):
    progress.report_progress(
        share=c.share, month=date(2026, 3, 1), planned_percent=1, done_percent=30, version=9, **c.by("officer")
    )


@case("begin", 422, "Tháng báo cáo trước tháng ký hợp đồng", "Chọn tháng khác", field="month")
def a_report_of_a_month_before_the_contract(c):
    c.report(2, 10)


@case("begin", 422, "ghi thấp hơn", "Ghi rõ vì sao", field="done_text")
def a_report_that_goes_back_without_a_word(c):
    progress.report_progress(
        share=c.share, month=date(2026, 4, 1), planned_percent=30, done_percent=10, **c.by("officer")
    )


@case("begin", 409, "đã có báo cáo", "Mở đề án", field="month")
def nothing_new_over_a_written_report(c):
    progress.nothing_new(shares=[c.share], month=date(2026, 3, 1), **c.by("officer"))


@case("begin", 422, "Ngày bàn giao phải từ", "Sửa ngày", field="from_on")
def a_hand_over_in_the_future(c):
    responsibility.hand_over(
        project=c.project, officer=c.people["director"], from_on=LATER, reason="Nghỉ phép", **c.by("director")
    )


@case("begin", 422, "không phải cán bộ của tỉnh này", "Chọn cán bộ khác", field="officer")
def a_hand_over_to_the_accountant(c):
    responsibility.hand_over(
        project=c.project, officer=c.people["accountant"], from_on=TODAY, reason="Nghỉ phép", **c.by("director")
    )


# --- acceptance and settlement


@case("complete", 409, "Chưa có biên bản nghiệm thu đạt đã ký chốt", "Lập và ký chốt", guard="minutes_signed")
def an_acceptance_without_minutes(c):
    move_share(share=c.share, name="accept", **c.by("appraiser"))


def _failed(c):
    Acceptance.objects.filter(pk=c.minutes_row.pk).update(result="failed")


@case("minutes", 422, "phải ghi yêu cầu", "Ghi cơ sở phải làm gì", field="demands", prepare=_failed)
def failed_minutes_that_ask_for_nothing(c):
    c.sign()


@case("minutes", 422, "Ngày nghiệm thu sau ngày ký", "Sửa lại ngày", field="signed_on")
def minutes_signed_before_they_were_held(c):
    acceptance.sign_minutes(minutes=c.minutes_row, signed_on=date(2026, 10, 4), **c.by("appraiser"))


@case("minutes", 422, "ở tương lai", "Ghi ngày", field="signed_on")
def minutes_signed_tomorrow(c):
    acceptance.sign_minutes(minutes=c.minutes_row, signed_on=LATER, **c.by("appraiser"))


def _unequal_sources(c):
    c.minutes_row.lines.update(from_beneficiary=390 * M)


@case("minutes", 422, "các nguồn cộng 690.000.000 đ", "Sửa bảng", field="rows", prepare=_unequal_sources)
def minutes_whose_sources_do_not_add_up(c):
    c.sign()


@case("sign", 409, "đã ký chốt", "Tải lại trang")
def the_same_minutes_signed_twice(c):
    c.sign()


@case("minutes", 409, "Người khác vừa sửa", "Xem phần khác nhau")
def stale_minutes(c):
    acceptance.write_minutes(share=c.share, held_on=TODAY, parties=[], rows=[], version=9, **c.by("officer"))


@case("vouchers", 422, "Chứng từ số 0000123 của Công ty máy đã ghi", "Kiểm tra lại số", field="number")
def the_same_voucher_twice(c):
    c.vouchers()


@case("remaining", 409, "Hồ sơ quyết toán còn thiếu", "Bổ sung", guard="vouchers_cover")
def a_settlement_without_papers(c):
    c.dossier()


def _small_vouchers(c):
    c.share.vouchers.all().delete()
    acceptance.record_voucher(
        share=c.share, number="1", on=date(2026, 9, 1), seller="Công ty máy", text="Máy", amount=Dong(299 * M), source="fund", **c.by("officer")
    )  # fmt: skip


@case(
    "vouchers", 409, "mới cộng được 299.000.000 đ", "300.000.000 đ", "Ghi thêm chứng từ",
    guard="vouchers_cover", prepare=_small_vouchers,
)  # fmt: skip
def a_settlement_over_its_vouchers(c):
    c.dossier()


@case("vouchers", 422, "Hạn nộp là 20/10/2026, nộp trễ phải ghi lý do", "Ghi lý do nộp trễ", field="late_reason")
def a_late_settlement_without_its_reason(c):
    settling.submit_settlement(
        contract=c.contract_row, asked={c.share.pk: c.support}, submitted_on=date(2026, 10, 21), **c.by("officer")
    )


@case("dossier", 409, "đã nộp hồ sơ quyết toán", "Tải lại trang")
def the_same_settlement_twice(c):
    c.dossier()


@case("dossier", 422, "Ngày duyệt trước ngày nộp hồ sơ", "Sửa lại ngày", field="decided_on")
def a_liquidation_before_the_settlement_came(c):
    settling.liquidate(
        settlement=c.settlement_row, settled={c.share.pk: c.support}, decided_on=date(2026, 10, 14), **c.by("approver_department")
    )  # fmt: skip


@case("dossier", 422, "phải từ 0 đến 300.000.000 đ", "Sửa số duyệt", field="settled")
def more_settled_than_asked(c):
    settling.liquidate(
        settlement=c.settlement_row, settled={c.share.pk: c.support + Dong(1)}, decided_on=TODAY, **c.by("approver_department")
    )  # fmt: skip


@case("liquidate", 409, "đã duyệt", "Tải lại trang")
def the_same_liquidation_twice(c):
    c.liquidate()


@case("dossier", 409, "Còn đề án chưa thanh lý", "Thanh lý")
def a_year_settled_with_an_open_contract(c):
    c.settle_year()


@case("settle_year", 409, "đã quyết toán", "Tải lại trang")
def the_same_year_settled_twice(c):
    c.settle_year()


@case("liquidate", 403, "không có quyền quyết toán năm", "Nhờ Sở Tài chính")
def a_year_settled_by_the_officer(c):
    settling.settle_year(line=c.line, on=TODAY, **c.by("officer"))


# --- effects


@case("follow", 409, "Chưa ghi hiệu quả", "Hỏi cơ sở", guard="effects_known")
def a_project_closed_before_anybody_asked(c):
    c.close()


@case("follow", 422, "trước năm nghiệm thu 2026", "Chọn năm khác", field="year")
def effects_of_a_year_before_the_acceptance(c):
    effects.record_effect(
        share=c.share, year=2025, as_of=TODAY, said_by="Chủ", said_how="visit", jobs_new=1, **c.by("officer")
    )


@case("follow", 422, "ai cho biết", "Ghi tên người", field="said_by")
def effects_that_nobody_said(c):
    effects.record_effect(
        share=c.share, year=2026, as_of=TODAY, said_by=" ", said_how="visit", jobs_new=1, **c.by("officer")
    )


# --- papers


@case("plan", 409, "đã có trong sổ", "Mở văn bản đã có", field="number")
def the_same_paper_twice(c):
    c.paper("QĐ", 10, date(2025, 12, 20))


@case("wish", 422, "ngày", field="issued_on")
def a_paper_dated_tomorrow(c):
    c.paper("QĐ", 11, LATER)


SILENT = {"the_same_paper_twice": "a register of papers is no timeline of a case"}


IN_ORDER = sorted(CASES, key=lambda one: STEPS.index(one.step))


def told(since):
    """Refusals that the log tells since then."""
    return LogEntry.objects.filter(id__gt=since, kind="refused")


def subjects(chain):
    """Whose timelines may tell it."""
    things = ("project", "plan_row", "wish_row", "line", "establishment")
    return {getattr(chain, name).subject for name in things if getattr(chain, name, None)}


@pytest.mark.parametrize(
    ("there", "one"), [(one.step, one) for one in IN_ORDER], indirect=["there"], ids=[one.name for one in IN_ORDER]
)
def test_is_refused_and_changes_nothing(walked, one):
    if one.prepare:
        one.prepare(walked)
    before = content()
    last = LogEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    with pytest.raises(Refused) as caught:
        one.call(walked)
    refusal = caught.value
    assert (refusal.status, refusal.field) == (one.status, one.field), refusal.sentence
    assert [words for words in one.words if words not in refusal.sentence] == [], refusal.sentence
    assert refusal.reason.endswith(".")
    assert refusal.todo.strip(), f"no way out: {refusal.reason}"
    assert changed(before, content()) == []
    assert list(checks.broken_lines()) == []
    found = list(told(last))
    if refusal.status in (403, 409) and one.name not in SILENT:
        assert [refusal.reason in entry.text for entry in found] == [True]
        assert found[0].subject in subjects(walked)
        assert found[0].actor_id
    else:
        assert found == []


def guards_of(*tables):
    return {guard.__name__ for table in tables for move in table.values() for guard in move.guards}


def test_every_guard_of_the_tables_is_tried():
    wanted = guards_of(states.WISH_MOVES, states.PROJECT_MOVES, states.SHARE_MOVES, plan_rules.MOVES)
    elsewhere = {
        "has_responsible",  # the database itself keeps a live project from having nobody; see below
        *(
            "key_complete",
            "is_shared_out",
            "detailed_first",
            "nothing_to_recover",
            "is_own_part",
            "has_beneficiary",
        ),  # test_details.py, test_changes.py
        *("returned_by_department", "returned_by_ministry"),  # test_national.py
    }
    assert wanted - {one.guard for one in CASES} == elsewhere


@pytest.mark.parametrize("there", ["write"], indirect=True)
def test_nobody_can_take_the_officer_away(walked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=walked.project.pk).update(officer=None)
    verdict = guards.has_responsible(guards.ProjectFacts(responsible=False))
    assert "chưa có người phụ trách" in verdict.reason


def test_every_reason_that_a_move_needs_is_asked_for():
    for table in (states.WISH_MOVES, states.PROJECT_MOVES, states.SHARE_MOVES, plan_rules.MOVES):
        for move in table.values():
            if move.comment_required:
                refusal = move.check(next(iter(move.sources)), None, frozenset({move.needs}), comment="  ").refusal
                assert (refusal.status, refusal.field) == (400, "comment")
                assert "phải ghi lý do" in refusal.sentence


def test_a_second_project_cannot_take_what_the_first_one_holds(db):
    first = begin("04", "Cao Bằng", envelope=400 * M).to("allocate")
    place = first.establishment.place
    second = Chain(first.people, make_establishment(place.parent, place, "Cơ sở mẫu 02"), number=2).to("passed")
    plan = planning.open_plan(line=first.line, by=first.people["director"])
    with pytest.raises(Refused) as caught:
        planning.add_item(plan=plan, project=second.project, amount=second.support, by=first.people["director"])
    assert caught.value.field == "amount"
    assert "100.000.000 đ" in caught.value.sentence
