"""A list taken out, edited in a spreadsheet and brought in again: only the edited cells are changes."""

import io

import pytest
from python_calamine import CalamineWorkbook

from bedo.accounts.services import keep_columns
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.establishments.services import register as enter
from bedo.establishments.services import update
from bedo.imports import preview, services
from bedo.office.establishments.listing import COLUMNS as REGISTER_COLUMNS
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


# --- establishments


@pytest.fixture
def register(old_map, people, province, login):
    """(establishments by name, the officer's file of them) in all columns."""
    new = old_map["new"]
    facts = {"province": province, "place": new, "kind": "doanh_nghiep", "by": people["officer"], "today": DAY}
    rows = {
        "Công ty TNHH Chè A": enter(
            name="Công ty TNHH Chè A", workers=12, capital=Dong(900 * M), tax_code="0100233488", **facts
        ),
        "Công ty TNHH Gỗ B": enter(name="Công ty TNHH Gỗ B", **facts),
        "HTX Chè C": enter(**{**facts, "kind": "hop_tac_xa"}, name="HTX Chè C", workers=5),
    }
    keep_columns(user=people["officer"], table="co-so", columns=[one.key for one in REGISTER_COLUMNS])
    return rows, lambda kind="xlsx": b"".join(login(people["officer"]).get(f"/co-so/xuat/{kind}/").streaming_content)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_untouched_register_is_the_same(register, province, people, kind):
    rows, take = register
    row = look(take(kind), province, people, f"co-so.{kind}")
    assert row.counts == {"same": 3}, [
        (one["outcome"], one["why"], one["question"], one["values"]) for one in preview.lines(row)
    ]


def test_edited_cells_of_the_register_change_and_are_taken_back(register, province, people, tmp_path):
    rows, take = register
    found = sheets(take())
    table = found["Cơ sở"]
    at = {word: place for place, word in enumerate(table[0])}
    line = {cells[1]: cells for cells in table}
    line["Công ty TNHH Chè A"][at["Lao động (người)"]] = 20
    line["Công ty TNHH Gỗ B"][at["Vốn (đồng)"]] = 700 * M
    line["HTX Chè C"][at["Số hồ sơ"]] = "999999"
    row = look(saved(tmp_path / "sua.xlsx", found), province, people, "sua.xlsx")
    by_name = {one["values"]["beneficiary_name"]: one for one in preview.lines(row)}
    assert by_name["Công ty TNHH Chè A"]["changes"] == {"workers": [12, 20]}
    assert by_name["Công ty TNHH Gỗ B"]["changes"] == {"capital": [None, 700 * M]}
    assert by_name["HTX Chè C"]["outcome"] == "refused"
    written = services.commit(row=row, version=row.version, by=people["officer"], today=DAY)
    assert (written.changed, written.projects, written.establishments) == (2, 0, 0)
    tea, wood = rows["Công ty TNHH Chè A"], rows["Công ty TNHH Gỗ B"]
    for firm in (tea, wood):
        firm.refresh_from_db()
    assert (tea.workers, wood.capital) == (20, 700 * M)
    row.refresh_from_db()
    update(establishment=wood, version=wood.version, by=people["officer"], today=DAY, workers=3)
    services.undo(row=row, version=row.version, by=people["officer"], today=DAY)
    for firm in (tea, wood):
        firm.refresh_from_db()
    assert (tea.workers, wood.capital, wood.workers) == (12, None, 3)


def test_a_change_of_the_register_that_was_changed_again_is_not_taken_back(register, province, people, tmp_path):
    rows, take = register
    found = sheets(take())
    next(cells for cells in found["Cơ sở"] if cells[1] == "HTX Chè C")[found["Cơ sở"][0].index("Lao động (người)")] = 8
    row = look(saved(tmp_path / "sua.xlsx", found), province, people, "sua.xlsx")
    services.commit(row=row, version=row.version, by=people["officer"], today=DAY)
    firm = rows["HTX Chè C"]
    firm.refresh_from_db()
    update(establishment=firm, version=firm.version, by=people["officer"], today=DAY, workers=9)
    row.refresh_from_db()
    with pytest.raises(Refused, match="HTX Chè C đã được sửa"):
        services.undo(row=row, version=row.version, by=people["officer"], today=DAY)
    firm.refresh_from_db()
    assert firm.workers == 9


def test_one_establishment_on_two_rows_is_taken_once(register, province, people, tmp_path):
    rows, take = register
    found = sheets(take())
    table = found["Cơ sở"]
    line = next(cells for cells in table if cells[1] == "HTX Chè C")
    line[table[0].index("Lao động (người)")] = 8
    twin = list(line)
    twin[table[0].index("Lao động (người)")] = 11
    table.insert(table.index(line) + 1, twin)
    row = look(saved(tmp_path / "hai-dong.xlsx", found), province, people, "hai-dong.xlsx")
    first, second = [one for one in preview.lines(row) if one["values"].get("beneficiary_name") == "HTX Chè C"]
    assert (first["outcome"], first["changes"]) == ("changed", {"workers": [5, 8]})
    assert second["outcome"] == "refused"
    assert "một cơ sở chỉ vào một dòng" in second["why"]
    services.commit(row=row, version=row.version, by=people["officer"], today=DAY)
    rows["HTX Chè C"].refresh_from_db()
    assert rows["HTX Chè C"].workers == 8
