"""A local single project carried through its whole chain by the services, one step a method, dates in 2026."""

from datetime import date

from bedo.core.clock import now
from bedo.core.text import fold, name_key, sort_key
from bedo.core.types import Dong
from bedo.documents.services import register_paper
from bedo.establishments.models import Establishment
from bedo.planning import services as planning
from bedo.programmes.services import load_rules
from bedo.projects import lawbook
from bedo.projects.models import Project
from bedo.projects.services import acceptance, appraisal, contracts, dossiers, effects, progress, settlement, wishes
from bedo.projects.services.shares import move_share

TODAY = date(2026, 11, 25)
CONTENT = "MAY_MOC_CHUYEN_GIAO_CN"
PARTS = {name: f"Nội dung phần {name}." for name in dossiers.PARTS}
STEPS = [
    "wish",
    "screen",
    "start",
    "write",
    "submit",
    "receive",
    "sheet",
    "passed",
    "envelope",
    "plan",
    "approve",
    "allocate",
    "contract",
    "begin",
    "confirm",
    "advance",
    "complete",
    "minutes",
    "sign",
    "remaining",
    "vouchers",
    "dossier",
    "liquidate",
    "settle_year",
    "follow",
    "effect",
    "close",
]


def make_establishment(province, commune, name="Cơ sở mẫu 01", **more):
    """A sample establishment in the register, written past the service."""
    defaults = {"kind": "hop_tac_xa", "is_sample": True}
    return Establishment.objects.create(
        province=province,
        place=commune,
        place_now=commune,
        created_at=now(),
        updated_at=now(),
        name=name,
        name_key=name_key(name),
        search_text=fold(name),
        sort_key=sort_key(name),
        **{**defaults, **more},
    )


class Chain:
    """Walks one project step by step: `Chain(people, establishment).to("contract")`."""

    def __init__(self, people, establishment, *, support=300_000_000, envelope=2_000_000_000, number=1, year=2026):
        load_rules()
        self.people, self.establishment, self.number, self.year = people, establishment, number, year
        self.support, self.envelope_amount = Dong(support), Dong(envelope)
        self.done: list[str] = []
        self.project: Project | None = None

    def to(self, step: str) -> "Chain":
        """Make every step up to and with `step` that was not made yet."""
        for name in STEPS[: STEPS.index(step) + 1]:
            if name not in self.done:
                getattr(self, name)()
                self.done.append(name)
        if self.project:
            self.project.refresh_from_db()
        return self

    @property
    def share(self):
        return self.project.shares.select_related("project__province", "establishment").get(number=1)

    def by(self, role, **more):
        return {"by": self.people[role], "today": TODAY, **more}

    def paper(self, kind, number, on):
        return register_paper(
            province=self.establishment.province, issuer="UBND tỉnh", paper_type=kind, number=f"{number}/{self.number}", symbol=f"{kind}-UBND",
            issued_on=on, signer="Người ký", summary="Văn bản mẫu", by=self.people["officer"], today=TODAY,
        )  # fmt: skip

    def wish(self):
        self.wish_row = wishes.record_wish(
            establishment=self.establishment, content=CONTENT, need="Máy sao chè", received_on=date(2025, 9, 1), channel="truc_tiep",
            amount_asked=self.support, investment=Dong(700_000_000), **self.by("officer"),
        )  # fmt: skip

    def screen(self):
        wishes.appraise_capacity(
            wish=self.wish_row, visited_on=date(2025, 9, 10), present="Chủ cơ sở, cán bộ xã", opinion="Đủ năng lực", passed=True,
            findings=[wishes.Finding("counterpart", "Vốn đối ứng", True, figure="400.000.000")], **self.by("officer"),
        )  # fmt: skip
        self.wish_row.refresh_from_db()

    def start(self):
        self.project = dossiers.start_project(
            wishes=[self.wish_row], establishment=self.establishment, title="Hỗ trợ máy sao chè", content=CONTENT, fund="kcdp",
            year=self.year, place=self.establishment.place, officer=self.people["officer"], support=self.support,
            counterpart=Dong(400_000_000), starts_on=date(2026, 3, 1), ends_on=date(2026, 10, 31), **self.by("officer"),
        )  # fmt: skip

    def write(self):
        dossiers.write_dossier(project=self.project, version=1, parts=PARTS, by=self.people["officer"])
        lines = [
            dossiers.LineInput(
                "Máy sao chè", Dong(700_000_000), self.support, Dong(700_000_000) - self.support, is_machine=True
            )
        ]
        dossiers.set_estimate(project=self.project, lines=lines, by=self.people["officer"])
        self.fill_dossier()

    def fill_dossier(self):
        self.project.refresh_from_db()
        for item in lawbook.dossier_checklist(self.project, TODAY):
            if item.missing:
                dossiers.add_paper(
                    project=self.project,
                    slot=item.key,
                    label=item.name,
                    words="Bản gốc tại Trung tâm",
                    by=self.people["officer"],
                )

    def submit(self):
        dossiers.submit(project=self.project, on=date(2025, 10, 1), **self.by("officer"))

    def receive(self):
        appraisal.receive(project=self.project, on=date(2025, 10, 2), **self.by("appraiser"))

    def sheet(self):
        findings = [appraisal.ContentFinding(str(n), f"Nội dung {n}", True, "Đạt") for n in range(1, 6)]
        appraisal.write_sheet(
            project=self.project,
            findings=findings,
            held_on=date(2025, 10, 10),
            proposed_support=self.support,
            **self.by("appraiser"),
        )

    def passed(self):
        appraisal.conclude(project=self.project, passed=True, on=date(2025, 10, 12), **self.by("appraiser"))

    def envelope(self):
        self.line = planning.give_envelope(
            province=self.establishment.province, fund="kcdp", year=self.year, amount=self.envelope_amount, on=date(2025, 12, 20),
            decision=self.paper("QĐ", 10, date(2025, 12, 20)), **self.by("accountant"),
        )  # fmt: skip

    def plan(self):
        self.plan_row = planning.open_plan(line=self.line, by=self.people["director"])
        planning.add_item(plan=self.plan_row, project=self.project, amount=self.support, by=self.people["director"])
        planning.submit_plan(plan=self.plan_row, on=date(2026, 1, 5), **self.by("director"))
        planning.give_opinion(
            plan=self.plan_row, agrees=True, text="Nhất trí", on=date(2026, 1, 8), **self.by("finance")
        )

    def approve(self):
        planning.approve_plan(
            plan=self.plan_row, decision=self.paper("QĐ", 20, date(2026, 1, 20)), **self.by("approver_province")
        )

    def allocate(self):
        planning.allocate(plan=self.plan_row, paper=self.paper("QĐ", 30, date(2026, 2, 1)), **self.by("accountant"))

    def contract(self):
        self.contract_row = contracts.sign_contract(
            shares={self.share: self.support}, number=f"0{self.number}/HĐ-TTKC", kind="ho_tro", signed_on=date(2026, 3, 1), ends_on=date(2026, 10, 31),
            parties=[contracts.Party("A", "Trung tâm Khuyến công"), contracts.Party("B", self.establishment.name)], **self.by("director"),
        )  # fmt: skip

    def begin(self):
        move_share(share=self.share, name="start", on=date(2026, 3, 5), **self.by("officer"))
        self.report(3, 20)

    def report(self, month, percent):
        progress.report_progress(
            share=self.share, month=date(2026, month, 1), planned_percent=percent, done_percent=percent, done_text="Lắp máy",
            submitted_on=date(2026, month, 20), **self.by("officer"),
        )  # fmt: skip

    def confirm(self):
        contracts.confirm_work(
            share=self.share,
            number=f"BB-{self.number}",
            on=date(2026, 6, 25),
            done_value=Dong(504_000_000),
            total_value=Dong(700_000_000),
            **self.by("appraiser"),
        )

    def advance(self):
        contracts.pay(
            share=self.share,
            kind="first_advance",
            amount=self.support.share(70, 100),
            on=date(2026, 7, 6),
            **self.by("accountant"),
        )

    def complete(self):
        self.report(9, 100)
        move_share(share=self.share, name="complete", on=date(2026, 9, 30), **self.by("officer"))

    def minutes(self):
        self.minutes_row = acceptance.write_minutes(
            share=self.share, held_on=date(2026, 10, 5), number="05/BBNT", result="passed", quality="Tốt",
            parties=[acceptance.PartyInput(body, "Đại diện", "Cán bộ") for body in ("Sở Công Thương", "UBND xã", "Trung tâm", "Cơ sở")],
            rows=[acceptance.RowInput("Máy sao chè", "máy", 1, 1, Dong(700_000_000), Dong(700_000_000), self.support, Dong(700_000_000) - self.support)],
            **self.by("officer"),
        )  # fmt: skip

    def sign(self):
        acceptance.sign_minutes(minutes=self.minutes_row, signed_on=date(2026, 10, 6), **self.by("appraiser"))

    def remaining(self):
        rest = self.support - self.support.share(70, 100)
        contracts.pay(
            share=self.share, kind="remaining_advance", amount=rest, on=date(2026, 10, 9), **self.by("accountant")
        )

    def vouchers(self):
        acceptance.record_voucher(
            share=self.share,
            number="0000123",
            on=date(2026, 9, 1),
            seller="Công ty máy",
            text="Máy sao chè",
            amount=self.support,
            source="fund",
            **self.by("officer"),
        )
        for item in lawbook.completion_checklist(self.share, TODAY):
            if item.missing:
                dossiers.add_paper(
                    project=self.project,
                    share=self.share,
                    slot=item.key,
                    label=item.name,
                    words="Bản gốc tại Trung tâm",
                    by=self.people["officer"],
                )

    def dossier(self):
        self.settlement_row = settlement.submit_settlement(
            contract=self.contract_row,
            asked={self.share.pk: self.support},
            submitted_on=date(2026, 10, 15),
            **self.by("officer"),
        )

    def liquidate(self):
        settlement.liquidate(
            settlement=self.settlement_row,
            settled={self.share.pk: self.support},
            decided_on=date(2026, 10, 28),
            **self.by("approver_department"),
        )

    def settle_year(self):
        settlement.settle_year(line=self.line, on=date(2026, 11, 10), **self.by("finance"))

    def follow(self):
        move_share(share=self.share, name="follow", **self.by("officer"))

    def effect(self):
        effects.record_effect(
            share=self.share,
            year=2026,
            as_of=date(2026, 11, 20),
            said_by="Chủ cơ sở",
            said_how="visit",
            jobs_new=5,
            **self.by("officer"),
        )

    def close(self):
        move_share(share=self.share, name="close", **self.by("officer"))
