"""Nobody leaves a live project without a responsible officer."""

import pytest

from bedo.accounts import services as accounts
from bedo.core.moves import Refused
from bedo.projects.services import responsibility
from tests.projects.factory import TODAY


def leave(person, by):
    accounts.end_grant(grant=person.grant_rows.get(role="officer"), last_day=TODAY, by=by)


def test_an_officer_hands_over_before_leaving(chain, people, make_person, province):
    chain.to("submit")
    with pytest.raises(Refused, match=chain.project.code):
        leave(people["officer"], people["administrator"])
    colleague = make_person("officer", province, username="dongnghiep")
    responsibility.hand_over(
        project=chain.project, officer=colleague, from_on=TODAY, reason="Chuyển công tác", **chain.by("director")
    )
    leave(people["officer"], people["administrator"])
    chain.project.refresh_from_db()
    assert chain.project.officer == colleague


def test_who_holds_no_live_project_may_leave(people):
    leave(people["officer"], people["administrator"])
