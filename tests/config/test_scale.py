"""A database filled with synthetic records holds like one that people filled: books, log, states, people."""

from collections import defaultdict
from datetime import date, timedelta
from io import StringIO

import pytest
from django.db import connection, transaction
from django.db.models import Count, F

from bedo.config import doctor, scale
from bedo.config.commands import scale as command
from bedo.config.commands import verify
from bedo.config.scale.life import Days, days_of, live
from bedo.config.scale.words import tax_code
from bedo.core import clock, log
from bedo.core.models import LogEntry
from bedo.establishments.models import Establishment
from bedo.establishments.rules import check_tax_code
from bedo.ledger import checks, queries, rules
from bedo.ledger.models import BudgetLine, Transfer
from bedo.ledger.services import receive
from bedo.planning.models import PlanItem, YearPlan
from bedo.projects.models import ChangeRequest, Project, Share, Wish
from bedo.projects.queries import contract_end
from bedo.projects.rules import changes, states

PROJECTS = 300


@pytest.fixture(scope="module", autouse=True)
def filled(django_db_setup, django_db_blocker):
    """Two provinces over eight years, filled once and rolled back after the module."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            size = scale.Size(provinces=2, years=8, projects=PROJECTS, seed="thu", today=clock.today())
            steps = list(scale.fill(size))
            yield size, steps
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _database(db):
    """Each test sees the rows through a savepoint of its own."""


class _asked:
    def __init__(self, **given):
        self.__dict__.update({"provinces": 1, "years": 3, "projects": 10, "seed": "1", "json": False, **given})


def test_there_are_as_many_as_asked_and_ten_transfers_to_each():
    assert Project.objects.count() == Establishment.objects.count() == PROJECTS
    assert Share.objects.exclude(role="pool").count() >= PROJECTS
    assert Transfer.objects.count() >= 10 * PROJECTS


def test_every_key_finds_its_row():
    """On PostgreSQL the filling does not look each key up; the rows are the same there."""
    connection.check_constraints()


def test_every_line_holds_to_the_dong():
    assert list(checks.broken_lines()) == []
    for line in BudgetLine.objects.all():
        assert rules.identity_gap(queries.totals(line)) == 0
    for line in BudgetLine.objects.filter(plans__items__outcome="planned").distinct():
        assert queries.totals(line)["in"] > 0


def test_what_the_ministry_gave_is_what_the_provinces_received():
    legs = Transfer.objects.filter(kind="allot").values_list("batch", "province", "amount")
    out = {batch: amount for batch, province, amount in legs if province is None}
    into = {batch: amount for batch, province, amount in legs if province is not None}
    assert out == into != {}


def test_verify_finds_nothing(capsys):
    assert verify.run(_asked()) == 0
    assert list(log.broken_entries()) == []
    assert LogEntry.objects.filter(kind="project.start").count() == PROJECTS


def test_the_examination_finds_nothing_in_the_records():
    found = doctor.examine()
    assert {name: said for name, said in found.items() if said and name not in ("máy chủ", "việc nền")} == {}


def test_every_live_project_has_its_officer_in_both_places():
    live = Project.objects.exclude(state__in=states.ENDED)
    assert live.exists()
    rows = live.filter(responsibilities__to_on=None).annotate(open=Count("responsibilities"))
    assert set(rows.values_list("open", flat=True)) == {1}
    assert rows.filter(responsibilities__officer=F("officer")).count() == live.count()


def test_states_spread_as_time_does():
    found = set(Project.objects.values_list("state", flat=True))
    assert {states.CLOSED, states.FOLLOWED, states.STOPPED, states.REJECTED} <= found
    assert Project.objects.filter(year=clock.today().year + 1).exclude(rule_day=None).count() == 0
    for project in Project.objects.prefetch_related("shares"):
        shares = [share.state for share in project.shares.all() if share.role != "pool"]
        assert states.project_state(project.state, shares) == project.state


def test_over_a_year_lives_pass_through_every_state_of_both_tracks():
    rng = scale.Random("b")
    days = days_of(rng, 2024)
    lives = [live(rng, days) for _ in range(800)]
    found = defaultdict(set)
    for life in lives:
        first, last = life.steps[0].on, max(step.on for part in life.parts for step in (*life.steps, *part.steps))
        for number in range((last - first).days + 1):
            found[life.track].add(life.until(first + timedelta(days=number)).state)
    own = {"local": {states.REGISTERED, states.MINISTRY_REVIEW, states.MINISTRY_PASSED}, "national": set()}
    for track, never in own.items():
        assert found[track] == set(states.STATES) - {states.UNKNOWN} - never


def test_groups_are_shared_out_to_the_dong_among_several():
    groups = Project.objects.filter(kind="group").exclude(details=None)
    assert groups.exists()
    for project in groups.prefetch_related("shares", "details"):
        shares = [share for share in project.shares.all() if share.role == "beneficiary"]
        assert len({share.establishment_id for share in shares}) == len(shares) == project.beneficiary_count >= 2
        planned = PlanItem.objects.get(project=project, outcome="planned").amount
        assert planned == sum(row.amount for row in project.details.all())


def test_stops_and_longer_times_were_asked_checked_and_decided():
    stopped = Share.objects.filter(state__in=[states.STOPPING, states.STOPPED])
    assert stopped.exists()
    for share in stopped.prefetch_related("changes"):
        [request] = share.changes.all()
        assert (request.change, request.state) == ("stop", changes.APPROVED)
        assert request.asked_on <= request.checked_on <= request.decided_on == request.decision.issued_on
        assert share.support == request.after["settle"]
    longer = ChangeRequest.objects.filter(change="time", state=changes.APPROVED).select_related("share")
    assert longer.exists()
    for request in longer:
        assert contract_end(request.share).isoformat() == request.after["ends_on"]


def test_what_passed_an_appraisal_has_its_findings():
    passed = Project.objects.exclude(rule_day=None).prefetch_related("appraisals__findings")
    for project in passed:
        levels = [(one.level, one.conclusion, one.findings.count()) for one in project.appraisals.all()]
        national = [("ministry", "pass", 5)] if project.track == "national" else []
        assert levels == [("base", "pass", 5), *national]


def test_everything_is_marked_as_a_sample():
    for model in (Project, Establishment, Wish, BudgetLine, YearPlan):
        assert model.objects.exists()
        assert not model.objects.filter(is_sample=False).exists()


def test_places_are_real_ones_of_their_day():
    for project in Project.objects.select_related("place", "place_now", "place_now__parent"):
        assert project.place.level == 3
        assert project.province_id in (project.place_now_id, project.place_now.parent_id)
        assert project.place_now.valid_to is None


def test_services_go_on_from_there(filled):
    line = BudgetLine.objects.filter(is_open=True, fund="kcdp").select_related("province").order_by("-year").first()
    by = Project.objects.filter(province=line.province).first().officer
    made = receive(line=line, amount=1_000_000, by=by, on=clock.today())
    assert made.pk == Transfer.objects.order_by("-pk").first().pk
    assert verify.run(_asked()) == 0


def test_a_database_that_holds_anything_is_refused(monkeypatch, capsys):
    monkeypatch.setattr(command, "prepare", dict)
    assert command.run(_asked()) == 2
    assert "đã có dữ liệu" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [{"provinces": 35}, {"projects": 0}, {"years": 41}])
def test_numbers_out_of_range_are_refused(wrong, capsys):
    assert command.run(_asked(**wrong)) == 2
    assert "phải từ" in capsys.readouterr().err


def test_a_life_is_the_same_for_the_same_seed_and_cut_off_at_any_day():
    def drawn():
        rng = scale.Random("a")
        days: Days = days_of(rng, 2024)
        return [live(rng, days) for _ in range(300)]

    assert drawn() == drawn()
    for life in drawn():
        assert [step.on for step in life.steps] == sorted(step.on for step in life.steps)
        for part, cut in zip(life.parts, life.until(date(2024, 8, 1)).parts, strict=True):
            assert [step.on for step in part.steps] == sorted(step.on for step in part.steps)
            assert all(flow.on <= date(2024, 8, 1) for flow in cut.flows)
            signed = sum(flow.amount for flow in part.flows if flow.kind == "contract")
            assert signed == part.contracted * bool(part.flows)


def test_tax_codes_have_their_check_digit():
    assert all(check_tax_code(tax_code(number), kind="doanh_nghiep") for number in range(1, 500))


def test_the_told_figures_are_one_object(filled, capsys):
    command._tell(filled[0], 2.0, as_json=True)
    assert '"rows_per_second"' in StringIO(capsys.readouterr().out).read()
