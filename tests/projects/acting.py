"""What people may try on a few projects of one province and one budget line, in any order and with any right."""

from dataclasses import dataclass
from datetime import date

from bedo.core.types import Dong
from bedo.documents.services import register_paper
from bedo.establishments.models import Establishment
from bedo.ledger import services as ledger
from bedo.ledger.models import Transfer
from bedo.planning import services as planning
from bedo.planning.models import PlanItem, YearPlan
from bedo.projects import lawbook, queries
from bedo.projects.models import ChangeRequest, Settlement
from bedo.projects.rules import states as s
from bedo.projects.services import (
    acceptance,
    appraisal,
    changes,
    contracts,
    details,
    dossiers,
    effects,
    money,
    progress,
    responsibility,
)
from bedo.projects.services import settlement as settling
from bedo.projects.services.shares import move_share
from tests.projects.factory import PARTS, TODAY

M = 1_000_000
NEXT = {
    s.DRAFT: ["write", "estimate", "papers", "submit"], s.SUBMITTED: ["receive"], s.BASE_REVIEW: ["sheet", "conclude"],
    s.RETURNED: ["answer", "submit"], s.NOT_PLANNED: ["take_up"], s.PLANNED: ["allocate"], s.FUNDED: ["contract", "detail", "approve_detail"], s.DETAILED: ["contract", "start", "change", "replace", "stop", "check", "decide", "decide_so"],
    s.CONTRACTED: ["start"], s.STOPPING: ["repay"],
    s.RUNNING: ["report", "confirm", "pay", "complete", "stop", "replace", "change", "check", "decide", "decide_so"], s.REWORK: ["report", "complete"], s.COMPLETED: ["minutes", "sign"],
    s.ACCEPTED: ["pay", "voucher", "papers", "settle"], s.SETTLING: ["pay", "liquidate"], s.LIQUIDATED: ["repay", "settle_year"],
    s.SETTLED: ["follow"], s.FOLLOWED: ["effect", "close"],
}  # fmt: skip
"""State → what usually comes next, so that a random walk gets somewhere."""
ROLE = {
    "write": "officer", "estimate": "officer", "papers": "officer", "submit": "officer", "withdraw": "officer", "receive": "appraiser",
    "sheet": "appraiser", "conclude": "appraiser", "ask": "appraiser", "give_back": "appraiser", "answer": "officer", "close_asked": "appraiser",
    "leave_out": "approver_province", "take_up": "director", "open_plan": "director", "add_item": "director", "remove_item": "director",
    "submit_plan": "director", "opinion": "finance", "return_plan": "approver_province", "approve_plan": "approver_province",
    "allocate": "accountant", "contract": "director", "start": "officer", "report": "officer", "confirm": "appraiser", "pay": "accountant",
    "unpay": "accountant", "complete": "officer", "minutes": "officer", "sign": "appraiser", "voucher": "officer", "settle": "officer",
    "liquidate": "approver_department", "repay": "accountant", "settle_year": "finance", "follow": "officer", "effect": "officer",
    "close": "officer", "hand_over": "director", "detail": "officer", "approve_detail": "approver_department", "change": "officer", "stop": "officer", "halt": "officer", "replace": "officer",
    "check": "appraiser", "decide": "approver_province", "decide_so": "approver_department", "unask": "officer",
    "cut": "accountant", "more": "accountant", "reverse": "accountant", "lock": "finance",
}  # fmt: skip
ACTS = list(ROLE)


@dataclass
class Try:
    """One person tries one act; `number` chooses whatever the act leaves open."""

    project: object
    by: object
    number: int
    line: object
    people: dict

    @property
    def share(self):
        """One of the shares that are carried out; the pool of a project that is not shared out."""
        rows = list(self.project.shares.select_related("project__province", "establishment").order_by("number"))
        carried = [row for row in rows if row.role != "pool"] or rows
        return carried[self.number % len(carried)]

    @property
    def who(self):
        return {"by": self.by, "today": TODAY}

    def odd(self, each=4):
        """Now and then something is wrong with what was typed."""
        return self.number % each == 0

    def paper(self, on=date(2026, 2, 1)):
        return register_paper(
            province=self.project.province, issuer="UBND tỉnh", paper_type="QĐ", number=str(self.number), symbol="QĐ-UBND",
            issued_on=on, signer="Người ký", summary="Văn bản mẫu", **self.who,
        )  # fmt: skip

    # --- dossier

    def write(self):
        parts = PARTS if not self.odd(9) else {**PARTS, "need": ""}
        dossiers.write_dossier(project=self.project, version=None, parts=parts, by=self.by)

    def estimate(self):
        support = self.share.support or Dong(0)
        total = Dong(700 * M) if not self.odd(9) else Dong(699 * M)
        lines = [dossiers.LineInput("Máy sao chè", total, support, Dong(700 * M) - support, is_machine=True)]
        dossiers.set_estimate(project=self.project, lines=lines, by=self.by)

    def papers(self):
        share = self.share
        wanted = lawbook.completion_checklist(share, TODAY) if share.state else lawbook.dossier_checklist(self.project, TODAY)  # fmt: skip
        for item in wanted:
            if item.missing:
                dossiers.add_paper(
                    project=self.project, share=share if share.state else None, slot=item.key, label=item.name, words="Bản gốc", by=self.by
                )  # fmt: skip

    def submit(self):
        dossiers.submit(project=self.project, **self.who)

    def withdraw(self):
        dossiers.withdraw(project=self.project, reason="Cơ sở thôi", **self.who)

    # --- appraisal

    def receive(self):
        appraisal.receive(project=self.project, **self.who)

    def sheet(self):
        failed = 3 if self.odd(9) else 0
        findings = [appraisal.ContentFinding(str(n), f"Nội dung {n}", n != failed, "Ghi") for n in range(1, 6)]
        appraisal.write_sheet(project=self.project, findings=findings, held_on=TODAY, **self.who)

    def conclude(self):
        appraisal.conclude(project=self.project, passed=not self.odd(9), comment="Kết luận", **self.who)

    def ask(self):
        appraisal.ask_correction(
            project=self.project, kind="missing", part="need", text="Bổ sung", due_on=TODAY, **self.who
        )

    def give_back(self):
        appraisal.give_back(project=self.project, **self.who)

    def answer(self):
        for row in self.project.corrections.filter(closed_on=None):
            appraisal.answer_correction(correction=row, answer="Đã bổ sung", **self.who)

    def close_asked(self):
        for row in self.project.corrections.filter(closed_on=None):
            appraisal.close_correction(correction=row, **self.who)

    # --- plan

    @property
    def plan(self):
        return YearPlan.objects.select_related("line__province", "province").filter(line=self.line).latest("round")

    def leave_out(self):
        dossiers.move_project(project=self.project, name="leave_out", **self.who)

    def take_up(self):
        dossiers.move_project(project=self.project, name="take_up", **self.who)

    def open_plan(self):
        planning.open_plan(line=self.line, by=self.by)

    def add_item(self):
        support = self.share.support or Dong(0)
        amount = support if not self.odd() else support - Dong(self.number * 1000)
        planning.add_item(plan=self.plan, project=self.project, amount=amount, by=self.by)

    def remove_item(self):
        item = PlanItem.objects.select_related("plan__province", "project").filter(project=self.project).last()
        if item:
            planning.remove_item(item=item, reason="Xem lại", by=self.by)

    def submit_plan(self):
        planning.submit_plan(plan=self.plan, **self.who)

    def opinion(self):
        planning.give_opinion(plan=self.plan, agrees=True, text="Nhất trí", on=TODAY, **self.who)

    def return_plan(self):
        planning.return_plan(plan=self.plan, reason="Xem lại", **self.who)

    def approve_plan(self):
        left = {item.pk: "Chưa đủ tiền" for item in self.plan.items.filter(outcome="")[1:]} if self.odd() else {}
        planning.approve_plan(plan=self.plan, decision=self.paper(TODAY), left_out=left, **self.who)

    def allocate(self):
        planning.allocate(plan=self.plan, paper=self.paper(TODAY), **self.who)

    # --- contract and money

    def contract(self):
        support = self.share.support or Dong(0)
        amount = support if not self.odd(3) else support - Dong(self.number * 1000)
        contracts.sign_contract(
            shares={self.share: amount}, number=f"{self.number}/HĐ", kind="ho_tro", signed_on=TODAY, ends_on=TODAY,
            parties=[contracts.Party("A", "Trung tâm"), contracts.Party("B", "Cơ sở")], **self.who,
        )  # fmt: skip

    def confirm(self):
        done = Dong((30 if self.odd() else 72) * 7 * M)
        contracts.confirm_work(
            share=self.share, number=str(self.number), on=TODAY, done_value=done, total_value=Dong(700 * M), **self.who
        )

    def pay(self):
        share = self.share
        rest = (share.support or Dong(0)) - queries.paid(share)
        later = share.state in (s.ACCEPTED, s.SETTLING)
        amount = rest if later else (share.support or Dong(0)).share(70, 100)
        if self.odd(3):
            amount = Dong(self.number * M)
        contracts.pay(share=share, kind="remaining_advance" if later else "first_advance", amount=amount, on=TODAY, **self.who)  # fmt: skip

    def unpay(self):
        payment = self.share.payments.select_related("share__project__province").filter(reversed_on=None).last()
        if payment:
            contracts.reverse_payment(payment=payment, on=TODAY, reason="Ghi nhầm", **self.who)

    # --- carrying out and closing

    def start(self):
        move_share(share=self.share, name="start", **self.who)

    def report(self):
        percent = 100 if not self.odd(3) else self.number
        progress.report_progress(
            share=self.share, month=TODAY, planned_percent=100, done_percent=percent, done_text="Làm", **self.who
        )

    def complete(self):
        move_share(share=self.share, name="complete", **self.who)

    def minutes(self):
        share = self.share
        support = share.support or Dong(0)
        fund = support if not self.odd(3) else support - Dong(self.number * 1000)
        failed = self.odd(7)
        acceptance.write_minutes(
            share=share, held_on=TODAY, number="1/BB", result="failed" if failed else "passed", demands="Làm lại" if failed else "",
            parties=[acceptance.PartyInput(body, "Đại diện") for body in ("Sở", "Xã", "Trung tâm", "Cơ sở")],
            rows=[acceptance.RowInput("Máy", "máy", 1, 1, Dong(700 * M), Dong(700 * M), fund, Dong(700 * M) - fund)],
            **self.who,
        )  # fmt: skip

    def sign(self):
        acceptance.sign_minutes(minutes=queries.minutes_to_sign(self.share), signed_on=TODAY, **self.who)

    def voucher(self):
        acceptance.record_voucher(
            share=self.share, number=str(self.number), on=TODAY, seller="Công ty máy", text="Máy", amount=Dong(300 * M), source="fund", **self.who
        )  # fmt: skip

    def settle(self):
        contract = queries.contract_of(self.share)
        if contract:
            asked = self.share.support if not self.odd(3) else Dong(self.number * M)
            settling.submit_settlement(contract=contract, asked={self.share.pk: asked}, submitted_on=TODAY, **self.who)

    def liquidate(self):
        row = Settlement.objects.filter(contract__items__share=self.share).first()
        if row:
            line = row.lines.get(share=self.share)
            settled = line.asked if not self.odd(3) else Dong(self.number * M)
            settling.liquidate(settlement=row, settled={self.share.pk: settled}, decided_on=TODAY, **self.who)

    def repay(self):
        """Part of what must come back, of the share that owes some; now and then more than that."""
        share = next((one for one in self.project.shares.all() if money.stages(one)["recoverable"]), self.share)
        owed = money.stages(share)["recoverable"] or Dong(M)
        amount = owed if self.odd(2) else Dong(self.number * M)
        settling.repay(share=share, amount=amount, on=TODAY, **self.who)

    def settle_year(self):
        settling.settle_year(line=self.line, on=TODAY, **self.who)

    def follow(self):
        move_share(share=self.share, name="follow", **self.who)

    def effect(self):
        effects.record_effect(
            share=self.share, year=2026, as_of=TODAY, said_by="Chủ", said_how="visit", jobs_new=1, **self.who
        )

    def close(self):
        move_share(share=self.share, name="close", **self.who)

    def hand_over(self):
        officers = ["officer", "director", "accountant"]
        responsibility.hand_over(
            project=self.project, officer=self.people[officers[self.number % 3]], from_on=TODAY, reason="Nghỉ phép", **self.who
        )  # fmt: skip

    # --- several shares, changes, stops

    def detail(self):
        if self.project.kind != "group":
            return
        members = list(
            Establishment.objects.filter(name__startswith="Cơ sở nhóm").order_by("pk")[: 2 + self.number % 2]
        )
        total = int(self.project.support or 0)
        part = total // len(members)
        amounts = [part] * (len(members) - 1) + [total - part * (len(members) - 1)]
        if self.odd(5):
            amounts[0] -= M
        rows = [details.Row(Dong(a), one, counterpart=Dong(a)) for a, one in zip(amounts, members, strict=True)]
        details.write_detail(project=self.project, rows=rows, by=self.by)

    def approve_detail(self):
        details.approve_detail(project=self.project, paper=self.paper(TODAY), on=TODAY, **self.who)

    def change(self):
        share = self.share
        support = int(share.support or 0)
        kinds = [
            ("decrease", {"amount": max(support - self.number * M, 1)}), ("increase", {"amount": support + self.number * M}),
            ("time", {"ends_on": "2026-12-20"}), ("next_year", {"ends_on": "2027-02-20"}), ("cooperating", {"cooperating": "Hội"}),
        ]  # fmt: skip
        change, after = kinds[self.number % len(kinds)]
        whole = self.odd(4) or change == "cooperating"
        self.ask_for(change, after, None if whole else share)

    def ask_for(self, change, after, share, **more):
        changes.ask(project=self.project, change=change, after=after, share=share, reason="Đề nghị", **more, **self.who)

    def stop(self):
        share = None if self.odd(5) else self.share
        done = {share.number: queries.paid(share).share(self.number, 60)} if share else {}
        self.ask_for("stop", {"work_done": "Dừng", "done": done}, share, reason_code="asked")

    def halt(self):
        """A share that was paid is stopped at once, some of its work recognised."""
        share = next((one for one in self.project.shares.all() if money.stages(one)["advanced"]), None)
        if share:
            done = {share.number: money.stages(share)["advanced"].share(self.number, 60)}
            self.ask_for("stop", {"work_done": "Dừng", "done": done}, share, reason_code="no_capital")
            self.number = self.number * 30 + 1  # neither odd to the checker nor to who decides
            Try(self.project, self.people["approver_province"], self.number, self.line, self.people).decide()

    def replace(self):
        share = self.share
        new = Establishment.objects.filter(name__startswith="Cơ sở nhóm").order_by("-pk")[0]
        after = {"establishment": new.pk, "amount": max(int(share.support or 0) - self.number * M, 1), "done": 0}
        self.ask_for("beneficiary", after, share)

    def waiting(self):
        return ChangeRequest.objects.filter(project=self.project, state__in=["asked", "checked"]).first()

    def check(self):
        if request := self.waiting():
            changes.check(request=request, agrees=not self.odd(7), text="Đã xem", on=TODAY, **self.who)

    def decide(self):
        if request := self.waiting():
            if request.state == "asked" and not self.odd(5):
                changes.check(
                    request=request, agrees=True, text="Đã xem", on=TODAY, by=self.people["appraiser"], today=TODAY
                )
            if self.odd(6):
                changes.refuse(request=request, reason="Không duyệt", on=TODAY, **self.who)
            else:
                changes.approve(request=request, decision=self.paper(TODAY), **self.who)

    def decide_so(self):
        self.decide()

    def unask(self):
        if request := self.waiting():
            changes.withdraw(request=request, reason="Thôi", **self.who)

    # --- the line itself

    def cut(self):
        ledger.cut(line=self.line, amount=self.number * M, on=TODAY, note="Cắt giảm", **self.who)

    def more(self):
        ledger.receive(line=self.line, amount=self.number * M, on=TODAY, **self.who)

    def lock(self):
        if self.line.is_open:
            ledger.close_line(line=self.line, by=self.by, on=TODAY)
        else:
            ledger.reopen_line(line=self.line, by=self.by, on=TODAY, note="Ghi thêm")

    def reverse(self):
        count = Transfer.objects.count()
        if count:
            row = Transfer.objects.select_related("line__province").order_by("pk")[self.number % count]
            ledger.reverse(transfer=row, on=TODAY, note="Ghi nhầm", **self.who)
