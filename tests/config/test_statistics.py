from django.db import connection

from bedo.config import statistics, worker


def test_sqlite_knows_its_tables_afterwards_and_postgresql_is_left_alone(db, province):
    statistics.refresh()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'places_unit'")
            assert cursor.fetchone()[0] > 0


def test_the_worker_asks_for_it_every_night():
    assert worker.JOBS["statistics"][2] is statistics.refresh
