"""Codes of the register and their words. Behaviour hangs on the code, never on the word."""

KINDS: dict[str, str] = {
    "doanh_nghiep": "Doanh nghiệp",
    "hop_tac_xa": "Hợp tác xã",
    "lien_hiep_htx": "Liên hiệp hợp tác xã",
    "to_hop_tac": "Tổ hợp tác",
    "ho_kinh_doanh": "Hộ kinh doanh",
    "lang_nghe": "Làng nghề",
    "nghe_nhan": "Nghệ nhân",
    "khoi_nghiep": "Người khởi nghiệp, chưa có cơ sở",
}
PERSONAL_KINDS = frozenset({"ho_kinh_doanh", "to_hop_tac", "nghe_nhan", "khoi_nghiep", "lang_nghe"})

# Nghị định 45/2012/NĐ-CP, Điều 5, points a to g; the last code is what the article does not name.
SECTORS: dict[str, str] = {
    "che_bien": "Công nghiệp chế biến nông - lâm - thủy sản và chế biến thực phẩm",
    "hang_tieu_dung": "Sản xuất hàng công nghiệp phục vụ tiêu dùng, xuất khẩu, thay thế hàng nhập khẩu",
    "hoa_chat_vlxd": "Hóa chất phục vụ nông nghiệp, nông thôn; vật liệu xây dựng",
    "co_khi_dien": "Sản phẩm cơ khí, điện, điện tử - tin học; sửa chữa; công nghiệp hỗ trợ",
    "thu_cong": "Sản xuất hàng tiểu thủ công nghiệp",
    "khai_khoang": "Khai thác, chế biến khoáng sản ở địa bàn khó khăn",
    "sxsh": "Sản xuất sạch hơn, xử lý ô nhiễm môi trường",
    "khac": "Ngành khác (không nêu trong Nghị định)",
}
SHORT_SECTORS: dict[str, str] = {
    "che_bien": "Chế biến nông lâm thủy sản, thực phẩm",
    "hang_tieu_dung": "Hàng tiêu dùng, xuất khẩu",
    "hoa_chat_vlxd": "Hóa chất, vật liệu xây dựng",
    "co_khi_dien": "Cơ khí, điện, điện tử",
    "thu_cong": "Tiểu thủ công nghiệp",
    "khai_khoang": "Khoáng sản",
    "sxsh": "Sản xuất sạch hơn, xử lý ô nhiễm",
    "khac": "Ngành khác",
}
SECTOR_POINTS = {
    "che_bien": "điểm a",
    "hang_tieu_dung": "điểm b",
    "hoa_chat_vlxd": "điểm c",
    "co_khi_dien": "điểm d",
    "thu_cong": "điểm đ",
    "khai_khoang": "điểm e",
    "sxsh": "điểm g",
}

PERSON_ROLES: dict[str, str] = {
    "chu_co_so": "Chủ cơ sở",
    "dai_dien": "Người đại diện theo pháp luật",
    "lien_he": "Người liên hệ",
    "ke_toan": "Kế toán của cơ sở",
    "nghe_nhan": "Nghệ nhân",
    "khac": "Vai trò khác",
}
PURPOSES: dict[str, str] = {
    "lien_he_ho_tro": "Liên hệ về nhu cầu và việc hỗ trợ khuyến công",
    "lap_ho_so": "Lập hồ sơ, hợp đồng, quyết toán đề án",
    "khao_sat": "Khảo sát, thống kê cơ sở CNNT",
}
# Nghị định 13/2023/NĐ-CP: Điều 11 (consent), Điều 17 (without consent).
BASES: dict[str, str] = {
    "dong_y": "Người đó đồng ý (Điều 11 Nghị định 13/2023/NĐ-CP)",
    "nhiem_vu": "Phục vụ nhiệm vụ của cơ quan nhà nước theo luật (Điều 17)",
    "hop_dong": "Thực hiện hợp đồng với người đó (Điều 17)",
}
CERTIFICATE_KINDS: dict[str, str] = {
    "attp": "Đủ điều kiện an toàn thực phẩm",
    "cong_bo": "Công bố, tự công bố sản phẩm",
    "tieu_chuan": "Chứng nhận hệ thống quản lý (ISO, HACCP, GMP)",
    "huu_co": "Chứng nhận VietGAP, hữu cơ",
    "nhan_hieu": "Giấy chứng nhận đăng ký nhãn hiệu",
    "ocop": "Chứng nhận sản phẩm OCOP",
    "cnnt_tieu_bieu": "Sản phẩm CNNT tiêu biểu",
    "moi_truong": "Giấy phép, đăng ký môi trường",
    "pccc": "Phòng cháy, chữa cháy",
    "danh_hieu": "Danh hiệu nghệ nhân, công nhận làng nghề",
    "khac": "Giấy khác",
}
CONDITIONS: dict[str, str] = {
    "dang_dung": "Đang dùng",
    "it_dung": "Ít dùng",
    "hong": "Hỏng, chờ sửa",
    "thanh_ly": "Đã bán, thanh lý",
}
