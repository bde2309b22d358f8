"""Marks of states beside the words of the tables of moves. Behaviour hangs on the code, never on words or marks."""

from __future__ import annotations

from typing import NamedTuple

from bedo.projects.rules import states


class StateLook(NamedTuple):
    """Word for the office, word for the applicant, mark in marks.svg, tone (go, ok, wait, bad or none)."""

    office: str
    applicant: str
    mark: str
    tone: str = ""


MARKS: dict[str, tuple[str, str]] = {
    # circle: dossier and appraisal
    "draft": ("c-dash", ""),
    "submitted": ("c-open", "go"),
    "base_review": ("c-half", "go"),
    "base_passed": ("c-full", "go"),
    "registered": ("c-open", "go"),
    "ministry_review": ("c-half", "go"),
    "ministry_passed": ("c-full", "go"),
    # square: plan and contract
    "planned": ("s-open", "go"),
    "funded": ("s-half", "go"),
    "detailed": ("s-line", "go"),
    "contracted": ("s-full", "go"),
    # triangle: carrying out
    "running": ("t-full", "go"),
    "completed": ("t-bar", "wait"),
    "rework": ("t-back", "wait"),
    # diamond: acceptance, money, after
    "accepted": ("d-open", "ok"),
    "settling": ("d-half", "ok"),
    "liquidated": ("d-end", "ok"),
    "settled": ("d-full", "ok"),
    "followed": ("d-eye", "ok"),
    "closed": ("d-full", ""),
    # off the road
    "returned": ("back", "wait"),
    "not_planned": ("bars", ""),
    "withdrawn": ("minus", ""),
    "rejected": ("x", "bad"),
    "stopping": ("o-open", "bad"),
    "stopped": ("o-full", "bad"),
    "unknown": ("q", ""),
    # a wish
    "received": ("c-open", "go"),
    "screened": ("c-half", "go"),
    "refused": ("x", "bad"),
}
"""Mark in marks.svg and tone (go, ok, wait, bad or none) by code, also of states that no table of moves has yet."""
NATIONAL_WORDS = {
    "base_review": "Đang thẩm định cấp cơ sở",
    "base_passed": "Đạt thẩm định cấp cơ sở",
}


def _looks(table: dict[str, states.Label]) -> dict[str, StateLook]:
    return {code: StateLook(label.office, label.applicant, *MARKS[code]) for code, label in table.items()}


PROJECT_STATES = _looks(states.STATES)
WISH_STATES = _looks(states.WISH_STATES)
STATES = {**WISH_STATES, **PROJECT_STATES}
UNKNOWN = PROJECT_STATES["unknown"]


def state_word(code: str, *, track: str = "local", audience: str = "office") -> str:
    """The word for a state; the national track names the base appraisal apart."""
    look = STATES.get(str(code), UNKNOWN)
    if audience == "applicant":
        return look.applicant
    if track == "national":
        return NATIONAL_WORDS.get(str(code), look.office)
    return look.office


class Stage(NamedTuple):
    """One stage of money: account code, number in the bar, word, class of its texture."""

    code: str
    number: str
    word: str
    css: str


STAGES = (
    Stage("available", "1", "Chưa bố trí", "g-av"),
    Stage("planned", "2", "Đã bố trí", "g-pl"),
    Stage("contracted", "3", "Đã ký hợp đồng", "g-co"),
    Stage("advanced", "4", "Đã chi, chưa quyết toán", "g-ad"),
    Stage("recoverable", "5", "Phải thu hồi", "g-re"),
    Stage("settled", "6", "Đã quyết toán", "g-se"),
)
FREED = Stage("freed", "G", "Đã giải phóng", "g-fr")

QUALIFIERS = {
    "over": "trên",
    "under": "gần",
    "approx": "khoảng",
    "range": "từ",
    "at_least": "ít nhất",
    "rounded": "làm tròn",
}
NOTHINGS = {"none": "không áp dụng", "unknown": "chưa rõ", "unpublished": "không công bố"}
