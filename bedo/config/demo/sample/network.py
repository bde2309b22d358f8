"""A sample network: posts of the centre, of districts until 30/6/2025 and of communes; who covers which place; who left.

People without an account carry letters for names, like those with one. No rate is written into a contract: none is known.
"""

from __future__ import annotations

from datetime import date, timedelta

from bedo.accounts.models import User
from bedo.config.demo.people import Cast
from bedo.network import services
from bedo.network.models import Member, Post, Skill
from bedo.places.models import Unit
from bedo.places.queries import communes_on, predecessors
from bedo.places.rules import DISTRICT, REFORM

LAST_OF_DISTRICTS = REFORM - timedelta(days=1)
COVERED, POSTS_IN_COMMUNES = 3, 8
"""Of four communes this many have somebody; the first communes have a post of their own."""


def load(cast: Cast, *, today: date) -> str:
    """Make the network unless it is there; answers with what was made, in words."""
    if Member.objects.filter(province=cast.province, is_sample=True).exists():
        return "đã có, giữ nguyên"
    maker = _Maker(cast, today)
    maker.centre()
    maker.districts()
    maker.communes()
    maker.leaver()
    maker.learning()
    maker.works()
    return f"{Member.objects.filter(province=cast.province).count()} người, {Post.objects.filter(province=cast.province).count()} vị trí"


class _Maker:
    def __init__(self, cast: Cast, today: date):
        self.cast, self.today, self.province = cast, today, cast.province
        self.by = cast["giamdoctt"]
        self.since = date(today.year - 2, 1, 1)
        self.begun = max(REFORM, self.since)
        self.given = {"province": cast.province, "by": self.by, "today": today, "is_sample": True}
        self.people = {
            word: self.member(cast[word].full_name, user=cast[word], organisation=cast.centre.name)
            for word in ("giamdoctt", "canbo", "canbo2")
        }

    def member(self, name: str, *, user: User | None = None, organisation: str = "") -> Member:
        return services.add(
            kind="member", full_name=name, user=user, organisation=organisation, joined_on=self.since, **self.given
        )

    def post(self, name: str, level: str, position: str, place: Unit, since: date, organisation: str = "") -> Post:
        return services.add(
            kind="post", name=name, level=level, position=position, place=place, valid_from=since, organisation=organisation,
            **self.given,
        )  # fmt: skip

    def appoint(self, post: Post, member: Member, on: date, to_on: date | None = None) -> None:
        services.appoint(
            post=post, member=member, from_on=on, to_on=to_on, by=self.by, today=self.today, is_sample=True
        )

    def assign(self, place: Unit, member: Member, on: date, to_on: date | None = None) -> None:
        services.assign_place(
            place=place, member=member, from_on=on, to_on=to_on, by=self.by, today=self.today, is_sample=True
        )

    def centre(self) -> None:
        names = (("Giám đốc Trung tâm", "lanh_dao", "giamdoctt"), ("Cán bộ khuyến công, địa bàn thứ nhất", "can_bo", "canbo"),
                 ("Cán bộ khuyến công, địa bàn thứ hai", "can_bo", "canbo2"))  # fmt: skip
        for name, position, word in names:
            post = self.post(name, "province", position, self.province, self.begun, self.cast.centre.name)
            self.appoint(post, self.people[word], self.begun)
        self.post("Phó Giám đốc Trung tâm", "province", "lanh_dao", self.province, self.begun, self.cast.centre.name)

    def districts(self) -> None:
        """Until 30/6/2025: the two officers share the districts of the former province, one post a district."""
        if self.since > LAST_OF_DISTRICTS:
            return
        former = [unit for unit in predecessors(self.province) if unit.level == 1 and unit.pk != self.province.pk]
        rows = Unit.objects.filter(parent__in=former, level=DISTRICT).in_force(LAST_OF_DISTRICTS)
        for number, district in enumerate(rows.order_by("sort_key", "pk")):
            holder = self.people["canbo" if number % 2 else "canbo2"]
            if number % 5 != 4:
                self.assign(district, holder, self.since)
            if number % 3 == 0:
                post = self.post("Cán bộ khuyến công huyện", "district", "can_bo_huyen", district, self.since)
                self.appoint(post, holder, self.since, LAST_OF_DISTRICTS)

    def communes(self) -> None:
        """Three of four communes are covered: by the two officers, by the collaborator with an account, by others without."""
        mine = self.cast["xa"]
        own = self.member(mine.full_name, user=mine, organisation=f"UBND {self.cast.commune.label.lower()}")
        others = [self.member(f"Cộng tác viên {letter}") for letter in ("P", "Q", "R")]
        holders = [self.people["canbo"], self.people["canbo2"], *others]
        for number, commune in enumerate(communes_on(self.province, self.today)):
            if number < POSTS_IN_COMMUNES:
                post = self.post(f"Khuyến công viên {commune.name}", "commune", "cong_tac_vien", commune, self.begun)
                if commune == self.cast.commune:
                    self.appoint(post, own, self.begun)
                elif number % 2:
                    self.appoint(post, others[number % 3], self.begun)
            if commune == self.cast.commune:
                self.assign(commune, own, self.begun)
            elif number % (COVERED + 1) != COVERED:
                self.assign(commune, holders[number % len(holders)], self.begun)
        year = self.today.year
        services.add(
            kind="contract", member=own, number=f"01/{year}/HĐCTV (minh hoạ)", signed_on=date(year, 1, 5), from_on=date(year, 1, 5),
            to_on=date(year, 12, 31), work="Khảo sát, giới thiệu cơ sở của xã; theo dõi đề án", places=[self.cast.commune], **self.given,
        )  # fmt: skip

    def leaver(self) -> None:
        gone = self.member("Cộng tác viên S")
        last = self.today - timedelta(days=40)
        services.leave(
            member=gone, last_day=last, why="chuyen_cong_tac", note="Dữ liệu minh hoạ", version=gone.version, by=self.by,
            today=self.today,
        )  # fmt: skip

    def learning(self) -> None:
        """The proposed framework as it is shipped, some assessments, one course with a class."""
        services.adopt_framework(province=self.province, by=self.by, is_sample=True)
        skills = list(Skill.objects.filter(province=self.province).order_by("number"))
        note = "Dữ liệu minh hoạ"
        for word, levels in (("canbo", (3, 2, 3, 2)), ("canbo2", (2, 3, 3, 3))):
            for skill, level in zip(skills, levels, strict=False):
                services.add(
                    kind="assessment", member=self.people[word], skill=skill, level=level, on=date(self.today.year, 1, 20),
                    evidence=note, **self.given,
                )  # fmt: skip
        begun = date(self.today.year, 4, 7)
        if begun > self.today:
            begun = date(self.today.year - 1, 4, 7)
        course = services.add(
            kind="course", name="Lập hồ sơ, dự toán đề án (minh hoạ)", own=True, skill=skills[6], from_on=begun,
            to_on=begun + timedelta(days=2), place_text=self.cast.centre.name, note=note, **self.given,
        )  # fmt: skip
        row = services.add(
            kind="class", course=course, name="Lớp thứ nhất", from_on=begun, to_on=None, place_text="", **self.given
        )
        services.record_attendance(
            course_class=row, version=row.version, by=self.by, is_sample=True,
            rows={self.people["canbo"]: (True, "01 (minh hoạ)"), self.people["canbo2"]: (False, "")},
        )  # fmt: skip
        services.add(
            kind="training", year=self.today.year, member=self.people["canbo2"], skill=skills[6], level=3, course=course,
            how="", **self.given,
        )  # fmt: skip

    def works(self) -> None:
        """One row of each further register."""
        note, day = "Dữ liệu minh hoạ", self.today - timedelta(days=60)
        facts = {
            "organisation": {"name": "Đơn vị tư vấn mẫu 01", "category": "tu_van", "fields_of_service": note},
            "resource": {"name": "Phòng họp mẫu", "category": "phong", "condition": "tot", "used_for": note},
            "proposal": {"to_whom": "UBND tỉnh", "text": "Kiến nghị mẫu về vùng nguyên liệu (minh hoạ)", "on": day},
            "exchange": {"partner": "Trung tâm Khuyến công tỉnh bạn (minh hoạ)", "direction": "di", "on": day, "subject_text": note},
        }  # fmt: skip
        for kind, values in facts.items():
            services.add(kind=kind, **values, **self.given)
