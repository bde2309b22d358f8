"""What can happen to a wish, a project and a share: tables of moves, and labels for two audiences.

Buttons, rights, tests and docs/states.md are made from these tables. A national row and a local row stand in the same
table; a row's `tracks` say where it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bedo.core.moves import Move
from bedo.projects.rules import guards

DRAFT, SUBMITTED, BASE_REVIEW, RETURNED, BASE_PASSED = "draft", "submitted", "base_review", "returned", "base_passed"
PLANNED, FUNDED, CONTRACTED, RUNNING, COMPLETED = "planned", "funded", "contracted", "running", "completed"
REWORK, ACCEPTED, SETTLING, LIQUIDATED, SETTLED = "rework", "accepted", "settling", "liquidated", "settled"
FOLLOWED, CLOSED, WITHDRAWN, REJECTED = "followed", "closed", "withdrawn", "rejected"
NOT_PLANNED, STOPPED, UNKNOWN = "not_planned", "stopped", "unknown"


@dataclass(frozen=True)
class Label:
    """Words for one state: the office's and the applicant's."""

    office: str
    applicant: str


STATES: dict[str, Label] = {
    DRAFT: Label("Đang lập hồ sơ", "Đang lập hồ sơ"),
    SUBMITTED: Label("Đã nộp Sở", "Hồ sơ đã nộp Sở Công Thương"),
    BASE_REVIEW: Label("Đang thẩm định", "Sở đang thẩm định"),
    RETURNED: Label("Trả bổ sung", "Cần bổ sung"),
    BASE_PASSED: Label("Đạt thẩm định", "Đạt thẩm định, chờ kế hoạch năm"),
    PLANNED: Label("Đã có trong kế hoạch", "Đã có trong kế hoạch năm"),
    FUNDED: Label("Đã giao dự toán", "Đã giao dự toán, chờ ký hợp đồng"),
    CONTRACTED: Label("Đã ký hợp đồng", "Đã ký hợp đồng"),
    RUNNING: Label("Đang thực hiện", "Đang thực hiện"),
    COMPLETED: Label("Hoàn thành, chờ nghiệm thu", "Chờ nghiệm thu"),
    REWORK: Label("Nghiệm thu chưa đạt", "Nghiệm thu chưa đạt, cần làm lại"),
    ACCEPTED: Label("Đã nghiệm thu", "Đã nghiệm thu"),
    SETTLING: Label("Đang làm hồ sơ quyết toán", "Đang quyết toán"),
    LIQUIDATED: Label("Đã thanh lý", "Đã thanh lý hợp đồng"),
    SETTLED: Label("Đã quyết toán năm", "Đã quyết toán"),
    FOLLOWED: Label("Theo dõi sau hỗ trợ", "Theo dõi sau hỗ trợ"),
    CLOSED: Label("Kết thúc", "Kết thúc"),
    WITHDRAWN: Label("Đã rút", "Đã rút"),
    REJECTED: Label("Không đạt thẩm định", "Không đạt thẩm định"),
    NOT_PLANNED: Label("Danh sách dự phòng", "Chưa được bố trí năm nay"),
    STOPPED: Label("Đã ngừng", "Đã ngừng"),
    UNKNOWN: Label("Không rõ bước", "Không rõ bước"),
}
LABELS = {code: label.office for code, label in STATES.items()}

ENDED = frozenset({CLOSED, WITHDRAWN, REJECTED, STOPPED, UNKNOWN})
"""States in which nobody has to act any more; every other project is live and has one responsible officer."""

SHARE_ORDER = (CONTRACTED, RUNNING, REWORK, COMPLETED, ACCEPTED, SETTLING, LIQUIDATED, SETTLED, FOLLOWED, CLOSED)
"""From contracted on the state lives on the share; the order says which share is least advanced."""

LOCAL = frozenset({"local"})
BOTH = frozenset({"local", "national"})


def _row(sources: str, target: str, needs: str, label: str, done: str, **extra: Any) -> Move:
    return Move(frozenset(sources.split()), target, needs, label, done, **{"tracks": BOTH, **extra})


PROJECT_MOVES: dict[str, Move] = {
    "submit": _row(
        DRAFT, SUBMITTED, "project.submit", "Nộp hồ sơ lên Sở", "Nộp hồ sơ lên Sở Công Thương.",
        guards=(guards.has_responsible, guards.parts_written, guards.estimate_adds_up, guards.within_norm, guards.papers_there),
        basis="TT 36/2013/TT-BCT, Điều 5, Điều 10",
    ),
    "receive": _row(SUBMITTED, BASE_REVIEW, "project.appraise", "Nhận thẩm định", "Nhận hồ sơ vào thẩm định.", basis="TT 36/2013/TT-BCT, Điều 8"),
    "return": _row(
        BASE_REVIEW, RETURNED, "project.appraise", "Trả bổ sung", "Trả hồ sơ để bổ sung.",
        guards=(guards.has_open_corrections,), basis="TT 36/2013/TT-BCT, Điều 9 khoản 5",
    ),
    "resubmit": _row(
        RETURNED, BASE_REVIEW, "project.submit", "Nộp bổ sung", "Nộp hồ sơ đã bổ sung.",
        guards=(guards.corrections_answered, guards.parts_written, guards.estimate_adds_up, guards.within_norm, guards.papers_there),
        basis="TT 36/2013/TT-BCT, Điều 9",
    ),
    "pass": _row(
        BASE_REVIEW, BASE_PASSED, "project.appraise", "Kết luận đạt", "Thẩm định: đạt.",
        guards=(guards.appraised_passed, guards.corrections_closed), basis="TT 36/2013/TT-BCT, Điều 8, Điều 9",
    ),
    "reject": _row(
        BASE_REVIEW, REJECTED, "project.appraise", "Kết luận không đạt", "Thẩm định: không đạt.",
        guards=(guards.appraised_failed,), comment_required=True, basis="TT 36/2013/TT-BCT, Điều 9",
    ),
    "withdraw": _row(
        f"{DRAFT} {SUBMITTED} {BASE_REVIEW} {RETURNED} {BASE_PASSED} {NOT_PLANNED}", WITHDRAWN, "project.submit", "Rút hồ sơ", "Rút hồ sơ.",
        comment_required=True, guards=(guards.not_in_open_plan,), basis="thiết kế",
    ),
    "plan": _row(BASE_PASSED, PLANNED, "plan.approve", "Phê duyệt vào kế hoạch", "Được phê duyệt trong kế hoạch năm.", tracks=LOCAL, basis="NĐ 45/2012/NĐ-CP, Điều 2"),
    "leave_out": _row(BASE_PASSED, NOT_PLANNED, "plan.approve", "Đưa vào danh sách dự phòng", "Chưa bố trí được trong năm, vào danh sách dự phòng.", tracks=LOCAL, basis="TT 36/2013/TT-BCT, Điều 7"),
    "take_up": _row(NOT_PLANNED, BASE_PASSED, "plan.edit", "Đưa vào xét năm sau", "Đưa lại vào xét kế hoạch, giữ kết quả thẩm định.", tracks=LOCAL, basis="thiết kế"),
    "fund": _row(PLANNED, FUNDED, "plan.allocate", "Giao dự toán", "Giao dự toán.", tracks=LOCAL, basis="TTLT 26/2014/TTLT-BTC-BCT, Điều 8"),
}  # fmt: skip

SHARE_MOVES: dict[str, Move] = {
    "contract": _row(FUNDED, CONTRACTED, "contract.sign", "Ký hợp đồng", "Ký hợp đồng.", basis="TT 36/2013/TT-BCT, Điều 6, Điều 12"),
    "start": _row(CONTRACTED, RUNNING, "project.follow", "Bắt đầu thực hiện", "Bắt đầu thực hiện.", basis="thiết kế"),
    "complete": _row(f"{RUNNING} {REWORK}", COMPLETED, "project.follow", "Báo hoàn thành", "Báo hoàn thành, chờ nghiệm thu.", guards=(guards.work_done,), basis="TT 36/2013/TT-BCT, Điều 14"),
    "fail": _row(COMPLETED, REWORK, "acceptance.sign", "Nghiệm thu chưa đạt", "Nghiệm thu chưa đạt, phải làm lại.", basis="TT 36/2013/TT-BCT, Điều 14"),
    "accept": _row(COMPLETED, ACCEPTED, "acceptance.sign", "Nghiệm thu đạt", "Nghiệm thu đạt.", guards=(guards.minutes_signed,), basis="TT 36/2013/TT-BCT, Điều 14, Điều 21"),
    "settle_dossier": _row(ACCEPTED, SETTLING, "settlement.prepare", "Nộp hồ sơ quyết toán", "Nộp hồ sơ quyết toán.", guards=(guards.vouchers_cover,), basis="TT 36/2013/TT-BCT, Điều 18, Điều 19"),
    "liquidate": _row(SETTLING, LIQUIDATED, "settlement.decide", "Duyệt quyết toán, thanh lý", "Duyệt quyết toán và thanh lý hợp đồng.", basis="TT 36/2013/TT-BCT, Điều 18"),
    "settle_year": _row(LIQUIDATED, SETTLED, "year.settle", "Quyết toán năm", "Đưa vào quyết toán năm.", basis="TTLT 26/2014/TTLT-BTC-BCT, Điều 8"),
    "follow": _row(SETTLED, FOLLOWED, "project.follow", "Theo dõi sau hỗ trợ", "Chuyển sang theo dõi sau hỗ trợ.", basis="thiết kế"),
    "close": _row(FOLLOWED, CLOSED, "project.follow", "Kết thúc theo dõi", "Kết thúc theo dõi.", guards=(guards.effects_known,), basis="thiết kế"),
}  # fmt: skip

RECEIVED, SCREENED, REFUSED, WISH_WITHDRAWN = "received", "screened", "refused", "withdrawn"
WISH_STATES: dict[str, Label] = {
    RECEIVED: Label("Mới nhận", "Đã nhận nhu cầu"),
    SCREENED: Label("Đã thẩm tra năng lực", "Đủ điều kiện lập đề án"),
    REFUSED: Label("Không đủ điều kiện", "Chưa đủ điều kiện"),
    WISH_WITHDRAWN: Label("Cơ sở rút", "Đã rút"),
}
WISH_LABELS = {code: label.office for code, label in WISH_STATES.items()}
WISH_MOVES: dict[str, Move] = {
    "screen": _row(f"{RECEIVED} {REFUSED} {SCREENED}", SCREENED, "wish.appraise", "Kết luận đủ điều kiện", "Thẩm tra năng lực: đủ điều kiện lập đề án.", basis="thiết kế; nhu cầu N04"),
    "refuse": _row(f"{RECEIVED} {SCREENED} {REFUSED}", REFUSED, "wish.appraise", "Kết luận không đủ điều kiện", "Thẩm tra năng lực: không đủ điều kiện.", comment_required=True, basis="thiết kế; nhu cầu N04"),
    "withdraw": _row(f"{RECEIVED} {SCREENED} {REFUSED}", WISH_WITHDRAWN, "wish.record", "Cơ sở rút", "Cơ sở rút nhu cầu.", comment_required=True, basis="thiết kế"),
}  # fmt: skip


def project_state(own: str, shares: Iterable[str]) -> str:
    """The state a project shows: its own until contracted, then its least advanced live share's; stopped only when all are.

    design.md 3.3.
    """
    later = [state for state in shares if state in SHARE_ORDER or state == STOPPED]
    live = [state for state in later if state != STOPPED]
    if not later:
        return own
    if not live:
        return STOPPED
    return min(live, key=SHARE_ORDER.index)
