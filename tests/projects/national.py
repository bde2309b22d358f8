"""A national single project carried through its chain: the Sở registers it, the Cục appraises, the Minister decides."""

from datetime import date

from bedo.core.types import Dong
from bedo.documents.services import register_paper
from bedo.ledger import queries as ledger_queries
from bedo.planning import services as planning
from bedo.projects.services import appraisal, dossiers, national
from tests.projects.factory import CONTENT, STEPS, TODAY, Chain

BEFORE = STEPS[: STEPS.index("passed") + 1]
AFTER = STEPS[STEPS.index("contract") :]
NATIONAL_STEPS = [
    *BEFORE, "register", "ministry_receive", "ministry_sheet", "ministry_passed", "envelope", "plan", "approve", "allocate", *AFTER,
]  # fmt: skip
SENT = date(2025, 10, 20)
LATE = "Chờ giấy tờ của cơ sở."


class NationalChain(Chain):
    """`NationalChain(people, establishment).to("register")`. `cuc` and `minister` act for the ministry."""

    STEPS = NATIONAL_STEPS

    def to(self, step):
        for name in self.STEPS[: self.STEPS.index(step) + 1]:
            if name not in self.done:
                getattr(self, name)()
                self.done.append(name)
        if self.project:
            self.project.refresh_from_db()
        return self

    @property
    def cuc(self):
        return self.by("ministry_department")

    @property
    def minister(self):
        return self.by("ministry_minister")

    def nation_paper(self, kind, number, on, issuer="Bộ Công Thương"):
        return register_paper(
            province=None, issuer=issuer, paper_type=kind, number=f"{number}/{self.number}", symbol=f"{kind}-BCT", issued_on=on,
            signer="Người ký", summary="Văn bản mẫu", by=self.people["ministry_department"], today=TODAY,
        )  # fmt: skip

    def start(self):
        self.project = dossiers.start_project(
            wishes=[self.wish_row], establishment=self.establishment, title="Hỗ trợ máy sao chè", content=CONTENT, fund="kcqg", track="national",
            year=self.year, place=self.establishment.place, officer=self.people["officer"], support=self.support,
            counterpart=Dong(400_000_000), starts_on=date(2026, 3, 1), ends_on=date(2026, 10, 31), **self.by("officer"),
        )  # fmt: skip

    def report_paper(self, on=SENT, number=40):
        return self.paper("BC", number, on)

    def register(self):
        self.set_row = national.register_set(
            projects=[self.project], paper=self.report_paper(), late_reason=LATE, **self.by("appraiser")
        )

    def ministry_receive(self):
        appraisal.receive(project=self.project, on=date(2025, 11, 3), **self.cuc)

    def ministry_sheet(self, passed=True):
        findings = [appraisal.ContentFinding(str(n), f"Nội dung {n}", passed or n > 1, "Ghi") for n in range(1, 6)]
        appraisal.write_sheet(project=self.project, findings=findings, held_on=date(2025, 11, 10), **self.cuc)

    def ministry_passed(self):
        appraisal.conclude(project=self.project, passed=True, on=date(2025, 11, 12), **self.cuc)

    def envelope(self):
        self.source = planning.give_envelope(
            province=None, fund="kcqg", year=self.year, amount=self.envelope_amount, on=date(2025, 12, 20),
            decision=self.nation_paper("QĐ", 10, date(2025, 12, 20)), **self.cuc,
        )  # fmt: skip

    def plan(self):
        cuc = self.people["ministry_department"]
        self.plan_row = planning.open_plan(line=self.source, by=cuc)
        planning.add_item(plan=self.plan_row, project=self.project, amount=self.support, by=cuc)
        planning.submit_plan(plan=self.plan_row, on=date(2026, 1, 5), **self.cuc)

    def approve(self):
        planning.approve_plan(
            plan=self.plan_row, decision=self.nation_paper("QĐ", 20, date(2026, 1, 20)), **self.minister
        )
        self.line = ledger_queries.find_line(self.establishment.province, "kcqg", self.year)

    def allocate(self):
        planning.allocate(plan=self.plan_row, paper=self.nation_paper("TB", 30, date(2026, 2, 1), "Cục"), **self.cuc)
