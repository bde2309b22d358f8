"""The tables of rules: what each row says. A row's key is unique among the rows of one level, province and day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bedo.core.types import Dong
from bedo.programmes.rules.rows import CHOICE, DONG, FLAG, NUMBER, PERCENT, TEXT, WORDS, Rule, column

TRACKS = {"any": "Quốc gia và địa phương", "national": "Quốc gia", "local": "Địa phương"}
GROUPS = {
    1: "Đào tạo nghề, truyền nghề",
    2: "Nâng cao năng lực quản lý, mở rộng thị trường",
    3: "Mô hình trình diễn kỹ thuật, chuyển giao công nghệ, máy móc tiên tiến, sản xuất sạch hơn",
    4: "Phát triển sản phẩm công nghiệp nông thôn tiêu biểu",
    5: "Tư vấn, trợ giúp cơ sở công nghiệp nông thôn",
    6: "Thông tin, tuyên truyền",
    7: "Liên doanh, liên kết, cụm công nghiệp, xử lý ô nhiễm",
    8: "Hợp tác quốc tế",
    9: "Nâng cao năng lực quản lý và tổ chức thực hiện khuyến công",
}
COMPLETION_TYPES = {
    1: "Đào tạo nghề, truyền nghề",
    2: "Tư vấn; tập huấn; hội nghị, hội thảo",
    3: "Mô hình trình diễn kỹ thuật",
    4: "Chuyển giao công nghệ",
    5: "Ứng dụng máy móc thiết bị",
    6: "Đánh giá sản xuất sạch hơn",
    7: "Xây dựng, đăng ký thương hiệu",
    8: "Truyền thông, dữ liệu, trang thông tin điện tử",
    9: "Thành lập hội, hiệp hội",
    10: "Tổ chức hội chợ, triển lãm",
    11: "Tham gia hội chợ, triển lãm",
    12: "Cụm liên kết doanh nghiệp",
    13: "Quy hoạch chi tiết cụm công nghiệp",
    14: "Hạ tầng, công trình xử lý ô nhiễm",
    15: "Hội thi, bình chọn",
}
EVIDENCE = {"paper": "Giấy tờ", "photo": "Ảnh chụp tại chỗ", "figure": "Số liệu"}
BODIES = {
    "minister": "Bộ trưởng Bộ Công Thương",
    "cuc": "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công",
    "so": "Sở Công Thương",
    "chairman": "Chủ tịch Ủy ban nhân dân cấp tỉnh (cấp phê duyệt kế hoạch)",
}
CHANGES = {
    "increase": "Tăng tổng kinh phí hỗ trợ",
    "content": "Thay đổi nội dung hoạt động khuyến công",
    "next_year": "Kéo dài sang năm sau",
    "add": "Bổ sung đề án",
    "stop": "Ngừng triển khai theo đề nghị",
    "stop_violation": "Ngừng do vi phạm hoặc không đạt yêu cầu",
    "place": "Thay đổi địa điểm",
    "beneficiary": "Thay đổi đơn vị thụ hưởng",
    "cooperating": "Thay đổi đơn vị phối hợp",
    "time": "Thay đổi thời gian trong năm ngân sách",
    "decrease": "Giữ nguyên hoặc giảm kinh phí hỗ trợ",
    "other": "Thay đổi khác",
}
PROJECT_KINDS = {"any": "Mọi loại", "single": "Đề án đơn", "group": "Đề án nhóm"}


@dataclass(frozen=True, kw_only=True)
class Content(Rule):
    """One content of support. `completion_type` 0: none of the 15 types of Thông tư 36/2013 Điều 14."""

    TABLE: ClassVar[str] = "contents"
    TITLE: ClassVar[str] = "Nội dung hoạt động khuyến công"
    ABOUT: ClassVar[str] = "Chín nhóm nội dung của Nghị định 45/2012/NĐ-CP Điều 4; mã nội dung do hệ thống đặt."
    name: str = column("Tên nội dung")
    group: int = column("Nhóm (1–9)", NUMBER)
    unit: str = column("Đơn vị tính", default="")
    completion_type: int = column("Loại nghiệm thu (1–15)", NUMBER, default=0)
    beneficiary: bool = column("Có đơn vị thụ hưởng", FLAG, default=True)
    condition: str = column("Điều kiện cần kiểm tra", default="")
    bidding: bool = column("Đấu thầu khi đủ điều kiện", FLAG, default=False)


@dataclass(frozen=True, kw_only=True)
class SupportNorm(Rule):
    """A support level: at most `percent_bp` of the basis (0: none set) and at most `cap` (0: none set) per `cap_per`."""

    TABLE: ClassVar[str] = "support_norms"
    TITLE: ClassVar[str] = "Mức hỗ trợ"
    ABOUT: ClassVar[str] = "Tỷ lệ và mức trần theo nội dung; so với số tiền đề nghị ở mọi bước."
    name: str = column("Nội dung")
    basis: str = column("Tính trên", default="")
    percent_bp: int = column("Tỷ lệ tối đa (%)", PERCENT, default=0, stored="percent")
    cap: Dong = column("Mức trần (đồng)", DONG, default=Dong(0))
    cap_per: str = column("Trần tính cho", default="")
    factor_max: int = column("Hệ số ưu tiên tối đa (phần nghìn)", NUMBER, default=1000)
    uplift: str = column("Mức ưu tiên", default="")

    @property
    def has_figure(self) -> bool:
        return bool(self.percent_bp or self.cap)


@dataclass(frozen=True, kw_only=True)
class AdvanceRule(Rule):
    """First advance for some contents: its percentage, the progress that must be exceeded, the papers.

    `progress_bp`: more than this share of `progress_of` must be done; `confirmed`: the Sở confirms the work done;
    `after_acceptance`: paid only after base acceptance.
    """

    TABLE: ClassVar[str] = "advances"
    TITLE: ClassVar[str] = "Tạm ứng lần một"
    ABOUT: ClassVar[str] = "30/70/100 % theo loại đề án, với khối lượng phải hoàn thành và giấy tờ phải có."
    name: str = column("Loại đề án")
    contents: tuple[str, ...] = column("Mã nội dung", WORDS)
    percent_bp: int = column("Tạm ứng lần một (%)", PERCENT, stored="percent")
    progress_bp: int = column("Khối lượng phải vượt (%)", PERCENT, default=0, stored="progress")
    progress_of: str = column("Khối lượng tính trên", default="")
    confirmed: bool = column("Sở xác nhận khối lượng", FLAG, default=False)
    after_acceptance: bool = column("Chỉ sau nghiệm thu cơ sở", FLAG, default=False)
    papers: tuple[str, ...] = column("Giấy tờ (mã)", WORDS, default=())


@dataclass(frozen=True, kw_only=True)
class AdvancePaper(Rule):
    """A paper that a first advance may need; AdvanceRule.papers names it by key."""

    TABLE: ClassVar[str] = "advance_papers"
    TITLE: ClassVar[str] = "Giấy tờ tạm ứng"
    ABOUT: ClassVar[str] = "Giấy tờ mà bảng Tạm ứng lần một viện dẫn."
    name: str = column("Giấy tờ")


@dataclass(frozen=True, kw_only=True)
class CompletionPaper(Rule):
    """A paper at completion. `completion_type` 0: every type. `when`: always, or whether the unit invoices the Cục (Điều 19)."""

    TABLE: ClassVar[str] = "completion_papers"
    TITLE: ClassVar[str] = "Giấy tờ khi hoàn thành (15 loại)"
    ABOUT: ClassVar[str] = "Giấy tờ để tạm ứng kinh phí còn lại và quyết toán, theo loại đề án."
    name: str = column("Giấy tờ")
    completion_type: int = column("Loại (1–15, 0 = mọi loại)", NUMBER, default=0)
    contents: tuple[str, ...] = column("Chỉ với nội dung", WORDS, default=())
    when: str = column(
        "Khi nào",
        CHOICE,
        default="always",
        choices={
            "always": "Luôn có",
            "no_invoice": "Đề án quốc gia, đơn vị không xuất hóa đơn cho Cục",
            "invoice": "Đề án quốc gia, đơn vị xuất hóa đơn cho Cục",
        },
    )
    condition: str = column("Chỉ khi", default="")
    optional: bool = column("Không bắt buộc", FLAG, default=False)


@dataclass(frozen=True, kw_only=True)
class DossierPaper(Rule):
    """A paper of the dossier. `when`: always, or a fact of the project (codes of DOSSIER_WHEN)."""

    TABLE: ClassVar[str] = "dossier_papers"
    TITLE: ClassVar[str] = "Giấy tờ hồ sơ đề án"
    ABOUT: ClassVar[str] = "Thành phần hồ sơ nộp Sở Công Thương và nộp Cục."
    name: str = column("Giấy tờ")
    track: str = column("Kinh phí", CHOICE, choices=TRACKS, default="any")
    when: str = column(
        "Khi nào",
        CHOICE,
        default="always",
        choices={
            "always": "Luôn có",
            "other_beneficiary": "Đơn vị thụ hưởng khác đơn vị thực hiện",
            "enterprise": "Đơn vị thụ hưởng là doanh nghiệp",
            "group": "Đề án nhóm, sau khi kế hoạch được duyệt",
            "to_ministry": "Hồ sơ gửi Cục",
            "priced": "Có mua máy móc, thiết bị hoặc thuê dịch vụ",
        },
    )
    contents: tuple[str, ...] = column("Chỉ với nội dung", WORDS, default=())
    optional: bool = column("Không bắt buộc", FLAG, default=False)


@dataclass(frozen=True, kw_only=True)
class AppraisalContent(Rule):
    """One of the five contents of appraisal."""

    TABLE: ClassVar[str] = "appraisal_contents"
    TITLE: ClassVar[str] = "Năm nội dung thẩm định"
    ABOUT: ClassVar[str] = "Người thẩm định ghi nhận xét và kết luận từng nội dung."
    name: str = column("Nội dung thẩm định")
    hint: str = column("Xem xét", default="")


@dataclass(frozen=True, kw_only=True)
class CapacityCriterion(Rule):
    """One question of the capacity appraisal on site. Empty `contents`: asked for every content."""

    TABLE: ClassVar[str] = "capacity_criteria"
    TITLE: ClassVar[str] = "Tiêu chí thẩm tra năng lực"
    ABOUT: ClassVar[str] = "Tiền, đất, quản lý, nguyên liệu, thị trường: mỗi tiêu chí có loại chứng cứ riêng."
    name: str = column("Tiêu chí")
    aspect: str = column(
        "Mặt năng lực",
        CHOICE,
        choices={
            "money": "Vốn",
            "land": "Đất đai, nhà xưởng",
            "management": "Quản lý, lao động",
            "material": "Nguyên liệu",
            "market": "Thị trường",
            "technology": "Công nghệ, máy móc",
        },
    )
    evidence: tuple[str, ...] = column("Loại chứng cứ", WORDS, choices=EVIDENCE)
    question: str = column("Câu hỏi", default="")
    figure_unit: str = column("Đơn vị của số liệu", default="")
    contents: tuple[str, ...] = column("Chỉ với nội dung", WORDS, default=())
    remedy: str = column("Nếu chưa đạt thì cần", default="")


@dataclass(frozen=True, kw_only=True)
class DeadlineRule(Rule):
    """A deadline: some days after an event, or a day of the month or year. `before`: that day itself is already late."""

    TABLE: ClassVar[str] = "deadlines"
    TITLE: ClassVar[str] = "Thời hạn"
    ABOUT: ClassVar[str] = "Thời hạn theo văn bản; tỉnh hoặc Cục có thể hướng dẫn ngày khác."
    name: str = column("Việc")
    kind: str = column(
        "Cách tính",
        CHOICE,
        choices={
            "after": "Số ngày sau sự kiện",
            "months_after": "Số tháng sau sự kiện",
            "monthly": "Ngày trong tháng",
            "yearly": "Ngày trong năm",
            "next_year": "Ngày trong năm sau",
        },
    )
    days: int = column("Số ngày", NUMBER, default=0)
    months: int = column("Số tháng", NUMBER, default=0)
    day: int = column("Ngày", NUMBER, default=0)
    month: int = column("Tháng", NUMBER, default=0)
    before: bool = column("Trước ngày đó", FLAG, default=False)
    starts: str = column("Kể từ", default="")
    who: str = column("Ai làm, gửi ai", default="")
    track: str = column("Kinh phí", CHOICE, choices=TRACKS, default="any")


@dataclass(frozen=True, kw_only=True)
class StopReason(Rule):
    """A coded reason of a stop; the person adds words of their own."""

    TABLE: ClassVar[str] = "stop_reasons"
    TITLE: ClassVar[str] = "Lý do ngừng triển khai"
    ABOUT: ClassVar[str] = "Danh mục lý do để thống kê; luôn ghi thêm bằng lời."
    name: str = column("Lý do")
    violation: bool = column("Do vi phạm hoặc không đạt yêu cầu", FLAG, default=False)
    side: str = column(
        "Từ phía",
        CHOICE,
        choices={"beneficiary": "Đơn vị thụ hưởng", "office": "Cơ quan, kinh phí", "nature": "Khách quan"},
        default="beneficiary",
    )


@dataclass(frozen=True, kw_only=True)
class ChangeAuthority(Rule):
    """Who decides one kind of change, and in what form."""

    TABLE: ClassVar[str] = "change_authorities"
    TITLE: ClassVar[str] = "Thẩm quyền điều chỉnh, bổ sung, ngừng"
    ABOUT: ClassVar[str] = "Ai quyết định thay đổi nào của đề án đã được phê duyệt."
    change: str = column("Thay đổi", CHOICE, choices=CHANGES)
    project_kind: str = column("Loại đề án", CHOICE, choices=PROJECT_KINDS, default="any")
    body: str = column("Cấp quyết định", CHOICE, choices=BODIES)
    form: str = column("Hình thức", default="")
    needs: str = column("Phải có", default="")


@dataclass(frozen=True, kw_only=True)
class WarningRule(Rule):
    """When a project's record alone is a reason to look at it. Points order the list; they are no probability."""

    TABLE: ClassVar[str] = "warnings"
    TITLE: ClassVar[str] = "Dấu hiệu chậm, ngừng"
    ABOUT: ClassVar[str] = "Nhìn vào hồ sơ của đề án để nhắc sớm. Tổng điểm chỉ để xếp danh sách, không phải xác suất."
    name: str = column("Dấu hiệu")
    threshold: int = column("Ngưỡng", NUMBER, default=0)
    points: int = column("Điểm xếp thứ tự", NUMBER, default=1)


CRITERIA = {
    "key_project": "Đề án điểm",
    "area": "Địa bàn ưu tiên",
    "certificate": "Có giấy chứng nhận sản phẩm tiêu biểu còn hiệu lực",
    "export": "Hàng xuất khẩu",
    "local_material": "Tỷ lệ nguyên liệu trong tỉnh (%)",
    "workers": "Số lao động",
    "sector": "Ngành nghề",
    "owner": "Chủ cơ sở là phụ nữ, người dân tộc thiểu số",
    "capacity": "Năng lực, kinh nghiệm",
    "cleaner": "Sản xuất sạch hơn, xét riêng",
}


@dataclass(frozen=True, kw_only=True)
class Priority(Rule):
    """One reason to come before others. Steps are compared one after another; within a step the lowest place counts."""

    TABLE: ClassVar[str] = "priorities"
    TITLE: ClassVar[str] = "Thứ tự ưu tiên khi chọn đề án"
    ABOUT: ClassVar[str] = "Xét lần lượt từng bước (không cộng điểm); trong một bước lấy tiêu chí đứng trước nhất."
    name: str = column("Tiêu chí")
    step: int = column("Bước xét (0: xét riêng)", NUMBER, default=0)
    place: int = column("Thứ tự trong bước", NUMBER, default=0)
    criterion: str = column("Căn cứ xét", CHOICE, choices=CRITERIA)
    values: tuple[str, ...] = column("Giá trị", WORDS, default=())
    threshold: int = column("Ngưỡng", NUMBER, default=0)


@dataclass(frozen=True, kw_only=True)
class ScorePoint(Rule):
    """One line of a province's own points scale. The law knows no sum: it only orders candidates that the law's steps leave equal."""

    TABLE: ClassVar[str] = "score_points"
    TITLE: ClassVar[str] = "Thang điểm riêng của tỉnh"
    ABOUT: ClassVar[str] = (
        "Thang điểm do tỉnh đặt, không phải của luật: chỉ xếp những đề án cùng nhóm theo thứ tự của luật."
    )
    name: str = column("Tiêu chí")
    criterion: str = column("Căn cứ xét", CHOICE, choices=CRITERIA)
    values: tuple[str, ...] = column("Giá trị", WORDS, default=())
    threshold: int = column("Ngưỡng", NUMBER, default=0)
    points: int = column("Điểm", NUMBER)


@dataclass(frozen=True, kw_only=True)
class EffectIndicator(Rule):
    """A figure asked for in the years after acceptance. A stock is counted on a day, a flow over a year."""

    TABLE: ClassVar[str] = "effect_indicators"
    TITLE: ClassVar[str] = "Chỉ tiêu hiệu quả sau hỗ trợ"
    ABOUT: ClassVar[str] = "Hỏi lại một, hai, ba năm sau nghiệm thu."
    name: str = column("Chỉ tiêu")
    unit: str = column("Đơn vị tính")
    nature: str = column(
        "Tính chất",
        CHOICE,
        choices={"stock": "Thời điểm", "flow": "Trong năm", "yes_no": "Có hoặc không", "words": "Nhận xét"},
    )
    contents: tuple[str, ...] = column("Chỉ với nội dung", WORDS, default=())
    definition: str = column("Cách tính", default="")


@dataclass(frozen=True, kw_only=True)
class FormRule(Rule):
    """A form of an official paper from one day to another. `layout`: which of documents.writing.forms.FORMS draws it;
    `proposed`: its columns are ours, since those of the law were not found."""

    TABLE: ClassVar[str] = "forms"
    TITLE: ClassVar[str] = "Mẫu văn bản, biểu mẫu"
    ABOUT: ClassVar[str] = (
        "Mẫu nào dùng từ ngày nào, theo văn bản nào; mẫu đề xuất là mẫu chưa đối chiếu được các cột với phụ lục."
    )
    name: str = column("Tên mẫu")
    number: str = column("Số mẫu", default="")
    layout: str = column("Cách trình bày")
    proposed: bool = column("Mẫu đề xuất", FLAG, default=False)


@dataclass(frozen=True, kw_only=True)
class Setting(Rule):
    """A choice that a province makes for its own track."""

    TABLE: ClassVar[str] = "settings"
    TITLE: ClassVar[str] = "Lựa chọn của tỉnh"
    ABOUT: ClassVar[str] = "Quy trình địa phương do từng tỉnh quy định: mỗi tỉnh có thể có dòng riêng."
    name: str = column("Lựa chọn")
    kind: str = column("Kiểu", CHOICE, choices={TEXT: "Chữ", FLAG: "Có hoặc không", NUMBER: "Số", PERCENT: "Tỷ lệ"})
    value: str = column("Giá trị")


ROW_TYPES: tuple[type[Rule], ...] = (
    Content,
    SupportNorm,
    AdvanceRule,
    AdvancePaper,
    CompletionPaper,
    DossierPaper,
    AppraisalContent,
    CapacityCriterion,
    DeadlineRule,
    StopReason,
    ChangeAuthority,
    Priority,
    ScorePoint,
    WarningRule,
    EffectIndicator,
    FormRule,
    Setting,
)
TABLES: dict[str, type[Rule]] = {row_type.TABLE: row_type for row_type in ROW_TYPES}
