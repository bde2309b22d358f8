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
REGISTERED, MINISTRY_REVIEW, MINISTRY_PASSED = "registered", "ministry_review", "ministry_passed"
DETAILED, STOPPING = "detailed", "stopping"


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
    REGISTERED: Label("Đã đăng ký với Cục", "Sở đã đăng ký với Cục"),
    MINISTRY_REVIEW: Label("Cục đang thẩm định", "Cục đang thẩm định"),
    MINISTRY_PASSED: Label("Đạt thẩm định cấp Bộ", "Đạt thẩm định, chờ kế hoạch của Bộ"),
    PLANNED: Label("Đã có trong kế hoạch", "Đã có trong kế hoạch năm"),
    FUNDED: Label("Đã giao dự toán", "Đã giao dự toán, chờ ký hợp đồng"),
    DETAILED: Label("Đã duyệt kế hoạch chi tiết", "Đã duyệt kế hoạch chi tiết, chờ ký hợp đồng"),
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
    STOPPING: Label("Đang ngừng, còn phải thu hồi", "Đang ngừng, còn phần phải nộp lại"),
    STOPPED: Label("Đã ngừng", "Đã ngừng"),
    UNKNOWN: Label("Không rõ bước", "Không rõ bước"),
}
LABELS = {code: label.office for code, label in STATES.items()}

KINDS = {"single": "Đề án đơn", "group": "Đề án nhóm", "key": "Đề án điểm", "task": "Nhiệm vụ chi"}
SHARED = frozenset({"group", "key"})
"""Kinds that are planned as one sum and shared out by a detailed plan."""

ENDED = frozenset({CLOSED, WITHDRAWN, REJECTED, STOPPED, UNKNOWN})
"""States in which nobody has to act any more; every other project is live and has one responsible officer."""

SHARE_ORDER = (CONTRACTED, RUNNING, REWORK, COMPLETED, ACCEPTED, SETTLING, LIQUIDATED, SETTLED, FOLLOWED, CLOSED)
"""From contracted on the state lives on the share; the order says which share is least advanced."""


def since(state: str) -> frozenset[str]:
    """The state and all that come after it on the way of a share."""
    return frozenset(SHARE_ORDER[SHARE_ORDER.index(state) :])


TAKES_MORE = frozenset({"", CONTRACTED, RUNNING, REWORK})
"""A share in these states may receive the money of a further year; what is accepted is settled as it was accepted."""

GONE = frozenset({STOPPING, STOPPED})
"""A share that was stopped: it holds nobody back and is neither accepted nor settled."""

LOCAL = frozenset({"local"})
NATIONAL = frozenset({"national"})
BOTH = frozenset({"local", "national"})


def _row(sources: str, target: str, needs: str, label: str, done: str, **extra: Any) -> Move:
    return Move(frozenset(sources.split()), target, needs, label, done, **{"tracks": BOTH, **extra})


PROJECT_MOVES: dict[str, Move] = {
    "submit": _row(
        DRAFT, SUBMITTED, "project.submit", "Nộp hồ sơ lên Sở", "Nộp hồ sơ lên Sở Công Thương.",
        guards=(guards.has_responsible, guards.key_complete, guards.parts_written, guards.estimate_adds_up, guards.within_norm, guards.papers_there),
        basis="TT 36/2013/TT-BCT, Điều 5, Điều 10",
    ),
    "receive": _row(SUBMITTED, BASE_REVIEW, "project.appraise", "Nhận thẩm định", "Nhận hồ sơ vào thẩm định.", basis="TT 36/2013/TT-BCT, Điều 8"),
    "return": _row(
        BASE_REVIEW, RETURNED, "project.appraise", "Trả bổ sung", "Trả hồ sơ để bổ sung.",
        guards=(guards.has_open_corrections,), basis="TT 36/2013/TT-BCT, Điều 9 khoản 5",
    ),
    "resubmit": _row(
        RETURNED, BASE_REVIEW, "project.submit", "Nộp bổ sung", "Nộp hồ sơ đã bổ sung.",
        guards=(guards.returned_by_department, guards.corrections_answered, guards.parts_written, guards.estimate_adds_up, guards.within_norm, guards.papers_there),
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
    "register": _row(BASE_PASSED, REGISTERED, "project.register", "Đăng ký với Cục", "Sở đăng ký với Cục.", tracks=NATIONAL, basis="TT 36/2013/TT-BCT, Điều 6, Điều 10"),
    "ministry_receive": _row(REGISTERED, MINISTRY_REVIEW, "ministry.appraise", "Nhận thẩm định cấp Bộ", "Cục nhận hồ sơ vào thẩm định.", tracks=NATIONAL, basis="TT 36/2013/TT-BCT, Điều 8"),
    "ministry_return": _row(
        MINISTRY_REVIEW, RETURNED, "ministry.appraise", "Cục trả bổ sung", "Cục trả hồ sơ để bổ sung.",
        guards=(guards.has_open_corrections,), tracks=NATIONAL, basis="TT 36/2013/TT-BCT, Điều 9 khoản 5",
    ),
    "ministry_resubmit": _row(
        RETURNED, MINISTRY_REVIEW, "project.submit", "Nộp bổ sung cho Cục", "Nộp hồ sơ đã bổ sung cho Cục.",
        guards=(guards.returned_by_ministry, guards.corrections_answered, guards.parts_written, guards.estimate_adds_up, guards.within_norm, guards.papers_there),
        tracks=NATIONAL, basis="TT 36/2013/TT-BCT, Điều 9",
    ),
    "ministry_pass": _row(
        MINISTRY_REVIEW, MINISTRY_PASSED, "ministry.appraise", "Cục kết luận đạt", "Thẩm định cấp Bộ: đạt.",
        guards=(guards.appraised_passed, guards.corrections_closed), tracks=NATIONAL, basis="TT 36/2013/TT-BCT, Điều 8, Điều 9",
    ),
    "ministry_reject": _row(
        MINISTRY_REVIEW, REJECTED, "ministry.appraise", "Cục kết luận không đạt", "Thẩm định cấp Bộ: không đạt.",
        guards=(guards.appraised_failed,), comment_required=True, tracks=NATIONAL, basis="TT 36/2013/TT-BCT, Điều 9",
    ),
    "withdraw": _row(
        f"{DRAFT} {SUBMITTED} {BASE_REVIEW} {RETURNED} {BASE_PASSED} {REGISTERED} {MINISTRY_REVIEW} {MINISTRY_PASSED} {NOT_PLANNED}", WITHDRAWN, "project.submit", "Rút hồ sơ", "Rút hồ sơ.",
        comment_required=True, guards=(guards.not_in_open_plan,), basis="thiết kế",
    ),
    "plan": _row(BASE_PASSED, PLANNED, "plan.approve", "Phê duyệt vào kế hoạch", "Được phê duyệt trong kế hoạch năm.", tracks=LOCAL, basis="NĐ 45/2012/NĐ-CP, Điều 2"),
    "plan_national": _row(MINISTRY_PASSED, PLANNED, "plan.approve_national", "Phê duyệt vào kế hoạch quốc gia", "Bộ trưởng phê duyệt trong kế hoạch khuyến công quốc gia.", tracks=NATIONAL, basis="TT 36/2013/TT-BCT, Điều 8"),
    "leave_out": _row(BASE_PASSED, NOT_PLANNED, "plan.approve", "Đưa vào danh sách dự phòng", "Chưa bố trí được trong năm, vào danh sách dự phòng.", tracks=LOCAL, basis="TT 36/2013/TT-BCT, Điều 7"),
    "leave_out_national": _row(MINISTRY_PASSED, NOT_PLANNED, "plan.approve_national", "Đưa vào danh sách dự phòng", "Bộ chưa bố trí được trong năm, vào danh sách dự phòng.", tracks=NATIONAL, basis="TT 36/2013/TT-BCT, Điều 7"),
    "take_up": _row(NOT_PLANNED, BASE_PASSED, "plan.edit", "Đưa vào xét năm sau", "Đưa lại vào xét kế hoạch, giữ kết quả thẩm định.", basis="thiết kế"),
    "fund": _row(PLANNED, FUNDED, "plan.allocate", "Giao dự toán", "Giao dự toán.", tracks=LOCAL, basis="TTLT 26/2014/TTLT-BTC-BCT, Điều 8"),
    "fund_national": _row(PLANNED, FUNDED, "plan.allocate_national", "Cục giao dự toán", "Cục giao dự toán, thông báo cho Sở và đơn vị.", tracks=NATIONAL, basis="TT 36/2013/TT-BCT, Điều 6 khoản 4"),
    "detail": _row(
        f"{FUNDED} {DETAILED}", DETAILED, "detail.approve", "Duyệt kế hoạch chi tiết", "Sở duyệt kế hoạch chi tiết (Mẫu 11).",
        guards=(guards.is_shared_out,), basis="TT 36/2013/TT-BCT, Điều 21, Điều 23",
    ),
}  # fmt: skip
"""A project with several beneficiaries is planned as one sum; its detailed plan shares it out before any contract."""

SHARE_MOVES: dict[str, Move] = {
    "contract": _row(f"{FUNDED} {DETAILED}", CONTRACTED, "contract.sign", "Ký hợp đồng", "Ký hợp đồng.", guards=(guards.detailed_first,), basis="TT 36/2013/TT-BCT, Điều 6, Điều 12"),
    "start": _row(CONTRACTED, RUNNING, "project.follow", "Bắt đầu thực hiện", "Bắt đầu thực hiện.", basis="thiết kế"),
    "complete": _row(f"{RUNNING} {REWORK}", COMPLETED, "project.follow", "Báo hoàn thành", "Báo hoàn thành, chờ nghiệm thu.", guards=(guards.work_done,), basis="TT 36/2013/TT-BCT, Điều 14"),
    "fail": _row(COMPLETED, REWORK, "acceptance.sign", "Nghiệm thu chưa đạt", "Nghiệm thu chưa đạt, phải làm lại.", basis="TT 36/2013/TT-BCT, Điều 14"),
    "accept": _row(COMPLETED, ACCEPTED, "acceptance.sign", "Nghiệm thu đạt", "Nghiệm thu đạt.", guards=(guards.minutes_signed,), basis="TT 36/2013/TT-BCT, Điều 14, Điều 21"),
    "settle_dossier": _row(ACCEPTED, SETTLING, "settlement.prepare", "Nộp hồ sơ quyết toán", "Nộp hồ sơ quyết toán.", guards=(guards.vouchers_cover,), basis="TT 36/2013/TT-BCT, Điều 18, Điều 19"),
    "liquidate": _row(SETTLING, LIQUIDATED, "settlement.decide", "Duyệt quyết toán, thanh lý", "Duyệt quyết toán và thanh lý hợp đồng.", basis="TT 36/2013/TT-BCT, Điều 18"),
    "settle_year": _row(LIQUIDATED, SETTLED, "year.settle", "Quyết toán năm", "Đưa vào quyết toán năm.", basis="TTLT 26/2014/TTLT-BTC-BCT, Điều 8"),
    "follow": _row(SETTLED, FOLLOWED, "project.follow", "Theo dõi sau hỗ trợ", "Chuyển sang theo dõi sau hỗ trợ.", guards=(guards.has_beneficiary,), basis="thiết kế"),
    "close": _row(FOLLOWED, CLOSED, "project.follow", "Kết thúc theo dõi", "Kết thúc theo dõi.", guards=(guards.effects_known,), basis="thiết kế"),
    "close_own": _row(SETTLED, CLOSED, "project.follow", "Kết thúc nhiệm vụ", "Kết thúc phần của đơn vị thực hiện.", guards=(guards.is_own_part,), basis="thiết kế"),
    "cleared": _row(STOPPING, STOPPED, "money.pay", "Thu hồi xong", "Đã thu hồi đủ, kết thúc việc ngừng.", guards=(guards.nothing_to_recover,), basis="TT 36/2013/TT-BCT, Điều 12 khoản 6"),
}  # fmt: skip
"""A stop itself is no move of a button: an approved change request makes it (rules.changes), at any state of STOPPABLE."""

RECEIVED, SCREENED, REFUSED, WISH_WITHDRAWN = "received", "screened", "refused", "withdrawn"
WISH_STATES: dict[str, Label] = {
    RECEIVED: Label("Mới nhận", "Đã nhận nhu cầu"),
    SCREENED: Label("Đã thẩm tra năng lực", "Đủ điều kiện lập đề án"),
    REFUSED: Label("Không đủ điều kiện", "Chưa đủ điều kiện"),
    WISH_WITHDRAWN: Label("Cơ sở rút", "Đã rút"),
}
WISH_LIVE = frozenset({RECEIVED, SCREENED})
"""Somebody is responsible and still has to act."""
FULFILLED = frozenset({SETTLED, FOLLOWED, CLOSED})
"""A project in one of these gave the wish what it asked for."""
WISH_LABELS = {code: label.office for code, label in WISH_STATES.items()}
CHANNELS = {
    "truc_tiep": "Đến trực tiếp",
    "dien_thoai": "Điện thoại",
    "zalo": "Tin nhắn Zalo",
    "van_ban": "Đơn, công văn",
    "khao_sat": "Cán bộ khảo sát",
}
"""How a wish came in."""
WISH_MOVES: dict[str, Move] = {
    "screen": _row(f"{RECEIVED} {REFUSED} {SCREENED}", SCREENED, "wish.appraise", "Kết luận đủ điều kiện", "Thẩm tra năng lực: đủ điều kiện lập đề án.", basis="thiết kế; nhu cầu N04"),
    "refuse": _row(f"{RECEIVED} {SCREENED} {REFUSED}", REFUSED, "wish.appraise", "Kết luận không đủ điều kiện", "Thẩm tra năng lực: không đủ điều kiện.", comment_required=True, basis="thiết kế; nhu cầu N04"),
    "withdraw": _row(f"{RECEIVED} {SCREENED} {REFUSED}", WISH_WITHDRAWN, "wish.record", "Cơ sở rút", "Cơ sở rút nhu cầu.", comment_required=True, basis="thiết kế"),
}  # fmt: skip


AT_THE_MINISTRY = frozenset({REGISTERED, MINISTRY_REVIEW, MINISTRY_PASSED})
"""States of a national project in which the Cục has it in hand."""


def appraisal_level(state: str) -> str:
    """Who appraises a project in this state: "base" (the Sở) or "ministry" (the Cục)."""
    return "ministry" if state in AT_THE_MINISTRY else "base"


STOPPABLE = frozenset({PLANNED, FUNDED, DETAILED, CONTRACTED, RUNNING, REWORK, COMPLETED, ACCEPTED, SETTLING})
"""An approved project or share that is not liquidated yet can be stopped; afterwards an audit can only take money back."""


def project_state(own: str, shares: Iterable[str]) -> str:
    """The state a project shows: its own until every live share is contracted, then its least advanced live share's.

    A share that stops does not hold the others back; the project is stopping, and stopped, only when all are. `shares`:
    states of all shares but the pool of a project that is not shared out yet. Source: design.md 3.3.
    """
    states = list(shares)
    live = [state for state in states if state not in (STOPPING, STOPPED)]
    if live:
        return own if any(state not in SHARE_ORDER for state in live) else min(live, key=SHARE_ORDER.index)
    if not states:
        return own
    return STOPPING if STOPPING in states else STOPPED
