"""Each submission is kept as it was; a returned one keeps its remarks; a decision is for what was submitted."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.planning import services as planning
from bedo.planning import versions
from bedo.planning.models import PlanItem, PlanVersion
from tests.projects.factory import TODAY, Chain, make_establishment

pytestmark = pytest.mark.django_db
M = 1_000_000


@pytest.fixture
def pair(people, province, commune):
    """A plan with the first of two appraised projects, submitted and sent back; then the amount and the projects changed."""
    first = Chain(people, make_establishment(province, commune)).to("envelope")
    second = Chain(people, make_establishment(province, commune, "Cơ sở 2"), number=2)
    second.envelope = lambda: None
    third = Chain(people, make_establishment(province, commune, "Cơ sở 3"), number=3)
    third.envelope = lambda: None
    second.to("passed")
    third.to("passed")
    plan, by = planning.open_plan(line=first.line, by=people["director"]), people["director"]
    for one in (first, second):
        planning.add_item(plan=plan, project=one.project, amount=one.support, by=by)
    planning.submit_plan(plan=plan, by=by, today=TODAY, on=date(2026, 1, 5))
    planning.return_plan(plan=plan, reason="Bớt Cơ sở 2", by=people["approver_province"], today=TODAY)
    for item in plan.items.all():
        planning.remove_item(item=item, reason="Theo ý kiến", by=by)
    planning.add_item(plan=plan, project=first.project, amount=Dong(200 * M), by=by)
    planning.add_item(plan=plan, project=third.project, amount=third.support, by=by)
    planning.submit_plan(plan=plan, by=by, today=TODAY, on=date(2026, 1, 12))
    return plan, first, second, third


def test_every_submission_is_kept_with_what_changed(pair, people):
    plan, first, second, third = pair
    before, after = plan.versions.order_by("number")
    assert [line.code for line in versions.lines(before)] == [first.project.code, second.project.code]
    assert before.snapshot["total"] == 600 * M
    assert before.sent_back.remarks == "Bớt Cơ sở 2"
    found = versions.difference(before, after)
    assert [line.code for line in found.added] == [third.project.code]
    assert [line.code for line in found.removed] == [second.project.code]
    assert [(old.amount, new.amount) for old, new in found.changed] == [(Dong(300 * M), Dong(200 * M))]
    assert not versions.difference(after, after)
    assert list(versions.broken()) == []


def test_a_version_cannot_be_changed_or_deleted(pair):
    version = PlanVersion.objects.first()
    for act in (lambda: PlanVersion.objects.update(number=9), version.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_decision_is_for_the_version_that_was_submitted(pair, people):
    plan, first, *_ = pair
    planning.give_opinion(
        plan=plan, agrees=True, text="Nhất trí", on=date(2026, 1, 14), by=people["finance"], today=TODAY
    )
    PlanItem.objects.filter(plan=plan, project=first.project).update(amount=Dong(250 * M))
    with pytest.raises(Refused) as caught:
        planning.approve_plan(
            plan=plan, decision=first.paper("QĐ", 20, date(2026, 1, 20)), **first.by("approver_province")
        )
    assert caught.value.code == "version"
    assert "bản trình lần 2" in caught.value.reason
    PlanItem.objects.filter(plan=plan, project=first.project).update(amount=Dong(200 * M))
    planning.approve_plan(plan=plan, decision=first.paper("QĐ", 21, date(2026, 1, 20)), **first.by("approver_province"))
    assert (plan.state, plan.decision.signer) == ("approved", "Người ký")
