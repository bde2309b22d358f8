"""The three workbooks that came with what a right import gives: every row, amount, name, title, year, level and kind."""

import json
from pathlib import Path

import pytest

from bedo.config.commands import __path__ as commands
from bedo.imports.reading.known import recognise
from bedo.imports.reading.read import read

FOLDER = Path(__file__).parents[2] / "data" / "xlsx"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))["files"]
FIELDS = ("title_vi", "beneficiary_name", "support_vnd", "counterpart_vnd", "total_vnd", "year", "level", "province",
          "commune", "district", "status")  # fmt: skip
KINDS = {
    "column_numbers": "header", "repeated_header": "header", "grand_total": "total", "section_total": "section",
    "non_project_line": "other_line",
}  # fmt: skip


@pytest.fixture(scope="module", params=EXPECTED, ids=lambda file: file["file"][:2])
def pair(request):
    """A workbook as expected, and its only table as it is read and known projects recognised."""
    from importlib import import_module

    assert commands
    published = import_module("bedo.config.commands.import").published()
    reading = read(FOLDER / request.param["file"], request.param["file"])
    recognise(reading, published)
    (table,) = reading.tables
    return request.param, table


def test_every_data_row_is_as_expected(pair):
    expected, table = pair
    wanted = {row["sheet_row"]: row for row in expected["rows"]}
    found = {row.sheet_row: row for row in table.rows if row.kind in ("project", "group_member")}
    assert found.keys() == wanted.keys()
    for number, row in wanted.items():
        values = {"kind": found[number].kind, **{name: found[number].values.get(name) for name in FIELDS}}
        for name in FIELDS:
            if name in row:
                assert values[name] == row[name], (number, name)
        assert values["kind"] == row["row_kind"], number


def test_qualifiers_are_kept(pair):
    expected, table = pair
    for row in expected["rows"]:
        text = row.get("amount_qualifiers") or ""
        wanted = {f"{name}_vnd": word for name, word in (part.split(":") for part in text.split(";") if part)}
        found = next(one for one in table.rows if one.sheet_row == row["sheet_row"])
        assert found.qualifiers == wanted, row["sheet_row"]


def test_other_rows_have_their_kinds_and_sums(pair):
    expected, table = pair
    rows = {row.sheet_row: row for row in table.rows}
    for one in expected["non_data_rows"]:
        row = rows[one["row"]]
        assert row.kind == KINDS.get(one["kind"], one["kind"]), one
        for name in ("support_vnd", "total_vnd"):
            if one["kind"] != "blank" and name in one:
                assert row.values[name] == one[name], one


def test_shared_amounts_are_nobodys(pair):
    expected, table = pair
    keys = {row["sheet_row"]: row.get("project_key") for row in expected["rows"] if row["row_kind"] == "project"}
    wanted = [(one["cells"], one["field"], one["vnd"], one["applies_to"]) for one in expected.get("shared_amounts", [])]
    found = [(one.cells, one.field, one.vnd, [keys[row] for row in one.sheet_rows]) for one in table.shared]
    assert found == wanted


def test_header_unit_and_sheet(pair):
    expected, table = pair
    assert (table.sheet, table.header_rows, table.unit_multiplier) == (
        expected["sheet"], expected["header_rows"], expected["unit_multiplier"],
    )  # fmt: skip
    assert set(table.headings) == set(expected["columns"])


def test_sums_of_the_sheet_against_its_rows():
    by_file = {file["file"][:2]: read(FOLDER / file["file"], "x").tables[0] for file in EXPECTED}
    differences = {
        name: [(c.sheet_row, c.stated_vnd, c.computed_vnd, c.difference_vnd) for c in table.checks if c.difference_vnd]
        for name, table in by_file.items()
    }
    assert differences == {"S1": [], "S2": [(13, 1_800_000_000, 1_200_000_000, 600_000_000)], "S3": []}
    assert len(by_file["S1"].checks) == 5
    assert [c.sheet_row for c in by_file["S3"].checks] == [10, 23, 30, 34]
