"""`bedo verify` answers 0 while everything holds, and 1 with the first broken entry after one row is altered by SQL."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from bedo.config import cli
from bedo.ledger.models import Account, Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(line, give, bring):
    give(1_000)
    return bring("advanced", 700)


def without_triggers(table, sql, *values):
    """What somebody with the database's password can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(sql, values)
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(sql, values)


def verify(capsys, *flags):
    capsys.readouterr()
    status = cli.main(["verify", *flags])
    return status, capsys.readouterr().out


def test_honest_books_are_confirmed(books, capsys):
    status, said = verify(capsys)
    assert status == 0
    assert "1 nguồn vốn, 4 bút toán" in said
    assert "Tất cả đều khớp." in said
    status, said = verify(capsys, "--json")
    assert (status, json.loads(said)["ok"], json.loads(said)["broken"]) == (0, True, [])


def test_an_empty_database_is_confirmed(capsys):
    assert verify(capsys)[0] == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [("amount", 701), ("kind", "payment"), ("note", "khác"), ("on", "2026-03-03"), ("reference", "contract:9")],
)
def test_an_altered_transfer_is_found(books, capsys, column, value):
    without_triggers("ledger_transfer", f'UPDATE ledger_transfer SET "{column}" = %s WHERE id = %s', value, books.pk)
    status, said = verify(capsys)
    assert status == 1
    assert "chỗ đầu tiên: Sổ tiền, Kinh phí khuyến công địa phương năm 2026, Tỉnh Tuyên Quang" in said
    assert f"bút toán {books.pk}" in said


def test_a_transfer_that_vanished_is_found(books, capsys):
    without_triggers("ledger_transfer", "DELETE FROM ledger_transfer WHERE id = %s", books.pk)
    status, said = verify(capsys, "--json")
    assert status == 1
    assert any("đã mất" in sentence for sentence in json.loads(said)["broken"])


def test_an_altered_balance_is_found(books, capsys):
    Account.objects.filter(stage="advanced").update(balance=699)
    status, said = verify(capsys)
    assert status == 1
    assert "ghi 699 đ, tính lại từ bút toán là 700 đ" in said
    assert "lệch" in said


def test_an_altered_log_row_is_found(books, capsys):
    without_triggers("core_logentry", "UPDATE core_logentry SET text = 'khác' WHERE seq = 3")
    status, said = verify(capsys)
    assert status == 1
    assert "chỗ đầu tiên: Nhật ký 08: mục số 3" in said


def test_a_transfer_written_past_the_services_is_found(books, capsys):
    row = Transfer.objects.get(pk=books.pk)
    row.pk = None
    row.save(force_insert=True)
    status, said = verify(capsys)
    assert status == 1
    assert f"bút toán {row.pk} không có trong nhật ký" in said


# --- what the database itself refuses


@pytest.mark.parametrize("call", ["update", "delete"])
def test_a_transfer_is_never_changed_nor_deleted(books, call):
    rows = Transfer.objects.filter(pk=books.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(note="khác") if call == "update" else rows.delete()


def test_a_balance_below_zero_is_refused_by_the_database(books):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(stage="advanced").update(balance=-1)


@pytest.mark.parametrize(("stage", "holder"), [("available", "part:1"), ("planned", ""), ("nowhere", "part:1")])
def test_an_account_of_an_impossible_stage_is_refused_by_the_database(books, line, stage, holder):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(line=line, stage=stage, holder=holder)
