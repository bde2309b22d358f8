"""Kinds and states of visits, and their words."""

KINDS: dict[str, str] = {
    "khao_sat": "Khảo sát cơ sở",
    "tham_tra": "Thẩm tra năng lực",
    "tien_do": "Kiểm tra tiến độ",
    "nghiem_thu": "Chuẩn bị nghiệm thu",
    "hieu_qua": "Hỏi hiệu quả sau hỗ trợ",
    "nang_luong": "Kiểm tra công trình năng lượng",
}
NEEDS: dict[str, str] = {"tham_tra": "wish", "tien_do": "share", "nghiem_thu": "share", "hieu_qua": "share"}
"""What a kind of visit is about besides the establishment: a wish, or a share of a project."""

INCOMING, PENDING, ACCEPTED, RETURNED = "incoming", "pending", "accepted", "returned"
STATES: dict[str, str] = {
    INCOMING: "Đang nhận ảnh",
    PENDING: "Chờ xem xét",
    ACCEPTED: "Đã chấp nhận",
    RETURNED: "Trả lại",
}
OPEN = frozenset({INCOMING, RETURNED})
"""States in which a newer revision from the device may still take the place of what is here."""
