"""National projects of the sample province: registered, before the ministry, in the Minister's plan, carried out."""

from __future__ import annotations

from datetime import date

from bedo.accounts.models import User
from bedo.config.demo.sample import carrying_out, dossiers
from bedo.config.demo.sample.carrying_out import Road
from bedo.config.demo.sample.cases import COMPANY, COOPERATIVE, HOUSEHOLD, MILLION, Case
from bedo.config.demo.sample.plans import SO
from bedo.config.demo.sample.stage import Stage
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.documents.services import register_paper
from bedo.ledger.models import BudgetLine
from bedo.ledger.services import open_line
from bedo.planning import services as planning
from bedo.planning.models import YearPlan
from bedo.programmes import queries as law
from bedo.programmes import rules as law_rules
from bedo.projects.models import Project
from bedo.projects.rules import states
from bedo.projects.services import appraisal, contracts
from bedo.projects.services import national as registering

FUND, MINISTRY, CUC = "kcqg", "Bộ Công Thương", "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"
THIS_YEAR = 1_500
IN_PLAN = (
    Case(41, COMPANY, "che_bien", 60, "chè đen xuất khẩu", "dây chuyền lên men, sấy chè", 1_100, 300, states.ACCEPTED, track="national"),
    Case(42, COOPERATIVE, "che_bien", 34, "tinh bột dong riềng", "hệ thống lọc, sấy tinh bột", 780, 300, states.RUNNING, track="national"),
    Case(43, COMPANY, "co_khi_dien", 45, "máy thái thức ăn chăn nuôi", "máy cắt laser", 950, 300, states.FUNDED, track="national"),
)  # fmt: skip
SECOND_ROUND = Case(44, COOPERATIVE, "che_bien", 25, "mật ong bạc hà", "máy hạ thủy phần", 520, 250, states.PLANNED, track="national")  # fmt: skip
NEXT_YEAR = (
    Case(45, HOUSEHOLD, "che_bien", 12, "phở khô", "dây chuyền tráng, sấy phở", 430, 200, states.REGISTERED, track="national"),
    Case(46, COOPERATIVE, "thu_cong", 32, "vải lanh", "máy se sợi lanh", 560, 250, states.MINISTRY_REVIEW, track="national"),
    Case(47, COMPANY, "che_bien", 40, "dược liệu", "máy chiết xuất", 900, 300, states.MINISTRY_PASSED, track="national"),
    Case(48, HOUSEHOLD, "che_bien", 10, "hạt dổi", "máy sấy, đóng gói", 240, 110, states.BASE_PASSED, track="national"),
)  # fmt: skip


def load(stage: Stage) -> None:
    """This year's plan of the Minister in two rounds, and what is registered for the next."""
    cuc, minister = (User.objects.get(username=name) for name in ("cuc", "botruong"))
    office = Ministry(stage, cuc, minister)
    _in_plan(stage, office)
    _next_year(stage, office)


class Ministry:
    """The Cục and the Minister of the sample: papers of their own register, appraisals, plans."""

    def __init__(self, stage: Stage, cuc: User, minister: User):
        self.stage, self.cuc, self.minister = stage, cuc, minister

    def paper(self, issuer: str, paper_type: str, symbol: str, on: date, summary: str, signer: str) -> Paper:
        number = str(self.stage.number(f"{issuer}{on.year}"))
        return register_paper(
            province=None, issuer=issuer, paper_type=paper_type, number=number, symbol=symbol, issued_on=on,
            summary=f"{summary} (dữ liệu minh hoạ)", signer=signer, by=self.cuc, today=on, is_sample=True,
        )  # fmt: skip

    def receive(self, project: Project, on: date) -> None:
        appraisal.receive(project=project, by=self.cuc, today=on, on=on)

    def sheet(self, project: Project, on: date) -> None:
        contents = law.in_force(law_rules.AppraisalContent, on, law_rules.NATIONAL).values()
        found = [appraisal.ContentFinding(one.key, one.name, True, "Đạt (dữ liệu minh hoạ).") for one in contents]
        appraisal.write_sheet(
            project=project, findings=found, held_on=on, proposed_support=project.support, by=self.cuc, today=on
        )

    def passed(self, project: Project, received: date, concluded: date) -> None:
        self.receive(project, received)
        self.sheet(project, concluded)
        appraisal.conclude(project=project, passed=True, by=self.cuc, today=concluded, on=concluded)

    def envelope(self, year: int, on: date) -> BudgetLine:
        open_line(province=None, fund=FUND, year=year, by=self.cuc, is_sample=True)
        decision = self.paper(
            MINISTRY, "QĐ", "QĐ-BCT", on, f"Giao dự toán khuyến công quốc gia năm {year}", "Bộ trưởng O"
        )
        return planning.give_envelope(
            province=None, fund=FUND, year=year, amount=Dong(THIS_YEAR * MILLION), on=on, decision=decision, by=self.cuc, today=on
        )  # fmt: skip

    def approved(self, line: BudgetLine, projects: list[Project], submitted: date, on: date) -> YearPlan:
        plan = planning.open_plan(line=line, by=self.cuc, is_sample=True)
        for project in projects:
            planning.add_item(plan=plan, project=project, amount=project.support, by=self.cuc)
        planning.submit_plan(plan=plan, by=self.cuc, today=submitted, on=submitted)
        words = f"Phê duyệt kế hoạch khuyến công quốc gia năm {plan.year}, đợt {plan.round}"
        decision = self.paper(MINISTRY, "QĐ", "QĐ-BCT", on, words, "Bộ trưởng O")
        planning.approve_plan(plan=plan, decision=decision, by=self.minister, today=on)
        return plan

    def allocated(self, plan: YearPlan, on: date) -> None:
        paper = self.paper(CUC, "TB", "TB-ĐCK", on, f"Giao dự toán khuyến công quốc gia năm {plan.year}", "Cục trưởng")
        planning.allocate(plan=plan, paper=paper, by=self.cuc, today=on)


def _registered(stage: Stage, projects: list[Project], on: date) -> None:
    department = stage.cast["chuyenvienso"]
    year = projects[0].year
    paper = stage.paper(SO, "BC", "BC-SCT", on, f"{registering.REPORT} năm {year}", department, "Giám đốc Sở G")
    registering.register_set(projects=projects, paper=paper, by=department, today=on, is_sample=True)


def _passed(stage: Stage, case: Case, year: int) -> Project:
    """Passed by the Sở in time for the registration of the plan year."""
    spring = year - 1
    days = dossiers.Start(
        date(spring, 3, 3), date(spring, 3, 17), date(spring, 4, 22), date(spring, 4, 24), date(spring, 5, 28)
    )
    return dossiers.passed(stage, case, days, year=year)


def _in_plan(stage: Stage, office: Ministry) -> None:
    """Registered last summer, decided in January and once more lately; the first round is carried out."""
    year, ago = stage.days.year, stage.days.ago
    projects = {case: _passed(stage, case, year) for case in (*IN_PLAN, SECOND_ROUND)}
    _registered(stage, list(projects.values()), date(year - 1, 6, 12))
    for project in projects.values():
        office.passed(project, date(year - 1, 9, 8), date(year - 1, 10, 14))
    line = office.envelope(year, date(year - 1, 12, 24))
    first = office.approved(line, [projects[case] for case in IN_PLAN], date(year, 1, 9), date(year, 1, 19))
    office.allocated(first, date(year, 1, 30))
    office.approved(line, [projects[SECOND_ROUND]], ago(18), ago(9))
    roads = {
        states.RUNNING: Road(date(year, 3, 11), stage.days.reported, date(year, 7, 15)),
        states.ACCEPTED: Road(date(year, 3, 11), ago(7), date(year, 7, 10), ago(7), ago(5)),
    }
    for case, project in projects.items():
        if case.until in roads:
            project.refresh_from_db()
            carrying_out.carry(stage, project, case, roads[case.until])
            _passed_on(stage, project)


def _passed_on(stage: Stage, project: Project) -> None:
    """The second leg: the Centre passes the advance on to the establishment."""
    for payment in project.shares.get(number=1).payments.select_related("share__project__province"):
        number = f"UNC-{stage.number('passed'):02d}"
        contracts.pass_on(payment=payment, number=number, on=payment.on, by=stage.cast["ketoan"], today=payment.on)


def _next_year(stage: Stage, office: Ministry) -> None:
    """For the coming year: one waits for its report, one is registered, one in review, one passed at the ministry."""
    year, ago = stage.days.year + 1, stage.days.ago
    projects = {case.until: _passed(stage, case, year) for case in NEXT_YEAR}
    sent = [project for until, project in projects.items() if until != states.BASE_PASSED]
    _registered(stage, sent, date(year - 1, 6, 15))
    reviewed = projects[states.MINISTRY_REVIEW]
    office.receive(reviewed, ago(14))
    office.sheet(reviewed, ago(6))
    office.passed(projects[states.MINISTRY_PASSED], ago(40), ago(20))
