"""Projects with several shares, tasks and recoverable support, walked by the services; dates in 2026 and 2027."""

from datetime import date

from bedo.core.types import Dong
from bedo.documents.services import register_paper
from bedo.planning import services as planning
from bedo.programmes.services import load_rules
from bedo.projects import lawbook, queries
from bedo.projects.services import (
    acceptance,
    appraisal,
    contracts,
    details,
    dossiers,
    progress,
    settlement,
)
from bedo.projects.services.shares import move_share
from tests.projects.factory import CONTENT, PARTS, TODAY

MILLION = 1_000_000
PAPERS = iter(range(1, 10_000))


def mil(amount):
    return Dong(amount * MILLION)


class Several:
    """A project of any kind: `Several(people, place, kind="group").funded()`; amounts in triệu đồng.

    `tranches`: year → triệu for a key project. `members`: establishments with what each gets and puts in.
    """

    def __init__(
        self,
        people,
        place,
        *,
        kind="group",
        support=450,
        fund="kcdp",
        tranches=None,
        establishment=None,
        content=CONTENT,
    ):
        load_rules()
        self.people, self.place, self.kind, self.fund = people, place, kind, fund
        self.province = place.parent or place
        self.support, self.tranches, self.content = support, tranches or {}, content
        self.establishment = establishment
        self.lines, self.today = {}, TODAY

    def by(self, role, **more):
        return {"by": self.people[role], "today": self.today, **more}

    def paper(self, on, kind="QĐ"):
        return register_paper(
            province=self.province, issuer="UBND tỉnh", paper_type=kind, number=str(next(PAPERS)), symbol=f"{kind}-UBND",
            issued_on=on, signer="Người ký", summary="Văn bản mẫu", **self.by("officer"),
        )  # fmt: skip

    def share(self, number):
        rows = self.project.shares.select_related("project__province", "project__place", "establishment")
        return rows.get(number=number)

    def draft(self):
        self.project = dossiers.start_project(
            wishes=[], establishment=self.establishment, title=f"Hỗ trợ máy chế biến chè {next(PAPERS)}", content=self.content, fund=self.fund, year=2026,
            place=self.place, officer=self.people["officer"], kind=self.kind, support=mil(self.support),
            counterpart=mil(self.support), starts_on=date(2026, 3, 1), ends_on=date(2028, 10, 31), **self.by("officer"),
        )  # fmt: skip
        about = {"more_contents": ["THUONG_HIEU"]} if self.kind == "key" else {}
        officer = self.people["officer"]
        dossiers.write_dossier(project=self.project, version=None, parts=PARTS, about=about, by=officer)
        if self.tranches:
            amounts = {year: mil(amount) for year, amount in self.tranches.items()}
            details.set_tranches(project=self.project, amounts=amounts, by=officer)
        self.project.refresh_from_db()
        line = dossiers.LineInput("Máy sao chè", mil(self.support * 2), mil(self.support), mil(self.support))
        dossiers.set_estimate(project=self.project, lines=[line], by=officer)
        self.fill(lawbook.dossier_checklist(self.project, TODAY))
        return self

    def fill(self, items, share=None):
        for item in items:
            if item.missing:
                dossiers.add_paper(
                    project=self.project, share=share, slot=item.key, label=item.name, words="Bản gốc tại Trung tâm", by=self.people["officer"]
                )  # fmt: skip

    def passed(self):
        self.draft()
        dossiers.submit(project=self.project, on=date(2025, 10, 1), **self.by("officer"))
        appraisal.receive(project=self.project, on=date(2025, 10, 2), **self.by("appraiser"))
        findings = [appraisal.ContentFinding(str(n), f"Nội dung {n}", True, "Đạt") for n in range(1, 6)]
        appraisal.write_sheet(
            project=self.project, findings=findings, held_on=date(2025, 10, 10), proposed_support=mil(self.support),
            **self.by("appraiser"),
        )  # fmt: skip
        appraisal.conclude(project=self.project, passed=True, on=date(2025, 10, 12), **self.by("appraiser"))
        return self

    def planned(self, year=2026, envelope=2000, amount=None):
        """The year's envelope, and a plan that takes the project."""
        if year not in self.lines:
            on = date(year - 1, 12, 20)
            self.lines[year] = planning.give_envelope(
                province=self.province, fund=self.fund, year=year, amount=mil(envelope), on=on, decision=self.paper(on), **self.by("accountant")
            )  # fmt: skip
        self.plan = planning.open_plan(line=self.lines[year], by=self.people["director"])
        taken = mil(amount or self.tranches.get(year, self.support))
        planning.add_item(plan=self.plan, project=self.project, amount=taken, by=self.people["director"])
        planning.submit_plan(plan=self.plan, on=date(year, 1, 5), **self.by("director"))
        planning.give_opinion(plan=self.plan, agrees=True, text="Nhất trí", on=date(year, 1, 8), **self.by("finance"))
        planning.approve_plan(plan=self.plan, decision=self.paper(date(year, 1, 20)), **self.by("approver_province"))
        self.project.refresh_from_db()
        return self

    def funded(self, year=2026, **more):
        if year == 2026:
            self.passed()
        self.planned(year, **more)
        planning.allocate(plan=self.plan, paper=self.paper(date(year, 2, 1)), **self.by("accountant"))
        self.project.refresh_from_db()
        return self

    def detailed(self, members, own=0, on=date(2026, 2, 10)):
        """`members`: establishment → (triệu of support, triệu of own money); `own`: the implementing unit's part."""
        self.write_detail(members, own)
        details.approve_detail(project=self.project, paper=self.paper(on), on=on, **self.by("approver_department"))
        self.project.refresh_from_db()
        return self

    def write_detail(self, members, own=0):
        rows = [details.Row(mil(give), one, counterpart=mil(put)) for one, (give, put) in members.items()]
        rows += [details.Row(mil(own), title="Quản lý, nghiệm thu đề án")] if own else []
        details.write_detail(project=self.project, rows=rows, by=self.people["officer"])

    def contract(self, amounts, number="01/HĐ", on=date(2026, 3, 1), kind="ho_tro"):
        """`amounts`: share number → triệu."""
        return contracts.sign_contract(
            shares={self.share(number): mil(amount) for number, amount in amounts.items()}, number=number, kind=kind,
            signed_on=on, ends_on=date(on.year, 12, 20), parties=[contracts.Party("A", "Trung tâm"), contracts.Party("B", "Các cơ sở")],
            **self.by("director"),
        )  # fmt: skip

    def begin(self, number, on=date(2026, 3, 5)):
        move_share(share=self.share(number), name="start", on=on, **self.by("officer"))

    def advance(self, number, percent=70, on=date(2026, 7, 6)):
        share = self.share(number)
        whole = lawbook.whole_value(share)
        contracts.confirm_work(
            share=share, number=f"BB-{number}", on=date(on.year, on.month, 1), done_value=whole.share(80, 100), total_value=whole,
            **self.by("appraiser"),
        )  # fmt: skip
        self.fill(lawbook.advance_checklist(share, on), share)
        share = self.share(number)
        contracts.pay(
            share=share, kind="first_advance", amount=share.support.share(percent, 100), on=on, **self.by("accountant")
        )

    def complete(self, number, on=date(2026, 9, 30)):
        progress.report_progress(
            share=self.share(number), month=on.replace(day=1), planned_percent=100, done_percent=100, done_text="Xong",
            submitted_on=on.replace(day=20), **self.by("officer"),
        )  # fmt: skip
        move_share(share=self.share(number), name="complete", on=on, **self.by("officer"))

    def accept(self, number, on=date(2026, 10, 5), bodies=("Sở Công Thương", "UBND xã", "Trung tâm", "Cơ sở")):
        share = self.share(number)
        whole, support = lawbook.whole_value(share), share.support
        minutes = acceptance.write_minutes(
            share=share, held_on=on, number=f"{number}/BBNT", result="passed", quality="Tốt",
            parties=[acceptance.PartyInput(body, "Đại diện", "Cán bộ") for body in bodies],
            rows=[acceptance.RowInput("Máy", "máy", 1, 1, whole, whole, support, Dong(whole - support))], **self.by("officer"),
        )  # fmt: skip
        acceptance.sign_minutes(minutes=minutes, signed_on=on, **self.by("appraiser"))

    def prove(self, number, on=date(2026, 10, 6)):
        """Vouchers and papers, and the rest of the money is paid."""
        share = self.share(number)
        acceptance.record_voucher(
            share=share, number=f"HD{number}", on=on, seller="Công ty máy", text="Máy", amount=share.support, source="fund",
            **self.by("officer"),
        )  # fmt: skip
        self.fill(lawbook.completion_checklist(share, TODAY), share)
        share = self.share(number)
        rest = Dong(share.support - queries.paid(share))
        if rest:
            contracts.pay(share=share, kind="remaining_advance", amount=rest, on=on, **self.by("accountant"))

    def settle(self, contract, numbers, on=date(2026, 10, 15)):
        asked = {self.share(number).pk: self.share(number).support for number in numbers}
        row = settlement.submit_settlement(contract=contract, asked=asked, submitted_on=on, **self.by("officer"))
        settlement.liquidate(
            settlement=row, settled=asked, decided_on=date(on.year, 10, 28), **self.by("approver_department")
        )
        return row

    def whole_way(self, number, contract):
        """One share from its contract to its acceptance, paid out."""
        self.begin(number)
        self.advance(number)
        self.complete(number)
        self.accept(number)
        self.prove(number)
