"""bedo place: without a database, JSON alone on standard output, exit status 0, 1, 2."""

import json

import pytest

from bedo.config.cli import main


def ask(capsys, *words):
    try:
        status = main(["place", *words])
    except SystemExit as stop:
        status = stop.code
    out, err = capsys.readouterr()
    return status, out, err


def test_ha_giang_after_the_reform_leads_to_tuyen_quang(capsys):
    status, out, err = ask(capsys, "Hà Giang", "--as-of", "2026-01-01", "--json")
    answer = json.loads(out)
    assert (status, err) == (0, "")
    assert list(answer) == ["query", "as_of", "matches"]
    assert (answer["query"], answer["as_of"]) == ("Hà Giang", "2026-01-01")
    assert answer["matches"][0] == {
        "code": "02",
        "name": "Hà Giang",
        "kind": "tinh",
        "valid_from": None,
        "valid_to": "2025-06-30",
        "successors": [{"code": "08", "name": "Tuyên Quang"}],
    }


def test_a_unit_in_force_has_days_and_no_successors(capsys):
    _, out, _ = ask(capsys, "Tuyên Quang", "--as-of", "01/01/2026", "--json")
    first = json.loads(out)["matches"][0]
    assert (first["code"], first["valid_from"], first["valid_to"]) == ("08", "2025-07-01", None)
    assert first["successors"] == []


def test_for_people_it_is_said_in_vietnamese(capsys):
    status, out, _ = ask(capsys, "tỉnh", "Hà", "Giang", "--as-of", "2026-01-01")
    assert status == 0
    assert out == (
        "“tỉnh Hà Giang” vào ngày 01/01/2026:\n"
        "- Tỉnh Hà Giang (mã 02, đến hết 30/06/2025) – đã hết hiệu lực\n"
        "    kế thừa từ 01/07/2025: Tỉnh Tuyên Quang\n"
    )


def test_today_is_the_default(capsys):
    status, out, _ = ask(capsys, "Nghệ An", "--json")
    answer = json.loads(out)
    assert status == 0
    assert answer["as_of"] >= "2025-07-01"


def test_no_match_is_status_1(capsys):
    status, out, err = ask(capsys, "không có nơi này", "--json")
    assert (status, json.loads(out)["matches"], err) == (1, [], "")


@pytest.mark.parametrize("day", ["2026-02-31", "31/02/2026", "hôm qua", ""])
def test_a_day_that_does_not_exist_is_status_2_with_a_sentence(capsys, day):
    status, out, err = ask(capsys, "Hà Giang", "--as-of", day, "--json")
    assert (status, out) == (2, "")
    assert "không phải một ngày có thật" in err


def test_no_name_is_status_2(capsys):
    status, out, err = ask(capsys, "", "--json")
    assert (status, out) == (2, "")
    assert "Chưa có tên" in err


def test_help_says_that_ended_units_are_included(capsys):
    status, out, _ = ask(capsys, "--help")
    assert status == 0
    assert "hết hiệu lực" in out
