"""Random joins, leaves, transfers: at every moment each live project and each live wish has exactly one responsible person,
each place and each post of one seat at most one. On both databases; the seeds are fixed, so a failure comes again."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from bedo.accounts import services as accounts
from bedo.accounts.models import Grant, Organisation
from bedo.core.log import broken_entries
from bedo.core.moves import Refused
from bedo.network import services as network
from bedo.network.models import Holding, Member, PlaceDuty
from bedo.projects.models import Project, Wish
from bedo.projects.services import dossiers, handover, responsibility, wishes
from bedo.projects.services.handover import Given
from tests.access.world import make_people, make_unit
from tests.projects.factory import CONTENT, Chain, make_establishment

BEGIN, STEPS = date(2026, 2, 1), 45
happened = Counter()


class Town:
    """A province that lives from day to day: who is here, what is asked for, who holds what."""

    def __init__(self, seed):
        self.rng, self.today = Random(seed), BEGIN
        self.province = make_unit("08", "Tuyên Quang")
        self.communes = [make_unit(f"0000{n}", f"Xã {n}", level=3, kind="xa", parent=self.province) for n in range(3)]
        self.establishments = [make_establishment(self.province, unit, f"Cơ sở {unit.name}") for unit in self.communes]
        self.people = make_people(self.province, establishment=self.establishments[0], commune=self.communes[0])
        self.director, self.administrator = self.people["director"], self.people["administrator"]
        Chain(self.people, self.establishments[0])  # loads the rules
        self.centre = Organisation.objects.get(kind="trung_tam")
        self.posts = [
            network.add(kind="post", province=self.province, name=f"Vị trí {unit.name}", level="commune", position="cong_tac_vien", place=unit, valid_from=BEGIN, by=self.director, today=BEGIN)
            for unit in self.communes
        ]  # fmt: skip
        self.number = 0
        for _ in range(2):
            self.join()

    def any(self, rows):
        rows = list(rows)
        return self.rng.choice(rows) if rows else None

    @property
    def present(self):
        return list(Member.objects.present().select_related("user", "province").order_by("pk"))

    def given(self, **more):
        return {"by": self.director, "today": self.today, **more}

    # --- what may happen on a day

    def join(self):
        self.number += 1
        user = accounts.open_account(
            username=f"nguoi{self.number}", full_name=f"Người {self.number}", email="", password=None, role="officer",
            organisation=self.centre, valid_from=self.today, by=self.administrator,
        )  # fmt: skip
        network.add(
            kind="member",
            province=self.province,
            full_name=user.full_name,
            user=user,
            joined_on=self.today,
            **self.given(),
        )

    def ask(self):
        officer = self.any(self.present).user
        wish = wishes.record_wish(
            establishment=self.any(self.establishments), content=CONTENT, need=f"Máy {self.rng.random()}", received_on=self.today,
            channel="truc_tiep", by=officer, today=self.today,
        )  # fmt: skip
        return wish

    def appraise(self):
        wish = self.any(Wish.objects.exclude(state="withdrawn").order_by("pk"))
        if wish is None:
            return
        passed = self.rng.random() < 0.7
        why = {} if passed else {"reason": "Thiếu vốn", "feasible_if": "Có vốn"}
        wishes.appraise_capacity(
            wish=wish, visited_on=self.today, present="Chủ cơ sở", opinion="Đã xem", passed=passed, findings=[wishes.Finding("von", "Vốn", True)],
            by=self.any(self.present).user, today=self.today, **why,
        )  # fmt: skip

    def start(self):
        wish = self.any(Wish.objects.filter(state="screened", projects=None).order_by("pk"))
        if wish is None:
            return
        officer = self.any(self.present).user
        dossiers.start_project(
            wishes=[wish], establishment=wish.establishment, title=f"Đề án {wish.code}", content=CONTENT, fund="kcdp", year=2027,
            place=wish.establishment.place, officer=officer, support=None, counterpart=None, starts_on=None, ends_on=None,
            by=officer, today=self.today,
        )  # fmt: skip

    def withdraw(self):
        wish = self.any(Wish.objects.live().order_by("pk"))
        if wish is not None:
            wishes.withdraw_wish(
                wish=wish, on=self.today, reason="Thôi", by=self.any(self.present).user, today=self.today
            )

    def transfer(self):
        row, taker = self.any([*Project.objects.live(), *Wish.objects.live()]), self.any(self.present)
        if row is None:
            return
        day = self.today - timedelta(days=self.rng.randint(0, 3))
        more = {"officer": taker.user, "from_on": day, "reason": "Điều chuyển", **self.given()}
        if isinstance(row, Project):
            responsibility.hand_over(project=row, **more)
        else:
            responsibility.hand_over_wish(wish=row, **more)

    def assign(self):
        unit, member = self.any(self.communes), self.any(self.present)
        current = PlaceDuty.objects.filter(place=unit, to_on=None).values_list("pk", flat=True).first()
        network.assign_place(place=unit, member=member, from_on=self.today, expected=current, **self.given())

    def appoint(self):
        network.appoint(post=self.any(self.posts), member=self.any(self.present), from_on=self.today, **self.given())

    def leave(self):
        """Straight away: refused while anything is held."""
        member = self.any(self.present)
        grant = Grant.objects.get(user=member.user)
        network.leave(member=member, last_day=self.today, why="chuyen_cong_tac", version=member.version, **self.given())
        accounts.end_grant(grant=grant, last_day=self.today, by=self.administrator)

    def hand_over_and_leave(self):
        """Hand over to one colleague or several, then leave."""
        member = self.any(self.present)
        others = [one for one in self.present if one.pk != member.pk]
        items = handover.desk_of(member)
        if items:
            given = {item.key: Given(self.any(others)) for item in items}
            handover.hand_over(member=member, given=given, on=self.today, reason="Nghỉ", **self.given())
        self.leave_now(member)

    def leave_now(self, member):
        member.refresh_from_db()
        network.leave(member=member, last_day=self.today, why="chuyen_cong_tac", version=member.version, **self.given())
        accounts.end_grant(grant=Grant.objects.get(user=member.user), last_day=self.today, by=self.administrator)

    def live(self):
        """One day."""
        name = self.rng.choice(ACTS)
        try:
            getattr(self, name)()
        except Refused:
            name = f"{name} refused"
        happened[name] += 1
        self.today += timedelta(days=self.rng.randint(1, 3))
        while len(self.present) < 2:
            self.join()


ACTS = ["join", "ask", "ask", "appraise", "appraise", "start", "start", "withdraw", "transfer", "transfer", "assign", "assign", "appoint", "leave", "leave", "hand_over_and_leave", "hand_over_and_leave"]  # fmt: skip


def exactly_one(town):
    """The rows that are open now, and the days of all rows: no gap, no overlap but the day of the change itself."""
    for row in [*Project.objects.live(), *Wish.objects.live()]:
        spans = list(row.responsibilities.order_by("from_on", "pk"))
        assert [one.officer_id for one in spans if one.to_on is None] == [row.officer_id], row.code
        for before, after in zip(spans, spans[1:], strict=False):
            assert before.to_on in (after.from_on - timedelta(days=1), after.from_on), row.code
        assert Grant.objects.filter(user=row.officer_id, valid_to=None).exists(), row.code
    for model, name in ((PlaceDuty, "place"), (Holding, "post")):
        open_rows = model.objects.filter(to_on=None).values_list(name, flat=True)
        assert len(open_rows) == len(set(open_rows))
    gone = Member.objects.exclude(left_on=None)
    assert not PlaceDuty.objects.filter(member__in=gone, to_on=None).exists()
    assert not Holding.objects.filter(member__in=gone, to_on=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_random_days_leave_nothing_without_its_person(seed):
    town = Town(seed)
    for _ in range(STEPS):
        town.live()
        exactly_one(town)
    assert list(broken_entries()) == []


def test_the_random_days_got_somewhere():
    """Runs after the one above: what it is about did happen, not only refusals."""
    assert {"hand_over_and_leave", "leave refused", "transfer", "assign", "start", "withdraw"} <= set(happened)
