"""The parts of the bench that reckon and read; what it measures is no test."""

import gzip

import pytest

from bedo.planning.choosing import read, solve
from bench import choosing, client, measure, report, weight
from bench.report import Figure


def _cell(p50, *, times=(), per_second=1.0, cpu=1.0, wrong=0):
    return {"p50": p50, "cpu": cpu, "per_second": per_second, "wrong": wrong, "times": list(times)}


@pytest.mark.parametrize(
    ("value", "limit", "least", "met", "missed_by"),
    [
        (2.9, 3, False, True, 0),
        (3.0, 3, False, True, 0),
        (3.6, 3, False, False, 20),
        (0.4, 0.5, True, False, 20),
        (0.6, 0.5, True, True, 0),
        (1, 0, False, False, 100),
        (99, None, False, None, 0),
    ],
)
def test_a_figure_knows_its_limit_and_by_how_much_it_missed(value, limit, least, met, missed_by):
    figure = Figure("G2", "list", value, limit, least=least)
    assert (figure.met, figure.missed_by) == (met, missed_by)


def test_the_table_says_what_was_missed():
    lines = report.table("sqlite", [Figure("G2", "list", 3.6, 3, cpu=3.5), Figure("", "x", 1, None)]).splitlines()
    assert lines[1] == "sqlite"
    assert lines[3].startswith("✗ G2   list")
    assert lines[3].endswith("missed by 20 %")
    assert lines[4].startswith("       x")


def test_every_goal_has_a_figure_or_a_reason():
    measured = {"G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10", "G12", "G13", "G14"}
    assert measured | set(report.ELSEWHERE) == {f"G{number}" for number in range(1, 16)}
    assert all(goal in report.elsewhere() for goal in report.ELSEWHERE)


def test_pages_are_judged_in_units_of_the_same_run():
    found = {
        "bare/rows50@1": [_cell(4.0, cpu=4.0), _cell(5.0, cpu=5.0), _cell(9.0, cpu=5.0)],
        "sqlite/list@1": [_cell(10.0, cpu=20.0), _cell(15.0, cpu=10.0), _cell(16.0, cpu=10.0)],
    }
    target = measure.Target("sqlite", None, {}, [])
    page = report.Judge(target, measure.Target("bare", None, {}, []), found, 10_000).page("G2", "list", 3, 4)
    assert (page.value, page.cpu, page.limit, page.met) == (3.0, 2.0, 3, True)


def test_the_large_size_has_its_own_limit():
    found = {"bare/rows50@1": [_cell(1.0)], "sqlite/list@1": [_cell(3.5)]}
    targets = measure.Target("sqlite", None, {}, []), measure.Target("bare", None, {}, [])
    limits = {size: report.Judge(*targets, found, size).page("G2", "list", 3, 4).limit for size in (10_000, 100_000)}
    assert limits == {10_000: 3, 100_000: 4}


def test_the_95th_percentile_is_over_all_rounds():
    assert measure.p95([_cell(1, times=range(50)), _cell(1, times=range(50, 101))]) == 95


def test_each_filter_is_asked_with_a_choice_of_its_own():
    page = '<select class="f" name="noi-dung"><option value="">Tất cả<option value="A">a<option value="B">b</select>'
    found = measure._filters(page)
    assert found["noi-dung"] == "noi-dung=B"
    assert "phu-trach" not in found


def test_an_answer_is_read_with_cookies_and_unpacked():
    body = gzip.compress("Đề án".encode())
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nSet-Cookie: sessionid=abc; Path=/; HttpOnly"
    answer = client.read(head, body, len(head) + len(body))
    assert (answer.status, answer.cookies, answer.text) == (200, {"sessionid": "abc"}, "Đề án")
    assert (answer.wire, answer.packed) == (len(head) + len(body), len(body))


class _Site:
    """A visitor of pages that are at hand."""

    def __init__(self, pages):
        self.pages = pages

    def visit(self, path):
        kind, text = self.pages[path]
        return client.Answer(200, {"content-type": kind}, {}, text.encode(), len(text), len(text))


def test_a_first_visit_loads_each_file_once_and_names_strangers():
    page = (
        '<link rel="stylesheet" href="/a.css"><script src="/a.js"></script><use href="/m.svg#i-x"/><use href="/m.svg#i-y"/>'
        '<img src="data:image/png;base64,x"><script src="https://cdn.example/x.js"></script>'
    )
    pages = {
        "/": ("text/html", page),
        "/a.css": ("text/css", "@font-face { src: url(f.woff2) }"),
        "/a.js": ("text/javascript", "1"),
        "/m.svg": ("image/svg+xml", "<svg/>"),
        "/f.woff2": ("font/woff2", "f"),
    }
    found = weight.first_visit(_Site(pages), "/")
    assert found.requests == len(pages) + 1
    assert found.wire == sum(len(text) for _, text in pages.values())
    assert found.foreign == ("https://cdn.example/x.js",)


@pytest.mark.parametrize("seed", choosing.SEEDS)
def test_the_made_up_plan_is_as_large_as_it_says_and_the_same_every_time(seed):
    asked = choosing.question(seed)
    problem = read(asked)
    assert asked == choosing.question(seed)
    assert (len(problem.candidates), len(problem.constraints)) == (choosing.CANDIDATES, choosing.LIMITS)
    assert {one.area for one in problem.candidates} == {f"xa-{n:02}" for n in range(1, choosing.AREAS + 1)}
    assert len({one.content for one in problem.candidates}) == choosing.CONTENTS
    assert {one.fixed for one in problem.candidates} == {"in", "out", None}
    assert all(one.money % choosing.STEP == 0 for one in problem.candidates)


def test_a_smaller_plan_of_the_same_kind_is_answered_to_the_bound():
    asked = choosing.question(1, candidates=40) | {"constraints": []}
    answer = solve(read(asked))
    assert answer.status == "optimal"
    assert choosing.reached(answer) == 1
