"""Appraisals of a synthetic project at the Sở and at the Cục, and what was asked to be corrected."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bedo.projects.models import Appraisal, AppraisalFinding, Correction

LEVELS = {
    "base": ("chuyenvienso", "project.pass", "project.reject", "project.return", "project.resubmit"),
    "ministry": ("cuc", "project.ministry_pass", "project.ministry_reject", "project.ministry_return", "project.ministry_resubmit"),
}  # fmt: skip
"""Who appraises, and the steps: pass, reject, return, resubmit."""
CORRECTED = "Bổ sung báo giá thứ hai của máy."


def write(writer: Any) -> None:
    """One appraisal with its findings at each level that came to a conclusion; one correction where it went back."""
    number = 0
    for level, (who, passed, rejected, returned, again) in LEVELS.items():
        on = writer.life.on(passed) or writer.life.on(rejected)
        by = writer.scene.cast[who]
        if on:
            number += 1
            _appraisal(writer, number, level, by, on, bool(writer.life.on(passed)))
        if asked := writer.life.on(returned):
            _correction(writer, level, by, asked, writer.life.on(again), on)


def _appraisal(writer: Any, number: int, level: str, by: int, on: date, passed: bool) -> None:
    appraisal = writer.tables[Appraisal].add(
        project_id=writer.pk,
        round=number,
        level=level,
        held_on=on,
        minutes="Xem hồ sơ và tại cơ sở.",
        proposed_support=writer.life.asked if passed else None,
        conclusion="pass" if passed else "reject",
        appraiser_id=by,
    )
    for place, (content, label) in enumerate(writer.scene.findings.items()):
        fits = passed or place != 2
        writer.tables[AppraisalFinding].add(
            appraisal_id=appraisal,
            content=content,
            label=label,
            passed=fits,
            text="Phù hợp." if fits else "Cơ sở chưa đủ năng lực thực hiện.",
        )


def _correction(writer: Any, level: str, by: int, asked: date, answered: date | None, closed: date | None) -> None:
    writer.tables[Correction].add(
        project_id=writer.pk,
        level=level,
        kind="missing",
        text=CORRECTED,
        asked_by_id=by,
        asked_on=asked,
        due_on=asked + timedelta(days=10),
        answer="Đã nộp." if answered else "",
        answered_by_id=writer.officer if answered else None,
        answered_on=answered,
        closed_by_id=by if closed else None,
        closed_on=closed,
    )
