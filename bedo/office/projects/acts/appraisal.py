"""Appraisal in five contents and requests for correction."""

from __future__ import annotations

from bedo.core import log
from bedo.documents.services import register_paper
from bedo.office.projects.acting import Act, Rows
from bedo.office.projects.acts import before
from bedo.office.projects.acts.common import (
    Data,
    RowData,
    norm_notes,
    project_move,
    stored,
    who,
)
from bedo.office.projects.forms import appraisal as appraisal_forms
from bedo.office.projects.forms import base as base_forms
from bedo.office.projects.scene import Scene
from bedo.office.shell.paperform import PAPER
from bedo.projects import queries
from bedo.projects.rules import states as s
from bedo.projects.services import (
    appraisal,
    dossiers,
)


def _conclude(passed: bool):
    def run(scene: Scene, data: Data, rows: RowData) -> None:
        appraisal.conclude(
            project=scene.project, passed=passed, on=data["on"], comment=data.get("comment", ""), **who(scene)
        )

    return run


def _sheet_initial(scene: Scene) -> Data:
    sheet = queries.open_sheet(scene.project)
    if sheet is None:
        return {"held_on": scene.today, "proposed_support": scene.project.support}
    values: Data = {
        name: getattr(sheet, name) for name in ("held_on", "body", "proposed_support", "minutes", "version")
    }
    for found in sheet.findings.all():
        values[f"passed_{found.content}"] = "" if found.passed is None else str(int(found.passed))
        values[f"text_{found.content}"] = found.text
    return values


def _sheet_notes(scene: Scene) -> Data:
    """The rule card stands beside the basis, above the sheet: it is read before the marks are set."""
    return {"basis": before.basis(scene), "basis_rule": norm_notes(scene)["rule_answer"]}


def _members(scene: Scene) -> list[Data]:
    sheet = queries.open_sheet(scene.project)
    rows = sheet.members.order_by("id") if sheet else []
    return [
        {
            "name": m.name,
            "position": m.position,
            "agrees": "" if m.agrees is None else str(int(m.agrees)),
            "opinion": m.opinion,
        }
        for m in rows
    ]


def _sheet(scene: Scene, data: Data, rows: RowData) -> None:
    findings = [
        appraisal.ContentFinding(row.key, row.name, _yes_no(data[f"passed_{row.key}"]), data[f"text_{row.key}"])
        for row in scene.appraisal_contents
    ]
    members = [
        appraisal.Member(row["name"], row["position"], _yes_no(row["agrees"]), row["opinion"])
        for row in rows["hoi-dong"]
    ]
    decision = queries.council_decision(scene.project)
    appraisal.write_sheet(
        project=scene.project,
        findings=findings,
        held_on=data["held_on"],
        version=data["version"] or 0,
        body=data["body"],
        decision=decision,
        minutes=data["minutes"],
        proposed_support=data["proposed_support"],
        members=members,
        **who(scene),
    )


def _council(scene: Scene, data: Data, rows: RowData) -> None:
    with log.writing(scene.project.province.code):
        paper = register_paper(
            province=scene.project.province,
            attachment=stored(scene, data),
            **{name: data[name] for name in PAPER if name != "file"},
            **who(scene),
        )
        dossiers.add_paper(
            project=scene.project,
            slot=queries.council_slot(scene.project),
            label=paper.label,
            paper=paper,
            dated_on=paper.issued_on,
            by=scene.user,
        )


def _yes_no(text: str) -> bool | None:
    return {"1": True, "0": False}.get(text)


def _ask(scene: Scene, data: Data, rows: RowData) -> None:
    appraisal.ask_correction(
        project=scene.project,
        kind=data["kind"],
        part=data["part"],
        text=data["text"],
        due_on=data["due_on"],
        **who(scene),
    )


def _answer(scene: Scene, data: Data, rows: RowData) -> None:
    appraisal.answer_correction(correction=data["correction"], answer=data["answer"], **who(scene))


def _close_corrections(scene: Scene, data: Data, rows: RowData) -> None:
    with log.writing(scene.project.province.code):
        for row in data["corrections"]:
            appraisal.close_correction(correction=row, **who(scene))


REVIEW = frozenset({s.BASE_REVIEW, s.MINISTRY_REVIEW})
CUC = {s.MINISTRY_REVIEW: "ministry.appraise"}
"""The Cục does in its own review what the Sở does in the base one."""


def _receive(scene: Scene, data: Data, rows: RowData) -> None:
    appraisal.receive(project=scene.project, on=data["on"], **who(scene))


ACTS: dict[str, Act] = {
    "nhan": project_move("receive", run=_receive),
    "phieu-tham-dinh": Act("Phiếu thẩm định", "Lưu phiếu", "project.appraise", REVIEW, appraisal_forms.SheetForm, _sheet, "Đã lưu phiếu thẩm định.", _sheet_initial, {"hoi-dong": Rows(appraisal_forms.MemberRow, "Thành viên Hội đồng (khi thẩm định bằng Hội đồng)", 5, _members)}, _sheet_notes, "tham-dinh", rights=CUC),
    "hoi-dong": Act("Quyết định thành lập Hội đồng thẩm định", "Ghi quyết định", "project.appraise", REVIEW, appraisal_forms.CouncilForm, _council, "Đã ghi quyết định.", lambda scene: {"issuer": scene.user.organisation.name if scene.user.organisation else ""}, back="tham-dinh", rights=CUC),
    "yeu-cau": Act("Yêu cầu bổ sung", "Ghi yêu cầu", "project.appraise", REVIEW, appraisal_forms.CorrectionForm, _ask, "Đã ghi yêu cầu bổ sung.", back="tham-dinh", rights=CUC),
    "tra": project_move("return", back="tham-dinh"),
    "tra-loi": Act("Trả lời yêu cầu bổ sung", "Ghi trả lời", "project.draft", frozenset({s.RETURNED}), appraisal_forms.AnswerForm, _answer, "Đã ghi trả lời.", back="tham-dinh"),
    "dong-yeu-cau": Act("Đóng yêu cầu bổ sung", "Đóng yêu cầu đã chọn", "project.appraise", REVIEW, appraisal_forms.CloseCorrectionsForm, _close_corrections, "Đã đóng yêu cầu.", back="tham-dinh", rights=CUC),
    "dat": project_move("pass", run=_conclude(True), back="tham-dinh"),
    "khong-dat": project_move("reject", form=base_forms.CommentedMoveForm, run=_conclude(False), back="tham-dinh"),
    "cuc-nhan": project_move("ministry_receive", run=_receive),
    "cuc-tra": project_move("ministry_return", back="tham-dinh"),
    "cuc-dat": project_move("ministry_pass", run=_conclude(True), back="tham-dinh"),
    "cuc-khong-dat": project_move("ministry_reject", form=base_forms.CommentedMoveForm, run=_conclude(False), back="tham-dinh"),
}  # fmt: skip
