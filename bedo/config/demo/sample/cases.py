"""What the sample year consists of: establishments “Cơ sở mẫu NN”, their machines and amounts, and how far each comes.

Nothing here is a fact. Amounts are round numbers in triệu đồng; places are communes of the present province in turn.
"""

from __future__ import annotations

from dataclasses import dataclass

from bedo.core.types import Dong
from bedo.projects.rules import states

MILLION = 1_000_000
MACHINES, BRAND = "MAY_MOC_CHUYEN_GIAO_CN", "THUONG_HIEU"
HOUSEHOLD, COOPERATIVE, COMPANY = "ho_kinh_doanh", "hop_tac_xa", "doanh_nghiep"
ON_TIME, LATE = "on_time", "late"


@dataclass(frozen=True)
class Case:
    """One establishment and its project. `until`: the state it comes to. `price`, `support` in triệu đồng."""

    number: int
    kind: str
    sector: str
    workers: int
    product: str
    machine: str
    price: int
    support: int
    until: str
    previous: bool = False
    way: str = ""
    content: str = MACHINES
    track: str = "local"

    @property
    def name(self) -> str:
        return f"Cơ sở mẫu {self.number:02d}"

    @property
    def title(self) -> str:
        if self.content == BRAND:
            return f"Hỗ trợ xây dựng, đăng ký nhãn hiệu sản phẩm {self.product}"
        return f"Hỗ trợ ứng dụng {self.machine} trong sản xuất {self.product}"

    @property
    def cost(self) -> Dong:
        return Dong(self.price * MILLION)

    @property
    def asked(self) -> Dong:
        return Dong(self.support * MILLION)


CASES = (
    Case(1, HOUSEHOLD, "che_bien", 8, "chè xanh", "máy sao chè bằng ga và máy vò chè", 420, 200, states.RUNNING, way=ON_TIME),
    Case(2, COOPERATIVE, "che_bien", 22, "chè shan tuyết", "dây chuyền sấy, đóng gói chè", 640, 300, states.RUNNING, way=LATE),
    Case(3, COMPANY, "hoa_chat_vlxd", 35, "gạch không nung", "máy ép gạch thủy lực", 900, 300, states.CONTRACTED),
    Case(4, COOPERATIVE, "che_bien", 15, "mật ong", "máy lọc và hạ thủy phần mật ong", 260, 120, states.FUNDED),
    Case(5, HOUSEHOLD, "che_bien", 6, "bún khô", "máy ép đùn bún và tủ sấy", 310, 150, states.COMPLETED),
    Case(6, COMPANY, "hang_tieu_dung", 48, "đũa gỗ xuất khẩu", "máy chuốt và máy phân loại đũa", 720, 300, states.REWORK),
    Case(7, COOPERATIVE, "thu_cong", 30, "vải lanh thêu", "máy dệt lanh bán tự động", 380, 180, states.ACCEPTED),
    Case(8, HOUSEHOLD, "che_bien", 9, "thịt trâu khô", "lò sấy và máy hút chân không", 240, 120, states.SETTLING),
    Case(9, COOPERATIVE, "che_bien", 18, "miến dong", "dây chuyền tráng và sấy miến", 560, 250, states.LIQUIDATED),
    Case(10, COMPANY, "co_khi_dien", 26, "khung nhà thép", "máy cắt CNC", 850, 300, states.NOT_PLANNED),
    Case(11, HOUSEHOLD, "thu_cong", 7, "dao rèn", "búa máy và lò nung điện", 210, 100, states.PLANNED),
    Case(12, COOPERATIVE, "che_bien", 14, "măng khô", "máy thái và tủ sấy măng", 330, 160, states.BASE_PASSED, way="in_plan"),
    Case(13, COOPERATIVE, "che_bien", 20, "cam sành", "", 70, 35, states.BASE_PASSED, content=BRAND),
    Case(14, HOUSEHOLD, "che_bien", 5, "rượu ngô", "hệ thống chưng cất và lão hóa", 290, 140, states.RETURNED),
    Case(15, COMPANY, "che_bien", 33, "dược liệu sấy", "máy sấy thăng hoa", 980, 300, states.BASE_REVIEW),
    Case(16, HOUSEHOLD, "hang_tieu_dung", 11, "bàn ghế tre", "máy chẻ và uốn tre", 270, 130, states.SUBMITTED),
    Case(17, COOPERATIVE, "che_bien", 12, "hồng không hạt", "máy sấy dẻo và máy dán màng", 450, 200, states.DRAFT),
    Case(18, COMPANY, "hoa_chat_vlxd", 40, "đá ốp lát", "máy cưa xẻ đá", 760, 300, states.REJECTED),
    Case(19, HOUSEHOLD, "che_bien", 6, "lạc rang", "máy rang và đóng gói lạc", 180, 90, states.WITHDRAWN),
    Case(20, COOPERATIVE, "che_bien", 25, "gạo nếp", "máy tách màu gạo", 680, 300, states.SETTLED, previous=True),
    Case(21, HOUSEHOLD, "che_bien", 8, "bánh chưng gù", "nồi nấu hơi và máy hút chân không", 230, 110, states.SETTLED, previous=True),
    Case(22, COOPERATIVE, "thu_cong", 28, "thổ cẩm", "máy may công nghiệp", 340, 160, states.FOLLOWED, previous=True),
    Case(23, COMPANY, "che_bien", 30, "tinh bột nghệ", "máy nghiền và máy ly tâm", 520, 250, states.CLOSED, previous=True),
    Case(30, HOUSEHOLD, "che_bien", 7, "nấm hương khô", "máy sấy lạnh", 250, 120, states.STOPPING),
    Case(31, COOPERATIVE, "che_bien", 10, "chuối sấy", "máy thái lát và lò sấy", 200, 90, states.STOPPED),
)  # fmt: skip


@dataclass(frozen=True)
class LoneWish:
    """A wish that no project came from (yet), and what became of it."""

    number: int
    kind: str
    product: str
    need: str
    price: int
    support: int
    outcome: str
    reason: str = ""
    feasible_if: str = ""

    @property
    def name(self) -> str:
        return f"Cơ sở mẫu {self.number:02d}"


LONE_WISHES = (
    LoneWish(24, HOUSEHOLD, "đậu phụ", "Mua máy xay và máy ép đậu phụ để bỏ khâu làm tay.", 160, 80, states.RECEIVED),
    LoneWish(25, COOPERATIVE, "tinh dầu quế", "Mua nồi chưng cất tinh dầu bằng hơi nước.", 480, 220, states.RECEIVED),
    LoneWish(1, HOUSEHOLD, "chè xanh", "Thiết kế bao bì và đăng ký nhãn hiệu chè.", 60, 30, states.RECEIVED),
    LoneWish(26, COMPANY, "viên nén gỗ", "Mua máy ép viên nén 1 tấn/giờ.", 900, 300, states.SCREENED),
    LoneWish(
        27, HOUSEHOLD, "giấy dó", "Mua máy nghiền bột giấy.", 350, 170, states.REFUSED,
        "Chưa chứng minh được vốn đối ứng 180 triệu đồng; xưởng đang thuê chỉ còn hạn ba tháng.",
        "Bổ sung hợp đồng vay hoặc sao kê đủ phần vốn của cơ sở và hợp đồng thuê xưởng ít nhất hai năm.",
    ),
    LoneWish(
        28, COOPERATIVE, "tương ớt", "Mua dây chuyền chiết rót.", 620, 300, states.REFUSED,
        "Vùng nguyên liệu mới có 2 ha, không đủ chạy một phần ba công suất máy.",
        "Ký hợp đồng mua ớt với các hộ đủ 6 ha, hoặc chọn máy công suất bằng một phần ba.",
    ),
    LoneWish(
        29, HOUSEHOLD, "than tổ ong", "Mua máy đóng than.", 140, 70, states.WISH_WITHDRAWN,
        "Cơ sở chuyển sang ngành khác.",
    ),
)  # fmt: skip
