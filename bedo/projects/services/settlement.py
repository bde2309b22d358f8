"""Settlement dossier of a contract, liquidation, the year's settlement."""

from __future__ import annotations

from datetime import date

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.ledger import queries as ledger_queries
from bedo.ledger import services as ledger
from bedo.ledger.models import BudgetLine
from bedo.ledger.rules import ROLLING_FUNDS
from bedo.projects import lawbook
from bedo.projects.models import Contract, Settlement, SettlementLine, Share, YearSettlement
from bedo.projects.rules import states
from bedo.projects.services import deadlines, money
from bedo.projects.services.acts import act, not_future, note, require
from bedo.projects.services.shares import end_stop, move_share

UNSETTLED = frozenset({"contracted", "advanced"})
DONE = frozenset({"settled", "recoverable"})


def submit_settlement(
    *, contract: Contract, asked: dict[int, Dong], submitted_on: date, by: User, today: date, late_reason: str = ""
) -> Settlement:
    """Submit the dossier once every live share of the contract is accepted; `asked`: share id → whole đồng.

    A share that was stopped is settled by its stop and stands in nobody's way. Due 15 days after the last acceptance; a late one says why. TT 36/2013/TT-BCT, Điều 18, 19.
    """
    everything = list(contract.items.select_related("share__project__province").order_by("share_id"))
    lead = everything[0].share.project
    items = [item for item in everything if item.share.state not in states.GONE]
    with act(lead, by=by, what="Nộp hồ sơ quyết toán"):
        require(lead, "settlement.prepare", by=by, what="lập hồ sơ quyết toán")
        not_future(submitted_on, today, "submitted_on")
        if Settlement.objects.filter(contract=contract).exists():
            raise Refused("Hợp đồng này đã nộp hồ sơ quyết toán.", "Tải lại trang.", code="state")
        if not items:
            raise Refused("Mọi phần của hợp đồng này đã ngừng.", "Phần đã làm đã quyết toán khi ngừng.", code="state")
        due_on = lawbook.settlement_due(contract)
        if due_on is None:
            raise Refused("Còn phần chưa nghiệm thu.", "Nghiệm thu đủ các phần của hợp đồng.", code="state")
        if submitted_on > due_on and not late_reason.strip():
            raise Refused(
                f"Hạn nộp là {due_on:%d/%m/%Y}, nộp trễ phải ghi lý do.",
                "Ghi lý do nộp trễ.",
                field="late_reason",
                status=422,
            )
        settlement = Settlement.objects.create(
            contract=contract, submitted_on=submitted_on, due_on=due_on, late_reason=late_reason, submitted_by=by
        )
        for item in items:
            amount = asked.get(item.share_id, Dong(0))
            if not 0 <= amount <= item.amount:
                raise Refused(
                    f"Số đề nghị {amount} phải từ 0 đến {item.amount} của hợp đồng.",
                    "Sửa số đề nghị.",
                    field="asked",
                    status=422,
                )
            SettlementLine.objects.create(settlement=settlement, share=item.share, approved=item.amount, asked=amount)
            move_share(
                share=item.share,
                name="settle_dossier",
                by=by,
                today=today,
                on=submitted_on,
                comment=f"Đề nghị {amount}.",
            )
        return settlement


def liquidate(
    *,
    settlement: Settlement,
    settled: dict[int, Dong],
    decided_on: date,
    by: User,
    today: date,
    paper: Paper | None = None,
) -> None:
    """Decide the settlement and liquidate the contract: advanced money up to `settled` becomes settled, an advance above it
    must come back, contracted money that was not paid is released. `settled`: share id → whole đồng. Điều 12, 18.

    Refuses an amount above what was paid or asked, and a day before the submission.
    """
    contract = settlement.contract
    everything = list(settlement.lines.select_related("share__project__province").order_by("share_id"))
    lead = everything[0].share.project
    lines = [line for line in everything if line.share.state not in states.GONE]
    with act(lead, by=by, what="Duyệt quyết toán, thanh lý"):
        require(lead, "settlement.decide", by=by, what="duyệt quyết toán")
        not_future(decided_on, today, "decided_on")
        if decided_on < settlement.submitted_on:
            raise Refused("Ngày duyệt trước ngày nộp hồ sơ.", "Sửa lại ngày.", field="decided_on", status=422)
        if not Settlement.objects.filter(pk=settlement.pk, decided_on=None).update(
            decided_on=decided_on, decided_by=by, paper=paper
        ):
            raise Refused("Hồ sơ quyết toán này đã duyệt.", "Tải lại trang.", code="state")
        for line in lines:
            _settle_share(contract, line, settled.get(line.share_id, Dong(0)), decided_on, by, today)


def _settle_share(contract: Contract, line: SettlementLine, amount: Dong, on: date, by: User, today: date) -> None:
    share = line.share
    balances = money.stages(share)
    paid, unpaid = balances["advanced"], balances["contracted"]
    if not 0 <= amount <= line.asked:
        raise Refused(
            f"Số duyệt {amount} phải từ 0 đến {line.asked} đề nghị.", "Sửa số duyệt.", field="settled", status=422
        )
    if amount > paid:
        raise Refused(
            f"Mới chi {paid}, chưa duyệt quyết toán {amount} được.",
            "Chi phần còn lại trước.",
            field="settled",
            status=422,
        )
    entry = {"by": by, "on": on, "reference": f"contract:{contract.pk}", "today": today}
    money.take(share, "advanced", amount, ledger.settle, **entry)
    money.recover(share, "advanced", paid - amount, **entry)
    money.release(share, "contracted", unpaid, **entry)
    SettlementLine.objects.filter(pk=line.pk).update(settled=amount, released=unpaid, recovered=paid - amount)
    move_share(share=share, name="liquidate", by=by, today=today, on=on, comment=f"Duyệt {amount}.")


def repay(*, share: Share, amount: Dong, on: date, by: User, today: date, words: str = "") -> None:
    """Money that had to come back was paid to the budget (thu hồi nộp ngân sách), whole or in part; whole đồng.

    The last part of a stopped share ends the stop. Refuses more than must come back. TT 36/2013/TT-BCT, Điều 12 khoản 6.
    """
    project = share.project
    with act(project, by=by, what="Ghi nộp lại ngân sách"):
        require(project, "money.pay", by=by, what="ghi nộp lại ngân sách")
        not_future(on, today, "on")
        if amount <= 0:
            raise Refused("Số tiền phải lớn hơn 0.", "Ghi số tiền nộp lại.", field="amount", status=422)
        money.take(share, "recoverable", amount, ledger.repay, by=by, on=on, note=words, today=today)
        end_stop(share=share, by=by, today=today, on=on)
        deadlines.refresh(project, today)


def take_back(*, share: Share, amount: Dong, reason: str, paper: Paper, by: User, today: date) -> None:
    """An inspection or audit wants settled money back: settled → recoverable, on the paper that says so; whole đồng.

    The share keeps its state; the money then comes back by `repay`. Refuses before the liquidation (a stop does it then), more
    than was settled, a paper older than the settlement, and no reason. TT 36/2013/TT-BCT, Điều 12 khoản 6.
    """
    project = share.project
    with act(project, by=by, what="Thu hồi theo kết luận kiểm tra"):
        require(project, "settlement.decide", by=by, what="ghi thu hồi theo kết luận kiểm tra")
        share.refresh_from_db()
        on = paper.issued_on
        not_future(on, today, "issued_on")
        if share.state not in states.since(states.LIQUIDATED):
            raise Refused(
                "Phần này chưa thanh lý, chưa có gì đã quyết toán để thu hồi.",
                "Đề nghị ngừng, hoặc duyệt quyết toán thấp hơn.",
                code="state",
            )
        decided = share.settlement_lines.values_list("settlement__decided_on", flat=True).order_by("-pk").first()
        if decided and on < decided:
            raise Refused(
                f"Văn bản ngày {on:%d/%m/%Y} trước ngày duyệt quyết toán ({decided:%d/%m/%Y}).",
                "Kiểm tra lại ngày.",
                field="issued_on",
                code="day",
                status=422,
            )
        if amount <= 0:
            raise Refused("Số tiền phải lớn hơn 0.", "Ghi số tiền phải thu hồi.", field="amount", status=422)
        if not reason.strip():
            raise Refused("Thu hồi phải ghi lý do.", "Ghi kết luận nói gì.", field="reason", status=422)
        entry = {"by": by, "on": on, "note": reason.strip(), "document_id": paper.pk, "today": today}
        money.recover(share, "settled", amount, **entry)
        text = f"Phải thu hồi {amount} theo {paper.label}: {reason.strip()}"
        note(project, "settlement.take_back", text, by=by, on=on, data={"share": share.number, "amount": int(amount)})
        deadlines.refresh(project, today)


def settle_year(*, line: BudgetLine, on: date, by: User, today: date, paper: Paper | None = None) -> YearSettlement:
    """The year's settlement of one fund: all its liquidated projects become settled. TTLT 26/2014, Điều 8.

    Refuses while a contract of the year is not liquidated or money waits to come back; instalments of a rolling fund
    come back over years and do not hold up the year.
    """
    with act(line, by=by, what="Quyết toán năm"):
        if "year.settle" not in by.grants.rights(line.province_id):
            raise Refused(
                "Bạn không có quyền quyết toán năm.", "Nhờ Sở Tài chính hoặc Giám đốc Sở.", code="right", status=403
            )
        not_future(on, today, "on")
        held = _money_by_share(line)
        open_shares = [share for share, stages in held.items() if stages.keys() & UNSETTLED]
        if open_shares:
            codes = "; ".join(sorted({share.project.code for share in open_shares})[:5])
            raise Refused(
                f"Còn đề án chưa thanh lý: {codes}.",
                "Thanh lý hoặc chuyển nguồn trước khi quyết toán năm.",
                code="open",
            )
        totals = ledger_queries.totals(line)
        if totals["recoverable"] and line.fund not in ROLLING_FUNDS:
            raise Refused(
                f"Còn {totals['recoverable']} phải thu hồi.", "Thu hồi xong rồi quyết toán.", code="recoverable"
            )
        if YearSettlement.objects.filter(province=line.province, fund=line.fund, year=line.year).exists():
            raise Refused("Năm này đã quyết toán.", "Tải lại trang.", code="state")
        row = YearSettlement.objects.create(
            province=line.province,
            fund=line.fund,
            year=line.year,
            on=on,
            paper=paper,
            settled=totals["settled"],
            decided_by=by,
        )
        for share in _liquidated(line, held):
            move_share(share=share, name="settle_year", by=by, today=today, on=on)
        text = f"Quyết toán năm {line.year}: {totals['settled']}."
        log.record(line.province.code, "year.settle", subject=f"line:{line.pk}", by=by, on=on, text=text)
        return row


def _money_by_share(line: BudgetLine) -> dict[Share, dict[str, Dong]]:
    """The shares that hold money on the line, with their balances there by stage."""
    found: dict[str, dict[str, Dong]] = {}
    for row in ledger_queries.balances(lines=[line]):
        if row.holder.startswith("share:"):
            found.setdefault(row.holder, {})[row.stage] = row.amount
    shares = Share.objects.filter(pk__in=[holder.removeprefix("share:") for holder in found])
    return {share: found[share.holder] for share in shares.select_related("project__province").order_by("pk")}


def _liquidated(line: BudgetLine, held: dict[Share, dict[str, Dong]]) -> list[Share]:
    """Liquidated shares that the year settles: settled from this line, or of its year and left without any money."""
    mine = [share for share, stages in held.items() if share.state == states.LIQUIDATED and stages.keys() & DONE]
    of_year = Share.objects.filter(
        project__province=line.province, project__fund=line.fund, project__year=line.year, state=states.LIQUIDATED
    ).exclude(pk__in=[share.pk for share in mine])
    rest = list(of_year.select_related("project__province").order_by("pk"))
    elsewhere = {row.holder for row in ledger_queries.balances(holders=[share.holder for share in rest])}
    return mine + [share for share in rest if share.holder not in elsewhere]
