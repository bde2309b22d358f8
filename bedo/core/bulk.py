"""Many new rows at once: the fast way of each database. For lists of ten thousand rows, where Django's bulk_create spends most
of the time on making objects and preparing each of their values (docs/performance.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

CHUNK = 2000
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)
"""Kinds of columns whose Python value the driver takes as it is."""


def insert(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows of a model, each a mapping from attribute (place_id, not place) to value; returns their new ids in order.

    What a row does not name gets the field's default. In the caller's transaction, without save() and signals; the caller has
    checked the values, the database's constraints hold. For tables with whole-number ids that count up.
    """
    if not rows:
        return []
    ids = new_ids(model, len(rows))
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = [model._meta.pk.column, *(field.column for field in fields)]
    write(model._meta.db_table, columns, _values(fields, ids, rows))
    return ids


def write(table: str, columns: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    """Write rows as the database takes them: COPY on PostgreSQL, executemany on SQLite. Values are prepared already."""
    (_copy if connection.vendor == "postgresql" else _insert)(table, columns, iter(values))


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids that no row has or had; the table's counter is moved past them."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            named = [f'"{table}"', column, count]
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", named)
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return list(range(last + 1, last + count + 1))


def _values(
    fields: Sequence[models.Field], ids: Iterable[int], rows: Iterable[Mapping[str, Any]]
) -> Iterator[list[Any]]:
    """The rows as lists for the driver, the id first."""
    wanted = [(field.attname, field.get_default()) for field in fields]
    prepared = [(place, field) for place, field in enumerate(fields, start=1) if not isinstance(field, PLAIN)]
    last: dict[int, tuple[Any, Any]] = {place: (None, None) for place, _ in prepared}  # one value for many rows: once
    for pk, row in zip(ids, rows, strict=True):
        values = [pk, *(row.get(name, default) for name, default in wanted)]
        for place, field in prepared:
            if values[place] is not last[place][0]:
                last[place] = values[place], field.get_db_prep_save(values[place], connection)
            values[place] = last[place][1]
        yield values


def _insert(table: str, columns: Sequence[str], values: Iterator[Sequence[Any]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(columns))})'  # noqa: S608 - names of our models
    with connection.cursor() as cursor:
        while chunk := list(islice(values, CHUNK)):
            cursor.executemany(statement, chunk)


def _copy(table: str, columns: Sequence[str], values: Iterator[Sequence[Any]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,
    ):
        for row in values:
            copy.write_row(row)
