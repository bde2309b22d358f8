"""Acceptance, vouchers, settlement, effects."""

from __future__ import annotations

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.office.projects.acting import Act, Rows
from bedo.office.projects.acts import before
from bedo.office.projects.acts.common import (
    AFTER_ACCEPTANCE,
    UNDER_CONTRACT,
    Data,
    RowData,
    share_move,
    stored,
    who,
)
from bedo.office.projects.forms import closing as closing_forms
from bedo.office.projects.scene import Scene
from bedo.projects import lawbook, queries
from bedo.projects.models import Settlement
from bedo.projects.rules import states as s
from bedo.projects.services import (
    acceptance,
    effects,
    settlement,
)

MINUTES_FIELDS = ("held_on", "number", "where", "quality", "effects", "on_time", "result", "demands", "redo_by")


def _open_minutes(scene: Scene):
    return scene.share.acceptances.filter(signed_on=None).order_by("-round").first() if scene.share else None


def _minutes_initial(scene: Scene) -> Data:
    minutes = _open_minutes(scene)
    if minutes is None:
        place = scene.share.place if scene.several and scene.share and scene.share.place else scene.project.place
        return {"held_on": scene.today, "on_time": True, "where": place.name}
    return {name: getattr(minutes, name) for name in (*MINUTES_FIELDS, "version")}


def _body_rows(scene: Scene) -> list[Data]:
    minutes = _open_minutes(scene)
    if minutes:
        return [{"body": p.body, "name": p.name, "position": p.position} for p in minutes.parties.order_by("id")]
    if scene.own_part:
        return [{"body": "Sở Công Thương"}]
    share = scene.share
    place = (share.place if scene.several and share.place else scene.project.place).label
    bodies = (
        "Sở Công Thương",
        f"UBND {place[0].lower()}{place[1:]}",
        "Trung tâm Khuyến công",
        share.label if scene.several else scene.project.beneficiary_names,
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
    if scene.several and scene.share:
        text = scene.share.title or scene.project.title
        return [{"text": text, "contract_quantity": 1, "contract_value": lawbook.whole_value(scene.share)}]
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
        version=data["version"] or 0,
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
    contract = queries.contract_of(scene.share) if scene.share else None
    if contract is None:
        raise Refused("Đề án chưa có hợp đồng để quyết toán.", "Tải lại trang để xem đang ở bước nào.", code="state")
    settlement.submit_settlement(
        contract=contract,
        asked=_per_share("asked_", data),
        submitted_on=data["submitted_on"],
        late_reason=data["late_reason"],
        **who(scene),
    )


def _liquidate(scene: Scene, data: Data, rows: RowData) -> None:
    row = Settlement.objects.filter(contract__items__share=scene.share).order_by("-pk").first()
    if row is None:
        raise Refused("Chưa có hồ sơ quyết toán để duyệt.", "Chờ nộp hồ sơ quyết toán.", code="state")
    settlement.liquidate(
        settlement=row, settled=_per_share("settled_", data), decided_on=data["decided_on"], **who(scene)
    )


def _liquidate_initial(scene: Scene) -> Data:
    return {"decided_on": scene.today}


def _effect(scene: Scene, data: Data, rows: RowData) -> None:
    effects.record_effect(share=scene.share, **data, **who(scene))


ACTS: dict[str, Act] = {
    "bien-ban": Act("Biên bản nghiệm thu", "Lưu biên bản", "acceptance.record", frozenset({s.COMPLETED}), closing_forms.MinutesForm, _minutes, "Đã lưu biên bản, chưa ký.", _minutes_initial, {"thanh-phan": Rows(closing_forms.BodyRow, "Thành phần tham gia", 2, _body_rows), "bang": Rows(closing_forms.MinutesRow, "Khối lượng và kinh phí, đồng", 2, _minutes_rows)}, back="nghiem-thu"),
    "ky-bien-ban": Act("Ký chốt biên bản nghiệm thu", "Ký chốt", "acceptance.sign", frozenset({s.COMPLETED}), closing_forms.SignForm, _sign, "Đã ký chốt biên bản.", lambda scene: {"signed_on": scene.today}, back="nghiem-thu"),
    "chung-tu": Act("Ghi chứng từ", "Ghi chứng từ", "settlement.prepare", UNDER_CONTRACT | {s.ACCEPTED, s.SETTLING}, closing_forms.VoucherForm, _voucher, "Đã ghi chứng từ.", back="nghiem-thu"),
    "quyet-toan": Act("Nộp hồ sơ quyết toán", "Nộp quyết toán", "settlement.prepare", frozenset({s.ACCEPTED}), closing_forms.SettlementForm, _settle, "Đã nộp hồ sơ quyết toán.", _settlement_initial, notes=_settlement_notes, back="nghiem-thu"),
    "thanh-ly": Act("Duyệt quyết toán, thanh lý", "Duyệt, thanh lý", "settlement.decide", frozenset({s.SETTLING}), closing_forms.LiquidateForm, _liquidate, "Đã duyệt quyết toán và thanh lý.", _liquidate_initial, notes=lambda scene: {"moves": before.settlement_moves(scene)}, back="nghiem-thu"),
    "theo-doi": share_move("follow", fits=lambda scene: not scene.own_part),
    "ket-thuc-nhiem-vu": share_move("close_own", fits=lambda scene: scene.own_part),
    "hieu-qua": Act("Hiệu quả sau hỗ trợ", "Ghi hiệu quả", "project.follow", AFTER_ACCEPTANCE, closing_forms.EffectForm, _effect, "Đã ghi hiệu quả.", lambda scene: {"year": scene.today.year, "as_of": scene.today}, back="nghiem-thu", fits=lambda scene: not scene.own_part),
    "ket-thuc": share_move("close"),
}  # fmt: skip
