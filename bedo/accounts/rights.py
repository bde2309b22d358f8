"""Who may do what: one table of roles and rights, in plain Python. Roles are granted for an organisation and a place.

The table is read by services, faces, the page “Vai trò và quyền” and the generated test of every address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

RIGHTS: dict[str, str] = {
    "establishment.view": "Xem cơ sở CNNT",
    "establishment.edit": "Ghi, sửa cơ sở CNNT",
    "establishment.merge": "Gộp hồ sơ cơ sở trùng",
    "wish.view": "Xem nhu cầu",
    "wish.record": "Ghi nhu cầu",
    "wish.appraise": "Thẩm tra năng lực",
    "visit.view": "Xem phiếu đi cơ sở",
    "visit.record": "Đi cơ sở, gửi phiếu",
    "visit.review": "Xem xét phiếu đi cơ sở, quản lý máy đi cơ sở",
    "project.view": "Xem đề án",
    "project.draft": "Lập, sửa hồ sơ đề án",
    "project.submit": "Nộp hồ sơ, rút hồ sơ",
    "project.appraise": "Thẩm định, yêu cầu bổ sung",
    "project.assign": "Giao người phụ trách",
    "project.follow": "Báo cáo tiến độ, theo dõi sau hỗ trợ",
    "project.register": "Đăng ký đề án quốc gia với Cục",
    "ministry.appraise": "Thẩm định cấp Bộ",
    "detail.approve": "Duyệt kế hoạch chi tiết của đề án nhóm",
    "change.ask": "Đề nghị điều chỉnh, bổ sung, ngừng",
    "change.check": "Kiểm tra tại cơ sở, ý kiến của Sở về điều chỉnh",
    "change.decide_so": "Quyết định điều chỉnh thuộc thẩm quyền Sở",
    "change.decide_chairman": "Quyết định điều chỉnh thuộc thẩm quyền cấp phê duyệt kế hoạch",
    "change.decide_cuc": "Quyết định điều chỉnh thuộc thẩm quyền Cục",
    "change.decide_minister": "Quyết định điều chỉnh thuộc thẩm quyền Bộ trưởng",
    "plan.view": "Xem kế hoạch năm",
    "plan.edit": "Lập, trình kế hoạch năm",
    "plan.opinion": "Cho ý kiến phân bổ (Sở Tài chính)",
    "plan.approve": "Phê duyệt kế hoạch năm",
    "plan.allocate": "Giao dự toán",
    "plan.edit_national": "Lập, trình kế hoạch khuyến công quốc gia",
    "plan.approve_national": "Phê duyệt kế hoạch khuyến công quốc gia",
    "plan.allocate_national": "Giao dự toán khuyến công quốc gia",
    "contract.sign": "Ký, sửa hợp đồng",
    "work.confirm": "Xác nhận khối lượng tại cơ sở",
    "money.view": "Xem tiền và dự toán",
    "money.envelope": "Ghi dự toán được giao, cắt giảm",
    "money.envelope_national": "Ghi dự toán khuyến công quốc gia của Bộ",
    "money.year_end": "Hủy dự toán, khóa năm ngân sách",
    "money.pay": "Tạm ứng, chi",
    "money.reverse": "Ghi đảo bút toán",
    "acceptance.record": "Lập biên bản nghiệm thu",
    "acceptance.sign": "Ký chốt biên bản nghiệm thu",
    "settlement.prepare": "Lập hồ sơ quyết toán",
    "settlement.decide": "Duyệt quyết toán, thanh lý",
    "year.settle": "Quyết toán năm",
    "paper.view": "Xem văn bản, giấy tờ",
    "paper.record": "Ghi văn bản, tải tệp",
    "paper.write": "Soạn văn bản từ hồ sơ, ghi số, ghi ngày gửi",
    "template.manage": "Quản lý mẫu Word riêng của đơn vị",
    "rule.view": "Xem quy định, định mức",
    "rule.confirm": "Xác nhận quy định",
    "rule.edit": "Thêm dòng quy định",
    "report.view": "Xem số liệu, báo cáo",
    "figure.state": "Ghi số liệu đã công bố, quan hệ đối chiếu",
    "report.close": "Chốt số liệu của kỳ báo cáo",
    "import.bring": "Nhập danh sách từ tệp Excel",
    "network.view": "Xem mạng lưới khuyến công",
    "network.own": "Xem trang của mình trong mạng lưới",
    "network.manage": "Phân công, quản lý mạng lưới khuyến công",
    "people.manage": "Quản trị người dùng",
    "log.view": "Xem nhật ký",
    "own.view": "Xem hồ sơ của cơ sở mình",
}

ORGANISATION_KINDS: dict[str, str] = {
    "trung_tam": "Trung tâm Khuyến công",
    "so_cong_thuong": "Sở Công Thương",
    "ubnd_tinh": "UBND tỉnh",
    "so_tai_chinh": "Sở Tài chính",
    "cuc": "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công",
    "bo_cong_thuong": "Bộ Công Thương",
    "xa": "UBND xã, phường, đặc khu",
    "co_so": "Cơ sở CNNT",
}

_SEE = frozenset(
    [
        "establishment.view",
        "wish.view",
        "project.view",
        "plan.view",
        "money.view",
        "paper.view",
        "rule.view",
        "report.view",
    ]
)


@dataclass(frozen=True)
class Role:
    """A role: its name for people, the kinds of organisation that may hold it, and its rights."""

    label: str
    organisations: frozenset[str]
    rights: frozenset[str]


def _role(label: str, organisations: str, rights: str, see: frozenset[str] = _SEE) -> Role:
    role = Role(label, frozenset(organisations.split()), see | frozenset(rights.split()))
    unknown = role.rights - RIGHTS.keys()
    if unknown or role.organisations - ORGANISATION_KINDS.keys():
        raise ValueError(f"role {label}: unknown {sorted(unknown)}")
    return role


ROLES: dict[str, Role] = {
    "officer": _role(
        "Cán bộ khuyến công",
        "trung_tam",
        "visit.view visit.record visit.review establishment.edit establishment.merge wish.record wish.appraise project.draft project.submit project.follow "
        "change.ask acceptance.record settlement.prepare paper.record paper.write import.bring figure.state "
        "network.view",
    ),
    "collaborator": _role(
        "Cộng tác viên, người phụ trách ở xã",
        "xa trung_tam",
        "visit.record establishment.edit wish.record network.own",
        see=frozenset(["establishment.view", "wish.view", "project.view", "rule.view"]),
    ),
    "director": _role(
        "Lãnh đạo Trung tâm",
        "trung_tam",
        "visit.view visit.record visit.review establishment.edit wish.record wish.appraise project.draft project.submit project.assign project.follow "
        "change.ask plan.edit contract.sign acceptance.record settlement.prepare paper.record paper.write import.bring figure.state report.close template.manage log.view "
        "network.view network.manage",
    ),
    "appraiser": _role(
        "Chuyên viên Sở, Hội đồng thẩm định",
        "so_cong_thuong",
        "visit.view project.appraise project.register change.check plan.edit work.confirm acceptance.sign paper.record paper.write import.bring figure.state log.view network.view",
    ),
    "approver_department": _role(
        "Giám đốc Sở",
        "so_cong_thuong",
        "visit.view project.appraise project.register detail.approve change.ask change.check change.decide_so plan.edit plan.allocate "
        "work.confirm acceptance.sign settlement.decide year.settle money.year_end rule.confirm paper.record paper.write report.close template.manage log.view network.view network.manage",
    ),
    "approver_province": _role("Chủ tịch UBND tỉnh", "ubnd_tinh", "plan.approve change.decide_chairman log.view"),
    "finance": _role("Sở Tài chính", "so_tai_chinh", "plan.opinion year.settle money.envelope log.view"),
    "accountant": _role(
        "Kế toán",
        "trung_tam so_cong_thuong",
        "money.envelope money.year_end money.pay money.reverse plan.allocate settlement.prepare paper.record paper.write log.view",
    ),
    "beneficiary": _role("Cơ sở CNNT", "co_so", "own.view", see=frozenset({"rule.view"})),
    "ministry_department": _role(
        "Cục",
        "cuc",
        "ministry.appraise change.ask change.decide_cuc plan.edit_national plan.allocate_national money.envelope_national "
        "paper.record log.view",
    ),
    "ministry_minister": _role(
        "Bộ trưởng Bộ Công Thương",
        "bo_cong_thuong",
        "plan.approve_national change.decide_minister paper.record log.view",
    ),
    "administrator": _role(
        "Quản trị",
        "trung_tam so_cong_thuong cuc",
        "people.manage rule.edit log.view",
        see=frozenset({"rule.view"}),
    ),
}

ALL_PROVINCES = frozenset({"cuc", "bo_cong_thuong"})


@dataclass(frozen=True)
class Held:
    """One grant in force: a role in an organisation, over a province (None = all), perhaps one place or establishment."""

    role: str
    organisation_id: int
    organisation_kind: str
    province_id: int | None
    place_id: int | None = None
    establishment_id: int | None = None


class Grants:
    """What one person holds today. Answers rights per province; never wider than the organisation of the grant."""

    def __init__(self, held: Iterable[Held]):
        self.held = tuple(held)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(held.role for held in self.held)

    @property
    def provinces(self) -> frozenset[int] | None:
        """Provinces in scope by their present unit's id; None means all."""
        if any(held.province_id is None for held in self.held):
            return None
        return frozenset(held.province_id for held in self.held if held.province_id is not None)

    def rights(self, province_id: int | None) -> frozenset[str]:
        """Rights over the rows of one province (None: rights that need no province)."""
        out: set[str] = set()
        for held in self.held:
            if held.province_id is None or held.province_id == province_id:
                out |= ROLES[held.role].rights
        return frozenset(out)

    def may(self, right: str, province_id: int | None) -> bool:
        return right in self.rights(province_id)

    def any(self, right: str) -> bool:
        """Is the right held over any province at all?"""
        return any(right in ROLES[held.role].rights for held in self.held)

    def provinces_with(self, right: str) -> frozenset[int] | None:
        """Provinces over which the right is held; None means all."""
        rows = [held.province_id for held in self.held if right in ROLES[held.role].rights]
        if None in rows:
            return None
        return frozenset(row for row in rows if row is not None)

    @property
    def establishments(self) -> frozenset[int]:
        """Establishments that a beneficiary may see as their own."""
        return frozenset(held.establishment_id for held in self.held if held.establishment_id is not None)
