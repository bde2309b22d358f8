"""Random people who try random acts: the books, the states, the responsible officer and the log always hold."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bedo.core.log import broken_entries
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.ledger import checks
from bedo.ledger import queries as ledger_queries
from bedo.ledger.models import BudgetLine
from bedo.planning.models import YearPlan
from bedo.projects.models import Project, Share
from bedo.projects.rules import states as s
from bedo.projects.services import money, settlement
from bedo.reports import summaries
from tests.access.world import kept, make_person, make_unit, undone
from tests.projects.acting import ACTS, NEXT, ROLE, Try
from tests.projects.factory import TODAY, Chain, make_establishment
from tests.projects.groups import GroupChain
from tests.projects.walking import begin

STARTS = ("write", "passed", "allocate", "confirm", "vouchers", "dossier")
"""Where a project stands when the random part begins."""
EXAMPLES = 16
MONEY_OF = {
    s.PLANNED: {"planned"}, s.FUNDED: {"planned"}, s.CONTRACTED: {"contracted", "advanced"}, s.RUNNING: {"contracted", "advanced"},
    s.REWORK: {"contracted", "advanced"}, s.COMPLETED: {"contracted", "advanced"}, s.ACCEPTED: {"contracted", "advanced"},
    s.SETTLING: {"contracted", "advanced"}, s.DETAILED: {"planned"}, s.STOPPED: {"settled"},
}  # fmt: skip
"""State → the stages in which the whole support of the share lies."""

tries = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(ACTS),
        st.sampled_from(["next", "next", "next", "right", "any"]),
        st.integers(1, 60),
    ),
    min_size=25,
    max_size=45,
)


class Town:
    """Three projects on one line, the people of the province, and strangers."""

    def __init__(self, start, envelope):
        first = begin(envelope=envelope, support=300_000_000).to("envelope")
        self.line, self.people = first.line, first.people
        place = first.establishment.place
        self.projects = [first.project]
        for number, step in ((2, start), (3, "write")):
            chain = Chain(
                self.people,
                make_establishment(place.parent, place, f"Cơ sở mẫu 0{number}"),
                number=number,
                support=200_000_000,
            )
            chain.envelope = lambda: None
            chain.line = self.line
            self.projects.append(chain.to(step).project)
        self.projects.append(self.group(start in ("confirm", "vouchers", "dossier"), envelope))
        far = make_unit("25", "Phú Thọ")
        self.anybody = [*self.people.values(), *(make_person(role, far) for role in ("officer", "accountant", "approver_province"))]  # fmt: skip

    def group(self, running, envelope):
        """A group of three with 200 triệu; with two contracts begun when there is money for it."""
        chain = GroupChain(self.people, Establishment.objects.first(), number=4, support=200 * 1_000_000)
        chain.envelope = lambda: None
        chain.line = self.line
        if running and envelope > 1_000_000_000:
            return chain.detailed((80, 70, 50)).signed(1, 2).advanced(1).project
        return chain.to("write").project

    def fresh(self, number):
        return Project.objects.select_related("province").get(pk=self.projects[number].pk)

    def for_the_plan(self, project):
        """What brings a project through the plan of the year."""
        plan = YearPlan.objects.filter(line=self.line).order_by("-round").first()
        if plan is None or plan.state in ("approved", "allocated"):
            return ["open_plan"]
        if plan.state == "submitted":
            return ["approve_plan" if plan.opinions.filter(submission=plan.submissions).exists() else "opinion"]
        return ["submit_plan" if plan.items.filter(project=project, outcome="").exists() else "add_item"]

    def attempt(self, number, name, how, seed):
        project = self.fresh(number)
        if how == "next":
            choice = self.for_the_plan(project) if project.state == s.BASE_PASSED else NEXT.get(project.state, [name])
            name = choice[seed % len(choice)]
        by = self.anybody[seed % len(self.anybody)] if how == "any" else self.people[ROLE[name]]
        line = BudgetLine.objects.select_related("province").get(pk=self.line.pk)
        try:
            getattr(Try(project, by, seed, line, self.people), name)()
        except (Refused, YearPlan.DoesNotExist):
            return f"{name} refused"
        return name


def all_holds():
    assert list(checks.broken_lines()) == []
    for project in Project.objects.prefetch_related("shares", "responsibilities"):
        shares = list(project.shares.all())
        assert project.state in s.STATES
        assert {share.state for share in shares} <= {"", *s.STATES}
        shared_out = [share.state for share in shares if share.role != "pool"]
        assert project.state == s.project_state(project.state, shared_out or [share.state for share in shares])
        assert project.support == sum(share.support or 0 for share in shares)
        open_rows = [row for row in project.responsibilities.all() if row.to_on is None]
        assert len(open_rows) <= 1
        if project.state not in s.ENDED:
            assert [row.officer_id for row in open_rows] == [project.officer_id]
    holders = ledger_queries.stages_of_holders([share.holder for share in Share.objects.all()])
    for share in Share.objects.select_related("project"):
        stages = MONEY_OF.get(share.state or share.project.state)
        money = {stage: amount for stage, amount in holders[share.holder].items() if amount}
        if share.state == s.STOPPING:
            assert set(money) <= {"settled", "recoverable"}
            assert money.get("settled", 0) == share.support
            assert money.get("recoverable")
        elif stages and share.role == "pool":
            assert sum(money.values()) in (0, share.support)
        elif stages:
            assert sum(money.values()) == share.support
            assert set(money) <= stages
        elif (share.state or share.project.state) not in (s.LIQUIDATED, s.SETTLED, s.FOLLOWED, s.CLOSED):
            assert money == {}


@pytest.fixture(scope="module")
def base(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        yield


reached = Counter()


@pytest.mark.django_db
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # shrinking through a database takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(
    sequence=tries, start=st.sampled_from(STARTS), envelope=st.sampled_from([400_000_000, 650_000_000, 2_000_000_000])
)
def test_random_acts_of_random_people_break_nothing(db, sequence, start, envelope):
    with undone():
        town = Town(start, envelope)
        for step in sequence:
            reached[town.attempt(*step)] += 1
            all_holds()
        reached.update(Project.objects.values_list("state", flat=True))
        assert list(broken_entries()) == []
        assert list(summaries.differences()) == []


LATER = (
    "change", "stop", "halt", "replace", "check", "decide", "decide_so", "unask", "contract", "start", "report",
    "confirm", "pay", "unpay", "complete", "minutes", "sign", "voucher", "papers", "settle", "liquidate", "repay", "repay", "reverse", "cut",
    "more",
)  # fmt: skip
"""What may happen to projects that are carried out."""


@pytest.fixture(scope="module")
def carried(base, django_db_blocker):
    """A single project and a group of three, under contract and partly paid, made once for all examples."""
    with kept(django_db_blocker):
        yield Town("confirm", 2_000_000_000)


happened = Counter()


@pytest.mark.django_db
@settings(
    max_examples=EXAMPLES * 2,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(sequence=st.lists(st.tuples(st.sampled_from([1, 3, 3]), st.sampled_from(LATER), st.integers(1, 60)), min_size=20, max_size=40))  # fmt: skip
def test_random_changes_of_shares_break_nothing(carried, db, sequence):
    with undone():
        for number, name, seed in sequence:
            happened[carried.attempt(number, name, "right", seed)] += 1
            all_holds()
        happened.update(Share.objects.values_list("state", flat=True))
        everybody_pays_back(carried.people["accountant"])
        all_holds()
        assert list(broken_entries()) == []
        assert list(summaries.differences()) == []


def everybody_pays_back(accountant):
    """What had to come back comes back, in two parts; then no share is stopping any more."""
    for share in Share.objects.filter(state=s.STOPPING).select_related("project__province"):
        owed = money.stages(share)["recoverable"]
        for part in {Dong(1), owed - Dong(1)} - {Dong(0)}:
            settlement.repay(share=share, amount=part, on=TODAY, by=accountant, today=TODAY)
        happened["paid back"] += 1
        share.refresh_from_db()
        assert (share.state, money.stages(share)["recoverable"]) == (s.STOPPED, 0)


@pytest.mark.django_db
def test_the_random_acts_got_somewhere():
    """Runs after the two above: what they are about did happen, not only refusals."""
    assert {"change", "stop", "replace", "decide", "decide_so", "paid back", "stopped", "stopping"} <= set(happened)
