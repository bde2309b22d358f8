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
    states.REGISTERED: NextStep(("ministry_department",), "Cục", "Nhận thẩm định cấp Bộ", "cuc-nhan", "ministry_receive"),
    states.MINISTRY_REVIEW: NextStep(("ministry_department",), "Cục", "Ghi phiếu thẩm định cấp Bộ và kết luận", "phieu-tham-dinh", "ministry_pass"),
    states.MINISTRY_PASSED: NextStep(("ministry_department", "ministry_minister"), "Cục, Bộ trưởng", "Đưa vào kế hoạch khuyến công quốc gia", "", "plan_national", "Bộ trưởng phê duyệt kế hoạch."),
    states.PLANNED: NextStep(("accountant", "approver_department"), "Sở, kế toán", "Giao dự toán", "", "", "Chưa được ký hợp đồng trước khi giao dự toán."),
    states.FUNDED: NextStep(("director",), "Lãnh đạo Trung tâm", "Ký hợp đồng với đơn vị thụ hưởng", "hop-dong", "contract"),
    states.DETAILED: NextStep(("director",), "Lãnh đạo Trung tâm", "Ký hợp đồng với từng đơn vị thụ hưởng", "hop-dong", "contract"),
    states.CONTRACTED: NextStep(("officer", "director"), "Cán bộ phụ trách", "Bắt đầu thực hiện", "bat-dau", "start"),
    states.RUNNING: NextStep(("officer", "director"), "Cán bộ phụ trách", "Báo cáo tiến độ hằng tháng đến khi hoàn thành", "tien-do", "complete"),
    states.REWORK: NextStep(("officer", "director"), "Cán bộ phụ trách", "Đôn đốc làm lại theo biên bản, rồi báo hoàn thành", "tien-do", "complete"),
    states.COMPLETED: NextStep(("officer", "appraiser"), "Trung tâm và Sở", "Tổ chức nghiệm thu cơ sở", "bien-ban", "accept", "Nghiệm thu đạt thì được chi phần kinh phí còn lại."),
    states.ACCEPTED: NextStep(("officer", "accountant"), "Cán bộ, kế toán", "Chi phần còn lại và nộp hồ sơ quyết toán", "quyet-toan", "settle_dossier"),
    states.SETTLING: NextStep(("approver_department",), "Giám đốc Sở", "Duyệt quyết toán, thanh lý hợp đồng", "thanh-ly", "liquidate"),
    states.LIQUIDATED: NextStep(("finance", "approver_department"), "Sở Tài chính, Sở", "Quyết toán năm", "", "settle_year"),
    states.SETTLED: NextStep(("officer", "director"), "Cán bộ phụ trách", "Chuyển sang theo dõi sau hỗ trợ", "theo-doi", "follow"),
    states.FOLLOWED: NextStep(("officer", "director"), "Cán bộ phụ trách", "Hỏi và ghi hiệu quả sau hỗ trợ", "hieu-qua", "close"),
    states.STOPPING: NextStep(("accountant",), "Kế toán", "Thu hồi phần đã chi sai hoặc chưa làm, nộp lại ngân sách", "nop-lai", "cleared"),
    states.NOT_PLANNED: NextStep(("director", "appraiser"), "Trung tâm, Sở", "Xét vào kế hoạch năm sau", "xet-lai", "take_up"),
}  # fmt: skip

NATIONAL: dict[str, NextStep] = {
    states.RETURNED: NextStep(("officer", "director"), "Cán bộ phụ trách", "Trả lời yêu cầu bổ sung và nộp lại", "nop", "", "Hồ sơ quay lại đúng nơi đã trả."),
    states.BASE_PASSED: NextStep(("appraiser", "approver_department"), "Sở", "Đăng ký với Cục trong bộ đăng ký của Sở", "", "register", "Cục thẩm định cấp Bộ."),
    states.PLANNED: NextStep(("ministry_department",), "Cục", "Giao dự toán, thông báo cho Sở và đơn vị", "", "fund_national", "Chưa được ký hợp đồng trước khi giao dự toán."),
}  # fmt: skip
"""Where the national track goes another way."""

DETAIL = NextStep(
    ("officer", "approver_department"),
    "Trung tâm lập, Sở duyệt",
    "Lập kế hoạch chi tiết (Mẫu 11) rồi trình Sở duyệt",
    "ke-hoach-chi-tiet",
    "",
    "Duyệt rồi mới ký hợp đồng với từng cơ sở.",
)
"""The step of a project with several beneficiaries once its money is given."""


APPROVE_DETAIL = NextStep(
    ("approver_department",),
    "Giám đốc Sở",
    "Duyệt kế hoạch chi tiết (Mẫu 11)",
    "duyet-chi-tiet",
    "detail",
    "Duyệt rồi ký hợp đồng với từng cơ sở.",
)
"""The step once the detailed plan is written."""

TASK: dict[str, NextStep] = {
    states.FUNDED: NextStep(("director",), "Lãnh đạo Trung tâm", "Giao nhiệm vụ hoặc ký hợp đồng thực hiện", "hop-dong", "contract"),
    states.COMPLETED: NextStep(("officer", "appraiser"), "Trung tâm và Sở", "Lập biên bản nghiệm thu nhiệm vụ", "bien-ban", "accept", "Nghiệm thu đạt thì được chi phần kinh phí còn lại."),
    states.SETTLED: NextStep(("officer", "director"), "Cán bộ phụ trách", "Kết thúc nhiệm vụ", "ket-thuc-nhiem-vu", "close_own"),
}  # fmt: skip
"""Where a task, or the implementing unit's own part, goes another way: nobody's effects are followed."""


def next_step(state: str, *, track: str, kind: str, own: bool = False) -> NextStep | None:
    """What comes next for a project of this track and kind in this state; None when nobody has to act.

    `own`: the share asked about is the implementing unit's own part.
    """
    if kind in states.SHARED and state == states.FUNDED:
        return DETAIL
    if (kind == "task" or own) and state in TASK:
        return TASK[state]
    if track == "national" and state in NATIONAL:
        return NATIONAL[state]
    return NEXT.get(state)
