"""The fields that a column can be, with their Vietnamese words. Money fields hold whole đồng."""

from __future__ import annotations

MONEY = {
    "support_vnd": "Kinh phí khuyến công hỗ trợ",
    "member_support_vnd": "Kinh phí hỗ trợ mỗi cơ sở",
    "support_national_vnd": "Kinh phí khuyến công quốc gia",
    "support_local_vnd": "Kinh phí khuyến công địa phương",
    "other_programmes_vnd": "Chương trình khác",
    "counterpart_vnd": "Vốn đối ứng của cơ sở",
    "total_vnd": "Tổng kinh phí thực hiện",
    "capital_vnd": "Vốn của cơ sở",
}
TEXT = {
    "number": "Số thứ tự",
    "firm": "Số hồ sơ cơ sở",
    "code": "Mã đề án",
    "title_vi": "Tên đề án, nội dung",
    "beneficiary_name": "Đơn vị thụ hưởng",
    "tax_code": "Mã số thuế",
    "place": "Địa điểm",
    "province": "Tỉnh",
    "district": "Huyện",
    "commune": "Xã",
    "content": "Nội dung hoạt động",
    "level": "Nguồn (quốc gia, địa phương)",
    "status": "Tình trạng",
    "batch": "Đợt",
    "recoverable": "Hình thức thu hồi",
    "note": "Ghi chú",
    "result": "Kết quả",
}
NUMBERS = {"year": "Năm", "beneficiary_count": "Số đơn vị thụ hưởng", "jobs": "Số lao động"}
DAYS = {"date": "Thời điểm"}
PROJECT_FIELDS: dict[str, str] = {**TEXT, **MONEY, **NUMBERS, **DAYS}

AGGREGATE_MONEY = {
    "fund_total_vnd": "Tổng kinh phí",
    "fund_national_vnd": "Kinh phí quốc gia",
    "fund_local_vnd": "Kinh phí địa phương",
    "fund_spent_vnd": "Kinh phí đã thực hiện",
    "counterpart_vnd": "Vốn đối ứng",
    "total_investment_vnd": "Tổng vốn đầu tư",
}
AGGREGATE_COUNTS = {
    "projects_total": "Số đề án",
    "projects_planned": "Số đề án kế hoạch",
    "projects_finished": "Số đề án hoàn thành",
    "projects_national": "Số đề án quốc gia",
    "projects_local": "Số đề án địa phương",
    "projects_stopped": "Số đề án ngừng",
    "beneficiaries": "Số cơ sở",
    "jobs": "Số lao động",
    "people_trained": "Số người được đào tạo",
}
AGGREGATE_TEXT = {
    "period_label": "Giai đoạn",
    "province_at_time": "Tỉnh",
    "scope": "Nội dung, phạm vi",
    "note": "Ghi chú",
    "number": "Số thứ tự",
}
AGGREGATE_NUMBERS = {"year_from": "Từ năm", "year_to": "Đến năm"}
AGGREGATE_FIELDS: dict[str, str] = {**AGGREGATE_TEXT, **AGGREGATE_NUMBERS, **AGGREGATE_MONEY, **AGGREGATE_COUNTS}
