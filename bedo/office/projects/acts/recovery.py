"""Money that must come back: taken back after an inspection, repaid whole or in parts."""

from __future__ import annotations

from bedo.core import log
from bedo.core.moves import refused
from bedo.core.types import Dong
from bedo.documents.services import register_paper
from bedo.ledger import queries as ledger_queries
from bedo.office.projects.acting import Act
from bedo.office.projects.acts.common import Data, RowData, stored, who
from bedo.office.projects.forms import closing as closing_forms
from bedo.office.projects.scene import Scene
from bedo.office.shell.paperform import FACTS
from bedo.projects.rules import states as s
from bedo.projects.services import settlement

LIQUIDATED = s.since(s.LIQUIDATED)
REPAYABLE = LIQUIDATED | {s.STOPPING}
"""States in which something may have to come back."""


def held(scene: Scene, stage: str) -> Dong:
    """The share's money in a stage over all years, whole đồng."""
    return ledger_queries.stages_of_holders([scene.share.holder])[scene.share.holder][stage] if scene.share else Dong(0)


def repay_initial(scene: Scene) -> Data:
    """All that is left to come back, today."""
    return {"on": scene.today, "amount": held(scene, "recoverable") or None}


def repay_notes(scene: Scene) -> Data:
    """Says when nothing has to come back."""
    if held(scene, "recoverable"):
        return {}
    return {"verdict": refused("Không còn khoản nào phải nộp lại.", "Xem bút toán ở thẻ Hợp đồng, tiền.")}


def _take_back(scene: Scene, data: Data, rows: RowData) -> None:
    with log.writing(scene.project.province.code):
        facts = {name: data[name] for name in FACTS}
        paper = register_paper(province=scene.project.province, attachment=stored(scene, data), **facts, **who(scene))
        settlement.take_back(share=scene.share, amount=data["amount"], reason=data["reason"], paper=paper, **who(scene))


def _take_back_initial(scene: Scene) -> Data:
    return {"issuer": scene.user.organisation.name if scene.user.organisation else "", "issued_on": scene.today}


def _take_back_notes(scene: Scene) -> Data:
    if held(scene, "settled"):
        return {}
    return {"verdict": refused("Phần này không còn kinh phí đã quyết toán.", "Xem bút toán ở thẻ Hợp đồng, tiền.")}


ACTS: dict[str, Act] = {
    "thu-hoi-kiem-tra": Act("Thu hồi theo kết luận kiểm tra", "Ghi phải thu hồi", "settlement.decide", LIQUIDATED, closing_forms.TakeBackForm, _take_back, "Đã ghi phải thu hồi.", _take_back_initial, notes=_take_back_notes, back="hop-dong"),
}  # fmt: skip
