"""Carrying out: monthly progress, difficulties."""

from __future__ import annotations

from bedo.core.types import Dong
from bedo.office.projects.acting import Act
from bedo.office.projects.acts.common import (
    AFTER_ACCEPTANCE,
    UNDER_CONTRACT,
    Data,
    RowData,
    share_move,
    stored,
    today_field,
    who,
)
from bedo.office.projects.forms import base as base_forms
from bedo.office.projects.forms import carrying as carrying_forms
from bedo.office.projects.scene import Scene
from bedo.projects import queries
from bedo.projects.services import (
    progress,
)


def _progress_initial(scene: Scene) -> Data:
    """Prefilled from last month; the present month's own report when there is one."""
    month = queries.next_report_month(scene.share, scene.today)
    if month > scene.today:
        month = scene.today.replace(day=1)
    own = scene.share.reports.filter(month=month).first()
    last = own or queries.last_report(scene.share, month)
    values: Data = {"month": f"{month:%m/%Y}", "version": own.version if own else None}
    if last:
        values |= {name: getattr(last, name) for name in ("planned_percent", "done_percent", "spent")}
    return values | ({"done_text": own.done_text} if own else {})


def _progress(scene: Scene, data: Data, rows: RowData) -> None:
    photo = stored(scene, data, "photo")
    progress.report_progress(
        share=scene.share,
        month=data["month"],
        planned_percent=data["planned_percent"],
        done_percent=data["done_percent"],
        spent=data["spent"] or Dong(0),
        done_text=data["done_text"],
        photos=[photo] if photo else None,
        version=data["version"] or 0,
        **who(scene),
    )


def _nothing_new(scene: Scene, data: Data, rows: RowData) -> None:
    progress.nothing_new(shares=[scene.share], month=data["on"].replace(day=1), **who(scene))


def _difficulty(scene: Scene, data: Data, rows: RowData) -> None:
    progress.raise_difficulty(
        share=scene.share, text=data["text"], holder=data["holder"], due_on=data["due_on"], **who(scene)
    )


def _outcome(scene: Scene, data: Data, rows: RowData) -> None:
    progress.close_difficulty(difficulty=data["difficulty"], outcome=data["outcome"], **who(scene))


ACTS: dict[str, Act] = {
    "bat-dau": share_move("start"),
    "tien-do": Act("Báo cáo tiến độ tháng", "Ghi báo cáo", "project.follow", UNDER_CONTRACT, carrying_forms.ProgressForm, _progress, "Đã ghi báo cáo tiến độ.", _progress_initial, back="tien-do"),
    "khong-phat-sinh": Act("Không phát sinh trong tháng", "Ghi không phát sinh", "project.follow", UNDER_CONTRACT, base_forms.MoveForm, _nothing_new, "Đã ghi không phát sinh.", today_field, back="tien-do"),
    "kho-khan": Act("Ghi khó khăn", "Ghi khó khăn", "project.follow", UNDER_CONTRACT, carrying_forms.DifficultyForm, _difficulty, "Đã ghi khó khăn.", back="tien-do"),
    "thao-go": Act("Kết quả tháo gỡ", "Ghi kết quả", "project.follow", UNDER_CONTRACT | AFTER_ACCEPTANCE, carrying_forms.OutcomeForm, _outcome, "Đã ghi kết quả.", back="tien-do"),
    "hoan-thanh": share_move("complete"),
}  # fmt: skip
