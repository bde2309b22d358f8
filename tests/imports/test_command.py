"""bedo import without --dry-run: as the page does it; what asks is left for the page and nothing is written."""

import json

import pytest

from bedo.config import cli
from bedo.imports.models import Import
from bedo.projects.models import Project
from tests.imports.conftest import LIST
from tests.rules.imports.books import write

pytestmark = pytest.mark.django_db


def told(capsys, *words):
    status = cli.main(["import", *map(str, words)])
    out = capsys.readouterr()
    return status, json.loads(out.out) if out.out else out.err


def test_a_clear_list_comes_in_and_a_second_time_changes_nothing(people, old_map, tmp_path, capsys):
    path = write(tmp_path / "a.xlsx", {"KH": LIST})
    status, found = told(capsys, path, "--by", people["officer"].username, "--json")
    assert (status, found["written"]["projects"], found["counts"]) == (0, 2, {"new": 4, "kept": 1})
    again, found = told(capsys, path, "--by", people["officer"].username, "--json")
    assert (again, found["written"], Project.objects.count()) == (0, None, 2)


def test_what_asks_is_left_for_the_page(people, old_map, tmp_path, capsys):
    rows = [list(row) for row in LIST]
    rows[3][3] = "xã Không Có, huyện Bắc Quang"
    status, found = told(capsys, write(tmp_path / "b.xlsx", {"KH": rows}), "--by", people["officer"].username, "--json")
    assert (status, found["written"], found["counts"]["undecided"]) == (1, None, 1)
    assert not Project.objects.exists()
    assert Import.objects.get(pk=found["import"]).state == "preview"


def test_nobody_and_nowhere(people, old_map, tmp_path, capsys):
    path = write(tmp_path / "c.xlsx", {"KH": LIST})
    assert "Chưa rõ ai nhập" in told(capsys, path)[1]
    assert "Chưa rõ nhập cho tỉnh nào" in told(capsys, path, "--by", people["accountant"].username)[1]
    assert told(capsys, tmp_path / "khong-co.xlsx")[0] == 2
    assert not Import.objects.exists()


def test_only_looking_writes_nothing(people, old_map, tmp_path, capsys):
    status, found = told(capsys, write(tmp_path / "d.xlsx", {"KH": LIST}), "--dry-run", "--json")
    assert (status, [row["support_vnd"] for row in found["sheets"][0]["rows"] if row["row_kind"] == "project"]) == (
        0, [100_000_000, 200_000_000])  # fmt: skip
    assert not Import.objects.exists()
