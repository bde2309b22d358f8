"""A group project of three beneficiaries of 300 triệu each, carried to any step; and what its books say."""

from datetime import date

from bedo.core.types import Dong
from bedo.ledger import queries as ledger_queries
from bedo.ledger.rules import HELD_STAGES
from bedo.projects.models import Share
from bedo.projects.services import changes, contracts, details, dossiers, progress
from bedo.projects.services.shares import move_share
from tests.projects.factory import CONTENT, Chain, make_establishment

MILLION = 1_000_000


class GroupChain(Chain):
    """`GroupChain(people, establishment).to("allocate").detailed().signed()`; three shares of 300 triệu."""

    def __init__(self, people, establishment, **more):
        super().__init__(people, establishment, **{"support": 900 * MILLION, **more})
        self.others = [
            make_establishment(establishment.province, establishment.place, f"Cơ sở nhóm 0{n}") for n in (2, 3, 4)
        ]
        self.done += ["wish", "screen"]
        self.contracts = {}

    def start(self):
        self.project = dossiers.start_project(
            wishes=[], establishment=None, kind="group", title="Hỗ trợ máy sao chè cho nhóm cơ sở", content=CONTENT, fund="kcdp",
            year=self.year, place=self.establishment.place, officer=self.people["officer"], support=self.support,
            counterpart=Dong(900 * MILLION), starts_on=date(2026, 3, 1), ends_on=date(2026, 10, 31), **self.by("officer"),
        )  # fmt: skip

    def write(self):
        dossiers.write_dossier(
            project=self.project, version=1, parts={name: "Nội dung." for name in dossiers.PARTS}, by=self.people["officer"]
        )  # fmt: skip
        whole = Dong(1_800 * MILLION)
        line = dossiers.LineInput("Máy sao chè", whole, self.support, whole - self.support, is_machine=True)
        dossiers.set_estimate(project=self.project, lines=[line], by=self.people["officer"])
        self.fill_dossier()

    @property
    def share(self):
        return self.shares[0]

    @property
    def shares(self):
        rows = Share.objects.filter(project=self.project).exclude(role="pool")
        return list(rows.select_related("project__province", "establishment").order_by("number"))

    def rows(self, amounts=(300, 300, 300)):
        members = [self.establishment, *self.others][: len(amounts)]
        return [
            details.Row(Dong(amount * MILLION), member, counterpart=Dong(amount * MILLION))
            for amount, member in zip(amounts, members, strict=True)
        ]

    def detailed(self, amounts=(300, 300, 300)):
        """The detailed plan is written and approved by the Sở."""
        self.to("allocate")
        details.write_detail(project=self.project, rows=self.rows(amounts), by=self.people["officer"])
        details.approve_detail(
            project=self.project,
            paper=self.paper("QĐ", 40, date(2026, 2, 10)),
            on=date(2026, 2, 10),
            **self.by("approver_department"),
        )
        self.project.refresh_from_db()
        return self

    def signed(self, *numbers):
        """A contract for each of these shares (all when none is named), and its work begun."""
        for share in self.shares:
            if share.state == "" and (not numbers or share.number in numbers):
                self.contracts[share.number] = contracts.sign_contract(
                    shares={share: share.support}, number=f"{share.number}/HĐ-NHOM", kind="ho_tro", signed_on=date(2026, 3, 1),
                    ends_on=date(2026, 10, 31), parties=[contracts.Party("A", "Trung tâm"), contracts.Party("B", share.label)],
                    **self.by("director"),
                )  # fmt: skip
                share.refresh_from_db()
                move_share(share=share, name="start", on=date(2026, 3, 5), **self.by("officer"))
        self.project.refresh_from_db()
        return self

    def advanced(self, *numbers):
        """The Sở confirms 80 % of the work, and 70 % of the support is paid."""
        for share in self.shares:
            if share.state == "running" and (not numbers or share.number in numbers):
                progress.report_progress(
                    share=share, month=date(2026, 6, 1), planned_percent=80, done_percent=80, done_text="Lắp máy",
                    submitted_on=date(2026, 6, 20), **self.by("officer"),
                )  # fmt: skip
                whole = share.support + share.counterpart
                contracts.confirm_work(
                    share=share, number=f"BB-{share.number}", on=date(2026, 6, 25), done_value=whole.share(80, 100),
                    total_value=whole, **self.by("appraiser"),
                )  # fmt: skip
                contracts.pay(
                    share=share, kind="first_advance", amount=share.support.share(70, 100), on=date(2026, 7, 6),
                    **self.by("accountant"),
                )  # fmt: skip
        return self

    def change(
        self, change, after, *, share=None, asker="officer", reason="Cơ sở đề nghị", on=date(2026, 8, 3), **more
    ):
        """A request for a change, asked but not yet checked."""
        self.project.refresh_from_db()
        return changes.ask(
            project=self.project, change=change, after=after, share=share, reason=reason, on=on, **more, **self.by(asker)
        )  # fmt: skip

    def decided(self, request, *, on=date(2026, 8, 20), number=50):
        """The Sở checked it and the body that decides approved it."""
        changes.check(
            request=request, agrees=True, text="Đã kiểm tra tại cơ sở", on=date(2026, 8, 10), **self.by("appraiser")
        )
        by = {"so": "approver_department", "chairman": "approver_province"}.get(request.body, request.body)
        changes.approve(request=request, decision=self.paper("QĐ", number, on), **self.by(by))
        self.project.refresh_from_db()
        return request


def money_of(line):
    """The line in triệu đồng by stage, without zeros: {"in": 2000, "available": 1100, …}."""
    return {stage: int(sum_) // MILLION for stage, sum_ in ledger_queries.totals(line).items() if sum_}


def holdings(share):
    """A share's money in triệu đồng by stage, without zeros."""
    found = ledger_queries.stages_of_holders([share.holder])[share.holder]
    return {stage: int(found[stage]) // MILLION for stage in HELD_STAGES if found[stage]}
