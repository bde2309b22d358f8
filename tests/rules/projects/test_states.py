"""The tables of moves hang together: labels, next steps, ways out, and what a project shows of its shares."""

import pytest

from bedo.accounts.rights import RIGHTS, ROLES
from bedo.planning import rules as plan
from bedo.projects.rules import states as s
from bedo.projects.rules.next_steps import NEXT

TABLES = {
    "wish": (s.WISH_MOVES, s.WISH_STATES),
    "project": (s.PROJECT_MOVES, s.STATES),
    "share": (s.SHARE_MOVES, s.STATES),
    "plan": (plan.MOVES, plan.STATES),
}
ROWS = [(table, name, move, labels) for table, (moves, labels) in TABLES.items() for name, move in moves.items()]
LIFE = {**s.PROJECT_MOVES, **s.SHARE_MOVES}


def met(moves):
    return {state for move in moves.values() for state in (*move.sources, move.target)}


def after(start, moves):
    """Every state that can be reached from there."""
    found, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for move in moves.values():
            if here in move.sources and move.target not in found:
                found.add(move.target)
                todo.append(move.target)
    return found


@pytest.mark.parametrize(("table", "name", "move", "labels"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_a_move_is_whole(table, name, move, labels):
    assert move.target in labels
    assert move.sources <= set(labels)
    assert move.sources
    assert move.needs in RIGHTS
    assert any(move.needs in role.rights for role in ROLES.values()), "nobody may make it"
    assert move.label
    assert move.done.endswith(".")
    assert move.basis, "every move cites its source, or says that it is our design"


def test_states_have_words_for_both_audiences():
    for labels in (s.STATES, s.WISH_STATES):
        for label in labels.values():
            assert label.office
            assert label.applicant


def test_labels_do_not_repeat():
    for labels in (s.STATES, s.WISH_STATES):
        words = [label.office for label in labels.values()]
        assert len(words) == len(set(words))


def test_every_state_of_a_project_is_reached_from_the_draft():
    elsewhere = {s.UNKNOWN, s.STOPPING, s.STOPPED}  # from published sources; by an approved change request
    assert after(s.DRAFT, LIFE) == set(s.STATES) - elsewhere
    assert after(s.RECEIVED, s.WISH_MOVES) == set(s.WISH_STATES)
    assert after(plan.DRAFT, plan.MOVES) == set(plan.STATES)


def test_a_live_project_always_has_a_way_to_an_end():
    for state in met(LIFE) - s.ENDED:
        assert after(state, LIFE) & s.ENDED, state


def test_an_ended_project_stays_ended():
    for move in LIFE.values():
        assert not move.sources & s.ENDED


def test_whoever_must_act_next_is_named_until_the_end():
    assert set(NEXT) == met(LIFE) - s.ENDED
    for step in NEXT.values():
        assert step.who
        assert step.what
        assert set(step.roles) <= set(ROLES)


def test_the_next_step_leads_out_of_its_state_and_its_people_may_make_it():
    for state, step in NEXT.items():
        if step.move:
            move = LIFE[step.move]
            assert state in move.sources
            assert any(move.needs in ROLES[role].rights for role in step.roles), state


def test_the_order_of_shares_is_the_order_of_their_moves():
    order = {state: place for place, state in enumerate(s.SHARE_ORDER)}
    before = {s.FUNDED, s.DETAILED}
    assert set(order) == met(s.SHARE_MOVES) - before - {s.STOPPING, s.STOPPED}
    backwards = {name for name, move in s.SHARE_MOVES.items() if name != "cleared" for source in move.sources - before if order[move.target] <= order[source]}  # fmt: skip
    assert backwards == {"fail"}


@pytest.mark.parametrize(
    ("own", "shares", "shown"),
    [
        (s.DRAFT, [], s.DRAFT),
        (s.DRAFT, [""], s.DRAFT),
        (s.FUNDED, ["", ""], s.FUNDED),
        (s.FUNDED, [s.CONTRACTED], s.CONTRACTED),
        (s.CONTRACTED, [s.RUNNING], s.RUNNING),
        (s.RUNNING, [s.RUNNING, s.COMPLETED], s.RUNNING),
        (s.RUNNING, [s.SETTLED, s.ACCEPTED, s.LIQUIDATED], s.ACCEPTED),
        (s.COMPLETED, [s.REWORK, s.COMPLETED], s.REWORK),
        (s.RUNNING, [s.STOPPED, s.COMPLETED], s.COMPLETED),
        (s.RUNNING, [s.STOPPED, s.STOPPED], s.STOPPED),
        (s.FUNDED, [s.STOPPED, ""], s.FUNDED),
        (s.DETAILED, [s.RUNNING, ""], s.DETAILED),
        (s.RUNNING, [s.STOPPING, s.COMPLETED], s.COMPLETED),
        (s.RUNNING, [s.STOPPING, s.STOPPED], s.STOPPING),
        (s.SETTLED, [s.FOLLOWED, s.CLOSED], s.FOLLOWED),
        (s.FOLLOWED, [s.CLOSED, s.CLOSED], s.CLOSED),
    ],
)
def test_a_project_shows_its_least_advanced_live_share(own, shares, shown):
    assert s.project_state(own, shares) == shown


def test_what_a_project_shows_is_stable():
    for state in s.SHARE_ORDER:
        once = s.project_state(s.FUNDED, [state])
        assert once == s.project_state(once, [state]) == state
