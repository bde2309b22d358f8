"""What the database's planner knows about its tables. PostgreSQL looks by itself; SQLite never does unless it is asked."""

from django.db import connection

LOOKED_AT = 2000
"""Rows of each index that SQLite looks at: a second for millions of rows, and as good for choosing an index."""


def refresh() -> None:
    """Let SQLite look at its tables again; without it a search read each row of the table instead of the province's."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
            cursor.execute("ANALYZE")


def refresh_after_filling() -> None:
    """At once after many rows came in; autovacuum would find out later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    refresh()
