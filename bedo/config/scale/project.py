"""The rows of one synthetic project, from the establishment's wish to the effects years later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial

from bedo.config.scale import appraising, words
from bedo.config.scale.chains import morning
from bedo.config.scale.grounds import Ground
from bedo.config.scale.life import Life, Step
from bedo.config.scale.scene import DOERS, WORDS, Scene
from bedo.config.scale.share import ShareWriter
from bedo.core.text import fold, name_key, sort_key
from bedo.establishments.models import Establishment
from bedo.ledger.rules import Side
from bedo.projects.models import (
    DetailRow,
    Dossier,
    EstimateLine,
    Project,
    ProjectPaper,
    Responsibility,
    Share,
    Wish,
    WishResponsibility,
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

    def __init__(self, scene: Scene, life: Life, makers: list[Maker]):
        self.scene, self.makers, self.tables, self.rng = scene, makers, scene.tables, scene.rng
        self.maker, self.life = makers[0], life.until(scene.today)
        self.officer = self.rng.choice(scene.cast.officers)
        self.pk = self.tables[Project].take()
        self.begun = self.life.steps[0].on
        self.content = self.rng.choice(list(words.TASKS)) if self.is_task else words.pick(self.rng, words.CONTENTS)
        self.title = words.title(self.content, self.maker.product, group=life.kind == "group")
        self.code = scene.next_code("DA", life.days.year)

    @property
    def is_task(self) -> bool:
        return self.life.kind == "task"

    @property
    def subject(self) -> str:
        return f"project:{self.pk}"

    def write(self) -> int:
        """Everything; returns the project's id."""
        self._dossier()
        self._responsible()
        appraising.write(self)
        for step in self.life.steps:
            self.scene.later(step.on, partial(self._note, step))
        if self.life.planned_on:
            self.scene.later(self.life.planned_on, self._plan)
        self._project(self._shares())
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
        for slot, label in () if self.is_task else DOSSIER_SLOTS.items():
            self.tables[ProjectPaper].add(
                project_id=self.pk,
                slot=f"dossier:{slot}",
                label=label,
                attachment_id=self.scene.scan,
                dated_on=self.begun,
                added_at=at,
                added_by_id=self.officer,
            )
        if not self.is_task:
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
        self.tables[WishResponsibility].add(
            wish_id=wish, officer_id=self.officer, from_on=received, recorded_by_id=self.officer
        )

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

    def _note(self, step: Step) -> None:
        place = self.life.steps.index(step)
        data = {"to": step.to}
        if place:
            data = {"from": self.life.steps[place - 1].to, **data}
        name = DOERS.get(step.name.partition(".")[2])
        by = self.scene.cast[name] if name else self.officer
        self.scene.note(step.name, self.subject, WORDS[step.name], by, step.on, data)

    def _plan(self) -> None:
        """The plan's money goes to the only share, or to the pool of a group."""
        on, by = (
            self.life.planned_on,
            self.scene.cast[DOERS["plan_national" if self.life.track == "national" else "plan"]],
        )
        sides = Side("available"), Side("planned", f"share:{self.first_share}", self.subject)
        self.scene.book.post(self.line, *sides, self.life.asked, "plan", by=by, on=on, reference=self.subject)

    @property
    def line(self):
        return self.scene.book.lines[self.life.fund, self.life.days.year]

    # --- shares and the project itself

    def _shares(self) -> list[ShareWriter]:
        """The rows of the shares: one, or a pool that is shared out by the detailed plan."""
        if self.life.kind != "group":
            self.first_share = self.tables[Share].take()
            role = "unit" if self.is_task else "beneficiary"
            return [ShareWriter(self, self.first_share, 1, role, self.maker, self.life.parts[0])]
        self.first_share = self._pool()
        if not self.life.shared_on:
            return []
        return [
            self._detailed(number, maker, part)
            for number, (maker, part) in enumerate(zip(self.makers, self.life.parts, strict=True), 1)
        ]

    def _pool(self) -> int:
        waiting = not self.life.shared_on
        return self.tables[Share].add(
            project_id=self.pk,
            number=0,
            role="pool",
            support=self.life.asked if waiting else 0,
            counterpart=self.life.counterpart if waiting else 0,
        )

    def _detailed(self, number: int, maker: Maker, part) -> ShareWriter:
        share = self.tables[Share].take()
        self.tables[DetailRow].add(
            project_id=self.pk,
            year=self.life.days.year,
            number=number,
            establishment_id=maker.pk,
            place_id=maker.ground.place_id,
            amount=part.amount,
            counterpart=part.counterpart,
            share_id=share,
            approved_on=self.life.shared_on,
        )
        return ShareWriter(self, share, number, "beneficiary", maker, part)

    def _project(self, shares: list[ShareWriter]) -> None:
        life, state = self.life, self.life.state
        due_on, due_what = self._due(shares)
        known = self.makers if life.kind != "group" or shares else []
        names = "" if self.is_task else "; ".join(maker.name for maker in known)
        self.tables[Project].add(
            id=self.pk,
            province_id=self.scene.province.pk,
            place_id=self.maker.ground.place_id,
            place_now_id=self.maker.ground.now_id,
            code=self.code,
            title=self.title,
            track=life.track,
            kind=life.kind,
            content=self.content,
            fund=life.fund,
            year=life.days.year,
            state=state,
            implementer_id=self.scene.cast.centre,
            officer_id=self.officer,
            starts_on=date(life.days.year, 1, 1),
            ends_on=date(life.days.year, 12, 31),
            rule_day=life.planned_on,
            support=sum(share.part.support for share in shares) if shares else life.asked,
            counterpart=None if self.is_task else life.counterpart,
            total=life.asked + life.counterpart,
            due_on=due_on,
            due_what=due_what,
            beneficiary_names=names,
            beneficiary_count=0 if self.is_task else len(known),
            search_text=fold(" ".join((self.code, self.title, *names.split("; ")))).strip(),
            sort_key=sort_key_of(self.title),
            is_sample=True,
            created_at=morning(self.begun),
            created_by_id=self.officer,
        )

    def _due(self, shares: list[ShareWriter]) -> tuple[date | None, str]:
        """The next deadline, in the words of projects.lawbook."""
        life, state = self.life, self.life.state
        if state == s.RETURNED:
            asked = max(filter(None, (life.on("project.return"), life.on("project.ministry_return"))))
            return asked + timedelta(days=10), "Bổ sung theo yêu cầu thẩm định"
        if life.track == "national" and state == s.BASE_PASSED:
            return date(life.days.year - 1, 6, 19), "Đăng ký với Cục trước ngày 20/6"
        return min((due for due in (share.due() for share in shares) if due[0]), default=(None, ""))
