"""The moves of a year's plan, and how its sum stands against the money. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bedo.core.moves import Move, Verdict, allowed, refused
from bedo.core.types import Dong

DRAFT, SUBMITTED, RETURNED, APPROVED, ALLOCATED = "draft", "submitted", "returned", "approved", "allocated"
STATES = {
    DRAFT: "Đang lập",
    SUBMITTED: "Đã trình",
    RETURNED: "Trả lại",
    APPROVED: "Đã phê duyệt",
    ALLOCATED: "Đã giao dự toán",
}


FINANCE = "finance"
"""Key of the opinion of Sở Tài chính, the first that is heard."""
FINANCE_NAME = "Sở Tài chính"


@dataclass(frozen=True)
class PlanFacts:
    """What guards look at; whole đồng. `may_commit` is the ledger's own verdict on the sum."""

    items: int
    asked: Dong
    may_commit: Verdict
    opinion_given: bool
    opinion_needed: bool
    not_passed: tuple[str, ...] = ()
    must_answer: tuple[str, ...] = ()


def has_items(facts: PlanFacts) -> Verdict:
    if facts.items:
        return allowed()
    return refused("Kế hoạch chưa có đề án nào.", "Thêm đề án đã đạt thẩm định rồi trình.", code="items")


def all_passed(facts: PlanFacts) -> Verdict:
    """Only projects that passed appraisal stand in a plan. NĐ 45/2012/NĐ-CP, Điều 2; TT 36/2013/TT-BCT, Điều 8."""
    if not facts.not_passed:
        return allowed()
    return refused(
        f"Có đề án chưa đạt thẩm định: {'; '.join(facts.not_passed[:5])}.", "Đưa ra khỏi kế hoạch.", code="items"
    )


def money_enough(facts: PlanFacts) -> Verdict:
    """The sum asked fits what may be committed; the same check as in the committing transaction."""
    return facts.may_commit


def opinion_there(facts: PlanFacts) -> Verdict:
    """Sở Tài chính gives its opinion on the allocation where the province asks for it; departments that were asked and must be
    heard have answered. TTLT 26/2014, Điều 8."""
    if not facts.opinion_given and facts.opinion_needed:
        return refused(
            "Chưa có ý kiến của Sở Tài chính về phân bổ.", "Ghi ý kiến của Sở Tài chính rồi phê duyệt.", code="opinion"
        )
    if facts.must_answer:
        return refused(
            f"Chưa trả lời phiếu lấy ý kiến: {'; '.join(facts.must_answer)}.",
            "Ghi ý kiến đã nhận, hoặc thôi lấy ý kiến và ghi lý do.",
            code="opinion",
        )
    return allowed()


MOVES: dict[str, Move] = {
    "submit": Move(
        frozenset({DRAFT, RETURNED}), SUBMITTED, "plan.edit", "Trình kế hoạch", "Trình kế hoạch.",
        guards=(has_items, all_passed, money_enough), basis="NĐ 45/2012/NĐ-CP, Điều 2",
    ),
    "return": Move(frozenset({SUBMITTED}), RETURNED, "plan.approve", "Trả lại kế hoạch", "Trả lại kế hoạch.", comment_required=True, basis="thiết kế"),
    "approve": Move(
        frozenset({SUBMITTED}), APPROVED, "plan.approve", "Phê duyệt kế hoạch", "Phê duyệt kế hoạch.",
        guards=(has_items, all_passed, opinion_there, money_enough), basis="NĐ 45/2012/NĐ-CP, Điều 2: Chủ tịch UBND tỉnh phê duyệt",
    ),
    "allocate": Move(frozenset({APPROVED}), ALLOCATED, "plan.allocate", "Giao dự toán", "Giao dự toán.", basis="TTLT 26/2014/TTLT-BTC-BCT, Điều 8"),
}  # fmt: skip


def _national(name: str, **changes: Any) -> Move:
    row = MOVES[name]
    return replace(row, needs=f"{row.needs}_national", **changes)


NATIONAL_MOVES: dict[str, Move] = {
    "submit": _national("submit", basis="TT 36/2013/TT-BCT, Điều 8: Cục trình Bộ trưởng"),
    "return": _national("return"),
    "approve": _national(
        "approve", guards=(has_items, all_passed, money_enough), basis="TT 36/2013/TT-BCT, Điều 8: Bộ trưởng phê duyệt",
    ),
    "allocate": _national("allocate", done="Cục giao dự toán.", basis="TT 36/2013/TT-BCT, Điều 6 khoản 4"),
}  # fmt: skip
"""The same moves for the national plan: other bodies, and no opinion of a Sở Tài chính."""


@dataclass(frozen=True)
class PlanLevel:
    """A plan of a province or of the nation: its table, rights, the moves of its projects, the bodies in words.

    `projects`: move → row of the projects' own table. `asks_opinion`: does a Sở Tài chính stand in it?
    """

    track: str
    moves: dict[str, Move]
    edit: str
    envelope: str
    projects: dict[str, str]
    maker: str
    decider: str
    giver: str
    asks_opinion: bool


LEVELS: dict[str, PlanLevel] = {
    "local": PlanLevel(
        "local", MOVES, "plan.edit", "money.envelope",
        {"plan": "plan", "leave_out": "leave_out", "fund": "fund"},
        "người lập kế hoạch", "Chủ tịch UBND tỉnh", "kế toán, Giám đốc Sở", True,
    ),
    "national": PlanLevel(
        "national", NATIONAL_MOVES, "plan.edit_national", "money.envelope_national",
        {"plan": "plan_national", "leave_out": "leave_out_national", "fund": "fund_national"},
        "Cục", "Bộ trưởng", "Cục", False,
    ),
}  # fmt: skip
