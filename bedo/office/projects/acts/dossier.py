"""Writing the dossier, submitting it, taking it back, handing it over."""

from __future__ import annotations

from bedo.core.types import Dong
from bedo.office.projects.acting import Act, Rows
from bedo.office.projects.acts import before
from bedo.office.projects.acts.common import (
    LIVE,
    Data,
    RowData,
    norm_notes,
    project_move,
    stored,
    today_field,
    who,
)
from bedo.office.projects.forms import base as base_forms
from bedo.office.projects.forms import dossier as dossier_forms
from bedo.office.projects.scene import Scene
from bedo.projects import facts
from bedo.projects.models import EffectPromise
from bedo.projects.rules import states as s
from bedo.projects.rules.effects import MEASURES
from bedo.projects.services import dossiers, effects, responsibility


def _submit(scene: Scene, data: Data, rows: RowData) -> None:
    dossiers.submit(project=scene.project, on=data["on"], **who(scene))


SUBMIT = Act(
    title="Nộp hồ sơ",
    button="Nộp hồ sơ",
    right="project.submit",
    states=frozenset({s.DRAFT, s.RETURNED}),
    form=base_forms.MoveForm,
    run=_submit,
    done="Đã nộp hồ sơ.",
    initial=today_field,
    notes=lambda scene: {"verdict": scene.verdict(facts.submitting(scene.project, scene.today))},
)


ABOUT = (
    "title", "content", "more_contents", "fund", "year", "place", "starts_on", "ends_on",
    "cooperating", "chain_product", "chain_links",
)  # fmt: skip


def _dossier_initial(scene: Scene) -> Data:
    project, dossier, share = scene.project, scene.project.dossier, scene.share
    about = {name: getattr(project, name) for name in ABOUT}
    parts = {name: getattr(dossier, name) for name in dossiers.PARTS if name != "content"}
    return {
        **about,
        **parts,
        "issues_invoice": project.issues_invoice,
        "content_text": dossier.content,
        "support": share.support if share else None,
        "counterpart": share.counterpart if share else None,
        "version": dossier.version,
    }


def _write(scene: Scene, data: Data, rows: RowData) -> None:
    parts = {name: data[name] for name in dossiers.PARTS if name != "content"} | {"content": data["content_text"]}
    about = {name: data[name] for name in ABOUT if name in data}
    if "issues_invoice" in data:
        about["issues_invoice"] = data["issues_invoice"]
    dossiers.write_dossier(
        project=scene.project,
        version=data["version"],
        parts=parts,
        about=about,
        support=data.get("support"),
        counterpart=data.get("counterpart"),
        by=scene.user,
    )


def _estimate_rows(scene: Scene) -> list[Data]:
    names = ("text", "quantity", "unit", "total", "from_fund", "from_beneficiary", "from_other")
    return [
        {name: getattr(line, name) for name in names} | {"is_machine": bool(line.machine_key)}
        for line in scene.project.estimate.order_by("number")
    ]


def _estimate(scene: Scene, data: Data, rows: RowData) -> None:
    lines = [
        dossiers.LineInput(
            text=row["text"],
            total=row["total"],
            from_fund=row["from_fund"] or Dong(0),
            from_beneficiary=row["from_beneficiary"] or Dong(0),
            from_other=row["from_other"] or Dong(0),
            quantity=row["quantity"] or 1,
            unit=row["unit"],
            is_machine=row["is_machine"],
        )
        for row in rows["dong"]
    ]
    dossiers.set_estimate(project=scene.project, lines=lines, version=data["version"], by=scene.user)


def _promise(scene: Scene, data: Data, rows: RowData) -> None:
    effects.promise_effects(project=scene.project, by=scene.user, **data)


def _promised(scene: Scene) -> Data:
    row = EffectPromise.objects.filter(project=scene.project).first()
    return {name: getattr(row, name) for name in MEASURES} if row else {}


def _paper(scene: Scene, data: Data, rows: RowData) -> None:
    names = {item.key: item.name for item in scene.all_papers}
    slot = data["slot"]
    dossiers.add_paper(
        project=scene.project,
        share=scene.share_of(slot),
        slot=slot,
        label=names.get(slot) or data["words"][:120] or "Giấy tờ khác",
        attachment=stored(scene, data),
        dated_on=data["dated_on"],
        words=data["words"],
        by=scene.user,
    )


def _hand_over(scene: Scene, data: Data, rows: RowData) -> None:
    responsibility.hand_over(
        project=scene.project, officer=data["officer"], from_on=data["from_on"], reason=data["reason"], **who(scene)
    )


ACTS: dict[str, Act] = {
    "ho-so": Act("Viết hồ sơ", "Lưu hồ sơ", "project.draft", dossiers.WRITABLE, dossier_forms.DossierForm, _write, "Đã lưu hồ sơ, chưa nộp.", _dossier_initial, notes=norm_notes, back="ho-so", autosave=True),
    "du-toan": Act("Dự toán (Mẫu 1)", "Lưu dự toán", "project.draft", dossiers.WRITABLE, base_forms.VersionForm, _estimate, "Đã lưu dự toán.", lambda scene: {"version": scene.project.dossier.version}, rows={"dong": Rows(dossier_forms.EstimateRow, "Các dòng dự toán, đồng", 4, _estimate_rows)}, notes=norm_notes, back="ho-so"),
    "muc-tieu": Act("Mục tiêu hiệu quả bằng số", "Lưu mục tiêu", "project.draft", dossiers.WRITABLE, dossier_forms.PromiseForm, _promise, "Đã lưu mục tiêu hiệu quả.", _promised, back="ho-so"),
    "giay-to": Act("Thêm giấy tờ", "Thêm giấy tờ", "paper.record", LIVE, base_forms.PaperForm, _paper, "Đã thêm giấy tờ.", back="ho-so"),
    "nop": SUBMIT,
    "rut": project_move("withdraw", form=base_forms.CommentedMoveForm),
    "xet-lai": project_move("take_up"),
    "phu-trach": Act("Đổi người phụ trách", "Bàn giao", "project.assign", LIVE, base_forms.HandOverForm, _hand_over, "Đã đổi người phụ trách.", lambda scene: {"from_on": scene.today}, notes=lambda scene: {"load": before.load(scene)}),
}  # fmt: skip
