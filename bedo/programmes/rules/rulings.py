"""A verdict that may also warn: what is not bound by a read or confirmed text never refuses by itself."""

from __future__ import annotations

from dataclasses import dataclass

from bedo.core.answers import Answer
from bedo.core.moves import Refused, Verdict

UNCHECKED = "Chưa đối chiếu văn bản nên chỉ cảnh báo."


@dataclass(frozen=True)
class Ruling(Verdict):
    """Truthy when allowed. `warnings` are sentences to show and to keep; `answer` explains."""

    warnings: tuple[str, ...] = ()
    answer: Answer | None = None


def rule_on(answer: Answer, faults: list[tuple[str, str]], *, field: str = "", strict: bool = False) -> Ruling:
    """Refuse for the faults (reason, what to do) where the answer's sources bind or the office chose so; else warn."""
    if not faults:
        return Ruling(answer=answer)
    if answer.binding or strict:
        reason, todo = faults[0]
        rest = " ".join(fault[0] for fault in faults[1:])
        refusal = Refused(f"{reason} {rest}".strip(), todo, field=field, code="rule", status=422)
        return Ruling(refusal, (), answer)
    return Ruling(None, tuple(f"{reason} {UNCHECKED}" for reason, _ in faults), answer)
