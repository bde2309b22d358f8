"""The demonstration: published rows are neither lost nor invented; the sample year stands on services alone."""

import json
from collections import Counter
from datetime import date

import pytest
from django.contrib.auth.hashers import check_password
from docx import Document as Word

from bedo.accounts.models import Grant, Organisation, User
from bedo.accounts.rights import ROLES
from bedo.config import cli, demo
from bedo.config.commands import demo as command
from bedo.config.commands.figure import province_named
from bedo.config.demo import people
from bedo.config.demo.sample import several
from bedo.config.demo.sample.days import Days
from bedo.core import log
from bedo.core.models import LogEntry
from bedo.core.periods import Period
from bedo.documents.models import Attachment, Paper
from bedo.documents.writing import say
from bedo.documents.writing.content import lines
from bedo.documents.writing.forms import Terms
from bedo.establishments.models import Establishment
from bedo.ledger import checks, queries
from bedo.ledger.models import BudgetLine
from bedo.places.queries import present_province, province_of
from bedo.planning.models import YearPlan
from bedo.projects.models import Acceptance, ChangeRequest, Difficulty, Project, RegistrationSet, Share, Wish
from bedo.projects.queries import schedule_of
from bedo.projects.rules import states
from bedo.reports import written
from bedo.reports.models import StatedFigure
from bedo.reports.queries import blocks, contradictions, coverage, figures_of, overview
from bedo.reports.tables import REPORTS, Asked
from tests.config import demo_data
from tests.config.demo_fixture import loaded  # noqa: F401  a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
MONEY = (("support", "support_vnd"), ("counterpart", "counterpart_vnd"), ("total", "total_vnd"))


def published():
    return Project.objects.exclude(source_url="").select_related("place__parent__parent", "province")


def sample():
    return Project.objects.filter(is_sample=True)


# --- published projects


def test_every_published_project_is_there_once():
    assert sorted(published().values_list("code", flat=True)) == sorted(demo_data.projects())


def test_amounts_are_those_of_the_file_and_null_stays_null():
    raw = demo_data.projects()
    for project in published():
        for field, column in MONEY:
            value = getattr(project, field)
            assert (None if value is None else int(value)) == demo_data.money(raw[project.code][column]), project.code


def test_sums_of_support_are_the_sums_of_the_file_as_then_and_as_now():
    raw = Counter()
    for row in demo_data.projects().values():
        raw[row["province_at_time"]] += int(row["support_vnd"] or 0)
    then, now = Counter(), Counter()
    for project in published():
        then[province_of(project.place).name] += int(project.support or 0)
        now[project.province.name] += int(project.support or 0)
        assert present_province(project.place) == project.province
    assert then == raw
    assert len(then) == 28
    assert sum(now.values()) == sum(raw.values())
    assert now["Lâm Đồng"] == raw["Lâm Đồng"] + raw["Bình Thuận"] + raw["Đắk Nông"]


def test_what_a_source_did_not_print_stays_empty():
    raw = demo_data.projects()
    for project in published():
        row = raw[project.code]
        assert project.title == row["title_vi"]
        assert project.year == (int(row["year"]) if row["year"].isdigit() else None)
        assert project.year_text == (row["year"] or "không công bố")
        assert project.beneficiary_count == demo_data.money(row["beneficiary_count"])
        assert bool(project.fund) == bool(project.track) == bool(row["level"])
        assert project.printed.get("printed_amounts", "") == row["printed_amounts"]
        assert project.printed.get("note", "") == row["note"]


def test_every_published_project_names_its_sources():
    for project in published():
        assert project.source_url
        assert project.printed["sources"]
        assert not any(source.endswith(".txt") for source in project.printed["sources"])


def test_places_are_as_precise_as_the_map_allows_and_never_more():
    raw = demo_data.projects()
    for project in published():
        row = raw[project.code]
        assert province_of(project.place).name == row["province_at_time"]
        most = 3 if row["commune"] else 2 if row["district"] else 1
        assert project.place.level <= most
    assert published().get(code="HG-2022-02").place.label == "Xã Nậm Ty"
    assert published().get(code="NA-xxxx-01").place.level == 1  # two districts


def test_a_group_counts_as_one_project_with_its_members_as_shares():
    groups = Counter(row["project_key"] for row in demo_data.members())
    for code, number in groups.items():
        project = published().get(code=code)
        assert project.kind == "group"
        assert project.shares.count() == number
    boxes = published().get(code="BTh-2020-01")
    assert [int(share.support) for share in boxes.shares.all()] == [300_000_000, 300_000_000]
    unsplit = published().get(code="BTh-2023-01")
    assert [share.support for share in unsplit.shares.all()] == [None, None]


def test_one_establishment_carries_all_its_projects():
    twice = Establishment.objects.get(name="Công ty CP In & Bao bì Bình Thuận")
    assert {share.project.code for share in twice.shares.all()} == {"BTh-2019-01", "BTh-2020-01"}
    assert twice.place.label == "Phường Bình Hưng"
    assert twice.source
    assert not Establishment.objects.filter(name__startswith="Cụm công nghiệp").exists()


def test_nobody_is_asked_to_act_on_a_published_project():
    raw = demo_data.projects()
    assert not published().exclude(officer=None).exists()
    assert not published().exclude(due_on=None).exists()
    for project in published():
        if raw[project.code]["status"] in ("supported", "proposed"):
            assert project.state == states.UNKNOWN


# --- stated figures


def test_every_printed_number_is_one_stated_figure():
    columns = [name for name in demo_data.results()[0] if name.startswith(("projects_", "products_"))]
    columns += [name for name in demo_data.results()[0] if name.endswith("_vnd")]
    columns += ["beneficiaries", "jobs", "people_trained"]
    wanted = {
        (f"annual_results.csv:{row['row_id']}", column.removesuffix("_vnd")): int(row[column])
        for row in demo_data.results()
        for column in columns
        if row[column]
    }
    stored = StatedFigure.objects.filter(origin__startswith="annual_results").exclude(value=None)
    assert {(row.origin, row.measure): row.value for row in stored} == wanted


def test_every_row_and_every_fact_is_kept_even_without_a_number():
    origins = set(StatedFigure.objects.values_list("origin", flat=True))
    assert {f"annual_results.csv:{row['row_id']}" for row in demo_data.results()} <= origins
    assert {f"seed_facts.json:{fact['id']}" for fact in demo_data.facts()} <= origins
    unstated = StatedFigure.objects.get(origin="seed_facts.json:F004-19")
    assert unstated.value is None
    assert unstated.qualifier == "unstated"


def test_ha_giang_2023_shows_as_stated():
    """13 planned (1 national group project with 3 beneficiaries; 12 local and tasks), 5 finished, money to the đồng."""
    ministry = User.objects.get(username="cuc")
    ha_giang = StatedFigure.objects.get(origin="annual_results.csv:HaGiang-05", measure="fund_total").place
    shown = blocks([row for row in figures_of(ministry, ha_giang) if row.year_from == row.year_to == 2023])
    plan = next(block for block in shown if block.kind == "plan")
    result = next(block for block in shown if block.kind == "result")
    assert {row.figure.measure: row.figure.value for row in plan.rows} == {
        "projects_planned": 13,
        "projects_national": 1,
        "beneficiaries_national": 3,
        "projects_local": 12,
        "fund_total": 2_634_600_000,
        "fund_national": 900_000_000,
        "fund_local": 1_734_600_000,
    }
    known = {row.figure.measure: row.figure.value for row in result.rows if row.figure.value is not None}
    assert known == {"projects_finished": 5, "fund_spent": 1_646_600_000}


def test_what_does_not_add_up_is_told_and_nothing_else():
    found = {(one.place, one.stated, one.computed) for one in contradictions(StatedFigure.objects.all())}
    assert found == {
        ("Nghệ An", 53_700_000_000, 60_000_000_000),
        ("Nghệ An", 16_300_000_000, 19_720_000_000),
        ("Phú Thọ", 314_272_436_000, 306_282_436_000),
    }


def test_both_views_of_provinces_add_up_to_the_same():
    ministry = User.objects.get(username="cuc")
    now, _ = overview(ministry, as_now=True)
    then, _ = overview(ministry, as_now=False)
    for column in ("figures", "projects", "contradictions"):
        assert sum(getattr(line, column) for line in now) == sum(getattr(line, column) for line in then)
    assert len(now) < len(then)


def test_a_stated_plan_stands_beside_the_projects_known_by_name():
    ministry = User.objects.get(username="cuc")
    binh_thuan = StatedFigure.objects.filter(place_text="Bình Thuận").first().place
    covered = {(one.year, one.track): one for one in coverage(ministry, binh_thuan, figures_of(ministry, binh_thuan))}
    cartons = covered[2020, "national"]
    assert (cartons.stated_projects, cartons.projects, cartons.without_amount) == (3, 3, 1)
    assert (int(cartons.stated_fund), int(cartons.fund)) == (1_800_000_000, 1_200_000_000)
    assert not any(one.too_many or one.too_much for one in covered.values())


# --- people


def test_there_is_an_account_for_every_role():
    assert {grant.role for grant in Grant.objects.all()} == set(ROLES)
    assert not User.objects.filter(is_sample=False).exists()
    assert not Organisation.objects.filter(is_sample=False).exists()
    for user in User.objects.all()[:3]:
        assert check_password(people.PASSWORD, user.password)


# --- the sample year


def test_the_sample_year_has_local_projects_in_every_state_that_can_be_reached():
    moves = [*states.PROJECT_MOVES.values(), *states.SHARE_MOVES.values()]
    local = {move.target for move in moves if "local" in move.tracks} | {states.DRAFT, states.STOPPING}
    alone = sample().filter(track="local", kind="single")
    assert set(alone.values_list("state", flat=True)) == local - {states.DETAILED}
    local_kinds = {("local", kind) for kind in states.KINDS}
    assert local_kinds | {("national", "single")} <= set(sample().values_list("track", "kind"))


def test_projects_of_several_shares_are_carried_out():
    group, shared_out, waiting = sample().filter(kind="group").order_by("-beneficiary_count")
    assert (group.state, group.beneficiary_count, group.support) == (states.RUNNING, 3, 310_000_000)
    live = group.shares.exclude(role="pool").exclude(state=states.STOPPED).order_by("number")
    assert [(share.role, share.state) for share in live] == [(role, states.RUNNING) for role in ("beneficiary", "unit", "beneficiary")]  # fmt: skip
    assert (shared_out.state, waiting.state) == (states.DETAILED, states.FUNDED)
    key = sample().get(kind="key")
    assert (key.state, key.support, key.tranches.count()) == (states.RUNNING, 600_000_000, 3)
    held = queries.stages_of_groups([key.subject])[key.subject]
    assert held["contracted"] + held["advanced"] == key.tranches.first().amount == 300_000_000
    assert sum(int(row.amount) for row in queries.promises_of(key.subject)) == 300_000_000
    task = sample().get(kind="task")
    assert (task.state, task.beneficiary_count) == (states.RUNNING, 0)


def test_a_loan_of_the_rolling_fund_came_back_in_part_and_is_late():
    loan = Share.objects.get(project__fund="quy_kc", project__is_sample=True)
    first, second, third = schedule_of(loan, Days.up_to(demo.today()).last)
    assert (first.left, second.left, third.due.called) == (0, second.due.amount, False)
    assert second.days_late


def test_the_sample_year_has_national_projects_on_the_whole_way():
    found = set(sample().filter(track="national").values_list("state", flat=True))
    before = {states.BASE_PASSED, states.REGISTERED, states.MINISTRY_REVIEW, states.MINISTRY_PASSED}
    assert found >= before | {states.PLANNED, states.FUNDED, states.RUNNING, states.ACCEPTED}
    assert RegistrationSet.objects.filter(is_sample=True).count() == RegistrationSet.objects.count() == 2
    ministry = BudgetLine.objects.get(province=None)
    given = BudgetLine.objects.get(fund="kcqg", province__isnull=False)
    assert queries.totals(ministry)["out"] == queries.totals(given)["in"]


def test_changes_wait_were_refused_and_were_carried_out():
    found = {(row.change, row.state) for row in ChangeRequest.objects.filter(project__is_sample=True)}
    assert {
        ("time", "asked"),
        ("cooperating", "checked"),
        ("increase", "refused"),
        ("decrease", "approved"),
        ("stop", "approved"),
    } <= found
    stopping = Share.objects.get(state=states.STOPPING, project__kind="single", project__is_sample=True)
    held = queries.stages_of_holders([stopping.holder])[stopping.holder]
    assert (held["settled"], held["recoverable"]) == (24_000_000, 30_000_000)
    request = stopping.project.changes.get()
    assert request.recover_by == stopping.project.due_on


def test_in_the_group_one_share_was_replaced_and_one_stopped():
    group = Project.objects.get(title=several.GROUP.title)
    states_of = dict(group.shares.exclude(role="pool").values_list("number", "state"))
    assert (states_of[2], states_of[3], states_of[5]) == (states.STOPPED, states.STOPPED, states.RUNNING)
    assert group.state == states.RUNNING
    new = group.shares.get(number=5)
    assert (new.replaces.number, new.support) == (2, 110_000_000)
    assert group.support == 110_000_000 + 150_000_000 + 50_000_000


def test_the_sample_year_has_wishes_in_every_state():
    assert set(Wish.objects.values_list("state", flat=True)) == set(states.WISH_STATES)
    for wish in Wish.objects.filter(state=states.REFUSED):
        assert wish.reason
        assert wish.feasible_if


def test_everything_of_the_sample_is_marked_and_nothing_published_is():
    assert not published().filter(is_sample=True).exists()
    for model in (Wish, YearPlan, BudgetLine, Attachment, Paper):
        assert model.objects.exists()
        assert not model.objects.filter(is_sample=False).exists()
    assert not Establishment.objects.filter(is_sample=False, source="").exists()
    assert set(Project.objects.filter(source_url="").values_list("is_sample", flat=True)) == {True}


def test_two_budget_years_are_open_and_a_report_is_late():
    days, lines = Days.up_to(demo.today()), BudgetLine.objects.filter(is_open=True)
    assert set(lines.values_list("year", flat=True)) == {days.previous, days.year}
    late = sample().filter(state=states.RUNNING, due_on__lt=demo.today())
    assert [project.due_what[:16] for project in late.filter(beneficiary_names="Cơ sở mẫu 02")] == ["Báo cáo tiến độ "]
    assert Difficulty.objects.filter(closed_on=None).exists()
    assert Difficulty.objects.exclude(closed_on=None).exists()


def test_the_money_of_the_sample_holds_to_the_dong():
    assert list(checks.broken_lines()) == []
    for line in BudgetLine.objects.all():
        sums = queries.totals(line)
        inside = sum(sums[stage] for stage in sums if stage not in ("in", "out"))
        assert sums["in"] - sums["out"] == inside
    settled = Share.objects.filter(state__in=[states.LIQUIDATED, states.SETTLED, states.FOLLOWED, states.CLOSED])
    settled = settled.exclude(project__fund="quy_kc")
    stages = queries.stages_of_holders([share.holder for share in settled])
    assert {int(share.support) for share in settled if stages[share.holder]["settled"] != share.support} == set()


def test_log_and_chain_hold_and_nothing_was_refused_on_the_way():
    assert list(log.broken_entries()) == []
    assert not LogEntry.objects.filter(kind="refused").exists()


def test_every_live_sample_project_has_one_responsible_officer():
    for project in sample().exclude(state__in=states.ENDED):
        assert project.responsibilities.filter(to_on=None).count() == 1
    assert Acceptance.objects.exclude(signed_on=None).filter(result="failed").exists()


# --- again


def test_a_second_load_changes_nothing():
    models = (Project, Share, Establishment, StatedFigure, User, Grant, Organisation, Wish, LogEntry, Paper, YearPlan)
    before = {model: model.objects.count() for model in models}
    steps = list(demo.fill())
    assert {model: model.objects.count() for model in models} == before
    assert "giữ nguyên" in steps[-1]


def test_the_command_prints_address_and_accounts_and_keeps_what_is_there(monkeypatch, capsys):
    monkeypatch.setattr(command, "prepare", dict)
    assert command.run(_asked(if_empty=True)) == 0
    told = capsys.readouterr().out
    assert "http://" in told
    assert "canbo.tq" in told
    assert people.PASSWORD in told
    assert "Nạp xong" not in told


def test_the_command_leaves_a_database_of_real_people_alone(monkeypatch, capsys):
    monkeypatch.setattr(command, "prepare", dict)
    User.objects.create_user("that", None, full_name="Người thật")
    assert command.run(_asked(if_empty=False)) == 2
    assert "tài khoản thật" in capsys.readouterr().err
    assert command.run(_asked(if_empty=True)) == 0
    assert people.PASSWORD not in capsys.readouterr().out


class _asked:
    def __init__(self, *, if_empty):
        self.if_empty = if_empty


@pytest.mark.parametrize(
    ("today", "year", "last"),
    [
        (date(2026, 8, 31), 2025, date(2025, 12, 31)),
        (date(2026, 9, 1), 2026, date(2026, 9, 1)),
        (date(2026, 12, 31), 2026, date(2026, 12, 31)),
        (date(2027, 1, 1), 2026, date(2026, 12, 31)),
    ],
)
def test_the_sample_year_is_the_last_one_that_could_be_carried_out(today, year, last):
    days = Days.up_to(today)
    assert (days.year, days.last) == (year, last)


# --- the five articles, answered by the written report


ARTICLES = {
    "Hướng tới hỗ trợ theo chuỗi giá trị": ("Hà Giang", 2016, 2017),
    "trên địa bàn tỉnh Hòa Bình": ("Hòa Bình", 2005, 2025),
    "hỗ trợ các cơ sở công nghiệp nông thôn phát triển sản xuất": ("Bắc Kạn", 2011, 2020),
    "hoạt động khuyến công”, Báo Công Thương": ("Nghệ An", 2002, 2020),
    "một năm nỗ lực vượt khó": ("Hà Giang", 2023, 2023),
}
"""Words of the article's title → the province of its day, first and last year that it speaks of."""


@pytest.mark.parametrize("title", ARTICLES)
def test_the_written_report_gives_the_figures_of_the_article_with_its_source(title):
    name, first, last = ARTICLES[title]
    place = province_named(name)
    asked = Asked(Period(date(first, 1, 1), date(last, 12, 31)), place, as_now=place.is_current)
    found = written.draft(asked)
    said = "\n".join(lines(written.document(found, Terms())))
    printed = StatedFigure.objects.filter(source_url__contains=title).exclude(value=None).exclude(kind="fact")
    within = [row for row in printed if row.year_from and row.year_from <= last and (row.year_to or last) >= first]
    assert len(within) >= 2
    for row in within:
        assert say.dong(row.value) in said, row.printed
    assert any(title in source for source in found.sources)
    for one in contradictions(written.stated_of(asked)):
        assert any(say.dong(one.stated) in told and say.dong(one.computed) in told for told in found.contradictions)


def test_the_year_of_ha_giang_on_the_command_line(tmp_path, capsys):
    out = tmp_path / "nam.docx"
    assert cli.main(["report", "year", "--province", "Hà Giang", "--year", "2023", "-o", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    values = {one["value"] for one in told["figures"] if "một năm nỗ lực vượt khó" in one["source"]}
    assert {13, 12, 1, 5, 2_634_600_000, 1_734_600_000, 900_000_000, 1_646_600_000} <= values
    assert Word(str(out)).core_properties.title.endswith("năm 2023")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["r9"], "Không có báo cáo"),
        (["r1", "--province", "Xứ Lạ"], "Không có tỉnh"),
        (["r1", "--month", "13"], "Kỳ báo cáo không đúng"),
        (["r1", "--from", "31/12/2025", "--to", "01/01/2025"], "Kỳ báo cáo không đúng"),
        (["r1", "--from", "2025-01-01", "--to", "31/12/2025"], "Kỳ báo cáo không đúng"),
        (["r1", "--month", "1", "--quarter", "1"], "một cách tính kỳ"),
        (["r1", "--year", "1800"], "ngoài khoảng"),
        (["r1", "--fund", "abc"], "Không có nguồn"),
        (["r1", "--unit", "tỷ"], "Không có đơn vị"),
        (["r1"], "Chưa có tên tệp"),
        (["r1", "-o", "a.txt"], "Không ghi được dạng"),
        (["r1", "-o", "khong-co/a.pdf"], "Không có thư mục"),
        (["year", "--province", "Hà Giang", "-o", "a.xlsx"], "không có dạng Excel"),
    ],
)
def test_a_wrong_question_is_told_and_nothing_is_written(words, why, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["report", *words]) == 2
    assert why in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
def test_every_report_of_the_sample_year_is_written(form, tmp_path):
    for code in REPORTS:
        out = tmp_path / f"{code}.{form}"
        assert (
            cli.main(["report", code, "--province", "Tuyên Quang", "--year", "2026", "--unit", "trieu", "-o", str(out)])
            == 0
        )
        assert out.stat().st_size > 1000
