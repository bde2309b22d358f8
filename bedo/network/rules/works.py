"""Codes of service organisations, resources and exchanges."""

SERVICE_KINDS: dict[str, str] = {
    "tu_van": "Tư vấn, thiết kế",
    "dao_tao": "Đào tạo, trường nghề",
    "nghien_cuu": "Nghiên cứu, chuyển giao công nghệ",
    "che_tao_may": "Chế tạo, cung cấp máy",
    "thuong_mai": "Xúc tiến thương mại",
    "tai_chinh": "Tín dụng, bảo lãnh",
    "khac": "Khác",
}
RESOURCE_KINDS: dict[str, str] = {"phong": "Phòng, nhà", "thiet_bi": "Thiết bị"}
CONDITIONS: dict[str, str] = {"tot": "Dùng tốt", "can_sua": "Cần sửa", "khong_dung": "Không dùng được"}
DIRECTIONS: dict[str, str] = {"di": "Mình đến tỉnh bạn", "den": "Tỉnh bạn đến mình"}
