"""A change of a synthetic project that was asked for: the request with before and after, the Sở's check, the decision, the annex."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from bedo.config.scale.chains import morning
from bedo.config.scale.life import Change, Part
from bedo.programmes.rules.tables import BODIES, CHANGES
from bedo.projects.models import ChangeRequest, Contract
from bedo.projects.rules import changes

REASONS = {
    "changed_investment": "Cơ sở thay đổi kế hoạch đầu tư.",
    "no_capital": "Cơ sở không bố trí được vốn đối ứng.",
    "asked": "Cơ sở xin dừng.",
    "force_majeure": "Mưa lũ làm hỏng nhà xưởng.",
}
RECOVERY = timedelta(days=30)
"""What must come back is due so long after the decision."""
LONGER = "Máy nhập về chậm, xin thêm thời gian trong năm."
WHO_DECIDES = {
    ("local", "stop"): ("chairman", "chutich", "QĐ-UBND"),
    ("local", "time"): ("chairman", "chutich", "QĐ-UBND"),
    ("national", "stop"): ("minister", "botruong", "QĐ-BCT"),
    ("national", "time"): ("cuc", "cuc", "QĐ-CTĐP"),
}
"""Track and change → body of the decision table, who records it, sign of the decision. TT 36/2013/TT-BCT, Điều 11."""


def write(share: Any, change: Change) -> None:
    """The request as it stands today, and its entries in the log."""
    scene, life = share.scene, share.writer.life
    body, decider, symbol = WHO_DECIDES[life.track, change.what]
    is_checked, is_decided = change.checked <= scene.today, change.decided <= scene.today
    before, after = _stop(share) if change.what == "stop" else _longer(share.part)
    code = scene.rng.choice(list(REASONS)) if change.what == "stop" else ""
    reason, name = REASONS.get(code, LONGER), CHANGES[change.what]
    decision = None
    if is_decided:
        summary = f"{name} đề án {share.writer.code}"
        decision = scene.paper(BODIES[body], symbol, change.decided, summary, scene.cast[decider])
    share.tables[ChangeRequest].add(
        project_id=share.writer.pk,
        number=share.number,
        share_id=share.pk,
        change=change.what,
        body=body,
        route=f"{name}: {BODIES[body]} quyết định.",
        before=before,
        after=after,
        reason_code=code,
        reason=reason,
        state=changes.APPROVED if is_decided else changes.CHECKED if is_checked else changes.ASKED,
        asked_on=change.asked,
        asked_by_id=scene.cast["giamdoctt"],
        checked_on=change.checked if is_checked else None,
        checked_by_id=scene.cast["chuyenvienso"] if is_checked else None,
        check_text="Đã xem tại cơ sở, đúng như đề nghị." if is_checked else "",
        check_agrees=True if is_checked else None,
        decision_id=decision,
        decided_on=change.decided if is_decided else None,
        decided_by_id=scene.cast[decider] if is_decided else None,
        recover_by=change.decided + RECOVERY if is_decided and after.get("recover") else None,
        entered_at=morning(change.asked),
    )
    if is_decided and change.what == "time":
        _annex(share, change, decision)
    _notes(share, change, body, decider, {"before": before, "after": after}, reason)


def _stop(share: Any) -> tuple[dict, dict]:
    """Money before the stop, and what became of it; plain values as projects.services.applying keeps them."""
    at = [flow for flow in share.part.flows if flow.on == share.part.change.decided]
    amounts = {kind: sum(flow.amount for flow in at if flow.kind == kind) for kind in ("settle", "recover", "release")}
    settled, back, free = amounts["settle"], amounts["recover"], amounts["release"]
    signed = bool(share.part.contracted)
    before = {"planned": 0 if signed else free, "contracted": free if signed else 0, "advanced": settled + back}
    after = {
        "work_done": "Đã làm một phần theo biên bản kiểm tra." if settled else "Chưa làm.",
        "done": {str(share.number): settled},
        "settle": settled,
        "recover": back,
        "free": free,
    }
    return before, after


def _longer(part: Part) -> tuple[dict, dict]:
    return {"ends_on": part.signed_until.isoformat()}, {"ends_on": part.change.ends_on.isoformat()}


def _annex(share: Any, change: Change, decision: int) -> None:
    share.tables[Contract].add(
        province_id=share.scene.province.pk,
        number=f"PL {share.carried.number}",
        kind="phu_luc",
        signed_on=change.decided,
        ends_on=change.ends_on,
        parent_id=share.carried.contract,
        paper_id=decision,
        created_by_id=share.scene.cast["giamdoctt"],
    )


def _notes(share: Any, change: Change, body: str, decider: str, values: dict, reason: str) -> None:
    scene, data = share.scene, {"change": change.what, "share": share.number, **values, "body": body}
    asked = f"Đề nghị số {share.number}: {CHANGES[change.what].lower()}; {BODIES[body]} quyết định. Lý do: {reason}"
    rows = (
        ("change.ask", change.asked, "giamdoctt", asked),
        (
            "change.check",
            change.checked,
            "chuyenvienso",
            f"Đề nghị số {share.number}: Sở kiểm tra tại cơ sở. Nhất trí.",
        ),
        ("change.approve", change.decided, decider, f"Đề nghị số {share.number}: Được duyệt."),
    )
    for kind, on, word, text in rows:
        scene.later(on, partial(scene.note, kind, share.writer.subject, text, scene.cast[word], on, data))
