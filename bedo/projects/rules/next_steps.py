"""What comes next in each state, and who must act: read by the project's page and the desks."""

from __future__ import annotations

from dataclasses import dataclass

from bedo.projects.rules import states


@dataclass(frozen=True)
class NextStep:
    """`roles`: who acts (codes of accounts.rights.ROLES). `what` for people. `act`: the page of the office that does it.

    `move`: the row of the table of moves that the step makes, whose guards say what stands in the way ("" for none).
    """

    roles: tuple[str, ...]
    who: str
    what: str
    act: str = ""
    move: str = ""
    after: str = ""


SIGN_MINUTES = NextStep(
    ("appraiser", "approver_department"),
    "Chuyên viên Sở",
    "Ký chốt biên bản nghiệm thu",
    "ky-bien-ban",
    "",
    "Đạt thì được chi phần kinh phí còn lại.",
)
"""The step of a completed share once its minutes are written with a conclusion."""

NEXT: dict[str, NextStep] = {
    states.DRAFT: NextStep(("officer", "director"), "Cán bộ phụ trách", "Hoàn thiện và nộp hồ sơ lên Sở", "nop", "submit", "Sở sẽ nhận thẩm định."),
    states.SUBMITTED: NextStep(("appraiser", "approver_department"), "Chuyên viên Sở", "Nhận hồ sơ vào thẩm định", "nhan", "receive"),
    states.BASE_REVIEW: NextStep(("appraiser", "approver_department"), "Chuyên viên Sở", "Ghi phiếu thẩm định năm nội dung và kết luận", "phieu-tham-dinh", "pass"),
    states.RETURNED: NextStep(("officer", "director"), "Cán bộ phụ trách", "Trả lời yêu cầu bổ sung và nộp lại", "nop", "resubmit", "Hồ sơ quay lại đúng người thẩm định."),
    states.BASE_PASSED: NextStep(("director", "appraiser"), "Trung tâm, Sở", "Đưa vào kế hoạch năm", "", "", "Kế hoạch do Chủ tịch UBND tỉnh phê duyệt."),
    states.PLANNED: NextStep(("accountant", "approver_department"), "Sở, kế toán", "Giao dự toán", "", "", "Chưa được ký hợp đồng trước khi giao dự toán."),
    states.FUNDED: NextStep(("director",), "Lãnh đạo Trung tâm", "Ký hợp đồng với đơn vị thụ hưởng", "hop-dong", "contract"),
    states.CONTRACTED: NextStep(("officer", "director"), "Cán bộ phụ trách", "Bắt đầu thực hiện", "bat-dau", "start"),
    states.RUNNING: NextStep(("officer", "director"), "Cán bộ phụ trách", "Báo cáo tiến độ hằng tháng đến khi hoàn thành", "tien-do", "complete"),
    states.REWORK: NextStep(("officer", "director"), "Cán bộ phụ trách", "Đôn đốc làm lại theo biên bản, rồi báo hoàn thành", "tien-do", "complete"),
    states.COMPLETED: NextStep(("officer", "appraiser"), "Trung tâm và Sở", "Tổ chức nghiệm thu cơ sở", "bien-ban", "accept", "Nghiệm thu đạt thì được chi phần kinh phí còn lại."),
    states.ACCEPTED: NextStep(("officer", "accountant"), "Cán bộ, kế toán", "Chi phần còn lại và nộp hồ sơ quyết toán", "quyet-toan", "settle_dossier"),
    states.SETTLING: NextStep(("approver_department",), "Giám đốc Sở", "Duyệt quyết toán, thanh lý hợp đồng", "thanh-ly", "liquidate"),
    states.LIQUIDATED: NextStep(("finance", "approver_department"), "Sở Tài chính, Sở", "Quyết toán năm", "", "settle_year"),
    states.SETTLED: NextStep(("officer", "director"), "Cán bộ phụ trách", "Chuyển sang theo dõi sau hỗ trợ", "theo-doi", "follow"),
    states.FOLLOWED: NextStep(("officer", "director"), "Cán bộ phụ trách", "Hỏi và ghi hiệu quả sau hỗ trợ", "hieu-qua", "close"),
    states.NOT_PLANNED: NextStep(("director", "appraiser"), "Trung tâm, Sở", "Xét vào kế hoạch năm sau", "xet-lai", "take_up"),
}  # fmt: skip
