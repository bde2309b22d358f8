"""Every address × role × own or other province, against the table in expected.csv (read it in docs/access.md).

`WRITE_ACCESS=1 pytest tests/access` writes the table anew; the difference is then read like any other change.
"""

import os
from datetime import UTC, datetime
from unittest import mock

import pytest
from django.conf import settings
from django.template.backends.django import Template
from django.test import override_settings

from tests.access import matrix, page
from tests.access.scene import Scene
from tests.access.spots import spots
from tests.access.world import kept

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
WRITE = os.environ.get("WRITE_ACCESS") == "1"


RENDER = Template.render


def lean(template, context=None, request=None):
    """Pages are asked whether they open, not what they show: only refusals are drawn. What pages show is tested page by page."""
    return RENDER(template, context, request) if template.template.name.startswith(("shell/", "account/", "4")) else ""


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker, tmp_path_factory):
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path_factory.mktemp("files")}}  # fmt: skip
    with (
        mock.patch("django.utils.timezone.now", return_value=NOON),
        mock.patch.object(Template, "render", lean),
        override_settings(STORAGES={**settings.STORAGES, "default": store}),
        kept(django_db_blocker),
    ):
        yield matrix.ask_all(Scene())


@pytest.fixture(scope="module")
def agreed(answers):
    if WRITE:
        matrix.EXPECTED.write_text(matrix.as_text(answers), encoding="utf-8")
        page.PAGE.write_text(page.access_page(matrix.read()), encoding="utf-8")
    return matrix.read()


def test_every_address_is_tried():
    """A new address needs its line in spots.py, with an object it is tried on."""
    assert set(matrix.ours()) == {spot.name for spot in spots()}


@pytest.mark.django_db
def test_every_answer_is_the_one_agreed(answers, agreed):
    assert {key: line for key, line in answers.items() if agreed.get(key) != line} == {}
    assert set(agreed) == set(answers)


def test_every_line_stands_once():
    titles = [spot.title for spot in spots()]
    assert sorted(titles) == sorted(set(titles))


def test_the_page_is_the_table():
    assert page.PAGE.read_text(encoding="utf-8") == page.access_page(matrix.read())


# --- what the table itself must keep, whoever writes it anew

SHARED = ("desk", "drafts", "places", "gallery", "programmes")
"""Areas without a row of one province: one's own things, public facts, the rules of the law."""
LISTS = (
    "list", "new", "funnel", "weekly", "export", "bulk", "columns", "envelope", "due", "national", "register", "year_end", "own", "sign_ins", "delegations",
    "roles", "fund", "call_due", "envelopes", "programmes", "programme_new", "watched", "after", "grouping", "merged", "merged_export", "comparing", "relate", "closing", "crossed", "crossed_export", "figures", "figure", "state",
    "lines_export", "due_export", "fund_export", "year_end_export", "watched_export", "after_export", "national_export", "figures_export", "figure_export", "comparing_export", "forms", "form", "upload", "runs", "run_new", "reports", "pictures", "devices", "bring", "report", "report_send", "report_records", "report_file",
    "coverage_export", "sheet", "handovers", "handovers_export", "workload", "workload_export", "gaps", "gaps_export", "years", "years_export", "adopt", "shared", "shared_export", "take",
)  # fmt: skip
"""Addresses of an area that name no row: everybody gets the rows of the own province."""
OWN = (
    "office:drafts:",
    "office:people:own",
    "office:people:delegations",
    "office:people:columns",
    "office:projects:columns",
)
MINISTRY = ("ministry_department", "ministry_minister")


def about_a_row(title):
    name, _, label = title.partition(" ")
    parts = name.split(":")
    if len(parts) < 3 or parts[1] in SHARED:
        return False
    return parts[2] not in LISTS or parts[1:] == ["reports", "export"] or label.startswith("?")


def lines():
    return [(title, method, line) for (title, method), line in matrix.read().items()]


def test_nobody_enters_without_signing_in():
    assert {title for title, _, line in lines() if line["anonymous"] != "sign in"} == {
        "healthz", "field:worker", "field:manifest"
    }  # fmt: skip


FOR_ALL = "office:papers:detail national"
"""What the ministry decides is for every province."""


def test_nothing_of_another_province_is_shown_or_written():
    """404, or 403 where the right to the whole area was asked before any row was looked up."""
    wrong = [
        (title, method, label, word)
        for title, method, line in lines()
        for label, word in line.items()
        if about_a_row(title) and title != FOR_ALL
        and label.endswith(("other province", "other commune", "other establishment"))
        and word not in ("404", "403")
    ]  # fmt: skip
    assert wrong == []


def test_who_holds_the_right_anywhere_gets_404_elsewhere():
    """A 403 would tell that the row exists."""
    wrong = [
        (title, method, label)
        for title, method, line in lines()
        for label, word in line.items()
        if about_a_row(title) and label.endswith(page.OTHER) and word == "403"
        and line[label.removesuffix(page.OTHER)] not in ("403", "404") and title not in BY_PROJECT
    ]  # fmt: skip
    assert wrong == []


BY_PROJECT = {
    "office:papers:file of a project": "seen through the project; without it the right to papers is asked first"
}


TAKEN_OUT = ("office:projects:bulk", "office:projects:bundle")
"""Posted, but only read: what is taken out leaves a trace in the log."""


ASKED_BY_THE_CUC = ("office:changes:ask", "office:changes:withdraw", "office:money:ask_stops")
"""The Cục may ask for a change of any project, and take it back."""


ITS_OWN = (
    "office:projects:act cuc-",
    "office:money:envelope",
    "office:planning:programme_new",
    "office:papers:",
    "office:projects:act giay-to",
    "office:projects:sent_back",
    "office:projects:sort_out",
)
"""What the ministry does itself: it appraises national projects, writes its own money and records the papers these rest on.
See also labels "national"."""


def test_the_ministry_reads_everything_and_writes_only_what_is_national():
    wrong = []
    for title, method, line in lines():
        if title.startswith((*OWN, *TAKEN_OUT, *ASKED_BY_THE_CUC)) or not title.startswith("office:"):
            continue
        if title.startswith(ITS_OWN) or title.endswith(" national"):
            continue
        words = {line[role] for role in MINISTRY}
        if method == "POST" and not words <= {"403", "404"}:
            wrong.append((title, method, words))
        if method == "GET" and line["officer"] == "200" and line["finance"] == "200" and words != {"200"}:
            wrong.append((title, method, words))
    assert wrong == []


def test_somebody_may_do_everything():
    """An address that nobody gets into is a dead one."""
    wrong = [
        (title, method)
        for title, method, line in lines()
        if not {"200", "302", "400", "409", "422"} & set(line.values())
    ]
    assert wrong == []
