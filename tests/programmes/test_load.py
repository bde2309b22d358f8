"""Loading the shipped tables: again without harm, never over a used row."""

import shutil
from datetime import date

import pytest

from bedo.core.models import LogEntry
from bedo.places.models import Unit
from bedo.programmes import loading, queries, rules, services
from bedo.programmes.models import LegalText, RuleRow

MACHINE = "support_norms/MAY_MOC_CHUYEN_GIAO_CN/national/-/2018-05-11"


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files that a test may change."""
    shutil.copytree(loading.FOLDER, tmp_path / "data")
    return tmp_path / "data"


def change(folder, table, old, new):
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def shipped_count():
    return sum(len(loading.read_table(table)) for table in rules.TABLES)


def test_a_first_load_brings_every_row_whose_province_is_known(province, other_province):
    report = services.load_rules()
    away = [line for line in report.skipped if "chưa có đơn vị hành chính" in line]
    assert report.added == RuleRow.objects.count() == shipped_count() - len(away)
    assert len(away) == 8, "Hòa Bình, Đắk Lắk and Hà Tĩnh are not there"
    assert LegalText.objects.get(number="Thông tư 28/2018/TT-BTC").replaces.number.endswith("26/2014/TTLT-BTC-BCT")
    assert LogEntry.objects.filter(kind="rules.load").count() == 1


def test_a_second_load_changes_nothing(province):
    services.load_rules()
    again = services.load_rules()
    assert (again.added, again.updated, again.kept) == (0, 0, [])
    assert LogEntry.objects.filter(kind="rules.load").count() == 1


def test_a_province_row_goes_to_the_unit_of_its_first_day(province):
    Unit.objects.create(
        code="08", name="Tuyên Quang", kind="tinh", level=1, valid_to=date(2025, 6, 30), sort_key="t", search_text="t"
    )
    services.load_rules()
    assert RuleRow.objects.get(province__code="08").province == province


def test_an_unused_row_follows_its_file(province, folder):
    services.load_rules(folder=folder)
    change(folder, "support_norms", "50,300000000,cơ sở", "50,310000000,cơ sở")
    report = services.load_rules(folder=folder)
    assert (report.updated, report.kept) == (1, [])
    assert RuleRow.objects.get(identity=MACHINE).values["cap"] == "310000000"


def test_a_used_row_is_kept_and_reported(province, folder):
    services.load_rules(folder=folder)
    services.mark_used([RuleRow.objects.get(identity=MACHINE).pk, None], today=date(2026, 3, 1))
    change(folder, "support_norms", "50,300000000,cơ sở", "50,310000000,cơ sở")
    report = services.load_rules(folder=folder)
    assert report.updated == 0
    assert [MACHINE in line for line in report.kept] == [True]
    assert RuleRow.objects.get(identity=MACHINE).values["cap"] == "300000000"


def test_a_row_that_left_its_file_is_kept_and_reported(province, folder):
    services.load_rules(folder=folder)
    path = folder / "stop_reasons.csv"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    assert any("không còn trong tệp" in line for line in services.load_rules(folder=folder).kept)


@pytest.mark.parametrize(
    ("table", "old", "new", "complaint"),
    [
        ("support_norms", "50,300000000,cơ sở", "50,3e8,cơ sở", "Mức trần"),
        ("support_norms", ",2014-04-08,2018-05-10,", ",2014-04-08,2013-05-10,", "ngày hết hiệu lực"),
        ("stop_reasons", ",design,", ",sure,", "mức chắc chắn"),
        ("stop_reasons", ",all,", ",xã,", "cấp kinh phí"),
    ],
)
def test_a_bad_file_is_refused_whole_with_its_line(province, folder, table, old, new, complaint):
    change(folder, table, old, new)
    with pytest.raises(rules.BadRow) as bad:
        services.load_rules(folder=folder)
    assert f"{table}.csv dòng" in bad.value.reason
    assert complaint in bad.value.reason
    assert not RuleRow.objects.exists()


def test_rules_from_the_database_are_those_of_the_files(province, other_province):
    services.load_rules()
    for row_type in rules.TABLES.values():
        stored = {(r.key, r.level, r.province, r.effective_from): r for r in queries.rows(row_type)}
        for shipped in loading.shipped(row_type):
            if shipped.province in ("", "08", "25"):
                found = stored[(shipped.key, shipped.level, shipped.province, shipped.effective_from)]
                assert {**vars(found), "row_id": None} == vars(shipped)
