"""A database filled with synthetic records holds like one that people filled: books, log, states, people."""

from datetime import date
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
from bedo.planning.models import YearPlan
from bedo.projects.models import Project, Share, Wish
from bedo.projects.rules import states

PROJECTS = 200


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
    assert Project.objects.count() == Share.objects.count() == Establishment.objects.count() == PROJECTS
    assert Transfer.objects.count() >= 10 * PROJECTS


def test_every_key_finds_its_row():
    """On PostgreSQL the filling does not look each key up; the rows are the same there."""
    connection.check_constraints()


def test_every_line_holds_to_the_dong():
    assert list(checks.broken_lines()) == []
    for line in BudgetLine.objects.all():
        sums = queries.totals(line)
        assert rules.identity_gap(sums) == 0
        assert sums["in"] > 0


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
    for share in Share.objects.select_related("project"):
        assert states.project_state(share.project.state, [share.state]) == share.project.state


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
        cut = life.until(date(2024, 8, 1))
        assert all(flow.on <= date(2024, 8, 1) for flow in cut.flows)
        assert sum(flow.amount for flow in life.flows if flow.kind == "contract") == life.contracted * bool(life.flows)


def test_tax_codes_have_their_check_digit():
    assert all(check_tax_code(tax_code(number), kind="doanh_nghiep") for number in range(1, 500))


def test_the_told_figures_are_one_object(filled, capsys):
    command._tell(filled[0], 2.0, as_json=True)
    assert '"rows_per_second"' in StringIO(capsys.readouterr().out).read()
