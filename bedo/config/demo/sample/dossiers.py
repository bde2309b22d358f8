"""From the first wish to a passed appraisal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bedo.config.demo.people import FIRST_ESTABLISHMENT
from bedo.config.demo.sample.cases import BRAND, MACHINES, MILLION, Case, LoneWish
from bedo.config.demo.sample.stage import Stage
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.establishments.services.belongings import add
from bedo.establishments.services.register import register
from bedo.programmes import queries as law
from bedo.programmes import rules as law_rules
from bedo.projects import lawbook
from bedo.projects.models import Project, Wish
from bedo.projects.rules import states
from bedo.projects.services import appraisal, dossiers, wishes
from bedo.projects.services.dossiers import LineInput

TEXTS = {
    "units": "Đơn vị thực hiện: Trung tâm Khuyến công. Đơn vị thụ hưởng: {name}. Địa điểm: {place}.",
    "need": "Cơ sở làm {product} chủ yếu bằng tay, năng suất thấp, chất lượng không đều; đơn đặt hàng đã vượt khả năng.",
    "goal": "Tăng sản lượng {product} khoảng một phần ba, giảm công lao động nặng, thêm việc làm tại xã.",
    "scale": "Đầu tư {machine}, tổng vốn {cost}, trong đó đề nghị khuyến công {asked}.",
    "content": "Mua, lắp đặt, chạy thử, bàn giao; Trung tâm theo dõi hằng tháng, Sở Công Thương xác nhận khối lượng.",
    "organisation": "Trung tâm ký hợp đồng, theo dõi, nghiệm thu cùng Sở Công Thương và UBND xã; cơ sở bỏ vốn đối ứng.",
    "effect": "Giữ việc cho {workers} lao động, thêm hai đến ba người; cơ sở khác trong xã có thể đến xem và làm theo.",
}


@dataclass(frozen=True)
class Start:
    """The days of a dossier: wish received, dossier begun, submitted, taken into appraisal, concluded."""

    wish: date
    begun: date
    submitted: date
    received: date
    concluded: date


def establishment(stage: Stage, case: Case | LoneWish, on: date) -> Establishment:
    """The sample establishment of that number, entered when it is first needed."""
    found = Establishment.objects.filter(province=stage.province, name=case.name, is_sample=True).first()
    if found is None:
        sector, workers = (case.sector, case.workers) if isinstance(case, Case) else ("che_bien", 6)
        commune = stage.communes[case.number % len(stage.communes)]
        found = register(
            province=stage.province, place=commune, kind=case.kind, name=case.name, sector=sector, workers=workers,
            workers_as_of=on, by=stage.officer(case.number), today=on, is_sample=True,
        )  # fmt: skip
    if not found.products.exists():
        add(
            establishment=found,
            thing="product",
            name=case.product[0].upper() + case.product[1:],
            by=stage.officer(case.number),
            today=on,
        )
    return found


def wish_of(stage: Stage, case: Case | LoneWish, on: date, content: str = MACHINES) -> Wish:
    need = case.need if isinstance(case, LoneWish) else f"Xin hỗ trợ: {case.title[0].lower()}{case.title[1:]}."
    return wishes.record_wish(
        establishment=establishment(stage, case, on),
        content=content,
        need=need,
        received_on=on,
        channel=list(states.CHANNELS)[case.number % len(states.CHANNELS)],
        amount_asked=Dong(case.support * MILLION),
        investment=Dong(case.price * MILLION),
        desired_year=stage.days.year,
        officer=stage.officer(case.number),
        by=stage.officer(case.number),
        today=on,
        is_sample=True,
    )


def findings(stage: Stage, content: str, on: date, *, passed: bool) -> list[wishes.Finding]:
    """One finding for every criterion of the content; a failed visit fails the first of them."""
    criteria = law.in_force(law_rules.CapacityCriterion, on, law_rules.LOCAL, stage.province.code).values()
    asked = [one for one in criteria if not one.contents or content in one.contents]
    return [
        wishes.Finding(
            criterion=one.key,
            label=one.name,
            met=passed or place > 0,
            note="Đã xem tại chỗ (dữ liệu minh hoạ)." if passed or place else "Chưa đạt, xem lý do.",
            evidence=stage.photo if "photo" in one.evidence else None,
        )
        for place, one in enumerate(asked)
    ]


def visit(stage: Stage, wish: Wish, on: date, *, reason: str = "", feasible_if: str = "") -> None:
    """The capacity appraisal on site."""
    passed = not reason
    wishes.appraise_capacity(
        wish=wish,
        visited_on=on,
        present="Chủ cơ sở; đại diện UBND xã; cán bộ Trung tâm",
        opinion="Đủ điều kiện lập đề án." if passed else "Chưa đủ điều kiện.",
        passed=passed,
        findings=findings(stage, wish.content, on, passed=passed),
        reason=reason,
        feasible_if=feasible_if,
        by=wish.officer,
        today=on,
    )


def lone_wish(stage: Stage, case: LoneWish) -> Wish:
    """A wish that stays a wish."""
    received = stage.days.ago(20 + case.number % 7)
    content = BRAND if case.name == FIRST_ESTABLISHMENT else MACHINES
    wish = wish_of(stage, case, received, content)
    if case.outcome in (states.SCREENED, states.REFUSED):
        visit(stage, wish, received + timedelta(days=9), reason=case.reason, feasible_if=case.feasible_if)
    if case.outcome == states.WISH_WITHDRAWN:
        day = received + timedelta(days=5)
        wishes.withdraw_wish(wish=wish, on=day, reason=case.reason, by=wish.officer, today=day)
    return wish


def draft(stage: Stage, case: Case, days: Start, *, year: int | None = None, fund: str = "") -> Project:
    """Wish, visit, and a dossier begun; a draft that goes no further stays half written. `year`: default the sample's own."""
    wish = wish_of(stage, case, days.wish, case.content)
    visit(stage, wish, days.wish + timedelta(days=7))
    officer = stage.officer(case.number)
    year = year or (stage.days.previous if case.previous else stage.days.year)
    project = dossiers.start_project(
        wishes=[wish], establishment=wish.establishment, title=case.title, content=case.content,
        fund=fund or ("kcqg" if case.track == "national" else "kcdp"), track=case.track, year=year, place=wish.establishment.place, officer=officer, implementer=stage.cast.centre, support=case.asked,
        counterpart=case.cost - case.asked, starts_on=date(year, 3, 1), ends_on=date(year, 12, 20), by=officer,
        today=days.begun, is_sample=True,
    )  # fmt: skip
    write(stage, project, case, whole=case.until != states.DRAFT)
    return project


def write(stage: Stage, project: Project, case: Case, *, whole: bool) -> None:
    """The seven written parts and the estimate, or only a beginning."""
    words = {
        "name": case.name, "place": project.place.label, "product": case.product, "machine": case.machine or "bộ nhận diện",
        "cost": case.cost, "asked": case.asked, "workers": case.workers,
    }  # fmt: skip
    parts = {name: text.format(**words) for name, text in TEXTS.items()}
    kept = parts if whole else {name: parts[name] for name in ("units", "need")}
    dossiers.write_dossier(project=project, version=None, parts=kept, by=project.officer)
    text = case.machine[0].upper() + case.machine[1:] if case.machine else "Thiết kế, đăng ký nhãn hiệu"
    line = LineInput(
        text=text, total=case.cost, from_fund=case.asked, from_beneficiary=case.cost - case.asked, unit="bộ",
        is_machine=bool(case.machine),
    )  # fmt: skip
    dossiers.set_estimate(project=project, lines=[line], by=project.officer)


def submit(stage: Stage, project: Project, on: date) -> None:
    """All papers there, then submitted."""
    stage.fill(project, lawbook.dossier_checklist(project, on), on, project.officer)
    dossiers.submit(project=project, by=project.officer, today=on, on=on)


def receive(stage: Stage, project: Project, on: date) -> None:
    appraisal.receive(project=project, by=stage.cast["chuyenvienso"], today=on, on=on)


def sheet(stage: Stage, project: Project, on: date, *, failed: str = "", open_from: int = 99) -> None:
    """The appraisal sheet in five contents; `failed` says why the second fails, from `open_from` on nothing is said yet."""
    contents = law.in_force(law_rules.AppraisalContent, on, law_rules.LOCAL, stage.province.code).values()
    appraisal.write_sheet(
        project=project,
        findings=[
            appraisal.ContentFinding(
                one.key,
                one.name,
                None if place >= open_from else not (failed and place == 1),
                "" if place >= open_from else failed if failed and place == 1 else "Đạt (dữ liệu minh hoạ).",
            )
            for place, one in enumerate(contents)
        ],
        held_on=on,
        proposed_support=project.support,
        by=stage.cast["chuyenvienso"],
        today=on,
    )


def passed(stage: Stage, case: Case, days: Start, *, year: int | None = None, fund: str = "") -> Project:
    """The whole way to a passed appraisal."""
    project = draft(stage, case, days, year=year, fund=fund)
    submit(stage, project, days.submitted)
    receive(stage, project, days.received)
    sheet(stage, project, days.concluded)
    appraisal.conclude(
        project=project, passed=True, by=stage.cast["chuyenvienso"], today=days.concluded, on=days.concluded
    )
    return project
