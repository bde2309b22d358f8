"""What is measured, in words; how printed figures are read; when two of them contradict each other. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass

DONG = "đồng"
WORDS_ONLY = "words_only"


@dataclass(frozen=True)
class Measure:
    """A measure of stated figures: its words and the unit that values are kept in."""

    label: str
    unit: str = ""


MEASURES: dict[str, Measure] = {
    "projects_planned": Measure("Đề án theo kế hoạch", "đề án"),
    "projects_finished": Measure("Đề án hoàn thành", "đề án"),
    "projects_national": Measure("Đề án khuyến công quốc gia", "đề án"),
    "projects_local": Measure("Đề án khuyến công địa phương", "đề án"),
    "projects_stopped": Measure("Đề án ngừng", "đề án"),
    "beneficiaries": Measure("Cơ sở được hỗ trợ", "cơ sở"),
    "beneficiaries_national": Measure("Đơn vị thụ hưởng của đề án nhóm quốc gia", "đơn vị"),
    "fund_total": Measure("Tổng kinh phí hỗ trợ", DONG),
    "fund_national": Measure("Kinh phí khuyến công quốc gia", DONG),
    "fund_local": Measure("Kinh phí khuyến công địa phương", DONG),
    "fund_spent": Measure("Kinh phí đã thực hiện", DONG),
    "counterpart": Measure("Vốn đối ứng", DONG),
    "total_investment": Measure("Tổng vốn đầu tư", DONG),
    "fund_local_per_year": Measure("Kinh phí địa phương mỗi năm", DONG),
    "fund_national_avg_per_year": Measure("Kinh phí quốc gia bình quân năm", DONG),
    "jobs": Measure("Lao động", "người"),
    "people_trained": Measure("Người được đào tạo", "người"),
    "products_district": Measure("Sản phẩm tiêu biểu cấp huyện", "sản phẩm"),
    "products_province": Measure("Sản phẩm tiêu biểu cấp tỉnh", "sản phẩm"),
    "products_region": Measure("Sản phẩm tiêu biểu cấp khu vực", "sản phẩm"),
    "products_national": Measure("Sản phẩm tiêu biểu cấp quốc gia", "sản phẩm"),
    WORDS_ONLY: Measure("Chỉ có lời, không có số riêng"),
    "published_date": Measure("Ngày đăng bài", "ngày"),
    "plan_period": Measure("Giai đoạn kế hoạch"),
    "plan_horizon": Measure("Mốc kế hoạch", "năm"),
    "plan_year": Measure("Năm kế hoạch kế tiếp", "năm"),
    "start_year": Measure("Năm bắt đầu", "năm"),
    "event_year": Measure("Năm của sự kiện", "năm"),
    "programme_period": Measure("Giai đoạn chương trình"),
    "founded_date": Measure("Ngày thành lập Trung tâm", "ngày"),
    "years_active": Measure("Thời gian hoạt động", "năm"),
    "value_chain_projects": Measure("Đề án theo chuỗi giá trị", "đề án"),
    "named_projects": Measure("Đề án được nêu tên", "đề án"),
    "project_title": Measure("Tên đề án"),
    "contents_count": Measure("Nội dung khuyến công đã thực hiện", "nội dung"),
    "main_contents": Measure("Nội dung hỗ trợ chủ yếu", "nội dung"),
    "low_rate_contents": Measure("Nội dung thực hiện tỷ lệ thấp", "nội dung"),
    "priority_fields": Measure("Lĩnh vực ưu tiên", "lĩnh vực"),
    "fund_sources_count": Measure("Nguồn kinh phí đang có", "nguồn"),
    "co_programmes": Measure("Chương trình lồng ghép", "chương trình"),
    "implementing_unit": Measure("Đơn vị sự nghiệp"),
    "unit_functions": Measure("Lĩnh vực nhiệm vụ của Trung tâm", "lĩnh vực"),
    "org_levels": Measure("Cấp tổ chức khuyến công", "cấp"),
    "min_officers_per_district": Measure("Cán bộ chuyên trách mỗi huyện", "người/huyện"),
    "commune_officers": Measure("Khuyến công viên cấp xã", "người"),
    "district_commune_organisations": Measure("Tổ chức khuyến công cấp huyện, xã", "tổ chức"),
    "collaborator_network": Measure("Mạng lưới cộng tác viên", "mạng lưới"),
    "products_certified": Measure("Sản phẩm được cấp giấy chứng nhận", "sản phẩm"),
    "events_market": Measure("Phiên chợ đưa hàng Việt về miền núi", "phiên chợ"),
    "display_points": Measure("Điểm trưng bày và bán sản phẩm", "điểm"),
    "places_named": Measure("Tỉnh, thành phố được nêu", "tỉnh, thành phố"),
    "districts": Measure("Huyện được nêu", "huyện"),
    "lamp_power": Measure("Công suất đèn", "W"),
    "map_scale": Measure("Tỷ lệ bản đồ"),
}

KINDS: dict[str, str] = {
    "plan": "Kế hoạch",
    "result": "Kết quả",
    "target": "Mục tiêu chương trình",
    "proposal": "Đề nghị",
    "fact": "Dữ kiện khác",
}
QUALIFIERS: dict[str, str] = {
    "exact": "",
    "over": "trên",
    "under": "gần",
    "approx": "khoảng",
    "at_least": "ít nhất",
    "rounded": "làm tròn",
    "unstated": "",
    "range": "khoảng",
}
"""The small word before a figure; it is part of the figure."""


def label(measure: str) -> str:
    """Words of a measure; an unknown one keeps its code, so that nothing is hidden."""
    known = MEASURES.get(measure)
    return known.label if known else measure
