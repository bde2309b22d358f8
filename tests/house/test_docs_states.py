"""docs/states.md tells every state and every move, with a drawing for each table. That it is fresh: test_repository.py."""

import re

import pytest

from bedo.config.docs import states_page
from bedo.planning import rules as plan
from bedo.projects.rules import states
from tests.house.source import ROOT

TABLES = {
    "A wish": (states.WISH_MOVES, states.WISH_LABELS),
    "A project": (states.PROJECT_MOVES, states.LABELS),
    "A share": (states.SHARE_MOVES, states.LABELS),
    "A year's plan": (plan.MOVES, plan.STATES),
}


def section(title):
    return next(part for part in states_page().split("\n## ") if part.startswith(title))


@pytest.mark.parametrize("title", TABLES)
def test_every_move_is_told_and_drawn(title):
    moves, _ = TABLES[title]
    text = section(title)
    drawn = set(re.findall(r"^ {4}(\w+) --> (\w+): (\w+)$", text, re.M))
    assert drawn == {(source, move.target, name) for name, move in moves.items() for source in move.sources}
    for name, move in moves.items():
        assert f"| `{name}` | {move.label} |" in text
        assert f"`{move.needs}`" in text
    assert text.count("```mermaid") == 1


@pytest.mark.parametrize("title", TABLES)
def test_every_state_has_its_words(title):
    moves, labels = TABLES[title]
    for move in moves.values():
        for state in (*move.sources, move.target):
            assert f"| `{state}` | {labels[state]} |" in section(title)


def test_the_page_in_docs_is_this_one():
    assert (ROOT / "docs" / "states.md").read_text("utf-8") == states_page(), "make docs"
