"""What a move needs beyond state and right. Each guard looks at facts and answers with a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from bedo.core.moves import Verdict, allowed, refused
from bedo.core.types import Dong


@dataclass(frozen=True)
class ProjectFacts:
    """What guards of a project look at. `*_problems` are sentences; empty means nothing stands in the way."""

    responsible: bool = False
    empty_parts: tuple[str, ...] = ()
    estimate_problems: tuple[str, ...] = ()
    norm_problem: str = ""
    missing_papers: tuple[str, ...] = ()
    open_corrections: int = 0
    unanswered_corrections: int = 0
    appraisal: str = ""  # "", "incomplete", "pass", "reject"
    in_open_plan: bool = False
    track: str = "local"
    returned_by: str = "base"  # "base" | "ministry"
    shared_out_problem: str = ""
    key_problem: str = ""


@dataclass(frozen=True)
class ShareFacts:
    """What guards of a share look at. Amounts in whole đồng."""

    done_percent: int = 0
    minutes: str = ""  # "", "draft", "passed", "conditional", "failed"
    support: Dong = Dong(0)
    vouchers_of_fund: Dong = Dong(0)
    missing_papers: tuple[str, ...] = ()
    effects: int = 0
    contracted: Dong = Dong(0)
    track: str = "local"
    undetailed: bool = False
    recoverable: Dong = Dong(0)
    own_part: bool = False


def _list(items: tuple[str, ...], limit: int = 6) -> str:
    rest = f" và {len(items) - limit} mục nữa" if len(items) > limit else ""
    return "; ".join(items[:limit]) + rest


def has_responsible(facts: ProjectFacts) -> Verdict:
    """Design 3.9: one responsible person for every live project at every moment."""
    if facts.responsible:
        return allowed()
    return refused("Đề án chưa có người phụ trách.", "Giao người phụ trách trước khi nộp.", code="responsible")


def parts_written(facts: ProjectFacts) -> Verdict:
    """The dossier has eight parts. TT 36/2013/TT-BCT, Điều 5."""
    if not facts.empty_parts:
        return allowed()
    return refused(
        f"Hồ sơ còn phần chưa viết: {_list(facts.empty_parts, 8)}.", "Viết đủ tám phần rồi nộp.", code="parts"
    )


def estimate_adds_up(facts: ProjectFacts) -> Verdict:
    """Mẫu 1: on each line and in the total, the sum of sources equals the amount. TT 36/2013/TT-BCT, Mẫu 1."""
    if not facts.estimate_problems:
        return allowed()
    return refused(f"Dự toán chưa khớp: {_list(facts.estimate_problems)}.", "Sửa dự toán rồi nộp.", code="estimate")


def within_norm(facts: ProjectFacts) -> Verdict:
    """Support over a binding norm is refused; a row that nobody read only warns (design 3.1)."""
    if not facts.norm_problem:
        return allowed()
    return refused(facts.norm_problem, "Giảm mức hỗ trợ hoặc xem lại căn cứ.", code="norm")


def key_complete(facts: ProjectFacts) -> Verdict:
    """A key project has several contents over two or three years, one tranche a year. TT 36/2013/TT-BCT, Điều 2, Điều 15."""
    if not facts.key_problem:
        return allowed()
    return refused(facts.key_problem, "Sửa ở mục thông tin đề án rồi nộp.", code="key")


def papers_there(facts: ProjectFacts) -> Verdict:
    """Papers of the dossier. TT 36/2013/TT-BCT, Điều 10."""
    if not facts.missing_papers:
        return allowed()
    return refused(f"Còn thiếu giấy tờ: {_list(facts.missing_papers)}.", "Bổ sung giấy tờ rồi nộp.", code="papers")


def has_open_corrections(facts: ProjectFacts) -> Verdict:
    if facts.open_corrections:
        return allowed()
    return refused(
        "Chưa ghi yêu cầu bổ sung nào.", "Ghi rõ cần bổ sung gì, hạn ngày nào, rồi trả hồ sơ.", code="corrections"
    )


def corrections_answered(facts: ProjectFacts) -> Verdict:
    if not facts.unanswered_corrections:
        return allowed()
    return refused(
        f"Còn {facts.unanswered_corrections} yêu cầu bổ sung chưa trả lời.",
        "Trả lời từng yêu cầu rồi nộp lại.",
        code="corrections",
    )


def corrections_closed(facts: ProjectFacts) -> Verdict:
    if not facts.open_corrections:
        return allowed()
    return refused(
        f"Còn {facts.open_corrections} yêu cầu bổ sung chưa đóng.", "Đóng từng yêu cầu đã đạt.", code="corrections"
    )


def appraised_passed(facts: ProjectFacts) -> Verdict:
    """All five contents of appraisal have a finding and pass. TT 36/2013/TT-BCT, Điều 9."""
    if facts.appraisal == "pass":
        return allowed()
    return refused(
        "Phiếu thẩm định chưa đạt đủ năm nội dung.",
        "Ghi kết quả cả năm nội dung trước khi kết luận đạt.",
        code="appraisal",
    )


def appraised_failed(facts: ProjectFacts) -> Verdict:
    """A rejection says which of the five contents failed. TT 36/2013/TT-BCT, Điều 9."""
    if facts.appraisal == "reject":
        return allowed()
    return refused(
        "Chưa có nội dung thẩm định nào ghi không đạt.", "Ghi nội dung không đạt và lý do.", code="appraisal"
    )


def not_in_open_plan(facts: ProjectFacts) -> Verdict:
    if not facts.in_open_plan:
        return allowed()
    return refused("Đề án đang nằm trong kế hoạch chưa duyệt.", "Đưa ra khỏi kế hoạch trước khi rút.", code="plan")


def work_done(facts: ShareFacts) -> Verdict:
    """Completion is reported when the last progress report says 100 %."""
    if facts.done_percent >= 100:
        return allowed()
    return refused(
        f"Báo cáo tiến độ gần nhất ghi {facts.done_percent} %.",
        "Ghi báo cáo tiến độ 100 % rồi báo hoàn thành.",
        code="progress",
    )


def minutes_signed(facts: ShareFacts) -> Verdict:
    """Acceptance rests on signed minutes that passed. TT 36/2013/TT-BCT, Điều 14."""
    if facts.minutes in ("passed", "conditional"):
        return allowed()
    return refused("Chưa có biên bản nghiệm thu đạt đã ký chốt.", "Lập và ký chốt biên bản nghiệm thu.", code="minutes")


def vouchers_cover(facts: ShareFacts) -> Verdict:
    """Settlement needs the papers of the type and vouchers. TT 36/2013/TT-BCT, Điều 19; TTLT 26/2014, Điều 8."""
    if facts.missing_papers:
        return refused(f"Hồ sơ quyết toán còn thiếu: {_list(facts.missing_papers)}.", "Bổ sung rồi nộp.", code="papers")
    if facts.vouchers_of_fund < facts.support:
        return refused(
            f"Chứng từ nguồn khuyến công mới cộng được {facts.vouchers_of_fund}, chưa đủ {facts.support} đề nghị quyết toán.",
            "Ghi thêm chứng từ hoặc giảm số đề nghị.",
            code="vouchers",
        )
    return allowed()


def effects_known(facts: ShareFacts) -> Verdict:
    """Effects after support are asked at least once before following ends (need N18)."""
    if facts.effects:
        return allowed()
    return refused(
        "Chưa ghi hiệu quả sau hỗ trợ lần nào.", "Hỏi cơ sở và ghi hiệu quả trước khi kết thúc.", code="effects"
    )


def is_own_part(facts: ShareFacts) -> Verdict:
    """A task and the implementing unit's own part have no beneficiary whose effects could be followed (design 3.3)."""
    if facts.own_part:
        return allowed()
    return refused(
        "Phần này có đơn vị thụ hưởng.", "Chuyển sang theo dõi sau hỗ trợ, ghi hiệu quả rồi kết thúc.", code="kind"
    )


def has_beneficiary(facts: ShareFacts) -> Verdict:
    """Effects after support are those of a beneficiary."""
    if not facts.own_part:
        return allowed()
    return refused("Phần này không có đơn vị thụ hưởng.", "Kết thúc nhiệm vụ sau khi quyết toán năm.", code="kind")


def returned_by_department(facts: ProjectFacts) -> Verdict:
    """What the Sở returned goes back to the Sở (design 4: returned remembers its reviewer)."""
    if facts.returned_by == "base":
        return allowed()
    return refused("Hồ sơ do Cục trả lại.", "Nộp bổ sung cho Cục.", code="reviewer")


def returned_by_ministry(facts: ProjectFacts) -> Verdict:
    """What the Cục returned goes back to the Cục."""
    if facts.returned_by == "ministry":
        return allowed()
    return refused("Hồ sơ do Sở trả lại.", "Nộp bổ sung cho Sở.", code="reviewer")


def is_shared_out(facts: ProjectFacts) -> Verdict:
    """The detailed plan names every beneficiary and gives out exactly the money of the plan. TT 36/2013/TT-BCT, Mẫu 11."""
    if not facts.shared_out_problem:
        return allowed()
    return refused(facts.shared_out_problem, "Sửa kế hoạch chi tiết rồi duyệt.", code="detail")


def detailed_first(facts: ShareFacts) -> Verdict:
    """A project with several beneficiaries has its detailed plan approved before it is carried out. Điều 21, 23."""
    if not facts.undetailed:
        return allowed()
    return refused(
        "Đề án nhóm chưa có kế hoạch chi tiết được Sở duyệt.",
        "Duyệt kế hoạch chi tiết (Mẫu 11) rồi ký hợp đồng.",
        code="detail",
    )


def nothing_to_recover(facts: ShareFacts) -> Verdict:
    """A stop ends when what had to come back came back. TT 36/2013/TT-BCT, Điều 12 khoản 6."""
    if not facts.recoverable:
        return allowed()
    return refused(f"Còn phải thu hồi {facts.recoverable}.", "Ghi nộp lại ngân sách cho đủ.", code="recover")
