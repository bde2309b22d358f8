"""Words for synthetic establishments and projects. Plain Python; nothing here is anybody's name."""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Product(NamedTuple):
    """What an establishment makes, with the machine it asks for and its sector (establishments.rules.SECTORS)."""

    name: str
    machine: str
    sector: str


PRODUCTS = tuple(
    Product(*row)
    for row in (
        ("chè xanh", "máy sao chè bằng gas", "che_bien"),
        ("chè đen", "dây chuyền héo và vò chè", "che_bien"),
        ("miến dong", "dây chuyền tráng miến", "che_bien"),
        ("bún khô", "máy ép bún và buồng sấy", "che_bien"),
        ("mật ong", "máy hạ thủy phần mật ong", "che_bien"),
        ("tinh bột nghệ", "máy nghiền và sấy thăng hoa", "che_bien"),
        ("gạo đặc sản", "máy xay xát liên hoàn", "che_bien"),
        ("nước mắm", "hệ thống chiết rót tự động", "che_bien"),
        ("cà phê rang xay", "máy rang cà phê", "che_bien"),
        ("hạt điều", "máy tách vỏ điều", "che_bien"),
        ("tôm khô", "buồng sấy lạnh", "che_bien"),
        ("măng khô", "buồng sấy đa năng", "che_bien"),
        ("ván bóc", "máy bóc gỗ và máy ép nhiệt", "hang_tieu_dung"),
        ("đồ gỗ mỹ nghệ", "máy đục gỗ vi tính", "thu_cong"),
        ("mây tre đan", "máy chẻ nan và máy hấp sấy", "thu_cong"),
        ("thổ cẩm", "khung dệt cải tiến", "thu_cong"),
        ("gốm sứ", "lò nung tiết kiệm năng lượng", "thu_cong"),
        ("giày da", "máy may công nghiệp", "hang_tieu_dung"),
        ("may mặc", "máy cắt và máy may lập trình", "hang_tieu_dung"),
        ("bao bì giấy", "máy in và bế hộp", "hang_tieu_dung"),
        ("gạch không nung", "dây chuyền ép gạch thủy lực", "hoa_chat_vlxd"),
        ("phân bón hữu cơ", "dây chuyền ủ và vo viên", "hoa_chat_vlxd"),
        ("cửa nhôm", "máy cắt nhôm hai đầu", "co_khi_dien"),
        ("nông cụ", "búa máy và máy tiện", "co_khi_dien"),
        ("kết cấu thép", "máy cắt laser", "co_khi_dien"),
    )
)
CONTENTS = {
    "MAY_MOC_CHUYEN_GIAO_CN": (44, "Hỗ trợ ứng dụng {machine} trong sản xuất {product}"),
    "MO_HINH_TRINH_DIEN_MOI": (12, "Xây dựng mô hình trình diễn kỹ thuật sản xuất {product}"),
    "MO_HINH_NHAN_RONG": (6, "Nhân rộng mô hình sản xuất {product} đang hoạt động hiệu quả"),
    "DAY_CHUYEN_CONG_NGHE": (5, "Hỗ trợ dây chuyền công nghệ sản xuất {product}"),
    "DAO_TAO_NGHE": (8, "Đào tạo nghề làm {product} cho lao động nông thôn"),
    "THUONG_HIEU": (9, "Xây dựng, đăng ký thương hiệu sản phẩm {product}"),
    "SXSH_DANH_GIA": (3, "Đánh giá sản xuất sạch hơn tại cơ sở làm {product}"),
    "HOI_CHO_THAM_GIA_TRONG_NUOC": (6, "Tham gia hội chợ, triển lãm giới thiệu {product}"),
    "PHONG_TRUNG_BAY": (3, "Hỗ trợ phòng trưng bày, giới thiệu sản phẩm {product}"),
}
TASKS = {
    "HOI_NGHI_TAP_HUAN": "Tập huấn về sản xuất {product} cho cơ sở công nghiệp nông thôn",
    "TRUYEN_THONG": "Thông tin, tuyên truyền về khuyến công và sản phẩm {product}",
}
KINDS = {
    "ho_kinh_doanh": (40, "Hộ kinh doanh"),
    "hop_tac_xa": (28, "Hợp tác xã"),
    "doanh_nghiep": (26, "Công ty TNHH"),
    "to_hop_tac": (6, "Tổ hợp tác"),
}
SYLLABLES = [
    "An",
    "Bình",
    "Cường",
    "Đại",
    "Đức",
    "Giang",
    "Hà",
    "Hòa",
    "Hưng",
    "Khánh",
    "Lâm",
    "Lộc",
    "Minh",
    "Nam",
    "Nghĩa",
    "Phát",
    "Phú",
    "Phúc",
    "Quang",
    "Sơn",
    "Tâm",
    "Tân",
    "Thành",
    "Thắng",
    "Thịnh",
    "Tiến",
    "Vĩnh",
    "Xuân",
    "Yên",
]
PARTS = {
    "units": "Đơn vị thực hiện: Trung tâm Khuyến công. Đơn vị thụ hưởng: {name}.",
    "need": "Cơ sở làm {product} chủ yếu bằng tay, năng suất thấp; đơn đặt hàng đã vượt khả năng.",
    "goal": "Tăng sản lượng {product} khoảng một phần ba, giảm công lao động nặng.",
    "scale": "Đầu tư {machine}, lắp đặt tại cơ sở.",
    "content": "Mua, lắp đặt, chạy thử, bàn giao; theo dõi hằng tháng.",
    "organisation": "Trung tâm ký hợp đồng, theo dõi, nghiệm thu cùng Sở Công Thương và UBND xã.",
    "effect": "Giữ việc làm, thêm hai đến ba lao động; cơ sở khác trong xã có thể làm theo.",
}


def pick(rng: Random, weights: dict[str, tuple[int, str]]) -> str:
    """One key by its weight."""
    return rng.choices(list(weights), [weight for weight, _ in weights.values()])[0]


def establishment(rng: Random, product: Product, number: int) -> tuple[str, str]:
    """(kind, name); the number keeps names apart and shows that they are made up."""
    kind = pick(rng, KINDS)
    own = " ".join(rng.sample(SYLLABLES, 2))
    return kind, f"{KINDS[kind][1]} {product.name} {own} (mẫu {number})"


def title(content: str, product: Product, *, group: bool = False) -> str:
    """The title of a project of that content."""
    pattern = TASKS.get(content) or CONTENTS[content][1]
    found = pattern.format(product=product.name, machine=product.machine)
    return f"Nhóm cơ sở: {found[0].lower()}{found[1:]}" if group else found


def tax_code(serial: int) -> str:
    """Ten digits with the right check digit, of a province number (99) that is not given to anybody."""
    while True:
        digits = f"99{serial % 10**7:07d}"
        check = 10 - sum(int(d) * w for d, w in zip(digits, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
        serial += 5_000_000
