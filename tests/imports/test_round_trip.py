"""A list taken out, edited in a spreadsheet and brought in again: only the edited cells are changes."""

import io

import pytest
from python_calamine import CalamineWorkbook

from bedo.accounts.services import keep_columns
from bedo.core.types import Dong
from bedo.imports import preview, services
from bedo.office.projects.listing.columns import COLUMNS
from bedo.projects.models import Project
from tests.imports.conftest import DAY
from tests.office.projects_in_list import make_project, make_published
from tests.rules.imports.books import write

pytestmark = pytest.mark.django_db
M = 1_000_000


@pytest.fixture
def listed(old_map, people, province):
    """Published projects of the old province and of the new one, one without an amount, and one that is worked on here."""
    commune, new = old_map["Hùng An"], old_map["new"]
    for number in range(1, 5):
        more = {"support": Dong(number * 50 * M), "counterpart": Dong(80 * M), "total": Dong(number * 50 * M + 80 * M)}
        make_published(
            commune, number, province=province, place_now=new, title=f"Hỗ trợ máy sao chè số {number}", **more
        )
    make_published(commune, 5, province=province, place_now=new, title="")
    make_project(new, 6, officer=people["officer"], province=province, beneficiary_names="Hợp tác xã Chè 1")
    return Project.objects.filter(province=province)


@pytest.fixture
def taken(listed, people, login):
    """taken(kind) -> the officer's file of the whole list."""

    def get(kind="xlsx", columns=None):
        keep_columns(user=people["officer"], table="de-an", columns=columns or [one.key for one in COLUMNS])
        return b"".join(login(people["officer"]).get(f"/de-an/xuat/{kind}/").streaming_content)

    return get


def look(content, province, people, name="de-an.xlsx"):
    return services.look(services.bring(province=province, name=name, content=content, by=people["officer"]))


def sheets(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def saved(path, found):
    """The sheets as a workbook saved anew."""
    return write(
        path, {name: [[None if cell == "" else cell for cell in row] for row in rows] for name, rows in found.items()}
    ).read_bytes()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("columns", [None, ["ho-tro"], ["noi", "nam", "trang-thai", "ho-tro", "doi-ung", "tong-von"]])
def test_untouched_nothing_is_a_change(taken, province, people, kind, columns):
    row = look(taken(kind, columns), province, people, f"de-an.{kind}")
    lines = list(preview.lines(row))
    assert row.counts == {"same": 6}, [(one["outcome"], one["why"], one["question"], one["values"]) for one in lines]
    assert [check for table in row.tables for check in table["checks"] if check[4]] == []


def test_only_the_edited_cells_are_changes(taken, listed, province, people, tmp_path):
    found = sheets(taken())
    rows = found["Đề án"]
    at = {word: place for place, word in enumerate(rows[0])}
    line = {row[0]: row for row in rows}
    line["HG-2021-02"][at["Hỗ trợ (đồng)"]] = 123 * M
    line["HG-2021-04"][at["Tên đề án"]] = "Hỗ trợ máy sao chè kiểu mới"
    line["DA08-2026-0006"][at["Hỗ trợ (đồng)"]] = 1 * M
    changed = saved(tmp_path / "sua.xlsx", found)
    row = look(changed, province, people)
    found = {line["values"]["code"]: line for line in preview.lines(row)}
    assert found["HG-2021-02"]["changes"] == {"support": [100 * M, 123 * M]}
    assert found["HG-2021-04"]["changes"] == {"title": ["Hỗ trợ máy sao chè số 4", "Hỗ trợ máy sao chè kiểu mới"]}
    assert found["DA08-2026-0006"]["outcome"] == "refused"
    assert "hồ sơ điều chỉnh" in found["DA08-2026-0006"]["why"]
    assert row.counts == {"changed": 2, "same": 3, "refused": 1}
    services.commit(row=row, version=row.version, by=people["officer"], today=DAY)
    assert listed.get(code="HG-2021-02").support == 123 * M
    assert listed.get(code="HG-2021-04").title == "Hỗ trợ máy sao chè kiểu mới"
