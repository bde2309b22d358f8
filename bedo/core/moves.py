"""Moves between states as plain data, and refusals that say what, why and what next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


class Refused(Exception):
    """A person asked for something that may not be done.

    `reason` says what is wrong and why, `todo` what to do next; `field` names the form field it belongs to, if any.
    `status` is the HTTP status a face answers with (409 conflict of state, 403 no right, 400 bad value).
    """

    def __init__(self, reason: str, todo: str = "", *, field: str = "", code: str = "refused", status: int = 409):
        super().__init__(reason)
        self.reason, self.todo, self.field, self.code, self.status = reason, todo, field, code, status

    @property
    def sentence(self) -> str:
        """Reason and what to do, as one text for people."""
        return f"{self.reason} {self.todo}".strip()


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed; else carries the refusal."""

    refusal: Refused | None = None

    def __bool__(self) -> bool:
        return self.refusal is None

    @property
    def reason(self) -> str:
        return self.refusal.sentence if self.refusal else ""


Guard = Callable[[Any], Verdict]


@dataclass(frozen=True)
class Move:
    """One row of a table of moves: from which states, to which, who may, what it needs.

    `guards` look at the facts of the thing and may refuse. `label` is the button in Vietnamese, `done` the sentence
    of the timeline, `basis` the legal source.
    """

    sources: frozenset[str]
    target: str
    needs: str
    label: str
    done: str
    guards: tuple[Guard, ...] = ()
    comment_required: bool = False
    basis: str = ""
    tracks: frozenset[str] = field(default_factory=lambda: frozenset({"local", "national"}))

    def check(
        self,
        state: str,
        facts: Any,
        rights: frozenset[str],
        *,
        comment: str = "",
        labels: Mapping[str, str] | None = None,
    ) -> Verdict:
        """May this move be made now? Checks state and track, right, comment, then the guards in order.

        Facts with a `track` are refused the rows of the other track.
        """
        if state not in self.sources or getattr(facts, "track", "") not in {"", *self.tracks}:
            now = (labels or {}).get(state, state)
            return Verdict(
                Refused(
                    f"Không làm được bước “{self.label}” vì đang ở trạng thái “{now}”.",
                    "Tải lại trang để xem trạng thái mới nhất.",
                    code="state",
                )
            )
        if self.needs not in rights:
            return Verdict(
                Refused(
                    f"Bạn không có quyền “{self.label}”.",
                    "Nhờ người có quyền thực hiện hoặc đề nghị quản trị cấp quyền.",
                    code="right",
                    status=403,
                )
            )
        if self.comment_required and not comment.strip():
            return Verdict(
                Refused(
                    f"Bước “{self.label}” phải ghi lý do.",
                    "Ghi lý do rồi làm lại.",
                    field="comment",
                    code="comment",
                    status=400,
                )
            )
        for guard in self.guards:
            verdict = guard(facts)
            if not verdict:
                return verdict
        return Verdict()


def allowed() -> Verdict:
    """Nothing stands in the way."""
    return Verdict()


def refused(reason: str, todo: str = "", *, field: str = "", code: str = "refused") -> Verdict:
    """A verdict that carries a refusal."""
    return Verdict(Refused(reason, todo, field=field, code=code))
