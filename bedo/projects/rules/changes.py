"""Changes of an approved project: the life of a request, what may stand open together, and what each does to the money.

Who decides which change is a dated table (programmes.rules.who_decides). Source: TT 36/2013/TT-BCT Điều 11, Điều 21 khoản 2;
design.md 3.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bedo.core.moves import Move, Refused, Verdict, allowed, refused
from bedo.core.types import Dong
from bedo.projects.rules import states

ASKED, CHECKED, APPROVED, REFUSED, WITHDRAWN = "asked", "checked", "approved", "refused", "withdrawn"
STATES = {
    ASKED: "Đã đề nghị, chờ Sở kiểm tra",
    CHECKED: "Sở đã kiểm tra, chờ quyết định",
    APPROVED: "Đã được duyệt",
    REFUSED: "Không được duyệt",
    WITHDRAWN: "Đã rút",
}
OPEN = frozenset({ASKED, CHECKED})
RIGHT_OF = {body: f"change.decide_{body}" for body in ("minister", "cuc", "so", "chairman")}
"""The right to record what each body decided."""

STOPS = frozenset({"stop", "stop_violation"})
EVERYTHING = "everything"
ASPECTS: dict[str, frozenset[str]] = {
    "increase": frozenset({"money"}),
    "decrease": frozenset({"money"}),
    "content": frozenset({"content"}),
    "next_year": frozenset({"time", "money"}),
    "time": frozenset({"time"}),
    "place": frozenset({"place"}),
    "beneficiary": frozenset({"beneficiary", "place", "money"}),
    "cooperating": frozenset({"cooperating"}),
    "stop": frozenset({EVERYTHING}),
    "stop_violation": frozenset({EVERYTHING}),
    "other": frozenset({"other"}),
}
"""What a change touches. Adding a project is no row here: it comes as a supplementary round of the year's plan."""

BEFORE_ACCEPTANCE = frozenset({"increase", "beneficiary"})
"""Changes that come too late once the work is accepted: nobody else could do it, nothing more of it is to be supported."""

WHOLE_PROJECT = frozenset({"content", "cooperating"})
"""Changes that are asked for the project, never for one share of several."""


def may_ask(change: str, state: str) -> Verdict:
    """May this change be asked for what stands in this state? Approved and not liquidated; some only until acceptance."""
    if state not in states.STOPPABLE:
        return refused(
            f"Đề án đang ở “{states.LABELS[state]}”, không điều chỉnh theo cách này.",
            "Chưa vào kế hoạch thì sửa hồ sơ; đã thanh lý thì chỉ còn thu hồi.",
            code="state",
        )
    if change in BEFORE_ACCEPTANCE and state in states.since(states.ACCEPTED):
        return refused(
            "Phần này đã nghiệm thu, không tăng kinh phí hay thay đơn vị thụ hưởng được nữa.",
            "Quyết toán phần đã nghiệm thu; việc mới thì lập đề án mới.",
            field="change",
            code="state",
        )
    return allowed()


@dataclass(frozen=True)
class ChangeFacts:
    """What guards look at. `agrees`: what the Sở said after its check (None: nothing yet)."""

    agrees: bool | None = None
    decider_is_asker: bool = False


def checked_and_confirmed(facts: ChangeFacts) -> Verdict:
    """A request carries the Sở's confirmation after it looked at the establishment. TT 36/2013/TT-BCT, Điều 11, Điều 21 k2b."""
    if facts.agrees:
        return allowed()
    return refused(
        "Sở kiểm tra và không nhất trí với đề nghị này.",
        "Ghi không duyệt, hoặc để Sở kiểm tra lại.",
        code="check",
    )


def somebody_else_decides(facts: ChangeFacts) -> Verdict:
    """Whoever asked does not record the decision, unless the province's setting allows it (design 1)."""
    if not facts.decider_is_asker:
        return allowed()
    return Verdict(
        Refused(
            "Người đề nghị không tự ghi quyết định.", "Nhờ người khác ghi quyết định.", code="requester", status=403
        )
    )


def moves(body: str) -> dict[str, Move]:
    """The table of moves of a request that this body decides."""
    right = RIGHT_OF[body]
    return {
        "check": Move(OPEN, CHECKED, "change.check", "Ghi kết quả kiểm tra của Sở", "Sở kiểm tra tại cơ sở.", basis="TT 36/2013/TT-BCT, Điều 21 khoản 2"),
        "approve": Move(
            frozenset({CHECKED}), APPROVED, right, "Ghi quyết định duyệt", "Được duyệt.",
            guards=(checked_and_confirmed, somebody_else_decides), basis="TT 36/2013/TT-BCT, Điều 11",
        ),
        "refuse": Move(OPEN, REFUSED, right, "Ghi không duyệt", "Không được duyệt.", guards=(somebody_else_decides,), comment_required=True, basis="TT 36/2013/TT-BCT, Điều 11"),
        "withdraw": Move(OPEN, WITHDRAWN, "change.ask", "Rút đề nghị", "Rút đề nghị.", comment_required=True, basis="thiết kế"),
    }  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """What an open request touches: its number, change and share (None: the whole project)."""

    number: int
    change: str
    share: int | None
    name: str


def conflict(new: Claim, standing: Claim) -> Verdict:
    """Two open requests may not touch the same thing of the same share: the first is decided before the second is asked."""
    if new.share is not None and standing.share is not None and new.share != standing.share:
        return allowed()
    mine, theirs = ASPECTS[new.change], ASPECTS[standing.change]
    if not (mine & theirs or EVERYTHING in mine | theirs):
        return allowed()
    return refused(
        f"Đề nghị số {standing.number} (“{standing.name}”) đang chờ và cũng đụng đến phần này.",
        "Chờ quyết định về đề nghị ấy, hoặc rút nó.",
        field="change",
        code="conflict",
    )


@dataclass(frozen=True)
class StopPlan:
    """What a stop does to a share's money, whole đồng: settled for work done, to come back, freed."""

    settle: Dong
    recover: Dong
    free: Dong


def stop_plan(money: Mapping[str, Dong], done: Dong) -> StopPlan:
    """Split a share's money at a stop; `done`: the support for work that was done and is recognised, whole đồng.

    Undisbursed money is freed; of what was paid, `done` is settled and the rest comes back. Raises Refused when more is
    recognised than was paid. Source: TT 36/2013/TT-BCT Điều 12 khoản 6, Điều 18 khoản 4; design 3.6.
    """
    advanced = money.get("advanced", Dong(0))
    if not 0 <= done <= advanced:
        raise Refused(
            f"Kinh phí cho phần đã làm {done} phải từ 0 đến {advanced} đã chi.",
            "Phần làm chưa chi thì chi trước khi ngừng, hoặc giảm số này.",
            field="done",
            code="amount",
            status=422,
        )
    free = Dong(money.get("planned", Dong(0)) + money.get("contracted", Dong(0)))
    return StopPlan(done, advanced - done, free)


def least_support(money: Mapping[str, Dong]) -> Dong:
    """What was paid, settled or must come back cannot be cut any more, whole đồng."""
    return Dong(sum(money.get(stage, Dong(0)) for stage in ("advanced", "settled", "recoverable")))


def may_decrease(now: Dong, to: Dong, money: Mapping[str, Dong]) -> Verdict:
    """A cut goes no lower than what was paid out. Source: design 3.6 (only undisbursed money is ever freed)."""
    least = least_support(money)
    if to > now:
        return _amount(f"Số mới {to} cao hơn {now} đang có.", "Tăng kinh phí là loại điều chỉnh khác.")
    if to < least:
        return _amount(f"Đã chi {least}, không giảm xuống {to} được.", "Giảm đến mức đã chi, hoặc ngừng và thu hồi.")
    return allowed()


def may_increase(now: Dong, to: Dong) -> Verdict:
    """An increase is more than what is there; the money is asked of the ledger."""
    if to > now:
        return allowed()
    return _amount(f"Số mới {to} không cao hơn {now} đang có.", "Ghi số sau khi tăng.")


def may_replace(amount: Dong, money: Mapping[str, Dong]) -> Verdict:
    """A new beneficiary receives at most what was not paid to the old one. Source: design 3.3, 3.6."""
    most = Dong(money.get("planned", Dong(0)) + money.get("contracted", Dong(0)))
    if 0 < amount <= most:
        return allowed()
    return _amount(
        f"Phần này còn {most} chưa chi, không chuyển {amount} cho cơ sở mới được.",
        "Ghi số không vượt phần chưa chi; phần đã chi thì thu hồi.",
    )


def _amount(reason: str, todo: str) -> Verdict:
    return Verdict(Refused(reason, todo, field="amount", code="amount", status=422))
