"""Nobody leaves a live project without a responsible officer."""

from datetime import date, timedelta

import pytest

from bedo.accounts import services as accounts
from bedo.core.moves import Refused
from bedo.projects.services import progress, responsibility, wishes
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
    with pytest.raises(Refused, match=chain.wish_row.code):
        leave(people["officer"], people["administrator"])
    give = {"wish": chain.wish_row, "officer": colleague, "from_on": TODAY, "reason": "Chuyển công tác"}
    responsibility.hand_over_wish(**give, **chain.by("director"))
    leave(people["officer"], people["administrator"])
    chain.project.refresh_from_db()
    assert chain.project.officer == colleague
    rows = chain.wish_row.responsibilities.order_by("from_on")
    assert [(row.officer, row.to_on) for row in rows] == [(people["officer"], date(2026, 11, 24)), (colleague, None)]


def test_a_difficulty_is_given_on_before_its_holder_leaves(chain, people):
    chain.to("begin")
    held = progress.raise_difficulty(
        share=chain.share, text="Thiếu điện", holder=people["accountant"], due_on=TODAY, **chain.by("officer")
    )
    grant = people["accountant"].grant_rows.get()
    with pytest.raises(Refused, match="khó khăn chưa tháo gỡ"):
        accounts.end_grant(grant=grant, last_day=TODAY, by=people["administrator"])
    with pytest.raises(Refused, match="phải ghi lý do"):
        progress.pass_difficulty(difficulty=held, holder=people["officer"], reason=" ", **chain.by("director"))
    progress.pass_difficulty(difficulty=held, holder=people["officer"], reason="Nghỉ", **chain.by("director"))
    accounts.end_grant(grant=grant, last_day=TODAY, by=people["administrator"])


def test_who_appraises_takes_a_refused_wish_of_somebody_who_left(chain, people, make_person, province):
    chain.to("wish")
    wish = chain.wish_row
    found = {
        "wish": wish,
        "visited_on": TODAY,
        "present": "Chủ cơ sở",
        "findings": [wishes.Finding("von", "Vốn", True)],
    }
    no = {"passed": False, "opinion": "Chưa đủ", "reason": "Thiếu vốn", "feasible_if": "Có vốn"}
    wishes.appraise_capacity(**found, **no, **chain.by("officer"))
    leave(people["officer"], people["administrator"])
    people["officer"].forget_grants()
    tomorrow = {"by": make_person("officer", province, username="moi"), "today": TODAY + timedelta(days=1)}
    wishes.appraise_capacity(**found, passed=True, opinion="Đã đủ", **tomorrow)
    wish.refresh_from_db()
    assert wish.officer == tomorrow["by"]
    assert wish.responsibilities.get(to_on=None).officer == tomorrow["by"]


def test_who_holds_no_live_project_may_leave(people):
    leave(people["officer"], people["administrator"])
