"""docs/rules.md is made from the tables and the functions, and is fresh."""

import inspect
from pathlib import Path

import pytest

from bedo.programmes import docs, rules

ROOT = Path(__file__).resolve().parents[2]
ANSWERING = {
    name
    for name in rules.__all__
    if inspect.isfunction(getattr(rules, name)) and name not in ("percent", "read_values")
}


def test_the_page_is_fresh():
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == docs.rules_page(), "write it again: make docs"


def test_every_rule_is_on_the_page():
    listed = {function.__name__ for function, _, _ in docs.FUNCTIONS}
    assert listed == ANSWERING - {"advance_rule", "cut_line", "draft_norm", "replay", "replay_sums"}


@pytest.mark.parametrize(("function", "tests"), [(f.__name__, tests) for f, _, tests in docs.FUNCTIONS])
def test_the_tests_named_call_the_rule(function, tests):
    text = (ROOT / "tests" / "rules" / "programmes" / tests).read_text(encoding="utf-8")
    assert f"rules.{function}(" in text


def test_a_rule_cites_its_source():
    for function, row_types, _ in docs.FUNCTIONS:
        if row_types and function not in (
            rules.may_exceed, rules.advance_papers, rules.missing_papers, rules.reminder, rules.for_contents,
            rules.setting, rules.in_force,
        ):  # fmt: skip
            assert "Source:" in (function.__doc__ or ""), function.__name__
