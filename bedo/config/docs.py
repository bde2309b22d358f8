"""Pages of docs/ that are made from the code: `python -m bedo.config.docs` writes them, a house test finds them stale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bedo.accounts.rights import ORGANISATION_KINDS, RIGHTS, ROLES
from bedo.core.moves import Move
from bedo.planning import rules as plan
from bedo.programmes.docs import rules_page
from bedo.projects.rules import states
from bedo.projects.rules.next_steps import NEXT

DOCS = Path(__file__).resolve().parents[2] / "docs"

STATES_HEAD = """# States

Generated from `bedo/projects/rules/states.py`, `next_steps.py` and `bedo/planning/rules.py`; do not edit (`make docs`). From *contracted* on the state lives on the
share: a project shows the state of its least advanced live share. Two labels: the office's and the applicant's.
"""
RIGHTS_HEAD = """# Roles and rights

Generated from `bedo/accounts/rights.py`; do not edit (`make docs`). A right counts in the province of the grant only;
roles of the ministry count everywhere. Outside the scope a record answers 404, inside without the right 403 with the reason.
"""


def states_page() -> str:
    """Every state and move of a wish, a project, a share and a year's plan, with drawings; and who acts next."""
    parts = [STATES_HEAD]
    plan_labels = {code: states.Label(word, "") for code, word in plan.STATES.items()}
    tables: tuple[tuple[str, Mapping[str, Move], Mapping[str, states.Label]], ...] = (
        ("A wish (nhu cầu)", states.WISH_MOVES, states.WISH_STATES),
        ("A project before its contract (đề án)", states.PROJECT_MOVES, states.STATES),
        ("A share from its contract on (phần)", states.SHARE_MOVES, states.STATES),
        ("A year's plan (kế hoạch năm)", plan.MOVES, plan_labels),
        ("The national plan (kế hoạch khuyến công quốc gia)", plan.NATIONAL_MOVES, plan_labels),
    )
    for title, moves, labels in tables:
        parts += [f"## {title}", _drawing(moves), _moves(moves), _labels(moves, labels)]
    return "\n".join([*parts, "## Who acts next", "", _next()]) + "\n"


def _next() -> str:
    """Every state of a project with the step that the page and the desks name; in the others nobody has to act."""
    rows = ["| state | who | what | then |", "|---|---|---|---|"]
    for code in states.STATES:
        step = NEXT.get(code)
        rows.append(f"| `{code}` | {step.who} | {step.what} | {step.after} |" if step else f"| `{code}` | | | |")
    return "\n".join(rows)


def _drawing(moves: Mapping[str, Move]) -> str:
    arrows = [
        f"    {source} --> {move.target}: {verb}" for verb, move in moves.items() for source in sorted(move.sources)
    ]
    return "\n".join(["\n```mermaid", "stateDiagram-v2", *arrows, "```\n"])


def _moves(moves: Mapping[str, Move]) -> str:
    rows = ["| move | button | from | to | right | guards | reason | basis |", "|---|---|---|---|---|---|---|---|"]
    for verb, move in moves.items():
        guards = ", ".join(f"`{guard.__name__}`" for guard in move.guards)
        reason = "required" if move.comment_required else ""
        sources = ", ".join(sorted(move.sources))
        rows.append(
            f"| `{verb}` | {move.label} | {sources} | {move.target} | `{move.needs}` | {guards} | {reason} | {move.basis} |"
        )
    return "\n".join(rows) + "\n"


def _labels(moves: Mapping[str, Move], labels: Mapping[str, states.Label]) -> str:
    met = {move.target for move in moves.values()} | {source for move in moves.values() for source in move.sources}
    rows = ["| state | office | applicant |", "|---|---|---|"]
    rows += [f"| `{code}` | {label.office} | {label.applicant} |" for code, label in labels.items() if code in met]
    return "\n".join(rows) + "\n"


def rights_page() -> str:
    """Role × right, as the page “Vai trò và quyền” shows it."""
    parts = [RIGHTS_HEAD, "| role | Vietnamese | held in |", "|---|---|---|"]
    for code, role in ROLES.items():
        homes = ", ".join(label for kind, label in ORGANISATION_KINDS.items() if kind in role.organisations)
        parts.append(f"| `{code}` | {role.label} | {homes} |")
    parts += ["", "| right | Vietnamese | roles |", "|---|---|---|"]
    for right, label in RIGHTS.items():
        holders = ", ".join(f"`{code}`" for code, role in ROLES.items() if right in role.rights) or "nobody"
        parts.append(f"| `{right}` | {label} | {holders} |")
    return "\n".join(parts) + "\n"


PAGES: dict[str, Callable[[], str]] = {"states.md": states_page, "rights.md": rights_page, "rules.md": rules_page}


def write() -> list[str]:
    """Write the pages that changed; returns their names."""
    changed = []
    for name, page in PAGES.items():
        place, text = DOCS / name, page()
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            place.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed


if __name__ == "__main__":
    print("\n".join(write()) or "docs are fresh")
