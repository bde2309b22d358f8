"""The best set: equal to trying every set, irreducible when nothing fits, and a sentence for every bad question."""

import itertools
import json
import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedo.config import cli
from bedo.core.moves import Refused
from bedo.planning.choosing import more_money, read, solve, solver, why_not
from bedo.planning.choosing.problem import DIMENSIONS, KINDS

FUNDS = ("KCQG", "KCDP")
KEYS = {"area": "AB", "content": "xy", "fund": FUNDS, "establishment": (1, 2, 3), "all": (None,)}


def amounts(unit):
    return st.integers(0, 12).map(lambda number: number * unit)


@st.composite
def questions(draw):
    """Small questions with many ties; amounts in units of one triệu, one nghìn or one đồng."""
    unit = draw(st.sampled_from([1_000_000, 1_000, 1]))
    number = draw(st.integers(0, 9))
    candidates = [
        {
            "id": draw(st.sampled_from([place, f"D{place}"])),
            "priority": draw(st.one_of(st.integers(0, 4), st.sampled_from([0.1, 0.2, 0.3, 1.5, -1]))),
            "ask": draw(st.dictionaries(st.sampled_from(FUNDS), amounts(unit), max_size=2)),
            "area": draw(st.sampled_from("AB")),
            "content": draw(st.sampled_from("xy")),
            "establishments": draw(st.lists(st.integers(1, 3), max_size=2)),
            "fixed": draw(st.sampled_from([None, None, None, None, "in", "out"])),
        }
        for place in range(number)
    ]
    limits = []
    for place in range(draw(st.integers(0, 4))):
        by, kind = draw(st.sampled_from(DIMENSIONS)), draw(st.sampled_from(sorted(KINDS)))
        value = draw(st.integers(0, 4)) if kind.endswith("count") else draw(amounts(unit)) * 2
        limits.append({"name": f"r{place}", "kind": kind, "by": by, "key": draw(st.sampled_from(KEYS[by])), "value": value})  # fmt: skip
    funds = {fund: draw(amounts(unit)) * 2 for fund in draw(st.sampled_from([FUNDS, FUNDS[:1]]))}
    return {"funds": funds, "candidates": candidates, "constraints": limits}


def by_trying_all(problem, rows):
    """The best set of all: most priority, least money, smallest ids; None when none fits."""
    places = range(len(problem.candidates))
    sets = itertools.chain.from_iterable(itertools.combinations(places, size) for size in range(len(places) + 1))

    def worth(chosen):
        picked = [problem.candidates[place] for place in chosen]
        return -sum((one.priority for one in picked), Fraction(0)), sum(one.money for one in picked), chosen

    return min((worth(chosen) for chosen in sets if all(row.holds(chosen) for row in rows)), default=None)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(questions())
def test_the_choice_is_the_best_of_all_sets(question):
    problem = read(question)
    choice = solve(problem)
    best = by_trying_all(problem, problem.rows())
    if best is None:
        assert choice.status == "infeasible"
        rows = {row.name: row for row in problem.rows()}
        broken = [rows[name] for name in choice.conflict]
        assert by_trying_all(problem, broken) is None
        for row in broken:
            assert by_trying_all(problem, [other for other in broken if other is not row]) is not None
        return
    assert choice.status == "optimal"
    assert choice.chosen == tuple(problem.candidates[place].id for place in best[2])
    assert choice.objective == choice.bound == -best[0]
    assert all(spent <= problem.funds[fund] for fund, spent in choice.spent.items())


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(questions(), st.data())
def test_higher_classes_come_first_then_the_sum(asked, data):
    problem = read(asked)
    ids = [one.id for one in problem.candidates]
    first = [one for one in ids if data.draw(st.booleans())]
    classes = [first, [one for one in ids if one not in first]]
    choice = solve(problem, classes=classes)
    places = range(len(ids))
    sets = itertools.chain.from_iterable(itertools.combinations(places, size) for size in range(len(places) + 1))
    fitting = [chosen for chosen in sets if all(row.holds(chosen) for row in problem.rows())]
    if not fitting:
        assert choice.status == "infeasible"
        return

    def worth(chosen):
        counts = [-sum(ids[place] in members for place in chosen) for members in classes]
        picked = [problem.candidates[place] for place in chosen]
        return *counts, -sum((one.priority for one in picked), Fraction(0)), sum(one.money for one in picked), chosen

    assert choice.chosen == tuple(ids[place] for place in min(fitting, key=worth))


def question(**more):
    one = {
        "id": 1,
        "priority": 5,
        "ask": {"KCDP": 300},
        "area": "A",
        "content": "x",
        "establishments": [7],
        "fixed": None,
    }
    two = {**one, "id": 2, "priority": 4, "area": "B", "establishments": [8]}
    return {"funds": {"KCDP": 500}, "candidates": [one, two], "constraints": [], **more}


def test_money_is_never_split():
    choice = solve(read(question()))
    assert (choice.chosen, choice.spent, choice.objective) == ((1,), {"KCDP": 300}, 5)


def test_the_limits_that_cannot_hold_together_are_named():
    limits = [
        {"name": "Mỗi xã một đề án", "kind": "min_count", "by": "area", "key": "B", "value": 1},
        {"name": "Ít nhất hai", "kind": "min_count", "by": "all", "key": None, "value": 2},
    ]
    choice = solve(read(question(constraints=limits)))
    assert (choice.status, set(choice.conflict)) == ("infeasible", {"Ít nhất hai", "fund:KCDP"})


def test_a_search_that_is_stopped_says_how_far_it_is_from_the_best():
    many = [
        {"id": n, "priority": 1000 + n * 7 % 31, "ask": {"KCDP": 1000 + n * 13 % 37}, "area": n % 5, "content": "x", "establishments": [], "fixed": None}
        for n in range(300)
    ]  # fmt: skip
    seen = []

    def stop(best, bound):
        seen.append((best, bound))
        return abs(best) > 1e20  # go on until there is anything

    choice = solve(read(question(candidates=many, funds={"KCDP": 71_003})), progress=stop)
    assert choice.status in ("optimal", "feasible")
    assert choice.bound >= choice.objective
    assert sum(choice.spent.values()) <= 71_003


def test_why_not_says_what_would_go_or_which_limit_binds():
    problem = read(question())
    choice = solve(problem)
    swap = why_not(problem, choice, 2)
    assert (swap.came, swap.went, swap.conflict) == ((2,), (1,), ())
    limit = {"name": "Không làm ở B", "kind": "max_count", "by": "area", "key": "B", "value": 0}
    problem = read(question(constraints=[limit]))
    assert set(why_not(problem, solve(problem), 2).conflict) == {"Không làm ở B", "fixed:2"}
    with pytest.raises(KeyError):
        why_not(problem, choice, 9)


def test_more_money_says_what_it_would_buy():
    problem = read(question())
    choice = solve(problem)
    assert more_money(problem, choice, "KCDP", 99).came == ()
    assert more_money(problem, choice, "KCDP", 100).came == (2,)


BAD = {
    "list": ([], "đối tượng JSON"),
    "no funds": (question(funds=None), "“funds”"),
    "half a đồng": (question(funds={"KCDP": 0.5}), "nguồn KCDP"),
    "below zero": (question(funds={"KCDP": -1}), "nguồn KCDP"),
    "no id": (question(candidates=[{}]), "đề án thứ 1"),
    "twice": (question(candidates=question()["candidates"][:1] * 2), "có hai lần"),
    "no priority": (question(candidates=[{"id": 3, "ask": {}}]), "đề án 3"),
    "not finite": (question(candidates=[{"id": 3, "priority": float("nan"), "ask": {}}]), "hữu hạn"),
    "fixed": (question(candidates=[{"id": 3, "priority": 1, "ask": {}, "fixed": "maybe"}]), "“fixed”"),
    "kind": (question(constraints=[{"name": "r", "kind": "some", "by": "all", "value": 1}]), "“kind”"),
    "by": (question(constraints=[{"name": "r", "kind": "min_count", "by": "moon", "value": 1}]), "“by”"),
    "nameless": (question(constraints=[{"kind": "min_count", "by": "all", "value": 1}]), "“name”"),
}


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD)
def test_a_bad_question_is_refused_with_what_is_wrong(data, words):
    with pytest.raises(Refused) as caught:
        read(data)
    assert words in caught.value.reason


def test_the_command_prints_one_object(tmp_path, capsys):
    file = tmp_path / "bai-toan.json"
    file.write_text(json.dumps(question()), encoding="utf-8")
    assert cli.main(["plan", "solve", str(file)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer.pop("seconds") >= 0
    assert answer == {
        "status": "optimal", "objective": 5, "bound": 5, "chosen": [1], "spent": {"KCDP": 300}, "conflict": [],
    }  # fmt: skip


def test_nothing_fits_is_an_answer(tmp_path, capsys):
    file = tmp_path / "bai-toan.json"
    candidates = [{**one, "fixed": "in"} for one in question()["candidates"]]
    file.write_text(json.dumps(question(candidates=candidates)), encoding="utf-8")
    assert cli.main(["plan", "solve", str(file)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["status"], set(answer["conflict"])) == ("infeasible", {"fund:KCDP", "fixed:1", "fixed:2"})


@pytest.mark.parametrize("text", ["", "{", "[]", '{"funds": 1}', "[" * 100_000])
def test_a_bad_file_gets_a_sentence(tmp_path, capsys, text):
    file = tmp_path / "bai-toan.json"
    file.write_text(text, encoding="utf-8")
    assert cli.main(["plan", "solve", str(file)]) == 2
    assert "Sửa tệp" in capsys.readouterr().err
    assert cli.main(["plan", "solve", str(tmp_path / "khong-co.json")]) == 2


def test_what_is_settled_reaches_the_solver():
    """highspy hands out copies of its lists: a value written into one is lost."""
    problem = read({"funds": {"KCDP": 5}, "candidates": [{"id": n, "priority": n, "ask": {"KCDP": 1}} for n in (1, 2)]})
    model = solver._Model(problem, time.monotonic() + 60, None)
    model.settled = {1: 0}
    assert list(model._solver(model.rows, model.priority).getLp().col_upper_) == [1, 0]
    assert model._ask(model.rows, model.priority)[0] == (0,)
