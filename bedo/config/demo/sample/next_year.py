"""Local projects that passed for the coming year and wait for its plan: what the planning desk is tried on."""

from __future__ import annotations

from bedo.config.demo.sample import dossiers
from bedo.config.demo.sample.cases import BRAND, COMPANY, COOPERATIVE, HOUSEHOLD, Case
from bedo.config.demo.sample.stage import Stage
from bedo.projects.rules import states

CLEANER = "SXSH_MO_HINH"
WAITING = (
    Case(61, COMPANY, "che_bien", 64, "chè ô long", "dây chuyền làm héo, vò và sấy chè", 860, 300, states.BASE_PASSED),
    Case(62, COOPERATIVE, "che_bien", 21, "tinh bột sắn", "hệ thống rửa, nghiền củ", 520, 240, states.BASE_PASSED),
    Case(63, COMPANY, "co_khi_dien", 38, "máy tuốt lúa", "máy phay CNC", 740, 280, states.BASE_PASSED),
    Case(64, HOUSEHOLD, "thu_cong", 9, "nón lá", "máy may và khuôn ép nón", 190, 90, states.BASE_PASSED),
    Case(65, COOPERATIVE, "che_bien", 17, "gừng sấy", "máy thái lát và lò sấy gừng", 330, 150, states.BASE_PASSED),
    Case(66, COOPERATIVE, "che_bien", 26, "mật mía", "", 80, 40, states.BASE_PASSED, content=BRAND),
    Case(67, COMPANY, "hang_tieu_dung", 55, "ván ghép thanh", "máy ghép và máy chà nhám", 690, 260, states.BASE_PASSED),
    Case(68, COMPANY, "che_bien", 31, "giấy đế", "hệ thống tuần hoàn nước thải", 900, 200, states.BASE_PASSED, content=CLEANER),
)  # fmt: skip


def load(stage: Stage) -> None:
    """All of them appraised lately; their envelope is still to come."""
    ago = stage.days.ago
    days = dossiers.Start(ago(105), ago(88), ago(60), ago(57), ago(18))
    for case in WAITING:
        dossiers.passed(stage, case, days, year=stage.days.year + 1)
