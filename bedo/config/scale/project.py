"""The rows of one synthetic project, from the establishment's wish to the effects years later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial

from bedo.config.scale import words
from bedo.config.scale.carrying import EFFECTS, CarryingOut
from bedo.config.scale.chains import morning
from bedo.config.scale.grounds import Ground
from bedo.config.scale.life import Flow, Life, Step
from bedo.config.scale.scene import DOERS, FLOW_DOERS, WORDS, Scene
from bedo.core.text import fold, name_key, sort_key
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.ledger.rules import Side
from bedo.projects.models import (
    Dossier,
    EstimateLine,
    Payment,
    Project,
    ProjectPaper,
    Responsibility,
    Share,
    Wish,
)
from bedo.projects.rules import states as s

sort_key_of = lru_cache(4096)(sort_key)
DOSSIER_SLOTS = {
    "request": "Văn bản đề nghị của đơn vị thụ hưởng",
    "quotes": "Báo giá",
    "registration": "Giấy chứng nhận đăng ký",
}
HANDED_OVER = 0.12


@dataclass(frozen=True)
class Maker:
    """An establishment that projects may be for."""

    pk: int
    name: str
    product: words.Product
    ground: Ground


def establishment(scene: Scene, number: int, seen_on: date) -> Maker:
    """One establishment, entered on the day on which it was first visited."""
    rng, tables = scene.rng, scene.tables
    product, ground = rng.choice(words.PRODUCTS), scene.grounds.any(rng, seen_on)
    kind, name = words.establishment(rng, product, number)
    at, officer = morning(seen_on), rng.choice(scene.cast.officers)
    tax_code = words.tax_code(number) if kind in ("doanh_nghiep", "hop_tac_xa") else ""
    pk = tables[Establishment].add(
        province_id=scene.province.pk,
        place_id=ground.place_id,
        place_now_id=ground.now_id,
        place_exact=ground.exact,
        kind=kind,
        name=name,
        name_key=name_key(name),
        search_text=fold(f"{name} {tax_code}".strip()),
        sort_key=sort_key(name),
        tax_code=tax_code,
        sector=product.sector,
        founded_on=date(seen_on.year - rng.randint(1, 15), rng.randint(1, 12), 1),
        workers=rng.randint(3, 80),
        workers_as_of=seen_on,
        capital=rng.randint(2, 80) * 100_000_000,
        is_sample=True,
        created_at=at,
        created_by_id=officer,
        updated_at=at,
        updated_by_id=officer,
    )
    data = {"changed": ["name", "kind", "sector", "workers"]}
    scene.later(
        seen_on,
        partial(scene.note, "establishment.register", f"establishment:{pk}", "Ghi cơ sở mới.", officer, seen_on, data),
    )
    return Maker(pk, name, product, ground)


class Writer:
    """Writes one project: its rows now, its log and money when their days come."""

    def __init__(self, scene: Scene, life: Life, maker: Maker):
        self.scene, self.maker, self.tables, self.rng = scene, maker, scene.tables, scene.rng
        self.life = life.until(scene.today)
        self.officer = self.rng.choice(scene.cast.officers)
        self.pk, self.share = self.tables[Project].take(), self.tables[Share].take()
        self.begun = self.life.steps[0].on
        tasks, contents = list(words.TASKS), words.CONTENTS
        self.content = self.rng.choice(tasks) if life.is_task else words.pick(self.rng, contents)
        self.title = words.title(self.content, maker.product)
        self.code = scene.next_code("DA", life.days.year)
        self.carried: CarryingOut | None = None

    @property
    def subject(self) -> str:
        return f"project:{self.pk}"

    @property
    def holder(self) -> str:
        return f"share:{self.share}"

    @property
    def support(self) -> int:
        """Of the plan; once contracted, of the contract."""
        return self.life.contracted or self.life.asked

    def write(self) -> int:
        """Everything; returns the project's id."""
        self._dossier()
        self._responsible()
        for step in self.life.steps:
            self.scene.later(step.on, partial(self._note, step))
        if self.life.contracted:
            self.carried = CarryingOut(self)
        for flow in self.life.flows:
            self.scene.later(flow.on, partial(self._flow, flow))
        self._project()
        return self.pk

    # --- dossier

    def _dossier(self) -> None:
        at, product = morning(self.begun), self.maker.product
        own_words = {"name": self.maker.name, "product": product.name, "machine": product.machine}
        parts = {name: text.format(**own_words) for name, text in words.PARTS.items()}
        self.tables[Dossier].add(project_id=self.pk, updated_at=at, updated_by_id=self.officer, **parts)
        half = self.life.asked // 2
        for number, part in enumerate((half, self.life.asked - half), 1):
            own = self.life.counterpart // 2 if number == 1 else self.life.counterpart - self.life.counterpart // 2
            text = self.maker.product.machine.capitalize() if number == 1 else "Lắp đặt, chạy thử, chuyển giao"
            self.tables[EstimateLine].add(
                project_id=self.pk,
                number=number,
                text=text,
                machine_key=name_key(text)[:120] if number == 1 else "",
                total=part + own,
                from_fund=part,
                from_beneficiary=own,
            )
        for slot, label in () if self.life.is_task else DOSSIER_SLOTS.items():
            self.tables[ProjectPaper].add(
                project_id=self.pk,
                slot=f"dossier:{slot}",
                label=label,
                attachment_id=self.scene.scan,
                dated_on=self.begun,
                added_at=at,
                added_by_id=self.officer,
            )
        if not self.life.is_task:
            self._wish(at)

    def _wish(self, at) -> None:
        received = self.begun - timedelta(days=self.rng.randint(5, 40))
        wish = self.tables[Wish].add(
            province_id=self.scene.province.pk,
            code=self.scene.next_code("NC", received.year),
            establishment_id=self.maker.pk,
            content=self.content,
            need=f"Xin hỗ trợ: {self.title[0].lower()}{self.title[1:]}.",
            amount_asked=self.life.asked,
            investment=self.life.asked + self.life.counterpart,
            desired_year=self.life.days.year,
            received_on=received,
            channel="truc_tiep",
            state=s.SCREENED,
            officer_id=self.officer,
            is_sample=True,
            created_at=at,
            created_by_id=self.officer,
        )
        self.tables[Project.wishes.through].add(project_id=self.pk, wish_id=wish)

    def _responsible(self) -> None:
        first, since = self.officer, self.begun
        if len(self.scene.cast.officers) > 1 and self.rng.random() < HANDED_OVER:
            taken = since + timedelta(days=self.rng.randint(20, 200))
            if taken <= self.scene.today:
                others = [pk for pk in self.scene.cast.officers if pk != first]
                self._row_of(first, since, taken - timedelta(days=1), "")
                self.officer, since = self.rng.choice(others), taken
                data = {"before": first, "after": self.officer}
                text = "Đổi người phụ trách. Lý do: phân công lại địa bàn"
                chief = self.scene.cast["giamdoctt"]
                self.scene.later(
                    taken, partial(self.scene.note, "project.hand_over", self.subject, text, chief, taken, data)
                )
                self._row_of(self.officer, since, None, "Phân công lại địa bàn")
                return
        self._row_of(first, since, None, "")

    def _row_of(self, officer: int, since: date, until: date | None, reason: str) -> None:
        self.tables[Responsibility].add(
            project_id=self.pk,
            officer_id=officer,
            from_on=since,
            to_on=until,
            reason=reason,
            recorded_by_id=self.scene.cast["giamdoctt"],
        )

    # --- log and money

    def _doer(self, name: str) -> int:
        word = DOERS.get(name.partition(".")[2])
        return self.scene.cast[word] if word else self.officer

    def _note(self, step: Step) -> None:
        place = self.life.steps.index(step)
        data = {"to": step.to}
        if place:
            data = {"from": self.life.steps[place - 1].to, **data}
        if step.name.startswith("share."):
            data = {"share": 1, **data}
        self.scene.note(step.name, self.subject, WORDS[step.name], self._doer(step.name), step.on, data)

    def _flow(self, flow: Flow) -> None:
        contract = self.carried.contract if self.carried else 0
        book, by = self.scene.book, self.scene.cast[FLOW_DOERS.get(flow.kind, "ketoan")]
        line = book.lines[self.life.fund, self.life.days.year]
        sides = [
            Side(stage) if stage in ("available", "out") else Side(stage, self.holder, self.subject)
            for stage in (flow.source, flow.target)
        ]
        reference = f"contract:{contract}" if flow.kind != "plan" else f"project:{self.pk}"
        moved = book.post(line, *sides, flow.amount, flow.kind, by=by, on=flow.on, reference=reference)
        if flow.undoes:
            book.reverse(line, moved, by=by, on=flow.on, note="Ghi trùng khoản chi")
        if flow.pays:
            self.tables[Payment].add(
                share_id=self.share,
                contract_id=contract,
                kind=flow.pays,
                amount=flow.amount,
                on=flow.on,
                transfer_id=moved.pk,
                explanation=f"{Dong(flow.amount)} trong {Dong(self.life.contracted)} của hợp đồng",
                reversed_on=flow.on if flow.undoes else None,
                entered_at=moved.entered_at,
                entered_by_id=by,
            )

    # --- the project itself

    def _project(self) -> None:
        life, state = self.life, self.life.state
        due_on, due_what = self._due()
        names = "" if life.is_task else self.maker.name
        on_share = state in s.SHARE_ORDER or state == s.STOPPED
        money = {"support": self.support, "counterpart": None if life.is_task else life.counterpart}
        accepted = life.on("share.accept")
        self.tables[Share].add(
            id=self.share,
            project_id=self.pk,
            number=1,
            role="unit" if life.is_task else "beneficiary",
            establishment_id=None if life.is_task else self.maker.pk,
            place_id=self.maker.ground.place_id,
            state=state if on_share else "",
            counterpart_proven=life.counterpart if accepted else 0,
            **money,
        )
        self.tables[Project].add(
            id=self.pk,
            province_id=self.scene.province.pk,
            place_id=self.maker.ground.place_id,
            place_now_id=self.maker.ground.now_id,
            code=self.code,
            title=self.title,
            kind="task" if life.is_task else "single",
            content=self.content,
            fund=life.fund,
            year=life.days.year,
            state=state,
            implementer_id=self.scene.cast.centre,
            officer_id=self.officer,
            starts_on=date(life.days.year, 1, 1),
            ends_on=date(life.days.year, 12, 31),
            rule_day=life.on("project.plan"),
            total=life.asked + life.counterpart,
            due_on=due_on,
            due_what=due_what,
            beneficiary_names=names,
            beneficiary_count=0 if life.is_task else 1,
            search_text=fold(" ".join((self.code, self.title, names))).strip(),
            sort_key=sort_key_of(self.title),
            is_sample=True,
            created_at=morning(self.begun),
            created_by_id=self.officer,
            **money,
        )

    def _due(self) -> tuple[date | None, str]:
        """The next deadline, in the words of projects.lawbook."""
        life, state = self.life, self.life.state
        if state == s.RETURNED:
            return life.on("project.return") + timedelta(days=10), "Bổ sung theo yêu cầu thẩm định"
        if state in (s.CONTRACTED, s.RUNNING, s.REWORK):
            month = self.carried.next_month
            report = month.replace(day=25)
            if life.ends_on <= report:
                return life.ends_on, "Hết hạn hợp đồng"
            return report, f"Báo cáo tiến độ tháng {month:%m/%Y} · trước ngày 25 · TT 36/2013 Đ.23"
        if state == s.COMPLETED:
            return life.ends_on, "Nghiệm thu trong thời hạn hợp đồng"
        if state == s.ACCEPTED:
            day = life.on("share.accept") + timedelta(days=15)
            return day, "Nộp hồ sơ quyết toán, 15 ngày từ nghiệm thu cuối · TT 36/2013 Đ.18"
        if state == s.SETTLING:
            return date(life.days.year + 1, 1, 22), "Thanh lý, quyết toán chậm nhất 22/01 · TT 36/2013 Đ.18"
        if state in (s.SETTLED, s.FOLLOWED):
            number = self.carried.effects + 1
            if number <= EFFECTS:
                accepted = life.on("share.accept")
                day = accepted.replace(year=accepted.year + number, day=min(accepted.day, 28))
                return day, f"Hỏi hiệu quả năm thứ {number} sau nghiệm thu"
        return None, ""
