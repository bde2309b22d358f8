"""Every list as a file, in both kinds: what its log entry says is what it holds, a head that stays, paper, no formula of ours but sums."""

import csv
import zipfile
from datetime import UTC, datetime
from io import BytesIO, StringIO
from unittest import mock

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bedo.core.models import LogEntry
from bedo.office.shell.exports import DELIMITER, Table, _narrowed
from bedo.office.wishes.files import PARTS
from tests.access import matrix
from tests.access.scene import Scene
from tests.access.spots import MOMENTS, spots
from tests.access.world import kept, undone

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
KNOWN = [spot for spot in spots() if spot.name.endswith("export")]
FULL = {
    "office:wishes:export", "office:projects:export", "office:establishments:export", "office:money:lines_export", "office:money:holders_export",
    "office:money:transfers_export", "office:planning:items_export", "office:reports:figures_export", "office:reports:figure_export",
    "office:papers:export", "office:log:export", "office:people:export", "office:imports:export", "office:imports:rows_export",
    "office:projects:national_export", "office:money:due_export", "office:programmes:table_export",
    "office:places:export", "office:money:year_end_export", "office:planning:export", "office:reports:comparing_export", "office:writing:export", "office:visits:export",
}  # fmt: skip
"""Lists that have rows at their moment."""


@pytest.fixture(scope="module")
def taken(django_db_setup, django_db_blocker):
    """(title, kind) → the file's bytes and what the log says of it."""
    found = {}
    with mock.patch("django.utils.timezone.now", return_value=NOON), kept(django_db_blocker):
        scene = Scene()
        visitors = matrix.clients(scene.visitors)
        for moment, (step, prepare, _) in MOMENTS.items():
            scene.chain.to(step)
            with undone():
                if prepare:
                    prepare(scene)
                for spot in KNOWN:
                    if spot.moment == moment:
                        for kind in ("csv", "xlsx"):
                            found[spot.title, kind] = _take(scene, spot, kind, visitors)
    return found


def _take(scene, spot, kind, visitors):
    url = reverse(spot.name, kwargs={**spot.kwargs(scene), "kind": kind}) + spot.query(scene)
    for client in visitors.values():
        answer = client.get(url)
        if answer.status_code == 200:
            body = b"".join(answer.streaming_content)
            return body, LogEntry.objects.filter(kind="export.list").latest("pk").data
    raise AssertionError(f"nobody may take out {url}")


@pytest.mark.parametrize("title", [spot.title for spot in KNOWN])
def test_csv_holds_what_the_log_says(taken, title):
    body, noted = taken[title, "csv"]
    text = body.decode()
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=DELIMITER)
    assert len(rows) == noted["rows"]
    assert all(len(row) == len(head) for row in rows)
    assert len(set(head)) == len(head)
    assert bool(rows) or title not in FULL


@pytest.mark.parametrize("title", [spot.title for spot in KNOWN])
def test_xlsx_holds_the_same_ready_for_paper(taken, title):
    body, noted = taken[title, "xlsx"]
    book = CalamineWorkbook.from_filelike(BytesIO(body))
    head, *rows = book.get_sheet_by_index(0).to_python(skip_empty_area=True)
    told = csv.reader(StringIO(taken[title, "csv"][0].decode().removeprefix("\ufeff")), delimiter=DELIMITER)
    assert head == next(told)
    assert len(rows) == noted["rows"] + 1
    assert rows[-1][0].startswith("Cộng ")
    about = dict(row[:2] for row in book.get_sheet_by_name("Điều kiện").to_python(skip_empty_area=True))
    assert about["Danh sách"] == noted["list"]
    with zipfile.ZipFile(BytesIO(body)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert 'paperSize="9"' in sheet
    assert sheet.count("<f>") == sheet.count("<f>SUBTOTAL(109,")


@pytest.mark.django_db
def test_only_the_chosen_columns():
    """The columns ticked beside the button; a name that is none changes nothing."""

    table = Table("nhu-cau", "Nhu cầu", "nhu cầu", PARTS, [], 0)
    assert [part.word for part in _narrowed(table, ["co-so", "de-nghi-dong", "khong-co"]).parts] == [
        "Cơ sở",
        "Đề nghị (đồng)",
    ]
    assert _narrowed(table, ["khong-co"]).parts == PARTS
    assert len({part.key for part in PARTS}) == len(PARTS)
