"""What the acts of all stages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bedo.documents.services import store_file
from bedo.office.projects.acting import Act
from bedo.office.projects.forms import base as base_forms
from bedo.office.projects.scene import Scene
from bedo.projects import lawbook, queries
from bedo.projects.rules import states as s
from bedo.projects.rules.states import PROJECT_MOVES, SHARE_MOVES
from bedo.projects.services import (
    dossiers,
)
from bedo.projects.services.shares import move_share

Data = dict[str, Any]
RowData = dict[str, list[dict[str, Any]]]
UNDER_CONTRACT = frozenset({s.CONTRACTED, s.RUNNING, s.REWORK, s.COMPLETED})
AFTER_ACCEPTANCE = s.since(s.ACCEPTED) - {s.CLOSED}
LIVE = frozenset(s.STATES) - s.ENDED


def who(scene: Scene) -> dict[str, Any]:
    return {"by": scene.user, "today": scene.today}


def stored(scene: Scene, data: Data, name: str = "file"):
    """The uploaded file kept, or None."""
    file = data.get(name)
    return store_file(province=scene.project.province, file=file, by=scene.user) if file else None


def today_field(scene: Scene) -> Data:
    return {"on": scene.today}


def norm_notes(scene: Scene) -> Data:
    return {
        "rule_answer": lawbook.ceiling(scene.project, scene.today),
        "problems": queries.estimate_problems(scene.project),
        "earlier": queries.earlier_prices(scene.project),
    }


def share_move(name: str, *, fits: Callable[[Scene], bool] = lambda scene: True) -> Act:
    row = SHARE_MOVES[name]

    def run(scene: Scene, data: Data, rows: RowData) -> None:
        move_share(share=scene.share, name=name, on=data["on"], **who(scene))

    return Act(
        title=row.label,
        button=row.label,
        right=row.needs,
        states=row.sources,
        form=base_forms.MoveForm,
        run=run,
        done=row.done,
        initial=today_field,
        notes=lambda scene: {"verdict": scene.verdict(name)},
        fits=fits,
    )


def project_move(name: str, *, form=base_forms.MoveForm, run=None, back: str = "") -> Act:
    row = PROJECT_MOVES[name]

    def plain(scene: Scene, data: Data, rows: RowData) -> None:
        dossiers.move_project(
            project=scene.project, name=name, on=data["on"], comment=data.get("comment", ""), **who(scene)
        )

    return Act(
        title=row.label,
        button=row.label,
        right=row.needs,
        states=row.sources,
        form=form,
        run=run or plain,
        done=row.done,
        initial=today_field,
        notes=lambda scene: {"verdict": scene.verdict(name)},
        back=back,
    )
