"""Projects of several shares in the sample year: three groups, a key project over three years, a task, a loan of the rolling fund."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bedo.config.demo.sample import carrying_out, dossiers, plans
from bedo.config.demo.sample.carrying_out import Road
from bedo.config.demo.sample.cases import BRAND, COOPERATIVE, HOUSEHOLD, MACHINES, MILLION, Case
from bedo.config.demo.sample.plans import SO, TRUNG_TAM
from bedo.config.demo.sample.stage import Stage
from bedo.core.types import Dong
from bedo.projects.models import Contract, Project, Share
from bedo.projects.rules import states
from bedo.projects.services import appraisal, contracts, details, rolling, settlement
from bedo.projects.services import dossiers as writing

FUND = "quy_kc"


@dataclass(frozen=True)
class Plan:
    """One project of several shares: its members as cases (price and support in triệu đồng), the unit's own part, its years."""

    title: str
    kind: str
    members: tuple[Case, ...] = ()
    own: int = 0
    years: tuple[int, ...] = ()
    content: str = MACHINES
    more: tuple[str, ...] = ()
    chain: str = ""

    @property
    def first(self) -> int:
        """What the sample year gives, triệu đồng."""
        return sum(case.support for case in self.members) + self.own

    @property
    def support(self) -> int:
        return sum(self.years) or self.first

    @property
    def counterpart(self) -> int:
        return sum(case.price - case.support for case in self.members)


def _member(number: int, kind: str, product: str, machine: str, price: int, support: int) -> Case:
    return Case(number, kind, "che_bien", 8 + number % 9, product, machine, price, support, "")


GROUP = Plan(
    "Hỗ trợ máy chế biến chè cho các cơ sở vùng chè shan", "group",
    (
        _member(51, COOPERATIVE, "chè shan tuyết", "máy sao chè tôn quay", 320, 150),
        _member(52, HOUSEHOLD, "chè xanh sao lăn", "máy vò chè", 260, 120),
        _member(53, HOUSEHOLD, "chè vàng", "tủ sấy chè", 280, 130),
    ),
    own=50,
)  # fmt: skip
SHARED_OUT = Plan(
    "Hỗ trợ máy đóng gói cho các cơ sở làm mật ong", "group",
    (
        _member(54, COOPERATIVE, "mật ong bạc hà", "máy chiết rót mật", 210, 100),
        _member(55, HOUSEHOLD, "mật ong rừng", "máy hạ thủy phần", 200, 100),
    ),
)  # fmt: skip
WAITING = Plan(
    "Hỗ trợ máy sấy cho các cơ sở chế biến măng", "group",
    (
        _member(59, COOPERATIVE, "măng khô", "tủ sấy măng", 260, 120),
        _member(60, HOUSEHOLD, "măng ớt", "máy thái, tủ sấy", 180, 80),
    ),
)  # fmt: skip
KEY = Plan(
    "Phát triển sản xuất, chế biến cam sành gắn với vùng nguyên liệu", "key",
    (
        _member(56, COOPERATIVE, "cam sành", "dây chuyền rửa, phân loại cam", 400, 180),
        _member(57, HOUSEHOLD, "mứt cam", "nồi cô chân không", 260, 120),
    ),
    years=(300, 200, 100), more=(BRAND,), chain="Cam sành",
)  # fmt: skip
TASK = Plan("Tuyên truyền chính sách khuyến công trên báo, đài của tỉnh", "task", own=60, content="TRUYEN_THONG")
NEWCOMER = _member(59, HOUSEHOLD, "chè ướp hoa", "máy vò chè", 250, 110)
"""Comes into the first group in the place of one of its members (changing.py)."""
PLANS = (GROUP, SHARED_OUT, WAITING, KEY, TASK)
MILLIONS = sum(plan.first for plan in PLANS)
"""What the five take of the sample year's local money, triệu đồng."""
LOAN = Case(58, COOPERATIVE, "che_bien", 24, "gạo đặc sản", "máy xát và đánh bóng gạo", 520, 300, states.SETTLED, previous=True)  # fmt: skip


def group_of(stage: Stage) -> Project:
    """The group project whose three shares are being carried out."""
    return Project.objects.get(province=stage.province, title=GROUP.title, is_sample=True)


# --- to the plan


def passed(stage: Stage, days: dossiers.Start) -> dict[Plan, Project]:
    """All five with a passed appraisal, ready for the year's first plan."""
    return {plan: _passed(stage, plan, place, days) for place, plan in enumerate(PLANS)}


def _passed(stage: Stage, plan: Plan, place: int, days: dossiers.Start) -> Project:
    officer, year = stage.officer(place), stage.days.year
    project = writing.start_project(
        wishes=[], establishment=None, title=plan.title, content=plan.content, fund=plans.FUND, year=year, kind=plan.kind,
        place=stage.province, officer=officer, implementer=stage.cast.centre,
        support=None if plan.years else Dong(plan.support * MILLION),
        counterpart=Dong(plan.counterpart * MILLION), starts_on=date(year, 3, 1),
        ends_on=date(year + max(len(plan.years) - 1, 0), 12, 20), by=officer, today=days.begun, is_sample=True,
    )  # fmt: skip
    _write(plan, project)
    dossiers.submit(stage, project, days.submitted)
    dossiers.receive(stage, project, days.received)
    dossiers.sheet(stage, project, days.concluded)
    appraisal.conclude(
        project=project, passed=True, by=stage.cast["chuyenvienso"], today=days.concluded, on=days.concluded
    )
    project.refresh_from_db()
    return project


def _write(plan: Plan, project: Project) -> None:
    who = "; ".join(case.name for case in plan.members) or "không có, Trung tâm thực hiện"
    cost = Dong((plan.support + plan.counterpart) * MILLION)
    words = {
        "name": who, "place": project.place.label, "product": plan.title.lower(), "machine": "máy móc của từng cơ sở", "cost": cost,
        "asked": Dong(plan.support * MILLION), "workers": sum(case.workers for case in plan.members),
    }  # fmt: skip
    parts = {name: text.format(**words) for name, text in dossiers.TEXTS.items()} if plan.members else TASK_PARTS
    about = {"more_contents": list(plan.more), "chain_product": plan.chain}
    about |= {"chain_links": "Sơ chế, chế biến, nhãn hiệu"} if plan.chain else {}
    writing.write_dossier(project=project, version=None, parts=parts, about=about, by=project.officer)
    if plan.years:
        amounts = {project.year + number: Dong(amount * MILLION) for number, amount in enumerate(plan.years)}
        details.set_tranches(project=project, amounts=amounts, by=project.officer)
    asked = Dong(plan.support * MILLION)
    line = dossiers.LineInput(text=plan.title, total=cost, from_fund=asked, from_beneficiary=Dong(cost - asked))
    writing.set_estimate(project=project, lines=[line], by=project.officer)


TASK_PARTS = {
    "units": "Đơn vị thực hiện: Trung tâm Khuyến công. Nhiệm vụ không có đơn vị thụ hưởng.",
    "need": "Nhiều cơ sở ở xã chưa biết điều kiện và thủ tục đề nghị hỗ trợ.",
    "goal": "Mỗi tháng một chuyên mục trên đài và báo của tỉnh.",
    "scale": "Mười hai chuyên mục, phát ở mọi xã, phường.",
    "content": "Viết bài, ghi hình, phát sóng, in tờ rơi.",
    "organisation": "Trung tâm ký với cơ quan báo, đài; Sở Công Thương nghiệm thu.",
    "effect": "Nhiều nhu cầu được gửi tới Trung tâm hơn; số nhu cầu theo dõi ở mục Nhu cầu.",
}


# --- carried out


def carry(stage: Stage, projects: dict[Plan, Project]) -> None:
    """Shared out, contracted and begun; the second group waits for its contracts, the third for its detailed plan."""
    year = stage.days.year
    for plan, project in projects.items():
        project.refresh_from_db()
        if plan is WAITING:
            for case in plan.members:
                dossiers.establishment(stage, case, date(year, 2, 10))
        elif plan.members:
            _share_out(stage, plan, project, date(year, 2, 18))
    _group(stage, projects[GROUP])
    _key(stage, projects[KEY])
    _task(stage, projects[TASK])


def _share_out(stage: Stage, plan: Plan, project: Project, on: date) -> None:
    rows = [
        details.Row(case.asked, dossiers.establishment(stage, case, on), counterpart=Dong(case.cost - case.asked))
        for case in plan.members
    ]
    rows += [details.Row(Dong(plan.own * MILLION), title="Quản lý, nghiệm thu đề án")] if plan.own else []
    details.write_detail(project=project, rows=rows, by=project.officer)
    head = stage.cast["giamdocso"]
    paper = stage.paper(SO, "QĐ", "QĐ-SCT", on, f"Duyệt kế hoạch chi tiết {project.code}", head, "Giám đốc Sở G")
    details.approve_detail(project=project, paper=paper, by=head, today=on, on=on)
    project.refresh_from_db()


def shares_of(project: Project) -> list[Share]:
    rows = project.shares.exclude(role="pool").select_related("project__province", "project__officer", "establishment")
    return list(rows.order_by("number"))


def sign(stage: Stage, shares: list[Share], on: date, kind: str = "ho_tro") -> Contract:
    director, project = stage.cast["giamdoctt"], shares[0].project
    sides = [(share.label, f"Chủ {share.label}", "Chủ cơ sở", share.establishment) for share in shares if share.establishment]  # fmt: skip
    parties = [contracts.Party("A", stage.cast.centre.name, "Giám đốc Trung tâm D", "Giám đốc")]
    parties += [contracts.Party(chr(66 + number), *side) for number, side in enumerate(sides)]
    if not sides:
        parties = [contracts.Party("A", SO, "Giám đốc Sở G", "Giám đốc"), contracts.Party("B", stage.cast.centre.name)]
    number = f"{stage.number(f'contract{on.year}'):02d}/{on.year}/HĐ-KC"
    paper = stage.paper(
        TRUNG_TAM, "HĐ", "HĐ-KC", on, f"Hợp đồng {number}: {project.code}", director, "Giám đốc Trung tâm D"
    )
    return contracts.sign_contract(
        shares={share: share.support for share in shares}, number=number, kind=kind, signed_on=on, ends_on=date(on.year, 12, 20),
        parties=parties, by=director, today=on, paper=paper,
    )  # fmt: skip


def begin(stage: Stage, share: Share, road: Road, *, whole: bool = False) -> Share:
    share.refresh_from_db()
    carrying_out.start(share, road.contract + timedelta(days=5))
    carrying_out.report(stage, share, road, behind=not whole and share.number % 2 == 0)
    share.refresh_from_db()
    return share


def _group(stage: Stage, project: Project) -> None:
    """One contract over two shares, one over the third and the unit's own part by assignment; the first was advanced."""
    on, shares = date(stage.days.year, 3, 16), shares_of(project)
    sign(stage, shares[:2], on)
    sign(stage, shares[2:3], on)
    sign(stage, shares[3:], on, kind="giao_nhiem_vu")
    road = Road(on, stage.days.reported)
    for share in shares:
        begin(stage, share, road)
    carrying_out.advance(stage, shares_of(project)[0], date(stage.days.year, 7, 20))


def _key(stage: Stage, project: Project) -> None:
    on = date(stage.days.year, 3, 20)
    for share in shares_of(project):
        sign(stage, [share], on)
        begin(stage, share, Road(on, stage.days.reported))


def _task(stage: Stage, project: Project) -> None:
    on, [share] = date(stage.days.year, 3, 24), shares_of(project)
    sign(stage, [share], on, kind="giao_nhiem_vu")
    begin(stage, share, Road(on, stage.days.reported))


# --- the rolling fund


def loan(stage: Stage) -> None:
    """A loan of the year before, settled; its first instalment came back in part, the second is late, the third not due."""
    year, before = stage.days.year, stage.days.previous
    line = plans.envelope(stage, before, 500, date(before - 1, 12, 20), fund=FUND)
    days = dossiers.Start(*(date(before - 1, *day) for day in ((9, 18), (10, 6), (11, 6), (11, 9), (11, 26))))
    project = dossiers.passed(stage, LOAN, days, fund=FUND)
    plan = plans.submitted(stage, line, [project], date(before, 1, 11), f"Kế hoạch Quỹ khuyến công năm {before}")
    plans.allocated(stage, plans.approved(stage, plan, date(before, 1, 16), date(before, 1, 21)), date(before, 2, 5))
    project.refresh_from_db()
    carrying_out.carry(stage, project, LOAN, _loan_road(before))
    settlement.settle_year(line=line, on=date(year, 3, 21), by=stage.cast["taichinh"], today=date(year, 3, 21))
    share = shares_of(project)[0]
    third = LOAN.asked.share(1, 3)
    rows = [(date(year, 5, 15), third), (date(year, 8, 15), third), (date(year + 1, 5, 15), Dong(LOAN.asked - 2 * third))]  # fmt: skip
    rolling.set_schedule(share=share, rows=rows, by=stage.cast["giamdoctt"], today=date(year, 3, 25))
    plans.envelope(stage, year, 100, date(year - 1, 12, 23), fund=FUND)
    first, accountant = date(year, 5, 15), stage.cast["ketoan"]
    rolling.call_due(today=first, by=accountant, province=stage.province)
    paid_on = first + timedelta(days=6)
    rolling.repay_to_fund(share=share, amount=third, on=paid_on, by=accountant, today=paid_on)
    rolling.call_due(today=stage.days.last, by=accountant, province=stage.province)


def _loan_road(year: int) -> Road:
    return Road(
        contract=date(year, 3, 14), last_report=date(year, 11, 1), advance=date(year, 8, 27), completed=date(year, 11, 22),
        accepted=date(year, 12, 4), settled=date(year, 12, 14), liquidated=date(year + 1, 1, 16),
    )  # fmt: skip
