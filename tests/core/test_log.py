"""The log proves itself: chained, append-only, personal data beside the chain."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from bedo.core import log
from bedo.core.append_only import statements
from bedo.core.models import LogEntry, LogPersonal


@pytest.fixture
def three(db):
    return [
        log.record(
            "08",
            "test",
            subject="thing:1",
            by=None,
            text=f"Việc {n}",
            on=date(2026, 1, n),
            data={"n": n},
            personal={"name": "A"} if n == 2 else None,
        )
        for n in (1, 2, 3)
    ]


def test_entries_of_a_chain_follow_one_another(three):
    assert [entry.seq for entry in three] == [1, 2, 3]
    assert [entry.previous for entry in three[1:]] == [entry.hash for entry in three[:-1]]
    assert list(log.broken_entries()) == []


def test_chains_of_provinces_are_apart(three):
    assert log.record("25", "test", subject="thing:2", by=None, text="Việc").seq == 1


@pytest.mark.parametrize("sql", ["UPDATE core_logentry SET text = 'khác'", "DELETE FROM core_logentry"])
def test_the_database_refuses_to_change_an_entry(three, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("sql", "where"),
    [("UPDATE core_logentry SET text = 'khác' WHERE seq = 2", "số 2"), ("DELETE FROM core_logentry WHERE seq = 3", "số 3"), ("DELETE FROM core_logentry WHERE seq = 1", "số 1")],
)  # fmt: skip
def test_a_change_behind_the_back_of_the_database_is_found(three, sql, where):
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_logpersonal")
        cursor.execute(sql)
    [broken] = log.broken_entries()
    assert where in broken


def test_personal_data_may_be_erased_without_breaking_the_chain(three):
    LogPersonal.objects.update(data={})
    assert list(log.broken_entries()) == []
    assert LogEntry.objects.get(seq=2).personal_hash != ""


def test_a_transaction_that_fails_leaves_no_entry(db):
    def failing():
        with log.writing("08"):
            log.record("08", "test", subject="thing:1", by=None, text="Việc")
            raise ValueError("gãy")

    with pytest.raises(ValueError, match="gãy"):
        failing()
    assert not LogEntry.objects.exists()


class without_triggers:  # noqa: N801 - reads as a statement
    """As somebody with the database's own powers would do it."""

    def __enter__(self):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = replica")
            else:
                cursor.execute("DROP TRIGGER core_logentry_no_update")
                cursor.execute("DROP TRIGGER core_logentry_no_delete")

    def __exit__(self, *failure):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = DEFAULT")
            else:
                for sql in statements("sqlite", "core_logentry"):
                    cursor.execute(sql)
