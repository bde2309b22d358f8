"""What the words of a heading mean: which field a column is. Patterns are over folded text (no marks, small letters)."""

from __future__ import annotations

import hashlib
import re

from bedo.core.text import fold
from bedo.imports.reading.fields import AGGREGATE_FIELDS, PROJECT_FIELDS

LONGEST = 90
"""A cell longer than this is no heading."""

NUMBER = re.compile(r"(?:stt|s\.?t\.?t|tt|t\.t|so tt|so thu tu|no)\.?")

_PROJECT: tuple[tuple[str, str], ...] = (
    ("number", NUMBER.pattern + "$"),
    ("", r"(?:ty (?:le|trong)|%|so voi|tang|giam)\b.*|(?:don vi tinh|dvt)\b.*"),
    ("firm", r"so ho so(?: co so)?"),
    ("code", r"(?:ma(?: so)?(?: de an| du an| nhiem vu)|ma|ma hieu)$"),
    ("tax_code", r"(?:ma so thue|mst|ma so (?:dn|doanh nghiep|kinh doanh))\b.*"),
    ("beneficiary_count", r"(?:so|so luong|tong so) (?:luong )?(?:don vi|co so|dn|doanh nghiep|ho)\b.*"),
    ("jobs", r"(?:so )?(?:lao dong|viec lam|nguoi lao dong)\b.*"),
    ("member_support_vnd", r".*\bmoi (?:co so|don vi|thanh vien|doanh nghiep|dn)\b.*"),
    ("counterpart_vnd", r".*\b(?:doi ung|dong gop|tu co|tu dau tu|von tu|bo ra)\b.*"),
    ("counterpart_vnd", r"(?:von|kinh phi|kp|phan) (?:cua |do )?(?:co so|don vi|doanh nghiep|dn|chu dau tu|dv|nguoi)\b.*"),
    ("other_programmes_vnd", r".*\b(?:chuong trinh|nguon|von|kinh phi|ngan sach) (?:khac|long ghep|mtqg)\b.*|.*\bxa hoi hoa\b.*|khac$"),
    ("recoverable", r".*\bthu hoi\b.*|hinh thuc.*"),
    ("total_vnd", r"tong (?:kinh phi|kp|von|muc|du toan|so|cong|gia tri|chi phi|nguon|kinh phi thuc hien)\b.*|tong$"),
    ("support_national_vnd", r"(?!.*nguon$).*\b(?:kcqg|khuyen cong quoc gia|quoc gia|trung uong|tw|qg)\b.*"),
    ("support_local_vnd", r".*\b(?:kcdp|khuyen cong (?:dia phuong|tinh)|ngan sach (?:tinh|dia phuong)|ns (?:tinh|dp|khuyen cong tinh))\b.*"),
    ("beneficiary_name", r"(?:ten )?.*\b(?:thu huong|duoc ho tro|chu dau tu|chu (?:ho|co so|du an))\b.*"),
    ("beneficiary_name", r"(?:ten )?(?:co so|don vi|doanh nghiep|dn|htx|hop tac xa|ho kinh doanh|cong ty|to chuc)(?:,? .*)?$"),
    ("support_vnd", r"ca de an\b.*|(?:muc |kinh phi |kp )?ho tro (?:ca |cho )?de an\b.*"),
    ("title_vi", r"(?:ten|danh muc|noi dung|thong tin)?[ ,/;&-]*(?:ten |cac |va |hoac |chuong trinh|hoat dong)*[ ,/;&-]*(?:de an|du an|nhiem vu|mo hinh)\b.*"),
    ("level", r"(?:nguon(?: kinh phi| kp| von| ngan sach)?|cap(?: quan ly| de an| ngan sach)?|loai (?:nguon|de an|hinh)|cap, nguon)$"),
    ("support_vnd", r"(?:kinh phi|kp|von|muc|ns|so tien|nguon|ngan sach|tien).*\b(?:ho tro|khuyen cong|kc|de nghi|nha nuoc|nn|duoc duyet|phe duyet|cap)\b.*"),
    ("support_vnd", r"(?:ho tro|khuyen cong|ca de an|muc ho tro|de nghi ho tro|nsnn|ns ho tro|kinh phi khuyen cong)\b.*"),
    ("support_vnd", r"(?:kinh phi|so tien|thanh tien|gia tri|kp|von|ngan sach)(?: \(?.*)?$"),
    ("content", r"(?:nhom |loai )?(?:noi dung (?:ho tro|hoat dong|khuyen cong|chi)|linh vuc|nganh nghe|loai hinh).*"),
    ("title_vi", r"(?:noi dung|ten|hang muc|danh muc|cong viec|ten goi)\b.*"),
    ("place", r"(?:dia (?:chi|diem|ban)|noi (?:thuc hien|dau tu|trien khai|dat)|dia danh)\b.*"),
    ("province", r"(?:ten )?(?:tinh|tinh,? thanh(?: pho)?|tinh/thanh.*|dia phuong)$"),
    ("district", r"(?:ten )?(?:huyen|quan|huyen, .*|huyen/.*|quan/.*|huyen thi)$"),
    ("commune", r"(?:ten )?(?:xa|phuong|xa, .*|xa/.*)$"),
    ("year", r"nam(?: thuc hien| ke hoach| ho tro| kh)?$"),
    ("batch", r"dot\b.*"),
    ("status", r"(?:tinh trang|trang thai|tinh hinh|tien do|ket qua thuc hien)\b.*"),
    ("date", r"(?:thoi (?:gian|diem|han)|ngay|nghiem thu)\b.*"),
    ("note", r"(?:.*\bghi chu\b.*|ket qua, ghi chu)"),
    ("result", r"(?:ket qua|hieu qua|san luong|cong suat)\b.*"),
)  # fmt: skip

_AGGREGATE: tuple[tuple[str, str], ...] = (
    ("number", NUMBER.pattern + "$"),
    ("", r"(?:ty (?:le|trong)|%|so voi|tang|giam)\b.*|(?:don vi tinh|dvt)\b.*"),
    ("province_at_time", r"(?:ten )?(?:tinh|tinh,? thanh.*|tinh/thanh.*)$"),
    ("projects_stopped", r".*\b(?:ngung|(?<!noi )dung|cham dut)\b.*"),
    ("people_trained", r".*\b(?:dao tao|hoc vien|hoc nghe)\b.*"),
    ("jobs", r".*\b(?:lao dong|viec lam)\b.*"),
    ("beneficiaries", r"(?:so|so luong|tong so)? ?(?:luong )?(?:co so|don vi|doanh nghiep|dn)\b.*"),
    ("counterpart_vnd", r".*\b(?:doi ung|dong gop|tu co|von cua (?:co so|don vi|doanh nghiep))\b.*"),
    ("total_investment_vnd", r"tong (?:von dau tu|muc dau tu|von)\b.*"),
    ("fund_spent_vnd", r".*\b(?:thuc hien|giai ngan|da chi|quyet toan)\b.*(?:kinh phi|kp|von)?.*"),
    ("projects_planned", r"(?!.*(?:kinh phi|kp|dong)).*(?:de an|nhiem vu|du an|chuong trinh).*\bke hoach\b.*|ke hoach.*\b(?:de an|du an)\b.*"),
    ("projects_finished", r"(?!.*(?:kinh phi|kp|dong)).*(?:de an|nhiem vu|du an).*\b(?:hoan thanh|nghiem thu)\b.*"),
    ("projects_national", r"(?!.*(?:kinh phi|kp|dong)).*(?:de an|du an).*\b(?:quoc gia|kcqg|tw|trung uong)\b.*"),
    ("projects_local", r"(?!.*(?:kinh phi|kp|dong)).*(?:de an|du an).*\b(?:dia phuong|kcdp|tinh)\b.*"),
    ("projects_total", r"(?:so|so luong|tong so|luong)? ?(?:luong )?(?:chuong trinh|de an|du an|nhiem vu|mo hinh)\b.*"),
    ("fund_national_vnd", r".*\b(?:kcqg|quoc gia|trung uong|tw|qg)\b.*"),
    ("fund_local_vnd", r".*\b(?:kcdp|dia phuong|ngan sach tinh|tinh|dp)\b(?!.*\b(?:thanh|pho)\b).*"),
    ("fund_total_vnd", r".*\b(?:kinh phi|kp|von|so tien|ngan sach|tong)\b.*"),
    ("period_label", r"(?:nam|giai doan|thoi ky|ky)\b.*"),
    ("scope", r"(?:noi dung|hoat dong|chi tieu|danh muc|loai|linh vuc|cap|nguon|hinh thuc|dia ban|huyen|dot)\b.*"),
    ("note", r".*\bghi chu\b.*"),
)  # fmt: skip

_UNDER_MONEY: tuple[tuple[str, str], ...] = (
    ("member_support_vnd", r".*\bmoi (?:co so|don vi|thanh vien|doanh nghiep|dn)\b.*"),
    ("counterpart_vnd", r".*\b(?:co so|don vi|doanh nghiep|dn|chu dau tu|dvth|thu huong|tu co|doi ung|dong gop)\b.*"),
    ("support_national_vnd", r".*\b(?:kcqg|quoc gia|trung uong|tw|qg)\b.*"),
    ("support_local_vnd", r".*\b(?:kcdp|dia phuong|tinh|dp)\b.*"),
    ("other_programmes_vnd", r".*\b(?:khac|long ghep|huyen|xa)\b.*"),
    ("total_vnd", r"(?:tong|tong (?:so|cong|kinh phi|kp|von|du toan)|cong)\b.*"),
    ("support_vnd", r"(?:ca de an|ho tro|khuyen cong|ngan sach|nsnn|nha nuoc|kc|kinh phi (?:khuyen cong|ho tro))\b.*"),
)  # fmt: skip
_MONEY_PARENT = re.compile(r".*\b(?:kinh phi|kp|von|nguon|ngan sach|ho tro|du toan|so tien)\b.*")
_COUNTS = re.compile(r"(?:so|so luong|tong so|luong) ?(?:luong )?(?:chuong trinh|de an|du an|nhiem vu|mo hinh)\b.*")
_NOTHING = ("khong cong bo", "chua ro", "khong ap dung")
WORDS = {"projects": _PROJECT, "aggregates": _AGGREGATE}
FIELDS = {"projects": PROJECT_FIELDS, "aggregates": AGGREGATE_FIELDS}


def tidy(heading: str) -> str:
    """Folded, without unit brackets and formulas: "Kinh phí hỗ trợ (triệu đồng)" is "kinh phi ho tro"."""
    words = re.sub(r"\([^()]*\)|\[[^\]]*\]", " ", fold(heading))
    return " ".join(words.replace("trong do", " ").replace(":", " ").split()).strip(" .,-/")


def says_nothing(text: str) -> bool:
    """Words that stand where no value is known ("không công bố", "chưa rõ"): as we write them into our own files."""
    return len(text) <= LONGEST and fold(text).removeprefix("ten de an ") in _NOTHING


def field_of(heading: str, kind: str = "projects") -> str | None:
    """The field that one heading names: "" for a column that is known to be left out, None when its words say nothing."""
    words = tidy(heading)
    if not words or len(heading) > LONGEST or words.endswith(_NOTHING):
        return None
    return next((name for name, pattern in WORDS[kind] if re.fullmatch(pattern, words)), None)


def field_under(parent: str, leaf: str) -> str | None:
    """The field of a heading that stands under another one: "Kinh phí / Đơn vị" is what the establishment pays."""
    above, words = tidy(parent), tidy(leaf)
    if words and re.fullmatch(_MONEY_PARENT, above):
        return next((name for name, pattern in _UNDER_MONEY if re.fullmatch(pattern, words)), None)
    return None


def counts_projects(heading: str) -> bool:
    """Does the column count projects ("Số đề án")? Then its rows are sums over many, no projects."""
    return bool(_COUNTS.fullmatch(tidy(heading)))


def two_in_one(heading: str) -> bool:
    """Title and beneficiary in one column: "Tên đề án / Đơn vị thụ hưởng"."""
    words = tidy(heading)
    return bool(re.search(r"\b(?:de an|du an|noi dung)\b", words)) and bool(
        re.search(r"\b(?:thu huong|duoc ho tro|co so|don vi|doanh nghiep)\b", words)
    )


def layout_key(kind: str, headings: list[str]) -> str:
    """Under which a corrected mapping is remembered: the words of the headings in their order."""
    words = "|".join([kind, *(tidy(heading) for heading in headings)])
    return hashlib.sha256(words.encode()).hexdigest()[:16]
