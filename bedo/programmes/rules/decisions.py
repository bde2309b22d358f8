"""Who decides which change of an approved project, and what it must carry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bedo.core.answers import Answer, Step
from bedo.programmes.rules.rows import in_force
from bedo.programmes.rules.tables import BODIES, CHANGES, ChangeAuthority


def who_decides(
    rows: Iterable[ChangeAuthority], change: str, *, level: str, on: date, kind: str = "single", province: str = ""
) -> Answer:
    """The body (a code of BODIES) that decides a change; None where the table is silent.

    A row for the kind of project comes before one for any kind: of a group project the Sở itself decides place,
    cooperating unit and beneficiary. Source: TT 36/2013 Điều 11 and 21; local: the approver of the plan.
    """
    standing = [row for row in in_force(rows, on, level, province).values() if row.change == change]
    fitting = [row for row in standing if row.project_kind == kind] or [r for r in standing if r.project_kind == "any"]
    question = f"Ai quyết định: {CHANGES.get(change, change)}"
    if not fitting:
        return Answer(question, None, note="Bảng thẩm quyền chưa có dòng cho thay đổi này.")
    row = fitting[0]
    steps = [Step("Cấp quyết định", BODIES[row.body])]
    steps += [Step("Hình thức", row.form)] if row.form else []
    steps += [Step("Phải có", row.needs)] if row.needs else []
    return Answer(question, row.body, tuple(steps), (row.source(level, province),), row.notes)
