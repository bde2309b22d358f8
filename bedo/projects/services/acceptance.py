"""Acceptance minutes: written before or after the trip, locked by signing; vouchers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import name_key
from bedo.core.types import Dong
from bedo.documents.models import Attachment
from bedo.projects import queries
from bedo.projects.models import Acceptance, AcceptanceLine, AcceptanceParty, Share, Voucher
from bedo.projects.rules import states
from bedo.projects.services.acts import act, fresh, not_before_contract, not_future, note, require
from bedo.projects.services.shares import move_share

RESULTS = {"passed": "Đạt", "conditional": "Đạt, có yêu cầu", "failed": "Chưa đạt"}
SOURCES = {"fund": "Kinh phí khuyến công", "beneficiary": "Cơ sở", "other": "Nguồn khác"}


@dataclass(frozen=True)
class PartyInput:
    body: str
    name: str
    position: str = ""


@dataclass(frozen=True)
class RowInput:
    """One row of the table contract / done / money by source; values in whole đồng."""

    text: str
    unit: str = ""
    contract_quantity: int = 0
    done_quantity: int = 0
    contract_value: Dong = Dong(0)
    done_value: Dong = Dong(0)
    from_fund: Dong = Dong(0)
    from_beneficiary: Dong = Dong(0)
    from_other: Dong = Dong(0)


def write_minutes(
    *,
    share: Share,
    held_on: date,
    parties: list[PartyInput],
    rows: list[RowInput],
    by: User,
    today: date,
    number: str = "",
    where: str = "",
    quality: str = "",
    effects: str = "",
    on_time: bool = True,
    result: str = "",
    demands: str = "",
    redo_by: date | None = None,
    version: int | None = None,
) -> Acceptance:
    """Write or rewrite the minutes of the present round; they may be printed with blanks before the trip (day in the future).

    Refuses a share that did not report completion, and minutes that are signed. TT 36/2013/TT-BCT, Điều 14.
    """
    project = share.project
    with act(project, by=by, what="Lập biên bản nghiệm thu"):
        require(project, "acceptance.record", by=by, what="lập biên bản nghiệm thu")
        share.refresh_from_db()
        if share.state != states.COMPLETED:
            raise Refused("Đề án chưa báo hoàn thành.", "Báo hoàn thành trước khi nghiệm thu.", code="state")
        if result and result not in RESULTS:
            raise Refused("Kết luận không hợp lệ.", "Chọn lại.", field="result", status=422)
        minutes = _round(share, held_on, version)
        minutes.held_on, minutes.number, minutes.where = held_on, number.strip(), where
        minutes.quality, minutes.effects, minutes.on_time = quality, effects, on_time
        minutes.result, minutes.demands, minutes.redo_by = result, demands, redo_by
        minutes.save()
        minutes.parties.all().delete()
        minutes.lines.all().delete()
        AcceptanceParty.objects.bulk_create(AcceptanceParty(acceptance=minutes, **vars(party)) for party in parties)
        AcceptanceLine.objects.bulk_create(
            AcceptanceLine(acceptance=minutes, number=n, **vars(row)) for n, row in enumerate(rows, 1)
        )
        note(
            project,
            "acceptance.write",
            f"Lập biên bản nghiệm thu lần {minutes.round}.",
            by=by,
            on=None,
            data={"share": share.number},
        )
        return minutes


def _round(share: Share, held_on: date, version: int | None) -> Acceptance:
    last = share.acceptances.select_for_update().order_by("-round").first()
    if last is None or last.signed_on:
        return Acceptance(share=share, round=last.round + 1 if last else 1, held_on=held_on)
    fresh(last, version)
    last.version += 1
    return last


def sign_minutes(
    *, minutes: Acceptance, signed_on: date, by: User, today: date, scan: Attachment | None = None
) -> Acceptance:
    """Lock the minutes and move the share: accepted when passed, rework when not.

    Refuses minutes without number, conclusion, three bodies (one for a task), or with rows whose sources do not add up to the value done.
    """
    project = minutes.share.project
    with act(project, by=by, what="Ký chốt biên bản nghiệm thu"):
        require(project, "acceptance.sign", by=by, what="ký chốt biên bản nghiệm thu")
        minutes = (
            Acceptance.objects.select_for_update(of=("self",))
            .select_related("share__project__province")
            .get(pk=minutes.pk)
        )
        if minutes.signed_on:
            raise Refused("Biên bản này đã ký chốt.", "Tải lại trang.", code="state")
        not_future(signed_on, today, "signed_on")
        _ready(minutes, signed_on)
        minutes.signed_on, minutes.signed_by, minutes.scan = signed_on, by, scan
        minutes.content_hash = log.digest(log.canonical(queries.minutes_content(minutes)))
        minutes.save()
        name = "fail" if minutes.result == "failed" else "accept"
        comment = f"Biên bản số {minutes.number} ngày {minutes.held_on:%d/%m/%Y}: {RESULTS[minutes.result].lower()}."
        move_share(share=minutes.share, name=name, by=by, today=today, on=minutes.held_on, comment=comment)
        proven = sum(row.from_beneficiary for row in minutes.lines.all())
        Share.objects.filter(pk=minutes.share_id).update(counterpart_proven=proven)
        return minutes


def _ready(minutes: Acceptance, signed_on: date) -> None:
    not_before_contract(minutes.share, minutes.held_on, "held_on")
    if minutes.held_on > signed_on:
        raise Refused("Ngày nghiệm thu sau ngày ký.", "Sửa lại ngày.", field="signed_on", status=422)
    if not minutes.number:
        raise Refused("Biên bản chưa có số.", "Ghi số biên bản.", field="number", status=422)
    if not minutes.result:
        raise Refused("Biên bản chưa có kết luận.", "Chọn kết luận.", field="result", status=422)
    if minutes.result != "passed" and not minutes.demands.strip():
        raise Refused("Kết luận này phải ghi yêu cầu.", "Ghi cơ sở phải làm gì.", field="demands", status=422)
    _enough_bodies(minutes)
    for row in minutes.lines.all():
        parts = row.from_fund + row.from_beneficiary + row.from_other
        if parts != row.done_value:
            raise Refused(
                f"Dòng “{row.text}”: các nguồn cộng {parts}, khác giá trị thực hiện {row.done_value}.",
                "Sửa bảng.",
                field="rows",
                status=422,
            )


def _enough_bodies(minutes: Acceptance) -> None:
    """The Sở, the commune, the implementing unit and the establishment meet at a beneficiary's; a task is accepted by one body."""
    own = minutes.share.role == "unit"
    if minutes.parties.count() >= (1 if own else 3):
        return
    raise Refused(
        "Biên bản chưa ghi ai nghiệm thu." if own else "Biên bản phải có ít nhất ba bên tham gia.",
        "Ghi đơn vị nghiệm thu." if own else "Ghi Sở, xã, đơn vị thực hiện, cơ sở.",
        field="parties",
        status=422,
    )


def record_voucher(
    *,
    share: Share,
    number: str,
    on: date,
    seller: str,
    text: str,
    amount: Dong,
    source: str,
    by: User,
    today: date,
    vat: Dong = Dong(0),
    attachment: Attachment | None = None,
) -> Voucher:
    """Record a voucher; `amount` includes VAT, whole đồng. The same voucher for the same source is refused. Điều 17, 19."""
    project = share.project
    with act(project, by=by, what="Ghi chứng từ"):
        require(project, "settlement.prepare", by=by, what="ghi chứng từ")
        if share.state in {"", *states.GONE} | states.since(states.LIQUIDATED):
            raise Refused(
                "Chưa ký hợp đồng hoặc đã thanh lý, không ghi chứng từ được.",
                "Tải lại trang để xem đề án đang ở bước nào.",
                code="state",
            )
        if source not in SOURCES:
            raise Refused("Nguồn không hợp lệ.", "Chọn lại nguồn.", field="source", status=422)
        not_future(on, today, "on")
        if amount <= 0 or not 0 <= vat < amount:
            raise Refused(
                "Số tiền phải lớn hơn 0 và lớn hơn tiền thuế.", "Sửa lại số tiền.", field="amount", status=422
            )
        key = name_key(seller)[:200]
        if Voucher.objects.filter(seller_key=key, number=number.strip(), on=on, share=share, source=source).exists():
            raise Refused(
                f"Chứng từ số {number} của {seller} đã ghi.", "Kiểm tra lại số, ngày.", field="number", status=422
            )
        row = Voucher.objects.create(
            share=share,
            number=number.strip(),
            on=on,
            seller=seller,
            seller_key=key,
            text=text,
            amount=amount,
            vat=vat,
            source=source,
            attachment=attachment,
            entered_at=now(),
            entered_by=by,
        )
        data = {"share": share.number, "amount": int(amount), "source": source}
        note(
            project,
            "voucher.record",
            f"Ghi chứng từ số {number}: {amount} ({SOURCES[source].lower()}).",
            by=by,
            on=on,
            data=data,
        )
        return row
