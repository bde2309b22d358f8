"""The table of acts on one project: slug → words, right, states, form, service. The address is /de-an/<id>/lam/<slug>/."""

from __future__ import annotations

from typing import Any

from bedo.core import log
from bedo.core.types import Dong
from bedo.documents.services import register_paper, store_file
from bedo.office.projects import forms
from bedo.office.projects.acting import Act, Rows
from bedo.office.projects.scene import Scene
from bedo.office.shell.paperform import PAPER
from bedo.projects import lawbook, queries
from bedo.projects.models import Settlement
from bedo.projects.rules import states as s
from bedo.projects.rules.states import PROJECT_MOVES, SHARE_MOVES
from bedo.projects.services import (
    acceptance,
    appraisal,
    contracts,
    dossiers,
    effects,
    progress,
    responsibility,
    settlement,
)
from bedo.projects.services.shares import move_share

Data = dict[str, Any]
RowData = dict[str, list[dict[str, Any]]]
UNDER_CONTRACT = frozenset({s.CONTRACTED, s.RUNNING, s.REWORK, s.COMPLETED})
AFTER_ACCEPTANCE = frozenset({s.ACCEPTED, s.SETTLING, s.LIQUIDATED, s.SETTLED, s.FOLLOWED})
LIVE = frozenset(s.STATES) - s.ENDED


def who(scene: Scene) -> dict[str, Any]:
    return {"by": scene.user, "today": scene.today}


def stored(scene: Scene, data: Data, name: str = "file"):
    """The uploaded file kept, or None."""
    file = data.get(name)
    return store_file(province=scene.project.province, file=file, by=scene.user) if file else None


def today_field(scene: Scene) -> Data:
    return {"on": scene.today}


# --- moves of the dossier


def _move(name: str, *, form=forms.MoveForm, run=None, back: str = "") -> Act:
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


def _submit(scene: Scene, data: Data, rows: RowData) -> None:
    dossiers.submit(project=scene.project, on=data["on"], **who(scene))


def _conclude(passed: bool):
    def run(scene: Scene, data: Data, rows: RowData) -> None:
        appraisal.conclude(
            project=scene.project, passed=passed, on=data["on"], comment=data.get("comment", ""), **who(scene)
        )

    return run


SUBMIT = Act(
    title="Nộp hồ sơ lên Sở",
    button="Nộp hồ sơ",
    right="project.submit",
    states=frozenset({s.DRAFT, s.RETURNED}),
    form=forms.MoveForm,
    run=_submit,
    done="Đã nộp hồ sơ lên Sở Công Thương.",
    initial=today_field,
    notes=lambda scene: {"verdict": scene.verdict("resubmit" if scene.state == s.RETURNED else "submit")},
)


# --- writing the dossier


def _dossier_initial(scene: Scene) -> Data:
    project, dossier, share = scene.project, scene.project.dossier, scene.share
    about = {
        name: getattr(project, name) for name in ("title", "content", "fund", "year", "place", "starts_on", "ends_on")
    }
    parts = {name: getattr(dossier, name) for name in dossiers.PARTS if name != "content"}
    return {
        **about,
        **parts,
        "content_text": dossier.content,
        "support": share.support if share else None,
        "counterpart": share.counterpart if share else None,
        "version": dossier.version,
    }


def _write(scene: Scene, data: Data, rows: RowData) -> None:
    parts = {name: data[name] for name in dossiers.PARTS if name != "content"} | {"content": data["content_text"]}
    about = {name: data[name] for name in ("title", "content", "fund", "year", "place", "starts_on", "ends_on")}
    dossiers.write_dossier(
        project=scene.project,
        version=data["version"],
        parts=parts,
        about=about,
        support=data["support"],
        counterpart=data["counterpart"],
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
    dossiers.set_estimate(project=scene.project, lines=lines, by=scene.user)


def _norm_notes(scene: Scene) -> Data:
    return {
        "rule_answer": lawbook.ceiling(scene.project, scene.today),
        "problems": queries.estimate_problems(scene.project),
        "earlier": queries.earlier_prices(scene.project),
    }


def _paper(scene: Scene, data: Data, rows: RowData) -> None:
    names = {item.key: item.name for item in scene.all_papers}
    slot = data["slot"]
    dossiers.add_paper(
        project=scene.project,
        share=scene.share if slot.startswith("completion:") else None,
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


# --- appraisal


def _sheet_initial(scene: Scene) -> Data:
    sheet = scene.project.appraisals.filter(conclusion="").prefetch_related("findings").order_by("-round").first()
    if sheet is None:
        return {"held_on": scene.today, "proposed_support": scene.project.support}
    values: Data = {
        name: getattr(sheet, name) for name in ("held_on", "body", "proposed_support", "minutes", "version")
    }
    for found in sheet.findings.all():
        values[f"passed_{found.content}"] = "" if found.passed is None else str(int(found.passed))
        values[f"text_{found.content}"] = found.text
    return values


def _members(scene: Scene) -> list[Data]:
    sheet = scene.project.appraisals.filter(conclusion="").order_by("-round").first()
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
        version=data["version"],
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
            slot="appraisal:council",
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


# --- contract and money


def _contract_initial(scene: Scene) -> Data:
    return {
        "kind": "ho_tro",
        "signed_on": scene.today,
        "ends_on": scene.project.ends_on,
        "amount": scene.share.support if scene.share else None,
    }


def _party_rows(scene: Scene) -> list[Data]:
    office = (
        scene.project.implementer.name
        if scene.project.implementer
        else (scene.user.organisation.name if scene.user.organisation else "")
    )
    return [{"side": "A", "name": office}, {"side": "B", "name": scene.project.beneficiary_names}]


def _contract(scene: Scene, data: Data, rows: RowData) -> None:
    parties = [
        contracts.Party(row["side"] or chr(65 + number), row["name"], row["representative"], row["position"])
        for number, row in enumerate(rows["ben"])
    ]
    contracts.sign_contract(
        shares={scene.share: data["amount"]} | {share: share.support for share in data.get("others", ())},
        number=data["number"],
        kind=data["kind"],
        signed_on=data["signed_on"],
        ends_on=data["ends_on"],
        parties=parties,
        words=data["words"],
        **who(scene),
    )


def _work(scene: Scene, data: Data, rows: RowData) -> None:
    contracts.confirm_work(
        share=scene.share,
        number=data["number"],
        on=data["on"],
        done_value=data["done_value"],
        total_value=data["total_value"],
        words=data["words"],
        attachment=stored(scene, data),
        **who(scene),
    )


def _pay_initial(scene: Scene) -> Data:
    share = scene.share
    paid = queries.paid(share)
    if scene.state in AFTER_ACCEPTANCE:
        return {"kind": "remaining_advance", "amount": (share.support or Dong(0)) - paid, "on": scene.today}
    offer = lawbook.advance_offer(share, scene.today).value or Dong(0)
    return {"kind": "first_advance", "amount": max(offer - paid, Dong(0)), "on": scene.today}


def _pay_notes(scene: Scene) -> Data:
    values = _pay_initial(scene)
    gate = lawbook.payment_gate(scene.share, values["kind"], Dong(values["amount"]), scene.today)
    return {
        "rule_answer": lawbook.advance_offer(scene.share, scene.today),
        "verdict": gate.verdict,
        "warnings": gate.warnings,
    }


def _pay(scene: Scene, data: Data, rows: RowData) -> None:
    contracts.pay(
        share=scene.share, kind=data["kind"], amount=data["amount"], on=data["on"], words=data["words"], **who(scene)
    )


def _reverse(scene: Scene, data: Data, rows: RowData) -> None:
    contracts.reverse_payment(payment=data["payment"], on=data["on"], reason=data["reason"], **who(scene))


def _repay(scene: Scene, data: Data, rows: RowData) -> None:
    settlement.repay(share=scene.share, amount=data["amount"], on=data["on"], words=data["words"], **who(scene))


# --- carrying out


def _share_move(name: str) -> Act:
    row = SHARE_MOVES[name]

    def run(scene: Scene, data: Data, rows: RowData) -> None:
        move_share(share=scene.share, name=name, on=data["on"], **who(scene))

    return Act(
        title=row.label,
        button=row.label,
        right=row.needs,
        states=row.sources,
        form=forms.MoveForm,
        run=run,
        done=row.done,
        initial=today_field,
        notes=lambda scene: {"verdict": scene.verdict(name)},
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
        version=data["version"],
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


# --- acceptance, vouchers, settlement, effects

MINUTES_FIELDS = ("held_on", "number", "where", "quality", "effects", "on_time", "result", "demands", "redo_by")


def _open_minutes(scene: Scene):
    return scene.share.acceptances.filter(signed_on=None).order_by("-round").first() if scene.share else None


def _minutes_initial(scene: Scene) -> Data:
    minutes = _open_minutes(scene)
    if minutes is None:
        return {"held_on": scene.today, "on_time": True, "where": scene.project.place.name}
    return {name: getattr(minutes, name) for name in (*MINUTES_FIELDS, "version")}


def _body_rows(scene: Scene) -> list[Data]:
    minutes = _open_minutes(scene)
    if minutes:
        return [{"body": p.body, "name": p.name, "position": p.position} for p in minutes.parties.order_by("id")]
    bodies = (
        "Sở Công Thương",
        f"UBND {scene.project.place.label}",
        "Trung tâm Khuyến công",
        scene.project.beneficiary_names,
    )
    return [{"body": body} for body in bodies]


def _minutes_rows(scene: Scene) -> list[Data]:
    minutes = _open_minutes(scene)
    names = (
        "text",
        "unit",
        "contract_quantity",
        "done_quantity",
        "contract_value",
        "done_value",
        "from_fund",
        "from_beneficiary",
        "from_other",
    )
    if minutes:
        return [{name: getattr(row, name) for name in names} for row in minutes.lines.order_by("number")]
    return [
        {"text": line.text, "unit": line.unit, "contract_quantity": line.quantity, "contract_value": line.total}
        for line in scene.project.estimate.order_by("number")
    ]


def _minutes(scene: Scene, data: Data, rows: RowData) -> None:
    parties = [
        acceptance.PartyInput(row["body"], row["name"], row["position"]) for row in rows["thanh-phan"] if row["body"]
    ]
    lines = [
        acceptance.RowInput(
            text=row["text"],
            unit=row["unit"],
            contract_quantity=row["contract_quantity"] or 0,
            done_quantity=row["done_quantity"] or 0,
            **{
                name: row[name] or Dong(0)
                for name in ("contract_value", "done_value", "from_fund", "from_beneficiary", "from_other")
            },
        )
        for row in rows["bang"]
        if row["text"]
    ]
    acceptance.write_minutes(
        share=scene.share,
        parties=parties,
        rows=lines,
        version=data["version"],
        **{name: data[name] for name in MINUTES_FIELDS},
        **who(scene),
    )


def _sign(scene: Scene, data: Data, rows: RowData) -> None:
    acceptance.sign_minutes(
        minutes=queries.minutes_to_sign(scene.share),
        signed_on=data["signed_on"],
        scan=stored(scene, data),
        **who(scene),
    )


def _voucher(scene: Scene, data: Data, rows: RowData) -> None:
    names = ("number", "on", "seller", "text", "amount", "source")
    acceptance.record_voucher(
        share=scene.share,
        vat=data["vat"] or Dong(0),
        attachment=stored(scene, data),
        **{name: data[name] for name in names},
        **who(scene),
    )


def _settlement_initial(scene: Scene) -> Data:
    return {"submitted_on": scene.today}


def _settlement_notes(scene: Scene) -> Data:
    contract = queries.contract_of(scene.share)
    return {
        "verdict": scene.verdict("settle_dossier"),
        "due_on": lawbook.settlement_due(contract) if contract else None,
    }


def _per_share(prefix: str, data: Data) -> dict[int, Dong]:
    """Share id → đồng from the fields of a PerShareForm."""
    return {int(name.removeprefix(prefix)): value for name, value in data.items() if name.startswith(prefix)}


def _settle(scene: Scene, data: Data, rows: RowData) -> None:
    settlement.submit_settlement(
        contract=queries.contract_of(scene.share),
        asked=_per_share("asked_", data),
        submitted_on=data["submitted_on"],
        late_reason=data["late_reason"],
        **who(scene),
    )


def _liquidate(scene: Scene, data: Data, rows: RowData) -> None:
    row = Settlement.objects.get(contract=queries.contract_of(scene.share))
    settlement.liquidate(
        settlement=row, settled=_per_share("settled_", data), decided_on=data["decided_on"], **who(scene)
    )


def _liquidate_initial(scene: Scene) -> Data:
    return {"decided_on": scene.today}


def _effect(scene: Scene, data: Data, rows: RowData) -> None:
    effects.record_effect(share=scene.share, **data, **who(scene))


ACTS: dict[str, Act] = {
    "ho-so": Act("Viết hồ sơ", "Lưu hồ sơ", "project.draft", dossiers.WRITABLE, forms.DossierForm, _write, "Đã lưu hồ sơ, chưa nộp.", _dossier_initial, notes=_norm_notes, back="ho-so", autosave=True),
    "du-toan": Act("Dự toán (Mẫu 1)", "Lưu dự toán", "project.draft", dossiers.WRITABLE, forms.SceneForm, _estimate, "Đã lưu dự toán.", rows={"dong": Rows(forms.EstimateRow, "Các dòng dự toán, đồng", 4, _estimate_rows)}, notes=_norm_notes, back="ho-so"),
    "giay-to": Act("Thêm giấy tờ", "Thêm giấy tờ", "paper.record", LIVE, forms.PaperForm, _paper, "Đã thêm giấy tờ.", back="ho-so"),
    "nop": SUBMIT,
    "rut": _move("withdraw", form=forms.CommentedMoveForm),
    "nhan": _move("receive", run=lambda scene, data, rows: appraisal.receive(project=scene.project, on=data["on"], **who(scene))),
    "phieu-tham-dinh": Act("Phiếu thẩm định", "Lưu phiếu", "project.appraise", frozenset({s.BASE_REVIEW}), forms.SheetForm, _sheet, "Đã lưu phiếu thẩm định.", _sheet_initial, {"hoi-dong": Rows(forms.MemberRow, "Thành viên Hội đồng (khi thẩm định bằng Hội đồng)", 5, _members)}, _norm_notes, "tham-dinh"),
    "hoi-dong": Act("Quyết định thành lập Hội đồng thẩm định", "Ghi quyết định", "project.appraise", frozenset({s.BASE_REVIEW}), forms.CouncilForm, _council, "Đã ghi quyết định.", lambda scene: {"issuer": scene.user.organisation.name if scene.user.organisation else ""}, back="tham-dinh"),
    "yeu-cau": Act("Yêu cầu bổ sung", "Ghi yêu cầu", "project.appraise", frozenset({s.BASE_REVIEW}), forms.CorrectionForm, _ask, "Đã ghi yêu cầu bổ sung.", back="tham-dinh"),
    "tra": _move("return", back="tham-dinh"),
    "tra-loi": Act("Trả lời yêu cầu bổ sung", "Ghi trả lời", "project.draft", frozenset({s.RETURNED}), forms.AnswerForm, _answer, "Đã ghi trả lời.", back="tham-dinh"),
    "dong-yeu-cau": Act("Đóng yêu cầu bổ sung", "Đóng yêu cầu đã chọn", "project.appraise", frozenset({s.BASE_REVIEW}), forms.CloseCorrectionsForm, _close_corrections, "Đã đóng yêu cầu.", back="tham-dinh"),
    "dat": _move("pass", run=_conclude(True), back="tham-dinh"),
    "khong-dat": _move("reject", form=forms.CommentedMoveForm, run=_conclude(False), back="tham-dinh"),
    "xet-lai": _move("take_up"),
    "phu-trach": Act("Đổi người phụ trách", "Bàn giao", "project.assign", LIVE, forms.HandOverForm, _hand_over, "Đã đổi người phụ trách.", lambda scene: {"from_on": scene.today}),
    "hop-dong": Act("Ký hợp đồng", "Ghi hợp đồng", "contract.sign", frozenset({s.FUNDED}), forms.ContractForm, _contract, "Đã ghi hợp đồng.", _contract_initial, {"ben": Rows(forms.PartyRow, "Các bên", 2, _party_rows)}, lambda scene: {"verdict": scene.verdict("contract")}, "hop-dong"),
    "bat-dau": _share_move("start"),
    "khoi-luong": Act("Xác nhận khối lượng tại cơ sở", "Xác nhận", "work.confirm", UNDER_CONTRACT, forms.WorkForm, _work, "Đã xác nhận khối lượng.", lambda scene: {"on": scene.today, "total_value": scene.project.total}, back="hop-dong"),
    "chi": Act("Tạm ứng, chi", "Ghi khoản chi", "money.pay", UNDER_CONTRACT | {s.ACCEPTED, s.SETTLING}, forms.PaymentForm, _pay, "Đã ghi khoản chi.", _pay_initial, notes=_pay_notes, back="hop-dong"),
    "ghi-dao": Act("Ghi đảo khoản chi ghi nhầm", "Ghi đảo", "money.reverse", UNDER_CONTRACT | {s.ACCEPTED, s.SETTLING}, forms.ReversePaymentForm, _reverse, "Đã ghi đảo.", today_field, back="hop-dong"),
    "tien-do": Act("Báo cáo tiến độ tháng", "Ghi báo cáo", "project.follow", UNDER_CONTRACT, forms.ProgressForm, _progress, "Đã ghi báo cáo tiến độ.", _progress_initial, back="tien-do"),
    "khong-phat-sinh": Act("Không phát sinh trong tháng", "Ghi không phát sinh", "project.follow", UNDER_CONTRACT, forms.MoveForm, _nothing_new, "Đã ghi không phát sinh.", today_field, back="tien-do"),
    "kho-khan": Act("Ghi khó khăn", "Ghi khó khăn", "project.follow", UNDER_CONTRACT, forms.DifficultyForm, _difficulty, "Đã ghi khó khăn.", back="tien-do"),
    "thao-go": Act("Kết quả tháo gỡ", "Ghi kết quả", "project.follow", UNDER_CONTRACT | AFTER_ACCEPTANCE, forms.OutcomeForm, _outcome, "Đã ghi kết quả.", back="tien-do"),
    "hoan-thanh": _share_move("complete"),
    "bien-ban": Act("Biên bản nghiệm thu", "Lưu biên bản", "acceptance.record", frozenset({s.COMPLETED}), forms.MinutesForm, _minutes, "Đã lưu biên bản, chưa ký.", _minutes_initial, {"thanh-phan": Rows(forms.BodyRow, "Thành phần tham gia", 2, _body_rows), "bang": Rows(forms.MinutesRow, "Khối lượng và kinh phí, đồng", 2, _minutes_rows)}, back="nghiem-thu"),
    "ky-bien-ban": Act("Ký chốt biên bản nghiệm thu", "Ký chốt", "acceptance.sign", frozenset({s.COMPLETED}), forms.SignForm, _sign, "Đã ký chốt biên bản.", lambda scene: {"signed_on": scene.today}, back="nghiem-thu"),
    "chung-tu": Act("Ghi chứng từ", "Ghi chứng từ", "settlement.prepare", UNDER_CONTRACT | {s.ACCEPTED, s.SETTLING}, forms.VoucherForm, _voucher, "Đã ghi chứng từ.", back="nghiem-thu"),
    "quyet-toan": Act("Nộp hồ sơ quyết toán", "Nộp quyết toán", "settlement.prepare", frozenset({s.ACCEPTED}), forms.SettlementForm, _settle, "Đã nộp hồ sơ quyết toán.", _settlement_initial, notes=_settlement_notes, back="nghiem-thu"),
    "thanh-ly": Act("Duyệt quyết toán, thanh lý", "Duyệt, thanh lý", "settlement.decide", frozenset({s.SETTLING}), forms.LiquidateForm, _liquidate, "Đã duyệt quyết toán và thanh lý.", _liquidate_initial, back="nghiem-thu"),
    "nop-lai": Act("Ghi nộp lại ngân sách", "Ghi nộp lại", "money.pay", frozenset({s.LIQUIDATED, s.SETTLED}), forms.RepayForm, _repay, "Đã ghi nộp lại ngân sách.", today_field, back="hop-dong"),
    "theo-doi": _share_move("follow"),
    "hieu-qua": Act("Hiệu quả sau hỗ trợ", "Ghi hiệu quả", "project.follow", AFTER_ACCEPTANCE, forms.EffectForm, _effect, "Đã ghi hiệu quả.", lambda scene: {"year": scene.today.year, "as_of": scene.today}, back="nghiem-thu"),
    "ket-thuc": _share_move("close"),
}  # fmt: skip
