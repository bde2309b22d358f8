"""Words and marks of states as people see them, keyed by code. Behaviour hangs on the code, never on these words."""

from __future__ import annotations

from typing import NamedTuple


class StateLook(NamedTuple):
    """Word for the office, word for the applicant, mark in marks.svg, tone (go, ok, wait, bad or none)."""

    office: str
    applicant: str
    mark: str
    tone: str = ""


PROJECT_STATES: dict[str, StateLook] = {
    # circle: dossier and appraisal
    "draft": StateLook("Đang lập hồ sơ", "Đang lập hồ sơ", "c-dash"),
    "submitted": StateLook("Đã nộp Sở", "Đã nộp hồ sơ", "c-open", "go"),
    "base_review": StateLook("Đang thẩm định", "Đang thẩm định", "c-half", "go"),
    "base_passed": StateLook("Đạt thẩm định", "Đạt thẩm định", "c-full", "go"),
    "registered": StateLook("Đã đăng ký với Cục", "Đã gửi Cục", "c-open", "go"),
    "ministry_review": StateLook("Cục đang thẩm định", "Cục đang thẩm định", "c-half", "go"),
    "ministry_passed": StateLook("Đạt thẩm định cấp Bộ", "Đạt thẩm định cấp Bộ", "c-full", "go"),
    # square: plan and contract
    "planned": StateLook("Đã có trong kế hoạch", "Đã có trong kế hoạch", "s-open", "go"),
    "funded": StateLook("Đã giao dự toán", "Đã có kinh phí", "s-half", "go"),
    "detailed": StateLook("Đã duyệt kế hoạch chi tiết", "Đã duyệt kế hoạch chi tiết", "s-line", "go"),
    "contracted": StateLook("Đã ký hợp đồng / giao nhiệm vụ", "Đã ký hợp đồng", "s-full", "go"),
    # triangle: carrying out
    "running": StateLook("Đang thực hiện", "Đang thực hiện", "t-full", "go"),
    "completed": StateLook("Hoàn thành, chờ nghiệm thu", "Hoàn thành, chờ nghiệm thu", "t-bar", "wait"),
    "rework": StateLook("Nghiệm thu chưa đạt", "Nghiệm thu chưa đạt, cần làm lại", "t-back", "wait"),
    # diamond: acceptance, money, after
    "accepted": StateLook("Đã nghiệm thu", "Đã nghiệm thu", "d-open", "ok"),
    "settling": StateLook("Đang làm hồ sơ quyết toán", "Đang làm hồ sơ quyết toán", "d-half", "ok"),
    "liquidated": StateLook("Đã thanh lý", "Đã thanh lý hợp đồng", "d-end", "ok"),
    "settled": StateLook("Đã quyết toán năm", "Đã quyết toán", "d-full", "ok"),
    "followed": StateLook("Theo dõi sau hỗ trợ", "Theo dõi sau hỗ trợ", "d-eye", "ok"),
    "closed": StateLook("Đã khép hồ sơ", "Đã khép hồ sơ", "d-full"),
    # off the road
    "returned": StateLook("Trả bổ sung", "Cần bổ sung", "back", "wait"),
    "not_planned": StateLook("Danh sách dự phòng", "Chờ kế hoạch sau", "bars"),
    "withdrawn": StateLook("Cơ sở rút", "Đã rút", "minus"),
    "rejected": StateLook("Không đạt thẩm định", "Không đạt thẩm định", "x", "bad"),
    "stopping": StateLook("Đang làm thủ tục ngừng", "Đang làm thủ tục ngừng", "o-open", "bad"),
    "stopped": StateLook("Đã ngừng", "Đã ngừng", "o-full", "bad"),
    "unknown": StateLook("Không rõ bước", "Không rõ bước", "q"),
}
NATIONAL_WORDS = {
    "base_review": "Đang thẩm định cấp cơ sở",
    "base_passed": "Đạt thẩm định cấp cơ sở",
}
WISH_STATES: dict[str, StateLook] = {
    "received": StateLook("Đã nhận nhu cầu", "Đã nhận nhu cầu", "c-open", "go"),
    "screened": StateLook("Đã thẩm tra năng lực", "Đã thẩm tra năng lực", "c-half", "go"),
    "feasible": StateLook("Đủ điều kiện lập đề án", "Đủ điều kiện lập đề án", "c-full", "go"),
    "refused": StateLook("Không đủ điều kiện", "Chưa đủ điều kiện", "x", "bad"),
    "withdrawn_wish": StateLook("Cơ sở rút", "Đã rút", "minus"),
    "in_project": StateLook("Đã vào đề án", "Đã vào đề án", "s-open", "ok"),
}
STATES = {**WISH_STATES, **PROJECT_STATES}
UNKNOWN = PROJECT_STATES["unknown"]


def state_word(code: str, *, track: str = "local", audience: str = "office") -> str:
    """The word for a state; the national track names the base appraisal apart."""
    look = STATES.get(str(code), UNKNOWN)
    if audience == "applicant":
        return look.applicant
    if track == "national":
        return NATIONAL_WORDS.get(str(code), look.office)
    return look.office


class Stage(NamedTuple):
    """One stage of money: account code, number in the bar, word, class of its texture."""

    code: str
    number: str
    word: str
    css: str


STAGES = (
    Stage("available", "1", "Chưa bố trí", "g-av"),
    Stage("planned", "2", "Đã bố trí", "g-pl"),
    Stage("contracted", "3", "Đã ký hợp đồng", "g-co"),
    Stage("advanced", "4", "Đã chi, chưa quyết toán", "g-ad"),
    Stage("recoverable", "5", "Phải thu hồi", "g-re"),
    Stage("settled", "6", "Đã quyết toán", "g-se"),
)
FREED = Stage("freed", "G", "Đã giải phóng", "g-fr")

QUALIFIERS = {
    "over": "trên",
    "under": "gần",
    "approx": "khoảng",
    "range": "từ",
    "at_least": "ít nhất",
    "rounded": "làm tròn",
}
NOTHINGS = {"none": "không áp dụng", "unknown": "chưa rõ", "unpublished": "không công bố"}
