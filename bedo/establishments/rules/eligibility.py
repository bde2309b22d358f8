"""Who may be supported, by the day. A hint for the officer: the appraisal decides, and it sees more than the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedo.core.answers import Answer, Source, Step
from bedo.establishments.rules.codes import KINDS, SECTOR_POINTS, SECTORS

CHANGED_ON = date(2025, 10, 15)
YES, NO, CHECK = "eligible", "not_eligible", "to_check"
WORDS = {YES: "Thuộc đối tượng", NO: "Không thuộc đối tượng", CHECK: "Cần kiểm tra thêm"}

BEFORE = Source("Nghị định 45/2012/NĐ-CP", "Điều 1, Điều 5", date(2012, 7, 5), date(2025, 10, 14), "read")
SINCE = Source("Nghị định 235/2025/NĐ-CP sửa Nghị định 45/2012/NĐ-CP", "Điều 1", CHANGED_ON, None, "summary")
MONEY = Source("Thông tư liên tịch 26/2014/TTLT-BTC-BCT", "Điều 7", date(2014, 4, 8), date(2018, 5, 10), "read")

KINDS_BEFORE = frozenset({"doanh_nghiep", "hop_tac_xa", "to_hop_tac", "ho_kinh_doanh"})
KINDS_SINCE = KINDS_BEFORE | {"lien_hiep_htx", "lang_nghe"}
OWN_MONEY = "Phải đã đầu tư hoặc cam kết đủ vốn đối ứng, và cam kết chưa nhận vốn nhà nước cho cùng việc này."


@dataclass(frozen=True)
class Candidate:
    """What the register knows: kinds of the place, of the unit above it and of the province, as on the day asked."""

    kind: str
    sector: str = ""
    place_kind: str = ""
    above_kind: str = ""
    province_kind: str = "tinh"
    cleaner_production: bool = False
    owner_is_woman: bool | None = None
    owner_is_minority: bool | None = None


Finding = tuple[str, Step]


def eligibility(who: Candidate, *, today: date) -> Answer:
    """May this establishment be supported on that day? One of eligible, not_eligible, to_check, with the reasons.

    Sources: Nghị định 45/2012/NĐ-CP, Điều 1 and 5, until 14/10/2025; as amended by Nghị định 235/2025/NĐ-CP from
    15/10/2025; conditions for money: TTLT 26/2014/TTLT-BTC-BCT, Điều 7.
    """
    new = today >= CHANGED_ON
    findings = [_kind(who, new), _place(who, new), _sector(who)]
    if who.cleaner_production:
        findings[1] = (YES, Step("Địa bàn", "Không giới hạn quy mô, địa bàn vì áp dụng sản xuất sạch hơn"))
    verdicts = {verdict for verdict, _ in findings}
    value = NO if NO in verdicts else CHECK if CHECK in verdicts else YES
    steps = tuple(step for _, step in findings) + _priority(who, new)
    return Answer(
        f"Có thuộc đối tượng hỗ trợ ngày {today:%d/%m/%Y} không?",
        value,
        steps,
        (SINCE if new else BEFORE, MONEY),
        OWN_MONEY,
    )


def _kind(who: Candidate, new: bool) -> Finding:
    label = KINDS.get(who.kind, who.kind)
    if who.kind == "doanh_nghiep":
        return CHECK, Step("Loại hình", f"{label}: chỉ doanh nghiệp nhỏ và vừa, kiểm tra quy mô")
    if who.kind == "lang_nghe" and new:
        return CHECK, Step("Loại hình", f"{label}: phải được UBND tỉnh công nhận, xem quyết định")
    if who.kind == "nghe_nhan":
        return _artisan(label, new)
    if who.kind == "khoi_nghiep":
        return CHECK, Step("Loại hình", f"{label}: chỉ những nội dung khởi sự, thành lập doanh nghiệp")
    if who.kind in (KINDS_SINCE if new else KINDS_BEFORE):
        return YES, Step("Loại hình", label)
    return NO, Step("Loại hình", f"{label}: không có trong danh mục của ngày này")


def _artisan(label: str, new: bool) -> Finding:
    if new:
        return CHECK, Step("Loại hình", f"{label}: phải có danh hiệu nghệ nhân nhân dân hoặc nghệ nhân ưu tú")
    return CHECK, Step("Loại hình", f"{label}: cá nhân trực tiếp đầu tư sản xuất thì được xét như cơ sở")


def _place(who: Candidate, new: bool) -> Finding:
    return _place_since(who) if new else _place_before(who)


def _place_since(who: Candidate) -> Finding:
    """Communes, wards and special zones of provinces; only communes and special zones of central cities."""
    if who.province_kind == "tinh":
        return YES, Step("Địa bàn", "Xã, phường, đặc khu thuộc tỉnh")
    if who.place_kind in ("xa", "dac_khu", "thi_tran", "huyen"):
        return YES, Step("Địa bàn", "Xã, đặc khu thuộc thành phố trực thuộc trung ương")
    if who.place_kind == "phuong":
        return NO, Step("Địa bàn", "Phường thuộc thành phố trực thuộc trung ương: không thuộc địa bàn")
    return CHECK, Step("Địa bàn", "Chưa rõ xã, phường: ghi địa bàn đến cấp xã để biết")


def _place_before(who: Candidate) -> Finding:
    """Districts, towns, townlets, communes; wards of grade 2 and 3 cities; wards that were communes ≤ 5 years ago."""
    if who.place_kind in ("xa", "thi_tran", "huyen", "thi_xa") or who.above_kind in ("huyen", "thi_xa"):
        return YES, Step("Địa bàn", "Huyện, thị xã, thị trấn, xã")
    if who.place_kind == "phuong":
        return CHECK, Step("Địa bàn", "Phường: thành phố loại 2, loại 3, hoặc loại 1 nhưng là xã chưa quá 5 năm")
    return CHECK, Step("Địa bàn", "Chưa rõ xã, phường: ghi địa bàn đến cấp xã để biết")


def _sector(who: Candidate) -> Finding:
    if not who.sector:
        return CHECK, Step("Ngành nghề", "Chưa rõ ngành: ghi ngành theo Điều 5 Nghị định 45/2012/NĐ-CP")
    if who.sector == "khac":
        return NO, Step("Ngành nghề", "Không thuộc danh mục ngành nghề của Điều 5")
    words = f"{SECTORS[who.sector]} (Điều 5, {SECTOR_POINTS[who.sector]})"
    if who.sector == "khai_khoang":
        return CHECK, Step("Ngành nghề", f"{words}: chỉ ở địa bàn khó khăn, đặc biệt khó khăn")
    return YES, Step("Ngành nghề", words)


def _priority(who: Candidate, new: bool) -> tuple[Step, ...]:
    if not new:
        return ()
    words = [
        word
        for flag, word in ((who.owner_is_woman, "phụ nữ"), (who.owner_is_minority, "người dân tộc thiểu số"))
        if flag
    ]
    return (Step("Ưu tiên", f"Cơ sở do {', '.join(words)} làm chủ"),) if words else ()
