"""What lists and articles print of a project, in our codes: its status, its level, what it is about. Nothing is guessed."""

from __future__ import annotations

import re

from bedo.core.text import fold
from bedo.projects.rules import states

STATES = {
    "planned": states.PLANNED,
    "contracted": states.CONTRACTED,
    "in_progress": states.RUNNING,
    "completed": states.COMPLETED,
    "accepted": states.ACCEPTED,
    "stopped": states.STOPPED,
    "supported": states.UNKNOWN,  # money was given; how far the project has come is not said
    "proposed": states.UNKNOWN,  # somebody's proposal of long ago; nobody's to act on here
    "": states.UNKNOWN,
}
LEVELS = {"quoc_gia": ("national", "kcqg"), "dia_phuong": ("local", "kcdp"), "": ("", "")}
"""Printed level → track and fund."""
TASKS = frozenset({"TRUYEN_THONG", "HOI_CHO_THAM_GIA_TRONG_NUOC", "BINH_CHON_TO_CHUC_TINH", "HOI_NGHI_TAP_HUAN"})
"""Contents without a beneficiary."""
_CONTENTS = (
    ("MO_HINH_TRINH_DIEN_MOI", r"mo hinh trinh dien"),
    ("BINH_CHON_TO_CHUC_TINH", r"binh chon"),
    ("HOI_CHO_THAM_GIA_TRONG_NUOC", r"hoi cho|trien lam|gian hang"),
    ("HOI_NGHI_TAP_HUAN", r"tap huan|hoi nghi|hoi thao|nang cao nang luc"),
    ("DAO_TAO_NGHE", r"dao tao nghe|day nghe|truyen nghe"),
    ("TRUYEN_THONG", r"tuyen truyen|truyen hinh|phong su|ban tin"),
    ("HA_TANG_CCN", r"ha tang (?:ky thuat )?(?:cum|ccn)|quy hoach chi tiet"),
    ("MAY_MOC_CHUYEN_GIAO_CN", r"may moc|thiet bi|day chuyen|\bmay \w+"),
    ("THUONG_HIEU", r"thuong hieu|nhan hieu|bao bi|nhan mac"),
)


def content_of(*texts: str) -> str:
    """The content of support that the first of these texts to say any names; "" when none does."""
    for text in texts:
        words = fold(text)
        found = next((code for code, pattern in _CONTENTS if re.search(pattern, words)), "")
        if found:
            return found
    return ""
